"""Divide a text among units by what their English was: each takes some of its sentences, in order."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rapidfuzz import fuzz

from bilingual.corrections.docx.texts import compared, sentences_in

_WORD = re.compile(r"\S+")
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

    What begins and ends as it was is kept, and so are sentences that only changed places. The rest is divided well if
    every unit has words like those it had, or if there is one sentence for each unit.
    """
    if len(bases) == 1:
        return [text]
    heads, rest = _heads(text, bases)
    tails, rest = _tails(rest, bases[len(heads) :])
    inner = bases[len(heads) : len(bases) - len(tails)]
    if not inner and rest.strip():  # a sentence was added
        at = len(heads) - 1 if heads else 0
        parts = [*heads, *tails]
        parts[at] = f"{parts[at]}{rest}" if heads else f"{rest}{parts[at]}"
        return parts
    middle = [rest] if len(inner) == 1 else _moved(rest, inner) or _in_order(rest, inner) if inner else []
    return None if middle is None else [*heads, *middle, *tails]


def _heads(text: str, bases: Sequence[str]) -> tuple[list[str], str]:
    """Return the parts of the first units whose English is at the beginning, as it was, and the rest of the text."""
    parts: list[str] = []
    for base in bases:
        words = list(_WORD.finditer(text))
        count = len(base.split())
        end = words[count - 1].end() if 0 < count <= len(words) else 0
        if count and compared(text[:end]) != compared(base):
            break
        parts.append(text[:end])
        text = text[end:]
    return parts, text


def _tails(text: str, bases: Sequence[str]) -> tuple[list[str], str]:
    """Return the parts of the last units whose English is at the end, as it was, and the rest of the text."""
    parts: list[str] = []
    for base in reversed(bases):
        words = list(_WORD.finditer(text))
        count = len(base.split())
        start = words[-count].start() if 0 < count <= len(words) else len(text)
        if count and compared(text[start:]) != compared(base):
            break
        parts.append(text[start:])
        text = text[:start]
    return parts[::-1], text


def _moved(text: str, bases: Sequence[str]) -> list[str] | None:
    """Return the parts if some units' sentences are there as they were, in another order; None if they are not."""
    sentences = sentences_in(text)
    said = [compared(sentence) for sentence in sentences]
    places = {at: said.index(compared(base)) for at, base in enumerate(bases) if said.count(compared(base)) == 1}
    if len(set(places.values())) < len(places) or list(places.values()) == sorted(places.values()):
        return None
    others = [at for at in range(len(bases)) if at not in places]
    rest = "".join(sentence for at, sentence in enumerate(sentences) if at not in places.values())
    if others:
        left = divide(rest, [bases[at] for at in others]) if rest.strip() else [""] * len(others)
    else:
        left = None if rest.strip() else []
    if left is None:
        return None
    parts = dict(zip(others, left, strict=True)) | {at: sentences[place] for at, place in places.items()}
    return [parts[at] for at in range(len(bases))]


def _in_order(text: str, bases: Sequence[str]) -> list[str] | None:
    """Return the parts if the units have their sentences in the same order."""
    sentences = sentences_in(text)
    if not text.strip():
        return [""] * len(bases)
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
