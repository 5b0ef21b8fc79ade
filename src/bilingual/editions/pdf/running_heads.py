"""Running heads, page numbers, and the page numbers of the table of contents: added when the pages are known."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from bilingual.editions.choices import TOC_FROM
from bilingual.editions.fonts.fontset import shown
from bilingual.editions.model import Edition, Lang, Pair, Span, Text
from bilingual.editions.pdf.boxes import Box, Paragraph, plain_spans
from bilingual.editions.pdf.boxes_backmatter import has_cover
from bilingual.editions.pdf.design import Design
from bilingual.editions.pdf.pagination import Page, Placed, SetBox
from bilingual.editions.pdf.text import Compositor
from bilingual.editions.short_titles import cut_titles
from bilingual.editions.typeset.compose import SetLine
from bilingual.languages.english.small_words import TIED_WORDS

_ABOVE = 26.0
"""From the top of the text up to the top of the running head."""
_LONG_PAGES = 12
_HANGING = re.compile(rf"(?:[,;:]? (?:{'|'.join(TIED_WORDS)}|and|or))+$", re.IGNORECASE)
"""Small words at the end of a title that is cut."""
_HEADINGS = ("heading", "backmatter_heading")
"""The parts after which a page may be named. The back matter has no section."""


def characters(edition: Edition, design: Design) -> list[Paragraph]:
    """Return paragraphs with every character of running heads and page numbers, so that the faces have them."""
    running = [edition.head, *(part.heading for part in edition.sections if part.heading)]
    texts = [(str(pair.side(lang)), lang) for pair in running for lang in edition.langs]
    texts.append((edition.labels.page + edition.running_head + "0123456789…", "en"))
    texts.append(("0123456789…", "ja"))
    body = [Paragraph(plain_spans("0123456789"), "en", design.body, 0.0, 1.0)]
    return [Paragraph(plain_spans(shown(text)), lang, design.foot, 0.0, 1.0) for text, lang in texts] + body


def furnished(pages: Sequence[Page], edition: Edition, design: Design, *, compositor: Compositor) -> list[Page]:
    """Return the pages with their running heads and page numbers."""
    return _RunningHeads(edition, design, compositor).pages(pages)


def number_contents(pages: Sequence[Page], compositor: Compositor) -> list[Page]:
    """Return the pages with the page numbers of the table of contents filled in."""
    numbers = pages_of(pages)
    return [
        replace(page, placed=tuple(_numbered(placed, numbers, compositor) for placed in page.placed)) for page in pages
    ]


def pages_of(pages: Sequence[Page]) -> dict[str, int]:
    """Return the number of the page on which each destination is."""
    return {
        placed.block.box.destination: number
        for number, page in reversed(list(enumerate(pages, 1)))
        for placed in page.placed
        if placed.block.box.destination and placed.first
    }


def _numbered(placed: Placed, numbers: dict[str, int], compositor: Compositor) -> Placed:
    block = placed.block
    if block.box.role != "toc":
        return placed
    cells: list[tuple[SetLine, ...]] = []
    for paragraph, lines in zip(block.box.paragraphs, block.cells, strict=True):
        if paragraph.page_of and lines:
            spans = plain_spans(str(numbers[paragraph.page_of])) if paragraph.page_of in numbers else ()
            lines = tuple(compositor.lines(replace(paragraph, spans=spans)))
        cells.append(lines)
    return replace(placed, block=replace(block, cells=tuple(cells)))


def _begins(page: Page, begun: Sequence[Box]) -> bool:
    """Return whether a heading is the first thing on a page."""
    return bool(begun) and page.placed[0].block.box is begun[0]


def _unruled(page: Page) -> Page:
    """Remove the rule of the first block of a page: it separates nothing there, and touches the running head."""
    if not page.placed or page.placed[0].block.box.rule != "above":
        return page
    first = page.placed[0]
    block = replace(first.block, box=replace(first.block.box, rule=""))
    return replace(page, placed=(replace(first, block=block), *page.placed[1:]))


def _articles(edition: Edition) -> dict[str, Pair]:
    """Return, for each section of a book, the title of the article it is in."""
    found: dict[str, Pair] = {}
    current: Pair | None = None
    for part in edition.sections:
        current = part.heading if part.opens else current
        if current and part.anchor:
            found[part.anchor] = current
    return found


class _RunningHeads:
    def __init__(self, edition: Edition, design: Design, compositor: Compositor) -> None:
        self._edition = edition
        self._design = design
        self._compositor = compositor
        self._headings = {part.anchor: part.heading for part in edition.sections if part.heading}
        self._long = False
        """True when the reader needs the names of the sections to find the way."""
        self._articles = _articles(edition)
        self._openings = {part.anchor for part in edition.sections if part.opens}
        self._cells: dict[tuple[Text, float, float, bool], tuple[Paragraph, tuple[SetLine, ...]]] = {}
        """A running head is composed once, however many pages it is on."""

    def pages(self, pages: Sequence[Page]) -> list[Page]:
        found: list[Page] = []
        current: Box | None = None
        self._long = len(pages) >= _LONG_PAGES or len(self._headings) >= TOC_FROM
        for number, page in enumerate(pages, 1):
            begun = [one.block.box for one in page.placed if one.first and one.block.box.role in _HEADINGS]
            # The head has the section that begins on the page, or else the one that continues.
            sections = [box for box in begun if box.role == "heading"]
            heading = sections[0] if sections else begun[0] if _begins(page, begun) else current
            current = begun[-1] if begun else current
            titled = any(placed.block.box.role == "title" for placed in page.placed)
            place = heading.destination if heading else ""
            article = self._articles.get(place)
            # The page on which an article of a book opens has its title below, in larger type.
            titled = titled or any(placed.block.box.destination in self._openings for placed in page.placed)
            around: list[Placed] = []
            if page.placed and not titled:
                around += self._head(self._headings.get(place), article, number)
            # A title page has no number; the pages after it count it.
            if page.placed and not (titled and has_cover(self._edition)):
                around.append(self._foot(number, len(pages)))
            shift = self._design.sheet.shift if number % 2 == 0 else 0.0
            found.append(replace(_unruled(page), around=tuple(around), shift=shift))
        return found

    def _head(self, section: Pair | None, article: Pair | None, number: int) -> list[Placed]:
        edition, sheet, title = self._edition, self._design.sheet, self._edition.head
        if self._design.wide and not self._design.spread:
            section = article or section
        else:
            title = article or title
        if not self._design.wide:
            # In a long edition the right-hand pages name the section, as bilingual statutes do.
            named = section if section and self._long and number % 2 else title
            cells = [(named.side(place.lang), place.x, place.width, False) for place in sheet.places]
        elif self._design.spread:
            lang = edition.langs[number % 2]
            cells = [(title.side(lang), sheet.left, sheet.measure, number % 2 == 1)]
        else:
            lang = edition.langs[-1]
            half = (sheet.measure - 24) / 2
            cells = [(title.side(lang), sheet.left, half if section else sheet.measure, False)]
            if section:
                cells.append((section.side(lang), sheet.left + half + 24, half, True))
        placed = [self._cell(text, x, width, right=right) for text, x, width, right in cells]
        blocks = [(paragraph, line) for paragraph, line in placed if line]
        box = Box(tuple(paragraph for paragraph, _ in blocks), role="running")
        return [Placed(SetBox(box, tuple(lines for _, lines in blocks)), -_ABOVE, True, True)] if blocks else []

    def _cell(self, text: Text, x: float, width: float, *, right: bool) -> tuple[Paragraph, tuple[SetLine, ...]]:
        key = (text, x, width, right)
        if key not in self._cells:
            self._cells[key] = self._set(*key)
        return self._cells[key]

    def _set(self, text: Text, x: float, width: float, right: bool) -> tuple[Paragraph, tuple[SetLine, ...]]:
        """Compose a text on one line, truncated when it is too long."""
        words = " ".join(shown(str(text)).split())
        lang: Lang = text.lang
        whole = Paragraph((Span(words),), lang, self._design.foot, x, width, align="right" if right else "left")
        for title in cut_titles(words):
            paragraph = replace(whole, spans=(Span(title),))
            lines = self._compositor.lines(paragraph)
            if len(lines) <= 1:
                break
        else:
            paragraph = whole
            # Room for the ellipsis, which is not in the line that was composed.
            narrow = self._compositor.lines(replace(whole, width=width - 12))
            cut = (Span(_HANGING.sub("", narrow[0].text.rstrip()) + "…"),)
            lines = self._compositor.lines(replace(whole, spans=cut))
        return paragraph, tuple(lines[:1])

    def _foot(self, number: int, count: int) -> Placed:
        design, sheet = self._design, self._design.sheet
        label = self._edition.labels.page.replace("{page}", str(number)).replace("{pages}", str(count))
        outer = not (design.spread and number % 2 == 0)
        paragraph = Paragraph(
            plain_spans(shown(label)), "en", design.foot, sheet.left, sheet.measure, align="right" if outer else "left"
        )
        lines = tuple(self._compositor.lines(paragraph)[:1])
        top = sheet.depth + sheet.bottom - sheet.footer - design.foot.ascent
        return Placed(SetBox(Box((paragraph,), role="running"), (lines,)), top, True, True)
