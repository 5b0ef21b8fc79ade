"""The order of reading: columns of horizontal lines from the left, bands of vertical lines from above.

The file mostly has its lines in order, but pdfium puts what is at one height in order from the left, and other programs
write titles last. Where a page has columns, they decide.
"""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median

from bilingual.reading.pdf.lines import LineSign, PdfLine

_GUTTER = 1.0
"""Ems between two columns, at least."""
_FEWEST = 2
"""Lines of a column."""
_FILLED = 0.55
"""Share of its column that a line of text fills, most of the time: the cells of a table do not."""
_DEEPEST = 6
"""Columns in columns."""
_ROW = 0.35
"""How far apart, in ems, the middles of the pieces of one line are."""


def in_reading_order(lines: Sequence[PdfLine]) -> list[PdfLine]:
    """Return the lines of a page in the order of reading; the pieces of a line are joined."""
    vertical = _is_vertical(lines)
    aside = [line for line in lines if line.vertical != vertical]
    main = [line for line in lines if line.vertical == vertical]
    return [*aside, *_ordered(main, 0)]


def _is_vertical(lines: Sequence[PdfLine]) -> bool:
    return any(line.vertical for line in lines)


def _ordered(lines: list[PdfLine], depth: int) -> list[PdfLine]:
    gutter = _gutter(lines) if depth < _DEEPEST else None
    if gutter is None:
        return _rows(lines)
    found: list[PdfLine] = []
    sides: tuple[list[PdfLine], list[PdfLine]] = ([], [])
    for line in sorted(lines, key=lambda one: -one.across):
        if line.start < gutter < line.end:
            found += [one for side in sides for one in _ordered(side, depth + 1)]
            sides = ([], [])
            found.append(line)
        else:
            sides[line.start >= gutter].append(line)
    return [*found, *(one for side in sides for one in _ordered(side, depth + 1))]


def _gutter(lines: Sequence[PdfLine]) -> float | None:
    """Return where two columns of text are apart; None if there are none."""
    if len(lines) < 2 * _FEWEST:
        return None
    em = median(line.signs[0].size for line in lines)
    begin, end = min(line.start for line in lines), max(line.end for line in lines)
    narrow = sorted((line for line in lines if line.end - line.start < 0.6 * (end - begin)), key=lambda one: one.start)
    reached = begin
    for at, line in enumerate(narrow):
        if at and line.start - reached >= _GUTTER * em and _are_columns(narrow[:at], narrow[at:]):
            return (line.start + reached) / 2
        reached = max(reached, line.end)
    return None


def _are_columns(left: Sequence[PdfLine], right: Sequence[PdfLine]) -> bool:
    """Return whether lines are two columns of text: each has lines that fill it, and they are side by side."""
    for side in (left, right):
        texts = [line for line in side if len(line.signs) > _FEWEST]
        if len(texts) < _FEWEST:
            return False
        width = max(line.end for line in texts) - min(line.start for line in texts)
        if median(line.end - line.start for line in texts) < _FILLED * width or width < 5 * texts[0].signs[0].size:
            return False
    top, bottom = max(line.across for line in right), min(line.across for line in right)
    return any(bottom <= line.across <= top for line in left)


def _rows(lines: list[PdfLine]) -> list[PdfLine]:
    """Return the lines of a column; vertical ones from the right, and pieces of a line with a wide space between."""
    ordered = sorted(lines, key=lambda one: (-one.across, one.start)) if _is_vertical(lines) else lines
    found: list[PdfLine] = []
    for line in ordered:
        last = found[-1] if found else None
        em = line.signs[0].size
        if last is not None and abs(last.across - line.across) < _ROW * em and last.end < line.start:
            space = LineSign("\u3000", last.end, line.start, last.across, em)
            last.spaces |= {at + len(last.signs) + 1 for at in line.spaces}
            last.signs += [space, *line.signs]
            continue
        found.append(line)
    return found
