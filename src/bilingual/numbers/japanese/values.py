"""Every value that a Japanese text could be said to hold: what a number of the English may come from."""

from __future__ import annotations

import re
from decimal import Decimal

from bilingual.numbers.japanese.grammar import NUM
from bilingual.numbers.japanese.numerals import fold_numerals, read_numeral
from bilingual.numbers.japanese.points import pointed
from bilingual.numbers.japanese.words import ERAS

_NUMERAL = re.compile(NUM)
_DIGITS = re.compile(r"\d+|[一二三四五六七八九]")
_WORDS = {
    "両": 2,
    "双": 2,
    "半": 2,
    "正月": 1,
    "元日": 1,
    "元旦": 1,
    "元年": 1,
    "初": 1,
    "大晦日": 31,
    "師走": 12,
    "正午": 12,
    "夫妻": 2,
    "夫婦": 2,
    "ダース": 12,
    "週": 7,
    "世紀": 100,
    "四半世紀": 25,
    "一昨": 2,
    "おととし": 2,
    "おととい": 2,
    "再来": 2,
    "さ来": 2,
    "先々": 2,
    "翌々": 2,
    "あさって": 2,
    "ひとつ": 1,
    "ひとり": 1,
    "ふたつ": 2,
    "ふたり": 2,
    "みっつ": 3,
    "よっつ": 4,
    "いつつ": 5,
    "むっつ": 6,
    "ななつ": 7,
    "やっつ": 8,
    "ここのつ": 9,
    "はたち": 20,
}
_OUT_OF = re.compile(rf"(?P<all>{NUM})[^0-9、。]{{1,4}}(?:に|中|のうち)(?P<some>{NUM})")
_BIG = {"千": 10**3, "万": 10**4, "億": 10**8, "兆": 10**12}


def possible(source: str) -> frozenset[Decimal]:
    """Return the values of all numerals of a text, inside words too, and what they become as years or hours.

    A number of the target is questioned only when it is none of these: guesses here keep false alarms away.
    """
    text = pointed(fold_numerals(source))
    found: set[Decimal] = {Decimal(value) for word, value in _WORDS.items() if word in text}
    for match in _NUMERAL.finditer(text):
        runs = [match[0], *_DIGITS.findall(match[0])]
        values = [value for value in map(read_numeral, runs) if value is not None]
        found.update(values)
        for value in values:
            found.update((value * 10, value + 12, value - 12, value + 1900, value + 2000, value % 100, 100 - value))
        era = next((before for name, (_, before, _) in ERAS.items() if text[: match.start()].endswith(name)), None)
        if era is not None and values:
            found.update((values[0] + era, values[0] + era - (values[0] + era) % 10))
    for match in _OUT_OF.finditer(text):
        whole, part = read_numeral(match["all"]), read_numeral(match["some"])
        if whole and part and part < whole:
            found.add(part / whole * 100)
    return frozenset(found)
