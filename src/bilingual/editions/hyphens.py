"""Where an English word may be hyphenated."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

_SHORTEST = 7
"""Letters; a shorter word gains nothing from being cut."""


def hyphenator(language: str) -> Callable[[str], list[int]]:
    """Return a function from a word to its break offsets, at least three letters from either end.

    Words with a capital are names or begin a sentence; they stay whole. So does everything when the language has
    no dictionary.
    """
    import pyphen

    name = pyphen.language_fallback(language.replace("-", "_"))
    dictionary: Any = pyphen.Pyphen(lang=name, left=3, right=3) if name else None
    known: dict[str, list[int]] = {}

    def offsets(word: str) -> list[int]:
        if dictionary is None or len(word) < _SHORTEST or not word.isascii() or not word.islower():
            return []
        if word not in known:
            known[word] = [int(offset) for offset in dictionary.positions(word)]
        return known[word]

    return offsets
