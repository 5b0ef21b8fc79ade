"""Boxes → structure tree: which element each paragraph belongs to. No file format and no library.

The tree is for screen readers: sections with headings, and in them, row by row, the text in one language and then in
the other. Rows are not cells of a table: they are running text with headings between them, and the single-language
editions are for readers who want one language only. Lists and tables of the article are lists and tables here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from bilingual.editions.fonts.fontset import shown
from bilingual.editions.model import Edition
from bilingual.editions.pdf.boxes import Box, Paragraph
from bilingual.editions.pdf.elements import Places, StructElement, StructPlace

Numbering = Literal["", "Disc", "Decimal"]

_DEEPEST = 6
"""PDF 1.7 has H1 to H6."""
_BULLETS = frozenset("・•–")
_HEADINGS = ("title", "heading", "toc_heading", "backmatter_heading")
_LINES = ("term",)


def structure(boxes: Sequence[Box], edition: Edition) -> tuple[list[Box], list[StructElement]]:
    """Return the boxes with their places, and all elements in reading order (parents before children)."""
    builder = _Builder(edition)
    return [replace(box, places=builder.places(box)) for box in boxes], builder.elements


@dataclass(slots=True)
class _List:
    """A list that is being read."""

    level: int
    element: StructElement
    item: StructElement
    nested: StructElement | None = None
    """The body of the item that contains the lists below it."""


class _Builder:
    """Add one box after another."""

    def __init__(self, edition: Edition) -> None:
        self.elements: list[StructElement] = []
        self._english = edition.language if edition.language.startswith("en") else "en-GB"
        self._pairs = len(edition.langs) > 1
        self._document = self._add("Document", None, lang=edition.language)
        self._section = self._document
        self._group = self._document
        """What holds the last box; a box that is joined to it goes there too."""
        self._last = ""
        self._level = 1
        self._lists: list[_List] = []
        self._tables: dict[str, tuple[StructElement, int]] = {}

    def places(self, box: Box) -> Places:
        """Return where the content of a box belongs."""
        role = box.role
        if role != self._last:
            if role not in _LINES or self._last not in _LINES:
                self._lists.clear()
            self._tables.clear()
            if self._last == "toc" and role not in _HEADINGS:
                self._section = self._document
        places = self._of_role(box)
        self._last = role
        return places

    def _of_role(self, box: Box) -> Places:
        role = box.role
        if role in _HEADINGS:
            return self._filled(box, self._heading(box))
        if role == "list_item":
            return self._filled(box, self._item(box), body="LBody")
        if role in _LINES:
            return self._lines(box)
        if role == "table":
            return self._table_row(box)
        if role == "toc":
            return self._entry(box)
        if role == "code":
            return self._filled(box, self._section, body="Code")
        if box.picture:
            alt = " ".join(shown(box.alt).split())
            self._group = self._add("Div", self._section)
            # Markdown's `![](…)` is an image without alternative text: decoration.
            return Places(picture=self._add("Figure", self._group, alt=alt) if alt else None)
        if role in ("separator", "running", "image"):
            return Places((None,) * len(box.paragraphs))
        return self._filled(box, self._texts(box))

    def _add(
        self,
        role: str,
        parent: StructElement | None,
        *,
        lang: str = "",
        alt: str = "",
        actual: str = "",
        numbering: Numbering = "",
    ) -> StructElement:
        element = StructElement(role, parent, lang, alt, actual, numbering)
        self.elements.append(element)
        return element

    def _lang(self, paragraph: Paragraph) -> str:
        return "ja" if paragraph.lang == "ja" else self._english

    def _filled(self, box: Box, parent: StructElement, *, body: str = "") -> Places:
        """Give each paragraph an element in `parent`: first its number, then its marker, then its text."""
        body = body or ("Span" if box.role in _HEADINGS else "P")
        numbers = [one for one in box.paragraphs if one.role == "number"]
        number = StructPlace(self._add("Lbl", parent)) if numbers else None
        found: list[StructPlace | None] = []
        for paragraph in box.paragraphs:
            if paragraph.role == "number":
                # On facing pages the number is drawn twice but read once.
                found.append(number if paragraph is numbers[0] else None)
                continue
            if body == "Code":
                block = None if any(found) else self._add("P", parent)
                found.append(StructPlace(self._add("Code", block, actual=_actual(paragraph))) if block else None)
                continue
            lang = self._lang(paragraph)
            label = self._add("Lbl", parent, lang=lang) if paragraph.marker else None
            found.append(StructPlace(self._add(body, parent, lang=lang, actual=_actual(paragraph)), label))
        return Places(tuple(found))

    def _heading(self, box: Box) -> StructElement:
        """A heading is one element in both languages, so that it occurs once in a list of headings."""
        if box.joined or box.role == self._last == "title":
            return self._group
        level = 1
        if box.role != "title":
            # No heading level may be skipped (ISO 14289-1, 7.4.2).
            level = self._level = min(box.level + 2, self._level + 1, _DEEPEST)
            self._section = self._add("Sect", self._document)
        self._group = self._add(f"H{level}", self._section)
        return self._group

    def _texts(self, box: Box) -> StructElement:
        if box.joined or (box.role == "quote" == self._last):
            return self._group
        if box.role == "colophon":
            return self._document
        if box.role == "quote":
            self._group = self._add("BlockQuote", self._section)
        elif box.role in ("note", "footnote"):
            self._group = self._add("Note", self._section)
        elif self._pairs or box.role == "caption":
            self._group = self._add("Div", self._section)
        else:
            self._group = self._section
        return self._group

    def _item(self, box: Box) -> StructElement:
        """Put both languages into one item: a list of five items has five, not ten."""
        if box.joined and self._lists:
            return self._lists[-1].item
        signs = "".join(span.text for one in box.paragraphs for span in one.marker)
        numbering: Numbering = "Disc" if set(signs) <= _BULLETS else "Decimal"
        while self._lists and self._lists[-1].level > box.level:
            self._lists.pop()
        same = bool(self._lists) and self._lists[-1].level == box.level
        if same and self._lists[-1].element.numbering == numbering:
            self._lists[-1].item = self._add("LI", self._lists[-1].element)
            self._lists[-1].nested = None
            return self._lists[-1].item
        if same:
            self._lists.pop()
        parent = self._section
        if self._lists:
            above = self._lists[-1]
            above.nested = parent = above.nested or self._add("LBody", above.item)
        element = self._add("L", parent, numbering=numbering)
        self._lists.append(_List(box.level, element, self._add("LI", element)))
        return self._lists[-1].item

    def _lines(self, box: Box) -> Places:
        """Terms with their meanings are a list: this is how PDF tags a glossary (ISO 32000-1, 14.8.4.3.3)."""
        if not self._lists:
            element = self._add("L", self._section)
            self._lists.append(_List(0, element, element))
        current, before = self._lists[-1], ""
        places = []
        for at, paragraph in enumerate(box.paragraphs):
            # A term is Japanese, and so is the reading after it.
            label = at == 0 or (box.role == "term" and paragraph.lang == "ja" != before)
            if label:
                current.item = self._add("LI", current.element)
            role = "Lbl" if label else "LBody"
            places.append(StructPlace(self._add(role, current.item, lang=self._lang(paragraph))))
            before = paragraph.lang
        return Places(tuple(places))

    def _entry(self, box: Box) -> Places:
        """A line of the table of contents is one link, with all its paragraphs."""
        if self._last != "toc":
            self._group = self._add("TOC", self._section)
        item = self._add("TOCI", self._group)
        link = self._add("Link", self._add("Reference", item))
        langs = ["" if one.role == "page" else self._lang(one) for one in box.paragraphs]
        return Places(tuple(StructPlace(self._add("Span", link, lang=lang), link=link) for lang in langs))

    def _table_row(self, box: Box) -> Places:
        """There is one table per language, with the same cells, so that each is complete."""
        if box.is_header:
            self._tables.clear()
        places: dict[int, StructPlace] = {}
        cells = [(at, self._lang(one)) for at, one in enumerate(box.paragraphs) if one.role != "number"]
        for lang in dict.fromkeys(lang for _, lang in cells):
            own = [at for at, other in cells if other == lang]
            if lang not in self._tables:
                self._tables[lang] = (self._add("Table", self._section, lang=lang), len(own))
            table, columns = self._tables[lang]
            line, role = self._add("TR", table), "TH" if box.is_header else "TD"
            places |= {at: StructPlace(self._add(role, line)) for at in own}
            for _ in range(columns - len(own)):
                self._add(role, line)  # a row has as many cells as the table has columns (ISO 14289-1, 7.2)
        return Places(tuple(places.get(at) for at in range(len(box.paragraphs))))


def _actual(paragraph: Paragraph) -> str:
    """Return the text if it has line ends, which cannot be drawn, but no links or readings, which matter more."""
    text = shown("".join([span.text for span in paragraph.spans])).strip("\n")
    if "\n" not in text or any(span.link or span.ruby or span.note for span in paragraph.spans):
        return ""
    return text
