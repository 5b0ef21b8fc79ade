"""The table of contents: a real field, with entries that show before anybody updates it.

The numbers of the pages are fields too (PAGEREF), and empty: only a word processor knows them, and a wrong number is
worse than none. Word fills them in when it prints or updates the table.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from docx.document import Document
from docx.text.paragraph import Paragraph

from bilingual.editions.docx.text import Pen
from bilingual.editions.docx.xml import node, value
from bilingual.editions.model import Edition, Lang, Pair

_BETWEEN = " \N{EM SPACE}"  # what stands between the two languages of an entry


def destination(anchor: str) -> str:
    """Return the name of the bookmark around a section's heading; Word hides names that begin with `_`."""
    return f"_Toc_{anchor}"


def write_contents(document: Document, pen: Pen, edition: Edition) -> None:
    """Write the table of contents."""
    heading = document.add_paragraph(style="TOC Heading")
    pen.words(heading, edition.furniture.toc_heading, edition.furniture.lang)
    deepest = max(min(entry.level, 6) for entry in edition.toc)
    paragraphs = []
    for entry in edition.toc:
        paragraph = document.add_paragraph(style=f"toc {min(max(entry.level, 1), 6)}")
        link = node("w:hyperlink", {"w:anchor": destination(entry.anchor), "w:history": "1"})
        link.extend(_words(document, pen, entry.heading, edition.langs))
        link.append(node("w:r", {}, node("w:tab")))
        link.extend([*_opening(f" PAGEREF {destination(entry.anchor)} \\h "), _mark("end")])
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


def _opening(instruction: str) -> list[Any]:
    code = node("w:instrText", {"xml:space": "preserve"})
    code.text = instruction
    return [_mark("begin"), node("w:r", {}, code), _mark("separate")]


def _mark(kind: str) -> Any:
    return node("w:r", {}, node("w:fldChar", {"w:fldCharType": kind}))


def _wrap(paragraphs: Sequence[Paragraph]) -> None:
    """Put the paragraphs into the content control by which Word offers to update a table of contents."""
    gallery = node("w:docPartObj", {}, value("w:docPartGallery", "Table of Contents"), node("w:docPartUnique"))
    content = node("w:sdtContent")
    control = node("w:sdt", {}, node("w:sdtPr", {}, gallery), content)
    paragraphs[0]._p.addprevious(control)
    content.extend(paragraph._p for paragraph in paragraphs)
