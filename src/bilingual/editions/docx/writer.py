"""Draw an edition as a Word document, with python-docx (ECMA-376, WordprocessingML)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from docx.document import Document
from docx.enum.section import WD_SECTION
from docx.text.paragraph import Paragraph

from bilingual.editions.choices import SINGLE
from bilingual.editions.docx.comments import Remarks
from bilingual.editions.docx.notes import Footnotes
from bilingual.editions.docx.package import blank_document, day_of, latin_language, save_document
from bilingual.editions.docx.pictures import Album
from bilingual.editions.docx.rows import RowWriter
from bilingual.editions.docx.styles import LEVELS
from bilingual.editions.docx.stylesheet import DocxStyles
from bilingual.editions.docx.table import Widths, column_widths, terms_table, widths_of
from bilingual.editions.docx.text import Pen
from bilingual.editions.docx.units import Names
from bilingual.editions.docx.xml import node, value
from bilingual.editions.labels import LABELS
from bilingual.editions.model import Edition, Lang, Pair
from bilingual.editions.pictures import logo_size
from bilingual.editions.theme import TWO_TERMS, alone

_ALTERNATIVE = LABELS["en"]
"""Words of alternative text, in English in every edition."""


def draw_docx(edition: Edition, pages: Mapping[str, int] | None = None) -> bytes:
    """Return the edition as a `.docx` file. A Word file has no facing pages: that layout falls back to side by side.

    `pages` has the page numbers of the table of contents, by the anchors of sections, until Word updates them.

    Raises `EngineError` when the edition embeds its fonts and a font package is not installed.
    """
    if edition.layout in SINGLE:
        edition = replace(edition, theme=alone(edition.theme))
    document = blank_document(edition)
    sheet = DocxStyles(document, edition.theme, latin_language(edition))
    sheet.begin(edition)
    names = Names(dict(edition.keys))
    by_number = {note.number: note for note in edition.notes}
    notes = Footnotes(document, sheet, names, by_number, edition.mark_drafts, edition.langs)
    remarks = Remarks(document, sheet, "en" if "en" in edition.langs else "ja", day_of(edition.date))
    remarks.add(edition.comments)
    space, theme = edition.theme.space, edition.theme
    widths = widths_of(edition)
    album = Album(document, widths.text, theme.sheet[1] - space.top - space.bottom)
    pen = Pen(document, sheet, names, notes, remarks)
    writer = _Writer(document, edition, pen, album, widths, pages or {})
    writer.title()
    writer.text()
    writer.notes()
    writer.terms()
    writer.colophon()
    if document.element.body[-2:-1] and document.element.body[-2].tag.endswith("}tbl"):
        document.add_paragraph(style="Gap")  # a document cannot end in a table
    writer.running_heads()
    notes.write(lambda part: Pen(document, sheet, names, notes, remarks, part))
    return save_document(document)


@dataclass(slots=True)
class _Writer:
    """One document while it is written."""

    document: Document
    edition: Edition
    pen: Pen
    album: Album
    widths: Widths
    pages: Mapping[str, int]

    def title(self) -> None:
        """Write the title in both languages, the lines below it, and the table of contents."""
        edition = self.edition
        langs = [lang for lang in edition.langs if edition.title.side(lang)] or list(edition.langs[:1])
        for lang, style in zip(langs, ("Title", "Subtitle"), strict=False):
            self.pen.text(self._paragraph(style), edition.title, lang)
            if edition.subtitle and edition.subtitle.side(lang):
                self.pen.text(self._paragraph("Subtitle Small"), edition.subtitle, lang)
        for pair in edition.byline:
            same = str(pair.source) == str(pair.target)  # a date, an address: only once
            self._sides(self._paragraph("Byline"), pair, " / ", once=same)
        if edition.title_page:
            self._logo()
            self._end_title_page()
        if edition.toc:
            write_contents(self.document, self.pen, edition, self.pages)
            self._paragraph("Gap")

    def text(self) -> None:
        """Write headings and rows. Sections without a heading share a table: Word would join the two anyway."""
        rows = RowWriter(self.document, self.edition, self.pen, self.pen.sheet, self.album, self.widths)
        for section in self.edition.sections:
            if section.heading:
                rows.leave()
                heading = self._paragraph(f"Heading {min(max(section.level, 1), LEVELS)}")
                start, end = self.pen.names.named(destination(section.anchor or "none"))
                if section.anchor and start is not None:
                    heading._p.append(start)
                self._sides(heading, section.heading, "\n")
                if section.anchor and end is not None:
                    heading._p.append(end)
            rows.write(section.rows)

    def notes(self) -> None:
        """Write the notes whose markers do not occur in this edition; the others are footnotes."""
        left = self.pen.notes.left()
        if left:
            self._appendix(self.edition.labels.notes_heading)
        for note in left:
            for paragraph in self.pen.notes.paragraphs(note, self.pen):
                self.document.element.body.insert_element_before(paragraph, "w:sectPr")

    def terms(self) -> None:
        """Write the list of names and terms, two to a line where the page is wide enough, in every layout."""
        edition, labels = self.edition, self.edition.labels
        if not edition.terms:
            return
        self._appendix(labels.terms_heading)
        texts = [[f"{line.source}\N{IDEOGRAPHIC SPACE}{line.reading}", line.target] for line in edition.terms]
        text, gutter = self.widths.text, edition.theme.spacing.gutter
        across = 2 if text >= TWO_TERMS and len(texts) > 1 else 1
        columns = column_widths(texts, self.pen.sheet.size("Japanese Cell"), (text - gutter * (across - 1)) / across)
        cells = terms_table(
            self.document,
            columns * across,
            gutter if across > 1 else 0.0,
            len(texts),
            caption=labels.terms_heading,
            description=_ALTERNATIVE.terms_description,
        )
        for at, words in enumerate((labels.column_source, labels.column_target) * across):
            self.pen.words(cells[at], words, labels.lang)
        for line, ja, en in zip(edition.terms, cells[2 * across :: 2], cells[2 * across + 1 :: 2], strict=False):
            self.pen.words(ja, line.source, "ja")
            if line.reading:
                self.pen.words(ja, f"\N{IDEOGRAPHIC SPACE}{line.reading}", "ja", "Reading")
            self.pen.words(en, line.target)

    def colophon(self) -> None:
        """Write the colophon."""
        labels = self.edition.labels
        if self.edition.colophon:
            self._logo()
            self._appendix(labels.colophon_heading)
        for label, words in self.edition.colophon:
            paragraph = self._paragraph("Colophon")
            self.pen.words(paragraph, label, labels.lang, "Japanese Strong" if labels.lang == "ja" else "Strong")
            self.pen.words(paragraph, f"\t{words}", labels.lang)

    def running_heads(self) -> None:
        """Write the running title and the page numbers. The page with the title has no running title."""
        labels, section = self.edition.labels, self.document.sections[-1]
        alone = len(self.document.sections) > 1
        section.different_first_page_header_footer = not alone
        section.header.is_linked_to_previous = section.footer.is_linked_to_previous = False
        self.pen.words(section.header.paragraphs[0], self.edition.running_head, labels.lang)
        for footer in (section.footer,) if alone else (section.footer, section.first_page_footer):
            for piece in re.split(r"(\{page\}|\{pages\})", labels.page):
                if piece in ("{page}", "{pages}"):
                    self.pen.field(footer.paragraphs[0], "PAGE" if piece == "{page}" else "NUMPAGES")
                elif piece:
                    self.pen.words(footer.paragraphs[0], piece)

    def _end_title_page(self) -> None:
        """Put everything so far on a page of its own, without running heads; the style of the title moves it down."""
        self.document.add_section(WD_SECTION.NEW_PAGE)
        self.document.paragraphs[-1].style = "Gap"

    def _logo(self) -> None:
        """Show the publisher's logo, if the theme has one."""
        theme = self.edition.theme
        if theme.logo:
            self.album.show(self._paragraph("Logo"), theme.logo, theme.logo_alt, size=logo_size(theme.logo))

    def _appendix(self, heading: str) -> None:
        self.pen.words(self._paragraph("Appendix Heading"), heading, self.edition.labels.lang)

    def _paragraph(self, style: str) -> Paragraph:
        return self.document.add_paragraph(style=style)

    def _sides(self, paragraph: Paragraph, pair: Pair, between: str, *, once: bool = False) -> None:
        """Write the edition's languages into one paragraph; `once` writes the last one only."""
        langs = [lang for lang in self.edition.langs if pair.side(lang)] or list(self.edition.langs[:1])
        for number, lang in enumerate(langs[-1:] if once else langs):
            if number:
                self.pen.words(paragraph, between)
            self.pen.text(paragraph, pair, lang)


_BETWEEN = " \N{EM SPACE}"  # the separator between the two languages of an entry


def destination(anchor: str) -> str:
    """Return the name of the bookmark around a section's heading; Word hides names that begin with `_`."""
    return f"_Toc_{anchor}"


def write_contents(document: Document, pen: Pen, edition: Edition, pages: Mapping[str, int]) -> None:
    """Write the table of contents. Its page numbers are what Word shows and prints until it updates them."""
    heading = document.add_paragraph(style="TOC Heading")
    pen.words(heading, edition.labels.toc_heading, edition.labels.lang)
    deepest = max(min(entry.level, 6) for entry in edition.toc)
    paragraphs = []
    for entry in edition.toc:
        paragraph = document.add_paragraph(style=f"toc {min(max(entry.level, 1), 6)}")
        link = node("w:hyperlink", {"w:anchor": destination(entry.anchor), "w:history": "1"})
        link.extend(_words(document, pen, entry.heading, edition.langs))
        link.append(node("w:r", {}, node("w:tab")))
        link.extend(_opening(f" PAGEREF {destination(entry.anchor)} \\h ", dirty=True))
        if entry.anchor in pages:
            number = node("w:t")
            number.text = str(pages[entry.anchor])
            link.append(node("w:r", {}, number))
        link.append(_mark("end"))
        paragraph._p.append(link)
        paragraphs.append(paragraph)
    for run in reversed(_opening(f' TOC \\o "1-{deepest}" \\h \\z ')):
        paragraphs[0]._p.insert(1, run)
    paragraphs[-1]._p.append(_mark("end"))
    _wrap([heading, *paragraphs])


def _words(document: Document, pen: Pen, pair: Pair, langs: Sequence[Lang]) -> list[Any]:
    made = Paragraph(node("w:p"), document)
    sides = [(lang, str(pair.side(lang)).replace("\n", " ")) for lang in langs if pair.side(lang)]
    for number, (lang, words) in enumerate(sides):
        if number:
            pen.words(made, _BETWEEN, "en")
        pen.words(made, words, lang)
    return list(made._p)


def _opening(instruction: str, *, dirty: bool = False) -> list[Any]:
    """Return the beginning of a field; a `dirty` one is updated when the file is opened."""
    code = node("w:instrText", {"xml:space": "preserve"})
    code.text = instruction
    return [_mark("begin", dirty=dirty), node("w:r", {}, code), _mark("separate")]


def _mark(kind: str, *, dirty: bool = False) -> Any:
    return node("w:r", {}, node("w:fldChar", {"w:fldCharType": kind} | ({"w:dirty": "true"} if dirty else {})))


def _wrap(paragraphs: Sequence[Paragraph]) -> None:
    """Put the paragraphs into the content control by which Word offers to update a table of contents."""
    gallery = node("w:docPartObj", {}, value("w:docPartGallery", "Table of Contents"), node("w:docPartUnique"))
    content = node("w:sdtContent")
    control = node("w:sdt", {}, node("w:sdtPr", {}, gallery), content)
    paragraphs[0]._p.addprevious(control)
    content.extend(paragraph._p for paragraph in paragraphs)
