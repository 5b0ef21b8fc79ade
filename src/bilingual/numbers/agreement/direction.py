"""To and by: 8割に減った fell to 80 percent, 8割減った fell by 80 percent; drafts often confuse them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from bilingual.model import Number, TermMatch
from bilingual.numbers.agreement.complements import FALL, QUALIFIED, RISE, says_rest
from bilingual.numbers.japanese.changes import MEASURED

_VERB = rf"\b(?:{FALL}|{RISE})\b"
# Up to three words may be between the verb and its measure: fell sharply by, reduced the number to. The to of by 10
# to 20 percent is that of a range.
_SAID_BY = re.compile(rf"{_VERB}(?: [\w’'-]+){{0,3}} by {QUALIFIED}$", re.IGNORECASE)
_SAID_TO = re.compile(
    rf"{_VERB}(?: (?!by )[\w’'-]+){{0,3}}(?<!\d)(?<! up)(?<! compared)(?<! due)(?<! close)(?<! according)(?<! equal)"
    rf" to {QUALIFIED}$",
    re.IGNORECASE,
)
_FROM = re.compile(r"\bfrom\b[^.;]{0,40}$", re.IGNORECASE)


def turned_round(target: str, matches: Sequence[TermMatch], spans: Sequence[tuple[int, int] | None]) -> Iterator[str]:
    """Yield a message for each number with "by" in the target and "to" in the source, or the reverse."""
    for match, span in zip(matches, spans, strict=False):
        number = match.number
        if number is None or span is None or number.kind not in MEASURED or _same_both_ways(number):
            continue
        if sum(_value(other) == _value(match) for other in matches) > 1:
            continue  # 2割減の2割: ambiguous
        before = target[max(0, span[0] - 60) : span[0]]
        if says_rest(target, span, number):
            continue
        if number.change == "by":
            if _SAID_TO.search(before) and not _FROM.search(before):
                yield f"{match.source} says by how much something changed, the target what it changed to"
        elif number.change and _SAID_BY.search(before):
            yield f"{match.source} says what something changed to, the target by how much"


def _value(match: TermMatch) -> Decimal | None:
    return match.number.values[0] if match.number and match.number.values else None


def _same_both_ways(number: Number) -> bool:
    """Return whether "to" and "by" are the same: of half, half is left."""
    return (number.kind, number.values[0]) in (("percent", Decimal(50)), ("fraction", Decimal("0.5")))
