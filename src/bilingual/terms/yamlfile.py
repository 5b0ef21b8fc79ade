"""YAML text → nodes that know where they stand. Nothing is constructed: every value stays text.

ruamel.yaml composes about 5,000 lines a second. Most lines of a glossary are `source: target`, so entries written
in the plainest YAML are read here with regular expressions, and ruamel.yaml composes only the others.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, NamedTuple, NoReturn

from bilingual.errors import GlossaryError

if TYPE_CHECKING:
    from ruamel.yaml.error import StringMark
    from ruamel.yaml.nodes import Node as RuamelNode

NodeKind = Literal["text", "number", "truth", "nothing", "date", "list", "map", "other"]

_KINDS: dict[str, NodeKind] = {
    "tag:yaml.org,2002:str": "text",
    "tag:yaml.org,2002:int": "number",
    "tag:yaml.org,2002:float": "number",
    "tag:yaml.org,2002:bool": "truth",
    "tag:yaml.org,2002:null": "nothing",
    "tag:yaml.org,2002:timestamp": "date",
    "tag:yaml.org,2002:seq": "list",
    "tag:yaml.org,2002:map": "map",
}
# YAML 1.2 (ruamel) reads yes, no, on, off as text, YAML 1.1 (many editors and tools) as booleans.
_TRUTHS = frozenset({"true", "false", "yes", "no", "on", "off"})
_NOT_PLAIN_TEXT = _TRUTHS | {"null"}


@dataclass(frozen=True, slots=True)
class Node:
    """One value of a YAML document."""

    kind: NodeKind
    value: str = ""
    """The text of a scalar; empty for lists and maps."""
    line: int = 1
    column: int = 1
    start: int = 0
    """Offset of the value in the text, quotes included."""
    end: int = 0
    items: tuple[Node, ...] = ()
    pairs: tuple[tuple[Node, Node], ...] = ()
    style: Literal["plain", "quoted", "block", "flow"] = "plain"
    """How it is written: `block` is a scalar with | or >, `flow` a list or map in brackets or braces."""


# Control characters, noncharacters and surrogates: not allowed by YAML 1.2 section 5.1.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")


def read_yaml(text: str, path: str) -> Node | None:
    """Return the document's root, or None when it holds nothing but comments.

    Raises `GlossaryError` at the line and column of the first fault; tags, anchors and merge keys are faults.
    """
    if found := _FORBIDDEN.search(text):
        line, column = position(text, found.start())
        raise GlossaryError(
            f"the control character U+{ord(found[0]):04X} does not belong in a text file",
            place=f"{path}:{line}:{column}",
            remedy="delete it",
        )
    return _read_in_pieces(text) or _compose(text, path)


def position(text: str, offset: int) -> tuple[int, int]:
    """Return the line and the column of an offset, both from 1."""
    before = re.split(r"\r\n|\n|\r", text[:offset])
    return len(before), len(before[-1]) + 1


# The plainest YAML -------------------------------------------------------------------------------------------

_PLAIN = r"[^\W\d_](?:[^:#\n]*[^:#\s])?"
_QUOTED = r"\"[^\"\\\n]*\"|'[^'\n]*'"
_SCALAR = rf"(?:{_QUOTED}|{_PLAIN})"
_ITEM = rf"(?:{_QUOTED}|[^\W\d_](?:[^:#,\[\]{{}}\n]*[^:#,\[\]{{}}\s])?)"
_ENTRY = re.compile(rf"(?P<key>{_SCALAR}) *:(?: +(?P<value>{_SCALAR}|\[ *{_ITEM}(?: *, *{_ITEM})* *\]))? *\r?$")
_ITEMS = re.compile(_ITEM)


class _NotSimpleError(Exception):
    """The lines need a real YAML reader."""


class _Line(NamedTuple):
    number: int
    offset: int
    text: str
    indent: int


def _read_in_pieces(text: str) -> Node | None:
    """Read a block map entry by entry; None when the text as a whole must go to ruamel.yaml.

    An entry begins at every line that is neither indented nor a comment. If each piece is by itself one valid
    entry, the whole is their map: what could tie pieces together (quotes, braces, anchors, documents) either
    makes a piece invalid or is refused anyway.
    """
    if re.search("\r(?!\n)|[\x85\u2028\u2029\ufeff]", text):
        return None
    pairs: list[tuple[Node, Node]] = []
    others: list[list[_Line]] = []
    try:
        for entry in _entries(text):
            simple = _simple_entry(entry)
            if simple is None:
                others.append(entry)
                continue
            if others:
                pairs += _compose_entries(text, others)
                others = []
            pairs.append(simple)
        if others:
            pairs += _compose_entries(text, others)
    except (_NotSimpleError, GlossaryError):
        return None
    return Node("map", pairs=tuple(pairs), end=len(text)) if pairs else None


def _entries(text: str) -> Iterator[list[_Line]]:
    """Yield the lines of each entry that are neither empty nor comments."""
    entry: list[_Line] = []
    offset = 0
    for number, line in enumerate(text.split("\n"), 1):
        bare = line.lstrip(" ")
        if bare and bare[0] not in "#\r":
            here = _Line(number, offset, line, len(line) - len(bare))
            if here.indent == 0 and bare[0] != "\t":
                if entry:
                    yield entry
                entry = [here]
            elif entry:
                entry.append(here)
            else:
                raise _NotSimpleError
        offset += len(line) + 1
    if entry:
        yield entry


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
    except _NotSimpleError:
        return None
    start = inner[0][0]
    return key, Node("map", "", start.line, start.column, start.start, inner[-1][1].end, pairs=tuple(inner))


def _simple_pair(line: _Line) -> tuple[Node, Node | None]:
    found = _ENTRY.match(line.text, line.indent)
    if not found:
        raise _NotSimpleError
    key = _simple_scalar(line, *found.span("key"))
    start, end = found.span("value")
    if start < 0:
        return key, None
    if line.text[start] != "[":
        return key, _simple_scalar(line, start, end)
    items = tuple(_simple_scalar(line, *item.span()) for item in _ITEMS.finditer(line.text, start + 1, end - 1))
    return key, Node(
        "list", "", line.number, start + 1, line.offset + start, line.offset + end, items=items, style="flow"
    )


def _simple_scalar(line: _Line, start: int, end: int) -> Node:
    value = line.text[start:end]
    place = (line.number, start + 1, line.offset + start, line.offset + end)
    if value[0] in "\"'":
        return Node("text", value[1:-1], *place, style="quoted")
    if value.lower() in _NOT_PLAIN_TEXT:
        if value.lower() not in _TRUTHS:
            raise _NotSimpleError
        return Node("truth", value, *place)
    return Node("text", value, *place)


def _compose_entries(text: str, entries: list[list[_Line]]) -> list[tuple[Node, Node]]:
    first, last = entries[0][0], entries[-1][-1]
    root = _compose(text[first.offset : last.offset + len(last.text) + 1], "", first.number - 1, first.offset)
    if root is None or root.kind != "map" or root.style == "flow" or len(root.pairs) != len(entries):
        raise _NotSimpleError
    return list(root.pairs)


# Any YAML ----------------------------------------------------------------------------------------------------


def _compose(text: str, path: str, lines: int = 0, offset: int = 0) -> Node | None:
    """Compose with ruamel.yaml; `lines` and `offset` are what stands before `text` in the file."""
    from ruamel.yaml import YAML
    from ruamel.yaml.error import YAMLError

    try:
        yaml = YAML(typ="safe", pure=True)
        yaml.max_depth = 8
        yaml.composer.warn_double_anchors = False  # any anchor is refused below
        root = yaml.compose(text)
        return None if root is None else _node(root, path, lines, offset)
    except YAMLError as error:
        raise _syntax_error(error, text, path) from None


def _node(node: RuamelNode, path: str, lines: int, offset: int) -> Node:
    from ruamel.yaml.nodes import MappingNode, ScalarNode, SequenceNode

    mark = node.start_mark
    place = (mark.line + 1 + lines, mark.column + 1, mark.index + offset, node.end_mark.index + offset)
    kind = _KINDS.get(str(node.tag), "other")
    if node.anchor:
        _refuse("anchors (&) and aliases (*) are not read", f"{path}:{place[0]}:{place[1]}", "write the text out")
    if kind == "other":
        _refuse("tags (!) and merge keys (<<) are not read", f"{path}:{place[0]}:{place[1]}", "put the text in quotes")
    if isinstance(node, SequenceNode):
        items = tuple(_node(item, path, lines, offset) for item in node.value)
        return Node(kind, "", *place, items=items, style="flow" if node.flow_style else "plain")
    if isinstance(node, MappingNode):
        pairs = tuple(
            _placed(_node(key, path, lines, offset), _node(value, path, lines, offset)) for key, value in node.value
        )
        return Node(kind, "", *place, pairs=pairs, style="flow" if node.flow_style else "plain")
    style = node.style if isinstance(node, ScalarNode) else None
    if style in ("|", ">"):
        return Node(kind, node.value.rstrip("\n"), *place, style="block")
    if style in ("'", '"'):
        return Node(kind, node.value, *place, style="quoted")
    if kind == "text" and node.value.lower() in _TRUTHS:
        kind = "truth"
    return Node(kind, node.value, *place)


def _placed(key: Node, value: Node) -> tuple[Node, Node]:
    """Put a value that is not there behind its key: ruamel.yaml has it at the next thing that is."""
    if value.kind == "nothing" and not value.value:
        value = Node("nothing", "", key.line, key.column + key.end - key.start + 1, key.end + 1, key.end + 1)
    return key, value


def _refuse(message: str, place: str, remedy: str) -> NoReturn:
    raise GlossaryError(message, place=place, remedy=remedy)


_PROBLEMS = (
    ("maximum depth", "nested too deeply", "a term has at most two levels"),
    ("that cannot start any token", "this sign cannot begin a text", "put the text in quotes"),
    ("mapping values", "a second colon in one line", "put the text that holds the colon in quotes"),
    ("another document", "a second document begins here", "delete the line ---"),
    ("could not find expected ':'", "this line has no colon with a space after it", "write source: target"),
    ("undefined alias", "a text cannot begin with *", "put it in quotes"),
    ("unexpected end of stream", "a quotation mark or bracket is not closed", "close it"),
    ("expected <block end>", "this does not fit what stands above it", "indent it like the lines above, or quote it"),
)
_WRONG_COLON = re.compile(r"[^\s#\"'\-：:][^\n：:]*(?P<colon>：|:)(?=[^\s/])")


def _syntax_error(error: Exception, text: str, path: str) -> GlossaryError:
    problem = str(getattr(error, "problem", None) or "cannot be read")
    mark: StringMark | None = getattr(error, "problem_mark", None)
    if "could not find expected" in problem or "unexpected end of stream" in problem or mark is None:
        # ruamel.yaml notices these late; the context is where they began.
        mark = getattr(error, "context_mark", None) or mark
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    all_lines = text.splitlines()
    for number in range(max(1, line - 2), min(line, len(all_lines)) + 1):
        written = all_lines[number - 1].strip()
        if (found := _WRONG_COLON.match(written)) and ": " not in written:
            return GlossaryError(
                "not valid YAML: this line has no colon with a space after it",
                place=f"{path}:{number}:{all_lines[number - 1].index(found['colon']) + 1}",
                remedy=f"write a half-width colon and a space where {found['colon']} stands",
            )
    message, remedy = " ".join(problem.split()), "see docs/glossary.md for what an entry looks like"
    if "\\t" in problem or "\t" in problem:
        message, remedy = "a tab cannot stand here", "indent with spaces"
    else:
        for sign, plainly, what_to_do in _PROBLEMS:
            if sign in problem:
                message, remedy = plainly, what_to_do
                break
    return GlossaryError(f"not valid YAML: {message}", place=f"{path}:{line}:{column}", remedy=remedy)
