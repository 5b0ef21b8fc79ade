"""Addresses without brackets: `https://example.jp/a_b_c` is a link, and its signs are no emphasis."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from typing import TYPE_CHECKING

from markdown_it.common.utils import unescapeAll

from bilingual.languages.japanese.addresses import find_addresses
from bilingual.model import Mark

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


def link_addresses(text: str, marks: Sequence[Mark]) -> list[Mark]:
    """Return the marks, and a link on each address that is neither code nor part of a link."""
    taken = sorted((mark.end, mark.start) for mark in marks if mark.kind in ("code", "link"))
    links = []
    for start, end in find_addresses(text):
        at = bisect_right(taken, (start, len(text)))
        if at == len(taken) or taken[at][1] >= end:
            links.append(Mark("link", start, end, _target(text[start:end])))
    return [*marks, *links]


def is_address(line: str) -> bool:
    """True when a line is one address and nothing else."""
    line = line.strip(" \t\u3000")
    return bool(line) and next(find_addresses(f"{line} "), (0, 0)) == (0, len(line))


def begins_with_address(line: str) -> bool:
    """True when the first word of a line is an address."""
    return next(find_addresses(line), (-1, 0))[0] == 0


def ends_in_address(line: str) -> bool:
    """True when the last word of a line is an address."""
    line = line.rstrip(" \t\u3000")
    return any(end == len(line) for _, end in find_addresses(f"{line} "))


def _target(address: str) -> str:
    if address.startswith("www."):
        return f"https://{address}"
    return address if ":" in address.split("@")[0] or "@" not in address else f"mailto:{address}"
