"""How much of a source is in its English: words whose meanings, or those of related words, the English has."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

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
    """Return the share of the content words of a source that its English has.

    Terms count by whether they were found; numbers, which have checks of their own, and words that the dictionary
    does not have are left out. It says what may be missing, and nothing about how the words belong together.
    """
    named = [term for term in terms if term.kind != "number" and term.target]
    total, covered = float(len(named)), float(sum(term.found for term in named))
    missing = [(term.start, term.source) for term in named if not term.found]
    there, sounds = stems(target), _sounds(target)
    for word in source_words(source, dictionary):
        if any(term.start < word.end and word.start < term.end for term in terms):
            continue
        worth = _worth(word, there, sounds, dictionary)
        if worth is not None:
            total += 1
            covered += worth
            if not worth:
                missing.append((word.start, word.surface))
    ordered = dict.fromkeys(text for _, text in sorted(missing))
    return Coverage(covered / total if total else 1.0, tuple(ordered), int(total))


def _worth(word: Word, there: frozenset[str], sounds: frozenset[str], dictionary: Dictionary) -> float | None:
    """Return what a word counts; none if the dictionary does not have it."""
    glosses = [
        gloss for entry in dictionary.entries(word.lemma or word.surface) for s in entry.senses for gloss in s.glosses
    ]
    names = dictionary.names(word.surface) if not glosses or "固有名詞" in word.pos else ()
    if not glosses and not names:
        return None
    if any(stems(gloss) & there for gloss in glosses) or any(_sounds(name.english) & sounds for name in names):
        return 1.0
    return RELATED if any(dictionary.related(gloss) & there for gloss in glosses) else 0.0


def _sounds(english: str) -> frozenset[str]:
    """Return the words of a text as names are compared: a long vowel as a short one (Sato, Satou)."""
    return frozenset(_LONG_VOWELS.sub(lambda found: found[0][0], word) for word in _LETTERS.findall(english.lower()))
