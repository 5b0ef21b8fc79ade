"""What the dictionary says about the words of a unit, if it is installed."""

from __future__ import annotations

from bilingual.lexicon.store import ATTRIBUTION, find_lexicon
from bilingual.lexicon.words import LookedUp, look_up
from bilingual.review.actions import RefusedError
from bilingual.review.workspace import Workspace


class WordLookup:
    """Looks up the words of the units of a workspace."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._lexicon = find_lexicon()

    @property
    def credit(self) -> str:
        """Return whose dictionary it is, which the page must show; empty if there is none."""
        return ATTRIBUTION if self._lexicon else ""

    def of(self, name: str) -> list[LookedUp]:
        """Return the words of a unit that the dictionary has; none without a dictionary."""
        with self._workspace.lock:
            unit = next((unit for unit in self._workspace.article.units if unit.id == name), None)
        if unit is None:
            raise RefusedError("no-unit", name[:40])
        return look_up(unit.source, self._lexicon) if self._lexicon else []
