"""Headers, footers and page numbers: lines that stand at the same place of most pages, digits apart."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from bilingual.languages.japanese.scripts import DIGITS, KANJI_DIGITS, KANJI_TENS
from bilingual.reading.documents.left_out import LeftOut
from bilingual.reading.pdf.lines import PdfLine
from bilingual.reading.pdf.notes import is_note, referred_labels
from bilingual.reading.pdf.ruby import ReadLine

_EDGE = 3
"""Lines at the head and at the foot of a page that are looked at."""
_SHARE = 0.3
"""Share of the pages that have the line: left and right pages may differ, and the first page of a chapter has none."""
_MOST = 0.6
"""Share of the pages that have the same line at the edge of their text, where nothing sets it apart."""
_FEWEST = 2
_STEP = 4.0
"""Points by which the place of a line may differ."""
_NUMBER = re.compile(
    rf"[\s―—–\-‐·・.()（）〔〕p]*(?:[{DIGITS}]{{1,4}}|[{KANJI_DIGITS}{KANJI_TENS}]{{1,6}}|[ivxlc]{{1,6}})"
    rf"(?:[\s/／]+[{DIGITS}]{{1,4}})?[\s―—–\-‐·・.()（）〔〕]*|[{DIGITS}]{{1,4}}\s*(?:ページ|頁)",
    re.IGNORECASE,
)
_MARGIN = 0.12
"""Share of the height of a page in which a single number is its number."""

_APART = 1.25
"""How many times the usual distance of lines a header is from the text."""
_LONG = 0.8
_SMALLER = 0.95
_LARGER = 1.05
"""How much larger than the text a line may be: headings at the heads of pages are alike, too."""


def drop_margins(
    pages: Sequence[Sequence[ReadLine]], heights: Sequence[float], size: float, left_out: LeftOut
) -> list[list[ReadLine]]:
    """Return the lines of the pages without headers, footers and page numbers, which are counted."""
    edges = [_edges(lines, size) for lines in pages]
    outermost = [_outermost(lines) for lines in pages]
    alike, same = _Places(), _Places()
    for number, (edge, outer) in enumerate(zip(edges, outermost, strict=True)):
        for line in edge:
            alike.add(_masked(line), line, number)
        for line in outer:
            same.add(line.text, line, number)
    few, most = max(_FEWEST, round(_SHARE * len(pages))), max(_FEWEST + 1, round(_MOST * len(pages)))
    kept: list[list[ReadLine]] = []
    for lines, height, edge, outer in zip(pages, heights, edges, outermost, strict=True):
        dropped = {id(line): line for line in edge if alike.count(_masked(line), line) >= few}
        for line in outer:
            numbered = _NUMBER.fullmatch(line.text) is not None and _is_in_margin(line, height)
            if numbered or same.count(line.text, line) >= most:
                dropped[id(line)] = line
        for line in dropped.values():
            _name(line, height, left_out)
        kept.append([one for one in lines if id(one.line) not in dropped])
    return kept


class _Places:
    """The pages that have a text at a place."""

    def __init__(self) -> None:
        self._pages: dict[tuple[str, int], set[int]] = defaultdict(set)

    def add(self, text: str, line: PdfLine, page: int) -> None:
        for step in _steps(line):
            self._pages[text, step].add(page)

    def count(self, text: str, line: PdfLine) -> int:
        return max(len(self._pages.get((text, step), ())) for step in _steps(line))


def _steps(line: PdfLine) -> tuple[int, int]:
    """Return the place of a line in steps, counted twice, so that two near places have one in common."""
    return int(_height(line) / _STEP) * 2, int(_height(line) / _STEP + 0.5) * 2 + 1


def _outermost(lines: Sequence[ReadLine]) -> list[PdfLine]:
    """Return the first and the last line of a page that is not vertical."""
    upright = [one.line for one in lines if not one.line.vertical]
    if not upright:
        return []
    first, last = max(upright, key=_height), min(upright, key=_height)
    return [first] if first is last else [first, last]


def _edges(lines: Sequence[ReadLine], size: float) -> list[PdfLine]:
    """Return the lines at the head and the foot of a page that may be headers and footers.

    They are apart from the text, or smaller, and no headings or notes. All vertical lines begin at the head of the
    page: where it has them, only the others are looked at.
    """
    labels = referred_labels(lines)
    upright = [one for one in lines if not one.line.vertical]
    order = sorted(upright, key=lambda one: _height(one.line), reverse=True)
    gaps = [_height(a.line) - _height(b.line) for a, b in pairwise(order)]
    wide = _APART * median(gap for gap in gaps if gap > 1) if any(gap > 1 for gap in gaps) else 0.0
    widest = max((one.line.end - one.line.start for one in upright), default=0.0)
    found: dict[int, PdfLine] = {}
    for ordered, between in ((order, gaps), (order[::-1], gaps[::-1])):
        apart = max((at + 1 for at, gap in enumerate(between[:_EDGE]) if gap > wide), default=0)
        for at, one in enumerate(ordered[:_EDGE]):
            fits = at < apart or one.line.size < _SMALLER * size
            if (
                fits
                and one.line.size <= _LARGER * size
                and not is_note(one, labels)
                and not _is_prose(one.line, widest)
            ):
                found[id(one.line)] = one.line
    return list(found.values())


def _is_prose(line: PdfLine, widest: float) -> bool:
    """Return whether a line is of the text: it ends a sentence, or is as long as the lines of the text."""
    text = line.text
    return text.endswith("。") or (line.end - line.start > _LONG * widest and "\u3000" not in text)


def _height(line: PdfLine) -> float:
    """Return the distance of a line from the foot of the page."""
    return line.across


def _masked(line: PdfLine) -> str:
    """Return the text of a line without its numbers."""
    return "#" if _NUMBER.fullmatch(line.text) else re.sub(rf"[{DIGITS}]+", "#", line.text)


def _is_in_margin(line: PdfLine, height: float) -> bool:
    return not _MARGIN * height < _height(line) < (1 - _MARGIN) * height


def _name(line: PdfLine, height: float, left_out: LeftOut) -> None:
    if _NUMBER.fullmatch(line.text):
        left_out.add("a page number", "page numbers")
    elif _height(line) > height / 2:
        left_out.add("a header", "headers", line.text)
    else:
        left_out.add("a footer", "footers", line.text)
