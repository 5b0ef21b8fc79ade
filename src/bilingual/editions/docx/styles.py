"""The styles of a Word edition as data, so that Word users can restyle it instead of formatting by hand.

Every style has only the differences from its base, so that a change of `Japanese Text` also changes lists, notes and
captions. Lengths are points.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from bilingual.editions.fonts.faces import LATIN_FACES, TYPEFACES
from bilingual.editions.model import Edition, Lang
from bilingual.editions.theme import SUBTITLE, Family, Size, Theme

StyleRole = Literal["ja", "en", "head", "title", "small", "code"]

LANGUAGES: dict[Lang, str] = {"ja": "Japanese", "en": "English"}
LEVELS = 6
HANGING = 17.0
"""Room for a full-width marker, a bullet, `10.` or `(1)` before a list item: the same for figures and bullets."""

CELL_MARGIN = 7.0
"""To the right of the text in a cell of an article's table."""
CITED = 17.0
"""Room for the number of a paragraph."""
_TITLE_PAGE = 0.27
"""Share of the height of the page above the title, when it has its own page."""


@dataclass(frozen=True, slots=True)
class ParagraphStyle:
    """One paragraph style."""

    name: str
    base: str = "Normal"
    faces: tuple[str, str] = ("", "")
    """For Latin and for Japanese characters."""
    size: float = 0
    line: float = 0
    """Least distance from baseline to baseline; 0 for that of the font."""
    before: float = 0
    after: float = 0
    left: float = 0
    right: float = 0
    first: float = 0
    """Indent of the first line; negative for a hanging indent."""
    align: Literal["left", "both", "center", "right"] = "left"
    bold: bool = False
    colour: str = ""
    """`rrggbb`; empty for the reader's own."""
    outline: int | None = None
    """Level in the navigation pane, from 0."""
    keep_next: bool = False
    close: bool = False
    """True when consecutive paragraphs of the style have no space between them."""
    rule: Literal["", "top", "left", "bottom"] = ""
    rule_colour: str = ""
    stop: float = 0
    """Place of a tab stop; 0 for none besides that of the hanging indent."""
    right_stop: float = 0
    """Place of a right-aligned tab stop."""


def faces(theme: Theme, role: StyleRole) -> tuple[str, str]:
    """Return the names of the fonts for Latin and for Japanese characters."""
    text, heads, title = theme.faces.text, theme.faces.headings, theme.faces.title
    latin: str
    family: Family
    match role:
        case "ja":  # Source Serif looks heavier beside mincho: Japanese text keeps its own Latin
            latin, family = text, text
        case "en":
            latin, family = LATIN_FACES[text], text
        case "head":
            latin, family = LATIN_FACES[heads], heads
        case "title":
            latin, family = LATIN_FACES[title], title
        case "small":
            latin, family = LATIN_FACES["gothic"], "gothic"
        case "code":
            latin, family = "code", "gothic"
    return TYPEFACES[latin].name, TYPEFACES[family].name


def hexadecimal(colour: str) -> str:
    """Return a colour of the theme as Word writes it."""
    return colour.removeprefix("#").upper()


def paragraph_styles(edition: Edition) -> tuple[ParagraphStyle, ...]:
    """Return every paragraph style of a new edition."""
    theme = edition.theme
    soft = hexadecimal(theme.colours.soft)
    body = theme.sizes.body
    small, label = faces(theme, "small"), theme.sizes.label
    normal = ParagraphStyle(
        "Normal",
        base="",
        faces=faces(theme, "en"),
        size=body.en,
        line=body.leading,
        colour=hexadecimal(theme.colours.ink),
    )
    tag = replace(normal, base="Normal", faces=small, size=label.en, line=label.leading, colour=soft)
    width = theme.sheet[0] - theme.space.inner - theme.space.outer
    code = theme.sizes.code
    return (
        normal,
        *_heads(edition, normal),
        *_texts(edition, normal),
        replace(normal, name="Byline", base="Normal", size=theme.sizes.small.en, line=theme.sizes.small.leading,
                colour=soft, after=1, keep_next=True),
        replace(normal, name="Code", base="Normal", faces=faces(theme, "code"), size=code.en, line=code.leading,
                left=8, before=2, after=9, rule="left", rule_colour=hexadecimal(theme.colours.rule)),
        replace(normal, name="Picture", base="Normal", line=0, before=4, after=4, keep_next=True),
        replace(normal, name="Logo", base="Normal", line=0, before=24, after=6, keep_next=True),
        replace(normal, name="Separator", base="Normal", line=6, before=6, after=10, left=width * 0.37,
                right=width * 0.37, rule="top", rule_colour=hexadecimal(theme.colours.rule)),
        replace(tag, name="Column Label", before=3, after=3, keep_next=True),
        replace(tag, name="Column Label Hidden", base="Column Label", size=1, line=1, keep_next=True, colour="FFFFFF"),
        replace(normal, name="Colophon", base="Normal", size=theme.sizes.small.en, line=theme.sizes.small.leading,
                left=100, first=-100, after=2,
                keep_next=True),
        replace(tag, name="Header", right_stop=width),
        replace(tag, name="Footer", align="center"),
        *_notes(edition, normal),
        replace(normal, name="Gap", base="Normal", size=1, line=1, before=6, after=3),
    )  # fmt: skip


def _heads(edition: Edition, normal: ParagraphStyle) -> list[ParagraphStyle]:
    """Return title, headings and table of contents. A heading has both languages in one paragraph, so one size."""
    theme, sizes = edition.theme, edition.theme.sizes
    first, *rest = edition.langs
    title = replace(
        normal, name="Title", base="Normal", faces=faces(theme, "title"), bold=theme.faces.title == "gothic",
        size=_of(sizes.title, first), line=sizes.title.leading,
        before=theme.sheet[1] * _TITLE_PAGE if edition.title_page else 10, after=1 if edition.subtitle else 4,
        keep_next=True,
    )  # fmt: skip
    below = 0.8 * sizes.title.leading if rest else 0
    other = rest[0] if rest else first
    second = replace(
        title, name="Subtitle", before=0, after=1 if edition.subtitle else 8,
        size=0.8 * _of(sizes.title, other), line=below,
    )  # fmt: skip
    bold = all(_is_bold(theme.faces.headings, lang) for lang in edition.langs)
    head = replace(normal, base="Normal", faces=faces(theme, "head"), bold=bold, after=5, keep_next=True)
    kinds = (sizes.heading, sizes.subheading, *[sizes.minor] * (LEVELS - 2))
    spaces = (theme.spacing.heading, theme.spacing.subheading, *[theme.spacing.subheading - 4] * (LEVELS - 2))
    headings = [
        replace(
            head, name=f"Heading {level}", size=_of(kind, first), line=kind.leading, before=space, outline=level - 1
        )
        for level, (kind, space) in enumerate(zip(kinds, spaces, strict=True), 1)
    ]
    added = replace(
        second, name="Subtitle Small", after=10,
        size=SUBTITLE * _of(sizes.title, first), line=SUBTITLE * sizes.title.leading,
    )  # fmt: skip
    styles = [title, second, *([added] if edition.subtitle else []), *headings]
    styles.append(replace(headings[0], name="Appendix Heading", base="Heading 1"))
    if edition.toc:
        width = theme.sheet[0] - theme.space.inner - theme.space.outer
        line = replace(normal, base="Normal", after=2, right_stop=width)
        styles.append(replace(headings[1], name="TOC Heading", base="Normal", outline=None))
        styles += [
            replace(line, name=f"toc {level}", left=12 + 12 * (level - 1), first=-12) for level in range(1, LEVELS + 1)
        ]
    return styles


def _texts(edition: Edition, normal: ParagraphStyle) -> list[ParagraphStyle]:
    """Return the styles of the text, in each language of the edition."""
    styles = []
    others: list[Lang] = [lang for lang in LANGUAGES if lang not in edition.langs]  # for the list of terms
    for lang in (*edition.langs, *others):
        theme, name = edition.theme, LANGUAGES[lang]
        sizes, spacing = theme.sizes, theme.spacing
        body = ParagraphStyle(
            f"{name} Text",
            faces=faces(theme, lang),
            size=_of(sizes.body, lang),
            line=sizes.body.leading,
            after=spacing.paragraph,
            align="both" if lang == "ja" or theme.english == "justified" else "left",
            colour=normal.colour,
        )
        stacked = edition.layout == "stacked" and lang == edition.langs[0]
        if stacked:  # the languages of a paragraph stay together, and closer to each other than to the next
            body = replace(body, after=spacing.paragraph * 0.3, keep_next=True)
        text = replace(body, base=body.name)
        item, after = spacing.item * 0.3 if stacked else spacing.item, body.after
        small, table = sizes.small, sizes.table
        aside = replace(text, size=_of(small, lang), line=small.leading, after=after)
        cell = replace(
            text, size=_of(table, lang), line=table.leading, before=2, after=2, align="left", keep_next=False
        )
        prose = body
        if edition.layout == "japanese" and spacing.first_line:
            prose = replace(
                body, name="Japanese Paragraph", base=body.name, close=True, first=spacing.first_line * body.size
            )
        soft, rule = hexadecimal(theme.colours.soft), hexadecimal(theme.colours.rule)
        named = [
            ("List", replace(text, after=item, left=HANGING, first=-HANGING)),
            ("List Number", replace(text, after=item, left=HANGING, first=-HANGING)),
            ("Quote", replace(text, left=spacing.indent, rule="left", rule_colour=rule)),
            ("Note", aside),
            (
                "Note Sign",
                replace(aside, left=36 if lang == "en" else HANGING, first=-36 if lang == "en" else -HANGING),
            ),
            ("Caption", replace(aside, colour=soft, after=after if stacked else 9)),
            ("Cell", cell),
            (
                "Cell Header",
                replace(cell, faces=faces(theme, "small" if lang == "ja" else "en"), bold=True, keep_next=True),
            ),
        ]
        styles += [body, *([prose] if prose is not body else [])]
        styles += [replace(style, name=f"{name} {kind}") for kind, style in named]
    return styles


def _notes(edition: Edition, normal: ParagraphStyle) -> list[ParagraphStyle]:
    """Return the styles of notes; all have the same indent, with room for the last number."""
    theme, small = edition.theme, edition.theme.sizes.small
    hang = 5 + 4.5 * len(str(len(edition.notes)))
    note = replace(
        normal, name="footnote text", base="Normal", size=small.en, line=small.leading, left=hang, first=-hang
    )
    of_article = [
        replace(note, name=f"{name} Footnote", base=note.name, faces=faces(theme, lang), size=_of(small, lang))
        for lang, name in LANGUAGES.items()
    ]
    return [note, *(of_article if any(one.rows for one in edition.notes) else [])]


def _is_bold(family: Family, lang: Lang) -> bool:
    """Return whether a heading is bold: mincho has no bold, and is large enough without it."""
    return family == "gothic" or lang == "en"


def _of(size: Size, lang: Lang) -> float:
    return size.ja if lang == "ja" else size.en
