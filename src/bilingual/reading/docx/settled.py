"""What a paragraph is beside others: lines of code are one block, a second title is a subtitle."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bilingual.reading.documents.text import MarkedText
from bilingual.reading.docx.found import WordBlock


def settled_blocks(found: Sequence[WordBlock]) -> list[WordBlock]:
    """Return the blocks of a document with one title, and its code joined."""
    return _with_one_title(_with_code(found))


def _with_code(found: Sequence[WordBlock]) -> list[WordBlock]:
    """Return the blocks with lines of code that follow each other as one; blank lines inside it stay."""
    kept: list[WordBlock] = []
    lines: list[WordBlock] = []
    for one in [*found, None]:
        if one is not None and one.block.kind == "code":
            lines.append(one)
            continue
        if lines:
            kept += _joined_code(lines)
            lines = []
        if one is not None:
            kept.append(one)
    return kept


def _joined_code(lines: list[WordBlock]) -> list[WordBlock]:
    while lines and not lines[-1].block.content.text.strip():
        lines.pop()
    first = next((at for at, one in enumerate(lines) if one.block.content.text.strip()), len(lines))
    lines = lines[first:]
    if not lines:
        return []
    text = "\n".join(one.block.content.text.rstrip() for one in lines)
    paragraphs = tuple(paragraph for one in lines for paragraph in one.paragraphs)
    return [WordBlock(replace(lines[0].block, content=MarkedText(text)), paragraphs)]


def _with_one_title(found: Sequence[WordBlock]) -> list[WordBlock]:
    """Return the blocks with one title: a second one below it is a subtitle, any other a heading."""
    kept: list[WordBlock] = []
    titled = False
    for one in found:
        kind = one.block.kind
        before = kept[-1].block.kind if kept else None
        if kind == "title" and titled:
            below = before in ("title", "subtitle")
            changed = replace(one.block, kind="subtitle" if below else "heading", level=0 if below else 1)
            kept.append(replace(one, block=changed))
            continue
        if kind == "subtitle" and before not in ("title", "subtitle", None):
            one = replace(one, block=replace(one.block, kind=None, why=""))
        titled = titled or kind == "title"
        kept.append(one)
    return kept
