"""Japanese numerals, read exactly: 1,234.5, 二〇二五, 三百二十一, 2億3,000万, 三・五, and mixtures of them."""

from __future__ import annotations

import re
from decimal import Decimal, localcontext

from bilingual.languages.japanese.scripts import (
    DIGIT_VALUES,
    KANJI_DIGITS,
    KANJI_NUMERALS,
    KANJI_TENS,
    MIDDLE_DOTS,
    MYRIAD_VALUES,
    TEN_VALUES,
)

NUMERAL_SIGNS = KANJI_NUMERALS + "京"
"""Every sign of the kanji numerals; 京 (10^16) is also half of 東京, so a grammar must check the following text."""

_TOKEN = re.compile(
    rf"\d+(?:\.\d+)?|[{KANJI_DIGITS}]+(?:[{MIDDLE_DOTS}][{KANJI_DIGITS}]+)?|[{KANJI_TENS}{''.join(MYRIAD_VALUES)}]"
)
_ANY_DIGIT = re.compile(f"[0-9{KANJI_DIGITS}]")
_GROUPED = re.compile(r"\d{1,3}(?:,\d{3})+(?!\d)")

# One character for one, so that offsets stay valid.
_FOLDED = {0xFF10 + digit: str(digit) for digit in range(10)} | {
    ord(sign): to for sign, to in zip("，．％－‐−：／～∼￥＄＇’（）＋", ",.%---:/〜〜¥$''()+", strict=True)
}


def fold_numerals(text: str) -> str:
    """Return the text with full-width digits and signs made plain; its length does not change."""
    return text.translate(_FOLDED)


def read_numeral(text: str) -> Decimal | None:
    """Return the value of a numeral, or None if it is not valid (二十百, 1万億, 12,34)."""
    if text.isdecimal() and text.isascii():
        return Decimal(text) if len(text) <= 20 else None
    text = fold_numerals(text)
    if "," in text:
        if any(len(run) > 3 and not _GROUPED.fullmatch(run) for run in re.findall(r"[\d,]*,[\d,]*", text)):
            return None
        text = text.replace(",", "")
    tokens = _TOKEN.findall(text)
    if not tokens or "".join(tokens) != text or len(text) > 40:
        return None
    with localcontext() as context:
        context.prec = 90
        return _sum(tokens)


def _sum(tokens: list[str]) -> Decimal | None:
    """Add the sections before 京, 兆, 億 and 万, and what follows; units must come down."""
    total, section, digit = Decimal(), Decimal(), None
    big, small = Decimal(10**20), Decimal(10**20)
    for place, sign in enumerate(tokens):
        if sign in MYRIAD_VALUES:
            unit = Decimal(MYRIAD_VALUES[sign])
            whole = section + (digit or 0)
            if unit >= big or (digit is None and not section) or whole >= big / unit:
                return None
            total += whole * unit
            section, digit, big, small = Decimal(), None, unit, unit
        elif sign in TEN_VALUES:
            unit = Decimal(TEN_VALUES[sign])
            # Accounts have 1,234百万円 and 12千円: any figure before the first unit.
            account = place == 1 and tokens[0][0] in "123456789" and (sign == "千" or tokens[1:3] == ["百", "万"])
            if unit >= small or (digit is not None and not 0 < digit < 10 and not account):
                return None
            section += (1 if digit is None else digit) * unit
            digit, small = None, unit
        else:
            digit = _plain(sign)
            if digit is None or digit >= small:
                return None
    return total + section + (digit or 0)


def _plain(token: str) -> Decimal | None:
    """Return the value of digits in a row, Arabic or kanji (二〇二五); None for more than twenty."""
    if token[0] in DIGIT_VALUES:
        token = "".join("." if sign in MIDDLE_DOTS else str(DIGIT_VALUES[sign]) for sign in token)
    return Decimal(token) if len(token) <= 20 else None


def goes_on(first: str, second: str) -> Decimal | None:
    """Return 13,000 for 1万2千 and 3千, where the end of 1万2千〜3千円 leaves out the 万; None if it is complete."""
    head, tail = first[: -len(second)], first[-len(second) :]
    low, high = read_numeral(tail), read_numeral(second)
    alike = _ANY_DIGIT.sub("1", tail) == _ANY_DIGIT.sub("1", second)
    if not head or head[-1] not in MYRIAD_VALUES or not alike or low is None or high is None or low >= high:
        return None
    return read_numeral(head + second)
