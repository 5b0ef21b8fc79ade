"""Footnotes of a Word edition: a part that python-docx does not support (ECMA-376 part 1, 17.11)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from docx.document import Document
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.oxml import serialize_part_xml
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml.ns import qn

from bilingual.editions.docx.stylesheet import DocxStyles, fonts, run_language, style_id
from bilingual.editions.docx.units import Names
from bilingual.editions.docx.xml import node, value
from bilingual.editions.markup import legal
from bilingual.editions.model import Lang, Note

_RULES = (("separator", -1), ("continuationSeparator", 0))
"""The lines between text and notes, which every document with notes must have."""


@dataclass(slots=True)
class Footnotes:
    """The notes of a document, in the order in which their markers were drawn."""

    document: Document
    sheet: DocxStyles
    names: Names
    notes: dict[int, Note]
    _drawn: list[Note] = field(default_factory=list)

    def sign(self, number: int) -> list[Any]:
        """Return the marker of a note: the note's own at its first place, a reference to it at every other."""
        note = self.notes.get(number)
        if note is None:
            return []
        style = value("w:rStyle", style_id(self.sheet.character(("footnote reference",))))
        start, end = self.names.named(f"note_{number}")
        if start is None:
            words = node("w:r", {}, node("w:rPr", {}, style), _text(str(number)))
            return [node("w:fldSimple", {"w:instr": rf" NOTEREF note_{number} \f \h "}, words)]
        self._drawn.append(note)
        reference = node("w:footnoteReference", {"w:id": str(len(self._drawn))})
        run = node("w:r", {}, node("w:rPr", {}, style), reference)
        return [start, run, end]

    def left(self) -> list[Note]:
        """Return the notes whose markers were not drawn."""
        return [note for note in self.notes.values() if note not in self._drawn]

    def write(self) -> None:
        """Add the part with the notes to the document, if there are any."""
        if not self._drawn:
            return
        root = node("w:footnotes", {}, *(_rule(kind, number) for kind, number in _RULES))
        root.extend(self._note(number, note) for number, note in enumerate(self._drawn, 1))
        package = self.document.part.package
        part = Part(PackURI("/word/footnotes.xml"), CONTENT_TYPE.WML_FOOTNOTES, serialize_part_xml(root), package)
        self.document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)
        separators = [node("w:footnote", {"w:id": str(number)}) for _, number in _RULES]
        settings: Any = self.document.settings.element
        settings.find(qn("w:compat")).addprevious(node("w:footnotePr", {}, *separators))

    def _note(self, number: int, note: Note) -> Any:
        sign = value("w:rStyle", style_id(self.sheet.character(("footnote reference",))))
        lead = f" {note.target}: " if note.target else " "
        runs = [
            node("w:r", {}, node("w:rPr", {}, sign), node("w:footnoteRef")),
            self._run(" ", "en"),
            self._run(note.source, "ja"),
            self._run(f"{lead}{note.text}", "en"),
        ]
        style = node("w:pPr", {}, value("w:pStyle", style_id("footnote text")))
        return node("w:footnote", {"w:id": str(number)}, node("w:p", {}, style, *runs))

    def _run(self, words: str, lang: Lang) -> Any:
        properties = node("w:rPr", {}, *([fonts("", "", hint=True)] if lang == "ja" else []))
        properties.append(run_language(self.sheet.language))
        return node("w:r", {}, properties, _text(words))


def _rule(kind: str, number: int) -> Any:
    run = node("w:r", {}, node(f"w:{kind}"))
    spacing = node("w:spacing", {"w:before": "0", "w:after": "0", "w:line": "240", "w:lineRule": "auto"})
    return node("w:footnote", {"w:type": kind, "w:id": str(number)}, node("w:p", {}, node("w:pPr", {}, spacing), run))


def _text(words: str) -> Any:
    made = node("w:t", {"xml:space": "preserve"})
    made.text = legal(words).replace("\n", " ").replace("\t", " ")
    return made
