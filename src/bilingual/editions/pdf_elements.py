"""What a tagged PDF says about its content: the elements of the structure tree (PDF 32000-1, 14.7 and 14.8)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Part = Literal["title", "heading", "byline", "row", "lines", "contents", "furniture"]
"""What a band is: `row` is a row of the article (the band's `source` says which), `lines` are pairs of a label and
its text (terms, colophon), `furniture` is no part of the text (names of the columns, running heads)."""


@dataclass(frozen=True, slots=True, eq=False)
class Element:
    """A node of the structure tree. Two elements are never equal: each is a place of its own."""

    role: str
    """A standard structure type of PDF 1.7, so that no role map is needed."""
    parent: Element | None = None
    lang: str = ""
    """BCP 47; empty for that of the parent."""
    alt: str = ""
    """What is read aloud in place of the content."""
    numbering: Literal["", "Disc", "Decimal"] = ""
    """The labels of a list."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where the text of a paragraph belongs in the tree."""

    body: Element
    label: Element | None = None
    """For the sign before the text."""


@dataclass(frozen=True, slots=True)
class Places:
    """Where the content of a band belongs in the tree: a place for each paragraph, None for what is no content."""

    paragraphs: tuple[Place | None, ...] = ()
    picture: Element | None = None
