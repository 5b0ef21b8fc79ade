"""Paraphrases of numbers: a few for 2、3, the first three chapters for 第1〜3章, every day for 1日."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import pairwise

from bilingual.languages.english.currencies import CURRENCIES
from bilingual.model import Number
from bilingual.numbers.agreement.meaning import number_says
from bilingual.numbers.english.numbers import Atom, vague_at
from bilingual.numbers.english.units import FORMS

NumberSpan = tuple[int, int]

_ONE = re.compile(
    r"\b(?:an?|one|once|single|alone|each|every|per|another|only|sole|the same|first|one-\w+)\b", re.IGNORECASE
)
_ONE_LENGTH = (
    r"\b(?:an?|one|each|every|per|the|this|that|last|past|next|previous|following|full|whole|same"
    r"|a whole)[ -](?:\w+ )?{unit}\b|\b(?:{adverb})\b"
)
_ADVERBS = {
    "year": "annual|annually|yearly|year-long|yearlong",
    "day": "daily|day-long",
    "month": "monthly",
    "week": "weekly",
    "hour": "hourly",
}


_IDIOMS: dict[tuple[int | Decimal, str], str] = {
    (1, "year"): r"all (?:the )?year(?: round| long)?|year[ -]round|throughout the year|the whole year",
    (1, "day"): r"all day(?: long)?|throughout the day|the whole day",
    (3, "month"): r"quarterly|every quarter|each quarter|a quarter",
    (6, "month"): r"twice (?:a|every|each) year|semi-?annual(?:ly)?|biannual(?:ly)?|half-yearly|half a year",
    (24, "hour"): r"a?round[ -]the[ -]clock|24/7|day and night",
    (
        0,
        "year",
    ): r"(?:under|below|less than|younger than)(?: the age of)? (?:one|1|an?)(?:[ -]years?)?(?:[ -]old| of age)?"
    r"|newborns?",
}


@dataclass(slots=True)
class EnglishNumbers:
    """The numbers of an English text during matching."""

    text: str
    atoms: Sequence[Atom]
    used: set[int] = field(default_factory=set)
    ones: list[NumberSpan] = field(default_factory=list)
    """Words without a numeral that were matched as a one."""

    def free(self) -> Iterator[int]:
        """Return the places of the unmatched numbers."""
        return (at for at in range(len(self.atoms)) if at not in self.used)


def few(text: EnglishNumbers, number: Number) -> list[int] | None:
    """Find a couple or a few for 2、3, and about 15 for 15、6."""
    if not number.until or number.kind not in ("count", "duration"):
        return None
    low, high = number.values[0], number.until.values[0]
    if high - low != 1:
        return None
    for at in text.free():
        atom = text.atoms[at]
        if high > 9:
            wanted = [(number.kind, value, number.unit) for value in (low, high)]
            found = any(number_says(one, reading) for one in wanted for reading in atom.readings)
            found = found and vague_at(text.text, atom.start, atom.end)
        else:
            found = (
                any(reading[:2] == ("vague", Decimal(3)) for reading in atom.readings) or atom.text.lower() == "couple"
            )
        if found:
            return [at]
    return None


def first_so_many(text: EnglishNumbers, number: Number) -> list[int] | None:
    """Find the first three chapters for 第1〜3章, and the top three for 1〜3位."""
    if not number.until or number.kind != "ordinal" or number.values[0] != 1:
        return None
    for at, last in pairwise(text.free()):
        between = text.text[text.atoms[at].end : text.atoms[last].start]
        first = any(kind == "ordinal" and value == 1 for kind, value, _ in text.atoms[at].readings)
        so_many = any(reading[:2] == ("count", number.until.values[0]) for reading in text.atoms[last].readings)
        if first and so_many and not between.strip():
            return [at, last]
    for at in text.free():
        so_many = text.atoms[at].readings[0][:2] == ("count", number.until.values[0])
        if so_many and text.text[: text.atoms[at].start].lower().endswith("top "):
            return [at]
    return None


def idiom(text: EnglishNumbers, number: Number) -> NumberSpan | None:
    """Find every other day for 2日, around the clock for 24時間, and under one year old for 0歳."""
    if number.until or number.kind != "duration":
        return None
    lengths = [(number.values[0], number.unit), *((value, unit) for _, value, unit in number.readings)]
    form = "|".join(_IDIOMS[length] for length in lengths if length in _IDIOMS)
    if not form and number.values[0] == 2:
        form = rf"every (?:other|second) {number.unit}"
    found = re.search(rf"\b(?:{form})\b", text.text, re.IGNORECASE) if form else None
    inside = [
        at for at, atom in enumerate(text.atoms) if found and found.start() < atom.end and atom.start < found.end()
    ]
    if (
        not found
        or not text.used.isdisjoint(inside)
        or any(a < found.end() and found.start() < b for a, b in text.ones)
    ):
        return None
    text.ones.append(found.span())
    text.used.update(inside)
    return found.span()


def single(text: EnglishNumbers, number: Number) -> NumberSpan | None:
    """Find expressions for a single one without a numeral: a year, every day, a person, alone."""
    if (
        number.until
        or len(number.values) != 1
        or number.values[0] != 1
        or number.kind not in ("count", "duration", "money", "measure")
    ):
        return None
    pattern = _ONE
    if number.kind in ("money", "measure"):
        # 1ドル=150円 is 150 yen to the dollar; the yen is the currency, not 1円.
        the = "" if number.unit == "JPY" else "|the|per|each|every"
        units = (number.unit, *(unit for kind, _, unit in number.readings if kind == "measure"))
        form = "|".join(FORMS.get(unit) or re.escape(CURRENCIES.get(unit, (unit or "\0",))[0]) for unit in units)
        pattern = re.compile(rf"\b(?:an?|one{the})[ -](?:{form})(?![A-Za-z])", re.IGNORECASE)
    if number.kind == "duration":
        pattern = re.compile(
            _ONE_LENGTH.format(unit=number.unit, adverb=_ADVERBS.get(number.unit, "\0")), re.IGNORECASE
        )
    for found in pattern.finditer(text.text):
        spans = [*text.ones, *((text.atoms[at].start, text.atoms[at].end) for at in text.used)]
        if not any(start < found.end() and found.start() < end for start, end in spans):
            text.ones.append(found.span())
            text.used.update(at for at in text.free() if found.start() <= text.atoms[at].start < found.end())
            return found.span()
    return None


def odd(text: EnglishNumbers, atom: Atom, number: Number) -> bool:
    """Return whether an atom matches 十数人: more than ten, about 15, a dozen, but no exact number from 11 to 19."""
    low = number.values[0]
    meant = [(number.kind, number.unit), *((kind, unit) for kind, _, unit in number.readings)]

    def said(value: Decimal) -> bool:
        return any(number_says((kind, value, unit), reading) for kind, unit in meant for reading in atom.readings)

    if said(low):
        return True
    if not (atom.bound or "dozen" in atom.text.lower() or vague_at(text.text, atom.start, atom.end)):
        return False
    high = low + step(low) if atom.bound == "down" else low + step(low) - 1
    return any(low < reading[1] <= high and said(reading[1]) for reading in atom.readings)


def step(low: Decimal) -> Decimal:
    """Return how much 数 adds to a number at most: 20数人 is less than 30, 百数十人 less than 200."""
    exponent = 0
    while low and low % 10 ** (exponent + 1) == 0:
        exponent += 1
    return Decimal(10) ** exponent
