"""Runs of a Word edition: languages, links, furigana, and the bookmarks that name units."""

from __future__ import annotations

import copy
import re
from dataclasses import dataclass, field, replace
from typing import Any

from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import qn
from docx.shared import Pt
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from bilingual.editions.docx_styles import japanese_face, run_language, set_fonts, size_of
from bilingual.editions.docx_xml import half_points, node, value
from bilingual.editions.layout import Lang, Pair, Span, Text
from bilingual.editions.markup import address, legal

_PIECES = re.compile("([\n\t])")
_RUBY_SCALE = 0.5
_LONGEST_NAME = 40  # characters in a bookmark's name, Word's limit


@dataclass(slots=True)
class Pen:
    """Write runs into paragraphs; it remembers which bookmark names are taken."""

    document: Document
    language: str
    """Of the English words (`en-GB`)."""
    _names: set[str] = field(default_factory=set)
    _links: dict[str, str] = field(default_factory=dict)
    """Address → relation id."""
    _looks: dict[tuple[Span, Lang, str, float], Any] = field(default_factory=dict)
    """Span without its words, language, style, size → `w:rPr`: made once by python-docx, then copied."""

    def text(self, paragraph: Paragraph, text: Text, *, draft: bool = False) -> None:
        """Write a text."""
        for span in text.spans:
            if span.text:
                self._span(paragraph, span, text.lang, draft=draft)

    def english(self, paragraph: Paragraph, pair: Pair, *, draft: bool = False) -> None:
        """Write the English side inside a bookmark named after its first unit.

        An empty text keeps its bookmark: a person may write the translation there.
        """
        name = re.sub(r"\W", "_", f"u{pair.units[0]}")[:_LONGEST_NAME] if pair.units else ""
        if not name or name in self._names:
            self.text(paragraph, pair.en, draft=draft)
            return
        self._names.add(name)
        number = str(len(self._names))
        paragraph._p.append(node("w:bookmarkStart", {"w:id": number, "w:name": name}))
        self.text(paragraph, pair.en, draft=draft)
        paragraph._p.append(node("w:bookmarkEnd", {"w:id": number}))

    def words(self, paragraph: Paragraph, words: str, *, bold: bool = False) -> Run:
        """Write a run in the edition's own language (labels, markers, page furniture)."""
        return self._run(paragraph, words, Span("", bold=bold), "en")

    def japanese(self, paragraph: Paragraph, words: str) -> None:
        """Write a run of plain Japanese (a marker, a term)."""
        self._run(paragraph, words, Span(words), "ja")

    def field(self, paragraph: Paragraph, instruction: str) -> None:
        """Write a field (`PAGE`), which Word fills in; it says 1 until then."""
        run = self.words(paragraph, "1")
        paragraph._p.append(node("w:fldSimple", {"w:instr": f" {instruction} "}, run._r))

    def _span(self, paragraph: Paragraph, span: Span, lang: Lang, *, draft: bool) -> None:
        uri = address(span.link) if span.link else ""
        style = "Hyperlink" if uri else "Inline Code" if span.code else "Machine Draft" if draft else ""
        if span.ruby:
            drawn = self._ruby(paragraph, span, lang, style)
        else:
            drawn = self._run(paragraph, span.text, span, lang, style)._r
        if uri:
            if uri not in self._links:
                # `relate_to` compares a new address with every one before it.
                self._links[uri] = f"rLink{len(self._links) + 1}"
                relations = self.document.part.rels
                relations.add_relationship(RELATIONSHIP_TYPE.HYPERLINK, uri, self._links[uri], is_external=True)
            paragraph._p.append(node("w:hyperlink", {"r:id": self._links[uri], "w:history": "1"}, drawn))

    def _run(self, paragraph: Paragraph, words: str, span: Span, lang: Lang, style: str = "", size: float = 0) -> Run:
        """Add a run that looks as the span says; a size (points) is only given for furigana."""
        look = (replace(span, text="", link="", ruby="x" if span.ruby else ""), lang, style, size)
        if look not in self._looks:
            self._looks[look] = self._look(*look)
        run = Run(node("w:r", {}, copy.deepcopy(self._looks[look])), paragraph)
        for piece in _PIECES.split(legal(words)):
            if piece == "\n":
                run.add_break()
            elif piece == "\t":
                run.add_tab()
            elif piece:
                run.add_text(piece)
        paragraph._p.append(run._r)
        return run

    def _look(self, span: Span, lang: Lang, style: str, size: float) -> Any:
        """Return `w:rPr`."""
        run: Any = Run(node("w:r"), self.document)
        properties = run._r.get_or_add_rPr()
        if style:
            run.style = style
        japanese = lang == "ja"
        if span.code:
            set_fonts(properties, "code", hint=japanese)
        elif japanese:
            fonts = properties.get_or_add_rFonts()
            fonts.set(qn("w:hint"), "eastAsia")
            if span.bold:
                fonts.set(qn("w:eastAsia"), japanese_face("head"))
        if span.bold:
            run.font.bold = run.font.cs_bold = True
        if span.italic and not japanese:
            run.font.italic = run.font.cs_italic = True
        if span.code:
            run.font.no_proof = True
        if size:
            run.font.size = Pt(size)
            properties.append(value("w:szCs", half_points(size)))
        # What is appended here comes after all the above in the schema, too.
        if span.italic and japanese and not span.ruby:
            # Japanese has no italics: dots above the characters do their work (JLREQ, emphasis dots).
            properties.append(value("w:em", "dot"))
        properties.append(run_language(self.language))
        return properties

    def _ruby(self, paragraph: Paragraph, span: Span, lang: Lang, style: str) -> Any:
        """Append a run with a reading above its base (ECMA-376 part 1, 17.3.3.25) and return it."""
        # Furigana in a bold heading, a note or a table cell: half of the size that paragraph has.
        size = size_of(paragraph._p.style or "Normal")
        base = self._run(paragraph, span.text, span, lang, style)
        above = self._run(paragraph, span.ruby, span, lang, style, size * _RUBY_SCALE)
        shape = {"hps": size * _RUBY_SCALE, "hpsRaise": size - 1, "hpsBaseText": size}
        properties = node(
            "w:rubyPr",
            {},
            value("w:rubyAlign", "distributeSpace"),
            *(value(f"w:{name}", half_points(points)) for name, points in shape.items()),
            value("w:lid", "ja-JP"),
        )
        ruby = node("w:ruby", {}, properties, node("w:rt", {}, above._r), node("w:rubyBase", {}, base._r))
        drawn = node("w:r", {}, ruby)
        paragraph._p.append(drawn)
        return drawn
