"""The contents of a book: the titles of its files, from the navigation document or the NCX."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from bilingual.containers.container import Container
from bilingual.reading.epub.documents import read_spine_item
from bilingual.reading.epub.markup import local_name, part_name, read_tree
from bilingual.reading.html.nodes import HtmlNode

_MOST = 20_000


@dataclass(frozen=True, slots=True)
class ContentsPart:
    """A title in the contents that leads nowhere: there is no page for it."""

    title: str
    depth: int


@dataclass(frozen=True, slots=True)
class ContentsEntry:
    """One line of the contents."""

    title: str
    part: str
    """The name of the file."""
    target: str
    """The id of the element, as `file#id`; empty for the file as a whole."""
    depth: int
    """1 is outermost."""
    parts: tuple[ContentsPart, ...] = ()
    """Titles without a link of their own, of the parts of the book that begin with this line."""


def read_contents(container: Container, name: str, place: str) -> list[ContentsEntry]:
    """Return the contents of a book in order; none if there are none, or they are damaged."""
    if not name or not container.has(name):
        return []
    if name.lower().endswith(".ncx"):
        root = read_tree(container, name, place)
        found = list(_from_ncx(root, name)) if root is not None else []
    else:
        body = read_spine_item(container, name, place)
        navs = [one for one in body.inside() if one.name == "nav"] if body is not None else []
        nav = next((one for one in navs if "toc" in one.get("epub:type").split()), navs[0] if navs else None)
        found = list(_from_nav(nav)) if nav is not None else []
    return [entry for entry in found[:_MOST] if entry.title]


def _from_nav(nav: HtmlNode) -> Iterator[ContentsEntry]:
    parts: list[ContentsPart] = []
    for node in nav.inside():
        depth = max(sum(one.name in ("ol", "ul") for one in node.around()), 1)
        if node.name == "span" and node.parent is not None and node.parent.name == "li" and _has_list(node.parent):
            parts = [one for one in parts if one.depth < depth] + [ContentsPart(node.text, depth)]
        elif node.name == "a" and node.get("href").startswith("#"):
            target = node.get("href")[1:]
            part, mark, _ = target.partition("#")
            begun = tuple(one for one in parts if one.depth < depth and one.title)
            yield ContentsEntry(node.text, part, target if mark else "", depth, begun)
            parts = []


def _has_list(item: HtmlNode) -> bool:
    return any(one.name in ("ol", "ul") for one in item.elements)


def _from_ncx(root: Any, name: str) -> Iterator[ContentsEntry]:
    for point in root.iter():
        if local_name(point) != "navPoint":
            continue
        label = next((one for one in point if local_name(one) == "navLabel"), None)
        content = next((one for one in point if local_name(one) == "content"), None)
        if label is None or content is None:
            continue
        depth = 1 + sum(local_name(one) == "navPoint" for one in point.iterancestors())
        target = part_name(name, str(content.get("src", "")))
        part, mark, _ = target.partition("#")
        yield ContentsEntry(" ".join("".join(label.itertext()).split()), part, target if mark else "", depth)
