"""YAML text → nodes with their places: the plainest lines directly, all others through ruamel.yaml.

ruamel.yaml composes about 5,000 lines a second. Most lines of a glossary are `source: target`, so entries written
in the plainest YAML are read here with regular expressions, and ruamel.yaml composes only the others.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from bilingual.errors import GlossaryError
from bilingual.glossary.yaml.composing import TRUTHS, Node, compose_yaml

NOT_PLAIN_TEXT = TRUTHS | {"null"}

# Control characters, noncharacters and surrogates: not allowed by YAML 1.2 section 5.1.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")


def read_yaml(text: str, path: str) -> Node | None:
    """Return the document's root, or None if it has only comments.

    Raises `GlossaryError` at the line and column of the first error; tags, anchors and merge keys are errors.
    """
    refuse_controls(text, path)
    return _read_in_pieces(text) or compose_yaml(text, path)


def refuse_controls(text: str, path: str) -> None:
    """Raise at the first character that YAML does not allow."""
    if found := _FORBIDDEN.search(text):
        line, column = position(text, found.start())
        raise GlossaryError(
            f"the control character U+{ord(found[0]):04X} is not allowed in a text file",
            place=f"{path}:{line}:{column}",
            remedy="delete it",
        )


def position(text: str, offset: int) -> tuple[int, int]:
    """Return the line and the column of an offset, both from 1."""
    before = re.split(r"\r\n|\n|\r", text[:offset])
    return len(before), len(before[-1]) + 1


OTHER_LINE_ENDS = re.compile("\r(?!\n)|[\x85\u2028\u2029\ufeff]")
"""What ends a line for YAML but not here; a text that contains it is read as a whole."""

# The plainest YAML -------------------------------------------------------------------------------------------

_PLAIN = r"[^\W\d_](?:[^:#\n]*[^:#\s])?"
YAML_QUOTED = r"\"[^\"\\\n]*\"|'[^'\n]*'"
_SCALAR = rf"(?:{YAML_QUOTED}|{_PLAIN})"
YAML_ITEM = rf"(?:{YAML_QUOTED}|[^\W\d_](?:[^:#,\[\]{{}}\n]*[^:#,\[\]{{}}\s])?)"
_LIST = rf"\[ *{YAML_ITEM}(?: *, *{YAML_ITEM})* *\]"
_PAIR = rf"{YAML_ITEM}: +{YAML_ITEM}"
_MAP = rf"\{{ *{_PAIR}(?: *, *{_PAIR})* *\}}"
_ENTRY = re.compile(rf"(?P<key>{_SCALAR}) *:(?: +(?P<value>{_SCALAR}|{_LIST}|{_MAP}))? *(?: #[^\n]*)?\r?$")
ITEMS = re.compile(YAML_ITEM)
_PAIRS = re.compile(rf"({YAML_ITEM}): +({YAML_ITEM})")


class NotSimpleError(Exception):
    """The text as a whole needs a real YAML reader."""


class YamlLine(NamedTuple):
    """A line of the text, its number from 1 and its offset."""

    number: int
    offset: int
    text: str
    indent: int


def _read_in_pieces(text: str) -> Node | None:
    """Read a block map entry by entry; None if ruamel.yaml must read the whole text."""
    if OTHER_LINE_ENDS.search(text):
        return None
    try:
        pairs = tuple(read_pieces(text, entry_lines(text)))
    except NotSimpleError:
        return None
    return Node("map", pairs=pairs, end=len(text)) if pairs else None


def read_pieces(text: str, entries: Iterable[list[YamlLine]]) -> Iterator[tuple[Node, Node]]:
    """Yield the entries whose lines are given, or raise `NotSimpleError`.

    An entry begins at every line that is neither indented nor a comment. If each piece is one valid entry, the
    whole is their map: what could connect pieces (quotes, braces, anchors, documents) makes a piece invalid or is
    rejected anyway.
    """
    others: list[list[YamlLine]] = []
    for entry in entries:
        simple = _simple_entry(entry)
        if simple is None:
            others.append(entry)
            continue
        if others:
            yield from _compose_entries(text, others)
            others = []
        yield simple
    if others:
        yield from _compose_entries(text, others)


def entry_lines(text: str) -> Iterator[list[YamlLine]]:
    """Yield the lines of each entry that are neither empty nor comments."""
    entry: list[YamlLine] = []
    offset = 0
    for number, line in enumerate(text.split("\n"), 1):
        bare = line.lstrip(" ")
        if bare and bare[0] not in "#\r":
            here = YamlLine(number, offset, line, len(line) - len(bare))
            if here.indent == 0 and bare[0] != "\t":
                if entry:
                    yield entry
                entry = [here]
            elif entry:
                entry.append(here)
            else:
                raise NotSimpleError
        offset += len(line) + 1
    if entry:
        yield entry


def _simple_entry(lines: list[YamlLine]) -> tuple[Node, Node] | None:
    """Read `source: target`, or `source:` and indented `key: value` lines; None if it is not that plain."""
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


def _simple_pair(line: YamlLine) -> tuple[Node, Node | None]:
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
        items = tuple(_simple_scalar(line, *item.span()) for item in ITEMS.finditer(line.text, start + 1, end - 1))
        return key, Node("list", "", *place, items=items, style="flow")
    return key, _simple_scalar(line, start, end)


def _simple_scalar(line: YamlLine, start: int, end: int) -> Node:
    value = line.text[start:end]
    place = (line.number, start + 1, line.offset + start, line.offset + end)
    if value[0] in "\"'":
        return Node("text", value[1:-1], *place, style="quoted")
    if value.lower() in NOT_PLAIN_TEXT:
        if value.lower() not in TRUTHS:
            raise NotSimpleError
        return Node("truth", value, *place)
    return Node("text", value, *place)


def _compose_entries(text: str, entries: list[list[YamlLine]]) -> tuple[tuple[Node, Node], ...]:
    first, last = entries[0][0], entries[-1][-1]
    piece = text[first.offset : last.offset + len(last.text) + 1]
    try:
        root = compose_yaml(piece, "", first.number - 1, first.offset)
    except GlossaryError:
        raise NotSimpleError from None
    if root is None or root.kind != "map" or root.style == "flow" or len(root.pairs) != len(entries):
        raise NotSimpleError
    return root.pairs
