"""Sections → boxes: headings, paragraphs, lists, quotations, pictures, code."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from bilingual.editions.model import Edition, Lang, Row, Section, Text, tables_of
from bilingual.editions.pdf.boxes import (
    Box,
    BoxRole,
    BoxRule,
    Paragraph,
    beside,
    boxed,
    indented,
    marked,
    marker_width,
    number_beside,
)
from bilingual.editions.pdf.boxes_table import table
from bilingual.editions.pdf.design import DEEPEST_INDENT, Design

_NEARLY = 0.85
_BELOW_TABLE = 12.0
_ROLES: dict[str, BoxRole] = {"quote": "quote", "note": "note", "byline": "byline"}


def section(edition: Edition, design: Design, part: Section) -> Iterator[Box]:
    """Return the boxes of one section."""
    if part.heading:
        yield from _heading(design, part)
    yield from _Rows(edition, design).boxes(part)


def _heading(design: Design, part: Section) -> Iterator[Box]:
    if part.heading is None:
        return
    pair, space = part.heading, design.space
    style = design.title if part.opens else design.heading(part.level)
    paragraphs = [one for one in beside(design, pair, style) if one.spans]
    box = Box(
        before=space.heading if part.level <= 1 else space.subheading,
        role="heading",
        keep=True,
        outline=_outline(design, pair.source, pair.target),
        level=max(0, part.level - 1),
        destination=part.anchor,
    )
    yield from boxed(design, paragraphs, box)


def _outline(design: Design, ja: Text, en: Text) -> str:
    """Return the text of the outline: both languages, or the one that is drawn, in the order of the edition."""
    sides = {"ja": ja, "en": en}
    texts = [str(sides[place.lang]) for place in design.sheet.places if sides[place.lang]]
    texts = texts or [str(text) for text in (en, ja) if text]
    return " / ".join(dict.fromkeys(texts))


class _Rows:
    """The rows of a section, from top to bottom."""

    def __init__(self, edition: Edition, design: Design) -> None:
        self._edition = edition
        self._design = design
        self._space = design.space
        self._stacked = design.layout == "stacked"
        # A page in one language is typeset as a book: paragraphs begin with an indent instead of a space.
        self._book = design.layout in ("english", "japanese") and design.space.first_line > 0

    def boxes(self, part: Section) -> Iterator[Box]:
        """Return the boxes of all rows."""
        before = 16.0 if part.opens else 6.0 if part.heading else 8.0
        last = ""
        for kind, group in groupby(part.rows, key=lambda row: row.kind):
            rows = list(group)
            if kind == "table":
                for one in tables_of(rows):
                    yield from table(self._edition, self._design, one, before + 4)
                    before = _BELOW_TABLE
            elif kind == "list_item":
                yield from self._list(rows, before)
            else:
                for row, after in zip(rows, [*rows[1:], None], strict=True):
                    made = list(self._row(row, self._before(row, last, before), last))
                    yield from _tied(made) if not row.joined and after and after.joined else made
                    last, before = row.kind, self._between
            last = kind
            before = _BELOW_TABLE if kind == "table" else self._between

    @property
    def _between(self) -> float:
        return self._space.paragraph + (5.0 if self._stacked else 0.0)

    def _before(self, row: Row, last: str, before: float) -> float:
        if row.joined:
            return 4.0 if self._stacked else 0.0
        return 0.0 if self._book and row.kind == last == "paragraph" else before

    def _row(self, row: Row, before: float, last: str) -> Iterator[Box]:
        design = self._design
        if row.kind == "separator":
            yield Box(rule="short", before=before + 4, role="separator")
        elif row.kind == "image":
            yield from self._image(row, before)
        elif row.kind == "code":
            yield from self._code(row, before)
        else:
            style = design.small if row.kind in ("note", "byline") else design.body
            for pair in row.cells:
                hang: dict[Lang, float] = {}
                if row.marker:
                    hang = {place.lang: marker_width(row.marker, place.lang, style) for place in design.sheet.places}
                paragraphs = marked(beside(design, pair, style), row.marker, hang)
                if row.kind == "quote":
                    depth = self._space.indent * max(1, min(row.level, DEEPEST_INDENT))
                    paragraphs = [indented(one, depth) for one in paragraphs]
                elif self._book and row.kind == "paragraph" and not row.joined:
                    paragraphs = [self._first_line(one, last) for one in paragraphs]
                role = _ROLES.get(row.kind, "paragraph")
                rule: BoxRule = "bar" if row.kind == "quote" else ""
                yield from self._finished(row, paragraphs, Box(before=before, role=role, level=row.level, rule=rule))

    def _first_line(self, paragraph: Paragraph, last: str) -> Paragraph:
        """Indent the first line: in Japanese always, in English between paragraphs."""
        if paragraph.lang == "en" and last != "paragraph":
            return paragraph
        return replace(paragraph, first_line=self._space.first_line * paragraph.style.size(paragraph.lang))

    def _finished(self, row: Row, paragraphs: Sequence[Paragraph], box: Box) -> Iterator[Box]:
        """Add the number and the mark of a draft, and give each language its box where they are stacked."""
        if row.draft and self._edition.mark_drafts and "en" in self._edition.langs:
            box = replace(box, draft=True)
        first, *others = boxed(self._design, paragraphs, box)
        if row.number:
            first = replace(first, paragraphs=(*first.paragraphs, *self._number(row, first)))
        yield from (first, *others)

    def _number(self, row: Row, box: Box) -> list[Paragraph]:
        return number_beside(self._design, row.number, {paragraph.side for paragraph in box.paragraphs})

    def _list(self, rows: Sequence[Row], before: float) -> Iterator[Box]:
        """Items of one list and one level have the same hanging indent, whatever their numbers."""
        style = self._design.body
        widths: dict[tuple[int, bool], dict[Lang, float]] = {}
        keys: list[tuple[int, bool]] = []
        for row in rows:
            signed = row.marker is not None and str(row.marker.target) in "•–"
            keys.append((row.level, signed) if not row.joined or not keys else keys[-1])
            if row.marker:
                hang = widths.setdefault(keys[-1], {})
                for place in self._design.sheet.places:
                    width = marker_width(row.marker, place.lang, style)
                    hang[place.lang] = max(width, hang.get(place.lang, 0.0))
        for at, (row, key, after) in enumerate(zip(rows, keys, [*rows[1:], None], strict=True)):
            depth = self._space.indent * (min(max(row.level, 1), DEEPEST_INDENT) - 1)
            for pair in row.cells:
                paragraphs = marked(beside(self._design, pair, style), row.marker, widths.get(key, {}))
                item = self._space.item + (3.0 if self._stacked else 0.0)
                # Another list begins where bullets follow numbers.
                other = at > 0 and key != keys[at - 1] and key[0] <= min(keys[at - 1][0], 1)
                above = before if not at else 0.0 if row.joined else self._between if other else item
                box = Box(before=above, role="list_item", level=row.level, joined=row.joined)
                made = list(self._finished(row, [indented(one, depth) for one in paragraphs], box))
                yield from _tied(made) if not row.joined and after and after.joined else made

    def _image(self, row: Row, before: float) -> Iterator[Box]:
        picture, sheet = row.image, self._design.sheet
        if picture:
            # 96 pixels to the inch, as on the web; never larger than that, never larger than the page allows.
            # One that is nearly as wide as the text is made as wide: nearly aligned edges look like a mistake.
            scale = min(0.75, sheet.measure / picture.width, sheet.depth * 0.45 / picture.height)
            if sheet.measure * _NEARLY < picture.width * scale < sheet.measure and scale == 0.75:
                scale = sheet.measure / picture.width
            size = (picture.width * scale, picture.height * scale)
            keep = bool(row.cells)
            yield Box(
                role="image",
                picture=picture,
                picture_size=size,
                before=before + 4,
                keep=keep,
                alt=_alt(row, self._edition),
            )
        for pair in row.cells:
            box = Box(before=5 if picture else before, role="caption", joined=picture is not None)
            paragraphs = beside(self._design, pair, self._design.small)
            yield from self._finished(row, paragraphs, box)

    def _code(self, row: Row, before: float) -> Iterator[Box]:
        """Code is the same in both languages: it is drawn once, or once on either page."""
        sheet, style = self._design.sheet, self._design.code
        sides = sorted({place.side for place in sheet.places})
        for pair in row.cells:
            paragraphs = [
                Paragraph(pair.source.spans, "ja", style, sheet.left + 8, sheet.measure - 16, verbatim=True, side=side)
                for side in sides
            ]
            number = number_beside(self._design, row.number, set(sides))
            yield Box((*paragraphs, *number), before=before + 2, role="code", rule="bar")


def _tied(boxes: list[Box]) -> list[Box]:
    """Keep the first sentence of a paragraph with the second, so that it is not alone at the foot of a page."""
    return [*boxes[:-1], *(replace(box, keep=True) for box in boxes[-1:])]


def _alt(row: Row, edition: Edition) -> str:
    """Return the alternative text in the language of the edition."""
    japanese = edition.layout == "japanese" and row.cells
    return str(row.cells[0].source) if japanese else row.alt
