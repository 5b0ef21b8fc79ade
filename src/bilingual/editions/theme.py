"""The look of an edition as data: page, margins, fonts, sizes, colours, spaces. Lengths are points.

`theme_file.load_theme` reads a theme from YAML; the values here are the defaults.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Literal

from bilingual.editions.paper import Margins, is_narrow, margins_of, sheet_of
from bilingual.editions.pictures import Picture

Family = Literal["mincho", "gothic"]
"""A pair of typefaces: mincho with a Latin serif, gothic with a Latin sans."""
English = Literal["justified", "ragged"]

BUILT_IN = ("mincho", "gothic")
LARGER = 1.1
"""Factor by which type is larger when the text is as wide as the page; a small page has no room for that."""
LOOSER = 1.07
"""Factor for the leading of a wide column: long lines need more."""
SUBTITLE = 0.68
"""Size of a subtitle relative to its title."""
TWO_TERMS = 380.0
"""Points of the width of the text from which two names or terms are on a line."""
_NARROW_GUTTER = 16.0
MEASURE = 37.0
"""Em of the Japanese body; longer lines are hard to read, in English too (about 75 letters)."""


@dataclass(frozen=True, slots=True)
class Size:
    """A size of type, in points."""

    ja: float
    en: float
    leading: float
    """From baseline to baseline, the same in both languages, so that lines are aligned all the way down."""


@dataclass(frozen=True, slots=True)
class Sizes:
    """The size of every kind of text."""

    title: Size = Size(18, 16, 25)
    heading: Size = Size(12, 11.8, 17)
    subheading: Size = Size(10.6, 10.8, 16)
    minor: Size = Size(9.8, 9.8, 15)
    """Headings of the third level and below."""
    body: Size = Size(9.6, 9.5, 14.2)
    """The leading is below 1.5 times the size: text viewers treat wider lines as separate paragraphs."""
    narrow: Size = Size(9.0, 9.0, 13.2)
    """Body in two columns on a narrow page, A5 for example."""
    small: Size = Size(8.2, 8.5, 12.2)
    """Bylines, captions and notes."""
    table: Size = Size(8.4, 8.6, 12.5)
    code: Size = Size(8.2, 8.2, 12.5)
    label: Size = Size(7.4, 7.4, 11)
    """Names of the columns, running heads, page numbers."""


@dataclass(frozen=True, slots=True)
class Faces:
    """The font family of each kind of text."""

    text: Family = "mincho"
    headings: Family = "gothic"
    title: Family = "mincho"


@dataclass(frozen=True, slots=True)
class Colours:
    """Colours, `#rrggbb`."""

    ink: str = "#1a1a1c"
    soft: str = "#66666b"
    """Bylines, captions, running heads."""
    accent: str = "#1c4a73"
    """Links and labels."""
    rule: str = "#c7c7c9"
    draft: str = "#b3702a"
    """The mark of unreviewed text."""


@dataclass(frozen=True, slots=True)
class Spacing:
    """Spaces in points."""

    gutter: float = 24
    """Between the columns."""
    paragraph: float = 7
    item: float = 3.5
    """Between the items of a list."""
    heading: float = 22
    subheading: float = 16
    indent: float = 12
    """List items and quotations, for each level."""
    first_line: float = 1
    """Em by which the first line of a Japanese paragraph is indented in a Japanese edition; 0 for none."""
    share: float | None = None
    """Share of the width for the Japanese column; None to choose it for each text (`share.column_share`)."""


@dataclass(frozen=True, slots=True)
class Theme:
    """The look of an edition; the same values for every format."""

    name: str = "mincho"
    page: str = "A4"
    """A name of `PAGE_SIZES`, or width and height: `170x240mm`."""
    margins: Literal["print", "screen"] | Margins = "print"
    faces: Faces = field(default_factory=Faces)
    sizes: Sizes = field(default_factory=Sizes)
    colours: Colours = field(default_factory=Colours)
    spacing: Spacing = field(default_factory=Spacing)
    imprint: tuple[tuple[str, str], ...] = ()
    """(label, value) lines of the publisher, in place of the colophon."""
    logo: Picture | None = None
    """The publisher's: printed above the imprint, and on the title page."""
    english: English = "ragged"
    """Justified English has wide gaps in a narrow column."""

    @property
    def logo_alt(self) -> str:
        """Return the alternative text of the logo: the publisher's name, if the imprint has it."""
        return dict(self.imprint).get("Publisher", "Logo")

    @property
    def sheet(self) -> tuple[float, float]:
        """Return width and height of the page."""
        return sheet_of(self.page)

    @property
    def space(self) -> Margins:
        """Return the margins in points."""
        return margins_of(self.margins, self.page) if isinstance(self.margins, str) else self.margins


def two_columns(theme: Theme) -> Theme:
    """Return the theme for two columns: on a narrow page smaller type, and less space between the columns."""
    if not is_narrow(theme.page):
        return theme
    spacing = replace(theme.spacing, gutter=min(theme.spacing.gutter, _NARROW_GUTTER))
    return replace(theme, sizes=replace(theme.sizes, body=theme.sizes.narrow), spacing=spacing)


def alone(theme: Theme) -> Theme:
    """Return the theme for text as wide as the page: larger type, and lines that are not too long."""
    scale = 1.0 if is_narrow(theme.page) else LARGER

    def larger(size: Size, looser: float = 1.0) -> Size:
        return Size(round(size.ja * scale, 2), round(size.en * scale, 2), round(size.leading * scale * looser, 2))

    sizes, space = theme.sizes, theme.space
    heads = {name: larger(getattr(sizes, name)) for name in ("title", "heading", "subheading", "minor")}
    body = larger(sizes.body, LOOSER)
    rest = max(0.0, theme.sheet[0] - space.inner - space.outer - body.ja * MEASURE) / 2
    margins = replace(space, inner=space.inner + rest, outer=space.outer + rest)
    return replace(theme, margins=margins, sizes=replace(sizes, body=body, small=larger(sizes.small, LOOSER), **heads))


def rgb(colour: str) -> tuple[float, float, float]:
    """Return red, green and blue of `#rrggbb`, from 0 to 1."""
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return red, green, blue
