"""Open a returned file: only the parts that are needed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from bilingual.containers.docx import DocxParts, W

__all__ = ["ReturnedParts", "W", "open_parts"]


@dataclass(frozen=True, slots=True)
class ReturnedParts:
    """The parts of a file that have text, parsed; None for parts that it does not have."""

    document: Any
    styles: Any = None
    comments: Any = None
    replies: Any = None
    """`commentsExtended`: which comment answers which."""
    footnotes: Any = None


def open_parts(data: bytes, place: str) -> ReturnedParts:
    """Return the parts of a DOCX.

    Raises `InputError` for what is no DOCX, is encrypted, damaged or too large, or has a document type declaration.
    """
    parts = DocxParts(data, place)
    names = ("styles", "comments", "commentsExtended", "footnotes")
    return ReturnedParts(parts.document, *(parts.tree(parts.beside(f"{name}.xml")) for name in names))
