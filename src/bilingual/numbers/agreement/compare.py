"""Report numbers that are on one side only, and changes whose direction differs."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache
from itertools import combinations, pairwise

from bilingual.languages.data import language_rows
from bilingual.languages.japanese.eras import ERAS
from bilingual.languages.japanese.scripts import KANJI_MYRIADS, KANJI_ONE_TO_NINE, MYRIAD_VALUES, TEN_VALUES
from bilingual.model import Number, TermMatch
from bilingual.numbers.agreement.direction import turned_round
from bilingual.numbers.agreement.paraphrases import step
from bilingual.numbers.agreement.unmatched import said, strays
from bilingual.numbers.english.numbers import bound_at, vague_at
from bilingual.numbers.japanese.changes import CHANGED
from bilingual.numbers.japanese.finding import find_numbers
from bilingual.numbers.japanese.folding import folded
from bilingual.numbers.japanese.grammar import NUM
from bilingual.numbers.japanese.numerals import read_numeral
from bilingual.numbers.japanese.weekdays import wrong_days


@dataclass(frozen=True, slots=True)
class Difference:
    """A number that differs between source and target."""

    message: str
    hard: bool
    code: str = "number-mismatch"
    """The code of the finding."""


def differences(source: str, target: str, terms: Sequence[TermMatch] = ()) -> tuple[Difference, ...]:
    """Return the numbers that are on one side only, and the changes that differ.

    `terms` are the matches of the source, including its numbers if they were found already.
    """
    others = [match for match in terms if match.kind != "number"]
    numbers = [match for match in terms if match.kind == "number"]
    matches = (*(numbers or find_numbers(source, taken=[(match.start, match.end) for match in others])), *others)
    spans = said(target, matches)
    found: list[Difference] = []
    reported = {_meaning(match) for match, span in zip(matches, spans, strict=False) if span}
    unexplained = strays(target, matches)
    for match, span in zip(matches, spans, strict=False):
        number = match.number
        if span and number and _bare_where_bounded(target, span, number):
            message = f"{match.source} is approximate, and the target has an exact number"
            found.append(Difference(message, hard=False))
        if span or number is None or _meaning(match) in reported or not _compared(match, bool(unexplained)):
            continue
        reported.add(_meaning(match))
        found.append(Difference(f"“{match.target}” for {match.source} is missing", number.hard))
    known = possible(source) | _reached(matches) | _apart(matches)
    # The English date for an old era is in another calendar, which is not computed here.
    old = any(match.number and match.number.kind == "date" and not match.number.hard for match in matches)
    for stray in unexplained:
        converted = old and (stray.kind == "date" or 100 <= stray.value < 2100)
        if stray.hard and not converted and not known.issuperset(stray.values):
            found.append(Difference(f"{stray.text} is not in the source", hard=True))
    for day in wrong_days(source, target):
        found.append(Difference(f"the target has {day.said}, the source {day.wanted}", hard=True))
    for message in turned_round(target, matches, spans):
        found.append(Difference(message, hard=False, code="number-direction"))
    found += _exchanged(source, matches, spans)
    return tuple(dict.fromkeys(found))


def _exchanged(source: str, matches: Sequence[TermMatch], spans: Sequence[tuple[int, int] | None]) -> list[Difference]:
    """Return the neighbours of one kind that the target has in the opposite order, which may be right."""
    places = [(match, match.number, span) for match, span in zip(matches, spans, strict=False) if span and match.number]
    found = []
    for (one, first, place), (two, second, other) in pairwise(places):
        same = (first.kind, first.unit) == (second.kind, second.unit) and first.kind != "ordinal"
        alike = same and first.hard and second.hard and first.values != second.values
        if alike and place[0] > other[0] and not _TOTAL.search(source, one.end, two.start):
            message = f"{one.source} and {two.source} are in the opposite order in the target"
            found.append(Difference(message, hard=False, code="number-order"))
    return found


_TOTAL = re.compile("計|うち|割合|中の")
"""Before a total or a share English often has the other number first."""


def _bare_where_bounded(target: str, span: tuple[int, int], number: Number) -> bool:
    """Return whether the English is exact where the source is not: 20 for 20以上, 10 for 十数."""
    if number.until is not None:
        return False
    if number.bound in ("least", "more", "most", "less"):
        return not bound_at(target, *span)
    stated = number.bound == "odd" and "dozen" not in target[slice(*span)].lower()
    return stated and not bound_at(target, *span) and not vague_at(target, *span)


def _reached(matches: Sequence[TermMatch]) -> frozenset[Decimal]:
    """Return the range of 十数: English may have ten to twenty."""
    numbers = (match.number for match in matches)
    return frozenset(
        number.values[0] + step(number.values[0]) for number in numbers if number is not None and number.bound == "odd"
    )


def _apart(matches: Sequence[TermMatch]) -> frozenset[Decimal]:
    """Return the differences of two numbers of one kind: English may give the change in 5000人から4000人に減った."""
    numbers = [match.number for match in matches if match.number is not None and match.number.kind in CHANGED]
    ends = [end for number in numbers for end in (number, number.until) if end is not None]
    return frozenset(
        abs(one.values[0] - other.values[0])
        for one, other in combinations(ends, 2)
        if (one.kind, one.unit) == (other.kind, other.unit)
    )


def _meaning(match: TermMatch) -> TermMatch:
    """Return the match without its place and context: a repeated number is needed only once."""
    number = replace(match.number, change="") if match.number else None
    return replace(match, start=0, end=0, source="", target="", alternatives=(), number=number)


def _compared(match: TermMatch, replaced: bool) -> bool:
    """Return whether to report a missing number: not one or two (they, both), several, or the year of an old era."""
    number = match.number
    if number is None or number.hard or not number.values:
        return bool(number and number.hard)
    return number.kind not in ("vague", "date", "fraction") and (number.values[0] > _PAIR or replaced)


def mismatches(source: str, target: str) -> tuple[str, ...]:
    """Return one message for each number that differs; number words are compared as well as figures."""
    return tuple(difference.message for difference in differences(source, target))


_NUMERAL = re.compile(NUM)
_DIGITS = re.compile(rf"\d+|[{KANJI_ONE_TO_NINE}]")
_WORDS = {word: Decimal(value) for word, value in language_rows("japanese/number_idioms.tsv")}
_OUT_OF = re.compile(rf"(?P<all>{NUM})[^0-9、。]{{1,4}}(?:に|中|のうち)(?P<some>{NUM})")
_PAIR = 2
_BIG = {"千": TEN_VALUES["千"]} | {sign: MYRIAD_VALUES[sign] for sign in KANJI_MYRIADS}


@lru_cache(maxsize=256)
def possible(source: str) -> frozenset[Decimal]:
    """Return the values of all numerals of a text, also inside words, and their values as years or hours.

    A number of the target is reported only if it is none of these: a wide guess here avoids false alarms.
    Cached, because a source is compared with several drafts.
    """
    text = folded(source).text
    found: set[Decimal] = {value for word, value in _WORDS.items() if word in text}
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
