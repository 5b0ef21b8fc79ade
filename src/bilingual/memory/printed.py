"""The editions that were written: the files and their hashes, and the targets as printed."""

from __future__ import annotations

import hashlib
import json
import time
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import astuple
from pathlib import Path

from bilingual.errors import MemoryFileError
from bilingual.keys import key_of
from bilingual.memory.entries import PrintedEdition, PrintedFile, PrintedUnit
from bilingual.memory.store import Memory
from bilingual.model import Article

_LARGEST = 200_000_000
"""Bytes of an edition's units; a limit on what a damaged row can claim."""


def edition_of(article: Article, path: str, signature: str = "") -> PrintedEdition:
    """Return an article's units as an edition prints them; its id depends on their texts only."""
    units = tuple(
        PrintedUnit(unit.id, unit.source, unit.target, key_of(unit.source), block.kind, unit.status)
        for block in article.blocks
        for unit in block.units
    )
    texts = json.dumps([article.name, *([unit.unit, unit.source, unit.target] for unit in units)], ensure_ascii=False)
    number = hashlib.sha256(texts.encode("utf-8", "surrogatepass")).hexdigest()[:32]
    return PrintedEdition(number, path, units, signature=signature)


def record_editions(memory: Memory, editions: Sequence[PrintedEdition], files: Mapping[Path, PrintedFile]) -> None:
    """Store editions by id, and what is about to be written to each file."""
    now = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
    if _are_recorded(memory, editions, files):
        return
    with memory.writing() as connection:
        for edition in editions:
            units = zlib.compress(json.dumps([astuple(unit) for unit in edition.units], ensure_ascii=False).encode())
            connection.execute(
                "INSERT OR REPLACE INTO editions VALUES (?, ?, ?, ?, ?)",
                (edition.id, _name(memory, Path(edition.article)), edition.signature, now, units),
            )
        for path, one in files.items():
            connection.execute(
                "INSERT OR REPLACE INTO files VALUES (?, ?, ?, ?, ?)",
                (_name(memory, path), one.hash, one.edition, one.inputs, now),
            )


def _are_recorded(memory: Memory, editions: Sequence[PrintedEdition], files: Mapping[Path, PrintedFile]) -> bool:
    """Return whether nothing is new: the file of an unchanged project does not change."""
    file, text = (
        "SELECT 1 FROM files WHERE path = ? AND hash = ? AND edition = ? AND inputs = ?",
        "SELECT 1 FROM editions WHERE id = ?",
    )
    with memory.reading() as connection:
        return all(
            connection.execute(file, (_name(memory, path), one.hash, one.edition, one.inputs)).fetchone()
            for path, one in files.items()
        ) and all(connection.execute(text, (one.id,)).fetchone() for one in editions)


def edition(memory: Memory, number: str) -> PrintedEdition | None:
    """Return the edition with this id, or None. Raises `MemoryFileError` if its row is damaged."""
    with memory.reading() as connection:
        row = connection.execute(
            "SELECT id, article, units, made, signature FROM editions WHERE id = ?", (number,)
        ).fetchone()
    if row is None:
        return None
    unpacker = zlib.decompressobj()
    try:
        data = unpacker.decompress(row[2], _LARGEST)
        units = tuple(PrintedUnit(*unit) for unit in json.loads(data))
    except (zlib.error, ValueError, TypeError) as error:
        raise MemoryFileError(
            f"is damaged (edition {number})", place=str(memory.path), remedy="restore it from a backup"
        ) from error
    return PrintedEdition(row[0], str(_path(memory, row[1])), units, row[3], row[4])


def printed_files(memory: Memory, path: Path) -> dict[str, str]:
    """Return the hashes that the file at `path` has had, each with the id of its edition, or `guard.LEARNED`.

    A file whose corrections were undone is not among them: they are nowhere but in the file.
    """
    with memory.reading() as connection:
        rows = connection.execute(
            "SELECT hash, edition FROM files WHERE path = ? AND NOT EXISTS"
            " (SELECT 1 FROM history WHERE batch = 'undo:' || substr(files.edition, 9))",
            (_name(memory, path),),
        ).fetchall()
    return dict(rows)


def inputs_of_file(memory: Memory, path: Path, hash_: str) -> str:
    """Return the hash of what the file at `path` with this content was drawn from; empty if that is unknown."""
    with memory.reading() as connection:
        row = connection.execute(
            "SELECT inputs FROM files WHERE path = ? AND hash = ?", (_name(memory, path), hash_)
        ).fetchone()
    return row[0] if row else ""


def article_of_file(memory: Memory, path: Path) -> Path | None:
    """Return the article whose edition was last written to `path`; None if that is unknown."""
    with memory.reading() as connection:
        row = connection.execute(
            "SELECT editions.article FROM files JOIN editions ON editions.id = files.edition WHERE path = ?"
            " ORDER BY files.made DESC LIMIT 1",
            (_name(memory, path),),
        ).fetchone()
    return _path(memory, row[0]) if row else None


def _name(memory: Memory, path: Path) -> str:
    """Return the path as stored: from the project's folder if it is inside, so that the project can be moved."""
    place, root = path.absolute(), memory.path.absolute().parent.parent
    return place.relative_to(root).as_posix() if place.is_relative_to(root) else place.as_posix()


def _path(memory: Memory, name: str) -> Path:
    """Return the path of a stored name."""
    place = memory.path.absolute().parent.parent / name
    return place.relative_to(Path.cwd()) if place.is_relative_to(Path.cwd()) else place
