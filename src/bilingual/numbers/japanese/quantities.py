"""Other shapes of quantities: 3割5分, 3分の1, ¥1,200, 第3回, 数百人, 半年."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

from bilingual.languages.english.currencies import SIGNS
from bilingual.languages.japanese.scripts import KANJI_MYRIADS, KANJI_NUMERALS, KANJI_ONE_TO_NINE, KANJI_TENS
from bilingual.model import Number, NumberKind
from bilingual.numbers.counters import MONEY, MONEY_SIGNS, UNITS, CounterWord, unit_at
from bilingual.numbers.english.phrases import bare_number, bounded, is_bare
from bilingual.numbers.english.style import Item, NumberStyle, fraction, money, vague_words
from bilingual.numbers.japanese.grammar import AFTER, BEFORE, BOUNDS, KANJI_SIGN, NUM, POST, built
from bilingual.numbers.japanese.numerals import NUMERAL_SIGNS, read_numeral

_VAGUE = re.compile(
    rf"(?:数(?P<big>[{KANJI_TENS}]?[{KANJI_MYRIADS}]?)|[何幾](?P<how>[{KANJI_TENS}]?[{KANJI_MYRIADS}]|[{KANJI_TENS}]))"
)
# 何百人も is hundreds; 何百人か may be a question.
_STATED = re.compile("も|という|とい")
_NO_WARI = "合|り算|安|高|当|拠|愛|腹|れ|っ|烹"


def _wari(ranged: str) -> re.Pattern[str]:
    # In 2割引き上げる and 2割引 a verb or a discount follows: both are 20 percent.
    return re.compile(
        rf"(?P<a>{NUM}){ranged}割(?!{_NO_WARI})(?:(?P<bu>[\d{KANJI_ONE_TO_NINE}])分)?"
        rf"(?:(?P<rin>[\d{KANJI_ONE_TO_NINE}])厘)?(?P<half>半)?(?P<post>{POST})?"
    )


# 1割から2割 followed by に is from one to the other: two numbers.
_WARI = _wari(rf"(?:(?:[〜~\-–、・]|から|割(?:[〜~\-–]|から)(?={NUM}割(?!に|へ|まで)))(?P<b>{NUM}))?")
_WARI_ALONE = _wari("(?P<b>\0)?")
_FRACTION = re.compile(
    rf"(?P<bottom>{NUM})分の(?P<top>{NUM})(?P<post>{POST})?|(?P<slash>\d{{1,2}})/(?P<under>\d{{1,3}})(?![\d/])"
)
_PRICE = re.compile(rf"(?P<sign>US\$|[¥$€£₩])\s?(?P<n>{NUM})(?P<big>)")
_SMALL_CHANGE = re.compile(
    rf"(?P<n>{NUM})(?P<unit>円|米?ドル|ユーロ)(?P<part>\d{{1,2}}|[{NUMERAL_SIGNS}]{{1,3}})(?:銭|セント)(?![〜~])"
)
_HALF = re.compile(
    "(?P<quarter>四(?=半世紀))?半(?P<unit>世紀|年(?![前後]?[々])|日|月(?=[ほのにで前後以])|時間|分(?![以]?[散離])"
    "|数(?=[がはをのに以近])|額|減(?!期))(?P<post>以上|以下|近く)?"
)


def tenths(text: str, at: int, style: NumberStyle, about: str = "") -> Item | None:
    """Read 3割5分: 35 percent."""
    for pattern in (_WARI, _WARI_ALONE):
        found = pattern.match(text, at)
        low = read_numeral(found["a"]) if found else None
        high = read_numeral(found["b"]) if found and found["b"] else None
        if found and low is not None and low <= 100 and (not found["b"] or (high is not None and high > low)):
            break
    else:
        return None
    extra = sum(
        (read_numeral(found[name]) or Decimal()) * size
        for name, size in (("bu", 1), ("rin", Decimal("0.1")))
        if found[name]
    )
    extra = Decimal(extra + 5 if found["half"] else extra)
    low, high = low * 10 + (Decimal() if high else Decimal(extra)), None if high is None else high * 10 + extra
    unit = UNITS["%"]
    end = found.start("post") if found["post"] else found.end()
    return built(text, at, end, (low, high, "to"), ("%", unit), (about, "", "1"), style)


def parts(text: str, at: int, style: NumberStyle, about: str = "") -> Item | None:
    """Read 3分の1: one-third."""
    found = _FRACTION.match(text, at)
    if not found:
        return None
    bottom, top = read_numeral(found["bottom"] or found["under"]), read_numeral(found["top"] or found["slash"])
    if not bottom or top is None:
        return None
    if found["slash"]:
        # 9/3 is a date as often as a fraction: it stays as written.
        number = Number("fraction", (top / bottom,), bare=found[0])
        return Item(at, found.end(), found[0], (fraction(top, bottom),), number) if top < bottom else None
    bare = fraction(top, bottom)
    number = Number("fraction", (top / bottom,), hard=True, bare=bare, bound=BOUNDS.get(found["post"] or "", ""))  # type: ignore[arg-type]
    unit = UNITS["倍"]
    target = bounded(bare, bare, number.bound, found["post"] or "", about, unit, noun=False)
    other = {"one-half": "half", "one-third": "a third", "one-quarter": "a quarter"}.get(bare, bare.replace("-", " "))
    return Item(at, found.end(), target, (other,), number)


def price(text: str, at: int, style: NumberStyle, about: str = "") -> Item | None:
    """Read ¥1,200 and $5."""
    found = _PRICE.match(text, at)
    value = read_numeral(found["n"]) if found else None
    if not found or value is None:
        return None
    code = MONEY_SIGNS[found["sign"]]
    return built(text, at, found.end(), (value, None, ""), (found["sign"], code), (about, "", "1"), style)


def small_change(text: str, at: int, style: NumberStyle, about: str = "") -> Item | None:
    """Read 505円71銭 and 5ドル20セント: one amount, 505.71 yen."""
    found = _SMALL_CHANGE.match(text, at)
    value, part = (read_numeral(found["n"]), read_numeral(found["part"])) if found else (None, None)
    if not found or value is None or part is None or part >= 100 or value != int(value):
        return None
    code = MONEY[found["unit"]]
    item = built(text, at, found.end(), (value + part / 100, None, ""), (found["unit"], code), (about, "", "1"), style)
    # Amounts of money have two decimals or none: 150.20 yen.
    whole = item.number.bare if part % 10 else f"{item.number.bare}0"
    number = replace(item.number, bare=whole)
    return replace(item, target=item.target.replace(item.number.bare, whole, 1), number=number)


def several(text: str, at: int, style: NumberStyle, about: str = "") -> Item | None:
    """Read 数人, 数十人, 数百億円, 何百人: a power of ten without an exact value."""
    found = _VAGUE.match(text, at)
    before = text[at - 1] if at else ""
    if not found or (KANJI_SIGN.match(before) and before not in BEFORE):
        return None
    big, end = found["big"] or found["how"], found.end()
    unit = unit_at(text, end) or (
        ("年", UNITS["年間"]) if text.startswith("年", end) and text[end + 1 : end + 2] != "齢" else None
    )
    if not unit and text.startswith("日", end) and not text.startswith("日本", end):
        unit = ("日", UNITS["日間"])
    value = read_numeral(f"一{big}" if big[:1] in ("万", "億", "兆") else big) if big else Decimal(3)
    if value is None or (not big and not unit) or (unit and unit[0] in ("位", "条", "号", "章", "字", "度目")):
        return None
    if unit:
        end += len(unit[0])
    post = AFTER.match(text, end)
    what = unit[1] if unit else None
    bare = vague_words(value) if big else "several"
    noun = "" if what is None else _plural(what)
    if isinstance(what, CounterWord) and is_bare(what, text, end):
        noun = ""
    target = f"{bare} of {noun}" if noun and big else f"{bare} {noun}".strip()
    if noun == "years" and value == 10:
        target, bare = "several decades", "several decades"
    kind: NumberKind = "vague"
    one = what if isinstance(what, str) else what.one if what else ""
    hard = bool(found["big"]) or (bool(big) and bool(_STATED.match(text, end)))
    number = Number(kind, (value,), one, hard=hard, bare=bare)
    return Item(
        at, post.end() if post else end, target, ("a few" + target.removeprefix("several"),) if not big else (), number
    )


def _plural(what: CounterWord | str) -> str:
    if isinstance(what, CounterWord):
        return what.many
    return {"USD": "dollars", **{code: f"{code} dollars" for code in SIGNS if code != "USD"}}.get(what) or money(
        Decimal(2), what, ""
    ).split(" ", 1)[1]


def half(text: str, at: int, style: NumberStyle, about: str = "") -> Item | None:
    """Read 半年, 半世紀, 半数."""
    found = _HALF.match(text, at)
    before = text[at - 1] if at else ""
    if not found or about or before == "過" or before.isdigit() or (before and before in "大前後月時年折夜東西四"):
        return None
    unit = {"世紀": "century", "年": "year", "日": "day", "月": "month", "時間": "hour"}.get(found["unit"], "")
    kind: NumberKind = "duration" if unit else "fraction"
    readings: tuple[tuple[NumberKind, Decimal, str], ...] = (
        (("duration", Decimal(6), "month"),) if unit == "year" else ()
    )
    if found["quarter"]:
        quarter = Number(kind, (Decimal("0.25"),), unit, hard=True, bare="a quarter")
        return Item(at, found.end(), "a quarter of a century", ("25 years",), quarter)
    number = Number(kind, (Decimal("0.5"),), unit, bare="half", readings=readings)
    target = {"year": "six months", "": "half"}.get(unit, f"half {'an' if unit == 'hour' else 'a'} {unit}")
    return Item(at, found.end(), target, ("half a year",) if unit == "year" else (), number)


_PART = re.compile(rf"(?P<n>{NUM})度(?:(?P<tenth>[1-9]|[{KANJI_ONE_TO_NINE}])分(?![間前後])|(?P<half>半)(?![ば分期]))")
_FEVER = re.compile("体温|平熱|[微高発]?熱(?!湯|帯|心)")
_OF_FEVER = re.compile("(?:近く|以上|前後)?の?(?:[微高発]熱|熱)")
_WARMTH = re.compile("気温|[水室体油]温|温度|熱|最[高低]|平年|平均|[暑寒]")
_RISEN = re.compile("(?:ほど|も|だけ|近く|以上)?(?:[上下]が|[上下]げ|上昇|低下|[高低])")
_NEAR = 20


def degrees(text: str, at: int, style: NumberStyle, about: str = "") -> Item | None:
    """Read 36度5分 as a body temperature, and 2度半; `grammar.quantity` reads whole degrees."""
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
    # Degrees of what? Nothing is enforced, and two and a half times is accepted.
    return replace(item, number=replace(item.number, hard=False, readings=(("count", value, "time"),)))


_GROWN = re.compile(rf"(?P<n>{NUM})倍(?:増(?![えやす員])|(?=(?:に?も)?増[えやす]))")
# 倍 in 数倍, 何倍 and 人一倍 is not a multiple by itself.
_DOUBLE = re.compile("倍(?:増(?!員)|(?=に(?:な|増|膨|上|達|す|伸)|以上|近く))")
_NOT_BEFORE = frozenset(f"数何幾半0123456789{KANJI_NUMERALS}")


def multiple(text: str, at: int, style: NumberStyle, about: str = "") -> Item | None:
    """Read 2倍増, which is three times or twice: writers mean either, so both are accepted."""
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
