"""Containers of sites: `:::note` (Zenn, Qiita, Docusaurus), `!!! note` and `=== "題"` (MkDocs), `[!NOTE]` (GitHub).

Their lines are markup: the title becomes a label, the rest is dropped, and the text inside is read as usual.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Protocol

from markdown_it.token import Token

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.ruler import RuleOptionsType
    from markdown_it.rules_block import StateBlock
    from markdown_it.rules_core import StateCore

_INTERRUPTS: RuleOptionsType = {"alt": ["paragraph", "reference", "blockquote", "list"]}

_COLONS = re.compile(
    r":{3,}[ \t\u3000]*(?:\{(?P<braced>[^{}]*)\}[ \t\u3000]*|(?P<name>[A-Za-z][\w-]*(?=[\s\u3000\[{]|$)))?"
    r"(?P<title>.*?)[ \t\u3000]*(?:[ \t\u3000]:{3,})?[ \t\u3000]*",
    re.ASCII,
)
_ADMONITION = re.compile(
    r"(?:!!!|\?\?\?\+?)[ \t\u3000]*(?P<words>[^\W\d_][\w-]*(?:[ \t]+[^\W\d_][\w-]*)*)"
    r"(?:[ \t\u3000]+(?P<title>[\"“”'].*[\"“”']))?[ \t\u3000]*"
)
_TAB = re.compile(r"===[!+]*[ \t\u3000]*(?P<title>[\"“”'].+[\"“”'])[ \t\u3000]*")
_ALERT = re.compile(
    r"(?:\\?\[![^\[\]\n]{1,40}\\?\][+-]?[ \t\u3000]*(?P<title>[^\n]*)"
    r"|\*\*(?P<old>Note|Tip|Important|Warning|Caution)\*\*[ \t]*(?=\n|$))\n?"
)
_LOOKS = frozenset(
    {"abstract", "alert", "attention", "bug", "caution", "check", "cite", "danger", "default", "error", "example"}
    | {"failure", "faq", "help", "hint", "important", "info", "message", "note", "primary", "question", "quote"}
    | {"secondary", "seealso", "success", "summary", "tip", "tldr", "todo", "warn", "warning", "inline", "end"}
)
"""The kinds of a container, which are not shown as they are written."""


class _Rule(Protocol):
    def __call__(self, state: StateBlock, start: int, end: int, silent: bool) -> bool: ...


def add_directives(parser: MarkdownIt) -> None:
    """Read the lines of containers as markup; each title becomes an inline token with `meta["label"]`."""
    rules: tuple[tuple[str, _Rule], ...] = (("colons", _colons), ("admonition", _admonition))
    for name, rule in rules:
        parser.block.ruler.before("fence", name, rule, _INTERRUPTS)
    parser.core.ruler.after("block", "alert", _alerts)


def _colons(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Read one line of colons: the beginning or the end of a container."""
    line = _line(state, start, ":::")
    match = _COLONS.fullmatch(line)
    if not match or (match["title"] and match["name"] is None and match["braced"] is None):
        return False
    if not silent:
        title = _attribute(match["braced"] or "") or _attribute(match["title"]) or match["title"].strip(" \t\u3000")
        title = re.sub(r"\{[^{}]*\}$", "", title)
        if bracketed := re.fullmatch(r"\[(.*)\]", title):
            title = bracketed[1]
        if title.lower() in _LOOKS and match["name"] != "details":
            title = ""
        _directive(state, start, start + 1, title)
        state.line = start + 1
    return True


def _attribute(braced: str) -> str:
    """Return the title among the attributes of a container."""
    match = re.search(r"\b(?:title|summary|label)=(?:\"([^\"]*)\"|'([^']*)')", braced)
    return (match[1] or match[2] or "") if match else ""


def _admonition(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Read an admonition or a tab of MkDocs: the text that belongs to it is indented by four columns."""
    line = _line(state, start, "!!!", "???", "===")
    match = _ADMONITION.fullmatch(line) or _TAB.fullmatch(line)
    if not match:
        return False
    indent = state.sCount[start] + 4
    after, last = start + 1, start + 1
    while after < end and (state.isEmpty(after) or state.sCount[after] >= indent):
        after += 1
        if not state.isEmpty(after - 1):
            last = after
    words = match.groupdict().get("words") or ""
    known = set(words.lower().split()) <= _LOOKS
    if not match["title"] and last == start + 1 and not known:
        return False
    if silent:
        return True
    _directive(state, start, last, match["title"][1:-1] if match["title"] else "" if known else words)
    kept = state.blkIndent, state.lineMax, state.parentType
    state.blkIndent, state.lineMax, state.parentType = indent, last, "root"
    state.md.block.tokenize(state, start + 1, last)
    state.blkIndent, state.lineMax, state.parentType = kept
    state.line = last
    return True


def _line(state: StateBlock, number: int, *signs: str) -> str:
    """Return the text of a line that begins with one of the signs, else an empty text."""
    begin = state.bMarks[number] + state.tShift[number]
    if state.is_code_block(number) or not state.src.startswith(signs, begin):
        return ""
    return state.src[begin : state.eMarks[number]]


def _directive(state: StateBlock, start: int, end: int, title: str) -> None:
    state.push("directive", "", 0).map = [start, end]
    if title:
        label = state.push("inline", "", 0)
        label.content, label.map, label.children, label.meta = title, [start, start + 1], [], {"label": True}


def _alerts(state: StateCore) -> None:
    """Take `[!NOTE]` and the title behind it out of the first paragraph of a quote."""
    tokens: list[Token] = []
    for at, token in enumerate(state.tokens):
        match = _ALERT.match(token.content) if token.type == "inline" and _begins_quote(state.tokens, at) else None
        if not match:
            tokens.append(token)
            continue
        first, last = token.map or [0, 0]
        if title := (match["title"] or match["old"] or "").strip():
            label = Token("inline", "", 0, map=[first, first + 1], level=token.level, content=title, children=[])
            tokens.append(label.copy(meta={"label": True}))
        if rest := token.content[match.end() :]:
            tokens.append(token.copy(content=rest, map=[first + 1, last]))
    state.tokens = tokens


def _begins_quote(tokens: list[Token], at: int) -> bool:
    return at > 1 and tokens[at - 1].type == "paragraph_open" and tokens[at - 2].type == "blockquote_open"
