"""The XML of a book, which may have faults, and the names of its parts."""

from __future__ import annotations

import posixpath
import re
from html.entities import html5
from typing import Any
from urllib.parse import unquote

from bilingual.containers.container import Container
from bilingual.reading.html.charset import decode_page

_MOST = 600_000
"""Tags of one file; a parser needs a hundred times the bytes of a short one."""
_DECLARATION = re.compile(r"\A\s*<\?xml[^>]{0,300}\?>")
_ENTITY = re.compile(r"&(?:(#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{0,31});)?")
_XML_ENTITIES = frozenset(("amp", "lt", "gt", "quot", "apos"))
_INVALID = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def read_tree(container: Container, name: str, place: str) -> Any:
    """Return the root element of XML that may have faults, and characters by their names in HTML; None if empty."""
    data = container.read(name)
    if not data or not data.strip():
        return None
    if data.count(b"<") > _MOST:
        raise container.refuse(f"{name} has more than {_MOST:,} tags")
    source, _ = decode_page(data, place, None)
    source = _DECLARATION.sub("", _INVALID.sub("", source))
    source = _ENTITY.sub(_character, source).strip()
    return container.parsed(source.encode(), name, doctype=True, lenient=True) if source.startswith("<") else None


def _character(entity: re.Match[str]) -> str:
    """Return what stands for a reference to a character in XML, which does not know the names of HTML."""
    name = entity[1]
    if not name:
        return "&amp;"
    if name in _XML_ENTITIES:
        return entity[0]
    if name.startswith("#"):
        code = int(name[2:], 16) if name[1] in "xX" else int(name[1:])
        valid = code in (9, 10, 13) or 0x20 <= code < 0xD800 or 0xE000 <= code < 0xFFFE or 0x10000 <= code < 0x110000
        return entity[0] if valid else "\ufffd"
    return html5.get(f"{name};", f"&amp;{name};")


def part_name(base: str, address: str) -> str:
    """Return the name of the part that an address in the part `base` leads to, with its fragment."""
    path, mark, fragment = unquote(address).partition("#")
    if not path:
        return base + mark + fragment
    return posixpath.normpath(posixpath.join("/", posixpath.dirname(base), path)).lstrip("/") + mark + fragment


def local_name(element: Any) -> str:
    """Return the name of an element without its namespace; empty for what is no element."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""
