"""Longer words that contain a common term across a word boundary, where its English would always be wrong.

東京都 contains 京都, 全国会議 contains 国会: Japanese has no spaces, so a matcher finds them. These guards act as if
every glossary listed them under `not_in`.
"""

from __future__ import annotations

from bilingual.languages.data import language_rows


def _traps() -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for term, word in language_rows("japanese/false_matches.tsv"):
        found[term] = (*found.get(term, ()), word)
    return found


TRAPS = _traps()
"""Term → the words that contain it and do not mean it."""
