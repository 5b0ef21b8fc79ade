"""Boxes: what is side by side, how wide, in which style. No fonts and no pages yet."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal

from bilingual.editions.model import Lang, Pair, Span, Text
from bilingual.editions.pdf.design import Design, TextStyle
from bilingual.editions.pdf.elements import Places
from bilingual.editions.pictures import Picture

BoxRule = Literal["", "above", "below", "whole", "bar", "short", "note"]
BoxRole = Literal[
    "title",
    "byline",
    "label",
    "toc_heading",
    "toc",
    "heading",
    "paragraph",
    "list_item",
    "quote",
    "note",
    "table",
    "image",
    "logo",
    "caption",
    "code",
    "separator",
    "footnote",
    "backmatter_heading",
    "term",
    "colophon",
    "running",
]
"""What a box is, for readers that do not see the page."""


_NARROW = frozenset(" !'‘’(),-./:;I[]\\fijlt{|}")
"""Letters of a third of an em in the serif font, which is the wider one."""
_WIDE = frozenset("%@MWmw")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A text and its place on the sheet."""

    spans: tuple[Span, ...]
    lang: Lang
    style: TextStyle
    x: float
    """From the left edge of the sheet."""
    width: float
    marker: tuple[Span, ...] = ()
    """Put before the first line; the text has a hanging indent of `indent` after it."""
    indent: float = 0.0
    first_line: float = 0.0
    """Additional indent of the first line, in points."""
    verbatim: bool = False
    """True for code: spaces and line ends count."""
    align: Literal["left", "right", "centre"] = "left"
    side: int = 0
    """Of a spread: 0 is the left page, 1 the right one."""
    goto: str = ""
    """The destination that the whole paragraph links to."""
    back: str = ""
    """The destination that the marker links to."""
    page_of: str = ""
    """The destination whose page number is printed here."""
    role: Literal["", "number", "page"] = ""
    """`number`: the paragraph number beside a row; `page`: a page number of the table of contents."""


@dataclass(frozen=True, slots=True)
class Box:
    """Paragraphs side by side, first baselines on one line."""

    paragraphs: tuple[Paragraph, ...] = ()
    before: float = 0.0
    """Space above, but not at the head of a page."""
    role: BoxRole = "paragraph"
    keep: bool = False
    """True when the next box must begin on the same page."""
    drop: float = 0.0
    """Space above, also at the head of a page."""
    new_page: bool = False
    outline: str = ""
    level: int = 0
    """Headings, list items and quotes: depth. 0 is a section in the outline."""
    rule: BoxRule = ""
    picture: Picture | None = None
    picture_size: tuple[float, float] = (0.0, 0.0)
    alt: str = ""
    is_header: bool = False
    """True for the header row of a table."""
    header: Box | None = None
    """The header row of the table this box continues."""
    destination: str = ""
    """The name for links to it."""
    draft: bool = False
    """True when a mark beside the English shows that it is unreviewed."""
    joined: bool = False
    """True when it goes on with the box above: the same row in the other language, the same list item."""
    places: Places | None = None
    """Where the content belongs in the structure tree; None for running heads."""


def plain_spans(text: str) -> tuple[Span, ...]:
    """Return a text as spans."""
    return (Span(text),)


def beside(design: Design, pair: Pair, style: TextStyle) -> list[Paragraph]:
    """Return a pair, each language in its place, in reading order."""
    return [
        Paragraph(pair.side(place.lang).spans, place.lang, style, place.x, place.width, side=place.side)
        for place in design.sheet.places
    ]


def wide(design: Design, text: Text, style: TextStyle, side: int = 0) -> Paragraph:
    """Return a text as wide as the page."""
    return Paragraph(text.spans, text.lang, style, design.sheet.left, design.sheet.measure, side=side)


def boxed(design: Design, paragraphs: Sequence[Paragraph], box: Box) -> list[Box]:
    """Return the boxes for paragraphs that belong together: one, or one below the other in a stacked edition.

    `box` has everything else; its space above is that of the first.
    """
    shown = [paragraph for paragraph in paragraphs if any(span.text for span in paragraph.spans)]
    if design.layout != "stacked" or len(shown) < 2:
        return [replace(box, paragraphs=tuple(paragraphs))]
    found: list[Box] = []
    for at, paragraph in enumerate(shown):
        first, last = at == 0, at == len(shown) - 1
        found.append(
            replace(
                box,
                paragraphs=(paragraph,),
                before=box.before if first else 3.0,
                keep=box.keep or not last,
                outline=box.outline if first else "",
                destination=box.destination if first else "",
                rule="" if box.rule in ("note", "above") and not first else box.rule,
                draft=box.draft and paragraph.lang == "en",
                joined=box.joined or not first,
            )
        )
    return found


def number_beside(design: Design, number: int, sides: set[int]) -> list[Paragraph]:
    """Return a paragraph number for the margin of each page."""
    if not number:
        return []
    x, width = design.sheet.left - design.marginal, max(9.0, design.marginal - design.apart)
    return [
        Paragraph(plain_spans(str(number)), "en", design.foot, x, width, align="right", side=side, role="number")
        for side in sorted(sides)
    ]


def indented(paragraph: Paragraph, by: float) -> Paragraph:
    """Return a paragraph indented on the left; its right edge is unchanged."""
    return replace(paragraph, x=paragraph.x + by, width=paragraph.width - by)


def marked(paragraphs: Iterable[Paragraph], marker: Pair | None, indents: dict[Lang, float]) -> list[Paragraph]:
    """Return paragraphs with a hanging indent after a marker; without a marker it is the same."""
    if not marker and not indents:
        return list(paragraphs)
    found: list[Paragraph] = []
    for paragraph in paragraphs:
        spans = marker.side(paragraph.lang).spans if marker else ()
        found.append(replace(paragraph, marker=spans, indent=indents.get(paragraph.lang, 0.0)))
    return found


def marker_width(marker: Pair, lang: Lang, style: TextStyle) -> float:
    """Return the hanging indent after a marker: the same for a bullet and a figure, so that lists are aligned."""
    return min(60.0, max(estimate(str(marker.side(lang))), estimate("1."), 1.0) * style.size(lang) + 4.5)


def estimate(text: str) -> float:
    """Return the approximate width of a text in em, rather too much: no font is loaded yet."""
    return sum(map(_estimate, text))


@lru_cache(maxsize=4096)
def _estimate(character: str) -> float:
    if character in _NARROW:
        return 0.25 if character == " " else 0.36
    if character in _WIDE or (character not in "“”–" and unicodedata.east_asian_width(character) in "WFA"):
        return 1.0
    return 0.75 if character.isupper() else 0.6
