"""The nouns of the glossary: a term, a glossary, and the signature that says when a draft could change."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

Status = Literal["preferred", "admitted", "deprecated"]
Case = Literal["", "exact", "any"]
Entity = Literal["", "person", "place", "organisation", "event", "work", "concept"]

SLOTS: dict[str, Entity] = {"{name}": "person", "{place}": "place", "{organisation}": "organisation"}
"""The slots a pattern may have, and the kind of term that fills each."""

_SLOT = re.compile("|".join(map(re.escape, SLOTS)))


# Without slots, a line `source: target` has its few values in the instance and all others in the class: 50,000 of
# them are made three times as fast.
@dataclass(frozen=True)
class Term:
    """One entry of a glossary."""

    source: str
    target: str
    """The English that must be said; the source itself when `keep` is set."""
    aliases: tuple[str, ...] = ()
    """Other Japanese forms with the same target."""
    accept: tuple[str, ...] = ()
    """Other English forms that count as said."""
    plural: str = ""
    """The English plural, where adding s is wrong."""
    not_in: tuple[str, ...] = ()
    """Longer Japanese words in which the term does not count (中国 in 中国地方)."""
    keep: bool = False
    """True: leave the Japanese as it stands."""
    reading: str = ""
    """How the source is read, in kana; for people."""
    note: str = ""
    """Why; for people."""
    status: Status = "preferred"
    """`preferred`: must be said; `admitted`: may be said, nothing is enforced; `deprecated`: must not be said (TBX)."""
    forbid: tuple[str, ...] = ()
    """English renderings that must never stand for this term."""
    first: str = ""
    """Fuller English for the first mention in an article; `target` after that."""
    case: Case = ""
    """`exact`: capitals as written, everywhere; `any`: any capitals count; empty: see `terms.verify`."""
    only_in: tuple[str, ...] = ()
    """Longer Japanese texts of which at least one must hold the term where it stands."""
    entity: Entity = ""
    """What it names (key `kind`): a person fills the slot of patterns."""
    surname: tuple[str, str] = ("", "")
    """A person's surname, Japanese and English (習, Xi); it fills the slot of patterns, too."""
    line: int = 0
    """Where the entry stands in the file, from 1; 0 for a term that comes from no file."""
    column: int = 0
    path: str = field(default="", compare=False)
    """The file, as errors call it; the same entry in another file is equal."""

    @property
    def forms(self) -> tuple[str, ...]:
        """Return every Japanese form, the source first."""
        return (self.source, *self.aliases)

    @property
    def slot(self) -> str:
        """Return the slot of a pattern (`{name}`), or nothing for a plain term."""
        found = _SLOT.search(self.source) if "{" in self.source else None
        return found[0] if found else ""


@dataclass(frozen=True, slots=True)
class Glossary:
    """The terms of one file in its order, or of several, the nearest first (`terms.stack`)."""

    terms: tuple[Term, ...] = ()
    path: str = ""
    signature: str = ""
    """Changes when a draft could come out differently: not with notes, readings, comments or the order of entries."""


def line_term(source: str, target: str, line: int, path: str) -> Term:
    """Return `Term(source, target, line=line, column=1, path=path)`, fast."""
    term = object.__new__(Term)
    term.__dict__.update(source=source, target=target, line=line, column=1, path=path)
    return term


def slots_in(text: str) -> list[str]:
    """Return the slots that stand in a text, in order."""
    return _SLOT.findall(text) if "{" in text else []


def sign(terms: Iterable[Term]) -> str:
    """Return 12 hexadecimal digits of a SHA-256 over everything that decides a draft."""
    lines: list[str] = []
    for t in terms:
        # Most entries of a large glossary have none of what only a long form can have.
        long = t.aliases or t.accept or t.plural or t.not_in or t.keep or t.forbid or t.first or t.case or t.only_in
        if long or t.entity or t.status != "preferred":
            lists = [sorted(texts) for texts in (t.aliases, t.accept, t.not_in, t.forbid, t.only_in)]
            values = [*lists, t.plural, t.keep, t.first, t.case, t.entity, t.surname, t.status]
            lines.append(f"{t.source}\0{t.target}\0{json.dumps(values, ensure_ascii=False)}")
        else:
            lines.append(f"{t.source}\0{t.target}")
    return hashlib.sha256("\n".join(sorted(lines)).encode("utf-8")).hexdigest()[:12]
