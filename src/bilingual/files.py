"""Write files whole or not at all."""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Mapping
from pathlib import Path

from bilingual.errors import OutputError


def write_whole(path: Path, data: bytes) -> None:
    """Replace `path` by `data` in one step: a reader sees the old file or the new one, never a part.

    Raises `OutputError` when the place cannot be written; the old file is untouched then.
    """
    write_all({path: data})


def write_all(files: Mapping[Path, bytes]) -> None:
    """Replace several files: every one is on the disk under a temporary name before the first takes its place.

    Raises `OutputError` when a place cannot be written; as long as the disk holds them, no file has changed then.
    """
    parts: dict[Path, Path] = {}
    try:
        for path, data in files.items():
            parts[path] = _write_part(path, data)
        for path, part in parts.items():
            try:
                part.replace(path)
            except OSError as error:
                raise _cannot_write(path, error) from error
    finally:
        for part in parts.values():
            with contextlib.suppress(OSError):
                part.unlink()


def _write_part(path: Path, data: bytes) -> Path:
    """Write a file beside `path`, with its rights, and return its name."""
    name = ""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        mode = path.stat().st_mode & 0o777 if path.exists() else 0o666 & ~_umask()
        handle, name = tempfile.mkstemp(prefix=".bilingual-", suffix=".part", dir=path.parent)
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(name).chmod(mode)
    except OSError as error:
        if name:
            with contextlib.suppress(OSError):
                Path(name).unlink()
        raise _cannot_write(path, error) from error
    return Path(name)


def check_writable(folder: Path) -> None:
    """Raise `OutputError` now if files cannot be made in `folder` (it is made if it is not there)."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(prefix=".bilingual-", dir=folder):
            pass
    except OSError as error:
        raise _cannot_write(folder, error) from error


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _cannot_write(path: Path, error: OSError) -> OutputError:
    return OutputError(
        f"cannot be written: {error.strerror or error}",
        place=str(path),
        remedy="choose another place (--output), or make room or rights there",
    )
