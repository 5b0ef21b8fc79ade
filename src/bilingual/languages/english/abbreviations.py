"""English abbreviations, without their full stop, by use."""

from __future__ import annotations

from bilingual.languages.data import words_by_use

_BY_USE = words_by_use("english/abbreviations.tsv")

WITHIN_SENTENCE = _BY_USE["within"]
"""The sentence continues after them."""
LAST_IN_SENTENCE = _BY_USE["last"]
"""Often the last word of a sentence."""
PERSONAL_TITLES = _BY_USE["title"]
"""Not separated at a line's end from the name that follows."""
REPLACED_TITLES = frozenset(_BY_USE["name"])
"""Replaced together with the name that follows."""
LABELS_BEFORE_NUMBERS = _BY_USE["part"]
"""Not separated at a line's end from the number or letter that follows: Fig. 3."""
END_WITH_STOP = _BY_USE["stop"]
"""Their full stop is not the end of a sentence."""
