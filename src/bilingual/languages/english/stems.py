"""Stems of English words, for comparing texts: economic and economy are the same word."""

from __future__ import annotations

import re
from functools import lru_cache

from bilingual.languages.data import language_rows
from bilingual.languages.english.small_words import is_function

_VAGUE = frozenset(word for (word,) in language_rows("english/vague_words.txt"))
_ENDINGS = sorted((ending for (ending,) in language_rows("english/word_endings.txt")), key=len, reverse=True)
_SHORTEST = 3
"""Letters of a stem."""
_WORD = re.compile(r"[A-Za-z]{2,}")


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """Return the stem of a word in lower case, without up to two endings. It need not be a word."""
    text = word.lower()
    for _ in range(2):
        ending = next((end for end in _ENDINGS if text.endswith(end) and len(text) - len(end) >= _SHORTEST), "")
        if not ending:
            break
        text = text.removesuffix(ending)
    return text[:-1] if len(text) > _SHORTEST and text[-1] == text[-2] else text


@lru_cache(maxsize=20_000)
def stems(text: str) -> frozenset[str]:
    """Return the stems of a text's words, without those that say little (the, make, thing)."""
    words = {word.lower() for word in _WORD.findall(text)}
    return frozenset(stem(word) for word in words if word not in _VAGUE and not is_function(word))
