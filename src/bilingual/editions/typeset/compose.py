"""Line composition: pieces of text in, lines of positioned runs out, independent of file formats.

`paragraph` measures the text, `linebreak` chooses the line ends, this module positions the text of each line.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import NamedTuple

from bilingual.editions.typeset.glue import BLANKS, SOFT_HYPHEN, FacePiece, Measure
from bilingual.editions.typeset.jlreq import NO_END, NO_START
from bilingual.editions.typeset.linebreak import LOOSEST, TIGHTEST, ParagraphSetting, line_ends
from bilingual.editions.typeset.paragraph import MeasuredParagraph, ParagraphMeasurer

DOT = "・"
"""The dot above an emphasised character (圏点): round in horizontal lines (JLREQ 3.3.9)."""
_DOT = 0.5
"""Its size, in em of the text."""
_UNDOTTED = NO_START | NO_END | BLANKS
_RUBY_RISE = 0.92
"""Em of the base, from its baseline to that of its reading."""


class Run(NamedTuple):
    """Consecutive characters in one font and size."""

    text: str
    face: str
    size: float
    x: float
    """Points from the left edge of the measure."""
    advances: Sequence[float]
    """From the origin of each character to that of the next, in points; an array, which needs a quarter of the
    memory of a tuple: a long edition has millions of them."""
    link: str = ""
    rise: float = 0.0
    """Points above the baseline."""
    spoken: str = ""
    """Read aloud in place of the text: its reading."""
    label: bool = False
    """True for the marker of a list item or a note."""
    condensed: float = 1.0
    """The width of the characters relative to that in the font; the advances are those of the condensed ones."""

    @property
    def end(self) -> float:
        """Return the end of the run, in points from the left edge of the measure."""
        return self.x + sum(self.advances)


class SetLine(NamedTuple):
    """One composed line."""

    runs: tuple[Run, ...]
    width: float
    """Points, without hanging punctuation and without the space at its end."""
    ruby: tuple[Run, ...] = ()
    goes_on: bool = False
    """True when it continues the line of the text above it, which was too long."""

    @property
    def text(self) -> str:
        """Return the line's characters."""
        return "".join(run.text for run in self.runs)

    def moved(self, x: float) -> SetLine:
        """Return the line shifted to the right by `x` points."""
        runs, ruby = (tuple(run._replace(x=run.x + x) for run in part) for part in (self.runs, self.ruby))
        return self._replace(runs=runs, ruby=ruby)


class Composer:
    """Compose texts with one set of fonts; the values of each pair of characters are cached."""

    def __init__(self, measure: Measure) -> None:
        self._measurer = ParagraphMeasurer(measure)

    def compose(
        self, pieces: Iterable[FacePiece], width: float, *, setting: ParagraphSetting, x: float = 0.0
    ) -> list[SetLine]:
        """Return the lines of a text `width` points wide; a line feed in the text begins a new line.

        No line is wider than `width` (except for hanging punctuation) unless a single character is. `x` is the start
        of the measure. Only the very first line is indented.
        """
        lines: list[SetLine] = []
        for number, paragraph in enumerate(_paragraphs(pieces)):
            if not paragraph:
                lines.append(SetLine((), 0.0))
                continue
            measured = self._measurer.measure(paragraph, width, hyphenate=setting.hyphenate, phrases=setting.phrases)
            indent = _indent(measured, width, setting) if setting.indent and not number else 0.0
            start = 0
            for end, hang in line_ends(measured, width, setting=setting, indent=indent):
                lines.append(self._line(measured, start, end, width, setting, indent=indent, hang=hang, x=x))
                start, indent = end + 1, 0.0
        return lines

    def _line(
        self,
        measured: MeasuredParagraph,
        start: int,
        end: int,
        width: float,
        setting: ParagraphSetting,
        *,
        indent: float,
        hang: bool,
        x: float,
    ) -> SetLine:
        """Place the characters from `start` to `end` on a line."""
        cells, seen = measured.cells, end
        if measured.text[end] in BLANKS:
            seen = max(start, measured.visible(end))
        last = end == len(cells) - 1
        lead = cells[start - 1].lead if start else measured.lead
        hyphen = measured.hyphens.get(end, 0.0)
        natural = measured.origins[seen] + cells[seen].tail - measured.origins[start] + lead + hyphen + indent
        if hang:
            natural -= cells[seen].hang
        extra, advances = width - natural, measured.advances[start : end + 1]
        if setting.justify and (extra < -1e-9 or not last):
            natural += _justify(measured, start, seen, extra, advances)
        if seen == end:
            advances[-1] = self._measurer.pairs(measured.pieces[measured.piece_at(end)]).look(measured.text[end]).width
        return _set(measured, start, end, advances, hyphen, x + indent + lead, natural)


def compose_lines(
    pieces: Iterable[FacePiece], width: float, *, measure: Measure, setting: ParagraphSetting
) -> list[SetLine]:
    """Return the lines of one text, like `Composer.compose`."""
    return Composer(measure).compose(pieces, width, setting=setting)


def _paragraphs(pieces: Iterable[FacePiece]) -> list[list[FacePiece]]:
    paragraphs: list[list[FacePiece]] = [[]]
    for piece in pieces:
        if "\n" not in piece.text:
            if piece.text:
                paragraphs[-1].append(piece)
            continue
        for number, part in enumerate(piece.text.split("\n")):
            if number:
                paragraphs.append([])
            if part:
                paragraphs[-1].append(replace(piece, text=part))
    return paragraphs


def _indent(measured: MeasuredParagraph, width: float, setting: ParagraphSetting) -> float:
    """Return the indent of the first line in points.

    The white of an opening bracket is half an em of it: the bracket's ink is half an em in, as in most books. Text
    with its own ideographic space is already indented, and a very narrow column has no indent.
    """
    indent = setting.indent
    if measured.text[0] == "\u3000" or width < 8 * indent:
        return 0.0
    return max(0.0, indent + measured.lead) if measured.lead < 0 else indent


def _justify(measured: MeasuredParagraph, start: int, seen: int, extra: float, advances: list[float]) -> float:
    """Spread `extra` points over the line, or take them away; return what was added."""
    if extra < 0:
        places = [cell.shrink for cell in measured.cells[start:seen]]
        room = sum(places)
        part = max(-TIGHTEST, extra / room) if room else 0.0
    else:
        places = [cell.growth for cell in measured.cells[start:seen]]
        room = sum(places)
        part = extra / room if room else 0.0
        if part > LOOSEST:
            return 0.0
    if not part:
        return 0.0
    advances[: seen - start] = [here + part * more for here, more in zip(advances, places, strict=False)]
    return part * room


def _set(
    measured: MeasuredParagraph, start: int, end: int, advances: list[float], hyphen: float, pen: float, width: float
) -> SetLine:
    """Split a line into runs."""
    text, ruby = measured.text[start : end + 1], list[Run]()
    if hyphen:
        text += SOFT_HYPHEN
        advances.append(hyphen)
    piece = measured.pieces[0]
    if len(measured.pieces) == 1 and not measured.readings and not piece.dots:  # as most are: no more than one run
        part = array("f", advances)
        run = Run(text, piece.face, piece.size, pen, part, piece.link, piece.rise, piece.spoken)
        return SetLine((run,), width, goes_on=start > 0)
    number, runs, at, count = measured.piece_at(start), [], 0, len(text)
    while at < count:
        piece = measured.pieces[number]
        stop = measured.starts[number + 1] - start if number + 1 < len(measured.starts) else count
        if stop >= count - (hyphen > 0.0):
            stop = count
        part = array("f", advances if stop - at == count else advances[at:stop])
        runs.append(Run(text[at:stop], piece.face, piece.size, pen, part, piece.link, piece.rise, piece.spoken))
        if piece.ruby and measured.starts[number] >= start:
            ruby += _readings(measured, number, pen)
        if piece.dots:
            ruby += _dots(piece, text[at:stop], part, pen)
        if stop < count:
            pen += sum(part)
        number, at = number + 1, stop
    return SetLine(tuple(runs), width, tuple(ruby), goes_on=start > 0)


def _dots(piece: FacePiece, text: str, advances: Sequence[float], pen: float) -> list[Run]:
    """Return the dots above a text that begins at `pen`; punctuation has none (JLREQ 3.3.9)."""
    found: list[Run] = []
    for character, advance in zip(text, advances, strict=True):
        if character not in _UNDOTTED:
            x = pen + min(advance, piece.size) / 2 - piece.size * _DOT / 2
            found.append(Run(DOT, piece.dots, piece.size * _DOT, x, (piece.size * _DOT,), rise=piece.size * _RUBY_RISE))
        pen += advance
    return found


def _readings(measured: MeasuredParagraph, number: int, pen: float) -> list[Run]:
    """Return the reading above a piece that begins at `pen`."""
    piece, rise = measured.pieces[number], measured.pieces[number].size * _RUBY_RISE
    reading = measured.readings[measured.starts[number]]
    return [
        Run(
            text,
            face,
            piece.size / 2,
            pen + offset,
            array("f", steps),
            rise=rise,
            spoken=piece.spoken,
            condensed=reading.condensed,
        )
        for text, face, offset, steps in reading.runs
    ]
