"""Rows as the templates need them: lines, nested lists, a table in each language, images, findings."""

from __future__ import annotations

import base64
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Literal

from bilingual.editions.html.text import Chunk, Scope, Side, Words, id_part
from bilingual.editions.labels import LABELS
from bilingual.editions.model import Comment, Edition, Lang, Pair, Row, RowKind, tables_of
from bilingual.editions.pictures import Picture
from bilingual.model import CellAlign

DEEPEST_HEADING = 6
"""Levels of lists, headings and contents that are distinguished; browsers fail on very deep trees."""
_LONG: Mapping[Lang, int] = {"ja": 16, "en": 32}
"""From this many characters on, a table cell has a minimum width: a phone scrolls rather than squeezes the table."""
_FEW = 4
"""Columns of a table that are set beside those of the other language on a printed page."""
_MOST = 10
"""Columns of a table whose words a printed page need not break."""


@dataclass(frozen=True, slots=True)
class LineCell(Side):
    """One language of a line."""

    hung: bool
    """True when the text is indented behind a marker or the space for one."""
    sign: tuple[Chunk, ...]
    """The marker before a list item or a note."""


@dataclass(frozen=True, slots=True)
class Popup:
    """The second language of a line as a note, which opens from a sign behind the first one."""

    id: str
    sign: str
    label: str
    """What the sign is, for screen readers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RowBlock:
    """What all blocks of a section have."""

    anchor: str
    """The id that links to it have; empty for none."""
    classes: str
    number: int
    """For citing; 0 for none."""
    draft: bool
    """True when it is marked as a draft."""
    comments: Sequence[Comment]


@dataclass(frozen=True, slots=True, kw_only=True)
class Line(RowBlock):
    """A paragraph, a list item, a quotation, a note, code: one row in each language."""

    kind: RowKind
    cells: Sequence[LineCell]
    code: Sequence[Chunk]
    """Code that is the same in both languages: it is shown once, and there are no cells."""
    popup: Popup | None = None
    """None when the second language is beside or below the first."""


@dataclass(frozen=True, slots=True)
class ListItem:
    """A list item: its lines, and the list inside it."""

    rows: Sequence[Line]
    inner: ListBlock | None


@dataclass(frozen=True, slots=True)
class ListBlock:
    """A list."""

    entries: Sequence[ListItem]
    kind: Literal["list"] = "list"


@dataclass(frozen=True, slots=True)
class TableCell:
    """A cell of an article's table."""

    chunks: Sequence[Chunk]
    long: bool
    aligned: Literal["", "center", "right"] = ""

    @property
    def classes(self) -> str:
        """Return the classes of the element."""
        return " ".join(filter(None, ("long" if self.long else "", self.aligned)))


@dataclass(frozen=True, slots=True)
class HalfTable:
    """An article's table in one language."""

    lang: Lang
    language: str
    label: str
    head: Sequence[Sequence[TableCell]]
    body: Sequence[Sequence[TableCell]]


@dataclass(frozen=True, slots=True, kw_only=True)
class TableBlock(RowBlock):
    """An article's table, once in each language."""

    halves: Sequence[HalfTable]
    wide: bool
    crowded: bool
    kind: Literal["table"] = "table"


@dataclass(frozen=True, slots=True, kw_only=True)
class ImageBlock(RowBlock):
    """An image with its caption."""

    data: str
    """The address of the image; empty when there is none to show."""
    width: int
    height: int
    alt: str
    language: str
    """Of the alternative text."""
    caption: Sequence[Side]
    kind: Literal["image"] = "image"


@dataclass(frozen=True, slots=True)
class Separator:
    """A line between two parts of a section."""

    kind: Literal["separator"] = "separator"


def data_address(picture: Picture) -> str:
    """Return an image as a `data:` address."""
    return f"data:{picture.media_type};base64,{base64.b64encode(picture.data).decode('ascii')}"


AnyBlock = Line | ListBlock | TableBlock | ImageBlock | Separator


@dataclass(slots=True)
class Rows:
    """Prepares the rows of one page."""

    edition: Edition
    words: Words
    address: Callable[[Picture], str] = data_address
    """Returns the address of an image."""
    popups: bool = False
    """True when the second language of a line is a note that pops up."""
    _comments: dict[str, list[Comment]] = field(default_factory=lambda: defaultdict(list))

    def __post_init__(self) -> None:
        for comment in self.edition.comments:
            self._comments[comment.unit].append(comment)

    def blocks(self, rows: Sequence[Row]) -> Iterator[AnyBlock]:
        """Yield the rows of a section, list items as lists and table rows as tables."""
        for kind, group in groupby(rows, key=lambda row: row.kind):
            if kind == "list_item":
                yield self._list(list(group))
            elif kind == "table":
                yield from (self._table(part) for part in tables_of(list(group)))
            elif kind == "separator":
                yield from (Separator() for _ in group)
            elif kind == "image":
                yield from (image for row in group if (image := self._image(row)))
            else:
                yield from (self.line(row) for row in group)

    def comments(self, units: Sequence[str]) -> list[Comment]:
        """Return what the checks say about some units, once."""
        return [comment for unit in units for comment in self._comments.pop(unit, ())]

    def other_comments(self) -> list[Comment]:
        """Return the findings that belong to no row: those about the article itself."""
        return self.comments(list(self._comments))

    def _list(self, rows: Sequence[Row]) -> ListBlock:
        """Return a list; rows that are deeper than the one before are a list inside its item."""
        items: list[ListItem] = []
        at = 0
        while at < len(rows):
            level, end = _depth(rows[at]), at + 1
            while end < len(rows) and (_depth(rows[end]) > level or rows[end].joined):
                end += 1
            own = at + 1
            while own < end and rows[own].joined:
                own += 1
            lines = [self.line(row) for row in rows[at:own]]
            items.append(ListItem(lines, self._list(rows[own:end]) if own < end else None))
            at = end
        return ListBlock(items)

    def line(self, row: Row) -> Line:
        """Return a row that is no table, image or separator."""
        pair = row.cells[0]
        same = row.kind == "code" and str(pair.source) == str(pair.target)
        scope = Scope()
        anchor = self._anchor(row, pair)
        return Line(
            kind=row.kind,
            code=self.words.chunks(pair.source, pair.units) if same else (),
            cells=() if same else [self._cell(row, pair, lang, scope) for lang in self.words.languages],
            anchor=anchor,
            classes=self._classes(row),
            number=row.number,
            draft=self._is_draft(row),
            comments=self.comments(pair.units),
            popup=None if row.kind == "code" else self._popup(pair, anchor),
        )

    def _popup(self, pair: Pair, anchor: str) -> Popup | None:
        """Return the note that has the second language; None if there is none, or nothing to open it from."""
        langs = self.words.languages
        if not (self.popups and anchor and len(langs) > 1 and all(map(pair.side, langs))):
            return None
        return Popup(self.words.new_id(f"{anchor}-{langs[1]}"), LABELS[langs[0]].other, LABELS[langs[1]].name)

    def _cell(self, row: Row, pair: Pair, lang: Lang, scope: Scope) -> LineCell:
        sign = row.marker.side(lang) if row.marker and row.kind != "code" else None
        side = self.words.side(pair, lang, scope if row.kind != "code" else None)
        return LineCell(
            lang,
            side.language,
            side.chunks,
            hung=bool(sign) or (row.kind == "list_item" and row.joined),
            sign=self.words.chunks(sign) if sign else (),
        )

    def _anchor(self, row: Row, pair: Pair) -> str:
        wanted = f"p{row.number}" if row.number else f"r{id_part(pair.units[0])}" if pair.units else ""
        return self.words.new_id(wanted) if wanted else ""

    def _is_draft(self, row: Row) -> bool:
        return row.draft and self.edition.mark_drafts and "en" in self.words.languages

    def _classes(self, row: Row) -> str:
        depth = _depth(row)
        marks = ["row", row.kind.replace("list_item", "entry")]
        marks += [f"level-{depth}"] if depth > 1 else []
        marks += ["joined"] if row.joined else []
        marks += ["draft"] if self._is_draft(row) else []
        return " ".join(marks)

    def _table(self, rows: Sequence[Row]) -> TableBlock:
        scope, first = Scope(), rows[0]
        return TableBlock(
            halves=[self._half_table(rows, lang, scope) for lang in self.words.languages],
            wide=len(first.cells) > _FEW,
            crowded=len(first.cells) > _MOST,
            anchor=self._anchor(first, first.cells[0]) if first.cells else "",
            classes="row table" + (" draft" if self._is_draft(first) else ""),
            number=first.number,
            draft=self._is_draft(first),
            comments=self.comments([unit for row in rows for pair in row.cells for unit in pair.units]),
        )

    def _half_table(self, rows: Sequence[Row], lang: Lang, scope: Scope) -> HalfTable:
        lines = [
            [
                self._table_cell(pair, lang, scope, side)
                for pair, side in zip(row.cells, row.sides(len(row.cells)), strict=True)
            ]
            for row in rows
        ]
        heads = sum(row.header for row in rows)
        return HalfTable(lang, self.words.language(lang), LABELS[lang].table, lines[:heads], lines[heads:])

    def _table_cell(self, pair: Pair, lang: Lang, scope: Scope, side: CellAlign) -> TableCell:
        text = pair.side(lang)
        aligned = "" if side == "left" else side
        return TableCell(self.words.chunks(text, pair.units, scope), len(str(text)) > _LONG[lang], aligned)

    def _image(self, row: Row) -> ImageBlock | None:
        """Return an image; None when there is neither an image file nor a caption."""
        picture = row.image
        if not picture and not row.cells:
            return None
        japanese = self.words.languages == ("ja",) and bool(row.cells)
        return ImageBlock(
            data=self.address(picture) if picture else "",
            width=picture.width if picture else 0,
            height=picture.height if picture else 0,
            alt=str(row.cells[0].source) if japanese else row.alt,
            language="ja" if japanese else self.words.english,
            caption=[side for pair in row.cells for side in self.words.sides(pair, Scope())],
            anchor=self.words.new_id(f"p{row.number}") if row.number else "",
            classes=self._classes(row),
            number=row.number,
            draft=self._is_draft(row),
            comments=self.comments([unit for pair in row.cells for unit in pair.units]),
        )


def _depth(row: Row) -> int:
    return min(row.level, DEEPEST_HEADING)
