"""Is a number surely missing from the English, so that it may be added in brackets?"""

from __future__ import annotations

import re
from collections.abc import Sequence

from bilingual.languages.japanese.scripts import DIGITS
from bilingual.model import TermMatch
from bilingual.numbers.agreement.unmatched import strays

_FIGURES = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?")
_COUNTED_FROM = 10
_ALL = 100
"""Percent: all, whole."""


def surely_missing(target: str, match: TermMatch, matches: Sequence[TermMatch]) -> bool:
    """Return whether nothing in the target can be the number of the source.

    Only for money, shares and counts in figures, and only if every number of the target has its source: translators
    leave out days, lengths of time and measures, write them in other words, or convert them. `matches` are all
    matches of the source. `benchmarks/harm.py` measures it.
    """
    number = match.number
    if number is None or not number.values or not number.hard or number.bound == "odd":
        return False
    value = number.values[0]
    share = number.kind == "percent" and value != _ALL
    counted = number.kind == "count" and number.unit and value >= _COUNTED_FROM
    if not (number.kind == "money" or share or counted) or not re.search(f"[{DIGITS}]", match.source):
        return False
    figures = {found.replace(",", "") for found in _FIGURES.findall(target)}
    own = {found.replace(",", "") for found in _FIGURES.findall(match.target)}
    return not figures & own and not strays(target, matches)
