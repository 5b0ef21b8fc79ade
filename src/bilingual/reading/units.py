"""A block's text and marks → its units."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from dataclasses import replace

from bilingual.model import Mark, Unit
from bilingual.reading.sentences.split import split_sentences


def whole_unit(text: str, marks: Iterable[Mark] = ()) -> tuple[Unit, ...]:
    """Return the text as one unit (a heading, a table cell); it may be empty."""
    return _units([text], tuple(marks)) or (Unit(id="", source=""),)


def sentence_units(text: str, marks: Iterable[Mark] = ()) -> tuple[Unit, ...]:
    """Return one unit per sentence; a line break always ends one."""
    pieces = [piece for line in text.splitlines(keepends=True) for piece in split_sentences(line)]
    return _units(pieces, tuple(marks))


def _units(pieces: list[str], marks: tuple[Mark, ...]) -> tuple[Unit, ...]:
    """Strip each piece, keep its white space in `space_after`, and give it the marks within it."""
    units: list[Unit] = []
    at = 0
    waiting = deque(sorted(marks, key=lambda mark: mark.start))
    for piece in pieces:
        source = piece.strip()
        start = at + len(piece) - len(piece.lstrip())
        if source:
            if units and start > at:
                units[-1] = replace(units[-1], space_after=units[-1].space_after + piece[: start - at])
            own = _marks_within(waiting, start, start + len(source))
            space = piece[start - at + len(source) :]
            units.append(Unit(id="", source=source, space_after=space, marks=own))
        elif units:
            units[-1] = replace(units[-1], space_after=units[-1].space_after + piece)
        at += len(piece)
    if units:
        units[-1] = replace(units[-1], space_after="")
    return tuple(units)


def _marks_within(waiting: deque[Mark], start: int, end: int) -> tuple[Mark, ...]:
    """Return the marks on `start` to `end`, clipped and counted from `start`; a ruby is never split.

    `waiting` is sorted by start and loses the marks that end before `end`: each is looked at only where it may be.
    """
    own, later = [], []
    while waiting and waiting[0].start < end:
        mark = waiting.popleft()
        if mark.end > end:
            later.append(mark)
        first, last = max(mark.start, start), min(mark.end, end)
        if first >= last or (mark.kind == "ruby" and (first, last) != (mark.start, mark.end)):
            continue
        own.append(replace(mark, start=first - start, end=last - start))
    waiting.extendleft(reversed(later))
    return tuple(own)
