"""What identifies a unit, on one line: the formats carry it in an attribute, a comment or a cell."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields

from bilingual.interchange.model import ExportUnit

UNIT_ID = re.compile(r"\d{1,9}\.\d{1,9}")
_PAIR = re.compile(r"([a-z-]{1,20})=([^\s=]{1,200})")


@dataclass(frozen=True, slots=True)
class UnitContext:
    """What identifies a unit in a file; each part is empty if the file does not have it."""

    unit: str = ""
    key: str = ""
    before: str = ""
    after: str = ""
    said_in: str = ""
    status: str = ""
    """Only where the format has no state of its own for it."""
    export: str = ""
    """The id of the export, where the format has no header."""
    empty: str = ""
    """`yes` if the target was empty in the export, where a file cannot tell that from an untranslated unit."""

    def __str__(self) -> str:
        """Return the parts that are there: `unit=12.3 key=1f… before=9a… after=77…`."""
        pairs = ((field.name.replace("_", "-"), getattr(self, field.name)) for field in fields(self))
        return " ".join(f"{name}={value}" for name, value in pairs if value)


def context_of(each: ExportUnit, *, status: str = "", export: str = "") -> UnitContext:
    """Return the context of a unit that is exported."""
    keys = each.keys
    said_in = each.unit.said_in
    return UnitContext(each.unit.id, keys.key, keys.before, keys.after, said_in, status, export)


def parse_context(text: str) -> UnitContext:
    """Return the context in a text; what is unknown or malformed is left out, as the text may come from anywhere."""
    return context_from(dict(_PAIR.findall(text)))


def context_from(pairs: Mapping[str, str]) -> UnitContext:
    """Return the context of names and values, without what is unknown or malformed."""
    found = {
        name.replace("-", "_"): value for name, value in pairs.items() if value and _VALID.get(name, _never)(value)
    }
    return UnitContext(**found)


def _never(_: str) -> None:
    return None


_KEY = re.compile("[0-9a-f]{6,16}").fullmatch
_WORD = re.compile(r"[^\s=]{1,200}").fullmatch
_VALID: Mapping[str, Callable[[str], re.Match[str] | None]] = {
    **dict.fromkeys(("unit", "said-in"), UNIT_ID.fullmatch),
    **dict.fromkeys(("key", "before", "after"), _KEY),
    **dict.fromkeys(("status", "export", "empty"), _WORD),
}
"""The parts of a context by their names in a file, and what a valid value is."""
