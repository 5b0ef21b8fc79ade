"""Divide a text among units by what their English was: each takes some of its sentences, in order."""

from __future__ import annotations

from collections.abc import Sequence

from rapidfuzz import fuzz

from bilingual.corrections.docx.texts import compared, sentences_in

_MOST = 6
"""Sentences that a unit takes."""
_EMPTY = -0.35
_EXTRA = 0.05
_LENGTH = 0.3
_POOR = 0.6
"""A unit's share of the text must be at least so similar to what it was."""
_LIMIT = 400
"""Sentences and units: more is no cell of an edition."""


def divide(text: str, bases: Sequence[str]) -> list[str] | None:
    """Return the part of the text for each unit, given what their English was; None if there is no good division.

    The division is good if every unit has words like those it had, or if there is one sentence for each unit.
    """
    sentences = sentences_in(text)
    if len(bases) == 1:
        return [text]
    if not sentences or len(sentences) * len(bases) > _LIMIT * _LIMIT:
        return None
    ends = _best(sentences, bases)
    if ends is None:
        return None
    parts = ["".join(sentences[start:end]) for start, end in zip((0, *ends), ends, strict=False)]
    if len(sentences) == len(bases) and all(parts):
        return parts
    good = all(not part.strip() or _ratio(part, base) >= _POOR for part, base in zip(parts, bases, strict=True))
    return parts if good and any(part.strip() for part in parts) else None


def _best(sentences: Sequence[str], bases: Sequence[str]) -> list[int] | None:
    """Return the number of the sentence after the last one of each unit."""
    count = len(sentences)
    none = float("-inf")
    best = [0.0, *([none] * count)]
    back: list[list[int]] = []
    for base in bases:
        found, came = [none] * (count + 1), [0] * (count + 1)
        for start in range(count + 1):
            if best[start] == none:
                continue
            for end in range(start, min(count, start + _MOST) + 1):
                rating = best[start] + _rating(sentences[start:end], base)
                if rating > found[end]:
                    found[end], came[end] = rating, start
        best = found
        back.append(came)
    if best[count] == none:
        return None
    ends = [count]
    for came in reversed(back[1:]):
        ends.append(came[ends[-1]])
    return ends[::-1]


def _rating(sentences: Sequence[str], base: str) -> float:
    if not sentences:
        return _EMPTY if base else 0.0
    text = compared("".join(sentences))
    length = min(len(text), len(base)) / max(len(text), len(base), 1)
    return _ratio(text, base) + _LENGTH * length - _EXTRA * (len(sentences) - 1)


def _ratio(text: str, base: str) -> float:
    return fuzz.ratio(compared(text), compared(base)) / 100
