"""Read the numbers of an English text: figures, words, ordinals, amounts, dates by month, decades, times of day."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from bilingual.terms.english_dates import DatePart, clocks, date_parts
from bilingual.terms.english_units import UNIT_AFTER, unit_of
from bilingual.terms.english_words import words
from bilingual.terms.number_words import ERAS

Reading = tuple[str, Decimal, str]
"""Kind (count, ordinal, fraction, decade, vague, time), value, unit."""


@dataclass(frozen=True, slots=True)
class Atom:
    """One number of an English text, with everything it may mean."""

    start: int
    end: int
    text: str
    readings: tuple[Reading, ...]
    sure: bool = False
    """True for what cannot be an idiom: figures, and words from ten on; false for one, first, both, half."""
    bound: str = ""
    """`up` for more than, at least, or more; `down` for less than, up to."""
    role: str = ""
    """`y`, `m` or `d` when it is part of a date that names its month."""
    group: int = 0
    """The date it is part of; 0 for none."""


_DIGITS = r"(?:\d{1,3}(?:,\d{3})+(?!\d)|\d{1,20})(?:\.\d{1,10})?"
_SIGNS = {
    "¥": "JPY",
    "JPY": "JPY",
    "€": "EUR",
    "EUR": "EUR",
    "£": "GBP",
    "₩": "KRW",
    "RMB": "CNY",
    "USD": "USD",
    "US$": "USD",
}
_SIGNS |= {"$": "USD", "A$": "AUD", "C$": "CAD", "HK$": "HKD", "NT$": "NTD", "S$": "SGD"}
_SIGN = "|".join(map(re.escape, sorted(_SIGNS, key=len, reverse=True)))
_SCALES = {"thousand": 3, "million": 6, "billion": 9, "trillion": 12, "bn": 9, "tn": 12, "mn": 6, "hundred": 2}
_FIGURE = re.compile(
    rf"(?P<sign>{_SIGN})?\s?(?<!\d)(?<!\d[.,])(?P<n>{_DIGITS})(?:(?P<nth>st|nd|rd|th)\b|(?P<tens>['’]?s)\b)?"
    rf"(?:[\s-]?(?P<scale>thousand|million|billion|trillion|hundred|bn|tn|mn)s?\b(?! of))?(?P<half> and (?:a|one)[ -]half)?",
    re.IGNORECASE,
)
_SLASH = re.compile(r"(?<![\d/])(?P<a>\d{1,3})/(?P<b>\d{1,4})(?![\d/])")
_PARTS = {
    "half": 2,
    "third": 3,
    "quarter": 4,
    "fourth": 4,
    "fifth": 5,
    "sixth": 6,
    "seventh": 7,
    "eighth": 8,
    "ninth": 9,
}
_PARTS |= {"tenth": 10, "twelfth": 12, "twentieth": 20, "hundredth": 100, "thousandth": 1000}
_TOPS = {
    "a": 1,
    "an": 1,
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
}
_FRACTION = re.compile(
    rf"(?<!and )\b(?:(?P<top>{'|'.join(_TOPS)}|\d)[ -](?P<bottom>{'|'.join(_PARTS)})s?|(?<!and a )(?<!and one )(?P<half>halves|half|halved|halving)|(?P<quarter>quarter)"
    rf"|(?P<of>{'|'.join(_TOPS)}|\d+) (?:out of(?: every)?|in every) (?P<all>{'|'.join(_TOPS)}|ten|\d+))\b(?![ -]past)",
    re.IGNORECASE,
)
_HALF_OF = re.compile(
    r"\bhalf(?:[ -]an?)?[ -](?P<unit>year|day|month|hour|century|decade|dozen|million|billion)\b", re.IGNORECASE
)
_AND_HALF = re.compile(
    r"\b(?:(?P<one>an?)|(?P<n>[a-z]+|\d+)) (?P<unit>year|hour|month|day|week|century)s? and (?:a|one)[ -]half\b",
    re.IGNORECASE,
)
_IDIOMS = {
    2: "twice|double|doubled|doubles|doubling|twofold|both|pair|couple|bilateral|two-way|twin|twins|duo|dual",
    3: "thrice|triple|tripled|tripling|threefold|trilateral|trio|treble|trebled|triples",
    4: "quadruple|quadrupled|fourfold|quartet|quadrilateral",
    5: "fivefold|quintet|quintuple|quintupled",
    10: "tenfold",
    1: "once|single|sole|solo|inaugural",
    0: "nil|none",
}
_IDIOM = re.compile(rf"\b(?:{'|'.join(f'(?P<n{value}>{forms})' for value, forms in _IDIOMS.items())})\b", re.IGNORECASE)
_SPANS = re.compile(
    r"\b(?:(?P<score>fortnight)|(?:an? |the |one |per |every |each |past |last |next )(?P<unit>decade|century))\b",
    re.IGNORECASE,
)
_BIG = {
    "dozens": 10,
    "tens": 10,
    "scores": 10,
    "hundreds": 100,
    "thousands": 1000,
    "millions": 10**6,
    "billions": 10**9,
}
_BIG |= {
    "trillions": 10**12,
    "dozen": 10,
    "hundred": 100,
    "thousand": 1000,
    "million": 10**6,
    "billion": 10**9,
    "ten": 10,
}
_VAGUE = re.compile(
    r"\b(?:(?P<some>several|a few|some|many) )?(?P<a>dozens|tens|scores|hundreds|thousands|millions|billions|trillions)"
    r"(?: of (?P<b>thousands|millions|billions|trillions)\b)?\b"
    r"|\b(?:several|a few) (?P<c>ten|dozen|hundred|thousand|million|billion)s?(?: (?P<d>thousand|million|billion|trillion))?\b"
    r"|\b(?P<few>several|(?:a|the|these|those|past|last|next) few)\b",
    re.IGNORECASE,
)
_NAMED_DECADE = re.compile(
    r"\b(twent|thirt|fort|fift|sixt|sevent|eight|ninet)ies\b|\b(?P<teens>teens)\b", re.IGNORECASE
)
_TENS = ("twent", "thirt", "fort", "fift", "sixt", "sevent", "eight", "ninet")
_ROMAN = re.compile(
    r"\b(?:(?<=War )|(?<=Part )|(?<=Chapter )|(?<=Volume )|(?<=Act )|(?<=Phase )|(?<=Grade )|(?<=Class )|(?<=Type )|(?=[IVX]{2}))"
    r"(?P<n>X{0,3}(?:IX|IV|V?I{0,3}))\b(?![.'’])"
)
_LABEL = re.compile(r"(?:\b(?:No|Nos|no|Number|number|[A-Z][a-z]+)\.? |#|No\.|no\.)$")
_ERAS = {name: before for name, before, _ in ERAS.values()}
_ERA_BEFORE = re.compile(rf"\b({'|'.join(_ERAS)}) $")
_YEAR_OF = re.compile(rf"[ -]year of (?:the )?({'|'.join(_ERAS)})\b")
_UP = re.compile(
    r"\b(?:more than|over|at least|above|exceed(?:s|ed|ing)?|upwards? of|(?:no|not) (?:fewer|less) than|minimum of|topp\w+|surpass\w*|greater than"
    r"|(?:older|longer|higher|larger) than|in excess of|beyond)(?: the| a| about| some)? ?$",
    re.IGNORECASE,
)
_DOWN = re.compile(
    r"(?<!no )(?<!not )\b(?:less than|fewer than|under|below|at most|up to|(?:no|not) more than|within|maximum of|not exceed\w*|nearly|almost|close to"
    r"|short of|smaller than|lower than|younger than)(?: the| a| about| some)? ?$|\b(?:no|not) more than ?$",
    re.IGNORECASE,
)
_UP_AFTER = re.compile(
    r"[ -]?(?:odd\b|plus\b|\+)|(?: [a-z]+){0,3}?,? (?:or|and) (?:more|over|above|older|longer|up|higher|greater|larger|upward)",
    re.IGNORECASE,
)
_DOWN_AFTER = re.compile(
    r"(?: [a-z]+){0,3}? (?:or|and) (?:less|fewer|under|below|younger|shorter|lower|smaller)", re.IGNORECASE
)
_JOINT = re.compile(r"\s?(?:to|or|and|[-–—~〜]|through)\s?(?:about |some |more than )?", re.IGNORECASE)


def atoms(text: str) -> list[Atom]:
    """Return every number of an English text, from left to right, without overlaps."""
    found: list[Atom] = []
    used = bytearray(len(text))
    for maker in (_dated, _clocked, _halves, _fractions, _decades, _figures, _vague, _worded, _idioms, _romans):
        for atom in maker(text):
            if 0 not in used[atom.start : atom.end] or any(used[atom.start : atom.end]):
                continue
            used[atom.start : atom.end] = b"\1" * (atom.end - atom.start)
            found.append(atom)
    found.sort(key=lambda atom: atom.start)
    return _shared_units(text, [_with_bound(text, atom) for atom in found])


def _dated(text: str) -> Iterator[Atom]:
    for part in date_parts(text):
        yield _date_atom(text, part)


def _date_atom(text: str, part: DatePart) -> Atom:
    kind = "ordinal" if part.role == "d" else "count"
    readings: tuple[Reading, ...] = ((kind, Decimal(part.value), ""),)
    sure = part.role != "m" or part.certain
    return Atom(part.start, part.end, text[part.start : part.end], readings, sure, "", part.role, part.group)


def _clocked(text: str) -> Iterator[Atom]:
    for start, end, minutes, half in clocks(text):
        yield Atom(start, end, text[start:end], (("time", Decimal(minutes), half),), sure=True)


def _halves(text: str) -> Iterator[Atom]:
    for found in _HALF_OF.finditer(text):
        size = {"dozen": 12, "million": 10**6, "billion": 10**9}.get(found["unit"].lower())
        value = Decimal(size) / 2 if size else Decimal("0.5")
        readings: tuple[Reading, ...] = (
            ("count", value, "" if size else found["unit"].lower()),
            ("fraction", Decimal("0.5"), ""),
        )
        yield Atom(found.start(), found.end(), found[0], readings)
    for found in _AND_HALF.finditer(text):
        whole = Decimal(1) if found["one"] else _small(found["n"])
        if whole is not None:
            yield Atom(
                found.start(),
                found.end(),
                found[0],
                (("count", whole + Decimal("0.5"), found["unit"].lower()),),
                sure=True,
            )
    for found in _SPANS.finditer(text):
        reading = ("count", Decimal(2), "week") if found["score"] else ("count", Decimal(1), found["unit"].lower())
        yield Atom(found.start(), found.end(), found[0], (reading,))


def _small(word: str) -> Decimal | None:
    if word.isdigit():
        return Decimal(word)
    return next((value for _, _, value, nth in words(word) if not nth), None)


def _vague(text: str) -> Iterator[Atom]:
    for found in _VAGUE.finditer(text):
        size = _BIG.get((found["a"] or found["c"] or "").lower(), 3) * _BIG.get(
            f"{(found['b'] or found['d'] or '').lower().rstrip('s')}", 1
        )
        if (found["d"] and found["d"].lower() == "trillion") or (found["b"] and found["b"].lower() == "trillions"):
            size *= 10**12
        unit, end = unit_of(text, found.end())
        yield Atom(found.start(), end, text[found.start() : end], (("vague", Decimal(size), unit),))


def _fractions(text: str) -> Iterator[Atom]:
    for found in _SLASH.finditer(text):
        if int(found["b"]):
            yield Atom(
                found.start(),
                found.end(),
                found[0],
                (("fraction", Decimal(found["a"]) / Decimal(found["b"]), ""),),
                sure=True,
            )
    for found in _FRACTION.finditer(text):
        if found["half"] or found["quarter"]:
            value = Decimal("0.5") if found["half"] else Decimal("0.25")
            yield Atom(found.start(), found.end(), found[0], (("fraction", value, ""),))
            continue
        if found["of"]:
            a, b = _small(found["of"]), _small(found["all"])
            if a and b and a < b <= 100:
                yield Atom(found.start(), found.end(), found[0], (("fraction", a / b, ""),))
            continue
        top = Decimal(_TOPS.get(found["top"].lower(), 0) or found["top"])
        bottom = _PARTS[found["bottom"].lower()]
        readings: list[Reading] = [("fraction", top / bottom, "")]
        if found["top"].lower() == "a":
            readings.append(("ordinal", Decimal(bottom), ""))
        yield Atom(found.start(), found.end(), found[0], tuple(readings))


def _decades(text: str) -> Iterator[Atom]:
    for found in _NAMED_DECADE.finditer(text):
        value = 10 if found["teens"] else (2 + _TENS.index(found[1].lower())) * 10
        yield Atom(found.start(), found.end(), found[0], (("decade", Decimal(value), ""),))


def _figures(text: str) -> Iterator[Atom]:
    for found in _FIGURE.finditer(text):
        start = found.start("sign") if found["sign"] else found.start("n")
        before = text[max(0, start - 16) : start]
        if (
            re.search(r"[A-Za-z]-?$", before)
            and not found["sign"]
            and not re.search(r"(?:\bFY|\b[a-z]{2,}-|\d(?:st|nd|rd|th)-)$", before)
        ):
            continue
        yield _figure(text, found, start, before)


def _figure(text: str, found: re.Match[str], start: int, before: str) -> Atom:
    value = Decimal(found["n"].replace(",", ""))
    value *= Decimal(10) ** _SCALES.get((found["scale"] or "").lower(), 0)
    value += Decimal("0.5") if found["half"] else 0
    end = found.end()
    if found["nth"]:
        unit, end = unit_of(text, end, ordinal=True)
        return Atom(start, end, text[start:end], (("ordinal", value, unit), *_year_of(text, end, value)), sure=True)
    if found["tens"] and not found["scale"]:
        year = value >= 1000 or text[start - 1 : start] in ("'", "’")
        readings: tuple[Reading, ...] = (
            (("decade", value, ""), ("century", value // 100 + 1, ""))
            if year or value % 10 == 0
            else (("count", value, ""),)
        )
        return Atom(start, end, text[start:end], readings, sure=True)
    unit = _SIGNS.get((found["sign"] or "").upper(), "")
    after, stop = unit_of(text, end)
    if after and (not unit or UNIT_AFTER.get(after) == "money"):
        unit, end = after, stop
    label = "label" if not unit and _LABEL.search(before) else unit
    found_readings: list[Reading] = [("count", value, label)]
    if text[start - 1 : start] in ("'", "’") and value < 100:
        found_readings.append(("count", value + (2000 if value < 50 else 1900), ""))
    if era := _ERA_BEFORE.search(before):
        found_readings.append(("count", value + _ERAS[era[1]], ""))
    if re.match(r"\s?B\.?C\b", text[end:]) or re.search(r"\bB\.?C\.?\s?$", before):
        found_readings = [("count", -value, "")]
    item = before.endswith("(") and text[end : end + 1] == ")" and value < 10  # (1), (2): the items of a list
    return Atom(start, end, text[start:end], tuple(found_readings), sure=not item)


def _year_of(text: str, at: int, value: Decimal) -> tuple[Reading, ...]:
    """Return the year of the common era that an ordinal means before "year of Taisho"."""
    era = _YEAR_OF.match(text, at)
    return (("count", value + _ERAS[era[1]], ""),) if era else ()


def _worded(text: str) -> Iterator[Atom]:
    for start, end, value, nth in words(text):
        half = re.match(" and (?:a|one)[ -]half", text[end:])
        if half and not nth:
            value, end = value + Decimal("0.5"), end + half.end()
        unit, stop = unit_of(text, end, ordinal=nth)
        kind = "ordinal" if nth else "count"
        readings = ((kind, value, unit), *(_year_of(text, stop, value) if nth else ()))
        yield Atom(start, stop, text[start:stop], readings, sure=value >= 10)


def _idioms(text: str) -> Iterator[Atom]:
    for found in _IDIOM.finditer(text):
        value = Decimal((found.lastgroup or "n0")[1:])
        yield Atom(
            found.start(), found.end(), found[0], (("count", value, "time" if value else ""), ("count", value, ""))
        )


def _romans(text: str) -> Iterator[Atom]:
    for found in _ROMAN.finditer(text):
        if found["n"]:
            value = sum({"X": 10, "V": 5, "I": 1}[sign] for sign in found["n"])
            value -= 2 if found["n"].endswith(("IX", "IV")) else 0
            yield Atom(
                found.start(),
                found.end(),
                found[0],
                (("ordinal", Decimal(value), ""), ("count", Decimal(value), "label")),
            )


def _with_bound(text: str, atom: Atom) -> Atom:
    before = text[max(0, atom.start - 24) : atom.start]
    after = text[atom.end : atom.end + 40]
    if _DOWN.search(before) or _DOWN_AFTER.match(after):
        return replace(atom, bound="down")
    if _UP.search(before) or _UP_AFTER.match(after):
        return replace(atom, bound="up")
    return atom


def _shared_units(text: str, found: list[Atom]) -> list[Atom]:
    """Give the first number of a range the unit, and as another reading the scale, that only the second has."""
    out = list(found)
    for at in range(len(out) - 2, -1, -1):
        first, second = out[at], out[at + 1]
        if not _JOINT.fullmatch(text, first.end, second.start) or second.role:
            continue
        (kind, value, unit), (other, high, wanted) = first.readings[0], second.readings[0]
        if (kind, other) == ("count", "time") and not unit and value <= 12:
            hour = value % 12 + 12 if wanted == "pm" else value
            out[at] = replace(first, readings=(*first.readings, ("time", hour * 60, wanted)))
        if kind == other == "count" and 1000 <= value < 2100 and 10 <= high < 100 and not (unit or wanted):
            out[at + 1] = replace(second, readings=(*second.readings, (kind, value - value % 100 + high, "")))
        if kind != other or kind not in ("count", "ordinal", "time"):
            continue
        readings = list(first.readings)
        if wanted and not unit:
            readings[0] = (kind, value, wanted)
        for size in (10**12, 10**9, 10**6, 1000):
            if high >= size and high % (size // 10) == 0 and value * size < high and value < 1000 and kind == "count":
                readings.append((kind, value * size, wanted))
                break
        out[at] = replace(first, readings=tuple(readings))
    return out
