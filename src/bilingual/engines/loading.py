"""What an engine loads: on first use, once, whichever thread asks first, and never sent to another process."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import fields
from typing import Any, Generic, TypeVar

_T = TypeVar("_T")


class LoadedOnce(Generic[_T]):
    """A `cached_property` that is made once although several threads ask; that of Python 3.12 has no lock."""

    def __init__(self, load: Callable[[Any], _T]) -> None:
        self._load = load
        self._name = load.__name__
        # Engines of one class wait for each other while they load; a loaded one never comes here again.
        self._lock = threading.RLock()

    def __get__(self, engine: Any, owner: type) -> _T:
        kept: dict[str, _T] = vars(engine)
        with self._lock:
            if self._name not in kept:
                kept[self._name] = self._load(engine)
        return kept[self._name]


def unloaded_state(engine: Any) -> dict[str, Any]:
    """Return the fields of an engine, a dataclass, without what it has loaded: its state for pickle."""
    return {field.name: getattr(engine, field.name) for field in fields(engine)}
