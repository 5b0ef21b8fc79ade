"""The lines of a paragraph → its text with marks."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from bilingual.languages.japanese.width import without_radicals
from bilingual.reading.documents.text import MarkedText, TextBuilder
from bilingual.reading.lines import join_lines
from bilingual.reading.pdf.lines import LineSign
from bilingual.reading.pdf.notes import FootNote, reference_at
from bilingual.reading.pdf.ruby import ReadLine

_HYPHENS = "-\u00ad\u2010"
_LIGATURE = re.compile("[\ufb00-\ufb06]")
_BULLET = "・"
_UNKNOWN = "〓"
"""A character of which the file does not say what it is, as Japanese printers write it."""


class PieceReader:
    """Reads the text of paragraphs, and numbers the notes in the order in which they are referred to."""

    def __init__(self, notes: Sequence[FootNote]) -> None:
        self._notes = {(note.page, note.label): note for note in reversed(notes)}
        self._all = notes
        self._order: dict[int, int] = {}

    def in_order(self) -> list[FootNote]:
        """Return the notes: those referred to, in that order, then the others."""
        every = sorted(self._all, key=lambda note: self._order.get(id(note), len(self._all) + 1))
        for note in every:
            self.number(note)
        return every

    def number(self, note: FootNote) -> int:
        """Return the number of a note, the next one if it has none yet."""
        return self._order.setdefault(id(note), len(self._order) + 1)

    def text(self, lines: Sequence[ReadLine], *, bold: bool, skipped: int = 0) -> MarkedText:
        """Return the text of lines without the first `skipped` signs; where all is `bold`, it is not marked."""
        builder = TextBuilder()
        hyphen = last = ""
        for number, one in enumerate(lines):
            first = skipped if number == 0 else 0
            shown = one.line.text.strip()
            if number and not (hyphen and shown[:1].islower()):
                between = join_lines(last, shown)
                builder.add(hyphen + between if hyphen else between)
            hyphen = shown[-1] if len(shown) > 1 and shown[-1] in _HYPHENS and shown[-2].isalpha() else ""
            end = len(one.line.signs) - (1 if hyphen else 0)
            self._line(builder, one, first, end, bold=bold, begins=number == 0)
            last = shown[-1:]
        if hyphen:
            builder.add(hyphen)
        return builder.finish()

    def _line(self, builder: TextBuilder, one: ReadLine, first: int, end: int, *, bold: bool, begins: bool) -> None:
        signs, page = one.line.signs, one.line.page
        starts: dict[int, int] = {}
        ends: dict[int, int] = {}
        at = first
        while at < end:
            if signs[at].raised:
                label, behind = reference_at(one, at)
                if note := self._notes.get((page, label)) or self._notes.get((page + 1, label)):
                    builder.refer(str(self.number(note)))
                    at = behind
                    continue
            if at in one.line.spaces and at > first:
                builder.add(" ")
            starts[at] = len(builder)
            builder.add(_shown(signs, at, begins=begins and at == first))
            if signs[at].bold and not bold:
                builder.mark("strong", starts[at])
            ends[at] = len(builder)
            self._beside(builder, one, at, starts)
            at += 1

    @staticmethod
    def _beside(builder: TextBuilder, one: ReadLine, at: int, starts: dict[int, int]) -> None:
        for kind, first, last, reading in one.beside:
            if last == at and first in starts:
                builder.mark(kind, starts[first], reading)


def _shown(signs: Sequence[LineSign], at: int, *, begins: bool) -> str:
    """Return a sign as text: without ligatures and radicals; a bullet of a symbol font is ・."""
    text = signs[at].text
    if "\ue000" <= text <= "\uf8ff":
        return _BULLET if begins and at + 1 < len(signs) else _UNKNOWN
    if _LIGATURE.match(text):
        return unicodedata.normalize("NFKC", text)
    return without_radicals(text)
