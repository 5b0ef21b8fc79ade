"""Where an English word may be hyphenated: Liang's patterns (F. M. Liang, "Word Hy-phen-a-tion by Com-put-er", 1983).

The patterns are pyphen's. They are read here, because pyphen parses all 14,000 of them first, which takes a tenth
of a second, and a text needs a few hundred.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

from bilingual.errors import EngineError

_SHORTEST = 7
"""Letters; shorter words are not hyphenated."""
_LEFT = _RIGHT = 3
"""Letters that stay together at either end."""


def hyphenator(language: str) -> Callable[[str], list[int]]:
    """Return a function from a word to its break offsets, at least three letters from either end.

    Words with a capital are names or begin a sentence; they are not hyphenated. `en-US` has its own patterns, all
    other English is British. The function raises `EngineError` if pyphen is not installed.
    """
    name = "en_US" if language.replace("_", "-").lower().startswith("en-us") else "en_GB"
    patterns: dict[str, str] = {}
    known: dict[str, list[int]] = {}

    def offsets(word: str) -> list[int]:
        if len(word) < _SHORTEST or not word.isascii() or not word.islower():
            return []
        if word not in known:
            if not patterns:
                patterns.update(_read(name))
            known[word] = _offsets(word, patterns)
        return known[word]

    return offsets


def _read(name: str) -> dict[str, str]:
    """Return letters → the pattern: letters with a level before, between or after them (`hy3ph`)."""
    found = find_spec("pyphen")  # not `importlib.resources`: that would import it
    if found is None or found.origin is None:
        raise EngineError("the package pyphen is not installed", remedy="install pyphen")
    try:
        data = Path(found.origin).with_name("dictionaries").joinpath(f"hyph_{name}.dic").read_bytes()
    except OSError as error:
        raise EngineError(f"the file hyph_{name}.dic cannot be read: {error}", remedy="install pyphen again") from error
    letters = data.translate(None, b"0123456789")
    return dict(zip(letters.decode().splitlines(), data.decode().splitlines(), strict=True))


def _offsets(word: str, patterns: dict[str, str]) -> list[int]:
    """Apply every matching pattern to the levels; an odd level allows a hyphen."""
    text = f".{word}."
    levels = [0] * (len(text) + 1)
    for start in range(len(text)):
        for end in range(start + 1, len(text) + 1):
            at = start
            for sign in patterns.get(text[start:end], ""):
                if sign.isdigit():
                    levels[at] = max(levels[at], int(sign))
                else:
                    at += 1
    return [at for at in range(_LEFT, len(word) - _RIGHT + 1) if levels[at + 1] % 2]
