"""Gather what a reader finds: units, what belongs to none, and warnings."""

from __future__ import annotations

from collections import Counter
from pathlib import PurePosixPath, PureWindowsPath
from typing import Literal, get_args

from bilingual.corrections.model import ReturnedFile, ReturnedUnit, Unplaced, Via
from bilingual.interchange.characters import check_returned_text
from bilingual.model import Status

GivenState = Status | Literal[""]
"""The state that a file gives a unit; empty if it gives none."""
_STATES: tuple[Status, ...] = get_args(Status)

MOST_WARNINGS = 200
"""Further ones are only counted."""


class Gathered:
    """The content of a returned file while it is read."""

    def __init__(self, via: Via, place: str) -> None:
        self.place = place
        self.edition = ""
        self.article = ""
        self._via = via
        self._units: list[ReturnedUnit] = []
        self._unplaced: list[Unplaced] = []
        self._warnings: dict[str, None] = {}
        self._more = 0

    def add(self, unit: ReturnedUnit) -> None:
        """Add a unit. Raises `ExchangeError` if one of its texts has a character that no text should have."""
        self._units.append(checked(unit))

    def leave(self, text: str, reason: str, place: str, unit: str = "") -> None:
        """Add a text that belongs to no unit."""
        self._unplaced.append(Unplaced(text, reason, place, unit))

    def warn(self, message: str, place: str) -> None:
        """Add a warning; each is kept once."""
        text = one_line_of(f"{place}: {message}")
        if text in self._warnings or len(self._warnings) < MOST_WARNINGS:
            self._warnings[text] = None
        else:
            self._more += 1

    def file(self) -> ReturnedFile:
        """Return what was gathered; units that the file has twice are in the warnings."""
        counted = Counter(unit.unit for unit in self._units if unit.unit)
        places = {unit.unit: unit.place for unit in self._units}
        for unit, count in counted.items():
            if count > 1:
                self.warn(f"unit {unit} is in the file {count} times", places[unit])
        warnings = [*self._warnings]
        if self._more:
            warnings.append(f"{self.place}: and {self._more} more warnings")
        for what, text in (("export id", self.edition), ("name of the article", self.article)):
            check_returned_text(text, what=what, unit="", place=self.place)
        article = last_part(self.article)
        return ReturnedFile(
            self._via, tuple(self._units), tuple(self._unplaced), self.edition, article, tuple(warnings)
        )


def checked(unit: ReturnedUnit) -> ReturnedUnit:
    """Return the unit. Raises `ExchangeError` if one of its texts has a character that no text should have."""
    texts = (("source", unit.source), ("target", unit.target), ("author", unit.author))
    for what, text in (*texts, *(("note", note) for note in unit.notes)):
        check_returned_text(text, what=what, unit=unit.unit, place=unit.place)
    return unit


def one_line_of(text: str) -> str:
    """Return a text on one line, as messages need it."""
    return " ".join(text.split())


def status_named(name: str) -> GivenState:
    """Return the state of this name; empty for one that is unknown."""
    return next((status for status in _STATES if status == name.strip().lower()), "")


def last_part(path: str) -> str:
    """Return the file name in a path, as Windows or anything else writes it."""
    return PureWindowsPath(path).name if "\\" in path else PurePosixPath(path).name


def is_language(tag: str, *primary: str) -> bool:
    """Return whether a language tag has one of these primary subtags: `ja`, `JA-jp` and `ja_JP` are Japanese."""
    return tag.strip().replace("_", "-").partition("-")[0].lower() in primary


JAPANESE_TAGS = ("ja", "jpn", "jp")
ENGLISH_TAGS = ("en", "eng")
