"""One entry of glossary.yaml → a term: every key checked, every fault with its place and a remedy."""

from __future__ import annotations

import difflib
import re
from dataclasses import replace
from typing import Any, NoReturn, cast, get_args

from bilingual.errors import GlossaryError
from bilingual.terms.term import SLOTS, Case, Entity, Status, Term, slots_in
from bilingual.terms.yamlfile import read_pieces
from bilingual.terms.yamlfile.composing import Node
from bilingual.terms.yamlfile.lines import Long

KEYS = (
    *("target", "aliases", "accept", "forbid", "first", "plural", "case", "status"),
    *("kind", "surname", "not_in", "only_in", "keep", "reading", "note"),
)
"""What the long form of an entry may hold."""

LONGEST = 200
"""Characters of a Japanese form; it bounds the work of matching."""

LONGEST_TARGET = 2000
"""Characters of an English text."""

# What people coming from other tools write.
_OTHER_NAMES = {
    **{"en": "target", "english": "target", "translation": "target", "comment": "note", "yomi": "reading"},
    **{"forms": "aliases", "synonyms": "aliases", "variants": "aliases", "also": "aliases"},
    **{"forbidden": "forbid", "banned": "forbid", "avoid": "forbid", "never": "forbid"},
    **{"type": "kind", "category": "kind", "class": "kind", "entity": "kind"},
    **{"family_name": "surname", "last_name": "surname", "family": "surname", "state": "status"},
    **{"first_mention": "first", "full": "first", "allow": "accept", "allowed": "accept"},
    **{"except": "not_in", "unless": "not_in", "within": "only_in", "inside": "only_in", "capitals": "case"},
}
_OTHER_VALUES = {
    **{"organization": "organisation", "company": "organisation", "name": "person", "people": "person"},
    **{"country": "place", "city": "place", "title": "work", "term": "concept"},
    **{"approved": "preferred", "allowed": "admitted", "forbidden": "deprecated", "obsolete": "deprecated"},
    **{"sensitive": "exact", "insensitive": "any"},
}
_SINGLE = frozenset({"target", "first", "plural", "case", "status", "kind", "reading", "note"})
_LISTS = frozenset({"aliases", "accept", "forbid", "not_in", "only_in"})
_VALUES: dict[str, tuple[str, ...]] = {
    "case": get_args(Case)[1:],
    "status": get_args(Status),
    "kind": get_args(Entity)[1:],
}
_DO_NOT_TRANSLATE = "to leave the Japanese as it stands, write keep: true"
_QUOTE_SLOT = "put a text that begins with a slot in quotes: '{name} …'"
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f]")
_PARTS = re.compile(r"[・=＝゠\s]+")


def read_term(key: Node, value: Node, path: str) -> Term:
    """Return the term of one entry. Raises `GlossaryError` at its first fault."""
    source = _words(key, "the Japanese", path, LONGEST)
    if value.kind != "map":
        target = _words(value, f"the English of {source!r}", path, none=_DO_NOT_TRANSLATE)
        term = Term(source, target, line=key.line, column=key.column, path=path)
        _check_slots(term, {}, key, path)
        return term
    settings = _settings(value, source, path)
    keep = "keep" in settings and _truth(settings["keep"], path)
    for name in ("target", "plural", "accept", "first"):
        if keep and name in settings:
            _fail(f"{source!r} has keep: true and a {name}", at(path, settings[name]), f"delete keep or {name}")
    if not keep and "target" not in settings:
        _fail(f"{source!r} has no target", at(path, key), f"write target: …; {_DO_NOT_TRANSLATE}")

    def one(name: str, limit: int = LONGEST_TARGET) -> str:
        return _words(settings[name], f"{name} of {source!r}", path, limit) if name in settings else ""

    def several(name: str, limit: int = LONGEST_TARGET) -> tuple[str, ...]:
        return _list(settings[name], f"{name} of {source!r}", path, limit) if name in settings else ()

    term = Term(
        source,
        source if keep else one("target"),
        aliases=several("aliases", LONGEST),
        accept=several("accept"),
        plural=one("plural"),
        not_in=several("not_in", LONGEST),
        keep=keep,
        reading=one("reading"),
        note=" ".join(_note(settings["note"], path).split()) if "note" in settings else "",
        status=cast(Status, _choice(settings, "status", source, _VALUES["status"], path) or "preferred"),
        forbid=several("forbid"),
        first=one("first"),
        case=cast(Case, _choice(settings, "case", source, _VALUES["case"], path)),
        only_in=several("only_in", LONGEST),
        entity=cast(Entity, _choice(settings, "kind", source, _VALUES["kind"], path)),
        line=key.line,
        column=key.column,
        path=path,
    )
    _check_slots(term, settings, key, path)
    if keep and term.status != "preferred":
        _fail(f"{source!r} has keep: true and a status", at(path, settings["status"]), "delete keep or status")
    if "surname" not in settings:
        return term
    return _with_surname(term, settings["surname"], path)


def long_term(entry: Long, text: str, path: str) -> Term:
    """Return the term of a plain long form of a file's `text`; whatever is unusual in it is left to `read_term`."""
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


def at(path: str, node: Node) -> str:
    """Return the place of a node as errors name it: `glossary.yaml:12:5`."""
    return f"{path}:{node.line}:{node.column}"


def refuse_twice(node: Node, path: str) -> None:
    """Raise when two keys of a map are the same."""
    seen: dict[str, Node] = {}
    for key, _ in node.pairs:
        if key.value in seen and key.kind not in ("list", "map"):
            first = seen[key.value].line
            _fail(f"{key.value!r} stands here a second time", at(path, key), f"it is on line {first}: delete one")
        seen[key.value] = key


def _fail(message: str, place: str, remedy: str) -> NoReturn:
    raise GlossaryError(message, place=place, remedy=remedy)


def _settings(value: Node, source: str, path: str) -> dict[str, Node]:
    """Return the long form's settings by name, with no unknown and no repeated name."""
    refuse_twice(value, path)
    settings: dict[str, Node] = {}
    for key, setting in value.pairs:
        if key.value not in KEYS or key.kind != "text":
            if source == "terms":
                place = at(path, value)
                _fail("terms stand at the top level", place, "delete the line `terms:` and the indentation under it")
            near = _nearest(key.value, KEYS, _OTHER_NAMES)
            remedy = f"did you mean {near}?" if near else f"the keys are {', '.join(KEYS)}"
            if f"{{{key.value}}}" in SLOTS:
                remedy = _QUOTE_SLOT
            _fail(f"{source!r} has an unknown key {key.value!r:.60}", at(path, key), remedy)
        settings[key.value] = setting
    return settings


def _nearest(word: str, known: tuple[str, ...], others: dict[str, str]) -> str:
    """Return the known word that was probably meant, or nothing."""
    other = others.get(word.lower(), "")
    if other in known:
        return other
    return next(iter(difflib.get_close_matches(word.lower(), known, 1)), "")


def _choice(settings: dict[str, Node], name: str, source: str, known: tuple[str, ...], path: str) -> str:
    """Return the value of a key that has a few fixed values; empty when the key is not there."""
    if name not in settings:
        return ""
    node = settings[name]
    value = _words(node, f"{name} of {source!r}", path)
    if value not in known:
        near = _nearest(value, known, _OTHER_VALUES)
        remedy = f"did you mean {near}?" if near else f"it is one of {', '.join(known)}"
        _fail(f"{name} of {source!r} is {value!r:.60}", at(path, node), remedy)
    return value


def _words(node: Node, what: str, path: str, limit: int = LONGEST_TARGET, none: str = "write it") -> str:
    """Return one line of text; numbers, booleans and empty values are faults, each with its own remedy."""
    if node.kind in ("list", "map", "other"):
        remedy = "other English forms go under accept, Japanese under aliases"
        if any(f"{{{key.value}}}" in SLOTS for key, _ in node.pairs):
            remedy = _QUOTE_SLOT
        _fail(f"{what} must be one text", at(path, node), remedy)
    if node.kind == "nothing" or not node.value.strip():
        _fail(f"{what} is empty", at(path, node), none)
    if node.kind != "text":
        reads = {"number": "a number", "truth": "true or false", "date": "a date"}[node.kind]
        _fail(f"{what} is {node.value}, which YAML reads as {reads}", at(path, node), f"quote it: '{node.value}'")
    if found := _CONTROL.search(node.value):
        what_it_is = "a line break" if found[0] in "\r\n" else f"the control character U+{ord(found[0]):04X}"
        _fail(f"{what} holds {what_it_is}", at(path, node), "write it on one line")
    if len(node.value) > limit:
        _fail(f"{what} is longer than {limit} characters", at(path, node), "shorten it")
    return node.value


def _note(node: Node, path: str) -> str:
    """Return a note: any scalar, several lines too, since only people read it."""
    if node.kind in ("list", "map", "other"):
        _fail("a note must be text", at(path, node), "quote it")
    return _CONTROL.sub(" ", node.value)


def _list(node: Node, what: str, path: str, limit: int) -> tuple[str, ...]:
    """Return a list of texts; one text alone is a list of one."""
    if node.kind == "list":
        return tuple(_words(item, what, path, limit) for item in node.items)
    if node.kind == "map":
        _fail(f"{what} must be a list", at(path, node), "write [one, two]")
    return (_words(node, what, path, limit),)


def _truth(node: Node, path: str) -> bool:
    if node.kind == "truth" and node.value.lower() in ("true", "yes", "on", "false", "no", "off"):
        return node.value.lower() in ("true", "yes", "on")
    _fail(f"keep is {node.value!r:.40}", at(path, node), "write keep: true")


# Patterns and surnames ---------------------------------------------------------------------------------------


def _check_slots(term: Term, settings: dict[str, Node], key: Node, path: str) -> None:
    """Raise unless a pattern has one slot with text beside it, and its other texts that slot or none."""
    place, slot = at(path, key), term.slot
    checked = (
        *(("target", (term.target,)), ("aliases", term.aliases), ("accept", term.accept), ("forbid", term.forbid)),
        *(("first", (term.first,)), ("plural", (term.plural,)), ("not_in", term.not_in), ("only_in", term.only_in)),
    )
    for name, texts in checked:
        for text in texts:
            if "{" in text and any(other != slot for other in slots_in(text)):
                where = at(path, settings[name]) if name in settings else place
                remedy = f"the slot of this pattern is {slot}" if slot else "the Japanese needs the slot, too"
                _fail(f"{name} of {term.source!r} has a slot {slots_in(text)[0]} of its own", where, remedy)
    if not slot:
        return
    for form in term.forms:
        if slots_in(form) != [slot]:
            place = at(path, settings["aliases"]) if form is not term.source else place
            _fail(f"the pattern {form!r} must hold {slot} once", place, f"write it like '{slot}国家主席'")
        if not form.replace(slot, "").strip(" 　・"):
            _fail(f"the pattern {form!r} has nothing beside its slot", place, f"write it like '{slot}国家主席'")
    if term.keep or "surname" in settings:
        what = "keep" if term.keep else "surname"
        _fail(f"the pattern {term.source!r} has a {what}", at(path, settings[what]), f"delete {what}")
    if slot not in term.target:
        where = at(path, settings["target"]) if settings else place
        _fail(f"the English of {term.source!r} has no {slot}", where, f"write it like 'President {slot}'")


def _with_surname(term: Term, node: Node, path: str) -> Term:
    if term.entity != "person":
        _fail(f"{term.source!r} has a surname, but it is no person", at(path, node), "write kind: person")
    if node.kind == "map":
        if len(node.pairs) != 1:
            _fail("a surname is one pair", at(path, node), "write surname: {習: Xi}")
        key, value = node.pairs[0]
        pair = (_words(key, "the surname", path, LONGEST), _words(value, "the English surname", path))
        return replace(term, surname=pair)
    english = _words(node, f"surname of {term.source!r}", path)
    parts, words = _PARTS.split(term.source.strip()), term.target.split()
    if len(parts) < 2 or len(parts) != len(words) or words.count(english) != 1:
        message = f"it is not plain which part of {term.source!r} is the surname {english!r}"
        _fail(message, at(path, node), f"write Japanese and English: surname: {{…: {english}}}")
    return replace(term, surname=(parts[words.index(english)], english))
