"""The lines of all pages → paragraphs: lines are joined where a sentence goes on, also over the end of a page.

A paragraph ends where its last line is not full, where the next line is indented by an ideographic space, where the
lines are further apart, or where the type changes.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from bilingual.languages.japanese.scripts import DIGITS, KANJI_ONE_TO_TEN, KATAKANA, LATIN
from bilingual.reading.item_markers import BULLETS
from bilingual.reading.pdf.lines import PdfLine
from bilingual.reading.pdf.ruby import ReadLine

_SAME_SIZE = 0.06
_SHORT = 2.3
"""Ems by which a full line may be short: characters moved by line-breaking rules."""
_APART = 1.4
"""How many times the usual distance of lines is the space between paragraphs."""
_INDENT = (0.6, 2.4)
_FINAL = frozenset("。．.！？!?」』）)】”…")
_SIGNS = frozenset(f"・●○◆◇■□※①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳{BULLETS}")


_LETTERS = KATAKANA + LATIN + KANJI_ONE_TO_TEN
_ITEM = re.compile(rf"[(（]?[{DIGITS}]{{1,3}}[)）.．、\u3000]|[(（][{_LETTERS}]{{1,2}}[)）]|[{_LETTERS}]\u3000")
"""The number of an item; the lines behind its first often begin below its text."""

_LONGER = 0.1
"""Share of longer lines with which the end that most lines share is no margin: the lines of a notice are short."""
_LARGER = 1.12
"""How much larger than the text a heading is."""
_FEW = 3
"""Lines at the head of a letter that are set to the right."""
_ASIDE = 4.0
"""Ems; a line that begins so far in, as a date on the right, is no beginning of a paragraph."""


@dataclass(slots=True)
class Column:
    """Where the lines of a column begin and end, and how far they are apart."""

    start: float
    end: float
    pitch: float


@dataclass(slots=True)
class FlowPiece:
    """The lines of one paragraph."""

    lines: list[ReadLine]
    columns: list[Column]
    number: int = 0
    """From 1, on its page."""
    apart: bool = False
    """True when space precedes it."""

    @property
    def first(self) -> PdfLine:
        """Return its first line."""
        return self.lines[0].line

    @property
    def indent(self) -> float:
        """Return the indent of its first line, in ems."""
        return (self.first.start - self.columns[0].start) / self.first.size


@dataclass(slots=True)
class _Flow:
    """The lines read so far."""

    indents: bool
    """True where paragraphs begin with an indent."""
    size: float
    """The type size of the text."""
    pieces: list[FlowPiece] = field(default_factory=list)


def join_flow(pages: Sequence[Sequence[ReadLine]], size: float) -> list[FlowPiece]:
    """Return the paragraphs of the pages; `size` is the type size of the text."""
    placed = [(one, column) for lines in pages for one, column in _placed(lines)]
    steps = [(one.line.start - column.start) / one.line.size for one, column in placed if _is_size(one.line, size)]
    stepped = sum(0.7 < step < 1.5 for step in steps)
    flow = _Flow(stepped > 0.03 * len(steps), size)
    for one, column in placed:
        last = flow.pieces[-1] if flow.pieces else None
        if last is not None and _continues(last, one, column, flow):
            last.lines.append(one)
            last.columns.append(column)
            continue
        number = last.number + 1 if last is not None and last.first.page == one.line.page else 1
        same = last is not None and last.lines[-1].line.page == one.line.page
        apart = last is not None and same and _gap(last.lines[-1].line, one.line) > _APART * column.pitch
        flow.pieces.append(FlowPiece([one], [column], number, apart))
    return flow.pieces


def _is_size(line: PdfLine, size: float) -> bool:
    return abs(line.size - size) <= _SAME_SIZE * size


def _placed(lines: Sequence[ReadLine]) -> list[tuple[ReadLine, Column]]:
    """Return the lines of a page, each with its column: lines in the order of the file that go on downwards."""
    runs: list[list[ReadLine]] = []
    start = end = 0.0
    for one in lines:
        line, before = one.line, runs[-1][-1].line if runs else None
        below = before is not None and line.across <= before.across + 0.5 * line.size
        beside = line.start >= end or line.end <= start
        if before is None or before.vertical != line.vertical or not below or beside:
            runs.append([])
            start, end = line.start, line.end
        runs[-1].append(one)
        start, end = min(start, line.start), max(end, line.end)
    columns = [_column(run) for run in runs]
    main = max(zip(runs, columns, strict=True), key=lambda pair: len(pair[0]), default=([], Column(0, 0, 0)))[1]
    for at, run in enumerate(runs):
        if len(run) <= _FEW and _is_right_of(columns[at], main, run[0].line.size):
            columns[at] = main
    return [(one, column) for run, column in zip(runs, columns, strict=True) for one in run]


def _is_right_of(column: Column, main: Column, em: float) -> bool:
    """Return whether lines are set to the right in the column of the text, as number and date of a letter are."""
    return column.start > main.start + _ASIDE * em and abs(column.end - main.end) < em


def _column(run: Sequence[ReadLine]) -> Column:
    """Return where most lines of a column begin and end."""
    starts: Counter[float] = Counter()
    ends: Counter[float] = Counter()
    size = Counter(one.line.size for one in run).most_common(1)[0][0]
    for one in run:
        starts[round(one.line.start / size * 2)] += 1
        ends[round(one.line.end / size * 2)] += 1
    common = [step for step, count in starts.items() if count >= max(2, 0.15 * len(run))]
    start = min(common or starts) * size / 2
    exact = [one.line.start for one in run if abs(one.line.start - start) < 0.5 * size]
    gaps = Counter(round(_gap(a.line, b.line) / size, 1) for a, b in pairwise(run))
    pitch = next((gap for gap, _ in gaps.most_common() if 1 <= gap <= 3), 1.8) * size
    full = [step for step, count in ends.items() if count >= max(2, 0.1 * len(run))]
    end = max(full or ends)
    longer = [step for one in run if _is_size(one.line, size) and (step := round(one.line.end / size * 2)) > end + 2]
    if len(longer) > _LONGER * len(run):
        end = max(longer)
    return Column(min(exact, default=start), end * size / 2, pitch)


def _gap(before: PdfLine, line: PdfLine) -> float:
    return before.across - line.across


def _continues(piece: FlowPiece, one: ReadLine, column: Column, flow: _Flow) -> bool:
    """Return whether a line goes on with the paragraph before it."""
    last, line = piece.lines[-1].line, one.line
    em = line.size
    if last.vertical != line.vertical or not _is_size(line, last.size) or line.bold != last.bold:
        return False
    same = last.page == line.page and piece.columns[-1] is column
    if same and _gap(last, line) > _APART * column.pitch:
        return False
    beside = line.end <= last.start or line.start >= last.end
    if last.page == line.page and beside and line.across < last.across:
        return False  # below and beside it: a date on the right; the next column would begin higher
    indent = (line.start - column.start) / em
    before = (last.start - piece.columns[-1].start) / em
    if line.size >= _LARGER * flow.size and _is_centred_below(last, line):
        return True
    if not _is_full(last, piece.columns[-1], line):
        return False
    final = last.text[-1] in _FINAL
    if min(before, indent) >= _ASIDE and abs(before - indent) > 0.3:
        return False  # lines that end at the right margin
    if _is_item(line) and (final or (line.text[0] in _SIGNS and indent <= piece.indent + 0.5)):
        return False
    if len(piece.lines) == 1 and (piece.first.text[0] in _SIGNS or (_is_item(piece.first) and indent > before + 0.4)):
        return not final or indent > before + 0.4
    if indent - before >= _INDENT[0]:
        return False
    if final and flow.indents and len(piece.lines) == 1 and _INDENT[0] <= indent <= _INDENT[1]:
        return False
    if before - indent >= (_INDENT[0] if len(piece.lines) > 1 else _ASIDE):
        return False
    return not (final and not flow.indents and line.text[0] in "「『（")


def _is_centred_below(last: PdfLine, line: PdfLine) -> bool:
    """Return whether two lines have the same middle, as those of a long title."""
    middle = abs(last.start + last.end - line.start - line.end) / 2
    return last.page == line.page and middle < 0.5 * line.size and abs(last.start - line.start) > 0.3 * line.size


def _is_item(line: PdfLine) -> bool:
    return line.text[0] in _SIGNS or _ITEM.match(line.text) is not None


def _is_full(last: PdfLine, column: Column, line: PdfLine) -> bool:
    """Return whether a line is so long that the next word has no room on it."""
    room = column.end - last.end
    if room <= _SHORT * last.size:
        return True
    word = 0.0
    for sign in line.signs:
        if sign.text >= "\u2e80" or (word and sign.start > line.start + word + 0.3 * sign.size):
            break
        word = sign.end - line.start
    return room <= word + last.size
