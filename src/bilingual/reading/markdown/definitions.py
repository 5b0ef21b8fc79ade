"""Definition lists: a term, and `: ` before each of its definitions."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from markdown_it.token import Token

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_block import StateBlock

_DEFINITION = re.compile(r":[ \t]+(?=\S)")
_LONGEST = 60
"""Characters of a term; a longer line is a sentence, and the colon below it is text."""


def add_definitions(parser: MarkdownIt) -> None:
    """Read definition lists; each term becomes an inline token with `meta["label"]`."""
    parser.block.ruler.before("fence", "definition", _definition, {"alt": ["paragraph", "reference"]})


def _definition(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    begin = state.bMarks[start] + state.tShift[start]
    match = _DEFINITION.match(state.src, begin, state.eMarks[start])
    if not match or state.is_code_block(start) or state.sCount[start] < state.blkIndent:
        return False
    if silent:
        return True
    if not _name_terms(state.tokens):
        return False
    after, last = start + 1, start + 1
    while after < end and (state.isEmpty(after) or state.sCount[after] >= state.sCount[start] + 2):
        after += 1
        if not state.isEmpty(after - 1):
            last = after
    kept = state.blkIndent, state.lineMax, state.parentType, state.tShift[start], state.sCount[start]
    indent = state.sCount[start] + 1 + min(match.end() - begin - 1, 3)
    state.tShift[start] += match.end() - begin
    state.sCount[start] = state.blkIndent = min(
        [indent, *(state.sCount[n] for n in range(start + 1, last) if not state.isEmpty(n))]
    )
    state.lineMax, state.parentType = last, "root"
    state.md.block.tokenize(state, start, last)
    state.blkIndent, state.lineMax, state.parentType, state.tShift[start], state.sCount[start] = kept
    state.push("definition", "", 0)
    state.line = last
    return True


def _name_terms(tokens: list[Token]) -> bool:
    """Make the paragraph before a definition its terms, a term a line; false when there is none."""
    if tokens and tokens[-1].type == "definition":
        return True
    if len(tokens) < 3 or tokens[-1].type != "paragraph_close":
        return False
    paragraph = tokens[-2]
    terms = paragraph.content.split("\n")
    if any(len(term) > _LONGEST for term in terms):
        return False
    first = paragraph.map[0] if paragraph.map else 0
    tokens[-2:-1] = [
        paragraph.copy(content=term.strip(), map=[first + at, first + at + 1], children=[], meta={"label": True})
        for at, term in enumerate(terms)
    ]
    return True
