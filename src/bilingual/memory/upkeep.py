"""Look after the memory's file: check it, make it small, copy it while it is in use."""

from __future__ import annotations

import contextlib
import os
import sqlite3
import tempfile
from dataclasses import dataclass
from pathlib import Path

from bilingual.errors import MemoryFileError, OutputError
from bilingual.files import check_writable
from bilingual.memory.fuzzy import build_index
from bilingual.memory.store import Memory

_OTHERWISE = "name another file"
_SHOWN = 3
"""Faults of a damaged file that are named."""


@dataclass(frozen=True, slots=True)
class Compacted:
    """What `compact` did."""

    before: int
    """Bytes of the file and its journal."""
    after: int
    indexed: int
    """Entries in the index of the fuzzy search; 0 if the memory is too small to need one."""


def compact(memory: Memory) -> Compacted:
    """Check the file, build the index of the fuzzy search, and free the space that is not used.

    Raises `MemoryFileError` if the file is damaged; nothing is changed then.
    """
    check_integrity(memory)
    before = _size(memory.path)
    indexed = build_index(memory)
    with memory.reading() as connection:
        connection.execute("VACUUM")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    check_integrity(memory)
    return Compacted(before, _size(memory.path), indexed)


def check_integrity(memory: Memory) -> None:
    """Raise `MemoryFileError` if the file is damaged."""
    with memory.reading() as connection:
        faults = [str(row[0]) for row in connection.execute(f"PRAGMA integrity_check({_SHOWN})")]
    if faults != ["ok"]:
        raise MemoryFileError(
            f"is damaged ({'; '.join(faults)})".replace("\n", " "),
            place=str(memory.path),
            remedy="restore it from a backup, or save what can be read with `bilingual memory export`",
        )


def back_up(memory: Memory, file: Path) -> int:
    """Copy the memory to `file`, completely or not at all, also while it is in use; return the bytes of the copy.

    Raises `OutputError` if that is impossible.
    """
    if file.exists() and memory.path.samefile(file):
        raise OutputError("is the memory itself", place=str(file), remedy="name another file")
    check_writable(file.parent, otherwise=_OTHERWISE)
    part: Path | None = None
    try:
        # SQLite writes into an empty file; a later run removes one that a killed run has left.
        handle, name = tempfile.mkstemp(prefix=".bilingual-", suffix=".part", dir=file.parent)
        os.close(handle)
        part = Path(name)
        with memory.reading() as connection:
            connection.execute("VACUUM INTO ?", (name,))
        _check_copy(part)
        part.replace(file)
        return file.stat().st_size
    except OSError as error:
        raise OutputError(
            f"cannot be written: {error.strerror or error}", place=str(file), remedy=f"{_OTHERWISE}, or free some space"
        ) from error
    finally:
        if part is not None:
            part.unlink(missing_ok=True)


def _check_copy(file: Path) -> None:
    with contextlib.closing(sqlite3.connect(file)) as connection:
        ok = connection.execute("PRAGMA quick_check(1)").fetchone() == ("ok",)
    if not ok:
        raise OutputError("the copy is damaged", place=str(file), remedy="check the disk, and name another file")


def _size(path: Path) -> int:
    total = 0
    for file in (path, path.with_name(f"{path.name}-wal")):
        with contextlib.suppress(OSError):
            total += file.stat().st_size
    return total
