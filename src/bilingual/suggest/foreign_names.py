"""Chinese and Korean names in kanji: Japanese has a reading for them, and English does not write it."""

from __future__ import annotations

from collections.abc import Sequence

from bilingual.languages.japanese.readings import Word

_NEVER_JAPANESE = frozenset(
    "習鄧楊蔡尹崔朴趙魏蒋蔣劉盧韓曹彭鄭郭許薛馮董袁潘羅賈閻傅裴姜陳宋呂沈李魯蘇崇甄厳酈龔譚鄒熊郝晏孔孟杜廖"
)
"""First kanji of names that are hardly ever Japanese, whatever follows."""

_ALONE = frozenset("王張毛江胡温周金孫馬呉黄徐梁康蘭孔任丁石方白文全池辛車成卓柴汪顧史陶賀龍万段雷銭湯尚余甘")
"""Surnames by themselves; with another kanji they are Japanese ones (毛利, 江川, 金子)."""

_PAIRS = ("諸葛", "欧陽", "夏侯", "公孫", "皇甫", "独孤", "鮮于")

_SOUNDS = {
    **{
        "林": "りん",
        "柳": "りゅう",
        "南": "なん",
        "高": "こう",
        "安": "あん",
        "田": "でん",
        "関": "かん",
        "秋": "しゅう",
    },
    **{"東": "とう", "原": "げん", "谷": "こく", "葉": "よう", "洪": "こう", "申": "しん", "河": "か", "元": "げん"},
}
"""Surnames of both: with this sound they are not Japanese (林彪 is りんぴょう, 林芳正 はやしよしまさ)."""

_LONGEST = 3
"""Kanji of nearly all Chinese and Korean names."""


def is_foreign(text: str, words: Sequence[Word], reading: str) -> bool:
    """Return whether a person's name is, or may be, Chinese or Korean, so that its Japanese reading says little.

    `words` are those of the dictionary; without them (the article gives the reading) the kanji alone decide.
    """
    first = text[0]
    if first in _NEVER_JAPANESE or text.startswith(_PAIRS):
        return True
    if len(text) > _LONGEST:
        return False
    surname = words[0].surface if len(words) > 1 else first
    return surname == first and (first in _ALONE or reading.startswith(_SOUNDS.get(first, "?")))


def is_guessed(words: Sequence[Word]) -> bool:
    """Return whether the dictionary has put a person's reading together out of words that are no names (金正 + 恩)."""
    return any("固有名詞" not in word.pos and word.surface != word.reading for word in words)


def looks_foreign(text: str, words: Sequence[Word]) -> bool:
    """Return whether three kanji before a title may be such a name, which the dictionary has in pieces (文 在 寅)."""
    if len(text) != _LONGEST or not words or text[0] not in _NEVER_JAPANESE | _ALONE:
        return False
    return len(words[0].surface) == 1 or "人名" in words[0].pos
