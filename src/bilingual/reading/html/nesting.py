"""Limits on the source of a page, applied before it is parsed: time grows with the square of the open elements."""

from __future__ import annotations

import re

from bilingual.reading.html.tags import SELF_ENDING_TAGS

_DEEPEST = 1000
"""Elements within each other; browsers stop at 512."""
_LONGEST_TAG = 20_000
"""Characters of a tag without its quoted values: a parser compares each attribute with all others."""
_TAG = re.compile(
    r"<!--.*?(?:-->|\Z)|<(script|style|textarea|title)\b.*?(?:</\1\s*>|\Z)|</?([a-z][a-z0-9:-]*)(?:\s(?:[^<>\"']|\"[^\"]*\"|'[^']*')*+)?/?>",
    re.IGNORECASE | re.DOTALL,
)
_QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'")


def limit_nesting(source: str) -> str:
    """Return the source of a page without the tags that nest deeper than a parser can follow; text stays."""
    if source.count("<") < _DEEPEST and len(source) < _LONGEST_TAG:
        return source
    depth = 0
    kept: list[str] = []
    at = 0
    for match in _TAG.finditer(source):
        drop = False
        name = (match[2] or "").lower()
        if name and match.end() - match.start() > _LONGEST_TAG:
            drop = len(_QUOTED.sub("", match[0])) > _LONGEST_TAG
        if name and not drop and name not in SELF_ENDING_TAGS:
            if match[0][1] == "/":
                drop = depth > _DEEPEST
                depth = max(depth - 1, 0)
            elif not match[0].endswith("/>"):
                depth += 1
                drop = depth > _DEEPEST
        if drop:
            kept.append(source[at : match.start()])
            at = match.end()
    kept.append(source[at:])
    return "".join(kept)
