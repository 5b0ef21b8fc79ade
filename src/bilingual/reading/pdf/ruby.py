"""Ruby: small kana beside a line become the readings of the kanji that they stand beside."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from bilingual.languages.japanese.scripts import KANA, KANJI_WORD
from bilingual.model import MarkKind
from bilingual.reading.pdf.lines import LineIndex, LineSign, PdfLine

_KANA = re.compile(f"[{KANA}・]+")
_KANJI = re.compile(f"[{KANJI_WORD}]")
_DOTS = frozenset("﹅﹆•◦●○・、▲△◎")
"""Emphasis marks (圏点), one beside each character."""
_SMALLER = 0.7
_LARGEST = 40.0
"""Points between ruby and its base, in a poster."""
_NEAR, _FAR = 0.4, 1.35
"""How far the middle of ruby is from that of its base, in ems of the base."""


@dataclass(slots=True)
class ReadLine:
    """A line, and what stands beside its characters: kind, first and last index of its signs, reading."""

    line: PdfLine
    beside: list[tuple[MarkKind, int, int, str]] = field(default_factory=list)


def attach_ruby(lines: Sequence[PdfLine]) -> list[ReadLine]:
    """Return the lines of a page that are text, with the ruby beside them."""
    small: list[PdfLine] = []
    for line in lines:
        text = "".join(sign.text for sign in line.signs if not sign.text.isspace())
        if _KANA.fullmatch(text) or set(text) <= _DOTS:
            small.append(line)
    index = LineIndex(lines)
    taken: set[int] = set()
    bases = {id(line): ReadLine(line) for line in lines}
    for one in small:
        base = _base(one, index)
        if base is not None:
            taken.add(id(one))
            _attach(one, bases[id(base)])
    return [bases[id(line)] for line in lines if id(line) not in taken]


def _base(ruby: PdfLine, index: LineIndex) -> PdfLine | None:
    """Return the line that ruby stands beside; None if it is no ruby."""
    best, least = None, _FAR
    for line in index.near(ruby.across, _LARGEST):
        size = line.size
        if line is ruby or line.vertical != ruby.vertical or ruby.size > _SMALLER * size:
            continue
        off = (ruby.across - line.across) / size
        over = ruby.start < line.end + size and ruby.end > line.start - size
        if over and _NEAR <= off < least:
            best, least = line, off
    return best


def _attach(ruby: PdfLine, base: ReadLine) -> None:
    signs = base.line.signs
    groups: list[tuple[int, int, list[LineSign]]] = []
    at = 0
    for sign in ruby.signs:
        if sign.text.isspace():
            continue
        middle = (sign.start + sign.end) / 2
        while at + 1 < len(signs) and signs[at].end <= middle:
            at += 1
        if (
            groups
            and _is_one_word(signs, groups[-1][1], at)
            and sign.start - groups[-1][2][-1].end < 1.5 * signs[at].size
        ):
            groups[-1] = (groups[-1][0], max(groups[-1][1], at), [*groups[-1][2], sign])
        else:
            groups.append((at, at, [sign]))
    for first, last, reading in groups:
        text = "".join(sign.text for sign in reading)
        if set(text) <= _DOTS:
            base.beside.append(("emphasis", first, last, ""))
            continue
        first, last = _fitted(signs, first, last, reading)
        base.beside.append(("ruby", first, last, text))


def _is_one_word(signs: Sequence[LineSign], first: int, last: int) -> bool:
    """Return whether the characters from one to another are kanji, or the same."""
    return all(_KANJI.match(sign.text) for sign in signs[first : last + 1]) or last - first < 1


def _fitted(signs: Sequence[LineSign], first: int, last: int, reading: Sequence[LineSign]) -> tuple[int, int]:
    """Return the kanji that a reading above `first` to `last` belongs to: it is in their middle, or at their head."""
    while first < last and not _KANJI.match(signs[first].text):
        first += 1
    while last > first and not _KANJI.match(signs[last].text):
        last -= 1
    end = last
    while end + 1 < len(signs) and _KANJI.match(signs[end + 1].text):
        end += 1
    if abs(reading[0].start - signs[first].start) < 0.05 * signs[first].size and end - first < len(reading):
        return first, end
    middle = (reading[0].start + reading[-1].end) / 2

    def off(one: int, other: int) -> float:
        return abs((signs[one].start + signs[other].end) / 2 - middle)

    best = (first, last)
    for one in range(first, max(first - 4, -1), -1):
        if not _KANJI.match(signs[one].text):
            break
        for other in range(last, min(last + 4, len(signs))):
            if not _KANJI.match(signs[other].text):
                break
            if off(one, other) < off(*best) - 0.1 * signs[one].size:
                best = (one, other)
    return best
