"""The number expressions of a Japanese text, with their signs, dots and dashes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from bilingual.languages.data import language_rows
from bilingual.languages.japanese.scripts import (
    DIGITS,
    JAPANESE_LETTERS,
    KANJI_NUMERALS,
    KANJI_ONE_TO_NINE,
    KANJI_ONE_TO_TEN,
)
from bilingual.model import TermMatch
from bilingual.numbers.english.style import Item, NumberStyle
from bilingual.numbers.japanese.changes import CHANGED, change_at
from bilingual.numbers.japanese.folding import FoldedText, folded
from bilingual.numbers.japanese.scan import QUICK, scan

_US = NumberStyle()
_MINUS_SIGN = re.compile(rf"(?<![{DIGITS}])−")
_MINUS = re.compile(rf"(?:マイナス|零下|氷点下|[▲△−])\s?$|(?<![{DIGITS}A-Za-z{JAPANESE_LETTERS}・)）])[-－]$")


def find_numbers(
    text: str, style: NumberStyle = _US, *, taken: Sequence[tuple[int, int]] = ()
) -> tuple[TermMatch, ...]:
    """Return the number expressions of a Japanese text, from left to right, without overlaps.

    Nothing is found inside the spans of `taken` (glossary terms, addresses). `target` is the English that an
    editor would print inside a sentence; `number` is its meaning.
    """
    if not QUICK.search(text):
        return ()
    for start, end in taken:
        text = text[:start] + "\0" * (end - start) + text[end:]
    read = folded(text)
    plain = read.text
    for found in _MINUS_SIGN.finditer(read.raw):
        # This dash neither joins nor separates; `_signed` reads it.
        plain = f"{plain[: found.start()]}\0{plain[found.end() :]}"
    matches = (_changing(read.raw, _signed(read.raw, _match(read.raw, item))) for item in scan(mask(plain), style))
    return tuple(_placed(text, read, match) for match in matches)


def _match(text: str, item: Item) -> TermMatch:
    return TermMatch(
        text[item.start : item.end],
        item.target,
        item.start,
        item.end,
        alternatives=tuple(form for form in dict.fromkeys(item.alternatives) if form != item.target),
        kind="number",
        number=item.number,
    )


def _placed(text: str, read: FoldedText, match: TermMatch) -> TermMatch:
    """Return the match at its place in the original text, with the spaces inside."""
    start, end = read.span(match.start, match.end)
    return replace(match, source=text[start:end], start=start, end=end)


def _signed(text: str, match: TermMatch) -> TermMatch:
    """Return the match with the minus before it: マイナス3度, ▲1.5%, 氷点下5度."""
    found = _MINUS.search(text, max(0, match.start - 6), match.start)
    if not found or match.number is None or match.number.kind not in ("measure", "percent", "money", "count"):
        return match
    sign = "minus "
    return replace(
        match,
        source=text[found.start() : match.end],
        start=found.start(),
        target=sign + match.target,
        alternatives=tuple(sign + form for form in match.alternatives),
        number=replace(match.number, negative=True, hard=True),
    )


def _changing(text: str, match: TermMatch) -> TermMatch:
    """Return the match with the kind of change: 7割に減った, 3割減った."""
    number = match.number
    if number is None or number.kind not in CHANGED or not (change := change_at(text, match.start, match.end)):
        return match
    until = replace(number.until, change=change) if number.until else None
    return replace(match, number=replace(number, change=change, until=until))


def _by_first() -> dict[str, re.Pattern[str]]:
    """Return one pattern for each first character: few are tried at any place, so that a long list is cheap."""
    words: dict[str, list[str]] = {}
    for word, following in language_rows("japanese/numeral_words.tsv"):
        words.setdefault(word[0], []).append(word + following)
    return {
        first: re.compile("|".join(sorted(found, key=lambda word: (-len(word.split("(")[0]), word))))
        for first, found in words.items()
    }


_GUARDS = _by_first()
_FIRST = re.compile(f"[{''.join(_GUARDS)}]")
_NUMERALS = frozenset(f"0123456789{KANJI_NUMERALS}第数何幾")
_KANJI = re.compile(f"[{KANJI_ONE_TO_TEN}百千万億兆京]")
# 京 is 10^16 only between a numeral and a digit or a counter.
_CAPITAL = re.compile(f"(?<![0-9{KANJI_NUMERALS}])京|京(?![0-9{KANJI_ONE_TO_NINE}円個回分ド])")


def mask(text: str) -> str:
    """Return the text with those words blanked out (U+0000), as long as before."""
    if not _KANJI.search(text):
        return text
    out, at = [], 0
    for first in _FIRST.finditer(text):
        start = first.start()
        if start < at or (text[start] in _NUMERALS and start and text[start - 1] in _NUMERALS):
            continue
        if text[start - 2 : start] in ("午前", "午後"):
            continue
        if found := _GUARDS[text[start]].match(text, start):
            out += [text[at:start], "\0" * len(found[0])]
            at = found.end()
    text = "".join((*out, text[at:]))
    return _CAPITAL.sub("\0", text) if "京" in text else text
