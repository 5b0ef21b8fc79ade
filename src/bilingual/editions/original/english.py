"""The English of a block as runs of a Word document, in the look of the paragraph that it translates."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from bilingual.containers.docx import Relation, W
from bilingual.editions.compose.rows import marker_pair
from bilingual.editions.compose.spans import Signs, en_spans
from bilingual.editions.markup import address, legal
from bilingual.editions.model import Span
from bilingual.editions.original.properties import drop_properties, made, set_property
from bilingual.model import Block, Unit
from bilingual.reading.docx.elements import child_value, outermost, switched
from bilingual.reading.docx.symbols import is_symbol_font

_PIECES = re.compile("([\n\t])")
_JAPANESE_ONLY = (
    "em",
    "eastAsianLayout",
    "fitText",
    "spacing",
    "w",
    "ins",
    "moveTo",
    "vanish",
    "webHidden",
    "specVanish",
)
"""Properties of a Japanese run that English does not have."""
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_R_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


def english_spans(units: Sequence[Unit], signs: Signs) -> list[Span]:
    """Return the English of units: a space between two, a line break where the Japanese has one."""
    spans: list[Span] = []
    between = ""
    for unit in units:
        if unit.target:
            if spans:
                spans.append(Span("\n" if "\n" in between else " "))
            spans += en_spans(unit, signs)
            between = ""
        between += unit.space_after
    return spans


def english_marker(block: Block, typed: bool) -> str:
    """Return what precedes the English of a block: its marker if it was typed, and not set by a list."""
    pair = marker_pair(block) if typed and block.kind != "heading" else None
    shown = str(pair.target) if pair else ""
    return f"{shown} " if shown else ""


class EnglishRuns:
    """Makes runs of English that look like the text of one paragraph."""

    def __init__(self, paragraphs: Sequence[Any], relations: Mapping[str, Relation]) -> None:
        self._look = _look(paragraphs)
        self._link_style = _link_style(paragraphs)
        self._links = {one.target: number for number, one in relations.items() if one.external}

    def runs(self, spans: Sequence[Span], references: Mapping[int, Any]) -> Iterator[Any]:
        """Yield the runs of spans; a note that a span refers to is referred to by the run in `references`."""
        for span in spans:
            if span.text:
                yield from self._span(span)
            if span.note in references:
                yield references[span.note]

    def _span(self, span: Span) -> Iterator[Any]:
        uri = address(span.link) if span.link else ""
        run = self._run(span)
        if uri and self._link_style:
            set_property(run.find(f"{W}rPr"), "rStyle", val=self._link_style)
        number = self._links.get(span.link) or self._links.get(uri) if uri else None
        if number:
            link = made("hyperlink")
            link.set(_R_ID, number)
            link.append(run)
            yield link
        elif uri:  # a field needs no relation of the part
            yield from _field(f' HYPERLINK "{uri}" ', run)
        else:
            yield run

    def _run(self, span: Span) -> Any:
        run = made("r")
        look = copy.deepcopy(self._look)
        if span.bold:
            set_property(look, "b", val="1")
        if span.italic:
            set_property(look, "i", val="1")
        run.append(look)
        for piece in _PIECES.split(legal(span.text)):
            if piece in ("\n", "\t"):
                run.append(made("br" if piece == "\n" else "tab"))
            elif piece:
                text = made("t")
                text.text = piece
                text.set(_SPACE, "preserve")
                run.append(text)
        return run


def _field(instruction: str, result: Any) -> Iterator[Any]:
    for kind in ("begin", "separate", "end"):
        sign = made("r")
        sign.append(made("fldChar", fldCharType=kind))
        if kind == "end":
            yield result
        yield sign
        if kind == "begin":
            asked = made("r")
            text = made("instrText")
            text.text = instruction
            text.set(_SPACE, "preserve")
            asked.append(text)
            yield asked


def _look(paragraphs: Sequence[Any]) -> Any:
    """Return the run properties of most of the text, as English has them."""
    runs = [run for one in paragraphs for run in outermost(one, f"{W}r") if _length(run)]
    plain = [run for run in runs if run.getparent().tag == f"{W}p" and run.find(f"{W}rPr/{W}rStyle") is None]
    most = max(plain or runs, key=_length, default=None)
    found = most.find(f"{W}rPr") if most is not None else None
    look = made("rPr") if found is None else copy.deepcopy(found)
    drop_properties(look, *_JAPANESE_ONLY)
    for name in ("b", "i"):
        if not all(switched(run.find(f"{W}rPr"), name) for run in runs):
            drop_properties(look, name, f"{name}Cs")
    if not plain:  # a link or code is marked by the spans
        drop_properties(look, "rStyle")
    fonts = look.find(f"{W}rFonts")
    if fonts is not None:
        fonts.attrib.pop(f"{W}hint", None)
        if is_symbol_font(str(fonts.get(f"{W}ascii", ""))):
            look.remove(fonts)
    language = set_property(look, "lang", val="en-US")
    language.attrib.pop(f"{W}eastAsia", None)
    return look


def _link_style(paragraphs: Sequence[Any]) -> str:
    """Return the id of the character style of the links in paragraphs; empty without one."""
    for one in paragraphs:
        for run in one.iter(f"{W}r"):
            style = child_value(run.find(f"{W}rPr"), "rStyle")
            if style and (run.getparent().tag == f"{W}hyperlink" or style == "Hyperlink"):
                return style
    return ""


def _length(run: Any) -> int:
    return sum(len(one.text or "") for one in outermost(run, f"{W}t", f"{W}txbxContent") if one.tag == f"{W}t")
