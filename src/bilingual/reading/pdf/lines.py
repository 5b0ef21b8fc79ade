"""The characters of a page → its lines, whatever the direction of writing.

Vertical lines are turned so that the rest of the reader knows one direction only: `start` and `end` count along a line
from its head, and `across` falls from line to line, so that ruby has a larger one than its base.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from bilingual.reading.item_markers import BULLETS
from bilingual.reading.pdf.characters import Glyph, PdfPage

_BACK = 0.35
"""How far a character may begin before the end of the one before, in ems: kerning."""
_BACK_HALF = 0.62
"""The same at punctuation, which is often set half as wide as its font has it."""
_HALF_BEHIND = frozenset("、。，．」』）】〕》〉］｝・：；")
_HALF_BEFORE = frozenset("「『（【〔《〈［｛・：；")
_AHEAD = 1.8
"""How far from it, in ems: a wider gap is between columns, or cells."""
_BESIDE = 0.4
"""How far from the middle of the line, in ems."""
_BLANK = 0.75
"""The gap of an ideographic space, in ems."""
_SPACE = 0.15
_SPACES = 0.2
"""Share of the characters of a line that may follow a space."""
_RAISED = 0.62
_SMALL = 0.8
"""A raised sign, such as the number of a note, is smaller than the text by this factor."""
_ASIDE = 3
"""Characters side by side that are a line of their own on a page with vertical lines; two digits are not."""
_OPEN = 3
"""Lines that the next character may continue: text goes on behind the ruby or the raised number in it."""
_LABEL = re.compile(f"[・●○■□◆◇※\ue000-\uf8ff{BULLETS}]")
_STEP = 6.0
"""Points of a step of the index of lines."""
_MOST = 24
"""Lines of a step: a page has a few side by side."""


@dataclass(frozen=True, slots=True)
class LineSign:
    """A character of a line."""

    text: str
    start: float
    end: float
    across: float
    size: float
    bold: bool = False
    raised: bool = False


@dataclass(slots=True)
class PdfLine:
    """The characters of a line, in order."""

    page: int
    vertical: bool
    signs: list[LineSign]
    spaces: set[int] = field(default_factory=set)
    """Indexes of signs with a space before them."""
    _sized: tuple[int, float] = (0, 0.0)
    """The number of signs for which the size was found, and the size."""

    @property
    def start(self) -> float:
        """Return where the line begins, along it."""
        return self.signs[0].start

    @property
    def end(self) -> float:
        """Return where it ends."""
        return self.signs[-1].end

    @property
    def main(self) -> LineSign:
        """Return the last sign that is not raised."""
        last = self.signs[-1]
        return next((sign for sign in reversed(self.signs) if not sign.raised), last) if last.raised else last

    @property
    def across(self) -> float:
        """Return the middle of the line, across it."""
        return self.main.across

    @property
    def size(self) -> float:
        """Return the type size of most of the line, in points."""
        if self._sized[0] != len(self.signs):
            sizes = Counter(round(sign.size, 1) for sign in self.signs if not sign.raised)
            self._sized = (len(self.signs), sizes.most_common(1)[0][0] if sizes else self.signs[0].size)
        return self._sized[1]

    @property
    def bold(self) -> bool:
        """Return whether all of it is bold."""
        return all(sign.bold for sign in self.signs)

    @property
    def text(self) -> str:
        """Return the characters, with a space where words are apart."""
        parts = []
        for at, sign in enumerate(self.signs):
            parts.append(f" {sign.text}" if at in self.spaces else sign.text)
        return "".join(parts)


def read_lines(page: PdfPage) -> list[PdfLine]:
    """Return the lines of a page in the order in which the file has them, those of its direction turned upright."""
    glyphs = [one for one in page.glyphs if _is_upright(one) and _is_inside(one, page)]
    vertical = _is_vertical(glyphs)
    lines: list[PdfLine] = []
    at = 0
    while at < len(glyphs):
        end = _end_of_aside(glyphs, at) if vertical else at
        end = end if end - at >= _ASIDE else at + 1
        aside = end - at > 1
        _add_glyphs(lines, glyphs[at:end], page.number, vertical=vertical and not aside)
        at = end
    for line in lines:
        _drop_false_spaces(line)
    lines = _with_labels([line for line in lines if line.text.strip()])
    return lines


def _drop_false_spaces(line: PdfLine) -> None:
    """Drop the spaces between Japanese characters where they are between many: OCR and justification leave them."""
    signs = line.signs
    false = {at for at in line.spaces if _is_wide(signs[at - 1].text) and _is_wide(signs[at].text)}
    if len(false) > _SPACES * len(signs):
        line.spaces -= false


def _end_of_aside(glyphs: Sequence[Glyph], at: int) -> int:
    """Return the end of the characters from `at` that stand beside each other: a header above vertical text."""
    last = glyphs[at]
    for end in range(at + 1, at + 1 if last.text.isspace() else len(glyphs)):
        one = glyphs[end]
        if one.text.isspace():
            continue
        beside = abs(one.y - last.y) < 0.2 * one.size and 0 < one.left - last.left < 2.5 * one.size
        if not beside or round(one.quarter) % 4:
            return end
        last = one
    return at + 1 if last is glyphs[at] else len(glyphs)


def _add_glyphs(lines: list[PdfLine], glyphs: Sequence[Glyph], page: int, *, vertical: bool) -> None:
    """Add characters to the lines that they continue, or as lines of their own."""
    spaced = False
    for glyph in glyphs:
        if glyph.text.isspace() and glyph.text != "\u3000":
            spaced = spaced or not glyph.added
            continue
        sign = _sign(glyph, vertical)
        open_lines = (one for one in lines[: -_OPEN - 1 : -1] if one.vertical == vertical)
        line = next((one for one in open_lines if _goes_on(one, sign)), None)
        if line is None:
            lines.append(PdfLine(page, vertical, [sign]))
        else:
            _append(line, sign, spaced=spaced)
        spaced = False


def slanted(page: PdfPage) -> int:
    """Return the number of characters on a page that are neither upright nor turned by a quarter."""
    return sum(not _is_upright(one) for one in page.glyphs)


def _is_upright(glyph: Glyph) -> bool:
    return abs(glyph.quarter - round(glyph.quarter)) < 0.06


def _is_inside(glyph: Glyph, page: PdfPage) -> bool:
    inside = -1 <= glyph.x <= page.width + 1 and -1 <= glyph.y <= page.height + 1
    return inside and 0.5 < glyph.size < 500


def _is_vertical(glyphs: Sequence[Glyph]) -> bool:
    """Return whether most characters of a page stand under the one before, not beside it."""
    steps: Counter[bool] = Counter()
    for before, after in pairwise(glyphs):
        if before.text.isspace() or after.text.isspace():
            continue
        aside, down = abs(_middle(after) - _middle(before)), before.top - after.top
        along, off = after.left - before.left, abs(after.y - before.y)
        if aside < 0.5 * after.size and 0.3 * after.size < down < 2 * after.size:
            steps[True] += 1
        elif off < 0.5 * after.size and 0.2 * after.size < along < 2 * after.size:
            steps[False] += 1
    return steps[True] > steps[False]


def _middle(glyph: Glyph) -> float:
    return (glyph.left + glyph.right) / 2


def _sign(glyph: Glyph, vertical: bool) -> LineSign:
    left, bottom, right, top = _em_box(glyph, vertical)
    if vertical:
        return LineSign(glyph.text, -top, -bottom, (left + right) / 2, glyph.size, glyph.bold)
    return LineSign(glyph.text, left, right, glyph.y + 0.38 * glyph.size, glyph.size, glyph.bold)


def _em_box(glyph: Glyph, vertical: bool) -> tuple[float, float, float, float]:
    """Return the box of a character: the whole em of a Japanese one, of which pdfium may give what is black."""
    box = (glyph.left, glyph.bottom, glyph.right, glyph.top)
    if not _is_wide(glyph.text) or round(glyph.quarter) % 4:
        return box
    em, x, y = glyph.size, glyph.x, glyph.y - 0.12 * glyph.size
    near = (
        abs((glyph.left + glyph.right) / 2 - x - em / 2) < em and abs((glyph.bottom + glyph.top) / 2 - y - em / 2) < em
    )
    if not near:
        return box
    usual = not vertical and 0.8 * em <= glyph.right - glyph.left <= 1.1 * em
    return (x, y, glyph.right if usual else x + em, y + em)


def _goes_on(line: PdfLine, sign: LineSign) -> bool:
    """Return whether a character continues a line."""
    last, main = line.signs[-1], line.main
    em = max(main.size, sign.size)
    if line.vertical and abs(sign.start - last.start) < _BESIDE * em and 0 < sign.across - last.across < 0.8 * em:
        return True  # two digits side by side in a vertical line
    back = _BACK_HALF if last.text in _HALF_BEHIND or sign.text in _HALF_BEFORE else _BACK
    if not -back * em <= sign.start - last.end <= _AHEAD * em:
        return False
    off = sign.across - main.across
    if abs(off) <= _BESIDE * em:
        # Small characters on the middle of a line are a part of it, as in 第３章 (続).
        return True
    near = sign.start - last.end <= 0.6 * em
    return near and 0 < off <= _RAISED * em and sign.size <= _SMALL * main.size


def _append(line: PdfLine, sign: LineSign, *, spaced: bool) -> None:
    last, main = line.signs[-1], line.main
    em = max(main.size, sign.size)
    gap = (sign.start - last.end) / em
    raised = sign.size <= _SMALL * main.size and sign.across - main.across > 0.1 * em
    words = not (_is_wide(last.text) or _is_wide(sign.text))
    blank = last.text.isspace() or sign.text.isspace()
    if gap >= _BLANK and not words and not spaced and not blank:
        line.signs.append(LineSign("\u3000", last.end, sign.start, main.across, main.size, main.bold and sign.bold))
    elif (spaced and (gap > _SPACE or not (_is_wide(last.text) and _is_wide(sign.text)))) or (words and gap > _SPACE):
        line.spaces.add(len(line.signs))
    line.signs.append(LineSign(sign.text, sign.start, sign.end, sign.across, sign.size, sign.bold, raised))


def _is_wide(text: str) -> bool:
    return text >= "\u2e80"


class LineIndex:
    """The lines of a page by where they are across it."""

    def __init__(self, lines: Iterable[PdfLine]) -> None:
        self._steps: dict[int, list[PdfLine]] = {}
        for line in lines:
            step = self._steps.setdefault(round(line.across / _STEP), [])
            if len(step) < _MOST:
                step.append(line)

    def near(self, across: float, below: float) -> Iterator[PdfLine]:
        """Return the lines from about `across` to `below` less, in points."""
        first, last = round((across - below) / _STEP) - 1, round(across / _STEP) + 1
        for step in range(last, first - 1, -1):
            yield from self._steps.get(step, ())


def _with_labels(lines: list[PdfLine]) -> list[PdfLine]:
    """Return the lines with each bullet that stands alone in the file at the head of the line that it is of."""
    alone = [line for line in lines if len(line.signs) == 1 and _LABEL.fullmatch(line.signs[0].text)]
    index = LineIndex(lines) if alone else None
    merged: set[int] = set()
    for line in alone:
        for one in index.near(line.across, 0) if index is not None else ():
            em = one.signs[0].size
            beside = one.vertical == line.vertical and abs(one.across - line.across) < _BESIDE * em
            if one is not line and beside and -0.1 * em <= one.start - line.end <= _AHEAD * em:
                one.signs.insert(0, line.signs[0])
                one.spaces = {at + 1 for at in one.spaces}
                merged.add(id(line))
                break
    return [line for line in lines if id(line) not in merged]


def body_size(lines: Iterable[PdfLine]) -> float:
    """Return the type size of most characters."""
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[line.size] += len(line.signs)
    return sizes.most_common(1)[0][0] if sizes else 0.0
