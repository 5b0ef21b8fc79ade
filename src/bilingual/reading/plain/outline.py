"""The levels of headings and list items."""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Sequence
from itertools import pairwise

from bilingual.reading.plain.series import rank
from bilingual.reading.plain.wrapping import RowGroup

_OUTSIDE = re.compile(
    "はじめに|おわりに|終わりに|まえがき|あとがき|序|序文|謝辞|参考文献|付録|附録|まとめ.*|結論|目次|プロローグ|エピローグ|序章|終章"
)


_FIRST = {"kana": 2}
"""Scheme → the last number that can begin a series: イ is the second of アイウ and the first of イロハ."""


def heading_levels(pieces: Sequence[RowGroup], is_heading: Sequence[bool]) -> dict[int, int]:
    """Return the level of every heading, 1 outermost, where the numbering makes it clear; else 1."""
    at = [index for index, heading in enumerate(is_heading) if heading]
    schemes = {pieces[i].sign.scheme for i in at if pieces[i].sign.kind in {"number", "chapter"}}
    ranks = sorted({rank(scheme) for scheme in schemes})
    hints = sorted({pieces[i].first.hint for i in at if pieces[i].first.hint})
    hashes = sorted({pieces[i].sign.value for i in at[1:] or at if pieces[i].sign.kind == "hash"})
    shift = _restarts(pieces, at, ranks)
    nested = _nested_marks(pieces, at)
    levels = {}
    chapters = False
    for index in at:
        sign, hint = pieces[index].sign, pieces[index].first.hint
        chapters |= sign.kind == "chapter"
        if hint:
            levels[index] = hints.index(hint) + 1
        elif sign.kind == "hash":
            levels[index] = hashes.index(sign.value) + 1 if sign.value in hashes else 1
        elif sign.kind in {"number", "chapter"}:
            levels[index] = ranks.index(rank(sign.scheme)) + 1 + shift
        elif sign.kind == "mark" and sign.scheme in nested:
            levels[index] = 2
        else:
            levels[index] = 2 if chapters and not _OUTSIDE.fullmatch(pieces[index].text) else 1
    return levels


def _restarts(pieces: Sequence[RowGroup], at: Sequence[int], ranks: Sequence[int]) -> int:
    """Return 1 when the outermost numbers restart under headings without numbers: they are subsections."""
    if not ranks:
        return 0
    top = [i for i in at if pieces[i].sign.kind == "number" and rank(pieces[i].sign.scheme) == ranks[0]]
    ones = [i for i in top if pieces[i].sign.value == 1]
    unnumbered = [i for i in at if pieces[i].sign.kind not in {"number", "chapter"}]
    between = [bisect(unnumbered, a) < bisect(unnumbered, b) for a, b in pairwise(ones)]
    return int(bool(between) and all(between) and bool(unnumbered) and unnumbered[0] < ones[0])


def _nested_marks(pieces: Sequence[RowGroup], at: Sequence[int]) -> set[str]:
    """Return the marks that occur directly under a heading with another mark (■ then ◆)."""
    marked = [i for i in at if pieces[i].sign.kind in {"mark", "bracket"}]
    if not marked:
        return set()
    outer = pieces[marked[0]].sign.scheme
    return {
        pieces[b].sign.scheme
        for a, b in pairwise(marked)
        if b == a + 1 and pieces[a].sign.scheme == outer and pieces[b].sign.scheme != outer
    }


def item_levels(pieces: Sequence[RowGroup], is_item: Sequence[bool]) -> dict[int, int]:
    """Return the level of every list item, by its indent, and by its number where the indent is the same."""
    levels: dict[int, int] = {}
    stack: list[tuple[int, str]] = []
    for index, piece in enumerate(pieces):
        if not is_item[index]:
            deeper = stack and piece.first.indent > stack[0][0] and not piece.first.stepped
            stack = stack if deeper else []
            continue
        own = (piece.first.indent, piece.sign.scheme)
        if own in stack:  # the next item of a series has the level of those before it
            del stack[stack.index(own) :]
        else:
            while stack and not _nests(stack, own, pieces, is_item, index):
                stack.pop()
        stack.append(own)
        levels[index] = len(stack)
    return levels


def _rank_in_article(scheme: str) -> int:
    """Return the depth of a series in an article of a law: 条, then 項 (2 or ②), then 号 (一 or (1)), then イ."""
    return rank({"kanji": "kparen", "circled": "space"}.get(scheme, scheme))


def _nests(
    stack: Sequence[tuple[int, str]],
    own: tuple[int, str],
    pieces: Sequence[RowGroup],
    is_item: Sequence[bool],
    start: int,
) -> bool:
    """True when an item is inside the innermost item of the stack."""
    indent, scheme = stack[-1]
    if own[0] > indent + (1 if own[1] == scheme else 0):
        return True
    if own[0] < indent or own[1] == scheme:
        return False
    if stack[0][1] == "条":
        return _rank_in_article(own[1]) > _rank_in_article(scheme)
    if rank(own[1]) <= rank(scheme):
        return False
    sign = pieces[start].sign
    if sign.kind == "number" and 1 <= sign.value <= _FIRST.get(own[1], 1) and not pieces[start].first.gap:
        return True
    for at in range(start, min(len(pieces), start + 200)):
        piece = pieces[at]
        if not is_item[at]:
            return False
        if (piece.first.indent, piece.sign.scheme) == (indent, scheme):
            return True
    return False
