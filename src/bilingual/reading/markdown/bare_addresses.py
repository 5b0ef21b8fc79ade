"""Addresses without brackets: `https://example.jp/a_b_c` is a link, and its signs are no emphasis."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from markdown_it.common.utils import unescapeAll

from bilingual.languages.japanese.addresses import find_addresses

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_inline import StateInline

_SCHEME = re.compile(r"(?<![A-Za-z0-9._%+\-])(?:https?|ftp)$")
_LONGEST = 2100


def add_addresses(parser: MarkdownIt) -> None:
    """Keep the signs of Markdown in bare addresses as text."""
    parser.inline.ruler.before("escape", "address", _address)


def _address(state: StateInline, silent: bool) -> bool:
    scheme = _SCHEME.search(state.pending) if state.src.startswith("://", state.pos) and not silent else None
    if not scheme:
        return False
    start = state.pos - len(scheme[0])
    found = next(find_addresses(state.src[start : min(state.posMax, start + _LONGEST)]), (1, 1))
    address = state.src[start : start + found[1]].split("]")[0].rstrip("*_~")
    if found[0] or len(address) <= len(scheme[0]) + 3:
        return False
    state.pending = state.pending[: -len(scheme[0])]
    state.push("text", "", 0).content = unescapeAll(address)
    state.pos = start + len(address)
    return True
