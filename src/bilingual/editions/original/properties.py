"""Set properties of paragraphs and runs in the order that their schema has (ECMA-376 part 1, 17.3.1.26, 17.3.2.28)."""

from __future__ import annotations

from typing import Any

from bilingual.containers.docx import W

_PARAGRAPH = (
    "pStyle", "keepNext", "keepLines", "pageBreakBefore", "framePr", "widowControl", "numPr", "suppressLineNumbers",
    "pBdr", "shd", "tabs", "suppressAutoHyphens", "kinsoku", "wordWrap", "overflowPunct", "topLinePunct", "autoSpaceDE",
    "autoSpaceDN", "bidi", "adjustRightInd", "snapToGrid", "spacing", "ind", "contextualSpacing", "mirrorIndents",
    "suppressOverlap", "jc", "textDirection", "textAlignment", "textboxTightWrap", "outlineLvl", "divId", "cnfStyle",
    "rPr", "sectPr", "pPrChange",
)  # fmt: skip
_RUN = (
    "rStyle", "rFonts", "b", "bCs", "i", "iCs", "caps", "smallCaps", "strike", "dstrike", "outline", "shadow", "emboss",
    "imprint", "noProof", "snapToGrid", "vanish", "webHidden", "color", "spacing", "w", "kern", "position", "sz",
    "szCs", "highlight", "u", "effect", "bdr", "shd", "fitText", "vertAlign", "rtl", "cs", "em", "lang",
    "eastAsianLayout", "specVanish", "oMath",
)  # fmt: skip
_ORDERS = {f"{W}pPr": _PARAGRAPH, f"{W}rPr": _RUN}


def made(name: str, /, **values: str) -> Any:
    """Return an element of WordprocessingML with attributes."""
    from lxml import etree  # type: ignore[import-untyped]

    element = etree.Element(f"{W}{name}")
    for key, text in values.items():
        element.set(f"{W}{key}", text)
    return element


def set_property(properties: Any, name: str, /, **values: str) -> Any:
    """Set a property of `w:pPr` or `w:rPr` in its place, and return it; one that is there gets the values, too."""
    found = properties.find(f"{W}{name}")
    if found is not None:
        for key, text in values.items():
            found.set(f"{W}{key}", text)
        return found
    order = _ORDERS[properties.tag]
    later = {f"{W}{one}" for one in order[order.index(name) + 1 :]}
    new = made(name, **values)
    following = next((child for child in properties if child.tag in later), None)
    if following is None:
        properties.append(new)
    else:
        following.addprevious(new)
    return new


def drop_properties(properties: Any, *names: str) -> None:
    """Remove properties."""
    for child in [one for one in properties if one.tag in {f"{W}{name}" for name in names}]:
        properties.remove(child)
