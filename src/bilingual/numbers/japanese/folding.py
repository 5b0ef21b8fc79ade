"""A Japanese text as the grammar reads it: plain signs, no spaces inside a number, no formal numerals (弐百)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bilingual.languages.japanese.eras import ERAS
from bilingual.languages.japanese.scripts import (
    FORMAL_NUMERALS,
    JOINT_LOOKALIKES,
    KANA,
    KANJI,
    KANJI_MYRIADS,
    KANJI_NUMERALS,
    KANJI_TENS,
    RANGE_SIGNS,
)
from bilingual.numbers.counters import unit_at
from bilingual.numbers.japanese.numerals import fold_numerals, read_numeral
from bilingual.numbers.japanese.points import pointed


@dataclass(frozen=True, slots=True)
class FoldedText:
    """The text of the grammar, and where its characters are in the original."""

    text: str
    raw: str
    """The original without the spaces that `text` leaves out: as long as `text`."""
    places: tuple[int, ...]
    """The place of each character of `text` in the original."""

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the place in the original of what is from `start` to `end` in `text`."""
        return self.places[start], self.places[end - 1] + 1


_SPACE = " \u3000\u00a0"
_GAP = re.compile(f"(?<=[^{_SPACE}])[{_SPACE}]{{1,2}}(?=[^{_SPACE}])")
_FIGURE_BEFORE = re.compile(f"[0-9][{KANJI_TENS}{KANJI_MYRIADS}]*$")
_PART_AFTER = re.compile(
    rf"[年月日時分](?=[{_SPACE}]?[0-9]|[度間代前後以{KANA}(、。）)]|$)|[月火水木金土日]曜"
    rf"|[{KANJI_MYRIADS}百千](?=[{_SPACE}]?[0-9円人万億兆])|[%〜~]|℃|°"
)
_LEADS = "|".join(
    (*ERAS, "午前", "午後", "西暦", "紀元前", "[AaPp][Mm]", "第", "約", "金", "[年月日時分億万兆〜~¥$€£]")
)
_LEAD_BEFORE = re.compile(f"(?:{_LEADS})$")
# The dashes of telephone numbers and postcodes, of which Japanese text has a dozen look-alikes.
_JOINED = re.compile(
    rf"(?<![0-9])(?:〒\s?\d{{3}}|\+?\d{{1,5}}(?:[{JOINT_LOOKALIKES}]\d{{1,5}}){{1,4}})[{JOINT_LOOKALIKES}]\d{{2,5}}(?!\d)"
)
_FORMAL = re.compile(f"[{''.join(FORMAL_NUMERALS)}{KANJI_NUMERALS}]+")
_NAME_SIGNS = "壱参伍陸漆拾"
"""Signs that are also parts of words and names: 人参, 陸軍, 収拾."""
_AFTER_FORMAL = re.compile("[円圓両石]|金|也")
_PLAIN = str.maketrans(FORMAL_NUMERALS)
_HALVES = {"AM": "午前", "PM": "午後"}
_HALF_OF_DAY = re.compile(r"(?<![A-Za-z])([AaPp][Mm])(?=[0-2]?[0-9](?:[:時]|$))")
_YEN = re.compile(r"\\(?=[0-9])")


def folded(text: str) -> FoldedText:
    """Return the text as the grammar reads it."""
    plain = fold_numerals(text)
    gaps = [gap.span() for gap in _GAP.finditer(plain) if _inside_a_number(plain, *gap.span())]
    left_out = {place for start, end in gaps for place in range(start, end)}
    places = [place for place in range(len(text)) if place not in left_out]
    raw = "".join(text[place] for place in places)
    plain = "".join(plain[place] for place in places)
    plain = _JOINED.sub(lambda found: re.sub(f"[{JOINT_LOOKALIKES}]", "-", found[0]), plain)
    plain = _HALF_OF_DAY.sub(lambda found: _HALVES[found[0].upper()], _YEN.sub("¥", plain))
    plain = _FORMAL.sub(lambda found: _without_formal(plain, found), plain)
    return FoldedText(pointed(plain), raw, tuple(places))


def _inside_a_number(text: str, start: int, end: int) -> bool:
    """Return whether the space is between a figure and its counter, or before the figure: 1,000 円, 第 3 章."""
    around = text[start - 1] + text[end]
    if re.fullmatch(rf"[0-9][{RANGE_SIGNS}]|[{RANGE_SIGNS}][0-9]", around):
        return True
    if text[end].isdigit() and text[end].isascii():
        return bool(_LEAD_BEFORE.search(text, max(0, start - 4), start))
    if not _FIGURE_BEFORE.search(text, max(0, start - 6), start):
        return False
    return bool(_PART_AFTER.match(text, end)) or unit_at(text, end) is not None


def _without_formal(text: str, found: re.Match[str]) -> str:
    """Return a formal numeral in plain signs; as it is where it is a part of a word (人参三本) or no numeral."""
    run = found[0]
    formal = [sign for sign in run if sign in FORMAL_NUMERALS]
    if not formal:
        return run
    before, after = text[: found.start()][-1:], text[found.end() :]
    if before.isdigit():
        return run.translate(_PLAIN)  # 100萬円
    alone = len(run) == 1 and not (before == "第" or _AFTER_FORMAL.match(after))
    word = (
        run[0] in _NAME_SIGNS
        and before != "金"
        and re.match(f"[{KANJI}]", before) is not None
        and before not in "第約計全各"
    )
    value = run.translate(_PLAIN)
    return run if alone or word or read_numeral(value) is None else value
