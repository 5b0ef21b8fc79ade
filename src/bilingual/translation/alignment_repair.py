"""Repair by alignment: find how a term was rendered, put the required English there, take the likeliest result.

Bogoychev and Chen (WMT 2023) find violations by word alignment and translate again; here the aligned words are
replaced, which needs one forced pass instead of a search, and always yields the term.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from bilingual import numbers
from bilingual.engines.base import Question, Rendering, TransparentEngine
from bilingual.model import TermMatch
from bilingual.translation.candidates import Candidate, Judge, Task, judged
from bilingual.translation.insertion import place_term
from bilingual.translation.verify import TextSpan, blank_out, locate

BASES = 2
"""Drafts of a unit that are repaired side by side; the likeliest result is taken."""
CANDIDATES = 2
"""Complete results of a unit that the engine scores."""
ROUNDS = 3
"""How often a unit is repaired: a repair may reveal another missing term."""


@dataclass(frozen=True, slots=True)
class _Gap:
    """A draft, and a term that it lacks."""

    task: int
    draft: Candidate
    match: TermMatch


def relocate(tasks: Sequence[Task], engine: TransparentEngine, judge: Judge) -> list[Task]:
    """Return the tasks with every incomplete one repaired where the engine's attention shows the place.

    Each of a unit's drafts is repaired; the likeliest complete result by the engine's own score is taken.
    """
    done = list(tasks)
    bases = {n: _bases(task) for n, task in enumerate(tasks) if not task.complete}
    whole: dict[int, list[Candidate]] = {
        n: [draft for draft in drafts if draft.complete] for n, drafts in bases.items()
    }
    for _ in range(ROUNDS):
        gaps = [_Gap(n, draft, match) for n, drafts in bases.items() for draft in drafts for match in draft.lacks]
        if not gaps:
            break
        places = engine.locate(
            [Question(tasks[g.task].unit.source, g.draft.target, g.match.start, g.match.end) for g in gaps]
        )
        found: dict[tuple[int, str], list[tuple[TermMatch, tuple[Rendering, ...]]]] = {}
        for gap, renderings in zip(gaps, places, strict=True):
            found.setdefault((gap.task, gap.draft.target), []).append((gap.match, renderings))
        following: dict[int, list[Candidate]] = {}
        for (n, text), wanted in found.items():
            draft = next(draft for draft in bases[n] if draft.target == text)
            for target in dict.fromkeys(_proposals(draft, wanted)):
                repaired = judged(tasks[n], target, judge, how="repaired")
                if repaired.complete:
                    whole[n].append(repaired)
                elif repaired.cost < draft.cost:
                    following.setdefault(n, []).append(repaired)
        bases = {n: sorted(drafts, key=lambda one: one.cost)[:BASES] for n, drafts in following.items()}
        for n, drafts in bases.items():
            best = done[n].best
            if best is None or drafts[0].cost < best.cost:
                done[n] = replace(done[n], best=drafts[0])
    for n, best in _likeliest(tasks, whole, engine).items():
        done[n] = replace(done[n], best=best)
    return done


def _bases(task: Task) -> list[Candidate]:
    drafts = task.drafts[:BASES]
    least = min((draft.cost[:2] for draft in drafts), default=())
    # Broken text cannot be repaired; a draft that lacks more than another is not worth the engine's time.
    return [draft for draft in drafts if not draft.cost[0] and draft.cost[:2] == least]


def _proposals(draft: Candidate, wanted: Sequence[tuple[TermMatch, tuple[Rendering, ...]]]) -> Iterator[str]:
    """Yield the draft with the wanted terms at their likeliest places, then with one of them at its second place."""
    choices = [0] * len(wanted)
    yield _placed(draft, wanted, choices)
    for n, (_, renderings) in enumerate(wanted):
        if len(renderings) > 1:
            yield _placed(draft, wanted, [int(n == other) for other in range(len(wanted))])


def _placed(draft: Candidate, wanted: Sequence[tuple[TermMatch, tuple[Rendering, ...]]], choices: Sequence[int]) -> str:
    """Return the draft with each term at its chosen place, from the end to the start so that offsets stay valid."""
    text = draft.target
    taken: list[TextSpan] = [span for span in locate(draft.unit.terms, text) if span]
    edits: list[tuple[Rendering, TermMatch]] = []
    wrong = _wrong_numbers(draft, taken) if any(match.kind == "number" for match, _ in wanted) else []
    for (match, renderings), choice in zip(wanted, choices, strict=True):
        if renderings:
            rendering = renderings[min(choice, len(renderings) - 1)]
            edits.append((_whole_number(rendering, wrong) if match.kind == "number" else rendering, match))
    edits.sort(key=lambda edit: (edit[0].start, edit[0].end), reverse=True)
    limit = len(text) + 1
    for rendering, match in edits:
        end = min(rendering.end, limit)
        if rendering.start >= end:
            continue
        if match.number and numbers.contradicts(text, (rendering.start, end), match.number):
            continue
        changed = place_term(
            text, (rendering.start, end), match.target, taken=[span for span in taken if span[1] <= limit]
        )
        if changed is not None:
            text, limit = changed, rendering.start
    return text


def _wrong_numbers(draft: Candidate, taken: Sequence[TextSpan]) -> list[TextSpan]:
    """Return the numbers of a draft that the source does not have: one of them replaces the correct one."""
    terms = [match for match in draft.unit.terms if match.kind == "number"]
    return [(stray.start, stray.end) for stray in numbers.strays(blank_out(draft.target, taken), terms)]


def _whole_number(rendering: Rendering, wrong: Sequence[TextSpan]) -> Rendering:
    """Return the wrong number that a rendering is part of, or the rendering: no figure is replaced in part."""
    for start, end in wrong:
        if start < rendering.end and rendering.start < end:
            return replace(rendering, start=start, end=end)
    return rendering


def _likeliest(
    tasks: Sequence[Task], whole: dict[int, list[Candidate]], engine: TransparentEngine
) -> dict[int, Candidate]:
    """Return, for each task with complete candidates, the one with the highest score."""
    choices: dict[int, list[Candidate]] = {}
    for n, candidates in whole.items():
        least = min((candidate.cost for candidate in candidates), default=None)
        equal = {candidate.target: candidate for candidate in candidates if candidate.cost == least}
        choices[n] = list(equal.values())[:CANDIDATES]
    pairs = [(n, one) for n, candidates in choices.items() for one in candidates if len(candidates) > 1]
    scores = engine.score([(tasks[n].unit.source, candidate.target) for n, candidate in pairs]) if pairs else []
    likeliest: dict[int, tuple[float, Candidate]] = {}
    for (n, candidate), score in zip(pairs, scores, strict=True):
        if n not in likeliest or score > likeliest[n][0]:
            likeliest[n] = (score, candidate)
    chosen = {n: candidate for n, (_, candidate) in likeliest.items()}
    return {n: chosen.get(n, candidates[0]) for n, candidates in choices.items() if candidates}
