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
    places: dict[tuple[str, int], set[int]] = defaultdict(set)
    edges = [_edges(lines, size) for lines in pages]
    for number, edge in enumerate(edges):
        for line in edge:
            for step in (0, 1):
                places[_key(line, step)].add(number)
    needed = max(_FEWEST, round(_SHARE * len(pages)))
    kept: list[list[ReadLine]] = []
    for lines, height, edge in zip(pages, heights, edges, strict=True):
        dropped: set[int] = set()
        for line in edge:
            repeated = any(len(places[_key(line, step)]) >= needed for step in (0, 1))
            if repeated or (_NUMBER.fullmatch(line.text) and _is_in_margin(line, height)):
                dropped.add(id(line))
                _name(line, height, left_out)
        kept.append([one for one in lines if id(one.line) not in dropped])
    return kept


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


def _key(line: PdfLine, step: int) -> tuple[str, int]:
    """Return what is the same for a line that repeats: its text without numbers, and its place."""
    masked = re.sub(rf"[{DIGITS}]+", "#", line.text)
    if _NUMBER.fullmatch(line.text):
        masked = "#"
    return masked, int(_height(line) / _STEP + step / 2)


def _is_in_margin(line: PdfLine, height: float) -> bool:
    return not _MARGIN * height < _height(line) < (1 - _MARGIN) * height


def _name(line: PdfLine, height: float, left_out: LeftOut) -> None:
    if _NUMBER.fullmatch(line.text):
        left_out.add("a page number", "page numbers")
    elif _height(line) > height / 2:
        left_out.add("a header", "headers", line.text)
    else:
        left_out.add("a footer", "footers", line.text)
