"""Numbers of lists as Word shows them, by the name of their format (ECMA-376 part 1, 17.18.59)."""

from __future__ import annotations

from bilingual.languages.english.item_numbers import roman_numeral
from bilingual.languages.japanese.item_numbers import ItemSeries, item_sign
from bilingual.languages.japanese.scripts import KANJI_ONE_TO_NINE

_SERIES: dict[str, tuple[ItemSeries, int]] = {
    "aiueo": ("halfwidth aiueo", 46),
    "aiueoFullWidth": ("aiueo", 46),
    "iroha": ("halfwidth iroha", 48),
    "irohaFullWidth": ("iroha", 48),
    "ideographTraditional": ("stems", 10),
    "ideographZodiac": ("branches", 12),
    "decimalEnclosedCircle": ("circled", 20),
    "decimalEnclosedCircleChinese": ("circled", 20),
}
"""Format → the signs, and how many Word has of them."""
_REPEATED = frozenset(("aiueo", "aiueoFullWidth", "iroha", "irohaFullWidth"))
"""Formats that go on with two signs (アア) after the last one."""
_COUNTING = frozenset(
    ("japaneseCounting", "chineseCounting", "chineseCountingThousand", "taiwaneseCounting", "taiwaneseCountingThousand")
)
_LEGAL = frozenset(("japaneseLegal", "chineseLegalSimplified", "ideographLegalTraditional"))
_DIGITS = frozenset(("japaneseDigitalTenThousand", "ideographDigital", "taiwaneseDigital", "koreanDigital2"))
_WIDE = frozenset(("decimalFullWidth", "decimalFullWidth2"))
_OFFSETS = {"decimalEnclosedParen": (0x2474, 20), "decimalEnclosedFullstop": (0x2488, 20),
            "ideographEnclosedCircle": (0x3280, 10)}  # fmt: skip
"""Format → the character of 1, and how many characters follow."""
_LATIN = "abcdefghijklmnopqrstuvwxyz"
_CHICAGO = "*†‡§"
_MOST = 30
"""Signs in a row at most."""


def shown_number(number: int, name: str, pattern: str = "") -> str:
    """Return a number in a format; in digits where the format is unknown or ends. `pattern` is that of `custom`."""
    if name == "none":
        return ""
    if number < 1:
        return str(number)
    if name in _SERIES:
        series, signs = _SERIES[name]
        return _of_series(number, series, signs, repeats=name in _REPEATED)
    if name in _COUNTING:
        return item_sign(number, "kanji")
    if name in _LEGAL:
        return item_sign(number, "formal")
    if name in _WIDE:
        return item_sign(number, "wide")
    if name in _DIGITS:
        return "".join(f"〇{KANJI_ONE_TO_NINE}"[int(digit)] for digit in str(number))
    if name == "ideographZodiacTraditional":
        return item_sign((number - 1) % 10 + 1, "stems") + item_sign((number - 1) % 12 + 1, "branches")
    if name in _OFFSETS:
        first, signs = _OFFSETS[name]
        return chr(first + number - 1) if number <= signs else str(number)
    return _western(number, name, pattern)


def _of_series(number: int, series: ItemSeries, signs: int, *, repeats: bool) -> str:
    if number <= signs:
        return item_sign(number, series)
    return _repeated(item_sign((number - 1) % signs + 1, series), number, signs) if repeats else str(number)


def _repeated(sign: str, number: int, signs: int) -> str:
    return sign * min((number - 1) // signs + 1, _MOST)


def _western(number: int, name: str, pattern: str) -> str:
    if name in ("lowerLetter", "upperLetter"):
        shown = _repeated(_LATIN[(number - 1) % 26], number, 26)
        return shown.upper() if name == "upperLetter" else shown
    if name in ("lowerRoman", "upperRoman"):
        shown = roman_numeral(number)
        return shown.upper() if name == "upperRoman" else shown
    if name == "chicago":
        return _repeated(_CHICAGO[(number - 1) % 4], number, 4)
    if name == "decimalZero":
        return f"{number:02}"
    if name == "numberInDash":
        return f"- {number} -"
    if name == "hex":
        return f"{number:X}"
    if name == "ordinal":
        return f"{number}{_ordinal_ending(number)}"
    if name == "custom":  # `001, 002, 003, ...`
        width = len(pattern.split(",")[0].strip())
        return f"{number:0{min(width, 9)}}"
    return str(number)


def _ordinal_ending(number: int) -> str:
    return "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
