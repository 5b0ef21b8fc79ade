"""Edition → PDF bytes: bands, faces, lines, pages, ink, tags."""

from __future__ import annotations

import re
from dataclasses import replace

from bilingual.editions import fonts, pdf_design
from bilingual.editions.fonts import shown
from bilingual.editions.hyphens import hyphenator
from bilingual.editions.layout import Edition, Span
from bilingual.editions.markup import legal
from bilingual.editions.pdf_bands import Band, Paragraph, bands, column_labels
from bilingual.editions.pdf_flow import Block, paginate
from bilingual.editions.pdf_metadata import Description
from bilingual.editions.pdf_structure import structure
from bilingual.editions.pdf_text import Compositor, texts_by_role

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


def draw(edition: Edition, *, archive: bool = False) -> bytes:
    """Return the edition as a tagged PDF file; `archive` makes it PDF/A-2b too.

    The same edition gives the same bytes. Raises `EngineError` when a font is missing.
    """
    from bilingual.editions import pdf_canvas, pdf_tags

    sheet = pdf_design.SHEET
    labels = column_labels(edition)
    found = [
        band if band.picture is None or pdf_canvas.drawable(band.picture) else replace(band, picture=None)
        for band in bands(edition)
    ]
    found, elements = structure(found, edition)
    footer = _footer(edition)
    paragraphs = [paragraph for band in (*found, labels, *footer) for paragraph in band.paragraphs]
    compositor = Compositor(fonts.prepare(texts_by_role(paragraphs)), hyphenator(edition.language))
    pages = paginate([_set(band, compositor) for band in found], _set(labels, compositor), sheet=sheet)
    drawing = pdf_canvas.render(pages, compositor=compositor, furniture=edition.furniture, sheet=sheet)
    return pdf_tags.finish(drawing, elements, _description(edition), archive=archive)


def _description(edition: Edition) -> Description:
    titles: list[tuple[str, str]] = []
    for lang in edition.langs:
        title = _line(str(edition.title.side(lang)))
        titles += [(edition.language if lang == "en" else lang, title)] if title else []
    english_first = sorted(titles, key=lambda pair: not pair[0].startswith("en"))
    languages = dict.fromkeys((edition.language, *(lang for lang, _ in titles)))
    return Description(
        title=" / ".join(dict.fromkeys(title for _, title in english_first)) or "Untitled",
        titles=tuple(titles),
        author=_line(edition.author),
        subject=_line(edition.subject),
        date=edition.date if _DAY.fullmatch(edition.date) else "2000-01-01",
        languages=tuple(languages),
    )


def _line(text: str) -> str:
    """Return a text on one line, with characters only that a string of a file may hold."""
    return " ".join(legal(shown(text)).split())


def _footer(edition: Edition) -> list[Band]:
    """Return the furniture's characters, so that the faces have them."""
    text = edition.furniture.running + edition.furniture.page + "0123456789…"
    return [Band((Paragraph((Span(text),), "en", pdf_design.FOOT, 0.0, 1.0),))]


def _set(band: Band, compositor: Compositor) -> Block:
    return Block(band, tuple(tuple(compositor.lines(paragraph)) for paragraph in band.paragraphs))
