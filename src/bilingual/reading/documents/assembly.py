"""The paragraphs of a document → an article.

A document with headings of its own is read as Markdown is: what has no style is a paragraph, or an item by a typed
marker. In a document without any, the text decides, as in plain text; headings that look so decide before it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import PurePath

from bilingual.model import Article, Block, Unit, number_units
from bilingual.reading.documents.looks import with_looks
from bilingual.reading.documents.model import DocumentBlock, DocumentFacts
from bilingual.reading.documents.text import MarkedText
from bilingual.reading.item_markers import item_marker
from bilingual.reading.lines import TextLine
from bilingual.reading.plain.markers import is_separator
from bilingual.reading.plain.structure import FoundBlock, find_structure
from bilingual.reading.ruby import take_ruby, uses_aozora_ruby
from bilingual.reading.speakers import with_speakers
from bilingual.reading.units import sentence_units, whole_unit

_WHOLE = frozenset(("title", "subtitle", "heading", "byline", "image"))
"""Kinds whose text is one unit."""


def assemble(paragraphs: Sequence[DocumentBlock], facts: DocumentFacts) -> Article:
    """Return the article that the paragraphs of a document are."""
    found = _with_aozora_ruby([one for one in paragraphs if one.content.text or one.kind in _WITHOUT_TEXT])
    styled = any(one.kind in _HEADS for one in found)
    found = with_looks(found)
    if not styled:
        found = _read_as_text(found)
    found = _with_items(found)
    found = _with_title(found, facts.title)
    blocks = with_speakers([_block(one) for one in found])
    language = "" if facts.language.lower().split("-")[0] in ("ja", "jpn") else facts.language
    return Article(
        blocks=number_units(blocks),
        name=PurePath(facts.name).stem,
        path=facts.name,
        author=facts.author,
        date=facts.date,
        language=language,
        origin=facts.origin,
        notices=facts.notices,
        assets=facts.assets,
    )


_WITHOUT_TEXT = frozenset(("table", "image", "separator"))
_HEADS = frozenset(("title", "heading"))


def _with_aozora_ruby(paragraphs: Sequence[DocumentBlock]) -> list[DocumentBlock]:
    """Return the paragraphs with ｜漢字《かんじ》 read as ruby, if the document is written so."""
    if not uses_aozora_ruby("\n".join(one.content.text for one in paragraphs)):
        return list(paragraphs)
    return [
        one if one.kind == "code" else replace(one, content=MarkedText(*take_ruby(one.content.text, one.content.marks)))
        for one in paragraphs
    ]


def _read_as_text(paragraphs: Sequence[DocumentBlock]) -> list[DocumentBlock]:
    """Return the paragraphs with the kinds that plain text of these lines would have.

    What looks like a title or a heading is one; the text decides about titles or headings only where none looks so.
    """
    lines: list[TextLine] = []
    for number, one in enumerate(paragraphs):
        if one.kind is not None and one.kind not in _HEADS:
            lines.append(TextLine(number, ""))
            continue
        if one.gap or (one.kind == "heading" and number):
            lines.append(TextLine(number, ""))
        lead = "\u3000" if one.look.indented else ""
        lines.append(TextLine(number, lead + one.content.text.replace("\n", "\u3000")))
    looks = {one.kind for one in paragraphs if one.kind in _HEADS}
    told = looks | _HEADS if "heading" in looks else looks
    kinds = {found.line: found for found in find_structure(lines, wrapped=False) if found.kind not in told}
    return [_as_found(one, kinds[at]) if one.kind is None and at in kinds else one for at, one in enumerate(paragraphs)]


def _as_found(one: DocumentBlock, found: FoundBlock) -> DocumentBlock:
    """Return a paragraph with the kind that its text has; its marker is no longer part of the text."""
    if found.kind == "table":
        return one
    start = len(one.content.text) - len(found.text)
    shown = one.content.text.replace("\n", "\u3000")
    kept = shown.endswith(found.text) and found.text
    content = one.content.without_start(start) if kept else one.content
    marker = found.marker if kept else ""
    return replace(one, kind=found.kind, level=found.level, marker=marker, content=content, why=found.why)


def _with_items(paragraphs: Sequence[DocumentBlock]) -> list[DocumentBlock]:
    """Return the paragraphs without a kind as paragraphs, items, notes or separators, by a marker before their text."""
    return [one if one.kind else _by_marker(one) for one in paragraphs]


def _by_marker(one: DocumentBlock) -> DocumentBlock:
    if is_separator(one.content.text):
        return DocumentBlock(kind="separator", marker="---", why="ornaments", place=one.place)
    sign = item_marker(one.content.text, listed=False)
    if not sign:
        return replace(one, kind="paragraph", why=one.why or "paragraph")
    content = one.content.without_start(sign.end())
    if sign[1] == "※":
        return replace(one, kind="note", marker=sign[1], content=content, why="marker ※")
    return replace(one, kind="list_item", level=1, marker=sign[1], content=content, why=f"marker {sign[1]}")


def _with_title(paragraphs: Sequence[DocumentBlock], title: str) -> list[DocumentBlock]:
    """Return the paragraphs with a title, and the levels of headings counted from 1.

    Without a title of its own, a document's is its only heading of level 1, or the first if nothing precedes it.
    """
    found = list(paragraphs)
    if not any(one.kind == "title" for one in found):
        first = [at for at, one in enumerate(found) if one.kind == "heading" and one.level == 1]
        same = next((at for at in first if found[at].content.text == title), None)
        at = same if same is not None else first[0] if first and (len(first) == 1 or not first[0]) else None
        if at is not None and (same is not None or not title):
            found[at] = replace(found[at], kind="title", level=0, why="first heading of level 1")
        elif title:
            found.insert(0, DocumentBlock(MarkedText(title), "title", why="title of the document"))
    outermost = min((one.level for one in found if one.kind == "heading"), default=1)
    return [replace(one, level=one.level - outermost + 1) if one.kind == "heading" else one for one in found]


def _block(one: DocumentBlock) -> Block:
    assert one.kind is not None
    return Block(
        kind=one.kind,
        units=_units(one),
        level=one.level,
        marker=one.marker,
        place=one.place,
        why=one.why,
        columns=one.columns,
        aligned=one.aligned,
        value=one.value,
    )


def _units(one: DocumentBlock) -> tuple[Unit, ...]:
    text, marks = one.content.text, one.content.marks
    if one.kind == "table":
        cells = (MarkedText(cell.text.replace("\n", " "), cell.marks) for cell in one.cells)
        return tuple(unit for cell in cells for unit in whole_unit(cell.text, cell.marks))
    if one.kind == "separator":
        return ()
    if one.kind == "code":
        return (Unit(id="", source=text),)
    if one.kind in _WHOLE:
        return whole_unit(text.replace("\n", " "), marks)
    return sentence_units(text, marks)
