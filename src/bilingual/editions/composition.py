"""Line composition: pieces of text in, lines of positioned runs out. It knows nothing of any file format.

`atoms` cuts the text, `line_breaks` chooses the line ends, this module places what stands on each line.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from bilingual.editions.atoms import SOFT_HYPHEN, Atom, Measure, Piece, atomise
from bilingual.editions.line_breaks import Setting, fit, line_ends

_RUBY_RISE = 0.92
"""Em of the base, from its baseline to that of its reading."""


@dataclass(frozen=True, slots=True)
class Run:
    """Characters that follow one another in one face and size."""

    text: str
    face: str
    size: float
    x: float
    """Points from the left edge of the measure."""
    advances: tuple[float, ...]
    """From the origin of each character to that of the next, in points."""
    link: str = ""
    rise: float = 0.0
    """Points above the baseline."""
    spoken: str = ""
    """What is read aloud in place of the text (its reading)."""
    label: bool = False
    """True for the sign before a list item or a note."""

    @property
    def end(self) -> float:
        """Return where the run ends, in points from the left edge of the measure."""
        return self.x + sum(self.advances)


@dataclass(frozen=True, slots=True)
class Line:
    """One composed line."""

    runs: tuple[Run, ...]
    width: float
    """Points, without hanging punctuation and without the space at its end."""
    ruby: tuple[Run, ...] = ()

    @property
    def text(self) -> str:
        """Return the line's characters."""
        return "".join(run.text for run in self.runs)

    def moved(self, x: float) -> Line:
        """Return the line shifted to the right by `x` points."""
        return replace(
            self,
            runs=tuple(replace(run, x=run.x + x) for run in self.runs),
            ruby=tuple(replace(run, x=run.x + x) for run in self.ruby),
        )


def compose(pieces: Iterable[Piece], width: float, *, measure: Measure, setting: Setting) -> list[Line]:
    """Return the lines of a text `width` points wide; a line feed in the text begins a new line.

    No line is wider than `width` (save for hanging punctuation) unless a single character is.
    """
    lines: list[Line] = []
    for paragraph in _paragraphs(pieces):
        atoms = atomise(paragraph, measure, hyphenate=setting.hyphenate, phrases=setting.phrases)
        if not atoms:
            lines.append(Line((), 0.0))
            continue
        atoms = fit(atoms, width)
        start = 0
        for end, hang in line_ends(atoms, width, setting=setting):
            last = end == len(atoms) - 1
            lines.append(_set_line(atoms[start : end + 1], width, hang=hang, setting=setting, last=last))
            start = end + 1
    return lines


def _paragraphs(pieces: Iterable[Piece]) -> list[list[Piece]]:
    paragraphs: list[list[Piece]] = [[]]
    for piece in pieces:
        for number, part in enumerate(piece.text.split("\n")):
            if number:
                paragraphs.append([])
            if part:
                paragraphs[-1].append(replace(piece, text=part) if part != piece.text else piece)
    return paragraphs


def _set_line(atoms: Sequence[Atom], width: float, *, hang: bool, setting: Setting, last: bool) -> Line:
    """Place the atoms of one line."""
    count = len(atoms)
    while count > 1 and atoms[count - 1].tail == "_":
        count -= 1
    body = atoms[:count]
    natural = sum(atom.width + atom.space for atom in body) - body[-1].space - (body[-1].width if hang else 0.0)
    hyphen = 0.0 if last else atoms[-1].hyphen
    natural += hyphen
    gaps = body[:-1]
    extra = width - natural
    spaces = [atom.space for atom in gaps]
    if setting.justify and gaps and (extra < 0 or not last):
        spaces = _justified(gaps, extra)
    writer = _Writer()
    for at, atom in enumerate(body):
        writer.add(atom)
        writer.pen += spaces[at] if at < len(spaces) else 0.0
    if hyphen:
        writer.add_text(SOFT_HYPHEN, atoms[-1].piece, (hyphen,), at=writer.pen)
    for atom in atoms[count:]:
        writer.add(atom)
    return Line(writer.runs(), natural + sum(spaces) - sum(atom.space for atom in gaps), tuple(writer.ruby))


def _justified(gaps: Sequence[Atom], extra: float) -> list[float]:
    """Return the space after each atom so that the line gains `extra` points (or loses them)."""
    if extra < 0:
        room = sum(atom.shrink for atom in gaps)
        part = min(1.0, -extra / room) if room else 0.0
        return [atom.space - atom.shrink * part for atom in gaps]
    room = sum(atom.grow for atom in gaps)
    slots = sum(atom.track for atom in gaps)
    size = gaps[0].piece.size
    first = min(extra, room) if slots else extra
    each = (extra - first) / slots if slots else 0.0
    if each > size * 0.3 or (not slots and extra > 4 * room):
        return [atom.space for atom in gaps]  # too loose to justify: a ragged line is the lesser evil
    part = first / room if room else 0.0
    return [atom.space + atom.grow * part + (each if atom.track else 0.0) for atom in gaps]


class _Writer:
    """Gather characters into runs."""

    def __init__(self) -> None:
        self.pen = 0.0
        self.ruby: list[Run] = []
        self._pieces: list[Piece] = []
        self._texts: list[list[str]] = []
        self._origins: list[list[float]] = []
        self._ends: list[float] = []

    def add(self, atom: Atom) -> None:
        """Write an atom at the pen and move the pen behind it."""
        size = atom.piece.size
        for text, face, offset, advances in atom.ruby:
            self.ruby.append(Run(text, face, size / 2, self.pen + offset, tuple(advances), rise=size * _RUBY_RISE))
        self.add_text(atom.text, atom.piece, atom.advances, at=self.pen - atom.shift)
        self.pen += atom.width

    def add_text(self, text: str, piece: Piece, advances: Sequence[float], *, at: float) -> None:
        """Write characters at `at`, to the last run when they belong to it."""
        last = self._pieces[-1] if self._pieces else None
        if not last or (last.face, last.size, last.link, last.spoken) != (
            *(piece.face, piece.size, piece.link, piece.spoken),
        ):
            self._pieces.append(piece)
            self._texts.append([])
            self._origins.append([])
            self._ends.append(at)
        self._texts[-1].append(text)
        origins = self._origins[-1]
        for advance in advances:
            origins.append(at)
            at += advance
        self._ends[-1] = at

    def runs(self) -> tuple[Run, ...]:
        """Return what was written."""
        runs = []
        for piece, texts, origins, end in zip(self._pieces, self._texts, self._origins, self._ends, strict=True):
            advances = tuple(after - before for before, after in pairwise((*origins, end)))
            text = "".join(texts)
            runs.append(Run(text, piece.face, piece.size, origins[0], advances, piece.link, spoken=piece.spoken))
        return tuple(runs)
