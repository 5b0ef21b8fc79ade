"""A measured paragraph: the cells of its characters, and every place where a line may end."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import accumulate
from typing import NamedTuple

from bilingual.editions.typeset import penalties
from bilingual.editions.typeset.glue import BLANKS, EDGE, SOFT_HYPHEN, Cell, FacePiece, Measure, Pairs
from bilingual.editions.typeset.jlreq import NEVER, attaches, cost_between
from bilingual.editions.typeset.penalties import Hyphenate
from bilingual.languages.japanese.scripts import KANA, SOUND_MARKS


class RubyReading(NamedTuple):
    """A reading above its base."""

    start: float
    """From the origin of the base."""
    runs: list[tuple[str, str, float, list[float]]]
    """Text, font, offset, advances."""
    condensed: float
    """The width of its characters relative to that in the font."""


LAST_RESORT = 1000.0
HYPHEN_COST = 45.0
_OVERHANG = 0.5
_CONDENSED = 0.75
"""Least width of the characters of a reading."""
_IN_WORD = re.compile("[A-Za-z]{2}")
_TAIL, _HEAD = re.compile("[!-~¡-ɏ]*$"), re.compile("[!-~¡-ɏ]*")
_LONGEST = 300
"""Characters of a word that are looked at."""
_PLAIN_WORD = re.compile(r"[^\w]*([A-Za-zÀ-ɏ]?[a-zà-ɏ]+)(?:[’'][a-z]+)?[^\w]*")
"""One without digits, inner capitals or joints."""
_JOINT = re.compile(r"[a-z](?=[A-Z])|[_./:?=&#-](?=\w)|\d(?=[A-Za-z])")
# Characters that a reading may overhang (JLREQ 3.3.8).
_KANA = re.compile(f"[{KANA}{SOUND_MARKS}・]")


@dataclass(slots=True)
class MeasuredParagraph:
    """The text of a paragraph, in points, on one unbroken line."""

    text: str
    pieces: Sequence[FacePiece]
    starts: Sequence[int]
    """Offset of the first character of each piece."""
    cells: Sequence[Cell]
    """Of each character. Independent of line ends; the cost of one here is in `costs`."""
    advances: list[float]
    lead: float
    """That of the first character."""
    origins: list[float]
    """The position of each character on the unbroken line."""
    costs: list[float]
    hyphens: dict[int, float]
    """Character before a hyphen → the width of the hyphen."""
    readings: dict[int, RubyReading]
    """First character of a base → its reading."""
    hyphenate: Callable[[], None] | None = None
    """Add the hyphens, which most paragraphs do not need."""
    hyphen: Callable[[int], float] = lambda at: 0.0
    """The width of a hyphen after a character; 0 in code, which has none."""
    syllables: Hyphenate = lambda word: ()
    """Where a word may be hyphenated that is wider than a line."""

    def visible(self, end: int) -> int:
        """Return the last character up to `end` that is not blank; -1 when there is none."""
        while end >= 0 and self.text[end] in BLANKS:
            end -= 1
        return end

    def least(self, start: int, end: int, tight: float) -> float:
        """Return the least width of a line from one character to another; `tight` 0 is its natural width."""
        end = max(start, self.visible(end))
        lead = self.cells[start - 1].lead if start else self.lead
        lost = sum([cell.shrink for cell in self.cells[start:end]]) * tight if tight else 0.0
        return self.origins[end] + self.cells[end].tail - self.origins[start] + lead - lost

    def piece_at(self, offset: int) -> int:
        """Return the number of a character's piece."""
        return bisect_right(self.starts, offset) - 1


class ParagraphMeasurer:
    """Measure paragraphs with one set of fonts."""

    def __init__(self, measure: Measure) -> None:
        self._measure = measure
        self._tables: dict[tuple[str, float, bool], Pairs] = {}
        self._split: Callable[[str], list[str]] | None = None

    def pairs(self, piece: FacePiece) -> Pairs:
        """Return the pairs of a piece's font and size."""
        key = (piece.face, piece.size, piece.fixed)
        found = self._tables.get(key)
        if found is None:
            found = self._tables[key] = Pairs(piece.face, piece.size, self._measure, fixed=piece.fixed)
        return found

    def measure(
        self, pieces: Sequence[FacePiece], width: float, *, hyphenate: Hyphenate | None, phrases: bool
    ) -> MeasuredParagraph:
        """Measure one paragraph; in a line of `width` points everything finds a place."""
        pieces = _merged(pieces) if len(pieces) > 1 else pieces
        ruby = any(piece.ruby for piece in pieces)
        if ruby:
            pieces = self._divided(pieces, width)
        text = "".join([piece.text for piece in pieces])
        cells = self._cells(pieces)
        starts = list(accumulate([len(piece.text) for piece in pieces[:-1]], initial=0))
        readings = self._readings(pieces, starts, cells) if ruby else {}
        first = pieces[0]
        lead = self.pairs(first).cell(EDGE, text[0]).lead - (readings[0].start if 0 in readings else 0.0)
        advances = [cell.advance for cell in cells]
        origins, costs = list(accumulate(advances, initial=0.0)), [cell.cost for cell in cells]
        measured = MeasuredParagraph(text, pieces, starts, cells, advances, lead, origins, costs, {}, readings)
        self._correct(measured, phrases=phrases)
        measured.hyphen = partial(self._hyphen, measured)
        if hyphenate:
            measured.hyphenate, measured.syllables = partial(self._hyphenate, measured, hyphenate), hyphenate
        return measured

    def _hyphen(self, measured: MeasuredParagraph, at: int) -> float:
        piece = measured.pieces[measured.piece_at(at)]
        return 0.0 if piece.fixed else self.pairs(piece).width(SOFT_HYPHEN)[0]

    def _cells(self, pieces: Sequence[FacePiece]) -> list[Cell]:
        cells: list[Cell] = []
        for number, piece in enumerate(pieces):
            table, text = self.pairs(piece), piece.text
            cells += table.within(text)
            if number + 1 < len(pieces):
                following = pieces[number + 1]
                cells.append(table.meet(text[-1], self.pairs(following), following.text[0]))
            else:
                cells.append(table.cell(text[-1], EDGE))
        return cells

    def _correct(self, measured: MeasuredParagraph, *, phrases: bool) -> None:
        """Add the costs that do not follow from two neighbours."""
        text, costs = measured.text, measured.costs
        for offset, cost in penalties.openings(text).items():
            costs[offset - 1] = cost
        bound = penalties.numbers(text) | penalties.ties(text) | penalties.brackets(text)
        if phrases:
            bound |= self._phrases(text)
        for offset, cost in bound.items():
            if offset < len(text):
                costs[offset - 1] = max(cost, costs[offset - 1])
        for start in measured.readings:
            count = len(measured.pieces[measured.piece_at(start)].text) - 1
            costs[start : start + count] = [NEVER] * count
        if text[0] in BLANKS:
            count = len(text) - len(text.lstrip(" \u3000"))
            costs[:count] = [NEVER] * count

    def _phrases(self, text: str) -> penalties.Costs:
        if text.isascii():
            return penalties.small_words(text)
        if self._split is None:
            import budoux

            self._split = budoux.load_default_japanese_parser().parse
        return penalties.small_words(text) | penalties.phrase_costs(text, self._split)

    def _hyphenate(self, measured: MeasuredParagraph, hyphenate: Hyphenate) -> None:
        for offset in penalties.hyphens(measured.text, hyphenate):
            if measured.costs[offset - 1] == NEVER:
                measured.costs[offset - 1] = HYPHEN_COST
                measured.hyphens[offset - 1] = self._hyphen(measured, offset - 1)

    def _divided(self, pieces: Sequence[FacePiece], width: float) -> list[FacePiece]:
        """Split pieces with ruby that fit on no line, and their readings in proportion."""
        parts: list[FacePiece] = []
        waiting = [*reversed(pieces)]
        while waiting:
            piece = waiting.pop()
            count = len(piece.text)
            if piece.ruby and count > 1 and self._room(piece) > width:
                half = count // 2
                ruby = [(character, face) for text, face in piece.ruby for character in text]
                cut = len(ruby) * half // count
                waiting.append(replace(piece, text=piece.text[half:], ruby=tuple(ruby[cut:]), spoken=""))
                waiting.append(replace(piece, text=piece.text[:half], ruby=tuple(ruby[:cut]), spoken=""))
            elif piece.ruby and self._room(piece) > width:
                parts.append(replace(piece, ruby=(), spoken=""))
            else:
                parts.append(piece)
        return parts

    def _room(self, piece: FacePiece) -> float:
        base = sum(self.pairs(piece).width(piece.text))
        return max(base, sum(sum(self._measure(text, face)) for text, face in piece.ruby) * piece.size / 2)

    def _readings(
        self, pieces: Sequence[FacePiece], starts: Sequence[int], cells: list[Cell]
    ) -> dict[int, RubyReading]:
        """Put readings above their bases (group ruby) and spread out the narrower of the two.

        A reading that is too wide is condensed, as far as it can be read; then it overhangs kana beside its base, by
        half an em at most, and never kanji; only then is its base spread out.
        """
        found: dict[int, RubyReading] = {}
        for number, (piece, start) in enumerate(zip(pieces, starts, strict=True)):
            if not piece.ruby:
                continue
            size, count = piece.size / 2, len(piece.text)
            runs = [
                (text, face, [advance * size for advance in self._measure(text, face)]) for text, face in piece.ruby
            ]
            wide, base = sum(sum(run) for _, _, run in runs), sum(self.pairs(piece).width(piece.text))
            condensed = min(1.0, max(_CONDENSED, base / (wide or 1.0)))
            wide *= condensed
            runs = [(text, face, [advance * condensed for advance in run]) for text, face, run in runs]
            before = pieces[number - 1].text[-1] if number and not pieces[number - 1].ruby else ""
            after = pieces[number + 1].text[0] if number + 1 < len(pieces) and not pieces[number + 1].ruby else ""
            over = max(0.0, wide - base)
            left = min(over / 2, _OVERHANG * piece.size) if _is_kana(before) else 0.0
            right = min(over / 2, _OVERHANG * piece.size) if _is_kana(after) else 0.0
            _spread(cells, start, count, (over - left - right) / count, left, right)
            spread = max(0.0, base - wide) / (sum(len(text) for text, _, _ in runs) or 1)
            begin = -left - (over - left - right) / count / 2
            found[start] = RubyReading(begin, _placed(runs, begin + spread / 2, spread), condensed)
        return found


def _spread(cells: list[Cell], start: int, count: int, room: float, left: float, right: float) -> None:
    """Give each character of a base `room` more, half of it on either side; no other space is added in the base."""
    if start:
        before = cells[start - 1]
        cells[start - 1] = replace(before, advance=before.advance + room / 2, lead=before.lead + left + room / 2)
    for at in range(start, start + count - 1):
        cells[at] = replace(cells[at], advance=cells[at].advance + room, growth=0.0, shrink=0.0)
    last = cells[start + count - 1]
    cells[start + count - 1] = replace(last, advance=last.advance + room / 2, tail=last.tail + right + room / 2)


def _placed(
    runs: Sequence[tuple[str, str, list[float]]], pen: float, spread: float
) -> list[tuple[str, str, float, list[float]]]:
    placed = []
    for text, face, run in runs:
        advances = [advance + spread for advance in run]
        placed.append((text, face, pen, advances))
        pen += sum(advances)
    return placed


def _is_kana(character: str) -> bool:
    return bool(_KANA.match(character))


def _merged(pieces: Sequence[FacePiece]) -> list[FacePiece]:
    """Join pieces that belong to one run."""
    found: list[FacePiece] = []
    for piece in pieces:
        if found and not piece.ruby and not found[-1].ruby and found[-1].joins(piece):
            found[-1] = replace(found[-1], text=found[-1].text + piece.text)
        else:
            found.append(piece)
    return found


def open_up(measured: MeasuredParagraph, width: float, *, tight: float) -> None:
    """Allow line ends in text wider than the measure, as few as possible, as a last resort.

    `tight` is the multiple of its normal shrink by which a line may shrink.

    They follow the rules as long as there is such a place within a line; a long string of 。 has none.
    """
    start, last = 0, len(measured.text) - 1
    for end in [at for at, cost in enumerate(measured.costs) if cost != NEVER or at == last]:
        hyphen = measured.hyphens.get(end, 0.0)
        if hyphen and measured.least(start, end, tight) + hyphen > width + 1e-6:
            measured.costs[end] = NEVER
            del measured.hyphens[end]
            continue
        while start < end and measured.least(start, end, tight) > width + 1e-6:
            cut = _cut_word(measured, start, _cut(measured, start, end, width, tight), width, tight)
            measured.costs[cut] = LAST_RESORT
            start = cut + 1
        start = end + 1


def _cut(measured: MeasuredParagraph, start: int, end: int, width: float, tight: float) -> int:
    """Return the last place where a line that begins at `start` may end: one that follows the rules if possible."""
    text, lawful, last = measured.text, -1, start
    for at in range(start, end):
        if at > start and measured.least(start, at, tight) > width + 1e-6:
            break
        if not attaches(text[at + 1]):
            last = at
        if text[at] not in BLANKS and text[at + 1] not in BLANKS and cost_between(text[at], text[at + 1]) != NEVER:
            lawful = at
    return lawful if lawful >= start else last


def _cut_word(measured: MeasuredParagraph, start: int, cut: int, width: float, tight: float) -> int:
    """Return where to cut a Latin word that is wider than a line: an identifier at its joints, others with a hyphen.

    A hyphen in an identifier or an address would be read as a part of it.
    """
    text = measured.text
    if not _IN_WORD.match(text, cut):
        return cut
    begin = cut - len(_TAIL.search(text[max(0, cut - _LONGEST) : cut])[0])  # type: ignore[index]
    word = _HEAD.match(text, begin, cut + _LONGEST)[0]  # type: ignore[index]
    plain = _PLAIN_WORD.fullmatch(word)
    if not plain:
        joints = [begin + found.start() for found in _JOINT.finditer(word)]
        return max((at for at in joints if start <= at <= cut), default=cut)
    ends = {begin + plain.start(1) + at - 1 for at in measured.syllables(plain[1])} or set(range(start, cut + 1))
    hyphen = measured.hyphen(cut)
    for at in sorted((at for at in ends if start < at <= cut), reverse=True):
        if measured.least(start, at, tight) + hyphen <= width + 1e-6:
            if hyphen:
                measured.hyphens[at] = hyphen
            return at
    return cut
