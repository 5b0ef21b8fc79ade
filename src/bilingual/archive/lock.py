"""One run at a time in an output folder; the shards of one run may work side by side."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from bilingual.archive.record import FOLDER
from bilingual.errors import OutputError
from bilingual.files import check_writable
from bilingual.publishing import OTHERWISE

_UNSUPPORTED = (errno.ENOTSUP, errno.ENOLCK, errno.ENOSYS, errno.EINVAL)
"""Errors of file systems that have no locks: there, the user has to take care."""


@contextmanager
def locked(output: Path, shard: str = "") -> Iterator[None]:
    """Hold the lock of an output folder; the system releases it when the process ends, however it ends.

    `shard` names one of several runs that may work at once. Raises `OutputError` if another run holds it.
    """
    check_writable(output, otherwise=OTHERWISE)
    folder = output / FOLDER
    check_writable(folder, otherwise=OTHERWISE)
    with ExitStack() as stack:
        stack.enter_context(_held(folder / "lock", output, shared=bool(shard)))
        if shard:
            stack.enter_context(_held(folder / f"lock-{shard}", output, shared=False))
        yield


@contextmanager
def _held(path: Path, output: Path, *, shared: bool) -> Iterator[None]:
    try:
        import fcntl
    except ImportError:  # Windows
        yield
        return
    file = os.open(path, os.O_RDWR | os.O_CREAT, 0o666)
    try:
        try:
            fcntl.flock(file, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
        except OSError as error:
            if error.errno not in _UNSUPPORTED:
                remedy = f"wait until it has ended, or {OTHERWISE}"
                raise OutputError("another run is writing there", place=str(output), remedy=remedy) from error
        yield
    finally:
        os.close(file)
