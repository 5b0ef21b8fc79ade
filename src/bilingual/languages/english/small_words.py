"""Small words of English, in lower case, by their function; and nouns that take an article."""

from __future__ import annotations

import re

from bilingual.languages.data import language_rows, words_by_use

_BY_USE = words_by_use("english/small_words.tsv")

FUNCTION_WORDS = _BY_USE["function"]
"""Function words: never part of the rendering of a term."""
_FUNCTION = re.compile("|".join(FUNCTION_WORDS), re.IGNORECASE)
LEADING_WORDS = _BY_USE["lead"]
"""Words that come directly before a noun or its article."""
CLAUSE_STARTERS = _BY_USE["clause"]
"""Words that lose their capital after a comma; a name keeps its own."""
TIED_WORDS = _BY_USE["tied"]
"""Words that do not end a line if another line end is as good."""
SENTENCE_STARTERS = _BY_USE["begins"]
"""Words that begin an English sentence inside Japanese text."""
ARTICLE_NOUNS = tuple(noun for (noun,) in language_rows("english/article_nouns.txt"))
"""Last words of names that take an article: the Liberal Democratic Party, the West."""


def is_function(word: str) -> bool:
    """Return whether a word is a function word."""
    return _FUNCTION.fullmatch(word) is not None
