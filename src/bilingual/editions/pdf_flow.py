"""Bands of composed lines → pages. Pure arithmetic: what stands on which page, and how far down."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from bilingual.editions.composition import Line
from bilingual.editions.pdf_bands import Band
from bilingual.editions.pdf_design import Sheet

_MOST_KEPT = 0.45
"""The part of a page that bands kept together may fill; beyond it a long heading is let go."""


@dataclass(frozen=True, slots=True)
class Block:
    """A band with its lines."""

    band: Band
    cells: tuple[tuple[Line, ...], ...]
    """The lines of each paragraph."""

    @property
    def ascent(self) -> float:
        """From the top of the block to the first baseline, the same for all cells."""
        return max((paragraph.style.ascent for paragraph in self.band.paragraphs), default=0.0)

    @property
    def height(self) -> float:
        """Return the height in points, without the space before."""
        if self.band.picture:
            return self.band.picture_size[1]
        return self._height([len(cell) for cell in self.cells])

    @property
    def least(self) -> float:
        """Return the height of the smallest part that may stand at the foot of a page."""
        if self.band.picture or not self.cells:
            return self.height
        return self._height([len(cell) if len(cell) <= 3 else 2 for cell in self.cells])

    def _height(self, counts: Sequence[int]) -> float:
        tallest = 0.0
        for count, paragraph in zip(counts, self.band.paragraphs, strict=True):
            if count:
                style = paragraph.style
                tallest = max(tallest, self.ascent + count * style.leading - style.ascent)
        return tallest

    def split(self, room: float, *, force: bool) -> tuple[Block, Block] | None:
        """Return the part that fits into `room` and the rest, None when nothing may be left at the foot.

        Two lines at least stay together on either side, unless `force` (the block has a page of its own).
        """
        counts: list[int] = []
        for cell, paragraph in zip(self.cells, self.band.paragraphs, strict=True):
            style = paragraph.style
            fit = min(len(cell), max(0, int((room - self.ascent + style.ascent) / style.leading + 1e-6)))
            if not force and 0 < len(cell) - fit < 2:
                fit = len(cell) - 2
            if not force and fit < 2 and fit < len(cell):
                return None
            counts.append(max(fit, 1) if force and cell else fit)
        head = tuple(cell[:count] for cell, count in zip(self.cells, counts, strict=True))
        rest = tuple(cell[count:] for cell, count in zip(self.cells, counts, strict=True))
        if not any(rest) or not any(head):
            return None
        return Block(self.band, head), Block(self.band, rest)


@dataclass(frozen=True, slots=True)
class Placed:
    """A block, or a part of one, on a page."""

    block: Block
    top: float
    """From the top of the text area, downwards."""
    first: bool
    """True for the part that begins the band."""
    repeated: bool = False
    """True for what stood on a page before: the header of a table, the names of the columns."""


@dataclass(slots=True)
class Page:
    """What stands on one page, from top to bottom."""

    placed: list[Placed] = field(default_factory=list)


def paginate(blocks: Sequence[Block], labels: Block, *, sheet: Sheet) -> list[Page]:
    """Distribute blocks over pages; `labels` (the names of the columns) head every page that has columns."""
    flow = _Flow(labels, sheet, _needs(blocks, sheet))
    for at, block in enumerate(blocks):
        flow.add(at, block)
    return flow.pages


def _needs(blocks: Sequence[Block], sheet: Sheet) -> list[float]:
    """Return, for each block, the room it and what it is kept with need."""
    needs = [0.0] * len(blocks)
    for at in range(len(blocks) - 1, -1, -1):
        block = blocks[at]
        if block.band.keep and at + 1 < len(blocks):
            together = block.height + blocks[at + 1].band.before + needs[at + 1]
            needs[at] = together if together < sheet.depth * _MOST_KEPT else block.least
        else:
            needs[at] = block.least
    return needs


class _Flow:
    def __init__(self, labels: Block, sheet: Sheet, needs: Sequence[float]) -> None:
        self.pages = [Page()]
        self._labels = labels
        self._sheet = sheet
        self._needs = needs
        self._y = 0.0
        self._labelled = False
        self._headers: list[Block] = []

    def add(self, at: int, block: Block) -> None:
        """Place a block, over as many pages as it takes."""
        band = block.band
        if band.header is None:
            self._headers = [block] if band.keep and band.rule == "below" else []
        first = True
        if self._started and self._y + band.before + self._label_room(band) + self._needs[at] > self._sheet.depth:
            self._turn(band)
        while True:
            self._head(band)
            self._y += band.before if first and not self._fresh else 0.0
            room = self._sheet.depth - self._y
            if block.height <= room + 1e-6:
                self._place(block, first)
                return
            parts = block.split(room, force=not self._started)
            if parts:
                self._place(parts[0], first)
                block, first = parts[1], False
            elif not self._started:
                self._place(block, first)
                return
            self._turn(band)

    @property
    def _started(self) -> bool:
        """True when something other than labels stands on the page."""
        return any(placed.block is not self._labels for placed in self.pages[-1].placed)

    @property
    def _fresh(self) -> bool:
        """True at the head of a page and right below the labels: no space before is wanted there."""
        placed = self.pages[-1].placed
        return not placed or placed[-1].block is self._labels

    def _label_room(self, band: Band) -> float:
        return self._labels.height + 16.0 if band.columns and not self._labelled else 0.0

    def _head(self, band: Band) -> None:
        """Name the columns once on a page that has columns."""
        if not band.columns or self._labelled:
            return
        self._y += 16.0 if self._started else 0.0
        self._place(self._labels, True)
        self._y += 9.0
        self._labelled = True

    def _turn(self, band: Band) -> None:
        self.pages.append(Page())
        self._y = 0.0
        self._labelled = False
        if band.header is not None and self._headers:
            self._head(band)
            self._place(self._headers[0], False, repeated=True)

    def _place(self, block: Block, first: bool, *, repeated: bool = False) -> None:
        self.pages[-1].placed.append(Placed(block, self._y, first, repeated))
        self._y += block.height
