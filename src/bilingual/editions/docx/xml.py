"""The only place where WordprocessingML is made by hand, for features that python-docx does not support."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement

from bilingual.editions.markup import legal


def node(name: str, attributes: Mapping[str, str] | None = None, *children: Any) -> Any:
    """Return an element (`w:lang`); attribute names without a prefix have no namespace."""
    made: Any = OxmlElement(name)
    for key, text in (attributes or {}).items():
        made.set(qn(key) if ":" in key else key, legal(text))
    made.extend(children)
    return made


def value(name: str, text: str = "1") -> Any:
    """Return an element whose only attribute is `w:val`."""
    return node(name, {"w:val": text})


def twips(points: float) -> str:
    """Return a length as Word writes it, in twentieths of a point."""
    return str(round(points * 20))


def half_points(points: float) -> str:
    """Return a font size as Word writes it."""
    return str(round(points * 2))
