"""Character classes of Japanese composition, and what may stand between two characters.

After JLREQ (W3C, "Requirements for Japanese Text Layout"), sections 3.1 and 3.9 and appendix A. Widths are in em.
"""

from __future__ import annotations

import unicodedata

OPENING = frozenset("「『（〔［｛〈《【〖〘〝｟“‘([{«｢")
CLOSING = frozenset("」』）〕］｝〉》】〗〙〟｠”’)]}»｣")
COMMAS = frozenset("、，､")
STOPS = frozenset("。．｡")
MIDDLE = frozenset("・：；")

NO_START = (
    CLOSING
    | COMMAS
    | STOPS
    | MIDDLE
    | frozenset("！？!?‼⁇⁈⁉‐゠–〜～ー…‥々〻ヽヾゝゞ゛゜ﾞﾟｰ･")
    | frozenset("ァィゥェォッャュョヮヵヶぁぃぅぇぉっゃゅょゎゕゖㇰㇱㇲㇳㇴㇵㇶㇷㇸㇹㇺㇻㇼㇽㇾㇿｧｨｩｪｫｯｬｭｮ")
    | frozenset("%％‰℃°′″,.:;")
)
"""What never begins a line."""

NO_END = OPENING | frozenset("￥¥＄$￡£€＃#№")
"""What never ends a line."""

INSEPARABLE = frozenset("…‥―—─〳〵")
_COUNTERS = frozenset("年月日時分秒円人回度歳件億万兆千百十章節条項世")
_NUMERALS = frozenset("〇一二三四五六七八九十百千万億兆")

HALF = 0.5
"""Full-width punctuation is half an em of ink and half an em of space."""
GAP = 0.125
"""Between Japanese and Latin or digits. JLREQ says a quarter, CSS Text 4 (`text-autospace`) an eighth. More than an
eighth is copied as a space by PDF readers, and the source has none."""

Kind = str
"""O opening, C closing, K comma, S full stop, M middle dot, I inseparable, Z ideographic space, J any other
full-width character, L Latin and everything else that is set as words, `_` space."""


def kind_of(character: str, advance: float) -> Kind:
    """Return the class of a character that is `advance` em wide in its face."""
    if character == " ":
        return "_"
    if character == "\u3000":
        return "Z"
    if advance >= 0.9:
        for kind, members in (("O", OPENING), ("C", CLOSING), ("K", COMMAS), ("S", STOPS), ("M", MIDDLE)):
            if character in members:
                return kind
        if character in INSEPARABLE and advance >= 0.99:
            return "I"
    width = unicodedata.east_asian_width(character)
    if width in "WFH" or (width == "A" and 0.99 <= advance <= 1.01):
        return "J"
    return "L"


def attaches(character: str) -> bool:
    """Tell whether a character belongs to the one before it: combining marks, joiners, variation selectors."""
    return unicodedata.category(character) in ("Mn", "Me", "Cf") and character != "\u200b"


def space_between(before: Kind, after: Kind, *, latin: bool) -> tuple[float, float]:
    """Return the natural space between two characters and how much of it a tight line may take away.

    `latin` tells that both sides have a letter or digit where they touch.
    """
    if before in "CKS" and after in "CKS":
        return 0.0, 0.0
    if before in "CKS":
        space = 0.25 if after == "M" else HALF
        return space, 0.0 if before == "S" and after != "O" else 0.25
    if before == "M":
        return (0.5, 0.25) if after == "M" else (0.25, 0.1)
    if after == "M":
        return 0.25, 0.1
    if after == "O":
        return (0.0, 0.0) if before == "O" else (HALF, 0.25)
    if latin and {before, after} == {"J", "L"}:
        return GAP, GAP / 3
    return 0.0, 0.0


def cost_between(before: str, after: str) -> float | None:
    """Return the cost of a break between two characters that touch, None where there must be none."""
    if after in NO_START or before in NO_END or attaches(after):
        return None
    if before == after and before in INSEPARABLE:
        return None
    if before == "〳" and after == "〵":
        return None
    if before.isdecimal():
        if after.isdecimal():
            return None
        return 60.0 if after in _COUNTERS else 0.0
    if before in _NUMERALS and (after in _NUMERALS or after.isdecimal()):
        return 60.0
    return 20.0 if after.isdecimal() and before in "第約" else 0.0


def phrase_cost(before: str, after: str) -> float:
    """Return how much a break between two characters hurts the sense: for headings, which have room to spare."""
    first, second = _script(before), _script(after)
    if first == "punctuation":
        return 0.0
    if after in OPENING:
        return 4.0
    if after in INSEPARABLE:
        return 40.0
    if first == "hiragana" and second != "hiragana":
        return 8.0
    return {"katakana": 60.0}.get(first, 40.0) if first == second else 25.0


def _script(character: str) -> str:
    name = unicodedata.name(character, "")
    for script, prefix in (("hiragana", "HIRAGANA"), ("katakana", "KATAKANA"), ("kanji", "CJK")):
        if name.startswith(prefix):
            return script
    return "other" if character.isalnum() else "punctuation"
