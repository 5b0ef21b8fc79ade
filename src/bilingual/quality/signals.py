"""What can be measured about a target without a reference and without a network."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bilingual.languages.japanese.scripts import has_japanese
from bilingual.model import Finding, Unit
from bilingual.translation.chrf import chrf

_USUAL = math.log(2.4)
"""Latin characters per Japanese character, as a logarithm: the middle of the 1.8 to 3.2 of news."""
_SHORT_TEXT = 8
"""Japanese characters below which the ratio of the lengths means nothing."""


@dataclass(frozen=True, slots=True)
class Signals:
    """The measurements of one target. None: not available in this run."""

    score: float | None = None
    """Mean log-probability of a token of the target, according to the engine that drafted it."""
    second: float | None = None
    """The same according to the other engines of the run that can score a target: their mean."""
    agreement: float | None = None
    """Mean chrF with the drafts of other engines, or with other samples, 0 to 1."""
    coverage: float | None = None
    """Share of the content words of the source that have a counterpart in the target, 0 to 1."""
    ratio: float = 0.0
    """How far the ratio of the lengths is from the usual one, as a logarithm; 0 for a short text."""
    length: int = 0
    """Japanese characters."""
    warnings: int = 0
    """Findings that are more than a note."""
    uncovered: tuple[str, ...] = ()
    """Content words of the source without a counterpart."""


@dataclass(frozen=True, slots=True)
class Opinions:
    """What the engines of a run think of the target of one unit."""

    own: float | None = None
    others: tuple[float, ...] = ()
    drafts: tuple[str, ...] = ()
    """Independent drafts of the same unit: of other engines, or other samples."""


def signals_of(
    unit: Unit,
    opinions: Opinions,
    findings: Sequence[Finding] = (),
    *,
    covered: tuple[float, tuple[str, ...]] | None = None,
) -> Signals:
    """Return the measurements of a unit's target; `covered` is the coverage and the words without a counterpart."""
    length = len("".join(unit.source.split()))
    drafts = [draft for draft in opinions.drafts if draft]
    return Signals(
        score=opinions.own,
        second=sum(opinions.others) / len(opinions.others) if opinions.others else None,
        agreement=sum(chrf(unit.target, draft) for draft in drafts) / len(drafts) if drafts else None,
        coverage=covered[0] if covered else None,
        ratio=_ratio(unit.source, unit.target, length),
        length=length,
        warnings=sum(finding.severity != "note" for finding in findings),
        uncovered=covered[1] if covered else (),
    )


def _ratio(source: str, target: str, length: int) -> float:
    if length < _SHORT_TEXT or not target or not has_japanese(source):
        return 0.0
    return abs(math.log(len(target) / length) - _USUAL)


def as_values(signals: Signals) -> Mapping[str, float | None]:
    """Return the measurements by name, for a table of weights."""
    return {
        "score": signals.score,
        "second": signals.second,
        "agreement": signals.agreement,
        "coverage": signals.coverage,
        "ratio": signals.ratio,
        "length": math.log(max(1, signals.length)),
        "warnings": float(min(3, signals.warnings)),
    }
