"""From attention to words: which range of a target renders a range of its segment. For every engine with attention."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from bilingual.engines.base import Question, Rendering

_LEAST = 0.12
"""Lowest attention of a target piece that renders the words in question."""
_NEAR = 0.4
"""Lowest attention of a peak's neighbours, as a share of the peak's, to belong to it."""
_SURE = 0.25
"""Lowest attention of a second range that is one rendering with the first."""
_BRIDGE = 2
"""Most pieces between two ranges of one rendering."""
_MOST = 3
"""Most ranges that are proposed for a question."""


@dataclass(frozen=True)
class Look:
    """One segment and target with the attention of each target piece to each source piece."""

    pair: tuple[str, str]
    pieces: tuple[Sequence[str], Sequence[str]]
    """SentencePiece pieces of the segment and of the target."""
    attention: Sequence[Sequence[float]]
    """One row per target piece, one number per source piece; an end-of-sentence column may follow."""

    def renderings(self, question: Question) -> tuple[Rendering, ...]:
        """Return the ranges of the target with the most attention to the words in question."""
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
    """Join the first two ranges when only a piece or two are between them: Ministry | of | Home Affairs."""
    if len(found) < 2 or found[1].weight < _SURE:
        return list(found)
    first, second = sorted(found[:2], key=lambda one: one.start)
    between = [span for span in target if span[0] >= first.end and span[1] <= second.start]
    if len(between) > _BRIDGE:
        return list(found)
    whole = Rendering(first.start, second.end, max(first.weight, second.weight))
    return [whole, *found]


def piece_spans(text: str, pieces: Sequence[str]) -> list[tuple[int, int]]:
    """Return the range of each piece in the text. Pieces are in NFKC form, with ▁ for a space before.

    A tokenizer may drop or merge characters that it does not know; a piece that is not found gets an empty range
    directly after the piece before.
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
