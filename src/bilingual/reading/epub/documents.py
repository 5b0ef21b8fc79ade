"""The XHTML of a book → the same trees as web pages have; addresses and ids are those of the whole book."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from bilingual.containers.container import Container
from bilingual.reading.epub.markup import local_name, part_name, read_tree
from bilingual.reading.html.nodes import HtmlNode, TreeBuilder
from bilingual.reading.html.sheets import apply_sheets

_SHEET = 500_000
"""Bytes of a style sheet."""
_EMPTY = frozenset(("br", "hr", "img", "wbr", "meta", "link", "input", "col"))
"""Elements without content; what a parser found in one that was not closed stands behind it."""
_EPUB = "{http://www.idpf.org/2007/ops}"


def read_spine_item(container: Container, name: str, place: str) -> HtmlNode | None:
    """Return the body of a file of a book; None if it is missing or empty.

    An id in it is `file#id`, a link within the book `#file#id`, and the address of a picture the name of its part.
    """
    root = read_tree(container, name, place)
    if root is None:
        return None
    body = _body(root, name)
    apply_sheets(body, _sheets(container, root, name))
    return body


def _sheets(container: Container, root: Any, name: str) -> Iterator[str]:
    """Yield the style sheets of a file."""
    for element in root.iter():
        kind = local_name(element).lower()
        if kind == "style":
            yield "".join(element.itertext())
        elif kind == "link" and "stylesheet" in str(element.get("rel", "")).lower():
            data = container.read(part_name(name, str(element.get("href", "")).partition("?")[0]))
            yield (data or b"")[:_SHEET].decode("utf-8", "replace")


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
