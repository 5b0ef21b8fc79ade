"""Do the digits of source and target agree? A comparison of values, not of spellings.

The grammar of Japanese numerals in words belongs to the terminology work; here every number written in digits
counts, with 万, 億 and 兆 behind it, dates, eras and clock times.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from decimal import Decimal

_DIGITS = r"\d{1,30}(?:,\d{3})*(?:\.\d{1,30})?"
_SOURCE = re.compile(
    rf"(?P<era>令和|平成|昭和|大正|明治)?(?P<noon>午前|午後)?(?P<n>{_DIGITS})(?P<big>[兆億万千])?(?P<tail>[年月割時代]*)"
)
_TARGET = re.compile(rf"(?P<n>{_DIGITS})(?:[\s-]*(?P<scale>thousand|million|billion|trillion|bn|tn)\b)?", re.IGNORECASE)
_KANJI_NUMBER = re.compile(r"[〇一二三四五六七八九十百千万億兆半両]")
_ERA = {"令和": 2018, "平成": 1988, "昭和": 1925, "大正": 1911, "明治": 1867}
_BIG = {"千": 10**3, "万": 10**4, "億": 10**8, "兆": 10**12}
_SCALE = {"thousand": 10**3, "million": 10**6, "billion": 10**9, "bn": 10**9, "trillion": 10**12, "tn": 10**12}
# fmt: off
_MONTHS = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
           "november", "december")
_WORDS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
          "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty")
_ORDINALS = ("zeroth", "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth",
             "eleventh", "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth",
             "eighteenth", "nineteenth", "twentieth")
# fmt: on
_OTHER_WORDS = {
    "dozen": 12,
    "half": 2,
    "once": 1,
    "twice": 2,
    "double": 2,
    "both": 2,
    "pair": 2,
    "couple": 2,
    "bilateral": 2,
    "triple": 3,
    "trilateral": 3,
    "single": 1,
    "thirty": 30,
    "forty": 40,
    "fifty": 50,
    "sixty": 60,
    "seventy": 70,
    "eighty": 80,
    "ninety": 90,
    "hundred": 100,
    "thousand": 1000,
    "noon": 12,
    "midnight": 0,
    "thirtieth": 30,
    "fortieth": 40,
    "fiftieth": 50,
    "hundredth": 100,
    "a": 1,
    "an": 1,
}  # fmt: skip


def mismatches(source: str, target: str) -> tuple[str, ...]:
    """Return one message per number that stands on one side only.

    A number of the source may be said in digits, as a word up to twenty, as a month's name, as a year of the
    common era, or scaled (2.3 million). Numbers of the target are only questioned when the source has no numerals
    in kanji that could be meant.
    """
    source, target = unicodedata.normalize("NFKC", source), unicodedata.normalize("NFKC", target)
    said = _values(target)
    words = {word.lower() for word in re.findall(r"[A-Za-z]+", target)}
    messages: list[str] = []
    wanted: list[Decimal] = []
    for text, values in _source_numbers(source):
        wanted += values
        if not any(value in said or _in_words(value, words) for value in values) and not _month(text, words):
            messages.append(f"{text} of the source is not in the target")
    if not _KANJI_NUMBER.search(_SOURCE.sub(" ", source)):
        messages += [f"{_plain(value)} is not in the source" for value in _unasked(target, wanted)]
    return tuple(dict.fromkeys(messages))


def _source_numbers(source: str) -> Iterable[tuple[str, list[Decimal]]]:
    """Yield each number as written, with every value it may have in English; 1兆2345億 is one number."""
    group: list[re.Match[str]] = []
    for match in _SOURCE.finditer(source):
        if group and group[-1]["big"] and match.start() == group[-1].end():
            group.append(match)
            continue
        if group:
            yield _group(group)
        group = [match]
    if group:
        yield _group(group)


def _group(group: list[re.Match[str]]) -> tuple[str, list[Decimal]]:
    text = "".join(match.group() for match in group)
    total = sum((_number(match["n"]) * _BIG.get(match["big"] or "", 1) for match in group), Decimal())
    values = [total]
    first, last = group[0], group[-1]
    if first["era"]:
        values.append(total + _ERA[first["era"]])
    if first["noon"] == "午後" and total < 12:
        values.append(total + 12)
    if last["tail"].startswith("割"):
        values.append(total * 10)
    if last["tail"].startswith("時") and 12 < total <= 24:
        values.append(total - 12)
    if last["tail"].startswith("年代") and total < 100:
        values.append(total + 1900)
    return text, values


def _number(text: str) -> Decimal:
    return Decimal(text.replace(",", ""))


def _values(target: str) -> set[Decimal]:
    return {value for _, value in _target_numbers(target)}


def _target_numbers(target: str) -> Iterable[tuple[str, Decimal]]:
    for match in _TARGET.finditer(target):
        yield match.group(), _number(match["n"]) * _SCALE.get((match["scale"] or "").lower(), 1)


def _in_words(value: Decimal, words: set[str]) -> bool:
    if value != value.to_integral_value():
        return False
    number = int(value)
    spoken = {word for word, meaning in _OTHER_WORDS.items() if meaning == number}
    if 0 <= number <= 20:
        spoken |= {_WORDS[number], _ORDINALS[number]}
    return bool(spoken & words)


def _month(text: str, words: set[str]) -> bool:
    number = re.match(r"(\d+)月", text)
    if not number or not 1 <= int(number[1]) <= 12:
        return False
    name = _MONTHS[int(number[1]) - 1]
    return name in words or name[:3] in words or (name == "september" and "sept" in words)


def _unasked(target: str, wanted: list[Decimal]) -> list[Decimal]:
    """Return the target's numbers that no number of the source accounts for."""
    known = set(wanted)
    return [value for _, value in _target_numbers(target) if value not in known]


def _plain(value: Decimal) -> str:
    return f"{value:,f}"
