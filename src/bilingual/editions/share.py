"""The share of the width that the Japanese column gets, chosen for a text: the one with which its rows are lowest.

No share is right for all: Japanese is shorter than its translation, but by how much depends on the text and on who
translated it. With a wrong one a column is blank at the end of most rows.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from itertools import accumulate
from math import ceil

from bilingual.editions.fonts.advances import Advances
from bilingual.editions.fonts.faces import FaceRole
from bilingual.editions.model import Edition, Pair
from bilingual.editions.theme import Size

USUAL = 0.43
"""The share when there is nothing to choose by, and the one that is preferred when others are no better."""
_SHARES = tuple(percent / 100 for percent in range(39, 50))
"""Of an A4 page: narrower columns have fewer than 18 Japanese characters or 45 letters a line."""
_MOST_ROWS = 400
"""Rows that are looked at, spread over the text."""
_NO_BETTER = 0.004
"""Part of the depth; a difference below it is no reason to leave the usual share."""
_HEADS: tuple[FaceRole, FaceRole] = ("ja-head", "head")
_TEXT: tuple[FaceRole, FaceRole] = ("ja", "en")
_HEADING = 0.94
"""How full the lines of a heading are: they end between phrases."""


def column_share(edition: Edition) -> float:
    """Return the Japanese share of the width: the theme's, or the one with which the rows of the text are lowest.

    Raises `EngineError` when a font is missing.
    """
    space = edition.theme.spacing
    if space.share is not None:
        return space.share
    rows = list(_rows(edition))
    rows = rows[:: ceil(len(rows) / _MOST_ROWS)] if rows else []
    margins = edition.theme.space
    room = edition.theme.sheet[0] - margins.inner - margins.outer - space.gutter
    depths = [(sum(row.depth(room * share, room * (1 - share)) for row in rows), share) for share in _SHARES]
    least = min((depth for depth, _ in depths), default=0.0)
    return min(
        (share for depth, share in depths if depth <= least * (1 + _NO_BETTER)), key=lambda one: abs(one - USUAL)
    )


class _Row:
    """The widths of a row, in points."""

    def __init__(self, pair: Pair, size: Size, advances: Advances, *, heading: bool, indent: float) -> None:
        self._leading = size.leading
        self._full = _HEADING if heading else 1.0
        self._indent = indent
        self._em = size.ja
        ja, en = _HEADS if heading else _TEXT
        self._japanese = advances.of(str(pair.source), ja) * size.ja
        self._blank = advances.of(" ", en) * size.en
        words = (advances.of(word, en) * size.en + self._blank for word in str(pair.target).split())
        self._ends = list(accumulate(words))

    def depth(self, ja: float, en: float) -> float:
        """Return the height of the row in points, with columns of these widths."""
        japanese = ceil((self._japanese - self._em / 2) / ((ja - self._indent) * self._full))
        return max(japanese, self._lines(en - self._indent)) * self._leading

    def _lines(self, width: float) -> int:
        """Return the number of lines of the English, word by word."""
        lines, start, done, room = 0, 0, 0.0, width * self._full + self._blank
        while start < len(self._ends):
            start = max(start + 1, bisect_right(self._ends, done + room, start))
            done = self._ends[start - 1]
            lines += 1
        return lines


def _rows(edition: Edition) -> Iterator[_Row]:
    advances, theme = Advances(edition.theme.faces), edition.theme
    heads = (theme.sizes.heading, theme.sizes.subheading, theme.sizes.minor)
    for section in edition.sections:
        if section.heading:
            size = heads[min(section.level, 3) - 1]
            yield _Row(section.heading, size, advances, heading=True, indent=0.0)
        for row in section.rows:
            small = row.kind in ("note", "byline")
            depth = row.level if row.kind in ("list_item", "quote") else 0
            for pair in row.cells if row.kind in ("paragraph", "list_item", "quote", "note", "byline") else ():
                size = theme.sizes.small if small else theme.sizes.body
                yield _Row(pair, size, advances, heading=False, indent=depth * theme.spacing.indent)
