"""Keep what people changed: recognise a file that `bilingual` did not write, and copy a file before it is replaced."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

from bilingual.errors import InputError, MemoryFileError
from bilingual.files import write_whole
from bilingual.memory.printed import printed_files
from bilingual.memory.store import Memory

LEARNED = "learned "
"""Begins, instead of the id of an edition, the record of a file whose changes `bilingual learn` has taken; the batch
follows."""

Unchanged = Callable[[bytes], bool | None]
"""Tells from a file's content whether it is as `bilingual` wrote it; None if the content does not tell."""


def hash_of(data: bytes) -> str:
    """Return the hash by which a file is recognised."""
    return hashlib.sha256(data).hexdigest()


def changed_files(found: Mapping[Path, str], memory: Memory | None, unchanged: Unchanged) -> tuple[Path, ...]:
    """Return the files that somebody changed since they were written, given their hashes (`hashes_of`).

    A file without a record is decided by its content; if that does not tell, a Word file counts as changed.
    """
    return tuple(path for path, hash_ in found.items() if hash_ and _is_changed(path, hash_, memory, unchanged))


def _is_changed(path: Path, hash_: str, memory: Memory | None, unchanged: Unchanged) -> bool:
    known = printed_files(memory, path) if memory else {}
    if hash_ in known:
        return False
    return not unchanged(_read(path)) if path.suffix.lower() == ".docx" else bool(known)


def hashes_of(files: Iterable[Path]) -> dict[Path, str]:
    """Return the hash of each file; empty for one that does not exist."""
    return {path: hash_of(_read(path)) if path.is_file() else "" for path in files}


def keep_copies(files: Sequence[Path], memory: Memory) -> list[Path]:
    """Copy the files that are about to be replaced and that `bilingual` did not write; return the copies.

    A copy is named after its content, so that the same file is kept once.
    """
    copies: list[Path] = []
    for path in files:
        if not path.is_file():
            continue
        data = _read(path)
        hash_ = hash_of(data)
        # What was learned may be undone later: its text is then nowhere but in the file.
        if not printed_files(memory, path).get(hash_, LEARNED).startswith(LEARNED):
            continue
        copy = backup_folder(memory) / f"{path.stem}-{hash_[:12]}{path.suffix}"
        if not copy.exists():
            try:
                write_whole(copy, data)
            except Exception as error:
                remedy = "free some space there, or move the file away yourself"
                raise MemoryFileError(
                    f"no copy of {path} can be kept ({error})", place=str(copy), remedy=remedy
                ) from error
        copies.append(copy.relative_to(Path.cwd()) if copy.is_relative_to(Path.cwd()) else copy)
    return copies


def backup_folder(memory: Memory) -> Path:
    """Return the folder of the copies."""
    return memory.path.parent / "backups"


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        reason = error.strerror or str(error)
        raise InputError(f"cannot be read: {reason}", place=str(path), remedy="change the permissions") from error
