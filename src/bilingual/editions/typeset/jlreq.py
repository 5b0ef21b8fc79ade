"""Character classes of Japanese composition, and the spaces and line ends allowed between two characters.

After JLREQ (W3C, "Requirements for Japanese Text Layout"), sections 3.1 and 3.9 and appendix A. Widths are in em.
"""

from __future__ import annotations

import unicodedata

from bilingual.languages.japanese.scripts import BRACKETS, COMMAS, DASHES, FULL_STOPS, KANJI_NUMERALS, SMALL_KANA

OPENING = frozenset(BRACKETS) | frozenset("“‘([{«")
CLOSING = frozenset(BRACKETS.values()) | frozenset("”’)]}»")
_COMMAS = frozenset(COMMAS)
_FULL_STOPS = frozenset(f"{FULL_STOPS}．")
MIDDLE = frozenset("・：；")

RAISED = frozenset("⁰¹²³⁴⁵⁶⁷⁸⁹")
"""Markers of notes: they belong to the text before them."""

NO_START = (
    CLOSING
    | _COMMAS
    | _FULL_STOPS
    | MIDDLE
    | RAISED
    | frozenset("！？!?‼⁇⁈⁉‐゠–〜～ー…‥々〻ヽヾゝゞ゛゜ﾞﾟｰ･")
    | frozenset(SMALL_KANA)
    | frozenset("%％‰℃°′″,.:;")
)
"""Characters that never begin a line."""

NO_END = OPENING | frozenset("￥¥＄$￡£€＃#№")
"""Characters that never end a line."""

INSEPARABLE = frozenset(f"…‥{DASHES}〳〵")
_NUMERALS = frozenset(KANJI_NUMERALS)
_RANGES = frozenset("第〜～–‐-")
_BEFORE_NUMBERS = frozenset("約満全計同各翌前昨本今年月日時分万億兆")
_PARTICULAR = NO_START | NO_END | INSEPARABLE | _NUMERALS | _RANGES | _BEFORE_NUMBERS

HALF = 0.5
"""Full-width punctuation is half an em of ink and half an em of space."""
_SQUEEZE = 0.8
"""The part of that space that a line may remove before it counts as tight."""
GROWTH = 0.04
"""Space added between two full-width characters of a loose line."""
GAP_GROWTH = 0.08
PAUSE_GROWTH = 0.08
"""Space added after punctuation and before an opening bracket, where there is already white."""
NEVER = float("inf")
GROUP = 13_000.0
"""The cost of a line end inside a group: a number and its counter, `Mr.` and the name. Only a line five times as
loose as the loosest acceptable one is worse."""
GAP = 0.125
"""Between Japanese and Latin or digits: a quarter in JLREQ, an eighth in CSS Text 4 (`text-autospace`). PDF readers
copy more than an eighth as a space, and the source has none."""

CharacterClass = str
"""O opening, C closing, K comma, S full stop, M middle dot, I inseparable, Z ideographic space, J any other
full-width character, L Latin and everything else that is set as words, `_` space."""


def class_of(character: str, advance: float) -> CharacterClass:
    """Return the class of a character that is `advance` em wide in its font."""
    if character == " ":
        return "_"
    if character == "\u3000":
        return "Z"
    if advance >= 0.9:
        for kind, members in (("O", OPENING), ("C", CLOSING), ("K", _COMMAS), ("S", _FULL_STOPS), ("M", MIDDLE)):
            if character in members:
                return kind
        if character in INSEPARABLE and advance >= 0.99:
            return "I"
    width = unicodedata.east_asian_width(character)
    if width in "WFH" or (width == "A" and 0.99 <= advance <= 1.01):
        return "J"
    return "L"


def is_common(character: str) -> bool:
    """Return whether `cost_between` treats a character like any other in that place."""
    return character not in _PARTICULAR and not character.isdecimal() and not attaches(character)


def attaches(character: str) -> bool:
    """Return whether a character belongs to the one before it: combining marks, joiners, variation selectors."""
    return unicodedata.category(character) in ("Mn", "Me", "Cf") and character != "\u200b"


def space_between(before: CharacterClass, after: CharacterClass, *, latin: bool) -> tuple[float, float]:
    """Return the natural space between two characters and how much of it a tight line may remove.

    `latin`: both sides have a letter or digit where they touch.
    """
    if before in "CKS" and after in "CKS":
        return 0.0, 0.0
    if before in "CKS":
        # JLREQ allows removing the white of brackets and commas completely; that of a full stop within a line is kept.
        space = 0.25 if after == "M" else HALF
        return space, 0.0 if before == "S" and after != "O" else space * _SQUEEZE
    if before == "M":
        return (0.5, 0.5 * _SQUEEZE) if after == "M" else (0.25, 0.25 * _SQUEEZE)
    if after == "M":
        return 0.25, 0.25 * _SQUEEZE
    if after == "O":
        return (0.0, 0.0) if before == "O" else (HALF, HALF * _SQUEEZE)
    if latin and {before, after} == {"J", "L"}:
        return GAP, GAP / 3
    return 0.0, 0.0


def growth_between(before: CharacterClass, after: CharacterClass, *, latin: bool) -> float:
    """Return the space added between two characters in the loosest acceptable line.

    None is added after an opening bracket, before closing brackets and stops, beside a middle dot, inside …… and ――.
    JLREQ expands the places between Japanese and Latin first; here they expand with the others, only more.
    """
    if before == "O" or after in "CKSM" or before == "M" or before == after == "I" or before == after == "L":
        return 0.0
    if latin and {before, after} == {"J", "L"}:
        return GAP_GROWTH
    return PAUSE_GROWTH if before in "CKS" or after == "O" else GROWTH


def cost_between(before: str, after: str) -> float:
    """Return the cost of a line end between two adjacent characters, `NEVER` where there must be none."""
    if after in NO_START or before in NO_END or attaches(after):
        return NEVER
    if before == after and before in INSEPARABLE:
        return NEVER
    if before == "〳" and after == "〵":
        return NEVER
    if after.isdecimal():
        if before.isdecimal():
            return NEVER
        if before in _RANGES:
            return GROUP
        return 60.0 if before in _BEFORE_NUMBERS else 0.0
    if before in _NUMERALS and after in _NUMERALS:
        return 60.0
    return 0.0
