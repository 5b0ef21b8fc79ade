"""Number words of English and their values."""

from __future__ import annotations

from bilingual.languages.data import language_rows

_ROWS = language_rows("english/number_words.tsv")

CARDINALS = {word: int(value) for word, value, _ in _ROWS}
"""Word → value, from zero to ninety, hundred, thousand and the larger scales."""
ORDINAL_WORDS = {ordinal: int(value) for _, value, ordinal in _ROWS}
"""Ordinal → value: third is 3, a millionth part is of 1,000,000."""
WORDS = tuple(word for word, value in CARDINALS.items() if value < 20)
"""The words for 0 to 19."""
ORDINALS = tuple(word for word, value in ORDINAL_WORDS.items() if value < 20)
"""The ordinals of 0 to 19."""
TENS = ("", "", *(word for word, value in CARDINALS.items() if 20 <= value < 100))
"""Twenty is 2, ninety 9; there is none for 0 and 1."""
SCALES = tuple((value, word) for word, value in reversed(CARDINALS.items()) if value >= 10**6)
"""(value, word) from trillion down to million."""
