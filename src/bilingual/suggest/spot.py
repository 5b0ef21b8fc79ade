"""What a finder of candidates hands on, and what they share: the characters of names, what is no term."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from bilingual.glossary.load import Entity
from bilingual.suggest.name_signs import EVERYDAY_COMPOUNDS, GENERIC_HEADS, GENERIC_TAILS

Evidence = Literal["name", "acronym", "title", "suffix", "work", "quoted", "katakana", "compound", "everyday"]
"""Why a stretch is a candidate."""

KATA = "ァ-ヴー"
KANJI = "一-鿿々〆㐀-䶿ヶヵ"
"""With ヶ and ヵ, which stand between kanji in names (霧ヶ浜)."""

RUN = rf"[{KATA}]{{2,40}}(?:[・゠＝][{KATA}]{{1,40}}){{0,5}}"
"""A katakana word, or several with middle dots, for a regular expression."""

_NUMBER = "〇零一二三四五六七八九十百千万億兆数何"
_COUNTERS = "年月日時分秒人名件回国個枚本代位度社号区階歳点割倍票階円ドル基番隻台戸軒頭羽匹杯つ"
_COUNTED = re.compile(rf"第?[{_NUMBER}]+(?:[{_COUNTERS}]|[かカヶ]国|\Z)|第[{_NUMBER}]")


@dataclass(frozen=True, slots=True)
class Spotted:
    """One stretch of a segment that could be a term."""

    text: str
    how: Evidence
    entity: Entity = ""
    start: int = 0
    surname: str = ""
    """The part of a person's name that is the surname, where a dictionary says so."""
    acronym: str = ""
    """The Latin short form that the text gives beside it."""
    weight: int = 1
    """Words it is made of; what C-value calls its length."""
    reach: int = 0
    """Offset after the title that shows it is a name: no compound begins in between."""

    @property
    def end(self) -> int:
        """Return the offset after the stretch."""
        return self.start + len(self.text)


def is_counted(text: str) -> bool:
    """Return whether a run begins with a number and its counter: 八月, 第二次, 三百億円; 万灯会 and 三次元 do not."""
    return bool(_COUNTED.match(text))


def is_term(name: str) -> bool:
    """Return whether a run of nouns can be a term: no date, no number, no 両…, no …側, no everyday word."""
    if is_counted(name) or name[0] in GENERIC_HEADS or len(name) < 3 or name in EVERYDAY_COMPOUNDS:
        return False
    return not name.endswith(GENERIC_TAILS)
