"""The values of a glossary entry: their types, and the errors for other ones."""

from __future__ import annotations

import difflib
import re
from typing import NoReturn

from bilingual.errors import GlossaryError
from bilingual.glossary.model import SLOTS
from bilingual.glossary.yaml.composing import Node

LONGEST = 200
"""Characters of a Japanese form; it bounds the work of matching."""

LONGEST_TARGET = 2000
"""Characters of an English text."""

# Names that other tools use.
OTHER_NAMES = {
    **{"en": "target", "english": "target", "translation": "target", "remark": "comment", "yomi": "reading"},
    **{"forms": "aliases", "synonyms": "aliases", "variants": "aliases", "also": "aliases"},
    **{"forbidden": "forbid", "banned": "forbid", "avoid": "forbid", "never": "forbid"},
    **{"type": "kind", "category": "kind", "class": "kind", "entity": "kind"},
    **{"family_name": "surname", "last_name": "surname", "family": "surname", "state": "status"},
    **{"first_mention": "first", "full": "first", "allow": "accept", "allowed": "accept"},
    **{"except": "not_in", "unless": "not_in", "within": "only_in", "inside": "only_in", "capitals": "case"},
}
OTHER_VALUES = {
    **{"organization": "organisation", "company": "organisation", "name": "person", "people": "person"},
    **{"country": "place", "city": "place", "title": "work", "term": "concept"},
    **{"approved": "preferred", "allowed": "admitted", "forbidden": "deprecated", "obsolete": "deprecated"},
    **{"sensitive": "exact", "insensitive": "any"},
}
QUOTE_SLOT = "put a text that begins with a slot in quotes: '{name} …'"
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f]")


def at(path: str, node: Node) -> str:
    """Return the place of a node as errors show it: `glossary.yaml:12:5`."""
    return f"{path}:{node.line}:{node.column}"


def fail(message: str, place: str, remedy: str) -> NoReturn:
    """Raise a `GlossaryError`."""
    raise GlossaryError(message, place=place, remedy=remedy)


def nearest(word: str, known: tuple[str, ...], others: dict[str, str]) -> str:
    """Return the known word that was probably meant, or nothing."""
    other = others.get(word.lower(), "")
    if other in known:
        return other
    return next(iter(difflib.get_close_matches(word.lower(), known, 1)), "")


def text_value(node: Node, what: str, path: str, limit: int = LONGEST_TARGET, none: str = "write it") -> str:
    """Return one line of text; numbers, booleans and empty values are errors, each with its own remedy."""
    if node.kind in ("list", "map", "other"):
        remedy = "put other English forms under accept, Japanese under aliases"
        if any(f"{{{key.value}}}" in SLOTS for key, _ in node.pairs):
            remedy = QUOTE_SLOT
        fail(f"{what} must be one text", at(path, node), remedy)
    if node.kind == "nothing" or not node.value.strip():
        fail(f"{what} is empty", at(path, node), none)
    if node.kind != "text":
        reads = {"number": "a number", "truth": "true or false", "date": "a date"}[node.kind]
        fail(f"{what} is {node.value}, which YAML reads as {reads}", at(path, node), f"quote it: '{node.value}'")
    if found := _CONTROL.search(node.value):
        what_it_is = "a line break" if found[0] in "\r\n" else f"the control character U+{ord(found[0]):04X}"
        fail(f"{what} contains {what_it_is}", at(path, node), "write it on one line")
    if len(node.value) > limit:
        fail(f"{what} is longer than {limit} characters", at(path, node), "shorten it")
    return node.value


def note_value(node: Node, path: str, name: str) -> str:
    """Return a note or a comment: any scalar, including several lines."""
    if node.kind in ("list", "map", "other"):
        fail(f"a {name} must be text", at(path, node), "quote it")
    return _CONTROL.sub(" ", node.value)


def texts(node: Node, what: str, path: str, limit: int) -> tuple[str, ...]:
    """Return a list of texts; a single text is a list of one."""
    if node.kind == "list":
        return tuple(text_value(item, what, path, limit) for item in node.items)
    if node.kind == "map":
        fail(f"{what} must be a list", at(path, node), "write [one, two]")
    return (text_value(node, what, path, limit),)


def truth(node: Node, path: str) -> bool:
    """Return a boolean, in any form that YAML 1.1 or 1.2 allows."""
    if node.kind == "truth" and node.value.lower() in ("true", "yes", "on", "false", "no", "off"):
        return node.value.lower() in ("true", "yes", "on")
    fail(f"keep is {node.value!r:.40}", at(path, node), "write keep: true")
