"""What a file is, told from its bytes: the kinds that are often given as an article by mistake."""

from __future__ import annotations

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
_DECLARED = 200
"""Bytes in which an EPUB or ODT file has its media type: it is the first entry, and not compressed."""


def find_signature(data: bytes) -> str:
    """Return what a file is by its beginning (`a PDF file`); empty for text and for what is not known.

    The formats that are ZIP archives are told apart by names of their entries, as far as `data` reaches.
    """
    if data.startswith(_ZIP):
        return _zip_kind(data)
    return next((kind for magic, kind in _SIGNATURES if data.startswith(magic)), "")


def _zip_kind(data: bytes) -> str:
    if b"application/epub+zip" in data[:_DECLARED]:
        return "an EPUB book"
    if b"application/vnd.oasis.opendocument" in data[:_DECLARED]:
        return "an OpenDocument file"
    if b"word/" in data:
        return "a Word document (.docx)"
    return "a ZIP archive"
