"""The installed dictionary: `lexicon.sqlite`, read-only."""

from __future__ import annotations

import logging
import sqlite3
import threading
import weakref
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from types import TracebackType

from bilingual.errors import EngineError
from bilingual.languages.english.stems import stems
from bilingual.lexicon.glosses import find_glosses
from bilingual.lexicon.model import DictionaryEntry, DictionaryName, NameKind, WordGloss, WordSense
from bilingual.models.jmdict import LEXICON_FILE, LEXICON_FORMAT, NAME_KINDS, cells, plain_gloss
from bilingual.models.store import find_model

log = logging.getLogger(__name__)

MODEL = "jmdict"
"""Its name in the catalogue."""
ATTRIBUTION = "JMdict and JMnedict, Electronic Dictionary Research and Development Group, CC BY-SA 3.0"
"""The licence asks for it wherever English of the dictionary is shown."""

_LONGEST = 40
"""Characters; no longer word is looked up."""
_MOST = 64
"""Entries of one written form that are read."""
_KEPT = 5_000
"""Words whose entries, and glosses whose related words, are kept in memory."""
_KINDS: dict[str, NameKind] = dict(NAME_KINDS)  # type: ignore[arg-type]


class Lexicon:
    """The dictionary. It may be used from several threads, and can be pickled."""

    def __init__(self, path: Path) -> None:
        """Open `lexicon.sqlite`. Raises `EngineError` when it is missing or damaged."""
        self.path = path
        self._lock = threading.Lock()
        self._related = lru_cache(maxsize=_KEPT)(self._find_related)
        self._entries = lru_cache(maxsize=_KEPT)(self._find_entries)
        self._open()
        self._end = weakref.finalize(self, self._connection.close)

    def _open(self) -> None:
        try:
            self._connection = sqlite3.connect(
                f"{self.path.absolute().as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False
            )
            with self._lock:
                meta = dict(self._connection.execute("SELECT key, value FROM meta"))
                if meta.get("format") != str(LEXICON_FORMAT):
                    raise ValueError(f"format {meta.get('format')!r}")
                self._connection.execute("SELECT text, entry, marks FROM form LIMIT 1").fetchone()
                self._connection.execute("SELECT text, entries FROM name LIMIT 1").fetchone()
        except (sqlite3.Error, ValueError, TypeError) as error:
            raise EngineError(
                f"the dictionary cannot be read ({error})",
                place=str(self.path),
                remedy=f"install it again: bilingual engine install {MODEL}",
            ) from error
        self.version: str = f"{LEXICON_FORMAT}-{meta.get('source', '')[:12]}"
        """Identifies its content, for signatures."""

    def __reduce__(self) -> tuple[type[Lexicon], tuple[Path]]:
        return Lexicon, (self.path,)

    def __enter__(self) -> Lexicon:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the file; nothing can be looked up afterwards."""
        with self._lock:
            self._end()

    def entries(self, word: str) -> tuple[DictionaryEntry, ...]:
        """Return the entries of a written form (kanji or kana), the most usual first; none for an unknown word."""
        return self._entries(word)

    def _find_entries(self, word: str) -> tuple[DictionaryEntry, ...]:
        found = [
            _entry(word, str(marks), str(readings), str(senses))
            for marks, readings, senses in self._rows(
                "SELECT form.marks, entry.readings, entry.senses FROM form JOIN entry ON entry.id = form.entry "
                "WHERE form.text = ? ORDER BY form.entry LIMIT ?",
                word,
            )
        ]
        return tuple(
            sorted((entry for entry in found if entry.senses), key=lambda entry: (entry.rank, -len(entry.marks)))
        )

    def names(self, word: str) -> tuple[DictionaryName, ...]:
        """Return the names that are written so, in the order of the dictionary."""
        return tuple(
            DictionaryName(reading, frozenset(_KINDS[letter] for letter in letters if letter in _KINDS), english)
            for (entries,) in self._rows("SELECT entries FROM name WHERE text = ? LIMIT ?", word)
            for reading, letters, english in (line for line in cells(str(entries)) if len(line) == 3)
        )

    def sharing(self, gloss: str) -> int:
        """Return how many entries have this gloss: many for a word that means many things (value, power)."""
        return len(self._sharing(gloss)) or 1

    def related(self, gloss: str) -> frozenset[str]:
        """Return the stems of all glosses of the entries that have this gloss; none if it is of one entry only."""
        return self._related(plain_gloss(gloss))

    def _sharing(self, gloss: str) -> list[str]:
        rows = self._rows("SELECT entries FROM gloss WHERE text = ? LIMIT ?", plain_gloss(gloss))
        return str(rows[0][0]).split() if rows else []

    def _find_related(self, gloss: str) -> frozenset[str]:
        entries = self._sharing(gloss)
        rows = [row for entry in entries for row in self._rows("SELECT senses FROM entry WHERE id = ? LIMIT ?", entry)]
        return frozenset().union(*(stems(" ".join(line[3:])) for (senses,) in rows for line in cells(str(senses))))

    def glosses(self, source: str, *, known: Sequence[tuple[int, int]] = ()) -> list[WordGloss]:
        """Return the English of the rare words of a sentence whose meaning is sure, in their order.

        `known` are the spans (start, end) that need none: terms and numbers. Few words get one.
        """
        return find_glosses(self, source, known=known)

    def _rows(self, sql: str, word: str) -> list[tuple[object, ...]]:
        if not 0 < len(word) <= _LONGEST:
            return []
        try:
            with self._lock:
                return self._connection.execute(sql, (word, _MOST)).fetchall()
        except (sqlite3.Error, UnicodeError) as error:  # a damaged page; a lone surrogate
            log.debug("the dictionary cannot look up %r: %s", word, error)
            return []


def find_lexicon() -> Lexicon | None:
    """Return the installed dictionary, or none; a damaged one is logged as a warning, once."""
    model = find_model(MODEL)
    if model is None:
        return None
    path = model.path if model.path.is_file() else model.path / LEXICON_FILE
    try:
        return Lexicon(path)
    except EngineError as error:
        _warn(str(error))
        return None


@lru_cache(maxsize=8)
def _warn(message: str) -> None:
    log.warning("%s", message)


def _entry(form: str, marks: str, readings: str, senses: str) -> DictionaryEntry:
    spoken = [reading for reading, *only in cells(readings) if not only or form in only]
    return DictionaryEntry(
        form,
        (form,) if form in spoken else tuple(spoken),
        tuple(marks.split()),
        tuple(
            WordSense(_list(groups), _list(tags), tuple(glosses))
            for groups, tags, only, *glosses in (line for line in cells(senses) if len(line) > 3)
            if not only or {form, *spoken} & {*only.split(",")}
        ),
    )


def _list(cell: str) -> tuple[str, ...]:
    return tuple(cell.split(",")) if cell else ()
