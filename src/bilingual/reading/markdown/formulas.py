"""Mathematics in TeX: `$…$` in a line, `$$…$$` as a block. It is the same in both languages."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bilingual.languages.japanese.scripts import has_japanese

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.ruler import RuleOptionsType
    from markdown_it.rules_block import StateBlock
    from markdown_it.rules_inline import StateInline

_INTERRUPTS: RuleOptionsType = {"alt": ["paragraph", "reference", "blockquote", "list"]}
_LONGEST = 200
"""Lines; an unclosed `$$` is text, and looking for its end must not make reading slow."""

# A dollar with a space inside, or a digit outside, is money: $5 から $10 まで, $5〜$10.
_INLINE = re.compile(
    r"\$\$(?:[^$\\]|\\.){1,2000}\$\$"
    r"|\$`[^`\n]{1,2000}`\$"
    r"|(?<![\w$])\$(?![\s\u3000$])(?:[^$\\]|\\.){0,2000}?(?<![\s\u3000])\$(?![0-9A-Za-z_$])",
    re.ASCII | re.DOTALL,
)
_WORDS = re.compile(r"\\(?:text|mathrm|mbox|textrm|textbf|tag|operatorname)\*?\{[^{}]*\}")
"""The commands of TeX that hold words."""
_TEX = re.compile(r"\\[A-Za-z]|[_^]\{| [=<>+*/] ")
"""What makes a formula of Japanese words: $速さ \\times 時間$. Without it, they are text between two dollars."""


def add_formulas(parser: MarkdownIt) -> None:
    """Read mathematics as tokens `math_inline` and `math_block`, whose content is as written."""
    parser.inline.ruler.before("escape", "math_inline", _inline)
    parser.block.ruler.before("fence", "math_block", _block, _INTERRUPTS)


def _inline(state: StateInline, silent: bool) -> bool:
    if state.src[state.pos] != "$":
        return False
    match = _INLINE.match(state.src, state.pos, state.posMax)
    if not match or (has_japanese(_WORDS.sub("", match[0])) and not _TEX.search(match[0])):
        return False
    if not silent:
        state.push("math_inline", "math", 0).content = re.sub(r"\s*\n\s*", " ", match[0])
    state.pos = match.end()
    return True


def _block(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    begin = state.bMarks[start] + state.tShift[start]
    if state.is_code_block(start) or not state.src.startswith("$$", begin):
        return False
    first = state.src[begin : state.eMarks[start]].rstrip()
    last = start
    if not (len(first) > 3 and first.endswith("$$")):
        if "$$" in first[2:]:
            return False
        last = next((line for line in range(start + 1, min(end, start + _LONGEST)) if _closes(state, line)), -1)
        if last < 0:
            return False
    if not silent:
        token = state.push("math_block", "math", 0)
        token.block, token.map, token.info = True, [start, last + 1], "math"
        token.content = state.getLines(start, last + 1, state.sCount[start], False).strip()[2:-2].strip()
        state.line = last + 1
    return True


def _closes(state: StateBlock, line: int) -> bool:
    return state.src[state.bMarks[line] : state.eMarks[line]].rstrip().endswith("$$")
