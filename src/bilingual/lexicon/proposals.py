"""English that a person may approve for a term: less sure than a gloss, which nobody reviews."""

from __future__ import annotations

import re

from bilingual.languages.japanese.scripts import KATAKANA_WORD, NAME_JOINTS
from bilingual.lexicon.english import common_phrase, english_name
from bilingual.lexicon.glosses import is_plain_noun
from bilingual.lexicon.model import Dictionary, NameKind

_KATAKANA = re.compile(f"[{KATAKANA_WORD}{NAME_JOINTS}]+")
_ANY_NAME: frozenset[NameKind] = frozenset(("place", "station", "surname", "given"))
_BODIES: frozenset[NameKind] = frozenset(("person", "organisation", "company", "work", "product"))


def proposed_english(dictionary: Dictionary, text: str, *, is_name: bool) -> str:
    """Return the English of a name or a noun, if the dictionary has only one; else empty.

    A name in kanji must be that of a person, an organisation or a work: others are named by their sound.
    `is_name`: the text says that it is a name, so that no noun is meant.
    """
    entries = () if is_name else dictionary.entries(text)
    if not entries:
        foreign = _KATAKANA.fullmatch(text) is not None
        return english_name(dictionary.names(text), _BODIES | _ANY_NAME if foreign else _BODIES)
    senses = entries[0].senses
    return common_phrase(senses) if len(entries) == 1 and all(map(is_plain_noun, senses)) else ""
