"""Find the numbers of the source in the target, and the numbers of the target without a source."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from bilingual.model import TermMatch
from bilingual.numbers.agreement.match import place_numbers
from bilingual.numbers.english.numbers import Atom
from bilingual.numbers.english.units import UNIT_AFTER

_IN_DATE = re.compile(r"[\s,]*(?:(?:the|of|to|and|through|or|in)\s)?[\s–—-]*")
_IN_RANGE = re.compile(r"\s(?:to|through|or)\s|\s?[–—-]\s?")
_SAID_MINUS = re.compile(
    r"(?:minus|negative|below|[-−–]|\b(?:fell|falls?|falling|fallen|dropp?\w*|declin\w+|decreas\w+|contract\w*|shr[aiu]nk\w*|down|loss\w*|"
    r"los[te]\w*|lower\w*|reduc\w+))\W*(?:[\w-]+\s){0,3}$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Stray:
    """A number of the target that no number of the source matches."""

    start: int
    end: int
    text: str
    values: tuple[Decimal, ...]
    """One value; two of a range; of a date its parts in the order of the text."""
    kind: str
    """count, ordinal, date, time, money, percent, measure, duration, fraction, decade or vague."""
    hard: bool
    """True for figures and for words from ten on; false for one, first, both, half, which are often idioms."""
    unit: str = ""
    """The unit as in `Number.unit`; `label` after a word like Chapter; empty if the English has none."""

    @property
    def value(self) -> Decimal:
        """Return the value, the first of several."""
        return self.values[0]


def _below_zero(target: str, span: tuple[int, int]) -> bool:
    """Return whether the number at `span` is negative in the English: minus, below zero, fell by."""
    return bool(_SAID_MINUS.search(target[max(0, span[0] - 40) : span[0]])) or "below" in target[span[1] : span[1] + 20]


def said(target: str, matches: Sequence[TermMatch]) -> tuple[tuple[int, int] | None, ...]:
    """Return for each number match its span in the target, or None if it is missing.

    Values and kinds are compared, not spellings: 80th is eightieth, 1.2 trillion yen is ¥1,200 billion. Spans do not
    overlap. Matches of other kinds get no result; digits in their English are not counted as numbers.
    """
    spans = place_numbers(target, matches)[0]
    numbers = [match.number for match in matches if match.number is not None]
    return tuple(
        None if span and number.negative and not _below_zero(target, span) else span
        for number, span in zip(numbers, spans, strict=True)
    )


def strays(target: str, matches: Sequence[TermMatch]) -> tuple[Stray, ...]:
    """Return the numbers of the target that no match explains; a date is one number, and so is a range."""
    runs: list[list[Atom]] = []
    for atom in place_numbers(target, matches)[1]:
        if runs and _together(target, runs[-1][-1], atom):
            runs[-1].append(atom)
        else:
            runs.append([atom])
    return tuple(_stray(target, run) for run in runs)


def _together(target: str, left: Atom, right: Atom) -> bool:
    """Return whether two numbers are one expression: parts of a date, the ends of a range."""
    if left.group and left.group == right.group:
        return bool(_IN_DATE.fullmatch(target, left.end, right.start))
    if left.group or right.group or left.readings[0][0] != right.readings[0][0]:
        return False
    return bool(_IN_RANGE.fullmatch(target, left.end, right.start))


def _stray(target: str, parts: list[Atom]) -> Stray:
    first, last = parts[0], parts[-1]
    kind, _, unit = first.readings[0]
    values = tuple(part.readings[0][1] for part in parts)
    if first.group:
        kind = "date"
    elif UNIT_AFTER.get(unit) and kind == "count":
        kind = {"time": "duration"}.get(UNIT_AFTER[unit], UNIT_AFTER[unit])
    hard = any(part.sure for part in parts)
    return Stray(first.start, last.end, target[first.start : last.end], values, kind, hard, unit)
