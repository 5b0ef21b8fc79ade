"""What comes back from people: the units of a returned file, as the reader of its format found them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from bilingual.model import Status

Via = Literal["docx", "xliff", "tmx", "csv", "po", "bitext", "review", "person"]
"""How a target came to the memory."""


@dataclass(frozen=True, slots=True)
class ReturnedUnit:
    """One unit of a returned file."""

    source: str
    """Empty if the file does not have it."""
    target: str
    """Empty if the person deleted it."""
    unit: str = ""
    """The id that the file has (`12.3`), which may be that of an older article; empty if it has none."""
    key: str = ""
    """The key of the source, or its first six digits, as the file has it; empty if it has none."""
    before: str = ""
    """The key of the unit before, if the file has it."""
    after: str = ""
    status: Status | Literal[""] = ""
    """The state that the file gives; empty if it gives none."""
    notes: tuple[str, ...] = ()
    """Comments of people, without those that `bilingual` wrote."""
    author: str = ""
    """Who changed it, if the file has the name (tracked changes, XLIFF notes)."""
    place: str = ""
    """The place in the file: `article.xlf:120`, `article.docx: table 2, row 3`."""
    certain: bool = True
    """False if the place was found by alignment: the text may belong to a neighbour."""
    said_in: str = ""
    """Id of the unit that says this one, too: the person merged the two, and `target` is empty."""


@dataclass(frozen=True, slots=True)
class Unplaced:
    """A text in a returned file that belongs to no unit, or a unit that the file no longer has."""

    text: str
    reason: str
    place: str = ""
    unit: str = ""


@dataclass(frozen=True, slots=True)
class ReturnedFile:
    """A returned file as read."""

    via: Via
    units: tuple[ReturnedUnit, ...]
    unplaced: tuple[Unplaced, ...] = ()
    edition: str = ""
    """The id of the edition (DOCX) or export that it is; empty if the file has none."""
    article: str = ""
    """The file name of the article that it is of, if the file has it."""
    warnings: tuple[str, ...] = field(default=())
    """What could not be kept: inline codes that were dropped, a second target."""
