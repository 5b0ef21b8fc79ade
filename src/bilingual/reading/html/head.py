"""The head of an article: its title and author among the first blocks, and rules around the text."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import replace

from bilingual.reading.documents.model import DocumentBlock
from bilingual.reading.html.facts import comparable
from bilingual.reading.html.writer import without_bold

_DATE = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?")
_TIME = r"(?:[\sT]*\d{1,2}[:時]\d{1,2}(?:分|:\d{2})?)?"
_DATE_LINE = re.compile(
    rf"(?:(?:公開|掲載|投稿|配信|作成|発表|更新|最終更新)(?:日時?)?\s*:?\s*)?{_DATE.pattern}\s*(?:\([日月火水木金土]\))?{_TIME}"
    r"\s*(?:公開|掲載|投稿|配信)?"
)
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


def without_date(blocks: Sequence[DocumentBlock], date: str) -> list[DocumentBlock]:
    """Return the blocks without a line at their head that only says the date, which editions name by themselves."""
    found = list(blocks)
    told = _day(_DATE.match(date))
    for at, block in enumerate(found[:_HEAD] if told else ()):
        text = unicodedata.normalize("NFKC", block.content.text).strip()
        if block.kind is None and _day(_DATE_LINE.fullmatch(text)) == told:
            del found[at]
            break
    return found


def _day(found: re.Match[str] | None) -> tuple[int, ...]:
    """Return year, month and day; nothing if there is no date."""
    return tuple(map(int, found.groups())) if found else ()


def without_outer_rules(blocks: Sequence[DocumentBlock]) -> list[DocumentBlock]:
    """Return the blocks without rules at their ends, and with one for several in a row."""
    found: list[DocumentBlock] = []
    for block in blocks:
        if block.kind != "separator" or (found and found[-1].kind not in ("separator", "title")):
            found.append(block)
    while found and found[-1].kind == "separator":
        found.pop()
    return found
