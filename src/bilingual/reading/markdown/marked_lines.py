"""The lines of a paragraph that a site shows as lines: those that begin with a sign, and addresses.

Other lines are joined, as CommonMark says: many Japanese writers wrap their lines.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from bilingual.languages.japanese.scripts import ENCLOSED_NUMBERS, MIDDLE_DOTS, VARIATION_SELECTORS
from bilingual.reading.markdown.addresses import is_address

if TYPE_CHECKING:
    from markdown_it.token import Token

_BULLETS = "•‣◦⁃∙▪✓✔☑☐✅➤►▸"
"""Signs that begin nothing but items."""
_ITEM = re.compile(rf"([{MIDDLE_DOTS}{_BULLETS}●○◆◇■□★☆{ENCLOSED_NUMBERS}※])(?!\1)[{VARIATION_SELECTORS}]?[ \u3000]*")
_PICTURES = "←-⇿①-⓿■-➿⬀-⯿\U0001f000-\U0001faff"
"""Arrows, numbers in circles, shapes, dingbats and emoji."""
_SIGN = re.compile(rf"([{MIDDLE_DOTS}※])(?!\1)|[＼【\u3000{_BULLETS}{_PICTURES}]")


def item_marker(text: str, *, listed: bool) -> re.Match[str] | None:
    """Return the Japanese marker of a line; with `listed`, also markers that are not only used as bullets."""
    match = _ITEM.match(text)
    sure = match is not None and match[1] in f"{MIDDLE_DOTS}※{_BULLETS}"
    return match if match and match.end() < len(text) and (listed or sure) else None


def marked_lines(tokens: Sequence[Token]) -> list[list[Token]]:
    """Split a paragraph's tokens before lines that begin with a sign, and around lines that are an address."""
    parts: list[list[Token]] = []
    address = False
    for line in _lines(tokens):
        text = "".join(token.content if token.type == "text" else "-" * len(token.content) for token in line)
        before, address = address, is_address(text)
        if not parts or before or address or _SIGN.match(text):
            parts.append(line[1:] if parts else line)
        else:
            parts[-1] += line
    return parts


def _lines(tokens: Sequence[Token]) -> list[list[Token]]:
    """Return the tokens of each line; the break before a line is its first token."""
    lines: list[list[Token]] = [[]]
    for token in tokens:
        if token.type == "softbreak" and token.level == 0:
            lines.append([])
        lines[-1].append(token)
    return lines
