"""The formats of editions: one row of `WRITERS` each, with the format's abilities."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from bilingual.editions.choices import LAYOUTS, Format, Layout
from bilingual.editions.model import Edition
from bilingual.editions.plan import Plan
from bilingual.errors import UsageError


def _pdf(edition: Edition) -> bytes:
    from bilingual.editions.pdf.writer import draw_pdf

    return draw_pdf(edition)


def _docx(edition: Edition) -> bytes:
    from bilingual.editions.docx.writer import draw_docx

    return draw_docx(edition, _page_numbers(edition) if edition.toc else {})


def _page_numbers(edition: Edition) -> Mapping[str, int]:
    """Return the pages of the PDF with the same layout: the word processor's are nearly the same."""
    from bilingual.editions.pdf.writer import page_numbers

    return page_numbers(edition)


def _html(edition: Edition) -> bytes:
    from bilingual.editions.html.writer import draw_html

    return draw_html(edition)


@dataclass(frozen=True, slots=True)
class Writer:
    """A format and its abilities."""

    format: Format
    """Also the suffix of its files."""
    draw: Callable[[Edition], bytes] | None = None
    """None for the bitext, which is the article itself and has no layout."""
    pages: bool = False
    """True when the writer decides where pages end."""
    facing: bool = False
    """True when the format has facing pages."""
    fonts: bool = False
    """True when the fonts can be embedded."""
    comments: bool = False
    """True when the edition can have the findings, for review."""


WRITERS: Mapping[Format, Writer] = {
    writer.format: writer
    for writer in (
        Writer("pdf", _pdf, pages=True, facing=True, fonts=True),
        Writer("docx", _docx, fonts=True, comments=True),
        Writer("html", _html, fonts=True, comments=True),
        Writer("json"),
    )
}
"""Every format, in the order in which they are offered."""


@dataclass(frozen=True, slots=True)
class EditionSpec:
    """One edition to be written."""

    format: Format
    plan: Plan = field(default_factory=Plan)

    def name(self, stem: str) -> str:
        """Return the file's name: `article.pdf` side by side, `article.english.pdf` in another layout."""
        layout = self.plan.layout
        return f"{stem}.{self.format}" if layout == "side-by-side" else f"{stem}.{layout}.{self.format}"


def editions_of(
    formats: Sequence[Format], layouts: Sequence[Layout] = ("side-by-side",), plan: Plan | None = None
) -> tuple[EditionSpec, ...]:
    """Return the editions to be written, each once, by format; `plan` has their common options.

    A format that has no facing pages falls back to side by side; the bitext has no layout at all. Raises `UsageError`
    for a format or a layout that does not exist.
    """
    for kind, names, known in (("format", formats, tuple(WRITERS)), ("layout", layouts, LAYOUTS)):
        if unknown := [name for name in names if name not in known]:
            raise UsageError(f"no {kind} {unknown[0]!r}", remedy=f"use one of {', '.join(known)}")
    found: dict[EditionSpec, None] = {}
    for format_ in formats:
        writer = WRITERS[format_]
        for layout in layouts:
            plain = writer.draw is None or (layout == "facing" and not writer.facing)
            found[EditionSpec(format_, replace(plan or Plan(), layout="side-by-side" if plain else layout))] = None
    return tuple(found)


def fallbacks(formats: Sequence[Format], layouts: Sequence[Layout]) -> list[Format]:
    """Return the formats that have no facing pages although `layouts` has them."""
    return [
        format_
        for format_ in dict.fromkeys(formats)
        if "facing" in layouts and WRITERS[format_].draw and not WRITERS[format_].facing
    ]


def draw_edition(format_: Format, edition: Edition) -> bytes:
    """Return the edition as a file of a format that has a writer for editions."""
    draw = WRITERS[format_].draw
    if draw is None:
        raise UsageError(f"{format_} is not drawn from an edition", remedy="use Session.draw")
    return draw(edition)
