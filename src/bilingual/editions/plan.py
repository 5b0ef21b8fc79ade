"""What kind of edition is wanted, and what is known beside the text. Plain values, cheap to import."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from bilingual.editions.choices import Align, Layout, Order
from bilingual.editions.theme import Theme


@dataclass(frozen=True, slots=True)
class Plan:
    """How an edition is laid out."""

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
    """True: findings go with the edition (the reviewer's copy)."""
    furigana: bool = False
    """True: the glossary's readings stand over every mention of a term, not only the first."""
    title_page: bool = False
    embed_fonts: bool = True
    archive: bool = False


@dataclass(frozen=True, slots=True)
class TermGloss:
    """What the glossary tells a reader about a term."""

    reading: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Facts:
    """What an edition says beside the text itself."""

    signature: str
    """How the targets were made."""
    date: str
    """`YYYY-MM-DD`."""
    version: str
    glossary: str = ""
    """The glossary's file name; empty without one."""
    figures: tuple[tuple[str, str], ...] = ()
    """More (label, value) lines of the colophon."""
    entries: Mapping[str, TermGloss] = field(default_factory=dict)
    """By the term's source form."""
