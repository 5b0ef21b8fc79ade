"""The signs Q and A before questions and answers, which pages set in elements of their own."""

from __future__ import annotations

import re

from bilingual.reading.html.nodes import HtmlNode

_SIGN = re.compile(r"([QＱ]|[AＡ])[.．:：]?")
_HOLDERS = frozenset(("span", "b", "strong", "em", "i", "font", "div", "p"))
_TEXTS = frozenset(("p", "div", "dd", "h2", "h3", "h4", "h5", "h6"))


def attach_signs(root: HtmlNode) -> None:
    """Put the signs of questions and answers at the head of their text, with a space behind them.

    Without Q, an A is no answer.
    """
    signs = [node for node in root.inside() if node.name in _HOLDERS and _SIGN.fullmatch(node.text)]
    signs = [node for node in signs if not any(inner in signs for inner in node.inside())]
    if {node.text[0] in "QＱ" for node in signs} != {True, False}:
        return
    for node in signs:
        parent = node.parent
        if parent is None:
            continue
        beside = [one for one in parent.children if (one.strip() if isinstance(one, str) else one.text)]
        if len(beside) < 2 or beside[0] is not node:
            continue
        text = _first_text(beside[1])
        if text is not None:
            node.remove()
            node.parent = parent = text
            parent.children.insert(0, node)
        node.name = "span"
        at = next(place for place, one in enumerate(parent.children) if one is node)
        parent.children.insert(at + 1, "\u3000")


def _first_text(part: HtmlNode | str) -> HtmlNode | None:
    """Return the innermost paragraph that a part begins with; None if it is none."""
    found = None
    while not isinstance(part, str) and part.name in _TEXTS:
        found = part
        part = next((one for one in part.children if (one.strip() if isinstance(one, str) else one.text)), "")
    return found
