"""Text that a page shows when its button is pressed: answers to questions, further details."""

from __future__ import annotations

from itertools import pairwise

from bilingual.reading.html.measure import PageMeasure
from bilingual.reading.html.nodes import HtmlNode
from bilingual.reading.html.styles import is_hidden

_MOST_LINKED = 0.5
_HIDING = ("hidden", "aria-hidden", "style")


def open_disclosures(root: HtmlNode) -> None:
    """Make the parts that buttons open, and the words on these buttons, text of the page.

    A button without a sentence to open is one of a menu.
    """
    ids = {node.get("id"): node for node in root.inside() if node.get("id")}
    switches = [node for node in root.inside() if _is_switch(node, ids)]
    if not switches:
        return
    measure = PageMeasure(root)
    behind = {one: other for node in (root, *root.inside()) for one, other in pairwise(node.elements)}
    known: dict[HtmlNode, bool] = {}
    """Parts of the page → whether they have a sentence."""
    for node in switches:
        panel = ids.get(node.get("aria-controls")) or _behind(node, behind, measure)
        if panel is None or panel in node.around() or not node.text:
            continue
        if panel not in known:
            known[panel] = measure.of(panel).link_share <= _MOST_LINKED and "。" in panel.text
        if not known[panel]:
            continue
        node.name = "span"
        if is_hidden(panel):
            panel.attributes = {name: value for name, value in panel.attributes.items() if name not in _HIDING}


def _is_switch(node: HtmlNode, ids: dict[str, HtmlNode]) -> bool:
    """Return whether an element is a button that opens something.

    Pages without scripts use the label of a box to tick as one.
    """
    if node.name == "button":
        return "aria-expanded" in node.attributes
    field = ids.get(node.get("for")) if node.name == "label" else None
    return field is not None and field.name == "input" and field.get("type").lower() in ("checkbox", "radio")


def _behind(node: HtmlNode, behind: dict[HtmlNode, HtmlNode], measure: PageMeasure) -> HtmlNode | None:
    """Return the element behind a button, or behind the heading that holds nothing else."""
    for one in (node, *node.around()):
        if one in behind:
            return behind[one]
        if one.parent is None or measure.of(one.parent).length != measure.of(node).length:
            return None
    return None
