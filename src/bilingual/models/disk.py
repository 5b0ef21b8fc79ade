"""What installing models needs of the disk: room, hashes, and faults told as the user's own to mend."""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO

from bilingual.errors import OutputError

OnBytes = Callable[[int, int], None]
"""Called with the bytes done and the bytes in all."""


def digest(path: Path) -> str:
    """Return the file's SHA-256 in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def need_room(folder: Path, size: int) -> None:
    """Raise `OutputError` unless the disk that holds `folder` has `size` bytes free."""
    free = shutil.disk_usage(folder).free
    if free < size:
        raise OutputError(
            f"the model needs {megabytes(size)} and the disk has {megabytes(free)} free",
            place=str(folder),
            remedy="make room there, or set BILINGUAL_DATA to a folder on another disk",
        )


@contextlib.contextmanager
def disk_faults(place: Path) -> Iterator[None]:
    """Turn what the disk says (full, read-only, no rights) into an `OutputError` that names the place."""
    try:
        yield
    except OSError as error:
        raise OutputError(
            f"cannot be written: {error.strerror or error}",
            place=str(place),
            remedy="make room or rights there, or set BILINGUAL_DATA to another folder",
        ) from error


def megabytes(size: int) -> str:
    """Return a number of bytes the way people read it: `117 MB`, `1.1 GB`."""
    return f"{size / 1e9:.1f} GB" if size >= 1e9 else f"{max(size, 0) / 1e6:.0f} MB"


def write_synced(file: BinaryIO) -> None:
    """Make sure that what was written is on the disk."""
    file.flush()
    os.fsync(file.fileno())
