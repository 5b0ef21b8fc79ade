"""Boxes of composed lines → pages. Pure arithmetic: the content of each page, and its position."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from bilingual.editions.fonts.fontset import HYPHEN
from bilingual.editions.pdf.boxes import Box
from bilingual.editions.pdf.design import PageSheet, TextStyle
from bilingual.editions.typeset.compose import SetLine

_MOST_KEPT = 0.45
"""The part of a page that boxes kept together may fill; a longer heading is not kept with the text."""
_MOST_TABLE = 0.9
"""The same of the header of a table and the row below it."""
_SHORT_ROW = 12
"""Lines; a table row with no more stays on one page."""
_BELOW_HEADER = 3.0
_FEW_LINES = 8
_TIGHT = 0.75
_TEXT = ("paragraph", "list_item", "quote", "note")


@dataclass(frozen=True, slots=True)
class SetBox:
    """A box with its lines."""

    box: Box
    cells: tuple[tuple[SetLine, ...], ...]
    """The lines of each paragraph."""
    tall: float = 0.0
    """Least height of the block in points: that of the block beside it on the facing page."""

    @property
    def styles(self) -> list[TextStyle]:
        """Return the style of each paragraph."""
        return [paragraph.style for paragraph in self.box.paragraphs]

    @property
    def ascent(self) -> float:
        """From the top of the block to the first baseline, the same for all cells."""
        return max((paragraph.style.ascent for paragraph in self.box.paragraphs), default=0.0)

    @property
    def height(self) -> float:
        """Return the height in points, without the space before."""
        if self.box.picture:
            return self.box.picture_size[1]
        return max(self.tall, self._height([len(cell) for cell in self.cells]))

    def lowered(self, at: int) -> float:
        """Return by how much a paragraph is lower than the others of its box: a heading ends where the other ends."""
        if self.box.role != "heading" or not self.cells[at]:
            return 0.0
        counts = [len(cell) if number == at else 0 for number, cell in enumerate(self.cells)]
        return self.height - self._height(counts)

    @property
    def least(self) -> float:
        """Return the height of the smallest part that may be at the foot of a page."""
        if self.box.picture or not self.cells or self._whole:
            return self.height
        return self._height([len(cell) if len(cell) <= 3 else 2 for cell in self.cells])

    @property
    def before_last(self) -> float:
        """Return the room for all but the last two lines, 0 unless the block is a single text that may be split."""
        if self.box.role not in _TEXT or len(self.cells) != 1 or len(self.cells[0]) < 4:
            return 0.0
        return self._height([len(self.cells[0]) - 2])

    @property
    def _whole(self) -> bool:
        """Return whether the block is a table row that is too short to be split."""
        return self.box.role == "table" and max(map(len, self.cells), default=0) <= _SHORT_ROW

    def _height(self, counts: Sequence[int]) -> float:
        tallest = 0.0
        for count, paragraph in zip(counts, self.box.paragraphs, strict=True):
            if count:
                style = paragraph.style
                tallest = max(tallest, self.ascent + count * style.leading - style.ascent)
        return tallest

    def split(self, room: float, *, force: bool) -> tuple[SetBox, SetBox] | None:
        """Return the part that fits into `room` and the rest, None when no part may be at the foot.

        At least two lines stay together on either side, unless `force` (the block has its own page).
        """
        counts: list[int] = []
        if self._whole and not force:
            return None
        for cell, paragraph in zip(self.cells, self.box.paragraphs, strict=True):
            style = paragraph.style
            fit = min(len(cell), max(0, int((room - self.ascent + style.ascent) / style.leading + 1e-6)))
            if not force and 0 < len(cell) - fit < 2:
                fit = len(cell) - 2
            if not force and 2 < fit < len(cell) and cell[fit - 1].text.endswith(HYPHEN):
                fit -= 1  # a word is not split by the end of a page
            if not force and fit < 2 and fit < len(cell):
                return None
            counts.append(max(fit, 1) if force and cell else fit)
        head = tuple(cell[:count] for cell, count in zip(self.cells, counts, strict=True))
        rest = tuple(cell[count:] for cell, count in zip(self.cells, counts, strict=True))
        if not any(rest) or not any(head):
            return None
        return SetBox(self.box, head), SetBox(self.box, rest)

    def on(self, side: int) -> SetBox:
        """Return the part of the block on one page of a spread, as tall as the whole."""
        cells = tuple(
            cell if paragraph.side == side else ()
            for cell, paragraph in zip(self.cells, self.box.paragraphs, strict=True)
        )
        return SetBox(self.box, cells, self.height)


@dataclass(frozen=True, slots=True)
class Placed:
    """A block, or a part of one, on a page."""

    block: SetBox
    top: float
    """From the top of the text area, downwards."""
    first: bool
    """True for the part that begins the box."""
    repeated: bool = False
    """True for running heads and for the header of a table that goes on: it has been read before."""


@dataclass(frozen=True, slots=True)
class Page:
    """The content of one page, from top to bottom."""

    placed: tuple[Placed, ...] = ()
    around: tuple[Placed, ...] = ()
    """Running head and page number, placed like everything else (above 0 and below the depth of the text)."""
    shift: float = 0.0
    """Points by which everything on the page is shifted to the right."""


def paginate(blocks: Sequence[SetBox], *, sheet: PageSheet) -> list[Page]:
    """Distribute blocks over pages."""
    needs = _needs(blocks, sheet)
    flow = _Flow(sheet, needs, _below(blocks, needs))
    for at, block in enumerate(blocks):
        flow.add(at, block)
    return [Page(tuple(page)) for page in flow.pages]


def spreads(body: Sequence[SetBox], end: Sequence[SetBox], *, sheet: PageSheet) -> list[Page]:
    """Return the pages of a text on facing pages, and of what follows it.

    What follows comes below the last right-hand page of the text if there is room. A few lines of a second spread are
    worth tighter spaces.
    """
    rows = paginate(body, sheet=sheet) if body else []
    if len(rows) == 2 and _bottom(rows[1]) <= _FEW_LINES * max(one.leading for block in body for one in block.styles):
        tight = [replace(block, box=replace(block.box, before=block.box.before * _TIGHT)) for block in body]
        shorter = paginate(tight, sheet=sheet)
        rows = shorter if len(shorter) == 1 else rows
    pages = _facing(rows)
    rest = [*end]
    top = _bottom(rows[-1]) if rows else 0.0
    if pages and end and top + sum(block.box.before + block.height for block in end) <= sheet.depth:
        placed = list(pages[-1].placed)
        for block in end:
            top += block.box.before
            placed.append(Placed(block, top, True))
            top += block.height
        pages[-1], rest = replace(pages[-1], placed=tuple(placed)), []
    return pages + (paginate(rest, sheet=sheet) if rest else [])


def _bottom(page: Page) -> float:
    """Return where the content of a page ends."""
    return max((placed.top + placed.block.height for placed in page.placed), default=0.0)


def _facing(pages: Sequence[Page]) -> list[Page]:
    """Return each page of a spread's text as two: the left one and the right one, the same rows on both."""
    found: list[Page] = []
    for page in pages:
        for side in (0, 1):
            placed = [replace(one, block=one.block.on(side), first=one.first and not side) for one in page.placed]
            found.append(Page(tuple(placed)))
    return found


def _needs(blocks: Sequence[SetBox], sheet: PageSheet) -> list[float]:
    """Return, for each block, the height of it and the blocks it is kept with."""
    needs = [0.0] * len(blocks)
    for at in range(len(blocks) - 1, -1, -1):
        block = blocks[at]
        if block.box.keep and at + 1 < len(blocks) and not block.before_last:
            together = block.height + blocks[at + 1].box.before + needs[at + 1]
            most = _MOST_TABLE if block.box.role == "table" else _MOST_KEPT
            needs[at] = together if together < sheet.depth * most else block.least
        else:
            needs[at] = block.least
    return needs


def _below(blocks: Sequence[SetBox], needs: Sequence[float]) -> list[float]:
    """Return, for each text that is kept with the next, the height of the next: its last lines can go with it."""
    following = zip(blocks, blocks[1:], needs[1:], strict=False)
    kept = [after.box.before + need if one.box.keep and one.before_last else 0.0 for one, after, need in following]
    return [*kept, 0.0]


@dataclass(slots=True)
class _Flow:
    """The pages so far, and the filled height of the last one."""

    sheet: PageSheet
    needs: Sequence[float]
    below: Sequence[float]
    pages: list[list[Placed]] = field(default_factory=lambda: [[]])
    y: float = 0.0
    headers: list[SetBox] = field(default_factory=list)

    def add(self, at: int, block: SetBox) -> None:
        """Place a block, on as many pages as necessary."""
        box = block.box
        if box.header is None:
            self.headers = [block] if box.role == "table" and box.keep else []
        if self.pages[-1] and (box.new_page or self.y + box.before + self.needs[at] > self.sheet.depth):
            self._turn(box)
        self.y += box.drop + (box.before if self.pages[-1] else 0.0)
        first = True
        while True:
            room = self.sheet.depth - self.y + 1e-6
            begun = bool(self.pages[-1])
            if block.height <= room:
                if block.height + self.below[at] <= room or not block.before_last:
                    self._place(block, first)
                    return
                room = block.before_last
            parts = block.split(room, force=not begun)
            if parts:
                self._place(parts[0], first)
                block, first = parts[1], False
            elif not begun:
                self._place(block, first)
                return
            self._turn(box)

    def _turn(self, box: Box) -> None:
        self.pages.append([])
        self.y = 0.0
        if box.header is not None and self.headers:
            self._place(self.headers[0], False, repeated=True)
            self.y += _BELOW_HEADER

    def _place(self, block: SetBox, first: bool, *, repeated: bool = False) -> None:
        self.pages[-1].append(Placed(block, self.y, first, repeated))
        self.y += block.height
