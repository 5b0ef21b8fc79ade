"""The project memory: one SQLite file with what people decided, its history, and the editions that were printed.

It holds people's work. A file that is damaged is an error and is never replaced; every decision is on the disk when
`decide` returns; the history is only added to.
"""

from __future__ import annotations

import contextlib
import json
import os
import sqlite3
import threading
import time
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

from bilingual.errors import MemoryFileError
from bilingual.memory.entries import Change, Decision, Entry
from bilingual.memory.journal import choose_journal
from bilingual.model import Status

MEMORY_FORMAT = 1
"""Version of the tables, in `PRAGMA user_version`; increased by incompatible changes."""
APPLICATION = 0x62696C69
"""`PRAGMA application_id`: "bili"."""
_BUSY = 30.0
"""Seconds to wait for another process that writes."""
_BATCH = 500
"""Keys in one question to SQLite."""

_SCHEMA = """
CREATE TABLE IF NOT EXISTS entries (
    id INTEGER PRIMARY KEY, source TEXT NOT NULL, key TEXT NOT NULL, before TEXT NOT NULL, after TEXT NOT NULL,
    kind TEXT NOT NULL, target TEXT NOT NULL, status TEXT NOT NULL, origin TEXT NOT NULL, said_in TEXT NOT NULL,
    terms TEXT NOT NULL, draft TEXT NOT NULL, engine TEXT NOT NULL, article TEXT NOT NULL, author TEXT NOT NULL,
    notes TEXT NOT NULL, dismissed TEXT NOT NULL,
    revision INTEGER NOT NULL, created TEXT NOT NULL, changed TEXT NOT NULL, UNIQUE (source, before, after)
);
CREATE INDEX IF NOT EXISTS entries_by_key ON entries (key);
CREATE TABLE IF NOT EXISTS history (
    number INTEGER PRIMARY KEY AUTOINCREMENT, entry INTEGER NOT NULL, revision INTEGER NOT NULL, state TEXT NOT NULL,
    author TEXT NOT NULL, changed TEXT NOT NULL, batch TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS history_by_entry ON history (entry, number);
CREATE INDEX IF NOT EXISTS history_by_batch ON history (batch);
CREATE TABLE IF NOT EXISTS offers (
    entry INTEGER NOT NULL, target TEXT NOT NULL, origin TEXT NOT NULL, author TEXT NOT NULL, made TEXT NOT NULL,
    PRIMARY KEY (entry, target)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS editions (
    id TEXT PRIMARY KEY, article TEXT NOT NULL, signature TEXT NOT NULL, made TEXT NOT NULL, units BLOB NOT NULL
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS files (
    path TEXT NOT NULL, hash TEXT NOT NULL, edition TEXT NOT NULL, inputs TEXT NOT NULL, made TEXT NOT NULL,
    PRIMARY KEY (path, hash)
) WITHOUT ROWID;
"""

_GONE = "null"
"""The state of an entry that was removed, in the history."""
_LISTS = ("notes", "dismissed")
_VALUES = tuple(field.name for field in fields(Decision) if field.name != "replaces")
_COLUMNS = ("id", *_VALUES, "revision", "created", "changed")
_SELECT = f"SELECT {', '.join(_COLUMNS)} FROM entries"  # noqa: S608 - constants


@dataclass
class RevisionConflictError(Exception):
    """The entry was changed since it was read."""

    now: Entry | None
    """The entry as it is stored; None if it was removed."""


class Memory:
    """The memory of a project, for any number of threads and processes at once."""

    def __init__(self, path: Path, *, create: bool = True) -> None:
        """Open the file. Raises `MemoryFileError` if it is damaged, or cannot be opened or created.

        A file that can only be read is opened for reading: `writable` is False then.
        """
        self.path = path
        self.writable = True
        self._lock = threading.RLock()
        if not create and not path.exists():
            raise MemoryFileError("does not exist", place=str(path), remedy="render an article of the project first")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._connection = self._open()
        except (sqlite3.Error, OSError) as error:
            raise self._unusable(error) from error

    def _open(self) -> sqlite3.Connection:
        connection = _connect(str(self.path))
        try:
            try:
                self._prepare(connection)
            except sqlite3.OperationalError as error:
                if not self.path.is_file() or not _is_read_only(error):
                    raise
                connection.close()
                connection = _connect(f"{self.path.absolute().as_uri()}?mode=ro&immutable=1", uri=True)
                self.writable = False
            self._check_format(connection)
            connection.execute(f"{_SELECT} LIMIT 1").fetchall()
        except BaseException:
            connection.close()
            raise
        return connection

    def _prepare(self, connection: sqlite3.Connection) -> None:
        connection.execute("PRAGMA synchronous=FULL")
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        choose_journal(connection, self.path)
        if version == MEMORY_FORMAT:
            return
        (tables,) = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        if tables and not version:
            self._check_format(connection)
        if version > MEMORY_FORMAT:
            return
        connection.execute("BEGIN IMMEDIATE")
        for statement in _SCHEMA.split(";"):
            connection.execute(statement)
        connection.execute(f"PRAGMA application_id = {APPLICATION}")
        connection.execute(f"PRAGMA user_version = {MEMORY_FORMAT}")
        connection.execute("COMMIT")

    def _check_format(self, connection: sqlite3.Connection) -> None:
        (found,) = connection.execute("PRAGMA application_id").fetchone()
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        if found != APPLICATION:
            raise MemoryFileError(
                "is another program's database", place=str(self.path), remedy="name another file with --memory"
            )
        if version != MEMORY_FORMAT:
            raise MemoryFileError(
                f"was written by a later version of bilingual (format {version})",
                place=str(self.path),
                remedy="update bilingual",
            )

    def _unusable(self, error: Exception) -> MemoryFileError:
        if isinstance(error, sqlite3.DatabaseError) and not isinstance(error, sqlite3.OperationalError):
            remedy = "restore it from a backup, or move it away to begin with an empty one; it has not been changed"
            return MemoryFileError(f"is damaged ({error})", place=str(self.path), remedy=remedy)
        remedy = "free some space, change the permissions, or name another file with --memory"
        return MemoryFileError(f"cannot be used ({error})", place=str(self.path), remedy=remedy)

    def __enter__(self) -> Memory:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            self._connection.close()

    @contextlib.contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """Provide the connection to read with. Raises `MemoryFileError` if the file is damaged."""
        with self._lock:
            try:
                yield self._connection
            except sqlite3.Error as error:
                raise self._unusable(error) from error

    @contextlib.contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """Provide the connection within one transaction: all of it is on the disk afterwards, or nothing."""
        with self.reading() as connection:
            if not self.writable:
                raise MemoryFileError(
                    "cannot be written", place=str(self.path), remedy="change the permissions of it and its folder"
                )
            # IMMEDIATE: a transaction that begins by reading would fail at once when another process writes.
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
                connection.execute("COMMIT")
            except BaseException:
                with contextlib.suppress(sqlite3.Error):
                    connection.execute("ROLLBACK")
                raise

    def revision(self) -> int:
        """Return a number that is larger after every decision, and the same as long as there is none."""
        with self.reading() as connection:
            row = connection.execute("SELECT max(number) FROM history").fetchone()
        return int(row[0] or 0)

    def find(self, keys: Collection[str]) -> dict[str, list[Entry]]:
        """Return the entries whose sources have one of the keys, by key, oldest first."""
        found: dict[str, list[Entry]] = {}
        wanted = sorted({key for key in keys if key})
        with self.reading() as connection:
            for start in range(0, len(wanted), _BATCH):
                part = wanted[start : start + _BATCH]
                marks = ", ".join("?" * len(part))
                for row in connection.execute(f"{_SELECT} WHERE key IN ({marks}) ORDER BY changed, id", part):
                    entry = _entry(row)
                    found.setdefault(entry.key, []).append(entry)
        return found

    def entry(self, number: int) -> Entry | None:
        """Return the entry with this id, or None."""
        with self.reading() as connection:
            row = connection.execute(f"{_SELECT} WHERE id = ?", (number,)).fetchone()
        return _entry(row) if row else None

    def entries(self, status: Status | None = None) -> Iterator[Entry]:
        """Yield all entries, or those with this status, in the order in which they were made."""
        last = 0
        while True:
            with self.reading() as connection:
                rows = connection.execute(
                    f"{_SELECT} WHERE id > ? AND (? IS NULL OR status = ?) ORDER BY id LIMIT 1000",
                    (last, status, status),
                ).fetchall()
            if not rows:
                return
            yield from map(_entry, rows)
            last = rows[-1][0]

    def decide(
        self, decisions: Sequence[Decision], *, batch: str = "", expected: Mapping[int, int] | None = None
    ) -> list[Entry]:
        """Store decisions, all or none, and return their entries. They are on the disk when this returns.

        A decision changes the entry named by `replaces`, else the one with the same source and neighbours, else it is
        a new entry. `batch` groups what is undone together. `expected` has the revision that each entry was read at;
        raises `RevisionConflictError` if one has changed since.
        """
        now = _now()
        with self.writing() as connection:
            for number, revision in (expected or {}).items():
                row = connection.execute(f"{_SELECT} WHERE id = ?", (number,)).fetchone()
                if row is None or _entry(row).revision != revision:
                    raise RevisionConflictError(_entry(row) if row else None)
            return [_store(connection, decision, now, batch) for decision in decisions]

    def history(self, number: int) -> list[Change]:
        """Return the changes of an entry, oldest first."""
        with self.reading() as connection:
            rows = connection.execute(
                "SELECT number, entry, revision, state, author, changed, batch FROM history WHERE entry = ?"
                " ORDER BY number",
                (number,),
            ).fetchall()
        return [_change(row) for row in rows]

    def last_batch(self) -> str:
        """Return the batch that `undo` reverts: the latest that is not undone; empty if there is none."""
        with self.reading() as connection:
            row = connection.execute(
                "SELECT batch FROM history WHERE batch <> '' AND batch NOT LIKE 'undo:%' AND 'undo:' || batch NOT IN"
                " (SELECT batch FROM history WHERE batch LIKE 'undo:%') ORDER BY number DESC LIMIT 1"
            ).fetchone()
        return row[0] if row else ""

    def undo(self, batch: str = "") -> list[tuple[Entry, Entry | None]]:
        """Give the entries of a batch their earlier values, and return each as it was and as it is (None: removed).

        Without `batch`, the last one. An entry that was changed again since keeps its later value.
        """
        batch = batch or self.last_batch()
        reverted: list[tuple[Entry, Entry | None]] = []
        if not batch:
            return reverted
        now = _now()
        with self.writing() as connection:
            rows = connection.execute(
                "SELECT entry, min(number), max(number) FROM history WHERE batch = ? GROUP BY entry ORDER BY entry",
                (batch,),
            ).fetchall()
            for number, first, last in rows:
                (made,) = connection.execute("SELECT state FROM history WHERE number = ?", (last,)).fetchone()
                if _state_now(connection, number) != _comparable(made):
                    continue
                earlier = connection.execute(
                    "SELECT state FROM history WHERE entry = ? AND number < ? ORDER BY number DESC LIMIT 1",
                    (number, first),
                ).fetchone()
                reverted.append(_revert(connection, number, earlier[0] if earlier else _GONE, now, f"undo:{batch}"))
        return reverted

    def forget(self, numbers: Collection[int], *, batch: str = "") -> int:
        """Remove entries and return how many there were. `undo` brings them back."""
        now, count = _now(), 0
        with self.writing() as connection:
            for number in numbers:
                row = connection.execute(f"{_SELECT} WHERE id = ?", (number,)).fetchone()
                if row:
                    _log(connection, replace(_entry(row), changed=now), batch, gone=True)
                    count += connection.execute("DELETE FROM entries WHERE id = ?", (number,)).rowcount
        return count

    def offer(self, number: int, target: str, *, origin: str, author: str = "") -> None:
        """Keep another target for an entry: what a conflict did not take."""
        with self.writing() as connection:
            connection.execute(
                "INSERT OR REPLACE INTO offers VALUES (?, ?, ?, ?, ?)", (number, target, origin, author, _now())
            )

    def offers(self, number: int) -> list[tuple[str, str]]:
        """Return the other targets of an entry, newest first, each with its origin."""
        with self.reading() as connection:
            return connection.execute(
                "SELECT target, origin FROM offers WHERE entry = ? ORDER BY made DESC", (number,)
            ).fetchall()

    def data_version(self) -> int:
        """Return a number that changes when another process has changed the file."""
        with self.reading() as connection:
            (version,) = connection.execute("PRAGMA data_version").fetchone()
        return int(version)


def _connect(address: str, *, uri: bool = False) -> sqlite3.Connection:
    return sqlite3.connect(address, uri=uri, timeout=_BUSY, isolation_level=None, check_same_thread=False)


def _is_read_only(error: sqlite3.OperationalError) -> bool:
    return error.sqlite_errorcode & 0xFF in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM)


def _now() -> str:
    seconds, rest = divmod(time.time_ns(), 1_000_000_000)
    return f"{time.strftime('%Y-%m-%dT%H:%M:%S', time.gmtime(seconds))}.{rest // 1_000_000:03}Z"


def new_batch(what: str) -> str:
    """Return a name for what is done in one go: `learn 2026-11-28T09:30:00.123Z 4711-1a2b`."""
    return f"{what} {_now()} {os.getpid()}-{os.urandom(2).hex()}"


def _store(connection: sqlite3.Connection, decision: Decision, now: str, batch: str) -> Entry:
    """Store one decision within a transaction."""
    row = connection.execute(
        f"{_SELECT} WHERE source = ? AND before = ? AND after = ?", (decision.source, decision.before, decision.after)
    ).fetchone()
    if row is None and decision.replaces:
        row = connection.execute(f"{_SELECT} WHERE id = ?", (decision.replaces,)).fetchone()
    values = _values(decision)
    if row is None:
        names, marks = ", ".join((*_VALUES, "revision", "created", "changed")), ", ".join("?" * (len(_VALUES) + 3))
        cursor = connection.execute(f"INSERT INTO entries ({names}) VALUES ({marks})", (*values, 1, now, now))  # noqa: S608
        number = cursor.lastrowid
    else:
        old = _entry(row)
        if _values(old) == values:
            return old
        number = old.id
        names = ", ".join(f"{name} = ?" for name in _VALUES)
        connection.execute(
            f"UPDATE entries SET {names}, revision = revision + 1, changed = ? WHERE id = ?",  # noqa: S608
            (*values, now, number),
        )
    stored = _entry(connection.execute(f"{_SELECT} WHERE id = ?", (number,)).fetchone())
    _log(connection, stored, batch)
    return stored


def _revert(
    connection: sqlite3.Connection, number: int, state: str, now: str, batch: str
) -> tuple[Entry, Entry | None]:
    """Give an entry the values of a state of its history."""
    row = connection.execute(f"{_SELECT} WHERE id = ?", (number,)).fetchone()
    before = _entry(row) if row else None
    if state == _GONE:
        assert before is not None
        _log(connection, replace(before, changed=now), batch, gone=True)
        connection.execute("DELETE FROM entries WHERE id = ?", (number,))
        return before, None
    values: dict[str, Any] = json.loads(state)
    revision = before.revision + 1 if before else int(values["revision"]) + 1
    columns = [json.dumps(values[name], ensure_ascii=False) if name in _LISTS else values[name] for name in _VALUES]
    marks = ", ".join("?" * len(_COLUMNS))
    connection.execute(
        f"INSERT OR REPLACE INTO entries ({', '.join(_COLUMNS)}) VALUES ({marks})",  # noqa: S608
        (number, *columns, revision, values["created"], now),
    )
    after = _entry(connection.execute(f"{_SELECT} WHERE id = ?", (number,)).fetchone())
    _log(connection, after, batch)
    return before or after, after


def _state_now(connection: sqlite3.Connection, number: int) -> dict[str, Any] | None:
    row = connection.execute(f"{_SELECT} WHERE id = ?", (number,)).fetchone()
    return _comparable(_state(_entry(row))) if row else None


def _comparable(state: str) -> dict[str, Any] | None:
    """Return a state without what differs between equal values."""
    values: dict[str, Any] | None = json.loads(state)
    return {name: values[name] for name in _VALUES} if values else None


def _state(entry: Entry) -> str:
    """Return the entry's values as the history has them."""
    values = {name: getattr(entry, name) for name in (*_VALUES, "revision", "created")}
    return json.dumps(values, ensure_ascii=False)


def _log(connection: sqlite3.Connection, entry: Entry, batch: str, *, gone: bool = False) -> None:
    """Add the entry's values to its history."""
    state = _GONE if gone else _state(entry)
    connection.execute(
        "INSERT INTO history (entry, revision, state, author, changed, batch) VALUES (?, ?, ?, ?, ?, ?)",
        (entry.id, entry.revision, state, entry.author, entry.changed, batch),
    )


def _values(decision: Decision) -> tuple[str, ...]:
    """Return the values of a decision in the order of the columns."""
    return tuple(
        json.dumps(list(getattr(decision, name)), ensure_ascii=False) if name in _LISTS else getattr(decision, name)
        for name in _VALUES
    )


def _entry(row: tuple[Any, ...]) -> Entry:
    values = dict(zip(_COLUMNS, row, strict=True))
    return Entry(**values | {name: tuple(json.loads(values[name])) for name in _LISTS})


def _change(row: tuple[Any, ...]) -> Change:
    number, entry, revision, state, author, changed, batch = row
    values = json.loads(state) or {"target": "", "status": "rejected", "origin": "person"}
    return Change(
        number, entry, revision, values["target"], values["status"], values["origin"], author, changed, batch,
        gone=state == _GONE,
    )  # fmt: skip
