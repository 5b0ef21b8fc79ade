"""Dates and years in Japanese, of the common era and of the eras."""

from __future__ import annotations

import re
from decimal import Decimal

from bilingual.languages.english.calendar import ENGLISH_WEEKDAYS
from bilingual.languages.japanese.eras import ERA_LETTERS, ERAS
from bilingual.languages.japanese.scripts import (
    KANJI,
    KANJI_DIGITS,
    KANJI_ONE_TO_NINE,
    KANJI_TENS,
    RANGE_SIGNS,
    WEEKDAYS,
)
from bilingual.model import Number
from bilingual.numbers.english.style import Item, NumberStyle, date, ordinal_figure, plain_year
from bilingual.numbers.japanese.eras import after_old_era, century_of_range, era_of_range
from bilingual.numbers.japanese.numerals import read_numeral

YEAR = rf"(?:\d{{1,4}}|[{KANJI_DIGITS}{KANJI_TENS}]{{1,8}})"
SMALL = rf"(?:\d{{1,2}}|[{KANJI_DIGITS}十]{{1,4}})"
ERA = "|".join(ERAS)
_WEEK = rf"(?:\(?(?P<week>[{WEEKDAYS}])(?:曜日?)?(?:・祝)?\)|(?P<week2>[{WEEKDAYS}])曜日?)"
PART = "上旬|中旬|下旬|初旬|初頭|初め|はじめ|始め|半ば|中頃|なかば|末期|末頃|末|前半|後半|春|夏|秋(?!田)|冬"
_YEAR = re.compile(
    rf"(?:(?P<era>{ERA}|[MTSHR](?=\d))|(?P<ad>西暦|(?P<bc>紀元前))|(?P<cut>'))?(?P<y>{YEAR}|元)年"
    rf"(?P<fiscal>度)?(?:\((?P<era2>西暦|{ERA}|[MTSHR](?=\d))?(?P<y2>{YEAR}|元)年?(?P<fiscal2>度)?\))?"
)
_LONGEST_ERA = 110
_BOTH_YEARS = re.compile(rf"(?:{ERA})(?:{YEAR}|元)\((?P<w>\d{{4}})\)年|(?P<v>\d{{4}})\((?:{ERA})(?:{YEAR}|元)\)年")
_OLD_YEAR = re.compile(rf"(?P<y>{YEAR}|元)年(?!間)")
# A year of a reign: 天武天皇5年, 692年(持統6年), 667年(天智6年); and the reverse, 持統6年(692年).
_REGNAL = re.compile(rf"(?:天皇|[0-9]年\([{KANJI}]{{1,6}})$")
_IN_BRACKETS = re.compile(r"\((?:紀元前)?[0-9]{3,4}年?[)、]")
_GREGORIAN = 1873
"""The first year of the Gregorian calendar in Japan."""
_LUNAR = re.compile(r"\s?\(旧暦\)")
_MONTH = re.compile(rf"の?(?P<m>{SMALL})月(?!間|刊|額|給|曜|光|面(?!で)|謝|桂|見|例|次)")
_DAY = re.compile(
    rf"の?(?P<d>{SMALL})日(?!本(?!会議|格|社|庁)|間|系|経|立(?!$)|銀|米|韓|中(?!に)|露|英|独|程|常|光|没|給)"
)
_LISTED = re.compile(rf"(?P<sep>[、・])(?P<d>{SMALL})日(?!間)")
_DAY_RANGE = re.compile(rf"(?P<a>{SMALL})(?P<sep>[{RANGE_SIGNS}、・]|から)(?P<b>{SMALL})両?日(?!間)")
_SLASHED = re.compile(
    r"(?P<y>[12]\d{3})(?P<s>[/.\-])(?P<m>0?[1-9]|1[0-2])(?P=s)(?P<d>0?[1-9]|[12]\d|3[01])(?![\d/.\-])"
)
_NO_UNIT = r"(?![\d/.%万億兆千百円ドルユ倍人件個台社店]|パーセ|ポイン|[A-Za-z℃°])"
# 平成20.4.1, H20/4/1, R7.4; 2024.4 and 2024/12; 4/1(火): figures with dots or strokes, where no unit follows.
_IN_FIGURES = (
    re.compile(
        rf"(?P<era>{ERA}|[MTSHR](?=\d))(?P<y>\d{{1,2}}|元)(?P<s>[./])(?P<m>0?[1-9]|1[0-2])(?:(?P=s)(?P<d>0?[1-9]|[12]\d|3[01]))?{_NO_UNIT}"
    ),
    re.compile(rf"(?P<y>(?:19|20)\d\d)[./](?P<m>0?[1-9]|1[0-2]){_NO_UNIT}"),
    re.compile(rf"(?P<m>0?[1-9]|1[0-2])[./](?P<d>0?[1-9]|[12]\d|3[01])(?=\([{WEEKDAYS}](?:・?[祝休])?\))"),
)
_PARTS = re.compile(PART)
_NO_DAY = "吉日"
"""An auspicious day, at the head of an invitation: it names no day, and English has the month only."""
_WEEKDAY = re.compile(_WEEK)
_SEASONS = {"春": "spring", "夏": "summer", "秋": "fall", "冬": "winter"}
_EARLY = {"上旬": "early", "初旬": "early", "初頭": "early", "初め": "early", "はじめ": "early", "始め": "early"}
_EARLY |= {"中旬": "mid-", "半ば": "mid-", "中頃": "mid-", "なかば": "mid-", "下旬": "late", "末期": "late"}


def whole(text: str) -> Decimal | None:
    """Return the value of a numeral that is a whole number, None otherwise."""
    value = read_numeral(text)
    return value if value is not None and value == int(value) else None


def _common_year(era: str, numeral: str) -> tuple[Decimal, str] | None:
    """Return the year of the common era and the era's English (Reiwa 7), counted on beyond the era's end."""
    value = Decimal(1) if numeral == "元" else whole(numeral)
    name, before, _ = ERAS[ERA_LETTERS.get(era, era)]
    # Plans outlive eras: 平成32年度 was written before 2019, and 昭和100年 is a phrase of 2025.
    if value is None or not 1 <= value <= _LONGEST_ERA:
        return None
    return value + before, f"{name} {int(value)}"


def dates(text: str, at: int, style: NumberStyle) -> Item | None:
    """Read a date, a year, a month or a day of the month."""
    if slashed := _SLASHED.match(text, at):
        return _finished(text, at, slashed.end(), "ymd", tuple(Decimal(slashed[name]) for name in "ymd"), style)
    if (old := _old_era(text, at)) is not None:
        return old
    if (figures := _in_figures(text, at, style)) is not None:
        return figures
    year = _YEAR.match(text, at)
    value: Decimal | None = None
    era, end = "", at
    if both := _BOTH_YEARS.match(text, at):
        # 昭和20(1945)年, 2025(令和7)年: one year, written twice.
        value, end, year = Decimal(both["w"] or both["v"]), both.end(), None
        if text.startswith("度", end):
            return _fiscal(at, end + 1, value)
    elif year and (known := _year(text, at, year)):
        value, era, end = known
    month = _MONTH.match(text, end)
    if value is not None and year and year["fiscal"]:
        return _fiscal(at, end, value)
    m = whole(month["m"]) if month else None
    if both and (not month or m is None):
        return _finished(text, at, end, "y", (value,), style, "") if value is not None else None
    if not month or m is None or not 1 <= m <= 12 or (end == at and text[end] == "の"):
        return _only_year(text, at, end, value, era, year, style) if value is not None else _only_day(text, at, style)
    end = month.end()
    fields, values = ("ym", (value, m)) if value is not None else ("m", (m,))
    day = _DAY.match(text, end)
    d = whole(day["d"]) if day else None
    if (ran := _DAY_RANGE.match(text, end)) and (item := _day_range(at, ran, fields, values, style)):
        return item
    if day and d is not None and 1 <= d <= 31:
        fields, values, end = f"{fields}d", (*values, d), day.end()
        listed = _LISTED.match(text, end)
        more = whole(listed["d"]) if listed else None
        if listed and more is not None and d < more <= 31 and not DAY_LONG.match(text, listed.end()):
            return _two_days(at, listed.end(), fields, values, more, style)
    elif text.startswith(_NO_DAY, end):
        end += len(_NO_DAY)
    return _finished(text, at, end, fields, values, style, era)


def _in_figures(text: str, at: int, style: NumberStyle) -> Item | None:
    """Read a date in figures with dots or strokes; 4/1 alone may be a fraction, and is left alone."""
    found = next(filter(None, (pattern.match(text, at) for pattern in _IN_FIGURES)), None)
    if not found or (at and re.match(r"[\d./A-Za-z]", text[at - 1])):
        return None
    parts = found.groupdict()
    era, values = "", {name: Decimal(parts[name]) for name in "md" if parts.get(name)}
    if parts.get("y"):
        known = _common_year(parts["era"], parts["y"]) if parts.get("era") else (Decimal(parts["y"]), "")
        if known is None:
            return None
        values, era = {"y": known[0], **values}, known[1]
    return _finished(text, at, found.end(), "".join(values), tuple(values.values()), style, era)


def _old_era(text: str, at: int) -> Item | None:
    """Read 3年 of 元弘3年: a number that is only compared, since eras before 明治 are not converted."""
    found = _OLD_YEAR.match(text, at)
    if not found or not (
        after_old_era(text, at) or _REGNAL.search(text, max(0, at - 14), at) or _IN_BRACKETS.match(text, found.end())
    ):
        return None
    value = Decimal(1) if found["y"] == "元" else whole(found["y"])
    if value is None or value > 60:
        return None
    end = at + len(found["y"]) + 1
    return Item(at, end, f"year {int(value)}", (), Number("date", (value,), "era", "y", bare=str(int(value))))


def _year(text: str, at: int, found: re.Match[str]) -> tuple[Decimal, str, int] | None:
    """Return the year of the common era, the era's English, and where the expression ends."""
    end = found.end("fiscal") if found["fiscal"] else found.start() + len(found[0].split("(")[0])
    if found["era"]:
        known = _common_year(found["era"], found["y"])
        if known is None:
            return None
        same = found["y2"] and not found["era2"] and whole(found["y2"]) == known[0]
        return *known, found.end() if same or (found["era2"] == "西暦") else end
    value = whole(found["y"])
    if value is None:
        return None
    value = _full_year(text, end, value, found)
    if value is None:
        return None
    other = _common_year(found["era2"], found["y2"]) if found["era2"] and found["era2"] != "西暦" else None
    if other and other[0] == value:
        return *other, found.end()
    return value, "", end


def _full_year(text: str, end: int, value: Decimal, found: re.Match[str]) -> Decimal | None:
    """Return the year that 2025年, '25年, 紀元前221年 or 95年 means, or None for a length of time."""
    if found["bc"]:
        return -value
    if found["ad"]:
        return value
    if found["cut"]:
        return value + (2000 if value < 50 else 1900) if 0 < value < 100 else value
    numeral = found["y"]
    before = LONG_BEFORE.search(text, max(0, found.start() - 6), found.start())
    if value >= 1000:
        round_number = value % 100 == 0 or "千" in numeral
        long = FOUR_AFTER.match(text, end) if round_number else re.compile("間|以上|余|もの").match(text, end)
        return None if (long and not found["fiscal"]) or (before and round_number) or value > 2999 else value
    if before or LONG_AFTER.match(text, end):
        return None
    if value < 100 and (era := era_of_range(text, found.start(), end, value)):
        return value + ERAS[ERA_LETTERS.get(era, era)][1]
    if 10 <= value < 100 and (century := century_of_range(text, found.start(), end, value)) is not None:
        return century + value
    if value >= 100:
        return value if value % 50 and not set("十百") & set(numeral) else None
    month = _MONTH.match(text, end)
    if (
        numeral.isdigit()
        and len(numeral) == 2
        and value >= 20
        and (month or found["fiscal"] or SURE_YEAR.match(text, end))
    ):
        return value + (2000 if value < 50 else 1900)
    return None


def _only_year(
    text: str, at: int, end: int, value: Decimal | None, era: str, found: re.Match[str] | None, style: NumberStyle
) -> Item | None:
    """Finish a year, with the decade, half or season that may follow."""
    if value is None or not found:
        return None
    if text.startswith("代", end):
        return None
    return _finished(text, at, end, "y", (value,), style, era)


def _fiscal(at: int, end: int, value: Decimal) -> Item:
    year = plain_year(value)
    number = Number("date", (value,), "fiscal", "y", hard=True, bare=year)
    return Item(at, end, f"fiscal {year}", (f"fiscal year {year}", f"FY{year}"), number)


def _only_day(text: str, at: int, style: NumberStyle) -> Item | None:
    """Read 2日, the 2nd or two days: hard if the following text shows that it is a date."""
    day = _DAY.match(text, at)
    value = whole(day["d"]) if day else None
    if not day or text[at] == "の" or value is None or not 1 <= value <= 31 or DAY_LONG.match(text, day.end()):
        return None
    before = text[max(0, at - 2) : at]
    week = _WEEKDAY.match(text, day.end())
    sure = (
        bool(week)
        or bool(DATE_AFTER.match(text, day.end()))
        or before in ("今月", "来月", "先月", "同月", "翌月", "毎月")
    )
    if before[-1:] in ("約", "計", "第", "各", "丸", "満", "週") or (not sure and before[-1:] in ("の", "に", "を")):
        return None
    # 二三日 is two or three days as often as the 23rd.
    if not day["d"].isdigit() and (len(day["d"]) == 1 or day["d"] in ("一二", "二三")) and before != "今月":
        sure = False
    if (day["d"] == "一" and not sure) or (value == 1 and re.match(f"[0-9{KANJI_ONE_TO_NINE}]", text[day.end() :])):
        return None
    number = Number(
        "date",
        (value,),
        fields="d",
        hard=sure,
        bare=ordinal_figure(value),
        readings=(("duration", value, "day"), ("ordinal", value, "")),
    )
    end = week.end() if week else day.end()
    target = (
        f"{ENGLISH_WEEKDAYS[week['week'] or week['week2']]} the {ordinal_figure(value)}"
        if week
        else f"the {ordinal_figure(value)}"
    )
    return Item(at, end, target, (str(int(value)),), number)


def _two_days(at: int, end: int, fields: str, values: tuple[Decimal, ...], more: Decimal, style: NumberStyle) -> Item:
    """Finish 9月3日、4日: both days are required."""
    last = Number("date", (more,), fields="d", hard=True)
    number = Number("date", values, fields=fields, hard=True, until=last, bare=date(fields, values, style))
    day, month = int(values[-1]), date("m", (values[fields.index("m")],), style)
    year = f"{int(values[0])}" if fields[0] == "y" else ""
    if style.dates == "uk":
        return Item(at, end, f"{day} and {int(more)} {month} {year}".strip(), (), number)
    return Item(at, end, f"{month} {day} and {int(more)}" + (f", {year}" if year else ""), (), number)


def _day_range(
    at: int, found: re.Match[str], fields: str, values: tuple[Decimal, ...], style: NumberStyle
) -> Item | None:
    """Finish 9月3〜5日 and 9月3、4日."""
    first, last = whole(found["a"]), whole(found["b"])
    if first is None or last is None or not 1 <= first < last <= 31:
        return None
    fields, values = f"{fields}d", (*values, first)
    if found["sep"] in "、・":
        return _two_days(at, found.end(), fields, values, last, style)
    end = Number("date", (last,), fields="d", hard=True)
    number = Number("date", values, fields=fields, hard=True, until=end, bare=date(fields, values, style))
    return Item(at, found.end(), until(fields, values, "d", (last,), style), (), number)


def until(fields: str, values: tuple[Decimal, ...], more: str, last: tuple[Decimal, ...], style: NumberStyle) -> str:
    """Return the English of a range of dates; parts that both ends share are written once (September 3 to 5, 2025)."""
    if more == "d" and fields[-2:] == "md":
        year = plain_year(values[0]) if fields[0] == "y" else ""
        if style.dates == "uk":
            return f"{int(values[-1])} to {date('md', (values[-2], *last), style)} {year}".strip()
        return f"{date('md', values[-2:], style)} to {int(last[0])}" + (f", {year}" if year else "")
    return f"{date(fields, values, style)} to {date(more, last, style)}"


def _finished(
    text: str, at: int, end: int, fields: str, values: tuple[Decimal | None, ...], style: NumberStyle, era: str = ""
) -> Item:
    """Combine the weekday, the part of the month or the year, and the English."""
    known = tuple(value for value in values if value is not None)
    # A day of the old calendar is not the day of the same number in English.
    lunar = fields != "y" and text.startswith("明治", at) and known[0] < _GREGORIAN
    lunar = lunar or text[at - 1 : at] == "閏"
    hard = not lunar and not _LUNAR.match(text, end) and not after_old_era(text, at)
    target = date(fields, known, style)
    alternatives = [date(fields, known, NumberStyle("uk" if style.dates == "us" else "us"))]
    number = Number("date", known, fields=fields, hard=hard, bare=target)
    week, part = _WEEKDAY.match(text, end), _PARTS.match(text, end)
    if week and "d" in fields:
        comma = "," if style.dates == "us" else ""
        name = ENGLISH_WEEKDAYS[week["week"] or week["week2"]]
        return Item(at, week.end(), f"{name}{comma} {target}", (target, *alternatives), number)
    if part and "d" not in fields:
        return Item(at, part.end(), period(target, part[0], fields[-1]), (target,), number)
    if fields == "y" and era:
        target, alternatives = (
            (f"{target} ({era})" if "(" in text[at:end] else target),
            [date(fields, known, style), era],
        )
    return Item(at, end, target, tuple(form for form in dict.fromkeys(alternatives) if form != target), number)


def period(name: str, part: str, of: str) -> str:
    """Return early September, the end of 2025, the second half of the 1990s."""
    if part in ("前半", "後半") and of in "ym":
        return f"the {'first' if part == '前半' else 'second'} half of {name}"
    if part in ("前半", "後半"):
        part = "初め" if part == "前半" else "下旬"
    if part in _SEASONS:
        return f"the {_SEASONS[part]} of {name}"
    if part in ("末", "末頃"):
        return f"the end of {name}"
    lead = _EARLY[part]
    the, plain = ("the ", name.removeprefix("the ")) if name.startswith("the ") else ("", name)
    return f"{the}{lead}{plain}" if lead == "mid-" else f"{the}{lead} {plain}"


# A length of time or a year? The text before and after decides. Each word changes a reading in text that no rule was
# made from, or belongs to the same word class as one that does; add none without such a case.
LONG_AFTER = re.compile(
    "間|ぶり|以上|以内|以下|未満|余|近く|ほど|程度|くらい|ぐらい|前(?!半|期)|後(?!半|期)|目|も|半(?!ば)|続|たっ|かか|かけ|にわた"
    "|を(?:超|経|迎)|の(?:間|歴史|伝統|歳月)"
)
FOUR_AFTER = re.compile(
    "間|以上|余|近く|ほど|前(?!半|期)|も|もの|続|にわた|を(?:超|経|迎)|の(?:間|歴史|伝統|歳月|時|都)|来の"
)
LONG_BEFORE = re.compile("(?:約|およそ|ほぼ|延べ|計|満|過去|この|創業|築|樹齢|生誕|遷都|建国|開業)$")
SURE_YEAR = re.compile(
    "度|春|夏|秋|冬|末|初|当時|以降|時点|半ば|頃|ごろ|の(?:衆院選|参院選|大統領選|総選挙|五輪|大会|調査|[0-9]{1,2}月)"
)
DATE_AFTER = re.compile(
    "[、。」)]|に(?!わた|及|一度|1度|1回|一回|満た|亘|渡|1)|から|まで|より|以降|現在|時点|付|午|未明|深夜|[朝昼夕夜早発開]|の[朝昼夕夜未早]"
)
DAY_LONG = re.compile(
    "間|ぶり|以上|以内|余|ほど|程度|くらい|ぐらい|半(?!ば)|に?[0-9数何一二三四五六七八九十]|で(?![のはも、すあご])|後|前|目|も|分|続|連|たっ|経|かか|かけ"
    "|おき|ごと|は(?:かか|続)|の(?:旅|間|行程|休|猶予|うち|工程)|[坊坂市酔月]"
)
