"""Characters that a book shows as pictures, because the fonts of its time had none."""

from __future__ import annotations

import re

from bilingual.reading.html.nodes import HtmlNode
from bilingual.reading.html.styles import class_names
from bilingual.reading.ruby import drop_notes

_LONGEST = 4
"""Characters of a description that is the character itself."""


def gaiji_text(described: str) -> str:
    """Return the character that the description of a picture gives, by itself or by its code; 〓 if it gives none."""
    text = described.strip()
    if re.search(r"U\+[0-9A-Fa-f]{4,6}|(?<!\d)[12]-\d{1,2}-\d{1,2}(?!\d)", text):
        code = re.sub(r"[［］\n]", "", text)[:200]
        found = drop_notes(f"※［＃{code.replace('」', '』').replace('「', '『')}］")
        return found if found and found != "※" else "〓"
    return text if 0 < len(text) <= _LONGEST and text not in ("外字", "gaiji", "※") else "〓"


def resolve_editor_notes(root: HtmlNode) -> None:
    """Remove the notes of Aozora Bunko's editors (`［＃…］`).

    One that describes the ※ before it becomes a character.
    """
    for node in list(root.inside()):
        if node.name != "span" or "notes" not in class_names(node) or not node.text.startswith("［＃"):
            continue
        holder = node.parent
        if holder is None:
            continue
        at = next(place for place, one in enumerate(holder.children) if one is node)
        before = holder.children[at - 1] if at else ""
        if isinstance(before, str) and before.endswith("※"):
            holder.children[at - 1] = before[:-1] + drop_notes(f"※{node.text}")
        node.remove()
