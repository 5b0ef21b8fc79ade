"""Tables of the article → boxes: in each language's own place, row beside row."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import product
from math import ceil
from typing import Literal

from bilingual.editions.columns import column_bands, with_columns
from bilingual.editions.model import Edition, Row, Span
from bilingual.editions.pdf.boxes import Box, Paragraph, estimate, number_beside
from bilingual.editions.pdf.design import ColumnPlace, Design, TextStyle
from bilingual.model import CellAlign

_INNER = 8.0
"""Points between the cells of a row."""
_SAMPLE = 60
"""Rows that are used to divide the columns."""
_MOST_EVENED = 8
"""Columns; with more, all are narrow anyway."""
_ROUNDS = 16
_STEPS = (1, 3, 6)
"""Em."""
_LONG_WORD = 24
"""Letters; longer words are addresses, which may be broken."""
_FEW = 2.5
"""Lines; a longer cell is a paragraph."""
_NARROW = 14.0
"""Em."""
_READ = 2.5
"""Additional points above a row that has readings, which would touch the rule."""
_TALL = 4
"""Lines; a row with more is hard to follow across the table."""
_SMALL = 6
"""Rows."""
_SHORT_CELL = 5.0
"""Em."""
_ALIGN: Mapping[CellAlign, Literal["left", "right", "centre"]] = {
    "": "left",
    "left": "left",
    "center": "centre",
    "right": "right",
}
_WORD = re.compile(r"[!-~À-ɏ–’“”～〜]+")


def table(edition: Edition, design: Design, rows: Sequence[Row], before: float) -> Iterator[Box]:
    """Return the rows of a table.

    In a stacked edition the whole table comes in one language, then in the other; so it does, over the whole width,
    where its columns would be too narrow side by side. A table that is wider than the page is divided into bands of
    columns.
    """
    places = design.sheet.places
    groups = [(place,) for place in places] if design.layout == "stacked" else [places]
    left = min(place.x for place in places)
    across = [replace(place, x=left, width=max(one.x + one.width for one in places) - left) for place in places]
    wide = design.layout == "side-by-side" and (
        len(_bands(rows, places, design)) > 1 or _is_crowded(rows, places, across, design)
    )
    groups = [(place,) for place in across] if wide else groups
    for number, group in enumerate(groups):
        english = any(place.lang == "en" for place in group)
        drafts = edition.mark_drafts and english
        for at, band in enumerate(_bands(rows, group, design)):
            gap = 10.0 if number or at else before
            yield from _one(design, with_columns(rows, band), gap, places=group, drafts=drafts, wide=wide)


def _is_crowded(
    rows: Sequence[Row], places: Sequence[ColumnPlace], across: Sequence[ColumnPlace], design: Design
) -> bool:
    """Return whether a table is tall and narrow side by side, and lower as two tables across the page."""
    beside = [max(lines) for lines in zip(*(_heights(rows, place, design) for place in places), strict=True)]
    if max(beside, default=0) <= _TALL:
        return False
    return sum(beside) > sum(sum(_heights(rows, place, design)) for place in across)


def _heights(rows: Sequence[Row], place: ColumnPlace, design: Design) -> list[int]:
    """Return the approximate number of lines of each row in a place."""
    size = _size(place, design)
    texts = _texts(rows[:_SAMPLE], place)
    shares = shares_of(texts, place, design)
    return [
        max(
            (ceil(estimate(text) * size / max(size, share - _INNER)) for text, share in zip(row, shares, strict=False)),
            default=0,
        )
        for row in texts
    ]


def _texts(rows: Sequence[Row], place: ColumnPlace) -> list[list[str]]:
    return [[str(pair.side(place.lang)) for pair in row.cells] for row in rows]


def _bands(rows: Sequence[Row], places: Sequence[ColumnPlace], design: Design) -> list[tuple[int, ...]]:
    """Return the columns that fit beside each other, each with its longest word or a few signs."""
    count = max((len(row.cells) for row in rows), default=0)
    least = [_least(_texts(rows[:_SAMPLE], place), count, _size(place, design)) for place in places]
    return column_bands(least, [place.width + _INNER for place in places])


def _size(place: ColumnPlace, design: Design) -> float:
    return design.table.size(place.lang) * (design.latin if place.lang == "en" else 1.0)


def _one(
    design: Design,
    rows: Sequence[Row],
    before: float,
    *,
    places: Sequence[ColumnPlace],
    drafts: bool,
    wide: bool,
) -> Iterator[Box]:
    shares = [shares_of(_texts(rows, place), place, design) for place in places]
    header: Box | None = None
    small = len(rows) <= _SMALL
    for at, row in enumerate(rows):
        style = design.table_head if row.header else design.table
        number = number_beside(design, row.number, {place.side for place in places})
        cells = tuple(_cells(row, places, shares, style))
        read = any(span.ruby for cell in cells for span in cell.spans)
        box = Box(
            (*cells, *number),
            before=(3.0 if at else before) + (_READ if read else 0.0),
            role="table",
            rule="whole" if wide else "below",
            # A small table stays on one page; of another, no row is alone at the foot or on the next page.
            keep=row.header or (at < len(rows) - 1 and (small or at in (1, len(rows) - 2))),
            is_header=row.header and header is None,
            header=header,
            draft=row.draft and drafts,
        )
        if box.is_header:
            header = replace(box, before=0.0)
        yield box


def _cells(
    row: Row, places: Sequence[ColumnPlace], shares: Sequence[Sequence[float]], style: TextStyle
) -> Iterator[Paragraph]:
    for place, share in zip(places, shares, strict=True):
        x = place.x
        for pair, part, side in zip(row.cells, share, row.sides(len(share)), strict=False):
            text, width = pair.side(place.lang), max(part - _INNER, 8.0)
            spans = tuple(_narrowed(span, width, style) for span in text.spans)
            # A few words in a narrow cell are typeset as a heading, by phrases: such lines would split many words.
            size = style.size(place.lang)
            few = width < _NARROW * size and estimate(str(text)) * size < width * _FEW
            yield Paragraph(
                spans, text.lang, replace(style, balance=few, low=few), x, width, align=_ALIGN[side], side=place.side
            )
            x += part


def _narrowed(span: Span, width: float, style: TextStyle) -> Span:
    """Drop a reading whose base is wider than the cell: with it the base could not be broken."""
    return replace(span, ruby="") if span.ruby and estimate(span.text) * style.size_ja > width else span


def shares_of(rows: Sequence[Sequence[str]], place: ColumnPlace, design: Design) -> list[float]:
    """Divide a place among the columns of a table so that its rows take few lines, and the same every time."""
    count = max(map(len, rows), default=0)
    size = _size(place, design)
    wants = [[estimate(text) * size for text in row] for row in rows[:_SAMPLE]]
    widest = [max([12.0, *(row[at] for row in wants if at < len(row))]) + _INNER + 1.0 for at in range(count)]
    room = place.width + _INNER
    if sum(widest) <= room:
        return [width + (room - sum(widest)) / count for width in widest]
    floors = _floors(rows[:_SAMPLE], count, size, room)
    shares = [max(floor, min(width, room / count)) for floor, width in zip(floors, widest, strict=True)]
    wanting = [at for at in range(count) if shares[at] < widest[at] and shares[at] >= floors[at]]
    rest = room - sum(shares)
    if rest < 0:
        # Long words need more than there is: the other columns get less.
        loose = [share - floor for share, floor in zip(shares, floors, strict=True)]
        shares = [share + rest * part / (sum(loose) or 1.0) for share, part in zip(shares, loose, strict=True)]
    else:
        for at in wanting:
            shares[at] += rest / len(wanting)
    return _evened(shares, wants, floors, size=size) if count <= _MOST_EVENED else shares


def _floors(rows: Sequence[Sequence[str]], count: int, size: float, room: float) -> list[float]:
    """Return the least width of each column: its longest word, or less when there is not room for all."""
    floors = _least(rows, count, size)
    return floors if sum(floors) <= room else [floor * room / sum(floors) for floor in floors]


def _least(rows: Sequence[Sequence[str]], count: int, size: float) -> list[float]:
    """Return the width of the longest word of each column, three signs at least."""
    floors = [3 * size + _INNER] * count
    for row in rows:
        for at, text in enumerate(row):
            # Short cells are words, also in Japanese.
            words = [word for word in _WORD.findall(text) if len(word) <= _LONG_WORD]
            words += [text] if estimate(text) <= _SHORT_CELL else []
            floors[at] = max(floors[at], max(map(estimate, words), default=0.0) * size + _INNER)
    return floors


def _evened(
    shares: list[float], wants: Sequence[Sequence[float]], floors: Sequence[float], *, size: float
) -> list[float]:
    """Move room from column to column as long as the table gets lower.

    A little may change nothing where more of it saves a line.
    """
    best = _lines(shares, wants, size)
    steps = [size * step for step in _STEPS]
    pairs = [(one, other) for one in range(len(shares)) for other in range(len(shares)) if one != other]
    for _ in range(_ROUNDS):
        tries: list[tuple[float, list[float]]] = []
        for (one, other), step in product(pairs, steps):
            if shares[one] - step >= floors[one]:
                moved = list(shares)
                moved[one], moved[other] = moved[one] - step, moved[other] + step
                tries.append((_lines(moved, wants, size), moved))
        lowest = min(tries, default=(best, shares))
        if lowest[0] >= best - 1e-6:
            break
        best, shares = lowest
    return shares


def _lines(shares: Sequence[float], wants: Sequence[Sequence[float]], size: float) -> float:
    """Return the number of lines of the rows, plus a little for the length of cells with more than one."""
    total = 0.0
    for row in wants:
        # Lines are never quite full, because words and phrases are not split.
        parts = [want * 1.03 / max(size, share - _INNER) for want, share in zip(row, shares, strict=False)]
        total += max((ceil(part - 1e-6) for part in parts), default=0) + 0.02 * sum(max(1.0, part) for part in parts)
    return total
