"""The units of an article in whose targets confidence is lowest: a few, each with a reason."""

from __future__ import annotations

from collections.abc import Iterable

from bilingual.checks.report import Report
from bilingual.model import Unit

LOW = 0.5
"""Confidence below which a target is doubtful."""
_SHARE = 0.1
"""Largest share of an article's sentences that are reported."""
_REASONS = 2


def doubtful(units: Iterable[Unit]) -> dict[str, Report]:
    """Return a report for each of the least certain units, by id: at most a tenth of all, at least one may be."""
    estimated = [unit for unit in units if unit.confidence is not None and unit.status == "draft"]
    low = sorted((unit for unit in estimated if (unit.confidence or 0) < LOW), key=lambda unit: unit.confidence or 0)
    most = max(1, round(_SHARE * len(estimated)))
    return {unit.id: Report("low-confidence", _message(unit)) for unit in low[:most]}


def _message(unit: Unit) -> str:
    reasons = "; ".join(unit.doubts[:_REASONS])
    return f"the target is uncertain ({unit.confidence:.0%})" + (f": {reasons}" if reasons else "")
