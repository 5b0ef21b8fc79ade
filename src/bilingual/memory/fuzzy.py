"""Fuzzy search: which sources of the memory are similar to a sentence.

The score is 1 minus the Levenshtein distance divided by the length of the longer text, in characters, of the texts
that keys are made of. Words are not compared: Japanese has no spaces. A match is an offer: 歓迎した and 歓迎しなかった
score 0.75, so it is shown with its differences and doubts (`memory.differences`) and never used without a person.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

from bilingual.keys import plain_of
from bilingual.memory.bigrams import build_pairs, candidates, last_build
from bilingual.memory.store import Memory

CUTOFF = 0.75
"""The least score that is offered."""
BRUTE_FORCE = 20_000
"""Sources up to which the text is compared with all of them."""
_RESCORED = 200
"""Candidates of the index that are compared."""
_BATCH = 500
_WITH_TARGET = "status <> 'rejected' AND target <> '' AND (status = 'approved' OR origin <> 'engine')"


@dataclass(frozen=True, slots=True)
class FuzzyMatch:
    """An entry whose source is similar."""

    entry_id: int
    score: float
    """From 0 to 1; 1 for texts that differ in width and white space only."""


class FuzzyIndex:
    """The sources to search; of entries with equal sources, the latest is found."""

    def __init__(self, pairs: Iterable[tuple[int, str]] = ()) -> None:
        """Create an index of (entry id, source) pairs, all of which are compared in every search."""
        self._stored: Memory | None = None
        """The memory whose stored index is searched, too; None if all sources are in `_texts`."""
        self._texts: dict[int, str] = {}
        """The plain source of each entry that is compared in every search."""
        self._newer: set[int] = set()
        """Entries that have changed since the stored index was built."""
        self._change = 0
        self._compared: tuple[list[str], list[int]] | None = None
        for number, source in pairs:
            self._texts[number] = plain_of(source)

    @classmethod
    def of(cls, memory: Memory) -> Self:
        """Return the index of the entries of a memory that have a person's target.

        A large memory is searched by its stored index, if `build_index` has built one.
        """
        index = cls()
        with memory.reading() as connection:
            (count,) = connection.execute("SELECT count(*) FROM entries").fetchone()
            built = last_build(connection) if count > BRUTE_FORCE else None
        if built is not None:
            index._change, index._stored = built, memory
        else:
            index._change = _last_change(memory)
            index._texts = dict(_texts(memory))
        index.update(memory)
        return index

    def update(self, memory: Memory) -> None:
        """Take the changes that were stored since the last update."""
        last = _last_change(memory)
        if last == self._change:
            return
        with memory.reading() as connection:
            rows = connection.execute("SELECT DISTINCT entry FROM history WHERE number > ?", (self._change,))
            changed = [row[0] for row in rows]
        for number in changed:
            self._texts.pop(number, None)
        self._newer.update(changed)
        self._texts.update(_texts_of(memory, changed))
        self._change, self._compared = last, None

    def best(self, source: str, limit: int = 3, cutoff: float = CUTOFF) -> list[FuzzyMatch]:
        """Return the entries with the most similar sources, best first; each source once."""
        plain = plain_of(source)
        if not plain or limit < 1:
            return []
        texts, numbers = self._distinct()
        found = _similar(plain, texts, numbers, limit, cutoff)
        if self._stored is not None:
            with self._stored.reading() as connection:
                ids = [number for number in candidates(connection, plain, _RESCORED) if number not in self._newer]
            others = _latest(_texts_of(self._stored, ids))
            found += _similar(plain, list(others), list(others.values()), limit, cutoff)
        best: dict[str, tuple[float, int]] = {}
        for text, score, number in found:
            best[text] = max(best.get(text, (0.0, 0)), (score, number))
        ranked = sorted(best.values(), key=lambda one: (-one[0], -one[1]))
        return [FuzzyMatch(number, score) for score, number in ranked[:limit]]

    def _distinct(self) -> tuple[list[str], list[int]]:
        """Return the texts that are compared in every search, each once, and the latest entry of each."""
        if self._compared is None:
            latest = _latest(self._texts.items())
            self._compared = list(latest), list(latest.values())
        return self._compared


def build_index(memory: Memory) -> int:
    """Build the index that a large memory is searched by; return the number of its entries, 0 if it is small."""
    with memory.writing() as connection:
        (count,) = connection.execute("SELECT count(*) FROM entries").fetchone()
        if count <= BRUTE_FORCE and last_build(connection) is None:
            return 0
        return build_pairs(connection, _texts(memory), _last_change(memory))


def _similar(
    plain: str, texts: list[str], numbers: list[int], limit: int, cutoff: float
) -> list[tuple[str, float, int]]:
    from rapidfuzz.distance import Levenshtein
    from rapidfuzz.process import extract

    found = extract(plain, texts, scorer=Levenshtein.normalized_similarity, score_cutoff=cutoff, limit=limit)
    return [(text, score, numbers[at]) for text, score, at in found]


def _latest(texts: Iterable[tuple[int, str]]) -> dict[str, int]:
    latest: dict[str, int] = {}
    for number, text in texts:
        latest[text] = max(number, latest.get(text, 0))
    return latest


def _last_change(memory: Memory) -> int:
    with memory.reading() as connection:
        (number,) = connection.execute("SELECT coalesce(max(number), 0) FROM history").fetchone()
    return int(number)


def _texts(memory: Memory) -> list[tuple[int, str]]:
    """Return the ids and plain sources of all entries with a person's target."""
    with memory.reading() as connection:
        rows = connection.execute(f"SELECT id, source FROM entries WHERE {_WITH_TARGET} ORDER BY id").fetchall()  # noqa: S608
    return [(number, plain_of(source)) for number, source in rows]


def _texts_of(memory: Memory, numbers: list[int]) -> list[tuple[int, str]]:
    """Return the ids and plain sources of these entries, without those that have no target of a person."""
    found: list[tuple[int, str]] = []
    with memory.reading() as connection:
        for start in range(0, len(numbers), _BATCH):
            part = numbers[start : start + _BATCH]
            marks = ", ".join("?" * len(part))
            found += connection.execute(
                f"SELECT id, source FROM entries WHERE id IN ({marks}) AND {_WITH_TARGET}",  # noqa: S608
                part,
            )
    return [(number, plain_of(source)) for number, source in found]
