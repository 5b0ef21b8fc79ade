"""Text as the templates need it: units with their ids, stretches that are not broken, markers of notes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import groupby

from bilingual.editions.labels import LABELS
from bilingual.editions.markup import address
from bilingual.editions.model import Lang, Pair, Span, Text
from bilingual.editions.typeset import penalties
from bilingual.editions.typeset.jlreq import GROUP

RESERVED = ("text", "contents", "notes", "terms", "about", "furigana")
"""Ids that the templates give."""
_RANGE = re.compile(r"\d[\d:.,]*[–～〜]\d[\d:.,]*")
_COUNTED = re.compile(r"\d (?!(?:and|or|to|of|in|by|from|at|on|for|with|as|is|was|were|the|a)\b)")
_LONGEST_TIE = 24
"""Characters; more could be wider than a phone."""
_UPRIGHT = re.compile(r"(?<![\dA-Za-z.,:/-])(?:\d{1,2}|[!?]{2})(?![\dA-Za-z.,:/-])")
"""What is set upright, side by side, in a vertical line."""


@dataclass(frozen=True, slots=True)
class Marker:
    """The marker of a note: a link that works without script, named for screen readers."""

    number: int
    id: str
    label: str


@dataclass(frozen=True, slots=True)
class StyledSpan:
    """A span, ready to be drawn."""

    pieces: tuple[tuple[str, bool], ...]
    """The text in pieces; True for one that is not broken at the end of a line."""
    style: Span | None = None
    """The span itself; None when it is plain text, without style, link or marker."""
    address: str = ""
    """Where it links to; empty for no link, and for one that must not be followed."""
    marker: Marker | None = None


@dataclass(frozen=True, slots=True)
class Chunk:
    """The spans of one unit, or those between units (`unit` is empty)."""

    spans: tuple[StyledSpan, ...]
    unit: str = ""
    id: str = ""
    number: int = 0
    """The unit's number in its row, from 1; 0 where units are not paired."""


@dataclass(frozen=True, slots=True)
class Side:
    """One language of a pair."""

    lang: Lang
    language: str
    """The language tag (`en-GB`)."""
    chunks: tuple[Chunk, ...]


@dataclass(slots=True)
class Scope:
    """The units of one row, numbered from 1: both languages of a unit have one number, by which CSS pairs them."""

    numbers: dict[str, int] = field(default_factory=dict)

    def number(self, unit: str) -> int:
        """Return the number of a unit, a new one when it is met for the first time."""
        return self.numbers.setdefault(unit, len(self.numbers) + 1)


@dataclass(slots=True)
class Words:
    """Prepares the text of one page; it remembers which ids are taken and how many units a row had at most."""

    languages: tuple[Lang, ...]
    """What the edition shows, in reading order."""
    english: str
    """The language tag of the English column."""
    vertical: bool = False
    """True for vertical lines: what is tied is a number of one or two digits, which is set upright."""
    most: int = 0
    """The largest number that any scope gave."""
    taken: set[str] = field(default_factory=set)
    """The ids of the page."""

    def language(self, lang: Lang) -> str:
        """Return the language tag of a side."""
        return "ja" if lang == "ja" else self.english

    def new_id(self, wanted: str) -> str:
        """Return an id for the page, or an empty string when it is taken."""
        if wanted in self.taken:
            return ""
        self.taken.add(wanted)
        return wanted

    def sides(self, pair: Pair, scope: Scope | None = None) -> list[Side]:
        """Return the languages of a pair that the edition shows."""
        return [self.side(pair, lang, scope) for lang in self.languages]

    def side(self, pair: Pair, lang: Lang, scope: Scope | None = None) -> Side:
        """Return one language of a pair."""
        return Side(lang, self.language(lang), self.chunks(pair.side(lang), pair.units, scope))

    def chunks(self, text: Text, units: Sequence[str] = (), scope: Scope | None = None) -> tuple[Chunk, ...]:
        """Return the text's spans; those of one unit are together.

        A text whose spans name no unit is one unit when the pair has one.
        """
        alone = units[0] if len(units) == 1 and not any(span.unit for span in text.spans) else ""
        return tuple(
            self._chunk(unit, tuple(spans), text.lang, scope)
            for unit, spans in groupby(text.spans, key=lambda span: span.unit or alone)
        )

    def _chunk(self, unit: str, spans: Sequence[Span], lang: Lang, scope: Scope | None) -> Chunk:
        styled = tuple(self._span(span, lang) for span in spans)
        if not unit or not any(span.text or span.note for span in spans):
            return Chunk(styled)
        number = scope.number(unit) if scope else 0
        self.most = max(self.most, number)
        return Chunk(styled, unit, self.new_id(f"u{id_part(unit)}-{lang}"), number)

    def _span(self, span: Span, lang: Lang) -> StyledSpan:
        whole = bool(span.ruby or span.code)
        pieces = ((span.text, False),) if whole else tuple(pieces_of(span.text, lang, vertical=self.vertical))
        if not (span.bold or span.italic or span.code or span.link or span.ruby or span.note):
            return StyledSpan(pieces)
        marker = None
        if span.note:
            name = self.new_id(f"ref-{span.note}-{lang}")
            marker = Marker(span.note, name, LABELS[lang].note.format(span.note))
        return StyledSpan(pieces, span, address(span.link) if span.link else "", marker)


def id_part(unit: str) -> str:
    """Return a unit's id as a part of an HTML id: it must hold no white space."""
    return "".join(character if character.isalnum() or character == "." else "-" for character in unit)


def pieces_of(text: str, lang: Lang, *, vertical: bool = False) -> list[tuple[str, bool]]:
    """Return text in pieces; True for what belongs together (`No. 5`, `10 km`, 9:00–17:00, 80周年) and is not broken.

    Elements and not no-break characters, so that what is copied and searched stays the text.
    """
    pieces: list[tuple[str, bool]] = []
    done = 0
    found = [match.span() for match in _UPRIGHT.finditer(text)] if vertical else _unbroken(text, lang)
    for start, end in found:
        pieces += [(text[done:start], False), (text[start:end], True)]
        done = end
    return [piece for piece in [*pieces, (text[done:], False)] if piece[0]]


def _unbroken(text: str, lang: Lang) -> list[tuple[int, int]]:
    """Return where the unbroken stretches begin and end, none of them long: a window may be narrow."""
    found = [match.span() for match in _RANGE.finditer(text)]
    if lang == "ja":
        found += [(at - 1, at + 1) for at, cost in penalties.numbers(text).items() if cost >= GROUP]
    else:
        ties = [at for at, cost in penalties.ties(text).items() if cost >= GROUP or _COUNTED.match(text, at - 2)]
        found += [(text.rfind(" ", 0, at - 1) + 1, _word_end(text, at)) for at in ties]
    joined: list[tuple[int, int]] = []
    for start, end in sorted(found):
        if joined and start < joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return [(start, end) for start, end in joined if end - start <= _LONGEST_TIE]


def _word_end(text: str, at: int) -> int:
    end = text.find(" ", at)
    return len(text) if end < 0 else end
