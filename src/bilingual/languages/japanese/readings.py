"""Readings of Japanese words, and which words are names: SudachiPy, the optional extra `bilingual-editions[readings]`.

Only this module imports it, and only on use. Without it `available()` is false and there are no readings.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.util import find_spec
from typing import Any

from bilingual.languages.data import language_pairs
from bilingual.languages.japanese.scripts import KANJI, KANJI_WORD, to_hiragana

_LONGEST = 10_000
"""Characters passed to SudachiPy at once; its limit is 49,149 bytes."""

# One for one, so that offsets stay valid.
_COMMON_FORMS = str.maketrans(language_pairs("japanese/name_kanji.tsv"))
_SURROGATE = re.compile("[\ud800-\udfff]")
_PARTS = re.compile(f"[{KANJI_WORD}]+|[^{KANJI_WORD}]+")


@dataclass(frozen=True, slots=True)
class Word:
    """One word of the dictionary."""

    surface: str
    start: int
    """Offset in the text."""
    reading: str
    """In hiragana; empty if the dictionary does not have it."""
    pos: tuple[str, ...]
    """Part of speech in UniDic's terms, from the general to the particular: 名詞, 固有名詞, 人名, 姓."""
    known: bool = True
    """False for a word that is not in the dictionary."""
    lemma: str = ""
    """The form that dictionaries list (驚い in 驚いた: 驚く); empty for a word that is not in the dictionary."""

    @property
    def end(self) -> int:
        """Return the offset after the word."""
        return self.start + len(self.surface)


def available() -> bool:
    """Return whether SudachiPy and its dictionary are installed."""
    return find_spec("sudachipy") is not None and find_spec("sudachidict_core") is not None


def tokens(text: str) -> tuple[Word, ...]:
    """Return the words of a text, the longest that the dictionary has; none if it is not installed."""
    return _tokens(text) if available() else ()


@lru_cache(maxsize=512)
def _tokens(text: str) -> tuple[Word, ...]:
    """Return the words; they are kept for the sentences of an article, which are looked at with several drafts."""
    found: list[Word] = []
    for start, piece in _pieces(text):
        at = start
        for morpheme in _tokenizer().tokenize(piece.translate(_COMMON_FORMS)):
            surface = text[at : at + len(morpheme.surface())]
            known = not morpheme.is_oov()
            reading = to_hiragana(morpheme.reading_form()) if known else ""
            pos = tuple(p for p in morpheme.part_of_speech() if p != "*")
            found.append(Word(surface, at, reading, pos, known, morpheme.dictionary_form() if known else ""))
            at += len(surface)
    return tuple(found)


def readings_of(text: str) -> list[tuple[int, int, str]]:
    """Return (start, end, hiragana) for every run of kanji with a known reading, as for furigana.

    Kana inside a word is its own reading and is left out: 食べる gives た for 食.
    """
    return [stretch for token in tokens(text) for stretch in _stretches(token)]


def _stretches(token: Word) -> Iterator[tuple[int, int, str]]:
    parts = [(found[0], found.start() + token.start) for found in _PARTS.finditer(token.surface)]
    kanji = [(part, at) for part, at in parts if re.match(f"[{KANJI_WORD}]", part)]
    if not kanji or not token.reading or len(token.surface) > 40 or not re.search(f"[{KANJI}]", token.surface):
        return
    pattern = "".join("(.+?)" if (part, at) in kanji else re.escape(to_hiragana(part)) for part, at in parts)
    if found := re.fullmatch(pattern, token.reading):
        for (part, at), reading in zip(kanji, found.groups(), strict=True):
            yield at, at + len(part), reading
    else:
        yield token.start, token.end, token.reading


def _pieces(text: str) -> Iterator[tuple[int, str]]:
    """Yield (offset, piece): lines, and pieces of lines that are too long."""
    for line in re.finditer(r"[^\n]+", text):
        for start in range(line.start(), line.end(), _LONGEST):
            # SudachiPy rejects a lone surrogate; another character replaces it, so that offsets stay valid.
            yield start, _SURROGATE.sub("?", text[start : min(start + _LONGEST, line.end())])


@cache
def _dictionary() -> Any:
    """Return the dictionary, which is opened once, in about 0.3 s, and may be used from several threads."""
    from sudachipy import Dictionary

    return Dictionary()


class _Own(threading.local):
    """A tokenizer for each thread: one cannot be used by two at a time."""

    tokenizer: Any = None


_own = _Own()


def _tokenizer() -> Any:
    if _own.tokenizer is None:
        from sudachipy import SplitMode

        dictionary = _dictionary()
        make = getattr(dictionary, "tokenizer", None) or dictionary.create  # its name before 0.7
        _own.tokenizer = make(SplitMode.C)
    return _own.tokenizer
