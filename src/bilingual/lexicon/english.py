"""The English of the dictionary: which gloss can take the place of a word."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from bilingual.lexicon.model import DictionaryName, NameKind, WordSense

_PHRASE = re.compile(r"[A-Za-z][A-Za-z'-]*(?: [A-Za-z][A-Za-z'-]*){0,2}")
_NO_NOUN = re.compile(
    r"^(?:a|an|the|to|being|having|becoming|doing|not|one|something|someone|somebody|anything|what|which|who|when|such|very|this|"
    r"that|these|those|in|on|at|by|for|from|of|with|without|as|and|or|during|before|after|"
    r"within|under|over|per|all|every|each|various)\b"
    r"|\b(?:one's|oneself|someone's|etc|esp|e\.g|i\.e|something|someone|whose|which|that|who|where|is|are|or)\b",
    re.IGNORECASE,
)
_ADJECTIVE = re.compile(r"(?:ous|ive|est|able|ible|ioned|shaped)$")
_NAME = re.compile(r"[^\W\d_][^\W\d_'.-]*(?:,? (?!No )[^\W\d_][\w'.&-]*){0,8}")
_IN_NAMES = frozenset(("of", "the", "and", "from", "prefecture"))
_DATES = re.compile(r"\s*\(.*")
_LONG_VOWEL = re.compile(r"ou|oo|uu", re.IGNORECASE)
_LONG_KANA = re.compile(
    "[おこごそぞとどのほぼぽもよろょ]う|[おこごそぞとどのほぼぽもよろょ]お|[うくぐすずつづぬふぶぷむゆるゅ]う"
)
_FIRST = 3
"""Glosses of a sense that are looked at."""


def noun_phrase(gloss: str) -> str:
    """Return a gloss if it is a name or a noun phrase of at most three words; empty for any other.

    A note behind it narrows the meaning (Thanksgiving (US, Canada)), so such a gloss is none.
    """
    if is_proper(gloss) and _NAME.fullmatch(gloss):
        return gloss
    fits = _PHRASE.fullmatch(gloss) and not _NO_NOUN.search(gloss) and not _ADJECTIVE.search(gloss)
    return gloss if fits else ""


def is_proper(english: str) -> bool:
    """Return whether this is a name: Okinawa prefecture, and not Chinese book."""
    return all(word[:1].isupper() or word in _IN_NAMES for word in english.split(" "))


def first_phrase(sense: WordSense) -> str:
    """Return the first of the first glosses of a sense that is a short noun phrase; empty if none is.

    Glosses that name kinds of the same thing (garden lantern, hanging lantern) leave open which is meant.
    """
    phrases = [phrase for gloss in sense.glosses[:_FIRST] if (phrase := noun_phrase(gloss))]
    kinds = {phrase for phrase in phrases if " " in phrase and phrase.split(" ")[-1] == phrases[0].split(" ")[-1]}
    return phrases[0] if phrases and len(kinds) < 2 else ""


def common_phrase(senses: Iterable[WordSense]) -> str:
    """Return the first short noun phrase that all senses have among their first glosses; empty if there is none."""
    every = [[phrase for gloss in sense.glosses[:_FIRST] if (phrase := noun_phrase(gloss))] for sense in senses]
    return next((phrase for phrase in every[0] if all(phrase in one for one in every)), "") if every else ""


def english_name(names: Sequence[DictionaryName], kinds: frozenset[NameKind]) -> str:
    """Return the English of a name that has only one reading; empty if it has several, or none of these kinds.

    Long vowels that JMnedict writes twice (Nihonginkou) are not English: such a name is left out.
    """
    found = {(name.reading, name.english) for name in names}
    if len(found) != 1 or not names[0].kinds & kinds:
        return ""
    english = _DATES.sub("", names[0].english)
    if "place" in names[0].kinds:
        english = english.partition(",")[0]  # Shanghai, China
    wrong = not _NAME.fullmatch(english) or (_LONG_KANA.search(names[0].reading) and _LONG_VOWEL.search(english))
    return "" if wrong else english
