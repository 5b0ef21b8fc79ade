"""The cells of a table, in a grid: merged cells cover the places beside and below them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bilingual.containers.docx import W
from bilingual.model import CellAlign
from bilingual.reading.docx.elements import child_value, children_within, switched, whole_number

_WIDEST = 63
"""Columns that Word can have."""
_ALIGNED: dict[str, CellAlign] = {"center": "center", "right": "right", "end": "right"}


@dataclass(frozen=True, slots=True)
class WordTable:
    """The cells of a table that are not covered by others."""

    rows: tuple[tuple[tuple[int, Any], ...], ...]
    """For each row the column of each cell, from 0, and its element."""
    columns: int

    @property
    def is_layout(self) -> bool:
        """Return whether the table is a frame: it has one row or one column, or a table with more in a cell."""
        return self.is_single or any(_has_grid(cell) for row in self.rows for _, cell in row)

    @property
    def is_single(self) -> bool:
        """Return whether the table has one row or one column."""
        return self.columns < 2 or len(self.rows) < 2

    def cells(self) -> list[Any]:
        """Return the elements row by row, None where a cell is covered or missing."""
        grid: list[Any] = [None] * (self.columns * len(self.rows))
        for at, row in enumerate(self.rows):
            for column, cell in row:
                grid[at * self.columns + column] = cell
        return grid


def word_table(table: Any) -> WordTable:
    """Return the grid of a table; columns in which no cell begins are left out, and hidden rows."""
    rows: list[list[tuple[int, Any]]] = []
    for row in children_within(table, "tr"):
        if switched(row.find(f"{W}trPr"), "hidden"):
            continue
        found = _row(row)
        rows.append(found)
    rows = [row for row in rows if row]
    starts = sorted({column for row in rows for column, _ in row})
    places = {column: at for at, column in enumerate(starts)}
    kept = tuple(tuple((places[column], cell) for column, cell in row) for row in rows)
    return WordTable(kept, len(starts))


def _has_grid(cell: Any) -> bool:
    return any(not word_table(inside).is_single for inside in children_within(cell, "tbl"))


def _row(row: Any) -> list[tuple[int, Any]]:
    found: list[tuple[int, Any]] = []
    column = min(max(whole_number(child_value(row.find(f"{W}trPr"), "gridBefore")), 0), _WIDEST)
    for cell in children_within(row, "tc"):
        properties = cell.find(f"{W}tcPr")
        merged = properties.find(f"{W}vMerge") if properties is not None else None
        covered = merged is not None and merged.get(f"{W}val", "continue") != "restart"
        beside = child_value(properties, "hMerge", "restart") if properties is not None else "restart"
        if not covered and not _is_covered_beside(properties, beside):
            found.append((column, cell))
        column += min(max(whole_number(child_value(properties, "gridSpan"), 1), 1), _WIDEST)
    return found


def _is_covered_beside(properties: Any, beside: str) -> bool:
    """Return whether a cell is covered by the one before it (`w:hMerge`, as old files have it)."""
    return properties is not None and properties.find(f"{W}hMerge") is not None and beside in ("", "continue")


def common_alignment(aligned: Sequence[str]) -> CellAlign:
    """Return how the cells of a column are aligned, if all of them are the same."""
    found = Counter(_ALIGNED.get(one, "") for one in aligned)
    return next(iter(found)) if len(found) == 1 else ""
