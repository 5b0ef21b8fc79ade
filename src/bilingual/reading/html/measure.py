"""How much prose each element of a page holds: text outside links, and its sentences."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

from bilingual.reading.html.nodes import HtmlNode
from bilingual.reading.html.tags import WITHOUT_TEXT

_STOPS = re.compile("[。、！？．，]|[.,!?](?=\\s)")
_PER_STOP = 40
"""Characters of text that count as much as one stop."""
_SPACE = re.compile(r"\s+")


@dataclass(slots=True)
class Amount:
    """What an element holds, with all elements in it."""

    length: int = 0
    """Characters, without white space."""
    linked: int = 0
    """Those of them that are links."""
    links: int = 0
    stops: int = 0
    """Stops and commas outside links."""

    @property
    def weight(self) -> float:
        """Return how likely this is prose."""
        return self.stops + (self.length - self.linked) / _PER_STOP

    @property
    def link_share(self) -> float:
        """Return the share of the text that is links, 0 to 1."""
        return self.linked / self.length if self.length else 0.0

    def include(self, other: Amount) -> None:
        """Add what another element holds."""
        self.length += other.length
        self.linked += other.linked
        self.links += other.links
        self.stops += other.stops


class PageMeasure:
    """The amounts of all elements of a page; those in `without` count nothing for the elements around them."""

    def __init__(self, root: HtmlNode, without: Collection[HtmlNode] = ()) -> None:
        self._found: dict[HtmlNode, Amount] = {}
        order = [(root, False)]
        for node, linked in order:
            here = linked or node.name == "a"
            self._found[node] = _own(node, here)
            order.extend((child, here) for child in node.elements)
        for node, _ in reversed(order):
            if node.parent in self._found and node not in without and node.name not in WITHOUT_TEXT:
                self._found[node.parent].include(self._found[node])

    def of(self, node: HtmlNode) -> Amount:
        """Return what an element holds."""
        return self._found.get(node) or Amount()


def _own(node: HtmlNode, linked: bool) -> Amount:
    text = "".join(child for child in node.children if isinstance(child, str))
    length = len(_SPACE.sub("", text))
    links = int(node.name == "a")
    return Amount(length, length, links) if linked else Amount(length, 0, links, len(_STOPS.findall(text)))
