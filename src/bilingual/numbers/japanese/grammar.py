"""Quantities in Japanese: counts, money, measures, percentages, fractions, ordinals, ranges and vague numbers."""

from __future__ import annotations

import re
from decimal import Decimal

from bilingual.languages.japanese.scripts import (
    KANJI_DIGITS,
    KANJI_MYRIADS,
    KANJI_ONE_TO_NINE,
    KANJI_ONE_TO_TEN,
    KANJI_TENS,
    KANJI_WORD,
    KATAKANA,
    MYRIAD_VALUES,
    RANGE_SIGNS,
)
from bilingual.model import Number, NumberKind
from bilingual.numbers.counters import UNITS, CounterWord, unit_at
from bilingual.numbers.english.phrases import bare_number, bounded, is_bare, label_range, other_forms, with_unit
from bilingual.numbers.english.style import Item, NumberStyle
from bilingual.numbers.japanese.numerals import NUMERAL_SIGNS, goes_on, read_numeral

_D = r"(?:\d{1,3}(?:,\d{3})+(?!\d)|\d{1,20})(?:\.\d{1,10})?"
_UNITS = KANJI_TENS + "".join(MYRIAD_VALUES)
NUM = (
    rf"(?:{_D}(?:[{_UNITS}]+{_D})*[{_UNITS}]*"
    rf"|[{NUMERAL_SIGNS}]{{1,40}}(?:･[{KANJI_DIGITS}]{{1,6}})?[{KANJI_MYRIADS}]*)"
)
"""A numeral, valid or not: `numerals` decides."""
_SEP = rf"[～{RANGE_SIGNS}]|から|ないし|乃至|、|・|,|または|か"
POST = (
    "以上|以下|以内|未満|超(?!え|過|大|党)|あまり|余り|余(?!波|裕|地|剰|計)|前後|程度|ほど|くらい|ぐらい"
    "|弱|強(?![いくかまめ化])|足らず|近く|台(?![湾風数本所])"
)
BOUNDS = {
    "以上": "least",
    "以下": "most",
    "以内": "most",
    "未満": "less",
    "足らず": "less",
    "超": "more",
    "余": "more",
    "余り": "more",
    "あまり": "more",
}
# The 四 of 二四半期 belongs to 四半期.
_NUMERAL = re.compile(rf"[{KANJI_ONE_TO_TEN}](?=四半期)|(?!四半期){NUM}")
_RANGE = re.compile(_SEP)
_ADJACENT = re.compile(f"(?P<a>[{KANJI_ONE_TO_NINE}])(?P<b>[{KANJI_ONE_TO_NINE}])(?P<tail>[{KANJI_TENS}][万億]?)")
AFTER = re.compile(POST)
_ODD = re.compile(f"数[{KANJI_TENS}]?|(?:余り?|有余)(?![波裕地剰計])")
# 2メートル半; not 半径, 半ば, 半額, and 半分 where it is a word of its own.
_AND_HALF = re.compile("半(?![ば径額期島球数減身端強弱音])")
_OLD_UNITS = frozenset(("shaku", "sun", "jo", "koku", "tsubo", "ri", "cho"))
_SHORT_YEAR, _CENTURY = 20, 100
_WEIGHED = re.compile("体重|重さ|重量|減量|増量")
_GRAMS = re.compile(rf"{NUM}(?:グラム|㌘|g(?![A-Za-z]))")
KANJI_SIGN = re.compile(f"[{KANJI_WORD}]")
_KATAKANA_SIGN = re.compile(f"[{KATAKANA}]")
_LETTER = re.compile("[A-Za-z]")
_DEGREES = re.compile("(?:氷点下|零下|マイナス|-|気温|北緯|南緯|東経|西経|角度|傾き)$")
# Japanese family of words before a numeral that make it a count, not a name.
BEFORE = frozenset(
    "約計全各第毎同他残合延総満翌前後上下中内外実今本年月日人で円回戸社校時間分秒約超歳最総的先国市県区町村党員団体数組"
)


def is_kanji(numeral: str) -> bool:
    """Return whether a numeral is in kanji only."""
    return not any(sign.isdigit() and sign.isascii() for sign in numeral)


def exact(kind: NumberKind, value: Decimal, unit: str = "") -> bool:
    """Return whether a quantity is enforced: money, percentages, measures and fractions, and two digits or more.

    The old units are not: English often gives their metric value.
    """
    if unit in _OLD_UNITS:
        return False
    return kind in ("money", "percent", "measure", "duration", "fraction") or value >= 10 or value != int(value)


def quantity(text: str, at: int, style: NumberStyle, about: str = "") -> Item | None:
    """Read a count, an amount, a measure, a percentage or a multiple at `at`, with its range and its bounds."""
    first = _NUMERAL.match(text, at)
    if not first:
        return None
    numeral = first[0]
    pair = _adjacent(numeral)
    low, high = pair or (read_numeral(numeral), None)
    if low is None or (pair and not unit_at(text, first.end())):
        return None
    end, link = first.end(), "or" if pair else ""
    if not pair and (ranged := _range(text, end, low, numeral)):
        low, high, link, end = ranged
    odd = _odd(text, end) if high is None else None
    bound = ("odd" if odd[0][0] == "数" else "more") if odd else ""
    end = odd.end() if odd else end
    if bound == "odd" and (size := {"万": 10**4, "億": 10**8, "兆": 10**12}.get(text[end : end + 1])):
        low, end = low * size, end + 1  # 十数万人, 二百数十万人
    found = unit_at(text, end)
    if not _counts(text, at, end, numeral, found, high is not None or bool(odd)):
        return None
    form, unit = found or ("", CounterWord("count", "", "", ""))
    if not found and re.compile("[A-Za-z]|/[0-9]").match(text, end):
        return None  # 4/1 may be a date or a fraction
    if form == "キロ" and (_WEIGHED.search(text, max(0, at - 8), at) or _GRAMS.match(text, end + 2)):
        unit = UNITS["キログラム"]
    if form == "秒" and not is_kanji(numeral) and (cut := re.compile(r"\d{1,2}(?![\d万千分秒])").match(text, end + 1)):
        low, end = low + Decimal(f"0.{cut[0]}"), cut.end() - 1
    cold = _DEGREES.search(text, max(0, at - 8), at)
    if form == "度" and (low >= 10 or low != int(low) or cold):
        unit = UNITS["°"]
    end += len(form)
    if isinstance(unit, CounterWord) and "l" in unit.flags and is_kanji(numeral) and unit.one in ("Article", "Chapter"):
        return None
    if _with_half(text, end, form, unit) and low:
        end += 1
        low, high = (low + Decimal("0.5"), None) if high is None else (low, high + Decimal("0.5"))
    return built(text, at, end, (low, high, link), (form, unit), (about, bound, numeral), style)


def _odd(text: str, at: int) -> re.Match[str] | None:
    """Find the 数 of 十数人 and the 余 of 百余人, if a counter follows."""
    found = _ODD.match(text, at)
    after = found.end() if found else 0
    return found if found and (text[after : after + 1] in tuple("万億兆歳") or unit_at(text, after)) else None


def _with_half(text: str, at: int, form: str, unit: CounterWord | str) -> bool:
    """Return whether 半 at `at` adds half a unit: 3時間半, 2メートル半, 2倍半, 2ページ半."""
    if not isinstance(unit, CounterWord) or unit.kind not in ("duration", "measure", "times", "count") or not form:
        return False
    if form == "半期" or not _AND_HALF.match(text, at):
        return False
    # 3時間半分の料金 is for three and a half hours; 3個半分 is not used.
    return unit.kind == "duration" or not text.startswith("半分", at)


def _adjacent(numeral: str) -> tuple[Decimal, Decimal] | None:
    """Return (2, 3) for 二三, (30, 40) for 三四十; positional numerals need three digits or a zero to be one number."""
    if found := _ADJACENT.fullmatch(numeral):
        low, high = read_numeral(found["a"] + found["tail"]), read_numeral(found["b"] + found["tail"])
        if low is not None and high is not None and KANJI_DIGITS.find(found["b"]) - KANJI_DIGITS.find(found["a"]) == 1:
            return low, high
    if len(numeral) == 2 and all(sign in KANJI_ONE_TO_NINE for sign in numeral):
        low, high = read_numeral(numeral[0]), read_numeral(numeral[1])
        if low is not None and high is not None and high - low == 1:
            return low, high
    return None


def _range(text: str, end: int, low: Decimal, numeral: str) -> tuple[Decimal, Decimal, str, int] | None:
    """Read the rest of a range: 2〜3人, 二、三人, 10人から20人, 5〜10億円."""
    own = unit_at(text, end)
    for at, unit in ((end, None), (end + len(own[0]), own[0]) if own else (end, None)):
        sep = _RANGE.match(text, at)
        second = _NUMERAL.match(text, sep.end()) if sep else None
        high = read_numeral(second[0]) if second else None
        if not sep or not second or high is None:
            continue
        following = unit_at(text, second.end())
        if (unit and (not following or following[0] != unit)) or (not unit and sep[0] in ("から", "か", "または")):
            continue
        if sep[0] in ("-", "・", ",", "か", "、", "または") and (not following or (unit and sep[0] in "、・,")):
            continue
        listed = sep[0] in "、・,"
        if listed and not unit and (pair := _tens_once(numeral, second[0])):
            return *pair, "or", second.end()
        if not listed and not unit and (whole := goes_on(numeral, second[0])):
            high = whole
        low = _shared(low, high, numeral, second[0])
        if low >= high or (listed and (high != low + _step(low, high) or is_kanji(numeral) != is_kanji(second[0]))):
            continue
        return low, high, "or" if listed or sep[0] in ("か", "または") else "to", second.end()
    return None


def _tens_once(first: str, second: str) -> tuple[Decimal, Decimal] | None:
    """Return (15, 16) for 十五、六人 and 15、6人, (120, 130) for 百二、三十人."""
    digits = KANJI_DIGITS[1:] if is_kanji(first) else "123456789"
    tail = second[1:]
    if not first[:-1] or first[-1] not in digits or second[0] not in digits or tail.strip(KANJI_TENS):
        return None
    if digits.find(second[0]) - digits.find(first[-1]) != 1 or (tail and not is_kanji(first)):
        return None
    low, high = read_numeral(first + tail), read_numeral(first[:-1] + second)
    return (low, high) if low is not None and high is not None and low >= 12 else None


def _step(low: Decimal, high: Decimal) -> Decimal:
    """Return the step of an approximate pair: 1 for 2、3, 10 for 二、三十, 1000 for 2、3千."""
    return Decimal(10) ** (high - low).adjusted() if high > low else Decimal(0)


def _shared(low: Decimal, high: Decimal, first: str, second: str) -> Decimal:
    """Give the first number of a range the unit of the second: 5〜10億, 二、三十."""
    tail = re.search(f"[{KANJI_TENS}{KANJI_MYRIADS}]+$", second)
    if not tail or tail.start() == 0 or re.search(f"[{KANJI_TENS}{KANJI_MYRIADS}]", first):
        return low
    head = read_numeral(second[: tail.start()])
    return low * high / head if head and low < head else low


def _counts(
    text: str, at: int, end: int, numeral: str, found: tuple[str, CounterWord | str] | None, sure: bool
) -> bool:
    """Return whether there is evidence for a number: figures, or kanji with a counter that takes them."""
    before = text[at - 1] if at else ""
    if not is_kanji(numeral):
        return not text.startswith("の字", end) and not (
            _LETTER.match(before) or (before in ".-/:" and at > 1 and text[at - 2].isalnum())
        )
    if "･" in numeral:
        return True
    if found is None:
        after = text[end : end + 1]
        lone = not any(map(KANJI_SIGN.match, (before, after))) and not _KATAKANA_SIGN.match(after)
        plain = not set(numeral) & set("十百千万億〇")
        return len(numeral) >= 2 and lone and not sure and not plain
    unit = found[1]
    if isinstance(unit, CounterWord) and "k" not in unit.flags:
        return False
    if isinstance(unit, str) and unit == "CNY":
        return found[0] == "人民元" or numeral[-1] in "万億兆百千十"
    return not (len(numeral) == 1 and KANJI_SIGN.match(before) and before not in BEFORE)


def built(
    text: str,
    at: int,
    end: int,
    span: tuple[Decimal, Decimal | None, str],
    unit: tuple[str, CounterWord | str],
    modifiers: tuple[str, str, str],
    style: NumberStyle,
) -> Item:
    """Build the English."""
    (low, high, link), (form, what), (about, bound, numeral) = span, unit, modifiers
    kind: NumberKind = "money" if isinstance(what, str) else what.kind
    post = AFTER.match(text, end)
    word = post[0] if post else ""
    if (word == "台" and form in ("台", "", "階")) or (word in ("弱", "強") and not form):
        post, word = None, ""
    bound = BOUNDS.get(word, bound)
    soft = about or ("about" if word in ("前後", "程度", "ほど", "くらい", "ぐらい") else "")
    counted = kind == "count" or (kind == "duration" and high is None)
    bare = bare_number(low, high, link, kind, counted)
    noun = not (isinstance(what, CounterWord) and is_bare(what, text, post.end() if post else end))
    target = with_unit(bare, low if high is None else high, form, what, noun, style)
    if isinstance(what, CounterWord) and "l" in what.flags and high is not None:
        target = label_range(what, low, high, link)
    elif isinstance(what, CounterWord) and what.one == "-chome" and high is not None:
        target = f"{int(low)}-chome {link} {int(high)}-chome"
    target = bounded(target, bare, bound, word, soft, what, noun)
    one = what if isinstance(what, str) else what.one
    number = Number(
        kind,
        (low,),
        one,
        bound=bound or ("about" if soft or word in ("弱", "強", "近く", "台") else ""),  # type: ignore[arg-type]
        hard=high is not None
        or (exact(kind, low, one) and not (is_kanji(numeral) and (low == 1 or not (form or "･" in numeral)))),
        bare=bare,
        readings=_readings(what, form, low),
        until=None if high is None else Number(kind, (high,), one, hard=True, readings=_readings(what, form, high)),
    )
    return Item(at, post.end() if post else end, target, other_forms(target, bare, bound), number)


def _readings(what: CounterWord | str, form: str, value: Decimal) -> tuple[tuple[NumberKind, Decimal, str], ...]:
    if isinstance(what, str):
        return ()
    found: list[tuple[NumberKind, Decimal, str]] = []
    if "o" in what.flags and what.kind != "ordinal":
        found.append(("ordinal", value, ""))
    if form == "年" and _SHORT_YEAR <= value < _CENTURY:
        found += [("count", value + 1900, ""), ("count", value + 2000, "")]  # 98年に発売
    if form == "キロ":
        found.append(("measure", value, "kilogram" if what.one == "kilometer" else "kilometer"))
    if form == "度":
        found.append(("measure", value, "degree"))
    if what.kind == "ordinal":
        found += [("duration", value, "year")] if what.one == "anniversary" else []
        found += [("count", value, "")] if "o" in what.flags or "l" in what.flags else []
    return tuple(found)
