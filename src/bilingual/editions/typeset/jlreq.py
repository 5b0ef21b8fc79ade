"""Character classes of Japanese composition, and what may stand between two characters.

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
"""Signs of notes: they belong to what stands before them."""

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
"""What never begins a line."""

NO_END = OPENING | frozenset("￥¥＄$￡£€＃#№")
"""What never ends a line."""

INSEPARABLE = frozenset(f"…‥{DASHES}〳〵")
_NUMERALS = frozenset(KANJI_NUMERALS)
_RANGES = frozenset("第〜～–‐-")
_BEFORE_NUMBERS = frozenset("約満全計同各翌前昨本今年月日時分万億兆")
_PARTICULAR = NO_START | NO_END | INSEPARABLE | _NUMERALS | _RANGES | _BEFORE_NUMBERS

HALF = 0.5
"""Full-width punctuation is half an em of ink and half an em of space."""
_SQUEEZE = 0.8
"""The part of that space a tight line takes away before it counts as tight."""
GROWTH = 0.04
"""What opens between two full-width characters of a loose line."""
GAP_GROWTH = 0.08
PAUSE_GROWTH = 0.08
"""What opens behind punctuation and before an opening bracket, where there is white already."""
NEVER = float("inf")
GROUP = 13_000.0
"""The cost of a line end inside what belongs together: a number and its counter, `Mr.` and the name. Only a line five
times as loose as lines should get is worse."""
GAP = 0.125
"""Between Japanese and Latin or digits. JLREQ says a quarter, CSS Text 4 (`text-autospace`) an eighth. More than an
eighth is copied as a space by PDF readers, and the source has none."""

CharacterClass = str
"""O opening, C closing, K comma, S full stop, M middle dot, I inseparable, Z ideographic space, J any other
full-width character, L Latin and everything else that is set as words, `_` space."""


def class_of(character: str, advance: float) -> CharacterClass:
    """Return the class of a character that is `advance` em wide in its face."""
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
    """Tell whether `cost_between` treats a character like any other that stands there."""
    return character not in _PARTICULAR and not character.isdecimal() and not attaches(character)


def attaches(character: str) -> bool:
    """Tell whether a character belongs to the one before it: combining marks, joiners, variation selectors."""
    return unicodedata.category(character) in ("Mn", "Me", "Cf") and character != "\u200b"


def space_between(before: CharacterClass, after: CharacterClass, *, latin: bool) -> tuple[float, float]:
    """Return the natural space between two characters and how much of it a tight line may take away.

    `latin` tells that both sides have a letter or digit where they touch.
    """
    if before in "CKS" and after in "CKS":
        return 0.0, 0.0
    if before in "CKS":
        # JLREQ lets the white of brackets and commas go altogether, that of a full stop within a line stays.
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
    """Return the space that opens between two characters in a line as loose as lines should get.

    None opens behind an opening bracket, before what closes or stops, beside a middle dot, inside …… and ――. JLREQ
    opens the places between Japanese and Latin first; here they open with the others, only wider.
    """
    if before == "O" or after in "CKSM" or before == "M" or before == after == "I" or before == after == "L":
        return 0.0
    if latin and {before, after} == {"J", "L"}:
        return GAP_GROWTH
    return PAUSE_GROWTH if before in "CKS" or after == "O" else GROWTH


def cost_between(before: str, after: str) -> float:
    """Return the cost of a line end between two characters that touch, `NEVER` where there must be none."""
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
