"""The eras of Japan: those whose years are converted, and those whose years are only recognised."""

from __future__ import annotations

from bilingual.languages.data import language_rows

_MODERN = language_rows("japanese/eras.tsv")

ERAS = {era: (english, int(before), int(last)) for era, english, before, last, _ in _MODERN}
"""Era from 明治 on → (English, year before its first, its last year)."""
ERA_LETTERS = {letter: era for era, _, _, _, letter in _MODERN}
"""The letter of H31 → era."""
OLD_ERAS = frozenset(era for (era,) in language_rows("japanese/old_eras.txt"))
"""Eras before 明治, whose years are not converted."""
