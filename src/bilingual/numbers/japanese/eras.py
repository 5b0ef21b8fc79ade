"""What era a year is of: those before 明治, whose years are not converted, and the era that a range names once."""

from __future__ import annotations

import re
from decimal import Decimal

from bilingual.languages.japanese.scripts import KANJI_ONE_TO_TEN, RANGE_SIGNS
from bilingual.numbers.counters import ERAS
from bilingual.numbers.japanese.numerals import read_numeral

# In order, a list of facts.
_NAMES = """
大化 白雉 朱鳥 大宝 慶雲 和銅 霊亀 養老 神亀 天平 天平感宝 天平勝宝 天平宝字 天平神護 神護景雲 宝亀 天応 延暦
大同 弘仁 天長 承和 嘉祥 仁寿 斉衡 天安 貞観 元慶 仁和 寛平 昌泰 延喜 延長 承平 天慶 天暦
天徳 応和 康保 安和 天禄 天延 貞元 天元 永観 寛和 永延 永祚 正暦 長徳 長保 寛弘 長和 寛仁
治安 万寿 長元 長暦 長久 寛徳 永承 天喜 康平 治暦 延久 承保 承暦 永保 応徳 寛治 嘉保 永長
承徳 康和 長治 嘉承 天仁 天永 永久 元永 保安 天治 大治 天承 長承 保延 永治 康治 天養 久安
仁平 久寿 保元 平治 永暦 応保 長寛 永万 仁安 嘉応 承安 安元 治承 養和 寿永 元暦 文治 建久
正治 建仁 元久 建永 承元 建暦 建保 承久 貞応 元仁 嘉禄 安貞 寛喜 貞永 天福 文暦 嘉禎 暦仁
延応 仁治 寛元 宝治 建長 康元 正嘉 正元 文応 弘長 文永 建治 弘安 正応 永仁 正安 乾元 嘉元
徳治 延慶 応長 正和 文保 元応 元亨 正中 嘉暦 元徳 元弘 正慶 建武 延元 興国 正平 建徳 文中
天授 弘和 元中 暦応 康永 貞和 観応 文和 延文 康安 貞治 応安 永和 康暦 永徳 至徳 嘉慶 康応
明徳 応永 正長 永享 嘉吉 文安 宝徳 享徳 康正 長禄 寛正 文正 応仁 文明 長享 延徳 明応 文亀
永正 大永 享禄 天文 弘治 永禄 元亀 天正 文禄 慶長 元和 寛永 正保 慶安 承応 明暦 万治 寛文
延宝 天和 貞享 元禄 宝永 正徳 享保 元文 寛保 延享 寛延 宝暦 明和 安永 天明 寛政 享和 文化
文政 天保 弘化 嘉永 安政 万延 文久 元治 慶応 慶應
"""
_OF_A_RANGE = re.compile(
    rf"(?P<era>{'|'.join(ERAS)}|(?<![A-Za-z0-9])[MTSHR])(?P<y>\d{{1,2}}|[{KANJI_ONE_TO_TEN}]{{1,3}})年(?:度|代)?"
    rf"(?:\d{{1,2}}月(?:\d{{1,2}}日)?)?(?P<sep>から|まで、?|[{RANGE_SIGNS}、・と])$"
)
_AFTER_A_YEAR = re.compile(
    rf"(?<!\d)(?P<y>[12]\d{{3}})年度?(?:\d{{1,2}}月(?:\d{{1,2}}日)?)?(?P<sep>から|まで、?|[{RANGE_SIGNS}、・と])$"
)
_LISTED = re.compile(
    rf"代|度|[1-9{KANJI_ONE_TO_TEN}]{{1,2}}月|[にと、・]|の(?:地震|大会|選挙|総選挙|衆院|参院|五輪|豪雨|台風|両年)|両年"
)
_UNTIL = re.compile("度?(?:まで|にかけて)|度")
_ERAS = frozenset(_NAMES.split())
# A note may stand between: 仁安 (日本)2年; so may another year of the same era, 康平5年・6年, and the year of a month.
_TAIL = re.compile(
    rf"(?<=[^\d])(?:\s?\([^)]{{1,6}}\))?"
    rf"(?:[\d元〇{KANJI_ONE_TO_TEN}]{{1,4}}(?:年?[〜~\-・、]|年(?:\([^)]{{1,12}}\)|\))?の?))?$"
)


def after_old_era(text: str, at: int) -> bool:
    """Return whether the name of an era before 明治 stands before `at`, a year or a note of it between perhaps."""
    if at < 2 or text[at - 1] in "、。はにをがで":
        return False
    for start in range(at - 2, max(-1, at - 16), -1):
        name = text[start : start + 2]
        if name in _ERAS or text[start - 2 : start + 2] in _ERAS:
            return bool(_TAIL.match(text, start + 2, at))
    return False


def era_of_range(text: str, at: int, end: int, value: Decimal) -> str:
    """Return the era of the 15年 of 平成10年から15年: that of the earlier year before it, empty when there is none."""
    before = _OF_A_RANGE.search(text, max(0, at - 20), at)
    first = read_numeral(before["y"]) if before else None
    if not before or first is None or first >= value or not _goes_on(text, end, before["sep"]):
        return ""
    return before["era"]


def century_of_range(text: str, at: int, end: int, value: Decimal) -> Decimal | None:
    """Return 1900 for the 95年 of 1990年から95年まで, None where it may be a length of time: 2000年から20年の間."""
    before = _AFTER_A_YEAR.search(text, max(0, at - 20), at)
    if not before or not int(before["y"]) % 100 < value or not _goes_on(text, end, before["sep"]):
        return None
    return Decimal(before["y"]) // 100 * 100 if before["sep"] != "から" or _UNTIL.match(text, end) else None


def _goes_on(text: str, end: int, sep: str) -> bool:
    """Return whether a number after a year may be a year too: 2010年、15年の刑 is a length of time."""
    if sep == "から":
        return not text.startswith("で", end)
    return sep not in ("、", "・") or bool(_LISTED.match(text, end))
