"""The source of a page → its tree, as browsers read it."""

from __future__ import annotations

import re
from typing import Any

from bilingual.errors import InputError
from bilingual.reading.html.nesting import limit_nesting
from bilingual.reading.html.nodes import HtmlNode, TreeBuilder
from bilingual.reading.html.tags import VOID_TAGS

_MOST = 1_000_000
"""Elements and texts of a page; a book in one page has 200,000."""
_HEAD = 2000
"""Characters in which a page says that it is XHTML."""
_XHTML = "http://www.w3.org/1999/xhtml"
_EMPTY_TAG = re.compile(r"<([a-zA-Z][a-zA-Z0-9]{0,20})((?:\s[^<>]{0,2000})?)/>")
_AMP_NAMES = {
    "amp-img": "img",
    "amp-anim": "img",
    "amp-sidebar": "nav",
    "amp-consent": "dialog",
    "amp-user-notification": "dialog",
    **dict.fromkeys(("amp-iframe", "amp-youtube", "amp-twitter", "amp-instagram", "amp-facebook"), "iframe"),
}
"""Elements of pages for mobile telephones (AMP) → those of HTML that they are."""
_SKIPPED = frozenset(("template", "svg", "canvas"))


def parse_page(source: str, place: str, select: str = "") -> tuple[HtmlNode, tuple[HtmlNode, ...]]:
    """Return the root of a page, and the elements that the CSS selector `select` matches, without those inside others.

    Raises `InputError` for an invalid selector, one that matches nothing, or a page that is too large.
    """
    from selectolax.lexbor import LexborHTMLParser

    if _XHTML in source[:_HEAD]:
        source = _EMPTY_TAG.sub(_closed, source)
    parser = LexborHTMLParser(limit_nesting(source))
    wanted = _matches(parser, select, place) if select else frozenset()
    found: list[HtmlNode] = []
    root = HtmlNode("html")
    top = parser.root
    if top is not None:
        _convert(top, root, wanted, found, place)
    apart = [node for node in found if not any(other in found for other in node.around())]
    return root, tuple(apart)


def _closed(tag: re.Match[str]) -> str:
    """Return an empty element of XHTML (`<script/>`) as HTML writes it: there, the slash means nothing."""
    return tag[0] if tag[1].lower() in VOID_TAGS else f"<{tag[1]}{tag[2]}></{tag[1]}>"


def _matches(parser: Any, select: str, place: str) -> frozenset[int]:
    from selectolax.lexbor import SelectolaxError

    shown = "".join(character for character in select if character.isprintable())[:80]
    try:
        if not select.strip() or "\0" in select:
            raise ValueError
        found = frozenset(node.mem_id for node in parser.css(select))
    except (SelectolaxError, ValueError, UnicodeError) as error:
        message = f"the CSS selector {shown!r} is invalid"
        raise InputError(message, place=place, remedy="give one such as .article-body or #main") from error
    if not found:
        remedy = "look at the page's source for the class or id of the article"
        raise InputError(f"nothing in the page matches {shown!r}", place=place, remedy=remedy)
    return found


def _convert(top: Any, root: HtmlNode, wanted: frozenset[int], found: list[HtmlNode], place: str) -> None:
    """Copy a tree of the parser; its own elements would be slower to walk, and without a limit of depth."""
    builder = TreeBuilder(root)
    root.attributes = _attributes(top)
    count = 0
    if wanted and top.mem_id in wanted:
        found.append(root)
    node, open_nodes = top.child, list[Any]()
    while node is not None or open_nodes:
        if node is None:
            node = open_nodes.pop().next
            builder.end()
            continue
        count += 1
        if count > _MOST:
            raise InputError(f"has more than {_MOST:,} elements", place=place, remedy="split it into several files")
        name = node.tag or ""
        if name == "-text":
            builder.add(node.text(deep=False))
        elif name[:1] not in ("-", "!", "") and name not in _SKIPPED:
            new = builder.start(_AMP_NAMES.get(name, name), _attributes(node))
            if wanted and node.mem_id in wanted:
                found.append(new)
            open_nodes.append(node)
            node = node.child
            continue
        node = node.next


def _attributes(node: Any) -> dict[str, str]:
    return {name: value or "" for name, value in node.attributes.items()}
