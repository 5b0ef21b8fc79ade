"""The bitext, our own JSON, as an exchange format: read after a person or a program edited it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import NoReturn, TypeVar

from bilingual.corrections.model import ReturnedFile, ReturnedUnit
from bilingual.editions.bitext import FORMAT, draw_bitext
from bilingual.errors import ExchangeError
from bilingual.interchange.characters import check_document
from bilingual.interchange.context import UNIT_ID, context_from
from bilingual.interchange.model import ExportDocument
from bilingual.interchange.returned import Gathered, status_named
from bilingual.interchange.source import Source, name_of_source, text_of

_NOT_OURS = "edit only target, status and notes, or export the article again"
_ID = re.compile(r'"id"\s*:\s*"([^"\\]{1,40})"')

_Kind = TypeVar("_Kind", dict[str, object], list[object], str)
_TYPES = {dict: "an object", list: "a list", str: "a text"}


def write_bitext(document: ExportDocument) -> Iterator[bytes]:
    """Yield the document as JSON. Raises `OutputError` before the first byte if a text cannot be written."""
    check_document(document)
    yield draw_bitext(
        document.article, signature=document.signature, date=document.date, summary={}, export=document.export
    )


def read_bitext(source: Source, place: str = "") -> ReturnedFile:
    """Read a bitext. Raises `ExchangeError` at the unit of the first error."""
    place = name_of_source(source, place)
    text = text_of(source, place)
    top = _part(_loaded(text, place), dict, "the file", place)
    version = top.get("format")
    if version != FORMAT or isinstance(version, bool):
        message = f"has the format {str(version)[:20]}, not {FORMAT}: it is not a bitext of this version"
        raise ExchangeError(message, place=place, remedy="export the article again")
    found = Gathered("bitext", place)
    found.edition, found.article = _text(top, "export", "the file", place), _text(top, "source", "the file", place)
    lines = _lines_of_ids(text)
    seen: set[str] = set()
    for number, each in enumerate(_part(top.get("blocks"), list, "blocks", place), 1):
        block = _part(each, dict, f"block {number}", place)
        for given in _part(block.get("units"), list, f"the units of block {number}", place):
            unit = _part(given, dict, f"a unit of block {number}", place)
            name = _text(unit, "id", f"a unit of block {number}", place)
            where = f"{place}:{lines[name]}" if name in lines else place
            if not UNIT_ID.fullmatch(name) or name in seen:
                message = f"block {number} has a unit with the id {name[:40]!r}, which is " + (
                    "already used" if name in seen else "invalid"
                )
                raise ExchangeError(message, place=where, remedy=_NOT_OURS)
            seen.add(name)
            if block.get("kind") != "code" and _text(unit, "source", f"unit {name}", where).strip():
                found.add(_unit(unit, name, where))
    return found.file()


def is_bitext(text: str) -> bool:
    """Return whether a text begins as a bitext."""
    return bool(re.match(r'\ufeff?\s*\{\s*"format"\s*:', text))


def _unit(unit: dict[str, object], name: str, place: str) -> ReturnedUnit:
    what = f"unit {name}"
    names = {"key": "key", "before": "before", "after": "after", "said-in": "said_in"}
    context = context_from({name: _text(unit, key, what, place) for name, key in names.items()})
    word = _text(unit, "status", what, place)
    status = status_named(word)
    if word and not status:
        remedy = "use draft, approved or rejected"
        raise ExchangeError(f"{what} has the status {word[:40]!r}", place=place, remedy=remedy)
    notes = _part(unit.get("notes", []), list, f"the notes of {what}", place)
    return ReturnedUnit(
        source=_text(unit, "source", what, place),
        target=_text(unit, "target", what, place),
        unit=name,
        key=context.key,
        before=context.before,
        after=context.after,
        said_in=context.said_in,
        status=status,
        notes=tuple(_part(note, str, f"a note of {what}", place) for note in notes),
        place=place,
    )


def _part(value: object, kind: type[_Kind], what: str, place: str) -> _Kind:
    """Return the value. Raises `ExchangeError` if it has another type."""
    if not isinstance(value, kind):
        raise ExchangeError(f"{what} is not {_TYPES[kind]}", place=place, remedy=_NOT_OURS)
    return value


def _text(value: dict[str, object], key: str, what: str, place: str) -> str:
    """Return a text of an object; empty if the key is missing."""
    return _part(value.get(key, ""), str, f"{key!r} of {what}", place)


def _loaded(text: str, place: str) -> object:
    def pairs(items: list[tuple[str, object]]) -> dict[str, object]:
        if len(found := dict(items)) < len(items):
            names = [name for name, _ in items]
            twice = next(name for name in names if names.count(name) > 1)
            raise ExchangeError(f"an object has the key {twice[:40]!r} twice", place=place, remedy="delete one")
        return found

    def constant(name: str) -> NoReturn:
        raise ExchangeError(f"contains {name}, which is not JSON", place=place, remedy=_NOT_OURS)

    try:
        # Numbers are not used: one of a million digits need not be computed.
        return json.loads(
            text, object_pairs_hook=pairs, parse_constant=constant, parse_int=_number, parse_float=_number
        )
    except json.JSONDecodeError as error:
        where = f"{place}:{error.lineno}:{error.colno}"
        raise ExchangeError(f"not valid JSON: {error.msg}", place=where, remedy=_NOT_OURS) from None
    except RecursionError:
        raise ExchangeError("is nested too deeply", place=place, remedy=_NOT_OURS) from None


def _number(digits: str) -> int:
    return int(digits) if len(digits) < 10 and digits.isdigit() else 0


def _lines_of_ids(text: str) -> dict[str, int]:
    """Return the line of each unit's id."""
    found: dict[str, int] = {}
    line, at = 1, 0
    for match in _ID.finditer(text):
        line += text.count("\n", at, match.start())
        at = match.start()
        found.setdefault(match[1], line)
    return found
