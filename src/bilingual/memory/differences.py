"""How two Japanese sentences differ: for display beside a fuzzy match, and what makes its English doubtful."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import Literal

from bilingual.keys import plain_of
from bilingual.languages.japanese.scripts import DIGITS, KANJI, KANJI_NUMERALS, KATAKANA_WORD, LATIN
from bilingual.numbers.japanese.finding import find_numbers

DifferenceKind = Literal["equal", "insert", "delete", "replace"]

_PIECE = re.compile(
    rf"[{DIGITS}]+(?:[.,．，][{DIGITS}]+)*|[{KANJI_NUMERALS}]+|[{KATAKANA_WORD}]+|[{LATIN}]+|\s+|.", re.DOTALL
)
"""What is shown as changed as a whole: a number, a katakana word, a Latin word; else one character."""
_SHORT = 1
"""Characters of an unchanged part that is shown as changed because both sides of it are."""
_NOT = re.compile(
    r"な(?:い|かった|く|けれ|し(?=[。、で]|$)|さそう)|ません|まい(?=[。、と」]|$)|(?<=[わかがさたなばまらじせけてねべめれえ])"
    rf"(?:ず|ぬ)(?=[。、にとも」]|$)|[非不未無](?=[{KANJI}])"
)
"""Signs of a negation; that some have another meaning, as in 少ない, does not matter where two counts are compared."""


def changed_parts(old: str, new: str) -> list[tuple[DifferenceKind, str, str]]:
    """Return the parts of two texts in order: the kind, the old part and the new part.

    Numbers, katakana words and Latin words are not divided. The old parts together are the old text, the new parts
    the new one.
    """
    from rapidfuzz.distance import Indel

    olds, news = _PIECE.findall(old), _PIECE.findall(new)
    parts: list[tuple[DifferenceKind, str, str]] = []
    for code in Indel.opcodes(olds, news):
        old_part = "".join(olds[code.src_start : code.src_end])
        new_part = "".join(news[code.dest_start : code.dest_end])
        parts.append(("equal", old_part, new_part) if code.tag == "equal" else _change(old_part, new_part))
    return _merged(parts)


def _merged(parts: Sequence[tuple[DifferenceKind, str, str]]) -> list[tuple[DifferenceKind, str, str]]:
    """Join neighbouring changes, and those that one unchanged letter divides."""
    merged: list[tuple[DifferenceKind, str, str]] = []
    for at, (kind, old, new) in enumerate(parts):
        divides = kind == "equal" and len(old) <= _SHORT and old.isalnum() and 0 < at < len(parts) - 1
        if merged and (kind != "equal" or divides) and merged[-1][0] != "equal":
            merged[-1] = _change(merged[-1][1] + old, merged[-1][2] + new)
        else:
            merged.append((kind, old, new))
    return merged


def _change(old: str, new: str) -> tuple[DifferenceKind, str, str]:
    return ("replace" if old and new else "delete" if old else "insert"), old, new


def doubts(old: str, new: str) -> tuple[str, ...]:
    """Return why the English of the old source may be wrong for the new one although the two are similar.

    `number`: the numbers differ; `negation`: one has a negation that the other has not; `order`: the same words are in
    another order.
    """
    pieces = (_PIECE.findall(plain_of(text)) for text in (old, new))
    found = (
        ("number", _numbers(old) != _numbers(new)),
        ("negation", _negations(old) != _negations(new)),
        ("order", plain_of(old) != plain_of(new) and len(set(map(_bag, pieces))) == 1),
    )
    return tuple(name for name, differs in found if differs)


def _bag(pieces: Sequence[str]) -> tuple[str, ...]:
    return tuple(sorted(pieces))


def _numbers(source: str) -> Counter[object]:
    """Return what the numbers of a text mean: 3人 and 三人 are equal."""
    plain = plain_of(source)
    meanings: Counter[object] = Counter()
    rest = plain
    for match in reversed(find_numbers(plain)):
        if match.number is not None:
            meanings[match.number] += 1
            rest = rest[: match.start] + " " + rest[match.end :]
    meanings.update(re.findall(r"[0-9]+", rest))
    return meanings


def _negations(source: str) -> int:
    return len(_NOT.findall(plain_of(source)))
