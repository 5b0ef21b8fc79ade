"""What a tagged PDF says about its content: the elements of the structure tree (PDF 32000-1, 14.7 and 14.8)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True, eq=False)
class StructElement:
    """A node of the structure tree. Two elements are never equal: each is a place of its own."""

    role: str
    """A standard structure type of PDF 1.7, so that no role map is needed."""
    parent: StructElement | None = None
    lang: str = ""
    """BCP 47; empty for that of the parent."""
    alt: str = ""
    """What is read aloud in place of the content."""
    actual: str = ""
    """The text itself, where what is drawn does not say all of it (the line ends of code)."""
    numbering: Literal["", "Disc", "Decimal"] = ""
    """The labels of a list."""


@dataclass(frozen=True, slots=True)
class StructPlace:
    """Where the text of a paragraph belongs in the tree."""

    body: StructElement
    label: StructElement | None = None
    """For the sign before the text."""
    link: StructElement | None = None
    """The link that the whole paragraph is a part of."""


@dataclass(frozen=True, slots=True)
class Places:
    """Where the content of a box belongs in the tree: a place for each paragraph, None for what is no content."""

    paragraphs: tuple[StructPlace | None, ...] = ()
    picture: StructElement | None = None


Rectangle = tuple[float, float, float, float]
"""Left, bottom, right and top edge, in points from the lower left corner of the page."""


@dataclass(frozen=True, slots=True)
class MarkedContent:
    """A marked stretch of a page's content, and the element it belongs to."""

    element: StructElement
    page: int
    """From 0."""
    number: int
    """MCID: counts the marks of the page, from 0."""


@dataclass(frozen=True, slots=True)
class Link:
    """A place to click on."""

    element: StructElement
    page: int
    area: Rectangle
    target: str
    """An address, or `#` and the name of a destination in the file."""
    text: str
    """What stands there."""


@dataclass(frozen=True, slots=True)
class Drawing:
    """Pages with ink on them, and what must be told about them."""

    data: bytes
    marks: tuple[MarkedContent, ...]
    """In the order in which they were drawn."""
    links: tuple[Link, ...]
    areas: Mapping[StructElement, Rectangle]
    """Where each picture stands."""
    destinations: Mapping[str, tuple[int, float]]
    """Name → (page from 0, height above the foot of the page)."""
