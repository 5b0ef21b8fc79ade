"""The numbers of items and headings as Japanese documents write them: 第一条, ①, (ア), ロ, 壱."""

from __future__ import annotations

from typing import Literal, get_args

from bilingual.languages.japanese.scripts import KANJI_ONE_TO_NINE

ItemSeries = Literal[
    "kanji", "formal", "circled", "wide", "aiueo", "iroha", "halfwidth aiueo", "halfwidth iroha", "stems", "branches"
]
ITEM_SERIES: tuple[ItemSeries, ...] = get_args(ItemSeries)

_AIUEO = "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワヲン"
_IROHA = "イロハニホヘトチリヌルヲワカヨタレソツネナラムウヰノオクヤマケフコエテアサキユメミシヱヒモセスン"
_SIGNS = {
    "circled": "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳㉑㉒㉓㉔㉕㉖㉗㉘㉙㉚㉛㉜㉝㉞㉟㊱㊲㊳㊴㊵㊶㊷㊸㊹㊺㊻㊼㊽㊾㊿",
    "aiueo": _AIUEO,
    "iroha": _IROHA,
    "halfwidth aiueo": "ｱｲｳｴｵｶｷｸｹｺｻｼｽｾｿﾀﾁﾂﾃﾄﾅﾆﾇﾈﾉﾊﾋﾌﾍﾎﾏﾐﾑﾒﾓﾔﾕﾖﾗﾘﾙﾚﾛﾜｦﾝ",
    "halfwidth iroha": "ｲﾛﾊﾆﾎﾍﾄﾁﾘﾇﾙｦﾜｶﾖﾀﾚｿﾂﾈﾅﾗﾑｳヰﾉｵｸﾔﾏｹﾌｺｴﾃｱｻｷﾕﾒﾐｼヱﾋﾓｾｽﾝ",
    "stems": "甲乙丙丁戊己庚辛壬癸",
    "branches": "子丑寅卯辰巳午未申酉戌亥",
}
_FORMAL = str.maketrans("一二三十", "壱弐参拾")
_WIDE = str.maketrans("0123456789", "０１２３４５６７８９")
_PLACES = ((1000, "千"), (100, "百"), (10, "十"))


def item_sign(number: int, series: ItemSeries) -> str:
    """Return the number of an item, from 1, in a series: 12 is 十二, ⑫, シ; in digits where the series has no sign."""
    if series in ("kanji", "formal"):
        shown = _kanji(number)
        return shown.translate(_FORMAL) if series == "formal" else shown
    if series == "wide":
        return str(number).translate(_WIDE)
    signs = _SIGNS[series]
    return signs[number - 1] if 0 < number <= len(signs) else str(number)


def _kanji(number: int) -> str:
    """Return a number in kanji with their places, as items are counted: 二十三, 百五."""
    if not 0 < number < 10_000:
        return "〇" if number == 0 else str(number)
    shown = ""
    for value, sign in _PLACES:
        count, number = divmod(number, value)
        shown += (KANJI_ONE_TO_NINE[count - 1] if count > 1 else "") + sign if count else ""
    return shown + (KANJI_ONE_TO_NINE[number - 1] if number else "")
