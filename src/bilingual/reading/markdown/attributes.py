"""What sites write for their layout: `{#id}` attributes, `[TOC]`, and the size of an image (` =250x`). None is text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from markdown_it.common.utils import unescapeAll

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_core import StateCore
    from markdown_it.rules_inline import StateInline
    from markdown_it.token import Token

_NAME = r"[#.][\w:\-]+"
_PAIR = r"[A-Za-z][\w:\-]*=(?:\"[^\"{}]*\"|'[^'{}]*'|[^\s\"'{}]+)"
_LIST = re.compile(rf"\{{:?[ \t]*(?:{_NAME}|{_PAIR})(?:[ \t]+(?:{_NAME}|{_PAIR}|[a-z]+))*[ \t]*\}}")
_AT_END = re.compile(rf"[ \t\u3000]*(?:\{{:[^{{}}\n]+\}}|\{{[ \t]*{_NAME}(?:[ \t]+(?:{_NAME}|{_PAIR}))*[ \t]*\}})$")
_CONTENTS = re.compile(
    r"\\?\[\\?\[?_?toc_?\\?\]?\]|@\[toc\](?:\([^()]*\))?|\$\{toc\}|\{\{[<% ]*toc[>% ]*\}\}", re.IGNORECASE
)
_SIZED = re.compile(
    r"!\[(?P<alt>(?:[^\[\]\\]|\\.|\[[^\[\]]*\])*)\]\([ \t]*(?P<src><[^<>\n]*>|[^\s<>]+)"
    r"(?:\s+(?P<title>\"[^\"]*\"|'[^']*'))?\s+=[0-9]*%?(?:x[0-9]*%?)?\s*\)"
)


def add_attributes(parser: MarkdownIt) -> None:
    """Drop attributes and marks of contents; read an image with a size as an image."""
    parser.inline.ruler.before("image", "sized_image", _sized_image)
    parser.inline.ruler.before("escape", "attributes", _attributes)
    parser.core.ruler.after("block", "attributes", _at_ends)


def _sized_image(state: StateInline, silent: bool) -> bool:
    match = _SIZED.match(state.src, state.pos, state.posMax) if state.src.startswith("![", state.pos) else None
    if not match:
        return False
    if not silent:
        token = state.push("image", "img", 0)
        token.attrs = {"src": state.md.normalizeLink(unescapeAll(match["src"].strip("<>"))), "alt": ""}
        if match["title"]:
            token.attrs["title"] = unescapeAll(match["title"][1:-1])
        token.content, token.children = match["alt"], []
        state.md.inline.parse(match["alt"], state.md, state.env, token.children)
    state.pos = match.end()
    return True


def _attributes(state: StateInline, silent: bool) -> bool:
    """Drop attributes directly behind an image, a link, code or emphasis."""
    if silent or state.src[state.pos] != "{" or state.pending or not state.tokens:
        return False
    match = _LIST.match(state.src, state.pos, state.posMax)
    if not match or not _may_have_attributes(state.tokens[-1]):
        return False
    state.pos = match.end()
    return True


def _may_have_attributes(token: Token) -> bool:
    return token.type in {"image", "link_close", "code_inline"}


def _at_ends(state: StateCore) -> None:
    """Drop attributes at the end of a heading or a line, and paragraphs that only ask for a table of contents."""
    for token in state.tokens:
        if token.type != "inline" or not ("{" in token.content or "toc" in token.content.lower()):
            continue
        lines = [_AT_END.sub("", line) for line in token.content.split("\n")]
        content = "\n".join("" if _CONTENTS.fullmatch(line.strip()) else line for line in lines)
        if content != token.content:
            token.content, token.meta = content, {**token.meta, "attributes": True}
