"""The days of the week: 3月1日（土） translated as Sunday, March 1 is wrong, although the date is correct."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from bilingual.languages.english.calendar import ENGLISH_WEEKDAYS, MONTHS, WEEKDAY_ABBREVIATIONS
from bilingual.languages.japanese.scripts import WEEKDAYS
from bilingual.numbers.japanese.grammar import NUM
from bilingual.numbers.japanese.numerals import fold_numerals, read_numeral

# （日） alone is Japan, and （火） a heading; after a day they are days of the week.
_STATED = re.compile(rf"([{WEEKDAYS}])曜|(?<=日)\s?[(（]([{WEEKDAYS}])(?:[・、][祝振休]|[祝休])?[)）]")
_HINTED = re.compile(rf"土日|[{WEEKDAYS}](?:[・、〜～\-][{WEEKDAYS}])+|[(（]([{WEEKDAYS}・、]{{1,9}})[)）]")
_SHORT_DAY = "|".join(WEEKDAY_ABBREVIATIONS)
_SHORT_MONTH = "|".join(month[:3] for month in MONTHS[1:])
_SAID = re.compile(
    rf"\b({'|'.join(ENGLISH_WEEKDAYS.values())})s?\b"
    rf"|(?<=\()({_SHORT_DAY})\b\.?(?=\))|\b({_SHORT_DAY})\b\.?(?=,?\s(?:{_SHORT_MONTH}|\d))"
)
_DATED = re.compile(
    rf"(?P<d>{NUM})日\s?[(（](?P<a>[{WEEKDAYS}])(?:[・、][祝振休]|[祝休])?[)）]"
    rf"|(?P<b>[{WEEKDAYS}])曜日?(?:の|、)?(?P<e>{NUM})日(?![間目ほ])"
)
_MONTH = rf"(?:{_SHORT_MONTH})[a-z]*\.?"
# Sunday, March 2; Sunday the 2nd; Sunday 2 March.
_DAY_AFTER = re.compile(
    rf"\.?,? (?:{_MONTH} (?:the )?(?P<a>\d{{1,2}})(?:st|nd|rd|th)?|(?:the )?(?P<b>\d{{1,2}})(?:st|nd|rd|th)"
    rf"|(?P<c>\d{{1,2}}) {_MONTH})(?![\d:])"
)
# March 2 (Sun.)
_DAY_BEFORE = re.compile(r"(?<!\d)(\d{1,2})(?:st|nd|rd|th)?(?: of)?(?: [A-Z][a-z]+\.?)? \($")
# Saturday and Sunday, March 1 and 2: all days of the week come before the days of the month.
_SEVERAL = re.compile(rf"(?:{'|'.join(ENGLISH_WEEKDAYS.values())})s?,?(?: and | or | to | through |[-–]|, )$")


@dataclass(frozen=True, slots=True)
class WrongDay:
    """A day of the week in the target that differs from the source."""

    start: int
    end: int
    said: str
    wanted: str


def wrong_days(source: str, target: str) -> tuple[WrongDay, ...]:
    """Return the days of the target that the source does not have, if a day of the source is missing.

    A target without a day is accepted: English often omits it.
    """
    stated = [ENGLISH_WEEKDAYS[found[1] or found[2]] for found in _STATED.finditer(source)]
    if not stated:
        return ()
    hinted = {
        ENGLISH_WEEKDAYS[sign] for found in _HINTED.finditer(source) for sign in found[0] if sign in ENGLISH_WEEKDAYS
    }
    said = [(found, found[1] or WEEKDAY_ABBREVIATIONS[found[2] or found[3]]) for found in _SAID.finditer(target)]
    names = {name for _, name in said}
    lost = [name for name in dict.fromkeys(stated) if name not in names]
    wrong = [(found, name) for found, name in said if name not in {*stated, *hinted}]
    return (
        *(
            WrongDay(*found.span(), name, lost[min(at, len(lost) - 1)])
            for at, (found, name) in enumerate(wrong)
            if lost
        ),
        *_swapped(source, target, [one for one in said if one not in wrong]),
    )


def _swapped(source: str, target: str, said: Sequence[tuple[re.Match[str], str]]) -> Iterator[WrongDay]:
    """Yield the days of the week that the source has, but with another day of the month."""
    names: dict[Decimal | None, set[str]] = {}
    for found in _DATED.finditer(fold_numerals(source)):
        names.setdefault(read_numeral(found["d"] or found["e"]), set()).add(ENGLISH_WEEKDAYS[found["a"] or found["b"]])
    for found, name in said:
        after = _DAY_AFTER.match(target, found.end())
        before = _DAY_BEFORE.search(target[: found.start()])
        if _SEVERAL.search(target[: found.start()]) or not (after or before):
            continue
        day = (after["a"] or after["b"] or after["c"]) if after else before[1] if before else ""
        wanted = names.get(Decimal(day), set())
        if len(wanted) == 1 and name not in wanted:
            yield WrongDay(*found.span(), name, *wanted)


def right_day(source: str, target: str) -> str:
    """Return the target with its only wrong day of the week repaired; unchanged if ambiguous."""
    wrong = wrong_days(source, target)
    if len(wrong) != 1 or len({found[1] or found[2] for found in _STATED.finditer(source)}) != 1:
        return target
    day = wrong[0]
    text = target[day.start : day.end]
    name = day.wanted if text.startswith(day.said) else day.wanted[:3] + "." * text.endswith(".")
    return f"{target[: day.start]}{name}{'s' if text == day.said + 's' else ''}{target[day.end :]}"
