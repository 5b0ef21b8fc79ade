"""Rewrite a wrong number of the target: only where it is another value for the same thing, and only its numeral."""

from __future__ import annotations

import re
from decimal import Decimal

from bilingual.languages.english.calendar import MONTHS
from bilingual.model import Number, TermMatch
from bilingual.numbers.agreement.complements import contradicts
from bilingual.numbers.agreement.unmatched import Stray
from bilingual.numbers.english.numbers import Atom, atoms
from bilingual.numbers.english.style import ordinal, ordinal_figure
from bilingual.numbers.english.words import number_words

_FIGURE = re.compile(
    r"(?<![\w.,-])\d[\d,]*(?:\.\d+)?(?:[ -](?:hundred|thousand|million|billion|trillion)\b)?(?![\d.]*\d)", re.IGNORECASE
)
_NTH = re.compile(r"(?<![\w-])\d[\d,]*(?:st|nd|rd|th)\b")
_HALF_OF_DAY = re.compile(r"\b[ap]\.?m\b", re.IGNORECASE)
_GREGORIAN = 1873
"""The first year of the Gregorian calendar in Japan: translators convert what is before."""
_UNITS = frozenset(("money", "percent", "measure", "duration"))


def rewritten(target: str, stray: Stray, match: TermMatch) -> str | None:
    """Return the target with the value of `match` in place of the wrong number; None where that is not certain.

    The words around the numeral stay: its unit, its noun, about and more than.
    """
    number = match.number
    if number is None or not number.values or contradicts(target, (stray.start, stray.end), number):
        return None
    if stray.kind == "date" or number.kind == "date":
        return _date(target, stray, number)
    if number.kind == "time":
        return _time(target, stray, match)
    numeral = _numeral(target, stray, number)
    if numeral is None or not _same_thing(stray, number):
        return None
    (start, end), text = numeral
    return target[:start] + text + target[end:]


def _same_thing(stray: Stray, number: Number) -> bool:
    """Return whether both are numbers of one kind and unit, with different values."""
    values = (number.values[0],) if number.until is None else (number.values[0], number.until.values[0])
    if len(stray.values) != len(values) or stray.values == values:
        return False
    if len(values) == 2 and stray.values[0] != values[0] and stray.values[1] != values[1]:
        return False
    if number.kind in _UNITS:
        return stray.kind == number.kind and stray.unit == number.unit
    if number.kind == "times":
        return stray.unit in ("", "time")
    if number.kind in ("ordinal", "century"):
        labelled = number.kind == "ordinal" and stray.kind == "count" and stray.unit == "label"
        return labelled or (stray.kind == "ordinal" and (stray.unit == "century") == (number.kind == "century"))
    return number.kind in ("count", "decade") and stray.kind == number.kind and not stray.unit


def _numeral(target: str, stray: Stray, number: Number) -> tuple[tuple[int, int], str] | None:
    """Return the place of the numeral, and what replaces it; None if there is more or less than one."""
    nths = [found.span() for found in _NTH.finditer(target, stray.start, stray.end)]
    figures = nths or [found.span() for found in _FIGURE.finditer(target, stray.start, stray.end)]
    words = [span[:2] for span in number_words(target[stray.start : stray.end])] if not figures else []
    places = figures or [(stray.start + start, stray.start + end) for start, end in words]
    if len(places) != len(stray.values) or not places:
        return None
    if re.search(r"[\w-]$", target[: places[0][0]]):
        return None  # the nine of fourty-nine
    value = abs(number.values[0])
    text = number.bare
    if number.kind == "ordinal" and stray.kind == "count":
        text = str(value)
    elif number.kind in ("ordinal", "century"):
        text = ordinal_figure(value) if nths else ordinal(value)
    elif number.kind == "decade":
        return None if not figures else (places[0], f"{value}{target[places[0][1] : stray.end]}".removesuffix("s"))
    return (places[0][0], places[-1][1]), text


def _time(target: str, stray: Stray, match: TermMatch) -> str | None:
    """Return the target with the time of day; a.m. for p.m. is left to the editor."""
    number = match.number
    if number is None or stray.kind != "time" or number.until or len(stray.values) != 1:
        return None
    hour, minute = number.values
    if stray.value % 720 == (hour * 60 + minute) % 720:
        return None
    forms = (form for form in (number.bare, *match.alternatives) if _HALF_OF_DAY.search(form))
    text = next(forms, number.bare) if _HALF_OF_DAY.search(stray.text) else number.bare
    return target[: stray.start] + text + target[stray.end :]


def _date(target: str, stray: Stray, number: Number) -> str | None:
    """Return the target with the one part of a date that differs: the year, the month or the day."""
    if number.kind != "date" or number.until or not number.hard or number.unit:
        return None
    parts = [atom for atom in atoms(target) if stray.start <= atom.start and atom.end <= stray.end]
    if number.fields == "y":
        return _year(target, stray, number)
    wanted = dict(zip(number.fields, number.values, strict=True))
    if len(wanted) < 2 or wanted.get("y", Decimal(_GREGORIAN)) < _GREGORIAN:
        return None
    if sorted(part.role for part in parts) != sorted(wanted):
        return None
    wrong = [part for part in parts if part.readings[0][1] != wanted[part.role]]
    if len(wrong) != 1:
        return None
    part = wrong[0]
    return target[: part.start] + _part(part, wanted[part.role]) + target[part.end :]


def _part(part: Atom, value: Decimal) -> str:
    if part.role == "m" and part.text[0].isalpha():
        return MONTHS[int(value)]
    if part.role == "d" and not part.text.isdigit():
        return ordinal_figure(value)
    return str(int(value))


def _year(target: str, stray: Stray, number: Number) -> str | None:
    year = number.values[0]
    if stray.kind != "count" or stray.unit or year < _GREGORIAN or not re.fullmatch(r"[12]\d{3}", stray.text):
        return None
    return target[: stray.start] + str(int(year)) + target[stray.end :] if stray.value != year else None
