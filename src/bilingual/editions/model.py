"""The edition as a value: the laid-out article, before any file format.

An `Edition` is what a writer draws, from top to bottom. Writers decide nothing: text, order, labels and
running heads are all here, so PDF, DOCX and HTML say the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

from bilingual.editions.choices import Align, Layout, Order
from bilingual.editions.labels import LABELS, Labels
from bilingual.editions.pictures import Picture
from bilingual.editions.theme import Theme
from bilingual.model import CellAlign, Severity

Lang = Literal["ja", "en"]
RowKind = Literal["paragraph", "list_item", "quote", "note", "byline", "table", "image", "code", "separator"]


@dataclass(frozen=True, slots=True)
class Span:
    """A run of text in one style."""

    text: str
    bold: bool = False
    italic: bool = False
    code: bool = False
    link: str = ""
    """An address (http, https or mailto); empty when the span is not a link."""
    ruby: str = ""
    """The reading above a Japanese span."""
    guessed: bool = False
    """True when the reading is generated."""
    unit: str = ""
    """Id of the unit the text belongs to; empty for labels, markers and the space between units."""
    note: int = 0
    """Number of the note whose marker follows the span; 0 for none. A span without text is a second marker."""


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph in one language. The joined spans are exactly the text that readers can copy."""

    spans: tuple[Span, ...]
    lang: Lang

    def __str__(self) -> str:
        return "".join(span.text for span in self.spans)

    def __bool__(self) -> bool:
        return any(span.text for span in self.spans)


@dataclass(frozen=True, slots=True)
class Pair:
    """The same text in both languages: source and translation."""

    source: Text
    target: Text
    units: tuple[str, ...] = ()
    """Ids of the units in it, in order."""

    def side(self, lang: Lang) -> Text:
        """Return the text in one language."""
        return self.target if lang == self.target.lang else self.source

    def notes(self) -> set[int]:
        """Return the numbers of the notes whose markers are in it."""
        return {span.note for text in (self.source, self.target) for span in text.spans if span.note}


@dataclass(frozen=True, slots=True)
class Row:
    """One aligned row: Japanese beside English."""

    kind: RowKind
    cells: tuple[Pair, ...] = ()
    """One pair, but one per column in a table row. Code has one pair with the same text twice; a separator has none.
    An image has its alternative text (none without it)."""
    level: int = 0
    """List items and quotes: depth, from 1."""
    marker: Pair | None = None
    """The marker of a list item or a note in each column (`・` and `•`, `1.` and `1.`)."""
    aligned: tuple[CellAlign, ...] = ()
    """The alignment of each cell of a table row; empty when the article gives none."""
    header: bool = False
    """True for the header row of a table."""
    image: Picture | None = None
    """The image of an image row; None when it is missing or cannot be read."""
    alt: str = ""
    """Alternative text of the image, in English."""
    draft: bool = False
    """True when the English is an unreviewed machine translation; shown only if the edition marks drafts."""
    number: int = 0
    """Number for citing, the same in both languages; 0 for none."""
    joined: bool = False
    """True when the row continues the paragraph of the row above (aligned by sentence): no space, no indent."""

    def sides(self, count: int) -> tuple[CellAlign, ...]:
        """Return the alignment of each of `count` cells."""
        none: CellAlign = ""
        return (*self.aligned, *(none for _ in range(count)))[:count]


def tables_of(rows: Sequence[Row]) -> Iterator[Sequence[Row]]:
    """Yield the rows of each table, given those of consecutive tables: a header row begins a new one."""
    start = 0
    for at in range(1, len(rows) + 1):
        if at == len(rows) or rows[at].header:
            yield rows[start:at]
            start = at


@dataclass(frozen=True, slots=True)
class Section:
    """A heading (none before the first one) and the rows below it."""

    rows: tuple[Row, ...]
    heading: Pair | None = None
    level: int = 1
    """1 is a section, 2 a subsection …"""
    anchor: str = ""
    """Target of links to the section (`s3`, from the number of its heading's block); empty without a heading."""
    opens: bool = False
    """True for an article of a book: it begins on a new page, or in a new file."""


@dataclass(frozen=True, slots=True)
class TocEntry:
    """A line of the table of contents."""

    heading: Pair
    level: int
    anchor: str


@dataclass(frozen=True, slots=True)
class Note:
    """A note: a footnote of the article, or the glossary's note on a term at its first mention."""

    number: int
    rows: tuple[Row, ...] = ()
    """The paragraphs of a footnote, in both languages."""
    texts: tuple[Text, ...] = ()
    """A glossary's note, the same for both languages: the term in Japanese, and what is said of it."""


@dataclass(frozen=True, slots=True)
class TermLine:
    """A line of the glossary appendix."""

    source: str
    reading: str
    """In kana; empty when the glossary has none."""
    target: str


@dataclass(frozen=True, slots=True)
class Comment:
    """A finding, for the reviewer's copy."""

    unit: str
    text: str
    severity: Severity = "warning"


@dataclass(frozen=True, slots=True)
class Edition:
    """An edition, ready to be drawn."""

    title: Pair
    """Never empty: the file name is used when the article has no title."""
    sections: tuple[Section, ...]
    byline: tuple[Pair, ...]
    """Author, date and source lines below the title."""
    terms: tuple[TermLine, ...]
    """Every glossary term used, in order of first use."""
    colophon: tuple[tuple[str, str], ...]
    """(label, value), for the end of the edition."""
    running_head: str
    """The title on one line at the head of a page, in the language of the edition."""
    author: str
    """For the document's metadata; empty when unknown."""
    subject: str
    date: str
    """`YYYY-MM-DD`: the only date of an edition, in the metadata of every format."""
    subtitle: Pair | None = None
    short_title: Pair | None = None
    """The title that the article gives for the heads of pages; None to use the title."""
    labels: Labels = LABELS["en"]
    """The edition's own words, in its language."""
    language: str = "en-GB"
    """Main language of the document's own words (labels, metadata)."""
    layout: Layout = "side-by-side"
    order: Order = "ja-en"
    align: Align = "paragraph"
    theme: Theme = field(default_factory=Theme)
    toc: tuple[TocEntry, ...] = ()
    """The table of contents; empty for none."""
    notes: tuple[Note, ...] = ()
    """In order of their numbers, from 1."""
    comments: tuple[Comment, ...] = ()
    """Empty unless it is a reviewer's copy."""
    mark_drafts: bool = False
    """True when rows that are drafts are marked."""
    title_page: bool = False
    """True for a page of its own, False for a title block."""
    embed_fonts: bool = False
    """DOCX: True to embed the fonts."""
    signature: str = ""
    """How the targets were made, for the document's metadata."""
    figures: tuple[tuple[str, str], ...] = ()
    """(label, value) of terms, numbers, places to review, for the document's metadata."""
    archive: bool = False
    """PDF: True for a file that conforms to PDF/A-2b."""
    vertical: bool = False
    """EPUB: True for vertical lines, from right to left."""
    popup: bool = False
    """EPUB: True when the second language of a paragraph is a note, which opens from the first."""
    article: str = ""
    """File name of the article, without folder."""
    keys: tuple[tuple[str, str], ...] = ()
    """DOCX: unit id and the key of its source (`bilingual.keys`), for the names of bookmarks."""

    @property
    def record(self) -> str:
        """Return the signature and the figures on one line, for the document's metadata."""
        return "; ".join(filter(None, (self.signature, *(f"{label}: {value}" for label, value in self.figures))))

    @property
    def head(self) -> Pair:
        """Return the title for the heads of pages, in both languages."""
        return self.short_title or self.title

    @property
    def title_lines(self) -> tuple[tuple[Text, bool], ...]:
        """Return the lines of the title in reading order, each with whether it is a subtitle.

        A subtitle follows the title of its language. What is the same in both languages, or empty, is left out.
        """
        titles = [text for lang in self.langs if (text := self.title.side(lang))]
        titles = titles or [text for text in (self.title.target, self.title.source) if text]
        lines: list[tuple[Text, bool]] = []
        for text in titles:
            if str(text) not in [str(line) for line, _ in lines]:
                lines.append((text, False))
            below = self.subtitle.side(text.lang) if self.subtitle else None
            if below and str(below) not in [str(line) for line, _ in lines]:
                lines.append((below, True))
        return tuple(lines)

    @property
    def langs(self) -> tuple[Lang, ...]:
        """Return the languages that are drawn, in reading order."""
        if self.layout in ("english", "japanese"):
            return ("en",) if self.layout == "english" else ("ja",)
        return ("ja", "en") if self.order == "ja-en" else ("en", "ja")
