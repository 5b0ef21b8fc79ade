"""Find what each unit requires: terms, numbers, and text that must not change."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Protocol

from bilingual.matching.matcher import find_protected
from bilingual.model import Article, Kind, TermMatch, Unit
from bilingual.numbers import NumberStyle, find_numbers

_RUNNING: tuple[Kind, ...] = ("paragraph", "list_item", "quote", "note", "table")
"""Where a first mention counts: headings use the short form, the text below them the full one."""


class Finder(Protocol):
    """Finds the terms of a glossary: `matcher.Matcher`."""

    def find(self, text: str) -> Sequence[TermMatch]:
        """Return the matches in a text, from left to right, without overlaps."""


def find_matches(unit: Unit, matcher: Finder, style: NumberStyle | None = None) -> tuple[TermMatch, ...]:
    """Return a unit's terms, numbers and protected text, in order, without overlaps.

    Addresses and inline code take precedence over terms: a term inside a URL is not a term. Terms take precedence
    over numbers: 第二次世界大戦 is one term.
    """
    found = list(find_protected(unit.source))
    for mark in unit.marks:
        if mark.kind == "code":
            text = unit.source[mark.start : mark.end]
            found.append(TermMatch(text, text, mark.start, mark.end, kind="protected"))
    for match in matcher.find(unit.source):
        if all(match.end <= other.start or match.start >= other.end for other in found):
            found.append(match)
    taken = [(match.start, match.end) for match in found]
    found += find_numbers(unit.source, style or NumberStyle(), taken=taken)
    return tuple(sorted(found, key=lambda match: match.start))


def find_all(article: Article, matcher: Finder, style: NumberStyle | None = None) -> dict[str, tuple[TermMatch, ...]]:
    """Return the matches of every unit by its id; the first mention of a term in running text has its `first` form."""
    found: dict[str, tuple[TermMatch, ...]] = {}
    seen: set[str] = set()
    for block in article.blocks:
        for unit in block.units:
            matches = find_matches(unit, matcher, style) if block.kind != "code" else ()
            found[unit.id] = _fuller(matches, seen) if block.kind in _RUNNING else matches
    return found


def _fuller(matches: Sequence[TermMatch], seen: set[str]) -> tuple[TermMatch, ...]:
    fuller: list[TermMatch] = []
    for match in matches:
        if match.first and match.entry not in seen:
            seen.add(match.entry)
            match = replace(match, target=match.first, alternatives=())
        fuller.append(match)
    return tuple(fuller)
