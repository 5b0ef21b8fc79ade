"""The parts of a DOCX file: which one has the text, and where relations lead."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass
from typing import Any

from bilingual.containers.container import Container
from bilingual.errors import InputError

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_STRICT = (
    (b"http://purl.oclc.org/ooxml/wordprocessingml/main", W[1:-1].encode()),
    (b"http://purl.oclc.org/ooxml/officeDocument/relationships", R[1:-1].encode()),
    (b"http://purl.oclc.org/ooxml/officeDocument/", b"http://schemas.openxmlformats.org/officeDocument/2006/"),
    (b"http://purl.oclc.org/ooxml/drawingml/main", b"http://schemas.openxmlformats.org/drawingml/2006/main"),
    (b"http://purl.oclc.org/ooxml/drawingml/", b"http://schemas.openxmlformats.org/drawingml/2006/"),
)
"""The namespaces of "Strict Open XML", which Word offers, too."""
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_SAVE_AS = "open it in Word or LibreOffice and save it as .docx"


@dataclass(frozen=True, slots=True)
class Relation:
    """Where a relation of a part leads."""

    kind: str
    """The last part of its type: `image`, `hyperlink`, `footnotes`."""
    target: str
    """The name of a part, or the address if it is external."""
    external: bool = False


class DocxParts:
    """A DOCX file: its container, and the name of the part with the text."""

    def __init__(self, data: bytes, place: str) -> None:
        """Open a file.

        Raises `InputError` for what is no DOCX, has macros, is encrypted, damaged or too large.
        """
        _refuse_other_formats(data, place)
        self.container = Container(data, place, again=_SAVE_AS)
        types = self.container.read("[Content_Types].xml")
        if types is None:
            raise self.container.refuse("is no DOCX file")
        if b"macroEnabled" in types:
            raise self.container.refuse("may have macros (.docm)")
        self.main = self._main_part()
        self.document = self.tree(self.main)
        if self.document is None or self.document.find(f"{W}body") is None:
            raise self.container.refuse("has no text document")

    def _main_part(self) -> str:
        for relation in self._relations("_rels/.rels", "").values():
            if relation.kind == "officeDocument" and not relation.external and not relation.target.startswith(".."):
                return relation.target
        raise self.container.refuse("has no text document")

    def tree(self, name: str) -> Any:
        """Return the root element of a part, in the usual namespaces; None if there is no such part."""
        return self.container.tree(name, mapped=_STRICT)

    def beside(self, name: str) -> str:
        """Return the name of a part in the folder of the text: `styles.xml` → `word/styles.xml`."""
        return posixpath.join(posixpath.dirname(self.main), name)

    def relations(self, part: str) -> dict[str, Relation]:
        """Return the relations of a part, by id."""
        folder, name = posixpath.split(part)
        return self._relations(posixpath.join(folder, "_rels", f"{name}.rels"), folder)

    def _relations(self, name: str, folder: str) -> dict[str, Relation]:
        root = self.tree(name)
        found: dict[str, Relation] = {}
        for one in root if root is not None else ():
            kind = str(one.get("Type", "")).rpartition("/")[2]
            target = str(one.get("Target", ""))
            external = one.get("TargetMode") == "External"
            if not external:
                target = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
            found[str(one.get("Id", ""))] = Relation(kind, target, external)
        return found


def _refuse_other_formats(data: bytes, place: str) -> None:
    if data.startswith(_OLE):
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise InputError("is protected by a password", place=place, remedy="save it without a password")
        raise InputError("is an old Word file (.doc)", place=place, remedy=_SAVE_AS)
    if not data.startswith(b"PK"):
        raise InputError("is no DOCX file", place=place, remedy=_SAVE_AS)
