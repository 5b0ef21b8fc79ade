"""What each finding means and how severe it is, and the checks in the order of their findings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from bilingual.checks.article import check_whole
from bilingual.checks.balance import check_balance
from bilingual.checks.comparison import check_comparison
from bilingual.checks.degenerate import check_degenerate
from bilingual.checks.doubt import doubtful
from bilingual.checks.fonts import check_fonts
from bilingual.checks.language import check_untranslated
from bilingual.checks.length import check_length
from bilingual.checks.names import check_made_up, check_missing_names
from bilingual.checks.numbers import check_numbers
from bilingual.checks.opposites import check_opposites
from bilingual.checks.polarity import check_polarity
from bilingual.checks.report import Report
from bilingual.checks.roles import check_roles
from bilingual.checks.stock_phrases import check_stock_phrases
from bilingual.checks.terms import check_terms, without_kept, without_terms, without_used_terms
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
        Check("omitted", "warning", "a part of the source seems to be missing from the target"),
        Check("sentence-count", "note", "the target has far fewer or far more sentences than the source"),
        Check("unbalanced", "warning", "a quotation mark or bracket of the target has no partner"),
        Check("negation", "warning", "the source is negative and the target does not seem to be"),
        Check("negation-added", "warning", "the target is negative and the source does not seem to be"),
        Check("opposite", "warning", "the target has the opposite of a word of the source"),
        Check("comparison", "warning", "the target lacks a comparison of the source: the first, the highest, twice"),
        Check("roles", "warning", "the target seems to exchange who does something and to whom"),
        Check("made-up-name", "warning", "the target names a country, place or organisation that the source does not"),
        Check("name-missing", "warning", "a name or a word in Latin letters of the source is missing from the target"),
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
    yield from check_stock_phrases(source, unit.target)
    yield from check_length(source, target)
    yield from check_balance(source, target)
    yield from check_polarity(source, unit.target)
    yield from check_opposites(source, unit.target)
    yield from check_comparison(source, unit.target)
    yield from check_roles(source, unit.target, unit.terms)
    yield from check_made_up(unit.source, without_used_terms(unit)[1])
    yield from check_missing_names(without_terms(unit), unit.target)
    yield from check_numbers(unit)
