"""Every fault of a file at once: people mend a table row by row, not run by run."""

from __future__ import annotations

from typing import NoReturn

from bilingual.errors import FaultsError, GlossaryError

SHOWN_FAULTS = 100
"""Faults that are told one by one; the rest is a number."""


class Faults:
    """Collect the faults of one file, so that all of them are told."""

    def __init__(self, place: str) -> None:
        self.place = place
        self._faults: list[GlossaryError] = []
        self._more = 0

    def add(self, line: int, message: str, remedy: str) -> None:
        """Note a fault; `line` counts from 1, 0 is the file as a whole."""
        if len(self._faults) >= SHOWN_FAULTS:
            self._more += 1
            return
        place = f"{self.place}:{line}" if line else self.place
        self._faults.append(GlossaryError(message, place=place, remedy=remedy))

    def stop(self, line: int, message: str, remedy: str) -> NoReturn:
        """Note a fault after which nothing can be read, and raise."""
        self.add(line, message, remedy)
        raise FaultsError(self._faults, self._more)

    def check(self) -> None:
        """Raise `FaultsError` when there are any."""
        if self._faults:
            raise FaultsError(self._faults, self._more)
