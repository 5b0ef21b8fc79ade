"""Numbers, dates and amounts that stand on one side only."""

from __future__ import annotations

from collections.abc import Iterator

from bilingual.checks.report import Report
from bilingual.model import Unit
from bilingual.numbers import differences


def check_numbers(unit: Unit) -> Iterator[Report]:
    """Yield the numbers of which source and target say something else."""
    for difference in differences(unit.source, unit.target, unit.terms):
        yield Report(difference.code, difference.message, difference.hard)
