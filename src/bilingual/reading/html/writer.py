"""The text of one paragraph of a page, with white space as browsers show it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from bilingual.model import MarkKind
from bilingual.reading.documents.text import MarkedText, TextBuilder
from bilingual.reading.lines import join_lines

_WHITE = re.compile(r"([ \t\n\r\f]+)")


@dataclass(slots=True)
class _OpenMark:
    kind: MarkKind
    value: str
    start: int = -1
    """-1 until text is written, so that white space before it is not marked."""


@dataclass(frozen=True, slots=True)
class WrittenText:
    """A paragraph as it was written."""

    content: MarkedText
    indents: tuple[bool, ...] = ()
    """For each of its lines, whether it begins with an ideographic space."""
    size: float = 0.0
    """Type size in points of most of it; 0 if the page gives none."""

    def by_line(self) -> list[MarkedText]:
        """Return its lines, each with its marks."""
        text = self.content.text
        found = []
        start = 0
        for line in text.split("\n"):
            end = start + len(line)
            marks = (
                replace(mark, start=max(mark.start, start) - start, end=min(mark.end, end) - start)
                for mark in self.content.marks
                if mark.start < end and mark.end > start
            )
            found.append(MarkedText(line, tuple(marks)))
            start = end + 1
        return found


def without_bold(content: MarkedText) -> MarkedText:
    """Return the text of a heading without a mark that only says that all of it is bold."""
    end = len(content.text)
    kept = tuple(mark for mark in content.marks if mark.kind != "strong" or (mark.start, mark.end) != (0, end))
    return MarkedText(content.text, kept)


class InlineWriter:
    """Collects the text of one paragraph after another; marks that are open go on in the next one."""

    def __init__(self) -> None:
        self._open: list[_OpenMark] = []
        self._sizes: list[float] = []
        self._start()

    def _start(self) -> None:
        self._text = TextBuilder()
        self._white = ""
        self._breaks = 0
        self._last = ""
        self._indents: list[bool] = []
        self._by_size: dict[float, int] = {}
        for mark in self._open:
            mark.start = -1

    @property
    def is_empty(self) -> bool:
        """True while the paragraph has no text."""
        return not self._last

    @property
    def last(self) -> str:
        """Return the last character of the paragraph."""
        return self._last

    def add(self, text: str) -> None:
        """Add text; white space in it collapses, and none remains between lines of Japanese."""
        for at, piece in enumerate(_WHITE.split(text)):
            if not piece:
                continue
            if at % 2:
                self._white = "\n" if "\n" in piece or "\r" in piece or self._white == "\n" else " "
            else:
                self._write(piece)

    def add_lines(self, text: str) -> None:
        """Add text whose line feeds and spaces count, as in preformatted text."""
        for at, line in enumerate(text.splitlines()):
            if at:
                self.end_line()
            if line.strip():
                self._write(line.rstrip())

    def _write(self, piece: str) -> None:
        if self._breaks or not self._last:
            if self._breaks and self._last:
                self._text.add("\n")
            self._indents.append(piece.startswith("\u3000"))
        elif self._white:
            self._text.add(join_lines(self._last, piece) if self._white == "\n" else " ")
        self._white, self._breaks = "", 0
        for mark in self._open:
            if mark.start < 0:
                mark.start = len(self._text)
        self._text.add(piece)
        self._last = piece[-1]
        size = self._sizes[-1] if self._sizes else 0.0
        self._by_size[size] = self._by_size.get(size, 0) + len(piece)

    def end_line(self) -> int:
        """End a line; return how many were ended since the last text."""
        self._breaks += 1
        self._white = ""
        return self._breaks

    def open(self, kind: MarkKind, value: str = "") -> None:
        """Begin a mark on the text that follows."""
        self._open.append(_OpenMark(kind, value))

    def close(self) -> None:
        """End the mark that was begun last."""
        self._mark(self._open.pop())

    def _mark(self, mark: _OpenMark) -> None:
        if mark.start >= 0:
            self._text.mark(mark.kind, mark.start, mark.value)

    def begin_size(self, size: float) -> None:
        """Begin text in a size; 0 for the size around it."""
        self._sizes.append(size or (self._sizes[-1] if self._sizes else 0.0))

    def end_size(self) -> None:
        """End the size that was begun last."""
        self._sizes.pop()

    def ruby(self, base: str, reading: str) -> None:
        """Add text with its reading."""
        if base:
            self.open("ruby", reading)
            self._write(base)
            mark = self._open.pop()
            if reading:
                self._mark(mark)

    def refer(self, label: str) -> None:
        """Refer to a note behind the text so far."""
        if self._last:
            self._text.refer(label)
        else:
            self._write(f"[{label}]")

    def finish(self) -> WrittenText:
        """Return the paragraph, and begin the next one."""
        for mark in self._open:
            self._mark(mark)
        content = self._text.finish()
        size = max(self._by_size, key=lambda one: self._by_size[one], default=0.0)
        written = WrittenText(content, tuple(self._indents), size)
        self._start()
        return written
