"""Tables and frames of bare text: columns by tabs, bars or box-drawing lines, and lines of ornaments around text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bilingual.reading.lines import TextLine

_BOX = "\u2500-\u257f"
_BARS = re.compile("[|｜│┃║]")
_FRAME_LINE = re.compile(rf"[\s　]*[{_BOX}][{_BOX}\s　]*[{_BOX}][\s　]*")
_CORNERS = re.compile("[┌┏╔┐┓╗└┗╚┘┛╝├┣┤┫┬┳┴┻┼╋╭╮╯╰╠╣╦╩╬┠┨┯┷┿╂┝┥┰┸]")
_RULE = re.compile(r"[\s:：|｜+＋]*[-－]{2,}[\s:：|｜+＋\-－]*")
_OPEN_RULE = re.compile(r"\s*:?-{2,}:?\s*(?:\|\s*:?-{2,}:?\s*)+")
"""The rule of a Markdown table without bars at its edges."""
_ORNAMENTED = re.compile(
    r"[\s　]*([★☆◆◇♪]{2,}|[*＊=＝━]{3,})[\s　]*([^\s★☆◆◇♪*＊=＝━].*?)[\s　]*([★☆◆◇♪]{2,}|[*＊=＝━]{3,})[\s　]*"
)
"""A line of text between two rows of ornaments: ★☆★ 特長 ★☆★."""
_LONGEST = 300
"""Characters of a rule, or of a line between ornaments: longer ones would cost the square of their length."""
_LEAST = 2
"""Rows and columns of a table."""


@dataclass(frozen=True, slots=True)
class FoundTable:
    """A table: its first line, and its cells row by row."""

    line: int
    rows: tuple[tuple[str, ...], ...]

    @property
    def columns(self) -> int:
        """Return the number of cells in the longest row."""
        return max(map(len, self.rows))


def take_tables(lines: Sequence[TextLine]) -> tuple[list[TextLine], dict[int, FoundTable]]:
    """Return the lines without tables and frames, and the tables by the number of the line that is in their place."""
    kept: list[TextLine] = []
    tables: dict[int, FoundTable] = {}
    at = 0
    while at < len(lines):
        end, rows = _table(lines, at)
        if rows:
            tables[lines[at].number] = FoundTable(lines[at].number, rows)
            kept += [TextLine(lines[at].number, TABLE), *(TextLine(lines[at].number, "") for _ in "x")]
            at = end
        else:
            kept.append(_without_frame(lines, at))
            at += 1
    return kept, tables


TABLE = "\ue010"
"""Stands for a table, on a line of its own."""


def _table(lines: Sequence[TextLine], at: int) -> tuple[int, tuple[tuple[str, ...], ...]]:
    """Return where the table that begins at `at` ends, and its rows; no rows if none begins there."""
    if end := _open_table(lines, at):
        rows = [_open_cells(line.text) for line in (lines[at], *lines[at + 2 : end])]
        return end, _even(rows)
    for cells in (_tabbed, _barred):
        rows = []
        end = at
        while end < len(lines):
            text = lines[end].text
            frame = cells is _barred and (
                _is_frame(text) or (len(text) <= _LONGEST and _is_ruled(lines, end) and _RULE.fullmatch(text.strip()))
            )
            found = () if frame else cells(text)
            if not frame and len(found) < _LEAST:
                break
            rows += [found] if found else []
            end += 1
        if len(rows) >= _LEAST:
            return end, _even(rows)
    return at, ()


def _even(rows: Sequence[tuple[str, ...]]) -> tuple[tuple[str, ...], ...]:
    """Return the rows with empty cells at the end of those that are shorter than the longest."""
    width = max(map(len, rows))
    return tuple((*row, *[""] * (width - len(row))) for row in rows)


def _is_ruled(lines: Sequence[TextLine], at: int) -> bool:
    """Return whether a row of bars is beside a line: only then may the line be a rule of its table."""
    return any(_barred(lines[near].text) for near in (at - 1, at + 1) if 0 <= near < len(lines))


def _open_table(lines: Sequence[TextLine], at: int) -> int:
    """Return where a Markdown table without bars at its edges ends; 0 if none begins at `at`."""
    if at + 2 >= len(lines) or not _OPEN_RULE.fullmatch(lines[at + 1].text):
        return 0
    end = at
    while end < len(lines) and "|" in lines[end].text:
        end += 1
    return end if end > at + 2 else 0


def _open_cells(text: str) -> tuple[str, ...]:
    return tuple(cell.strip() for cell in text.split("|"))


def _tabbed(text: str) -> tuple[str, ...]:
    cells = tuple(cell.strip() for cell in text.strip("\n").split("\t"))
    return cells if len(cells) >= _LEAST and sum(map(bool, cells)) >= _LEAST else ()


def _barred(text: str) -> tuple[str, ...]:
    line = text.strip()
    if len(line) < len("|a|b|") or not (_BARS.match(line[0]) and _BARS.match(line[-1])):
        return ()
    return tuple(cell.strip() for cell in _BARS.split(line[1:-1]))


def _is_frame(text: str) -> bool:
    return _FRAME_LINE.fullmatch(text) is not None and _CORNERS.search(text) is not None


def _without_frame(lines: Sequence[TextLine], at: int) -> TextLine:
    """Return the line without the frame around it; the lines of a frame are blank."""
    line = lines[at]
    if _is_frame(line.text):
        return replace(line, text="")
    if len(line.text) <= _LONGEST and (ornamented := _ORNAMENTED.fullmatch(line.text)):
        return replace(line, text=ornamented[2])
    framed = re.fullmatch(r"[\s　]*[│┃║][\s　]*(.*?)[\s　]*[│┃║][\s　]*", line.text)
    inside = framed[1] if framed else line.text
    around = [lines[near].text for near in (at - 1, at + 1) if 0 <= near < len(lines)]
    boxed = framed or (len(around) == _LEAST and all(map(_is_frame, around)))
    return replace(line, text=inside.strip()) if boxed else line
