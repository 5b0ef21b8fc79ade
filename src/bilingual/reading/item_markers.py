"""Markers of list items that a writer typed before a line: ・, ※, ①."""

from __future__ import annotations

import re

from bilingual.languages.japanese.scripts import ENCLOSED_NUMBERS, MIDDLE_DOTS, VARIATION_SELECTORS

BULLETS = "•‣◦⁃∙▪✓✔☑☐✅➤►▸"
"""Signs that begin nothing but items."""
_ITEM = re.compile(rf"([{MIDDLE_DOTS}{BULLETS}●○◆◇■□★☆{ENCLOSED_NUMBERS}※])(?!\1)[{VARIATION_SELECTORS}]?[ \u3000]*")


def item_marker(text: str, *, listed: bool) -> re.Match[str] | None:
    """Return the Japanese marker of a line; with `listed`, also markers that are not only used as bullets."""
    match = _ITEM.match(text)
    sure = match is not None and match[1] in f"{MIDDLE_DOTS}※{BULLETS}"
    return match if match and match.end() < len(text) and (listed or sure) else None
