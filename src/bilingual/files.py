"""Write files completely or not at all; tell a file from a pipe or a device; find the user's home folder."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import stat
import tempfile
import time
from collections.abc import Iterable, Mapping
from pathlib import Path

from bilingual.errors import OutputError

_PREFIX, _PART, _OLD = ".bilingual-", ".part", ".old"
_TEMPORARY = re.compile(r"\.bilingual-[a-z0-9_]{8}(?:\.part|\.old)?")
_STALE = 24 * 60 * 60.0
"""Age in seconds from which a temporary file is left over from a killed run."""
_REMEDY = "free some space there, or change the permissions"
_KINDS = (
    (stat.S_ISFIFO, "a named pipe"),
    (stat.S_ISCHR, "a device"),
    (stat.S_ISBLK, "a device"),
    (stat.S_ISSOCK, "a socket"),
)


Stamps = tuple[tuple[int, int], ...]
"""When some files were changed (nanoseconds) and their sizes; zeros for a file that does not exist."""


def stamps_of(paths: Iterable[Path]) -> Stamps:
    """Return a value that changes when one of the files changes."""
    stamps: list[tuple[int, int]] = []
    for path in paths:
        try:
            found = path.stat()
        except OSError:
            stamps.append((0, 0))
        else:
            stamps.append((found.st_mtime_ns, found.st_size))
    return tuple(stamps)


def home() -> Path | None:
    """Return the user's home folder, or None where there is none, as for a user without an entry in passwd."""
    try:
        return Path.home()
    except RuntimeError:
        return None


def cache_folder() -> Path | None:
    """Return the folder for what can be made again: `$BILINGUAL_CACHE`, or in the platform's cache folder.

    None for a user without a home folder.
    """
    place = os.environ.get("BILINGUAL_CACHE")
    if place:
        return Path(place)
    from platformdirs import user_cache_path

    try:
        folder = user_cache_path("bilingual")
    except RuntimeError:  # no home folder; earlier versions of platformdirs return a folder named ~
        return None
    return folder if folder.is_absolute() else None


def special_kind(path: Path) -> str:
    """Return what the file is if reading it may wait for ever: a named pipe, a device or a socket; else ""."""
    try:
        mode = path.stat().st_mode
    except (OSError, ValueError):
        return ""
    return next((kind for is_kind, kind in _KINDS if is_kind(mode)), "")


def write_whole(path: Path, data: bytes) -> None:
    """Replace `path` by `data` in one step: other programs see the old file or the new one, never a part.

    Raises `OutputError` when the file cannot be written; the old file is then unchanged.
    """
    write_all({path: data})


def write_all(files: Mapping[Path, bytes], *, otherwise: str = "") -> None:
    """Replace several files: all are written under temporary names before the first is replaced.

    Raises `OutputError` when a file cannot be written or replaced; none has changed then. `otherwise` is added to its
    remedy.
    """
    parts: dict[Path, Path] = {}
    old: dict[Path, Path | None] = {}
    replaced: list[Path] = []
    try:
        for path, data in files.items():
            parts[path] = _write_part(path, data, otherwise)
        for path, part in parts.items():
            try:
                old[path] = _second_name(path) if len(parts) > 1 else None
                part.replace(path)
            except OSError as error:
                raise _cannot_write(path, error, otherwise) from error
            replaced.append(path)
    except BaseException:
        _restore({path: old[path] for path in replaced})
        raise
    finally:
        for left in (*parts.values(), *filter(None, old.values())):
            with contextlib.suppress(OSError):
                left.unlink()


def _write_part(path: Path, data: bytes, otherwise: str) -> Path:
    """Write a temporary file beside `path`, with its permissions, and return its path."""
    name = ""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.is_dir():
            raise IsADirectoryError(None, "a folder has this name")
        mode = path.stat().st_mode & 0o777 if path.exists() else 0o666 & ~_umask()
        handle, name = tempfile.mkstemp(prefix=_PREFIX, suffix=_PART, dir=path.parent)
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(name).chmod(mode)
    except OSError as error:
        if name:
            with contextlib.suppress(OSError):
                Path(name).unlink()
        raise _cannot_write(path, error, otherwise) from error
    return Path(name)


def _second_name(path: Path) -> Path | None:
    """Keep the file at `path` under a second name and return that; None if there is no file."""
    if not os.path.lexists(path):
        return None
    handle, name = tempfile.mkstemp(prefix=_PREFIX, suffix=_OLD, dir=path.parent)
    os.close(handle)
    kept = Path(name)
    try:
        kept.unlink()
        os.link(path, kept, follow_symlinks=False)
    except (OSError, NotImplementedError):  # a disk without links
        shutil.copy2(path, kept, follow_symlinks=False)
    return kept


def _restore(replaced: Mapping[Path, Path | None]) -> None:
    """Undo the replacements: the old files get their names back, new files are removed."""
    for path, kept in replaced.items():
        with contextlib.suppress(OSError):
            if kept is None:
                path.unlink()
            else:
                kept.replace(path)


def check_writable(folder: Path, *, otherwise: str = "") -> None:
    """Raise `OutputError` if files cannot be created in `folder`, which is created if it does not exist.

    Temporary files that a killed run left there are removed.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(prefix=_PREFIX, suffix=_PART, dir=folder):
            pass
    except OSError as error:
        raise _cannot_write(folder, error, otherwise) from error
    _sweep(folder)


def _sweep(folder: Path) -> None:
    oldest = time.time() - _STALE
    for path in folder.glob(f"{_PREFIX}*"):
        with contextlib.suppress(OSError):
            found = path.lstat()
            # Those of a run that is writing now are younger.
            if _TEMPORARY.fullmatch(path.name) and stat.S_ISREG(found.st_mode) and found.st_mtime < oldest:
                path.unlink()


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _cannot_write(path: Path, error: OSError, otherwise: str) -> OutputError:
    return OutputError(
        f"cannot be written: {error.strerror or error}",
        place=str(path),
        remedy=f"{_REMEDY}, or {otherwise}" if otherwise else _REMEDY,
    )
