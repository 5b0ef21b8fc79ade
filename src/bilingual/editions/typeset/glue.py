"""Pieces of text, and the space between two of their characters: widths in points, and the cost of a line end there.

Nearly all of composition depends on two neighbours, so it is calculated once for each pair of characters of a font
and then looked up.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import chain, pairwise

from bilingual.editions.typeset.jlreq import (
    HALF,
    NEVER,
    NO_START,
    RAISED,
    CharacterClass,
    attaches,
    class_of,
    cost_between,
    growth_between,
    is_common,
    space_between,
)

Measure = Callable[[str, str], Sequence[float]]
"""(text, face) → the advance of each character in em, kerning included."""

SOFT_HYPHEN = "\u00ad"
BLANKS = frozenset(" \u3000")
"""Characters without width at the end of a line."""
EDGE = "\n"
"""Represents the beginning and the end of a paragraph."""

_SHIFTS = {"O": HALF, "M": HALF / 2}
_SPACE_SHRINK = 0.25
_SPACE_GROWTH = 0.6
_MOST_WORDS = 50_000
_LONGEST_WORD = 30
"""Characters; longer words rarely recur."""


@dataclass(frozen=True, slots=True)
class FacePiece:
    """A range of text in one font."""

    text: str
    face: str
    size: float
    """Points."""
    link: str = ""
    ruby: tuple[tuple[str, str], ...] = ()
    """The reading above the text, as (text, face) runs. A piece with ruby is not broken as long as it fits on a
    line."""
    spoken: str = ""
    """The reading, unless it is generated: a generated one must not be read aloud in place of the text."""
    rise: float = 0.0
    """Points above the baseline, for superscripts."""
    fixed: bool = False
    """True for code: no space is added or removed."""
    dots: str = ""
    """The font of a dot above each character (圏点), for emphasis in Japanese; empty for none."""

    def joins(self, other: FacePiece) -> bool:
        """Return whether `other` can follow in the same run."""
        mine = (self.face, self.size, self.link, self.rise, self.fixed, self.dots)
        return mine == (other.face, other.size, other.link, other.rise, other.fixed, other.dots)


@dataclass(frozen=True, slots=True)
class Cell:
    """A character and the space after it. Lengths are in points."""

    advance: float
    """From the origin of the character to that of the next."""
    growth: float
    """Space that a loose line adds here: this much in the loosest acceptable line."""
    shrink: float
    """Space that a tight line may remove here."""
    cost: float
    """Of a line end after the character."""
    tail: float
    """From the origin of the character to the end of a line that it ends."""
    lead: float
    """From the beginning of a line to the origin of the NEXT character if it is the first there; at most 0 except
    with ruby."""
    hang: float
    """Its part that may extend beyond the measure."""


class Pairs:
    """The cells of pairs of characters of one font and size."""

    def __init__(self, face: str, size: float, measure: Measure, *, fixed: bool = False) -> None:
        self.face = face
        self.size = size
        self.fixed = fixed
        self._measure = measure
        self._numbers = _Numbers(self)
        self.classes: list[_Class] = []
        self._known: dict[object, int] = {}
        self._words = _Words(self)

    def cell(self, before: str, after: str) -> Cell:
        """Return the cell of a character before another."""
        return self.classes[self._numbers[before]][self._numbers[after]]

    def within(self, text: str) -> list[Cell]:
        """Return the cells of all characters of a text but the last, which has no neighbour yet."""
        words = text.split(" ")
        if len(words) == 1:
            return self.row(text)
        # Each word comes with the space before it; the text begins and ends without.
        return list(chain.from_iterable(map(self._words.__getitem__, words)))[1:-1]

    def row(self, text: str) -> list[Cell]:
        """Return the same, character by character."""
        classes, numbers = self.classes, map(self._numbers.__getitem__, text)
        return [classes[before][after] for before, after in pairwise(numbers)]

    def width(self, text: str) -> list[float]:
        """Return the advance of each character in points."""
        return [advance * self.size for advance in self._measure(text, self.face)]

    def look(self, character: str) -> _Class:
        """Return the class of a character."""
        return self.classes[self._numbers[character]]

    def classify(self, character: str) -> int:
        """Return the number of a character's class; nearly all kanji are in one."""
        advance = self._measure(character, self.face)[0] if character != EDGE else 0.0
        kind = class_of(character, advance) if character != EDGE else ""
        alike = kind == "J" and is_common(character)
        number = self._known.setdefault((advance, character.isalnum()) if alike else character, len(self.classes))
        if number == len(self.classes):
            self.classes.append(_Class(self, character, kind, advance * self.size))
        return number

    def meet(self, before: str, other: Pairs, after: str) -> Cell:
        """Return the cell of a character of this font before one of another (or the same)."""
        first, second = self.look(before).kind, other.look(after).kind
        width, size = self.look(before).width, self.size
        lead = -_SHIFTS.get(second, 0.0) * other.size
        if before == EDGE:
            return Cell(0.0, 0.0, 0.0, NEVER, 0.0, lead, 0.0)
        if other is self and first == second == "L":
            width = self.width(before + after)[0]  # with its kerning
        if self.fixed and other.fixed:
            return Cell(width, 0.0, 0.0, _cost(before, first, after, second), width, 0.0, 0.0)
        box = width - HALF * size if first in "OCKSM" else width
        tail = box + _SHIFTS.get(first, 0.0) * size
        hang = box if first in "KS" else 0.0
        if after == EDGE:
            return Cell(width, 0.0, 0.0, 0.0, tail, 0.0, hang)
        if "_" in first + second:
            growth, shrink = (width * _SPACE_GROWTH, width * _SPACE_SHRINK) if first == "_" else (0.0, 0.0)
            return Cell(tail + lead, growth, shrink, _cost_beside_space(before, after), tail, lead, hang)
        latin = before.isalnum() and after.isalnum() and not {before, after} & RAISED
        smaller = min(size, other.size)
        space, shrink = space_between(first, second, latin=latin)
        growth = 0.0 if attaches(after) else growth_between(first, second, latin=latin)
        cost = _cost(before, first, after, second)
        return Cell(tail + space * smaller + lead, growth * smaller, shrink * smaller, cost, tail, lead, hang)


class _Numbers(dict[str, int]):
    """A character → the number of its class."""

    def __init__(self, pairs: Pairs) -> None:
        super().__init__()
        self._pairs = pairs

    def __missing__(self, character: str) -> int:
        number = self[character] = self._pairs.classify(character)
        return number


class _Class(dict[int, Cell]):
    """The characters that are treated alike: number of the following class → cell."""

    def __init__(self, pairs: Pairs, character: str, kind: CharacterClass, width: float) -> None:
        super().__init__()
        self._pairs = pairs
        self.character = character
        self.kind = kind
        self.width = width
        """Points."""

    def __missing__(self, after: int) -> Cell:
        cell = self[after] = self._pairs.meet(self.character, self._pairs, self._pairs.classes[after].character)
        return cell


class _Words(dict[str, list[Cell]]):
    """A word between two spaces → the cells of the first space and of its letters."""

    def __init__(self, pairs: Pairs) -> None:
        super().__init__()
        self._pairs = pairs

    def __missing__(self, word: str) -> list[Cell]:
        cells = self._pairs.row(f" {word} ")
        if len(word) <= _LONGEST_WORD:
            if len(self) > _MOST_WORDS:
                self.clear()
            self[word] = cells
        return cells


def _cost(before: str, first: CharacterClass, after: str, second: CharacterClass) -> float:
    if after in BLANKS:
        return NEVER
    if first == second == "L":
        return 20.0 if before == "\u200b" else NEVER
    return cost_between(before, after)


def _cost_beside_space(before: str, after: str) -> float:
    if before != " " or after in BLANKS or after in NO_START or attaches(after):
        return NEVER
    return 0.0
