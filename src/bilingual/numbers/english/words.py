"""Number words of English: three, twenty-one, nineteen ninety-five, two million, a dozen, eightieth, two-thirds."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from bilingual.languages.english.numerals import CARDINALS, ORDINAL_WORDS

_CARDINALS = {word: value for word, value in CARDINALS.items() if value < 100}
_NTH = {word: value for word, value in ORDINAL_WORDS.items() if value < 100}
_SCALES = {word: value for word, value in CARDINALS.items() if value >= 100} | {"dozen": 12}
_NTH_SCALES = {word: value for word, value in ORDINAL_WORDS.items() if value >= 100}
_ANY = "|".join(sorted((*_CARDINALS, *_NTH, *_SCALES, *_NTH_SCALES), key=len, reverse=True))
_RUN = re.compile(rf"\b(?:an? (?=(?:{'|'.join(_SCALES)})\b))?(?:{_ANY})(?:(?:-|\s| and )(?:{_ANY}))*\b", re.IGNORECASE)
_TOKEN = re.compile("[a-z]+", re.IGNORECASE)


def number_words(text: str) -> Iterator[tuple[int, int, Decimal, bool]]:
    """Yield every number in words: start, end, value, and whether it is an ordinal."""
    for run in _RUN.finditer(text):
        yield from _numbers(run)


def _numbers(run: re.Match[str]) -> Iterator[tuple[int, int, Decimal, bool]]:
    """Yield the numbers of a run of words, which may be more than one: two three; nineteen ninety-five is one."""
    total, current, begin, end, last = 0, 0, -1, -1, 0
    limit = 10**15
    for token in _TOKEN.finditer(run[0]):
        word = token[0].lower()
        if word in ("a", "an"):
            begin = token.start()
            continue
        if word == "and":
            if last < 100 and begin >= 0:
                yield run.start() + begin, run.start() + end, Decimal(total + current), False
                total, current, begin, last, limit = 0, 0, -1, 0, 10**15
            continue
        size = _SCALES.get(word) or _NTH_SCALES.get(word) or 0
        plain = _CARDINALS.get(word, _NTH.get(word, 0))
        if begin >= 0 and end >= 0 and not _fits(current, last, size, plain, limit):
            yield run.start() + begin, run.start() + end, Decimal(total + current), False
            total, current, begin, limit = 0, 0, -1, 10**15
        begin = token.start() if begin < 0 else begin
        if size >= 1000:
            total, current, limit = total + (current or 1) * size, 0, size
        elif size:
            current = (current or 1) * size
        elif 10 <= current <= 99 and plain >= 10:
            current = current * 100 + plain
        else:
            current += plain
        end, last = token.end(), size or plain or 1
        if word in _NTH or word in _NTH_SCALES:
            yield run.start() + begin, run.start() + end, Decimal(total + current), True
            total, current, begin, end, last, limit = 0, 0, -1, -1, 0, 10**15
    if begin >= 0 and end >= 0:
        yield run.start() + begin, run.start() + end, Decimal(total + current), False


def _fits(current: int, last: int, size: int, plain: int, limit: int) -> bool:
    """Return whether a word continues the number before it: twenty + one, two + hundred, nineteen + ninety."""
    if size:
        return size < limit and not (size == 12 and current >= 12) and not (size == 100 and current >= 100)
    if last >= 100:
        return True
    if last >= 20 and last % 10 == 0 and 0 < plain < 10:
        return True
    return (10 <= current <= 99 and plain >= 10 and current not in (20,)) or (current == 20 and plain >= 10)
