"""A word of the source whose opposite is in the target."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from bilingual.checks.report import Report
from bilingual.languages.data import language_rows
from bilingual.languages.japanese.scripts import HIRAGANA, KANJI

_NEGATIVE = re.compile(
    r"(?:\b(?:no|not|never|without|cannot|hardly|stop\w*|fail\w*|avoid\w*|prevent\w*|less|far from|instead of)|n['’]t)"
    r"(?:\W+\w+){0,3}\W*$",
    re.IGNORECASE,
)
"""A negation before a word, which turns it into its opposite."""
_DENIAL = re.compile(
    r"(?:\b(?:not|never|cannot|no longer)|n['’]t)\b(?! (?:only|just|until|yet|sure|know))(?:\s+\w+){0,2}\s+$"
)
"""A negation of the word that follows."""
_NEGATIVE_SOURCE = re.compile(
    r"な[いかくけし]|ません|[ずぬ]|まい|[無非]|不(?!可欠)|難し|だけ|しか(?![しも])|より|？|か。|ん[。だで]"
)
"""A source that may have a negation."""
_BEFORE = 40
"""Characters before a word in which a negation is looked for."""
_NEGATED = re.compile(rf"[{HIRAGANA}]{{0,4}}(?:[ずぬ]|ざる|まい)|[^、。]{{0,10}}(?:な[いかくけ]|ません)|[反不無未非]")
"""A negation after a word of the source."""


@dataclass(frozen=True, slots=True)
class _Word:
    """A word, as patterns."""

    opposite: str
    signs: frozenset[str]
    """The kanji of the Japanese: a text with none of them does not have the word."""
    japanese: re.Pattern[str]
    english: re.Pattern[str]
    """What surely says it."""
    also: re.Pattern[str]
    """What surely or perhaps says it."""


def check_opposites(source: str, target: str) -> Iterator[Report]:
    """Yield the first word of the source of which the target has only the opposite.

    A negation may turn a word into its opposite, so a negated word is not compared.
    """
    words = _words()
    negative = _NEGATIVE_SOURCE.search(source) is not None
    for word, found in _words_of(source):
        other = words[word.opposite]
        if _NEGATED.match(source, found.end()) or other.japanese.search(source):
            continue
        if not negative and (denied := _denied(word, target)):
            yield Report("opposite", f"the source has “{found.group()}” and the target denies it (“{denied}”)")
            return
        if word.also.search(target):
            continue
        wrong = other.english.search(target)
        if wrong and not _NEGATIVE.search(target, max(0, wrong.start() - 60), wrong.start()):
            message = f"the source has “{found.group()}” and the target the opposite (“{wrong.group()}”)"
            yield Report("opposite", message)
            return


def _denied(word: _Word, target: str) -> str:
    """Return how the target denies the word; empty if it also says it without a negation."""
    denied = ""
    for said in word.also.finditer(target):
        before = _DENIAL.search(target, max(0, said.start() - _BEFORE), said.start())
        if not before:
            return ""
        denied = denied or f"{before[0]}{said[0]}"
    return denied


def says_by_opposite(source: str, target: str) -> bool:
    """Return whether the target says a negated word of the source by its opposite: 増えていない, falling."""
    words = _words()
    return any(
        _NEGATED.match(source, found.end()) and words[word.opposite].also.search(target)
        for word, found in _words_of(source)
    )


@lru_cache(maxsize=256)
def _words_of(source: str) -> tuple[tuple[_Word, re.Match[str]], ...]:
    """Return the words that a source has; cached, because it is compared with several drafts."""
    signs = set(source)
    return tuple(
        (word, found)
        for word in _words().values()
        if not signs.isdisjoint(word.signs) and (found := word.japanese.search(source))
    )


@cache
def _words() -> dict[str, _Word]:
    return {
        word: _Word(
            opposite,
            frozenset(re.findall(f"[{KANJI}]", japanese)),
            re.compile(japanese),
            _english(word, "sure"),
            _english(word, "sure", "perhaps"),
        )
        for word, opposite, japanese in language_rows("japanese/opposites.tsv")
    }


def _english(word: str, *sureness: str) -> re.Pattern[str]:
    rows = language_rows("english/opposites.tsv")
    words = "|".join(english for of, how, english in rows if of == word and how in sureness)
    return re.compile(rf"\b(?:{words})\b", re.IGNORECASE)
