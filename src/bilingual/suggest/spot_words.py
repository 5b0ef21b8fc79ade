"""Find names and compounds among the words that a dictionary gives: proper nouns put together, runs of nouns."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from bilingual.glossary.load import Entity
from bilingual.languages.japanese.readings import Word
from bilingual.suggest.exonyms import EXONYMS
from bilingual.suggest.name_signs import NO_NAMES
from bilingual.suggest.spot import KANJI, KATA, Spotted, is_term

_LONGEST_COMPOUND = 8
"""Words; longer runs of nouns are headlines."""

_PART_OF_COMPOUND = ("名詞", "接頭辞", "接尾辞")
_NO_PART = frozenset(("副詞可能", "助動詞語幹", "助数詞", "形状詞的", "動詞的", "形容詞的", "数詞", "人名"))


def names(words: Sequence[Word]) -> Iterator[Spotted]:
    """Yield proper nouns, those of one name put together: 山田 + 太郎, ウラジーミル + ・ + プーチン."""
    at = 0
    while at < len(words):
        end = at
        while end < len(words) and (_is_dot(words, end) or (_is_proper(words[end]) and _fits(words[at], words[end]))):
            end += 1
        part = words[at:end]
        name = "".join(word.surface for word in part)
        if len(name) > 1 and not name.isascii() and name not in NO_NAMES:
            surname = part[0].surface if len(part) == 2 and "姓" in part[0].pos and "名" in part[1].pos else ""
            yield Spotted(name, "name", _kind(part[0]), part[0].start, surname=surname, weight=len(part) + 1)
        at = max(end, at + 1)


def _is_proper(word: Word) -> bool:
    return "固有名詞" in word.pos and word.known


def _fits(first: Word, other: Word) -> bool:
    return _kind(first) == _kind(other)


def _is_dot(words: Sequence[Word], at: int) -> bool:
    """Return whether a middle dot stands between two katakana names, and not between two places."""
    return (
        0 < at < len(words) - 1
        and words[at].surface in "・゠＝"
        and all(re.fullmatch(f"[{KATA}]+", words[near].surface) for near in (at - 1, at + 1))
        and _is_proper(words[at - 1])
        and _is_proper(words[at + 1])
        and words[at - 1].surface not in EXONYMS
    )


def _kind(word: Word) -> Entity:
    return "person" if "人名" in word.pos else "place" if "地名" in word.pos else "organisation"


def noun_runs(words: Sequence[Word]) -> Iterator[Spotted]:
    """Yield every run of nouns, and the runs inside it: which of them is the term only counting tells."""
    at = 0
    while at < len(words):
        end = at
        while end < len(words) and _is_part(words[end]) and end - at < _LONGEST_COMPOUND:
            end += 1
        for first in range(at, end):
            for last in range(first + 1, end + 1):
                part = words[first:last]
                name = "".join(word.surface for word in part)
                if _is_compound(part) and is_term(name):
                    yield Spotted(name, "compound", "", part[0].start, weight=max(len(part), len(name) // 2))
        at = max(end, at + 1)


def _is_compound(part: Sequence[Word]) -> bool:
    """Return whether nouns can be a compound; the dictionary has many compounds as one word (多極化)."""
    if len(part) == 1:
        return "普通名詞" in part[0].pos and bool(re.fullmatch(f"[{KANJI}]{{3,}}[ぁ-ん]{{0,2}}", part[0].surface))
    return part[0].pos[0] != "接尾辞" and part[-1].pos[0] != "接頭辞"


def _is_part(word: Word) -> bool:
    if not word.pos or word.pos[0] not in _PART_OF_COMPOUND or _NO_PART & set(word.pos):
        return False
    # 流し in 灯籠流し: a noun made of a verb keeps its ending.
    return bool(re.fullmatch(f"[{KANJI}{KATA}]+|[{KANJI}]{{1,3}}[ぁ-ん]{{1,2}}", word.surface))
