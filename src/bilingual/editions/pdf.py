"""Edition → PDF bytes: bands, faces, lines, pages, ink."""

from __future__ import annotations

from dataclasses import replace

from bilingual.editions import fonts
from bilingual.editions.hyphens import hyphenator
from bilingual.editions.layout import Edition
from bilingual.editions.pdf_bands import Band
from bilingual.editions.pdf_design import Design, design_of
from bilingual.editions.pdf_flow import Block, Page, facing, paginate
from bilingual.editions.pdf_furniture import characters, furnished, numbered
from bilingual.editions.pdf_parts import Parts, parts_of
from bilingual.editions.pdf_text import Compositor, texts_by_role


def draw(edition: Edition) -> bytes:
    """Return the edition as a PDF file.

    The same edition gives the same bytes. Raises `EngineError` when a font is missing.
    """
    from bilingual.editions import pdf_canvas

    design = design_of(edition)
    parts = parts_of(edition, design)
    bands = [*parts.front, *parts.body, *parts.end]
    paragraphs = [paragraph for band in bands for paragraph in band.paragraphs]
    texts = texts_by_role([*paragraphs, *characters(edition, design)])
    language = edition.language if edition.language.startswith("en") else "en-GB"
    compositor = Compositor(fonts.prepare(texts, edition.theme.faces), hyphenator(language))
    pages = numbered(_pages(parts, design, compositor=compositor), compositor)
    pages = furnished(pages, edition, design, compositor=compositor)
    return pdf_canvas.render(pages, compositor=compositor, edition=edition, design=design)


def _pages(parts: Parts, design: Design, *, compositor: Compositor) -> list[Page]:
    front, body, end = ([_set(band, compositor) for band in part] for part in (parts.front, parts.body, parts.end))
    if not design.spread:
        return paginate([*front, *body, *end], sheet=design.sheet)
    pages = paginate(front, sheet=design.sheet)
    if len(pages) % 2 == 0 and body:
        pages.append(Page())  # a spread begins on a left-hand page
    pages += facing(paginate(body, sheet=design.sheet)) if body else []
    return pages + (paginate(end, sheet=design.sheet) if end else [])


def _set(band: Band, compositor: Compositor) -> Block:
    return Block(_drawable(band), tuple(tuple(compositor.lines(paragraph)) for paragraph in band.paragraphs))


def _drawable(band: Band) -> Band:
    from bilingual.editions import pdf_canvas

    return band if band.picture is None or pdf_canvas.drawable(band.picture) else replace(band, picture=None)
