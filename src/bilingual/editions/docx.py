"""Draw an edition as a Word document (ECMA-376, WordprocessingML).

The markup is written here and not through python-docx: most of what a bilingual page needs (East-Asian settings,
furigana, repeated header rows, bookmarks) has no call there, and its template brings US paper, old layout rules,
a thumbnail and 150 styles without Japanese fonts. Written out, the file is small and the same every time.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files

from bilingual.editions.docx_package import NAMESPACES, Package
from bilingual.editions.docx_styles import TEXT_SIZE, font_table, settings, styles
from bilingual.editions.docx_table import TEXT_WIDTH, Line, across, divided, halves, stretched, table
from bilingual.editions.docx_text import Pen, line_break, paragraph, tab
from bilingual.editions.layout import Edition, Furniture, Pair, Row
from bilingual.editions.markup import element, empty
from bilingual.editions.pictures import Picture, read_picture

_PAGE = {"w:w": "11906", "w:h": "16838"}  # A4 in twips
_MARGINS = {"top": 1247, "right": 1134, "bottom": 1247, "left": 1134, "header": 624, "footer": 624, "gutter": 0}
_LEVELS = 6
_INDENT = 12.0  # points a level of a list or a quote goes in
_MARKER_WIDTH = 16.0  # points: room for "10." and for one full-width sign
_SHORT = {"ja": 160, "en": 400}  # characters: a row of some eight lines stays on one page
_MOST_HALF_COLUMNS = 3  # cells narrower than a third of a column hold no line of text
_LONG_WORD = re.compile("[!-~]{20}")
_EMU_PER_TWIP = 635
_EMU_PER_PIXEL = 9525  # at 96 pixels to the inch
_HIGHEST_PICTURE = 9638 * _EMU_PER_TWIP  # leaves room for the caption on the same page

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
    writer = _Writer(Package(), edition)
    return writer.package.save(writer.document(), edition)


@dataclass(slots=True)
class _Writer:
    """One document in the making."""

    package: Package
    edition: Edition
    pictures: int = 0

    def document(self) -> str:
        """Return `document.xml`; every other part is added to the package on the way."""
        language = self.edition.language
        self.package.add_part("styles", "styles.xml", styles(language))
        self.package.add_part("settings", "settings.xml", settings(language))
        self.package.add_part("fontTable", "fontTable.xml", font_table())
        theme = files("bilingual.editions").joinpath("docx_theme.xml").read_text("utf-8")
        self.package.add_part("theme", "theme.xml", theme)
        pen = Pen(self.package, language)
        body = [*self._title(pen), *self._text(pen), *self._terms(pen), *self._colophon(pen)]
        if body[-1].startswith("<w:tbl>"):  # a document cannot end in a table
            body.append(paragraph("End"))
        return element("w:document", NAMESPACES, element("w:body", {}, *body, self._page(pen)))

    def _title(self, pen: Pen) -> Iterator[str]:
        title = self.edition.title
        if title.ja:
            yield paragraph("Title", pen.text(title.ja, "Title"))
        if title.en or not title.ja:
            yield paragraph("Subtitle" if title.ja else "Title", pen.english(title, "Subtitle"))
        for pair in self.edition.byline:
            yield paragraph("Byline", *_two_sides(pen, pair, "Byline", pen.words(" / ")))

    def _text(self, pen: Pen) -> Iterator[str]:
        """Yield headings and tables. Sections without a heading share a table: Word would join the two anyway."""
        lines: list[Line] = []
        for section in self.edition.sections:
            if section.heading:
                yield from self._table(pen, lines)
                lines = []
                style = f"heading {min(max(section.level, 1), _LEVELS)}"
                yield paragraph(style, *_two_sides(pen, section.heading, style, line_break()))
            for row in section.rows:
                lines += self._lines(pen, row)
        yield from self._table(pen, lines)

    def _table(self, pen: Pen, lines: list[Line]) -> Iterator[str]:
        if lines:
            furniture = self.edition.furniture
            labels = (paragraph("Table Header", pen.words(words)) for words in _labels(furniture))
            description = "One row for each paragraph: the Japanese text, and its English translation beside it."
            head = halves(*labels, repeated=True)
            yield table([head, *lines], caption=" / ".join(_labels(furniture)), description=description)

    def _lines(self, pen: Pen, row: Row) -> list[Line]:
        if row.kind == "separator":
            return [across(paragraph("Separator"))]
        if row.kind == "image":
            return self._image(pen, row)
        if row.kind == "table":
            return _table_row(pen, row)
        return [_text_row(pen, row, pair) for pair in row.cells]

    def _image(self, pen: Pen, row: Row) -> list[Line]:
        lines = []
        picture = read_picture(row.image)
        if picture:
            self.pictures += 1
            relation = self.package.add_picture(picture)
            lines.append(across(paragraph("Picture", _drawing(picture, relation, self.pictures, row.alt))))
        for pair in row.cells:
            ja = paragraph("Japanese Caption", pen.text(pair.ja, "Japanese Caption"))
            en = paragraph("English Caption", pen.english(pair, "English Caption", draft=row.draft))
            lines.append(halves(ja, en))
        return lines

    def _terms(self, pen: Pen) -> Iterator[str]:
        if not self.edition.terms:
            return
        furniture = self.edition.furniture
        yield paragraph("heading 1", pen.words(furniture.terms_heading))
        head = halves(*(paragraph("Table Header", pen.words(words)) for words in _labels(furniture)), repeated=True)
        lines = [
            halves(paragraph("Japanese Cell", pen.japanese(ja)), paragraph("English Cell", pen.words(en)))
            for ja, en in self.edition.terms
        ]
        description = "The Japanese names and terms in this article, and how the translation says them."
        yield table([head, *lines], caption=furniture.terms_heading, description=description)

    def _colophon(self, pen: Pen) -> Iterator[str]:
        if self.edition.colophon:
            yield paragraph("heading 1", pen.words(self.edition.furniture.colophon_heading))
        for label, value in self.edition.colophon:
            yield paragraph("Colophon", pen.words(label, bold=True), tab(), pen.words(value))

    def _page(self, pen: Pen) -> str:
        """Return `w:sectPr`. The running title stays off the first page, which has the title itself."""
        furniture = self.edition.furniture
        header = element("w:hdr", NAMESPACES, paragraph("header", pen.words(furniture.running)))
        footer = element("w:ftr", NAMESPACES, paragraph("footer", *_page_number(pen, furniture.page)))
        parts = (
            ("header", "default", self.package.add_part("header", "header.xml", header)),
            ("footer", "default", self.package.add_part("footer", "footer.xml", footer)),
            ("footer", "first", self.package.add_part("footer", "footer-first.xml", footer)),
        )
        return element(
            "w:sectPr",
            {},
            *(empty(f"w:{part}Reference", {"w:type": kind, "r:id": relation}) for part, kind, relation in parts),
            empty("w:pgSz", _PAGE),
            empty("w:pgMar", {f"w:{side}": str(length) for side, length in _MARGINS.items()}),
            empty("w:titlePg"),
        )


def _two_sides(pen: Pen, pair: Pair, style: str, between: str) -> list[str]:
    """Return both languages for one paragraph; what is the same in both (a date, an address) is said once."""
    english = pen.english(pair, style)
    if not pair.ja or (style == "Byline" and str(pair.ja) == str(pair.en)):
        return [english]
    return [pen.text(pair.ja, style), between if pair.en else "", english]


def _labels(furniture: Furniture) -> tuple[str, str]:
    return furniture.column_ja, furniture.column_en


def _text_row(pen: Pen, row: Row, pair: Pair) -> Line:
    name = _STYLES[row.kind]
    ja_style, en_style = (name, name) if name == "Code" else (f"Japanese {name}", f"English {name}")
    ja_marker, en_marker = (str(row.marker.ja), str(row.marker.en)) if row.marker else ("", "")
    ja = [_marker(pen.japanese(ja_marker), ja_marker), pen.text(pair.ja, ja_style)]
    en = [_marker(pen.words(en_marker), en_marker), pen.english(pair, en_style, draft=row.draft)]
    short = len(str(pair.ja)) <= _SHORT["ja"] and len(str(pair.en)) <= _SHORT["en"]
    return halves(
        paragraph(
            ja_style,
            *ja,
            indent=_indent(row, ja_marker, TEXT_SIZE["ja"]),
            # Justified, the few characters before a long address would be pulled apart.
            ragged=bool(_LONG_WORD.search(str(pair.ja))),
        ),
        paragraph(en_style, *en, indent=_indent(row, en_marker, TEXT_SIZE["en"])),
        whole=short and "\n" not in str(pair.ja) + str(pair.en),
    )


def _marker(run: str, marker: str) -> str:
    return run + tab() if marker else ""


def _indent(row: Row, marker: str, size: float) -> tuple[float, float] | None:
    """Return (left, hanging) in points, or None when the style's own indent holds."""
    level = min(max(row.level, 1), _LEVELS) - 1
    if not marker and not (level and row.kind in ("list_item", "quote")):
        return None
    wide = sum(1.0 if ord(character) > 0x2E7F or character in "①②③④⑤⑥⑦⑧⑨⑩※■□●○◆◇" else 0.55 for character in marker)
    hanging = max(_MARKER_WIDTH, wide * size + 4) if marker else 0.0
    own = _INDENT if row.kind == "quote" else 0.0
    return own + level * _INDENT + hanging, hanging


def _table_row(pen: Pen, row: Row) -> list[Line]:
    """Return a row of the article's table: both languages side by side, or below each other when it is wide."""
    name = "Cell Header" if row.header else "Cell"
    wide = len(row.cells) > _MOST_HALF_COLUMNS
    ja_style, en_style = f"Japanese {name}", f"English {name}"
    ja = [paragraph(ja_style, pen.text(pair.ja, ja_style), keep_next=wide) for pair in row.cells]
    en = [paragraph(en_style, pen.english(pair, en_style, draft=row.draft)) for pair in row.cells]
    if not row.cells:
        return []
    return [stretched(ja), stretched(en)] if wide else [divided(ja, en)]


def _page_number(pen: Pen, template: str) -> Iterator[str]:
    for piece in re.split(r"(\{page\}|\{pages\})", template):
        if piece in ("{page}", "{pages}"):
            instruction = "PAGE" if piece == "{page}" else "NUMPAGES"
            yield element("w:fldSimple", {"w:instr": f" {instruction} "}, pen.words("1"))
        elif piece:
            yield pen.words(piece)


def _drawing(picture: Picture, relation: str, number: int, alt: str) -> str:
    """Return a run with an inline picture: at its own size, or as large as the page allows."""
    width, height = picture.width * _EMU_PER_PIXEL, picture.height * _EMU_PER_PIXEL
    scale = min(1.0, (TEXT_WIDTH - 200) * _EMU_PER_TWIP / width, _HIGHEST_PICTURE / height)
    size = {"cx": str(max(1, round(width * scale))), "cy": str(max(1, round(height * scale)))}
    name = {"id": str(number), "name": f"Picture {number}", "descr": alt}
    pictures = NAMESPACES["xmlns:pic"]
    fill = element(
        "pic:blipFill", {}, empty("a:blip", {"r:embed": relation}), element("a:stretch", {}, empty("a:fillRect"))
    )
    place = element("a:xfrm", {}, empty("a:off", {"x": "0", "y": "0"}), empty("a:ext", size))
    shape = element("pic:spPr", {}, place, element("a:prstGeom", {"prst": "rect"}, empty("a:avLst")))
    described = element("pic:nvPicPr", {}, empty("pic:cNvPr", name), empty("pic:cNvPicPr"))
    graphic = element(
        "a:graphic", {}, element("a:graphicData", {"uri": pictures}, element("pic:pic", {}, described, fill, shape))
    )
    distances = dict.fromkeys(("distT", "distB", "distL", "distR"), "0")
    inline = element("wp:inline", distances, empty("wp:extent", size), empty("wp:docPr", name), graphic)
    return element("w:r", {}, element("w:drawing", {}, inline))
