"""Measure how a run used its glossary, by the definitions of the WMT 2023 terminology task and our own.

Term success is the share of (unit, term) pairs whose target uses the term. Consistency is the share of a term's later
units, after its first, that use a form of the glossary: its target, an inflection, or an accepted form. `per_term`
has every rendering with its count.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bilingual.model import Article, TermMatch, Unit
from bilingual.translation.verify import forms, locate, missing_terms, pattern


@dataclass(frozen=True, slots=True)
class Terminology:
    """The figures of one article."""

    places: int = 0
    """Occurrences of terms in the source."""
    said: int = 0
    """Occurrences that the target has, each counted separately."""
    pairs: int = 0
    """(unit, term) pairs."""
    pairs_said: int = 0
    later: int = 0
    """(unit, term) pairs after a term's first."""
    same: int = 0
    """Of these, those with a form of the glossary."""
    repaired: int = 0
    """Terms and numbers repaired by rule."""
    forced: int = 0
    """Terms and numbers in brackets, as a last resort."""
    numbers: int = 0
    """Exact numbers, dates and amounts of the source; small ones that may be idioms are only compared."""
    numbers_wrong: int = 0
    """Of these, those missing from the target."""

    @property
    def success(self) -> float:
        """Return term success, 0 to 1; 1 without terms."""
        return self.pairs_said / self.pairs if self.pairs else 1.0

    @property
    def consistency(self) -> float:
        """Return consistency, 0 to 1; 1 if no term is used twice."""
        return self.same / self.later if self.later else 1.0


@dataclass(frozen=True, slots=True)
class TermUse:
    """The use of one glossary entry in an article."""

    entry: str
    target: str
    places: int
    said: int
    renderings: tuple[tuple[str, int], ...]
    """English as written, and its count, in order of first use."""
    units: tuple[str, ...]
    missing: tuple[str, ...]
    """Ids of the units in which it is missing."""
    repaired: tuple[str, ...]
    forced: tuple[str, ...]


def measure(article: Article) -> Terminology:
    """Return the figures of an article whose units have verified terms."""
    terms = [(unit, match) for unit in article.units for match in unit.terms if _is_term(match)]
    numbers = [match for unit in article.units for match in unit.terms if match.kind == "number"]
    pairs = {(unit.id, match.target) for unit, match in terms}
    lost = {(unit.id, match.target) for unit in article.units for match in missing_terms(unit.terms) if _is_term(match)}
    seen: set[str] = set()
    later = same = 0
    for unit in article.units:
        for match in {_key(match): match for match in unit.terms if _is_term(match)}.values():
            later += _key(match) in seen
            same += _key(match) in seen and (unit.id, match.target) not in lost
            seen.add(_key(match))
    everything = [match for unit in article.units for match in unit.terms]
    return Terminology(
        places=len(terms),
        said=sum(match.found for _, match in terms),
        pairs=len(pairs),
        pairs_said=len(pairs - lost),
        later=later,
        same=same,
        repaired=sum(match.how == "repaired" for match in everything),
        forced=sum(match.how == "forced" for match in everything),
        numbers=sum(_hard(match) for match in numbers),
        numbers_wrong=sum(not match.found and _hard(match) for match in numbers),
    )


def per_term(article: Article) -> tuple[TermUse, ...]:
    """Return the use of every glossary entry in the article, in order of first use."""
    uses: dict[str, list[tuple[Unit, TermMatch]]] = {}
    for unit in article.units:
        for match in unit.terms:
            if _is_term(match):
                uses.setdefault(_key(match), []).append((unit, match))
    said: dict[str, dict[str, int]] = {}
    for unit in article.units:
        for match, text in _renderings(unit):
            counts = said.setdefault(_key(match), {})
            counts[text] = counts.get(text, 0) + 1
    lost = {(unit.id, match.target) for unit in article.units for match in missing_terms(unit.terms)}
    return tuple(
        TermUse(
            entry=found[0][1].entry or found[0][1].source,
            target=found[-1][1].target,
            places=len(found),
            said=sum(match.found for _, match in found),
            renderings=tuple(said.get(key, {}).items()),
            units=tuple(dict.fromkeys(unit.id for unit, _ in found)),
            missing=tuple(dict.fromkeys(unit.id for unit, match in found if (unit.id, match.target) in lost)),
            repaired=tuple(dict.fromkeys(unit.id for unit, match in found if match.how == "repaired")),
            forced=tuple(dict.fromkeys(unit.id for unit, match in found if match.how == "forced")),
        )
        for key, found in uses.items()
    )


def _key(match: TermMatch) -> str:
    """Return the key of a term: the entry; for a pattern, with what fills its slot."""
    entry = match.entry or match.source
    return f"{entry} {match.target}" if "{" in entry else entry


def _is_term(match: TermMatch) -> bool:
    return match.kind in ("term", "keep") and bool(match.target)


def _hard(match: TermMatch) -> bool:
    return match.number is not None and match.number.hard


def _renderings(unit: Unit) -> Iterator[tuple[TermMatch, str]]:
    """Yield each term that the unit uses with its rendering, without inflection."""
    for match, place in zip(unit.terms, locate(unit.terms, unit.target), strict=True):
        if place is None or not _is_term(match):
            continue
        text = unit.target[slice(*place)]
        yield match, next((form for form in forms(match) if pattern(form, match.case).fullmatch(text)), text)
