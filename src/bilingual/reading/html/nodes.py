"""The elements of a page, whichever parser found them: HTML by lexbor, XHTML by lxml."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

from bilingual.reading.html.tags import INLINE_TAGS, WITHOUT_TEXT

DEEPEST_NODE = 120
"""Nesting of elements; what is deeper becomes a neighbour of its parent, so that recursion is bounded."""


@dataclass(slots=True, eq=False)
class HtmlNode:
    """One element: its name in lower case, its attributes, and what it contains in order."""

    name: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: list[HtmlNode | str] = field(default_factory=list)
    parent: HtmlNode | None = field(default=None, repr=False)

    def get(self, name: str) -> str:
        """Return an attribute without white space around it; empty if there is none."""
        return self.attributes.get(name, "").strip()

    @property
    def elements(self) -> list[HtmlNode]:
        """Return the elements directly inside."""
        return [child for child in self.children if not isinstance(child, str)]

    def inside(self) -> Iterator[HtmlNode]:
        """Yield all elements inside, in document order."""
        stack = [child for child in reversed(self.children) if not isinstance(child, str)]
        while stack:
            node = stack.pop()
            yield node
            if node.children:
                stack.extend([child for child in reversed(node.children) if not isinstance(child, str)])

    def around(self) -> Iterator[HtmlNode]:
        """Yield the elements around it, the nearest first."""
        node = self.parent
        while node is not None:
            yield node
            node = node.parent

    @property
    def text(self) -> str:
        """Return the text inside without readings, in one line."""
        texts = (part if isinstance(part, str) else "" if part.name in INLINE_TAGS else " " for part in self.parts())
        return " ".join("".join(texts).split())

    def parts(self, without: Collection[str] = WITHOUT_TEXT) -> Iterator[HtmlNode | str]:
        """Yield itself and all texts and elements inside, in document order, but no element named in `without`."""
        stack: list[HtmlNode | str] = [self]
        while stack:
            part = stack.pop()
            if isinstance(part, str):
                yield part
            elif part.name not in without:
                stack.extend(part.children[::-1])
                yield part

    def remove(self) -> None:
        """Take the element out of its parent."""
        if self.parent is not None:
            self.parent.children = [child for child in self.parent.children if child is not self]
            self.parent = None


def remove_nodes(nodes: Collection[HtmlNode]) -> None:
    """Take elements out of their parents, all at once."""
    gone = set(nodes)
    for parent in {node.parent for node in gone if node.parent is not None}:
        parent.children = [child for child in parent.children if isinstance(child, str) or child not in gone]
    for node in gone:
        node.parent = None


class TreeBuilder:
    """Builds a tree from events; an element deeper than `DEEPEST_NODE` stands behind its parent instead of in it."""

    def __init__(self, root: HtmlNode) -> None:
        self._open = [root]
        """The elements that contain what comes next; those beyond the limit stay in the last one's parent."""
        self._holders = [root]

    def start(self, name: str, attributes: dict[str, str]) -> HtmlNode:
        """Begin an element."""
        holder = self._holders[-1]
        node = HtmlNode(name, attributes, parent=holder)
        holder.children.append(node)
        self._open.append(node)
        self._holders.append(node if len(self._open) <= DEEPEST_NODE else holder)
        return node

    def add(self, text: str) -> None:
        """Add text to the open element."""
        node, holder = self._open[-1], self._holders[-1]
        inside = node if holder is node or holder.children[-1] is node else holder
        inside.children.append(text)

    def end(self) -> None:
        """End the open element."""
        self._open.pop()
        self._holders.pop()
