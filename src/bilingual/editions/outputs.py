"""Which files a run writes: format by layout, their names, and the writer of each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bilingual.editions.model import LAYOUTS, Edition, Layout
from bilingual.errors import UsageError
from bilingual.formats import FORMATS, Format

_NO_FACING_PAGES = ("docx", "html")


@dataclass(frozen=True, slots=True)
class Output:
    """One file to be written."""

    format: Format
    layout: Layout

    def name(self, stem: str) -> str:
        """Return the file's name: `article.pdf` side by side, `article.english.pdf` in another layout."""
        return f"{stem}.{self.format}" if self.layout == "side-by-side" else f"{stem}.{self.layout}.{self.format}"


def outputs(formats: Sequence[Format], layouts: Sequence[Layout]) -> list[Output]:
    """Return what is to be written, each once, by format.

    A format that has no facing pages has side by side instead; the bitext has no layout at all. Raises `UsageError`
    for a format or a layout that does not exist.
    """
    for kind, names, known in (("format", formats, FORMATS), ("layout", layouts, LAYOUTS)):
        if unknown := [name for name in names if name not in known]:
            raise UsageError(f"no {kind} {unknown[0]!r}", remedy=f"take one of {', '.join(known)}")
    found: dict[Output, None] = {}
    for format_ in formats:
        for layout in layouts:
            plain = format_ == "json" or (layout == "facing" and format_ in _NO_FACING_PAGES)
            found[Output(format_, "side-by-side" if plain else layout)] = None
    return list(found)


def fallbacks(formats: Sequence[Format], layouts: Sequence[Layout]) -> list[Format]:
    """Return the formats that cannot do what was asked."""
    return [format_ for format_ in dict.fromkeys(formats) if format_ in _NO_FACING_PAGES and "facing" in layouts]


def draw_edition(format_: Format, edition: Edition) -> bytes:
    """Return the edition as a file of a format; the bitext is not an edition and has its own writer."""
    if format_ == "pdf":
        from bilingual.editions.pdf.writer import draw_pdf

        return draw_pdf(edition)
    if format_ == "docx":
        from bilingual.editions.docx.writer import draw_docx

        return draw_docx(edition)
    from bilingual.editions.html.writer import draw_html

    return draw_html(edition)
