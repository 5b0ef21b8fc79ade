"""The era of a year: eras before 明治, whose years are not converted, and an era that a range names once."""

from __future__ import annotations

import re
from decimal import Decimal

from bilingual.languages.japanese.eras import ERAS, OLD_ERAS
from bilingual.languages.japanese.scripts import KANJI_ONE_TO_TEN, RANGE_SIGNS
from bilingual.numbers.japanese.numerals import read_numeral

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
# A note may be between: 仁安 (日本)2年; so may another year of the same era, 康平5年・6年, and the year of a month.
_TAIL = re.compile(
    rf"(?<=[^\d])(?:\s?\([^)]{{1,6}}\))?"
    rf"(?:[\d元〇{KANJI_ONE_TO_TEN}]{{1,4}}(?:年?[〜~\-・、]|年(?:\([^)]{{1,12}}\)|\))?の?))?$"
)


def after_old_era(text: str, at: int) -> bool:
    """Return whether the name of an era before 明治 comes before `at`, perhaps with a year or a note between."""
    if at < 2 or text[at - 1] in "、。はにをがで":
        return False
    for start in range(at - 2, max(-1, at - 16), -1):
        name = text[start : start + 2]
        if name in OLD_ERAS or text[start - 2 : start + 2] in OLD_ERAS:
            return bool(_TAIL.match(text, start + 2, at))
    return False


def era_of_range(text: str, at: int, end: int, value: Decimal) -> str:
    """Return the era of the 15年 of 平成10年から15年: that of the earlier year before it, or an empty string."""
    before = _OF_A_RANGE.search(text, max(0, at - 20), at)
    first = read_numeral(before["y"]) if before else None
    if not before or first is None or first >= value or not _goes_on(text, end, before["sep"]):
        return ""
    return before["era"]


def century_of_range(text: str, at: int, end: int, value: Decimal) -> Decimal | None:
    """Return 1900 for the 95年 of 1990年から95年まで, None if it may be a length of time: 2000年から20年の間."""
    before = _AFTER_A_YEAR.search(text, max(0, at - 20), at)
    if not before or not int(before["y"]) % 100 < value or not _goes_on(text, end, before["sep"]):
        return None
    return Decimal(before["y"]) // 100 * 100 if before["sep"] != "から" or _UNTIL.match(text, end) else None


def _goes_on(text: str, end: int, sep: str) -> bool:
    """Return whether a number after a year may be a year too: 2010年、15年の刑 is a length of time."""
    if sep == "から":
        return not text.startswith("で", end)
    return sep not in ("、", "・") or bool(_LISTED.match(text, end))
