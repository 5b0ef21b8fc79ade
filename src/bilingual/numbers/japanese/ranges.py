"""Ranges and pairs of dates, times, decades and centuries: 10月から12月まで, 4〜6月, 1990〜95年, 昭和30、40年代."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

from bilingual.languages.japanese.scripts import KANJI_ONE_TO_TEN, RANGE_SIGNS
from bilingual.model import Number
from bilingual.numbers.english.style import Item, NumberStyle, date
from bilingual.numbers.japanese import dates
from bilingual.numbers.japanese.dates import ERA, until
from bilingual.numbers.japanese.grammar import NUM
from bilingual.numbers.japanese.numerals import read_numeral

RangeRule = Callable[[str, int, NumberStyle], Item | None]

_JOINT = re.compile(rf"(?:\([^)]{{1,12}}\))?(?P<sep>[{RANGE_SIGNS}]|から)(?!の)(?:同(?=[0-9{KANJI_ONE_TO_TEN}]))?")
_ENDING = re.compile("まで|にかけて")
_LEAD = re.compile(rf"(?P<era>{ERA}|[MTSHR](?=\d))?(?P<noon>午前|午後)?(?P<a>{NUM})(?P<sep>[{RANGE_SIGNS}・、])")
_MONTHS = re.compile(rf"(?P<a>{NUM})[・、](?P<b>{NUM})[・、](?P<c>{NUM})月(?!間)")
_SEASON = re.compile(r"(?P<y>[12]\d)(?P<a>\d\d)[/〜~\-–](?P<b>\d\d)(?=年?シーズン)")
_LONGEST = 16
"""Characters in which the end of a range is searched, if its era is before its start."""


def joined(text: str, item: Item, style: NumberStyle, rule: RangeRule) -> Item:
    """Return the range that begins with `item`: 10月から12月まで, 午後3時〜5時; `item` itself if there is none."""
    joint = _JOINT.match(text, item.end)
    if not joint or item.number.until:
        return item
    last = rule(text, joint.end(), style)
    if not last or last.number.kind != item.number.kind or last.number.until or not _follows(item.number, last.number):
        return item
    if item.number.unit == "pm" and not last.number.unit and last.number.values[0] > item.number.values[0] - 12:
        last = rule(f"午後{text[joint.end() : last.end]}", 0, style) or last
        last = replace(last, end=joint.end() + last.end - 2)
    item = _in_the_morning(text, item, last, joint.end(), style, rule)
    ending = _ENDING.match(text, last.end)
    lead = "from " if joint["sep"] == "から" else ""
    first, end = item.number, last.number
    if first.kind == "date" and text[item.end - 1] in "年月日" and text[last.end - 1] in "年月日":
        target = until(first.fields, first.values, end.fields, end.values, style)
    else:
        target = f"{_short(item, last)} to {_end(last)}"
    number = replace(first, hard=first.hard or end.hard, until=end)
    stop = ending.end() if ending and lead else last.end
    return Item(item.start, stop, lead + target, (target,) if lead else (f"from {target}",), number)


def _in_the_morning(text: str, item: Item, last: Item, at: int, style: NumberStyle, rule: RangeRule) -> Item:
    """Return the beginning of 9時〜17時 and 10時〜午後3時 as a time in the morning."""
    first, end = item.number, last.number
    if first.kind != "time" or first.unit or end.unit != "pm" or first.values[0] == 12:
        return item
    if text.startswith("午後", at) and first.values[0] <= end.values[0] - 12:
        return item  # 1時〜午後3時: ambiguous
    made = rule(f"午前{text[item.start : item.end]}", 0, style)
    return replace(made, start=item.start, end=item.end) if made else item


def _short(item: Item, last: Item) -> str:
    """Return the beginning of a range without what its end has too: 3 to 5 p.m., the 19th to the 20th century."""
    plain = item.number.kind != "century" or (item.target + last.target).count("the ") == 2
    for tail in (" p.m.", " a.m.", " century"):
        if plain and item.target.endswith(tail) and last.target.endswith(tail):
            return item.target.removesuffix(tail)
    if item.number.unit and item.number.unit == last.number.unit and item.target.endswith(" o'clock"):
        return item.target.removesuffix(" o'clock")
    return item.target


def _end(last: Item) -> str:
    """Return the end of a range: the 11th to 12th centuries."""
    if last.number.kind == "century" and last.target == f"the {last.number.bare} century":
        return re.sub("century$", "centuries", last.target.removeprefix("the "))
    return last.target.removeprefix("the ") if last.number.kind == "decade" else last.target


def _follows(first: Number, last: Number) -> bool:
    """Return whether `last` can be the end of a range that begins with `first`."""
    if first.kind != "date" or first.unit != last.unit:
        return (first.kind != "date" and first.unit == last.unit) or first.kind == "time"
    return first.fields[-1] == last.fields[-1] and (len(last.fields) <= len(first.fields) or first.fields == "d")


def leading(text: str, at: int, style: NumberStyle, rule: RangeRule) -> Item | None:
    """Read a range whose first number omits the unit: 4〜6月, 1990〜95年, 19〜20世紀, 3、4月, 平成5、6年."""
    if rule is dates.dates and (season := _SEASON.match(text, at)):
        return _season(season)
    lead = _LEAD.match(text, at)
    if not lead or (at and text[at - 1].isdigit()):
        return None
    if lead["noon"] and text.startswith("午", lead.end()):
        return _both_halves(text, lead, style, rule)
    # 平成5、6年 and 午後2〜3時: the text before the first applies to the last, too.
    before = lead["era"] or lead["noon"] or ""
    rest = f"{before}{text[lead.end() : lead.end() + _LONGEST]}" if before else text
    first, last = read_numeral(lead["a"]), rule(rest, 0 if before else lead.end(), style)
    if first is None or not last or last.number.until or first != int(first):
        if rule is not dates.dates or first is None or before:
            return None
        return _short_year(text, lead, first, style) or _three(text, lead, style)
    last = replace(last, end=lead.end() + last.end - len(before)) if before else last
    if last.number.kind == "decade" or lead["era"]:
        return _same_unit(lead, last, style, rule)
    return _named_once(lead, first, last, style, rule)


def _season(found: re.Match[str]) -> Item | None:
    """Finish 2024-25シーズン."""
    first, last = (Decimal(found["y"] + found[name]) for name in "ab")
    end = Number("date", (last,), fields="y", hard=True, bare=str(last))
    number = Number("date", (first,), fields="y", hard=True, bare=str(first), until=end)
    return (
        Item(found.start(), found.end(), f"{first}-{found['b']}", (f"{first}/{found['b']}",), number)
        if last > first
        else None
    )


def _both_halves(text: str, lead: re.Match[str], style: NumberStyle, rule: RangeRule) -> Item | None:
    """Finish 午前9〜午後5時."""
    first, last = rule(f"{lead['noon']}{lead['a']}時", 0, style), rule(text, lead.end(), style)
    if not first or not last or first.number.kind != "time" or last.number.kind != "time" or last.number.until:
        return None
    target = f"{first.target} to {last.target}"
    number = replace(first.number, until=last.number)
    return Item(lead.start(), last.end, target, (f"from {target}",), number)


def _named_once(lead: re.Match[str], first: Decimal, last: Item, style: NumberStyle, rule: RangeRule) -> Item | None:
    """Finish a range of months, hours, centuries or years whose unit only the end has."""
    number, listed = last.number, lead["sep"] in "・、"
    low, high = abs(first), abs(number.values[0])
    if number.kind == "century" and listed and 10 < low < 30 and high == low % 10 + 1:
        last = replace(rule(f"{int(low) + 1}世紀", 0, style) or last, end=last.end)  # 十七、八世紀
        number, high = last.number, low + 1
    clock = number.kind == "time"
    hour = low + 12 if number.unit == "pm" and low < 12 and clock else low
    if hour >= high or (listed and high - hour > (1 if clock else 2)) or (len(number.fields) > 1 and not clock):
        return None
    if (number.fields == "y" and low < 100) or (listed and number.fields == "d"):
        return None
    # 2〜3時半 begins on the hour.
    opening = replace(number, values=(hour, Decimal()) if clock else (low,), until=number, hard=True)
    word = "and" if listed else "to"
    target = last.target
    if clock:
        target = f"{low - 12 if low > 12 else low} {'or' if listed else 'to'} {target}"
    else:
        suffix = {"m": "月", "d": "日", "y": "年"}.get(number.fields) or "世紀"
        begun = rule(f"{lead['a']}{suffix}", 0, style)
        if not begun:
            return None
        target = f"{_short(begun, last)} {word} {_end(last)}"
        opening = replace(opening, readings=begun.number.readings)
    return Item(lead.start(), last.end, target, (f"from {target}",) if word == "to" else (), opening)


def _three(text: str, lead: re.Match[str], style: NumberStyle) -> Item | None:
    """Read 7、8、9月: from the first to the last, the one between by its name."""
    found = _MONTHS.match(text, lead.start())
    months = [int(read_numeral(found[name]) or 0) for name in ("a", "b", "c")] if found else []
    if not found or months[2] > 12 or months != list(range(months[0], months[0] + 3)) or months[0] < 1:
        return None
    first, middle, last = (date("m", (Decimal(month),), style) for month in months)
    end = Number("date", (Decimal(months[2]),), fields="m", hard=True, bare=last)
    number = Number("date", (Decimal(months[0]),), fields="m", hard=True, bare=first, until=end)
    return Item(lead.start(), found.end(), f"{first}, {middle} and {last}", (f"{first} to {last}",), number)


def _same_unit(lead: re.Match[str], last: Item, style: NumberStyle, rule: RangeRule) -> Item | None:
    """Finish a range whose beginning is read like its end: 80、90年代, 20〜30代, 昭和40〜50年, 令和5〜7年度."""
    number, numeral = last.number, lead["a"]
    if number.kind not in ("decade", "date") or number.fields not in ("", "y"):
        return None
    suffix = "代" if number.unit == "age" else "年代" if number.kind == "decade" else "年度" if number.unit else "年"
    if number.kind == "decade" and len(numeral) == 1:
        numeral += "0" if numeral.isdigit() else "十"  # 昭和五、六十年代
    begun = rule(f"{lead['era'] or ''}{numeral}{suffix}", 0, style)
    listed, step = lead["sep"] in "・、", 10 if number.kind == "decade" else 1
    if not begun or begun.number.kind != number.kind:
        return None
    apart = number.values[0] - begun.number.values[0]
    if apart <= 0 or (listed and apart not in (step, 2 * step)):
        return None
    word = "and" if listed else "to"
    closing = last.target.removeprefix("the ").removeprefix("fiscal ")
    if number.unit == "era":
        closing = closing.split()[-1] if closing.count(" ") == 1 else closing
    target = f"{begun.target} {word} {closing}"
    opening = replace(begun.number, until=number, hard=number.hard)
    return Item(lead.start(), last.end, target, (f"from {target}",) if word == "to" else (), opening)


def _short_year(text: str, lead: re.Match[str], first: Decimal, style: NumberStyle) -> Item | None:
    """Read 1990〜95年."""
    found = re.compile(r"(?P<b>\d\d)年(?P<fiscal>度)?(?!間|代)").match(text, lead.end())
    if not found or not 1000 <= first < 2999 or lead["sep"] in "・、":
        return None
    last = first - first % 100 + Decimal(found["b"])
    if last <= first:
        return None
    end = Number("date", (last,), fields="y", hard=True)
    target = f"{int(first)} to {int(last)}"
    target = f"fiscal {target}" if found["fiscal"] else target
    opening = Number("date", (first,), fields="y", hard=True, bare=target, until=end)
    return Item(lead.start(), found.end(), target, (f"{int(first)}-{found['b']}",), opening)
