"""What a memory is worth for an article, in the table that translators know; and how much people change drafts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from bilingual.keys import UnitKeys, keys_of, plain_of, sentences_of
from bilingual.memory.entries import Entry
from bilingual.memory.fuzzy import FuzzyIndex
from bilingual.memory.recall import UnitPlace, has_decision, ranked_entries
from bilingual.memory.store import Memory
from bilingual.model import Article

CONTEXT_MATCH = 101
"""The percentage of a match whose source and both neighbours are the same: a context match."""
BANDS: tuple[tuple[str, int], ...] = (
    ("101% (context match)", CONTEXT_MATCH),
    ("100%", 100),
    ("95-99%", 95),
    ("85-94%", 85),
    ("75-84%", 75),
    ("new", 0),
)
"""The rows of the table below the repetitions, each with its least percentage."""
REPETITIONS = "repetitions"
_LEAST = 75

Lookup = Callable[[str, UnitKeys], int]
"""Returns how well the memory matches a source with these keys: 101, 100, a lower percentage, or 0."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A unit to be counted."""

    source: str
    keys: UnitKeys


@dataclass(frozen=True, slots=True)
class BandCount:
    """A row of the analysis table."""

    name: str
    units: int = 0
    characters: int = 0
    """Without white space."""
    similar: int = 0
    """Homogeneity: units of the row `new` that are as similar to an earlier unit of the articles."""


@dataclass(frozen=True, slots=True)
class EditRate:
    """How much people changed the drafts of an engine before they approved them."""

    engine: str
    """The engine's signature."""
    units: int
    unchanged: int
    edits: int
    """Words inserted, deleted or replaced."""
    words: int
    """Words of the approved targets."""

    @property
    def rate(self) -> float:
        """Return the edits for each word of the targets. Moved words count as deleted and inserted: it is no HTER."""
        return self.edits / self.words if self.words else 0.0


def keyed_sentences(article: Article) -> list[Sentence]:
    """Return the units of an article that have something to translate."""
    keys = keys_of(article)
    return [Sentence(unit.source, keys[unit.id]) for unit in sentences_of(article) if unit.id in keys]


def analyse(sentences: Iterable[Sentence], lookup: Lookup) -> tuple[BandCount, ...]:
    """Return the analysis table: the repetitions, then the rows of `BANDS`.

    A sentence that the memory has is counted with its match, however often it occurs. Of the others, the first
    occurrence is counted by its best match, or as new, and the rest as repetitions.
    """
    units: Counter[str] = Counter()
    characters: Counter[str] = Counter()
    similar: Counter[str] = Counter()
    seen: set[str] = set()
    earlier: list[str] = []
    for sentence in sentences:
        plain = plain_of(sentence.source)
        percent = lookup(sentence.source, sentence.keys)
        name = _band(percent)
        if percent < 100 and plain in seen:
            name = REPETITIONS
        elif percent < _LEAST:
            inside = _similarity(plain, earlier)
            similar[_band(inside)] += inside >= _LEAST
        if percent < 100 and plain not in seen:
            seen.add(plain)
            earlier.append(plain)
        units[name] += 1
        characters[name] += len("".join(sentence.source.split()))
    names = (REPETITIONS, *(name for name, _ in BANDS))
    return tuple(BandCount(name, units[name], characters[name], similar[name]) for name in names)


def memory_lookup(memory: Memory, sentences: Sequence[Sentence]) -> Lookup:
    """Return a lookup in a memory for these sentences: what a person decided counts, not what an engine drafted."""
    found = memory.find({sentence.keys.key for sentence in sentences})
    index = FuzzyIndex.of(memory)

    def lookup(source: str, keys: UnitKeys) -> int:
        entries = [entry for entry in found.get(keys.key, ()) if has_decision(entry)]
        if entries:
            best = ranked_entries(entries, UnitPlace("", source, keys))[0]
            return CONTEXT_MATCH if best.match == "both" and best.entry.source == source else 100
        matches = index.best(source, 1, _LEAST / 100)
        # 99.6 is not 100, which is said of equal texts only.
        return min(int(matches[0].score * 100 + 1e-9), 99) if matches else 0

    return lookup


def edit_rates(entries: Iterable[Entry]) -> tuple[EditRate, ...]:
    """Return the edit rate of each engine whose drafts are known, most units first.

    Each rate is that of all words together, so that long sentences count for more than short ones.
    """
    from rapidfuzz.distance import Levenshtein

    units: Counter[str] = Counter()
    unchanged: Counter[str] = Counter()
    edits: Counter[str] = Counter()
    words: Counter[str] = Counter()
    for entry in entries:
        target = entry.target.split()
        # A sentence that is said in another one has no words of its own.
        if entry.status != "approved" or not entry.draft.strip() or not target:
            continue
        distance = Levenshtein.distance(entry.draft.split(), target)
        units[entry.engine] += 1
        unchanged[entry.engine] += not distance
        edits[entry.engine] += distance
        words[entry.engine] += len(target)
    return tuple(EditRate(name, units[name], unchanged[name], edits[name], words[name]) for name, _ in _ranked(units))


def _ranked(units: Counter[str]) -> list[tuple[str, int]]:
    return sorted(units.items(), key=lambda one: (-one[1], one[0]))


def _band(percent: int) -> str:
    return next(name for name, least in BANDS if percent >= least)


def _similarity(plain: str, others: list[str]) -> int:
    """Return the percentage of the most similar of the others; 0 below the least that is counted."""
    from rapidfuzz.distance import Levenshtein
    from rapidfuzz.process import extractOne

    found = extractOne(plain, others, scorer=Levenshtein.normalized_similarity, score_cutoff=_LEAST / 100)
    return int(found[1] * 100 + 1e-9) if found else 0
