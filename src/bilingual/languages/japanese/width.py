"""Fold characters that look the same: full and half width, decomposed kana, middle dots, spaces; keep the offsets.

Two strings that fold to the same text are one term for the matcher and for the glossary's contradiction check.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from bilingual.languages.japanese.scripts import KATAKANA_WORD, NAME_JOINTS, VARIATION_SELECTORS

# Characters that belong to the one before: accents, the combining and half-width sound marks, variation selectors.
_MARKS = f"\u0300-\u036f\u3099\u309a\uff9e\uff9f{VARIATION_SELECTORS}"
_INVISIBLE = "\u00ad\u200b-\u200f\u2060\ufeff"
# Full and half width forms, Kangxi radicals (what some PDF viewers copy for 日), compatibility ideographs.
_COMPATIBLE = "\uff01-\uffef\u2f00-\u2fdf\uf900-\ufaff\U0002f800-\U0002fa1f"
# Radicals without a compatibility mapping in Unicode that viewers copy (EquivalentUnifiedIdeograph.txt).
_RADICALS = dict(zip("⺟⺠⻁⻄⻑⻘⻝⻣⻤⻨⻩⻫⻭⻯⻲", "母民虎西長青食骨鬼麦黄斉歯竜亀", strict=True))

# As they are after folding width.
_JOINTS = NAME_JOINTS.replace("＝", "=")

_HYPHENS = "‐‑−"
_LONG_SIGN = rf"(?<=[{KATAKANA_WORD}])-(?=[{KATAKANA_WORD}])"
_CHANGES = re.compile(rf"{_LONG_SIGN}|[\s{_JOINTS}{_MARKS}{_INVISIBLE}{_COMPATIBLE}{''.join(_RADICALS)}{_HYPHENS}]")
_CLUSTER = re.compile(rf"\s+|[^\s][{_MARKS}{_INVISIBLE}]*")
_COMPATIBLE_CHARACTER = re.compile(f"[{_COMPATIBLE}]")
_DROPPED = re.compile(f"[{VARIATION_SELECTORS}{_INVISIBLE}]")
_KATAKANA = re.compile(f"[{KATAKANA_WORD}]")


_LOOKALIKES = re.compile("[\u2e80-\u2fdf]")


def without_radicals(text: str) -> str:
    """Return the text with the characters that radicals look like, one for one: some PDF files have ⽇ for 日."""
    return _LOOKALIKES.sub(lambda found: _RADICALS.get(found[0], unicodedata.normalize("NFKC", found[0])), text)


changes = _CHANGES.search
"""Finds what folding may change in a text; None if it changes nothing."""


@dataclass(frozen=True, slots=True)
class Folded:
    """A folded text with the original offset of each character."""

    text: str
    starts: tuple[int, ...] | None = None
    """Offset in the original of each folded character; None if folding changed nothing."""
    ends: tuple[int, ...] | None = None
    """Offset after it."""
    joints: frozenset[int] = frozenset()
    """Folded offsets before which a middle dot was removed: a word may begin or end there."""

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the original offsets of the folded span from `start` to `end` (not empty)."""
        if self.starts is None or self.ends is None:
            return start, end
        return self.starts[start], self.ends[end - 1]


def fold(text: str) -> Folded:
    """Return `text` with width and composition normalised.

    ＡＩ is AI, ﾌﾟｰﾁﾝ is プーチン, フ + ゚ is プ; a middle dot or equals sign between katakana and a space between Latin
    and Japanese letters are removed, any other run of white space is one space; zero-width characters are removed.
    """
    if not _CHANGES.search(text):
        return Folded(text)
    pieces: list[tuple[str, int, int]] = []
    for found in _CLUSTER.finditer(text):
        for character in _fold_cluster(found[0]):
            pieces.append((character, found.start(), found.end()))
    return _join(pieces)


def fold_text(text: str) -> str:
    """Return the folded text of a glossary's form, without the spaces around it."""
    text = text.strip()
    return fold(text).text if _CHANGES.search(text) else text


def _fold_cluster(cluster: str) -> str:
    """Fold one character with the marks that belong to it, or one run of white space."""
    if cluster.isspace():
        return " "
    if len(cluster) == 1 and not _CHANGES.match(cluster):
        return cluster
    cluster = _DROPPED.sub("", cluster)
    if len(cluster) > 1 or _COMPATIBLE_CHARACTER.match(cluster):
        cluster = unicodedata.normalize("NFKC", cluster)
    return _RADICALS.get(cluster, "-" if cluster in _HYPHENS else cluster)


def _join(pieces: list[tuple[str, int, int]]) -> Folded:
    """Remove the spaces and middle dots that do not distinguish terms."""
    kept: list[tuple[str, int, int]] = []
    joints: set[int] = set()
    for index, piece in enumerate(pieces):
        before = pieces[index - 1][0] if index else ""
        after = pieces[index + 1][0] if index + 1 < len(pieces) else ""
        if piece[0] == " " and _is_japanese(before) != _is_japanese(after):
            continue
        # ジャン＝ジャック is written with a middle dot, an equals sign or nothing.
        if piece[0] in _JOINTS and _KATAKANA.match(before) and _KATAKANA.match(after):
            joints.add(len(kept))
            continue
        if piece[0] == "-" and _KATAKANA.match(before) and _KATAKANA.match(after):
            # デ－タベ－ス is データベース; ロンドン－パリ is two words, so that a word may end here.
            joints |= {len(kept), len(kept) + 1}
            piece = ("ー", *piece[1:])
        kept.append(piece)
    return Folded(
        "".join(piece[0] for piece in kept),
        tuple(piece[1] for piece in kept),
        tuple(piece[2] for piece in kept),
        frozenset(joints),
    )


def _is_japanese(character: str) -> bool:
    return character >= "\u2e80"
