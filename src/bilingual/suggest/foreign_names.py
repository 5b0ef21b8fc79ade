"""Chinese and Korean names in kanji: English does not use their Japanese reading."""

from __future__ import annotations

from collections.abc import Sequence

from bilingual.languages.data import language_rows, words_by_use
from bilingual.languages.japanese.readings import Word

_SURNAMES = words_by_use("japanese/foreign_surnames.tsv")
_NEVER_JAPANESE = frozenset(_SURNAMES["always"])
"""First kanji of names that are rarely Japanese, whatever follows."""
_PAIRS = _SURNAMES["pair"]
"""The same, of two kanji."""
_ALONE = frozenset(_SURNAMES["alone"])
"""Surnames of one kanji; with another kanji they are Japanese (毛利, 江川, 金子)."""
_SOUNDS = {surname: sound for surname, _, sound in language_rows("japanese/foreign_surnames.tsv") if sound}
"""Surnames used in both: with this reading they are not Japanese (林彪 is りんぴょう, 林芳正 はやしよしまさ)."""

_LONGEST = 3
"""Kanji of nearly all Chinese and Korean names."""


def is_foreign(text: str, words: Sequence[Word], reading: str) -> bool:
    """Return whether a person's name is, or may be, Chinese or Korean, so that its Japanese reading is not reliable.

    `words` come from the dictionary; without them (the article gives the reading) only the kanji decide.
    """
    first = text[0]
    if first in _NEVER_JAPANESE or text.startswith(_PAIRS):
        return True
    if len(text) > _LONGEST:
        return False
    surname = words[0].surface if len(words) > 1 else first
    return surname == first and (first in _ALONE or reading.startswith(_SOUNDS.get(first, "?")))


def is_guessed(words: Sequence[Word]) -> bool:
    """Return whether the dictionary combined a person's reading from words that are not names (金正 + 恩)."""
    return any("固有名詞" not in word.pos and word.surface != word.reading for word in words)


def looks_foreign(text: str, words: Sequence[Word]) -> bool:
    """Return whether three kanji before a title may be such a name, which the dictionary splits (文 在 寅)."""
    if len(text) != _LONGEST or not words or text[0] not in _NEVER_JAPANESE | _ALONE:
        return False
    return len(words[0].surface) == 1 or "人名" in words[0].pos
