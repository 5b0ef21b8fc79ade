"""Pages → PDF bytes. The only module that knows ReportLab."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from hashlib import md5
from io import BytesIO
from typing import Any

from reportlab.lib.utils import ImageReader
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from bilingual.editions.composition import Line, Run
from bilingual.editions.fonts import FontSet, shown
from bilingual.editions.layout import Edition
from bilingual.editions.pdf_bands import Band, Paragraph
from bilingual.editions.pdf_design import Colour, Design
from bilingual.editions.pdf_flow import Page, Placed
from bilingual.editions.pdf_text import Compositor
from bilingual.editions.pictures import Picture

_PRODUCER = "bilingual (ReportLab)"


def render(pages: Sequence[Page], *, compositor: Compositor, edition: Edition, design: Design) -> bytes:
    """Return the PDF file."""
    sheet = design.sheet
    target = BytesIO()
    canvas = _Canvas(
        target,
        pagesize=(sheet.width, sheet.height),
        pdfVersion=(1, 7),
        lang=edition.language,
        invariant=1,
        pageCompression=1,
    )
    _describe(canvas, edition)
    pen = _Pen(canvas, compositor.fonts, design)
    pen.destinations = {one.block.band.destination for page in pages for one in page.placed if one.first} - {""}
    for page in pages:
        pen.begin(page)
        for placed in (*page.placed, *page.furniture):
            pen.place(placed)
        canvas.finish_page()
    canvas.save()
    return target.getvalue()


def _describe(canvas: Canvas, edition: Edition) -> None:
    titles = dict.fromkeys(str(text) for text in (edition.title.en, edition.title.ja) if text)
    canvas.setTitle(" / ".join(shown(title).replace("\n", " ") for title in titles))
    canvas.setAuthor(shown(edition.author))
    canvas.setSubject(shown(edition.subject))
    canvas.setCreator("bilingual")
    canvas.setProducer(_PRODUCER)
    canvas.setViewerPreference("DisplayDocTitle", "true")
    stamp = "".join(character for character in edition.date if character.isdecimal() and character.isascii())
    # The edition's own day, at midnight, in UTC: a clock would make every run different.
    canvas.setDateFormatter(lambda *_: f"D:{stamp if len(stamp) == 8 else '20000101'}000000Z")


def drawable(picture: Picture) -> bool:
    """Tell whether all of a picture can be decoded, without waste of memory."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")  # Pillow warns of pictures that unpack to gigabytes
            ImageReader(BytesIO(picture.data)).getRGBData()
    except Exception:  # whatever a broken file makes a decoder raise: the caption is drawn without it
        return False
    return True


class _Canvas(Canvas):
    """A canvas without an initial font: ReportLab's own would be Helvetica, not embedded."""

    def __init__(self, target: BytesIO, **settings: Any) -> None:
        super().__init__(target, **settings)
        # The file's identifier comes from its pages alone; ReportLab's begins with a clock.
        self._doc.signature = md5(usedforsecurity=False)

    def _make_preamble(self) -> None:
        self._preamble = "1 0 0 1 0 0 cm"

    def finish_page(self) -> None:
        """End the page."""
        self._doc.signature.update("\n".join(self._code).encode())
        self.showPage()


class _Font(TTFont):
    """A TrueType font whose text can be copied above U+FFFF too: ReportLab writes those code points as they are."""

    def addObjects(self, doc: Any) -> None:  # noqa: N802
        """Add the font to the document, then rewrite its ToUnicode maps in UTF-16."""
        subsets = self.state[doc].subsets
        names = [self.getSubsetInternalName(number, doc)[1:] for number in range(len(subsets))]
        super().addObjects(doc)
        for name, subset in zip(names, subsets, strict=True):
            base = doc.idToObject["BasicFonts"].dict[name].BaseFont
            doc.idToObject[f"toUnicodeCMap:{base}"].content = to_unicode(base, subset)


def to_unicode(name: str, subset: Sequence[int]) -> str:
    """Return the ToUnicode CMap of a subset: code → UTF-16BE, at most 100 a block (PDF 32000-1, 9.10.3)."""
    lines = [
        "/CIDInit /ProcSet findresource begin",
        "12 dict begin",
        "begincmap",
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def",
        f"/CMapName /{name} def",
        "/CMapType 2 def",
        "1 begincodespacerange",
        "<00> <FF>",
        "endcodespacerange",
    ]
    pairs = [(code, chr(point).encode("utf-16-be").hex().upper()) for code, point in enumerate(subset) if point]
    for start in range(0, len(pairs), 100):
        block = pairs[start : start + 100]
        lines += [f"{len(block)} beginbfchar", *(f"<{code:02X}> <{text}>" for code, text in block), "endbfchar"]
    return "\n".join([*lines, "endcmap", "CMapName currentdict /CMap defineresource pop", "end", "end"])


class _Pen:
    """Draw blocks on the current page."""

    def __init__(self, canvas: _Canvas, fonts: FontSet, design: Design) -> None:
        self.destinations: set[str] = set()
        """The names links may go to."""
        self._canvas = canvas
        self._design = design
        self._sheet = design.sheet
        self._shift = 0.0
        self._faces = fonts.faces
        self._fonts = {
            key: _Font(face.name, BytesIO(face.data), asciiReadable=False, shapable=False)
            for key, face in fonts.faces.items()
        }
        self._bookmarks = 0
        self._level = -1
        self._pictures: dict[bytes, ImageReader] = {}

    def begin(self, page: Page) -> None:
        """Begin a page."""
        self._shift = page.shift
        if page.shift:
            self._canvas._code.append(f"1 0 0 1 {_number(page.shift)} 0 cm")

    def place(self, placed: Placed) -> None:
        """Draw one block."""
        band = placed.block.band
        top = self._sheet.height - self._sheet.top - placed.top
        if (band.outline or band.destination) and placed.first:
            self._bookmark(band, top)
        if band.picture:
            self._picture(band.picture, band.picture_size, top)
        baseline = top - placed.block.ascent
        for paragraph, lines in zip(band.paragraphs, placed.block.cells, strict=True):
            self._cell(lines, baseline, paragraph)
        self._rules(placed, top)

    def _bookmark(self, band: Band, top: float) -> None:
        self._bookmarks += 1
        key = band.destination or f"section-{self._bookmarks}"
        self._canvas.bookmarkHorizontalAbsolute(key, top + 4)
        if band.outline:
            self._level = min(band.level, self._level + 1)
            self._canvas.addOutlineEntry(" ".join(shown(band.outline).split()), key, level=self._level)

    def _picture(self, picture: Picture, size: tuple[float, float], top: float) -> None:
        width, height = size
        if picture.data not in self._pictures:
            self._pictures[picture.data] = ImageReader(BytesIO(picture.data))
        x = self._sheet.left + (self._sheet.measure - width) / 2
        self._canvas.drawImage(self._pictures[picture.data], x, top - height, width, height, mask="auto")

    def _cell(self, lines: Sequence[Line], baseline: float, paragraph: Paragraph) -> None:
        style = paragraph.style
        for number, line in enumerate(lines):
            self._line(line, baseline - number * style.leading, style.colour)
            if paragraph.goto and line.runs:
                self._link(
                    f"#{paragraph.goto}",
                    line.runs[0].x,
                    line.runs[-1].end,
                    baseline - number * style.leading,
                    style.size_en,
                )
        # Readings come after the text, so that the text is in one piece for those who copy it.
        for number, line in enumerate(lines):
            for run in line.ruby:
                self._runs([run], baseline - number * style.leading, style.colour)

    def _line(self, line: Line, y: float, colour: Colour) -> None:
        self._runs(line.runs, y, colour)
        for run in line.runs:
            if run.link:
                self._link(run.link, run.x, run.end, y, run.size)

    def _link(self, address: str, start: float, end: float, y: float, size: float) -> None:
        """Make a stretch of a line a link to an address, or to a destination (`#name`) if there is such."""
        box = (start + self._shift, y - size * 0.25, end + self._shift, y + size * 0.85)
        if not address.startswith("#"):
            self._canvas.linkURL(address, box, relative=0, thickness=0)
        elif address[1:] in self.destinations:
            self._canvas.linkRect("", address[1:], box, relative=0, thickness=0)

    def _runs(self, runs: Sequence[Run], y: float, colour: Colour) -> None:
        code = ["BT"]
        ink = None
        for run in runs:
            if ink != (ink := self._design.accent if run.link else colour):
                code.append("{:.3g} {:.3g} {:.3g} rg".format(*ink))
            code.append(f"1 0 0 1 {_number(run.x)} {_number(y + run.rise)} Tm")
            code += self._show(run)
        self._canvas._code.append(" ".join([*code, "ET"]))

    def _show(self, run: Run) -> list[str]:
        """Return the operators that show a run: one TJ a subset, with what each advance differs from its glyph's."""
        font, widths = self._fonts[run.face], self._faces[run.face].widths
        shifts = [
            round((widths[character] - advance / run.size) * 1000, 1)
            for character, advance in zip(run.text, run.advances, strict=True)
        ]
        code: list[str] = []
        at = 0
        for subset, glyphs in font.splitString(run.text, self._canvas._doc):
            code.append(f"{font.getSubsetInternalName(subset, self._canvas._doc)} {_number(run.size)} Tf")
            parts, held = [], bytearray()
            for glyph, shift in zip(glyphs, shifts[at : at + len(glyphs)], strict=True):
                held.append(glyph)
                if shift:
                    parts += [f"<{held.hex()}>", *_shift(shift)]
                    held.clear()
            code.append(f"[{' '.join([*parts, f'<{held.hex()}>'] if held else parts)}] TJ")
            at += len(glyphs)
        return code

    def _rules(self, placed: Placed, top: float) -> None:
        """Draw what the band is ruled with: hairlines only."""
        sheet, band = self._sheet, placed.block.band
        bottom = top - placed.block.height
        if band.rule == "below" and band.paragraphs:
            for x, width in sheet.columns:
                self._rule(x, bottom - 1.5, x + width, bottom - 1.5)
        elif band.rule == "above":
            self._rule(sheet.left, top + 10, sheet.left + sheet.measure, top + 10)
        elif band.rule == "note":
            self._rule(sheet.left, top + 6, sheet.left + 60, top + 6)
        elif band.rule == "short":
            middle = sheet.left + sheet.measure / 2
            self._rule(middle - 24, top, middle + 24, top)
        elif band.rule == "bar":
            for paragraph, lines in zip(band.paragraphs, placed.block.cells, strict=True):
                if lines and not paragraph.role:
                    foot = top - len(lines) * paragraph.style.leading
                    self._rule(paragraph.x - 7, top - 2, paragraph.x - 7, foot + 1)
        if band.draft:
            self._mark_draft(placed, top)

    def _mark_draft(self, placed: Placed, top: float) -> None:
        """Draw a rule beside the English that nobody has reviewed, on the outer side of its column."""
        english = [
            (paragraph, lines)
            for paragraph, lines in zip(placed.block.band.paragraphs, placed.block.cells, strict=True)
            if lines and paragraph.lang == "en" and not paragraph.role
        ]
        place = next((place for place in self._sheet.places if place.lang == "en"), None)
        if not english or place is None:
            return
        right = place.x + place.width >= self._sheet.left + self._sheet.measure - 1
        x = place.x + place.width + 9 if right else place.x - 9
        foot = max(len(lines) * paragraph.style.leading for paragraph, lines in english)
        self._rule(x, top - 2, x, top - foot + 1, self._design.draft, 1.2)

    def _rule(
        self, x: float, y: float, to_x: float, to_y: float, colour: Colour | None = None, wide: float = 0.5
    ) -> None:
        self._canvas.setStrokeColorRGB(*(colour or self._design.rule))
        self._canvas.setLineWidth(wide)
        self._canvas.line(x, y, to_x, to_y)


def _shift(value: float) -> list[str]:
    """Return the numbers of a TJ array that move by `value`: some readers take one large number for a space."""
    steps = int(abs(value) // 100) + 1 if value < 0 else 1
    return [_number(value / steps)] * steps


def _number(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")
