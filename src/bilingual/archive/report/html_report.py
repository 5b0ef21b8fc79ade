"""The report as one HTML page: it needs no other file, nothing from the network, and no script to be read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from markupsafe import Markup

from bilingual.archive.report.consistency import TermUsage
from bilingual.archive.report.lines import ArticleLine, ReportTotals, percent, totals_of
from bilingual.archive.report.links import FileLink, common_folder, file_links
from bilingual.archive.report.messages import MessageGroup, failures_of, notices_of
from bilingual.checks.registry import CODES
from bilingual.editions.html.style import policy
from bilingual.editions.html.templating import html_template, resource
from bilingual.model import Severity

_PACKAGE = "bilingual.archive.report"
_MOST_ARTICLES = 5_000
"""Rows of the page; browsers need long for more, and the table for spreadsheets has all."""
_MOST_TERMS = 1_000
"""Terms of each part of the page."""
_MOST_NAMES = 8
"""Articles named for one rendering of a term."""
_MOST_CODES = 3
"""Kinds of findings named for one article."""
_LONGEST_TITLE = 200
"""Characters; what a reader took for a title may be long."""
_SEVERITIES: tuple[Severity, ...] = ("error", "warning", "note")


@dataclass(frozen=True, slots=True)
class NumberCell:
    """A figure of an article."""

    text: str
    value: str = ""
    """What it is sorted by, if that is not the text."""
    mark: str = ""
    """Its class: `none` for zero, `bad` for what needs correction."""


@dataclass(frozen=True, slots=True)
class ArticleEntry:
    """An article as a row of the table."""

    rank: int
    line: ArticleLine
    title: str
    title_en: str
    name: str
    """Without the folder that all articles are in."""
    links: Sequence[FileLink]
    left: Sequence[FileLink]
    codes: str
    cells: Sequence[NumberCell]


@dataclass(frozen=True, slots=True)
class CodeEntry:
    """A kind of finding."""

    code: str
    severity: str
    meaning: str
    findings: int
    articles: int


@dataclass(frozen=True, slots=True)
class NamedArticle:
    """An article that is named elsewhere on the page."""

    name: str
    anchor: str
    """The id of its row; empty when the page has no row of it."""


@dataclass(frozen=True, slots=True)
class UsageEntry:
    """One rendering of a term, with the first articles that have it."""

    text: str
    manner: str
    places: int
    articles: int
    is_house: bool
    is_target: bool
    """True when the same articles have a glossary that requires it."""
    examples: Sequence[NamedArticle]

    @property
    def more(self) -> int:
        """Return how many articles are not named."""
        return self.articles - len(self.examples) if self.examples else 0


@dataclass(frozen=True, slots=True)
class TermEntry:
    """A term that is not rendered in one way, with all its renderings."""

    term: TermUsage
    usages: Sequence[UsageEntry]


@dataclass(frozen=True, slots=True)
class ReportContent:
    """What the template draws."""

    made: str
    policy: str
    sheet: Markup
    script: Markup
    folder: str
    """What the names of all articles begin with; it is shown once."""
    totals: ReportTotals
    duration: str
    """The time of all articles together; empty when it is not known."""
    failures: Sequence[MessageGroup]
    notices: Sequence[MessageGroup]
    codes: Sequence[CodeEntry]
    entries: Sequence[ArticleEntry]
    anchors: dict[str, str]
    """Name of an article → the id of its row."""
    broken: Sequence[TermEntry]
    varied: Sequence[TermEntry]
    kept: Sequence[TermUsage]
    terms: tuple[int, int, int]
    """How many terms are broken, varied and kept; the page may show fewer."""


def draw_report(lines: Sequence[ArticleLine], terms: Sequence[TermUsage], folder: Path, *, made: str) -> bytes:
    """Return the page, in UTF-8. The articles are in the order of the table; links are relative to `folder`."""
    script = resource("report.js", _PACKAGE)
    shared = common_folder([line.name for line in lines])
    shown = lines[:_MOST_ARTICLES]
    anchors = {line.name: f"a{rank}" for rank, line in enumerate(shown, 1)}
    broken = [term for term in terms if term.broken]
    varied = [term for term in terms if term.varied and not term.broken]
    kept = [term for term in terms if term.is_kept]
    totals = totals_of(lines)
    content = ReportContent(
        made=made,
        policy=policy(script),
        # Both are the package's own files.
        sheet=Markup(resource("report.css", _PACKAGE)),  # noqa: S704
        script=Markup(script),  # noqa: S704
        folder=shared,
        totals=totals,
        duration=_duration(totals.seconds),
        failures=failures_of(lines),
        notices=notices_of(lines),
        codes=_codes(totals),
        entries=[_entry(rank, line, folder, shared) for rank, line in enumerate(shown, 1)],
        anchors=anchors,
        broken=[_term(term, anchors) for term in broken[:_MOST_TERMS]],
        varied=[_term(term, anchors) for term in varied[:_MOST_TERMS]],
        kept=kept[:_MOST_TERMS],
        terms=(len(broken), len(varied), len(kept)),
    )
    return html_template(_PACKAGE, "report.html").render(page=content, percent=percent, count=_count).encode()


def _count(number: int, one: str = "", many: str = "") -> str:
    """Return a number with its thousands marked, and the word it counts: `1 article`, `2,000 articles`."""
    word = one if number == 1 else many or f"{one}s"
    return f"{number:,} {word}" if one else f"{number:,}"


def _duration(seconds: float) -> str:
    """Return a time in the two units that matter (`3 h 12 min`); empty for none."""
    if seconds < 1:
        return ""
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    if hours:
        return f"{hours:,} h {minutes} min"
    return f"{minutes} min {rest} s" if minutes else f"{rest} s"


def _codes(totals: ReportTotals) -> list[CodeEntry]:
    """Return the kinds of findings: the most severe first, then the most frequent."""
    found: list[CodeEntry] = []
    for code, findings, articles in totals.codes:
        check = CODES.get(code)
        severity, meaning = (check.severity, check.meaning) if check else ("note", "")
        found.append(CodeEntry(code, severity, meaning, findings, articles))
    return sorted(found, key=lambda each: (_severity(each.severity), -each.findings, each.code))


def _severity(name: str) -> int:
    return next((at for at, severity in enumerate(_SEVERITIES) if severity == name), len(_SEVERITIES))


def _entry(rank: int, line: ArticleLine, folder: Path, shared: str) -> ArticleEntry:
    return ArticleEntry(
        rank=rank,
        line=line,
        title=_short(line.title),
        title_en=_short(line.title_en),
        name=line.name.removeprefix(shared),
        links=file_links(line.outputs, folder),
        left=file_links(line.left, folder),
        codes=_most_severe(line.codes),
        cells=list(_cells(line)),
    )


def _short(title: str) -> str:
    return title if len(title) <= _LONGEST_TITLE else f"{title[:_LONGEST_TITLE]}…"


def _most_severe(codes: Iterable[tuple[str, int]]) -> str:
    """Return the errors and warnings of an article, the most severe and most frequent kinds first."""
    ranked = [(_severity(CODES[code].severity), -times, code) for code, times in codes if code in CODES]
    named = [(code, -times) for severity, times, code in sorted(ranked) if severity < 2]
    words = [f"{code} {times:,}" if times > 1 else code for code, times in named[:_MOST_CODES]]
    return ", ".join([*words, "…"] if len(named) > _MOST_CODES else words)


def _cells(line: ArticleLine) -> Iterable[NumberCell]:
    if not line.is_done:
        return [NumberCell("")] * 9
    return (
        _figure(line.units),
        _share(line.reviewed, line.sentences),
        _found(line.terms_missing, line.terms),
        _figure(line.in_brackets),
        _wrong(line.numbers_wrong, line.numbers),
        _figure(line.errors, "bad"),
        _figure(line.warnings),
        _figure(line.notes),
        NumberCell(f"{line.seconds:,.1f}"),
    )


def _figure(number: int, mark: str = "") -> NumberCell:
    return NumberCell(f"{number:,}", mark=mark if number else "none")


def _share(part: int, whole: int) -> NumberCell:
    """Return a share in whole per cent; only what is complete is 100, and only nothing is 0."""
    if not whole:
        return NumberCell("–", mark="none")
    exact = percent(part, whole)
    shown = "<1" if 0 < part / whole < 0.01 else str(int(float(exact)))
    return NumberCell(f"{shown} %", exact, "" if part else "none")


def _found(missing: int, whole: int) -> NumberCell:
    """Return how many of the terms are used; sorted by how many are missing."""
    if not whole:
        return NumberCell("–", mark="none")
    return NumberCell(f"{whole - missing:,} / {whole:,}", str(missing), "bad" if missing else "")


def _wrong(wrong: int, whole: int) -> NumberCell:
    if not wrong:
        return NumberCell("0" if whole else "–", mark="none")
    return NumberCell(f"{wrong:,} / {whole:,}", str(wrong), "bad")


def _term(term: TermUsage, anchors: dict[str, str]) -> TermEntry:
    """Return a term with its renderings; articles that follow the house's usage need not be named."""
    targets = {(line.rendering, line.articles) for line in term.lines if line.manner == "other target"}
    used = {(line.rendering, line.articles) for line in term.lines if line.manner == "used"}
    entries: list[UsageEntry] = []
    for line in term.lines:
        same = (line.rendering, line.articles)
        if line.manner == "other target" and same in used:
            continue
        named = () if line.is_house else line.articles[:_MOST_NAMES]
        entries.append(
            UsageEntry(
                text=line.rendering,
                manner=line.manner,
                places=line.places,
                articles=len(line.articles),
                is_house=line.is_house,
                is_target=line.manner == "used" and same in targets,
                examples=[NamedArticle(name, anchors.get(name, "")) for name in named],
            )
        )
    return TermEntry(term, entries)
