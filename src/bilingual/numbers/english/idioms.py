"""Numbers that English expresses without a numeral: half, a decade, dozens, twice, two-thirds, the nineties, II."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from bilingual.languages.data import words_by_use
from bilingual.languages.english.numerals import CARDINALS, ORDINAL_WORDS, TENS, WORDS
from bilingual.numbers.english.units import UnitReading, unit_of
from bilingual.numbers.english.words import number_words

Phrase = tuple[int, int, tuple[UnitReading, ...], bool]
"""Start, end, readings, and whether it cannot be an idiom."""

_GROUPED = r"(?:\d{1,3}(?:,\d{3})+|\d{1,20})(?:\.\d{1,10})?"
# The half of 2 1/2 belongs to the figure before it.
_SLASH = re.compile(
    rf"(?<![\d/.,])(?!(?<=\d )1/2(?!\d))(?!(?:19|20)\d\d/\d\d(?!\d))(?P<a>{_GROUPED})/(?P<b>{_GROUPED})(?![\d/])"
)
_PARTS = {"half": 2, "quarter": 4} | {
    word: value for word, value in ORDINAL_WORDS.items() if 3 <= value <= 12 or value in (20, 100, 1000)
}
_TOPS = {"a": 1, "an": 1} | {word: value for word, value in CARDINALS.items() if 1 <= value <= 9}
_ONE_TO_NINE = "|".join(_TOPS)
_FRACTION = re.compile(
    r"(?<!and )(?<!and-)(?<!first )(?<!last )(?<!\d[.,])\b"
    rf"(?:(?P<top>{_ONE_TO_NINE}|\d)[ -](?P<bottom>{'|'.join(_PARTS)})s?"
    r"|(?<!and a )(?<!and one )(?<!and-a-)(?<!and-one-)(?P<half>halves|half|halved|halving)|(?P<quarter>quarter)"
    rf"|(?P<of>{_ONE_TO_NINE}|\d+) (?:out of|in)(?: every)? (?P<all>{_ONE_TO_NINE}|ten|\d+))\b(?![ -]past)",
    re.IGNORECASE,
)
_OF_A = re.compile(" of an?(?= )")
_HALF_OF = re.compile(
    r"(?<!and-a-)(?<!and a )(?<!and one )\bhalf(?:[ -]an?)?[ -](?P<unit>year|day|month|week|hour|minute|second(?! half)"
    r"|century|decade|dozen|mile|kilometer|meter|ton|million|billion|percent(?:age point)?)\b",
    re.IGNORECASE,
)
_QUARTER_OF = re.compile(r"\bquarter(?:[ -]of[ -]a)?[ -]century\b", re.IGNORECASE)
_AND_HALF = re.compile(
    r"\b(?:(?P<one>an?)|(?P<n>[a-z]+|\d+)) (?P<unit>year|hour|month|day|week|century|minute|meter"
    r"|kilometer|mile|ton|time|page)s? and (?:a|one)[ -]half\b",
    re.IGNORECASE,
)
_VALUES = words_by_use("english/number_idioms.tsv")
_GROUPS = (f"(?P<n{value}>{'|'.join(words)})" for value, words in _VALUES.items())
_IDIOM = re.compile(rf"\b(?:{'|'.join(_GROUPS)})\b", re.IGNORECASE)
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
    "trillion": 10**12,
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
    r"|\b(?:several|a few) (?P<c>ten|dozen|hundred|thousand|million|billion)s?(?: (?P<d>thousand|million"
    r"|billion|trillion))?\b"
    r"|\b(?:several|a few|many|for|over|of|in) (?P<decades>decades)\b"
    r"|\b(?P<ages>decades|centuries|millennia)\b"
    r"|\b(?P<few>several|(?:a|the|these|those|past|last|next) few|a handful(?: of)?)\b",
    re.IGNORECASE,
)
_COUNTED = re.compile(
    rf"(?:\d|few|several|half|dozen|{'|'.join(WORDS[1:13])}|ty)[ -]$",
    re.IGNORECASE,
)
_TENS = tuple(word[:-1] for word in TENS[2:])
_NAMED_DECADE = re.compile(
    rf"\b(?:(?P<century>seventeen|eighteen|nineteen)[ -])?({'|'.join(_TENS)})ies\b|\b(?P<teens>teens)\b", re.IGNORECASE
)
_FIRST = re.compile(r"\b(?:inaugural|initial)\b", re.IGNORECASE)
_QUARTER_NUMBER = re.compile(r"\bQ([1-4])\b")
_SMALL_ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii", "xiii", "xiv", "xv")
# The items of a statute: item (iii).
_ITEM = re.compile(rf"\b[Ii]tems? \(?({'|'.join(reversed(_SMALL_ROMAN))})\b")
_ROMAN = re.compile(
    r"\b(?:(?<=War )|(?<=Wars )|(?<=Part )|(?<=Chapter )|(?<=Volume )|(?<=Act )|(?<=Phase )|(?<=Grade )|(?<=Class )"
    r"|(?<=Type )|(?=[IVX]{2}))"
    r"(?P<n>X{0,3}(?:IX|IV|V?I{0,3}))\b(?!['’]|\.[A-Za-z])"
)


def number_phrases(text: str) -> Iterator[Phrase]:
    """Yield what is read before figures and number words: half an hour, two-thirds, the nineties."""
    for reader in (_halves, _fractions, _decades):
        yield from reader(text)


def idioms(text: str) -> Iterator[Phrase]:
    """Yield numbers in single words: twice, both, bilateral, and Roman numerals where they number something."""
    for found in _IDIOM.finditer(text):
        value = Decimal((found.lastgroup or "n0")[1:])
        yield *found.span(), (("count", value, "time" if value else ""), ("count", value, "")), False
    for found in _FIRST.finditer(text):
        yield *found.span(), (("ordinal", Decimal(1), ""),), False
    for found in _QUARTER_NUMBER.finditer(text):
        yield *found.span(), (("ordinal", Decimal(found[1]), ""),), False
    for found in _ITEM.finditer(text):
        value = Decimal(_SMALL_ROMAN.index(found[1].lower()) + 1)
        yield *found.span(1), (("count", value, "label"), ("ordinal", value, "")), False
    for found in _ROMAN.finditer(text):
        if found["n"]:
            roman = sum({"X": 10, "V": 5, "I": 1}[sign] for sign in found["n"])
            value = Decimal(roman - 2 if found["n"].endswith(("IX", "IV")) else roman)
            yield *found.span(), (("ordinal", value, ""), ("count", value, "label")), False


def vague_phrases(text: str) -> Iterator[Phrase]:
    """Yield dozens, hundreds of thousands, several, a few."""
    for found in _VAGUE.finditer(text):
        first, second = (found["a"] or found["c"] or "").lower(), (found["b"] or found["d"] or "").lower().rstrip("s")
        size = _BIG.get(first, 3) * (_BIG[second] if second else 1)
        unit, end = unit_of(text, found.end())
        if found["decades"]:
            size, unit = 10, "year"
        if found["ages"]:
            if _COUNTED.search(text, 0, found.start()):
                continue  # two decades are a number
            size, unit = {"decades": 10, "centuries": 100, "millennia": 1000}[found["ages"].lower()], "year"
        yield found.start(), end, (("vague", Decimal(size), unit),), False


def _halves(text: str) -> Iterator[Phrase]:
    for found in _HALF_OF.finditer(text):
        unit = found["unit"].lower()
        unit = {"percentage point": "point"}.get(unit, unit)
        size = {"dozen": 12, "million": 10**6, "billion": 10**9}.get(unit)
        value = Decimal(size) / 2 if size else Decimal("0.5")
        yield *found.span(), (("count", value, "" if size else unit), ("fraction", Decimal("0.5"), "")), False
    for found in _QUARTER_OF.finditer(text) if "uarter" in text else ():
        yield *found.span(), (("count", Decimal("0.25"), "century"),), True
    for found in _AND_HALF.finditer(text) if "half" in text else ():
        whole = Decimal(1) if found["one"] else _small(found["n"])
        if whole is not None:
            reading = ("count", whole + Decimal("0.5"), found["unit"].lower())
            yield *found.span(), (reading,), not found["one"]
    for found in _SPANS.finditer(text):
        reading = ("count", Decimal(2), "week") if found["score"] else ("count", Decimal(1), found["unit"].lower())
        yield *found.span(), (reading,), False


def _small(word: str) -> Decimal | None:
    if word.isdigit():
        return Decimal(word)
    return next((value for _, _, value, nth in number_words(word) if not nth), None)


def _fractions(text: str) -> Iterator[Phrase]:
    for found in _SLASH.finditer(text):
        top, bottom = (Decimal(found[side].replace(",", "")) for side in "ab")
        if bottom:
            yield *found.span(), (("fraction", top / bottom, ""), ("count", top, "")), False
    for found in _FRACTION.finditer(text):
        if found["half"] or found["quarter"]:
            yield *found.span(), (("fraction", Decimal("0.5") if found["half"] else Decimal("0.25"), ""),), False
        elif found["of"]:
            part, whole = _small(found["of"]), _small(found["all"])
            if part and whole and part < whole <= 100:
                # Three out of ten are two numbers as well; `match` uses both for a fraction.
                yield *found.span("of"), (("count", part, ""), ("fraction", part / whole, "")), False
        else:
            top = Decimal(_TOPS.get(found["top"].lower(), 0) or found["top"])
            bottom = Decimal(_PARTS[found["bottom"].lower()])
            other: tuple[UnitReading, ...] = (("ordinal", bottom, ""),) if found["top"].lower() == "a" else ()
            if bottom == 4:
                other = (("count", top, ""),)  # two quarters of a year
            yield (
                *found.span(),
                (("fraction", top / bottom, ""), *other, *_of_a_unit(text, found.end(), top / bottom)),
                False,
            )


def _of_a_unit(text: str, at: int, value: Decimal) -> tuple[UnitReading, ...]:
    """Return 0.1 seconds for a tenth of a second."""
    of = _OF_A.match(text, at)
    unit = unit_of(text, of.end())[0] or ("second" if text.startswith(" second", of.end()) else "") if of else ""
    return (("count", value, unit),) if unit else ()


def _decades(text: str) -> Iterator[Phrase]:
    for found in _NAMED_DECADE.finditer(text):
        value = 10 if found["teens"] else (2 + _TENS.index(found[2].lower())) * 10
        value += 100 * CARDINALS[found["century"].lower()] if found["century"] else 0
        yield *found.span(), (("decade", Decimal(value), ""),), False
