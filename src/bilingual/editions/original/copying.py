"""A translated article → a copy of the Word document that it was read from, with the English in it."""

from __future__ import annotations

import copy
from collections.abc import Mapping, Sequence
from typing import Any

from bilingual.containers.docx import DocxParts, Relation, W
from bilingual.editions.choices import Order
from bilingual.editions.compose.spans import Signs
from bilingual.editions.model import Span
from bilingual.editions.original.english import EnglishRuns, english_marker, english_spans
from bilingual.editions.original.package import copied_package
from bilingual.editions.original.paragraphs import free_controls, replace_text, stack, without_number
from bilingual.editions.original.properties import made
from bilingual.errors import InputError
from bilingual.model import Article, Block, Mark, Unit
from bilingual.reading.docx.elements import MC, outermost
from bilingual.reading.docx.found import COPY_BOOKMARK, WordBlock, WordText
from bilingual.reading.docx.notes import NoteKind
from bilingual.reading.docx.numbering import ListNumber
from bilingual.reading.docx.walk import walk_document

_STRICT = b"http://purl.oclc.org/ooxml/"
_SAVE_AS = "save it in Word as “Word Document (.docx)”, not as “Strict Open XML”"
_ITSELF = frozenset(("image", "separator", "code"))
"""Kinds that are not translated."""
_HEADINGS = frozenset(("title", "subtitle", "heading"))
_OWN_NUMBERS = (f"{W}footnoteRef", f"{W}endnoteRef")
"""The number of a note before its text."""


def translated_copy(data: bytes, article: Article, *, alone: bool = False, order: Order = "ja-en") -> bytes:
    """Return a copy of a DOCX file with the English of the article that was read from it.

    The English is a paragraph below each Japanese one (above it with the order `en-ja`), or `alone` in its place.
    Raises `InputError` when the file is not the one that the article was read from, or cannot be copied.
    """
    parts = DocxParts(data, article.path)
    if _STRICT in (parts.container.read(parts.main) or b""):
        raise InputError("is Strict Open XML, whose layout cannot be kept", place=article.path, remedy=_SAVE_AS)
    found = walk_document(parts)
    filling = _Filling(parts, found, alone=alone, above=order == "en-ja")
    places = {one.block.place.paragraph: one for one in found.blocks if one.paragraphs or one.cells}
    for block in article.blocks:
        if block.kind in _ITSELF or not block.place.paragraph:
            continue
        place = places.get(block.place.paragraph)
        if place is None or bool(place.cells) != (block.kind == "table"):
            remedy = "read the article again from this file"
            raise InputError("is not the file that the article was read from", place=article.path, remedy=remedy)
        filling.fill(block, place)
    _sign(parts.document)
    return copied_package(parts.container, {name: _written(tree) for name, tree in found.trees.items()})


class _Filling:
    """Fills the trees of a document."""

    def __init__(self, parts: DocxParts, found: WordText, *, alone: bool, above: bool) -> None:
        self._relations: dict[Any, Mapping[str, Relation]] = {
            tree: parts.relations(name) for name, tree in found.trees.items()
        }
        self._labels = found.labels
        self._alone = alone
        self._above = above

    def fill(self, block: Block, place: WordBlock) -> None:
        """Put the English of a block into its paragraphs."""
        if not place.cells:
            typed = bool(block.marker) and not place.block.marker
            marker = english_marker(block, typed)
            close = block.kind in _HEADINGS
            self._put(place.paragraphs, block.units, place.numbers[0], marker, close=close)
        elif len(place.cells) == len(block.units):
            for unit, paragraphs, number in zip(block.units, place.cells, place.numbers, strict=True):
                if paragraphs:
                    self._put(paragraphs, (unit,), number, "")
                if number is not None and self._alone and unit.target not in ("", unit.source):
                    without_number(paragraphs[-1], number)  # it is in the text of the cell

    def _put(
        self,
        paragraphs: Sequence[Any],
        units: Sequence[Unit],
        number: ListNumber | None,
        marker: str,
        *,
        close: bool = False,
    ) -> None:
        if not any(unit.target for unit in units):
            return
        if all(unit.target in ("", unit.source) for unit in units):
            return  # figures, addresses: they are there already
        free_controls(paragraphs[-1])
        runs = EnglishRuns(paragraphs, self._relations_of(paragraphs[0]))
        references = self._references(paragraphs) if self._alone else {}
        spans = english_spans(units, _signs(units))
        if self._alone and any(next(one.iter(*_OWN_NUMBERS), None) is not None for one in paragraphs):
            marker = f" {marker}"  # behind the number of a note
        spans = [Span(marker), *spans] if marker else spans
        if not self._alone:
            stack(
                paragraphs[0] if self._above else _last(paragraphs),
                runs.runs(spans, {}),
                number,
                above=self._above,
                close=close,
            )
            return
        named = {span.note for span in spans if span.note}
        others = (run for number, run in references.items() if number not in named)
        replace_text(paragraphs, [*runs.runs(spans, references), *others])

    def _relations_of(self, element: Any) -> Mapping[str, Relation]:
        return self._relations.get(element.getroottree().getroot(), {})

    def _references(self, paragraphs: Sequence[Any]) -> dict[int, Any]:
        """Return the runs that refer to notes, by the label of the note."""
        found: dict[int, Any] = {}
        for paragraph in paragraphs:
            for sign in outermost(paragraph, f"{W}footnoteReference", f"{W}endnoteReference", f"{W}txbxContent"):
                if sign.tag == f"{W}txbxContent":
                    continue
                kind: NoteKind = "footnote" if sign.tag == f"{W}footnoteReference" else "endnote"
                label = self._labels.get((kind, str(sign.get(f"{W}id", ""))))
                run = sign.getparent()
                if label and run.tag == f"{W}r":
                    found.setdefault(int(label), _reference(run, sign))
        return found


def _reference(run: Any, sign: Any) -> Any:
    """Return a run that has nothing but a reference to a note, with the look of the run that has it."""
    found = copy.deepcopy(run)
    for child in list(found):
        if child.tag not in (f"{W}rPr", sign.tag):
            found.remove(child)
    return found


def _signs(units: Sequence[Unit]) -> Signs:
    """Return the references to notes that the English of units has."""
    found: dict[str, tuple[tuple[Mark, int], ...]] = {}
    for unit in units:
        marks = [mark for mark in unit.marks if mark.kind == "footnote" and mark.value.isdigit()]
        found[unit.id] = tuple((mark, int(mark.value)) for mark in marks)
    return found


def _last(paragraphs: Sequence[Any]) -> Any:
    """Return the last paragraph with text, below which the English of a cell comes."""
    filled = [one for one in paragraphs if next(one.iter(f"{W}t"), None) is not None]
    return (filled or paragraphs)[-1]


def _written(tree: Any) -> bytes:
    """Return a part as XML: without the text boxes for versions of Word before 2010, its contents to be made anew."""
    from lxml import etree  # type: ignore[import-untyped]

    for alternate in list(tree.iter(f"{MC}AlternateContent")):
        fallback = alternate.find(f"{MC}Fallback")
        box = f"{W}txbxContent"
        choice = alternate.find(f"{MC}Choice")
        if fallback is not None and choice is not None and next(choice.iter(box), None) is not None:
            alternate.remove(fallback)
    _mark_contents(tree)
    data: bytes = etree.tostring(tree, xml_declaration=True, encoding="UTF-8", standalone=True)
    return data


def _sign(document: Any) -> None:
    """Say in a hidden bookmark that the document is a copy with English in it: it is no article."""
    used = {str(one.get(f"{W}id")) for one in document.iter(f"{W}bookmarkStart")}
    number = next(str(at) for at in range(len(used) + 1) if str(at) not in used)
    marks = made("bookmarkStart", id=number, name=COPY_BOOKMARK), made("bookmarkEnd", id=number)
    document.find(f"{W}body")[0:0] = marks


def _mark_contents(tree: Any) -> None:
    """Mark tables of contents as out of date: Word makes them anew when it opens the file."""
    begun: list[Any] = []
    for sign in tree.iter(f"{W}fldChar", f"{W}instrText"):
        if sign.tag == f"{W}instrText":
            if begun and (sign.text or "").strip().upper().startswith("TOC"):
                begun[-1].set(f"{W}dirty", "true")
        elif sign.get(f"{W}fldCharType") == "begin":
            begun.append(sign)
        elif sign.get(f"{W}fldCharType") == "end" and begun:
            begun.pop()
