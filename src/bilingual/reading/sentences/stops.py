"""Decide whether one mark ends a sentence, or is part of a number, a name, a label or an address."""

from __future__ import annotations

import re
import unicodedata

from bilingual.languages.english.abbreviations import LAST_IN_SENTENCE, WITHIN_SENTENCE
from bilingual.languages.english.calendar import MONTH_ABBREVIATIONS
from bilingual.languages.english.small_words import SENTENCE_STARTERS
from bilingual.languages.japanese.scripts import (
    FULLWIDTH_CAPITALS,
    HALFWIDTH_KATAKANA,
    HIRAGANA,
    KANJI,
    KANJI_DIGITS,
    KANJI_ONE_TO_TEN,
    KATAKANA,
    LATIN,
)
from bilingual.reading.sentences.patterns import (
    AFTER_NOUN,
    AFTER_STOP,
    HIRAGANA_LETTER,
    JAPANESE,
    KATAKANA_LETTER,
    LATIN_LETTER,
    LOWER,
    OPENERS,
    STARTS,
)

_A_KANA = KATAKANA + HALFWIDTH_KATAKANA + HIRAGANA

_LABEL = re.compile(
    rf"[(（]?(?:[{KANJI}]{{0,2}}\d{{1,3}}(?:[.．\-－]\d{{1,3}})*[章節条項]?|[QAＱＡ]\d{{1,3}}"
    rf"|[{LATIN}{_A_KANA}]|[ivxIVX]{{1,4}}|[{KANJI_ONE_TO_TEN}]{{1,3}})[)）]?"
)
_KANJI_DIGIT = re.compile(f"[{KANJI_DIGITS}十]")
_LONE_LABEL = re.compile(rf"\s(?:\d{{1,3}}|[{_A_KANA}{KANJI_ONE_TO_TEN}])$")
_ABBREVIATION = re.compile(
    rf"{'|'.join((*WITHIN_SENTENCE, *MONTH_ABBREVIATIONS))}|[A-Za-z]|(?:[A-Za-z]{{1,2}}\.)+[A-Za-z]{{1,2}}",
    re.IGNORECASE,
)
_LAST_ABBREVIATION = re.compile("|".join(map(re.escape, LAST_IN_SENTENCE)), re.IGNORECASE)
_NUMBER_SIGN = re.compile("Nos?", re.IGNORECASE)
_ENGLISH_START = re.compile(rf"(?:{'|'.join(word.capitalize() for word in SENTENCE_STARTERS)})\b", re.ASCII)
_CAPITAL = re.compile(rf"[“\"‘'(]?[A-ZÀ-Þ{FULLWIDTH_CAPITALS}0-9]")
_PHRASE = re.compile(r"[A-Za-z0-9,;:.'\"’)] [\w'’.-]+$", re.ASCII)
"""Two Latin words: the text is an English sentence, not a name inside a Japanese one."""
_LATIN_WORD = re.compile(rf"[{LATIN}À-ɏ](?:[{LATIN}À-ɏ0-9'’.+-]*[{LATIN}À-ɏ0-9])?$")
"""The Latin word at the end."""
_WORD_BEFORE = re.compile(r"[A-Za-z,'] $")
_NAME_PART = re.compile(f"[{KATAKANA}{KANJI}{LATIN}]")
_NAME_PART_AFTER_SPACE = re.compile(f"[{KATAKANA}]|[A-Za-z]{{1,20}}[{KATAKANA}{HIRAGANA}{KANJI}]")
_NUMBERED = re.compile("(?:図|表|式|写真|資料|例|文献|付録)$")
_NUMBER_NEXT = re.compile(r"[(（]?\d")
_PARTICLE = re.compile("[はのをやとがでにもへ]")
_NEAR = 40
"""Characters before a mark that the rules use."""


def is_inside_word(text: str, at: int) -> bool:
    """Return whether the `.` at `at` is clearly inside a word: setup.py, 3.14, foo@example.com."""
    following = text[at + 1 : at + 2]
    return text[at] == "." and following.isascii() and following.isalnum() and not JAPANESE.match(text, at - 1)


def dot_ends(text: str, at: int, *, head: int, begin: int) -> bool:
    """Return whether the dot at `at` ends the sentence that began at `head`; the next text begins at `begin`."""
    before = text[at - 1] if at > head else " "
    if before.isspace() or (at - head <= 8 and _LABEL.fullmatch(text, head, at)):
        return False
    if begin > at + 1 and before.isdigit() and _ENGLISH_START.match(text, begin):
        return bool(_PHRASE.search(text, max(0, at - _NEAR), at))
    if _LONE_LABEL.search(text, max(0, at - 4), at) or (_KANJI_DIGIT.match(before) and _KANJI_DIGIT.match(text, begin)):
        return False  # `ア．住民票　イ．印鑑`, `三．五`
    if before.isdigit():
        return _number_ends(text, at, begin)
    if LATIN_LETTER.match(before):
        return _latin_ends(text, at, max(head, at - _NEAR), begin)
    return _japanese_ends(text, at, begin)


def _number_ends(text: str, at: int, begin: int) -> bool:
    """Return whether a dot after a digit ends a sentence: not in `3．5%` or `2. 支払`, but in `0.95．また`."""
    following = HIRAGANA_LETTER if text[at] == "." else JAPANESE
    return bool(following.match(text, begin)) and not _is_particle(text, begin)


def _latin_ends(text: str, at: int, start: int, begin: int) -> bool:
    """Return whether a dot after a Latin letter ends a sentence: not in Mr. Smith, U.S., J．S．ミル."""
    found = _LATIN_WORD.search(text, start, at)
    word = unicodedata.normalize("NFKC", found.group()) if found else ""
    wide = text[at] == "．"
    spaced = text[at + 1].isspace()
    short = _ABBREVIATION.fullmatch(word)
    if begin > at + 1 and _ENGLISH_START.match(text, begin):
        return not short or bool(_LAST_ABBREVIATION.fullmatch(word))
    japanese = bool(JAPANESE.match(text, begin))
    if short or _LAST_ABBREVIATION.fullmatch(word):  # `変数x．この` ends, `作家のJ．アップダイク` does not
        alone = wide and len(word) == 1 and bool(JAPANESE.match(text, at - 2))
        return alone and japanese and not KATAKANA_LETTER.match(text, begin) and not _is_particle(text, begin)
    if _NUMBER_SIGN.fullmatch(word) and text[begin].isdigit():
        return False
    if japanese or text[begin] in OPENERS - {"(", "[", "“", "‘"}:
        return (wide or (spaced and bool(_PHRASE.search(text, start, at)))) and not _is_particle(text, begin)
    if wide and not spaced:
        return text[begin].isupper()
    return spaced and bool(_CAPITAL.match(text, begin))


def _japanese_ends(text: str, at: int, begin: int) -> bool:
    """Return whether a dot after a Japanese character, a bracket or a symbol ends a sentence."""
    if _is_particle(text, begin):
        return False
    if _NUMBER_NEXT.match(text, begin) and _NUMBERED.search(text, max(0, at - 4), at):
        return False  # 図．1
    if text[at] == "．" or begin > at + 1:
        return not (text[begin].isascii() and text[begin].islower())
    if not HIRAGANA_LETTER.match(text, at - 1) and text[at - 1] not in ")）」』":
        return False  # 資料.一覧
    following = text[begin]
    if following.isascii() and following.isalnum() and _PARTICLE.match(text[at - 1]):
        return False  # 開発は.NETで, 打率は.333
    return bool(JAPANESE.match(following)) or following in OPENERS or following.isupper() or following.isdigit()


def _is_particle(text: str, at: int) -> bool:
    return bool(AFTER_STOP.match(text, at)) and not STARTS.match(text, at)


def stop_is_in_name(text: str, at: int, before: str) -> bool:
    """Return whether the text at `at`, after 。, shows that the 。 is part of a name: モーニング娘。の."""
    if STARTS.match(text, at):
        return False
    return bool(AFTER_STOP.match(text, at) or (not HIRAGANA_LETTER.match(before) and AFTER_NOUN.match(text, at)))


def mark_is_in_name(text: str, event: re.Match[str], begin: int) -> bool:
    """Return whether ! or ? is inside Latin letters or a Latin name: `a?b`, `Yahoo!ニュース`, `Yahoo! JAPANは`."""
    mark, start = event.group(), event.start()
    before = text[start - 1] if start else " "
    following = text[begin]
    spaced = begin > event.end()
    joined = following.isascii() and (following.isalnum() or following == "=")
    if joined and not spaced and mark[-1] in "!?" and before.isascii() and before not in "\"')]":
        return True
    word = _LATIN_WORD.search(text, max(0, start - _NEAR), start)
    if not word:
        return False
    if spaced and LOWER.match(following):
        return True
    if mark not in "!！" or word.group().isupper():
        return False
    if not spaced:
        return bool(_NAME_PART.match(following))
    alone = not _WORD_BEFORE.search(text, max(0, word.start() - 2), word.start())
    return alone and mark == "!" and bool(_NAME_PART_AFTER_SPACE.match(text, begin))
