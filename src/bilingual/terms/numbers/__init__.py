"""Numbers, dates and amounts: found in Japanese, printed in English, and compared by value and kind.

The grammar is in `scan` and the modules that it calls, the English style in `style`, the reading of English numbers in
`english_numbers`, and the comparison in `match`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from bilingual.model import Number, TermMatch
from bilingual.terms.numbers.english_numbers import Atom, bound_at, vague_at
from bilingual.terms.numbers.english_units import UNIT_AFTER
from bilingual.terms.numbers.guards import mask
from bilingual.terms.numbers.match import place
from bilingual.terms.numbers.numerals import fold
from bilingual.terms.numbers.points import pointed
from bilingual.terms.numbers.roundabout import step
from bilingual.terms.numbers.scan import QUICK, scan
from bilingual.terms.numbers.style import Style
from bilingual.terms.numbers.values import possible
from bilingual.terms.numbers.weekdays import right_day, wrong_days

__all__ = (
    "Difference",
    "Stray",
    "Style",
    "differences",
    "find_numbers",
    "instead",
    "mismatches",
    "right_day",
    "said",
    "strays",
)


_US = Style()
_SHORT_RANGE = 6
_IN_DATE = re.compile(r"[\s,]*(?:(?:the|of|to|and|through|or|in)\s)?[\s–—-]*")
_IN_RANGE = re.compile(r"\s(?:to|through|or)\s|\s?[–—-]\s?")


@dataclass(frozen=True, slots=True)
class Stray:
    """A number of the target that no number of the source accounts for."""

    start: int
    end: int
    text: str
    values: tuple[Decimal, ...]
    """One value; two of a range; of a date its parts in the order of the text."""
    kind: str
    """count, ordinal, date, time, money, percent, measure, duration, fraction, decade or vague."""
    hard: bool
    """True for figures and for words from ten on; false for one, first, both, half, which are often idioms."""

    @property
    def value(self) -> Decimal:
        """Return the value, the first of several."""
        return self.values[0]


@dataclass(frozen=True, slots=True)
class Difference:
    """A number that stands on one side only."""

    message: str
    hard: bool


def find_numbers(text: str, style: Style = _US, *, taken: Sequence[tuple[int, int]] = ()) -> tuple[TermMatch, ...]:
    """Return the number expressions of a Japanese text, from left to right, without overlaps.

    Nothing is found inside the spans of `taken` (glossary terms, addresses). `target` is what an editor would print
    inside a sentence; what it means is in `number`.
    """
    if not QUICK.search(text):
        return ()
    folded = pointed(fold(text))
    for found in _MINUS_SIGN.finditer(text):
        # It is none of the dashes that join or divide; `_signed` reads it.
        folded = f"{folded[: found.start()]}\0{folded[found.end() :]}"
    for start, end in taken:
        folded = folded[:start] + "\0" * (end - start) + folded[end:]
    return tuple(
        _signed(text, match)
        for match in (
            TermMatch(
                text[item.start : item.end],
                item.target,
                item.start,
                item.end,
                alternatives=tuple(form for form in dict.fromkeys(item.alternatives) if form != item.target),
                kind="number",
                number=item.number,
            )
            for item in scan(mask(folded), style)
        )
    )


_MINUS_SIGN = re.compile(r"(?<![0-9０-９])−")
_MINUS = re.compile(r"(?:マイナス|零下|氷点下|[▲△−])\s?$|(?<![0-9０-９A-Za-z一-鿿ぁ-ヿ)）])[-－]$")
_SAID_MINUS = re.compile(
    r"(?:minus|negative|below|[-−–]|\b(?:fell|falls?|falling|fallen|dropp?\w*|declin\w+|decreas\w+|contract\w*|shr[aiu]nk\w*|down|loss\w*|"
    r"los[te]\w*|lower\w*|reduc\w+))\W*(?:[\w-]+\s){0,3}$",
    re.IGNORECASE,
)


def _signed(text: str, match: TermMatch) -> TermMatch:
    """Return the match with the minus that stands before it: マイナス3度, ▲1.5%, 氷点下5度."""
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


def _below_zero(target: str, span: tuple[int, int]) -> bool:
    """Tell whether the English says that the number at `span` is negative: minus, below zero, fell by."""
    return bool(_SAID_MINUS.search(target[max(0, span[0] - 40) : span[0]])) or "below" in target[span[1] : span[1] + 20]


def said(target: str, matches: Sequence[TermMatch]) -> tuple[tuple[int, int] | None, ...]:
    """Return for each number match the span of the target that says it, None where none does.

    Compared are values and kinds, not spellings: 80th is eightieth, 1.2 trillion yen is ¥1,200 billion. Spans do not
    overlap. Matches of other kinds are not answered; their English is nobody's number.
    """
    spans = place(target, matches)[0]
    numbers = [match.number for match in matches if match.number is not None]
    return tuple(
        None if span and number.negative and not _below_zero(target, span) else span
        for number, span in zip(numbers, spans, strict=True)
    )


def strays(target: str, matches: Sequence[TermMatch]) -> tuple[Stray, ...]:
    """Return the numbers of the target that no match accounts for; a date is one, and so is a range."""
    runs: list[list[Atom]] = []
    for atom in place(target, matches)[1]:
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
    return Stray(first.start, last.end, target[first.start : last.end], values, kind, any(part.sure for part in parts))


_LEADS = {"least": "at least ", "more": "more than ", "odd": "more than ", "most": "up to ", "less": "under "}


def instead(target: str, stray: Stray, match: TermMatch) -> str:
    """Return what to put in the place of a wrong number of the target: the number alone, its noun stands there."""
    number = match.number
    if number is None or stray.kind in ("date", "time", "money", "percent", "measure") or not number.bare:
        return match.target
    if number.kind not in ("count", "duration", "times", "ordinal", "century", "decade"):
        return match.target
    bounded = bound_at(target, stray.start, stray.end)
    return ("" if bounded else _LEADS.get(number.bound, "")) + number.bare


def differences(source: str, target: str, terms: Sequence[TermMatch] = ()) -> tuple[Difference, ...]:
    """Return the numbers that stand in the source or in the target only. `terms` are the other terms of the source."""
    others = [match for match in terms if match.kind != "number"]
    matches = (*find_numbers(source, taken=[(match.start, match.end) for match in others]), *others)
    spans = said(target, matches)
    found: list[Difference] = []
    told = {_meaning(match) for match, span in zip(matches, spans, strict=False) if span}
    for match, span in zip(matches, spans, strict=False):
        number = match.number
        if span and number and _bare_where_bounded(target, span, number):
            message = f"{match.source} of the source ({match.target}) is in the target without what bounds it"
            found.append(Difference(message, hard=False))
        if span or number is None or _meaning(match) in told or not _compared(match):
            continue
        told.add(_meaning(match))
        found.append(Difference(f"{match.source} of the source ({match.target}) is not in the target", number.hard))
    known = possible(source) | _between(matches)
    # The English of an old era's date is a date of another calendar, which is not computed here.
    old = any(match.number and match.number.kind == "date" and not match.number.hard for match in matches)
    for stray in strays(target, matches):
        converted = old and (stray.kind == "date" or 100 <= stray.value < 2100)
        if stray.hard and not converted and not known.issuperset(stray.values):
            found.append(Difference(f"{stray.text} is not in the source", hard=True))
    for day in wrong_days(source, target):
        found.append(Difference(f"{day.said} is in the target, where the source says {day.wanted}", hard=True))
    return tuple(dict.fromkeys(found))


def _bare_where_bounded(target: str, span: tuple[int, int], number: Number) -> bool:
    """Return whether the English states exactly what the source bounds: 20 for 20以上, 10 for 十数."""
    if number.bound in ("least", "more", "most", "less"):
        return not bound_at(target, *span)
    stated = number.bound == "odd" and "dozen" not in target[slice(*span)].lower()
    return stated and not bound_at(target, *span) and not vague_at(target, *span)


def _between(matches: Sequence[TermMatch]) -> frozenset[Decimal]:
    """Return what English may say of a short range and of 十数: May, June and July for 5〜7月, ten to twenty."""
    found: set[Decimal] = set()
    for number in (match.number for match in matches):
        if number is not None and number.bound == "odd":
            found.add(number.values[0] + step(number.values[0]))
        if number is not None and number.until and 1 < number.until.values[-1] - number.values[-1] <= _SHORT_RANGE:
            found.update(map(Decimal, range(int(number.values[-1]) + 1, int(number.until.values[-1]) + 1)))
    return frozenset(found)


def _meaning(match: TermMatch) -> TermMatch:
    """Return the match without its place: what is said once need not be said twice."""
    return replace(match, start=0, end=0, source="", target="", alternatives=())


def _compared(match: TermMatch) -> bool:
    """Return whether a missing number is worth a word: a soft one of one, several or an old era's year is not."""
    number = match.number
    if number is None or number.hard or not number.values:
        return bool(number and number.hard)
    return number.kind not in ("vague", "date") and number.values[0] > 1


def mismatches(source: str, target: str) -> tuple[str, ...]:
    """Return one message for each number that stands on one side only; words are compared as well as figures."""
    return tuple(difference.message for difference in differences(source, target))
