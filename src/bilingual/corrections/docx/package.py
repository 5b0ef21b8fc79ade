"""Open a returned file: only the parts that are needed, with bounds, and nothing from outside the file."""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from dataclasses import dataclass
from typing import Any

from lxml import etree  # type: ignore[import-untyped]

from bilingual.errors import InputError

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
"""The namespace of "Strict Open XML", which Word offers, too."""
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PARTS = 20_000
_LARGEST = 64 << 20
"""Bytes of a part, unpacked: the text of an edition of 1,000 pages has 10 MB."""
_SAVE_AS = "open it in Word or LibreOffice and save it as .docx"
_FAULTS = (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError, ValueError)


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
    _refuse_other_formats(data, place)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if len(archive.infolist()) > _PARTS:
                raise InputError("it has too many parts", place=place, remedy=_SAVE_AS)
            main = _main_part(archive, place)
            folder = posixpath.dirname(main)
            others = (
                _parsed(archive, posixpath.join(folder, f"{name}.xml"), place)
                for name in ("styles", "comments", "commentsExtended", "footnotes")
            )
            document = _parsed(archive, main, place)
            if document is None or document.find(f"{W}body") is None:
                raise InputError("it has no text document", place=place, remedy=_SAVE_AS)
            return ReturnedParts(document, *others)
    except _FAULTS as error:
        raise InputError("the file is damaged or incomplete", place=place, remedy="ask for it again") from error


def _refuse_other_formats(data: bytes, place: str) -> None:
    if data.startswith(_OLE):
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise InputError("it is protected by a password", place=place, remedy="save it without a password")
        raise InputError("it is an old Word file (.doc)", place=place, remedy=_SAVE_AS)
    if not data.startswith(b"PK"):
        raise InputError("it is no DOCX file", place=place, remedy=_SAVE_AS)


def _main_part(archive: zipfile.ZipFile, place: str) -> str:
    """Return the name of the part with the text."""
    types = _read(archive, "[Content_Types].xml", place)
    if types is None:
        raise InputError("it is no DOCX file", place=place, remedy=_SAVE_AS)
    if b"macroEnabled" in types:
        raise InputError("it may have macros (.docm)", place=place, remedy=_SAVE_AS)
    relations = _parsed(archive, "_rels/.rels", place)
    for relation in relations if relations is not None else ():
        if str(relation.get("Type", "")).endswith("/officeDocument"):
            name = posixpath.normpath(str(relation.get("Target", "")).lstrip("/"))
            if relation.get("TargetMode") == "External" or name.startswith(".."):
                break
            return name
    raise InputError("it has no text document", place=place, remedy=_SAVE_AS)


def _read(archive: zipfile.ZipFile, name: str, place: str) -> bytes | None:
    try:
        entry = archive.getinfo(name)
    except KeyError:
        return None
    if entry.flag_bits & 1:
        raise InputError("it is protected by a password", place=place, remedy="save it without a password")
    with archive.open(entry) as part:
        found = part.read(_LARGEST + 1)  # the size that the file declares may be wrong
    if len(found) > _LARGEST:
        raise InputError(f"{name} is larger than {_LARGEST >> 20} MB", place=place, remedy="divide the article")
    return found


def _parsed(archive: zipfile.ZipFile, name: str, place: str) -> Any:
    """Return the root of a part; None if the file does not have it."""
    data = _read(archive, name, place)
    if data is None:
        return None
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(data.replace(_STRICT, W[1:-1].encode()), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise InputError(f"{name} is damaged ({_line(error)})", place=place, remedy="ask for it again") from error
    if root.getroottree().docinfo.doctype:
        raise InputError(f"{name} has a document type declaration", place=place, remedy=_SAVE_AS)
    return root


def _line(error: Exception) -> str:
    return (str(error).splitlines() or ["?"])[0][:80]
