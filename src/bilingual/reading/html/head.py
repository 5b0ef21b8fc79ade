"""The head of an article: its title and author among the first blocks, and rules around the text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bilingual.reading.documents.model import DocumentBlock
from bilingual.reading.html.facts import comparable
from bilingual.reading.html.writer import without_bold

_HEAD = 6
"""Blocks at the head of a text among which its title and author are looked for."""


def with_title(blocks: Sequence[DocumentBlock], title: str, why: str = "title of the page") -> list[DocumentBlock]:
    """Return the blocks with the one that is the title as such: a heading, or a line at the head."""
    found = list(blocks)
    wanted = comparable(title)
    if not wanted or any(block.kind == "title" for block in found):
        return found
    for at, block in enumerate(found):
        usual = block.kind == "heading" or (at < _HEAD and block.kind is None)
        if usual and comparable(block.content.text) == wanted:
            found[at] = replace(block, kind="title", level=0, content=without_bold(block.content), why=why)
            break
    return found


def without_author(blocks: Sequence[DocumentBlock], author: str) -> list[DocumentBlock]:
    """Return the blocks without a line at their head that only names the author, whom editions name by themselves.

    Only where it stands directly below the title, or is a heading.
    """
    found = list(blocks)
    wanted = comparable(author)
    for at, block in enumerate(found[:_HEAD]):
        below = at > 0 and found[at - 1].kind == "title" and block.kind is None
        if wanted and (below or block.kind == "heading") and comparable(block.content.text) == wanted:
            del found[at]
            break
    return found


def without_outer_rules(blocks: Sequence[DocumentBlock]) -> list[DocumentBlock]:
    """Return the blocks without rules at their ends, and with one for several in a row."""
    found: list[DocumentBlock] = []
    for block in blocks:
        if block.kind != "separator" or (found and found[-1].kind not in ("separator", "title")):
            found.append(block)
    while found and found[-1].kind == "separator":
        found.pop()
    return found
