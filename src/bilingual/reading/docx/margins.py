"""Name what is not read: headers, footers and comments."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bilingual.containers.docx import DocxParts, Relation, W
from bilingual.reading.documents.left_out import LeftOut
from bilingual.reading.docx.elements import outermost
from bilingual.reading.docx.fields import Fields
from bilingual.reading.docx.runs import WordRunReader
from bilingual.reading.docx.styles import Styles

_MARGINS = {"header": ("a header", "headers"), "footer": ("a footer", "footers")}


def name_margins(parts: DocxParts, relations: Mapping[str, Relation], styles: Styles, left_out: LeftOut) -> None:
    """Add the headers, footers and comments of a document to what is left out."""
    for kind, words in _MARGINS.items():
        for name in dict.fromkeys(one.target for one in relations.values() if one.kind == kind and not one.external):
            root = parts.tree(name)
            if root is not None and (text := _text(root, styles)).strip():
                left_out.add(*words, text)
    for name in dict.fromkeys(one.target for one in relations.values() if one.kind == "comments" and not one.external):
        root = parts.tree(name)
        for _ in root.iterchildren(f"{W}comment") if root is not None else ():
            left_out.add("a comment", "comments")


def _text(root: Any, styles: Styles) -> str:
    """Return the text of a header or footer, without page numbers."""
    reader = WordRunReader(styles, Fields(root), None, {})
    shown = []
    for paragraph in outermost(root, f"{W}p"):
        found = reader.read(paragraph, styles.paragraph(paragraph.find(f"{W}pPr")))
        shown.append(found.content.text)
        shown += ["".join(one.text or "" for one in outermost(box, f"{W}t")) for box in found.boxes]
    return " ".join(filter(None, shown))
