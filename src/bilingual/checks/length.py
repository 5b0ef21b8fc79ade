"""A target that is too short or too long for its source, or has another number of sentences."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bilingual.checks.report import Report
from bilingual.languages.english.abbreviations import PERSONAL_TITLES, WITHIN_SENTENCE, ends_with_abbreviation
from bilingual.languages.japanese.scripts import DIGITS, HIRAGANA, KANJI, KATAKANA_WORD, LATIN, has_japanese

_SHORTEST, _LONGEST = 0.55, 7.0
"""Latin characters per Japanese character. News has 1.8 to 3.2; outside these bounds something went wrong."""
_MEASURABLE = 10
"""Japanese characters below which a ratio means nothing."""
_LETTERS = (
    (re.compile(f"[{KANJI}]"), 4.8),
    (re.compile(f"[{HIRAGANA}]"), 1.8),
    (re.compile(f"[{KATAKANA_WORD}]"), 2.0),
    (re.compile(f"[{LATIN}{DIGITS}]"), 0.2),
)
"""Latin letters and spaces of English per sign of Japanese, fitted to human translations of news, chat and articles."""
_LONG, _SHORT = 25, 12
"""Signs of a source from which its length is a measure of the English, and from which it is a rough one."""
_LEAST, _LEAST_SHORT = 0.58, 0.4
"""Share of the expected length below which something is missing: 1 in 200 human translations are below it."""
_SET_PHRASE = re.compile(
    "お願い|願います|お世話|ありがと|おめでと|お疲れ|申し訳|すみません|ございます|たします|致します"
)
"""Phrases of politeness, which are short in English."""
_READING = re.compile(f"[(（][{HIRAGANA}{KATAKANA_WORD}、・ 　]+[)）]")
"""The reading of the word before it, which English does not repeat."""
_WORD = 20
"""Characters before a full stop that show whether it belongs to an abbreviation."""
_STOPS = re.compile(r"(?:。|[！？](?=\s))(?=.)", re.DOTALL)
_QUOTED = re.compile("「[^「」]*」|『[^『』]*』|（[^（）]*）")
_ENGLISH_STOP = re.compile(r"[.!?…]+[\"”’')\]]*\s+(?=[\"“‘'(\[]*[A-Z0-9])")


def check_length(source: str, target: str) -> Iterator[Report]:
    """Yield the first sign of an unlikely length; source and target are without the text that is copied."""
    if message := _ratio(source, target):
        yield Report("length-ratio", message)
        return
    share = len(target) / max(1.0, _expected(source))
    if _SET_PHRASE.search(source) and len(source) < _LONG:
        return
    if share < (_LEAST if len(source) >= _LONG else _LEAST_SHORT) and len(source) >= _SHORT:
        message = f"a part of the source seems to be missing: the target has {share:.0%} of its usual length"
        yield Report("omitted", message)
        return
    ours, theirs = _sentences(source), _english_sentences(target)
    if theirs > 2 * ours + 1 or (ours > 2 * theirs and share < 1):
        yield Report("sentence-count", f"the source has {ours} sentence{'s' * (ours > 1)}, the target {theirs}")


def _ratio(source: str, target: str) -> str:
    length = len(re.sub(r"\s", "", source))
    if length < _MEASURABLE or not has_japanese(source):
        return ""
    ratio = len(target) / length
    if ratio < _SHORTEST:
        return f"the target is very short for its source ({ratio:.1f} characters per Japanese character)"
    if ratio > _LONGEST:
        return f"the target is very long for its source ({ratio:.1f} characters per Japanese character)"
    return ""


def _expected(source: str) -> float:
    source = _READING.sub("", source)
    return sum(weight * len(signs.findall(source)) for signs, weight in _LETTERS)


def _sentences(text: str) -> int:
    return 1 + len(_STOPS.findall(_QUOTED.sub("", text.strip())))


def _english_sentences(text: str) -> int:
    return 1 + sum(
        not _abbreviation(text[max(0, stop.start() - _WORD) : stop.start()])
        for stop in _ENGLISH_STOP.finditer(text.strip())
    )


def _abbreviation(before: str) -> bool:
    """Return whether a full stop after the text belongs to an abbreviation or an initial."""
    word = re.split(r"[^\w.]", before)[-1]
    return word in PERSONAL_TITLES or word in WITHIN_SENTENCE or len(word) == 1 or ends_with_abbreviation(f"{before}.")
