"""The signs Q and A before questions and answers, which pages set in elements of their own."""

from __future__ import annotations

import re

from bilingual.reading.html.measure import PageMeasure
from bilingual.reading.html.nodes import HtmlNode

_SIGN = re.compile(r"[QＱAＡ][.．:：]?")
_QUESTION = re.compile(r"[QＱ][.．:：]?")
_HOLDERS = frozenset(("span", "b", "strong", "em", "i", "font", "div", "p"))
_TEXTS = frozenset(("p", "div", "dd", "h2", "h3", "h4", "h5", "h6"))


def attach_signs(root: HtmlNode) -> None:
    """Put the signs of questions and answers at the head of their text, with a space behind them.

    Without Q, an A is no answer.
    """
    if not any(isinstance(part, str) and _QUESTION.fullmatch(part.strip()) for part in root.parts()):
        return
    measure = PageMeasure(root)
    short = [node for node in root.inside() if node.name in _HOLDERS and measure.of(node).length in (1, 2)]
    signs = {node for node in short if _SIGN.fullmatch(node.text)}
    if {bool(_QUESTION.fullmatch(node.text)) for node in signs} != {True, False}:
        return
    for parent in dict.fromkeys(node.parent for node in short if node.parent is not None):
        beside = [one for one in parent.children if (one.strip() if isinstance(one, str) else measure.of(one).length)]
        if len(beside) < 2 or isinstance(beside[0], str) or beside[0] not in signs:
            continue
        node, holder = beside[0], _first_text(beside[1]) or parent
        if holder is not parent:
            node.remove()
            node.parent = holder
            holder.children.insert(0, node)
        node.name = "span"
        at = next(place for place, one in enumerate(holder.children) if one is node)
        holder.children.insert(at + 1, "\u3000")


def _first_text(part: HtmlNode | str) -> HtmlNode | None:
    """Return the innermost paragraph that a part begins with; None if it is none."""
    found = None
    while not isinstance(part, str) and part.name in _TEXTS:
        found = part
        part = next((one for one in part.children if (one.strip() if isinstance(one, str) else one.text)), "")
    return found
