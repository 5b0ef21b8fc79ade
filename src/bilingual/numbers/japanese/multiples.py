"""Multiples that are not said as so many times: 2倍増 and 3倍増えた, 倍増, 倍になる."""

from __future__ import annotations

import re
from decimal import Decimal

from bilingual.model import Number
from bilingual.numbers.english.phrases import bare_number
from bilingual.numbers.english.style import Item, NumberStyle
from bilingual.numbers.japanese.grammar import NUM
from bilingual.numbers.japanese.numerals import read_numeral

_GROWN = re.compile(rf"(?P<n>{NUM})倍(?:増(?![えやす員])|(?=(?:に?も)?増[えやす]))")
# 倍 of 数倍, 何倍 and 人一倍 is none of its own.
_DOUBLE = re.compile("倍(?:増(?!員)|(?=に(?:な|増|膨|上|達|す|伸)|以上|近く))")
_NOT_BEFORE = frozenset("数何幾半0123456789〇一二三四五六七八九十百千万億兆")


def multiple(text: str, at: int, style: NumberStyle, about: str = "") -> Item | None:
    """Read 2倍増, which is three times what was, or twice: writers mean either, and so both are right."""
    if found := _GROWN.match(text, at):
        value = read_numeral(found["n"])
        if value is None or value <= 0 or text.startswith("に", found.end()):
            return None
        grown = value + 1 if text[found.end() - 1] == "増" else value
        return _item(at, found.end(), grown, value if grown != value else value + 1, about)
    double = _DOUBLE.match(text, at)
    if not double or (at and text[at - 1] in _NOT_BEFORE):
        return None
    return _item(at, double.end(), Decimal(2), None, about)


def _item(at: int, end: int, value: Decimal, other: Decimal | None, about: str) -> Item:
    bare = bare_number(value, None, "", "times", counted=True)
    target = "twice" if value == 2 else f"{bare} times"
    readings = () if other is None else (("times", other, "time"),)
    number = Number("times", (value,), "time", bound="about" if about else "", bare=bare, readings=readings)  # type: ignore[arg-type]
    return Item(
        at, end, f"about {target}" if about else target, ("double",) if value == 2 and not about else (), number
    )
