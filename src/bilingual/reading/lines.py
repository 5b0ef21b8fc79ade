"""Text → numbered lines: every kind of line end, without invisible characters."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from bilingual.languages.japanese.scripts import JAPANESE_LETTERS

# Invisible characters hide terms from the glossary and cannot be written to a DOCX (C0 controls are not XML).
# Variation selectors stay: they tell 葛 of 葛飾 from 葛 of 葛城.  ZWJ stays where it joins emoji.
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff"
    "\ufff9-\ufffb\ufffe\uffff]"
    f"|(?<=[{JAPANESE_LETTERS}・])[\u200c\u200d]|[\u200c\u200d](?=[{JAPANESE_LETTERS}・])"
)
_LINE_END = re.compile("\r\n|\r|\n")
_SOFT_END = re.compile("[\v\x1c\x1d\x1e\x85\u2028]")
_PAGE_END = re.compile("[\f\u2029]")


@dataclass(frozen=True, slots=True)
class TextLine:
    """A line of the file, without its end."""

    number: int
    """Counted as in text editors: by line feed and carriage return, from 1."""
    text: str


def without_invisible(text: str) -> str:
    """Return a text without invisible characters; its line ends stay."""
    return _INVISIBLE.sub("", text)


def split_lines(text: str) -> list[TextLine]:
    """Return the lines of a text, without invisible characters.

    A line separator (U+2028, vertical tab) ends a line; a form feed or a paragraph separator also leaves a blank one.
    """
    lines: list[TextLine] = []
    for number, line in enumerate(_LINE_END.split(text), 1):
        shown = _PAGE_END.sub("\n\n", _SOFT_END.sub("\n", without_invisible(line)))
        lines.extend(TextLine(number, part) for part in shown.split("\n"))
    return lines


def width(text: str) -> int:
    """Return the width of a text in columns: 2 for a full-width character, 1 for others."""
    return sum(2 if unicodedata.east_asian_width(char) in "WFA" else 1 for char in text)


def join_lines(before: str, after: str) -> str:
    """Return the separator of two lines of one paragraph: a space between words, nothing in Japanese."""
    if not before or not after:
        return ""
    return "" if _is_unspaced(before[-1]) or _is_unspaced(after[0]) else " "


def _is_unspaced(char: str) -> bool:
    """True for characters of a script that is written without spaces (Hangul is wide, but has spaces)."""
    if "\uac00" <= char <= "\ud7af":
        return False
    return (
        unicodedata.east_asian_width(char) in "WFH"
        or char in "―…‥—─“”‘’○●◎■□◆◇△▲▽▼★☆※→←"
        or ("\ufe00" <= char <= "\ufe0f" or "\U000e0100" <= char <= "\U000e01ef")
    )
