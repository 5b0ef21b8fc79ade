"""YAML text → nodes with their places, through ruamel.yaml. Nothing is constructed: every value stays text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, NoReturn

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
TRUTHS = frozenset({"true", "false", "yes", "no", "on", "off"})


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


def compose_yaml(text: str, path: str, lines: int = 0, offset: int = 0) -> Node | None:
    """Compose with ruamel.yaml; `lines` and `offset` count what comes before `text` in the file."""
    from ruamel.yaml import YAML
    from ruamel.yaml.error import YAMLError

    try:
        yaml = YAML(typ="safe", pure=True)
        yaml.max_depth = 8
        yaml.composer.warn_double_anchors = False  # any anchor is rejected below
        root = yaml.compose(text)
        return None if root is None else _node(root, path, lines, offset)
    except YAMLError as error:
        raise _syntax_error(error, text, path) from None
    except (ValueError, OverflowError):
        # The one that ruamel.yaml does not check: "\U00110000".
        found = _HIGH_ESCAPE.search(text)
        before = text[: found.start()] if found else ""
        line, column = before.count("\n") + 1 + lines, len(before) - before.rfind("\n")
        written = found[0] if found else "an escape"
        _refuse(f"not valid YAML: {written} is no character", f"{path}:{line}:{column}", "write the character itself")


def _node(node: RuamelNode, path: str, lines: int, offset: int) -> Node:
    from ruamel.yaml.nodes import MappingNode, ScalarNode, SequenceNode

    mark = node.start_mark
    place = (mark.line + 1 + lines, mark.column + 1, mark.index + offset, node.end_mark.index + offset)
    kind = _KINDS.get(str(node.tag), "other")
    if node.anchor:
        _refuse("anchors (&) and aliases (*) are not supported", f"{path}:{place[0]}:{place[1]}", "write the text out")
    if kind == "other":
        _refuse("tags (!) and merge keys (<<) are not supported", f"{path}:{place[0]}:{place[1]}", "quote the text")
    if isinstance(node, SequenceNode):
        items = tuple(_node(item, path, lines, offset) for item in node.value)
        return Node(kind, "", *place, items=items, style="flow" if node.flow_style else "plain")
    if isinstance(node, MappingNode):
        pairs = tuple(
            _placed(_node(key, path, lines, offset), _node(value, path, lines, offset)) for key, value in node.value
        )
        return Node(kind, "", *place, pairs=pairs, style="flow" if node.flow_style else "plain")
    style = node.style if isinstance(node, ScalarNode) else None
    if _SURROGATE.search(str(node.value)):
        _refuse("an escape such as \\ud800 is half a character", f"{path}:{place[0]}:{place[1]}", "write it itself")
    if style in ("|", ">"):
        return Node(kind, node.value.rstrip("\n"), *place, style="block")
    if style in ("'", '"'):
        return Node(kind, node.value, *place, style="quoted")
    if kind == "text" and node.value.lower() in TRUTHS:
        kind = "truth"
    return Node(kind, node.value, *place)


def _placed(key: Node, value: Node) -> tuple[Node, Node]:
    """Place a missing value after its key: ruamel.yaml places it at the next token."""
    if value.kind == "nothing" and not value.value:
        value = Node("nothing", "", key.line, key.column + key.end - key.start + 1, key.end + 1, key.end + 1)
    return key, value


def _refuse(message: str, place: str, remedy: str) -> NoReturn:
    raise GlossaryError(message, place=place, remedy=remedy)


_PROBLEMS = (
    ("maximum depth", "nested too deeply", "a term has at most two levels"),
    ("that cannot start any token", "a text cannot begin with this character", "put the text in quotes"),
    ("mapping values", "a second colon in one line", "put the text that contains the colon in quotes"),
    ("another document", "a second document begins here", "delete the line ---"),
    ("could not find expected ':'", "this line has no colon with a space after it", "write source: target"),
    ("undefined alias", "a text cannot begin with *", "put it in quotes"),
    ("unexpected end of stream", "a quotation mark or bracket is not closed", "close it"),
    ("expected <block end>", "this does not fit the lines above", "indent it like the lines above, or quote it"),
)
_WRONG_COLON = re.compile(r"[^\s#\"'\-：:][^\n：:]*(?P<colon>：|:(?=[^\s/]))")
_HIGH_ESCAPE = re.compile(r"\\U(?!0000|000[1-9a-fA-F]|0010)[0-9a-fA-F]{8}")
_SURROGATE = re.compile("[\ud800-\udfff]")
_OPEN_SLOT = re.compile(r"(?:^|[:,\[]\s+)(?P<slot>\{\w+\})\s*[^\s,\]:]")


def _syntax_error(error: Exception, text: str, path: str) -> GlossaryError:
    problem = str(getattr(error, "problem", None) or "cannot be read")
    mark: StringMark | None = getattr(error, "problem_mark", None)
    if "could not find expected" in problem or "unexpected end of stream" in problem or mark is None:
        # ruamel.yaml detects these late; the context is where they began.
        mark = getattr(error, "context_mark", None) or mark
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    all_lines = text.splitlines()
    if wrong := colon_error(all_lines, path, max(1, line - 2), line):
        return wrong
    if 0 < line <= len(all_lines) and (found := _OPEN_SLOT.search(all_lines[line - 1])):
        return GlossaryError(
            "not valid YAML: a text cannot begin with {",
            place=f"{path}:{line}:{found.start('slot') + 1}",
            remedy="put it in quotes",
        )
    message, remedy = " ".join(problem.split()), "`bilingual help glossary` shows what an entry looks like"
    if "\\t" in problem or "\t" in problem:
        message, remedy = "a tab is not allowed here", "indent with spaces"
    else:
        for sign, plainly, what_to_do in _PROBLEMS:
            if sign in problem:
                message, remedy = plainly, what_to_do
                break
    return GlossaryError(f"not valid YAML: {message}", place=f"{path}:{line}:{column}", remedy=remedy)


def colon_error(lines: Sequence[str], path: str, first: int, last: int) -> GlossaryError | None:
    """Return the error of the first line, from `first` to `last` (from 1), whose colon separates nothing."""
    for number in range(first, min(last, len(lines)) + 1):
        written = lines[number - 1].strip()
        found = _WRONG_COLON.match(written)
        if not found or ": " in written:
            continue
        wide = found["colon"] == "："
        return GlossaryError(
            f"not valid YAML: {'this colon is full-width (：)' if wide else 'there is no space after the colon'}",
            place=f"{path}:{number}:{lines[number - 1].index(found['colon']) + 1}",
            remedy=f"{'replace it with a half-width colon and a space' if wide else 'add a space'}, as in 東京: Tokyo",
        )
    return None
