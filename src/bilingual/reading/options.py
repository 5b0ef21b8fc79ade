"""What a user may say about how an article is read."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """The options of a reader; each uses those that concern its format."""

    encoding: str | None = None
    """A Python codec name for text and HTML; None to detect the encoding from the bytes."""
    select: str = ""
    """HTML: a CSS selector of the article in the page; empty to find it."""
    chapter: int = 0
    """EPUB: the number of one chapter, from 1; 0 for the whole book."""
