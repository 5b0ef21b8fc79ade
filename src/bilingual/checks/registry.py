"""What each finding means and how severe it is, and the checks in the order of their findings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from bilingual.checks.article import check_whole
from bilingual.checks.degenerate import check_degenerate
from bilingual.checks.doubt import doubtful
from bilingual.checks.fonts import check_fonts
from bilingual.checks.language import check_names, check_negation, check_untranslated
from bilingual.checks.numbers import check_numbers
from bilingual.checks.report import Report
from bilingual.checks.terms import check_terms, without_kept, without_used_terms
from bilingual.model import Article, Finding, Kind, Severity, Unit


@dataclass(frozen=True, slots=True)
class Check:
    """One kind of finding."""

    code: str
    severity: Severity
    """Of a certain report; an uncertain one is at most a warning."""
    meaning: str


CODES: dict[str, Check] = {
    check.code: check
    for check in (
        Check("term-missing", "error", "a glossary term is missing from the target"),
        Check("term-forced", "error", "a term or number is in brackets: the engine did not use it"),
        Check("term-forbidden", "error", "the target uses a form that the glossary forbids"),
        Check("term-count", "warning", "a term is used less often than it occurs in the source"),
        Check("number-mismatch", "error", "a number, date or amount is on one side only"),
        Check("number-order", "note", "two numbers are in the opposite order in the target: were they exchanged?"),
        Check(
            "number-direction",
            "warning",
            "the source says what something changed to and the target by how much, or the reverse",
        ),
        Check("untranslated", "error", "Japanese text is left in the target"),
        Check("term-conflict", "warning", "an approved translation contradicts the glossary: change one of them"),
        Check("rejected", "error", "the draft is one that a person rejected"),
        Check("left-out", "note", "a person left the sentence out of the translation"),
        Check("empty", "error", "the translation is missing"),
        Check("repeated", "warning", "the target repeats the same words"),
        Check("boilerplate", "warning", "the target is a stock phrase (Close, Home)"),
        Check("length-ratio", "warning", "the target is much too short or too long for its source"),
        Check("negation", "warning", "the source is negative and the target does not seem to be"),
        Check("made-up-name", "warning", "the target names a country that the source does not"),
        Check("low-confidence", "note", "the target is one of those most likely to be wrong"),
        Check("missing-picture", "warning", "a picture of the article cannot be read"),
        Check("author-untranslated", "warning", "the author's name stays Japanese in the English"),
        Check("not-japanese", "warning", "the article is in another language"),
        Check("not-drawn", "warning", "no font has a character of the text"),
    )
}
"""Every finding's code and what it means."""


def check_article(
    article: Article, *, missing: frozenset[str] = frozenset(), doubts: Mapping[str, Report] | None = None
) -> Article:
    """Return the article with the findings of every unit set.

    `missing` are characters that no font has; `doubts` the result of `doubtful` for a part of a larger article.
    """
    doubts = doubtful(article.units) if doubts is None else doubts
    changed = {
        unit.id: replace(
            unit,
            findings=(
                *check_unit(block.kind, unit),
                *_doubt_findings(unit, doubts.get(unit.id)),
                *_font_findings(unit, missing),
            ),
        )
        for block in article.blocks
        for unit in block.units
    }
    whole = (replace(_finding(Unit("", ""), report), line=line) for report, line in check_whole(article))
    return replace(article.with_units(changed), findings=tuple(whole))


def check_unit(kind: Kind, unit: Unit) -> tuple[Finding, ...]:
    """Return the findings of one unit. Text copied from the source is checked for terms only, code not at all.

    What a person called a false positive is left out.
    """
    return tuple(_finding(unit, report) for report in _reports(kind, unit) if report.code not in unit.dismissed)


def _doubt_findings(unit: Unit, report: Report | None) -> tuple[Finding, ...]:
    return (_finding(unit, report),) if report and report.code not in unit.dismissed else ()


def _font_findings(unit: Unit, missing: frozenset[str]) -> Iterator[Finding]:
    return (_finding(unit, one) for one in check_fonts(unit, missing) if one.code not in unit.dismissed)


def _finding(unit: Unit, report: Report) -> Finding:
    severity = CODES[report.code].severity
    if severity == "error" and not report.certain:
        severity = "warning"
    return Finding(report.code, report.message, unit.id, severity)


def _reports(kind: Kind, unit: Unit) -> Iterator[Report]:
    if not unit.source.strip() or kind == "code":
        return
    if not unit.target.strip():
        if unit.status != "approved":
            yield Report("empty", "the translation is missing")
        elif not unit.said_in:
            yield Report("left-out", "a person left this sentence out")
        return
    if unit.status == "rejected":
        yield Report("rejected", "a person rejected this draft")
    yield from check_terms(unit)
    if unit.origin == "source":
        return
    source, target = without_kept(unit)
    yield from check_untranslated(target)
    yield from check_degenerate(source, target)
    yield from check_negation(source, unit.target)
    yield from check_names(unit.source, without_used_terms(unit)[1])
    yield from check_numbers(unit)
