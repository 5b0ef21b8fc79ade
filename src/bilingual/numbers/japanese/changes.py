"""How a number of the source describes a change: 8割に減った fell to 80 percent, 8割減った fell by 80 percent."""

from __future__ import annotations

import re
from typing import Literal

MEASURED = frozenset(("percent", "count", "money", "measure", "duration", "fraction"))
CHANGED = MEASURED | {"times"}
"""Kinds of numbers that something may rise or fall to."""
_CHANGE = (
    "減|増(?!税|産|築|刷|水|強)|[上下]が|[上下]げ|落ち|落とし|落ち込|低下|上昇|下落|縮[小まめ]|短縮|延長|拡大|引き[上下]げ|急[増減]"
    "|[激倍]増|[激半]減|膨ら|値[上下]がり|値[上下]げ"
)
_HOW = "(?:大きく|大幅に|一気に|急速に|急激に|さらに|徐々に|それぞれ|まで)?"
_TO = re.compile(rf"(?:程度|ほど|くらい|近く|前後)?(?:に|へと?|まで){_HOW}(?:{_CHANGE})")
_DOWN = re.compile("[減縮下落低]")
_BY = re.compile(rf"(?:も|だけ|ほど|程度|近く|余り|以上|分)?(?:の)?(?:{_CHANGE})")
# 消費税10%引き上げ is a headline's way to say to 10 percent.
_TAX = re.compile("税率?[をのは]?$")


def change_at(source: str, start: int, end: int) -> Literal["", "by", "down to", "up to"]:
    """Return whether the number from `start` to `end` is the amount of a change or its result."""
    if found := _TO.match(source, end):
        return "down to" if _DOWN.search(found[0]) else "up to"
    return "by" if _BY.match(source, end) and not _TAX.search(source[:start]) else ""
