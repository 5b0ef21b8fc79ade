"""Tables: a grid of cells, each with the blocks in it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from bilingual.model import Place
from bilingual.reading.documents.model import DocumentBlock
from bilingual.reading.documents.text import MarkedText, join_cell
from bilingual.reading.odt.names import odf_integer, odf_name, odf_value

GridCell = tuple[DocumentBlock, ...]
_REPEATED = 64
"""Cells or rows that one element may stand for."""
_ALL = 100_000
"""Characters and cells of a document that are there by repetition only."""


@dataclass(slots=True)
class TableReader:
    """Reads tables; `inside` returns the blocks of a cell, with whether it is in the first row."""

    inside: Callable[[Any, bool], list[DocumentBlock]]
    _repeated: int = 0

    def read(self, table: Any, place: Place) -> list[DocumentBlock]:
        """Return a table and, after it, its images; a box around text is the text in it."""
        grid = _trimmed(self._rows(table))
        if not grid:
            return []
        framed = any(block.kind == "table" for row in grid for cell in row for block in cell)
        if framed or len(grid) == 1 or len(grid[0]) == 1:
            return [block for row in grid for cell in row for block in cell]
        blocks = [block for row in grid for cell in row for block in cell if block.kind == "image"]
        cells = tuple(_cell_text(cell) for row in grid for cell in row)
        return [DocumentBlock(kind="table", columns=len(grid[0]), cells=cells, place=place, why="table"), *blocks]

    def _rows(self, table: Any) -> list[list[GridCell]]:
        rows: list[list[GridCell]] = []
        waiting = list(table)[::-1]
        while waiting:
            one = waiting.pop()
            name = odf_name(one)
            if name in ("table:table-header-rows", "table:table-rows", "table:table-row-group"):
                waiting.extend(list(one)[::-1])
            elif name == "table:table-row" and odf_value(one, "table:visibility") != "collapse":
                row = self._row(one, first=not rows)
                rows.extend([row] * self._times(one, "table:number-rows-repeated", row))
        return rows

    def _row(self, row: Any, *, first: bool) -> list[GridCell]:
        cells: list[GridCell] = []
        missing = 0
        for one in row:
            name = odf_name(one)
            if name == "table:covered-table-cell":
                times = self._times(one, "table:number-columns-repeated", [()])
                cells.extend([()] * times)
                missing -= times
            elif name == "table:table-cell":
                cells.extend([()] * missing)
                found = tuple(self.inside(one, first))
                cells.extend([found] * self._times(one, "table:number-columns-repeated", [found]))
                missing = odf_integer(one, "table:number-columns-spanned", 1, most=_REPEATED) - 1
            missing = max(missing, 0)
        cells.extend([()] * missing)
        return cells

    def _times(self, element: Any, attribute: str, cells: Sequence[GridCell]) -> int:
        """Return how often these cells are there; a document with very many repetitions has each once."""
        times = max(odf_integer(element, attribute, 1, most=_REPEATED), 1)
        size = sum(1 + sum(_size(block) for block in cell) for cell in cells) * (times - 1)
        if self._repeated + size > _ALL:
            return 1
        self._repeated += size
        return times


def _size(block: DocumentBlock) -> int:
    return 1 + len(block.content.text) + sum(1 + len(cell.text) for cell in block.cells)


def _trimmed(rows: list[list[GridCell]]) -> list[list[GridCell]]:
    """Return the rows as a grid, without columns and rows at its ends that are empty."""
    columns = max((at for row in rows for at, cell in enumerate(row, 1) if cell), default=0)
    last = max((at for at, row in enumerate(rows, 1) if any(row)), default=0)
    return [[*row[:columns], *([()] * (columns - len(row)))] for row in rows[:last]]


def _cell_text(cell: GridCell) -> MarkedText:
    """Return the text of a cell, with the markers of its items."""
    parts: list[MarkedText] = []
    for block in cell:
        if block.kind == "image":
            continue
        if block.marker and block.kind != "separator":
            parts.append(_marked(block))
        else:
            parts.extend((block.content, *block.cells))
    return join_cell(parts)


def _marked(block: DocumentBlock) -> MarkedText:
    sign = "・" if block.marker == "-" else f"{block.marker} "
    marks = tuple(replace(mark, start=mark.start + len(sign), end=mark.end + len(sign)) for mark in block.content.marks)
    return MarkedText(sign + block.content.text, marks)
