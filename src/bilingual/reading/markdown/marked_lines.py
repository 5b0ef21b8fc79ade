"""The lines of a paragraph that a site shows as lines: those that begin with a sign, and addresses.

Other lines are joined, as CommonMark says: many Japanese writers wrap their lines.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from markdown_it.token import Token

from bilingual.languages.japanese.scripts import DIGITS, MIDDLE_DOTS
from bilingual.reading.addresses import begins_with_address, ends_in_address, is_address
from bilingual.reading.item_markers import BULLETS
from bilingual.reading.lines import width

_PICTURES = "←-⇿①-⓿■-➿⬀-⯿\U0001f000-\U0001faff"
"""Arrows, numbers in circles, shapes, dingbats and emoji."""
_SIGN = re.compile(rf"([{MIDDLE_DOTS}※])(?!\1)|[＼【＊\u3000{BULLETS}{_PICTURES}]|[0-9]\ufe0f?\u20e3")
_NUMBER = re.compile(rf"[（(][{DIGITS}]{{1,2}}[)）]|[{DIGITS}]{{1,2}}[．)）](?![{DIGITS}])")
"""A sign when more than one line has it; a single one may be a reference in a wrapped line."""
_SIGN_OR_NUMBER = re.compile(f"{_SIGN.pattern}|{_NUMBER.pattern}")
_CONTINUES = re.compile("[をにでのへとがはも、。）」』a-z),.;]|から|まで")
"""What continues a sentence behind an address at the end of a line."""

_WRAPPED = 40
"""Columns; a shorter line that begins with a sign is not wrapped, so the next line does not continue it."""


def begin_items(parts: Sequence[Sequence[Token]]) -> bool:
    """True when the signs of a paragraph's lines are those of a list: a single sign on its first line is a caption."""
    signed = [bool(_SIGN.match(_text(part))) for part in parts]
    return len(parts) > 1 and any(signed[1:])


def only_images(tokens: Sequence[Token]) -> bool:
    """True when a line has images, maybe as links, and nothing else."""
    return any(token.type == "image" for token in tokens) and all(
        token.type in {"image", "softbreak", "hardbreak", "link_open", "link_close"} or not token.content.strip()
        for token in tokens
    )


def marked_lines(tokens: Sequence[Token]) -> list[list[Token]]:
    """Split a paragraph's tokens before lines that begin with a sign, and around addresses and images."""
    parts: list[list[Token]] = []
    ended = False
    address = False
    lines = _lines(tokens)
    sign = _numbered(lines)
    for line in lines:
        text = _text(line)
        signed = sign.match(text)
        alone = is_address(text) or only_images(line)
        apart = alone or signed or begins_with_address(text)
        if not parts or ended or apart or (address and not _CONTINUES.match(text)):
            parts.append(line[1:] if parts else line)
        else:
            if address:
                parts[-1].append(Token("text", "", 0, content=" "))
            parts[-1] += line
        ended = alone or (signed is not None and text[0] != "\u3000" and width(text) < _WRAPPED)
        address = ends_in_address(text)
    return parts


def _numbered(lines: Sequence[Sequence[Token]]) -> re.Pattern[str]:
    """Return the signs of these lines: numbers only if they make a list."""
    numbers = sum(bool(_NUMBER.match(_text(line))) for line in lines)
    return _SIGN_OR_NUMBER if numbers > 1 else _SIGN


def _text(tokens: Sequence[Token]) -> str:
    """Return the text of a line; code and what is not text has no signs."""
    return "".join(token.content if token.type == "text" else "-" * len(token.content) for token in tokens)


def _lines(tokens: Sequence[Token]) -> list[list[Token]]:
    """Return the tokens of each line; the break before a line is its first token."""
    lines: list[list[Token]] = [[]]
    for token in tokens:
        if token.type in {"softbreak", "hardbreak"} and token.level == 0:
            lines.append([])
        lines[-1].append(token)
    return lines
