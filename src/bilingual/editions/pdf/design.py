"""The look of a PDF edition: the sheet, its columns, the styles, made from the theme. All lengths are points."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from bilingual.editions.choices import Layout
from bilingual.editions.model import Edition, Lang
from bilingual.editions.paper import is_narrow
from bilingual.editions.share import column_share
from bilingual.editions.theme import LARGER, LOOSER, MEASURE, Size, Spacing, Theme, rgb

Voice = Literal["text", "title", "heading", "label", "strong"]
"""The font family: `text` and `strong` use the text's fonts, `label` a small sans, the others their own."""
Colour = tuple[float, float, float]

DEEPEST_INDENT = 5
"""Deeper levels of lists and quotations are not indented further, because the column is narrow."""
_AIRY = 1.12
"""Factor for the leading when all lines have readings above them."""
_LONG_TITLE = 30
"""Characters, Japanese; English takes twice as many."""
_SANS = 0.85
"""Width of the sans font relative to the serif one."""
_MARGINAL = 30.0
"""Points beside the text for the numbers."""


@dataclass(frozen=True, slots=True)
class TextStyle:
    """The style of one kind of text."""

    size_ja: float
    size_en: float
    leading: float
    """The same in both languages, so that lines are aligned all the way down."""
    voice: Voice = "text"
    colour: Colour = (0.0, 0.0, 0.0)
    justify: bool = False
    """Japanese."""
    justify_en: bool = False
    hyphenate: bool = False
    balance: bool = False
    low: bool = False
    """True for cells: they are balanced, but without an additional line."""

    @property
    def ascent(self) -> float:
        """From the top of a line to its baseline."""
        return self.leading * 0.74

    def size(self, lang: Lang) -> float:
        """Return the size of one language."""
        return self.size_ja if lang == "ja" else self.size_en


@dataclass(frozen=True, slots=True)
class ColumnPlace:
    """The place of one language's text on the sheet."""

    lang: Lang
    x: float
    width: float
    side: int = 0
    """Of a spread: 0 is the left page, 1 the right one."""


@dataclass(frozen=True, slots=True)
class PageSheet:
    """The layout of a right-hand page, with the places of the languages in reading order."""

    width: float
    height: float
    left: float
    measure: float
    """Width of the text, all columns together."""
    top: float
    """From the upper edge to the top of the text."""
    bottom: float
    """From the lower edge to the foot of the text."""
    footer: float
    """From the lower edge to the baseline of the page number."""
    gutter: float
    places: tuple[ColumnPlace, ...]
    shift: float = 0.0
    """Shift of a left-hand page to the right: its inner margin is on the other side."""

    @property
    def depth(self) -> float:
        """Return the height of the text on a full page."""
        return self.height - self.top - self.bottom

    @property
    def columns(self) -> tuple[tuple[float, float], ...]:
        """Return (left edge, width) of each column of a page."""
        return tuple(dict.fromkeys((place.x, place.width) for place in self.places))


@dataclass(frozen=True, slots=True)
class Design:
    """Everything the boxes are made with."""

    layout: Layout
    sheet: PageSheet
    space: Spacing
    body: TextStyle
    small: TextStyle
    byline: TextStyle
    table: TextStyle
    table_head: TextStyle
    code: TextStyle
    label: TextStyle
    foot: TextStyle
    title: TextStyle
    cover: TextStyle
    """The title on its own page."""
    headings: tuple[TextStyle, TextStyle, TextStyle]
    accent: Colour
    rule: Colour
    draft: Colour
    guess: Colour
    """Generated readings."""
    spread: bool = False
    """True when the languages are on facing pages."""
    apart: float = 9.0
    """Points between the numbers in the margin and the text."""
    latin: float = 1.0
    """Width of Latin text relative to that in the widest font."""

    @property
    def wide(self) -> bool:
        """Return whether a column is as wide as the page."""
        return len(self.sheet.columns) == 1

    @property
    def marginal(self) -> float:
        """Return the distance from the numbers to the text on their right."""
        return min(_MARGINAL, self.sheet.left - 6)

    def heading(self, level: int) -> TextStyle:
        """Return the style of a heading, 1 is a section."""
        return self.headings[min(max(level, 1), len(self.headings)) - 1]


def design_of(edition: Edition) -> Design:
    """Return the design of an edition: its theme, laid out on its sheet."""
    theme = edition.theme
    single = edition.layout != "side-by-side"
    airy = _AIRY if _has_guesses(edition) else 1.0
    scale = LARGER if single and not is_narrow(theme.page) else 1.0
    colours = theme.colours
    ink, soft, accent = rgb(colours.ink), rgb(colours.soft), rgb(colours.accent)

    def style(
        size: Size, voice: Voice = "text", colour: Colour = ink, by: float = scale, **settings: bool
    ) -> TextStyle:
        leading = size.leading * by * airy * (LOOSER if single and voice == "text" else 1.0)
        return TextStyle(round(size.ja * by, 2), round(size.en * by, 2), round(leading, 2), voice, colour, **settings)

    sizes = theme.sizes
    justify_en = theme.english == "justified"
    body = style(sizes.body, justify=True, justify_en=justify_en, hyphenate=True)
    return Design(
        layout=edition.layout,
        sheet=_sheet(edition, body.size_ja),
        space=theme.spacing,
        body=body,
        small=style(sizes.small, colour=soft),
        byline=style(sizes.small, colour=soft),
        table=style(sizes.table, by=1.0),
        table_head=style(sizes.table, "strong", by=1.0),
        code=style(sizes.code, by=1.0),
        label=style(sizes.label, "label", soft, 1.0),
        foot=style(sizes.label, "label", soft, 1.0),
        title=style(sizes.title, "title", balance=True),
        cover=style(sizes.title, "title", by=_cover(edition), balance=True),
        headings=(
            style(sizes.heading, "heading", balance=True),
            style(sizes.subheading, "heading", balance=True),
            style(sizes.minor, "heading", balance=True),
        ),
        accent=accent,
        rule=rgb(colours.rule),
        draft=rgb(colours.draft),
        guess=soft,
        spread=edition.layout == "facing",
        # When English comes first, the mark of a draft is between the numbers and the text.
        apart=14.0 if edition.mark_drafts and not single and edition.order == "en-ja" else 9.0,
        latin=_SANS if theme.faces.text == "gothic" else 1.0,
    )


def _cover(edition: Edition) -> float:
    """Return the factor by which the title is larger on its own page; a long one needs whole phrases on a line."""
    lengths = [len(str(edition.title.source)), len(str(edition.title.target)) / 2]
    return 1.4 if max(lengths) <= _LONG_TITLE else 1.15


def _has_guesses(edition: Edition) -> bool:
    """Return whether all kanji that are drawn have readings."""
    return "ja" in edition.langs and any(
        span.guessed
        for section in edition.sections
        for row in section.rows
        for pair in row.cells
        for span in pair.source.spans
    )


def _sheet(edition: Edition, em: float) -> PageSheet:
    theme = edition.theme
    width, height = theme.sheet
    space = theme.space
    left, measure = space.inner, width - space.inner - space.outer
    two = edition.layout == "side-by-side"
    if not two and measure > em * MEASURE:
        left += (measure - em * MEASURE) / 2
        measure = em * MEASURE
    return PageSheet(
        width=width,
        height=height,
        left=left,
        measure=measure,
        top=space.top,
        bottom=space.bottom,
        footer=max(14.0, space.bottom - 28.0),
        gutter=theme.spacing.gutter,
        places=_columns(edition, theme, left, measure) if two else _pages(edition, left, measure),
        shift=space.outer - space.inner,
    )


def _columns(edition: Edition, theme: Theme, left: float, measure: float) -> tuple[ColumnPlace, ...]:
    room = measure - theme.spacing.gutter
    first, second = edition.langs
    share = column_share(edition)
    width = room * (share if first == "ja" else 1 - share)
    return ColumnPlace(first, left, width), ColumnPlace(second, left + width + theme.spacing.gutter, room - width)


def _pages(edition: Edition, left: float, measure: float) -> tuple[ColumnPlace, ...]:
    facing = edition.layout == "facing"
    return tuple(ColumnPlace(lang, left, measure, side if facing else 0) for side, lang in enumerate(edition.langs))
