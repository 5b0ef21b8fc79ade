"""Patterns: `{name}国家主席: President {name}` and the persons who fill the slot.

Combinations are not enumerated: a filler is found first, then the texts around it are looked up, so that 50,000
persons and many patterns cost as much as 50,000 terms.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from bilingual.glossary.model import SLOTS, Entity, Term
from bilingual.languages.japanese.false_matches import TRAPS
from bilingual.languages.japanese.scripts import KATAKANA_WORD
from bilingual.languages.japanese.variants import keys
from bilingual.languages.japanese.width import fold
from bilingual.matching.guards import restricted
from bilingual.matching.homographs import Sense, alternatives, filled, sense, term_match
from bilingual.matching.rejection import Refusal
from bilingual.model import TermMatch


@dataclass(frozen=True, slots=True)
class Filler:
    """A name that may fill a slot: a full form of a term, or a person's surname."""

    term: Term
    english: str
    form: str
    """The Japanese as the glossary has it, folded."""
    surname: bool = False


@dataclass(frozen=True, slots=True)
class _Guard:
    """A longer text in which a pattern is rejected (`not_in`), or must be found (`only_in`)."""

    before: str
    """The text before the slot; empty for a guard without a slot."""
    after: str
    """The text after the slot; for a guard without a slot, all of it."""
    anchor: str = ""
    """The text of the pattern that a guard without a slot contains; empty if the guard has a slot."""
    offset: int = 0
    """Offset of the anchor in the guard."""
    refusal: Refusal | None = None
    """The reason reported where the guard rejects a pattern."""

    def surrounds(self, text: str, pattern: Pattern, start: int, end: int) -> bool:
        """Return whether the guard surrounds a slot that is filled from `start` to `end`."""
        if not self.anchor:
            return text.startswith(self.after, end) and text.endswith(self.before, 0, start)
        if pattern.after.endswith(self.anchor):
            at = end + len(pattern.after) - len(self.anchor) - self.offset
        else:
            at = start - len(pattern.before) - self.offset
        return at >= 0 and text.startswith(self.after, at)


@dataclass(frozen=True, slots=True)
class Pattern:
    """One Japanese form of a pattern, folded and varied, in two halves."""

    sense: Sense
    slot: str
    before: str
    after: str
    not_in: tuple[_Guard, ...] = ()
    only_in: tuple[_Guard, ...] = ()

    def stopped(self, text: str, start: int, end: int) -> Refusal | None:
        """Return why a guard rejects the pattern around a slot filled from `start` to `end`, or None."""
        for guard in self.not_in:
            if guard.surrounds(text, self, start, end):
                return guard.refusal
        if self.sense.term.only_in and not any(guard.surrounds(text, self, start, end) for guard in self.only_in):
            return restricted(self.sense.term.only_in)
        return None

    def match(self, filler: Filler, source: str, start: int, end: int) -> TermMatch | None:
        """Return the pattern's match with the English of `filler` in the slot, or None if nothing is enforced."""
        found = term_match(self.sense, source, start, end, fill=filled(self.slot, filler.english), filler=filler.term)
        if found is None or not found.target:
            return found
        # The full name is also correct for プーチン大統領, and so is every accepted form of the name.
        names = (filler.term.target,) if filler.surname else filler.term.accept
        others = (filled(self.slot, english)(self.sense.term.target) for english in names)
        return replace(found, alternatives=alternatives(found, others))


class Patterns:
    """The patterns of a glossary, by the text around the slot."""

    __slots__ = ("_after", "_lengths")

    def __init__(self, terms: Iterable[Term]) -> None:
        halves: dict[tuple[Entity, str, str], list[Term]] = {}
        for term in terms:
            for form in term.forms:
                before, _, after = form.strip().partition(term.slot)
                for left in _edges(before, end=True):
                    for right in _edges(after, end=False):
                        found = halves.setdefault((SLOTS[term.slot], left, right), [])
                        if term not in found:
                            found.append(term)
        self._after: dict[tuple[Entity, str], dict[str, Pattern]] = {}
        for (entity, before, after), entries in halves.items():
            self._after.setdefault((entity, after), {})[before] = _pattern(entries, before, after)
        self._lengths: dict[Entity, tuple[int, ...]] = {
            entity: tuple(sorted({len(after) for other, after in self._after if other == entity}, reverse=True))
            for entity in {entity for entity, _ in self._after}
        }

    @property
    def entities(self) -> frozenset[Entity]:
        """Return the kinds of term that fill a slot."""
        return frozenset(self._lengths)

    def around(self, text: str, start: int, end: int, entity: Entity) -> Iterator[tuple[Pattern, Refusal | None]]:
        """Yield the patterns whose texts are around a filler from `start` to `end` of a folded, varied text.

        Each comes with the reason why a guard rejects it there, if one does.
        """
        for length in self._lengths.get(entity, ()):
            befores = self._after.get((entity, text[end : end + length]))
            if not befores:
                continue
            # There are few lengths of text before the slot; a slice is looked up for each of them.
            for size in {len(before) for before in befores}:
                pattern = befores.get(text[start - size : start]) if size <= start else None
                if pattern:
                    yield pattern, pattern.stopped(text, start, end)


def _edges(text: str, *, end: bool) -> tuple[str, ...]:
    """Return the keys of a pattern's half; a space or a middle dot next to the slot may be missing."""
    stripped = text.rstrip() if end else text.lstrip()
    bare = stripped.removesuffix("・") if end else stripped.removeprefix("・")
    found = dict.fromkeys(key for part in (stripped, bare) for key in keys(fold(part)))
    if stripped != text and stripped:
        found |= dict.fromkeys(f"{key} " if end else f" {key}" for key in found)
    return tuple(found)


def _pattern(terms: list[Term], before: str, after: str) -> Pattern:
    found = sense(terms)
    term = found.term
    trapped = [(part, trap) for part in _parts(before, after) for trap in TRAPS.get(part, ())]
    not_in = [
        replace(guard, refusal=Refusal("not_in", text))
        for text in term.not_in
        for guard in _guards(text, term.slot, before, after)
    ]
    not_in += [
        replace(guard, refusal=Refusal("false_match", trap))
        for part, trap in trapped
        for guard in _anchored(trap, part)
    ]
    only_in = [guard for text in term.only_in for guard in _guards(text, term.slot, before, after)]
    return Pattern(found, term.slot, before, after, tuple(not_in), tuple(only_in))


def _parts(before: str, after: str) -> Iterator[str]:
    """Yield the words that a false match may contain: every ending of the text after the slot, and the text before."""
    yield from (after[at:] for at in range(len(after)))
    if before:
        yield before


def _guards(text: str, slot: str, before: str, after: str) -> Iterator[_Guard]:
    if slot in text:
        left, _, right = text.strip().partition(slot)
        yield from (_Guard(b, a) for b in _edges(left, end=True) for a in _edges(right, end=False))
    else:
        for anchor in filter(None, (after, before)):
            yield from _anchored(text, anchor)


def _anchored(text: str, anchor: str) -> Iterator[_Guard]:
    for key in keys(fold(text.strip())):
        for place in re.finditer(f"(?={re.escape(anchor)})", key):
            yield _Guard("", key, anchor, place.start())


_ALONE = re.compile(f"[{KATAKANA_WORD}]{{2,}}")


def stands_alone(surname: str) -> bool:
    """Return whether a surname is matched without a pattern: only in katakana (プーチン, not 習)."""
    return bool(_ALONE.fullmatch(fold(surname.strip()).text))
