"""Degrees with a part of one: 体温は36度5分 is 36.5 degrees and no five minutes, 気温は2度半上がった 2.5 degrees."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

from bilingual.numbers.english.style import Item, NumberStyle
from bilingual.numbers.japanese.grammar import NUM, built
from bilingual.numbers.japanese.numerals import read_numeral
from bilingual.numbers.japanese.words import UNITS

_PART = re.compile(rf"(?P<n>{NUM})度(?:(?P<tenth>[1-9]|[一二三四五六七八九])分(?![間前後])|(?P<half>半)(?![ば分期]))")
_FEVER = re.compile("体温|平熱|[微高発]?熱(?!湯|帯|心)")
_OF_FEVER = re.compile("(?:近く|以上|前後)?の?(?:[微高発]熱|熱)")
_WARMTH = re.compile("気温|[水室体油]温|温度|熱|最[高低]|平年|平均|[暑寒]")
_RISEN = re.compile("(?:ほど|も|だけ|近く|以上)?(?:[上下]が|[上下]げ|上昇|低下|[高低])")
_NEAR = 20


def degrees(text: str, at: int, style: NumberStyle, about: str = "") -> Item | None:
    """Read 36度5分 where a fever is spoken of, and 2度半; a whole number of degrees is `grammar.quantity`'s."""
    found = _PART.match(text, at)
    value = read_numeral(found["n"]) if found else None
    if not found or value is None or value != int(value):
        return None
    before = text[max(0, at - _NEAR) : at]
    if found["tenth"]:
        warm = _FEVER.search(before) or _OF_FEVER.match(text, found.end())
        if not warm or not 30 <= value <= 45:
            return None  # 北緯36度5分 has minutes
        value += (read_numeral(found["tenth"]) or Decimal()) / 10
    elif value < 10:
        value += Decimal("0.5")
    else:
        return None
    item = built(text, at, found.end(), (value, None, ""), ("°", UNITS["°"]), (about, "", found["n"]), style)
    if found["tenth"] or _WARMTH.search(before) or _RISEN.match(text, found.end()):
        return item
    # Degrees of what? Nothing is forced, and two and a half times will do.
    return replace(item, number=replace(item.number, hard=False, readings=(("count", value, "time"),)))
