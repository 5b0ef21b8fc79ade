"""Align the numbers of source and target by value and kind, and find those of the target without a source."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import lru_cache
from itertools import pairwise

from bilingual.model import Number, NumberKind, TermMatch
from bilingual.numbers.agreement.complements import rest
from bilingual.numbers.agreement.meaning import number_says
from bilingual.numbers.agreement.paraphrases import EnglishNumbers, NumberSpan, few, first_so_many, idiom, odd, single
from bilingual.numbers.english.numbers import Atom, atoms

_BC = re.compile(r"[A-Za-z\s-]{0,20}\bB\.?\s?C(?:\.?\s?E)?\b")
_INSIDE = 8
"""Numbers that English may list inside a range."""
_OUT_OF = re.compile(r" (?:out of|in)(?: every)? ", re.IGNORECASE)
_AT = re.compile(
    r"(?:\b(?:at|from|until|till|to|by|around|about|between|and|past|after|before|since)|[-–—])\s?$", re.IGNORECASE
)


def place_numbers(target: str, matches: Sequence[TermMatch]) -> tuple[tuple[NumberSpan | None, ...], tuple[Atom, ...]]:
    """Return the span for each number match, and the unmatched numbers of the target."""
    return _placed(target, tuple(map(_unplaced, matches)))


def _unplaced(match: TermMatch) -> TermMatch:
    return replace(match, found=False, how="") if match.found or match.how else match


@lru_cache(maxsize=64)
def _placed(target: str, matches: tuple[TermMatch, ...]) -> tuple[tuple[NumberSpan | None, ...], tuple[Atom, ...]]:
    """Align once for the steps that ask in turn: verification, repair and checks."""
    text = EnglishNumbers(target, atoms(_without_terms(target, matches)))
    numbers = [match for match in matches if match.number is not None]
    spans: dict[int, NumberSpan | None] = {}
    for run in compound_runs(numbers):
        one = in_one(text, [numbers[at] for at in run])
        if one is not None:
            text.used.add(one)
            spans.update(dict.fromkeys(run, (text.atoms[one].start, text.atoms[one].end)))
    for at in sorted(set(range(len(numbers))) - set(spans), key=lambda at: (-_weight(numbers[at]), at)):
        spans[at] = _place(text, numbers[at])
    return tuple(spans[at] for at in range(len(numbers))), tuple(text.atoms[at] for at in text.free())


def _without_terms(target: str, matches: Sequence[TermMatch]) -> str:
    """Blank out the English of other terms: the 20 of the G20 summit belongs to a term."""
    for match in matches:
        if match.kind != "number" and match.target and any(sign.isalnum() for sign in match.target):
            for form in (match.target, *match.alternatives):
                pattern = re.compile(rf"(?<!\w){re.escape(form)}(?!\w)", re.IGNORECASE)
                target = pattern.sub(lambda found: "\0" * len(found[0]), target)
    return target


def _weight(match: TermMatch) -> int:
    """Return how specific a match is: the most specific are placed first."""
    number = match.number
    if number is None:
        return 0
    exact = {"literal": 9, "score": 9, "date": 4, "money": 5, "percent": 5, "measure": 5, "time": 5}.get(number.kind, 2)
    return exact * 4 + len(number.fields) * 2 + (3 if number.until else 0) + (40 if number.hard else 0)


def _place(text: EnglishNumbers, match: TermMatch) -> NumberSpan | None:
    number = match.number
    if number is None:
        return None
    if number.kind == "literal":
        return _literal(text, number.bare)
    if number.kind == "score":
        return _score(text, number)
    taken = _take(text, number)
    if taken and number.until:
        text.used.update(taken)
        rest = _take(text, number.until, after=number)
        text.used.difference_update(taken)
        taken = [*taken, *rest] if rest else None
    taken = taken or few(text, number) or first_so_many(text, number)
    if not taken and number.kind == "date" and len(number.fields) > 1 and not number.until:
        figures = [str(int(value)) for value in number.values]
        return next((span for joint in "/." if (span := _literal(text, joint.join(figures)))), None)
    if not taken:
        return single(text, number) or idiom(text, number)
    taken += _inside(text, number, taken)
    taken += [*_era_years(text, number, taken), *_wholes(text, number, taken)]
    text.used.update(taken)
    return _hull(text, taken)


def _era_years(text: EnglishNumbers, number: Number, taken: list[int]) -> list[int]:
    """Return years of an era that repeat another year: the 7 of 2025 (Reiwa 7)."""
    years = {end.values[0] for end in (number, number.until) if end and end.fields[:1] == "y"}
    return [
        at
        for at in text.free()
        if at not in taken
        and text.atoms[at].readings[0][1] not in years
        and any(reading[0] == "count" and reading[1] in years for reading in text.atoms[at].readings[1:])
    ]


def _inside(text: EnglishNumbers, number: Number, taken: list[int]) -> list[int]:
    """Return the August of July, August and September, for 7〜9月, and the 2 of Chapters 1, 2 and 3."""
    if not number.until or len(taken) < 2 or max(taken) - min(taken) > _INSIDE:
        return []
    low, high = number.values[-1], number.until.values[-1]
    roles = {text.atoms[at].role for at in taken}
    return [
        at
        for at in text.free()
        if min(taken) < at < max(taken) and text.atoms[at].role in roles and low < text.atoms[at].readings[0][1] < high
    ]


def _wholes(text: EnglishNumbers, number: Number, taken: list[int]) -> list[int]:
    """Return the ten of three out of ten, if the three was matched as 30 percent."""
    if number.kind not in ("fraction", "percent"):
        return []
    return [at + 1 for at in taken if at + 1 < len(text.atoms) and _part_of(text, text.atoms[at], text.atoms[at + 1])]


def _part_of(text: EnglishNumbers, part: Atom, whole: Atom) -> bool:
    """Return whether two numbers are three out of ten; 3 percent in five years is a share and a time."""
    kinds = {kind for kind, _, _ in part.readings}
    return (
        {"count", "fraction"} <= kinds
        and not whole.readings[0][2]
        and bool(_OUT_OF.fullmatch(text.text, part.end, whole.start))
    )


def _hull(text: EnglishNumbers, taken: list[int]) -> NumberSpan:
    """Return the span of the matched atoms, or of the first date or number if others are between them."""
    low, high = min(taken), max(taken)
    parts = [text.atoms[at] for at in taken]
    if high - low + 1 == len(set(taken)) and text.atoms[high].start - text.atoms[low].end < 40:
        return text.atoms[low].start, text.atoms[high].end
    first = [atom for atom in parts if atom.group and atom.group == parts[0].group] or parts[:1]
    return min(atom.start for atom in first), max(atom.end for atom in first)


def _literal(text: EnglishNumbers, wanted: str) -> NumberSpan | None:
    joint = r"[^\w,;]{1,2}" if len(re.findall(r"\d+", wanted)) > 1 else ""
    found = re.search(r"(?<!\d)" + joint.join(re.findall(r"\d+|[A-Za-z]+", wanted)) + r"(?!\d)", text.text)
    if not found:
        return None
    text.used.update(index for index in text.free() if found.start() <= text.atoms[index].start < found.end())
    return found.span()


def _score(text: EnglishNumbers, number: Number) -> NumberSpan | None:
    first, last = number.values
    free = list(text.free())
    for one, two in pairwise(free):
        if (
            _has(text.atoms[one], first)
            and _has(text.atoms[two], last)
            and text.atoms[two].start - text.atoms[one].end < 12
        ):
            text.used.update((one, two))
            return text.atoms[one].start, text.atoms[two].end
    return None


def _has(atom: Atom, value: Decimal) -> bool:
    return any(reading[1] == value for reading in atom.readings)


def _take(text: EnglishNumbers, number: Number, after: Number | None = None) -> list[int] | None:
    """Return the atoms that match a number; `after` is the start of the range that it ends."""
    if number.kind == "date" and (number.fields != "d" or (dated := _day(text, number)) is None):
        if number.fields != "d":
            return _date(text, number, after)
    elif number.kind == "date":
        return dated
    return next(([at] for at in text.free() if _fits(text, text.atoms[at], number)), None)


def _day(text: EnglishNumbers, number: Number) -> list[int] | None:
    for at in text.free():
        atom = text.atoms[at]
        if atom.role == "d" and atom.readings[0][1] == number.values[0]:
            # English adds the month that the source omits.
            group = [other for other in text.free() if text.atoms[other].group == atom.group]
            return [at, *(other for other in group if text.atoms[other].role != "d")]
    return None


def _date(text: EnglishNumbers, number: Number, after: Number | None) -> list[int] | None:
    """Return the year, the month and the day; parts shared by two dates may be matched already."""
    wanted = dict(zip(number.fields, number.values, strict=True))
    if "m" not in wanted:
        return next(([at] for at in text.free() if _is_year(text, text.atoms[at], wanted["y"])), None)
    for group in dict.fromkeys(atom.group for atom in text.atoms if atom.group):
        parts = [at for at, atom in enumerate(text.atoms) if atom.group == group]
        taken = [at for at in parts if text.atoms[at].role == "m" and _has(text.atoms[at], wanted["m"])]
        if not taken:
            continue
        if "d" in wanted:
            days = [
                at
                for at in parts
                if text.atoms[at].role == "d" and at not in text.used and _has(text.atoms[at], wanted["d"])
            ]
            if not days:
                continue
            taken.append(days[0])
        if "y" in wanted and not _with_year(text, wanted["y"], parts, taken):
            continue
        fresh = [at for at in taken if at not in text.used]
        finest = {"d": "d", "m": "m"}["d" if "d" in wanted else "m"]
        if any(text.atoms[at].role == finest for at in fresh):
            return fresh
    return None


def _with_year(text: EnglishNumbers, year: Decimal, parts: list[int], taken: list[int]) -> bool:
    """Add the year of a date, which may be elsewhere in the sentence if the date has none."""
    own = [at for at in parts if text.atoms[at].role == "y"]
    if own:
        if not _is_year(text, text.atoms[own[0]], year):
            return False
        taken.append(own[0])
        return True
    other = [at for at, atom in enumerate(text.atoms) if _is_year(text, atom, year)]
    taken += [at for at in other[:1] if at not in text.used]
    return bool(other)


def _is_year(text: EnglishNumbers, atom: Atom, year: Decimal) -> bool:
    if atom.role not in ("", "y"):
        return False
    bc = bool(_BC.match(text.text, atom.end))
    for kind, value, unit in atom.readings:
        if kind == "count" and abs(value) == abs(year) and unit in ("", "label", "year") and bc == (year < 0):
            return True
    return False


def _fits(text: EnglishNumbers, atom: Atom, number: Number) -> bool:
    """Return whether an atom matches a number that is not a date."""
    if atom.bound == "down" and number.bound in ("least", "more"):
        return False
    if atom.bound == "up" and number.bound in ("most", "less"):
        return False
    if atom.role:
        return False
    value = number.values[0]
    wanted: list[tuple[NumberKind, Decimal, str]] = [(number.kind, value, number.unit), *number.readings]
    if number.kind == "time":
        return _same_time(text, atom, number)
    if number.bound == "odd":
        return odd(text, atom, number)
    if number.kind == "century" and bool(_BC.match(text.text, atom.end)) != (value < 0):
        return False
    return any(number_says(what, reading) for what in wanted for reading in atom.readings) or rest(
        text.text, atom, number
    )


def _before(text: EnglishNumbers, at: int) -> bool:
    return bool(re.search(r"\b(?:before|by|until|prior to)\s$", text.text[max(0, at - 9) : at], re.IGNORECASE))


def _same_time(text: EnglishNumbers, atom: Atom, number: Number) -> bool:
    hour, minute = number.values
    whole = hour * 60 + minute
    at = _AT.search(text.text, max(0, atom.start - 9), atom.start)
    for kind, value, half in atom.readings:
        if kind == "time":
            if _before(text, atom.start) and any(value % 720 == other % 720 for _, other, _ in number.readings):
                return True
            if value % 720 == whole % 720 and (not half or not number.unit or value == whole):
                return True
        elif kind == "count" and minute == 0 and not half and value in (hour, hour % 12, hour % 12 or 12) and at:
            return True
    return False


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
"""1990年 is not a length of time."""


def compound_runs(numbers: Sequence[TermMatch]) -> Iterator[range]:
    """Yield the runs of adjacent matches in the source, larger unit first, that are one quantity."""
    at = 0
    while at < len(numbers):
        end = at + 1
        while end < len(numbers) and _follows(numbers[end - 1], numbers[end]):
            end += 1
        if end - at > 1:
            yield range(at, end)
        at = end


def in_one(text: EnglishNumbers, parts: Sequence[TermMatch]) -> int | None:
    """Return the English number that is the sum of the parts in one of their units, or None."""
    wanted = list(_sums(parts))
    bound = next((part.number.bound for part in reversed(parts) if part.number and part.number.bound), "")
    against = {"least": "down", "more": "down", "most": "up", "less": "up"}.get(bound)
    for at in text.free():
        atom = text.atoms[at]
        # A number without a unit is not enough evidence: 150 may be anything.
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
