"""Front matter in TOML, between lines of `+++` (Hugo, Zola)."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_block import StateBlock


def add_toml(parser: MarkdownIt) -> None:
    """Read front matter in TOML as a token `toml`."""
    parser.block.ruler.before("table", "toml", _toml)


def _toml(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    if start or silent or state.level or _line(state, start) != "+++":
        return False
    last = next((line for line in range(1, end) if _line(state, line) == "+++"), 0)
    if not last:
        return False
    token = state.push("toml", "", 0)
    token.content, token.map, token.hidden = state.getLines(1, last, 0, False), [0, last + 1], True
    state.line = last + 1
    return True


def _line(state: StateBlock, number: int) -> str:
    return state.src[state.bMarks[number] : state.eMarks[number]].rstrip()
