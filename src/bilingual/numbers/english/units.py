"""The units that follow a number in English, under one name each; a pound is money here, and a minute a time."""

from __future__ import annotations

import re
from decimal import Decimal

UnitReading = tuple[str, Decimal, str]
"""What an English number may mean: its kind (count, ordinal, fraction, decade, century, vague, time)"
", value and unit."""

# One name | its kind | what English writes (regular expressions).
_TABLE = """
percent | percent | percent|per ?cent|%|pct
point | measure | percentage points?|points?
JPY | money | yen|JPY
USD | money | (?:US |U\\.S\\. )?dollars?|USD
EUR | money | euros?|EUR
CNY | money | yuan|renminbi|RMB
GBP | money | pounds?|GBP
KRW | money | won(?! the| by| in| an?\\b)
RUB | money | rou?bles?
INR | money | rupees?
THB | money | baht
CHF | money | Swiss francs?
FRF | money | francs?
DEM | money | marks?
VND | money | dong
PHP | money | pesos?
sen | money | sen
cent | money | cents?
year | time | years?(?:[ -]olds?)?|yrs?|anniversary
month | time | months?
week | time | weeks?
day | time | days?
hour | time | hours?|hrs?
minute | time | minutes?|mins?
second | time | seconds|secs?
decade | time | decades?
century | time | century|centuries
square kilometer | measure | square kilomet(?:er|re)s?|sq\\.? ?km|km²|km2|㎢
square meter | measure | square met(?:er|re)s?|sq\\.? ?m|m²|m2|㎡
cubic meter | measure | cubic met(?:er|re)s?|m³|m3
kilometer | measure | kilomet(?:er|re)s?|kms?
centimeter | measure | centimet(?:er|re)s?|cm
millimeter | measure | millimet(?:er|re)s?|mm
meter | measure | met(?:er|re)s?|m
kilogram | measure | kilograms?|kilos?|kg
milligram | measure | milligrams?|mg
gram | measure | grams?|g
ton | measure | (?:metric )?tons?|tonnes?|t
milliliter | measure | millilit(?:er|re)s?|ml
liter | measure | lit(?:er|re)s?|L
hectare | measure | hectares?|ha
kilowatt | measure | kilowatts?|kW
megawatt | measure | megawatts?|MW
kilowatt-hour | measure | kilowatt[ -]hours?|kWh
degree Celsius | measure | degrees? (?:Celsius|centigrade|C)|° ?C|℃
degree | measure | degrees?|°
kilocalorie | measure | kilocalories?|kcal
calorie | measure | calories?
mile | measure | miles?
barrel | measure | barrels?
shaku | measure | shaku
sun | measure | sun
koku | measure | koku
tsubo | measure | tsubo
"""
_ROWS = [[part.strip() for part in line.split("|", 2)] for line in _TABLE.strip().split("\n")]
FORMS = {row[0]: row[2] for row in _ROWS}
"""Unit → what English writes."""
UNIT_AFTER = {row[0]: row[1] for row in _ROWS}
"""Unit → percent, money, time or measure."""

_FILLER = (
    r"(?:[\s-](?:US|U\.S\.|American|Japanese|Chinese|more|full|consecutive|straight|whole|long|additional"
    r"|further|other|solar|calendar|or so|or more))?"
)
_PATTERN = re.compile(
    rf"{_FILLER}[\s-]?(?:{'|'.join(f'(?P<u{at}>{row[2]})' for at, row in enumerate(_ROWS))})(?![A-Za-z])"
)
_NTH = re.compile(r"[\s-](?:(?P<century>century|centuries)|(?P<year>anniversar(?:y|ies)))\b", re.IGNORECASE)


def unit_of(text: str, at: int, *, ordinal: bool = False) -> tuple[str, int]:
    """Return the unit that stands at `at` and where it ends; an empty unit and `at` when there is none.

    Of an ordinal only the century and the anniversary matter: the 19th century, the 80th anniversary.
    """
    if ordinal:
        nth = _NTH.match(text, at)
        return ("century" if nth["century"] else "year", at) if nth else ("", at)
    found = _PATTERN.match(text, at)
    if not found:
        return "", at
    unit = _ROWS[int((found.lastgroup or "u0")[1:])][0]
    # Nouns stay outside: "15 years" is replaced by another number alone, "15 percent" and "$15" as a whole.
    return unit, found.end() if UNIT_AFTER[unit] in ("percent", "money", "measure") and unit != "point" else at
