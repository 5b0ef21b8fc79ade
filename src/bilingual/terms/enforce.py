"""Prepare → decode → verify: the road that puts the glossary's English into the draft.

The English goes into the Japanese sentence where the term stood, because that is what engines keep best
(docs/engines.md has the figures). Every draft is verified; a unit that fails is decoded again, in other forms or
by other samples, all failing units in one batch. What is still missing then becomes a finding.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from bilingual.engines.base import Draft, Engine
from bilingual.model import Finding, Kind, TermMatch, Unit
from bilingual.terms.repair import repair
from bilingual.terms.tidy import tidy
from bilingual.terms.verify import verify

Find = Callable[[Unit], Sequence[TermMatch]]
Judge = Callable[[Kind, Unit], Sequence[Finding]]
Progress = Callable[[int], None]
"""Called with the number of units that are done."""

N_BEST = 4
SAMPLES = 5
"""How often a failing unit is sampled again by an engine that can."""
PIECE = 250
"""Characters after which a segment is decoded in pieces: engines cut or loop on longer ones."""

_JAPANESE = re.compile(
    r"[\u3041-\u3096\u30a1-\u30fa\u30fc-\u30fe\u3400-\u9fff\uf900-\ufaff\uff66-\uff9d々〆\U00020000-\U0003ffff]"
)
_GRAVE = frozenset({"empty", "untranslated", "repeated", "boilerplate"})


@dataclass(frozen=True, slots=True)
class Task:
    """A unit on its way through the engine."""

    unit: Unit
    kind: Kind
    matches: tuple[TermMatch, ...]
    best: Unit | None = None
    faults: tuple[Finding, ...] = ()
    decoded: int = 0
    """How many drafts were looked at."""


@dataclass(frozen=True, slots=True)
class Figures:
    """What enforcement did in a run."""

    units: int = 0
    decoded: int = 0
    """Units that went through the engine."""
    again: int = 0
    """Units that had to be decoded again."""
    mended: int = 0
    """Units that came out better for it."""


def enforce(
    units: Iterable[tuple[Kind, Unit]],
    engine: Engine,
    *,
    find: Find,
    judge: Judge,
    progress: Progress | None = None,
    again: Callable[[int, int], None] | None = None,
) -> tuple[dict[str, Unit], Figures]:
    """Translate the units so that every term `find` sees is said, as far as the engine can be brought to.

    `judge` names what is wrong with a unit; it must be a pure function. Returns the units by id, with targets and
    verified terms but without findings, and the figures of the run. `progress` counts units, `again` the rounds
    in which failing units are decoded once more.
    """
    done: dict[str, Unit] = {}
    tasks: list[Task] = []
    for kind, unit in units:
        matches = tuple(find(unit))
        ready = as_it_is(unit, kind, matches)
        if ready is not None:
            done[unit.id] = ready
        else:
            tasks.append(Task(unit, kind, matches))
    total = len(done) + len(tasks)
    if progress:
        progress(len(done))
    first = _decode(tasks, engine, judge, ("spaced",), attempt=0, count=progress, base=len(done))
    final = _again(first, engine, judge, again)
    for task in final:
        done[task.unit.id] = _settled(task)
    faulty = [(before, after) for before, after in zip(first, final, strict=True) if after.decoded > before.decoded]
    mended = sum(_cost(after) < _cost(before) for before, after in faulty)
    return done, Figures(units=total, decoded=len(tasks), again=len(faulty), mended=mended)


def as_it_is(unit: Unit, kind: Kind, matches: Sequence[TermMatch]) -> Unit | None:
    """Return the unit with its target when no engine is needed: code, addresses, numbers, Latin text, a bare term."""
    source = unit.source
    if kind in ("code", "separator") or not _JAPANESE.search(source):
        return replace(unit, target=source, origin="source", terms=verify(matches, source))
    rest, at = "", 0
    for match in matches:
        rest += source[at : match.start]
        at = match.end
    rest += source[at:]
    if matches and not rest.strip(" \u3000"):
        target = " ".join(match.target for match in matches)
        return replace(unit, target=target, origin="source", terms=verify(matches, target))
    return None


def prepare(source: str, matches: Sequence[TermMatch], form: str) -> str:
    """Return the segment with its terms' English in place of the Japanese.

    Forms: `spaced` (a space on each side), `tight` (none), `placeholder` (X1, X2 …), `plain` (the source itself).
    """
    if form == "plain":
        return source
    parts: list[str] = []
    at = 0
    for number, match in enumerate(matches, 1):
        parts.append(source[at : match.start])
        at = match.end
        word = f"X{number}" if form == "placeholder" else match.target
        parts.append(word if form == "tight" else f" {word} ")
    parts.append(source[at:])
    return re.sub(r" {2,}", " ", "".join(parts)).strip()


def restore(text: str, matches: Sequence[TermMatch], form: str) -> str:
    """Put the terms back where their placeholders stand; other forms have nothing to restore."""
    if form != "placeholder":
        return text

    def target(found: re.Match[str]) -> str:
        number = int(found[1])
        return matches[number - 1].target if 0 < number <= len(matches) else found.group()

    return re.sub(r"\bX ?(\d{1,4})\b", target, text)


def pieces(segment: str, limit: int = PIECE) -> list[str]:
    """Cut a segment that is too long for an engine, at its commas if it can be. Joined, the pieces are the segment."""
    if len(segment) <= limit:
        return [segment]
    found: list[str] = []
    rest = segment
    while len(rest) > limit:
        # Full stops before commas before spaces; a Latin comma may be inside a number.
        cut = next((at for sign in "。；;、，\u3000 " if (at := rest.rfind(sign, limit // 3, limit)) >= 0), -1)
        cut = limit if cut < 0 else cut + 1
        found.append(rest[:cut])
        rest = rest[cut:]
    return [*found, rest] if rest.strip() else found


def _again(tasks: list[Task], engine: Engine, judge: Judge, report: Callable[[int, int], None] | None) -> list[Task]:
    tasks = list(tasks)
    forms = ("placeholder", "tight", "plain")
    rounds = range(1, SAMPLES + 1) if engine.samples else (0,)
    for number, attempt in enumerate(rounds, 1):
        # An engine that does not sample says the same again, so only another form of the source can help.
        failing = [n for n, task in enumerate(tasks) if task.faults and (engine.samples or task.matches)]
        if not failing:
            break
        if report:
            report(number, len(rounds))
        batch = [tasks[n] for n in failing]
        redone = _decode(batch, engine, judge, ("spaced",) if engine.samples else forms, attempt=attempt)
        for n, task in zip(failing, redone, strict=True):
            tasks[n] = task
    return tasks


def _decode(
    tasks: list[Task],
    engine: Engine,
    judge: Judge,
    forms: Sequence[str],
    *,
    attempt: int,
    count: Progress | None = None,
    base: int = 0,
) -> list[Task]:
    """Decode every task in every form, in one batch, and keep the best of old and new."""
    segments: list[str] = []
    places: list[tuple[int, str, range]] = []
    for number, task in enumerate(tasks):
        # Without terms all forms are the same text.
        for form in forms if task.matches else ("plain",):
            cut = pieces(prepare(task.unit.source, task.matches, form))
            places.append((number, form, range(len(segments), len(segments) + len(cut))))
            segments += cut
    finished = 0

    def report(index: int, drafts: tuple[Draft, ...]) -> None:
        nonlocal finished
        finished += 1
        if count:
            count(base + finished * len(tasks) // max(1, len(segments)))

    drafts = engine.translate(segments, n_best=1 if engine.samples else N_BEST, attempt=attempt, progress=report)
    improved = list(tasks)
    for number, form, where in places:
        for text in _joined([drafts[index] for index in where]):
            improved[number] = _better(improved[number], text, form, judge)
    return improved


def _joined(parts: list[tuple[Draft, ...]]) -> list[str]:
    """Return the n-best texts of a segment that was decoded in pieces: the pieces' drafts of the same rank, joined."""
    ranks = max((len(drafts) for drafts in parts), default=0)
    return [" ".join(drafts[min(rank, len(drafts) - 1)].text for drafts in parts if drafts) for rank in range(ranks)]


def _better(task: Task, text: str, form: str, judge: Judge) -> Task:
    kept = [match.target for match in task.matches]
    target = tidy(restore(text, task.matches, form), task.unit.source, task.kind, keep=kept)
    target = repair(target, task.matches)
    unit = replace(task.unit, target=target, origin="engine", terms=verify(task.matches, target))
    faults = tuple(judge(task.kind, unit))
    candidate = replace(task, best=unit, faults=faults, decoded=task.decoded + 1)
    if task.best is None or _cost(candidate) < _cost(task):
        return candidate
    return replace(task, decoded=task.decoded + 1)


def _cost(task: Task) -> tuple[int, int, int]:
    """Order candidates by broken text, then missing terms, then all faults; the engine's own order decides ties."""
    grave = sum(fault.code in _GRAVE for fault in task.faults)
    missing = sum(not match.found for match in task.best.terms) if task.best else 99
    return (grave, missing, len(task.faults))


def _settled(task: Task) -> Unit:
    return task.best or replace(task.unit, origin="engine", terms=verify(task.matches, ""))
