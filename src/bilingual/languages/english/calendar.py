"""The months of the year and the days of the week."""

from __future__ import annotations

from bilingual.languages.data import language_rows

_MONTHS = language_rows("english/months.tsv")
_DAYS = language_rows("english/weekdays.tsv")

MONTHS = ("", *(month for month, _ in _MONTHS))
"""January is 1."""
MONTH_ABBREVIATIONS = tuple(short for _, shorts in _MONTHS for short in shorts.split())
"""Without the full stop, a longer one before a shorter one; May has none."""
ENGLISH_WEEKDAYS = {kanji: day for kanji, day, _ in _DAYS}
"""Kanji → English: 月 is Monday."""
WEEKDAY_ABBREVIATIONS = {short: day for _, day, shorts in _DAYS for short in shorts.split()}
"""Abbreviation without the full stop → day: Tues is Tuesday."""
