"""The options of an edition. Literals only: the command line reads them before anything else is loaded."""

from __future__ import annotations

from typing import Literal, get_args

Format = Literal["pdf", "docx", "html", "epub", "json"]
FORMATS: tuple[Format, ...] = get_args(Format)
Layout = Literal["side-by-side", "facing", "stacked", "english", "japanese"]
"""`facing`: Japanese on the left page, English on the right one; `stacked`: one below the other."""
LAYOUTS: tuple[Layout, ...] = get_args(Layout)
SINGLE: tuple[Layout, ...] = ("stacked", "english", "japanese")
"""The layouts in which a line may be as wide as the page."""
Order = Literal["ja-en", "en-ja"]
ORDERS: tuple[Order, ...] = get_args(Order)
Align = Literal["paragraph", "sentence"]
ALIGNS: tuple[Align, ...] = get_args(Align)
PageSize = Literal["A4", "Letter", "B5", "A5"]
PAGE_SIZES: tuple[PageSize, ...] = get_args(PageSize)
TOC_FROM = 9
"""Number of sections from which an edition has a table of contents by default."""
TOC_LEVELS = 2
"""Levels of headings in it."""
