"""Notes: the article's footnotes and those of the glossary, numbered in one sequence, with the places of their markers.

A note is numbered where the text first refers to it. A footnote that nothing refers to stays a row of its section, and
a reference to no footnote stays text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from bilingual.editions.choices import Layout
from bilingual.editions.compose.rows import rows_of_block
from bilingual.editions.compose.spans import Signs
from bilingual.editions.model import Lang, Note, Row, Span, Text
from bilingual.editions.plan import TermGloss
from bilingual.languages.japanese.scripts import HIRAGANA, KATAKANA
from bilingual.model import Article, Block, Mark, TermMatch, Unit

_LABEL = re.compile(r"\[(.+)\]", re.DOTALL)
_KANA = re.compile(f"[{HIRAGANA}{KATAKANA}]")
_UNMARKED = ("title", "subtitle", "heading", "byline", "code")
"""Blocks without markers of the glossary's notes: the term would be explained in the table of contents."""


@dataclass(frozen=True, slots=True)
class Noted:
    """The notes of an article."""

    notes: tuple[Note, ...]
    """In order of their numbers."""
    signs: Signs
    blocks: tuple[Block, ...]
    """The blocks that are not part of a note."""


def notes_of(article: Article, entries: Mapping[str, TermGloss], layout: Layout, *, glossary: bool) -> Noted:
    """Return the notes: footnotes always, the glossary's notes on the first mention of a term if `glossary` is true."""
    footnotes = _footnotes(article.blocks)
    inside = {id(block) for blocks in footnotes.values() for block in blocks}
    running = [block for block in article.blocks if id(block) not in inside]
    numbering = _Numbering(footnotes, entries if glossary else {})
    for block in running:
        for unit in block.units:
            numbering.read(unit, terms=block.kind not in _UNMARKED)
    used = {id(block) for label in footnotes if label in numbering.numbers for block in footnotes[label]}
    for block in article.blocks:
        if id(block) in used:
            for unit in block.units:  # a footnote may refer to another one
                numbering.read(unit, terms=False, known=True)
    notes = [
        _term_note(number, about, entries[_entry(about)].note, layout)
        if isinstance(about, TermMatch)
        else Note(number, tuple(_rows(footnotes[about.value], numbering.signs)))
        for number, about in enumerate(numbering.about, 1)
    ]
    blocks = tuple(block for block in article.blocks if id(block) not in used)
    return Noted(tuple(notes), numbering.signs, blocks)


def _footnotes(blocks: Sequence[Block]) -> dict[str, list[Block]]:
    """Return the blocks of each footnote by its label; of two with one label, the first."""
    found: dict[str, list[Block]] = {}
    current: list[Block] | None = None
    for block in blocks:
        label = _LABEL.fullmatch(block.marker) if block.kind == "note" else None
        if label and label[1] not in found:
            current = found[label[1]] = [block]
        elif block.kind == "note" and not block.marker and current is not None:
            current.append(block)
        else:
            current = None
    return found


@dataclass(slots=True)
class _Numbering:
    """Gives each note its number when the text first refers to it."""

    footnotes: Mapping[str, Sequence[Block]]
    entries: Mapping[str, TermGloss]
    about: list[TermMatch | Mark] = field(default_factory=list)
    """What each number refers to, from 1."""
    numbers: dict[str, int] = field(default_factory=dict)
    """By the label of a footnote."""
    signs: dict[str, tuple[tuple[TermMatch | Mark, int], ...]] = field(default_factory=dict)
    _explained: set[str] = field(default_factory=set)

    def read(self, unit: Unit, *, terms: bool, known: bool = False) -> None:
        """Store the markers of a unit; with `known`, only references to notes that have a number."""
        found: list[tuple[TermMatch | Mark, int]] = []
        for place in sorted(_places(unit, terms=terms), key=lambda place: place.end):
            if isinstance(place, Mark):
                if place.value in self.footnotes and place.value not in self.numbers and not known:
                    self.numbers[place.value] = self._next(place)
                number = self.numbers.get(place.value, 0)
            else:
                number = self._term(place)
            if number:
                found.append((place, number))
        if found:
            self.signs[unit.id] = tuple(found)

    def _next(self, place: TermMatch | Mark) -> int:
        self.about.append(place)
        return len(self.about)

    def _term(self, match: TermMatch) -> int:
        entry = _entry(match)
        note = self.entries[entry].note if entry in self.entries and match.kind in ("term", "keep") else ""
        if not note or entry in self._explained:
            return 0
        self._explained.add(entry)
        return self._next(match)


def _places(unit: Unit, *, terms: bool) -> Iterator[TermMatch | Mark]:
    yield from (mark for mark in unit.marks if mark.kind == "footnote")
    if terms:
        yield from unit.terms


def _entry(match: TermMatch) -> str:
    return match.entry or match.source


def _rows(blocks: Sequence[Block], signs: Signs) -> Iterator[Row]:
    for block in blocks:
        yield from (replace(row, marker=None) for row in rows_of_block(block, {}, signs=signs))


def _term_note(number: int, match: TermMatch, said: str, layout: Layout) -> Note:
    """Return a note on a term: the term in the languages of the edition, and what is said of it.

    A note that begins with the term is a sentence of its own: the term is not put before it.
    """
    lang: Lang = "ja" if len(_KANA.findall(said)) * 5 > len(said) else "en"
    source, target = Text((Span(match.source),), "ja"), match.target
    if layout == "japanese":
        words = said if said.startswith(match.source) else f"{match.source}：{said}"
        return Note(number, texts=(Text((Span(words),), "ja"),))
    first = said.casefold().startswith(target.casefold())
    text = Text((Span(said if first else f"{target}: {said}"),), lang)
    alone = layout == "english" or match.source == target
    return Note(number, texts=(text,) if alone else (source, text))
