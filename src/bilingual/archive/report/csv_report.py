"""The tables of the report for spreadsheets: RFC 4180, UTF-8 with a byte order mark; no cell begins a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

from bilingual.archive.report.consistency import TermUsage
from bilingual.archive.report.lines import ArticleLine, percent
from bilingual.editions.markup import legal
from bilingual.glossary.exchange.formulas import disarmed

_BEFORE_CODES = (
    *("article", "status", "title", "title_en", "units", "sentences", "reviewed", "terms", "terms_used"),
    *("term_success %", "in_brackets", "numbers", "numbers_wrong", "errors", "warnings", "notes"),
)
_AFTER_CODES = ("seconds", "outputs", "left", "notices", "error")
_TERMS = ("term", "house_usage", "use", "rendering", "places", "articles", "is_house_usage", "example_articles")
_BETWEEN = " ; "
_LONGEST = 32_000
"""Characters of a cell; Excel takes 32,767."""
_EXAMPLES = 5


def articles_csv(lines: Sequence[ArticleLine]) -> bytes:
    """Return one row for each article, in the order given, with a column for each code of a finding that occurs."""
    codes = sorted({code for line in lines for code, _ in line.codes})
    return _table([*_BEFORE_CODES, *codes, *_AFTER_CODES], (_article(line, codes) for line in lines))


def terms_csv(terms: Iterable[TermUsage]) -> bytes:
    """Return one row for each rendering of each term, and for each other way in which it was not rendered."""
    return _table(_TERMS, (row for term in terms for row in _term(term)))


def _article(line: ArticleLine, codes: Sequence[str]) -> list[str]:
    found = dict(line.codes)
    cells = [line.name, "done" if line.is_done else "failed", line.title, line.title_en]
    if line.is_done:
        cells += map(str, (line.units, line.sentences, line.reviewed, line.terms, line.terms_used))
        cells += [percent(line.terms_used, line.terms)]
        cells += map(str, (line.in_brackets, line.numbers, line.numbers_wrong))
        cells += map(str, (line.errors, line.warnings, line.notes))
        cells += [str(found.get(code, 0)) for code in codes]
        cells += [f"{line.seconds:.2f}"]
    else:  # empty, not 0: nothing was counted
        cells += [""] * (len(_BEFORE_CODES) - len(cells) + len(codes) + 1)
    return [*cells, *map(_BETWEEN.join, (line.outputs, line.left, line.notices)), line.error]


def _term(term: TermUsage) -> Iterator[list[str]]:
    for line in term.lines:
        cells = [term.source, term.house, line.manner, line.rendering]
        cells += [str(line.places) if line.manner != "other target" else "", str(len(line.articles))]
        yield [*cells, "yes" if line.is_house else "no", _BETWEEN.join(line.articles[:_EXAMPLES])]


def _table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    file = io.StringIO(newline="")
    writer = csv.writer(file, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerows([_cell(cell) for cell in row] for row in chain([header], rows))
    return b"\xef\xbb\xbf" + file.getvalue().encode("utf-8")


def _cell(text: str) -> str:
    """Return text in one line, in characters that a file can hold, and no formula."""
    return disarmed(" ".join(legal(text).split("\n"))[:_LONGEST])
