"""To and by: 8割に減った fell to 80 percent, 8割減った fell by 80 percent, and a draft often has the other one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Literal

from bilingual.model import Number, TermMatch
from bilingual.numbers.agreement.complements import FALL, QUALIFIED, RISE, says_rest

_KINDS = frozenset(("percent", "count", "money", "measure", "duration", "fraction"))
CHANGED = _KINDS | {"times"}
"""Kinds of numbers that something may rise or fall to."""
_CHANGE = (
    "減|増(?!税|産|築|刷|水|強)|[上下]が|[上下]げ|落ち|落とし|落ち込|低下|上昇|下落|縮[小まめ]|短縮|延長|拡大|引き[上下]げ|急[増減]"
    "|[激倍]増|[激半]減|膨ら|値[上下]がり|値[上下]げ"
)
_HOW = "(?:大きく|大幅に|一気に|急速に|急激に|さらに|徐々に|それぞれ|まで)?"
_TO = re.compile(rf"(?:程度|ほど|くらい|近く|前後)?(?:に|へと?|まで){_HOW}(?:{_CHANGE})")
_DOWN = re.compile("[減縮下落低]")
_BY = re.compile(rf"(?:も|だけ|ほど|程度|近く|余り|以上|分)?(?:の)?(?:{_CHANGE})")

_VERB = rf"\b(?:{FALL}|{RISE})\b"
# 消費税10%引き上げ is a headline's way to say to 10 percent.
_TAX = re.compile("税率?[をのは]?$")
# Up to three words may stand between the verb and its measure: fell sharply by, reduced the number to. The to of by 10
# to 20 percent is that of a range.
_SAID_BY = re.compile(rf"{_VERB}(?: [\w’'-]+){{0,3}} by {QUALIFIED}$", re.IGNORECASE)
_SAID_TO = re.compile(
    rf"{_VERB}(?: (?!by )[\w’'-]+){{0,3}}(?<!\d)(?<! up)(?<! compared)(?<! due)(?<! close)(?<! according)(?<! equal)"
    rf" to {QUALIFIED}$",
    re.IGNORECASE,
)
_FROM = re.compile(r"\bfrom\b[^.;]{0,40}$", re.IGNORECASE)


def turned_round(target: str, matches: Sequence[TermMatch], spans: Sequence[tuple[int, int] | None]) -> Iterator[str]:
    """Yield a message for each number that the target says by of where the source says to, or the other way round."""
    for match, span in zip(matches, spans, strict=False):
        number = match.number
        if number is None or span is None or number.kind not in _KINDS or _same_both_ways(number):
            continue
        if sum(_value(other) == _value(match) for other in matches) > 1:
            continue  # 2割減の2割: which is which, nobody can tell
        before = target[max(0, span[0] - 60) : span[0]]
        if says_rest(target, span, number):
            continue
        if number.change == "by":
            if _SAID_TO.search(before) and not _FROM.search(before):
                yield f"{match.source} of the source is by how much it changed, and the target says to"
        elif number.change and _SAID_BY.search(before):
            yield f"{match.source} of the source is what it came to, and the target says by"


def change_at(source: str, start: int, end: int) -> Literal["", "by", "down to", "up to"]:
    """Return what the source says of the number from `start` to `end`: by how much something changed, or to what."""
    if found := _TO.match(source, end):
        return "down to" if _DOWN.search(found[0]) else "up to"
    return "by" if _BY.match(source, end) and not _TAX.search(source[:start]) else ""


def _value(match: TermMatch) -> Decimal | None:
    return match.number.values[0] if match.number and match.number.values else None


def _same_both_ways(number: Number) -> bool:
    """Return whether to and by are the same: half of it is gone, and half of it is left."""
    return (number.kind, number.values[0]) in (("percent", Decimal(50)), ("fraction", Decimal("0.5")))
