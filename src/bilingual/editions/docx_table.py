"""Tables of a Word edition: two columns of equal width, in which a row may also be one cell or many."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

from bilingual.editions.docx_styles import RULE_COLOR
from bilingual.editions.markup import element, empty

TEXT_WIDTH = 9638
"""Twips: an A4 page less 2 cm either side."""
_COLUMN = TEXT_WIDTH // 2
_GUTTER = 140  # twips between a cell's text and the line beside it


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell: where it begins and ends, and its paragraphs."""

    start: int
    """Twips from the left edge of the table."""
    end: int
    content: str
    ruled: bool = False
    """True for the cells of a table in the article, which has lines between its rows."""


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the Word table."""

    cells: tuple[Cell, ...]
    repeated: bool = False
    """True for the row of column labels, which every page shows again."""
    whole: bool = True
    """True when a page break must not divide it; a long row would leave a hole at the foot of the page."""


def halves(ja: str, en: str, *, repeated: bool = False, whole: bool = True) -> Line:
    """Return a row with the Japanese paragraphs on the left and the English ones on the right."""
    cells = (Cell(0, _COLUMN, ja), Cell(_COLUMN, TEXT_WIDTH, en))
    return Line(cells, repeated=repeated, whole=whole)


def across(content: str) -> Line:
    """Return a row that is one cell over both columns."""
    return Line((Cell(0, TEXT_WIDTH, content),))


def divided(ja: Sequence[str], en: Sequence[str]) -> Line:
    """Return a row whose left half holds all the Japanese cells and whose right half all the English ones."""
    return Line((*_slices(ja, 0, _COLUMN), *_slices(en, _COLUMN, TEXT_WIDTH)))


def stretched(contents: Sequence[str]) -> Line:
    """Return a row of equal cells over both columns, for tables too wide to stand twice side by side."""
    return Line(tuple(_slices(contents, 0, TEXT_WIDTH)))


def table(lines: Sequence[Line], *, caption: str, description: str) -> str:
    """Return `w:tbl` with fixed widths; caption and description are its alternative text.

    The grid holds every edge that any row uses, and cells span the columns between their edges: this is how Word
    itself writes a table with split cells.
    """
    edges = sorted({0, TEXT_WIDTH} | {edge for line in lines for cell in line.cells for edge in (cell.start, cell.end)})
    grid = [empty("w:gridCol", {"w:w": str(right - left)}) for left, right in itertools.pairwise(edges)]
    place = {edge: number for number, edge in enumerate(edges)}
    look = {"w:val": "0620", "w:firstRow": "1", "w:lastRow": "0", "w:firstColumn": "0", "w:lastColumn": "0"}
    properties = (
        empty("w:tblStyle", {"w:val": "ParallelText"}),
        empty("w:tblW", {"w:w": str(TEXT_WIDTH), "w:type": "dxa"}),
        empty("w:tblLayout", {"w:type": "fixed"}),
        empty("w:tblLook", look | {"w:noHBand": "1", "w:noVBand": "1"}),
        empty("w:tblCaption", {"w:val": caption}),
        empty("w:tblDescription", {"w:val": description}),
    )
    return element(
        "w:tbl",
        {},
        element("w:tblPr", {}, *properties),
        element("w:tblGrid", {}, *grid),
        *(_line(line, place) for line in lines),
    )


def _slices(contents: Sequence[str], start: int, end: int) -> list[Cell]:
    edges = [start + (end - start) * number // len(contents) for number in range(len(contents) + 1)]
    return [
        Cell(left, right, content, ruled=True) for left, right, content in zip(edges, edges[1:], contents, strict=False)
    ]


def _line(line: Line, place: dict[int, int]) -> str:
    properties = (empty("w:cantSplit") if line.whole else "") + (empty("w:tblHeader") if line.repeated else "")
    cells = []
    for cell in line.cells:
        span = place[cell.end] - place[cell.start]
        shape = (
            empty("w:tcW", {"w:w": str(cell.end - cell.start), "w:type": "dxa"}),
            empty("w:gridSpan", {"w:val": str(span)}) if span > 1 else "",
            _rules() if cell.ruled else "",
            _margins(cell),
        )
        cells.append(element("w:tc", {}, element("w:tcPr", {}, *shape), cell.content))
    return element("w:tr", {}, element("w:trPr", {}, properties) if properties else "", *cells)


def _rules() -> str:
    rule = {"w:val": "single", "w:sz": "4", "w:space": "0", "w:color": RULE_COLOR}
    return element("w:tcBorders", {}, empty("w:top", rule), empty("w:bottom", rule))


def _margins(cell: Cell) -> str:
    """Return the cell's margins: none at the outer edges, where the text stands flush with the headings."""
    left, right = _GUTTER * (cell.start > 0), _GUTTER * (cell.end < TEXT_WIDTH)
    return element(
        "w:tcMar",
        {},
        empty("w:left", {"w:w": str(left), "w:type": "dxa"}),
        empty("w:right", {"w:w": str(right), "w:type": "dxa"}),
    )
