"""Tables of a Word edition: two columns of equal width, Japanese and English.

Every row of text has just these two cells, so whoever reads the file by program finds the English in `row.cells[1]`.
"""

from __future__ import annotations

import copy
import unicodedata
from collections.abc import Iterable, Sequence
from itertools import accumulate, zip_longest
from typing import Any, Literal

from docx.document import Document
from docx.oxml.ns import qn
from docx.shared import Twips
from docx.text.paragraph import Paragraph

from bilingual.editions.docx_styles import RULE_COLOR
from bilingual.editions.docx_xml import node, value

TEXT_WIDTH = 9638
"""Twips: an A4 page less 2 cm either side."""
_COLUMN = TEXT_WIDTH // 2
_GUTTER = 140  # twips between a cell's text and the line between the columns
_BETWEEN = 9.0  # points at least between two columns of a table in the article
_LEAST = 90.0  # points: no last column of several lines is narrower
_LATIN = 0.55  # of the font size: generous, for the face may be another one on the reader's machine

Rule = Literal["top", "bottom"]


class ParallelTable:
    """A Word table that grows row by row; a row is the paragraphs to write into.

    python-docx makes the first row of each kind, the others are copies: an edition may have thousands.
    """

    def __init__(self, document: Document, *, caption: str, description: str) -> None:
        """Add the table to the document; caption and description are its alternative text."""
        self._table: Any = document.add_table(0, 2, "Parallel Text")
        self._table.autofit = False
        self._rows: dict[tuple[object, ...], Any] = {}
        for column in self._table.columns:
            column.width = Twips(_COLUMN)
        properties: Any = self._table._tbl.tblPr
        properties.remove(properties.find(qn("w:tblW")))
        width = node("w:tblW", {"w:w": str(TEXT_WIDTH), "w:type": "dxa"})
        properties.find(qn("w:tblStyle")).addnext(width)
        properties.extend([value("w:tblCaption", caption), value("w:tblDescription", description)])

    def halves(
        self, ja_style: str, en_style: str, *, repeated: bool = False, whole: bool = True, rules: Sequence[Rule] = ()
    ) -> tuple[Paragraph, Paragraph]:
        """Add a row and return its Japanese and its English paragraph.

        A `repeated` row (the column labels) stands on every page again. A `whole` row is not divided by a page break;
        a long one would leave a hole at the foot of the page.
        """
        kind = (ja_style, en_style, repeated, whole, *rules)
        if kind not in self._rows:
            self._rows[kind] = self._row(ja_style, en_style, repeated=repeated, whole=whole, rules=rules)
        row = copy.deepcopy(self._rows[kind])
        self._table._tbl.append(row)
        ja, en = (Paragraph(cell.p_lst[0], self._table) for cell in row.tc_lst)
        return ja, en

    def across(self, style: str) -> Paragraph:
        """Add a row that is one cell over both columns, and return its paragraph."""
        row = self._table.add_row()
        row._tr.get_or_add_trPr().append(node("w:cantSplit"))
        first, second = row._tr.tc_lst
        row._tr.remove(second)
        first.grid_span, first.width = 2, Twips(TEXT_WIDTH)
        _shape(first, left=0, right=0)
        paragraph = row.cells[0].paragraphs[0]
        paragraph.style = style
        return paragraph

    def _row(self, ja_style: str, en_style: str, *, repeated: bool, whole: bool, rules: Sequence[Rule]) -> Any:
        """Return `w:tr` with two empty cells; it does not stand in the table yet."""
        row = self._table.add_row()
        properties = row._tr.get_or_add_trPr()
        if whole:
            properties.append(node("w:cantSplit"))
        if repeated:
            properties.append(node("w:tblHeader"))
        ja, en = row.cells
        _shape(ja._tc, left=0, right=_GUTTER, rules=rules)
        _shape(en._tc, left=_GUTTER, right=0, rules=rules)
        ja.paragraphs[0].style, en.paragraphs[0].style = ja_style, en_style
        self._table._tbl.remove(row._tr)
        return row._tr


def width_of(text: str, size: float) -> float:
    """Return about how wide a line of text is, in points; rather too much than too little."""
    return sum(size if unicodedata.east_asian_width(sign) in "WFA" else size * _LATIN for sign in text)


def tab_stops(rows: Iterable[Sequence[str]], size: float) -> list[float] | None:
    """Return where the second and later columns of an article's table begin (points) in half of the page.

    The last column may have several lines. None when the others do not fit on one, or a cell breaks its line itself.
    """
    columns = list(zip_longest(*rows, fillvalue=""))
    if any("\n" in text or "\t" in text for column in columns for text in column):
        return None
    *widths, last = (max(width_of(text, size) for text in column) for column in columns)
    free = (_COLUMN - _GUTTER) / 20 - sum(widths) - _BETWEEN * len(widths) - last
    if free + last < min(last, _LEAST):
        return None
    gap = _BETWEEN + max(free, 0) / len(columns)
    return [at + gap * number for number, at in enumerate(accumulate(widths), 1)]


def _shape(cell: Any, *, left: int, right: int, rules: Sequence[Rule] = ()) -> None:
    """Give a cell its margins (twips), none at the outer edges where text stands flush with the headings."""
    properties = cell.get_or_add_tcPr()
    if rules:
        rule = {"w:val": "single", "w:sz": "4", "w:space": "0", "w:color": RULE_COLOR}
        properties.append(node("w:tcBorders", {}, *(node(f"w:{side}", rule) for side in rules)))
    sides = (("left", left), ("right", right))
    margins = [node(f"w:{side}", {"w:w": str(width), "w:type": "dxa"}) for side, width in sides]
    properties.append(node("w:tcMar", {}, *margins))
