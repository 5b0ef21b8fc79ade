"""Titles that a program gave, because the book has none: LibreOffice's `Section 1`, calibre's `Unknown`."""

from __future__ import annotations

import re

_INVENTED = re.compile(r"section ?\d{1,4}|unknown(?: title)?|untitled(?: document)?|\[no title\]", re.IGNORECASE)


def given_title(title: str) -> str:
    """Return a title; empty if a program invented it."""
    return "" if _INVENTED.fullmatch(title.strip()) else title
