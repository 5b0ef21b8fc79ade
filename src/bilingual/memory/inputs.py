"""Whether a file need not be drawn again: a hash of all that an edition depends on."""

from __future__ import annotations

import hashlib
import stat
import sysconfig
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from bilingual.version import __version__

_PACKAGE = Path(__file__).parent.parent


def inputs_of(*values: object) -> str:
    """Return a hash of the values, by their `repr`, and of the programs that work on them."""
    return hashlib.sha256(repr(values).encode("utf-8", "surrogatepass") + _programs()).hexdigest()[:32]


@lru_cache(maxsize=1)
def _programs() -> bytes:
    """Return what changes when this package or a library is changed: an edition may look different then."""
    stamps = [f"{path} {found}" for path, found in _stamps()]
    return hashlib.sha256("\n".join([__version__, *stamps]).encode("utf-8", "surrogatepass")).digest()


def _stamps() -> Iterator[tuple[str, str]]:
    places = [Path(sysconfig.get_path(name)) for name in ("purelib", "platlib")]
    for path in (*places, *sorted(_PACKAGE.rglob("*"))):
        try:
            found = path.stat()
        except OSError:
            continue
        # The date of a folder of the package changes when Python writes bytecode into it.
        if path in places or (stat.S_ISREG(found.st_mode) and path.suffix != ".pyc"):
            yield str(path), f"{found.st_mtime_ns} {found.st_size}"
