"""Finished units: what enforcement made of a unit, so that an unchanged one is not judged again.

Drafts are kept by request; the result of enforcement depends on more: the unit, its terms, the engine and this package.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Literal, cast

from bilingual.memory.drafts import DraftCache
from bilingual.memory.inputs import inputs_of
from bilingual.model import Kind, Origin, TermMatch, Unit
from bilingual.translation.candidates import NO_HINTS, Hints
from bilingual.translation.enforce import UnitCounts

_HOWS = ("", "engine", "again", "repaired", "forced")


class SettledUnits:
    """The finished units of an engine, in the draft cache."""

    def __init__(self, cache: DraftCache, signature: str) -> None:
        self._cache = cache
        self._signature = signature
        self._fresh: dict[str, object] = {}

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

    def put(
        self,
        kind: Kind,
        unit: Unit,
        matches: Sequence[TermMatch],
        done: Unit,
        counts: UnitCounts,
        hints: Hints = NO_HINTS,
    ) -> None:
        """Keep a finished unit for `store`; one without English of the engine is made again in the next run."""
        same = [(one.source, one.start) for one in done.terms] == [(one.source, one.start) for one in matches]
        if not done.target.strip() or counts.empty or not same:
            return
        terms = [[match.found, _HOWS.index(match.how)] for match in done.terms]
        figures = [counts.retried, counts.improved, counts.drafts, counts.score, counts.others]
        value = [done.target, done.origin, terms, figures]
        self._fresh[_question(kind, unit, matches, hints)] = value

    def store(self) -> None:
        """Store what was kept, all at once."""
        fresh, self._fresh = self._fresh, {}
        self._cache.put_answers(self._signature, fresh)


def _question(kind: Kind, unit: Unit, matches: Sequence[TermMatch], hints: Hints) -> str:
    return f"settled {inputs_of(kind, replace(unit, id=''), tuple(matches), hints)}"
