"""chrF: how much of two English texts is the same, by their character n-grams.

Source: Popović, "chrF: character n-gram F-score for automatic MT evaluation" (WMT 2015); order 6, beta 2, no spaces,
as in sacreBLEU, but for one pair of sentences and from 0 to 1.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

ORDER = 6
_BETA = 2


def chrf(text: str, other: str) -> float:
    """Return the chrF of `text` with `other` as its reference, 0 to 1."""
    return _score(_grams(text), _grams(other))


def agreement(texts: Sequence[str]) -> list[float]:
    """Return how much each text is like the others: the mean of its chrF with each of them; 0 for a single text."""
    grams = [_grams(text) for text in texts]
    others = max(1, len(texts) - 1)
    return [sum(_score(one, two) for two in grams if two is not one) / others for one in grams]


def _grams(text: str) -> list[Counter[str]]:
    signs = "".join(text.split())
    return [Counter(signs[at : at + size] for at in range(len(signs) - size + 1)) for size in range(1, ORDER + 1)]


def _score(text: Sequence[Counter[str]], other: Sequence[Counter[str]]) -> float:
    precision = recall = 0.0
    orders = 0
    for ours, theirs in zip(text, other, strict=True):
        have, want = ours.total(), theirs.total()
        if not have or not want:
            continue
        same = (ours & theirs).total()
        precision += same / have
        recall += same / want
        orders += 1
    if not orders or not precision + recall:
        return 0.0
    precision, recall = precision / orders, recall / orders
    return (1 + _BETA**2) * precision * recall / (_BETA**2 * precision + recall)
