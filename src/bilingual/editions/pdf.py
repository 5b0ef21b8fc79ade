"""Edition → PDF bytes: bands, faces, lines, pages, ink."""

from __future__ import annotations

from dataclasses import replace

from bilingual.editions import fonts, pdf_design
from bilingual.editions.hyphens import hyphenator
from bilingual.editions.layout import Edition, Span
from bilingual.editions.pdf_bands import Band, Paragraph, bands, column_labels
from bilingual.editions.pdf_flow import Block, paginate
from bilingual.editions.pdf_text import Compositor, texts_by_role


def draw(edition: Edition) -> bytes:
    """Return the edition as a PDF file.

    The same edition gives the same bytes. Raises `EngineError` when a font is missing.
    """
    from bilingual.editions import pdf_canvas

    sheet = pdf_design.SHEET
    labels = column_labels(edition)
    found = [
        band if band.picture is None or pdf_canvas.drawable(band.picture) else replace(band, picture=None)
        for band in bands(edition)
    ]
    footer = _footer(edition)
    paragraphs = [paragraph for band in (*found, labels, *footer) for paragraph in band.paragraphs]
    compositor = Compositor(fonts.prepare(texts_by_role(paragraphs)), hyphenator(edition.language))
    pages = paginate([_set(band, compositor) for band in found], _set(labels, compositor), sheet=sheet)
    return pdf_canvas.render(pages, compositor=compositor, edition=edition, sheet=sheet)


def _footer(edition: Edition) -> list[Band]:
    """Return the furniture's characters, so that the faces have them."""
    text = edition.furniture.running + edition.furniture.page + "0123456789…"
    return [Band((Paragraph((Span(text),), "en", pdf_design.FOOT, 0.0, 1.0),))]


def _set(band: Band, compositor: Compositor) -> Block:
    return Block(band, tuple(tuple(compositor.lines(paragraph)) for paragraph in band.paragraphs))
