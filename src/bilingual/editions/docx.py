"""Draw an edition as a Word document, with python-docx (ECMA-376, WordprocessingML)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.section import Section as WordSection
from docx.shared import Pt
from docx.text.paragraph import Paragraph

from bilingual.editions.docx_package import blank, save
from bilingual.editions.docx_pictures import Album
from bilingual.editions.docx_styles import TEXT_SIZE, size_of
from bilingual.editions.docx_table import ParallelTable, Rule, tab_stops, width_of
from bilingual.editions.docx_text import Pen
from bilingual.editions.layout import Edition, Pair, Row, Section
from bilingual.editions.pictures import read_picture

_LEVELS = 6
_INDENT = 12.0  # points a level of a list or a quote goes in
_MARKER_WIDTH = 16.0  # points: room for "10." and for one full-width sign
_SHORT = {"ja": 160, "en": 400}  # characters: a row of some eight lines stays on one page
_LONG_WORD = re.compile("[!-~]{20}")

_STYLES = {
    "paragraph": "Text",
    "list_item": "List",
    "quote": "Quote",
    "note": "Note",
    "byline": "Text",
    "code": "Code",
}


def draw(edition: Edition) -> bytes:
    """Return the edition as a `.docx` file."""
    document = blank(edition)
    writer = _Writer(document, edition, Pen(document, edition.language), Album(document))
    writer.title()
    writer.text()
    writer.terms()
    writer.colophon()
    if document.element.body[-2:-1] and document.element.body[-2].tag.endswith("}tbl"):
        document.add_paragraph(style="End")  # a document cannot end in a table
    writer.furniture()
    return save(document)


@dataclass(slots=True)
class _Writer:
    """One document in the making."""

    document: Document
    edition: Edition
    pen: Pen
    album: Album

    def title(self) -> None:
        """Write the title in both languages and the lines below it."""
        title = self.edition.title
        if title.ja:
            self.pen.text(self._paragraph("Title"), title.ja)
        if title.en or not title.ja:
            self.pen.english(self._paragraph("Subtitle" if title.ja else "Title"), title)
        for pair in self.edition.byline:
            same = str(pair.ja) == str(pair.en)  # a date, an address: said once
            self._two_sides(self._paragraph("Byline"), pair, " / ", once=same)

    def text(self) -> None:
        """Write headings and tables. Sections without a heading share a table: Word would join the two anyway."""
        table: ParallelTable | None = None
        for section in self.edition.sections:
            if section.heading:
                table = None
                heading = self._paragraph(f"Heading {min(max(section.level, 1), _LEVELS)}")
                self._two_sides(heading, section.heading, "\n")
            if section.rows:
                table = table or self._parallel_text()
                self._section(table, section)

    def terms(self) -> None:
        """Write the list of names and terms."""
        if not self.edition.terms:
            return
        heading = self.edition.furniture.terms_heading
        self.pen.words(self._paragraph("Heading 1"), heading)
        description = "The Japanese names and terms in this article, and how the translation says them."
        table = self._table(heading, description)
        for japanese, english in ((line.source, line.target) for line in self.edition.terms):
            ja, en = table.halves("Japanese Cell", "English Cell")
            self.pen.japanese(ja, japanese)
            self.pen.words(en, english)

    def colophon(self) -> None:
        """Write how the edition was made."""
        if self.edition.colophon:
            self.pen.words(self._paragraph("Heading 1"), self.edition.furniture.colophon_heading)
        for label, value in self.edition.colophon:
            paragraph = self._paragraph("Colophon")
            self.pen.words(paragraph, label, bold=True)
            self.pen.words(paragraph, f"\t{value}")

    def furniture(self) -> None:
        """Write the running title and the page numbers."""
        section: WordSection = self.document.sections[0]
        self.pen.words(section.header.paragraphs[0], self.edition.furniture.running)
        for footer in (section.footer, section.first_page_footer):
            for piece in re.split(r"(\{page\}|\{pages\})", self.edition.furniture.page):
                if piece in ("{page}", "{pages}"):
                    self.pen.field(footer.paragraphs[0], "PAGE" if piece == "{page}" else "NUMPAGES")
                elif piece:
                    self.pen.words(footer.paragraphs[0], piece)

    def _paragraph(self, style: str) -> Paragraph:
        return self.document.add_paragraph(style=style)

    def _two_sides(self, paragraph: Paragraph, pair: Pair, between: str, *, once: bool = False) -> None:
        """Write both languages into one paragraph."""
        if pair.ja and not once:
            self.pen.text(paragraph, pair.ja)
            if pair.en:
                self.pen.words(paragraph, between)
        self.pen.english(paragraph, pair)

    def _parallel_text(self) -> ParallelTable:
        furniture = self.edition.furniture
        description = "One row for each paragraph: the Japanese text, and its English translation beside it."
        return self._table(f"{furniture.column_ja} / {furniture.column_en}", description)

    def _table(self, caption: str, description: str) -> ParallelTable:
        """Begin a table whose first row, the labels of the columns, stands on every page."""
        table = ParallelTable(self.document, caption=caption, description=description)
        ja, en = table.halves("Table Header", "Table Header", repeated=True)
        self.pen.words(ja, self.edition.furniture.column_ja)
        self.pen.words(en, self.edition.furniture.column_en)
        return table

    def _section(self, table: ParallelTable, section: Section) -> None:
        for rows in _groups([row for row in section.rows if row.cells or row.kind != "table"]):
            row = rows[0]
            if row.kind == "separator":
                table.across("Separator")
            elif row.kind == "image":
                self._image(table, row)
            elif row.kind == "table":
                self._article_table(table, rows)
            else:
                for pair in row.cells:
                    self._text_row(table, row, pair)

    def _image(self, table: ParallelTable, row: Row) -> None:
        picture = read_picture(row.image)
        if picture:
            self.album.show(table.across("Picture"), picture, row.alt)
        for pair in row.cells:
            ja, en = table.halves("Japanese Caption", "English Caption")
            self.pen.text(ja, pair.ja)
            self.pen.english(en, pair, draft=row.draft)

    def _text_row(self, table: ParallelTable, row: Row, pair: Pair) -> None:
        name = _STYLES[row.kind]
        styles = (name, name) if name == "Code" else (f"Japanese {name}", f"English {name}")
        ja, en = table.halves(*styles, whole=_is_short(pair))
        ja_marker, en_marker = (str(row.marker.ja), str(row.marker.en)) if row.marker else ("", "")
        _indent(ja, row, ja_marker, TEXT_SIZE["ja"])
        _indent(en, row, en_marker, TEXT_SIZE["en"])
        if _LONG_WORD.search(str(pair.ja)):
            # Justified, the few characters before a long address would be pulled apart.
            ja.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.LEFT
        if ja_marker:
            self.pen.japanese(ja, f"{ja_marker}\t")
        if en_marker:
            self.pen.words(en, f"{en_marker}\t")
        self.pen.text(ja, pair.ja)
        self.pen.english(en, pair, draft=row.draft)

    def _article_table(self, table: ParallelTable, rows: Sequence[Row]) -> None:
        """Write a table of the article: columns at tab stops, or where they do not fit, a row for each cell."""
        ja_stops = tab_stops([[str(pair.ja) for pair in row.cells] for row in rows], size_of("Japanese Cell"))
        en_stops = tab_stops([[str(pair.en) for pair in row.cells] for row in rows], size_of("English Cell"))
        for row in rows:
            if ja_stops is not None and en_stops is not None:
                self._tabbed_row(table, row, ja_stops, en_stops)
            else:
                self._stacked_row(table, row)

    def _tabbed_row(self, table: ParallelTable, row: Row, ja_stops: Sequence[float], en_stops: Sequence[float]) -> None:
        ja, en = table.halves(*_cell_styles(row), whole=all(map(_is_short, row.cells)), rules=("top", "bottom"))
        for paragraph, stops in ((ja, ja_stops), (en, en_stops)):
            layout = paragraph.paragraph_format
            for stop in stops:
                layout.tab_stops.add_tab_stop(Pt(stop))
            if stops:  # the last column may have several lines
                layout.left_indent, layout.first_line_indent = Pt(stops[-1]), Pt(-stops[-1])
        for number, pair in enumerate(row.cells):
            if number:
                self.pen.japanese(ja, "\t")
                self.pen.words(en, "\t")
            self.pen.text(ja, pair.ja)
            self.pen.english(en, pair, draft=row.draft)

    def _stacked_row(self, table: ParallelTable, row: Row) -> None:
        last = len(row.cells) - 1
        for number, pair in enumerate(row.cells):
            ends: tuple[tuple[Rule, bool], ...] = (("top", number == 0), ("bottom", number == last))
            rules = [side for side, drawn in ends if drawn]
            ja, en = table.halves(*_cell_styles(row), whole=_is_short(pair), rules=rules)
            ja.paragraph_format.keep_with_next = number < last or None
            if number:
                ja.paragraph_format.left_indent = en.paragraph_format.left_indent = Pt(_INDENT)
            self.pen.text(ja, pair.ja)
            self.pen.english(en, pair, draft=row.draft)


def _groups(rows: Sequence[Row]) -> Iterator[list[Row]]:
    """Yield the rows of a table of the article together, every other row alone."""
    table: list[Row] = []
    for row in rows:
        if table and (row.kind != "table" or row.header):
            yield table
            table = []
        if row.kind == "table":
            table.append(row)
        else:
            yield [row]
    if table:
        yield table


def _is_short(pair: Pair) -> bool:
    ja, en = str(pair.ja), str(pair.en)
    return len(ja) <= _SHORT["ja"] and len(en) <= _SHORT["en"] and "\n" not in ja + en


def _cell_styles(row: Row) -> tuple[str, str]:
    name = "Cell Header" if row.header else "Cell"
    return f"Japanese {name}", f"English {name}"


def _indent(paragraph: Paragraph, row: Row, marker: str, size: float) -> None:
    """Set the indent that the style does not have: that of a level, and room for a marker."""
    level = min(max(row.level, 1), _LEVELS) - 1
    if not marker and not (level and row.kind in ("list_item", "quote")):
        return
    hanging = max(_MARKER_WIDTH, width_of(marker, size) + 4) if marker else 0.0
    own = _INDENT if row.kind == "quote" else 0.0
    paragraph.paragraph_format.left_indent = Pt(own + level * _INDENT + hanging)
    paragraph.paragraph_format.first_line_indent = Pt(-hanging)
