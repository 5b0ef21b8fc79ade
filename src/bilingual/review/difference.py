"""How two texts differ, for display."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from typing import Literal

Part = tuple[Literal["same", "old", "new"], str]
"""A part of two texts: in both, only in the old one, only in the new one."""

_WORDS = re.compile(r"\w+|\s+|[^\w\s]")
_LONGEST = 4000
"""Characters up to which two texts are compared; longer ones are shown as a whole."""


def differing(old: str, new: str) -> tuple[Part, ...]:
    """Return the parts of two English texts in order, word by word."""
    if old == new:
        return (("same", old),) if old else ()
    if len(old) + len(new) > _LONGEST:
        return ("old", old), ("new", new)
    olds, news = _WORDS.findall(old), _WORDS.findall(new)
    parts: list[Part] = []
    for tag, a, b, c, d in SequenceMatcher(None, olds, news, autojunk=False).get_opcodes():
        if tag == "equal":
            parts.append(("same", "".join(olds[a:b])))
            continue
        if a < b:
            parts.append(("old", "".join(olds[a:b])))
        if c < d:
            parts.append(("new", "".join(news[c:d])))
    return tuple(parts)
