"""Tables that are too wide: which columns are set together, in all formats that have pages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from math import ceil

from bilingual.editions.model import Row

_NAMES = 1 / 3
"""Share of the width; a first column that needs more is not repeated."""


def column_bands(least: Sequence[Sequence[float]], widths: Sequence[float]) -> list[tuple[int, ...]]:
    """Divide the columns of a table into bands that fit the page, one below the other; one band when all fit.

    `least` has the least width of every column for each language that is set beside the other, and `widths` the room
    of each. The first column, which names the rows, is repeated in every band.
    """
    count = min(map(len, least), default=0)
    if not count or _fits(range(count), least, widths):
        return [tuple(range(count))]
    repeated = all(columns[0] <= width * _NAMES for columns, width in zip(least, widths, strict=True))
    head, rest = ((0,), range(1, count)) if repeated else ((), range(count))
    fewest = len(_filled(head, rest, least, widths, most=count))
    for most in range(ceil(len(rest) / fewest), count):
        bands = _filled(head, rest, least, widths, most=most)
        if len(bands) == fewest:
            return bands
    return _filled(head, rest, least, widths, most=count)


def _filled(
    head: tuple[int, ...], rest: Sequence[int], least: Sequence[Sequence[float]], widths: Sequence[float], *, most: int
) -> list[tuple[int, ...]]:
    """Fill one band after the other with as many columns as fit, and `most` at most."""
    bands: list[tuple[int, ...]] = []
    for column in rest:
        if bands and len(bands[-1]) - len(head) < most and _fits((*bands[-1], column), least, widths):
            bands[-1] = (*bands[-1], column)
        else:
            bands.append((*head, column))
    return bands


def _fits(columns: Sequence[int], least: Sequence[Sequence[float]], widths: Sequence[float]) -> bool:
    return all(sum(side[at] for at in columns) <= width for side, width in zip(least, widths, strict=True))


def with_columns(rows: Sequence[Row], band: Sequence[int]) -> list[Row]:
    """Return the rows of a table with some of its columns; only the first band has the number for citing."""
    return [
        replace(
            row,
            cells=tuple(row.cells[at] for at in band if at < len(row.cells)),
            aligned=tuple(row.aligned[at] for at in band if at < len(row.aligned)),
            number=row.number if band[-1] < len(band) else 0,
        )
        for row in rows
    ]
