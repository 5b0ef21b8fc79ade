"""Tables of the article → bands: in each language's own place, row beside row."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from bilingual.editions.layout import Edition, Row
from bilingual.editions.pdf_bands import Band, Paragraph, estimate, number_beside
from bilingual.editions.pdf_design import Design, Place, Style

_INNER = 8.0
"""Points between the cells of a row."""


def table(edition: Edition, design: Design, rows: Sequence[Row], before: float) -> Iterator[Band]:
    """Return the rows of a table; in a stacked edition the whole table in one language, then in the other."""
    places = design.sheet.places
    groups = [(place,) for place in places] if design.layout == "stacked" else [places]
    for number, group in enumerate(groups):
        english = any(place.lang == "en" for place in group)
        drafts = edition.mark_drafts and english
        yield from _one(design, rows, before if not number else 10.0, places=group, drafts=drafts)


def _one(
    design: Design, rows: Sequence[Row], before: float, *, places: Sequence[Place], drafts: bool
) -> Iterator[Band]:
    count = max((len(row.cells) for row in rows), default=0)
    shares = [
        _shares([[str(pair.side(place.lang)) for pair in row.cells] for row in rows], count, place, style=design.table)
        for place in places
    ]
    header: Band | None = None
    for at, row in enumerate(rows):
        style = design.table_head if row.header else design.table
        number = number_beside(design, row.number, {place.side for place in places})
        band = Band(
            (*_cells(row, places, shares, style), *number),
            before=3.0 if at else before,
            role="table",
            rule="below",
            keep=row.header,
            header=header,
            draft=row.draft and drafts,
        )
        if row.header and header is None:
            header = replace(band, before=0.0)
        yield band


def _cells(row: Row, places: Sequence[Place], shares: Sequence[Sequence[float]], style: Style) -> Iterator[Paragraph]:
    for place, share in zip(places, shares, strict=True):
        x = place.x
        for pair, part in zip(row.cells, share, strict=False):
            text = pair.side(place.lang)
            yield Paragraph(text.spans, text.lang, style, x, max(part - _INNER, 8.0), side=place.side)
            x += part


def _shares(rows: Sequence[Sequence[str]], count: int, place: Place, *, style: Style) -> list[float]:
    """Divide a place among the columns of a table: what fits gets what it wants, the others share the rest."""
    width = place.width + _INNER
    wants = [20.0] * count
    for row in rows:
        for at, text in enumerate(row):
            wants[at] = max(wants[at], estimate(text) * style.size(place.lang) + _INNER + 1.0)
    shares, rest, left = [0.0] * count, width, count
    for at in sorted(range(count), key=lambda one: wants[one]):
        shares[at] = min(wants[at], rest / left)
        rest, left = rest - shares[at], left - 1
    return [share + rest / count for share in shares]
