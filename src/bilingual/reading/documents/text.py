"""The text of a paragraph with its marks, built from the runs of a document."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from bilingual.model import Mark, MarkKind
from bilingual.reading.addresses import link_addresses
from bilingual.reading.lines import join_lines, without_invisible

_STOPS = "。．！？」』"
_RAISED = re.compile(r"[0-9+−-]{1,4}")
_SUPERSCRIPTS = str.maketrans("0123456789+-−", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻")


def superscript(text: str) -> str:
    """Return raised figures as characters that are raised themselves: 10⁵ is not 105. Other text stays as it is."""
    return text.translate(_SUPERSCRIPTS) if _RAISED.fullmatch(text) else text


@dataclass(frozen=True, slots=True)
class MarkedText:
    """A text and its marks, in order of place."""

    text: str = ""
    marks: tuple[Mark, ...] = ()

    def without_start(self, length: int) -> MarkedText:
        """Return the text without its first `length` characters."""
        moved = (replace(mark, start=max(mark.start - length, 0), end=mark.end - length) for mark in self.marks)
        return MarkedText(self.text[length:], tuple(mark for mark in moved if mark.end > mark.start))


def join_cell(parts: Iterable[MarkedText]) -> MarkedText:
    """Return the paragraphs of a cell as one text, with a space where no full stop says that one ends.

    Unlike lines of a paragraph they are things of their own (names, prices), and a line break in a cell is a space.
    """
    shown: list[str] = []
    marks: list[Mark] = []
    length, last = 0, ""
    for part in parts:
        if not part.text:
            continue
        between = " " if last.strip() and last not in _STOPS else join_lines(last, part.text)
        length += len(between)
        marks.extend(replace(mark, start=mark.start + length, end=mark.end + length) for mark in part.marks)
        shown += (between, part.text)
        length, last = length + len(part.text), part.text[-1]
    return MarkedText("".join(shown), tuple(marks))


class TextBuilder:
    """Collects the runs of one paragraph.

    A reader adds text in order, and marks what it has added since a place: `start = len(text)`, `text.add(…)`,
    `text.mark("strong", start)`. Runs that a word processor divided are joined, invisible characters are removed, and
    a tab is an ideographic space.
    """

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._length = 0
        self._shown = 0
        """The end of the text without white space behind it."""
        self._marks: list[Mark] = []

    def __len__(self) -> int:
        return self._length

    def __str__(self) -> str:
        return "".join(self._parts)

    def add(self, text: str) -> None:
        """Add text; a line feed in it is a line break within the paragraph."""
        added = without_invisible(text.replace("\r\n", "\n").replace("\r", "\n")).replace("\t", "\u3000")
        if shown := added.rstrip():
            self._shown = self._length + len(shown)
        self._parts.append(added)
        self._length += len(added)

    def mark(self, kind: MarkKind, start: int, value: str = "") -> None:
        """Mark the text from `start` to its present end; a mark without text is left out."""
        if start < self._length:
            self._marks.append(Mark(kind, start, self._length, value))

    def ruby(self, base: str, reading: str) -> None:
        """Add text with its reading; without a reading it is plain text."""
        start = len(self)
        self.add(base)
        if shown := without_invisible(reading).strip():
            self.mark("ruby", start, shown)

    def refer(self, label: str) -> None:
        """Refer to the note `label` (`1`) behind the text so far; where there is no text, the label is written."""
        if end := self._shown:
            self._marks.append(Mark("footnote", end - 1, end, label))
        else:
            self.add(f"[{label}]")

    def finish(self) -> MarkedText:
        """Return the text without white space at the ends of its lines, with its marks; addresses become links."""
        written = str(self)
        keep = _kept(written)
        moved = [0]
        for kept in keep:
            moved.append(moved[-1] + kept)
        text = "".join(character for character, kept in zip(written, keep, strict=True) if kept)
        marks = [replace(mark, start=moved[mark.start], end=moved[mark.end]) for mark in self._marks]
        marks = [mark for mark in _joined(marks) if text[mark.start : mark.end].strip()]
        linked = link_addresses(text, marks)
        return MarkedText(text, tuple(sorted(linked, key=lambda mark: (mark.start, mark.end))))


def _kept(text: str) -> list[bool]:
    """Return for each character whether it stays: not white space at the ends of lines, no empty lines at the ends."""
    keep = [True] * len(text)
    at = 0
    first, last = len(text) - len(text.lstrip()), len(text.rstrip())
    for line in text.splitlines(keepends=True):
        shown = line.strip()
        begin = at + (len(line) - len(line.lstrip()) if shown else 0)
        end = begin + len(shown)
        for place in range(at, at + len(line)):
            inside = begin <= place < end or (text[place] == "\n" and first < place < last)
            keep[place] = inside
        at += len(line)
    return keep


def _joined(marks: list[Mark]) -> list[Mark]:
    """Return the marks with those of one kind and value that touch as one; readings and notes stay apart."""
    found: list[Mark] = []
    latest: dict[tuple[str, str], int] = {}
    for mark in sorted(marks, key=lambda one: (one.start, one.end)):
        key = (mark.kind, mark.value)
        at = latest.get(key)
        if at is not None and mark.kind not in ("ruby", "footnote") and found[at].end >= mark.start:
            found[at] = replace(found[at], end=max(found[at].end, mark.end))
            continue
        latest[key] = len(found)
        found.append(mark)
    return found
