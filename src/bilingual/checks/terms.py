"""The glossary's terms in the target: missing, in brackets, forbidden, or used less often than in the source."""

from __future__ import annotations

from collections.abc import Iterator

from bilingual.checks.report import Report
from bilingual.languages.japanese.scripts import has_japanese
from bilingual.model import Unit
from bilingual.translation.verify import forbidden, missing_terms, used_less


def check_terms(unit: Unit) -> Iterator[Report]:
    """Yield what is wrong with the unit's terms."""
    for match in missing_terms(unit.terms):
        if match.kind != "number" and unit.status == "approved":
            message = f"approved as “{unit.target}”, but the glossary has “{match.target}” for {match.source}"
            yield Report("term-conflict", message)
        elif match.kind != "number":
            yield Report("term-missing", f"“{match.target}” for {match.source} is missing")
    forced = dict.fromkeys((match.source, match.target) for match in unit.terms if match.how == "forced")
    for source, target in forced:
        yield Report("term-forced", f"“{target}” for {source} is in brackets: the engine did not use it")
    for match, (start, end) in forbidden(unit.terms, unit.target):
        words = unit.target[start:end]
        if unit.status == "approved":
            message = f"approved with “{words}”, which the glossary forbids for {match.source}"
            yield Report("term-conflict", message)
        else:
            yield Report("term-forbidden", f"“{words}” must not be used for {match.source}")
    for match in used_less(unit.terms):
        yield Report("term-count", f"{match.source} is used less often than it occurs in the source")


def without_kept(unit: Unit) -> tuple[str, str]:
    """Return source and target without the text that is copied: addresses, code, terms kept in Japanese."""
    source, target = unit.source, unit.target
    for match in unit.terms:
        if match.kind == "protected" or (match.kind == "keep" and has_japanese(match.target)):
            source = source.replace(match.source, " ")
            target = target.replace(match.target, " ")
    return source, target


def without_used_terms(unit: Unit) -> tuple[str, str]:
    """Return source and target without the terms that both have; numbers and names inside terms are not checked."""
    source, target = unit.source, unit.target
    for match in unit.terms:
        if match.kind != "number" and match.target in target:
            source = source.replace(match.source, " ")
            target = target.replace(match.target, " ")
    return source, target


def without_terms(unit: Unit) -> str:
    """Return the source without its terms, used or missing: those that are missing are reported as such."""
    source = unit.source
    for match in unit.terms:
        if match.kind != "number" and match.target:
            source = source.replace(match.source, " ")
    return source
