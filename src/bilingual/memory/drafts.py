"""What was translated once and need not be translated again: a SQLite file of engine drafts.

A draft depends on its request and the engine's signature only, so the cache is shared by all projects of a user.
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

from bilingual.engines.base import (
    Draft,
    Drafts,
    Engine,
    OnDraft,
    Question,
    Rendering,
    Request,
    TransparentEngine,
    is_transparent,
)

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


class DraftCache:
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

    def get(self, engine: str, request: Request) -> Drafts | None:
        """Return the drafts kept for a request, or None."""
        question = _question(request)
        if question is not None:
            kept = self.answer(engine, question)
        else:
            kept = self._select(
                "SELECT drafts FROM drafts WHERE engine = ? AND segment = ? AND n_best = ? AND attempt = ?",
                (engine, request.segment, request.n_best, request.attempt),
            )
        try:
            return None if kept is None else tuple(Draft(str(text), float(score)) for text, score in kept)
        except (ValueError, TypeError):
            return None

    def put(self, engine: str, request: Request, drafts: Drafts) -> None:
        """Keep the drafts for a request. When the file takes no more, the rest of the run is kept in memory only."""
        value = [[draft.text, draft.score] for draft in drafts]
        question = _question(request)
        if question is not None:
            self.put_answer(engine, question, value)
            return
        row = (engine, request.segment, request.n_best, request.attempt, json.dumps(value, ensure_ascii=False))
        self._insert("INSERT OR REPLACE INTO drafts VALUES (?, ?, ?, ?, ?)", row)

    def answer(self, engine: str, question: str) -> Any:
        """Return what an engine answered to another question about its drafts, or None."""
        return self._select("SELECT answer FROM answers WHERE engine = ? AND question = ?", (engine, question))

    def put_answer(self, engine: str, question: str, answer: Any) -> None:
        """Keep an answer, a JSON value."""
        self._insert("INSERT OR REPLACE INTO answers VALUES (?, ?, ?)", (engine, question, json.dumps(answer)))

    def _select(self, statement: str, key: tuple[str | int, ...]) -> Any:
        try:
            row = self._connection.execute(statement, key).fetchone()
            return json.loads(row[0]) if row else None
        except (sqlite3.Error, ValueError):
            return None

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


def _question(request: Request) -> str | None:
    """Return the key of a request that says more than its segment, `n_best` and `attempt`; None for the others."""
    if not (request.before or request.terms or request.avoid):
        return None
    if request == Request(request.segment, n_best=request.n_best, avoid=request.avoid):
        return _key("avoid", request.n_best, request.segment, *request.avoid)
    rest = (request.segment, request.before, request.terms, request.n_best, request.attempt, request.avoid)
    return _key("request", *rest)


def _key(*parts: object) -> str:
    return json.dumps(parts, ensure_ascii=False)


@contextlib.contextmanager
def drafts_at(path: Path | None) -> Iterator[DraftCache]:
    """Open the store for one run."""
    store = DraftCache(path)
    try:
        yield store
    finally:
        store.close()


def remembering(engine: Engine, store: DraftCache) -> Engine:
    """Return the engine with the store in front of it; it can do what the engine can do."""
    if is_transparent(engine):
        return RememberingTransparentEngine(engine, store)
    return RememberingEngine(engine, store)


class RememberingEngine:
    """An engine that asks the store first, and keeps what the engine behind it says."""

    def __init__(self, engine: Engine, store: DraftCache) -> None:
        self._engine = engine
        self._store = store
        self.name = engine.name
        self.traits = engine.traits
        self.signature = engine.signature

    def translate(self, requests: Sequence[Request], *, on_draft: OnDraft | None = None) -> list[Drafts]:
        """Return kept drafts where there are some; ask the engine for the others, each distinct request once."""
        answers: dict[Request, Drafts] = {}
        missing: dict[Request, list[int]] = {}
        for index, request in enumerate(requests):
            if request not in answers and request not in missing:
                kept = self._store.get(self.signature, request)
                if kept is not None:
                    answers[request] = kept
            if request not in answers:
                missing.setdefault(request, []).append(index)
            elif on_draft:
                on_draft(index, answers[request])
        wanted = list(missing)

        def keep(number: int, drafts: Drafts) -> None:
            self._store.put(self.signature, wanted[number], drafts)
            if on_draft:
                for index in missing[wanted[number]]:
                    on_draft(index, drafts)

        if wanted:
            answers.update(zip(wanted, self._engine.translate(wanted, on_draft=keep), strict=True))
        return [answers[request] for request in requests]


class RememberingTransparentEngine(RememberingEngine):
    """The same, for an engine that answers questions about its drafts."""

    def __init__(self, engine: TransparentEngine, store: DraftCache) -> None:
        super().__init__(engine, store)
        self._inner = engine

    def locate(self, questions: Sequence[Question]) -> list[tuple[Rendering, ...]]:
        """Return kept renderings where there are some; ask the engine for the others."""
        keys = [_key("locate", q.segment, q.target, q.start, q.end) for q in questions]

        def ask(indices: list[int]) -> list[Any]:
            answers = self._inner.locate([questions[n] for n in indices])
            return [[[place.start, place.end, place.weight] for place in places] for places in answers]

        return [tuple(Rendering(*place) for place in answer) for answer in self._answers(keys, ask)]

    def score(self, pairs: Sequence[tuple[str, str]]) -> list[float]:
        """Return kept scores where there are some; ask the engine for the others."""
        keys = [_key("score", *pair) for pair in pairs]
        return [float(a) for a in self._answers(keys, lambda indices: self._inner.score([pairs[n] for n in indices]))]

    def _answers(self, keys: Sequence[str], ask: Callable[[list[int]], Sequence[Any]]) -> list[Any]:
        known = {key: self._store.answer(self.signature, key) for key in keys}
        first = {key: index for index, key in reversed(list(enumerate(keys)))}
        unknown = sorted(first[key] for key, answer in known.items() if answer is None)
        for index, answer in zip(unknown, ask(unknown) if unknown else (), strict=True):
            known[keys[index]] = answer
            self._store.put_answer(self.signature, keys[index], answer)
        return [known[key] for key in keys]
