"""The project memory as CSV: every decision in one row, sorted, so that it can be kept and compared in Git.

Nothing that `render` uses is lost; the history, the editions and the dates stay in the memory's file.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable
from typing import Literal, TypeVar, get_args

from bilingual.errors import InputError, OutputError
from bilingual.interchange.characters import impossible_character
from bilingual.interchange.csv_text import csv_rows
from bilingual.keys import key_of
from bilingual.memory.entries import Decision, Entry, EntryOrigin, in_order
from bilingual.model import Kind, Status

_FIELDS = ("source", "target", "status", "before", "after", "kind", "origin", "said_in", "article", "author")
_MORE = ("dismissed", "draft", "engine", "terms")
_NOTE = "note"
_DELIMITERS = ",;\t"
_KEY = re.compile("[0-9a-f]{16}|")
_REMEDY = "export the memory again, and keep the first row"

T = TypeVar("T", bound=str)


def write_entries(entries: Iterable[Entry]) -> bytes:
    """Return entries as CSV (RFC 4180, UTF-8 with a byte order mark for spreadsheets), sorted by source.

    Raises `OutputError`, with the id of the entry, for a text that no file of text can hold.
    """
    ordered = in_order(entries)
    notes = max((len(entry.notes) for entry in ordered), default=0)
    file = io.StringIO(newline="")
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow([*_FIELDS, *_MORE, *(_note(number) for number in range(max(notes, 1)))])
    for entry in ordered:
        cells = [getattr(entry, name) for name in _FIELDS]
        cells += [" ".join(entry.dismissed), entry.draft, entry.engine, entry.terms, *entry.notes]
        _check(cells, f"entry {entry.id}")
        writer.writerow(cells)
    return b"\xef\xbb\xbf" + file.getvalue().encode("utf-8")


def _note(number: int) -> str:
    return f"{_NOTE} {number + 1}" if number else _NOTE


def _check(cells: Iterable[str], place: str) -> None:
    for cell in cells:
        if code := impossible_character(cell):
            raise OutputError(f"has the character {code}", place=place, remedy="remove it from the text")


def is_memory_table(text: str) -> bool:
    """Return whether a text begins as a memory that was exported as CSV; a spreadsheet may have saved it again."""
    header = _first_line(text)
    return any({"source", "target", "before", "after"} <= set(header.split(mark)) for mark in _DELIMITERS)


def _first_line(text: str) -> str:
    return next(iter(text[:2000].removeprefix("\ufeff").splitlines()), "").replace('"', "")


def read_decisions(text: str, place: str) -> list[Decision]:
    """Return the decisions of a memory that was exported as CSV. Raises `InputError` at the line of the first error."""
    rows = csv_rows(text.removeprefix("\ufeff"), max(_DELIMITERS, key=_first_line(text).count), place)
    _, header = next(rows, (1, []))
    if not {"source", "target"} <= set(header):
        raise InputError("has no columns named source and target", place=f"{place}:1", remedy=_REMEDY)
    return [_decision(header, cells, f"{place}:{line}") for line, cells in rows]


def _decision(header: list[str], cells: list[str], place: str) -> Decision:
    if any(cells[len(header) :]):
        raise InputError(f"has {len(cells)} cells instead of {len(header)}", place=place, remedy=_REMEDY)
    values = dict(zip(header, cells, strict=False))
    if code := impossible_character("".join(cells)):
        raise InputError(f"has the character {code}", place=place, remedy="remove it from the text")
    source, keys = values["source"], {name: values.get(name, "") for name in ("before", "after", "said_in")}
    if not key_of(source):
        raise InputError("has no source", place=place, remedy="delete the row")
    if wrong := next((name for name, key in keys.items() if not _KEY.fullmatch(key)), ""):
        raise InputError(f"{wrong} is no key: {keys[wrong][:40]!r}", place=place, remedy="leave the cell empty")
    return Decision(
        source,
        key_of(source),
        values["target"],
        keys["before"],
        keys["after"],
        _one_of(values, "kind", get_args(Kind), "paragraph", place),
        _one_of(values, "status", get_args(Status), "draft", place),
        _one_of(values, "origin", get_args(EntryOrigin), "csv", place),
        keys["said_in"],
        values.get("terms", ""),
        values.get("draft", ""),
        values.get("engine", ""),
        values.get("article", ""),
        values.get("author", ""),
        tuple(cell for name, cell in zip(header, cells, strict=False) if name.partition(" ")[0] == _NOTE and cell),
        tuple(values.get("dismissed", "").split()),
    )


def _one_of(
    values: dict[str, str],
    name: Literal["kind", "status", "origin"],
    known: tuple[T, ...],
    default: T,
    place: str,
) -> T:
    word = values.get(name, "").strip() or default
    found = next((one for one in known if one == word), None)
    if found is None:
        raise InputError(f"{name} {word[:40]!r} is unknown", place=place, remedy=f"use one of {', '.join(known)}")
    return found
