"""Ideographic and no-break spaces behind the markers of Markdown: `#　見出し`, `-　項目`, `1.　番号`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from markdown_it.token import Token

_MARKERS = re.compile(
    r"[ \t>]*(?:(?:[-*+]|[0-9]{1,9}[.)])[ \t]+)*(?:#{1,6}|[-*+:]|[0-9]{1,9}[.)])([\u3000\xa0]+)(?=\S)"
)
_WIDE = re.compile("[\u3000\xa0]")
_RULE = re.compile(r"[ \t>]*([-*_])(?:[ \t\u3000]*\1){2,}[ \t\u3000]*")
_VERBATIM = frozenset({"fence", "code_block", "html_block", "math_block", "front_matter"})


def narrow_spaces(source: str, tokens: Sequence[Token]) -> str:
    """Return the source with narrow spaces behind its markers; `tokens` tell what is code and is not changed."""
    if not _WIDE.search(source):
        return source
    lines = source.split("\n")
    verbatim = {line for token in tokens if token.type in _VERBATIM and token.map for line in range(*token.map)}
    for number, line in enumerate(lines):
        if not _WIDE.search(line) or number in verbatim:
            continue
        if _RULE.fullmatch(line):
            lines[number] = line.replace("\u3000", " ")
        elif match := _MARKERS.match(line):
            rest = re.sub(r"\u3000+(?=#+[ \t]*$)", " ", line[match.end(1) :])
            lines[number] = f"{line[: match.start(1)]} {rest}"
    return "\n".join(lines)
