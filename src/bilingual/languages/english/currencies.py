"""Currencies in English text: how they are printed, and the signs by which they are read."""

from __future__ import annotations

from bilingual.languages.data import language_pairs, language_rows

_ROWS = language_rows("english/currencies.tsv")

CURRENCIES = {code: (one, many) for code, one, many, _ in _ROWS if one}
"""Currency → its noun for one and for many, printed after the amount."""
SIGNS = {code: sign for code, _, _, sign in _ROWS if sign}
"""Currency → its sign, printed before the amount."""
CURRENCY_OF_SIGN = language_pairs("english/currency_signs.tsv")
"""Sign or code before an amount → currency."""
