"""One number expression after another: which rule reads it, what makes a range of two, what is left as written."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal

from bilingual.model import Number
from bilingual.terms.numbers import dates, shapes, times
from bilingual.terms.numbers.dates import until
from bilingual.terms.numbers.grammar import NUM, quantity
from bilingual.terms.numbers.numerals import read
from bilingual.terms.numbers.style import Item, Style

QUICK = re.compile("[0-9０-９〇零一二三四五六七八九十百千数半]|正午|元年")
"""A text without any of these has no number."""
_ABOUT = re.compile("約|およそ|おおよそ|ほぼ|ざっと|推定(?=[0-9])")
_START = re.compile(
    "[0-9〇零一二三四五六七八九十百千数第半'¥$€£₩〒]|約|およそ|おおよそ|ほぼ|ざっと|推定|明治|大正|昭和"
    "|平成|令和|午前|午後|正午|西暦|紀元前|US\\$"
    "|前(?=[0-9]{1,2}世紀)|(?<![A-Za-z0-9])[MTSHR](?=[0-9]{1,2}年)|\\+(?=[0-9])"
)
_RUN = re.compile(NUM)
_LATIN = re.compile(r"[A-Za-z][A-Za-z]*[-・.]?$")
_IDENTIFIER = re.compile(r"[0-9]+(?:[.,\-][0-9]+)*(?:[A-Za-z]+[0-9]*)?")
_COUNTED = re.compile("[0-9万億兆千百%割回人年月日時円位か〜]|[歳点票件社校階度本]")
_JOINT = re.compile(r"(?:\([^)]{1,12}\))?(?P<sep>[〜~\-–—―]|から)(?!の)")
_ENDING = re.compile("まで|にかけて")
_LEAD = re.compile(rf"(?P<a>{NUM})(?P<sep>[〜~\-–—―・、])")
_PHONE = re.compile(
    r"\+?\d{1,5}(?:-\d{1,5}){2,4}(?!\d)|0\d{1,4}-\d{3,8}(?!\d)|\(?0\d{1,4}\)\d{1,4}-\d{4}"
    r"|〒\s?\d{3}-?\d{4}|\d{1,5}(?:\.\d{1,5}){2,4}(?![\d.])|\d{21,}"
)
_SCORE = re.compile(
    r"(?P<a>\d{1,3})\s?(?P<sep>-|対)\s?(?P<b>\d{1,3})(?![\d\-/:.%])(?!(?:万|億|人|年|月|日|時|回|円|か月"
    r"|%|度|歳|割|分|世紀))"
)
# 9・11, 2・26: a day that names what happened on it.
_DAY_NAME = re.compile(
    r"(?P<m>1?\d)[・.](?P<d>[1-3]?\d)(?=事件|同時|テロ|大?震災|事変|の大?震災|クーデター)"
    r"|(?P<known>3・11|9・11|1・17|2・26|5・15|8・15)(?![0-9人年月日時位階号])"
)
_DUAL = re.compile("(?P<a>[一二三四五六七八九十]+)対(?P<b>[一二三四五六七八九十]+)(?![一-龯])")

Rule = Callable[[str, int, Style], Item | None]
# A rule is tried where one of its signs is near: most numbers need one or two.
_DATES: tuple[tuple[re.Pattern[str], Rule], ...] = (
    (re.compile("[^:時正]*[:時正]"), times.times),
    (re.compile("[^世代]*(?:世紀|代)"), times.spans),
    (re.compile("[^年月日/.-]*[年月日/.-]"), dates.dates),
)
_QUANTITIES = (
    (re.compile("[^分/]*(?:分の|/)"), shapes.parts),
    (re.compile("[^割]*割"), shapes.tenths),
    (re.compile("[¥$€£₩U]"), shapes.price),
    (re.compile("[^銭セ]*(?:銭|セント)"), shapes.small_change),
    (re.compile("数"), shapes.several),
    (re.compile("半"), shapes.half),
    (re.compile("第"), shapes.nth),
    (re.compile("[0-9〇零一二三四五六七八九十百千]"), quantity),
)
_NEAR = 24


def scan(text: str, style: Style) -> Iterator[Item]:
    """Yield every number expression of a folded and masked text, from left to right."""
    at = 0
    while found := _START.search(text, at):
        start = found.start()
        if item := _identifier(text, start):
            at = item
            continue
        if made := _item(text, start, style):
            yield made
            at = made.end
        else:
            run = _RUN.match(text, start)
            at = max(run.end() if run else 0, found.start() + 1)


def _identifier(text: str, at: int) -> int:
    """Return where a name like G20, F-15 or 4K ends; 0 when there is none at `at`."""
    if not text[at].isdigit():
        return 0
    run = _IDENTIFIER.match(text, at)
    if not run:
        return 0
    latin = _LATIN.search(text, max(0, at - 16), at)
    if latin and not re.fullmatch("(?:No|NO|Vol|p|pp|v|Ver)[.]?", latin[0]) and text[at - 1] not in ".・":
        return run.end()
    return 0


def _item(text: str, at: int, style: Style) -> Item | None:
    if literal := _literal(text, at):
        return literal
    about = _ABOUT.match(text, at)
    start = about.end() if about else at
    if not about:
        for near, rule in _DATES:
            if not near.match(text, start, start + _NEAR):
                continue
            if found := _leading(text, start, style, rule) or rule(text, start, style):
                return _joined(text, found, style, rule)
    for near, measure in _QUANTITIES:
        if near.match(text, start, start + _NEAR) and (found := measure(text, start, style, "about" if about else "")):
            return replace(found, start=at)
    if about and (dated := times.spans(text, start, style) or dates.dates(text, start, style)):
        return dated
    return None


def _literal(text: str, at: int) -> Item | None:
    """Read what is left as written: telephone numbers, postcodes, versions, house numbers, scores."""
    if at and text[at - 1].isdigit():
        return None
    if found := _PHONE.match(text, at):
        if dates.dates(text, at, Style()) and text[at] != "0":
            return None
        return Item(at, found.end(), found[0], (), Number("literal", (), hard=True, bare=found[0]))
    if found := _DAY_NAME.match(text, at):
        target = found["known"].replace("・", "/") if found["known"] else f"{found['m']}/{found['d']}"
        return Item(at, found.end(), target, (), Number("literal", (), bare=target))
    score = _SCORE.match(text, at) or _DUAL.match(text, at)
    if not score:
        return None
    first, last = read(score["a"]), read(score["b"])
    if first is None or last is None or (score["a"].startswith("0") and len(score["a"]) > 1):
        return None
    target = f"{first}-{last}"
    if first == last == 1 and score.groupdict().get("sep") != "-":
        # 1対1の会談: talks, and no result.
        return Item(at, score.end(), "one-on-one", ("one-to-one",), Number("score", (first, last), bare="one-on-one"))
    return Item(
        at, score.end(), target, (f"{first} to {last}",), Number("score", (first, last), hard=True, bare=target)
    )


def _joined(text: str, item: Item, style: Style, rule: Rule) -> Item:
    """Return the range that begins with `item`: 10月から12月まで, 午後3時〜5時; `item` itself when there is none."""
    joint = _JOINT.match(text, item.end)
    if not joint or item.number.until:
        return item
    last = rule(text, joint.end(), style)
    if not last or last.number.kind != item.number.kind or last.number.until or not _follows(item.number, last.number):
        return item
    if item.number.unit == "pm" and not last.number.unit and last.number.values[0] > item.number.values[0] - 12:
        last = rule(f"午後{text[joint.end() : last.end]}", 0, style) or last
        last = replace(last, end=joint.end() + last.end - 2)
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


def _short(item: Item, last: Item) -> str:
    """Return the beginning of a range without what its end says too: 3 to 5 p.m., the 19th to the 20th century."""
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


def _leading(text: str, at: int, style: Style, rule: Rule) -> Item | None:
    """Read a range whose first number leaves out the unit: 4〜6月, 1990〜95年, 19〜20世紀, 3、4月."""
    lead = _LEAD.match(text, at)
    if not lead or (at and text[at - 1].isdigit()):
        return None
    first, last = read(lead["a"]), rule(text, lead.end(), style)
    if first is None or not last or last.number.until or first != int(first):
        return _short_year(text, lead, first, style) if rule is dates.dates and first is not None else None
    number, listed = last.number, lead["sep"] in "・、"
    low, high = abs(first), abs(number.values[0])
    if (listed and high - low not in (1, 2)) or (number.kind == "date" and len(number.fields) > 1):
        return None
    if (number.kind == "date" and number.fields == "y" and low < 100) or (number.kind == "decade" and number.unit):
        return None
    if low >= high or (number.kind == "date" and number.fields == "d" and listed):
        return None
    hour = low + 12 if number.unit == "pm" and low < 12 and number.kind == "time" else low
    opening = replace(number, values=(hour, *number.values[1:]), until=number, hard=True)
    word = "and" if listed else "to"
    target = last.target
    if number.kind == "time":
        target = f"{low} {word} {target}"
    else:
        suffix = {"m": "月", "d": "日", "y": "年"}.get(number.fields) or {"century": "世紀", "decade": "年代"}[
            number.kind
        ]
        begun = rule(f"{lead['a']}{suffix}", 0, style)
        if not begun:
            return None
        target = f"{_short(begun, last)} {word} {_end(last)}"
    return Item(at, last.end, target, (f"from {target}",) if word == "to" else (), opening)


def _short_year(text: str, lead: re.Match[str], first: Decimal, style: Style) -> Item | None:
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
