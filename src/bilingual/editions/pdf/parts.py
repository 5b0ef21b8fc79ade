"""Edition → the parts of a PDF, each a list of bands from top to bottom."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from bilingual.editions.model import Edition
from bilingual.editions.pdf.boxes import Box
from bilingual.editions.pdf.boxes_backmatter import colophon, contents, has_cover, labels, notes, terms, title
from bilingual.editions.pdf.boxes_rows import section
from bilingual.editions.pdf.design import Design


@dataclass(frozen=True, slots=True)
class Parts:
    """The parts of an edition. In a spread only the body stands on facing pages."""

    front: tuple[Box, ...]
    body: tuple[Box, ...]
    end: tuple[Box, ...]

    @property
    def all(self) -> tuple[Box, ...]:
        """Return all bands, in reading order."""
        return (*self.front, *self.body, *self.end)


def parts_of(edition: Edition, design: Design) -> Parts:
    """Return everything on the pages of an edition."""
    front = [*title(edition, design), *contents(edition, design)]
    body = [*labels(edition, design), *_sections(edition, design)]
    if has_cover(edition) and body:
        body[0] = replace(body[0], new_page=True)
    elif body:
        body[0] = replace(body[0], before=max(body[0].before, 34.0 if edition.toc else 20.0))
    return Parts(tuple(front), tuple(body), (*terms(edition, design), *colophon(edition, design)))


def _sections(edition: Edition, design: Design) -> Iterator[Box]:
    for part in edition.sections:
        yield from section(edition, design, part)
        yield from notes(edition, design, part)
