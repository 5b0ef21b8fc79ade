"""The entries of the project memory: what people decided about the English of a source text."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from bilingual.model import Kind, Status, TermMatch

EntryOrigin = Literal["engine", "person", "review", "docx", "xliff", "tmx", "csv", "po", "bitext"]
"""How the target came to the memory; `engine`: a draft that a person approved or rejected as it was."""


def engine_part(signature: str) -> str:
    """Return the part of a translation's signature that names the engine and its model."""
    return signature.partition("|glossary:")[0]


def terms_as_json(matches: Iterable[TermMatch]) -> str:
    """Return the glossary's terms of a source as `Decision.terms` has them; empty without any."""
    terms = dict.fromkeys((match.entry or match.source, match.target) for match in matches if match.kind == "term")
    return json.dumps(list(terms), ensure_ascii=False) if terms else ""


@dataclass(frozen=True, slots=True)
class Decision:
    """What a person decided about one unit, before it is stored."""

    source: str
    key: str
    target: str
    before: str = ""
    """Key of the unit before it in the article; empty at its beginning."""
    after: str = ""
    kind: Kind = "paragraph"
    status: Status = "approved"
    origin: EntryOrigin = "person"
    said_in: str = ""
    """Key of the unit whose target says this one, too; `target` is then empty."""
    terms: str = ""
    """The glossary's terms of the source at that time, as JSON: a list of [source, target]."""
    draft: str = ""
    """The machine's draft that the person saw; empty if it is unknown."""
    engine: str = ""
    """The signature of the engine that made the draft."""
    article: str = ""
    """The file name of the article."""
    author: str = ""
    notes: tuple[str, ...] = ()
    """Comments on the unit."""
    dismissed: tuple[str, ...] = ()
    """Codes of findings that the person called false positives of this target."""
    replaces: int = 0
    """Id of the entry that it changes, whatever its neighbours were; 0 for the one with the same neighbours, or a new
    one. Not stored."""


@dataclass(frozen=True, slots=True)
class Entry(Decision):
    """A stored decision."""

    id: int = 0
    revision: int = 0
    """Counts the changes of the entry, from 1: a change names the revision that it was based on."""
    created: str = ""
    """UTC, `2026-11-28T09:30:00.123Z`."""
    changed: str = ""


def in_order(entries: Iterable[Entry]) -> list[Entry]:
    """Return the entries in the order of exports, in which only a new decision moves lines."""
    return sorted(entries, key=lambda entry: (entry.source, entry.before, entry.after, entry.id))


@dataclass(frozen=True, slots=True)
class Change:
    """One step in the history of an entry."""

    number: int
    entry: int
    revision: int
    target: str
    status: Status
    origin: EntryOrigin
    author: str
    changed: str
    batch: str = ""
    """What was done in one go: a run of `learn`, an action of the review page. `undo` reverts a batch."""
    gone: bool = False
    """True when the entry was removed."""


@dataclass(frozen=True, slots=True)
class PrintedUnit:
    """A unit as an edition has it."""

    unit: str
    source: str
    target: str
    key: str
    kind: Kind = "paragraph"
    status: Status = "draft"


@dataclass(frozen=True, slots=True)
class PrintedEdition:
    """An edition that was written: what a returned file is compared with."""

    id: str
    article: str
    """The article's path, as given to `render`."""
    units: tuple[PrintedUnit, ...]
    made: str = ""
    signature: str = ""
    """How the targets were made."""


@dataclass(frozen=True, slots=True)
class PrintedFile:
    """The file of an edition."""

    hash: str
    """Of its content."""
    edition: str
    """The id of its edition."""
    inputs: str = ""
    """A hash of all that it was drawn from; empty if that is unknown."""
