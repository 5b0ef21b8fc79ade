"""A unit during translation: its drafts, and the best of them so far."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from bilingual.languages.english.tidy import tidy
from bilingual.model import Finding, Kind, TermMatch, Unit
from bilingual.translation.rules import repair
from bilingual.translation.verify import forbidden, missing_terms, used_less, verify

Judge = Callable[[Kind, Unit], Sequence[Finding]]
Covered = Callable[[Unit], tuple[float, tuple[str, ...]] | None]
"""Returns the share of a source's content words that its target has, and the words it lacks; None if it cannot say."""
How = Literal["", "engine", "again", "repaired", "forced"]

_GRAVE = frozenset({"empty", "untranslated", "repeated", "boilerplate"})
_FAULTS = 6
"""Figures of a cost that count findings; the last is coverage."""
_STEPS = 50
"""Steps of coverage that are told apart: two targets with nearly the same coverage are equal."""
_KEPT = 12
"""Drafts of a unit that repairs may start from."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """One English sentence for a unit, and its findings."""

    unit: Unit
    faults: tuple[Finding, ...]
    cost: tuple[int, ...]
    """Broken text, then missing terms, then forbidden forms, then all other findings but notes: less is better."""
    how: How = "engine"
    score: float | None = None
    """Score of the engine's draft; None for a text that the engine did not write as it is."""
    coverage: float | None = None
    """Share of the source's content words that the target has, 0 to 1; None if it is not known."""

    @property
    def is_clean(self) -> bool:
        """Return whether there is no finding but notes, and nothing is missing."""
        return not any(self.cost[:_FAULTS])

    @property
    def target(self) -> str:
        """Return the English."""
        return self.unit.target

    @property
    def lacks(self) -> tuple[TermMatch, ...]:
        """Return the required terms and numbers that are missing."""
        return tuple(match for match in missing_terms(self.unit.terms) if must(match))

    @property
    def complete(self) -> bool:
        """Return whether all that is required is used, nothing forbidden is, and the text is not broken."""
        return not any(self.cost[:3])


@dataclass(frozen=True, slots=True)
class Gloss:
    """The English of a word that is not in the glossary, from a dictionary: a hint, never required."""

    start: int
    """Offset of the word in the segment."""
    end: int
    source: str
    english: str


@dataclass(frozen=True, slots=True)
class Hints:
    """What an engine may be given in addition to a unit."""

    before: tuple[str, ...] = ()
    """The preceding sentences of its block, in reading order."""
    glosses: tuple[Gloss, ...] = ()


NO_HINTS = Hints()


@dataclass(frozen=True, slots=True)
class Task:
    """A unit, what it requires, and its candidates."""

    unit: Unit
    kind: Kind
    matches: tuple[TermMatch, ...]
    hints: Hints = NO_HINTS
    covered: Covered | None = None
    best: Candidate | None = None
    drafts: tuple[Candidate, ...] = ()
    """Distinct drafts of the engine, best first by its own score; repairs start from them."""
    decoded: int = 0
    """Number of drafts judged."""
    asked: frozenset[tuple[str, int]] = frozenset()
    """Requests sent to the engine: text and attempt."""

    @property
    def complete(self) -> bool:
        """Return whether the best candidate needs no repair."""
        return self.best is not None and self.best.complete


def must(match: TermMatch) -> bool:
    """Return whether the match is required in the target: every term, and every number that is not an idiom."""
    return match.kind != "number" or (match.number is not None and match.number.hard)


def judged(task: Task, target: str, judge: Judge, *, how: How = "engine", score: float | None = None) -> Candidate:
    """Return the target as a candidate of the task: tidied, repaired by rule, verified and judged."""
    kept = [match.target for match in task.matches if match.kind != "number"]
    target = tidy(target, task.unit.source, task.kind, keep=kept)
    repaired = repair(target, task.matches)
    if repaired != target:
        target = tidy(repaired, task.unit.source, task.kind, keep=kept)
    unit = replace(task.unit, target=target, origin="engine", terms=verify(task.matches, target))
    faults = tuple(judge(task.kind, unit))
    found = task.covered(unit) if task.covered else None
    coverage = found[0] if found else None
    uncovered = round((1 - coverage) * _STEPS) if coverage is not None else 0
    return Candidate(unit, faults, (*cost_of(unit, faults), uncovered), how, score, coverage)


def cost_of(unit: Unit, faults: Sequence[Finding]) -> tuple[int, ...]:
    """Return how bad a target with verified terms and these findings is: `Candidate.cost` without its coverage."""
    lost = missing_terms(unit.terms)
    return (
        sum(fault.code in _GRAVE for fault in faults),
        sum(must(match) for match in lost),
        len(forbidden(unit.terms, unit.target)),
        sum(fault.code in ("number-mismatch", "number-direction", "negation") for fault in faults),
        len(used_less(unit.terms)) + sum(not must(match) for match in lost),
        sum(fault.severity != "note" for fault in faults),
    )


def take(
    task: Task,
    targets: Sequence[str],
    judge: Judge,
    *,
    how: How = "engine",
    keep: bool = True,
    scores: Sequence[float] = (),
) -> Task:
    """Return the task after judging the targets: the best candidate is kept, the first of equals.

    With `keep` the targets are drafts of the engine that later repairs may start from; `scores` are theirs.
    """
    best, drafts, decoded = task.best, list(task.drafts), task.decoded
    for number, target in enumerate(targets):
        if best is not None and not any(best.cost):
            break  # nothing can be better, and drafts are needed for repairs only
        candidate = judged(task, target, judge, how=how, score=scores[number] if scores else None)
        decoded += 1
        if best is None or candidate.cost < best.cost:
            best = candidate
        known = any(candidate.target == draft.target for draft in drafts)
        if keep and candidate.target and not known and len(drafts) < _KEPT:
            drafts.append(candidate)
    return replace(task, best=best, drafts=tuple(drafts), decoded=decoded)
