"""The lines at the head of an article: title, subtitle, office and date, from its front matter."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from bilingual.model import Block, Kind, Place
from bilingual.reading.ruby import take_ruby
from bilingual.reading.units import whole_unit

_DAY = re.compile(r"(\d{4})([-/.])(\d{1,2})(?:\2(\d{1,2})(?:[T ].*)?)?")


def with_title_block(
    found: Sequence[Block], front: Mapping[str, str], lines: Mapping[str, int], *, bare: bool
) -> tuple[list[Block], bool]:
    """Return the blocks of an article with its title block first; heading levels count from 1.

    `front` is the front matter, `lines` the line of each key. The second value is true when the front matter's title
    was used. The author is no block: a name is not translated.
    """
    blocks, used = _with_title(found, front.get("title", ""), lines.get("title", 0), bare=bare)
    blocks = [replace(block, given=front.get("title_en", "")) if block.kind == "title" else block for block in blocks]
    kinds: tuple[tuple[str, Kind], ...] = (("subtitle", "subtitle"), ("office", "byline"), ("date", "byline"))
    below = [
        Block(
            kind,
            whole_unit(*take_ruby(day_in_words(front[key]) if key == "date" else front[key], bare=bare)),
            place=Place(lines.get(key, 0) + 2),
            why="front matter",
            given=front.get(f"{key}_en", ""),
        )
        for key, kind in kinds
        if front.get(key)
    ]
    at = 1 if blocks and blocks[0].kind == "title" else 0
    return [*blocks[:at], *below, *blocks[at:]], used


def day_in_words(text: str) -> str:
    """Return a date in figures (2026-01-13, with or without a time of day) as 2026年1月13日; other text as it is."""
    found = _DAY.fullmatch(text.strip())
    if not found or not 1 <= int(found[3]) <= 12 or not 1 <= int(found[4] or 1) <= 31:
        return text
    return f"{int(found[1])}年{int(found[3])}月" + (f"{int(found[4])}日" if found[4] else "")


def _with_title(found: Sequence[Block], title: str, line: int, *, bare: bool) -> tuple[list[Block], bool]:
    """Put the front matter's title first, or make the first h1 the title.

    When both are equal, the h1 is the title; readings that only the front matter gives are kept.
    """
    blocks = list(found)
    words, marks = take_ruby(title, bare=bare)
    first = next((i for i, block in enumerate(blocks) if block.kind == "heading" and block.level == 1), None)
    used = False
    if first is not None and words in ("", blocks[first].source):
        heading = replace(blocks[first], kind="title", level=0, why="first heading of level 1")
        used = heading.source == words
        read = any(mark.kind == "ruby" for unit in heading.units for mark in unit.marks)
        blocks[first] = replace(heading, units=whole_unit(words, marks)) if used and marks and not read else heading
    elif title:
        blocks.insert(0, Block("title", whole_unit(words, marks), place=Place(line + 2), why="front matter"))
        used = True
    outermost = min((block.level for block in blocks if block.kind == "heading"), default=1)
    shifted = [replace(b, level=b.level - outermost + 1) if b.kind == "heading" else b for b in blocks]
    return shifted, used
