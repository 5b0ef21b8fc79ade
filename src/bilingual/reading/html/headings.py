"""Headings of a page that have nothing below them when other elements are taken out."""

from __future__ import annotations

from collections.abc import Collection

from bilingual.reading.html.nodes import HtmlNode
from bilingual.reading.html.tags import HEADING_LEVELS


def emptied_headings(lists: Collection[HtmlNode], gone: Collection[HtmlNode] = ()) -> list[HtmlNode]:
    """Return the headings directly above `lists` that have nothing below them without these, and without `gone`."""
    found: list[HtmlNode] = []
    for parent in dict.fromkeys(node.parent for node in lists if node.parent is not None):
        level, emptied = 1, False  # the end of the parent ends every section
        for part in reversed(parent.children):
            if part in lists:
                emptied = True
            elif part not in gone and not _is_blank(part):
                own = _heading_level(part)
                if emptied and 0 < level <= own and isinstance(part, HtmlNode):
                    found.append(part)
                else:
                    level, emptied = own, False
    return found


def _is_blank(part: HtmlNode | str) -> bool:
    """Return whether a part of a page shows nothing."""
    if isinstance(part, str):
        return not part.strip()
    return not part.text and not any(one.name in ("img", "hr") for one in (part, *part.inside()))


def _heading_level(part: HtmlNode | str) -> int:
    """Return the level of a heading below the title, or of a box with nothing else, 2 to 6; 0 for anything else."""
    if isinstance(part, str):
        return 0
    for one in (part, *part.elements[:1]):
        if HEADING_LEVELS.get(one.name, 0) > 1 and one.text == part.text:
            return HEADING_LEVELS[one.name]
    return 0
