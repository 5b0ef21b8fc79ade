"""Numbered and marked lines (`1.`, ①, ■, 第一章): which are headings, and which are list items.

Japanese uses the same markers for both. The following lines decide: consecutive lines of one series are a list;
a line of the series, then text, then the next line of the series are headings.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from bilingual.reading.plain.wrapping import RowGroup, without_ruby

MAX_HEADING = 60
"""Longest heading in characters."""

_STEP = 2
"""Columns by which the first line of a paragraph may be indented."""

_NEEDS_COMPANY = frozenset({"space", "comma", "kanji", "letter", "kana", "roman", "smallroman", "dotted2"})
"""Numbers that look like words (`A. `, `一、`): one alone is not a marker."""

_RANKS = {
    "部": 0,
    "編": 0,
    "章": 1,
    "回": 1,
    "話": 1,
    "幕": 1,
    "節": 2,
    "項": 3,
    "款": 3,
    "条": 3,
    "roman": 4,
    "kanji": 5,
}
_RANKS |= {"dot": 6, "comma": 6, "space": 6, "dotted2": 7, "dotted3": 8, "dotted4": 9, "halfparen": 10, "paren": 10}
_RANKS |= {"step": 6, "kparen": 10, "circled": 11, "kana": 12, "kanaparen": 13, "letter": 14, "letterparen": 15}
_RANKS |= {"smallroman": 15, "square": 16}


def rank(scheme: str) -> int:
    """Return the usual depth of a series, 0 (部) outermost; 20 for markers that have no usual depth."""
    return _RANKS.get(scheme, 20)


def is_heading_shape(piece: RowGroup) -> bool:
    """True for one short line that does not end like a statement (a question may be a heading)."""
    text = without_ruby(piece.text)
    outside = re.sub("「[^」]*」|『[^』]*』", "", text)
    return len(piece.rows) == 1 and len(text) <= MAX_HEADING and "。" not in outside and text[-1:] not in "．、，"


def series_kinds(pieces: Sequence[RowGroup]) -> dict[int, str]:
    """Return `heading`, `list_item` or `paragraph` for the index of every numbered, marked or chapter piece."""
    kinds: dict[int, str] = {}
    for _, indexes in sorted(_series(pieces), key=lambda pair: -rank(pair[0])):
        first = pieces[indexes[0]].sign
        if first.kind == "number":
            kinds.update(_judge_numbers(pieces, indexes, kinds))
        else:
            kinds.update(_judge_marks(pieces, indexes))
    return kinds


def _series(pieces: Sequence[RowGroup]) -> Iterator[tuple[str, list[int]]]:
    """Yield the series: lines of one scheme; numbers that restart begin another series."""
    running: dict[str, list[int]] = {}
    for index, piece in enumerate(pieces):
        sign = piece.sign
        if sign.kind not in {"number", "mark", "chapter"}:
            continue
        series = running.get(sign.scheme)
        if series and sign.kind == "number" and sign.value <= pieces[series[-1]].sign.value:
            yield sign.scheme, series
            series = None
        if series is None:
            series = running[sign.scheme] = []
        series.append(index)
    yield from running.items()


def _judge_numbers(pieces: Sequence[RowGroup], indexes: list[int], known: dict[int, str]) -> dict[int, str]:
    scheme = pieces[indexes[0]].sign.scheme
    alone = len(indexes) == 1
    shaped = [index for index in indexes if is_heading_shape(pieces[index]) and not _is_statement(pieces[index])]
    judged = [index for index in indexes if index + 1 < len(pieces) and not _has_indented_list(pieces, index)]
    followed = [index for index in judged if _has_body(pieces, index, known)]
    if scheme != "square" and len(shaped) * 2 > len(indexes) and followed and len(followed) * 2 > len(judged):
        return {index: "heading" if index in shaped else "list_item" for index in indexes}
    if alone and (scheme in _NEEDS_COMPANY or pieces[indexes[0]].sign.value > 1):
        return {indexes[0]: "list_item" if _in_list(pieces, indexes[0]) else "paragraph"}
    return dict.fromkeys(indexes, "list_item")


def _judge_marks(pieces: Sequence[RowGroup], indexes: list[int]) -> dict[int, str]:
    kinds: dict[int, str] = {}
    members = frozenset(indexes)
    chapter = pieces[indexes[0]].sign.kind == "chapter"
    for index in indexes:
        piece = pieces[index]
        crowded = any(
            near in members and pieces[near].first.indent == piece.first.indent for near in (index - 1, index + 1)
        )
        shaped = is_heading_shape(piece) and (chapter or not _is_statement(piece))
        if chapter:
            article = piece.sign.scheme == "条" and piece.text
            other = "list_item" if article else "paragraph"
            kinds[index] = other if not shaped else "list_item" if crowded and piece.text else "heading"
        elif shaped and not crowded and _has_body(pieces, index, {}):
            kinds[index] = "heading"
        else:
            kinds[index] = "list_item"
    last = indexes[-1]
    closing = last == len(pieces) - 1 and last - 1 not in members and is_heading_shape(pieces[last])
    if closing and not chapter and "heading" in kinds.values():
        kinds[last] = "heading"
    return kinds


def _is_statement(piece: RowGroup) -> bool:
    return bool(re.search("[。．]$|(?:です|ます|ました|ません|でした|ください)$", without_ruby(piece.text)))


def _has_body(pieces: Sequence[RowGroup], index: int, known: dict[int, str]) -> bool:
    """True when text, or a list of another kind that is not indented, follows a line."""
    own = pieces[index]
    if index + 1 >= len(pieces):
        return False
    follower = pieces[index + 1]
    if follower.sign.kind == "number":
        return known.get(index + 1) == "heading" or (
            own.sign.kind == "mark" and follower.first.indent <= own.first.indent
        )
    if follower.sign.kind in {"mark", "chapter"}:
        return follower.sign.kind != own.sign.kind or follower.sign.scheme != own.sign.scheme
    if not follower.sign.kind and (follower.first.stepped or follower.first.indent <= own.first.indent + _STEP):
        return True
    return follower.first.indent <= own.first.indent


def _has_indented_list(pieces: Sequence[RowGroup], index: int) -> bool:
    """True when deeper items follow; both a heading and an item may have them."""
    follower = pieces[index + 1]
    return follower.sign.kind in {"bullet", "number"} and follower.first.indent > pieces[index].first.indent


def _in_list(pieces: Sequence[RowGroup], index: int) -> bool:
    """Return whether a number alone is one of a list: the second paragraph of an article (第三条) is numbered, too."""
    if index and pieces[index - 1].sign.scheme == "条":
        return True
    near = [pieces[at].sign.kind for at in (index - 1, index + 1) if 0 <= at < len(pieces)]
    return "bullet" in near or "number" in near
