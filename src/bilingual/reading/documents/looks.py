"""Headings by their look: writers who know no styles make a line large, bold or centred.

Only used where a document has no headings by style.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from bilingual.reading.documents.model import DocumentBlock
from bilingual.reading.documents.text import MarkedText
from bilingual.reading.plain.heads import SUBTITLE_LINE, is_generic

_LONGEST = 50
"""Characters of a heading."""
_LARGER = 1.12
"""How much larger than the text a heading is: 12 pt beside 10.5 pt."""
_USUAL = 12.0
"""Points of text whose size the document does not say, as browsers show it."""
_HEAD = 8
"""Paragraphs at the head of a document among which a title is looked for."""


def with_looks(paragraphs: Sequence[DocumentBlock]) -> list[DocumentBlock]:
    """Return the paragraphs with titles and headings by their look."""
    found = list(paragraphs)
    body = _body(found)
    if not any(one.kind == "title" for one in found):
        found = _with_title(found, body.size)
    if any(one.kind == "heading" for one in found):
        return found
    chosen = [at for at, one in enumerate(found) if _is_heading(found, at, body)]
    sizes = sorted({found[at].look.size for at in chosen}, reverse=True)
    for at in chosen:
        look, content = found[at].look, without_whole(found[at].content)
        if at and found[at - 1].kind == "title" and SUBTITLE_LINE.fullmatch(content.text):
            why = "look: between dashes below the title"
            found[at] = replace(found[at], kind="subtitle", why=why, content=content)
            continue
        level = sizes.index(look.size) + 1
        size = f", {look.size:g} pt" if look.size else ""
        why = f"look: {'bold' if look.bold else 'large'}{size}"
        found[at] = replace(found[at], kind="heading", level=level + 1, why=why, content=content)
    return found


def without_whole(content: MarkedText) -> MarkedText:
    """Return a text without bold and italics over all of it: the look of a heading, not an emphasis in it."""
    marks = (
        mark
        for mark in content.marks
        if mark.kind not in ("strong", "emphasis") or (mark.start, mark.end) != (0, len(content.text))
    )
    return MarkedText(content.text, tuple(marks))


class _Body:
    """How most of a document's text looks."""

    def __init__(self, size: float, bold: bool) -> None:
        self.size = size
        self.bold = bold


def _body(paragraphs: Sequence[DocumentBlock]) -> _Body:
    sizes: Counter[float] = Counter()
    bold: Counter[bool] = Counter()
    for one in paragraphs:
        if one.kind in (None, "paragraph", "list_item"):
            sizes[one.look.size] += len(one.content.text)
            bold[one.look.bold] += len(one.content.text)
    size = sizes.most_common(1)[0][0] if sizes else 0.0
    return _Body(size or _USUAL, bold[True] > bold[False])


def _is_short(one: DocumentBlock) -> bool:
    text = one.content.text
    numbered = one.kind == "list_item" and one.marker not in ("", "-")  # a heading may have a number: 第一章
    return (
        (one.kind is None or numbered)
        and 0 < len(text) <= _LONGEST
        and "\n" not in text
        and text[-1] not in "。．、，,："
    )


def _is_heading(paragraphs: Sequence[DocumentBlock], at: int, body: _Body) -> bool:
    """Return whether a paragraph looks like a heading of the text that follows it."""
    one = paragraphs[at]
    if not _is_short(one) or at + 1 >= len(paragraphs) or (at < _HEAD and is_generic(one.content.text)):
        return False
    larger = one.look.size >= body.size * _LARGER
    bold = one.look.bold and not body.bold
    after = paragraphs[at + 1]
    same = after.look.bold == one.look.bold and after.look.size == one.look.size
    follows = not (_is_short(after) and same) or after.kind is not None
    return (larger or bold) and follows


def _with_title(paragraphs: list[DocumentBlock], size: float) -> list[DocumentBlock]:
    """Return the paragraphs with the largest line at their head as the title."""
    head = [one for one in paragraphs[:_HEAD] if one.kind is None]
    before = next((at for at, one in enumerate(head) if not _is_short(one)), len(head))
    lines = [one for one in head[:before] if one.look.size >= size * _LARGER and not is_generic(one.content.text)]
    if not lines:
        return paragraphs
    title = max(lines, key=lambda one: one.look.size)
    others = [one for one in paragraphs if one is not title and one.kind is None and one.look.size >= title.look.size]
    if any(not is_generic(one.content.text) for one in others):
        return paragraphs
    why = f"look: {title.look.size:g} pt at the head"
    made = replace(title, kind="title", why=why, content=without_whole(title.content))
    return [made if one is title else one for one in paragraphs]
