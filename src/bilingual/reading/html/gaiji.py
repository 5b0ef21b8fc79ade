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
    notes = {
        node
        for node in root.inside()
        if node.name == "span" and "notes" in class_names(node) and node.text.startswith("［＃")
    }
    for holder in {node.parent for node in notes if node.parent is not None}:
        kept: list[HtmlNode | str] = []
        for child in holder.children:
            if isinstance(child, str) or child not in notes:
                kept.append(child)
            elif kept and isinstance(before := kept[-1], str) and before.endswith("※"):
                kept[-1] = before[:-1] + drop_notes(f"※{child.text}")
        holder.children = kept
