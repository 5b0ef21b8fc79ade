"""Where a term may begin and end in unspaced Japanese, and the guards that say where it does not count."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from bilingual.languages.japanese.false_matches import TRAPS
from bilingual.languages.japanese.scripts import KANJI_NUMERALS, KATAKANA_WORD, SPACED_LETTER
from bilingual.languages.japanese.variants import keys
from bilingual.languages.japanese.width import Folded, fold

_KATAKANA = re.compile(f"[{KATAKANA_WORD}]")
_SPACED_LETTER = re.compile(SPACED_LETTER)
_NUMERAL = re.compile(f"[0-9{KANJI_NUMERALS}]")
# The first character belongs to a date before it: 2日本会議 is 2日 + 本会議, 2025年金融 is 2025年 + 金融.
_DATE_TAIL = re.compile("日[本中米英欧仏独露ロ韓朝印豪台]|月刊|年金")


def is_whole(folded: Folded, start: int, end: int) -> bool:
    """Return whether a stretch cuts no katakana word, Latin word or number in two."""
    text, joints = folded.text, folded.joints
    if _cuts_character(folded, start) or _cuts_character(folded, end):
        return False
    if start > 0 and start not in joints and _joined(text[start - 1], text[start]):
        return False
    if end < len(text) and end not in joints and (_joined(text[end - 1], text[end]) or text[end] == "々"):
        return False
    first, last = _NUMERAL.match(text[start]), _NUMERAL.match(text[end - 1])
    if first and re.search(r"\d[.,]$", text[max(0, start - 2) : start]):
        return False
    if last and re.match(r"[.,]\d", text[end : end + 2]):
        return False
    return not (start > 0 and text[start - 1].isdecimal() and _DATE_TAIL.match(text, start, end))


def _cuts_character(folded: Folded, at: int) -> bool:
    """Return whether two folded characters that meet at `at` were one in the original (a base and its mark)."""
    return folded.starts is not None and 0 < at < len(folded.text) and folded.starts[at - 1] == folded.starts[at]


def _joined(left: str, right: str) -> bool:
    """Return whether two neighbours belong to one word: both katakana, both Latin, or both numerals."""
    return any(kind.match(left) and kind.match(right) for kind in (_KATAKANA, _SPACED_LETTER, _NUMERAL))


@dataclass(frozen=True, slots=True)
class Guards:
    """The longer texts that decide whether a term counts where it stands; all varied and folded."""

    not_in: tuple[tuple[int, str], ...] = ()
    """(offset of the term in the text, text): the term does not count inside any of them."""
    only_in: tuple[tuple[int, str], ...] = ()
    restricted: bool = False
    """True: the term counts only inside one of `only_in`."""

    def stop(self, text: str, start: int) -> bool:
        """Return whether a term that begins at `start` does not count there."""
        if _stands(self.not_in, text, start):
            return True
        return self.restricted and not _stands(self.only_in, text, start)


def guards(form: str, not_in: Iterable[str], only_in: Iterable[str]) -> Guards:
    """Return the guards of a folded and varied form: those of its entry and the traps everybody knows."""
    only = tuple(only_in)
    return Guards(_around(form, (*not_in, *TRAPS.get(form, ()))), _around(form, only), bool(only))


def _around(form: str, texts: Iterable[str]) -> tuple[tuple[int, str], ...]:
    found: list[tuple[int, str]] = []
    for text in texts:
        for key in keys(fold(text.strip())):
            found += [(place.start(), key) for place in re.finditer(f"(?={re.escape(form)})", key)]
    return tuple(found)


def _stands(places: Iterable[tuple[int, str]], text: str, start: int) -> bool:
    return any(start >= offset and text.startswith(longer, start - offset) for offset, longer in places)
