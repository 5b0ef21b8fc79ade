"""The parts of an OpenDocument text: a ZIP package (.odt), or one XML file (.fodt)."""

from __future__ import annotations

import base64
import binascii
import posixpath
import re
from typing import Any

from bilingual.containers.container import Container
from bilingual.containers.safe_xml import parse_untrusted
from bilingual.errors import InputError
from bilingual.reading.odt.names import odf_child, odf_name, odf_tag, odf_value

_SAVE_AS = "open it in LibreOffice and save it as .odt"
_LARGE_PICTURE = re.compile(rb"(<office:binary-data>)[^<]{9000000,}")
"""More than the parser takes as one text: such a picture is left without its bytes."""
_LISTS = frozenset(("script-lb.xml", "script-lc.xml", "dialog-lb.xml", "dialog-lc.xml"))
"""Lists of macros, which LibreOffice also writes when there are none."""


class OdtParts:
    """An OpenDocument text: its content, its styles and its pictures."""

    def __init__(self, data: bytes, place: str) -> None:
        """Open a file.

        Raises `InputError` for what is no text document, has macros, is encrypted, damaged or too large.
        """
        self._place = place
        self._container: Container | None = None
        if data.startswith(b"PK"):
            self._container = Container(data, place, again=_SAVE_AS)
            self._refuse_protected(self._container)
            if _has_macros(self._container):
                raise self.refuse("has macros")
            self.content = self._container.tree("content.xml")
            self.styles = self._container.tree("styles.xml")
        elif b"<" not in data[:200]:
            raise self.refuse("is no OpenDocument text")
        else:
            self.content = parse_untrusted(_LARGE_PICTURE.sub(rb"\1", data), "the document", self.refuse)
            self.styles = self.content
        body = odf_child(self.content, "office:body", "office:text") if self.content is not None else None
        if body is None:
            raise self.refuse("has no text document")
        self.body = body
        if any("".join(one.itertext()).strip() for one in self.content.iter(odf_tag("office:script"))):
            raise self.refuse("has macros")

    def refuse(self, message: str) -> InputError:
        """Return the error for a file that cannot be used."""
        remedy = "save a copy without them" if message == "has macros" else _SAVE_AS
        return InputError(message, place=self._place, remedy=remedy)

    def picture(self, image: Any) -> tuple[str, bytes]:
        """Return the address and the bytes of a `draw:image`; both are empty where the document does not have it."""
        data = image.find(odf_tag("office:binary-data"))
        if data is not None:
            return "", _decoded("".join(data.itertext()))
        address = odf_value(image, "xlink:href")
        name = posixpath.normpath(address) if address and ":" not in address else ""
        found = self._container.read(name) if self._container and name else None
        return name or address, found or b""

    def formula(self, embedded: Any) -> Any:
        """Return the root of a formula's MathML in a `draw:object`; None if it is another kind of object."""
        inside = embedded.find(odf_tag("math:math"))
        if inside is not None or self._container is None:
            return inside
        name = posixpath.join(posixpath.normpath(odf_value(embedded, "xlink:href")), "content.xml")
        try:
            root = self._container.tree(name, doctype=True)
        except InputError:
            return None
        return root if root is not None and odf_name(root) == "math:math" else None

    def _refuse_protected(self, container: Container) -> None:
        manifest = container.tree("META-INF/manifest.xml", doctype=True)
        if manifest is not None and any(True for _ in manifest.iter(odf_tag("manifest:encryption-data"))):
            raise InputError("is protected by a password", place=self._place, remedy="save it without a password")


def _has_macros(container: Container) -> bool:
    for name in container.names:
        folder, _, rest = name.partition("/")
        if folder in ("Basic", "Scripts") and not name.endswith("/") and rest.rpartition("/")[2] not in _LISTS:
            return True
    return False


def _decoded(text: str) -> bytes:
    try:
        return base64.b64decode("".join(text.split()))
    except (binascii.Error, ValueError):
        return b""
