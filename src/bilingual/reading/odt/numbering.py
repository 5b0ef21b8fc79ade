"""The markers of list items and headings: `-` for a bullet, a number as the document shows it: 第一条, (ア), 1.2."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from bilingual.languages.english.item_numbers import item_letters, roman_numeral
from bilingual.languages.japanese.item_numbers import ItemSeries, item_sign
from bilingual.reading.odt.names import odf_integer, odf_name, odf_value

_LEVELS = 10
_MOST = 99_999
_AROUND = 40
"""Characters of the text around a number."""
_SERIES: dict[str, ItemSeries] = {
    "一": "kanji",
    "壱": "formal",
    "壹": "formal",
    "①": "circled",
    "１": "wide",
    "ア": "aiueo",
    "ｱ": "halfwidth aiueo",
    "イ": "iroha",
    "ｲ": "halfwidth iroha",
    "甲": "stems",
    "子": "branches",
}
"""The first sign of a number format (`ア, イ, ウ, ...`) → its series."""


@dataclass(slots=True)
class _Level:
    """How one level of a list style numbers its items."""

    bullet: bool = False
    format: str = ""
    """`1`, `a`, `一, 二, 三, ...`; empty: the level shows no number."""
    prefix: str = ""
    suffix: str = ""
    pattern: str = ""
    """The marker with `%1%` for the number of level 1; empty: prefix, numbers and suffix."""
    shown: int = 1
    """Levels whose numbers are shown: 2 in 1.2."""
    start: int = 1
    together: bool = False
    """True when letters go on with aa, bb."""


@dataclass(slots=True)
class Counters:
    """The numbers of the items of a list so far, by level from 1."""

    values: dict[int, int] = field(default_factory=dict)


class NumberingStyle:
    """The levels of a list style, or of the numbering of headings."""

    def __init__(self, style: Any) -> None:
        self._levels = {odf_integer(one, "text:level", 0, most=_LEVELS): _level(one) for one in style}

    def marker(self, counters: Counters, level: int, start: int | None = None) -> str:
        """Count an item and return its marker; empty where its level shows none."""
        own = self._levels.get(level) or _Level()
        values = counters.values
        values[level] = start if start is not None else values.get(level, own.start - 1) + 1
        for deeper in [one for one in values if one > level]:
            del values[deeper]
        return "-" if own.bullet else self._number(own, values, level)

    def _number(self, own: _Level, values: dict[int, int], level: int) -> str:
        if not own.format:
            return ""
        if own.pattern:
            return re.sub(r"%(\d{1,2})%", lambda found: self._sign(int(found[1]), values), own.pattern).strip()
        first = max(level - own.shown + 1, 1)
        signs = [sign for one in range(first, level + 1) if (sign := self._sign(one, values))]
        return f"{own.prefix}{'.'.join(signs)}{own.suffix}".strip()

    def _sign(self, level: int, values: dict[int, int]) -> str:
        own = self._levels.get(level) or _Level()
        return _sign(values.get(level, own.start), own.format, together=own.together)


def _level(one: Any) -> _Level:
    if odf_name(one) in ("text:list-level-style-bullet", "text:list-level-style-image"):
        return _Level(bullet=True)
    pattern = odf_value(one, "style:num-list-format") or odf_value(one, "loext:num-list-format")
    return _Level(
        format=odf_value(one, "style:num-format"),
        prefix=odf_value(one, "style:num-prefix")[:_AROUND],
        suffix=odf_value(one, "style:num-suffix")[:_AROUND],
        pattern=pattern[:_AROUND],
        shown=odf_integer(one, "text:display-levels", 1, most=_LEVELS),
        start=odf_integer(one, "text:start-value", 1, most=_MOST),
        together=odf_value(one, "style:num-letter-sync") == "true",
    )


def _sign(number: int, written: str, *, together: bool) -> str:
    """Return a number in a format of OpenDocument; in digits where the format is not known."""
    if not written:
        return ""
    first = written.split(",")[0].strip()
    if first in _SERIES:
        return item_sign(number, _SERIES[first])
    if first in ("a", "A") and number > 0:
        return _cased(_letters(number, together=together), first)
    if first in ("i", "I"):
        return _cased(roman_numeral(number), first)
    return f"{number:02d}" if first == "01" else str(number)


def _cased(text: str, like: str) -> str:
    return text.upper() if like.isupper() else text


def _letters(number: int, *, together: bool) -> str:
    """Return a to z, then aa, ab, … or, with `together`, aa, bb, …."""
    if not together:
        return item_letters(number)
    count, at = divmod(number - 1, 26)
    return item_letters(at + 1) * min(count + 1, 9)
