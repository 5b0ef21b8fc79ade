"""Decades, centuries and times of day in Japanese."""

from __future__ import annotations

import re
from decimal import Decimal

from bilingual.model import Number, NumberKind
from bilingual.terms.numbers.dates import ERA, PART, SMALL, YEAR, period, whole
from bilingual.terms.numbers.style import Item, Style, clock, ordinal
from bilingual.terms.numbers.words import ERAS

_DECADE = re.compile(
    rf"(?:西暦|'|(?P<bc>紀元前)|(?P<era>{ERA}))?(?P<y>{YEAR})年代(?P<part>{PART})?|(?P<age>[1-9]0"
    rf"|[二三四五六七八九]?十)代(?P<apart>前半|後半|半ば)?(?![表理替金償目当藩会社首将横天大]"
    rf"|の[一-鿿]*(?:当主|藩主|将軍|天皇))"
)
_CENTURY = re.compile(
    rf"(?P<bc>紀元前|(?<![以午])前(?=\d))?(?P<n>{SMALL})世紀(?P<part>{PART})?(?!間|にわた|ぶり|も|以上|梨|半|前(?!半|期|葉|後))"
)


def spans(text: str, at: int, style: Style) -> Item | None:
    """Read a decade (1990年代, 20代) or a century (19世紀前半)."""
    kind: NumberKind
    if found := _CENTURY.match(text, at):
        value = whole(found["n"])
        if value is None or not 1 <= value <= 99:
            return None
        name = f"the {ordinal(value)} century" + (" BC" if found["bc"] else "")
        kind, value = "century", -value if found["bc"] else value
        part = found["part"]
        target = period(name, part, "y") if part else name
        bare = ordinal(abs(value))
        return Item(at, found.end(), target, (name,), Number(kind, (value,), hard=True, bare=bare))
    found = _DECADE.match(text, at)
    value = whole(found["y"] or found["age"]) if found else None
    if not found or value is None or value % 10:
        return None
    if found["age"]:
        name, part, hard = (f"{int(value)}s" if value > 10 else "teens"), found["apart"], True
    elif found["era"]:
        era = ERAS[found["era"]]
        name, part, hard = f"the {era[0]} {int(value)}s", found["part"], False
        value += era[1]
    else:
        value += 1900 if value < 100 and not found["bc"] else 0
        name, part, hard = f"the {int(value)}s", found["part"], True
    target = period(name, part, "0") if part else name
    unit = "age" if found["age"] else "era" if found["era"] else ""
    return Item(
        at,
        found.end(),
        target,
        (name,) if part else (),
        Number("decade", (value,), unit, hard=hard, bare=name.removeprefix("the ")),
    )


_TIME = re.compile(
    rf"(?P<noon>午前|午後)?(?P<h>{SMALL})時(?!間|代|期|点|刻|計|速|事|価|給|効|々|折|制"
    rf"|空)(?:(?P<min>{SMALL})分(?!の|間)|(?P<half>半))?(?P<about>ごろ|頃|過ぎ|すぎ)?"
)
_COLON = re.compile(r"(?P<noon>午前|午後)?(?P<h>[0-2]?\d):(?P<min>[0-5]\d)(?::[0-5]\d)?(?![:\d])")


def times(text: str, at: int, style: Style) -> Item | None:
    """Read a time of day: 午後3時半, 15:30, 正午, 25時."""
    if text.startswith("正午", at):
        return Item(
            at,
            at + 2,
            "noon",
            ("12 p.m.",),
            Number("time", (Decimal(12), Decimal()), "pm", "HM", hard=True, bare="noon"),
        )
    found = _TIME.match(text, at) or _COLON.match(text, at)
    hour = whole(found["h"]) if found else None
    groups = found.groupdict() if found else {}
    minute = Decimal(30) if groups.get("half") else whole(groups.get("min") or "0")
    if not found or hour is None or minute is None or hour > 30 or minute > 59:
        return None
    if (
        found["h"] == "一"
        and not found["noon"]
        and not groups.get("min")
        and not groups.get("half")
        and not groups.get("about")
    ):
        return None
    known = bool(found["noon"]) or hour > 12 or hour == 0
    h = int(hour) + (12 if found["noon"] == "午後" and hour < 12 else 0)
    # 午後12時 by itself is midnight; 午後12時30分 in a notice is half past noon.
    midnight = found["noon"] == "午後" and hour == 12 and not minute
    h = 0 if h == 24 or midnight else h % 24
    target = clock(h, int(minute), known)
    about = groups.get("about") or ""
    lead = {"ごろ": "about ", "頃": "about ", "過ぎ": "a little after ", "すぎ": "a little after "}.get(about, "")
    unit = ("pm" if h >= 12 else "am") if known else ""
    number = Number("time", (Decimal(h), minute), unit, "HM", hard=True, bare=target, bound="about" if about else "")
    return Item(at, found.end(), lead + target, (f"{h}:{int(minute):02}",), number)
