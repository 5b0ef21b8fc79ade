"""A comparison of the source with all others or with the past that the target does not have: the highest ever."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from bilingual.checks.report import Report
from bilingual.languages.data import language_rows


def check_comparison(source: str, target: str) -> Iterator[Report]:
    """Yield the first comparison of the source that nothing in the target seems to say."""
    for japanese, english in _comparisons():
        if (found := japanese.search(source)) and not english.search(target):
            yield Report("comparison", f"the source has “{found[0]}” and the target does not seem to say it")
            return


@cache
def _comparisons() -> tuple[tuple[re.Pattern[str], re.Pattern[str]], ...]:
    said: dict[str, list[str]] = {}
    for japanese, english in language_rows("japanese/comparisons.tsv"):
        said.setdefault(japanese, []).append(english)
    return tuple(
        (re.compile(japanese), re.compile(rf"\b(?:[\d.,]*(?:{'|'.join(words)}))\b", re.IGNORECASE))
        for japanese, words in said.items()
    )
