"""Characters that files of translation tools cannot hold: refused with the unit named, before anything is written."""

from __future__ import annotations

import re

from bilingual.errors import ExchangeError, OutputError
from bilingual.interchange.model import ExportDocument, ExportUnit

_IMPOSSIBLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""What XML 1.0 cannot hold, not even escaped; no other format takes these characters either."""


def impossible_character(text: str) -> str:
    """Return the first character that no format can hold, as `U+000B`; empty if there is none."""
    found = _IMPOSSIBLE.search(text)
    return f"U+{ord(found[0]):04X}" if found else ""


def check_document(document: ExportDocument) -> None:
    """Raise `OutputError` if a text of the document cannot be written."""
    for text in (document.file, document.signature, document.date, document.export):
        if code := impossible_character(text):
            raise OutputError(f"the name contains the character {code}", place=repr(text), remedy="delete it there")
    for each in document.units:
        check_unit_text(each, document.file)


def check_unit_text(each: ExportUnit, file: str, *, neighbours: bool = False) -> None:
    """Raise `OutputError`, with the id of the unit, if a text of it (or of its neighbours) cannot be written."""
    unit = each.unit
    around = (each.previous, each.following) if neighbours else ()
    parts = (("source", (unit.source,)), ("target", (unit.target,)), ("neighbour", around))
    rest = [finding.message for finding in unit.findings] + [match.target for match in unit.terms]
    rest += [mark.value for mark in unit.marks] + [unit.id, unit.said_in, each.author]
    for what, texts in (*parts, ("note", unit.notes), ("data", rest)):
        if code := next(filter(None, map(impossible_character, texts)), ""):
            raise OutputError(
                f"the {what} of unit {unit.id} contains the character {code}, which no exchange format can hold",
                place=file,
                remedy="delete it",
            )


def check_returned_text(text: str, *, what: str, unit: str, place: str) -> str:
    """Return the text. Raises `ExchangeError`, with the unit, if it contains what no text should."""
    if code := impossible_character(text):
        owner = f" of unit {unit}" if unit else ""
        raise ExchangeError(f"the {what}{owner} contains the character {code}", place=place, remedy="delete it")
    return text
