"""Decades, centuries and times of day in Japanese."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

from bilingual.languages.japanese.eras import ERA_LETTERS, ERAS
from bilingual.languages.japanese.scripts import KANJI, KANJI_ONE_TO_NINE
from bilingual.model import Number, NumberKind
from bilingual.numbers.english.style import Item, NumberStyle, clock, ordinal
from bilingual.numbers.japanese.dates import ERA, PART, SMALL, YEAR, period, whole
from bilingual.numbers.japanese.eras import era_of_range

_DECADE = re.compile(
    rf"(?:西暦|'|(?P<bc>紀元前)|(?P<era>{ERA}))?(?P<y>{YEAR})年代(?P<part>{PART})?|(?P<age>[1-9]0"
    rf"|[{KANJI_ONE_TO_NINE[1:]}]?十)歳?代(?P<apart>前半|後半|半ば)?(?![表理替金償目当藩会社首将横天大]"
    rf"|の[{KANJI}]*(?:当主|藩主|将軍|天皇))"
)
_CENTURY = re.compile(
    rf"(?P<bc>紀元前|(?<![以午])前(?=\d))?(?P<n>{SMALL})世紀(?P<part>{PART})?(?!間|にわた|ぶり|も|以上|梨|半|前(?!半|期|葉|後)|が(?:過ぎ|経|たっ|たつ)|を経|の(?:歴史|間))"
)


def spans(text: str, at: int, style: NumberStyle) -> Item | None:
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
        # 3世紀続いた: three centuries.
        number = Number(kind, (value,), hard=True, bare=bare, readings=(("duration", abs(value), "century"),))
        return Item(at, found.end(), target, (name,), number)
    found = _DECADE.match(text, at)
    value = whole(found["y"] or found["age"]) if found else None
    if not found or value is None or value % 10:
        return None
    named = found["era"] or ("" if found["age"] or value >= 100 else era_of_range(text, at, found.end("y") + 1, value))
    if found["age"]:
        name, part, hard = (f"{int(value)}s" if value > 10 else "teens"), found["apart"], True
    elif named:
        era = ERAS[ERA_LETTERS.get(named, named)]
        name, part, hard = f"the {era[0]} {int(value)}s", found["part"], False
        value += era[1]
    else:
        value += 1900 if value < 100 and not found["bc"] else 0
        name, part, hard = f"the {int(value)}s", found["part"], True
    target = period(name, part, "0") if part else name
    unit = "age" if found["age"] else "era" if named else ""
    return Item(
        at,
        found.end(),
        target,
        (name,) if part else (),
        Number("decade", (value,), unit, hard=hard, bare=name.removeprefix("the ")),
    )


# 9時5分前 is 8:55; 9時30分前 often means before 9:30, and then the minutes belong to the time.
_EARLY = rf"(?:の?(?P<early>[1-9]|1\d|20|[{KANJI_ONE_TO_NINE}]|十[{KANJI_ONE_TO_NINE}]?|二十)分前(?![後半日]))"
_TIME = re.compile(
    rf"(?P<noon>午前|午後)?(?P<h>{SMALL})時(?!間|代|期|点|刻|計|速|事|価|給|効|々|折|制"
    rf"|空)(?:{_EARLY}|(?P<min>{SMALL})分(?!の|間)|(?P<half>半))?(?P<about>ごろ|頃|過ぎ|すぎ)?"
)
_NOON = re.compile(f"正午{_EARLY}?")
_COLON = re.compile(r"(?P<noon>午前|午後)?(?P<h>[0-2]?\d):(?P<min>[0-5]\d)(?::[0-5]\d)?(?![:\d])")
_PART_OF_DAY = re.compile(
    "(?:(?P<small>深夜|夜中|未明|明け方|翌)|(?P<night>夜|晩)|朝|(?P<noon>夕方?|昼(?:間|過ぎ|すぎ)?))の?$"
)


def times(text: str, at: int, style: NumberStyle) -> Item | None:
    """Read a time of day: 午後3時半, 15:30, 正午, 夜8時, 9時5分前, 25時."""
    if noon := _NOON.match(text, at):
        number = Number("time", (Decimal(12), Decimal()), "pm", "HM", hard=True, bare="noon")
        return _earlier(Item(at, noon.end(), "noon", ("12 p.m.",), number), noon["early"])
    found = _TIME.match(text, at) or _COLON.match(text, at)
    hour = whole(found["h"]) if found else None
    groups = found.groupdict() if found else {}
    minute = Decimal(30) if groups.get("half") else whole(groups.get("min") or "0")
    if not found or hour is None or minute is None or hour > 30 or minute > 59:
        return None
    if found["h"] == "一" and not found["noon"] and not any(groups[name] for name in ("min", "early", "half", "about")):
        return None
    h, known = _of_day(text, at, int(hour), found["noon"] or "", bool(minute))
    # The text already has in the morning and needs no a.m.; midnight and noon are separate words.
    shown = known and not found["noon"] and 0 < hour < 12 and text[at - 1] != "翌"
    target = clock(h, int(minute), known and not shown)
    about = groups.get("about") or ""
    lead = {"ごろ": "about ", "頃": "about ", "過ぎ": "a little after ", "すぎ": "a little after "}.get(about, "")
    unit = ("pm" if h >= 12 else "am") if known else ""
    number = Number("time", (Decimal(h), minute), unit, "HM", hard=True, bare=target, bound="about" if about else "")
    others = (f"{h}:{int(minute):02}", *([lead + clock(h, int(minute), known)] if shown else []))
    item = Item(at, found.end(), lead + target, others, number)
    return _earlier(item, groups.get("early"))


def _of_day(text: str, at: int, hour: int, noon: str, minutes: bool) -> tuple[int, bool]:
    """Return the hour of the day from 0 to 23, and whether it is certain which half of the day is meant."""
    part = None if noon or hour > 12 else _PART_OF_DAY.search(text, max(0, at - 5), at)
    if noon or not part:
        # 午後12時 alone is midnight; 午後12時30分 in a notice is half past noon.
        midnight = noon == "午後" and hour == 12 and not minutes
        later = 12 if noon == "午後" and hour < 12 else 0
        return 0 if hour == 24 or midnight else (hour + later) % 24, bool(noon) or hour > 12 or hour == 0
    if part["noon"]:
        return (hour + 12, True) if hour < 9 else (hour, hour >= 11)
    if part["small"] or part["night"]:
        first = 5 if part["night"] else 6  # 夜5時 is in the evening, 翌5時 and 深夜5時 are in the morning.
        if hour in (0, 12) or hour < first:
            return hour % 12, True
        return (hour, False) if part["small"] and hour < 10 else (hour + 12, True)
    return hour, True


def _earlier(item: Item, early: str | None) -> Item:
    """Return the time a number of minutes before another: 正午5分前 is 11:55 a.m.

    Some writers mean shortly before 10:15: that is accepted, too.
    """
    minutes = whole(early) if early else None
    if minutes is None:
        return item
    hour, minute = item.number.values
    known = bool(item.number.unit)
    shown = known and item.target.endswith(("noon", "midnight", ".m."))
    total = int(hour * 60 - minutes) % (24 * 60)
    h, m = divmod(total, 60)
    target = clock(h, m, shown)
    number = replace(
        item.number,
        values=(Decimal(h), Decimal(m)),
        unit=("pm" if h >= 12 else "am") if known else "",
        bare=target,
        readings=(("time", hour * 60 + minute + minutes, "before"),),
    )
    return replace(
        item, target=item.target.replace(item.number.bare, target), alternatives=(f"{h}:{m:02}",), number=number
    )
