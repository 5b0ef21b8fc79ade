"""Draft the units of an article with one engine or several, and take the best target of each.

Every engine runs the whole process on its own: terms and numbers are enforced by what the engine can do. One judge
then chooses for each unit, and says how sure it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from bilingual.engines.base import Engine, is_transparent
from bilingual.memory.settled import FinishedUnit, SettledUnits
from bilingual.model import Kind, OnEvent, Unit
from bilingual.quality.choice import Option, choose_option
from bilingual.quality.confidence import estimate_confidence
from bilingual.quality.signals import Opinions, Signals, signals_of
from bilingual.translation.candidates import NO_HINTS, Covered, Hints, Judge
from bilingual.translation.enforce import Find, UnitCounts, enforce


@dataclass(frozen=True, slots=True)
class Drafter:
    """An engine, and what it has finished in earlier runs."""

    engine: Engine
    settled: SettledUnits | None = None


@dataclass(frozen=True, slots=True)
class Drafted:
    """The units of a run with their targets, and how they were made."""

    units: Mapping[str, Unit]
    """By id, with verified terms and without findings."""
    counts: Mapping[str, UnitCounts] = field(default_factory=dict)
    """By id: what the engine that was chosen did."""
    signals: Mapping[str, Signals] = field(default_factory=dict)
    """By id: what the confidence in a draft is based on."""


def draft_units(
    units: Iterable[tuple[Kind, Unit]],
    drafters: Sequence[Drafter],
    *,
    find: Find,
    judge: Judge,
    hints: Mapping[str, Hints] | None = None,
    covered: Covered | None = None,
    on: OnEvent | None = None,
) -> Drafted:
    """Return the units with the best target of all engines; earlier engines take precedence.

    `judge` returns the findings of a unit; it must be a pure function.
    """
    todo = list(units)
    work = _Work(find, judge, hints or {}, covered, on)
    made = [_made(todo, one, work, _position(drafters, one)) for one in drafters]
    scores = [_scores(one.engine, made) for one in drafters]
    chosen: dict[str, Unit] = {}
    counts: dict[str, UnitCounts] = {}
    signals: dict[str, Signals] = {}
    for kind, unit in todo:
        options = [
            _option(
                kind,
                done[unit.id][0],
                drafters[number].engine.name,
                _opinions(unit.id, number, drafters, made, scores),
                work,
            )
            for number, done in enumerate(made)
        ]
        best = choose_option(options)
        chosen[unit.id], counts[unit.id] = options[best].unit, made[best][unit.id][1]
        if found := options[best].signals:
            signals[unit.id] = found
    return Drafted(chosen, counts, signals)


_Made = dict[str, tuple[Unit, UnitCounts]]
"""The finished units of one engine, by id."""
_Scores = dict[tuple[str, str], float]
"""Mean log-probability of a token of each (source, target), according to one engine."""


@dataclass(frozen=True, slots=True)
class _Work:
    find: Find
    judge: Judge
    hints: Mapping[str, Hints]
    covered: Covered | None
    on: OnEvent | None


def _position(drafters: Sequence[Drafter], drafter: Drafter) -> str:
    """Return which engine is at work, for progress; empty if there is only one."""
    return drafter.engine.name if len(drafters) > 1 else ""


def _made(todo: Sequence[tuple[Kind, Unit]], drafter: Drafter, work: _Work, label: str) -> _Made:
    """Return the finished units of one engine, from an earlier run or from this one."""
    engine, settled, on = drafter.engine, drafter.settled, work.on

    def hints_for(unit: Unit) -> Hints:
        return only_used(work.hints.get(unit.id, NO_HINTS), engine)

    done: _Made = {}
    for kind, unit in todo if settled else ():
        if settled and (known := settled.get(kind, unit, work.find(unit), hints_for(unit))):
            done[unit.id] = known
    missing = [(kind, unit) for kind, unit in todo if unit.id not in done]
    report = (lambda event: on(replace(event, what=label))) if on and label else on
    hints = {unit.id: hints_for(unit) for _, unit in missing}
    units, counts = enforce(
        missing, engine, find=work.find, judge=work.judge, hints=hints, covered=work.covered, on=report
    )
    done |= {unit.id: (units[unit.id], counts.each.get(unit.id, UnitCounts())) for _, unit in missing}
    if settled:
        settled.put(FinishedUnit(kind, unit, work.find(unit), hints[unit.id], *done[unit.id]) for kind, unit in missing)
    return done


def only_used(hints: Hints, engine: Engine) -> Hints:
    """Return the hints that the engine uses."""
    uses = engine.traits.uses
    return Hints(hints.before if "before" in uses else (), hints.glosses if "glosses" in uses else ())


def _scores(engine: Engine, made: Sequence[_Made]) -> _Scores:
    """Return how likely an engine finds the targets of all engines; empty if it cannot say."""
    if not is_transparent(engine):
        return {}
    pairs = dict.fromkeys(
        (unit.source, unit.target) for done in made for unit, _ in done.values() if unit.origin == "engine"
    )
    wanted = [pair for pair in pairs if pair[1]]
    return dict(zip(wanted, engine.score(wanted) if wanted else (), strict=True))


def _opinions(
    unit_id: str, number: int, drafters: Sequence[Drafter], made: Sequence[_Made], scores: Sequence[_Scores]
) -> Opinions:
    """Return what the engines think of the target that engine `number` made for a unit."""
    unit, count = made[number][unit_id]
    pair = unit.source, unit.target
    drafts = [done[unit_id][0].target for n, done in enumerate(made) if n != number]
    # The other drafts of a beam are nearly the same; those of a sampling engine are second opinions.
    drafts += count.others if drafters[number].engine.traits.samples else ()
    return Opinions(
        own=scores[number].get(pair, count.score),
        others=tuple(one[pair] for n, one in enumerate(scores) if n != number and pair in one),
        drafts=tuple(drafts),
    )


def _option(kind: Kind, target: Unit, name: str, opinions: Opinions, work: _Work) -> Option:
    """Return the target of one engine for a unit, with the confidence in it."""
    if target.origin != "engine":
        return Option(target, (), None)
    findings = tuple(work.judge(kind, target))
    signals = signals_of(target, opinions, findings, covered=work.covered(target) if work.covered else None)
    found = estimate_confidence(signals, name)
    target = replace(target, engine=name, confidence=found.confidence, doubts=found.doubts)
    return Option(target, findings, found.confidence, signals)
