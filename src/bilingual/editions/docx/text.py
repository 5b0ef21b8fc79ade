"""Runs of a Word edition: languages, links, furigana, and the bookmarks that name units."""

from __future__ import annotations

import copy
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.part import Part
from docx.shared import Pt
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from bilingual.editions.docx.comments import Remarks
from bilingual.editions.docx.notes import Footnotes
from bilingual.editions.docx.stylesheet import Character, DocxStyles, fonts, run_language
from bilingual.editions.docx.units import Names, chunks
from bilingual.editions.docx.xml import half_points, node, value
from bilingual.editions.markup import address, legal
from bilingual.editions.model import Lang, Pair, Span

_PIECES = re.compile("([\n\t])")
_RUBY_SCALE = 0.5


@dataclass(slots=True)
class Pen:
    """Write runs into paragraphs."""

    document: Document
    sheet: DocxStyles
    names: Names
    notes: Footnotes
    remarks: Remarks
    part: Part | None = None
    """The part that is written, if it is not the document itself: it has its own links."""
    _links: dict[str, str] = field(default_factory=dict)
    """Address → relation id."""
    _looks: dict[tuple[tuple[Character, ...], Lang], Any] = field(default_factory=dict)
    """Styles and language → `w:rPr`: made once by python-docx, then copied."""

    def text(self, paragraph: Paragraph, pair: Pair, lang: Lang) -> None:
        """Write one side of a pair, each unit inside its own bookmark.

        A unit without words keeps its bookmark, so that editors can write the translation there.
        """
        for chunk in chunks(pair, lang):
            start, end = self.names.bookmark(chunk.unit, lang) if chunk.unit else (None, None)
            if start is not None:
                paragraph._p.append(start)
            noted = [unit for span in (*chunk.spans, *chunk.after) for unit in self.notes.units(span.note)]
            # Comments on a note are at its marker: not every program has comments inside notes.
            remark = [] if self.part else self.remarks.begin(paragraph, (chunk.unit, *noted), lang)
            self.spans(paragraph, chunk.spans, lang)
            self.remarks.end(paragraph, remark)
            self.spans(paragraph, chunk.after, lang)
            if end is not None:
                paragraph._p.append(end)

    def words(self, paragraph: Paragraph, words: str, lang: Lang = "en", *parts: Character) -> None:
        """Write a run that is no part of the article (labels, markers, running heads)."""
        paragraph._p.append(self._run(words, lang, parts))

    def field(self, paragraph: Paragraph, instruction: str) -> None:
        """Write a field (`PAGE`), which Word fills in; it is 1 until then."""
        run = self._run("1", "en", ())
        paragraph._p.append(node("w:fldSimple", {"w:instr": f" {instruction} "}, run))

    def spans(self, paragraph: Paragraph, spans: Sequence[Span], lang: Lang) -> None:
        """Write spans, each with the marker of its note."""
        for span in spans:
            if span.text:
                self._span(paragraph, span, lang)
            if span.note and not span.text:
                paragraph._p.append(self.notes.raised("\N{NO-BREAK SPACE}"))  # two figures would be one number
            if span.note:
                paragraph._p.extend(self.notes.sign(span.note))

    def _span(self, paragraph: Paragraph, span: Span, lang: Lang) -> None:
        style = paragraph._p.style or "Normal"
        uri = address(span.link) if span.link else ""
        parts = self._parts(span, lang, style, linked=bool(uri))
        drawn = self._ruby(span, lang, parts, style) if span.ruby else self._run(span.text, lang, parts)
        if uri:
            if uri not in self._links:
                # `relate_to` compares a new address with every one before it.
                self._links[uri] = f"rLink{len(self._links) + 1}"
                relations = (self.part or self.document.part).rels
                relations.add_relationship(RELATIONSHIP_TYPE.HYPERLINK, uri, self._links[uri], is_external=True)
            drawn = node("w:hyperlink", {"r:id": self._links[uri], "w:history": "1"}, drawn)
        paragraph._p.append(drawn)

    def _parts(self, span: Span, lang: Lang, style: str, *, linked: bool) -> tuple[Character, ...]:
        """Return the styles over the paragraph's own. Bold inside bold is left out: it would not be bold."""
        parts: list[Character] = []
        if linked:
            parts.append("Hyperlink")
        if span.code and style != "Code":
            parts.append("Inline Code")
        if span.bold and not self.sheet.bold(style):
            parts.append("Japanese Strong" if lang == "ja" else "Strong")
        if span.italic and not span.ruby:
            parts.append("Japanese Emphasis" if lang == "ja" else "Emphasis")
        return tuple(parts)

    def _run(self, words: str, lang: Lang, parts: tuple[Character, ...]) -> Any:
        """Return a run."""
        if (parts, lang) not in self._looks:
            self._looks[parts, lang] = self._look(parts, lang)
        element = node("w:r", {}, copy.deepcopy(self._looks[parts, lang]))
        run = Run(element, self.document)
        for piece in _PIECES.split(legal(words)):
            if piece == "\n":
                run.add_break()
            elif piece == "\t":
                run.add_tab()
            elif piece:
                run.add_text(piece)
        return element

    def _look(self, parts: tuple[Character, ...], lang: Lang) -> Any:
        """Return `w:rPr`: a style and the language of the text; the style determines the look."""
        properties = node("w:rPr")
        name = self.sheet.character(parts)
        if name:
            properties.append(value("w:rStyle", self.document.styles[name].style_id))
        if lang == "ja":
            properties.append(fonts("", "", hint=True))
        properties.append(run_language(self.sheet.language))
        return properties

    def _ruby(self, span: Span, lang: Lang, parts: tuple[Character, ...], style: str) -> Any:
        """Return a run with a reading above its base (ECMA-376 part 1, 17.3.3.25)."""
        # Half of the paragraph's size; `w:rt` is the only place where Word itself writes a size.
        size = self.sheet.size(style)
        above = self._run(span.ruby, lang, ("Machine Furigana" if span.guessed else "Furigana",))
        made = Run(above, self.document)
        made.font.size = Pt(size * _RUBY_SCALE)
        base = self._run(span.text, lang, parts)
        shape = {"hps": size * _RUBY_SCALE, "hpsRaise": size - 1, "hpsBaseText": size}
        properties = node(
            "w:rubyPr",
            {},
            value("w:rubyAlign", "distributeSpace"),
            *(value(f"w:{name}", half_points(points)) for name, points in shape.items()),
            value("w:lid", "ja-JP"),
        )
        return node("w:r", {}, node("w:ruby", {}, properties, node("w:rt", {}, above), node("w:rubyBase", {}, base)))
