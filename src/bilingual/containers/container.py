"""Read untrusted ZIP containers (DOCX, ODT, EPUB): nothing is unpacked to disk, and size and depth are bounded.

A part is read by its name, never by a path of the file system. Its XML is parsed without entities, document types and
network.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterable
from typing import Any

from bilingual.containers.safe_xml import parse_untrusted
from bilingual.errors import InputError

_PARTS = 20_000
_LARGEST = 64 << 20
"""Bytes of a part, unpacked: the text of a book of 1,000 pages has 10 MB."""
_ALL = 1 << 30
"""Bytes of all parts, unpacked."""
_TAGS = 6_000_000
"""Tags of a part: 64 MB of text have 3 million, and each element takes 150 bytes and more when it is parsed."""
_RATIO = 400
"""How many times larger than the file the parts may be; repeated XML is packed to a hundredth."""
_SMALL = 64 << 20
"""Bytes up to which the ratio does not matter."""
_FAULTS = (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError, ValueError)
_DAMAGED = "the file is damaged or incomplete"


class Container:
    """The parts of a ZIP container, by name; every failure is an `InputError` with the container's place."""

    def __init__(self, data: bytes, place: str, *, again: str) -> None:
        """Open a container; `again` is the remedy for one that cannot be read."""
        self._place = place
        self._again = again
        self._read = 0
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(data))
            entries = self._archive.infolist()
        except _FAULTS as error:
            raise self.refuse(_DAMAGED) from error
        if len(entries) > _PARTS:
            raise self.refuse(f"has more than {_PARTS:,} parts")
        total = sum(entry.file_size for entry in entries)
        if total > _ALL or total > max(_SMALL, _RATIO * len(data)):
            raise self.refuse(f"is {total >> 20} MB when it is unpacked")
        for entry in entries:
            if _leads_outside(entry.filename):
                raise self.refuse("has a part outside the document")
        self._names: dict[str, zipfile.ZipInfo] = {}
        for entry in entries:  # of two parts with one name, the first counts
            self._names.setdefault(entry.filename.replace("\\", "/"), entry)
        self._folded = {name.casefold(): name for name in reversed(self._names)}

    @property
    def names(self) -> Iterable[str]:
        """Return the names of the parts, in their order."""
        return self._names.keys()

    def refuse(self, message: str) -> InputError:
        """Return the error for a container that cannot be used."""
        return InputError(message, place=self._place, remedy=self._again)

    def has(self, name: str) -> bool:
        """Return whether there is a part of this name; capitals do not count."""
        return name in self._names or name.casefold() in self._folded

    def read(self, name: str) -> bytes | None:
        """Return the bytes of a part; None if there is none."""
        entry = self._names.get(name) or self._names.get(self._folded.get(name.casefold(), ""))
        if entry is None:
            return None
        if entry.flag_bits & 1:
            raise InputError("is protected by a password", place=self._place, remedy="save it without a password")
        if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise self.refuse("is packed in a way that such documents are not")  # and unpacking may take any memory
        try:
            with self._archive.open(entry) as part:
                found = part.read(_LARGEST + 1)  # the size that the file declares may be wrong
        except _FAULTS as error:
            raise self.refuse(_DAMAGED) from error
        self._read += len(found)
        if len(found) > _LARGEST or self._read > _ALL:
            raise self.refuse(f"has a part larger than {_LARGEST >> 20} MB")
        return found

    def tree(self, name: str, *, mapped: Iterable[tuple[bytes, bytes]] = (), doctype: bool = False) -> Any:
        """Return the root element of an XML part, as lxml has it; None if there is no such part.

        `mapped` are namespaces to be replaced by others before parsing. A document type declaration is an error
        unless `doctype` is true, and then it may only name a DTD, which is not read.
        """
        data = self.read(name)
        if data is None:
            return None
        if data.count(b"<") > _TAGS:
            raise self.refuse(f"{name} has more than {_TAGS // 2:,} elements")
        for old, new in mapped:
            data = data.replace(old, new)
        return self.parsed(data, name, doctype=doctype)

    def parsed(self, data: bytes, name: str, *, doctype: bool = False, lenient: bool = False) -> Any:
        """Return the root element of XML in `data`; with `lenient`, what is wrong in it is repaired as far as possible.

        Raises `InputError` for XML that is invalid, too deep, or declares entities.
        """
        return parse_untrusted(data, name, self.refuse, doctype=doctype, lenient=lenient)


def _leads_outside(name: str) -> bool:
    plain = name.replace("\\", "/")
    return plain.startswith("/") or ".." in plain.split("/") or plain[1:3] == ":/"
