"""Read the numbers of an English text: figures, words, ordinals, amounts, dates by month, decades, times of day."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache

from bilingual.languages.english.currencies import CURRENCY_OF_SIGN
from bilingual.languages.english.numerals import CARDINALS
from bilingual.languages.japanese.eras import ERAS
from bilingual.numbers.english.dates import DatePart, clocks, date_parts
from bilingual.numbers.english.idioms import Phrase, idioms, number_phrases, vague_phrases
from bilingual.numbers.english.units import UNIT_AFTER, UnitReading, unit_of
from bilingual.numbers.english.words import number_words


@dataclass(frozen=True, slots=True)
class Atom:
    """One number of an English text, with all its possible meanings."""

    start: int
    end: int
    text: str
    readings: tuple[UnitReading, ...]
    sure: bool = False
    """True for what cannot be an idiom: figures, and words from ten on; false for one, first, both, half."""
    bound: str = ""
    """As `bound_at` says."""
    role: str = ""
    """`y`, `m` or `d` when it is part of a date that names its month."""
    group: int = 0
    """The number of the date it is part of; 0 for none."""


_DIGITS = r"(?:\d{1,3}(?:,\d{3})+(?!\d)|\d{1,20})(?:\.\d{1,10})?"
_SIGN = "|".join(map(re.escape, sorted(CURRENCY_OF_SIGN, key=len, reverse=True)))
_SCALES = {
    "thousand": 3,
    "million": 6,
    "billion": 9,
    "trillion": 12,
    "bn": 9,
    "tn": 12,
    "mn": 6,
    "hundred": 2,
    "m": 6,
    "b": 9,
    "k": 3,
}
_FIGURE = re.compile(
    rf"(?P<sign>{_SIGN})?\s?(?<!\d)(?<!\d[.,])(?P<n>{_DIGITS})(?:(?P<nth>st|nd|rd|th)\b|(?P<tens>['’]?s)\b)?"
    rf"(?:[\s-]?(?P<scale>thousand|million|billion|trillion|hundred|bn|tn"
    rf"|mn)s?\b(?! of)|(?(sign)(?P<short>[mbk])\b|(?!)))?(?P<half>[ -]and[ -](?:a|one)[ -]half|½|\s1/2(?![\d/]))?",
    re.IGNORECASE,
)
_DIGIT_WORDS = {word: value for word, value in CARDINALS.items() if value < 10} | {"zero": 0, "oh": 0}
_DECIMALS = re.compile(
    rf"(?:[ -]and[ -](?:a|one)[ -]half|[ -]point(?P<digits>(?:[ -](?:{'|'.join(_DIGIT_WORDS)})\b)+))"
    r"(?:[ -](?P<scale>thousand|million|billion|trillion)\b)?",
    re.IGNORECASE,
)
_LABEL = re.compile(
    r"(?:\b(?:[Nn]os?|numbers?"
    r"|(?!(?:About|Around|Over|Some|Nearly|Almost|Only|Just|In|On|At|Of|By|From|And|To|The|Since|Until)\b)[A-Z][a-z]+"
    r"|chapters?|articles?|sections?|paragraphs?|volumes?|pages?|rows?|lines?|routes?"
    r"|highways?|rooms?|parts?|grades?|columns?|steps?|items?|phases?|versions?|figures?|tables?)"
    r"\.? \(?|#|[Nn]o\.|\d\()$"
)
_ERAS = {name: before for name, before, _ in ERAS.values()}
_ERA_BEFORE = re.compile(rf"\b({'|'.join(_ERAS)}) $")
_YEAR_OF = re.compile(rf"[ -]year of (?:the )?({'|'.join(_ERAS)})\b")
_UP = re.compile(
    r"\b(?:more than|over|at least|above|exceed(?:s|ed|ing)?|upwards? of|(?:no|not) (?:fewer|less) than"
    r"|minimum of|topp\w+|surpass\w*|greater than"
    r"|(?:older|longer|higher|larger) than|in excess of|beyond)(?: the| a| about| some)? ?$",
    re.IGNORECASE,
)
_DOWN = re.compile(
    r"(?<!no )(?<!not )\b(?:less than|fewer than|under|below|at most|up to|(?:no|not) more than|within"
    r"|maximum of|not exceed\w*|nearly|almost|close to"
    r"|short of|smaller than|lower than|younger than)(?: the| a| about| some| just| only)? ?$"
    r"|\b(?:no|not) more than ?$",
    re.IGNORECASE,
)
_UP_AFTER = re.compile(
    r"[ -]?(?:odd\b|plus\b|\+)|(?: [a-z]+){0,3}?,? (?:or|and) (?:more|over|above|older|longer|up|higher"
    r"|greater|larger|upward)",
    re.IGNORECASE,
)
_DOWN_AFTER = re.compile(
    r"(?: [a-z]+){0,3}? (?:or|and) (?:less|fewer|under|below|younger|shorter|lower|smaller)", re.IGNORECASE
)
# The hyphens distinguish a three-hundred-yen coin from three hundred-yen coins.
_IDIOMATIC = frozenset(("noon", "midday", "midnight"))
_ALL = 100
_FIGURE_OF_SPEECH = re.compile(r"\b(?:top ten$|an? (?:hundred|thousand|million) times\b)", re.IGNORECASE)
_NAME_AFTER = re.compile(r"(?<=\d)-?[dDKG]\b|BCE\b")
_CENTS = re.compile(
    rf"(?<![\d.,])(?P<n>{_DIGITS}) (?:dollars?|euros?|pounds?|yen)(?: and)? (?P<part>\d{{1,2}}) (?:cents?|pence|sen)\b"
)
_LAP = re.compile(
    r"(?<![\d:])(?:(?P<h>\d{1,2}):(?=\d\d:))?(?P<m>\d{1,3}):(?P<s>[0-5]\d\.\d{1,3}|(?<=\d:\d\d:)[0-5]\d)(?![\d:])"
)
_COINS = re.compile(r"(?P<n>[a-z-]+) (?P<size>hundred|thousand)", re.IGNORECASE)
_COIN_AFTER = re.compile(r"-yen (?:coin|bill|note)s\b")
_LISTED = re.compile(r",?\s?(?:to|or|and|[-–—~〜]|through|,)\s?(?:[A-Z][a-z]+\s)?", re.IGNORECASE)
_JOINT = re.compile(r"\s?(?:to|or|and|[-–—~〜/]|through)\s?(?:about |some |more than )?", re.IGNORECASE)


@lru_cache(maxsize=256)
def atoms(text: str) -> tuple[Atom, ...]:
    """Return every number of an English text, from left to right, without overlaps.

    Cached, because the same target is verified, repaired and checked in turn.
    """
    found: list[Atom] = []
    used = bytearray(len(text))
    readers = (
        _dated,
        _clocked,
        _plain(number_phrases),
        _with_cents,
        _figures,
        _plain(vague_phrases),
        _worded,
        _plain(idioms),
    )
    for maker in readers:
        for atom in maker(text):
            if 0 not in used[atom.start : atom.end] or any(used[atom.start : atom.end]):
                continue
            used[atom.start : atom.end] = b"\1" * (atom.end - atom.start)
            found.append(atom)
    found.sort(key=lambda atom: atom.start)
    return tuple(_shared_units(text, [replace(atom, bound=bound_at(text, atom.start, atom.end)) for atom in found]))


def _plain(reader: Callable[[str], Iterator[Phrase]]) -> Callable[[str], Iterator[Atom]]:
    def atoms_of(text: str) -> Iterator[Atom]:
        for start, end, readings, sure in reader(text):
            yield Atom(start, end, text[start:end], readings, sure)

    return atoms_of


def _dated(text: str) -> Iterator[Atom]:
    for part in date_parts(text):
        yield _date_atom(text, part)


def _date_atom(text: str, part: DatePart) -> Atom:
    kind = "ordinal" if part.role == "d" else "count"
    readings: tuple[UnitReading, ...] = ((kind, Decimal(part.value), ""),)
    sure = part.role != "m" or part.certain
    return Atom(part.start, part.end, text[part.start : part.end], readings, sure, "", part.role, part.group)


def _clocked(text: str) -> Iterator[Atom]:
    for found in _LAP.finditer(text):
        seconds = Decimal(found["s"]) + 60 * int(found["m"]) + 3600 * int(found["h"] or 0)
        yield Atom(*found.span(), found[0], (("count", seconds, "second"),), sure=True)
    for start, end, minutes, half in clocks(text):
        readings: list[UnitReading] = [("time", Decimal(minutes), half)]
        if not half and ":" in text[start:end]:
            # 4:41 may be 4 minutes and 41 seconds, or hours and minutes.
            readings += [("count", Decimal(minutes), "second"), ("count", Decimal(minutes), "minute")]
        yield Atom(start, end, text[start:end], tuple(readings), sure=text[start:end].lower() not in _IDIOMATIC)


def _with_cents(text: str) -> Iterator[Atom]:
    """Yield 3 dollars and 50 cents as one amount."""
    for found in _CENTS.finditer(text) if "cent" in text or "sen" in text or "pence" in text else ():
        value = Decimal(found["n"].replace(",", "")) + Decimal(found["part"]) / 100
        yield Atom(*found.span(), found[0], (("count", value, unit_of(text, found.end("n"))[0]),), sure=True)


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
        if _NAME_AFTER.match(text, found.end()) and not found["sign"]:
            continue
        yield _figure(text, found, start, before)


def _figure(text: str, found: re.Match[str], start: int, before: str) -> Atom:
    value = Decimal(found["n"].replace(",", ""))
    value *= Decimal(10) ** _SCALES.get((found["scale"] or found["short"] or "").lower(), 0)
    value += Decimal("0.5") if found["half"] else 0
    end = found.end()
    if found["nth"]:
        unit, end = unit_of(text, end, ordinal=True)
        return Atom(start, end, text[start:end], (("ordinal", value, unit), *_year_of(text, end, value)), sure=True)
    if found["tens"] and not found["scale"]:
        year = value >= 1000 or text[start - 1 : start] in ("'", "’")
        readings: tuple[UnitReading, ...] = (
            (("decade", value, ""), ("century", value // 100 + 1, ""))
            if year or value % 10 == 0
            else (("count", value, ""),)
        )
        readings = (*readings, ("count", value, "second"))
        return Atom(start, end, text[start:end], readings, sure=True)
    unit = CURRENCY_OF_SIGN.get((found["sign"] or "").upper(), "")
    after, stop = unit_of(text, end)
    if after and (not unit or UNIT_AFTER.get(after) == "money"):
        unit, end = after, stop
    label = "label" if not unit and _LABEL.search(before) else unit
    found_readings: list[UnitReading] = [("count", value, label)]
    if text[start - 1 : start] in ("'", "’") and value < 100:
        found_readings.append(("count", value + (2000 if value < 50 else 1900), ""))
    if era := _ERA_BEFORE.search(before):
        found_readings.append(("count", value + _ERAS[era[1]], ""))
    if re.match(r"\s?B\.?C(?:\.?E)?\b", text[end:]) or re.search(r"\bB\.?C\.?\s?$", before):
        found_readings = [("count", -value, "")]
    whole = label == "percent" and value == _ALL  # 100% Japanese pork
    item = before.endswith("(") and text[end : end + 1] == ")" and value < 10  # (1), (2): the items of a list
    return Atom(start, end, text[start:end], tuple(found_readings), sure=not (item or whole))


def _year_of(text: str, at: int, value: Decimal) -> tuple[UnitReading, ...]:
    """Return the year of the common era that an ordinal means before "year of Taisho"."""
    era = _YEAR_OF.match(text, at)
    return (("count", value + _ERAS[era[1]], ""),) if era else ()


def _worded(text: str) -> Iterator[Atom]:
    for start, end, value, nth in _with_coins(text):
        if not nth:
            value, end = _with_decimals(text, end, value)
        unit, stop = unit_of(text, end, ordinal=nth)
        kind = "ordinal" if nth else "count"
        if not nth and not unit and _LABEL.search(text, max(0, start - 16), start):
            unit = "label"
        readings = ((kind, value, unit), *(_year_of(text, stop, value) if nth else ()))
        idiom = _FIGURE_OF_SPEECH.search(text, max(0, start - 4), stop + 6)
        yield Atom(start, stop, text[start:stop], readings, sure=value >= 10 and not idiom)


def _with_decimals(text: str, end: int, value: Decimal) -> tuple[Decimal, int]:
    """Return a number in words with what follows it, and its end: and a half, point five, each before million."""
    found = _DECIMALS.match(text, end)
    if not found:
        return value, end
    digits = "".join(str(_DIGIT_WORDS[word.lower()]) for word in re.findall("[A-Za-z]+", found["digits"] or ""))
    size = Decimal(10) ** _SCALES[found["scale"].lower()] if found["scale"] else Decimal(1)
    return (value + Decimal(f"0.{digits or 5}")) * size, found.end()


def _with_coins(text: str) -> Iterator[tuple[int, int, Decimal, bool]]:
    """Yield the numbers in words; three hundred-yen coins are three of 100 yen, not 300 yen."""
    for start, end, value, nth in number_words(text):
        coins = _COINS.fullmatch(text, start, end) if _COIN_AFTER.match(text, end) else None
        if not coins:
            yield start, end, value, nth
            continue
        size = Decimal(1000 if coins["size"].lower() == "thousand" else 100)
        yield start, coins.end("n"), value / size, False
        yield coins.start("size"), end, size, False


def bound_at(text: str, start: int, end: int) -> str:
    """Return `up` for more than, at least, or more around a number; `down` for less than, up to, or fewer."""
    before, after = text[max(0, start - 24) : start], text[end : end + 40]
    if _DOWN.search(before) or _DOWN_AFTER.match(after):
        return "down"
    return "up" if _UP.search(before) or _UP_AFTER.match(after) else ""


_ABOUT = re.compile(
    r"\b(?:about|around|some|roughly|approximately|between|from|or|as many as|close to|nearly|almost|well|over)"
    r"(?: the| an?)? ?$",
    re.IGNORECASE,
)
_ABOUT_AFTER = re.compile(
    r"(?: [a-z]+)? or so\b|[ -](?:odd|plus|something|some)\b|\+|(?: to |[-–])\d|\splus\b", re.IGNORECASE
)


def vague_at(text: str, start: int, end: int) -> bool:
    """Return whether the number there is approximate: about 15, 15 or so, 10-odd, 10 to 20."""
    return bool(_ABOUT.search(text, max(0, start - 20), start) or _ABOUT_AFTER.match(text, end))


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
        if (
            kind == other == "count"
            and 1000 <= value < 2100
            and 10 <= high < 100
            and unit in ("", "label")
            and not wanted
        ):
            out[at + 1] = replace(second, readings=(*second.readings, (kind, value - value % 100 + high, "")))
        if kind != other or kind not in ("count", "ordinal", "time"):
            continue
        readings = list(first.readings)
        if kind == "time" and wanted and not unit:
            # 3:30 to 4:30 p.m. begins in the afternoon, 11:30 to 1 p.m. in the morning.
            hour = value % 720 + (720 if wanted == "pm" else 0)
            if hour < high:
                readings[0] = (kind, hour, wanted)
        elif wanted and not unit:
            readings[0] = (kind, value, wanted)
        for size in (10**12, 10**9, 10**6, 1000):
            if high >= size and high % (size // 10) == 0 and value * size < high and value < 1000 and kind == "count":
                readings.append((kind, value * size, wanted))
                break
        out[at] = replace(first, readings=tuple(readings))
    for at in range(1, len(out)):
        out[at] = _labelled(text, out[at - 1], out[at])
    return out


def _labelled(text: str, first: Atom, second: Atom) -> Atom:
    """Give the second number of Chapters 1 to 3 the label of the first."""
    kind, value, unit = second.readings[0]
    if (kind, unit) != ("count", "") or not any((what, own) == ("count", "label") for what, _, own in first.readings):
        return second
    if not _LISTED.fullmatch(text, first.end, second.start):
        return second
    return replace(second, readings=(*second.readings, ("count", value, "label")))
