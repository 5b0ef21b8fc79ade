"""One judge for the drafts of several engines: errors first, then what the engines think of each other's drafts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bilingual.model import Finding, Unit
from bilingual.translation.candidates import cost_of

MARGIN = 0.08
"""How much more confidence a later engine's target needs to replace that of an earlier one: `benchmarks/choice.py`."""
_DECISIVE = 4
"""Leading figures of a cost that decide: broken text, missing terms, forbidden forms, wrong numbers and negations."""


@dataclass(frozen=True, slots=True)
class Option:
    """The finished target of one engine for a unit."""

    unit: Unit
    findings: tuple[Finding, ...]
    confidence: float | None


def choose_option(options: Sequence[Option]) -> int:
    """Return the index of the best option; the earlier engine takes precedence unless another is clearly better."""
    best = 0
    for number, option in enumerate(options[1:], 1):
        if _is_better(option, options[best]):
            best = number
    return best


def _is_better(option: Option, other: Option) -> bool:
    ours, theirs = cost_of(option.unit, option.findings), cost_of(other.unit, other.findings)
    if ours[:_DECISIVE] != theirs[:_DECISIVE]:
        return ours[:_DECISIVE] < theirs[:_DECISIVE]
    return (option.confidence or 0.0) > (other.confidence or 0.0) + MARGIN
