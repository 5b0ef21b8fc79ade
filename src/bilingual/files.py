"""Write files completely or not at all."""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Mapping
from pathlib import Path

from bilingual.errors import OutputError


def write_whole(path: Path, data: bytes) -> None:
    """Replace `path` by `data` in one step: other programs see the old file or the new one, never a part.

    Raises `OutputError` when the file cannot be written; the old file is then unchanged.
    """
    write_all({path: data})


def write_all(files: Mapping[Path, bytes]) -> None:
    """Replace several files: all are written under temporary names before the first is replaced.

    Raises `OutputError` when a file cannot be written; if that happens before all are written, none has changed.
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
    """Write a temporary file beside `path`, with its permissions, and return its path."""
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
    """Raise `OutputError` if files cannot be created in `folder`, which is created if it does not exist."""
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
        remedy="free some space or change the permissions there, or choose another folder with --output",
    )
