"""Footnotes of a Word edition: a part that python-docx does not support (ECMA-376 part 1, 17.11)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from docx.document import Document
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.oxml import serialize_part_xml
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph

from bilingual.editions.docx.styles import LANGUAGES
from bilingual.editions.docx.stylesheet import DocxStyles, style_id
from bilingual.editions.docx.units import Names
from bilingual.editions.docx.xml import node, value
from bilingual.editions.markup import legal
from bilingual.editions.model import Lang, Note, Pair, Span

_RULES = (("separator", -1), ("continuationSeparator", 0))
"""The lines between text and notes, which every document with notes must have."""


class NotePen(Protocol):
    """What a note needs to write its text."""

    def text(self, paragraph: Paragraph, pair: Pair, lang: Lang) -> None:
        """Write one side of a pair."""

    def spans(self, paragraph: Paragraph, spans: Sequence[Span], lang: Lang) -> None:
        """Write spans."""


@dataclass(slots=True)
class Footnotes:
    """The notes of a document, in the order in which their markers were drawn."""

    document: Document
    sheet: DocxStyles
    names: Names
    notes: dict[int, Note]
    draft: bool = False
    """True to mark drafts."""
    langs: tuple[Lang, ...] = ("ja", "en")
    _drawn: list[Note] = field(default_factory=list)
    _closed: bool = False
    """True inside a note: a note has no notes of its own."""

    def sign(self, number: int) -> list[Any]:
        """Return the marker of a note: the note's own at its first place, a reference to it at every other."""
        note = self.notes.get(number)
        if note is None:
            return []
        if note in self._drawn:
            field_code = {"w:instr": rf" NOTEREF note_{number} \f \h "}
            return [node("w:fldSimple", field_code, self.raised(str(number)))]
        if self._closed:
            return [self.raised(str(number))]
        start, end = self.names.named(f"note_{number}")
        self._drawn.append(note)
        reference = node("w:footnoteReference", {"w:id": str(len(self._drawn))})
        return [start, node("w:r", {}, self._style(), reference), end]

    def raised(self, words: str) -> Any:
        """Return a run in the style of a marker."""
        return node("w:r", {}, self._style(), _text(words))

    def left(self) -> list[Note]:
        """Return the notes whose markers were not drawn."""
        return [note for note in self.notes.values() if note not in self._drawn]

    def units(self, number: int) -> tuple[str, ...]:
        """Return the ids of the units in a note."""
        note = self.notes.get(number)
        return tuple(unit for row in note.rows for pair in row.cells for unit in pair.units) if note else ()

    def write(self, pen: Callable[[Part], NotePen]) -> None:
        """Add the part with the notes to the document, if there are any; `pen` writes into a part."""
        self._closed = True
        if not self._drawn:
            return
        part = Part(PackURI("/word/footnotes.xml"), CONTENT_TYPE.WML_FOOTNOTES, b"", self.document.part.package)
        writer = pen(part)
        root = node("w:footnotes", {}, *(_rule(kind, number) for kind, number in _RULES))
        for number, note in enumerate(self._drawn, 1):
            first, *others = paragraphs = self.paragraphs(note, writer)
            sign = node("w:r", {}, self._style(), node("w:footnoteRef"))
            first.insert(1, sign)
            for paragraph in paragraphs:
                paragraph.insert(1 if paragraph in others else 2, node("w:r", {}, node("w:tab")))
            root.append(node("w:footnote", {"w:id": str(number)}, *paragraphs))
        part._blob = serialize_part_xml(root)
        self.document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)
        separators = [node("w:footnote", {"w:id": str(number)}) for _, number in _RULES]
        settings: Any = self.document.settings.element
        settings.find(qn("w:compat")).addprevious(node("w:footnotePr", {}, *separators))

    def paragraphs(self, note: Note, pen: NotePen) -> list[Any]:
        """Return the paragraphs of a note, without its number: one in each language, or one for both."""
        made: list[Any] = []
        for row in note.rows:
            for pair in row.cells:
                for lang in self.langs:
                    name = f"{LANGUAGES[lang]} Footnote"
                    draft = self.draft and row.draft and lang == "en"
                    made.append(_paragraph(self.sheet.paragraph(name, "Draft") if draft else name))
                    pen.text(Paragraph(made[-1], self.document), pair, lang)
        if note.texts:
            made.append(_paragraph("footnote text"))
            for at, text in enumerate(note.texts):
                spans = (Span(" "), *text.spans) if at else text.spans
                pen.spans(Paragraph(made[-1], self.document), spans, text.lang)
        return made

    def _style(self) -> Any:
        return node("w:rPr", {}, value("w:rStyle", style_id(self.sheet.character(("footnote reference",)))))


def _paragraph(style: str) -> Any:
    return node("w:p", {}, node("w:pPr", {}, value("w:pStyle", style_id(style))))


def _rule(kind: str, number: int) -> Any:
    run = node("w:r", {}, node(f"w:{kind}"))
    spacing = node("w:spacing", {"w:before": "0", "w:after": "0", "w:line": "240", "w:lineRule": "auto"})
    return node("w:footnote", {"w:type": kind, "w:id": str(number)}, node("w:p", {}, node("w:pPr", {}, spacing), run))


def _text(words: str) -> Any:
    made = node("w:t", {"xml:space": "preserve"})
    made.text = legal(words).replace("\n", " ").replace("\t", " ")
    return made
