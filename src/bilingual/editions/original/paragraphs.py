"""Put English into paragraphs: below the Japanese, or in its place."""

from __future__ import annotations

import copy
from collections.abc import Iterable, Sequence
from typing import Any

from bilingual.containers.docx import W
from bilingual.editions.original.properties import drop_properties, made, set_property
from bilingual.reading.docx.elements import MC, M, child_value, children_within
from bilingual.reading.docx.fields import unpaired_signs
from bilingual.reading.docx.numbering import ListNumber

_TEXT = frozenset(
    f"{W}{name}" for name in ("t", "tab", "ptab", "cr", "noBreakHyphen", "softHyphen", "sym", "ruby", "instrText",
                              "fldChar", "footnoteReference", "endnoteReference", "lastRenderedPageBreak")
)  # fmt: skip
"""What the English takes the place of."""
_MARKS = frozenset(
    f"{W}{name}" for name in ("bookmarkStart", "bookmarkEnd", "commentRangeStart", "commentRangeEnd", "permStart",
                              "permEnd")
)  # fmt: skip
_INSIDE = frozenset(
    f"{W}{name}" for name in ("hyperlink", "sdtContent", "smartTag", "customXml", "fldSimple", "dir", "bdo")
)
_BREAKS = ("page", "column")


def stack(japanese: Any, runs: Iterable[Any], number: ListNumber | None, *, above: bool, close: bool = False) -> None:
    """Put a paragraph of English below (or above) a Japanese one, with its properties but no number.

    With `close` there is no space between the two, and no page ends there: a heading has much space above.
    """
    english = made("p")
    properties = japanese.find(f"{W}pPr")
    own = made("pPr") if properties is None else copy.deepcopy(properties)
    drop_properties(own, "pageBreakBefore" if not above else "sectPr", "pPrChange")
    section = None if properties is None else properties.find(f"{W}sectPr")
    if section is not None and not above:
        properties.remove(section)  # the section ends behind the English
    _for_english(own)
    if number is not None:
        _unnumbered(own, number)
    if above and properties is not None:
        drop_properties(properties, "pageBreakBefore")
    if close:
        first, second = (own, _properties(japanese)) if above else (_properties(japanese), own)
        set_property(first, "keepNext", val="1")
        set_property(second, "spacing", before="0", beforeLines="0", beforeAutospacing="0")
    if len(own):
        english.append(own)
    english.extend(runs)
    if above:
        japanese.addprevious(english)
    else:
        japanese.addnext(english)


def _properties(paragraph: Any) -> Any:
    """Return the properties of a paragraph; one without any gets empty ones."""
    found = paragraph.find(f"{W}pPr")
    if found is None:
        found = made("pPr")
        paragraph.insert(0, found)
    return found


def _for_english(properties: Any) -> None:
    """Change what suits Japanese only: lines that end inside a word, letters spread over the line (均等割付)."""
    drop_properties(properties, "wordWrap")
    if child_value(properties, "jc") == "distribute":
        set_property(properties, "jc", val="center")


def free_controls(paragraph: Any) -> None:
    """Let the content controls around a paragraph have more than one, and text that is not a property of the file."""
    for control in paragraph.iterancestors(f"{W}sdt"):
        properties = control.find(f"{W}sdtPr")
        for child in list(properties) if properties is not None else ():
            if child.tag == f"{W}text" or child.tag.endswith("}dataBinding"):
                properties.remove(child)


def without_number(paragraph: Any, number: ListNumber) -> None:
    """Take a paragraph out of its list."""
    _unnumbered(_properties(paragraph), number)


def _unnumbered(properties: Any, number: ListNumber) -> None:
    """Take a paragraph out of its list; its text begins where the text of the item does."""
    drop_properties(properties, "numPr")
    if number.by_style:
        set_property(properties, "numPr").append(made("numId", val="0"))  # none (17.9.18)
    indent = properties.find(f"{W}ind")
    if indent is None:
        indent = set_property(properties, "ind", left=str(number.indent)) if number.indent > 0 else None
    if indent is None:
        indent = set_property(properties, "ind")
    for name in ("hanging", "hangingChars", "firstLine", "firstLineChars"):
        indent.attrib.pop(f"{W}{name}", None)
    indent.set(f"{W}firstLine", "0")
    indent.set(f"{W}firstLineChars", "0")


def replace_text(paragraphs: Sequence[Any], runs: Iterable[Any]) -> None:
    """Put English in the place of the text of paragraphs, into the last; of the others stays what is no text."""
    *others, last = paragraphs
    for one in others:
        before, behind = _emptied(one)
        one.extend([*before, *behind])
        if not before and not behind and one.find(f"{W}pPr/{W}sectPr") is None:
            one.getparent().remove(one)
    before, behind = _emptied(last)
    last.extend([*before, *runs, *behind])
    properties = last.find(f"{W}pPr")
    if properties is not None:
        _for_english(properties)


def _emptied(paragraph: Any) -> tuple[list[Any], list[Any]]:
    """Take all but the properties out of a paragraph; return what is kept of it, before and behind its text."""
    before: list[Any] = []
    behind: list[Any] = []
    kept = before
    runs = children_within(paragraph, "r")
    spanning = unpaired_signs(sign for run in runs for sign in run.iterchildren(f"{W}fldChar", f"{W}instrText"))
    for child in list(paragraph):
        if child.tag == f"{W}pPr":
            continue
        for part in _kept(child, spanning):
            kept.append(part)
        if _has_text(child):
            kept = behind
        if child.getparent() is paragraph:
            paragraph.remove(child)
    return before, behind


def _kept(element: Any, spanning: set[Any]) -> list[Any]:
    """Return what is kept of a part of a paragraph: marks, and runs with pictures, text boxes or signs of notes."""
    if element.tag in _MARKS:
        return [element]
    if element.tag == f"{W}r":
        for child in list(element):
            broken = child.tag == f"{W}br" and child.get(f"{W}type") not in _BREAKS
            if (child.tag in _TEXT and child not in spanning) or broken:
                element.remove(child)
        return [element] if any(child.tag != f"{W}rPr" for child in element) else []
    if element.tag == f"{MC}AlternateContent":
        return [] if next(element.iter(f"{W}drawing", f"{W}pict"), None) is None else [element]
    if element.tag == f"{W}sdt":
        element = element.find(f"{W}sdtContent")
    if element is not None and element.tag in _INSIDE:
        return [part for child in list(element) for part in _kept(child, spanning)]
    return []


def _has_text(element: Any) -> bool:
    tags = (f"{W}t", f"{W}ruby", f"{W}sym", f"{M}t", f"{W}footnoteReference", f"{W}endnoteReference")
    return next(element.iter(*tags), None) is not None or element.tag == f"{M}oMath"
