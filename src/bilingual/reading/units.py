"""A block's text and marks → its units."""

from __future__ import annotations

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
    ahead = sorted(marks, key=lambda mark: mark.start)[::-1]
    over: list[Mark] = []
    at = 0
    for piece in pieces:
        source = piece.strip()
        start = at + len(piece) - len(piece.lstrip())
        if source:
            if units and start > at:
                units[-1] = replace(units[-1], space_after=units[-1].space_after + piece[: start - at])
            end = start + len(source)
            while ahead and ahead[-1].start < end:
                over.append(ahead.pop())
            space = piece[start - at + len(source) :]
            units.append(Unit(id="", source=source, space_after=space, marks=_marks_within(over, start, end)))
            over = [mark for mark in over if mark.end > end]
        elif units:
            units[-1] = replace(units[-1], space_after=units[-1].space_after + piece)
        at += len(piece)
    if units:
        units[-1] = replace(units[-1], space_after="")
    return tuple(units)


def _marks_within(marks: Iterable[Mark], start: int, end: int) -> tuple[Mark, ...]:
    """Return the marks on `start` to `end`, clipped and counted from `start`; a ruby is never split."""
    own = []
    for mark in marks:
        first, last = max(mark.start, start), min(mark.end, end)
        if first >= last or (mark.kind == "ruby" and (first, last) != (mark.start, mark.end)):
            continue
        own.append(replace(mark, start=first - start, end=last - start))
    return tuple(own)
