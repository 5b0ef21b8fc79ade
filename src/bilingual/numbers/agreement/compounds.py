"""Quantities in two units that English says in one: 2時間30分 is 150 minutes, 1メートル75センチ 1.75 meters."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from bilingual.model import NumberKind, TermMatch
from bilingual.numbers.agreement.meaning import number_says
from bilingual.numbers.agreement.paraphrases import EnglishNumbers

# Larger unit, smaller unit, how many. No days: 1日8時間 is eight hours a day.
_UNITS = {
    ("year", "month"): 12,
    ("hour", "minute"): 60,
    ("minute", "second"): 60,
    ("kilometer", "meter"): 1000,
    ("meter", "centimeter"): 100,
    ("centimeter", "millimeter"): 10,
    ("kilogram", "gram"): 1000,
    ("gram", "milligram"): 1000,
    ("ton", "kilogram"): 1000,
    ("liter", "milliliter"): 1000,
}
_YEARS = 100
"""1990年 is no length of time."""


def compound_runs(numbers: Sequence[TermMatch]) -> Iterator[range]:
    """Yield the runs of matches that stand side by side in the source, larger unit first, and are one quantity."""
    at = 0
    while at < len(numbers):
        end = at + 1
        while end < len(numbers) and _follows(numbers[end - 1], numbers[end]):
            end += 1
        if end - at > 1:
            yield range(at, end)
        at = end


def in_one(text: EnglishNumbers, parts: Sequence[TermMatch]) -> int | None:
    """Return the number of the English that says the sum of the parts in one of their units; none where none does."""
    wanted = list(_sums(parts))
    bound = next((part.number.bound for part in reversed(parts) if part.number and part.number.bound), "")
    against = {"least": "down", "more": "down", "most": "up", "less": "up"}.get(bound)
    for at in text.free():
        atom = text.atoms[at]
        # A bare number is too little to go by: 150 may be anything.
        readings = [reading for reading in atom.readings if reading[2] not in ("", "label")]
        if atom.role or (against and atom.bound == against):
            continue
        if any(number_says(one, reading) for one in wanted for reading in readings):
            return at
    return None


def _follows(first: TermMatch, second: TermMatch) -> bool:
    one, other = first.number, second.number
    if one is None or other is None or first.end != second.start or one.until or other.until:
        return False
    if one.kind not in ("duration", "measure") or other.kind != one.kind or one.bound not in ("", "about"):
        return False
    size = _UNITS.get((one.unit, other.unit))
    long = one.unit == "year" and one.values[0] >= _YEARS
    return bool(size and not long and other.values[0] < size and not (one.negative or other.negative))


def _sums(parts: Sequence[TermMatch]) -> Iterator[tuple[NumberKind, Decimal, str]]:
    """Yield the sum in each unit of the parts: 2.5 hours and 150 minutes."""
    numbers = [part.number for part in parts if part.number is not None]
    for wanted in range(len(numbers)):
        total, size = Decimal(0), Decimal(1)
        # From the wanted unit up to the larger ones, then down to the smaller ones.
        for at in range(wanted, -1, -1):
            total += numbers[at].values[0] * size
            size *= _UNITS[numbers[at - 1].unit, numbers[at].unit] if at else 1
        size = Decimal(1)
        for at in range(wanted + 1, len(numbers)):
            size *= _UNITS[numbers[at - 1].unit, numbers[at].unit]
            total += numbers[at].values[0] / size
        yield numbers[wanted].kind, total, numbers[wanted].unit
