"""Edition → PDF bytes: boxes, faces, lines, pages, ink, tags."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from bilingual.editions.fonts.fontset import prepare_fonts, shown
from bilingual.editions.markup import legal
from bilingual.editions.model import Edition
from bilingual.editions.pdf.boxes import Box
from bilingual.editions.pdf.boxes_backmatter import colophon, contents, has_cover, labels, notes, terms, title
from bilingual.editions.pdf.boxes_rows import section
from bilingual.editions.pdf.design import Design, design_of
from bilingual.editions.pdf.elements import StructElement
from bilingual.editions.pdf.metadata import Description
from bilingual.editions.pdf.pagination import Page, SetBox, paginate, spreads
from bilingual.editions.pdf.running_heads import characters, furnished, number_contents, pages_of
from bilingual.editions.pdf.structure import structure
from bilingual.editions.pdf.text import Compositor, texts_by_role
from bilingual.languages.english.hyphenation import hyphenator

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


def draw_pdf(edition: Edition) -> bytes:
    """Return the edition as a tagged PDF file (ISO 14289-1), also an archival one if the edition requires it.

    The same edition gives the same bytes. Raises `EngineError` when a font is missing.
    """
    from bilingual.editions.pdf.canvas import draw_pages
    from bilingual.editions.pdf.tags import finish

    parts, elements, design, compositor = _prepared(edition)
    # The pages have no name here, so that their memory is free before the file is assembled.
    drawing = draw_pages(_finished(parts, edition, design, compositor), compositor=compositor, design=design)
    return finish(drawing, elements, _description(edition), archive=edition.archive)


def page_numbers(edition: Edition) -> dict[str, int]:
    """Return the page on which each section begins, by its anchor, without drawing anything.

    Raises `EngineError` when a font is missing.
    """
    parts, _, design, compositor = _prepared(edition)
    return pages_of(_pages(parts, design, compositor=compositor))


def _prepared(edition: Edition) -> tuple[Parts, list[StructElement], Design, Compositor]:
    """Return everything that pages are made of."""
    design = design_of(edition)
    parts = parts_of(edition, design)
    parts = _each(parts, [_drawable(box) for box in parts.all])
    boxes, elements = structure(parts.all, edition)
    parts = _each(parts, boxes)
    paragraphs = [paragraph for box in boxes for paragraph in box.paragraphs]
    texts = texts_by_role([*paragraphs, *characters(edition, design)])
    language = edition.language if edition.language.startswith("en") else "en-GB"
    return parts, elements, design, Compositor(prepare_fonts(texts, edition.theme.faces), hyphenator(language))


def _each(parts: Parts, boxes: Sequence[Box]) -> Parts:
    """Return the parts with other boxes, as many as they have."""
    rest = iter(boxes)
    return Parts(*(tuple(islice(rest, len(part))) for part in (parts.front, parts.body, parts.end)))


def _description(edition: Edition) -> Description:
    titles: list[tuple[str, str]] = []
    for lang in edition.langs:
        title = _line(str(edition.title.side(lang)))
        titles += [(edition.language if lang == "en" else lang, title)] if title else []
    english_first = sorted(titles, key=lambda pair: not pair[0].startswith("en"))
    return Description(
        title=" / ".join(dict.fromkeys(title for _, title in english_first)) or "Untitled",
        titles=tuple(titles),
        author=_line(edition.author),
        subject=_line(edition.subject),
        keywords=_line(edition.record),
        date=edition.date if _DAY.fullmatch(edition.date) else "2000-01-01",
        languages=tuple(dict.fromkeys((edition.language, *(lang for lang, _ in titles)))),
        spreads=edition.layout == "facing",
        contents=bool(edition.toc),
    )


def _line(text: str) -> str:
    """Return a text on one line, with only the characters allowed in a string of the file."""
    return " ".join(legal(shown(text)).split())


def _finished(parts: Parts, edition: Edition, design: Design, compositor: Compositor) -> list[Page]:
    """Return all pages with their content."""
    pages = number_contents(_pages(parts, design, compositor=compositor), compositor)
    return furnished(pages, edition, design, compositor=compositor)


def _pages(parts: Parts, design: Design, *, compositor: Compositor) -> list[Page]:
    front, body, end = ([_set(box, compositor) for box in part] for part in (parts.front, parts.body, parts.end))
    if not design.spread:
        return paginate([*front, *body, *end], sheet=design.sheet)
    pages = paginate(front, sheet=design.sheet)
    if len(pages) % 2 == 0 and body:
        pages.insert(1, Page())  # a spread begins on a left-hand page; a table of contents on a right-hand one
    return pages + spreads(body, end, sheet=design.sheet)


def _set(box: Box, compositor: Compositor) -> SetBox:
    return SetBox(box, tuple(tuple(compositor.lines(paragraph)) for paragraph in box.paragraphs))


def _drawable(box: Box) -> Box:
    from bilingual.editions.pdf.canvas import drawable

    return box if box.picture is None or drawable(box.picture) else replace(box, picture=None)


@dataclass(frozen=True, slots=True)
class Parts:
    """The parts of an edition. In a spread only the body is on facing pages."""

    front: tuple[Box, ...]
    body: tuple[Box, ...]
    end: tuple[Box, ...]

    @property
    def all(self) -> tuple[Box, ...]:
        """Return all boxes, in reading order."""
        return (*self.front, *self.body, *self.end)


def parts_of(edition: Edition, design: Design) -> Parts:
    """Return everything on the pages of an edition."""
    front = [*title(edition, design), *contents(edition, design)]
    body = [*labels(edition, design), *_sections(edition, design)]
    if has_cover(edition) and body:
        body[0] = replace(body[0], new_page=True)
    elif body:
        body[0] = replace(body[0], before=max(body[0].before, 34.0 if edition.toc else 20.0))
    end = [*terms(edition, design), *colophon(edition, design)]
    for part, at in ((end, -2), (body, -1)):
        # The colophon is never alone on a page.
        if edition.colophon and len(part) >= -at:
            part[at] = replace(part[at], keep=True)
            break
    return Parts(tuple(front), tuple(body), tuple(end))


def _sections(edition: Edition, design: Design) -> Iterator[Box]:
    """Yield the sections, each with the notes that it is the first to refer to."""
    waiting = {note.number: note for note in edition.notes}
    above = [edition.title, *edition.byline]
    for at, part in enumerate(edition.sections):
        boxes = list(section(edition, design, part))
        if part.opens and at and boxes:
            boxes[0] = replace(boxes[0], new_page=True)
        pairs = [*above, *([part.heading] if part.heading else []), *(pair for row in part.rows for pair in row.cells)]
        here = sorted({number for pair in pairs for number in pair.notes()} & waiting.keys())
        if here and boxes:
            boxes[-1] = replace(boxes[-1], keep=True)  # a note at the head of a page seems to belong to what follows
        yield from boxes
        yield from notes(edition, design, [waiting.pop(number) for number in here])
        above = []
    yield from notes(edition, design, list(waiting.values()))
