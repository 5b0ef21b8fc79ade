"""The markers of list items as browsers show them."""

from __future__ import annotations

from bilingual.languages.english.item_numbers import item_letters, roman_numeral
from bilingual.languages.japanese.item_numbers import ItemSeries, item_sign
from bilingual.reading.html.nodes import HtmlNode
from bilingual.reading.html.styles import declarations

_SERIES: dict[str, tuple[ItemSeries, str]] = {
    "cjk-ideographic": ("kanji", "、"),
    "cjk-decimal": ("kanji", "、"),
    "japanese-informal": ("kanji", "、"),
    "trad-chinese-informal": ("kanji", "、"),
    "japanese-formal": ("formal", "、"),
    "katakana": ("aiueo", "、"),
    "katakana-iroha": ("iroha", "、"),
    "cjk-heavenly-stem": ("stems", "、"),
    "cjk-earthly-branch": ("branches", "、"),
    "circled-decimal": ("circled", ""),
}
_KANA = {"hiragana": "katakana", "hiragana-iroha": "katakana-iroha"}
_TO_HIRAGANA = {code: code - 0x60 for code in range(0x30A1, 0x30F7)}
_TYPES = {
    "a": "lower-alpha",
    "A": "upper-alpha",
    "i": "lower-roman",
    "I": "upper-roman",
    "1": "decimal",
    "lower-latin": "lower-alpha",
    "upper-latin": "upper-alpha",
}


def list_markers(node: HtmlNode) -> dict[HtmlNode, str]:
    """Return the marker of each item of a list; `-` for bullets, none in a numbered list that hides its numbers."""
    items = [child for child in node.elements if child.name == "li"]
    style = _style(node)
    if node.name != "ol":
        return dict.fromkeys(items, "-")
    if style == "none":
        return dict.fromkeys(items, "")
    step = -1 if "reversed" in node.attributes else 1
    number = _whole(node.get("start"), len(items) if step < 0 else 1)
    found = {}
    for item in items:
        number = _whole(item.get("value"), number)
        found[item] = _marker(number, _style(item) or style)
        number += step
    return found


def _style(node: HtmlNode) -> str:
    told = declarations(node.get("style"))
    named = told.get("list-style-type") or next(
        (word for word in told.get("list-style", "").split() if word in _KNOWN), ""
    )
    kind = node.get("type")
    return named or _TYPES.get(kind, _TYPES.get(kind.lower(), ""))


_KNOWN = frozenset((*_SERIES, *_KANA, *_TYPES.values(), "none", "decimal-leading-zero", "disc", "circle", "square"))


def _whole(text: str, other: int) -> int:
    try:
        return max(min(int(text[:9]), 999_999), -999_999)
    except ValueError:
        return other


def _marker(number: int, style: str) -> str:
    if style in ("disc", "circle", "square"):
        return "-"
    if style in _SERIES or style in _KANA:
        series, end = _SERIES[_KANA.get(style, style)]
        sign = item_sign(number, series)
        return (sign.translate(_TO_HIRAGANA) if style in _KANA else sign) + end
    if style.endswith("-alpha") and number > 0:
        sign = item_letters(number)
    elif style.endswith("-roman"):
        sign = roman_numeral(number)
    else:
        return f"{number:02}." if style == "decimal-leading-zero" else f"{number}."
    return f"{sign.upper() if style.startswith('upper') else sign}."
