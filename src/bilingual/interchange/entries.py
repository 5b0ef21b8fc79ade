"""The entries of the project memory, as other tools exchange them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from bilingual.corrections.model import ReturnedUnit
from bilingual.interchange.memory_table import is_memory_table, read_decisions
from bilingual.interchange.model import ExportDocument, ExportUnit
from bilingual.interchange.registry import HEAD, format_of_returned
from bilingual.interchange.source import open_source, text_of
from bilingual.interchange.tmx import read_tmx_units, write_tmx_units
from bilingual.keys import UnitKeys, key_of
from bilingual.memory.entries import Decision, Entry, EntryOrigin, in_order
from bilingual.model import Article, Unit

_KEY_LENGTH = 16


def write_entries_as_tmx(entries: Iterable[Entry]) -> Iterator[bytes]:
    """Yield the entries that have English as TMX, sorted by source.

    A sentence that is said in another one has no English of its own, and no place in TMX. Raises `OutputError` for a
    text that XML cannot hold.
    """
    about = ExportDocument(Article(()), name="memory")
    yield from write_tmx_units((_exported(entry) for entry in in_order(entries) if entry.target), about)


def _exported(entry: Entry) -> ExportUnit:
    unit = Unit("", entry.source, entry.target, status=entry.status, notes=entry.notes)
    return ExportUnit(unit, UnitKeys(entry.key, entry.before, entry.after), entry.kind, author=entry.author)


def read_decisions_from(file: Path, *, warn: Callable[[str], None] = lambda _: None) -> Iterator[Decision]:
    """Yield the decisions in a memory that was exported, or in a file of another tool: TMX, XLIFF, CSV or PO.

    Translations without a state are drafts. Raises `ExchangeError` or `InputError`.
    """
    place = str(file)
    with open_source(file, place) as data:
        head = data.read(HEAD)
    format_ = format_of_returned(head, file)
    if format_.name == "tmx":
        yield from _decisions(read_tmx_units(file, place, warn=warn), "tmx")
        return
    if format_.name == "csv" and is_memory_table(text := text_of(file, place)):
        yield from read_decisions(text, place)
        return
    returned = format_.read(file, place)
    for message in returned.warnings:
        warn(message)
    yield from _decisions(returned.units, "csv" if returned.via == "docx" else returned.via)


def _decisions(units: Iterable[ReturnedUnit], origin: EntryOrigin) -> Iterator[Decision]:
    for unit in units:
        if not key_of(unit.source) or not unit.target.strip():
            continue
        yield Decision(
            unit.source,
            key_of(unit.source),
            unit.target,
            _whole(unit.before),
            _whole(unit.after),
            status=unit.status or "draft",
            origin=origin,
            author=unit.author,
            notes=unit.notes,
        )


def _whole(key: str) -> str:
    """Return a key, or nothing for the first digits of one."""
    return key if len(key) == _KEY_LENGTH else ""
