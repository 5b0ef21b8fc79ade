"""What else a unit could say: similar sentences of the memory, a version that was not taken, the machine's draft."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from bilingual.memory.differences import DifferenceKind, changed_parts, doubts
from bilingual.memory.fuzzy import FuzzyIndex
from bilingual.memory.store import Memory
from bilingual.review.actions import RefusedError
from bilingual.review.difference import Part, differing
from bilingual.review.workspace import Workspace

_MOST = 3


@dataclass(frozen=True, slots=True)
class Offer:
    """One other target."""

    kind: Literal["fuzzy", "other", "draft"]
    target: str
    parts: tuple[Part, ...] = ()
    """`fuzzy`: how its source differs from the unit's; else how the target differs from the one that the unit has."""
    score: int = 0
    """`fuzzy`: the similarity of the sources in percent."""
    origin: str = ""
    """`other`: where it came from (`docx`)."""
    doubts: tuple[str, ...] = ()
    """`fuzzy`: why it may be wrong although the sources are similar: `number`, `negation`, `order`."""


class Offers:
    """Finds the offers for the units of a workspace."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._lock = threading.Lock()
        self._index: tuple[Memory, FuzzyIndex] | None = None

    def of(self, name: str) -> list[Offer]:
        """Return the offers for a unit, best first: each text once, and not the one that the unit has."""
        workspace = self._workspace
        with workspace.lock:
            view = workspace.views.get(name)
            if view is None:
                raise RefusedError("no-unit", name[:40])
            unit = next(unit for unit in workspace.article.units if unit.id == name)
            entry = workspace.known(name).entry
        found = self._similar(name)
        if entry is not None:
            found += [
                Offer("other", target, differing(unit.target, target), origin=origin)
                for target, origin in workspace.memory.offers(entry.id)
            ]
        if view.draft:
            found.append(Offer("draft", view.draft, differing(unit.target, view.draft)))
        distinct = {one.target: one for one in reversed(found) if one.target and one.target != unit.target}
        ranked = [one for one in found if distinct.get(one.target) is one]
        similar = [one for one in ranked if one.kind == "fuzzy"][:_MOST]
        return [*similar, *(one for one in ranked if one.kind != "fuzzy")]

    def _similar(self, name: str) -> list[Offer]:
        """Return the English of the similar sentences of the memory."""
        workspace = self._workspace
        unit = next(unit for unit in workspace.article.units if unit.id == name)
        own = {entry.id for entry in (workspace.known(name).taken, workspace.known(name).about) if entry}
        memory = workspace.memory
        with self._lock:
            if self._index is None or self._index[0] is not memory:
                self._index = memory, FuzzyIndex.of(memory)
            self._index[1].update(memory)
            found = self._index[1].best(unit.source, limit=_MOST + len(own))
        offers: list[Offer] = []
        for match in found:
            entry = None if match.entry_id in own else memory.entry(match.entry_id)
            if entry is None or not entry.target:
                continue
            parts = tuple(part for one in changed_parts(entry.source, unit.source) for part in _as_parts(*one))
            score = int(match.score * 100)
            offers.append(Offer("fuzzy", entry.target, parts, score=score, doubts=doubts(entry.source, unit.source)))
        return offers


def _as_parts(kind: DifferenceKind, old: str, new: str) -> Sequence[Part]:
    if kind == "equal":
        return (("same", new),)
    parts: tuple[Part, ...] = (("old", old), ("new", new))
    return [part for part in parts if part[1]]
