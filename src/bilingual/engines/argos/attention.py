"""From a model's attention to the words of a target that render a stretch of its source."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from bilingual.engines.base import Question, Rendering

_LEAST = 0.12
"""Attention below which a target piece has nothing to do with the questioned words."""
_NEAR = 0.4
"""Part of the peak's attention that its neighbours need to belong to it."""
_SURE = 0.25
"""Attention that a second stretch needs to be one rendering with the first."""
_BRIDGE = 2
"""Pieces that may stand between two stretches of one rendering."""
_MOST = 3
"""Stretches proposed for a question."""


@dataclass(frozen=True)
class Look:
    """One segment and target with the attention of each target piece to each source piece."""

    pair: tuple[str, str]
    pieces: tuple[Sequence[str], Sequence[str]]
    """SentencePiece pieces of the segment and of the target."""
    attention: Sequence[Sequence[float]]
    """One row a target piece, one number a source piece; the end-of-sentence column may follow."""

    def renderings(self, question: Question) -> tuple[Rendering, ...]:
        """Return the stretches of the target with the most attention to the questioned words."""
        source = piece_spans(self.pair[0], self.pieces[0])
        target = piece_spans(self.pair[1], self.pieces[1])
        asked = [n for n, (start, end) in enumerate(source) if start < question.end and end > question.start]
        rows = self.attention[: len(target)]
        weights = [sum(row[n] for n in asked if n < len(row)) for row in rows]
        found: list[Rendering] = []
        free = [weight >= _LEAST for weight in weights]
        while any(free) and len(found) < _MOST:
            peak = max((n for n, is_free in enumerate(free) if is_free), key=lambda n: weights[n])
            first = last = peak
            while first > 0 and free[first - 1] and weights[first - 1] >= _NEAR * weights[peak]:
                first -= 1
            while last + 1 < len(free) and free[last + 1] and weights[last + 1] >= _NEAR * weights[peak]:
                last += 1
            free[first : last + 1] = [False] * (last + 1 - first)
            found.append(Rendering(target[first][0], target[last][1], round(weights[peak], 4)))
        return tuple(_bridged(found, target))


def _bridged(found: Sequence[Rendering], target: Sequence[tuple[int, int]]) -> list[Rendering]:
    """Join the first two stretches where only a piece or two stand between them: Ministry | of | Home Affairs."""
    if len(found) < 2 or found[1].weight < _SURE:
        return list(found)
    first, second = sorted(found[:2], key=lambda one: one.start)
    between = [span for span in target if span[0] >= first.end and span[1] <= second.start]
    if len(between) > _BRIDGE:
        return list(found)
    whole = Rendering(first.start, second.end, max(first.weight, second.weight))
    return [whole, *found]


def piece_spans(text: str, pieces: Sequence[str]) -> list[tuple[int, int]]:
    """Return where each piece stands in the text. Pieces are of the NFKC form, with ▁ for a space before.

    A tokenizer may drop or merge characters that it does not know; a piece that cannot be found stands right behind
    the one before.
    """
    normal: list[str] = []
    origin: list[int] = []
    for offset, character in enumerate(text):
        for plain in unicodedata.normalize("NFKC", character):
            if not plain.isspace():
                normal.append(plain)
                origin.append(offset)
    joined = "".join(normal)
    spans: list[tuple[int, int]] = []
    at = 0
    for piece in pieces:
        bare = piece.replace("\u2581", "")
        found = joined.find(bare, at, at + len(bare) + 8) if bare else -1
        if found < 0:
            here = origin[at] if at < len(origin) else len(text)
            spans.append((here, here))
            continue
        at = found + len(bare)
        spans.append((origin[found], origin[at - 1] + 1))
    return spans
