"""Recognise by their bytes the kinds of files that are often given as an article by mistake."""

from __future__ import annotations

import re

SAVE_AS_TEXT = "save the article as .docx, .html, plain text (.txt) or Markdown (.md)"
"""The remedy for other files without a reader."""
_SIGNATURES = (
    (b"%PDF-", "a PDF file"),
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"\xd0\xcf\x11\xe0", "an old Word or Excel document"),
    (b"{\\rtf", "an RTF document"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"SQLite format 3", "a database"),
    (b"\x7fELF", "a program"),
)
_ZIP = b"PK\x03\x04"
_HTML = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html[\s>])",
    re.IGNORECASE | re.DOTALL,
)
_DECLARED = 200
"""Bytes at the start of an EPUB or ODT file that contain its media type: the first entry, uncompressed."""


def find_signature(data: bytes) -> str:
    """Return the kind of a file by its first bytes (`a PDF file`); empty for text and unknown kinds.

    The formats that are ZIP archives are distinguished by the names of their entries, as far as `data` reaches.
    """
    if data.startswith(_ZIP):
        return _zip_kind(data)
    return next((kind for magic, kind in _SIGNATURES if data.startswith(magic)), "")


def remedy_for(kind: str) -> str:
    """Return what to do with a file of a kind that has no reader; `kind` is what `find_signature` returned."""
    if kind in ("an old Word or Excel document", "an RTF document"):
        return "open it in Word or LibreOffice and save it as .docx"
    if kind.endswith(" image"):
        return "recognise its text with OCR first, and save that as plain text (.txt)"
    if kind.endswith(" archive"):
        return "unpack it, and name the articles in it"
    return SAVE_AS_TEXT


def _zip_kind(data: bytes) -> str:
    if b"application/epub+zip" in data[:_DECLARED]:
        return "an EPUB book"
    if b"application/vnd.oasis.opendocument" in data[:_DECLARED]:
        return "an OpenDocument file"
    if b"word/" in data:
        return "a Word document (.docx)"
    return "a ZIP archive"


def is_docx(head: bytes) -> bool:
    """Return whether a file begins as a Word document does."""
    return find_signature(head) == "a Word document (.docx)"


def is_ole(head: bytes) -> bool:
    """Return whether a file begins as old Word files do, and new ones with a password."""
    return head.startswith(b"\xd0\xcf\x11\xe0")


def is_epub(head: bytes) -> bool:
    """Return whether a file begins as an EPUB book does."""
    return find_signature(head) == "an EPUB book"


def is_odt(head: bytes) -> bool:
    """Return whether a file begins as an OpenDocument text does, as a package or as one XML file."""
    if head.startswith(_ZIP):
        return b"application/vnd.oasis.opendocument.text" in head[:_DECLARED]
    return b"urn:oasis:names:tc:opendocument:xmlns:office:1.0" in head[:2000] and b"document" in head[:2000]


def is_html(head: bytes) -> bool:
    """Return whether a file begins as a web page does."""
    return _HTML.match(head) is not None


def is_pdf(head: bytes) -> bool:
    """Return whether a file begins as a PDF does."""
    return head.startswith(b"%PDF-")
