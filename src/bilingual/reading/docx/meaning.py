"""What a paragraph is, by its style, its outline level and its number."""

from __future__ import annotations

from dataclasses import dataclass

from bilingual.model import Kind
from bilingual.reading.docx.numbering import BULLET, ListNumber
from bilingual.reading.docx.styles import ParagraphLook

_LONGEST_HEADING = 80
"""Characters of a heading that is a sentence: rules number their paragraphs with the styles of headings."""
_KINDS: dict[str, Kind] = {
    "title": "title",
    "subtitle": "subtitle",
    "quote": "quote",
    "caption": "paragraph",
    "code": "code",
    "date": "byline",
}


@dataclass(frozen=True, slots=True)
class BlockMeaning:
    """The kind of a paragraph; None where the document does not say it."""

    kind: Kind | None = None
    level: int = 0
    marker: str = ""
    why: str = ""


def block_meaning(look: ParagraphLook, number: ListNumber | None, text: str) -> BlockMeaning:
    """Return what a paragraph with a look, a number and a text is."""
    named = look.meaning
    style = f"style {look.name}" if look.name else "outline level"
    if named and named.meaning == "heading" and not _is_sentence(text):
        return BlockMeaning("heading", max(named.level, 1), _heading_marker(number), style)
    if named and named.meaning in _KINDS:
        kind = _KINDS[named.meaning]
        return BlockMeaning(kind, 1 if kind == "quote" else 0, "", style)
    if number is not None and (number.marker or number.level):
        level = number.level + 1
        if named and named.meaning in ("list bullet", "list number"):
            level = max(level, named.level)
        rule = "list" if number.marker == BULLET else f"list, number {number.marker}"
        return BlockMeaning("list_item", level, number.marker, rule)
    if named and named.meaning == "list bullet":
        return BlockMeaning("list_item", max(named.level, 1), BULLET, style)
    if named and named.meaning == "heading":
        return BlockMeaning("paragraph", why=f"{style}, but a sentence")
    return BlockMeaning()


def _is_sentence(text: str) -> bool:
    return len(text) > _LONGEST_HEADING and text.rstrip().endswith(("。", "．"))


def _heading_marker(number: ListNumber | None) -> str:
    """Return the number of a heading; the sign of a bullet only where its font does not matter (■)."""
    if number is None:
        return ""
    if number.marker != BULLET:
        return number.marker
    return number.sign if len(number.sign) == 1 and "\u2010" < number.sign < "\ue000" else ""
