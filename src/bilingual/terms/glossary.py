"""Load glossary.yaml: which Japanese is said how in English, with the place of every entry."""

from __future__ import annotations

import difflib
import hashlib
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, NoReturn

from bilingual.errors import GlossaryError
from bilingual.terms.width import fold
from bilingual.terms.yamlfile import Node, position, read_yaml

KEYS = ("target", "aliases", "accept", "plural", "not_in", "keep", "reading", "note")
"""What the long form of an entry may hold."""

LARGEST = 20_000_000
"""Bytes a glossary may have."""

LONGEST = 200
"""Characters of a Japanese form; it bounds the work of matching."""

# What people coming from other tools write.
_OTHER_NAMES = {"en": "target", "english": "target", "translation": "target", "forms": "aliases", "comment": "note"}
_DO_NOT_TRANSLATE = "to leave the Japanese as it stands, write keep: true"
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f]")


Status = Literal["preferred", "admitted", "deprecated"]
Case = Literal["", "exact", "any"]
Entity = Literal["", "person", "place", "organisation", "event", "work", "concept"]


@dataclass(frozen=True, slots=True)
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

    @property
    def forms(self) -> tuple[str, ...]:
        """Return every Japanese form, the source first."""
        return (self.source, *self.aliases)


@dataclass(frozen=True, slots=True)
class Glossary:
    """The terms of one file, in its order."""

    terms: tuple[Term, ...] = ()
    path: str = ""
    signature: str = ""
    """Changes when a draft could come out differently: not with notes, readings, comments or the order of entries."""


def load(path: Path) -> Glossary:
    """Read a glossary file. Raises `GlossaryError` at the line and column of the first fault."""
    return parse(read_text(path), str(path))


def read_text(path: Path) -> str:
    """Return the text of a glossary file, byte order mark included; line ends as they are."""
    place = str(path)
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST + 1)
    except FileNotFoundError:
        _fail("there is no such glossary", place, "name one with --glossary, or begin one: `習近平: Xi Jinping`")
    except OSError as error:
        _fail(f"cannot be read: {error.strerror or error}", place, "name a readable file with --glossary")
    if len(data) > LARGEST:
        _fail(f"is larger than {LARGEST // 1_000_000} MB", place, "keep only the terms you need")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        line, column = position(data[: error.start].decode("utf-8"), error.start)
        _fail("is not UTF-8 from here on", f"{place}:{line}:{column}", "save the file as UTF-8")


def parse(text: str, path: str = "glossary.yaml") -> Glossary:
    """Read a glossary's text; `path` is what errors call it."""
    mark = len(text) - len(text.removeprefix("\ufeff"))
    root = read_yaml(text[mark:], path)
    if root is None or (root.kind == "nothing" and not root.value):
        return Glossary((), path, _sign(()))
    if root.kind != "map":
        _fail("is not a list of terms", f"{path}:{root.line}:{root.column}", "write one `source: target` a line")
    _refuse_twice(root, path)
    terms = tuple(_term(key, value, path) for key, value in root.pairs)
    _refuse_contradictions(terms, path)
    return Glossary(terms, path, _sign(terms))


def _fail(message: str, place: str, remedy: str) -> NoReturn:
    raise GlossaryError(message, place=place, remedy=remedy)


def _at(path: str, node: Node) -> str:
    return f"{path}:{node.line}:{node.column}"


def _refuse_twice(node: Node, path: str) -> None:
    seen: dict[str, Node] = {}
    for key, _ in node.pairs:
        if key.value in seen and key.kind not in ("list", "map"):
            first = seen[key.value].line
            _fail(f"{key.value!r} stands here a second time", _at(path, key), f"it is on line {first}: delete one")
        seen[key.value] = key


def _term(key: Node, value: Node, path: str) -> Term:
    source = _words(key, "the Japanese", path, LONGEST)
    if value.kind != "map":
        target = _words(value, f"the English of {source!r}", path, none=_DO_NOT_TRANSLATE)
        return Term(source, target, line=key.line, column=key.column)
    settings = _settings(value, source, path)
    keep = "keep" in settings and _truth(settings["keep"], path)
    for name in ("target", "plural", "accept"):
        if keep and name in settings:
            _fail(f"{source!r} has keep: true and a {name}", _at(path, settings[name]), f"delete keep or {name}")
    if not keep and "target" not in settings:
        _fail(f"{source!r} has no target", _at(path, key), f"write target: …; {_DO_NOT_TRANSLATE}")

    def one(name: str, limit: int = 2000) -> str:
        return _words(settings[name], f"{name} of {source!r}", path, limit) if name in settings else ""

    def several(name: str, limit: int = 2000) -> tuple[str, ...]:
        return _list(settings[name], f"{name} of {source!r}", path, limit) if name in settings else ()

    return Term(
        source,
        source if keep else one("target"),
        aliases=several("aliases", LONGEST),
        accept=several("accept"),
        plural=one("plural"),
        not_in=several("not_in", LONGEST),
        keep=keep,
        reading=one("reading"),
        note=" ".join(_note(settings["note"], path).split()) if "note" in settings else "",
        line=key.line,
        column=key.column,
    )


def _settings(value: Node, source: str, path: str) -> dict[str, Node]:
    """Return the long form's settings by name, with no unknown and no repeated name."""
    _refuse_twice(value, path)
    settings: dict[str, Node] = {}
    for key, setting in value.pairs:
        if key.value not in KEYS or key.kind != "text":
            if source == "terms":
                _fail(
                    "terms stand at the top level",
                    f"{path}:{value.line}:{value.column}",
                    "delete the line `terms:` and the indentation under it",
                )
            near = _OTHER_NAMES.get(key.value.lower()) or next(
                iter(difflib.get_close_matches(key.value.lower(), KEYS, 1)), ""
            )
            remedy = f"did you mean {near}?" if near else f"the keys are {', '.join(KEYS)}"
            _fail(f"{source!r} has an unknown key {key.value!r:.60}", _at(path, key), remedy)
        settings[key.value] = setting
    return settings


def _words(node: Node, what: str, path: str, limit: int = 2000, none: str = "write it") -> str:
    """Return one line of text; numbers, booleans and empty values are faults, each with its own remedy."""
    if node.kind in ("list", "map", "other"):
        _fail(
            f"{what} must be one text", _at(path, node), "other English forms go under accept, Japanese under aliases"
        )
    if node.kind == "nothing" or not node.value.strip():
        _fail(f"{what} is empty", _at(path, node), none)
    if node.kind != "text":
        reads = {"number": "a number", "truth": "true or false", "date": "a date"}[node.kind]
        _fail(f"{what} is {node.value}, which YAML reads as {reads}", _at(path, node), f"quote it: '{node.value}'")
    if found := _CONTROL.search(node.value):
        what_it_is = "a line break" if found[0] in "\r\n" else f"the control character U+{ord(found[0]):04X}"
        _fail(f"{what} holds {what_it_is}", _at(path, node), "write it on one line")
    if len(node.value) > limit:
        _fail(f"{what} is longer than {limit} characters", _at(path, node), "shorten it")
    return node.value


def _note(node: Node, path: str) -> str:
    """Return a note: any scalar, several lines too, since only people read it."""
    if node.kind in ("list", "map", "other"):
        _fail("a note must be text", _at(path, node), "quote it")
    return _CONTROL.sub(" ", node.value)


def _list(node: Node, what: str, path: str, limit: int) -> tuple[str, ...]:
    """Return a list of texts; one text alone is a list of one."""
    if node.kind == "list":
        return tuple(_words(item, what, path, limit) for item in node.items)
    if node.kind == "map":
        _fail(f"{what} must be a list", _at(path, node), "write [one, two]")
    return (_words(node, what, path, limit),)


def _truth(node: Node, path: str) -> bool:
    if node.kind == "truth" and node.value.lower() in ("true", "yes", "on", "false", "no", "off"):
        return node.value.lower() in ("true", "yes", "on")
    _fail(f"keep is {node.value!r:.40}", _at(path, node), "write keep: true")


def _refuse_contradictions(terms: Iterable[Term], path: str) -> None:
    """Refuse the same Japanese with two English targets, whatever its width and wherever it is an alias."""
    seen: dict[str, Term] = {}
    for term in terms:
        for form in term.forms:
            folded = fold(form.strip()).text
            other = seen.setdefault(folded, term)
            if other is term or (other.keep == term.keep and (other.keep or other.target == term.target)):
                continue
            _fail(
                f"{form!r} is {_says(term)} here and {_says(other)} on line {other.line} ({other.source})",
                f"{path}:{term.line}:{term.column}",
                "decide on one and delete the other",
            )


def _says(term: Term) -> str:
    return "kept" if term.keep else repr(term.target)


def _sign(terms: Iterable[Term]) -> str:
    """Return 12 hexadecimal digits of a SHA-256 over everything that decides a draft."""
    content = sorted(
        [t.source, t.target, sorted(t.aliases), sorted(t.accept), t.plural, sorted(t.not_in), t.keep] for t in terms
    )
    return hashlib.sha256(json.dumps(content, ensure_ascii=False).encode("utf-8")).hexdigest()[:12]
