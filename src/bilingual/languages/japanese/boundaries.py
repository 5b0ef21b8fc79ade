"""Where a term may begin and end in unspaced Japanese."""

from __future__ import annotations

import re
from typing import Literal

from bilingual.languages.japanese.scripts import KANJI_NUMERALS, KATAKANA_WORD, SPACED_LETTER
from bilingual.languages.japanese.width import Folded

_KATAKANA = re.compile(f"[{KATAKANA_WORD}]")
_SPACED_LETTER = re.compile(SPACED_LETTER)
_NUMERAL = re.compile(f"[0-9{KANJI_NUMERALS}]")
# The first character belongs to a date before it: 2日本会議 is 2日 + 本会議, 2025年金融 is 2025年 + 金融.
_DATE_TAIL = re.compile("日[本中米英欧仏独露ロ韓朝印豪台]|月刊|年金")


Cut = Literal["", "katakana", "number", "latin", "repeated", "date", "character"]
"""What a span would split: a katakana word, a number, a Latin word, a word that ends in 々, a date, or a character
and its mark; empty for nothing."""

_KINDS: tuple[tuple[Cut, re.Pattern[str]], ...] = (
    ("katakana", _KATAKANA),
    ("number", _NUMERAL),
    ("latin", _SPACED_LETTER),
)
_IN_NUMBER = re.compile(f"{_NUMERAL.pattern}|[.,]")


_LONGEST_WORD = 60
"""Characters on either side that are read: in a run of thousands, no more of the word is reported."""


def cut_at(folded: Folded, start: int, end: int) -> Cut:
    """Return what a span splits; empty where a term may be."""
    text, joints = folded.text, folded.joints
    if _cuts_character(folded, start) or _cuts_character(folded, end):
        return "character"
    if start > 0 and start not in joints and (kind := _joined(text[start - 1], text[start])):
        return kind
    if end < len(text) and end not in joints:
        if kind := _joined(text[end - 1], text[end]):
            return kind
        if text[end] == "々":
            return "repeated"
    if _joined_by_sign(text, start, end):
        return "latin"
    first, last = _NUMERAL.match(text[start]), _NUMERAL.match(text[end - 1])
    if first and re.search(r"\d[.,]$", text[max(0, start - 2) : start]):
        return "number"
    if last and re.match(r"[.,]\d", text[end : end + 2]):
        return "number"
    return "date" if start > 0 and text[start - 1].isdecimal() and _DATE_TAIL.match(text, start, end) else ""


_BEFORE_SIGN = re.compile(r"[a-z]-(?=[a-z])|[A-Za-z]\.(?=[A-Za-z])")
_AFTER_SIGN = re.compile(r"(?<=[a-z])-[a-z]|(?<=[A-Za-z])\.[A-Za-z]")


def _joined_by_sign(text: str, start: int, end: int) -> bool:
    """Return whether a Latin term is a part of a longer one: add in add-on, NET and .NET in ASP.NET."""
    if text[start] == "." and re.match("[A-Za-z]", text[start - 1 : start]):
        return True
    return bool(_BEFORE_SIGN.match(text, start - 2) if start > 1 else None) or bool(_AFTER_SIGN.match(text, end))


def cut_word(folded: Folded, start: int, end: int, kind: Cut) -> tuple[int, int]:
    """Return the span of the word or number that a span splits, or the span itself if unknown."""
    if kind == "repeated":
        return start, end + 1
    pattern = _IN_NUMBER if kind == "number" else dict(_KINDS).get(kind)
    if pattern is None:
        return start, end
    for at in (start, end):
        first = last = at
        while at - first < _LONGEST_WORD and _goes_on(folded, first, pattern):
            first -= 1
        while last - at < _LONGEST_WORD and _goes_on(folded, last, pattern):
            last += 1
        if first < at < last:
            return first, last
    return start, end


def _goes_on(folded: Folded, at: int, kind: re.Pattern[str]) -> bool:
    """Return whether the characters before and after a place belong to one word."""
    text = folded.text
    return 0 < at < len(text) and at not in folded.joints and all(map(kind.match, (text[at - 1], text[at])))


def _cuts_character(folded: Folded, at: int) -> bool:
    """Return whether the two folded characters at `at` were one in the original (a base and its mark)."""
    return folded.starts is not None and 0 < at < len(folded.text) and folded.starts[at - 1] == folded.starts[at]


def _joined(left: str, right: str) -> Cut:
    """Return what two neighbours belong to: a katakana word, a number or a Latin word; empty for none."""
    for name, kind in _KINDS:
        if kind.match(left) and kind.match(right):
            return name
    return ""
