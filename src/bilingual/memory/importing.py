"""Take decisions from another memory: what is new, what changes, and what contradicts an approved target."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from bilingual.memory.entries import Decision, Entry
from bilingual.memory.store import Memory


@dataclass(frozen=True, slots=True)
class ImportConflict:
    """A decision that contradicts an approved target, or an earlier row of the same file."""

    theirs: Decision
    ours: Decision


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """What an import does."""

    new: tuple[Decision, ...]
    changed: tuple[tuple[Entry, Decision], ...]
    """Entries that nobody has approved, and what takes their place."""
    conflicts: tuple[ImportConflict, ...]
    unchanged: int


def plan_import(memory: Memory, decisions: Sequence[Decision]) -> ImportPlan:
    """Compare decisions with the memory; nothing is stored.

    A decision without neighbours is compared with every entry of its source: it is not known where it belongs.
    """
    stored = memory.find({decision.key for decision in decisions})
    new: dict[tuple[str, str, str], Decision] = {}
    changed: dict[int, tuple[Entry, Decision]] = {}
    conflicts: list[ImportConflict] = []
    unchanged = 0
    for decision in decisions:
        place = decision.source, decision.before, decision.after
        same = [entry for entry in stored.get(decision.key, ()) if entry.source == decision.source]
        here = [entry for entry in same if (entry.before, entry.after) == place[1:]]
        if not here and place[1:] == ("", ""):
            here = same
        earlier = new.get(place)
        if earlier is not None:
            if _says(earlier) != _says(decision):
                conflicts.append(ImportConflict(decision, earlier))
            else:
                unchanged += 1
        elif not here:
            new[place] = decision
        elif all(_says(entry) == _says(decision) for entry in here):
            unchanged += 1
        else:
            _sort(here, decision, changed, conflicts)
    return ImportPlan(tuple(new.values()), tuple(changed.values()), tuple(conflicts), unchanged)


def _sort(
    here: Iterable[Entry],
    decision: Decision,
    changed: dict[int, tuple[Entry, Decision]],
    conflicts: list[ImportConflict],
) -> None:
    """Add what a decision does to each of these entries."""
    for entry in here:
        merged = _merged(entry, decision)
        if _says(entry) == _says(decision):
            continue
        if entry.status == "approved":
            # The same English with a lower status takes nothing away.
            if entry.target != decision.target or entry.said_in != decision.said_in:
                conflicts.append(ImportConflict(merged, entry))
        elif entry.id in changed and _says(changed[entry.id][1]) != _says(merged):
            conflicts.append(ImportConflict(merged, changed[entry.id][1]))
        else:
            changed[entry.id] = entry, merged


def store_import(memory: Memory, plan: ImportPlan, *, theirs: bool, batch: str) -> int:
    """Store what a plan has and return the number of entries that are new or changed.

    Conflicts keep our target, and theirs is offered beside it; with `theirs`, it is taken. Raises
    `RevisionConflictError` if an entry was changed since the plan was made.
    """
    changed = dict(plan.changed) | {
        one.ours: one.theirs for one in plan.conflicts if theirs and isinstance(one.ours, Entry)
    }
    decisions = [*plan.new, *(replace(decision, replaces=entry.id) for entry, decision in changed.items())]
    if decisions:
        memory.decide(decisions, batch=batch, expected={entry.id: entry.revision for entry in changed})
    for one in plan.conflicts:
        if isinstance(one.ours, Entry) and not theirs and one.theirs.target:
            memory.offer(one.ours.id, one.theirs.target, origin=one.theirs.origin, author=one.theirs.author)
    return len(decisions)


def _says(decision: Decision) -> tuple[object, ...]:
    return decision.target, decision.status, decision.said_in, decision.notes, decision.dismissed


def _merged(entry: Entry, decision: Decision) -> Decision:
    """Return the decision at the entry's place, with what only the entry knows."""
    return replace(
        decision,
        before=entry.before,
        after=entry.after,
        kind=entry.kind,
        draft=decision.draft or entry.draft,
        engine=decision.engine or entry.engine,
        terms=decision.terms or entry.terms,
        article=decision.article or entry.article,
    )
