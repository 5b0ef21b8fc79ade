"""Collect all errors of a file, so that one run reports every row to correct."""

from __future__ import annotations

from typing import NoReturn

from bilingual.errors import FaultsError, GlossaryError

SHOWN_FAULTS = 100
"""Errors that are listed; further ones are only counted."""


class Faults:
    """The errors of one file, raised together."""

    def __init__(self, place: str) -> None:
        self.place = place
        self._faults: list[GlossaryError] = []
        self._more = 0

    def add(self, line: int, message: str, remedy: str) -> None:
        """Record an error; `line` counts from 1, 0 is the file as a whole."""
        if len(self._faults) >= SHOWN_FAULTS:
            self._more += 1
            return
        place = f"{self.place}:{line}" if line else self.place
        self._faults.append(GlossaryError(message, place=place, remedy=remedy))

    def stop(self, line: int, message: str, remedy: str) -> NoReturn:
        """Record an error after which nothing can be read, and raise."""
        self.add(line, message, remedy)
        raise FaultsError(self._faults, self._more)

    def check(self) -> None:
        """Raise `FaultsError` if there are errors."""
        if self._faults:
            raise FaultsError(self._faults, self._more)
