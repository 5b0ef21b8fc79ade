"""The options of an edition, and its content besides the text. Plain values, cheap to import."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from bilingual.editions.choices import Align, Layout, Order
from bilingual.editions.theme import Theme


@dataclass(frozen=True, slots=True)
class Plan:
    """The options of an edition."""

    layout: Layout = "side-by-side"
    order: Order = "ja-en"
    align: Align = "paragraph"
    theme: Theme = field(default_factory=Theme)
    toc: bool | None = None
    """None: from `TOC_FROM` sections on."""
    notes: bool = False
    """True: the glossary's notes on terms at their first mention."""
    numbers: bool = False
    """True: paragraphs are numbered, for citing."""
    mark_drafts: bool = False
    comments: bool = False
    """True: the edition has the findings."""
    furigana: bool = False
    """True: the glossary's readings are above every mention of a term, not only the first."""
    title_page: bool = False
    colophon: bool = True
    """False: no colophon, and no imprint."""
    terms: bool = True
    """False: no list of names and terms."""
    embed_fonts: bool = True
    like_original: bool = False
    """DOCX: a copy of the Word document that the article was read from, with the English in it."""
    archive: bool = False
    vertical: bool = False
    """EPUB in Japanese only: True for vertical lines."""
    popup: bool = False
    """EPUB in both languages: True for the second language in notes that pop up."""

    @property
    def reviewers(self) -> bool:
        """Return whether it is a reviewer's copy: its colophon also says how the text was made."""
        return self.mark_drafts or self.comments


@dataclass(frozen=True, slots=True)
class TermGloss:
    """The reading and the note of a term in the glossary."""

    reading: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Facts:
    """The content of an edition besides the text itself."""

    signature: str
    """How the targets were made."""
    date: str
    """`YYYY-MM-DD`."""
    version: str
    glossary: str = ""
    """The glossary's file name; empty without one."""
    reviewed: int = 0
    """Sentences whose English a person approved, of `sentences`."""
    sentences: int = 0
    figures: tuple[tuple[str, str], ...] = ()
    """More (label, value) lines for the document's metadata, and for the colophon of a reviewer's copy."""
    entries: Mapping[str, TermGloss] = field(default_factory=dict)
    """By the term's source form."""
