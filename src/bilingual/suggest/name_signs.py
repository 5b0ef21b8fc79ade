"""Evidence in Japanese text that a word is a name, and everyday words that only look like terms."""

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
"""After a person's name, and more often after what they head: 営業部長. Only a dictionary can distinguish them."""
GOVERNING_TITLES = frozenset(_TITLES["governing"])
"""After the name of a place, too: 大阪市長, 米大統領."""
NOT_BEFORE_TITLE = frozenset(_EVERYDAY["before-title"])
"""Words before a title that are not a name."""

PLACE_SUFFIXES = _ENDINGS["place"]
"""Endings of places."""
COMPANY_SUFFIXES = _ENDINGS["company"]
"""Endings of companies after a name in katakana."""
ORGANISATION_SUFFIXES = _ENDINGS["organisation"]
"""Endings of organisations."""
COMMON_ENDINGS = frozenset(_EVERYDAY["ending"])
"""Words that end like a place or an organisation but are not one."""

EVERYDAY_KATAKANA = frozenset(_EVERYDAY["katakana"])
"""Loan words too common for a glossary."""
EVERYDAY_COMPOUNDS = frozenset(_EVERYDAY["compound"])
"""Compounds too common for a glossary."""
GENERIC_TAILS = _EVERYDAY["tail"]
"""Endings that make a phrase, not a term: 中国側, 会談後."""
GENERIC_HEADS = frozenset(_EVERYDAY["head"])
"""Prefixes that refer to another word: 両首脳, 同大学."""
NO_NAMES = frozenset(_EVERYDAY["not-a-name"])
"""Everyday words that dictionaries list as names."""
