"""The names of OpenDocument's elements and attributes, written with the usual prefixes: `text:p`."""

from __future__ import annotations

import re
from typing import Any

_ODF = "urn:oasis:names:tc:opendocument:xmlns:"
_NAMESPACES = {
    "office": f"{_ODF}office:1.0",
    "style": f"{_ODF}style:1.0",
    "text": f"{_ODF}text:1.0",
    "table": f"{_ODF}table:1.0",
    "draw": f"{_ODF}drawing:1.0",
    "fo": f"{_ODF}xsl-fo-compatible:1.0",
    "svg": f"{_ODF}svg-compatible:1.0",
    "manifest": f"{_ODF}manifest:1.0",
    "script": f"{_ODF}script:1.0",
    "loext": "urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0",
    "ooo": "http://openoffice.org/2004/office",
    "dc": "http://purl.org/dc/elements/1.1/",
    "math": "http://www.w3.org/1998/Math/MathML",
    "xlink": "http://www.w3.org/1999/xlink",
    "xml": "http://www.w3.org/XML/1998/namespace",
}
_PREFIXES = {address: prefix for prefix, address in _NAMESPACES.items()}


def odf_name(element: Any) -> str:
    """Return the name of an element with its usual prefix; empty for other namespaces and for what is no element."""
    if not isinstance(element.tag, str):
        return ""
    address, _, name = element.tag[1:].rpartition("}")
    prefix = _PREFIXES.get(address)
    return f"{prefix}:{name}" if prefix else ""


def odf_tag(name: str) -> str:
    """Return a name as lxml writes it: `text:p` is `{urn:…}p`."""
    prefix, _, local = name.partition(":")
    return f"{{{_NAMESPACES[prefix]}}}{local}"


def odf_value(element: Any, name: str, default: str = "") -> str:
    """Return an attribute of an element."""
    return str(element.get(odf_tag(name), default))


def style_name(written: str) -> str:
    """Return the name of a style as people see it: `Heading_20_1` is `Heading 1`.

    LibreOffice writes it so twice (`Heading_5f_20_5f_1`) where another program left out the name to be shown.
    """
    for _ in range(2):
        written = re.sub("_([0-9a-f]{2})_", lambda found: chr(int(found[1], 16)), written)
    return written


def odf_integer(element: Any, name: str, default: int, *, most: int) -> int:
    """Return an attribute that is a whole number from 0 to `most`; `default` where it is none."""
    written = odf_value(element, name)
    return min(int(written), most) if written.isascii() and written.isdigit() and len(written) < 20 else default


def odf_child(element: Any, *names: str) -> Any:
    """Return the first descendant at the end of a path of children (`style:style`, …); None if there is none."""
    for name in names:
        element = element.find(odf_tag(name)) if element is not None else None
    return element
