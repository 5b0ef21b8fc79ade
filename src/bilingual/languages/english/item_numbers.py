"""The numbers of items as Western documents write them: iv, aa."""

from __future__ import annotations

_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"),
    (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip


def roman_numeral(number: int) -> str:
    """Return a Roman numeral in lower case; outside 1 to 3999 the number in digits."""
    if not 0 < number < 4000:
        return str(number)
    shown = ""
    for value, sign in _ROMAN:
        count, number = divmod(number, value)
        shown += sign * count
    return shown


def item_letters(number: int) -> str:
    """Return a to z, then aa, ab, … for a number from 1; empty for smaller ones."""
    shown = ""
    while number > 0:
        number, at = divmod(number - 1, 26)
        shown = chr(ord("a") + at) + shown
    return shown
