"""What the dictionary says about a sentence, kept in the draft cache: recognising words takes longer than checking."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from typing import Any

from bilingual.lexicon.coverage import Coverage, KnownSource
from bilingual.lexicon.model import WordGloss
from bilingual.lexicon.store import Lexicon
from bilingual.memory.drafts import DraftCache
from bilingual.memory.inputs import inputs_of
from bilingual.model import Unit

_MEASURABLE = 2
"""Content words from which the coverage of a sentence means something."""
_KEPT = 700
"""Sources whose words are kept: those of the two batches in hand."""


class KnownWords:
    """The installed dictionary, with a cache in front of it. It may be used from several threads."""

    def __init__(self, lexicon: Lexicon, cache: DraftCache) -> None:
        self._lexicon = lexicon
        self._cache = cache
        self.version = lexicon.version
        self._signature = f"lexicon:{lexicon.version}"
        self._sources: dict[str, KnownSource] = {}
        """Sources that were looked up in this run, the last ones: a sentence has many drafts."""
        self._fresh: dict[str, list[object]] = {}
        """Answers that are not stored yet, by question."""
        self._lock = threading.Lock()

    def glosses(self, source: str, known: Sequence[tuple[int, int]]) -> tuple[WordGloss, ...]:
        """Return the English of rare words with a sure meaning; `known` are spans that need none."""
        question = f"glosses {inputs_of(source, tuple(known))}"
        found = _glosses(self._cache.answer(self._signature, question))
        if found is None:
            found = tuple(self._lexicon.glosses(source, known=known))
            value = [[one.start, one.end, one.source, one.english, one.certain] for one in found]
            self._cache.put_answer(self._signature, question, value)
        return found

    def covered(self, unit: Unit) -> tuple[float, tuple[str, ...]] | None:
        """Return how much of a unit's source its target has, and the words it lacks; None for too few words."""
        terms = tuple((term.start, term.end, term.kind, term.target, term.found) for term in unit.terms)
        question = f"covered {inputs_of(unit.source, unit.target, terms)}"
        source = self._sources.get(unit.source)
        found = None if source else _coverage(self._cache.answer(self._signature, question))
        if found is None:
            found = (source or self._known(unit.source)).covered_by(unit.target, unit.terms)
            with self._lock:
                self._fresh[question] = [found.share, found.missing, found.words]
        return (found.share, found.missing) if found.words >= _MEASURABLE else None

    def _known(self, source: str) -> KnownSource:
        known = KnownSource(source, self._lexicon)
        with self._lock:
            while len(self._sources) >= _KEPT:
                del self._sources[next(iter(self._sources))]
            self._sources[source] = known
        return known

    def store(self) -> None:
        """Store what `covered` found, for later runs: all at once, because each write takes longer than the answer."""
        with self._lock:
            fresh, self._fresh = self._fresh, {}
        self._cache.put_answers(self._signature, fresh)


def _glosses(kept: Any) -> tuple[WordGloss, ...] | None:
    """Return stored glosses; None if there are none, or something else is stored."""
    try:
        return tuple(WordGloss(int(a), int(b), str(ja), str(en), bool(sure)) for a, b, ja, en, sure in kept)
    except (TypeError, ValueError):
        return None


def _coverage(kept: Any) -> Coverage | None:
    """Return a stored coverage; None if there is none, or something else is stored."""
    try:
        share, missing, words = kept
        return Coverage(float(share), tuple(map(str, missing)), int(words))
    except (TypeError, ValueError):
        return None
