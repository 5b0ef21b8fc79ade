"""Dates with their month by name, dates in figures, and times of day, in English."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bilingual.languages.english.calendar import MONTH_ABBREVIATIONS, MONTHS
from bilingual.languages.english.numerals import ORDINALS, WORDS

_MONTH = rf"(?P<m>{'|'.join(MONTHS[1:])}|(?:{'|'.join(MONTH_ABBREVIATIONS)})\b\.?)"
_WORD_DAYS = {word: at for at, word in enumerate(ORDINALS)} | {"twentieth": 20, "thirtieth": 30, "thirty-first": 31}
_WORD_DAYS |= {f"twenty-{word}": 20 + at for at, word in enumerate(ORDINALS[:10]) if at}
_DAY = (
    rf"(?:(?:0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?(?![\d%]|:\d|,\d{{3}}(?!\d)|\.\d)"
    rf"|{'|'.join(sorted(_WORD_DAYS, key=len, reverse=True))})"
)
_YEAR = r"(?:1[0-9]{3}|20[0-9]{2}|[3-9][0-9]{2}|[0-9]{1,3}(?=\s?B\.?C))(?![\d%]|,\d)"
_LINK = (
    r"(?:\s?[-–—]\s?|\sto\s(?:the\s)?|\sand\s(?:the\s)?|\sor\s|\sthrough\s|\suntil\s"
    r"|,\s(?:and\s)?(?=\d{1,2}(?!\d|\s[a-z]|\s?B\.?C)))"
)
_US = re.compile(
    rf"\b{_MONTH}(?:\s(?:the\s)?(?P<days>{_DAY}(?:{_LINK}{_DAY}(?!\s(?:{'|'.join(MONTHS[1:])}|people|yen"
    rf"|percent|million|years|days|[ap]\.?m)))*))?(?:(?:,\s?|\s)(?:of\s|in\s)?(?P<y>{_YEAR}))?"
)
_UK = re.compile(
    rf"\b(?P<days>{_DAY}(?:{_LINK}{_DAY})*)\s(?:of\s)?{_MONTH}(?:(?:,\s?|\s)(?:of\s|in\s)?(?P<y>{_YEAR}))?"
)
_ISO = re.compile(
    r"(?<![\d/-])(?P<y>[12]\d{3})(?P<s>[-/.])(?P<m>0?[1-9]|1[0-2])(?P=s)(?P<d>0?[1-9]|[12]\d|3[01])(?![\d/-])"
)
_AMERICAN = re.compile(r"(?<![\d/])(?P<m>0?[1-9]|1[0-2])/(?P<d>0?[1-9]|[12]\d|3[01])(?:/(?P<y>[12]\d{3}))?(?![\d/])")
_VERB = re.compile(r"\s(?:I|we|he|she|they|you|it|the|this|these|all|God|his|her|on|up|to(?! [A-Z]))\b")
_EACH_DAY = re.compile(_DAY)


@dataclass(frozen=True, slots=True)
class DatePart:
    """The year, the month or a day of a date."""

    start: int
    end: int
    role: str
    value: int
    group: int
    certain: bool
    """False for a lone May or March that may be a verb."""


def date_parts(text: str) -> Iterator[DatePart]:
    """Yield the parts of every date; `group` counts the dates from 1."""
    group, taken = 0, -1
    found = sorted(
        (*_UK.finditer(text), *_US.finditer(text), *_ISO.finditer(text), *_slashed(text)),
        key=lambda match: (match.start(), -match.end()),
    )
    for match in found:
        if match.start() < taken or not _is_month(text, match):
            continue
        taken, group = match.end(), group + 1
        yield from _parts(match, group)


def _slashed(text: str) -> Iterator[re.Match[str]]:
    """Yield 9/2/2025; 9/2 alone is a fraction as well."""
    return (match for match in _AMERICAN.finditer(text) if match["y"])


def _is_month(text: str, match: re.Match[str]) -> bool:
    groups = match.groupdict()
    if groups.get("days") or groups.get("y") or groups.get("d"):
        return True
    if match["m"].rstrip(".") not in ("May", "March", "Mar"):
        return True
    # At the beginning of a sentence it may be a verb: May we go?
    return bool(re.search(r"[^.!?\s]\s*$", text[: match.start()])) or not _VERB.match(text, match.end())


def _parts(match: re.Match[str], group: int) -> Iterator[DatePart]:
    groups = match.groupdict()
    month = match["m"]
    number = (
        int(month) if month.isdigit() else next(at for at, name in enumerate(MONTHS) if name and name[:3] == month[:3])
    )
    dated = bool(groups.get("days") or groups.get("y") or groups.get("d"))
    certain = dated or month.rstrip(".") not in ("May", "March", "Mar")
    yield DatePart(match.start("m"), match.end("m"), "m", number, group, certain)
    if groups.get("y"):
        yield DatePart(match.start("y"), match.end("y"), "y", int(match["y"]), group, certain=True)
    if groups.get("d"):
        yield DatePart(match.start("d"), match.end("d"), "d", int(match["d"]), group, certain=True)
    if groups.get("days"):
        for day in _EACH_DAY.finditer(match["days"]):
            word = day[0].lower()
            value = _WORD_DAYS.get(word) or int(re.sub(r"\D", "", word) or 0)
            start = match.start("days") + day.start()
            yield DatePart(start, start + len(day[0]), "d", value, group, certain=True)


_HOURS = {word: at for at, word in enumerate(WORDS[:13])}
_HOUR = rf"(?:\d{{1,2}}|{'|'.join(_HOURS)})"
_CLOCK = re.compile(
    rf"\b(?P<h>{_HOUR})(?:[:.](?P<min>[0-5]\d))?\s?(?:(?P<half>a\.?m\.?|p\.?m\.?)(?![a-z])"
    rf"|(?P<clock>o['’]clock))(?P<day>\s(?:in the (?:morning|afternoon|evening)|at night))?"
    rf"|(?<![\d:])(?P<h2>[01]?\d|2[0-9]):(?P<min2>[0-5]\d)(?![\d:])(?P<day2>\s(?:in the (?:morning"
    rf"|afternoon|evening)|at night))?"
    rf"|\b(?:(?P<past>half|quarter) (?P<way>past|to)|(?P<past2>ten|twenty|five) past) "
    rf"(?P<h3>{_HOUR}|noon|midday|midnight)\b"
    rf"|\b(?:(?:12|twelve) )?(?P<word>noon|midnight|midday)\b",
    re.IGNORECASE,
)


_HALF_OF = {"noon": "pm", "midday": "pm", "midnight": "am"}
_MINUTES = {word: at for at, word in enumerate(WORDS) if at} | {"twenty": 20, "twenty-five": 25}
_N = "|".join(sorted(_MINUTES, key=len, reverse=True))
# "Five minutes to nine people" is not a time: it must be the end of a phrase.
_TO = re.compile(
    rf"\b(?:(?P<n>\d{{1,2}}|{_N}) minutes? (?:to|before|till|until|of|prior to)|(?<=\bat )(?P<n2>five|ten|twenty) to) "
    rf"(?:(?P<word>noon|midday|midnight)|(?P<h>{_HOUR})(?: ?o['’]clock)?(?:\s?(?P<half>[ap])\.?m\b\.?)?"
    r"(?P<day>\s(?:in the (?:morning|afternoon|evening)|at night))?(?=\s?[,;.)](?!\d)|\s(?:on|and|when|at|in|as)\b|$))",
    re.IGNORECASE,
)


def _times_before(text: str) -> Iterator[tuple[int, int, int, str]]:
    """Yield five minutes to nine, ten minutes before noon."""
    if not any(word in text for word in ("minute", "five to ", "ten to ", "twenty to ")):
        return  # most sentences have none
    for found in _TO.finditer(text):
        early = (found["n"] or found["n2"]).lower()
        minutes = int(early) if early.isdigit() else _MINUTES[early]
        half, day = found["half"] or "", (found["day"] or "").lower()
        later = half.lower() == "p" or (bool(day) and "morning" not in day)
        hour = _hour(found["h"]) if found["h"] else 12 if found["word"].lower() != "midnight" else 0
        if half or day:
            hour = hour % 12 + (12 if later else 0)
        total = (hour * 60 - minutes) % 1440
        yield *found.span(), total, ("pm" if total >= 720 else "am") if half or day or found["word"] else ""


def clocks(text: str) -> Iterator[tuple[int, int, int, str]]:
    """Yield the times of day: start, end, minutes from midnight, and am or pm if the text has it."""
    yield from _times_before(text)
    for found in _CLOCK.finditer(text):
        if found["word"]:
            yield (
                found.start(),
                found.end(),
                0 if found["word"].lower() == "midnight" else 720,
                "am" if found["word"].lower() == "midnight" else "pm",
            )
            continue
        hour = _hour(found["h"] or found["h2"] or found["h3"])
        minute = int(found["min"] or found["min2"] or 0)
        if past := found["past"] or found["past2"]:
            minute = {"half": 30, "quarter": 15, "ten": 10, "twenty": 20, "five": 5}[past.lower()]
            hour, minute = (hour - 1, 60 - minute) if (found["way"] or "").lower() == "to" else (hour, minute)
        half = (found["half"] or "").replace(".", "").lower()
        day = (found["day"] or found["day2"] or "").lower()
        half = half or _HALF_OF.get((found["h3"] or "").lower(), "")
        half = half or ("am" if "morning" in day else "pm" if day else "")
        if half:
            hour = hour % 12 + (12 if half == "pm" else 0)
        elif found["h2"] and (hour > 12 or found["h2"].startswith("0") or hour == 0):
            half = "pm" if hour % 24 >= 12 else "am"
        yield found.start(), found.end(), (hour % 24) * 60 + minute, half


def _hour(text: str) -> int:
    return int(text) if text.isdigit() else (_HOURS | {"noon": 12, "midday": 12, "midnight": 0})[text.lower()]
