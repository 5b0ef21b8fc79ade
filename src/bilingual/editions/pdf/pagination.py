"""Boxes of composed lines → pages. Pure arithmetic: the content of each page, and its position."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from bilingual.editions.fonts.fontset import HYPHEN
from bilingual.editions.pdf.boxes import Box, BoxRole
from bilingual.editions.pdf.design import PageSheet
from bilingual.editions.typeset.compose import SetLine

_MOST_KEPT = 0.45
"""The part of a page that boxes kept together may fill; a longer heading is not kept with the text."""
_MOST_OF: Mapping[BoxRole, float] = {"table": 0.9, "heading": 0.7}
"""The same of what may hardly be divided: the header of a table and the row below it, headings in succession."""
_SHORT_ROW = 12
"""Lines; a table row or a block of code with no more stays on one page."""
_BELOW_HEADER = 3.0
_LITTLE = 0.18
"""The part of the depth of a last page that is used, when it is nearly empty."""
_TIGHTENED = 4
"""Pages at the end whose spaces may be tighter, the last one included."""
_TIGHT = 0.75
_SMALLEST_PICTURE = 0.65
"""The part of its size to which a picture may be reduced so that it is on the page of its text."""
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
        """Return the room for all but the last two lines, 0 unless the block is a text that may be split."""
        most = max(map(len, self.cells), default=0)
        if self.box.role not in _TEXT or most < 4:
            return 0.0
        return self._height([min(len(cell), most - 2) for cell in self.cells])

    @property
    def _whole(self) -> bool:
        """Return whether the block is a table row, or code, that is too short to be split."""
        return self.box.role in ("table", "code") and max(map(len, self.cells), default=0) <= _SHORT_ROW

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
            while 0 < fit < len(cell) and cell[fit].goes_on and self.box.role == "code":
                fit -= 1  # nor is a line of code
            if not force and fit < 2 and fit < len(cell):
                return None
            counts.append(max(fit, 1) if force and cell else fit)
        counts = counts if force else self._together(counts)
        head = tuple(cell[:count] for cell, count in zip(self.cells, counts, strict=True))
        rest = tuple(cell[count:] for cell, count in zip(self.cells, counts, strict=True))
        if not any(rest) or not any(head):
            return None
        return SetBox(self.box, head), SetBox(self.box, rest)

    def _together(self, counts: Sequence[int]) -> list[int]:
        """Let both languages of a spread go on if one does: the next page would be empty on one side."""
        sizes = [len(cell) for cell in self.cells]
        sides = {one.side for one in self.box.paragraphs if not one.role}
        if len(sides) < 2 or self.box.role not in _TEXT or all(map(int.__ge__, counts, sizes)):
            return [*counts]
        return [size - 2 if count == size >= 4 else count for count, size in zip(counts, sizes, strict=True)]

    def reduced(self, height: float) -> SetBox:
        """Return a picture at this height, or as it is if that would be much smaller."""
        width, own = self.box.picture_size
        if height < own * _SMALLEST_PICTURE:
            return self
        return replace(self, box=replace(self.box, picture_size=(width * height / own, height)))

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
    """Distribute blocks over pages. A few lines on a last page are worth tighter spaces on the pages before it."""
    pages = _paginate(blocks, sheet)
    if len(pages) < 2 or _bottom(pages[-1]) > sheet.depth * _LITTLE:
        return pages
    numbers = {id(block.box): number for number, block in enumerate(blocks)}
    begun = [numbers.get(id(one.block.box), 0) for one in pages[max(0, len(pages) - _TIGHTENED)].placed if one.first]
    start = min(begun, default=0)
    shorter = _paginate([*blocks[:start], *map(_tight, blocks[start:])], sheet)
    return shorter if len(shorter) < len(pages) else pages


def _tight(block: SetBox) -> SetBox:
    return replace(block, box=replace(block.box, before=block.box.before * _TIGHT))


def _paginate(blocks: Sequence[SetBox], sheet: PageSheet) -> list[Page]:
    needs = _needs(blocks, sheet)
    flow = _Flow(sheet, needs, _below(blocks, needs))
    for at, block in enumerate(blocks):
        flow.add(at, block)
    return [Page(tuple(page)) for page in flow.pages]


def spreads(body: Sequence[SetBox], end: Sequence[SetBox], *, sheet: PageSheet) -> list[Page]:
    """Return the pages of a text on facing pages, and of what follows it.

    What follows comes below the last right-hand page of the text if there is room.
    """
    rows = paginate(body, sheet=sheet) if body else []
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
            most = _MOST_OF.get(block.box.role, _MOST_KEPT)
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
            self.headers = [block] if box.is_header else []
        whole, needed, room = block, self.needs[at], self.sheet.depth - self.y - box.before + 1e-6
        if self.pages[-1] and box.picture and needed > room:
            block = whole.reduced(whole.height + room - needed)
            needed += block.height - whole.height
        if self.pages[-1] and (box.new_page or needed > room):
            block = whole
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
