"""Confidence: how likely a target says what its source says, from what can be measured offline.

A logistic function of the signals, fitted on judged sentences: `benchmarks/confidence.py --fit` prints the table.
A signal that a run does not have counts as its mean, so that confidence needs no particular engine.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from bilingual.quality.signals import Signals, as_values

_INTERCEPT = 0.85
_WEIGHTS: dict[str, tuple[float, float, float]] = {
    # signal: mean, spread, weight of one spread; `second` could not be measured, its weight is a guess
    "score": (-0.40, 0.18, 0.85),
    "second": (-2.0, 0.7, 0.4),
    "agreement": (0.51, 0.18, 0.4),
    "coverage": (0.79, 0.19, 0.5),
    "ratio": (0.26, 0.19, -0.2),
    "length": (3.2, 0.58, -0.05),
    "warnings": (0.05, 0.3, -0.4),
}
_EVIDENCE = {"score", "second", "agreement"}
"""Signals without which there is no confidence. Coverage alone finds no more wrong drafts of Firefox than chance."""
_MEANS = {"argos": -0.9, "firefox": -0.55, "llm": -0.40}
"""Mean score of a draft by the engine that made it: engines differ in how sure they are."""
_MOST = 3.0
"""Spreads beyond which a signal counts no more."""
_UNUSUAL = 0.9
"""Spreads from the mean beyond which a signal is given as a reason."""
_NAMED = 3
"""Words without a counterpart that are named."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """The confidence in one target."""

    confidence: float | None = None
    """0 to 1; None if the run has nothing to base it on."""
    doubts: tuple[str, ...] = ()
    """Why it is low, the strongest reason first; empty if nothing is unusual."""


def estimate_confidence(signals: Signals, engine: str) -> Estimate:
    """Return the confidence in a target that the engine of that name drafted."""
    values = {name: value for name, value in as_values(signals).items() if value is not None}
    if not _EVIDENCE & values.keys():
        return Estimate()
    spreads = {name: _spreads(name, value, engine) for name, value in values.items()}
    pulls = {name: _WEIGHTS[name][2] * distance for name, distance in spreads.items()}
    reasons = (
        _words(name, signals)
        for name, pull in sorted(pulls.items(), key=lambda item: item[1])
        if pull < 0 and abs(spreads[name]) > _UNUSUAL
    )
    total = _INTERCEPT + sum(pulls.values())
    return Estimate(round(1 / (1 + math.exp(-total)), 3), tuple(filter(None, reasons)))


def _spreads(name: str, value: float, engine: str) -> float:
    mean, spread, _ = _WEIGHTS[name]
    if name == "score":
        mean = _MEANS.get(engine, mean)
    return max(-_MOST, min(_MOST, (value - mean) / spread))


def _words(name: str, signals: Signals) -> str:
    """Return a reason in words; empty for a signal that explains nothing."""
    if name == "coverage" and signals.uncovered:
        return f"nothing in the target for {', '.join(signals.uncovered[:_NAMED])}"
    return {
        "score": "the engine is unsure of its draft",
        "second": "the other engine finds the draft unlikely",
        "agreement": "other drafts say something else",
        "ratio": "the length is unusual for the source",
        "length": "the sentence is long",
    }.get(name, "")
