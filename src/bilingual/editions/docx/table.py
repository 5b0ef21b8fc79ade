"""Tables of a Word edition: parallel text in two columns, and the tables of the article itself.

Every row of parallel text has exactly two cells, so programs that read the file find the second language in
`row.cells[1]`.
"""

from __future__ import annotations

import copy
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any

from docx.document import Document
from docx.oxml.ns import qn
from docx.shared import Twips
from docx.text.paragraph import Paragraph

from bilingual.editions.docx.styles import CELL_MARGIN
from bilingual.editions.docx.xml import node, value
from bilingual.editions.model import Edition, Lang
from bilingual.editions.share import column_share

_LATIN = 0.62  # of the font size: generous, because the text may be bold, or in another font on the reader's machine
_LEAST = 4.0  # em: no column is narrower
_SLACK = 1.5  # points: programs round widths, so text that just fits would not
_HIDDEN = 1.0
"""Height in points of a row that is not seen."""
_WORD = re.compile(r"[!-~À-ɏ’]+")


@dataclass(frozen=True, slots=True)
class Widths:
    """The division of the page's width, in points."""

    text: float
    columns: tuple[float, ...]
    """Of the cells of parallel text; one when the edition has no columns."""
    gutter: float
    langs: tuple[Lang, ...]


def widths_of(edition: Edition) -> Widths:
    """Return the widths for an edition's page and theme."""
    theme = edition.theme
    text = theme.sheet[0] - theme.space.inner - theme.space.outer
    gutter = theme.spacing.gutter
    if edition.layout == "stacked" or len(edition.langs) == 1:
        return Widths(text, (text,), gutter, edition.langs)
    japanese = (text - gutter) * column_share(edition) + gutter / 2
    columns = (japanese, text - japanese)
    return Widths(text, columns if edition.langs[0] == "ja" else columns[::-1], gutter, edition.langs)


class ParallelTable:
    """A Word table that grows row by row; a row is the paragraphs to write into.

    python-docx makes the first row of each kind, the others are copies: an edition may have thousands.
    """

    def __init__(self, document: Document, widths: Widths, *, caption: str, description: str) -> None:
        """Add the table to the document; caption and description are its alternative text."""
        self._table = _table(document, widths.columns, "Parallel Text", caption, description)
        self._widths = widths
        self._rows: dict[tuple[object, ...], Any] = {}

    def labels(self, *, visible: bool) -> dict[Lang, Paragraph]:
        """Add the row that names the columns, and return its paragraphs; it is repeated on every page.

        One that is not visible is there for screen readers: its height is one point.
        """
        style = "Column Label" if visible else "Column Label Hidden"
        made = self.row(dict.fromkeys(self._widths.langs, style), repeated=True)
        if not visible:
            height = node("w:trHeight", {"w:val": str(_twips(_HIDDEN)), "w:hRule": "exact"})
            self._table._tbl.tr_lst[-1].get_or_add_trPr().append(height)
        return made

    def row(self, styles: Mapping[Lang, str], *, repeated: bool = False, whole: bool = True) -> dict[Lang, Paragraph]:
        """Add a row and return its paragraphs.

        A `repeated` row is repeated on every page. A `whole` row is not divided by a page break; a long one would leave
        a gap at the foot of the page.
        """
        kind = (*styles.items(), repeated, whole)
        if kind not in self._rows:
            self._rows[kind] = self._row(styles, repeated=repeated, whole=whole)
        row = copy.deepcopy(self._rows[kind])
        self._table._tbl.append(row)
        paragraphs = (Paragraph(cell.p_lst[0], self._table) for cell in row.tc_lst)
        return dict(zip(self._widths.langs, paragraphs, strict=True))

    def across(self, style: str) -> Paragraph:
        """Add a row with one cell over both columns, and return its paragraph."""
        row = self._table.add_row()
        row._tr.get_or_add_trPr().append(node("w:cantSplit"))
        first, second = row._tr.tc_lst
        row._tr.remove(second)
        first.grid_span, first.width = 2, Twips(sum(map(_twips, self._widths.columns)))
        paragraph = row.cells[0].paragraphs[0]
        paragraph.style = style
        return paragraph

    def _row(self, styles: Mapping[Lang, str], *, repeated: bool, whole: bool) -> Any:
        """Return `w:tr` with two empty cells, not yet in the table."""
        row = self._table.add_row()
        _set_row(row, whole=whole, repeated=repeated)
        half = self._widths.gutter / 2
        for cell, lang, sides in zip(row.cells, self._widths.langs, ((0.0, half), (half, 0.0)), strict=True):
            _set_margins(cell._tc, *sides)
            cell.paragraphs[0].style = styles[lang]
        self._table._tbl.remove(row._tr)
        return row._tr


def article_table(
    document: Document, columns: Sequence[float], rows: Sequence[Sequence[str]], *, headers: Sequence[bool],
    caption: str, gap_before: int = 0, gap: float = 0,
) -> list[list[Paragraph]]:  # fmt: skip
    """Add a table of the article and return the paragraph of each cell.

    `rows` has the style of each cell, row by row; before column `gap_before` is a space of `gap` points.
    """
    table = _table(document, columns, "Article Table", caption, "")
    made: list[list[Paragraph]] = []
    for styles, header in zip(rows, headers, strict=True):
        row = table.add_row()
        _set_row(row, whole=True, repeated=header)
        paragraphs = []
        for number, (cell, style) in enumerate(zip(row._tr.tc_lst, styles, strict=True)):
            if gap and number == gap_before:
                _set_margins(cell, gap, CELL_MARGIN)
            paragraph = Paragraph(cell.p_lst[0], table)
            paragraph.style = style
            paragraphs.append(paragraph)
        made.append(paragraphs)
    return made


def terms_table(
    document: Document, columns: Sequence[float], gutter: float, count: int, *, caption: str, description: str
) -> list[Paragraph]:
    """Add the list of terms and return the paragraphs of its cells, row by row, first those of the header row.

    `columns` has the width of the Japanese and of the English, once or twice; between two pairs are `gutter` points.
    """
    widths = [width + (gutter if at == 1 and len(columns) > 2 else 0.0) for at, width in enumerate(columns)]
    table = _table(document, widths, "Term Table", caption, description)
    made: list[Paragraph] = []
    for number in range(1 + -(-count // (len(columns) // 2))):
        row = table.add_row()
        _set_row(row, whole=True, repeated=number == 0)
        for at, cell in enumerate(row._tr.tc_lst):
            made.append(Paragraph(cell.p_lst[0], table))
            made[-1].style = "Column Label" if number == 0 else f"{'English' if at % 2 else 'Japanese'} Cell"
    return made


def width_of(text: str, size: float) -> float:
    """Return the approximate width of a line of text in points: too much rather than too little."""
    return sum(size if unicodedata.east_asian_width(sign) in "WFA" else size * _LATIN for sign in text)


def least_widths(rows: Sequence[Sequence[str]], size: float) -> list[float]:
    """Return the least width of each column of an article's table, in points: its longest word, or a few signs."""
    least = []
    for column in zip_longest(*rows, fillvalue=""):
        longest = max((width_of(word, size) for text in column for word in _WORD.findall(text)), default=0.0)
        least.append(max(longest, min(_full(column, size), _LEAST * size)) + CELL_MARGIN + _SLACK)
    return least


def _full(column: Sequence[str], size: float) -> float:
    """Return the width of the longest line of a column's cells."""
    return max((width_of(line, size) for text in column for line in text.split("\n")), default=0.0)


def column_widths(rows: Sequence[Sequence[str]], size: float, width: float) -> list[float]:
    """Divide `width` points among the columns of an article's table by their content.

    A table that does not fit (one column with a very long word) gets equal columns.
    """
    columns = list(zip_longest(*rows, fillvalue=""))
    least = least_widths(rows, size)
    if sum(least) > width:
        return [width / len(columns)] * len(columns)
    wanted = [
        max(_full(column, size) + CELL_MARGIN + _SLACK, floor) for column, floor in zip(columns, least, strict=True)
    ]
    if sum(wanted) <= width:
        return [each + (width - sum(wanted)) / len(columns) for each in wanted]
    # Short columns get all they need; the long ones share the rest.
    found = list(least)
    rest = set(range(len(columns)))
    while rest:
        share = (width - sum(found[at] for at in range(len(columns)) if at not in rest)) / len(rest)
        easy = {at for at in rest if wanted[at] <= share} or {at for at in rest if least[at] > share}
        for at in easy or rest:
            found[at] = min(wanted[at], max(share, least[at]))
        rest -= easy or rest
    return found


def _table(document: Document, columns: Sequence[float], style: str, caption: str, description: str) -> Any:
    table: Any = document.add_table(0, len(columns), style)
    table.autofit = False
    whole = [_twips(width) for width in columns]
    for column, width in zip(table.columns, whole, strict=True):
        column.width = Twips(width)
    properties: Any = table._tbl.tblPr
    properties.remove(properties.find(qn("w:tblW")))
    properties.find(qn("w:tblStyle")).addnext(node("w:tblW", {"w:w": str(sum(whole)), "w:type": "dxa"}))
    properties.append(value("w:tblCaption", caption))
    if description:
        properties.append(value("w:tblDescription", description))
    return table


def _set_row(row: Any, *, whole: bool, repeated: bool) -> None:
    properties = row._tr.get_or_add_trPr()
    if whole:
        properties.append(node("w:cantSplit"))
    if repeated:
        properties.append(node("w:tblHeader"))


def _set_margins(cell: Any, left: float, right: float) -> None:
    """Give a cell its margins (points), none at the outer edges, so that text is flush with the headings."""
    sides = (("left", left), ("right", right))
    margins = [node(f"w:{side}", {"w:w": str(_twips(width)), "w:type": "dxa"}) for side, width in sides]
    cell.get_or_add_tcPr().append(node("w:tcMar", {}, *margins))


def _twips(points: float) -> int:
    return round(points * 20)
