"""The fonts of the page: those of the editions, cut to what the page shows and what may be typed."""

from __future__ import annotations

import threading
from collections.abc import Mapping

from bilingual.editions.fonts.fontset import prepare_fonts
from bilingual.review.wording import PAGE_LANGUAGES, strings_of
from bilingual.review.workspace import Workspace

_RANGES = ((0x20, 0x7F), (0xA0, 0x180), (0x2010, 0x2028), (0x2030, 0x203B), (0x20AC, 0x20AD))
"""What people type in English; other characters come from the fonts of the machine."""
_SIGNS = "→←↓↑⇄○●◆▲◦✓✕✎⚠…"


class Fonts:
    """The fonts for the article on a workspace; they are made when they are first asked for."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._lock = threading.Lock()
        self._made: tuple[str, Mapping[str, bytes]] = "", {}

    def sheet(self) -> str:
        """Return the style sheet that declares the fonts: one family for each typeface of the editions."""
        return "".join(
            f'@font-face {{ font-family: "edition-{key.partition("-")[0]}"; font-weight: {_weights(key)}; '
            f'font-display: swap; src: url("/fonts/{key}?{self._workspace.structure}"); }}\n'
            for key in self._now()
        )

    def font(self, key: str) -> bytes | None:
        """Return a font's file; None if the page has no such font."""
        return self._now().get(key)

    def _now(self) -> Mapping[str, bytes]:
        with self._lock:
            structure = self._workspace.structure
            if self._made[0] != structure:
                self._made = structure, self._cut()
            return self._made[1]

    def _cut(self) -> Mapping[str, bytes]:
        article = self._workspace.article
        japanese = "".join(unit.source for unit in article.units)
        typed = "".join(chr(code) for start, end in _RANGES for code in range(start, end))
        english = typed + "".join(unit.target for unit in article.units if unit.target.isascii())
        words = "".join(text for language in PAGE_LANGUAGES for text in strings_of(language).values())
        made = prepare_fonts(
            {
                "ja": japanese + words + _kana(),
                "ja-head": japanese + words,
                "en": english,
                "en-bold": english,
                "head": english + japanese + words,
                "small": english + japanese + words + _kana() + _SIGNS,
            }
        )
        return {key: face.data for key, face in made.faces.items()}


def _kana() -> str:
    return "".join(map(chr, range(0x3041, 0x30FF)))


def _weights(key: str) -> str:
    """Return the weights that a font is used for: a browser would embolden a regular font otherwise."""
    if key.startswith("mincho"):
        return "100 900"
    return "600 900" if "bold" in key else "100 500"
