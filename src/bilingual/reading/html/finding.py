"""Find the article in a page: by what the page says, else where most of its prose is."""

from __future__ import annotations

from collections.abc import Collection

from bilingual.reading.html.measure import PageMeasure
from bilingual.reading.html.nodes import HtmlNode
from bilingual.reading.html.styles import font_size
from bilingual.reading.html.tags import PROSE_HOLDER_TAGS

_MOST = 0.5
"""Share of a page's prose that an element marked as its article must hold."""
_NEARLY_ALL = 0.8
"""Share of the prose of an element that one inside must hold to be taken instead."""
_LONGEST_LINE = 60
_USUAL_SIZE = 12.0
"""Points of text whose size the page does not say."""
_MARKED = frozenset(("article", "main"))


def find_body(root: HtmlNode) -> HtmlNode:
    """Return the body of a page."""
    return next((node for node in root.inside() if node.name == "body"), root)


def find_article(body: HtmlNode, clutter: Collection[HtmlNode]) -> tuple[HtmlNode, bool]:
    """Return the element with the article, and whether the page marks it as such; the body where none stands out."""
    measure = PageMeasure(body, without=clutter)
    cluttered = _all_inside(clutter)
    marked = [node for node in body.inside() if _is_marked(node) and node not in cluttered]
    best = max((measure.of(node).weight for node in marked), default=0.0)
    if best and best >= measure.of(body).weight * _MOST:
        inner = [node for node in marked if measure.of(node).weight >= best * _NEARLY_ALL]
        return min(inner, key=lambda node: measure.of(node).weight), True
    return _densest(body, measure, cluttered), False


def _all_inside(nodes: Collection[HtmlNode]) -> set[HtmlNode]:
    return {inner for node in nodes for inner in (node, *node.inside())}


def _is_marked(node: HtmlNode) -> bool:
    return node.name in _MARKED or node.get("role").lower() in _MARKED or "articleBody" in node.get("itemprop").split()


def _densest(body: HtmlNode, measure: PageMeasure, cluttered: Collection[HtmlNode]) -> HtmlNode:
    """Return the innermost element with nearly all prose, so that no sentence stands beside it."""
    node = body
    while True:
        inner = [child for child in node.elements if child.name in PROSE_HOLDER_TAGS and child not in cluttered]
        if not inner:
            return node
        best = max(inner, key=lambda child: measure.of(child).weight)
        whole = measure.of(node)
        beside = whole.stops - measure.of(best).stops
        if measure.of(best).weight < whole.weight * _NEARLY_ALL or beside > whole.stops * 0.1:
            return node
        if any(_belongs(child, measure) for child in node.elements if child is not best and child not in cluttered):
            return node
        above = next((one for one in node.elements[: node.elements.index(best)][::-1] if one.text), None)
        if above is not None and above not in cluttered and _is_large_line(above, measure):
            return node
        node = best


def _is_large_line(node: HtmlNode, measure: PageMeasure) -> bool:
    """Return whether an element directly above the prose looks like its title: a short line in larger or bold type."""
    amount = measure.of(node)
    shown = [node, *node.inside()]
    return (
        not amount.links
        and not amount.stops
        and 0 < amount.length <= _LONGEST_LINE
        and any(font_size(one) > _USUAL_SIZE or one.name == "b" for one in shown if one.text == node.text)
    )


def _belongs(node: HtmlNode, measure: PageMeasure) -> bool:
    """Return whether an element beside the prose is part of the article: a heading, a picture with its caption."""
    if node.name in ("figure", "h2", "h3", "h4", "blockquote"):
        return True
    amount = measure.of(node)
    if amount.link_share > 0.3:
        return False
    return any(inner.name in ("figure", "h2", "h3") for inner in node.inside())
