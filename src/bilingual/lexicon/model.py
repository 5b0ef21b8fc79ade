"""The values that the dictionary returns."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal, Protocol

UNRANKED = 99
"""The rank of a word that the frequency list does not have."""

NameKind = Literal["place", "station", "surname", "given", "person", "organisation", "company", "work", "product"]

_RANK = re.compile(r"nf(\d\d)")


@dataclass(frozen=True, slots=True)
class WordSense:
    """One meaning of a word."""

    groups: tuple[str, ...]
    """Parts of speech: noun, suru, verb, adjective, adverb, expression, prefix, suffix, counter, number, pronoun,
    other."""
    tags: tuple[str, ...]
    """Use (archaic, historical, rare, literary, idiom, slang, abbreviation, kana, mimetic, dialect) and field
    (computing, sumo)."""
    glosses: tuple[str, ...]
    """English, the most usual first."""


@dataclass(frozen=True, slots=True)
class DictionaryEntry:
    """A word of JMdict, as far as it belongs to one written form."""

    form: str
    readings: tuple[str, ...]
    """Of this form, the most usual first; the form itself if it is written in kana."""
    marks: tuple[str, ...]
    """Frequency marks of JMdict (`ichi1`, `news1`, `nf05`), `irregular`, `outdated`."""
    senses: tuple[WordSense, ...]

    @property
    def rank(self) -> int:
        """Return the place of the form among the words of newspapers, in steps of 500: 1 to 48, or `UNRANKED`."""
        return min((int(found[1]) for mark in self.marks if (found := _RANK.fullmatch(mark))), default=UNRANKED)


@dataclass(frozen=True, slots=True)
class DictionaryName:
    """A name of JMnedict."""

    reading: str
    kinds: frozenset[NameKind]
    english: str


@dataclass(frozen=True, slots=True)
class WordGloss:
    """The English of one word of a sentence."""

    start: int
    """Offset of the first character in the sentence."""
    end: int
    """Offset after the last character."""
    source: str
    english: str
    certain: bool
    """True when the word has one meaning; false when one of several is by far the most usual."""


class Dictionary(Protocol):
    """What has words: the installed dictionary, or one made for a test."""

    def entries(self, word: str) -> tuple[DictionaryEntry, ...]:
        """Return the entries of a written form, the most usual first."""

    def names(self, word: str) -> tuple[DictionaryName, ...]:
        """Return the names that are written so."""

    def sharing(self, gloss: str) -> int:
        """Return how many entries have this gloss: many for a word that means many things (value, power)."""

    def related(self, gloss: str) -> frozenset[str]:
        """Return the stems of all glosses of the entries that have this gloss; none if it is of one entry only."""
