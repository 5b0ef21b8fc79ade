"""Bands → structure tree: which element each paragraph belongs to. No file format and no library.

The tree is the one a screen reader walks: sections with headings, and in them, row by row, the text in one language
and then in the other. Rows are not cells of a table: they are running text, headings stand between them, and a reader
who wants one language only has the single-language editions. What is a list or a table in the article is one here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from bilingual.editions.fonts import shown
from bilingual.editions.layout import Edition, Row
from bilingual.editions.pdf_bands import Band, Paragraph
from bilingual.editions.pdf_elements import Element, Place, Places

_DEEPEST = 6
"""PDF 1.7 knows H1 to H6."""
_BULLETS = frozenset("・•–-*")


def structure(bands: Sequence[Band], edition: Edition) -> tuple[list[Band], list[Element]]:
    """Return the bands with their places, and all elements in reading order (parents before children)."""
    builder = _Builder(edition)
    return [replace(band, places=builder.places(band)) for band in bands], builder.elements


@dataclass(slots=True)
class _List:
    """A list that is being read."""

    level: int
    element: Element
    item: Element
    nested: Element | None = None
    """The body of the item that holds the lists below it."""


class _Builder:
    """Add one band after another."""

    def __init__(self, edition: Edition) -> None:
        self.elements: list[Element] = []
        self._english = edition.language if edition.language.startswith("en") else "en-GB"
        self._pairs = len(edition.langs) > 1
        self._document = self._add("Document", None, lang=edition.language)
        self._section = self._document
        self._group: object = None
        """What the last band belonged to: bands of one group share their element."""
        self._element = self._document
        self._level = 1
        self._lists: list[_List] = []
        self._tables: dict[str, tuple[Element, int]] = {}

    def places(self, band: Band) -> Places:
        """Return where the content of a band belongs."""
        row = band.source if isinstance(band.source, Row) else None
        kind = row.kind if row else band.part
        if kind not in ("list_item", "lines"):
            self._lists.clear()
        if kind != "table":
            self._tables.clear()
        if kind == "furniture":
            return Places((None,) * len(band.paragraphs))
        if band.part in ("title", "heading"):
            return Places(self._heading(band))
        if band.part == "lines":
            return Places(self._lines(band))
        if row and kind == "list_item":
            return Places(self._item(row, band))
        if row and kind == "table":
            return Places(self._table_row(row, band))
        if row and kind == "image":
            return self._image(row, band)
        if kind == "code":
            parent = self._add("P", self._section)
            return Places(tuple(Place(self._add("Code", parent)) for _ in band.paragraphs))
        return Places(self._texts(kind, band))

    def _add(
        self,
        role: str,
        parent: Element | None,
        *,
        lang: str = "",
        alt: str = "",
        numbering: Literal["", "Disc", "Decimal"] = "",
    ) -> Element:
        element = Element(role, parent, lang, alt, numbering)
        self.elements.append(element)
        return element

    def _lang(self, paragraph: Paragraph) -> str:
        return "ja" if paragraph.lang == "ja" else self._english

    def _shared(self, role: str, key: object) -> Element:
        """Return the element of a group: a new one unless the last band belonged to it too."""
        if self._group is not key:
            self._group = key
            self._element = self._add(role, self._section)
        return self._element

    def _heading(self, band: Band) -> tuple[Place, ...]:
        """A heading is one element in both languages, so that it is met once in a list of headings."""
        key = band.source or band
        if self._group is not key:
            level = 1
            if band.part == "heading":
                # No level may be left out on the way down (ISO 14289-1, 7.4.2).
                level = self._level = min(band.level + 2, self._level + 1, _DEEPEST)
                self._section = self._add("Sect", self._document)
            self._shared(f"H{level}", key)
        return tuple(Place(self._add("Span", self._element, lang=self._lang(one))) for one in band.paragraphs)

    def _texts(self, kind: str, band: Band) -> tuple[Place, ...]:
        if kind == "quote":
            parent = self._shared("BlockQuote", "quote")
        elif kind == "note":
            parent = self._shared("Note", band.source)
        elif self._pairs:
            parent = self._shared("Div", band.source)
        else:
            parent, self._group = self._section, None
        places = []
        for paragraph in band.paragraphs:
            lang = self._lang(paragraph)
            label = self._add("Lbl", parent, lang=lang) if paragraph.marker else None
            places.append(Place(self._add("P", parent, lang=lang), label))
        return tuple(places)

    def _image(self, row: Row, band: Band) -> Places:
        if band.picture is None:
            return Places(self._texts("image", band))
        # Markdown's `![](…)` is a picture that says nothing: decoration.
        alt = " ".join(shown(row.alt).split())
        picture = self._add("Figure", self._shared("Div", row), alt=alt) if alt else None
        return Places(picture=picture)

    def _item(self, row: Row, band: Band) -> tuple[Place, ...]:
        """Set both languages into one item: a list of five items has five, not ten."""
        if self._group is not row or not self._lists:
            self._open_item(row)
            self._group = row
        item = self._lists[-1].item
        places = []
        for paragraph in band.paragraphs:
            lang = self._lang(paragraph)
            label = self._add("Lbl", item, lang=lang) if paragraph.marker else None
            places.append(Place(self._add("LBody", item, lang=lang), label))
        return tuple(places)

    def _open_item(self, row: Row) -> None:
        sign = str(row.marker.en) if row.marker else ""
        numbering: Literal["Disc", "Decimal"] = "Disc" if set(sign) <= _BULLETS else "Decimal"
        while self._lists and self._lists[-1].level > row.level:
            self._lists.pop()
        same = bool(self._lists) and self._lists[-1].level == row.level
        if same and self._lists[-1].element.numbering == numbering:
            self._lists[-1] = replace(self._lists[-1], item=self._add("LI", self._lists[-1].element), nested=None)
            return
        if same:
            self._lists.pop()
        parent = self._section
        if self._lists:
            above = self._lists[-1]
            above.nested = parent = above.nested or self._add("LBody", above.item)
        element = self._add("L", parent, numbering=numbering)
        self._lists.append(_List(row.level, element, self._add("LI", element)))

    def _lines(self, band: Band) -> tuple[Place, ...]:
        """Pairs of a label and what it says are a list: that is how PDF marks a glossary (14.8.4.3.3)."""
        if not self._lists:
            element = self._add("L", self._section)
            self._lists.append(_List(0, element, element))
        current = self._lists[-1]
        places = []
        for paragraph in band.paragraphs:
            if paragraph.label or current.item is current.element:
                current.item = self._add("LI", current.element)
            role = "Lbl" if paragraph.label else "LBody"
            places.append(Place(self._add(role, current.item, lang=self._lang(paragraph))))
        self._group = None
        return tuple(places)

    def _table_row(self, row: Row, band: Band) -> tuple[Place, ...]:
        """A table is one in each language: the same cells, so each is complete in itself."""
        if row.header and self._group is not row:
            self._tables.clear()
        self._group = row
        places: list[Place] = []
        for lang in dict.fromkeys(self._lang(paragraph) for paragraph in band.paragraphs):
            count = sum(self._lang(paragraph) == lang for paragraph in band.paragraphs)
            if lang not in self._tables:
                self._tables[lang] = (self._add("Table", self._section, lang=lang), count)
            table, columns = self._tables[lang]
            line = self._add("TR", table)
            role = "TH" if row.header else "TD"
            places += (Place(self._add(role, line)) for _ in range(count))
            for _ in range(columns - count):
                self._add(role, line)  # a row has as many cells as the table has columns (ISO 14289-1, 7.2)
        return tuple(places)
