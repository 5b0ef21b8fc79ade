"""The articles of a report, reduced to what it shows, the worst first; and their sums."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields

from bilingual.archive.model import ArticleResult


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportFigures:
    """The figures of an article, or their sums over several."""

    units: int
    sentences: int
    reviewed: int
    terms: int
    terms_used: int
    in_brackets: int
    numbers: int
    numbers_wrong: int
    errors: int
    warnings: int
    notes: int
    seconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleLine(ReportFigures):
    """What the report shows of an article."""

    name: str
    is_done: bool
    title: str
    title_en: str
    outputs: tuple[str, ...]
    """The paths of its editions."""
    left: tuple[str, ...]
    """The paths of files that a person has changed, and that were left alone."""
    codes: tuple[tuple[str, int], ...]
    """Findings by code, sorted by code."""
    notices: tuple[str, ...]
    error: str

    @property
    def terms_missing(self) -> int:
        """Return how many terms the English does not have."""
        return self.terms - self.terms_used


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportTotals(ReportFigures):
    """Sums over all articles."""

    articles: int
    failed: int
    codes: tuple[tuple[str, int, int], ...]
    """Code, findings, articles that have them; sorted by code."""

    @property
    def done(self) -> int:
        """Return how many articles have their editions."""
        return self.articles - self.failed


def article_line(row: ArticleResult) -> ArticleLine:
    """Return what the report shows of an article; a figure that it does not have is 0."""

    def figure(name: str) -> int:
        return int(_number(row.figures.get(name)))

    return ArticleLine(
        name=row.name,
        is_done=row.is_done,
        title=row.title,
        title_en=row.title_en,
        outputs=tuple(path for path, _ in row.outputs),
        left=row.left,
        units=figure("units"),
        sentences=figure("sentences"),
        reviewed=figure("reviewed"),
        terms=figure("terms"),
        terms_used=figure("terms_found"),
        in_brackets=figure("forced"),
        numbers=figure("numbers"),
        numbers_wrong=figure("numbers_wrong"),
        errors=row.severities.get("error", 0),
        warnings=row.severities.get("warning", 0),
        notes=row.severities.get("note", 0),
        seconds=_number(row.figures.get("seconds")),
        codes=tuple(sorted((code, times) for code, times in row.codes.items() if times)),
        notices=row.notices,
        error=row.error,
    )


def worst_first(lines: Iterable[ArticleLine]) -> list[ArticleLine]:
    """Return the articles sorted: failed ones, then by findings, terms and numbers; ties by name."""
    return sorted(lines, key=_rank)


def totals_of(lines: Sequence[ArticleLine]) -> ReportTotals:
    """Return the sums over all articles."""
    findings: Counter[str] = Counter()
    articles: Counter[str] = Counter()
    for line in lines:
        for code, times in line.codes:
            findings[code] += times
            articles[code] += 1
    sums = {one.name: sum(getattr(line, one.name) for line in lines) for one in fields(ReportFigures)}
    # The same sum whatever the order in which the articles were added.
    sums["seconds"] = math.fsum(line.seconds for line in lines)
    return ReportTotals(
        articles=len(lines),
        failed=sum(not line.is_done for line in lines),
        codes=tuple((code, findings[code], articles[code]) for code in sorted(findings)),
        **sums,
    )


def percent(part: int, whole: int) -> str:
    """Return a share with one digit after the point; empty when there is nothing to have a share of.

    Only what is complete is 100.0, and only nothing is 0.0.
    """
    if not whole:
        return ""
    tenths = round(1000 * part / whole)
    tenths = min(tenths, 999) if part < whole else tenths
    tenths = max(tenths, 1) if part > 0 else tenths
    return f"{tenths / 10:.1f}"


def _number(value: object) -> float:
    return float(value) if isinstance(value, int | float) and math.isfinite(value) else 0.0


def _rank(line: ArticleLine) -> tuple[bool, int, int, int, int, int, str]:
    wrong = (-line.errors, -line.warnings, -line.terms_missing, -line.numbers_wrong, -line.notes)
    return line.is_done, *wrong, line.name
