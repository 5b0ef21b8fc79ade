"""A phrase of web pages in place of a translation."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from bilingual.checks.report import Report
from bilingual.languages.data import language_rows

_SHORT = 40
"""Characters up to which a whole target may be a stock phrase."""


def check_stock_phrases(source: str, target: str) -> Iterator[Report]:
    """Yield the first stock phrase of the target that nothing in the source can mean."""
    text = target.strip(" .!?")
    for phrase, whole, japanese in _phrases():
        if whole:
            found = phrase.fullmatch(text) if len(text) <= _SHORT else None
        else:
            found = phrase.search(text)
        if found and not japanese.search(source) and found[0].lower() not in source.lower():
            yield Report("boilerplate", f"“{found[0]}” is a stock phrase")
            return


@cache
def _phrases() -> tuple[tuple[re.Pattern[str], bool, re.Pattern[str]], ...]:
    return tuple(
        (re.compile(rf"\b(?:{phrase})\b", re.IGNORECASE), place == "whole", re.compile(japanese))
        for phrase, place, japanese in language_rows("english/stock_phrases.tsv")
    )
