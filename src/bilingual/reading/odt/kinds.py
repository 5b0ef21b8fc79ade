"""What the named styles of OpenDocument say about a paragraph. Their names are the same in every language."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bilingual.model import Kind
from bilingual.reading.odt.names import style_name
from bilingual.reading.odt.styles import OdtStyles

_KINDS: dict[str, Kind] = {
    "Title": "title",
    "Subtitle": "subtitle",
    "Quotations": "quote",
    "Quote": "quote",
    "Intense Quote": "quote",
    "Preformatted Text": "code",
    "Horizontal Line": "separator",
    "Author": "byline",
    "Date": "byline",
}
_CAPTIONS = frozenset(("Caption", "Illustration", "Table", "Text", "Drawing", "Figure"))
_HEADING = re.compile("Heading ?([1-9])")
_LIST = re.compile("(?:List(?: Bullet| Number)?|Numbering) ([2-5])")
_DEEPEST = 6
"""Levels of headings."""


@dataclass(frozen=True, slots=True)
class StyleKind:
    """The kind of a paragraph by its style; None where the style does not say it."""

    kind: Kind | None = None
    level: int = 0
    why: str = ""
    caption: bool = False


def list_level(styles: OdtStyles, style: str) -> int:
    """Return the level of a list that a paragraph style is made for: 2 for `List Bullet 2`; 0 without."""
    names = (_LIST.match(style_name(name)) for name in styles.names(style))
    return next((int(found[1]) for found in names if found), 0)


def kind_by_style(styles: OdtStyles, style: str, heading: int) -> StyleKind:
    """Return the kind of a paragraph; `heading` is the level of a `text:h`, and 0 for other paragraphs."""
    names = [style_name(name) for name in styles.names(style)]
    shown = names[0] if names else ""
    for name in names:
        if name in _CAPTIONS:
            return StyleKind("paragraph", 0, f"style {shown}", caption=True)
        if (kind := _KINDS.get(name)) and not (heading and kind not in ("title", "subtitle")):
            return StyleKind(kind, 1 if kind == "quote" else 0, f"style {shown}")
    named = (int(found[1]) for name in names if (found := _HEADING.fullmatch(name)))
    level = heading or styles.outline_level(style) or next(named, 0)
    if level:
        return StyleKind("heading", min(level, _DEEPEST), f"heading of level {level}")
    return StyleKind()
