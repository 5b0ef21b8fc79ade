"""Kana → Latin letters, in the Hepburn system that English newspapers and libraries use (ALA-LC)."""

from __future__ import annotations

import re
import unicodedata

from bilingual.languages.data import language_pairs
from bilingual.languages.japanese.scripts import to_hiragana

_HEPBURN = language_pairs("japanese/hepburn.tsv")
_SYLLABLES = _HEPBURN | {"・": " ", "゠": "-", "＝": "-", "　": " "}
_SMALL = "ぁぃぅぇぉゃゅょゎ"
_MACRONS = {vowel: unicodedata.normalize("NFC", vowel + "\u0304") for vowel in "aiueo"}


def romanise(kana: str, *, macrons: bool = True) -> str:
    """Return hiragana or katakana in Latin letters, in lower case; other characters stay unchanged.

    Long o and u get a macron, or are written short (Tokyo) without `macrons`; ei and ii stay unchanged.
    """
    text = to_hiragana(unicodedata.normalize("NFKC", kana))
    out: list[str] = []
    doubled = False
    for found in re.finditer(f".[{_SMALL}]?", text, re.DOTALL):
        for syllable in _syllables(found[0]):
            if syllable == "っ":
                doubled = True
                continue
            if syllable == "ー":
                syllable = "\u0304" if out and out[-1][-1:] in _MACRONS else ""
            elif doubled and syllable[:1] in "kstpcfgdbzjhrv":
                syllable = ("t" if syllable.startswith("ch") else syllable[0]) + syllable
            doubled = False
            out.append(syllable)
    return _long_vowels(_after_n("".join(out)), macrons=macrons)


def _syllables(kana: str) -> list[str]:
    """Return one kana, or one with a small one after it, in Latin letters; the caller handles っ and ー."""
    if len(kana) > 1 and kana in _HEPBURN:
        return [_HEPBURN[kana]]
    first = "N" if kana[0] == "ん" else _SYLLABLES.get(kana[0], kana[0])
    if len(kana) == 1:
        return [first]
    small = _SYLLABLES[kana[1]]
    if kana[1] in "ゃゅょ" and first.endswith("i") and len(first) > 1:  # きゃ kya, しゃ sha
        return [first[:-1] + (small[1:] if first in ("shi", "chi", "ji") else small)]
    if kana[1] in "ぁぃぅぇぉ" and len(first) > 1 and first[-1] in "aiueo":  # ふぁ fa, てぃ ti, じぇ je
        return [first[:-1] + small]
    return [first, small]


def _after_n(text: str) -> str:
    """Write ん as n, with an apostrophe where n would be read with the next letter."""
    return re.sub("N(?=[aiueoy])", "n'", text).replace("N", "n")


def _long_vowels(text: str, *, macrons: bool) -> str:
    text = re.sub("ou|oo", "o\u0304", text)
    text = re.sub("uu", "u\u0304", text)
    if macrons:
        return re.sub("([aiueo])\u0304+", lambda found: _MACRONS[found[1]], text)
    return re.sub("\u0304+", "", text)
