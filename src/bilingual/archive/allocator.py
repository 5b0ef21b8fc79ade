"""Let a process keep the memory that it frees and needs again.

Dask starts its workers with MALLOC_TRIM_THRESHOLD_ at 64 kB: glibc then gives memory back to the system after every
call of the engine, and half of the time goes into asking for it again (`benchmarks/archive.py --allocator`). The
variable is read before Python begins, but glibc can be told otherwise afterwards.
"""

from __future__ import annotations

import ctypes
import os

_VARIABLE = "MALLOC_TRIM_THRESHOLD_"
_TRIM_THRESHOLD, _MMAP_THRESHOLD = -1, -3
"""Parameters of glibc's mallopt (malloc.h)."""
_KEPT = 512 << 20
_LARGEST_MMAP = 32 << 20
"""Bytes; the largest value that mallopt takes."""


def keep_freed_memory() -> bool:
    """Undo the variable's effect on this process. Returns whether there was one to undo, and it could be."""
    if not os.environ.get(_VARIABLE):
        return False
    try:
        mallopt = ctypes.CDLL(None).mallopt
    except (OSError, AttributeError, TypeError):  # musl, macOS, Windows
        return False
    return bool(mallopt(_MMAP_THRESHOLD, _LARGEST_MMAP) and mallopt(_TRIM_THRESHOLD, _KEPT))
