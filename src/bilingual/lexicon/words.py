"""The words of a sentence, and what the dictionary says about each."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bilingual.languages.japanese.readings import Word, tokens
from bilingual.languages.japanese.scripts import KANJI, KANJI_WORD, KATAKANA_WORD, to_hiragana
from bilingual.lexicon.model import Dictionary, DictionaryEntry

_CONTENT = (("名詞",), ("動詞",), ("形容詞",), ("形状詞",))
_NO_CONTENT = frozenset(("数詞", "助数詞可能", "助動詞語幹"))
_WRITTEN = re.compile(f"[{KANJI}]|[{KATAKANA_WORD}]{{2}}")
_RUN = re.compile(f"[{KANJI_WORD}]{{2,}}|[{KATAKANA_WORD}]{{2,}}")
_LONGEST = 8
_SENSES, _GLOSSES, _NAMES = 4, 4, 2
"""What is shown of a word: senses, glosses of a sense, names."""


@dataclass(frozen=True, slots=True)
class LookedUp:
    """A word of a sentence, for people to read."""

    text: str
    """As dictionaries list it."""
    reading: str
    """In hiragana; empty if it is not known."""
    senses: tuple[str, ...]
    """The glosses of each meaning, the most usual first."""


def look_up(source: str, dictionary: Dictionary) -> list[LookedUp]:
    """Return the content words of a sentence that the dictionary has, each once, in their order."""
    found: dict[str, LookedUp] = {}
    for word in source_words(source, dictionary):
        text = word.lemma or word.surface
        if text not in found and (made := _looked_up(text, word, dictionary)):
            found[text] = made
    return list(found.values())


def _looked_up(text: str, word: Word, dictionary: Dictionary) -> LookedUp | None:
    entries = dictionary.entries(text)
    spoken = word.reading if text == word.surface else ""
    entries = tuple(entry for entry in entries if _is_read(entry, spoken)) or entries
    senses = [
        "; ".join(sense.glosses[:_GLOSSES])
        for entry in entries
        for sense in entry.senses
        if "archaic" not in sense.tags
    ][:_SENSES]
    if not senses or "固有名詞" in word.pos:
        names = [name for name in dictionary.names(text) if not spoken or name.reading == spoken]
        senses = [*dict.fromkeys(name.english for name in names[:_NAMES]), *senses][:_SENSES]
    reading = spoken or (to_hiragana(entries[0].readings[0]) if entries and entries[0].readings else "")
    return LookedUp(text, reading if reading != text else "", tuple(senses)) if senses else None


def _is_read(entry: DictionaryEntry, reading: str) -> bool:
    return reading in map(to_hiragana, entry.readings)


def source_words(source: str, dictionary: Dictionary) -> Iterator[Word]:
    """Yield the content words of a source, by SudachiPy or else as the longest words of the dictionary."""
    words = tokens(source)
    if not words:
        for run in _RUN.finditer(source):
            yield from _longest(run[0], run.start(), dictionary)
    yield from (word for word in words if _is_content(word))


def _is_content(word: Word) -> bool:
    pos = {*word.pos}
    light = "動詞" in pos and "非自立可能" in pos
    content = word.known and word.pos[:1] in _CONTENT and not light and not _NO_CONTENT & pos
    return content and _WRITTEN.search(word.surface) is not None


def _longest(run: str, start: int, dictionary: Dictionary) -> Iterator[Word]:
    at = 0
    while at < len(run) - 1:
        ends = range(min(len(run), at + _LONGEST), at + 1, -1)
        end = next((end for end in ends if dictionary.entries(run[at:end])), 0)
        if end:
            yield Word(run[at:end], start + at, "", ("名詞",))
        at = end or at + 1
