"""Notice when files change: look at them a few times a second.

Looking needs no dependency, and works on network folders, where no notice of changes arrives. What counts is the
content: a file that was only touched has not changed. An editor may write in place, empty the file first, or write
another file and rename it: a change is reported when the file has been the same for a moment.
"""

from __future__ import annotations

import hashlib
import stat
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

SETTLED = 0.15
"""Seconds for which a file has to be the same before a change is reported."""
GONE = 0.3
"""The same for a file that is empty or missing, which an editor that is saving may have left so for a moment."""
_SECOND = 1_000_000_000


@dataclass(frozen=True, slots=True)
class FileStamp:
    """What the file system says about a file; another stamp means that its content may be another."""

    changed: int
    """Nanoseconds since 1970."""
    size: int
    number: int = 0
    """The inode: a file that is replaced by renaming has another."""

    @property
    def coarse(self) -> bool:
        """Return True if the file system may count whole seconds: two contents may have the same stamp."""
        return self.changed % _SECOND == 0


class Disk(Protocol):
    """Where the watched files are; a test has its own."""

    def stamp(self, path: Path) -> FileStamp | None:
        """Return the stamp of a file; None if there is no such file."""

    def digest(self, path: Path) -> bytes | None:
        """Return a hash of a file's content; None if it cannot be read."""


class RealDisk:
    """The files of this machine."""

    def stamp(self, path: Path) -> FileStamp | None:
        """Return the stamp of a file; None if there is no such file."""
        try:
            found = path.stat()
        except (OSError, ValueError):
            return None
        # Reading a named pipe may wait for ever.
        if not stat.S_ISREG(found.st_mode):
            return None
        return FileStamp(found.st_mtime_ns, found.st_size, found.st_ino)

    def digest(self, path: Path) -> bytes | None:
        """Return a hash of a file's content; None if it cannot be read."""
        try:
            with path.open("rb") as file:
                return hashlib.file_digest(file, "sha256").digest()
        except (OSError, ValueError):
            return None


@dataclass(frozen=True, slots=True)
class _Known:
    """A file as it was when it was last reported or accepted."""

    stamp: FileStamp | None = None
    digest: bytes | None = None


class Watcher:
    """Compare files with what they were at the last look."""

    def __init__(self, *, disk: Disk | None = None, clock: Callable[[], float] = time.monotonic) -> None:
        self._disk = disk or RealDisk()
        self._clock = clock
        self._paths: tuple[Path, ...] = ()
        self._known: dict[Path, _Known] = {}
        self._pending: dict[Path, tuple[FileStamp | None, float]] = {}
        """Files that differ from what is known: their stamp, and since when they have it."""

    @property
    def unsettled(self) -> bool:
        """Return True if a file has changed and is not reported yet: it is time to look again soon."""
        return bool(self._pending)

    def watch(self, paths: Iterable[Path]) -> None:
        """Watch these files from now on. A file that was not watched before and exists is reported as changed."""
        self._paths = tuple(dict.fromkeys(paths))
        kept = set(self._paths)
        self._known = {path: known for path, known in self._known.items() if path in kept}
        self._pending = {path: since for path, since in self._pending.items() if path in kept}

    def accept(self, paths: Iterable[Path]) -> None:
        """Take files as they are now as known: they were just read, or written by this process."""
        for path in paths:
            self._pending.pop(path, None)
            stamp = self._disk.stamp(path)
            self._known[path] = _Known(stamp, self._disk.digest(path) if stamp else None)

    def changes(self) -> set[Path]:
        """Return the watched files whose content has changed since the last look, and stays the same now.

        A file that was removed has changed, too.
        """
        now = self._clock()
        return {path for path in self._paths if self._has_changed(path, now)}

    def _has_changed(self, path: Path, now: float) -> bool:
        stamp, known = self._disk.stamp(path), self._known.get(path, _Known())
        if stamp == known.stamp and not (stamp and stamp.coarse and self._disk.digest(path) != known.digest):
            self._pending.pop(path, None)
            return False
        seen, since = self._pending.setdefault(path, (stamp, now))
        if seen != stamp:
            self._pending[path] = stamp, now
            return False
        if now - since < (SETTLED if stamp and stamp.size else GONE):
            return False
        digest = self._disk.digest(path) if stamp else None
        if self._disk.stamp(path) != stamp:  # it was written while it was read
            return False
        del self._pending[path]
        self._known[path] = _Known(stamp, digest)
        return digest != known.digest
