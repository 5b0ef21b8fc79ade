"""The draft cache: a SQLite file of engine drafts, so that no segment is translated twice.

A draft depends on its request and the engine's signature only, so all projects of a user share the cache.
Every draft is stored as soon as it is finished: an interrupted run loses at most the current one.
"""

from __future__ import annotations

import contextlib
import json
import logging
import re
import sqlite3
import threading
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence, Sized
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
from bilingual.files import cache_folder

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

_SELECT = {
    "drafts": "SELECT drafts FROM drafts WHERE engine = ? AND segment = ? AND n_best = ? AND attempt = ?",
    "answers": "SELECT answer FROM answers WHERE engine = ? AND question = ?",
}
_INSERT = {
    "drafts": "INSERT OR REPLACE INTO drafts VALUES (?, ?, ?, ?, ?)",
    "answers": "INSERT OR REPLACE INTO answers VALUES (?, ?, ?)",
}

_Key = tuple[str | int, ...]

_SUMMED = re.compile(r"([0-9a-f]{8}) ")
"""The check sum before a stored value; no JSON begins so."""


def default_path() -> Path | None:
    """Return the user's draft cache: `$BILINGUAL_CACHE/drafts.sqlite3`, or the platform's cache folder.

    None for a user without a home folder.
    """
    folder = cache_folder()
    return folder / "drafts.sqlite3" if folder else None


class DraftCache:
    """The draft cache of a user, for any number of threads and processes at once.

    When its file cannot be read or written, the run continues in memory, with one warning; stored drafts stay
    readable. A pickled copy opens the same file in its process.
    """

    def __init__(self, path: Path | None = None) -> None:
        self.path = path
        self._lock = threading.Lock()
        self._memory: dict[_Key, str] = {}
        """Values that could not be written to the file, by table and key."""
        self._idle: list[sqlite3.Connection] = []
        """Connections not in use: a thread takes one, or opens one, and returns it."""
        self._closed = False
        self._readable = self._writable = self._immutable = False
        if path is not None:
            self._prepare(path)

    def __reduce__(self) -> tuple[type[DraftCache], tuple[Path | None]]:
        return DraftCache, (self.path,)

    def _prepare(self, path: Path) -> None:
        """Create the file and its tables, and determine whether it can be read and written."""
        fault: Exception | None
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            fault = self._try()
        except (sqlite3.Error, OSError) as error:
            if not self._is_readable():
                self._warn("cannot be used", error)
                return
            fault = error
        self._readable, self._writable = True, fault is None
        if fault is not None:
            self._warn("is not writable", fault)

    def _try(self) -> sqlite3.Error | None:
        """Create the tables and read them. Returns the error if they can only be read; raises it if not even that."""
        fault: sqlite3.Error | None = None
        with self._connection() as connection:
            if not self._immutable:
                try:
                    _set_up(connection)
                except sqlite3.Error as error:
                    fault = error
            for table in _SELECT:
                connection.execute(f"SELECT engine FROM {table} LIMIT 1").fetchone()  # noqa: S608 - two constants
        return fault

    def _is_readable(self) -> bool:
        """Open the file as one that nobody changes: the only way to read it in a folder that cannot be written."""
        self._immutable = True
        while self._idle:
            self._idle.pop().close()
        try:
            if self.path and self.path.is_file():
                self._try()
                return True
        except (sqlite3.Error, OSError):
            pass
        self._immutable = False
        return False

    @contextlib.contextmanager
    def _connection(self) -> Iterator[sqlite3.Connection]:
        """Provide a connection that no other thread uses."""
        connection = self._take()
        try:
            yield connection
        finally:
            self._give_back(connection)

    def _take(self) -> sqlite3.Connection:
        with self._lock:
            if self._closed:
                raise sqlite3.ProgrammingError("the draft cache is closed")
            if self._idle:
                return self._idle.pop()
        connection = _open(self.path, immutable=self._immutable)
        try:
            connection.execute("PRAGMA synchronous=NORMAL")
        except sqlite3.Error:
            connection.close()
            raise
        return connection

    def _give_back(self, connection: sqlite3.Connection) -> None:
        with self._lock:
            if self._closed:
                connection.close()
            else:
                self._idle.append(connection)

    def get(self, engine: str, request: Request) -> Drafts | None:
        """Return the stored drafts of a request, or None."""
        question = _question(request)
        if question is not None:
            kept = self.answer(engine, question)
        else:
            kept = self._select("drafts", (engine, request.segment, request.n_best, request.attempt))
        return _drafts(kept)

    def put(self, engine: str, request: Request, drafts: Drafts) -> None:
        """Store the drafts of a request; an empty one is asked for again in the next run."""
        if not any(draft.text.strip() for draft in drafts):
            return
        value = [[draft.text, draft.score] for draft in drafts]
        question = _question(request)
        if question is not None:
            self.put_answer(engine, question, value)
        else:
            self._insert("drafts", [((engine, request.segment, request.n_best, request.attempt), value)])

    def answer(self, engine: str, question: str) -> Any:
        """Return the stored answer of an engine to a question about its drafts, or None."""
        return self._select("answers", (engine, question))

    def put_answer(self, engine: str, question: str, answer: Any) -> None:
        """Store an answer, a JSON value."""
        self._insert("answers", [((engine, question), answer)])

    def put_answers(self, engine: str, answers: Mapping[str, Any]) -> None:
        """Store several answers, by question, in one transaction."""
        self._insert("answers", [((engine, question), answer) for question, answer in answers.items()])

    def _select(self, table: str, key: _Key) -> Any:
        kept = self._memory.get((table, *key))
        if kept is None and self._readable:
            try:
                with self._connection() as connection:
                    row = connection.execute(_SELECT[table], key).fetchone()
            except sqlite3.ProgrammingError:
                raise
            except sqlite3.Error:
                return None
            kept = row[0] if row else None
        return None if kept is None else _unpacked(kept, table, key)

    def _insert(self, table: str, rows: Sequence[tuple[_Key, object]]) -> None:
        texts = {key: _packed(value, table, key) for key, value in rows}
        if self._writable and texts:
            try:
                with self._connection() as connection, _transaction(connection, texts):
                    connection.executemany(_INSERT[table], [(*key, text) for key, text in texts.items()])
            except sqlite3.ProgrammingError:
                raise
            except sqlite3.Error as error:
                with self._lock:
                    first, self._writable = self._writable, False
                if first:
                    self._warn("is not writable", error)
            else:
                return
        self._memory.update({(table, *key): text for key, text in texts.items()})

    def _warn(self, what: str, error: Exception) -> None:
        log.warning("%s: the draft cache %s (%s): drafts of this run are kept in memory only", self.path, what, error)

    def close(self) -> None:
        """Close the file as soon as no thread uses it."""
        with self._lock:
            self._closed = True
            while self._idle:
                self._idle.pop().close()


@contextlib.contextmanager
def _transaction(connection: sqlite3.Connection, rows: Sized) -> Iterator[None]:
    """Write several rows at once; a single one is a transaction anyway."""
    if len(rows) < 2:
        yield
        return
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        connection.rollback()
        raise


def _open(path: Path | None, *, immutable: bool) -> sqlite3.Connection:
    address = f"{path.absolute().as_uri()}?mode=ro&immutable=1" if path and immutable else str(path)
    return sqlite3.connect(address, uri=immutable, timeout=30, isolation_level=None, check_same_thread=False)


def _packed(value: object, table: str, key: _Key) -> str:
    """Return a value as it is stored: a check sum of its row, and JSON."""
    text = json.dumps(value, ensure_ascii=False)
    return f"{_check_sum(text, table, key)} {text}"


def _unpacked(kept: object, table: str, key: _Key) -> Any:
    """Return the value of a stored row, or None if the row is damaged. Rows of earlier versions have no check sum."""
    if not isinstance(kept, str):
        return None
    found = _SUMMED.match(kept)
    text = kept[found.end() :] if found else kept
    if found and found[1] != _check_sum(text, table, key):
        return None
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _check_sum(text: str, table: str, key: _Key) -> str:
    return f"{zlib.crc32(_key(table, *key, text).encode('utf-8', 'surrogatepass')):08x}"


def _set_up(connection: sqlite3.Connection) -> None:
    # Another process may be doing the same: SQLite does not wait here, and once is enough.
    with contextlib.suppress(sqlite3.OperationalError):
        connection.execute("PRAGMA journal_mode=WAL")
    connection.executescript(_SCHEMA)


@contextlib.contextmanager
def drafts_at(path: Path | None) -> Iterator[DraftCache]:
    """Open the cache for one run; None keeps drafts in memory."""
    cache = DraftCache(path)
    try:
        yield cache
    finally:
        cache.close()


def _drafts(kept: Any) -> Drafts | None:
    """Return stored drafts; None if there are none, or something else is stored."""
    if not isinstance(kept, list):
        return None
    try:
        drafts = tuple(Draft(text, float(score)) for text, score in kept)
    except (ValueError, TypeError, OverflowError):
        return None
    return drafts if all(isinstance(draft.text, str) for draft in drafts) else None


def _renderings(kept: Any) -> tuple[Rendering, ...] | None:
    """Return stored renderings; None if there are none, or something else is stored."""
    if not isinstance(kept, list):
        return None
    try:
        return tuple(Rendering(int(start), int(end), float(weight)) for start, end, weight in kept)
    except (ValueError, TypeError, OverflowError):
        return None


def _score(kept: Any) -> float | None:
    try:
        return float(kept)
    except (ValueError, TypeError, OverflowError):
        return None


def _question(request: Request) -> str | None:
    """Return the key of a request that has more than its segment, `n_best` and `attempt`; None for the others."""
    if not (request.before or request.terms or request.avoid or request.kind):
        return None
    if request == Request(request.segment, n_best=request.n_best, avoid=request.avoid):
        return _key("avoid", request.n_best, request.segment, *request.avoid)
    rest = (request.segment, request.before, request.terms, request.n_best, request.attempt, request.avoid)
    return _key("request", *rest, *([request.kind] if request.kind else []))


def _key(*parts: object) -> str:
    return json.dumps(parts, ensure_ascii=False)


def remembering(engine: Engine, cache: DraftCache) -> Engine:
    """Return the engine with the cache in front of it, with the same abilities."""
    if is_transparent(engine):
        return RememberingTransparentEngine(engine, cache)
    return RememberingEngine(engine, cache)


class RememberingEngine:
    """An engine that looks in the cache first, and stores the drafts of the engine behind it."""

    def __init__(self, engine: Engine, cache: DraftCache) -> None:
        self._engine = engine
        self._cache = cache
        self.name = engine.name
        self.traits = engine.traits
        self.signature = engine.signature

    def translate(self, requests: Sequence[Request], *, on_draft: OnDraft | None = None) -> list[Drafts]:
        """Return stored drafts where there are some; ask the engine for the others, each distinct request once."""
        answers: dict[Request, Drafts] = {}
        missing: dict[Request, list[int]] = {}
        for index, request in enumerate(requests):
            if request not in answers and request not in missing:
                kept = self._cache.get(self.signature, request)
                if kept is not None:
                    answers[request] = kept
            if request not in answers:
                missing.setdefault(request, []).append(index)
            elif on_draft:
                on_draft(index, answers[request])
        wanted = list(missing)

        def keep(number: int, drafts: Drafts) -> None:
            self._cache.put(self.signature, wanted[number], drafts)
            if on_draft:
                for index in missing[wanted[number]]:
                    on_draft(index, drafts)

        if wanted:
            answers.update(zip(wanted, self._engine.translate(wanted, on_draft=keep), strict=True))
        return [answers[request] for request in requests]


class RememberingTransparentEngine(RememberingEngine):
    """The same, for an engine that answers questions about its drafts."""

    def __init__(self, engine: TransparentEngine, cache: DraftCache) -> None:
        super().__init__(engine, cache)
        self._inner = engine

    def locate(self, questions: Sequence[Question]) -> list[tuple[Rendering, ...]]:
        """Return stored renderings where there are some; ask the engine for the others."""
        keys = [_key("locate", q.segment, q.target, q.start, q.end) for q in questions]

        def ask(indices: list[int]) -> list[Any]:
            answers = self._inner.locate([questions[n] for n in indices])
            return [[[place.start, place.end, place.weight] for place in places] for places in answers]

        return [_renderings(answer) or () for answer in self._answers(keys, ask, _renderings)]

    def score(self, pairs: Sequence[tuple[str, str]]) -> list[float]:
        """Return stored scores where there are some; ask the engine for the others."""
        keys = [_key("score", *pair) for pair in pairs]
        answers = self._answers(keys, lambda indices: self._inner.score([pairs[n] for n in indices]), _score)
        return [_score(answer) or 0.0 for answer in answers]

    def _answers(
        self, keys: Sequence[str], ask: Callable[[list[int]], Sequence[Any]], read: Callable[[Any], object]
    ) -> list[Any]:
        """Return the stored answers that `read` accepts; the engine is asked for the others."""
        known = {key: self._cache.answer(self.signature, key) for key in keys}
        first = {key: index for index, key in reversed(list(enumerate(keys)))}
        unknown = sorted(first[key] for key, answer in known.items() if read(answer) is None)
        fresh = dict(zip((keys[index] for index in unknown), ask(unknown) if unknown else (), strict=True))
        self._cache.put_answers(self.signature, fresh)
        known.update(fresh)
        return [known[key] for key in keys]
