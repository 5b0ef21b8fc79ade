"""Load what an engine needs: on first use, once for all threads, and not pickled."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import fields
from typing import Any, Generic, TypeVar

_T = TypeVar("_T")


class LoadedOnce(Generic[_T]):
    """A `cached_property` that is loaded once for all threads; that of Python 3.12 has no lock."""

    def __init__(self, load: Callable[[Any], _T]) -> None:
        self._load = load
        self._name = load.__name__
        # Engines of one class wait for each other while they load.
        self._lock = threading.RLock()

    def __get__(self, engine: Any, owner: type) -> _T:
        kept: dict[str, _T] = vars(engine)
        with self._lock:
            if self._name not in kept:
                kept[self._name] = self._load(engine)
        return kept[self._name]


def unloaded_state(engine: Any) -> dict[str, Any]:
    """Return the state of an engine, a dataclass, for pickle: its fields, without what it has loaded."""
    return {field.name: getattr(engine, field.name) for field in fields(engine)}
