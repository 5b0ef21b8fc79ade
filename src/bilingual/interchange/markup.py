"""Write XML: escape text and attributes, and place inline codes in a text."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Literal

from bilingual.model import Unit

_ATTRIBUTE = (('"', "&quot;"), ("\n", "&#10;"), ("\t", "&#9;"))

CodeKind = Literal["strong", "emphasis", "code", "link", "ruby", "footnote", "term", "protected"]
_POINTS = ("ruby", "footnote")


def text_xml(text: str) -> str:
    """Return a text as XML content; a carriage return would otherwise be read as a line feed."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\r", "&#13;")


def _attribute_xml(text: str) -> str:
    text = text_xml(text)
    for character, reference in _ATTRIBUTE:
        text = text.replace(character, reference)
    return text


def tag(element: str, /, **attributes: str | None) -> str:
    """Return a start tag; None leaves an attribute out. `_` is written as `-`, `__` as `:`, `from_` as `from`."""
    pairs = (
        f' {key.rstrip("_").replace("__", ":").replace("_", "-")}="{_attribute_xml(value)}"'
        for key, value in attributes.items()
        if value is not None
    )
    return f"<{element}{''.join(pairs)}>"


def empty_tag(element: str, /, **attributes: str | None) -> str:
    """Return the tag of an element without content."""
    return f"{tag(element, **attributes)[:-1]}/>"


@dataclass(frozen=True, slots=True)
class InlineCode:
    """A stretch of a source text with a property, or a point behind which something is noted."""

    kind: CodeKind
    start: int
    end: int
    value: str = ""
    """The reading of a ruby, the label of a footnote, the address of a link, the English of a term."""

    @property
    def point(self) -> bool:
        """Return whether the code has no text of its own."""
        return self.kind in _POINTS


def codes_of(unit: Unit) -> list[InlineCode]:
    """Return the codes of a unit's source, properly nested: one that crosses an earlier one is left out."""
    length = len(unit.source)
    wanted: list[InlineCode] = []
    for mark in unit.marks:
        if mark.kind != "speaker" and 0 <= mark.start < mark.end <= length:
            start = mark.end if mark.kind in _POINTS else mark.start
            wanted.append(InlineCode(mark.kind, start, mark.end, mark.value))
    for match in unit.terms:
        if match.kind != "number" and 0 <= match.start < match.end <= length:
            kind: CodeKind = "protected" if match.kind == "protected" else "term"
            wanted.append(InlineCode(kind, match.start, match.end, match.target))
    found: list[InlineCode] = []
    for code in wanted:
        if code.point or not any(_cross(code, other) for other in found if not other.point):
            found.append(code)
    return found


def _cross(one: InlineCode, other: InlineCode) -> bool:
    return one.start < other.start < one.end < other.end or other.start < one.start < other.end < one.end


def with_codes(text: str, codes: Iterable[InlineCode], write: Callable[[InlineCode, int], tuple[str, str]]) -> str:
    """Return a text as XML with its codes; `write` returns the tags of a code, given its number from 1.

    The end tag of a point is empty. The codes must be properly nested.
    """
    opened: dict[int, list[InlineCode]] = {}
    points: dict[int, list[InlineCode]] = {}
    for code in codes:
        (points if code.point else opened).setdefault(code.start, []).append(code)
    places = sorted({*opened, *points, *(code.end for some in opened.values() for code in some)})
    parts: list[str] = []
    stack: list[tuple[int, str]] = []
    at = number = 0
    for place in places:
        parts.append(text_xml(text[at:place]))
        at = place
        while stack and stack[-1][0] == place:
            parts.append(stack.pop()[1])
        for code in (*points.get(place, ()), *sorted(opened.get(place, ()), key=lambda code: -code.end)):
            number += 1
            begin, end = write(code, number)
            parts.append(begin)
            if not code.point:
                stack.append((code.end, end))
    return "".join((*parts, text_xml(text[at:])))
