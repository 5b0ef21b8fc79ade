"""The content of a tagged PDF: the elements of the structure tree (ISO 32000-1, 14.7 and 14.8)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True, eq=False)
class StructElement:
    """A node of the structure tree. Elements are compared by identity."""

    role: str
    """A standard structure type of PDF 1.7, so that no role map is needed."""
    parent: StructElement | None = None
    lang: str = ""
    """BCP 47; empty for that of the parent."""
    alt: str = ""
    """Read aloud in place of the content."""
    actual: str = ""
    """The text itself, when the drawn content is not all of it (the line ends of code)."""
    numbering: Literal["", "Disc", "Decimal"] = ""
    """The labels of a list."""


@dataclass(frozen=True, slots=True)
class StructPlace:
    """The place of a paragraph's text in the tree."""

    body: StructElement
    label: StructElement | None = None
    """For the marker before the text."""
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
    """A marked part of a page's content, and its element."""

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
    """The text of the link."""


@dataclass(frozen=True, slots=True)
class Drawing:
    """Drawn pages and the data for their tags."""

    data: bytes
    marks: tuple[MarkedContent, ...]
    """In the order in which they were drawn."""
    links: tuple[Link, ...]
    areas: Mapping[StructElement, Rectangle]
    """The place of each image."""
    destinations: Mapping[str, tuple[int, float]]
    """Name → (page from 0, height above the foot of the page)."""
