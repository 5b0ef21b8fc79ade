"""The characters of symbol fonts, as Unicode has them: Wingdings l is ●."""

from __future__ import annotations

_GETA = "〓"
"""The sign of Japanese printers for a character that is not there."""
_BULLET = "・"
_PRIVATE = range(0xF000, 0xF100)
_WINGDINGS = {
    0x21: "✏", 0x22: "✂", 0x28: "☎", 0x29: "✆", 0x2A: "✉", 0x36: "⌛", 0x37: "⌨", 0x3E: "✇", 0x3F: "✍", 0x41: "✌",
    0x45: "☜", 0x46: "☞", 0x47: "☝", 0x48: "☟", 0x4A: "☺", 0x4B: "☺", 0x4C: "☹", 0x4E: "☠", 0x50: "⚑", 0x51: "✈",
    0x52: "☼", 0x54: "❄", 0x6C: "●", 0x6D: "○", 0x6E: "■", 0x6F: "□", 0x70: "□", 0x71: "□", 0x72: "□", 0x73: "◆",
    0x74: "◆", 0x75: "◆", 0x76: "❖", 0x77: "◆", 0x78: "☒", 0x7B: "✿", 0x80: "⓪", 0x81: "①", 0x82: "②", 0x83: "③",
    0x84: "④", 0x85: "⑤", 0x86: "⑥", 0x87: "⑦", 0x88: "⑧", 0x89: "⑨", 0x8A: "⑩", 0x8C: "❶", 0x8D: "❷", 0x8E: "❸",
    0x8F: "❹", 0x90: "❺", 0x91: "❻", 0x92: "❼", 0x93: "❽", 0x94: "❾", 0x95: "❿", 0x9E: "・", 0x9F: "•", 0xA1: "○",
    0xA4: "◉", 0xA5: "◎", 0xA7: "▪", 0xA8: "□", 0xAA: "✦", 0xAB: "★", 0xAC: "✶", 0xD8: "➢", 0xDF: "←", 0xE0: "→",
    0xE1: "↑", 0xE2: "↓", 0xE8: "➔", 0xEF: "⇦", 0xF0: "⇨", 0xF1: "⇧", 0xF2: "⇩", 0xFB: "✗", 0xFC: "✓", 0xFD: "☒",
    0xFE: "☑",
}  # fmt: skip
_SYMBOL = {
    0x22: "∀", 0x24: "∃", 0x2D: "−", 0xA3: "≤", 0xA5: "∞", 0xAB: "↔", 0xAC: "←", 0xAD: "↑", 0xAE: "→", 0xAF: "↓",
    0xB0: "°", 0xB1: "±", 0xB2: "″", 0xB3: "≥", 0xB4: "×", 0xB7: _BULLET, 0xB8: "÷", 0xB9: "≠", 0xBA: "≡", 0xBB: "≈",
    0xBC: "…", 0xC7: "∩", 0xC8: "∪", 0xCE: "∈", 0xD6: "√", 0xE5: "∑", 0xF2: "∫",
}  # fmt: skip
_LETTERS = b"ABGDEZHQIKLMNXOPRSTUFCYWabgdezhqiklmnxoprstufcyw"
_GREEK = dict(zip(_LETTERS, "ΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩαβγδεζηθικλμνξοπρστυφχψω", strict=True))
_TABLES = {"wingdings": _WINGDINGS, "symbol": {**_GREEK, **_SYMBOL}}
_OTHERS = frozenset(("wingdings 2", "wingdings 3", "webdings", "zapfdingbats", "monotype sorts"))


def is_symbol_font(name: str) -> bool:
    """Return whether the letters of a font are signs."""
    return name.casefold() in _TABLES or name.casefold() in _OTHERS


def symbol_character(code: int, font: str) -> str:
    """Return the character with a code in a font; 〓 where Unicode's is not known."""
    low = code - _PRIVATE.start if code in _PRIVATE else code
    table = _TABLES.get(font.casefold())
    if table is not None:
        if low in table:
            return table[low]
        plain = chr(low) if font.casefold() == "symbol" and 0x20 <= low < 0x7F else ""
        return plain or (_BULLET if low == 0xB7 else _GETA)
    if font.casefold() in _OTHERS:
        return _GETA
    if code in _PRIVATE:  # another font: its own Latin letters
        return chr(low) if 0x20 < low < 0x7F else _GETA
    return chr(code) if 0x20 <= code < 0x110000 and not 0xD800 <= code < 0xE000 else _GETA


def in_symbol_font(text: str, font: str) -> str:
    """Return text that is set in a symbol font as its characters in Unicode; white space stays."""
    return "".join(one if one.isspace() or ord(one) > 0xF0FF else symbol_character(ord(one), font) for one in text)
