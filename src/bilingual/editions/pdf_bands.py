"""Edition → bands: what stands beside what, how wide, in which style. No fonts and no pages yet."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Literal

from bilingual.editions import pdf_design as design
from bilingual.editions.layout import Edition, Lang, Pair, Row, Section, Span, Text
from bilingual.editions.pdf_design import SHEET, Style
from bilingual.editions.pictures import Picture, read_picture

Rule = Literal["", "above", "below", "bar", "short"]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A text and the place it is set in."""

    spans: tuple[Span, ...]
    lang: Lang
    style: Style
    x: float
    """From the left edge of the sheet."""
    width: float
    marker: tuple[Span, ...] = ()
    """Stands before the first line; the text hangs `indent` behind it."""
    indent: float = 0.0
    verbatim: bool = False
    """True for code: spaces and line ends count."""


@dataclass(frozen=True, slots=True)
class Band:
    """Paragraphs that stand beside one another, first baselines on one line."""

    paragraphs: tuple[Paragraph, ...] = ()
    before: float = 0.0
    """Space above, except at the head of a page."""
    keep: bool = False
    """True when the next band must begin on the same page."""
    columns: bool = True
    """True when the labels of the columns stand at the head of its page."""
    outline: str = ""
    level: int = 0
    rule: Rule = ""
    picture: Picture | None = None
    picture_size: tuple[float, float] = (0.0, 0.0)
    header: Band | None = None
    """The header row of the table this band continues."""


def bands(edition: Edition) -> list[Band]:
    """Return everything on the pages of an edition, from top to bottom."""
    found = [*_title(edition)]
    for section in edition.sections:
        found += _section(section)
    found += _terms(edition)
    found += _colophon(edition)
    return found


def column_labels(edition: Edition) -> Band:
    """Return the row that names the columns."""
    ja, en = _plain(edition.furniture.column_ja), _plain(edition.furniture.column_en)
    return Band(_pair(Pair(Text(ja, "en"), Text(en, "en")), design.LABEL), rule="below")


def _plain(text: str) -> tuple[Span, ...]:
    return (Span(text),)


def _pair(pair: Pair, style: Style) -> tuple[Paragraph, ...]:
    """Return Japanese and English side by side."""
    return tuple(
        Paragraph(text.spans, text.lang, style, x, width)
        for text, (x, width) in zip((pair.ja, pair.en), SHEET.columns, strict=True)
    )


def _wide(spans: tuple[Span, ...], lang: Lang, style: Style) -> tuple[Paragraph, ...]:
    return (Paragraph(spans, lang, style, SHEET.left, SHEET.measure),)


def _title(edition: Edition) -> Iterator[Band]:
    yield Band(_wide(edition.title.ja.spans, "ja", design.TITLE), keep=True, columns=False)
    yield Band(_wide(edition.title.en.spans, "en", design.TITLE), before=4, keep=True, columns=False)
    for number, pair in enumerate(edition.byline):
        yield Band(_pair(pair, design.BYLINE), before=0 if number else 10, keep=True, columns=False)


def _section(section: Section) -> Iterator[Band]:
    if section.heading:
        yield from _heading(section.heading, section.level)
    before = 5.0 if section.heading else 8.0
    for kind, group in groupby(section.rows, key=lambda row: row.kind):
        rows = list(group)
        if kind == "table":
            yield from _table(rows, before + 4)
        elif kind == "list_item":
            yield from _list(rows, before)
        else:
            for row in rows:
                yield from _row(row, before)
                before = 7.0
        before = 12.0 if kind == "table" else 7.0


def _heading(pair: Pair, level: int) -> Iterator[Band]:
    style = design.HEADINGS[min(level, len(design.HEADINGS)) - 1]
    texts = [(text, lang) for text, lang in ((pair.ja, "ja"), (pair.en, "en")) if text]
    outline = " / ".join(dict.fromkeys(str(text) for text in (pair.en, pair.ja) if text))
    for number, (text, lang) in enumerate(texts):
        yield Band(
            _wide(text.spans, "ja" if lang == "ja" else "en", style),
            before=0.0 if number else (22.0 if level <= 1 else 16.0),
            keep=True,
            outline="" if number else outline,
            level=max(0, level - 1),
        )


def _row(row: Row, before: float) -> Iterator[Band]:
    if row.kind == "separator":
        yield Band(rule="short", before=before + 4)
    elif row.kind == "image":
        yield from _image(row, before)
    elif row.kind == "code":
        for pair in row.cells:
            (paragraph,) = _wide(pair.ja.spans, "ja", design.CODE)
            indented = replace(paragraph, x=paragraph.x + 8, width=paragraph.width - 16, verbatim=True)
            yield Band((indented,), before=before + 2, rule="bar")
    else:
        style = {"note": design.SMALL, "byline": design.BYLINE}.get(row.kind, design.BODY)
        for pair in row.cells:
            paragraphs = _marked(_pair(pair, style), row.marker)
            if row.kind == "quote":
                depth = design.INDENT * max(1, min(row.level, design.DEEPEST))
                paragraphs = tuple(_indented(one, depth) for one in paragraphs)
            yield Band(paragraphs, before=before, rule="bar" if row.kind == "quote" else "")


def _indented(paragraph: Paragraph, by: float) -> Paragraph:
    return replace(paragraph, x=paragraph.x + by, width=paragraph.width - by)


def _marked(
    paragraphs: tuple[Paragraph, ...], marker: Pair | None, indents: Sequence[float] = ()
) -> tuple[Paragraph, ...]:
    if marker is None:
        return paragraphs
    marked = []
    for number, (paragraph, text) in enumerate(zip(paragraphs, (marker.ja, marker.en), strict=True)):
        indent = indents[number] if indents else _marker_width(text, paragraph.style)
        marked.append(replace(paragraph, marker=text.spans, indent=indent))
    return tuple(marked)


def _marker_width(marker: Text, style: Style) -> float:
    size = style.size_ja if marker.lang == "ja" else style.size_en
    return min(60.0, max(10.0, estimate(str(marker)) * size + 3.5))


def estimate(text: str) -> float:
    """Return at most how wide a text is, in em: a full-width character is one, any other a good half."""
    return sum(1.0 if unicodedata.east_asian_width(character) in "WFA" else 0.56 for character in text)


def _list(rows: Sequence[Row], before: float) -> Iterator[Band]:
    """Items of one list and one level hang equally far, whatever their numbers."""
    widths: dict[tuple[int, bool], list[float]] = {}
    keys = [(row.level, row.marker is not None and str(row.marker.en) in "•–") for row in rows]
    for row, key in zip(rows, keys, strict=True):
        if row.marker:
            here = [_marker_width(text, design.BODY) for text in (row.marker.ja, row.marker.en)]
            widths[key] = [max(pair) for pair in zip(here, widths.get(key, here), strict=True)]
    for number, (row, key) in enumerate(zip(rows, keys, strict=True)):
        depth = design.INDENT * (min(max(row.level, 1), design.DEEPEST) - 1)
        for pair in row.cells:
            paragraphs = _marked(_pair(pair, design.BODY), row.marker, widths.get(key, ()))
            yield Band(tuple(_indented(one, depth) for one in paragraphs), before=before if not number else 3.5)


def _image(row: Row, before: float) -> Iterator[Band]:
    picture = read_picture(row.image)
    if picture:
        # 96 pixels to the inch, the web's habit; never larger than that, never larger than the page allows.
        scale = min(0.75, SHEET.measure / picture.width, SHEET.depth * 0.45 / picture.height)
        size = (picture.width * scale, picture.height * scale)
        yield Band(picture=picture, picture_size=size, before=before + 4, keep=bool(row.cells))
    for pair in row.cells:
        yield Band(_pair(pair, design.SMALL), before=4 if picture else before)


def _table(rows: Sequence[Row], before: float) -> Iterator[Band]:
    """Set a table within each column; its columns share the room by what they hold."""
    count = max((len(row.cells) for row in rows), default=0)
    sides = tuple(zip(("ja", "en"), SHEET.columns, strict=True))
    shares = [
        _shares([[str(_side(cell, lang)) for cell in row.cells] for row in rows], count, width + 8.0)
        for lang, (_, width) in sides
    ]
    header: Band | None = None
    for number, row in enumerate(rows):
        style = design.TABLE_HEAD if row.header else design.TABLE
        paragraphs: list[Paragraph] = []
        for (lang, (x, _)), share in zip(sides, shares, strict=True):
            for cell, part in zip(row.cells, share, strict=False):
                text = _side(cell, lang)
                paragraphs.append(Paragraph(text.spans, text.lang, style, x, max(part - 8.0, 8.0)))
                x += part
        band = Band(tuple(paragraphs), before=3.0 if number else before, rule="below", keep=row.header, header=header)
        if row.header and header is None:
            header = band
        yield band


def _side(pair: Pair, lang: str) -> Text:
    return pair.ja if lang == "ja" else pair.en


def _shares(rows: Sequence[Sequence[str]], count: int, width: float) -> list[float]:
    """Divide `width` among the columns of a table: what fits gets what it wants, the others share the rest."""
    wants = [20.0] * count
    for row in rows:
        for at, text in enumerate(row):
            wants[at] = max(wants[at], estimate(text) * design.TABLE.size_en + 9.0)
    shares, rest, left = [0.0] * count, width, count
    for at in sorted(range(count), key=lambda one: wants[one]):
        shares[at] = min(wants[at], rest / left)
        rest, left = rest - shares[at], left - 1
    return [share + rest / count for share in shares]


def _terms(edition: Edition) -> Iterator[Band]:
    """List the terms in two columns, read from left to right."""
    if not edition.terms:
        return
    yield from _end_heading(edition.furniture.terms_heading)
    column = (SHEET.measure - SHEET.gutter) / 2
    half = column * 0.42
    for start in range(0, len(edition.terms), 2):
        paragraphs: list[Paragraph] = []
        for x, line in zip(
            (SHEET.left, SHEET.left + column + SHEET.gutter), edition.terms[start : start + 2], strict=False
        ):
            paragraphs.append(Paragraph(_plain(line.source), "ja", design.TERM, x, half - 8))
            paragraphs.append(Paragraph(_plain(line.target), "en", design.TERM, x + half, column - half))
        yield Band(tuple(paragraphs), before=2.0, columns=False)


def _colophon(edition: Edition) -> Iterator[Band]:
    if not edition.colophon:
        return
    yield from _end_heading(edition.furniture.colophon_heading)
    label = 96.0
    for name, value in edition.colophon:
        paragraphs = (
            Paragraph(_plain(name), "en", design.COLOPHON_LABEL, SHEET.left, label - 8),
            Paragraph(_plain(value), "en", design.COLOPHON, SHEET.left + label, SHEET.measure - label),
        )
        yield Band(paragraphs, before=1.0, columns=False)


def _end_heading(text: str) -> Iterable[Band]:
    style = design.HEADINGS[1]
    yield Band(
        _wide(_plain(text), "en", style), before=26.0, keep=True, columns=False, outline=text, level=0, rule="above"
    )
