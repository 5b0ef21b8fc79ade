"""Notes at the foot of pages: small lines with a label, and the raised numbers that refer to them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median

from bilingual.languages.japanese.scripts import DIGITS
from bilingual.reading.pdf.ruby import ReadLine

_SMALLER = 0.92
_LARGER = 1.03
_LABEL_SIZE = 0.8
_APART = 1.12
"""How many times the usual distance of lines a note without a small label is from the text."""
_LISTED = re.compile(rf"[{DIGITS}]{{1,3}}[.．、)）]")
_LABEL = re.compile(
    rf"[（(\[［]?(?:注|註|※|\*|＊)?[ \u3000]*([{DIGITS}]{{1,3}}|[*＊※†‡])[)）\]］.．:：]?[ \u3000]*(?=\S)"
)
_REFERENCE = re.compile(rf"[（(\[［]?(?:注|註|※|\*|＊)?([{DIGITS}]{{1,3}}|[*＊※†‡])[)）\]］]?")


@dataclass(slots=True)
class FootNote:
    """A note: its label as written, and its lines."""

    page: int
    label: str
    lines: list[ReadLine]
    skipped: int
    """Characters of its first line before its text."""


@dataclass(slots=True)
class PageNotes:
    """The lines of the pages without notes, and the notes."""

    pages: list[list[ReadLine]] = field(default_factory=list)
    notes: list[FootNote] = field(default_factory=list)


def take_notes(pages: Sequence[Sequence[ReadLine]], size: float) -> PageNotes:
    """Take the notes from the foot of each page; `size` is the type size of the text."""
    found = PageNotes()
    for lines in pages:
        foot = _foot(lines, size)
        begun: list[FootNote] = []
        for one in foot:
            label = _LABEL.match(one.line.text)
            if label and not (begun and _is_inside(begun[-1], one)):
                begun.append(FootNote(one.line.page, _plain(label[1]), [one], _signs(one, label.end())))
            elif begun:
                begun[-1].lines.append(one)
        in_notes = {id(line) for note in begun for line in note.lines}
        found.notes += begun
        found.pages.append([one for one in lines if id(one) not in in_notes])
    return found


def referred_labels(lines: Sequence[ReadLine]) -> frozenset[str]:
    """Return the labels that raised signs on a page are."""
    found: set[str] = set()
    for one in lines:
        at = 0
        while at < len(one.line.signs):
            label, end = reference_at(one, at)
            found.add(label)
            at = max(end, at + 1)
    return frozenset(found - {""})


def is_note(one: ReadLine, labels: frozenset[str]) -> bool:
    """Return whether a line begins with one of the labels."""
    label = _LABEL.match(one.line.text)
    return label is not None and _plain(label[1]) in labels


def reference_at(one: ReadLine, at: int) -> tuple[str, int]:
    """Return the label that the raised signs from `at` are, empty if they are none, and the index behind them."""
    end = at
    while end < len(one.line.signs) and one.line.signs[end].raised:
        end += 1
    match = _REFERENCE.fullmatch("".join(sign.text for sign in one.line.signs[at:end]))
    return (_plain(match[1]) if match else ""), end


def _foot(lines: Sequence[ReadLine], size: float) -> list[ReadLine]:
    """Return the lines at the end of a page's text, from its first note."""
    small = [one for one in lines if one.line.size <= _SMALLER * size]
    lowest = min((one.line.across for one in lines if one.line.size > _SMALLER * size), default=None)
    vertical = any(one.line.vertical for one in small)
    foot = [one for one in small if lowest is None or one.line.across < lowest or vertical]
    first = next((at for at, one in enumerate(foot) if _LABEL.match(one.line.text)), len(foot))
    if lowest is None:
        return []
    return foot[first:] or _foot_of_one_size(lines, size)


def _foot_of_one_size(lines: Sequence[ReadLine], size: float) -> list[ReadLine]:
    """Return the notes that are as large as the text, as Word sets them: their labels are referred to on the page."""
    labels = referred_labels(lines)
    steps = [a.line.across - b.line.across for a, b in pairwise(lines)]
    usual = median(steps) if steps else 0.0
    widest = max((one.line.end for one in lines), default=0.0)
    for at, one in enumerate(lines):
        if not at or one.line.size > _LARGER * size or not is_note(one, labels) or min(steps[at - 1 :]) < 0:
            continue
        last = lines[at - 1].line
        raised = one.line.signs[0].size <= _LABEL_SIZE * one.line.size
        apart = steps[at - 1] > _APART * usual or (last.text.endswith("。") and last.end < widest - 3 * size)
        if raised or (apart and not _LISTED.match(one.line.text)):
            return list(lines[at:])
    return []


def _is_inside(note: FootNote, one: ReadLine) -> bool:
    """Return whether a line with digits at its head is the second of a note: it is indented like one."""
    return one.line.start > note.lines[0].line.start + 0.5 * one.line.size


def _signs(one: ReadLine, length: int) -> int:
    """Return how many signs the first `length` characters of a line's text are."""
    shown = 0
    for at, sign in enumerate(one.line.signs):
        if shown >= length:
            return at
        shown += len(sign.text) + (at in one.line.spaces)
    return len(one.line.signs)


def _plain(label: str) -> str:
    return label.translate(str.maketrans("０１２３４５６７８９＊", "0123456789*"))
