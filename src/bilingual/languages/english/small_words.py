"""Small words of English, in lower case, by what they do in a sentence; and nouns that take an article."""

from __future__ import annotations

from bilingual.languages.data import language_rows, words_by_use

_BY_USE = words_by_use("english/small_words.tsv")

FUNCTION_WORDS = _BY_USE["function"]
"""Words that hold a sentence together: never part of what a term was rendered as."""
LEADING_WORDS = _BY_USE["lead"]
"""Words before a noun that would have its article between."""
CLAUSE_STARTERS = _BY_USE["clause"]
"""Words that lose their capital behind a comma; a name keeps its own."""
TIED_WORDS = _BY_USE["tied"]
"""Words that do not end a line where another line end is as good."""
SENTENCE_STARTERS = _BY_USE["begins"]
"""Words that begin an English sentence inside Japanese text."""
ARTICLE_NOUNS = tuple(noun for (noun,) in language_rows("english/article_nouns.txt"))
"""Last words of names that take an article: the Liberal Democratic Party, the West."""
