"""A Word document (DOCX) → an article."""

from __future__ import annotations

import re
from pathlib import Path

from bilingual.containers.docx import DocxParts, W
from bilingual.errors import InputError
from bilingual.model import Article
from bilingual.reading.documents.assembly import assemble
from bilingual.reading.documents.model import DocumentFacts
from bilingual.reading.docx.found import COPY_BOOKMARK
from bilingual.reading.docx.walk import walk_document
from bilingual.reading.load import SAVE_AS_TEXT, place_of
from bilingual.reading.signatures import find_signature, is_docx

_PROPERTIES = ("docProps/custom.xml", "docProps/core.xml")
_OWN = re.compile(rb"\burn:bilingual:[0-9a-f]{32}\b")
"""The id of an edition."""
_OLE = b"\xd0\xcf\x11\xe0"
"""How a password-protected DOCX file begins, and an old Word file; they are told apart when the file is opened."""


def read_word(data: bytes, path: Path) -> Article:
    """Return the article in a file.

    Raises `InputError` for what is no DOCX, cannot be read, has no text, or was made by bilingual.
    """
    place = place_of(path)
    _refuse_other_kinds(data, place)
    parts = DocxParts(data, place)
    if any(_OWN.search(parts.container.read(name) or b"") for name in _PROPERTIES):
        remedy = "name the article that it was made from; for corrections in it, use bilingual learn"
        raise InputError("is an edition that bilingual made", place=place, remedy=remedy)
    if any(one.get(f"{W}name") == COPY_BOOKMARK for one in parts.document.iter(f"{W}bookmarkStart")):
        raise InputError("is a copy that bilingual put English into", place=place, remedy="name the original document")
    found = walk_document(parts)
    blocks = [one.block for one in found.blocks]
    if not any(one.content.text or any(cell.text for cell in one.cells) for one in blocks if one.kind != "image"):
        drawn = any(one.kind == "image" for one in blocks)
        remedy = "a scan needs character recognition (OCR) first" if drawn else "an article needs some text"
        raise InputError("has no text" + (", only pictures" if drawn else ""), place=place, remedy=remedy)
    facts = DocumentFacts(path.name, author=found.author, notices=found.notices, assets=found.assets)
    return assemble(blocks, facts)


def _refuse_other_kinds(data: bytes, place: str) -> None:
    """Raise `InputError` for a file of another kind with the suffix of a Word document, and name its kind."""
    if data.startswith(_OLE) or is_docx(data) or b"[Content_Types].xml" in data:
        return
    if kind := find_signature(data):
        raise InputError(f"is {kind}, which is not supported", place=place, remedy=SAVE_AS_TEXT)
