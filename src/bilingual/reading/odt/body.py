"""The body of an OpenDocument text → its paragraphs, tables, images and notes, in reading order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from bilingual.model import Asset, Place
from bilingual.reading.documents.left_out import LeftOut
from bilingual.reading.documents.model import DocumentBlock
from bilingual.reading.documents.text import MarkedText
from bilingual.reading.odt.kinds import StyleKind, kind_by_style, list_level
from bilingual.reading.odt.lists import ListReader, OdtItem
from bilingual.reading.odt.names import odf_integer, odf_name, odf_tag, odf_value
from bilingual.reading.odt.package import OdtParts
from bilingual.reading.odt.pictures import PictureReader
from bilingual.reading.odt.runs import FoundDrawing, SpanReader, SpanText
from bilingual.reading.odt.styles import OdtStyles
from bilingual.reading.odt.tables import TableReader

_INDEXES = {
    "text:table-of-content": ("a table of contents", "tables of contents"),
    "text:illustration-index": ("an index of figures", "indexes of figures"),
    "text:table-index": ("an index of tables", "indexes of tables"),
    "text:object-index": ("an index of objects", "indexes of objects"),
    "text:user-index": ("an index", "indexes"),
    "text:alphabetical-index": ("an index", "indexes"),
}
_SKIPPED = frozenset(
    (
        "text:tracked-changes", "text:variable-decls", "text:sequence-decls", "text:user-field-decls",
        "text:alphabetical-index-source", "text:bibliography-source", "office:forms", "office:event-listeners",
        "text:section-source", "text:soft-page-break", "svg:title", "svg:desc",
    )
)  # fmt: skip


class BodyReader:
    """One pass over the body. The blocks read so far are in `found`."""

    def __init__(self, parts: OdtParts, styles: OdtStyles, left_out: LeftOut) -> None:
        self.found: list[DocumentBlock] = []
        self._styles = styles
        self._left_out = left_out
        self._runs = SpanReader(styles, parts.formula, left_out)
        self._lists = ListReader(styles)
        self._tables = TableReader(self._inside)
        self._pictures = PictureReader(parts.picture)
        self._paragraph_number = 0
        self._gap = False
        self._headed = False
        """True in the first row of a table: text that is bold there is not marked."""

    @property
    def assets(self) -> tuple[tuple[str, Asset], ...]:
        """Return the pictures of the images read so far."""
        return self._pictures.assets

    def blocks(self, parent: Any, item: OdtItem | None = None) -> None:
        """Read what is in an element; `item` is the list item that it is in."""
        for child in parent:
            name = odf_name(child)
            if name in ("text:p", "text:h"):
                self._paragraph(child, item)
            elif name == "text:list":
                self._list(child, item)
            elif name == "text:numbered-paragraph":
                self.blocks(child, self._lists.numbered(child))
            elif name == "table:table":
                self.found += self._tables.read(child, Place(paragraph=self._paragraph_number + 1))
            elif name in _INDEXES:
                self._left_out.add(*_INDEXES[name])
            elif name == "text:section" and _is_hidden(child):
                self._left_out.add("a hidden section", "hidden sections")
            elif name.startswith("draw:"):
                self._drawing(child)
            elif name and name not in _SKIPPED and not name.startswith("office:annotation"):
                self.blocks(child, item)

    def notes(self) -> None:
        """Read the notes, in the order of their references; a note in a note comes after it."""
        number = 0
        while number < len(self._runs.notes):
            note = self._runs.notes[number]
            number += 1
            blocks = [block for one in note.iterchildren(odf_tag("text:note-body")) for block in self._within(one)]
            marker = f"[{number}]"
            for block in blocks:
                if block.kind in ("table", "image", "code"):
                    self.found.append(block)
                    continue
                self.found.append(replace(block, kind="note", level=0, marker=marker, why=f"style {_note(note)}"))
                marker = ""

    def _within(self, element: Any) -> list[DocumentBlock]:
        """Return the blocks in an element, apart from those before it."""
        outside, self.found = self.found, []
        gap, self._gap = self._gap, False
        try:
            self.blocks(element)
            return self.found
        finally:
            self.found, self._gap = outside, gap

    def _inside(self, cell: Any, first: bool) -> list[DocumentBlock]:
        headed, self._headed = self._headed, first
        try:
            return self._within(cell)
        finally:
            self._headed = headed

    def _list(self, element: Any, outer: OdtItem | None) -> None:
        owner = self._lists.open(element, outer)
        for child in element:
            if odf_name(child) in ("text:list-item", "text:list-header"):
                counted = odf_name(child) == "text:list-item"
                self.blocks(child, self._lists.item(child, owner, counted=counted))

    def _paragraph(self, element: Any, item: OdtItem | None) -> None:
        style = odf_value(element, "text:style-name")
        level = odf_integer(element, "text:outline-level", 1, most=10) if odf_name(element) == "text:h" else 0
        said = kind_by_style(self._styles, style, level)
        styled = said.kind in ("title", "subtitle", "heading") or self._headed
        read = self._runs.read(element, style, heading=styled, code=said.kind == "code")
        self._drawings([one for one in read.drawings if one.first or said.caption])
        if read.content.text or said.kind in ("code", "separator"):
            self._text(element, style, said, read, item)
            self._gap = False
        elif not read.drawings:
            self._gap = True
        self._drawings([one for one in read.drawings if not (one.first or said.caption)])

    def _text(self, element: Any, style: str, said: StyleKind, read: SpanText, item: OdtItem | None) -> None:
        self._paragraph_number += 1
        if said.kind == "code":
            self._code(read.raw, said)
            return
        if said.kind == "separator" and not read.content.text:
            self._add(DocumentBlock(kind="separator", marker="---", why=said.why))
            return
        block = DocumentBlock(read.content, said.kind, said.level, why=said.why, look=read.look, gap=self._gap)
        if block.kind == "separator":
            block = replace(block, kind=None)
        if item is not None:
            marker = self._lists.marker(item, style)
            if block.kind is None and (marker or item.used):
                why = "list item" if marker else "paragraph in a list item"
                level = max(item.list.level, list_level(self._styles, style))
                block = replace(block, kind="list_item", level=level, marker=marker, why=why)
            elif block.kind == "heading":
                block = replace(block, marker="" if marker == "-" else marker)
        elif block.kind == "heading":
            block = replace(block, marker=self._lists.heading(element, block.level))
        if read.formula and block.kind is None:
            block = replace(block, content=MarkedText(read.content.text), kind="code", why="formula")
        self._add(block)

    def _code(self, raw: str, said: StyleKind) -> None:
        """Add a line of code to the code before it, or begin a block of code."""
        line = raw.rstrip()
        last = self.found[-1] if self.found else None
        if last is not None and last.kind == "code" and last.why == said.why:
            self.found[-1] = replace(last, content=MarkedText(f"{last.content.text}\n{line}"))
        elif line:
            self._add(DocumentBlock(MarkedText(line), "code", why=said.why))

    def _add(self, block: DocumentBlock) -> None:
        self.found.append(replace(block, place=Place(paragraph=self._paragraph_number)))

    def _drawings(self, drawings: Sequence[FoundDrawing]) -> None:
        for one in drawings:
            self._drawing(one.element)

    def _drawing(self, element: Any) -> None:
        """Add the image of a frame, or the text in a box or shape."""
        image = self._pictures.read(element)
        if image is not None:
            self._add(image)
            return
        self.blocks(element)


def _is_hidden(section: Any) -> bool:
    shown = odf_value(section, "text:display")
    return shown == "none" or (shown == "condition" and odf_value(section, "text:is-hidden") == "true")


def _note(note: Any) -> str:
    return "endnote" if odf_value(note, "text:note-class") == "endnote" else "footnote"
