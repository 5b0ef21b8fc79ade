"""Spellings of one word that a text may use instead of another: for finding only, never for printing.

One table, three rules and a list of exceptions. A form of the glossary and a text are both normalised
(`vary`), so 髙橋 finds 高橋 and 高橋 finds 髙橋; the long vowel sign at a word's end, which changes the length, is an
alternative key of the form instead (`keys`). If the glossary has both spellings, each is matched as written.

Not here, because they change the word: hiragana of another size (しょう is not しよう), 々 (国々 is not 国国), the
simplified characters of Chinese.
"""

from __future__ import annotations

import re
from itertools import product

from bilingual.languages.data import language_rows
from bilingual.languages.japanese.scripts import KANJI, KANJI_DIGITS, KANJI_TENS, KATAKANA_WORD
from bilingual.languages.japanese.width import Folded, fold

_SMALL = "ァィゥェォッャュョヮ"
_LARGE = "アイウエオツヤユヨワ"
_TABLE = {
    ord(old): kanji for kanji, variants in language_rows("japanese/kanji_variants.tsv") for old in variants
} | dict(zip(map(ord, _SMALL), _LARGE, strict=True))

# 霞ヶ関 and 霞ケ関; 3ヵ国, 3カ国, 3か国, 3ヶ国 and 3箇国.
_KE = re.compile(f"(?<=[{KANJI}])ケ(?=[{KANJI}])")
_COUNTER = re.compile(f"(?<=[0-9{KANJI_DIGITS}{KANJI_TENS}数何])[ヵカかケ箇](?=[国月所年条村町店語校寺])")
_V_SOUNDS = {
    "ヴァ": "バ",
    "ヴィ": "ビ",
    "ヴェ": "ベ",
    "ヴォ": "ボ",
    "ヴ": "ブ",
    "ヷ": "バ",
    "ヸ": "ビ",
    "ヹ": "ベ",
    "ヺ": "ボ",
}
_V = re.compile("ヴ[ァィェォ]|[ヴヷヸヹヺ]")
_CHANGES = re.compile(f"[{''.join(map(chr, _TABLE))}ヴヷヸヹヺケヵカか箇]")
_WORD = re.compile(f"[{KATAKANA_WORD}]+")
# The sounds after which a final ー is optional: -er, -or, -ar, -y, -ew (varied, so no small kana).
_LONG_BY_HABIT = frozenset("アカサタナハマヤラワガザダバパイキシチニヒミリギジヂビピユ")
_LONG_OR_NOT = re.compile(
    f"(?<![{KATAKANA_WORD}])[{KATAKANA_WORD}]{{2,}}[{''.join(sorted(_LONG_BY_HABIT))}ー](?![{KATAKANA_WORD}])"
)
_VARYING = "".join(map(chr, _TABLE))
_STABLE_KATAKANA = "".join(chr(c) for c in range(ord("ア"), ord("ヴ")) if c not in _TABLE and chr(c) != "ケ") + "ー"
ALWAYS_THE_SAME = re.compile(
    f"(?:[^{_VARYING}\\u0000-\\u3000か箇\\u3099-\\u30ff\\uf900-\\uffff\\U00010000-\\U0010ffff]++"
    f"|[{_STABLE_KATAKANA}]++(?<![{''.join(sorted(_LONG_BY_HABIT))}ー])(?![{KATAKANA_WORD}・ヵヶ]))++"
)
"""Matches a form with only one spelling, like most of a large glossary."""

SHORTEST = 3
"""Minimum length of a katakana word that is found in other spellings (ビル is not ビール, nor ヴィル)."""


def vary(folded: Folded) -> Folded:
    """Return a folded text with every variant normalised; the length stays, except for ヴァ, which becomes バ."""
    text = folded.text
    if not _CHANGES.search(text):
        return folded
    if not _V.search(text):
        return Folded(_same_length(text), folded.starts, folded.ends, folded.joints)
    pieces: list[str] = []
    places: list[tuple[int, int]] = []
    at = 0
    for found in _V.finditer(text):
        start, end = found.span()
        if end - start == 2 and start + 1 in folded.joints:
            end = start + 1
        pieces += [*text[at:start], _V_SOUNDS[text[start:end]]]
        places += [*((n, n + 1) for n in range(at, start)), (start, end)]
        at = end
    pieces += text[at:]
    places += [(n, n + 1) for n in range(at, len(text))]
    joints = frozenset(n for n, (start, _) in enumerate(places) if start in folded.joints)
    spans = [folded.span(start, end) for start, end in places]
    varied = _same_length("".join(pieces))
    return Folded(varied, tuple(start for start, _ in spans), tuple(end for _, end in spans), joints)


def _same_length(text: str) -> str:
    return _COUNTER.sub("ヶ", _KE.sub("ヶ", text.translate(_TABLE)))


def spellings(form: str) -> tuple[str, tuple[str, ...]]:
    """Return a form folded, and the keys by which it is found in addition to the folded form."""
    folded = fold(form.strip())
    if not folded.joints and not _CHANGES.search(folded.text):
        found = list(_LONG_OR_NOT.finditer(folded.text))
        if not found:
            return folded.text, ()
        if len(found) == 1:
            start, end = found[0].span()
            other = _other_length(found[0][0])
            return folded.text, (folded.text[:start] + other + folded.text[end:],) if other else ()
    return folded.text, tuple(key for key in keys(folded) if key != folded.text)


def keys(folded: Folded) -> tuple[str, ...]:
    """Return the texts by which a folded form is found: its varied text, and that with final ー added or left out."""
    varied = vary(folded)
    text = varied.text
    if not varied.joints and not _LONG_OR_NOT.search(text):
        return (text,)
    choices: list[tuple[str, ...]] = []
    at = 0
    for start, end in _words(varied):
        # A form has few katakana words; the limit is for abnormal input.
        if len(choices) < 8 and (other := _other_length(text[start:end])):
            choices += [(text[at:start],), (text[start:end], other)]
            at = end
    return tuple("".join(parts) for parts in product(*choices, (text[at:],)))


def _words(folded: Folded) -> list[tuple[int, int]]:
    """Return the katakana words of a text; an omitted middle dot separates two words."""
    words: list[tuple[int, int]] = []
    for found in _WORD.finditer(folded.text):
        start, end = found.span()
        for joint in sorted(joint for joint in folded.joints if start < joint < end):
            words.append((start, joint))
            start = joint
        words.append((start, end))
    return words


def _other_length(word: str) -> str:
    """Return a katakana word with its final ー added or left out; empty if that is another word."""
    base = word.removesuffix("ー")
    if len(base) < SHORTEST or base[-1] not in _LONG_BY_HABIT or f"{base}ー".endswith(_LONG_BY_NATURE):
        return ""
    return base if base != word else f"{base}ー"


_LONG_BY_NATURE = tuple(_same_length(word) for (word,) in language_rows("japanese/long_vowel_words.txt"))
"""Words that mean something else without the sign (ドラマー plays drums, ドラマ is a play), varied."""
