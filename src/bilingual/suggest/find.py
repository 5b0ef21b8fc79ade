"""Propose terms for review: names and compounds of articles that no glossary entry covers yet."""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field

from bilingual.glossary.load import LONGEST, Entity, Glossary, Term
from bilingual.languages.japanese.readings import Word, tokens
from bilingual.languages.japanese.width import fold
from bilingual.lexicon.model import Dictionary
from bilingual.lexicon.proposals import proposed_english
from bilingual.matching.matcher import Matcher, find_protected
from bilingual.model import Article, Unit
from bilingual.suggest.candidates import Evidence, Spotted, find_candidates
from bilingual.suggest.propose import proposal

_WORTH: dict[Evidence, float] = {
    "title": 4.0,
    "name": 3.5,
    "acronym": 3.5,
    "suffix": 3.0,
    "work": 2.5,
    "katakana": 2.0,
    "quoted": 1.8,
    "compound": 1.0,
    "everyday": 0.3,
}
_SURE_AT_ONCE = frozenset(("title", "name", "acronym", "suffix", "work"))
"""Evidence that needs no second occurrence."""

_AROUND = 12
"""Characters of context on either side."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A word that may need an entry."""

    source: str
    count: int
    """Occurrences that no entry and no longer candidate covers."""
    how: Evidence
    """The strongest evidence that it is a term."""
    entity: Entity = ""
    """What it seems to name."""
    target: str = ""
    """A proposal in Latin letters; ends with ? if it must be checked; empty if it must be translated."""
    reading: str = ""
    """In hiragana, with spaces between words, from the article's ruby or the dictionary; empty if unknown."""
    surname: tuple[str, str] = ("", "")
    acronym: str = ""
    """The Latin short form that the article gives with it."""
    context: str = ""
    """One occurrence, on one line."""
    from_dictionary: bool = False
    """Whether the proposal is the English of the dictionary."""


@dataclass(slots=True)
class _Seen:
    """What is known about one candidate so far."""

    found: Spotted
    unit: Unit
    words: Sequence[Word]
    starts: set[tuple[int, int]] = field(default_factory=set)


def suggest_terms(
    articles: Iterable[Article],
    glossary: Glossary,
    *,
    min_count: int = 2,
    known: Collection[str] = (),
    dictionary: Dictionary | None = None,
) -> list[Suggestion]:
    """Return the suggestions, best first.

    Terms that the glossary has in any form are left out, and so are those in `known` (earlier suggestions). Clear
    names need one occurrence; everything else must occur `min_count` times in the articles. A `dictionary` gives
    English where the sound is not enough; it changes neither what is proposed nor its order.
    """
    units = [unit for article in articles for block in article.blocks if block.kind != "code" for unit in block.units]
    seen = _collect(units)
    taken = {fold(form.strip()).text for term in glossary.terms for form in term.forms}
    taken |= {fold(source).text for source in known}
    wanted = {
        key: one
        for key, one in seen.items()
        if key not in taken and len(key) <= LONGEST and (len(one.starts) >= min_count or _is_sure(one))
    }
    counts = _count(units, glossary, wanted)
    ruby = _ruby(units)
    made = [
        _candidate(one, counts[key], ruby, dictionary)
        for key, one in wanted.items()
        if counts.get(key, 0) >= (1 if _is_sure(one) else min_count)
    ]
    order = {key: index for index, key in enumerate(wanted)}
    return sorted(made, key=lambda one: (-_score(one, wanted), order[fold(one.source).text]))


def _collect(units: Sequence[Unit]) -> dict[str, _Seen]:
    """Return every candidate by its folded text, with its strongest evidence."""
    seen: dict[str, _Seen] = {}
    for number, unit in enumerate(units):
        words = tokens(unit.source)
        protected = [(match.start, match.end) for match in find_protected(unit.source)]
        for found in find_candidates(unit.source, words):
            if any(start < found.end and found.start < end for start, end in protected):
                continue
            key = fold(found.text.strip()).text
            one = seen.setdefault(key, _Seen(found, unit, words))
            one.starts.add((number, found.start))
            if _WORTH[found.how] > _WORTH[one.found.how] or (found.surname and not one.found.surname):
                one.found, one.unit, one.words = found, unit, words
    return seen


def _is_sure(one: _Seen) -> bool:
    return one.found.how in _SURE_AT_ONCE


def _count(units: Sequence[Unit], glossary: Glossary, wanted: dict[str, _Seen]) -> dict[str, int]:
    """Return how often each candidate occurs outside entries, patterns and longer candidates."""
    entries = Matcher(glossary)
    all_of_them = Matcher(Glossary((*glossary.terms, *(Term(one.found.text, "?") for one in wanted.values()))))
    counts: dict[str, int] = {}
    for unit in units:
        covered = [(match.start, match.end) for match in entries.find(unit.source)]
        for match in all_of_them.find(unit.source):
            key = fold(match.source).text
            if key in wanted and not any(start <= match.start and match.end <= end for start, end in covered):
                counts[key] = counts.get(key, 0) + 1
    return counts


def _score(one: Suggestion, wanted: dict[str, _Seen]) -> float:
    """Weigh the evidence, the count, and (as in C-value) the length in words."""
    weight = wanted[fold(one.source).text].found.weight
    return _WORTH[one.how] * math.log2(1 + one.count) * math.log2(1 + weight)


def _candidate(one: _Seen, count: int, ruby: dict[str, str], dictionary: Dictionary | None) -> Suggestion:
    found = one.found
    inside = [word for word in one.words if found.start <= word.start and word.end <= found.end]
    reading, target, surname = proposal(found, inside, ruby)
    source, context = found.text.strip(), _context(one.unit, found)
    english = ""
    if dictionary and (not target or target.endswith("?")):
        is_name = bool(found.entity) or found.how in ("title", "work")
        english = proposed_english(dictionary, fold(source).text, is_name=is_name)
    if english:
        target, surname = f"{english}?", ("", "")
    return Suggestion(
        source, count, found.how, found.entity, target, reading, surname, found.acronym, context, bool(english)
    )


def _ruby(units: Iterable[Unit]) -> dict[str, str]:
    """Return the readings that the articles give."""
    return {
        unit.source[mark.start : mark.end]: mark.value
        for unit in units
        for mark in unit.marks
        if mark.kind == "ruby" and not mark.guessed
    }


def _context(unit: Unit, found: Spotted) -> str:
    start, end = max(0, found.start - _AROUND), min(len(unit.source), found.end + _AROUND)
    text = re.sub(r"[\s\x00-\x1f\x7f-\x9f\u2028\u2029]+", " ", unit.source[start:end]).strip()
    return f"{'…' if start else ''}{text}{'…' if end < len(unit.source) else ''}"
