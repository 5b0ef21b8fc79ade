"""Fonts that were made for an earlier edition, in the user's cache folder: to make one again takes longer than to draw.

A changed text mostly has the characters that it had before, and so the same fonts.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
from collections.abc import Callable, Sequence
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

from bilingual.errors import OutputError
from bilingual.files import cache_folder, write_whole

_MOST = 128
"""Files that are kept, those used last: about 20 MB."""
_SUM = 32
"""Bytes of the check sum at the beginning of a file."""


def kept(how: str, data: bytes, make: Callable[[], bytes], *, by: Sequence[str]) -> bytes:
    """Return what `make` makes of the font `data`, from the cache if it is there.

    `how` and `data` are all that it depends on, apart from the modules and packages in `by`. A damaged file is made
    again, and a cache that cannot be written is not used.
    """
    folder = cache_folder()
    programs = [_version(name) for name in by]
    if folder is None or "" in programs:
        return make()
    name = hashlib.sha256("\n".join([how, *programs, hashlib.sha256(data).hexdigest()]).encode()).hexdigest()
    path = folder / "fonts" / name[:40]
    found = _read(path)
    if found is None:
        found = make()
        with contextlib.suppress(OutputError, OSError):
            write_whole(path, _sum(found, name) + found)
            _forget(path.parent)
    return found


def _read(path: Path) -> bytes | None:
    try:
        data = path.read_bytes()
    except OSError:
        return None
    with contextlib.suppress(OSError):
        os.utime(path)
    return data[_SUM:] if data[:_SUM] == _sum(data[_SUM:], path.name) else None


def _sum(data: bytes, name: str) -> bytes:
    return hashlib.sha256(name[:40].encode() + data).digest()


def _forget(folder: Path) -> None:
    """Remove the files that were not used for the longest time."""
    files = sorted((path for path in folder.iterdir() if path.is_file()), key=lambda path: path.stat().st_mtime_ns)
    for path in files[:-_MOST]:
        path.unlink()


def _version(name: str) -> str:
    """Return what changes with a module of this package, or with another package; empty if that is not known."""
    if not name.startswith("bilingual."):
        return version(name)
    spec = find_spec(name)
    try:
        return hashlib.sha256(Path(spec.origin).read_bytes()).hexdigest() if spec and spec.origin else ""
    except OSError:
        return ""
