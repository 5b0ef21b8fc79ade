"""Readings over kanji: the author's first, then the glossary's, then generated ones, which are marked as generated."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from bilingual.editions.plan import TermGloss
from bilingual.languages.japanese.scripts import KANJI, to_hiragana
from bilingual.model import Article, Mark, TermMatch, Unit

Readings = Callable[[str], Iterable[tuple[int, int, str]]]
"""Text → (start, end, hiragana) of each range that has a reading."""

_KANJI = re.compile(f"[{KANJI}]")
_PARTS = re.compile(f"[{KANJI}]+|[^{KANJI}]+")
_LONGEST = 40
"""Characters; longer words can be divided in too many ways."""
_HEADS = ("title", "subtitle", "heading", "byline", "code")
"""Kinds in which a first mention does not count: readings would crowd a title, and not everybody reads it first."""


def from_glossary(article: Article, entries: Mapping[str, TermGloss], *, everywhere: bool = False) -> Article:
    """Put the glossary's readings over the first mention of each term in the text, or over every one.

    They take precedence over generated readings, but not over the author's.
    """
    seen: set[str] = set()
    changed: dict[str, Unit] = {}
    units = (unit for block in article.blocks if everywhere or block.kind not in _HEADS for unit in block.units)
    for unit in units:
        marks = list(unit.marks)
        for match in unit.terms:
            reading = reading_of(match, entries)
            if not reading or (match.source in seen and not everywhere):
                continue
            seen.add(match.source)
            over = [mark for mark in marks if mark.kind == "ruby" and _overlap(mark, match.start, match.end)]
            if all(mark.guessed for mark in over):
                marks = [mark for mark in marks if mark not in over]
                marks += [
                    Mark("ruby", match.start + start, match.start + end, part)
                    for start, end, part in stretches(match.source, reading)
                ]
        changed[unit.id] = _with_marks(unit, marks)
    return article.with_units(changed)


def guess(article: Article, readings: Readings) -> Article:
    """Add generated readings wherever the author gave none."""
    changed: dict[str, Unit] = {}
    for unit in article.units:
        kept = [mark for mark in unit.marks if mark.kind in ("ruby", "code")]
        added = [
            Mark("ruby", start, end, reading, guessed=True)
            for start, end, reading in readings(unit.source)
            if 0 <= start < end <= len(unit.source) and not any(_overlap(mark, start, end) for mark in kept)
        ]
        changed[unit.id] = _with_marks(unit, [*unit.marks, *added])
    return article.with_units(changed)


def reading_of(match: TermMatch, entries: Mapping[str, TermGloss]) -> str:
    """Return the glossary's reading of a term as written in the text; empty for an alias, which has its own reading."""
    entry = match.entry or match.source
    if match.kind not in ("term", "keep") or entry not in entries or entry != match.source:
        return ""
    return entries[entry].reading if _KANJI.search(match.source) else ""


def stretches(text: str, reading: str) -> list[tuple[int, int, str]]:
    """Return (start, end, reading) of each run of kanji: kana in the text is its own reading.

    A reading that does not fit the text is put over the whole text.
    """
    parts = list(_PARTS.finditer(text))
    kanji = [part for part in parts if _KANJI.match(part[0])]
    pattern = "".join("(.+?)" if part in kanji else re.escape(to_hiragana(part[0])) for part in parts)
    found = re.fullmatch(pattern, to_hiragana(reading)) if len(text) <= _LONGEST else None
    if not found:
        return [(0, len(text), reading)]
    # The groups are taken from the reading itself, so that a name read in katakana keeps it.
    return [(part.start(), part.end(), reading[slice(*found.span(n))]) for n, part in enumerate(kanji, 1)]


def _overlap(mark: Mark, start: int, end: int) -> bool:
    return mark.start < end and start < mark.end


def _with_marks(unit: Unit, marks: list[Mark]) -> Unit:
    ordered = tuple(sorted(marks, key=lambda mark: (mark.start, mark.end)))
    return unit if ordered == unit.marks else replace(unit, marks=ordered)
