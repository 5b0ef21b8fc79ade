"""YAML text → nodes that know where they stand: the plainest lines at once, all others through ruamel.yaml.

ruamel.yaml composes about 5,000 lines a second. Most lines of a glossary are `source: target`, so entries written
in the plainest YAML are read here with regular expressions, and ruamel.yaml composes only the others.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple, cast

from bilingual.errors import GlossaryError
from bilingual.terms.yamlfile_ruamel import TRUTHS, Node, compose

_NOT_PLAIN_TEXT = TRUTHS | {"null"}

# Control characters, noncharacters and surrogates: not allowed by YAML 1.2 section 5.1.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")


def read_yaml(text: str, path: str) -> Node | None:
    """Return the document's root, or None when it holds nothing but comments.

    Raises `GlossaryError` at the line and column of the first fault; tags, anchors and merge keys are faults.
    """
    _refuse_controls(text, path)
    return _read_in_pieces(text) or compose(text, path)


def _refuse_controls(text: str, path: str) -> None:
    if found := _FORBIDDEN.search(text):
        line, column = position(text, found.start())
        raise GlossaryError(
            f"the control character U+{ord(found[0]):04X} does not belong in a text file",
            place=f"{path}:{line}:{column}",
            remedy="delete it",
        )


def position(text: str, offset: int) -> tuple[int, int]:
    """Return the line and the column of an offset, both from 1."""
    before = re.split(r"\r\n|\n|\r", text[:offset])
    return len(before), len(before[-1]) + 1


# The plainest YAML -------------------------------------------------------------------------------------------

_PLAIN = r"[^\W\d_](?:[^:#\n]*[^:#\s])?"
_QUOTED = r"\"[^\"\\\n]*\"|'[^'\n]*'"
_SCALAR = rf"(?:{_QUOTED}|{_PLAIN})"
_ITEM = rf"(?:{_QUOTED}|[^\W\d_](?:[^:#,\[\]{{}}\n]*[^:#,\[\]{{}}\s])?)"
_LIST = rf"\[ *{_ITEM}(?: *, *{_ITEM})* *\]"
_PAIR = rf"{_ITEM}: +{_ITEM}"
_MAP = rf"\{{ *{_PAIR}(?: *, *{_PAIR})* *\}}"
_ENTRY = re.compile(rf"(?P<key>{_SCALAR}) *:(?: +(?P<value>{_SCALAR}|{_LIST}|{_MAP}))? *(?: #[^\n]*)?\r?$")
_ITEMS = re.compile(_ITEM)
_PAIRS = re.compile(rf"({_ITEM}): +({_ITEM})")

# A whole entry on one line, in YAML that cannot mean anything else. A number with a letter behind it is a text.
_OTHER_WORDS = rf"(?!(?i:{'|'.join(sorted(_NOT_PLAIN_TEXT))}) *(?:[:#\r]|$))"
_BEGIN = r"[^\W\d_]|\d{1,9}[^\W\d_\x00-\u2fff]|\d{1,9}(?:st|nd|rd|th)\b"
_TEXT = r"[^:#{\x00-\x1f\x7f-\xa0]"
_WORDS = rf"{_OTHER_WORDS}(?:{_BEGIN})(?:{_TEXT}{{0,180}}[^:#{{\s\x00-\x1f\x7f-\xa0])?"
_PLAIN_ENTRY = re.compile(rf"({_WORDS}) *: +({_WORDS}) *(?: #[^\n]*)?\r?")


class Plain(NamedTuple):
    """An entry `source: target` on a line of its own: plain text of at most 200 characters without braces."""

    source: str
    target: str
    line: int


class NotSimpleError(Exception):
    """The text as a whole needs a real YAML reader."""


class _Line(NamedTuple):
    number: int
    offset: int
    text: str
    indent: int


def read_entries(text: str, path: str) -> Iterator[Plain | tuple[Node, Node]]:
    """Yield the entries of a block map, most of them plain.

    Raises `NotSimpleError`, at any time, when only `read_yaml` can tell what the text is, and `GlossaryError` where a
    control character stands.
    """
    _refuse_controls(text, path)
    return _pieces(text, plain=True)


def _read_in_pieces(text: str) -> Node | None:
    """Read a block map entry by entry; None when the text as a whole must go to ruamel.yaml."""
    try:
        pairs = tuple(pair for pair in _pieces(text, plain=False) if not isinstance(pair, Plain))
    except NotSimpleError:
        return None
    return Node("map", pairs=pairs, end=len(text))


def _pieces(text: str, *, plain: bool) -> Iterator[Plain | tuple[Node, Node]]:
    """Yield the entries of a block map, or raise `NotSimpleError`.

    An entry begins at every line that is neither indented nor a comment. If each piece is by itself one valid
    entry, the whole is their map: what could tie pieces together (quotes, braces, anchors, documents) either
    makes a piece invalid or is refused anyway.
    """
    if re.search("\r(?!\n)|[\x85\u2028\u2029\ufeff]", text):
        raise NotSimpleError
    others: list[list[_Line]] = []
    empty = True
    for entry in _entries(text, plain=plain):
        empty = False
        simple = entry if isinstance(entry, Plain) else _simple_entry(entry)
        if simple is None:
            others.append(cast(list[_Line], entry))
            continue
        if others:
            yield from _compose_entries(text, others)
            others = []
        yield simple
    if others:
        yield from _compose_entries(text, others)
    if empty:
        raise NotSimpleError


def _entries(text: str, *, plain: bool) -> Iterator[Plain | list[_Line]]:
    """Yield each entry: a plain one as such if `plain`, others as their lines that are neither empty nor comments."""
    entry: list[_Line] = []
    held: Plain | None = None
    offset = held_offset = 0
    whole = _PLAIN_ENTRY.fullmatch
    for number, line in enumerate(text.split("\n"), 1):
        if plain and (found := whole(line)):
            if held:
                yield held
            elif entry:
                yield entry
                entry = []
            held, held_offset = Plain(found[1], found[2], number), offset
        elif (bare := line.lstrip(" ")) and bare[0] not in "#\r":
            here = _Line(number, offset, line, len(line) - len(bare))
            if here.indent == 0 and bare[0] != "\t":
                if held or entry:
                    yield held or entry
                entry = [here]
            elif held:
                # The text goes on: what looked like a whole entry is not.
                before = text[held_offset : text.index("\n", held_offset)]
                entry = [_Line(held.line, held_offset, before, 0), here]
            elif entry:
                entry.append(here)
            else:
                raise NotSimpleError
            held = None
        offset += len(line) + 1
    if held or entry:
        yield held or entry


def _simple_entry(lines: list[_Line]) -> tuple[Node, Node] | None:
    """Read `source: target`, or `source:` and indented `key: value` lines; None when it is not that plain."""
    first, *rest = lines
    try:
        key, value = _simple_pair(first)
        if not rest:
            return (key, value) if value else None
        if value or len({line.indent for line in rest}) > 1:
            return None
        inner: list[tuple[Node, Node]] = []
        for line in rest:
            name, setting = _simple_pair(line)
            if setting is None:
                return None
            inner.append((name, setting))
    except NotSimpleError:
        return None
    start = inner[0][0]
    return key, Node("map", "", start.line, start.column, start.start, inner[-1][1].end, pairs=tuple(inner))


def _simple_pair(line: _Line) -> tuple[Node, Node | None]:
    found = _ENTRY.match(line.text, line.indent)
    if not found:
        raise NotSimpleError
    key = _simple_scalar(line, *found.span("key"))
    start, end = found.span("value")
    if start < 0:
        return key, None
    place = (line.number, start + 1, line.offset + start, line.offset + end)
    if line.text[start] == "{":
        pairs = tuple(
            (_simple_scalar(line, *pair.span(1)), _simple_scalar(line, *pair.span(2)))
            for pair in _PAIRS.finditer(line.text, start + 1, end - 1)
        )
        return key, Node("map", "", *place, pairs=pairs, style="flow")
    if line.text[start] == "[":
        items = tuple(_simple_scalar(line, *item.span()) for item in _ITEMS.finditer(line.text, start + 1, end - 1))
        return key, Node("list", "", *place, items=items, style="flow")
    return key, _simple_scalar(line, start, end)


def _simple_scalar(line: _Line, start: int, end: int) -> Node:
    value = line.text[start:end]
    place = (line.number, start + 1, line.offset + start, line.offset + end)
    if value[0] in "\"'":
        return Node("text", value[1:-1], *place, style="quoted")
    if value.lower() in _NOT_PLAIN_TEXT:
        if value.lower() not in TRUTHS:
            raise NotSimpleError
        return Node("truth", value, *place)
    return Node("text", value, *place)


def _compose_entries(text: str, entries: list[list[_Line]]) -> tuple[tuple[Node, Node], ...]:
    first, last = entries[0][0], entries[-1][-1]
    piece = text[first.offset : last.offset + len(last.text) + 1]
    try:
        root = compose(piece, "", first.number - 1, first.offset)
    except GlossaryError:
        raise NotSimpleError from None
    if root is None or root.kind != "map" or root.style == "flow" or len(root.pairs) != len(entries):
        raise NotSimpleError
    return root.pairs
