"""How much of a source is in its English: words whose meanings, or those of related words, the English has."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from bilingual.languages.english.stems import stems
from bilingual.languages.japanese.readings import Word
from bilingual.lexicon.model import Dictionary
from bilingual.lexicon.words import source_words
from bilingual.model import TermMatch

RELATED = 0.5
"""What a word counts that the English has only by a related word: one of another entry with the same gloss."""

_LETTERS = re.compile(r"[a-z]+")
_LONG_VOWELS = re.compile("ou|oo|uu")


@dataclass(frozen=True, slots=True)
class Coverage:
    """How much of a source its English has."""

    share: float
    """0 to 1: the share of the words that the dictionary has; 1 if it has none."""
    missing: tuple[str, ...]
    """The words, as written in the source, of which the English has nothing."""
    words: int
    """The number of words that were looked at: a share of few words says little."""


def coverage(source: str, target: str, terms: Sequence[TermMatch], dictionary: Dictionary) -> Coverage:
    """Return the share of the content words of a source that its English has, see `KnownSource.covered_by`."""
    return KnownSource(source, dictionary).covered_by(target, terms)


class KnownSource:
    """A source whose words were looked up once, to be compared with any number of targets."""

    def __init__(self, source: str, dictionary: Dictionary) -> None:
        self._words = [known for word in source_words(source, dictionary) if (known := _known(word, dictionary))]

    def covered_by(self, target: str, terms: Sequence[TermMatch]) -> Coverage:
        """Return the share of the content words that a target has.

        Terms count by whether they were found; numbers, which have checks of their own, and words that the dictionary
        does not have are left out. It says what may be missing, and nothing about how the words belong together.
        """
        named = [term for term in terms if term.kind != "number" and term.target]
        total, covered = float(len(named)), float(sum(term.found for term in named))
        missing = [(term.start, term.source) for term in named if not term.found]
        there, sounds = stems(target), _sounds(target)
        for known in self._words:
            word = known.word
            if any(term.start < word.end and word.start < term.end for term in terms):
                continue
            worth = known.worth(there, sounds)
            total += 1
            covered += worth
            if not worth:
                missing.append((word.start, word.surface))
        ordered = dict.fromkeys(text for _, text in sorted(missing))
        return Coverage(covered / total if total else 1.0, tuple(ordered), int(total))


class _KnownWord:
    """A word of a source, with the English that says it."""

    def __init__(self, word: Word, glosses: Sequence[str], names: Sequence[str], dictionary: Dictionary) -> None:
        self.word = word
        self._glosses = glosses
        self._dictionary = dictionary
        self._said = frozenset().union(*map(stems, glosses))
        self._sounds = frozenset().union(*map(_sounds, names))

    def worth(self, there: frozenset[str], sounds: frozenset[str]) -> float:
        """Return what the word counts in a target with these stems and sounds: 0 to 1."""
        if not self._said.isdisjoint(there) or not self._sounds.isdisjoint(sounds):
            return 1.0
        return 0.0 if self._related.isdisjoint(there) else RELATED

    @cached_property
    def _related(self) -> frozenset[str]:
        return frozenset().union(*map(self._dictionary.related, self._glosses))


def _known(word: Word, dictionary: Dictionary) -> _KnownWord | None:
    """Return what the dictionary knows about a word; None if it does not have it."""
    entries = dictionary.entries(word.lemma or word.surface)
    glosses = [gloss for entry in entries for sense in entry.senses for gloss in sense.glosses]
    names = dictionary.names(word.surface) if not glosses or "固有名詞" in word.pos else ()
    if not glosses and not names:
        return None
    return _KnownWord(word, tuple(dict.fromkeys(glosses)), tuple(name.english for name in names), dictionary)


def _sounds(english: str) -> frozenset[str]:
    """Return the words of a text as names are compared: a long vowel as a short one (Sato, Satou)."""
    return frozenset(_LONG_VOWELS.sub(lambda found: found[0][0], word) for word in _LETTERS.findall(english.lower()))
