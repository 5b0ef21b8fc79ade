"""What a style attribute or a class says about text: hidden, bold, emphasised."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from bilingual.model import MarkKind
from bilingual.reading.html.nodes import HtmlNode

_DECLARATION = re.compile(r"\s*([a-z-]+)\s*:\s*([^;]*)", re.IGNORECASE)
_DOTS = re.compile(
    r"(?:^|[-_])(?:sesame|bouten|kenten|text-emphasis|emphasis-dots?)|^em-(?:sesame|dot|circle|double|tri)"
)
"""Classes of emphasis dots: Aozora Bunko's `sesame_dot`, `em-sesame` of Japanese publishers."""
_TAG_MARKS: dict[str, MarkKind] = {
    "strong": "strong",
    "b": "strong",
    "em": "emphasis",
    "i": "emphasis",
    "code": "code",
    "kbd": "code",
    "samp": "code",
    "tt": "code",
}


@lru_cache(maxsize=4096)
def declarations(style: str) -> dict[str, str]:
    """Return the properties of a style attribute, in lower case."""
    if len(style) > 4000:
        return {}
    return {found[1].lower(): found[2].strip().lower() for found in map(_DECLARATION.match, style.split(";")) if found}


def is_hidden(node: HtmlNode) -> bool:
    """Return whether an element is not shown."""
    if "hidden" in node.attributes or node.get("aria-hidden") == "true":
        return True
    style = node.get("style")
    if not style:
        return False
    told = declarations(style)
    return told.get("display", "").startswith("none") or told.get("visibility", "").startswith(("hidden", "collapse"))


def is_block_by_style(node: HtmlNode) -> bool:
    """Return whether a style makes an inline element a block."""
    style = node.get("style")
    return bool(style) and declarations(style).get("display", "") in ("block", "table", "flex", "list-item")


def class_names(node: HtmlNode) -> Sequence[str]:
    """Return the classes of an element, in lower case."""
    return node.get("class").lower().split()


def marks_of(node: HtmlNode) -> tuple[MarkKind, ...]:
    """Return the marks that an element puts on its text."""
    found: list[MarkKind] = [_TAG_MARKS[node.name]] if node.name in _TAG_MARKS else []
    for name in class_names(node):
        if _DOTS.search(name) and "emphasis" not in found:
            found.append("emphasis")
        elif name == "bold" and "strong" not in found:
            found.append("strong")
    if style := node.get("style"):
        _apply(declarations(style), found)
    return tuple(found)


def _apply(told: dict[str, str], found: list[MarkKind]) -> None:
    weight = told.get("font-weight", "")
    if weight in ("bold", "bolder") or (weight.isdecimal() and int(weight[:5]) >= 600):
        if "strong" not in found:
            found.append("strong")
    elif weight and "strong" in found:
        found.remove("strong")
    dots = next((told[name] for name in _DOT_PROPERTIES if told.get(name)), "")
    slanted = told.get("font-style", "")
    if (dots and not dots.startswith(("none", "initial"))) or slanted in ("italic", "oblique"):
        if "emphasis" not in found:
            found.append("emphasis")
    elif slanted == "normal" and "emphasis" in found:
        found.remove("emphasis")


_DOT_PROPERTIES = (
    "text-emphasis",
    "text-emphasis-style",
    "-webkit-text-emphasis",
    "-webkit-text-emphasis-style",
    "-epub-text-emphasis",
    "-epub-text-emphasis-style",
)


def font_size(node: HtmlNode) -> float:
    """Return the type size in points that an element gives its text; 0 if it gives none."""
    if node.name == "font" and (size := re.fullmatch(r"([+-]?)([1-7])", node.get("size"))):
        step = int(size[2]) if not size[1] else 3 + int(f"{size[1]}{size[2]}")
        return _FONT_SIZES[min(max(step, 1), 7) - 1]
    if node.name == "big":
        return 14.0
    if style := node.get("style"):
        found = re.fullmatch(r"(\d{1,3}(?:\.\d{1,4})?)(pt|px|em|rem|%)", declarations(style).get("font-size", ""))
        if found:
            return round(float(found[1]) * _POINTS[found[2]], 1)
    return 0.0


_FONT_SIZES = (7.5, 10.0, 12.0, 13.5, 18.0, 24.0, 36.0)
_POINTS = {"pt": 1.0, "px": 0.75, "em": 12.0, "rem": 12.0, "%": 0.12}
