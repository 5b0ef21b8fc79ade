"""Recall: which stored decision applies to each unit of an article."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from bilingual.keys import UnitKeys, keys_of
from bilingual.memory.entries import Entry
from bilingual.memory.store import Memory
from bilingual.model import Article, Kind, Unit

ContextMatch = Literal["both", "one", "exact", "key"]
"""Both neighbours are the same, one is, only the source is, or only its key (another width or spacing)."""


@dataclass(frozen=True, slots=True)
class Recalled:
    """A stored decision that applies to a unit."""

    entry: Entry
    match: ContextMatch


def has_decision(entry: Entry) -> bool:
    """Return whether the target is a person's: approved, or edited and not rejected."""
    return entry.status == "approved" or (entry.status == "draft" and entry.origin != "engine" and bool(entry.target))


def recall(article: Article, memory: Memory) -> tuple[dict[str, Recalled], dict[str, Entry]]:
    """Return the decision whose target each unit takes, by unit id, and the entry that is about each unit.

    The second has comments, dismissed findings and rejected drafts; it need not have a target to take.
    """
    keys = keys_of(article)
    found = memory.find({one.key for one in keys.values()})
    if not found:
        return {}, {}
    taken: dict[str, Recalled] = {}
    about: dict[str, Entry] = {}
    for kind, unit in _units(article):
        entries = found.get(keys[unit.id].key, ()) if unit.id in keys else ()
        if not entries:
            continue
        ranked = ranked_entries(entries, unit.source, keys[unit.id], kind=kind, article=article.path)
        about[unit.id] = ranked[0].entry
        best = next((one for one in ranked if has_decision(one.entry)), None)
        if best:
            taken[unit.id] = best
    return _without_lost(taken, keys), about


def ranked_entries(
    entries: Sequence[Entry], source: str, keys: UnitKeys, *, kind: Kind = "paragraph", article: str = ""
) -> list[Recalled]:
    """Return the entries, which have the unit's key, with the best match first."""

    def neighbours(entry: Entry) -> int:
        return (entry.before == keys.before) + (entry.after == keys.after)

    def order(entry: Entry) -> tuple[int, bool, bool, bool, str, int]:
        same = entry.source == source
        return neighbours(entry), same, entry.article == article, entry.kind == kind, entry.changed, entry.id

    matches: tuple[ContextMatch, ...] = ("exact", "one", "both")
    return [
        Recalled(entry, "key" if entry.source != source and not neighbours(entry) else matches[neighbours(entry)])
        for entry in sorted(entries, key=order, reverse=True)
    ]


def recalled_unit(unit: Unit, recalled: Recalled, said_in: str = "") -> Unit:
    """Return the unit with the stored target; `said_in` is the id of the unit that says it, too."""
    entry = recalled.entry
    origin: Literal["memory", "person"] = "memory" if entry.status == "approved" else "person"
    return replace(unit, target=entry.target, origin=origin, status=entry.status, said_in=said_in)


def said_in(taken: Mapping[str, Recalled], keys: Mapping[str, UnitKeys]) -> dict[str, str]:
    """Return the unit that says each emptied unit, too, by id: the nearest one with the stored key."""
    names = list(keys)
    places = {name: at for at, name in enumerate(names)}
    found: dict[str, str] = {}
    for name, one in taken.items():
        if one.entry.said_in and not one.entry.target:
            others = [other for other in names if keys[other].key == one.entry.said_in and other in taken]
            if others:
                found[name] = min(others, key=lambda other: abs(places[other] - places[name]))
    return found


def _without_lost(taken: dict[str, Recalled], keys: Mapping[str, UnitKeys]) -> dict[str, Recalled]:
    """Leave out emptied units whose sentence is said in a unit that the article no longer has, or that changed."""
    said: Collection[str] = said_in(taken, keys)
    return {name: one for name, one in taken.items() if one.entry.target or not one.entry.said_in or name in said}


def _units(article: Article) -> Iterator[tuple[Kind, Unit]]:
    return ((block.kind, unit) for block in article.blocks for unit in block.units)
