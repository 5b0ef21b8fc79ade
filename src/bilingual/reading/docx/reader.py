"""A Word document (DOCX) → an article."""

from __future__ import annotations

import re
from pathlib import Path

from bilingual.containers.docx import DocxParts, W
from bilingual.errors import InputError, OwnEditionError
from bilingual.model import Article
from bilingual.reading.documents.assembly import assemble
from bilingual.reading.documents.model import DocumentFacts
from bilingual.reading.docx.found import COPY_BOOKMARK
from bilingual.reading.docx.walk import walk_document
from bilingual.reading.load import place_of

_PROPERTIES = ("docProps/custom.xml", "docProps/core.xml")
_OWN = re.compile(rb"\burn:bilingual:[0-9a-f]{32}\b")
"""The id of an edition."""


def read_word(data: bytes, path: Path) -> Article:
    """Return the article in a file.

    Raises `InputError` for what is no DOCX, cannot be read, has no text, or was made by bilingual.
    """
    place = place_of(path)
    parts = DocxParts(data, place)
    if any(_OWN.search(parts.container.read(name) or b"") for name in _PROPERTIES):
        remedy = "name the article that it was made from; for corrections in it, use bilingual learn"
        raise OwnEditionError(place, remedy)
    if any(one.get(f"{W}name") == COPY_BOOKMARK for one in parts.document.iter(f"{W}bookmarkStart")):
        raise OwnEditionError(place, "name the original document")
    found = walk_document(parts)
    blocks = [one.block for one in found.blocks]
    if not any(one.content.text or any(cell.text for cell in one.cells) for one in blocks if one.kind != "image"):
        drawn = any(one.kind == "image" for one in blocks)
        remedy = "a scan needs character recognition (OCR) first" if drawn else "an article needs some text"
        raise InputError("has no text" + (", only pictures" if drawn else ""), place=place, remedy=remedy)
    facts = DocumentFacts(path.name, author=found.author, notices=found.notices, assets=found.assets)
    return assemble(blocks, facts)
