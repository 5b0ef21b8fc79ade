"""What identifies a unit, on one line: the formats carry it in an attribute, a comment or a cell."""

from __future__ import annotations

import re
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
    known = {field.name for field in fields(UnitContext)}
    found = {name.replace("-", "_"): value for name, value in _PAIR.findall(text)}
    found = {name: value for name, value in found.items() if name in known}
    for name in ("unit", "said_in"):
        if not UNIT_ID.fullmatch(found.get(name, "")):
            found.pop(name, None)
    for name in ("key", "before", "after"):
        if not re.fullmatch("[0-9a-f]{6,16}", found.get(name, "")):
            found.pop(name, None)
    return UnitContext(**found)
