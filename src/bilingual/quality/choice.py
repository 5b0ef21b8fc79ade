"""One judge for the drafts of several engines: errors first, then what the engines think of each other's drafts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bilingual.model import Finding, Unit
from bilingual.quality.signals import Signals
from bilingual.translation.candidates import cost_of, must
from bilingual.translation.verify import missing_terms

MARGIN = 0.25
"""How much more confidence a later engine's target needs to replace that of an earlier one: `benchmarks/choice.py`."""


@dataclass(frozen=True, slots=True)
class Option:
    """The finished target of one engine for a unit."""

    unit: Unit
    findings: tuple[Finding, ...]
    confidence: float | None
    signals: Signals | None = None
    """What the confidence is based on."""


def choose_option(options: Sequence[Option]) -> int:
    """Return the index of the best option; the earlier engine takes precedence unless another is clearly better."""
    best = 0
    for number, option in enumerate(options[1:], 1):
        if _is_better(option, options[best]):
            best = number
    return best


def _is_better(option: Option, other: Option) -> bool:
    ours, theirs = _errors(option), _errors(other)
    if ours != theirs:
        return ours < theirs
    return (option.confidence or 0.0) > (other.confidence or 0.0) + MARGIN


def _errors(option: Option) -> tuple[int, int]:
    """Return what decides: whether the text is broken, and how many terms are missing or forbidden.

    A missing number does not: a garbled sentence that has it is worse. It lowers the confidence, and is a finding.
    """
    broken, _, forbidden, *_ = cost_of(option.unit, option.findings)
    lost = sum(match.kind != "number" and must(match) for match in missing_terms(option.unit.terms))
    return broken, lost + forbidden
