"""Titles for the heads of pages: cut where a title has a part of its own, not in the middle of a phrase."""

from __future__ import annotations

import re
import unicodedata

_PAUSES = (
    re.compile(r"\s*(?:[―—─]{2}|[：―—]|\s[–-]\s|:\s)"),
    re.compile(r"(?<=\w)\s*[「『]|\s[“‘\"']"),
)
"""Where a title may end: before a dash or a colon; if it has none, before a quotation."""
_SHORTEST = 3.0
"""Em; less does not name an article."""


def head_width(text: str) -> float:
    """Return the approximate width of a text in em: 1 for a full-width character, ½ for others."""
    return sum(1.0 if unicodedata.east_asian_width(sign) in "WF" else 0.5 for sign in text)


def cut_titles(text: str) -> tuple[str, ...]:
    """Return the title, then the shorter forms of it, longest first: without what follows a dash, a colon, or 「."""
    places = next(filter(None, ([found.start() for found in pause.finditer(text)] for pause in _PAUSES)), [])
    ends = sorted(set(places), reverse=True)
    cut = (text[:end].rstrip(" 、，,") for end in ends)
    return (text, *dict.fromkeys(part for part in cut if head_width(part) >= _SHORTEST and _is_whole(part)))


def _is_whole(text: str) -> bool:
    """Return whether no quotation is left open."""
    return all(text.count(first) == text.count(last) for first, last in ("「」", "『』", "“”", "（）", "()"))
