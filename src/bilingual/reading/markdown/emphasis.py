"""Emphasis and strikethrough next to Japanese, which has no spaces around them, as CommonMark would require."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from markdown_it.rules_inline.state_inline import Delimiter

from bilingual.languages.japanese.scripts import EAST_ASIAN

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_inline import StateInline

_CJK = re.compile(f"[{EAST_ASIAN}―…‥“”‘’]")


def add_emphasis(parser: MarkdownIt) -> None:
    """Read `*`, `_` and `~~` as markdown-it does, but with Japanese neighbours."""
    parser.inline.ruler.at("emphasis", _scan_emphasis)
    parser.inline.ruler.at("strikethrough", _scan_strikethrough)


def _scan_emphasis(state: StateInline, silent: bool) -> bool:
    marker = state.src[state.pos]
    if silent or marker not in "*_":
        return False
    scanned = state.scanDelims(state.pos, marker == "*")
    opens, closes = scanned.can_open, scanned.can_close
    if marker == "*":
        opens, closes = _flanks(state, scanned.length)
    for _ in range(scanned.length):
        _push(state, marker, scanned.length, opens, closes)
    state.pos += scanned.length
    return True


def _scan_strikethrough(state: StateInline, silent: bool) -> bool:
    if silent or not state.src.startswith("~~", state.pos):
        return False
    length = state.scanDelims(state.pos, True).length
    opens, closes = _flanks(state, length)
    if length % 2:
        state.push("text", "", 0).content = "~"
    for _ in range(length // 2):
        _push(state, "~~", 0, opens, closes)  # 0: the "rule of 3" is for emphasis only
    state.pos += length
    return True


def _push(state: StateInline, marker: str, length: int, opens: bool, closes: bool) -> None:
    state.push("text", "", 0).content = marker
    state.delimiters.append(
        Delimiter(marker=ord(marker[0]), length=length, token=len(state.tokens) - 1, end=-1, open=opens, close=closes)
    )


def _flanks(state: StateInline, length: int) -> tuple[bool, bool]:
    """Return whether a run of signs may open and may close emphasis, by its neighbours (a space at the ends)."""
    end = state.pos + length
    before = state.src[state.pos - 1] if state.pos else " "
    after = state.src[end] if end < state.posMax else " "
    left = not after.isspace() and (not _is_punctuation(after) or before.isspace() or _is_edge(before))
    right = not before.isspace() and (not _is_punctuation(before) or after.isspace() or _is_edge(after))
    return left, right


def _is_punctuation(char: str) -> bool:
    return unicodedata.category(char)[0] in "PS" and not _CJK.match(char)


def _is_edge(char: str) -> bool:
    return _is_punctuation(char) or bool(_CJK.match(char))
