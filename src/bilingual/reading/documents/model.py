"""What a reader finds in a document, before it is decided which blocks it is."""

from __future__ import annotations

from dataclasses import dataclass, field

from bilingual.model import Asset, CellAlign, Kind, Place
from bilingual.reading.documents.text import MarkedText


@dataclass(frozen=True, slots=True)
class TextLook:
    """How a paragraph looks, for headings that have no style of their own."""

    size: float = 0.0
    """Type size in points of most of the text; 0 when unknown."""
    bold: bool = False
    """True when all of its text is bold."""
    centred: bool = False
    indented: bool = False
    """True when the first line is indented, as a paragraph of prose is."""


@dataclass(frozen=True, slots=True)
class DocumentBlock:
    """A paragraph, table, image or note of a document, in reading order."""

    content: MarkedText = field(default_factory=MarkedText)
    kind: Kind | None = None
    """None where the document does not say it: by its look, else by its text (a typed ・ or ※)."""
    level: int = 0
    """As in `Block`: headings and list items count from 1."""
    marker: str = ""
    """As in `Block`. An item of a list with bullets has `-`, one of a list with numbers the number as shown."""
    place: Place = field(default_factory=Place)
    why: str = ""
    """The rule that gave the kind, for `bilingual segment`: `style Heading 1`."""
    value: str = ""
    """Images: the address, a key of `DocumentFacts.assets`. Code: the language."""
    columns: int = 0
    """Tables: cells in a row; `cells` has them row by row, and a cell that a merged one covers is empty."""
    cells: tuple[MarkedText, ...] = ()
    aligned: tuple[CellAlign, ...] = ()
    look: TextLook = field(default_factory=TextLook)
    gap: bool = False
    """True when an empty paragraph precedes it."""


@dataclass(frozen=True, slots=True)
class DocumentFacts:
    """What a document says about itself."""

    name: str
    """The file name."""
    title: str = ""
    """Only where the format's title is reliable, as in EPUB: the title of the article if none is in its text."""
    author: str = ""
    date: str = ""
    language: str = ""
    """A BCP 47 tag; empty or `ja…` for Japanese."""
    origin: str = ""
    """The address of a web page."""
    notices: tuple[str, ...] = ()
    assets: tuple[tuple[str, Asset], ...] = ()
