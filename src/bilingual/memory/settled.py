"""Finished units: what enforcement made of a unit, so that an unchanged one is not judged again.

Drafts are kept by request; the result of enforcement depends on more: the unit, its terms, the engine and this package.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal, cast

from bilingual.memory.drafts import DraftCache
from bilingual.memory.inputs import inputs_of
from bilingual.model import Kind, Origin, TermMatch, Unit
from bilingual.translation.candidates import NO_HINTS, Hints
from bilingual.translation.enforce import UnitCounts

_HOWS = ("", "engine", "again", "repaired", "forced")


@dataclass(frozen=True, slots=True)
class FinishedUnit:
    """A unit, what enforcement was given for it, and what it made of it."""

    kind: Kind
    unit: Unit
    matches: Sequence[TermMatch]
    hints: Hints
    done: Unit
    counts: UnitCounts


class SettledUnits:
    """The finished units of an engine, in the draft cache."""

    def __init__(self, cache: DraftCache, signature: str) -> None:
        self._cache = cache
        self._signature = signature

    def get(
        self, kind: Kind, unit: Unit, matches: Sequence[TermMatch], hints: Hints = NO_HINTS
    ) -> tuple[Unit, UnitCounts] | None:
        """Return a finished unit with its terms and its figures, or None."""
        kept = self._cache.answer(self._signature, _question(kind, unit, matches, hints))
        try:
            target, origin, terms, (retried, improved, drafts, score, others) = kept
            if len(terms) != len(matches) or not (isinstance(target, str) and origin in ("engine", "source")):
                return None
            found = tuple(
                replace(match, found=bool(said), how=cast("Literal['', 'engine']", _HOWS[how]))
                for match, (said, how) in zip(matches, terms, strict=True)
            )
            counts = UnitCounts(
                retried=bool(retried),
                improved=bool(improved),
                drafts=int(drafts),
                score=None if score is None else float(score),
                others=tuple(map(str, others)),
            )
        except (TypeError, ValueError, IndexError):
            return None
        return replace(unit, target=target, origin=cast("Origin", origin), terms=found), counts

    def put(self, finished: Iterable[FinishedUnit]) -> None:
        """Store finished units, all at once; one without English of the engine is made again in the next run."""
        answers = {
            _question(one.kind, one.unit, one.matches, one.hints): value
            for one in finished
            if (value := _value(one)) is not None
        }
        self._cache.put_answers(self._signature, answers)


def _value(finished: FinishedUnit) -> list[object] | None:
    """Return what is stored of a finished unit; None if nothing is."""
    done, counts = finished.done, finished.counts
    same = [(one.source, one.start) for one in done.terms] == [(one.source, one.start) for one in finished.matches]
    if not done.target.strip() or counts.empty or not same:
        return None
    terms = [[match.found, _HOWS.index(match.how)] for match in done.terms]
    figures = [counts.retried, counts.improved, counts.drafts, counts.score, counts.others]
    return [done.target, done.origin, terms, figures]


def _question(kind: Kind, unit: Unit, matches: Sequence[TermMatch], hints: Hints) -> str:
    return f"settled {inputs_of(kind, replace(unit, id=''), tuple(matches), hints)}"
