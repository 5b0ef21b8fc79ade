"""Text that a page shows when its button is pressed: answers to questions, further details."""

from __future__ import annotations

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
    measure = PageMeasure(root)
    for node in list(root.inside()):
        if not (node.name == "button" and "aria-expanded" in node.attributes) and not _is_switch(node, ids):
            continue
        panel = ids.get(node.get("aria-controls")) or _behind(node)
        if panel is None or panel in node.around() or not node.text:
            continue
        amount = measure.of(panel)
        if "。" not in panel.text or amount.link_share > _MOST_LINKED:
            continue
        node.name = "span"
        if is_hidden(panel):
            panel.attributes = {name: value for name, value in panel.attributes.items() if name not in _HIDING}


def _is_switch(node: HtmlNode, ids: dict[str, HtmlNode]) -> bool:
    """Return whether an element is the label of a box to tick, which pages without scripts use as a button."""
    field = ids.get(node.get("for")) if node.name == "label" else None
    return field is not None and field.name == "input" and field.get("type").lower() in ("checkbox", "radio")


def _behind(node: HtmlNode) -> HtmlNode | None:
    """Return the element behind a button, or behind the heading that it stands in."""
    for one in (node, *node.around()):
        if one.parent is None:
            return None
        beside = one.parent.elements
        at = next(place for place, other in enumerate(beside) if other is one)
        if at + 1 < len(beside):
            return beside[at + 1]
        if one.parent.text != node.text:
            return None
    return None
