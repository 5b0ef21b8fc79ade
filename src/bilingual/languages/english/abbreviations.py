"""English abbreviations, without their full stop, by use."""

from __future__ import annotations

import re

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

_AT_THE_END = re.compile(rf"(?:\b(?:[A-Za-z]\.){{2,}}|\b(?:{'|'.join(END_WITH_STOP)})\.)$")


def ends_with_abbreviation(text: str) -> bool:
    """Return whether the last full stop of a text belongs to an abbreviation: p.m., U.S., Co."""
    return _AT_THE_END.search(text) is not None
