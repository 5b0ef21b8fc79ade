"""Numbers, dates and amounts that are on one side only."""

from __future__ import annotations

from collections.abc import Iterator

from bilingual.checks.report import Report
from bilingual.model import Unit
from bilingual.numbers import differences


def check_numbers(unit: Unit) -> Iterator[Report]:
    """Yield the numbers in which source and target differ."""
    for difference in differences(unit.source, unit.target, unit.terms):
        yield Report(difference.code, difference.message, difference.hard)
