"""The English of numbers, dates and amounts: all rules of style are here.

Plain counts are in words to nine and in figures from 10; figures always with units, money, percentages, dates and
times; from a million on a scale word (2.3 million) if that is not longer than the figures.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from bilingual.languages.english.calendar import MONTHS
from bilingual.languages.english.currencies import CURRENCIES, SIGNS
from bilingual.languages.english.numerals import ORDINALS, SCALES, WORDS
from bilingual.model import Number


@dataclass(frozen=True, slots=True)
class NumberStyle:
    """How numbers are printed."""

    dates: Literal["us", "uk"] = "us"
    """September 2, 2025 and kilometers, or 2 September 2025 and kilometres."""


@dataclass(frozen=True, slots=True)
class Item:
    """The result of a grammar rule: its place, its English, and its meaning."""

    start: int
    end: int
    target: str
    alternatives: tuple[str, ...]
    number: Number


_VAGUE = {
    1: "dozens",
    2: "hundreds",
    3: "thousands",
    4: "tens of thousands",
    5: "hundreds of thousands",
    6: "millions",
    7: "tens of millions",
    8: "hundreds of millions",
    9: "billions",
    10: "tens of billions",
    11: "hundreds of billions",
    12: "trillions",
    13: "tens of trillions",
    14: "hundreds of trillions",
}


def figure(value: Decimal) -> str:
    """Return the value in figures, thousands grouped: 1,234.5."""
    return f"{_normal(value):,f}"


def _normal(value: Decimal) -> Decimal:
    whole = value.to_integral_value() if value.adjusted() < 27 else value
    return whole if whole == value else value.normalize()


def amount(value: Decimal) -> str:
    """Return the value in figures, scaled from a million on (230 million, 1.2345 trillion)."""
    for size, word in SCALES:
        if value >= size:
            scaled = _normal(value / size)
            exponent = scaled.as_tuple().exponent
            if scaled < 100_000 and isinstance(exponent, int) and exponent >= -4:
                return f"{figure(scaled)} {word}"
            break
    return figure(value)


def count(value: Decimal) -> str:
    """Return a plain count: in words to nine, in figures from 10."""
    if value == value.to_integral_value() and 0 < value < 10:
        return WORDS[int(value)]
    return amount(value)


def ordinal_figure(value: Decimal) -> str:
    """Return 1st, 2nd, 3rd, 11th, 1,000th."""
    number = int(value)
    ending = "th" if 10 < number % 100 < 14 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number:,}{ending}"


def ordinal(value: Decimal) -> str:
    """Return an ordinal: in words to ninth, in figures from 10th."""
    return ORDINALS[int(value)] if 0 < value < 10 else ordinal_figure(value)


def money(value: Decimal, currency: str, number: str = "") -> str:
    """Return an amount of money; `number` is what is printed for the value ("5 to 10" of a range)."""
    number = number or amount(value)
    if sign := SIGNS.get(currency):
        return f"{sign}{number}"
    one, many = CURRENCIES[currency]
    return f"{number} {one if value == 1 else many}"


def plain_year(value: Decimal) -> str:
    """Return a year; negative years are BC."""
    return f"{-int(value)} BC" if value < 0 else str(int(value))


def date(fields: str, values: tuple[Decimal, ...], style: NumberStyle) -> str:
    """Return a date whose year, month or day may be missing."""
    parts = dict(zip(fields, values, strict=True))
    year = plain_year(parts["y"]) if "y" in parts else ""
    if "m" not in parts:
        return f"the {ordinal_figure(parts['d'])}" if "d" in parts else year
    month = MONTHS[int(parts["m"])]
    if "d" not in parts:
        return f"{month} {year}".strip()
    day = str(int(parts["d"]))
    if style.dates == "uk":
        return f"{day} {month} {year}".strip()
    return f"{month} {day}, {year}" if year else f"{month} {day}"


def clock(hour: int, minute: int, known: bool) -> str:
    """Return a time of day; `known` says whether it is certain which half of the day is meant."""
    if known and minute == 0 and hour in (0, 12):
        return "noon" if hour == 12 else "midnight"
    shown = f"{(hour - 1) % 12 + 1}" + (f":{minute:02}" if minute else "")
    if not known:
        return shown if minute else f"{shown} o'clock"
    return f"{shown} {'p' if hour >= 12 else 'a'}.m."


def fraction(top: Decimal, bottom: Decimal) -> str:
    """Return two-thirds, one-half, three-quarters; 7/120 if words are unusual."""
    if not (0 < top < min(bottom, Decimal(10)) and bottom in {*map(Decimal, range(2, 13)), 20, 100, 1000}):
        return f"{figure(top)}/{figure(bottom)}"
    names = {2: "half", 4: "quarter", 20: "twentieth", 100: "hundredth", 1000: "thousandth"}
    name = names.get(int(bottom)) or ORDINALS[int(bottom)]
    many = "" if top == 1 else "halves" if bottom == 2 else f"{name}s"
    return f"{WORDS[int(top)]}-{many or name}"


def vague_words(value: Decimal) -> str:
    """Return hundreds, tens of thousands, millions, for 数百, 数万, 数百万; the value is the power of ten."""
    return _VAGUE.get(value.adjusted(), "countless")
