"""The files of the report."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from bilingual.archive.model import ArticleResult
from bilingual.archive.report.consistency import TermTally
from bilingual.archive.report.csv_report import articles_csv, terms_csv
from bilingual.archive.report.html_report import draw_report
from bilingual.archive.report.lines import ArticleLine, article_line, worst_first


def report_files(rows: Iterable[ArticleResult], folder: Path, *, made: str) -> dict[Path, bytes]:
    """Return the report over an archive as the content of its files in `folder`; nothing is written.

    The rows are read once and not kept: they may come from a record that is larger than the memory. No two have one
    name; their order does not matter. `made` is what the page says about when and by what it was made. Same rows, same
    bytes.
    """
    tally = TermTally()
    lines: list[ArticleLine] = []
    for row in rows:
        lines.append(article_line(row))
        tally.add(row.name, row.uses)
    ordered, terms = worst_first(lines), tally.terms()
    return {
        folder / "report.html": draw_report(ordered, terms, folder, made=made),
        folder / "report.csv": articles_csv(ordered),
        folder / "report-terms.csv": terms_csv(terms),
    }
