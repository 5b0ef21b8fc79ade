"""One entry of glossary.yaml → a term. Every key is checked; every error has its place and a remedy."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any, TypeVar, cast, get_args

from bilingual.errors import FaultsError, GlossaryError
from bilingual.glossary.model import SLOTS, Case, Entity, Term, TermStatus, slots_in
from bilingual.glossary.values import (
    LONGEST,
    LONGEST_TARGET,
    OTHER_NAMES,
    OTHER_VALUES,
    QUOTE_SLOT,
    at,
    fail,
    nearest,
    note_value,
    text_value,
    texts,
    truth,
)
from bilingual.glossary.yaml.composing import Node
from bilingual.glossary.yaml.lines import Long
from bilingual.glossary.yaml.nodes import read_pieces
from bilingual.languages.japanese.scripts import NAME_JOINTS

KEYS = (
    *("target", "aliases", "accept", "forbid", "first", "plural", "case", "status"),
    *("kind", "surname", "not_in", "only_in", "keep", "reading", "note", "comment"),
)
"""Keys that the long form of an entry may have."""

_SINGLE = frozenset({"target", "first", "plural", "case", "status", "kind", "reading", "note", "comment"})
_LISTS = frozenset({"aliases", "accept", "forbid", "not_in", "only_in"})
_VALUES: dict[str, tuple[str, ...]] = {
    "case": get_args(Case)[1:],
    "status": get_args(TermStatus),
    "kind": get_args(Entity)[1:],
}
_KEEP_IT = "to keep the Japanese unchanged, write keep: true"
_PARTS = re.compile(rf"[{NAME_JOINTS}=\s]+")
_Value = TypeVar("_Value")


def read_term(key: Node, value: Node, path: str) -> Term:
    """Return the term of one entry. Raises `GlossaryError` with all its errors."""
    source = text_value(key, "the Japanese", path, LONGEST)
    if value.kind != "map":
        target = text_value(value, f"the English of {source!r}", path, none=_KEEP_IT)
        term = Term(source, target, line=key.line, column=key.column, path=path)
        _check_slots(term, {}, key, path)
        return term
    given = _Settings(key, value, path)
    keep = given.keep()
    term = Term(
        source,
        source if keep else given.one("target"),
        aliases=given.several("aliases", LONGEST),
        accept=given.several("accept"),
        plural=given.one("plural"),
        not_in=given.several("not_in", LONGEST),
        keep=keep,
        reading=given.one("reading"),
        note=given.line("note"),
        comment=given.line("comment"),
        status=cast(TermStatus, given.choice("status") or "preferred"),
        forbid=given.several("forbid"),
        first=given.one("first"),
        case=cast(Case, given.choice("case")),
        only_in=given.several("only_in", LONGEST),
        entity=cast(Entity, given.choice("kind")),
        line=key.line,
        column=key.column,
        path=path,
    )
    if not given.faults:
        # These compare several values, so each of them must be valid.
        given.tried(None, _check_slots, term, given.nodes, key, path)
        if keep and term.status != "preferred":
            given.refuse(f"{source!r} has keep: true and a status", given.nodes["status"], "delete keep or status")
        if "surname" in given.nodes:
            term = given.tried(term, _with_surname, term, given.nodes["surname"], path)
    if given.faults:
        raise FaultsError(given.faults)
    return term


class _Settings:
    """The settings of an entry, by key. Errors are collected in `faults`, and reading continues."""

    def __init__(self, key: Node, value: Node, path: str) -> None:
        self.path = path
        self.key = key
        self.source = key.value
        self.faults: list[GlossaryError] = list(twice(value, path))
        self.nodes: dict[str, Node] = {}
        for name, setting in value.pairs:
            if name.value in KEYS and name.kind == "text":
                self.nodes.setdefault(name.value, setting)
            elif self.source == "terms":
                remedy = "delete the line `terms:` and the indentation under it"
                fail("terms must be at the top level", at(path, value), remedy)
            else:
                self.refuse(f"{self.source!r} has an unknown key {name.value!r:.60}", name, _key_remedy(name.value))

    def refuse(self, message: str, node: Node, remedy: str) -> None:
        """Record an error."""
        self.faults.append(GlossaryError(message, place=at(self.path, node), remedy=remedy))

    def tried(self, other: _Value, read: Callable[..., _Value], *arguments: Any) -> _Value:
        """Return what is read; on failure, record the error and return `other`."""
        try:
            return read(*arguments)
        except GlossaryError as fault:
            self.faults.append(fault)
            return other

    def keep(self) -> bool:
        """Return whether the Japanese is kept unchanged; such an entry has no target."""
        keep = "keep" in self.nodes and self.tried(True, truth, self.nodes["keep"], self.path)
        for name in ("target", "plural", "accept", "first"):
            if keep and name in self.nodes and not self.faults:
                message = f"{self.source!r} has keep: true and a {name}"
                self.refuse(message, self.nodes[name], f"delete keep or {name}")
        if not keep and "target" not in self.nodes and not self.faults:
            self.refuse(f"{self.source!r} has no target", self.key, f"write target: …; {_KEEP_IT}")
        return keep

    def one(self, name: str) -> str:
        """Return a text; empty if the key is missing or invalid."""
        what = f"{name} of {self.source!r}"
        return self.tried("", text_value, self.nodes[name], what, self.path) if name in self.nodes else ""

    def several(self, name: str, limit: int = LONGEST_TARGET) -> tuple[str, ...]:
        """Return a list of texts."""
        what = f"{name} of {self.source!r}"
        return self.tried((), texts, self.nodes[name], what, self.path, limit) if name in self.nodes else ()

    def choice(self, name: str) -> str:
        """Return the value of a key with fixed values."""
        value, known = self.one(name), _VALUES[name]
        if value and value not in known:
            near = nearest(value, known, OTHER_VALUES)
            remedy = f"did you mean {near}?" if near else f"use one of {', '.join(known)}"
            self.refuse(f"{name} of {self.source!r} is {value!r:.60}", self.nodes[name], remedy)
        return value

    def line(self, name: str) -> str:
        """Return a note or a comment on one line."""
        node = self.nodes.get(name)
        return " ".join(self.tried("", note_value, node, self.path, name).split()) if node else ""


def _key_remedy(name: str) -> str:
    """Return the remedy for an unknown key."""
    if f"{{{name}}}" in SLOTS:
        return QUOTE_SLOT
    near = nearest(name, KEYS, OTHER_NAMES)
    return f"did you mean {near}?" if near else f"the keys are {', '.join(KEYS)}"


def long_term(entry: Long, text: str, path: str) -> Term:
    """Return the term of a plain long form in a file's `text`; anything unusual is left to `read_term`."""
    settings = entry.settings
    first = entry.lines[0]
    singles = {name: value for name, value in settings.items() if name in _SINGLE and isinstance(value, str)}
    lists = {
        name: (value,) if isinstance(value, str) else value
        for name, value in settings.items()
        if name in _LISTS and not isinstance(value, dict)
    }
    pair = settings.get("surname")
    plain = (
        len(singles) + len(lists) + isinstance(pair, dict) == len(settings)
        and "target" in singles
        and len(entry.source) <= LONGEST
        and not any("{" in line.text and line.text.lstrip()[:8] != "surname:" for line in entry.lines)
        and all(singles.get(name, known[0]) in known for name, known in _VALUES.items())
        and all(len(line.text) <= LONGEST for line in entry.lines)
        and (pair is None or singles.get("kind") == "person")
    )
    if not plain:
        key, value = next(read_pieces(text, [entry.lines]))
        return read_term(key, value, path)
    kind = singles.pop("kind", "")
    surname = next(iter(pair.items())) if isinstance(pair, dict) else ("", "")
    values: dict[str, Any] = {**singles, **lists, "entity": kind, "surname": surname}
    return Term(entry.source, line=first.number, column=first.indent + 1, path=path, **values)


def twice(node: Node, path: str) -> Iterator[GlossaryError]:
    """Yield an error for every duplicate key of a map."""
    seen: dict[str, Node] = {}
    for key, _ in node.pairs:
        if key.kind in ("list", "map"):
            continue
        first = seen.setdefault(key.value, key)
        if first is not key:
            message = f"duplicate entry {key.value!r}"
            yield GlossaryError(message, place=at(path, key), remedy=f"the first is on line {first.line}; delete one")


# Patterns and surnames ---------------------------------------------------------------------------------------


def _check_slots(term: Term, settings: dict[str, Node], key: Node, path: str) -> None:
    """Raise unless a pattern has one slot with text beside it, and its other texts have that slot or none."""
    place, slot = at(path, key), term.slot
    checked = (
        *(("target", (term.target,)), ("aliases", term.aliases), ("accept", term.accept), ("forbid", term.forbid)),
        *(("first", (term.first,)), ("plural", (term.plural,)), ("not_in", term.not_in), ("only_in", term.only_in)),
    )
    for name, values in checked:
        for text in values:
            if "{" in text and any(other != slot for other in slots_in(text)):
                where = at(path, settings[name]) if name in settings else place
                remedy = f"the slot of this pattern is {slot}" if slot else "add the slot to the Japanese as well"
                fail(f"{name} of {term.source!r} has another slot, {slots_in(text)[0]}", where, remedy)
    if not slot:
        return
    for form in term.forms:
        if slots_in(form) != [slot]:
            place = at(path, settings["aliases"]) if form is not term.source else place
            fail(f"the pattern {form!r} must have {slot} exactly once", place, f"write it like '{slot}国家主席'")
        if not form.replace(slot, "").strip(" 　・"):
            fail(f"the pattern {form!r} has only its slot", place, f"write it like '{slot}国家主席'")
    if term.keep or "surname" in settings:
        what = "keep" if term.keep else "surname"
        fail(f"the pattern {term.source!r} has a {what}", at(path, settings[what]), f"delete {what}")
    if slot not in term.target:
        where = at(path, settings["target"]) if settings else place
        fail(f"the English of {term.source!r} has no {slot}", where, f"write it like 'President {slot}'")


def _with_surname(term: Term, node: Node, path: str) -> Term:
    if term.entity != "person":
        fail(f"{term.source!r} has a surname, but is not a person", at(path, node), "write kind: person")
    if node.kind == "map":
        if len(node.pairs) != 1:
            fail("surname must be one pair", at(path, node), "write surname: {習: Xi}")
        key, value = node.pairs[0]
        pair = (text_value(key, "the surname", path, LONGEST), text_value(value, "the English surname", path))
        return replace(term, surname=pair)
    english = text_value(node, f"surname of {term.source!r}", path)
    parts, names = _PARTS.split(term.source.strip()), term.target.split()
    if len(parts) < 2 or len(parts) != len(names) or names.count(english) != 1:
        message = f"it is unclear which part of {term.source!r} is the surname {english!r}"
        fail(message, at(path, node), f"write both: surname: {{…: {english}}}")
    return replace(term, surname=(parts[names.index(english)], english))
