"""Emphasis that works in Japanese: `**「重要」**です`.

CommonMark lets `**` close only before white space or punctuation when punctuation stands inside it, and Japanese has
no spaces. As markdown-cjk-friendly proposes, Japanese brackets and neighbours count as letters do.
"""

from __future__ import annotations

import re
import unicodedata

_CJK = re.compile("[\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef\U00020000-\U0003ffff―…‥“”‘’]")


def flanks(before: str, after: str) -> tuple[bool, bool]:
    """Return whether a run of `*` may open and may close emphasis between two characters (a space at the ends)."""
    left = not after.isspace() and (not _is_punctuation(after) or before.isspace() or _is_edge(before))
    right = not before.isspace() and (not _is_punctuation(before) or after.isspace() or _is_edge(after))
    return left, right


def _is_punctuation(char: str) -> bool:
    return unicodedata.category(char)[0] in "PS" and not _CJK.match(char)


def _is_edge(char: str) -> bool:
    return _is_punctuation(char) or bool(_CJK.match(char))
