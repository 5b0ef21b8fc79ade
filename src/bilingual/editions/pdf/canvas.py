"""Pages → ink: everything that ReportLab draws, each part marked with its element."""

from __future__ import annotations

import math
import warnings
import zlib
from collections.abc import Sequence
from io import BytesIO
from itertools import groupby

from reportlab.lib.utils import ImageReader
from reportlab.pdfbase.pdfdoc import PDFDictionary, PDFName, PDFStream
from reportlab.pdfgen.canvas import Canvas

from bilingual.editions.fonts.fontset import shown
from bilingual.editions.pdf.boxes import Box, Paragraph
from bilingual.editions.pdf.design import Colour, Design
from bilingual.editions.pdf.elements import Drawing, Link, MarkedContent, Places, Rectangle, StructElement, StructPlace
from bilingual.editions.pdf.fonts import PdfFont, number
from bilingual.editions.pdf.pagination import Page, Placed
from bilingual.editions.pdf.text import Compositor
from bilingual.editions.pictures import Picture
from bilingual.editions.typeset.compose import Run, SetLine

_ARTIFACT = "/Artifact BMC"
_HEADER = "/Artifact <</Type /Pagination /Subtype /Header>> BDC"
_FOOTER = "/Artifact <</Type /Pagination /Subtype /Footer>> BDC"


def draw_pages(pages: Sequence[Page], *, compositor: Compositor, design: Design) -> Drawing:
    """Draw the pages."""
    target, sheet = BytesIO(), design.sheet
    canvas = _Canvas(target, pagesize=(sheet.width, sheet.height), pdfVersion=(1, 7), invariant=1, pageCompression=0)
    known = {one.block.box.destination for page in pages for one in page.placed if one.first} - {""}
    pen = _Pen(canvas, compositor, design, known)
    for page in pages:
        pen.begin(page)
        for placed in (*page.placed, *page.around):
            pen.place(placed)
        canvas.showPage()
    canvas.save()
    return Drawing(target.getvalue(), tuple(pen.marks), tuple(pen.links), pen.areas, pen.destinations)


_MOST_PIXELS = 25_000_000
"""A larger PNG is scaled down: it may need a gigabyte, and be a small file."""
_PAGE_PIXELS = 9_000_000
"""An A4 page with 300 dots to the inch."""


def drawable(picture: Picture) -> bool:
    """Return whether an image can be decoded completely, without a large amount of memory."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")  # Pillow warns of images that unpack to gigabytes
            _reader(picture).getRGBData()
    except Exception:  # any error of a decoder for a damaged file: the caption is drawn without the image
        return False
    return True


def _reader(picture: Picture) -> ImageReader:
    """Open an image in a form that ReportLab can draw."""
    reader = ImageReader(BytesIO(picture.data))
    image = reader._image
    if picture.kind == "png" and picture.width * picture.height > _MOST_PIXELS:
        # Drawing unpacks a PNG several times; a JPEG is embedded as it is.
        scale = math.sqrt(_PAGE_PIXELS / (picture.width * picture.height))
        if image.mode.startswith("I"):
            image = image.convert("I").point(lambda value: value / 256).convert("L")
        image.thumbnail((max(1, int(picture.width * scale)), max(1, int(picture.height * scale))))
        reader = ImageReader(image)
    if image.mode == "CMYK":
        # A page has one colour space (ISO 19005-2, 6.2.4), and editions are read on screens.
        return ImageReader(image.convert("RGB"))
    if image.mode.startswith("I"):
        # 16-bit grey would be clipped to white.
        return ImageReader(image.convert("I").point(lambda value: value / 256).convert("L"))
    return reader


class _Canvas(Canvas):
    """A canvas without an initial font: ReportLab's own would be Helvetica, not embedded."""

    def _make_preamble(self) -> None:
        self._preamble = ""

    def showPage(self) -> None:  # noqa: N802
        """End the page and keep it compressed: a thousand uncompressed pages would take thirty megabytes."""
        super().showPage()
        page = self._doc.Pages.pages[-1]
        packed = zlib.compress(page.stream.encode("ascii"))
        page.Contents = PDFStream(PDFDictionary({"Filter": PDFName("FlateDecode")}), packed)
        page.stream = None


class _Pen:
    """Draw blocks on the current page."""

    def __init__(self, canvas: _Canvas, compositor: Compositor, design: Design, known: set[str]) -> None:
        self.marks: list[MarkedContent] = []
        self.links: list[Link] = []
        self.areas: dict[StructElement, Rectangle] = {}
        self.destinations: dict[str, tuple[int, float]] = {}
        self._known = known
        """Destinations of links."""
        self._canvas = canvas
        self._design = design
        self._sheet = design.sheet
        faces = sorted(compositor.fonts.faces.items())
        self._fonts = {key: PdfFont(face, canvas._doc, at) for at, (key, face) in enumerate(faces, 1)}
        self._pictures: dict[bytes, ImageReader] = {}
        self._bookmarks = 0
        self._level = self._page = -1
        self._shift = 0.0

    def begin(self, page: Page) -> None:
        """Begin a page."""
        self._code: list[str] = self._canvas._code
        self._page += 1
        self._mark = 0
        self._ink: Colour | None = None
        self._font: tuple[str, float] = ("", 0.0)
        self._spacing = 0.0
        self._shift = page.shift
        if page.shift:
            self._code.append(f"1 0 0 1 {number(page.shift)} 0 cm")

    def place(self, placed: Placed) -> None:
        """Draw one block."""
        box = placed.block.box
        top = self._sheet.height - self._sheet.top - placed.top
        if placed.first and box.destination:
            self.destinations.setdefault(box.destination, (self._page, top + 4))
        if placed.first and box.outline:
            self._bookmark(box, top)
        places = box.places if box.places and not placed.repeated else None
        if box.picture:
            # On facing pages an image is drawn twice but tagged once.
            self._picture(box.picture, box.picture_size, top, places.picture if places and placed.first else None)
        artifact = _ARTIFACT if box.role != "running" else _HEADER if placed.top < 0 else _FOOTER
        baseline = top - placed.block.ascent
        for at, (paragraph, lines) in enumerate(zip(box.paragraphs, placed.block.cells, strict=True)):
            if lines:
                own = baseline - placed.block.lowered(at)
                self._cell(lines, own, paragraph, places.paragraphs[at] if places else None, artifact)
        if places and box.paragraphs:
            self._whole_link(placed, places, top)
        self._rules(placed, top)

    def _bookmark(self, box: Box, top: float) -> None:
        self._bookmarks += 1
        self._level = min(box.level, self._level + 1)
        key = f"section-{self._bookmarks}"
        self._canvas.bookmarkHorizontalAbsolute(key, top + 4)
        self._canvas.addOutlineEntry(" ".join(shown(box.outline).split()), key, level=self._level)

    def _picture(self, picture: Picture, size: tuple[float, float], top: float, element: StructElement | None) -> None:
        width, height = size
        if picture.data not in self._pictures:
            self._pictures[picture.data] = _reader(picture)
        x = self._sheet.left  # like its caption
        if element:
            self.areas[element] = (x + self._shift, top - height, x + width + self._shift, top)
        self._code.append(self._begin(element) if element else _ARTIFACT)
        self._canvas.drawImage(self._pictures[picture.data], x, top - height, width, height, mask="auto")
        self._code.append("EMC")

    def _cell(
        self, lines: Sequence[SetLine], baseline: float, paragraph: Paragraph, place: StructPlace | None, artifact: str
    ) -> None:
        """Draw a paragraph: as one marked part, or several when it has links and readings."""
        style = paragraph.style
        heights = [baseline - at * style.leading for at in range(len(lines))]
        runs = [(run, y + run.rise) for line, y in zip(lines, heights, strict=True) for run in line.runs]
        if place is None:
            self._text(runs, style.colour, artifact)
        else:
            for key, stretch in groupby(runs, key=lambda pair: (pair[0].label, pair[0].link, pair[0].spoken)):
                self._stretch(list(stretch), key, style.colour, place)
        # Readings come after the text, so that the text can be copied in one piece.
        ruby = [(run, y + run.rise) for line, y in zip(lines, heights, strict=True) for run in line.ruby]
        # A generated reading is never read aloud, and is lighter.
        for known, part in groupby(ruby, key=lambda pair: bool(pair[0].spoken)):
            self._text(list(part), style.colour if known else self._design.guess, _ARTIFACT)

    def _stretch(
        self, runs: Sequence[tuple[Run, float]], key: tuple[bool, str, str], colour: Colour, place: StructPlace
    ) -> None:
        label, link, spoken = key
        element = place.label or place.body if label else place.body
        if link.startswith("#n"):  # a note links back to its first marker
            top = max(y + run.size for run, y in runs)
            self.destinations.setdefault(f"r{link[2:]}", (self._page, top + 4))
        if link and (not link.startswith("#") or link[1:] in self._known or link[1:] in self.destinations):
            colour = self._design.accent
            element = StructElement("Link", StructElement("Reference", element) if link.startswith("#") else element)
            self._link(runs, element, link)
        elif spoken:
            # Read aloud once: the reading, in place of the characters below it. Copied: the characters.
            element = StructElement("Span", element, alt=spoken)
        self._text(runs, colour, self._begin(element))

    def _begin(self, element: StructElement) -> str:
        """Return the operator that opens a part of an element's content."""
        self.marks.append(MarkedContent(element, self._page, self._mark))
        self._mark += 1
        return f"/{element.role} <</MCID {self._mark - 1}>> BDC"

    def _link(self, runs: Sequence[tuple[Run, float]], element: StructElement, target: str) -> None:
        """Make a box on each line of a link."""
        text = "".join(run.text for run, _ in runs).replace("\u00ad", "").strip()
        for y, line in groupby(runs, key=lambda pair: pair[1]):
            parts = [run for run, _ in line]
            size = max(run.size for run in parts)
            left, right = parts[0].x + self._shift, parts[-1].end + self._shift
            area = (left, y - size * 0.25, right, y + size * 0.85)
            self.links.append(Link(element, self._page, area, target, text))

    def _whole_link(self, placed: Placed, places: Places, top: float) -> None:
        """Make all of a box one link, where its paragraphs are parts of one."""
        pairs = zip(placed.block.box.paragraphs, places.paragraphs, placed.block.cells, strict=True)
        parts = [(one, place.link, lines) for one, place, lines in pairs if place and place.link and lines]
        if not parts or parts[0][0].goto not in self._known:
            return
        text = " ".join("".join(line.text for line in lines).strip() for _, _, lines in parts)
        left = min(one.x for one, _, _ in parts) + self._shift
        right = max(one.x + one.width for one, _, _ in parts) + self._shift
        area = (left, top - placed.block.height, right, top)
        element = parts[0][1]
        assert element is not None
        self.links.append(Link(element, self._page, area, f"#{parts[0][0].goto}", text.replace("\u00ad", "")))

    def _text(self, runs: Sequence[tuple[Run, float]], colour: Colour, begin: str) -> None:
        """Draw runs at their heights, as one marked part."""
        if not runs:
            return
        code = [begin, "BT"]
        if colour != self._ink:
            self._ink = colour
            code.append("{:.3g} {:.3g} {:.3g} rg".format(*colour))
        for run, y in runs:
            narrow, advances = run.condensed, run.advances
            if narrow != 1.0:
                advances = [advance / narrow for advance in advances]
            code.append(f"{number(narrow)} 0 0 1 {number(run.x)} {number(y)} Tm")
            spacing, stretches = self._fonts[run.face].show(run.text, advances, run.size)
            if spacing != self._spacing:
                self._spacing = spacing
                code.append(f"{spacing:.4g} Tc")
            for resource, glyphs in stretches:
                if self._font != (resource, run.size):
                    self._font = (resource, run.size)
                    code.append(f"{resource} {number(run.size)} Tf")
                code.append(f"[{glyphs}] TJ")
        self._code.append("\n".join([*code, "ET", "EMC"]))

    def _rules(self, placed: Placed, top: float) -> None:
        """Draw what the box is ruled with: hairlines only."""
        sheet, box = self._sheet, placed.block.box
        bottom = top - placed.block.height
        if box.rule == "below" and box.paragraphs:
            for x, width in sheet.columns:
                self._rule(x, bottom - 1.5, x + width, bottom - 1.5)
        elif box.rule == "whole":
            self._rule(sheet.left, bottom - 1.5, sheet.left + sheet.measure, bottom - 1.5)
        elif box.rule == "above":
            self._rule(sheet.left, top + 10, sheet.left + sheet.measure, top + 10)
        elif box.rule == "note":
            self._rule(sheet.left, top + 6, sheet.left + 60, top + 6)
        elif box.rule == "short":
            middle = sheet.left + sheet.measure / 2
            self._rule(middle - 24, top, middle + 24, top)
        elif box.rule == "bar":
            for paragraph, lines in zip(box.paragraphs, placed.block.cells, strict=True):
                if lines and not paragraph.role:
                    foot = top - len(lines) * paragraph.style.leading
                    self._rule(paragraph.x - 7, top - 2, paragraph.x - 7, foot + 1)
        if box.draft:
            self._mark_draft(placed, top)

    def _mark_draft(self, placed: Placed, top: float) -> None:
        """Draw a rule beside unreviewed English, on the outer side of its column."""
        english = [
            (paragraph, lines)
            for paragraph, lines in zip(placed.block.box.paragraphs, placed.block.cells, strict=True)
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
        ink = "{:.3g} {:.3g} {:.3g} RG".format(*(colour or self._design.rule))
        path = f"{number(x)} {number(y)} m {number(to_x)} {number(to_y)} l S"
        self._code.append(f"{_ARTIFACT}\n{ink} {wide:.3g} w {path}\nEMC")
