"""Recall: which stored decision applies to each unit of an article."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from bilingual.keys import UnitKeys, keys_of
from bilingual.memory.entries import Entry
from bilingual.memory.store import Memory
from bilingual.model import Article, Kind, Unit

ContextMatch = Literal["both", "one", "exact", "key"]
"""Both neighbours are the same, one is, only the source is, or only its key (another width or spacing)."""


_FARTHEST = 4
"""Units between an emptied sentence and the one that says it, at most."""


@dataclass(frozen=True, slots=True)
class Recalled:
    """A stored decision that applies to a unit."""

    entry: Entry
    match: ContextMatch


def has_decision(entry: Entry) -> bool:
    """Return whether the target is a person's: approved, or edited and not rejected."""
    return entry.status == "approved" or (entry.status == "draft" and entry.origin != "engine" and bool(entry.target))


@dataclass(frozen=True, slots=True)
class UnitPlace:
    """A unit that may take a stored decision, and where it is."""

    id: str
    source: str
    keys: UnitKeys
    kind: Kind = "paragraph"
    inner_before: bool = False
    """True when the unit before is in the same block."""
    inner_after: bool = False


def recall(article: Article, memory: Memory) -> tuple[dict[str, Recalled], dict[str, Entry]]:
    """Return the decision whose target each unit takes, by unit id, and the entry that is about each unit.

    The second has comments, dismissed findings and rejected drafts; it need not have a target to take.
    """
    keys = keys_of(article)
    found = memory.find({one.key for one in keys.values()})
    if not found:
        return {}, {}
    places = [
        UnitPlace(unit.id, unit.source, keys[unit.id], block.kind, at > 0, at + 1 < len(block.units))
        for block in article.blocks
        for at, unit in enumerate(block.units)
        if unit.id in keys
    ]
    taken = assign_entries(places, found, article=article.path)
    about = {name: one.entry for name, one in taken.items()}
    for place in places:
        for one in ranked_entries(found.get(place.keys.key, ()), place, article=article.path):
            if one.match in ("both", "one") or one.entry.article != article.path or one.entry.status == "rejected":
                about.setdefault(place.id, one.entry)
    return _without_lost(taken, keys), about


def assign_entries(
    places: Sequence[UnitPlace], found: Mapping[str, list[Entry]], *, article: str
) -> dict[str, Recalled]:
    """Return the decision that each unit takes, by unit id; the best matches are assigned first.

    A decision about one place of this article does not spread to its other places: those have their own translation.
    """
    pairs = [
        (_order(recalled, place, article), place.id, recalled)
        for place in places
        for recalled in ranked_entries(found.get(place.keys.key, ()), place, article=article)
        if _may_take(recalled, article)
    ]
    taken: dict[str, Recalled] = {}
    used: set[int] = set()
    for _, name, recalled in sorted(pairs, key=lambda pair: pair[0], reverse=True):
        own = recalled.entry.article == article
        if name in taken or (own and recalled.entry.id in used and recalled.match != "both"):
            continue
        taken[name] = recalled
        used.add(recalled.entry.id)
    return {place.id: taken[place.id] for place in places if place.id in taken}


def _may_take(recalled: Recalled, article: str) -> bool:
    """Return whether a unit may take the decision; that a sentence has no English depends on its neighbours."""
    entry = recalled.entry
    if not has_decision(entry):
        return False
    return bool(entry.target) or recalled.match == "both" or (recalled.match == "one" and entry.article == article)


def ranked_entries(entries: Sequence[Entry], place: UnitPlace, *, article: str = "") -> list[Recalled]:
    """Return the entries, which have the unit's key, with the best match first."""
    matches: tuple[ContextMatch, ...] = ("exact", "one", "both")
    found: list[Recalled] = []
    for entry in entries:
        near = (entry.before == place.keys.before) + (entry.after == place.keys.after)
        found.append(Recalled(entry, "key" if entry.source != place.source and not near else matches[near]))
    return sorted(found, key=lambda recalled: _order(recalled, place, article), reverse=True)


def _order(recalled: Recalled, place: UnitPlace, article: str) -> tuple[int, bool, bool, bool, bool, str, int]:
    entry = recalled.entry
    before, after = entry.before == place.keys.before, entry.after == place.keys.after
    # A neighbour in the same paragraph says more: paragraphs move as a whole.
    inner = (before and place.inner_before) or (after and place.inner_after)
    same = entry.source == place.source
    return before + after, inner, same, entry.article == article, entry.kind == place.kind, entry.changed, entry.id


def recalled_unit(unit: Unit, recalled: Recalled, said_in: str = "") -> Unit:
    """Return the unit with the stored target; `said_in` is the id of the unit that says it, too."""
    entry = recalled.entry
    origin: Literal["memory", "person"] = "memory" if entry.status == "approved" else "person"
    return replace(unit, target=entry.target, origin=origin, status=entry.status, said_in=said_in)


def said_in(taken: Mapping[str, Recalled], keys: Mapping[str, UnitKeys]) -> dict[str, str]:
    """Return the unit that says each emptied unit, too, by id: the nearest one with the stored key, not far away."""
    names = list(keys)
    places = {name: at for at, name in enumerate(names)}
    found: dict[str, str] = {}
    for name, one in taken.items():
        if one.entry.said_in and not one.entry.target:
            others = [other for other in names if keys[other].key == one.entry.said_in and other in taken]
            near = min(others, key=lambda other: abs(places[other] - places[name]), default="")
            if near and abs(places[near] - places[name]) <= _FARTHEST:
                found[name] = near
    return found


def _without_lost(taken: dict[str, Recalled], keys: Mapping[str, UnitKeys]) -> dict[str, Recalled]:
    """Leave out emptied units whose sentence is said in a unit that the article no longer has, or that changed."""
    said: Collection[str] = said_in(taken, keys)
    return {name: one for name, one in taken.items() if one.entry.target or not one.entry.said_in or name in said}
