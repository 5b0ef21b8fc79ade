"""Places whose English name is not the sound of the Japanese one, and katakana words that are places."""

from __future__ import annotations

from bilingual.languages.data import language_pairs

EXONYMS = language_pairs("japanese/exonyms.tsv")
"""Japanese → English, for proposals only; a glossary takes precedence."""
