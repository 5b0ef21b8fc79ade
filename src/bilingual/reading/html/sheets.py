"""Style sheets, as far as they mark text: bold, slanted, emphasis dots, type size by a class."""

from __future__ import annotations

import re
from collections.abc import Iterable

from bilingual.reading.html.nodes import HtmlNode
from bilingual.reading.html.styles import class_names
from bilingual.reading.html.tags import MARKED_TAGS

_LARGEST = 1_000_000
"""Characters of the sheets of a page that are read."""
_MOST = 5000
"""Rules."""
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_RULE = re.compile(r"([^{}@;]{1,2000})\{([^{}]{0,4000})\}")
_CONDITION = re.compile(r"@[a-z-]+[^{};]{0,2000}\{(?:[^{}]{0,4000}\{[^{}]{0,4000}\}){0,500}\s*\}", re.IGNORECASE)
_SELECTOR = re.compile(r"\s*([a-z]{0,10})\.([\w-]{1,80})\s*", re.IGNORECASE)
_PROPERTY = re.compile(
    r"\s*((?:-webkit-|-epub-)?text-emphasis(?:-style)?|font-weight|font-style"
    r"|font-size(?=\s*:\s*[\d.]+p[tx]\b))\s*:\s*([^;!]{1,100})",
    re.IGNORECASE,
)


def apply_sheets(root: HtmlNode, sheets: Iterable[str]) -> None:
    """Give the elements within lines the declarations of their classes that mark text; their own take precedence."""
    rules = _rules("\n".join(sheets)[:_LARGEST])
    if not rules:
        return
    for node in root.inside():
        if node.name in MARKED_TAGS and (names := class_names(node)):
            told = [rules[key] for name in names for key in (("", name), (node.name, name)) if key in rules]
            if told:
                node.attributes["style"] = ";".join((*told, node.get("style")))


def _rules(sheet: str) -> dict[tuple[str, str], str]:
    """Return the declarations that mark text by element and class; rules for some media only are left out."""
    found: dict[tuple[str, str], str] = {}
    for match in _RULE.finditer(_CONDITION.sub("", _COMMENT.sub("", sheet))):
        told = [f"{one[1].lower()}:{one[2].strip()}" for one in map(_PROPERTY.match, match[2].split(";")) if one]
        if not told:
            continue
        for selector in match[1].split(","):
            if (one := _SELECTOR.fullmatch(selector)) and len(found) < _MOST:
                key = (one[1].lower(), one[2].lower())
                found[key] = ";".join(filter(None, (found.get(key, ""), *told)))
    return found
