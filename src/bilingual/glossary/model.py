"""The types of the glossary: terms, glossaries, and the signature that changes when a draft could change."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Literal, overload

TermStatus = Literal["preferred", "admitted", "deprecated"]
Case = Literal["", "exact", "any"]
Entity = Literal["", "person", "place", "organisation", "event", "work", "concept"]

SLOTS: dict[str, Entity] = {"{name}": "person", "{place}": "place", "{organisation}": "organisation"}
"""The slots a pattern may have, and the kind of term that fills each."""

_SLOT = re.compile("|".join(map(re.escape, SLOTS)))


@dataclass(frozen=True, slots=True)
class Term:
    """One entry of a glossary."""

    source: str
    target: str
    """The required English; the source itself when `keep` is set."""
    aliases: tuple[str, ...] = ()
    """Other Japanese forms with the same target."""
    accept: tuple[str, ...] = ()
    """Other English forms that are accepted."""
    plural: str = ""
    """The English plural, where adding s is wrong."""
    not_in: tuple[str, ...] = ()
    """Longer Japanese words in which the term is not matched (中国 in 中国地方)."""
    keep: bool = False
    """True: keep the Japanese unchanged."""
    reading: str = ""
    """The reading of the source, in kana; for editors."""
    note: str = ""
    """A note for readers."""
    status: TermStatus = "preferred"
    """`preferred`: required; `admitted`: allowed, nothing is enforced; `deprecated`: must not be used (TBX)."""
    forbid: tuple[str, ...] = ()
    """English that must not be used for this term."""
    first: str = ""
    """Fuller English for the first mention in an article; `target` after that."""
    case: Case = ""
    """`exact`: capitals as written; `any`: any capitals are accepted; empty: see `translation.verify`."""
    only_in: tuple[str, ...] = ()
    """Longer Japanese texts; the term is matched only inside one of them."""
    entity: Entity = ""
    """What it names (key `kind`): a person fills `{name}` in patterns."""
    surname: tuple[str, str] = ("", "")
    """A person's surname, Japanese and English (習, Xi); it fills `{name}` in patterns, too."""
    comment: str = ""
    """A remark for translators and editors; never in an edition for readers."""
    line: int = 0
    """Place of the entry in its file, from 1; 0 for a term without a file."""
    column: int = 0
    path: str = field(default="", compare=False)
    """The file, as errors name it; the same entry in another file is equal."""

    @property
    def forms(self) -> tuple[str, ...]:
        """Return every Japanese form, the source first."""
        return (self.source, *self.aliases)

    @property
    def slot(self) -> str:
        """Return the slot of a pattern (`{name}`), or nothing for a plain term."""
        found = _SLOT.search(self.source) if "{" in self.source else None
        return found[0] if found else ""


PlainRow = tuple[str, str, int, str]
"""An entry on one line: source, target, line, path."""


class Terms(Sequence[Term]):
    """The terms of a file in its order, each created when it is first accessed.

    A text uses about a hundred terms of a large glossary; creating them all would dominate the loading time.
    """

    __slots__ = ("_rows",)

    def __init__(self, rows: Iterable[Term | PlainRow]) -> None:
        self._rows = list(rows)

    @property
    def rows(self) -> Sequence[Term | PlainRow]:
        """Return the terms without creating any: those not accessed yet are plain rows."""
        return self._rows

    def __len__(self) -> int:
        return len(self._rows)

    @overload
    def __getitem__(self, index: int) -> Term: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Term, ...]: ...
    def __getitem__(self, index: int | slice) -> Term | tuple[Term, ...]:
        if isinstance(index, slice):
            return tuple(self[n] for n in range(*index.indices(len(self))))
        row = self._rows[index]
        if isinstance(row, tuple):
            source, target, line, path = row
            row = self._rows[index] = Term(source, target, line=line, column=1, path=path)
        return row

    def __eq__(self, other: object) -> bool:
        return tuple(self) == tuple(other) if isinstance(other, (Terms, tuple)) else NotImplemented

    def __hash__(self) -> int:
        return hash(tuple(self))

    def __repr__(self) -> str:
        return repr(tuple(self))


@dataclass(frozen=True, slots=True)
class Glossary:
    """The terms of one file in its order, or of several, nearest first (`glossary.layers`)."""

    terms: Sequence[Term] = ()
    path: str = ""
    signature: str = ""
    """Changes when a draft could come out differently: not with notes, readings, comments or the order of entries."""


def rows_of_terms(terms: Sequence[Term]) -> Sequence[Term | PlainRow]:
    """Return terms, with plain rows left as rows."""
    return terms.rows if isinstance(terms, Terms) else terms


def slots_in(text: str) -> list[str]:
    """Return the slots in a text, in order."""
    return _SLOT.findall(text) if "{" in text else []


def sign_terms(terms: Iterable[Term | PlainRow]) -> str:
    """Return 12 hexadecimal digits of a SHA-256 over everything that affects a draft."""
    lines: list[str] = []
    for t in terms:
        if isinstance(t, tuple):
            lines.append(f"{t[0]}\0{t[1]}")
            continue
        lists = [sorted(texts) for texts in (t.aliases, t.accept, t.not_in, t.forbid, t.only_in)]
        values = [*lists, t.plural, t.keep, t.first, t.case, t.entity, t.surname, t.status]
        # The settings of a plain line are left out, so that the form in which it is written does not matter.
        more = "" if values == _PLAIN else "\0" + json.dumps(values, ensure_ascii=False)
        lines.append(f"{t.source}\0{t.target}{more}")
    return hashlib.sha256("\n".join(sorted(lines)).encode("utf-8")).hexdigest()[:12]


_PLAIN = [[], [], [], [], [], "", False, "", "", "", ("", ""), "preferred"]
