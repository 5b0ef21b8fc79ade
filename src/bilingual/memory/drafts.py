"""What was translated once and need not be translated again: a SQLite file of engine drafts.

A draft depends on its segment and the engine's signature only, so the store is shared by all projects of a user.
Every draft is kept the moment it is finished: a killed run loses at most the one being made.
"""

from __future__ import annotations

import contextlib
import json
import logging
import os
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from bilingual.engines.base import Draft, Engine, OnDraft, Question, Rendering, TransparentEngine

log = logging.getLogger(__name__)

_SCHEMA = """
CREATE TABLE IF NOT EXISTS drafts (
    engine TEXT NOT NULL, segment TEXT NOT NULL, n_best INTEGER NOT NULL, attempt INTEGER NOT NULL,
    drafts TEXT NOT NULL, PRIMARY KEY (engine, segment, n_best, attempt)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS answers (
    engine TEXT NOT NULL, question TEXT NOT NULL, answer TEXT NOT NULL, PRIMARY KEY (engine, question)
) WITHOUT ROWID;
"""


def default_path() -> Path:
    """Return the user's draft store: `$BILINGUAL_CACHE/drafts.sqlite3`, or the platform's cache folder."""
    place = os.environ.get("BILINGUAL_CACHE")
    if place:
        return Path(place) / "drafts.sqlite3"
    from platformdirs import user_cache_path

    return user_cache_path("bilingual") / "drafts.sqlite3"


class Drafts:
    """The store. It is a cache: if its file cannot be used, the run goes on without it and says so once."""

    def __init__(self, path: Path | None = None) -> None:
        self.path = path
        self._connection = self._open(path)

    @staticmethod
    def _open(path: Path | None) -> sqlite3.Connection:
        if path is not None:
            try:
                path.parent.mkdir(parents=True, exist_ok=True)
                connection = sqlite3.connect(path, timeout=30, isolation_level=None)
                connection.execute("PRAGMA journal_mode=WAL")
                connection.execute("PRAGMA synchronous=NORMAL")
                connection.executescript(_SCHEMA)
                for table in ("drafts", "answers"):
                    connection.execute(f"SELECT engine FROM {table} LIMIT 1").fetchone()  # noqa: S608 - two constants
            except (sqlite3.Error, OSError) as error:
                log.warning("%s: cannot be used (%s) - drafts of this run are not kept", path, error)
            else:
                return connection
        connection = sqlite3.connect(":memory:", isolation_level=None)
        connection.executescript(_SCHEMA)
        return connection

    def get(self, engine: str, segment: str, n_best: int, attempt: int) -> tuple[Draft, ...] | None:
        """Return the drafts kept for a segment, or None."""
        try:
            row = self._connection.execute(
                "SELECT drafts FROM drafts WHERE engine = ? AND segment = ? AND n_best = ? AND attempt = ?",
                (engine, segment, n_best, attempt),
            ).fetchone()
            return tuple(Draft(str(text), float(score)) for text, score in json.loads(row[0])) if row else None
        except (sqlite3.Error, ValueError, TypeError):
            return None

    def put(self, engine: str, segment: str, n_best: int, attempt: int, drafts: Sequence[Draft]) -> None:
        """Keep the drafts of a segment. When the file takes no more, the rest of the run is kept in memory only."""
        value = json.dumps([[draft.text, draft.score] for draft in drafts], ensure_ascii=False)
        self._insert("INSERT OR REPLACE INTO drafts VALUES (?, ?, ?, ?, ?)", (engine, segment, n_best, attempt, value))

    def answer(self, engine: str, question: str) -> Any:
        """Return what an engine answered to another question about its drafts, or None."""
        try:
            row = self._connection.execute(
                "SELECT answer FROM answers WHERE engine = ? AND question = ?", (engine, question)
            ).fetchone()
            return json.loads(row[0]) if row else None
        except (sqlite3.Error, ValueError):
            return None

    def put_answer(self, engine: str, question: str, answer: Any) -> None:
        """Keep an answer, a JSON value."""
        self._insert("INSERT OR REPLACE INTO answers VALUES (?, ?, ?)", (engine, question, json.dumps(answer)))

    def _insert(self, statement: str, row: tuple[Any, ...]) -> None:
        try:
            self._connection.execute(statement, row)
        except sqlite3.Error as error:
            log.warning("%s: takes no more drafts (%s) - the rest of this run is not kept", self.path, error)
            self._connection.close()
            self._connection = self._open(None)
            self._connection.execute(statement, row)

    def close(self) -> None:
        """Close the file."""
        self._connection.close()


@contextlib.contextmanager
def drafts_at(path: Path | None) -> Iterator[Drafts]:
    """Open the store for one run."""
    store = Drafts(path)
    try:
        yield store
    finally:
        store.close()


def remembering(engine: Engine, store: Drafts) -> Engine:
    """Return the engine with the store in front of it; it can do what the engine can do."""
    if isinstance(engine, TransparentEngine):
        return RememberingTransparentEngine(engine, store)
    return RememberingEngine(engine, store)


class RememberingEngine:
    """An engine that asks the store first, and keeps what the engine behind it says."""

    def __init__(self, engine: Engine, store: Drafts) -> None:
        self._engine = engine
        self._store = store
        self.name = engine.name
        self.samples = engine.samples
        self.signature = engine.signature

    def translate(
        self,
        segments: Sequence[str],
        *,
        n_best: int = 1,
        attempt: int = 0,
        progress: OnDraft | None = None,
    ) -> list[tuple[Draft, ...]]:
        """Return kept drafts where there are some; ask the engine for the others, each distinct segment once."""
        answers: dict[str, tuple[Draft, ...]] = {}
        missing: dict[str, list[int]] = {}
        for index, segment in enumerate(segments):
            if segment not in answers and segment not in missing:
                kept = self._store.get(self.signature, segment, n_best, attempt)
                if kept is not None:
                    answers[segment] = kept
            if segment in answers:
                if progress:
                    progress(index, answers[segment])
            else:
                missing.setdefault(segment, []).append(index)
        wanted = list(missing)

        def keep(number: int, drafts: tuple[Draft, ...]) -> None:
            self._store.put(self.signature, wanted[number], n_best, attempt, drafts)
            for index in missing[wanted[number]] if progress else ():
                progress(index, drafts)  # type: ignore[misc]

        if wanted:
            found = self._engine.translate(wanted, n_best=n_best, attempt=attempt, progress=keep)
            answers.update(zip(wanted, found, strict=True))
        return [answers[segment] for segment in segments]


class RememberingTransparentEngine(RememberingEngine):
    """The same, for an engine that answers questions about its drafts."""

    def __init__(self, engine: TransparentEngine, store: Drafts) -> None:
        super().__init__(engine, store)
        self._inner = engine

    def locate(self, questions: Sequence[Question]) -> list[tuple[Rendering, ...]]:
        """Return kept renderings where there are some; ask the engine for the others."""
        keys = [json.dumps(["locate", q.segment, q.target, q.start, q.end], ensure_ascii=False) for q in questions]

        def ask(indices: list[int]) -> list[Any]:
            answers = self._inner.locate([questions[n] for n in indices])
            return [[[place.start, place.end, place.weight] for place in places] for places in answers]

        return [tuple(Rendering(*place) for place in answer) for answer in self._answers(keys, ask)]

    def score(self, pairs: Sequence[tuple[str, str]]) -> list[float]:
        """Return kept scores where there are some; ask the engine for the others."""
        keys = [json.dumps(["score", *pair], ensure_ascii=False) for pair in pairs]
        return [float(a) for a in self._answers(keys, lambda indices: self._inner.score([pairs[n] for n in indices]))]

    def avoid(self, segments: Sequence[str], phrases: Sequence[str], *, n_best: int = 1) -> list[tuple[Draft, ...]]:
        """Return kept drafts where there are some; ask the engine for the others."""
        keys = [json.dumps(["avoid", n_best, segment, *phrases], ensure_ascii=False) for segment in segments]

        def ask(indices: list[int]) -> list[Any]:
            answers = self._inner.avoid([segments[n] for n in indices], phrases, n_best=n_best)
            return [[[draft.text, draft.score] for draft in drafts] for drafts in answers]

        return [tuple(Draft(str(t), float(s)) for t, s in answer) for answer in self._answers(keys, ask)]

    def _answers(self, keys: Sequence[str], ask: Callable[[list[int]], Sequence[Any]]) -> list[Any]:
        known = {key: self._store.answer(self.signature, key) for key in keys}
        first = {key: index for index, key in reversed(list(enumerate(keys)))}
        unknown = sorted(first[key] for key, answer in known.items() if answer is None)
        for index, answer in zip(unknown, ask(unknown) if unknown else (), strict=True):
            known[keys[index]] = answer
            self._store.put_answer(self.signature, keys[index], answer)
        return [known[key] for key in keys]
