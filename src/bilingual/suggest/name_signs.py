"""What shows in Japanese text that a word is a name, and the everyday words that only look like terms."""

from __future__ import annotations

from bilingual.languages.data import words_by_use

_TITLES = words_by_use("japanese/titles.tsv")
_ENDINGS = words_by_use("japanese/name_endings.tsv")
_EVERYDAY = words_by_use("japanese/everyday_words.tsv")

HONORIFICS = _TITLES["honorific"]
"""After a person's name only."""
TITLES = _TITLES["title"]
"""After a person's name, and after other words: 米大統領, 両首相, 映画監督."""
OFFICES = _TITLES["office"]
"""After a person's name, and more often after what they head: 営業部長. Told apart only with a dictionary."""
GOVERNING_TITLES = frozenset(_TITLES["governing"])
"""After the name of a place, too: 大阪市長, 米大統領."""
NOT_BEFORE_TITLE = frozenset(_EVERYDAY["before-title"])
"""Words before a title that are no name."""

PLACE_SUFFIXES = _ENDINGS["place"]
"""How places end."""
COMPANY_SUFFIXES = _ENDINGS["company"]
"""What companies end with after a name in katakana."""
ORGANISATION_SUFFIXES = _ENDINGS["organisation"]
"""How organisations end."""
COMMON_ENDINGS = frozenset(_EVERYDAY["ending"])
"""Words that end like a place or an organisation and name none."""

EVERYDAY_KATAKANA = frozenset(_EVERYDAY["katakana"])
"""Loan words that every dictionary has, and no publisher puts into a glossary."""
EVERYDAY_COMPOUNDS = frozenset(_EVERYDAY["compound"])
"""Compounds that every dictionary has, and no publisher puts into a glossary."""
GENERIC_TAILS = _EVERYDAY["tail"]
"""Endings that make a phrase, not a term: 中国側, 会談後."""
GENERIC_HEADS = frozenset(_EVERYDAY["head"])
"""A compound that begins so is about another word: 両首脳, 同大学."""
NO_NAMES = frozenset(_EVERYDAY["not-a-name"])
"""Everyday words that dictionaries of names hold."""
