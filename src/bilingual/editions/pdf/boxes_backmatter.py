"""The parts before and after the text: title, table of contents, notes, names and terms, colophon."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from math import ceil

from bilingual.editions.model import Edition, Lang, Note, Pair, Span, TermLine, Text
from bilingual.editions.pdf.boxes import Box, Paragraph, beside, boxed, estimate, indented, plain_spans, wide
from bilingual.editions.pdf.design import Design, TextStyle
from bilingual.editions.pdf.text import note_sign
from bilingual.editions.pictures import logo_size
from bilingual.editions.theme import SUBTITLE, TWO_TERMS
from bilingual.languages.japanese.scripts import has_japanese

_TERM_GAP = 18.0
_TERM_SHARES = tuple(percent / 100 for percent in range(25, 66, 5))
"""Of a column: what a term with its reading may take."""
_TERM_SPACE = 8.0
_COLOPHON_WIDTH = 50.0
"""Em; longer lines of small print are hard to read."""
_MOST_ON_COVER = 12
"""Lines of the table of contents that fit on the title page."""
_RAISED_DIGIT = 0.44
"""Width of a superscript figure, in em."""


def title(edition: Edition, design: Design) -> Iterator[Box]:
    """Return the title block, or the content of the title page."""
    cover = has_cover(edition)
    style = design.cover if cover else design.title
    below = _smaller(style)
    lines = edition.title_lines or ((edition.title.target, False),)
    for number, (text, is_subtitle) in enumerate(lines):
        drop = design.sheet.depth * 0.24 if cover and not number else 0.0
        above = 0.0 if not number else 1.0 if is_subtitle else 12.0 if lines[number - 1][1] else 6.0
        paragraph = wide(design, text, below if is_subtitle else style)
        yield Box((paragraph,), before=above, drop=drop, role="title", keep=True)
    alike = all(str(pair.source) == str(pair.target) for pair in edition.byline)
    for number, pair in enumerate(edition.byline):
        above = 0 if number else (28 if cover else 10)
        spans = [wide(design, pair.side(lang), design.byline) for lang in edition.langs]
        shown = [one for one in spans if one.spans]
        said = {_said(one) for one in shown}
        # An address is printed once; a Japanese name in both columns, or the English one would seem to lack it.
        once = len(said) == 1 and (alike or design.wide or not any(map(has_japanese, said)))
        if design.wide or once:
            for at, one in enumerate(shown[:1] if once else shown):
                yield Box((one,), before=0 if at else above, role="byline", keep=True, joined=at > 0)
        else:
            yield Box(tuple(beside(design, pair, design.byline)), before=above, role="byline", keep=True)
    if cover:
        yield from logo(edition, 42.0)


def _smaller(style: TextStyle) -> TextStyle:
    """Return the style of a subtitle."""
    ja, en, leading = (round(size * SUBTITLE, 2) for size in (style.size_ja, style.size_en, style.leading))
    return replace(style, size_ja=ja, size_en=en, leading=leading)


def logo(edition: Edition, before: float, *, keep: bool = False) -> Iterator[Box]:
    """Return the publisher's logo, if the theme has one."""
    picture = edition.theme.logo
    if picture:
        size = logo_size(picture)
        alt = edition.theme.logo_alt
        yield Box(role="logo", picture=picture, picture_size=size, before=before, keep=keep, alt=alt)


def has_cover(edition: Edition) -> bool:
    """Return whether the title has its own page: facing pages need one, so that a spread begins on the left."""
    return edition.title_page or edition.layout == "facing"


def labels(edition: Edition, design: Design) -> Iterator[Box]:
    """Return the row that names the columns, where there are columns."""
    if design.wide:
        return
    names = Pair(
        Text(plain_spans(edition.labels.column_source), "ja"),
        Text(plain_spans(edition.labels.column_target), "en"),
    )
    paragraphs = tuple(replace(one, lang=edition.labels.lang) for one in beside(design, names, design.label))
    yield Box(paragraphs, before=16.0, role="label", rule="below", keep=True)


def contents(edition: Edition, design: Design) -> Iterator[Box]:
    """Return the table of contents; its page numbers are not known yet."""
    if not edition.toc:
        return
    sheet = design.sheet
    # Entries are headings: they break between phrases, without hyphens.
    style = replace(design.body, justify=False, justify_en=False, hyphenate=False, balance=True)
    heading = wide(design, Text(plain_spans(edition.labels.toc_heading), edition.labels.lang), design.headings[1])
    room = 30.0
    gutter = 18.0 if len(edition.langs) > 1 else 0.0
    width = (sheet.measure - room - gutter * (len(edition.langs) - 1)) / len(edition.langs)
    alone = has_cover(edition) and _toc_lines(edition, design, width) > _MOST_ON_COVER
    yield Box((heading,), before=30.0, role="toc_heading", keep=True, new_page=alone)
    top = min(entry.level for entry in edition.toc)
    for entry in edition.toc:
        depth = design.space.indent * min(entry.level - top, 3)
        paragraphs: list[Paragraph] = []
        for at, lang in enumerate(edition.langs):
            # Neither readings nor notes: they are at the heading itself.
            spans = tuple(replace(span, ruby="", note=0) for span in entry.heading.side(lang).spans)
            x = sheet.left + at * (width + gutter)
            paragraphs.append(indented(Paragraph(spans, lang, style, x, width, goto=entry.anchor), depth))
        number = Paragraph(
            plain_spans("000"),
            "en",
            style,
            sheet.left + sheet.measure - room,
            room,
            align="right",
            goto=entry.anchor,
            page_of=entry.anchor,
            role="page",
        )
        above = 5.0 if entry.level == top else 2.0
        yield Box((*paragraphs, number), before=above, role="toc", level=entry.level)


def notes(edition: Edition, design: Design, shown: Sequence[Note]) -> Iterator[Box]:
    """Return the notes below a section. In the whole edition, their texts have the same indent."""
    style = design.small
    digits = len(str(len(edition.notes)))
    hang = max(8.0, digits * _RAISED_DIGIT * max(style.size_ja, style.size_en) + 3.0)
    for at, note in enumerate(shown):
        box = Box(
            before=2.0 if at else 16.0,
            role="footnote",
            destination=f"n{note.number}",
            rule="" if at else "note",
        )
        if note.texts:
            one = _across(edition, design, note)
            yield replace(box, paragraphs=(_noted(one, note, hang),))
        first = True
        for row in note.rows:
            for pair in row.cells:
                paragraphs = [_noted(one, note if first else None, hang) for one in beside(design, pair, style)]
                draft = row.draft and edition.mark_drafts and "en" in edition.langs
                yield from boxed(design, paragraphs, replace(box, draft=draft))
                box, first = Box(before=1.0, role="footnote", joined=True), False


def _noted(paragraph: Paragraph, note: Note | None, hang: float) -> Paragraph:
    """Return a paragraph of a note; the first has the number, which leads back to the text."""
    if note is None:
        return replace(paragraph, indent=hang)
    return replace(paragraph, indent=hang, marker=plain_spans(note_sign(note.number)), back=f"r{note.number}")


def _across(edition: Edition, design: Design, note: Note) -> Paragraph:
    """Return a note that is the same for both languages: across the columns, or on the page of its language."""
    spans = [span for text in note.texts for span in (Span(" "), *text.spans)][1:]
    text = Text(tuple(spans), note.texts[-1].lang)
    if not design.spread:
        return wide(design, text, design.small)
    (place,) = [place for place in design.sheet.places if place.lang == text.lang]
    return Paragraph(text.spans, text.lang, design.small, place.x, place.width, side=place.side)


def _toc_lines(edition: Edition, design: Design, width: float) -> float:
    """Return the approximate number of lines of the table of contents."""
    return sum(
        max(ceil(estimate(str(entry.heading.side(lang))) * design.body.size(lang) / width) for lang in edition.langs)
        for entry in edition.toc
    )


def terms(edition: Edition, design: Design) -> Iterator[Box]:
    """List the terms, each with its reading and its English; two to a line where the page is wide enough."""
    if not edition.terms:
        return
    yield from _backmatter_heading(edition.labels.terms_heading, edition, design)
    boxes = list(_terms_in(edition, design, 2 if design.sheet.measure >= TWO_TERMS else 1))
    for at, box in enumerate(boxes):
        # Avoid a single line at the foot or at the head of the next page.
        yield replace(box, keep=at in (0, len(boxes) - 2))


def _terms_in(edition: Edition, design: Design, count: int) -> Iterator[Box]:
    """Yield the lines, `count` terms to a line, in order from left to right."""
    sheet, style = design.sheet, replace(design.table, balance=True)
    gap = max(sheet.gutter, _TERM_GAP)
    column = (sheet.measure - gap * (count - 1)) / count
    langs: tuple[Lang, ...] = ("ja", "en")
    texts = [(_with_reading(line), line.target) for line in edition.terms]
    ja = column * min(_TERM_SHARES, key=lambda share: (_term_lines(texts, column, share, style), share))
    shares = (ja, column - ja)
    for start in range(0, len(texts), count):
        paragraphs: list[Paragraph] = []
        for at, parts in enumerate(texts[start : start + count]):
            x = sheet.left + at * (column + gap)
            for text, lang, share in zip(parts, langs, shares, strict=True):
                paragraphs.append(Paragraph(plain_spans(text), lang, style, x, share - _TERM_SPACE))
                x += share
        yield Box(tuple(paragraphs), before=2.0, role="term")


def _term_lines(texts: Sequence[tuple[str, str]], column: float, share: float, style: TextStyle) -> int:
    """Return the approximate number of lines of a list of terms."""
    rooms = (column * share - _TERM_SPACE, column * (1 - share) - _TERM_SPACE)
    sizes = (style.size_ja, style.size_en)
    return sum(
        max(ceil(estimate(text) * size / room) for text, size, room in zip(pair, sizes, rooms, strict=True))
        for pair in texts
    )


def _with_reading(line: TermLine) -> str:
    return f"{line.source}（{line.reading}）" if line.reading else line.source


def colophon(edition: Edition, design: Design) -> Iterator[Box]:
    """Return the colophon: a few lines of small print, run in, so that it needs no page of its own."""
    if not edition.colophon:
        return
    yield from logo(edition, 26.0, keep=True)
    sheet, labels = design.sheet, edition.labels
    lines = [name + labels.colon + value for name, value in edition.colophon]
    text = labels.listed.join((labels.colophon_heading, *lines))
    width = min(sheet.measure, _COLOPHON_WIDTH * design.foot.size(labels.lang))
    paragraph = Paragraph(plain_spans(text), labels.lang, design.foot, sheet.left, width)
    above = 20.0 if edition.theme.logo else 24.0
    yield Box((paragraph,), before=above, role="colophon", outline=labels.colophon_heading, rule="above")


def _backmatter_heading(text: str, edition: Edition, design: Design) -> Sequence[Box]:
    paragraph = wide(design, Text(plain_spans(text), edition.labels.lang), design.headings[1])
    return (Box((paragraph,), before=26.0, role="backmatter_heading", keep=True, outline=text, rule="above"),)


def _said(paragraph: Paragraph) -> str:
    return "".join(span.text for span in paragraph.spans)
