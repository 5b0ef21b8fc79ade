"""Whether a katakana word may be the sound of an English word: マクロン, Macron.

Both are reduced to classes of consonants, because katakana has no l, v, th or final consonants, and its vowels follow
the sound and not the spelling. So likeness refutes that a name is missing; it does not prove what a word means.
"""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from functools import lru_cache

from bilingual.languages.data import language_pairs
from bilingual.languages.japanese.scripts import to_hiragana

_KANA = language_pairs("japanese/hepburn.tsv")
_SMALL = str.maketrans("ぁぃぅぇぉゃゅょゎ", "あいうえおやゆよわ")
_SPELLINGS = tuple(
    (re.compile(pattern), sign)
    for pattern, sign in (
        ("[^a-z]", ""),
        ("tch|sch|[cs]h|zh|dg|j", "s"),
        ("ck|qu?|kn", "k"),
        ("ph|gh(?=$|t)", "f"),
        ("c(?=[eiy])", "s"),
        ("x", "ks"),
        ("t(?=ion|ia)", "s"),
    )
)
_VARIANTS = (("th", "s"), ("th", "t"), ("g(?=[eiy])", "s"), ("sh", "k"))
"""Letters whose sound the spelling does not show: each is tried."""
_CLASSES = str.maketrans(
    dict.fromkeys("cgkq", "k")
    | dict.fromkeys("szj", "s")
    | dict.fromkeys("bvpf", "p")
    | dict.fromkeys("mn", "n")
    | dict.fromkeys("lr", "r")
    | dict.fromkeys("dt", "t")
    | dict.fromkeys("aeiouhwy", "")
)
_LIKE, _LIKE_INSIDE = 0.6, 0.75
"""Share of equal consonants from which two words may be the same, if they begin alike, and if they do not."""


def sounds_like(katakana: str, word: str) -> bool:
    """Return whether the English word, or its beginning, may be the katakana word or its beginning."""
    sound = _katakana_sound(katakana)
    return any(_alike(sound, english) for english in _english_sounds(word)) or (
        len(sound) < 2 and _initial(katakana) == word[:1].lower()
    )


def _alike(sound: str, english: str) -> bool:
    for one, other in ((sound, english), (_single(sound.replace("r", "")), _single(english.replace("r", "")))):
        if one == other and (len(one) > 1 or len(sound) == 1):
            return True
        shorter = min(len(one), len(other))
        if shorter > 2 and one[:shorter] == other[:shorter]:
            return True
        least = _LIKE if one[:1] == other[:1] else _LIKE_INSIDE
        if shorter > 1 and SequenceMatcher(None, one, other, autojunk=False).ratio() >= least:
            return True
    return False


def _initial(katakana: str) -> str:
    return _KANA.get(to_hiragana(katakana)[:1], "")[:1]


@lru_cache(4096)
def _katakana_sound(katakana: str) -> str:
    kana = to_hiragana(katakana).translate(_SMALL).replace("ゔ", "ぶ")
    latin = "".join("n" if sign == "ん" else _KANA.get(sign, "") for sign in kana)
    return _single(re.sub("ch|sh|ts", "s", latin).translate(_CLASSES))


@lru_cache(4096)
def _english_sounds(word: str) -> frozenset[str]:
    found: set[str] = set()
    for first, sign in _VARIANTS:
        text = re.sub(first, sign, word.lower())
        for pattern, other in _SPELLINGS:
            text = pattern.sub(other, text)
        found.add(_single(text.translate(_CLASSES)))
    return frozenset(found)


def _single(sound: str) -> str:
    return re.sub(r"(.)\1+", r"\1", sound)
