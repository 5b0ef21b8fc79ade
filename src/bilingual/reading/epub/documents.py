"""The XHTML of a book → the same trees as web pages have; addresses and ids are those of the whole book."""

from __future__ import annotations

import re
from html.entities import html5
from typing import Any

from bilingual.containers.container import Container
from bilingual.reading.epub.package import local_name, part_name
from bilingual.reading.html.charset import decode_page
from bilingual.reading.html.nodes import HtmlNode, TreeBuilder

_MOST = 2_000_000
"""Tags of one file; a parser needs a hundred times the bytes of a short one."""
_DECLARATION = re.compile(r"\A\s*<\?xml[^>]{0,300}\?>")
_ENTITY = re.compile(r"&(?:(#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{0,31});)?")
_XML_ENTITIES = frozenset(("amp", "lt", "gt", "quot", "apos"))
_EMPTY = frozenset(("br", "hr", "img", "wbr", "meta", "link", "input", "col"))
"""Elements without content; what a parser found in one that was not closed stands behind it."""
_EPUB = "{http://www.idpf.org/2007/ops}"
_INVALID = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def read_document(container: Container, name: str, place: str) -> HtmlNode | None:
    """Return the body of a file of a book; None if it is missing or empty.

    An id in it is `file#id`, a link within the book `#file#id`, and the address of a picture the name of its part.
    """
    data = container.read(name)
    if not data or not data.strip():
        return None
    if data.count(b"<") > _MOST:
        raise container.refuse(f"{name} has more than {_MOST:,} tags")
    source, _ = decode_page(data, place, None)
    source = _DECLARATION.sub("", _INVALID.sub("", source))
    source = _ENTITY.sub(_character, source).strip()
    if not source.startswith("<"):
        return None
    root = container.parsed(source.encode(), name, doctype=True, lenient=True)
    return _body(root, name)


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


def _body(root: Any, name: str) -> HtmlNode:
    from lxml import etree  # type: ignore[import-untyped]

    top = next((one for one in root.iter() if local_name(one).lower() == "body"), root)
    body = HtmlNode("body", _attributes(top, name))
    builder = TreeBuilder(body)
    drawing = 0
    for event, element in etree.iterwalk(top, events=("start", "end")):
        tag = local_name(element).lower()
        if event == "start":
            drawing += tag == "svg"
            if element is not top:
                builder.start(*_shown(tag, _attributes(element, name), drawing > 0))
                if tag in _EMPTY:
                    builder.end()
            if element.text and not drawing:
                builder.add(element.text)
            continue
        drawing -= tag == "svg"
        if element is not top:
            if tag not in _EMPTY:
                builder.end()
            if element.tail and not drawing:
                builder.add(element.tail)
    return body


def _shown(tag: str, attributes: dict[str, str], drawn: bool) -> tuple[str, dict[str, str]]:
    """Return name and attributes of an element; a picture in a drawing is one of the page."""
    if drawn and tag == "image":
        return "img", {"src": attributes.get("href", ""), "alt": attributes.get("title", "")}
    return ("div" if drawn else tag), attributes


def _attributes(element: Any, name: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for key, value in element.attrib.items():
        plain = f"epub:{key[len(_EPUB) :]}" if key.startswith(_EPUB) else str(key).rpartition("}")[2].lower()
        if not key.startswith("{") or plain not in found:
            found[plain] = str(value)
    if found.get("id"):
        found["id"] = f"{name}#{found['id']}"
    if found.get("name") and local_name(element) == "a":
        found["name"] = f"{name}#{found['name']}"
    for key in ("href", "src"):
        address = found.get(key, "").strip()
        if address and not re.match(r"[a-zA-Z][a-zA-Z0-9+.-]*:|//", address):
            mark = "#" if key == "href" and local_name(element).lower() == "a" else ""
            found[key] = mark + part_name(name, address)
    return found
