"""Prepare → translate → verify → repair: the process by which the glossary takes precedence over the engine.

A unit is translated once and verified; only units that fail are retried, all of them together:

1. with an engine that explains its drafts (`TransparentEngine`) the wrong words are replaced in place;
2. other forms of the sentence, or other samples, are translated;
3. the engine's own word for the term is searched for in its sentence, and replaced;
4. Japanese that was left is translated alone, then the clauses one by one;
5. as a last resort the term is added at the end, in brackets, and reported as a finding.

docs/terminology.md describes the process; `benchmarks/terminology.py` measures it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from bilingual.engines.base import Draft, Drafts, Engine, Request, Traits, is_transparent
from bilingual.model import Event, Kind, OnEvent, TermMatch, Unit
from bilingual.translation import fallbacks
from bilingual.translation.alignment_repair import relocate
from bilingual.translation.candidates import NO_HINTS, Covered, Hints, How, Judge, Task, take
from bilingual.translation.chrf import chrf
from bilingual.translation.prompt_forms import as_it_is, pieces, prepare_segment, restore, term_hints
from bilingual.translation.verify import verify

Find = Callable[[Unit], Sequence[TermMatch]]


N_BEST = 4
SAMPLES = 5
"""How often a failing unit is sampled again, if the engine can."""
_COVERED = 0.7
"""Coverage below which a unit is sampled again: above it, a choice gains nothing more
(`benchmarks/coverage.py`, `benchmarks/quality.py`)."""
_OTHERS = 3
_SAME = 0.6
"""Least chrF of a target with the draft that it was made from."""


@dataclass(frozen=True, slots=True)
class UnitCounts:
    """What enforcement did for one unit."""

    retried: bool = False
    """True if the first draft had an error."""
    improved: bool = False
    """True if the retry improved it."""
    drafts: int = 0
    """Drafts and samples judged."""
    score: float | None = None
    """The engine's own score of the draft that became the target; None if it has none."""
    others: tuple[str, ...] = ()
    """Other drafts of the engine, the best first; at most three."""
    empty: bool = False
    """True if the engine returned no English: all of the target is from rules."""


@dataclass(frozen=True, slots=True)
class DraftCounts:
    """What enforcement did in a run, in units."""

    units: int = 0
    decoded: int = 0
    """Units translated by the engine."""
    again: int = 0
    """Units that were retried."""
    improved: int = 0
    """Of these, units that improved."""
    repaired: int = 0
    """Units whose English was changed by a rule, not by the engine."""
    forced: int = 0
    """Units in which a term or number is in brackets, as a last resort."""
    drafts: int = 0
    """Drafts and samples judged."""
    each: Mapping[str, UnitCounts] = field(default_factory=dict)
    """By unit id."""


def enforce(
    units: Iterable[tuple[Kind, Unit]],
    engine: Engine,
    *,
    find: Find,
    judge: Judge,
    hints: Mapping[str, Hints] | None = None,
    covered: Covered | None = None,
    on: OnEvent | None = None,
    force: bool = True,
) -> tuple[dict[str, Unit], DraftCounts]:
    """Translate the units so that every term that `find` returns is used.

    `judge` returns the findings of a unit; it must be a pure function. `hints` has what an engine may be given in
    addition, by unit id; only what its traits name is used. Of targets without findings, the one that
    has more of the source's words according to `covered` is better. `on` is called for units that are translated and
    for steps in which failing units are retried. Returns the units by id, with targets and verified terms but without
    findings, and the figures of the run. Without `force` the last resort is left out, for measuring.
    """
    done: dict[str, Unit] = {}
    tasks: list[Task] = []
    for kind, unit in units:
        matches = tuple(find(unit))
        ready = as_it_is(unit, kind, matches)
        if ready is not None:
            done[unit.id] = ready
        else:
            tasks.append(Task(unit, kind, matches, (hints or {}).get(unit.id, NO_HINTS), covered))
    total = len(done) + len(tasks)
    count = (lambda number: on(Event("translating", number, total, "units"))) if on else None
    if count:
        count(len(done))
    first = decode_tasks(tasks, engine, judge, _first_form(engine.traits), count=count, base=len(done))
    retried = retry(_split_unsure(first, engine, judge), engine, judge, on)
    final = [fallbacks.force(task, judge) for task in retried] if force else retried
    for before, after in zip(first, final, strict=True):
        done[after.unit.id] = _settled(before, after)
    return done, _figures(total, first, retried, final)


def _split_unsure(tasks: list[Task], engine: Engine, judge: Judge) -> list[Task]:
    return fallbacks.unsure_by_clauses(tasks, engine, judge) if is_transparent(engine) else tasks


def _first_form(traits: Traits) -> str:
    """Return the form of the first request.

    If the engine shows its alignment, repairing its own words gives better English than putting English into its
    source (`benchmarks/terminology.py`); other engines keep terms best if they are in the sentence.
    """
    return "plain" if traits.form == "plain" else "spaced"


def _other_forms(traits: Traits) -> tuple[tuple[str, ...], ...]:
    """Return the forms of later requests for failing units: a batch of forms for each step."""
    other = "spaced" if traits.form == "plain" else "plain"
    # Placeholders keep nearly every term; where drafts are repaired as well, other forms are rarely needed.
    return (("placeholder",), (other,)) if traits.explains else (("placeholder", "tight", other),)


def retry(tasks: list[Task], engine: Engine, judge: Judge, on: OnEvent | None) -> list[Task]:
    """Return the tasks with the failing ones retried, step by step, until none fails."""
    steps: list[Callable[[list[Task]], list[Task]]] = []
    traits = engine.traits
    transparent = engine if is_transparent(engine) else None
    if transparent:
        steps.append(lambda failing: relocate(failing, transparent, judge))
    if traits.samples:
        first = _first_form(traits)
        for attempt in range(1, SAMPLES + 1):
            steps.append(lambda failing, n=attempt: decode_tasks(failing, engine, judge, first, attempt=n))  # type: ignore[misc]
    else:
        for some in _other_forms(traits):
            steps.append(lambda failing, some=some: decode_tasks(failing, engine, judge, *some, how="again"))  # type: ignore[misc]
        if transparent:
            steps.append(lambda failing: relocate(failing, transparent, judge))
    steps.append(lambda failing: fallbacks.avoid(failing, engine, judge))
    steps.append(lambda failing: fallbacks.own_words(failing, engine, judge))
    steps.append(lambda failing: fallbacks.leftovers(failing, engine, judge))
    steps.append(lambda failing: fallbacks.by_clauses(failing, engine, judge))
    tasks = list(tasks)
    for number, step in enumerate(steps, 1):
        failing = [n for n, task in enumerate(tasks) if _wants(task, engine)]
        if not failing:
            break
        if on:
            on(Event("repairing", number, len(steps), "steps"))
        for n, task in zip(failing, step([tasks[n] for n in failing]), strict=True):
            tasks[n] = task
    return tasks


def _wants(task: Task, engine: Engine) -> bool:
    """Return whether to retry a task: samples may repair any finding or find a missing word, the other steps terms."""
    best = task.best
    if engine.traits.samples:
        return best is None or not best.is_clean or (best.coverage is not None and best.coverage < _COVERED)
    return not task.complete


def decode_tasks(
    tasks: list[Task],
    engine: Engine,
    judge: Judge,
    *forms: str,
    attempt: int = 0,
    how: str = "",
    count: Callable[[int], None] | None = None,
    base: int = 0,
) -> list[Task]:
    """Translate every task in every form, in one batch, and keep the best of old and new.

    Without terms all forms are the same text, and with numbers most are: no request is repeated.
    """
    improved = list(tasks)
    requests: list[Request] = []
    places: list[tuple[int, str, range]] = []
    for number, task in enumerate(tasks):
        for form in forms:
            text = prepare_segment(task.unit.source, task.matches, form, task.hints.glosses)
            asked = improved[number].asked
            if (text, attempt) in asked:
                continue
            improved[number] = replace(improved[number], asked=asked | {(text, attempt)})
            cut = pieces(text)
            places.append((number, form, range(len(requests), len(requests) + len(cut))))
            requests += [_request(piece, task, engine.traits, attempt) for piece in cut]
    if not requests:
        return improved
    finished = 0

    def report(index: int, drafts: Drafts) -> None:
        nonlocal finished
        finished += 1
        if count:
            count(base + finished * len(tasks) // len(requests))

    drafts = engine.translate(requests, on_draft=report)
    for number, form, where in places:
        whole = _joined([drafts[index] for index in where])
        texts = [restore(draft.text, tasks[number].unit.source, tasks[number].matches, form) for draft in whole]
        scores = [draft.score for draft in whole]
        again: How = "again" if how or attempt else "engine"
        improved[number] = take(improved[number], texts, judge, how=again, scores=scores)
    return improved


def _request(segment: str, task: Task, traits: Traits, attempt: int) -> Request:
    """Return a request with what the engine uses."""
    uses = traits.uses
    return Request(
        segment,
        before=task.hints.before if "before" in uses else (),
        terms=term_hints(segment, task.matches) if "terms" in uses else (),
        n_best=1 if traits.samples else N_BEST,
        attempt=attempt,
        kind=task.kind if "kind" in uses else "",
    )


def _joined(parts: list[Drafts]) -> Drafts:
    """Return the n-best drafts of a segment translated in pieces: the pieces' drafts of the same rank, joined."""
    ranks = max((len(drafts) for drafts in parts), default=0)
    found = [[drafts[min(rank, len(drafts) - 1)] for drafts in parts if drafts] for rank in range(ranks)]
    return tuple(
        Draft(" ".join(draft.text for draft in one), sum(draft.score for draft in one) / len(one)) for one in found
    )


def _settled(first: Task, final: Task) -> Unit:
    """Return the unit, with how each of its terms came into the target."""
    if final.best is None:
        return replace(final.unit, origin="engine", terms=verify(final.matches, ""))
    lost = {(match.source, match.target) for match in first.best.lacks} if first.best else set()

    def how(match: TermMatch) -> TermMatch:
        if not match.found or match.how:
            return match
        late = final.best is not None and (match.source, match.target) in lost
        return replace(match, how=final.best.how if late and final.best else "engine")

    return replace(final.best.unit, terms=tuple(map(how, final.best.unit.terms)))


def _figures(total: int, first: Sequence[Task], retried: Sequence[Task], final: Sequence[Task]) -> DraftCounts:
    each = {
        end.unit.id: UnitCounts(
            retried=after is not before,
            improved=bool(after is not before and after.best and before.best and after.best.cost < before.best.cost),
            drafts=end.decoded,
            score=_own_score(end),
            others=tuple(one.target for one in end.drafts if end.best and one.target != end.best.target)[:_OTHERS],
            empty=not end.drafts,
        )
        for before, after, end in zip(first, retried, final, strict=True)
    }
    return DraftCounts(
        units=total,
        decoded=len(final),
        again=sum(one.retried for one in each.values()),
        improved=sum(one.improved for one in each.values()),
        repaired=sum(bool(task.best and task.best.how == "repaired") for task in final),
        forced=sum(any(match.how == "forced" for match in task.best.unit.terms) for task in final if task.best),
        drafts=sum(task.decoded for task in final),
        each=each,
    )


def _own_score(task: Task) -> float | None:
    """Return the engine's score of the target: of the same draft, or of the one that was repaired."""
    best = task.best
    if best is None or not task.drafts:
        return None
    same = next((draft for draft in task.drafts if draft.target == best.target), None)
    if same:
        return same.score or None
    likeness, nearest = max(
        ((chrf(draft.target, best.target), draft) for draft in task.drafts), key=lambda found: found[0]
    )
    return (nearest.score or None) if likeness > _SAME else None
