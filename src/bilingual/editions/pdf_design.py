"""The look of the PDF edition: the sheet, the styles, the colours. All lengths are points."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Voice = Literal["text", "title", "heading", "label", "strong"]
"""Which family speaks: `text` mincho and serif, `heading` gothic and sans, `label` small sans."""

INK = (0.10, 0.10, 0.11)
SOFT = (0.40, 0.40, 0.42)
ACCENT = (0.11, 0.29, 0.45)
HAIRLINE = (0.78, 0.78, 0.79)


@dataclass(frozen=True, slots=True)
class Style:
    """How one kind of text is set."""

    size_ja: float
    size_en: float
    leading: float
    """The same in both languages: line stands beside line all the way down."""
    voice: Voice = "text"
    colour: tuple[float, float, float] = INK
    justify: bool = False
    """Japanese only: in a narrow column English is better ragged than full of holes."""
    hyphenate: bool = False
    balance: bool = False

    @property
    def ascent(self) -> float:
        """From the top of a line to its baseline."""
        return self.leading * 0.74


@dataclass(frozen=True, slots=True)
class Sheet:
    """The page and its two columns."""

    width: float = 595.28
    height: float = 841.89
    left: float = 54.0
    top: float = 50.0
    """From the upper edge to the top of the text."""
    bottom: float = 62.0
    """From the lower edge to the foot of the text."""
    footer: float = 34.0
    """From the lower edge to the baseline of the running title."""
    gutter: float = 24.0
    left_share: float = 0.465
    """Japanese says the same in less room, so its column is the narrower one."""

    @property
    def measure(self) -> float:
        """Return the width of the text over both columns."""
        return self.width - 2 * self.left

    @property
    def columns(self) -> tuple[tuple[float, float], tuple[float, float]]:
        """Return (left edge, width) of the Japanese and of the English column."""
        room = self.measure - self.gutter
        left = room * self.left_share
        return (self.left, left), (self.left + left + self.gutter, room - left)

    @property
    def depth(self) -> float:
        """Return the height of the text on a full page."""
        return self.height - self.top - self.bottom


SHEET = Sheet()

TITLE = Style(17, 15.5, 23, "title", balance=True)
BODY = Style(9.6, 9.6, 14.2, justify=True, hyphenate=True)
SMALL = Style(8.2, 8.4, 12.2, colour=SOFT)
BYLINE = Style(8.4, 8.6, 12.6, colour=SOFT)
TABLE = Style(8.4, 8.5, 12.5)
TABLE_HEAD = Style(8.2, 8.4, 12.5, "strong")
CODE = Style(8.4, 8.4, 12.5, "text")
LABEL = Style(7.4, 7.4, 11, "label", ACCENT)
FOOT = Style(7.4, 7.4, 11, "label", SOFT)
TERM = Style(8.6, 8.8, 12.8)
COLOPHON_LABEL = Style(8, 8, 12.5, "label", SOFT)
COLOPHON = Style(8, 8.2, 12.5)
HEADINGS = (
    Style(12, 11.4, 16.5, "heading", balance=True),
    Style(10.6, 10.8, 16, "heading", balance=True),
    Style(9.8, 9.8, 15, "heading", balance=True),
)
INDENT = 12.0
"""List items and quotations, for each level."""
DEEPEST = 5
"""Levels beyond this are not indented further: the column is narrow."""
