"""Tables of a page: the grid that merged cells fill, and tables that only lay out the page."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bilingual.model import CellAlign
from bilingual.reading.html.nodes import HtmlNode
from bilingual.reading.html.styles import declarations
from bilingual.reading.html.tags import PAGE_TAGS

_SPAN = 1000
"""The most rows or columns of a merged cell, as in browsers."""
_MOST_CELLS = 20_000
"""Cells of a grid; a larger table is read row by row."""
_MOST_WORK = 2_000_000
"""Places that are looked at; beyond them, cells are no longer merged."""
_LONG = 150
"""Characters; a table whose cells hold more on average is the layout of a page."""


@dataclass(frozen=True, slots=True)
class TableGrid:
    """The cells of a table row by row; None where a merged cell covers a place."""

    rows: tuple[tuple[HtmlNode | None, ...], ...]
    columns: int


def rows_of(table: HtmlNode) -> list[list[HtmlNode]]:
    """Return the cells of each row, those of `tfoot` last; rows of tables inside are not among them."""
    groups: dict[str, list[list[HtmlNode]]] = {"thead": [], "tbody": [], "tfoot": []}
    for child in table.elements:
        group = groups.get(child.name, groups["tbody"])
        rows = [child] if child.name == "tr" else [one for one in child.elements if one.name == "tr"]
        group += [[cell for cell in row.elements if cell.name in ("td", "th")] for row in rows]
    return [row for name in ("thead", "tbody", "tfoot") for row in groups[name] if row]


def is_layout(table: HtmlNode, rows: Sequence[Sequence[HtmlNode]]) -> bool:
    """Return whether a table only places text: a box, a page of columns."""
    if table.get("role") in ("presentation", "none"):
        return True
    inside = {node.name for row in rows for cell in row for node in cell.inside()}
    if inside & PAGE_TAGS:
        return True
    if len(rows) < 2 or max(len(row) for row in rows) < 2:
        return True
    if any(child.name in ("caption", "thead") for child in table.elements) or any(
        cell.name == "th" for row in rows for cell in row
    ):
        return False
    lengths = [len(cell.text) for row in rows for cell in row]
    return sum(lengths) > _LONG * len(lengths)


def grid_of(rows: Sequence[Sequence[HtmlNode]]) -> TableGrid:
    """Return the cells of a table in their places; columns in which no cell begins are left out."""
    placed: list[list[tuple[int, HtmlNode]]] = []
    covered: dict[int, int] = {}
    """Column → rows that a cell from above still covers."""
    work = 0
    for row in rows:
        line: list[tuple[int, HtmlNode]] = []
        column = 0
        below: dict[int, int] = {}
        for cell in row:
            before = column
            while covered.get(column, 0):
                column += 1
            wide, high = _span(cell, "colspan"), _span(cell, "rowspan") or len(rows)
            work += column - before + wide + len(covered)
            if work > _MOST_WORK:
                wide = high = 1
            line.append((column, cell))
            if high > 1:
                below.update(dict.fromkeys(range(column, column + wide), high - 1))
            column += wide
        covered = {} if work > _MOST_WORK else {at: left - 1 for at, left in covered.items() if left > 1} | below
        placed.append(line)
    return _compact(placed)


def _span(cell: HtmlNode, name: str) -> int:
    text = cell.get(name)
    if not re.fullmatch(r"\d{1,9}", text):
        return 1
    return min(int(text), _SPAN) if name == "rowspan" else min(max(int(text), 1), _SPAN)


def _compact(placed: Sequence[Sequence[tuple[int, HtmlNode]]]) -> TableGrid:
    used = sorted({column for line in placed for column, _ in line})
    if len(used) * len(placed) > _MOST_CELLS:
        columns = max(len(line) for line in placed)
        if columns * len(placed) > _MOST_CELLS * 10:
            return TableGrid((), 0)
        return TableGrid(tuple(_padded([cell for _, cell in line], columns) for line in placed), columns)
    places = {column: at for at, column in enumerate(used)}
    rows = []
    for line in placed:
        row: list[HtmlNode | None] = [None] * len(used)
        for column, cell in line:
            row[places[column]] = cell
        rows.append(tuple(row))
    return TableGrid(tuple(rows), len(used))


def _padded(cells: Sequence[HtmlNode], columns: int) -> tuple[HtmlNode | None, ...]:
    return (*cells, *[None] * (columns - len(cells)))


def alignment(grid: TableGrid) -> tuple[CellAlign, ...]:
    """Return the alignment of each column by its first cell that gives one; empty when none does."""
    found: tuple[CellAlign, ...] = tuple(
        next((side for row in grid.rows if (cell := row[at]) is not None and (side := _side(cell))), "")
        for at in range(grid.columns)
    )
    return found if any(found) else ()


def _side(cell: HtmlNode) -> CellAlign:
    told = declarations(cell.get("style")).get("text-align", "") or cell.get("align").lower()
    sides: tuple[CellAlign, ...] = ("left", "center", "right")
    return next((side for side in sides if told == side), "")
