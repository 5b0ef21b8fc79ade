"""The units that follow a number in English, under one name each; a pound is money here, and a minute a time."""

from __future__ import annotations

import re
from decimal import Decimal

from bilingual.languages.data import language_rows

UnitReading = tuple[str, Decimal, str]
"""What an English number may mean: its kind (count, ordinal, fraction, decade, century, vague, time)"
", value and unit."""

_ROWS = language_rows("english/units.tsv")
FORMS = {row[0]: row[2] for row in _ROWS}
"""Unit → what English writes."""
UNIT_AFTER = {row[0]: row[1] for row in _ROWS}
"""Unit → percent, money, time or measure."""

_FILLER = (
    r"(?:[\s-](?:US|U\.S\.|American|Japanese|Chinese|more|full|consecutive|straight|whole|long|additional"
    r"|further|other|solar|calendar|or so|or more))?"
)
_PATTERN = re.compile(
    rf"{_FILLER}[\s-]?(?:{'|'.join(f'(?P<u{at}>{row[2]})' for at, row in enumerate(_ROWS))})(?:(?<=[%°℃])|(?![A-Za-z]))"
)
_NTH = re.compile(r"[\s-](?:(?P<century>century|centuries)|(?P<year>anniversar(?:y|ies)))\b", re.IGNORECASE)


def unit_of(text: str, at: int, *, ordinal: bool = False) -> tuple[str, int]:
    """Return the unit at `at` and its end; an empty unit and `at` if there is none.

    Of an ordinal only the century and the anniversary matter: the 19th century, the 80th anniversary.
    """
    if ordinal:
        nth = _NTH.match(text, at)
        return ("century" if nth["century"] else "year", at) if nth else ("", at)
    found = _PATTERN.match(text, at)
    if not found:
        return "", at
    unit = _ROWS[int((found.lastgroup or "u0")[1:])][0]
    # Nouns are excluded: in "15 years" only the number is replaced, "15 percent" and "$15" as a whole.
    return unit, found.end() if UNIT_AFTER[unit] in ("percent", "money", "measure") and unit != "point" else at
