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

    if not edition.toc:
        return draw_docx(edition)
    from bilingual.editions.pdf.writer import page_numbers

    # The pages of the PDF with the same layout: the word processor's are nearly the same.
    return draw_docx(edition, page_numbers(edition))


def _html(edition: Edition) -> bytes:
    from bilingual.editions.html.writer import draw_html

    return draw_html(edition)


def _epub(edition: Edition) -> bytes:
    from bilingual.editions.epub.writer import draw_epub

    return draw_epub(edition)


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
    columns: bool = True
    """True when two languages can be side by side; else one is below the other."""
    fonts: bool = False
    """True when the fonts can be embedded."""
    comments: bool = False
    """True when the edition can have the findings, for review."""
    books: bool = False
    """True when several articles can be bound into one file."""


WRITERS: Mapping[Format, Writer] = {
    writer.format: writer
    for writer in (
        Writer("pdf", _pdf, pages=True, facing=True, fonts=True, books=True),
        Writer("docx", _docx, fonts=True, comments=True),
        Writer("html", _html, fonts=True, comments=True),
        Writer("epub", _epub, columns=False, books=True),
        Writer("json"),
    )
}
"""Every format, in the order in which they are offered."""
_WORDS = {"side-by-side": "side by side"}
"""Layouts in running text."""


@dataclass(frozen=True, slots=True)
class EditionSpec:
    """One edition to be written."""

    format: Format
    plan: Plan = field(default_factory=Plan)

    @property
    def copies_original(self) -> bool:
        """Return whether it is a copy of the article's own Word document."""
        return self.plan.like_original and self.format == "docx"

    def name(self, stem: str) -> str:
        """Return the file's name: `article.pdf` in the format's first layout, `article.english.pdf` in another one."""
        layout = self.plan.layout
        first = layout == (_drawn_as(self.format, "side-by-side") if not self.copies_original else "stacked")
        return f"{stem}.{self.format}" if first else f"{stem}.{layout}.{self.format}"


def editions_of(
    formats: Sequence[Format], layouts: Sequence[Layout] = ("side-by-side",), plan: Plan | None = None
) -> tuple[EditionSpec, ...]:
    """Return the editions to be written, each once, by format; `plan` has their common options.

    A layout that a format does not have falls back to one that it has; the bitext has no layout at all. Raises
    `UsageError` for a format or a layout that does not exist, and for options that fit neither.
    """
    for kind, names, known in (("format", formats, tuple(WRITERS)), ("layout", layouts, LAYOUTS)):
        if unknown := [name for name in names if name not in known]:
            raise UsageError(f"no {kind} {unknown[0]!r}", remedy=f"use one of {', '.join(known)}")
    plan = plan or Plan()
    _check(formats, layouts, plan)
    found: dict[EditionSpec, None] = {}
    for format_ in formats:
        for layout in layouts:
            found[EditionSpec(format_, replace(plan, layout=_drawn_as(format_, layout)))] = None
    return tuple(found)


def _check_like(formats: Sequence[Format], layouts: Sequence[Layout]) -> None:
    if "docx" not in formats:
        raise UsageError("--like original is for DOCX", remedy="add --format docx, or leave out --like original")
    if other := [layout for layout in layouts if layout not in ("stacked", "english")]:
        remedy = "use --layout stacked (the English under each paragraph) or --layout english"
        raise UsageError(f"--like original has no layout {other[0]}", remedy=remedy)


def _check(formats: Sequence[Format], layouts: Sequence[Layout], plan: Plan) -> None:
    """Raise `UsageError` if the options of an EPUB fit no format or layout."""
    for wanted, name in ((plan.vertical, "--vertical"), (plan.popup, "--popup")):
        if wanted and "epub" not in formats:
            raise UsageError(f"{name} is for EPUB", remedy=f"add --format epub, or leave out {name}")
    if plan.like_original:
        _check_like(formats, layouts)
    if plan.vertical and any(layout != "japanese" for layout in layouts):
        remedy = "add --layout japanese, and no other layout, or leave out --vertical"
        raise UsageError("--vertical is for Japanese alone: English is not set in vertical lines", remedy=remedy)
    if plan.popup and all(layout in ("english", "japanese") for layout in layouts):
        remedy = "leave out --layout, or leave out --popup"
        raise UsageError("--popup needs both languages", remedy=remedy)


def _drawn_as(format_: Format, layout: Layout) -> Layout:
    """Return the layout of a format's edition when `layout` is asked for."""
    writer = WRITERS[format_]
    if writer.draw is None or (layout == "facing" and not writer.facing):
        layout = "side-by-side"
    return "stacked" if layout == "side-by-side" and not writer.columns else layout


def fallbacks(formats: Sequence[Format], layouts: Sequence[Layout]) -> list[str]:
    """Return a line for each format that does not have one of the `layouts` that were asked for."""
    lines: list[str] = []
    for format_ in dict.fromkeys(format_ for format_ in formats if WRITERS[format_].draw):
        for layout in dict.fromkeys(layouts):
            drawn = _drawn_as(format_, layout)
            if drawn != layout:
                has = "facing pages" if layout == "facing" else "columns"
                lines.append(f"{format_.upper()} has no {has}: it falls back to {_WORDS.get(drawn, drawn)}")
    return lines


def draw_edition(format_: Format, edition: Edition) -> bytes:
    """Return the edition as a file of a format that has a writer for editions."""
    draw = WRITERS[format_].draw
    if draw is None:
        raise UsageError(f"{format_} is not drawn from an edition", remedy="use Session.draw")
    return draw(edition)
