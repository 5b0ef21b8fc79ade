"""What each finding means and how grave it is, and the checks in the order of their findings."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from bilingual.checks.degenerate import check_degenerate
from bilingual.checks.fonts import check_fonts
from bilingual.checks.language import check_names, check_negation, check_untranslated
from bilingual.checks.numbers import check_numbers
from bilingual.checks.report import Report
from bilingual.checks.terms import check_terms, without_kept, without_said
from bilingual.model import Article, Finding, Kind, Severity, Unit


@dataclass(frozen=True, slots=True)
class Check:
    """One kind of finding."""

    code: str
    severity: Severity
    """Of a certain report; a doubtful one is at most a warning."""
    meaning: str


CODES: dict[str, Check] = {
    check.code: check
    for check in (
        Check("term-missing", "error", "a glossary term is not in the target"),
        Check("term-forced", "error", "a term or number stands in brackets, because the engine would not say it"),
        Check("term-forbidden", "error", "the target says what the glossary forbids"),
        Check("term-count", "warning", "the target says a term less often than the source"),
        Check("number-mismatch", "error", "a number of the source is not in the target, or the other way round"),
        Check(
            "number-direction",
            "warning",
            "the source says to what something changed and the target by how much, or the other way round",
        ),
        Check("untranslated", "error", "Japanese text is left in the target"),
        Check("empty", "error", "there is no target"),
        Check("repeated", "warning", "the target says the same words again and again"),
        Check("boilerplate", "warning", "the target is a word that engines put out when they are lost (Close, Home)"),
        Check("length-ratio", "warning", "the target is much too short or too long for its source"),
        Check("negation", "warning", "the source says no, and the target does not seem to"),
        Check("made-up-name", "warning", "the target names a country that the source does not"),
        Check("not-drawn", "warning", "no font has a character of this text"),
    )
}
"""Every finding's code and what it means."""


def check_article(article: Article, *, missing: frozenset[str] = frozenset()) -> Article:
    """Return the article with the findings of every unit set. `missing` are characters that no font has."""
    changed = {
        unit.id: replace(
            unit, findings=(*check_unit(block.kind, unit), *(_finding(unit, one) for one in check_fonts(unit, missing)))
        )
        for block in article.blocks
        for unit in block.units
    }
    return article.with_units(changed)


def check_unit(kind: Kind, unit: Unit) -> tuple[Finding, ...]:
    """Return what is wrong with one unit. Texts copied from the source (code, addresses) are only checked for terms."""
    return tuple(_finding(unit, report) for report in _reports(kind, unit))


def _finding(unit: Unit, report: Report) -> Finding:
    severity = CODES[report.code].severity
    if severity == "error" and not report.certain:
        severity = "warning"
    return Finding(report.code, report.message, unit.id, severity)


def _reports(kind: Kind, unit: Unit) -> Iterator[Report]:
    if not unit.source.strip() or kind == "code":
        return
    if not unit.target.strip():
        yield Report("empty", "no target")
        return
    yield from check_terms(unit)
    if unit.origin == "source":
        return
    source, target = without_kept(unit)
    yield from check_untranslated(target)
    yield from check_degenerate(source, target)
    yield from check_negation(source, unit.target)
    yield from check_names(unit.source, without_said(unit)[1])
    yield from check_numbers(unit)
