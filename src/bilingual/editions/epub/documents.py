"""The files of an EPUB's text: which sections are in which file, and the file itself."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from bilingual.editions.columns import column_bands, with_columns
from bilingual.editions.html.parts import (
    Byline,
    NoteItem,
    SectionBlock,
    TitleLine,
    byline_of,
    note_item,
    section_blocks,
    spans_with_furigana,
    title_lines,
)
from bilingual.editions.html.rows import Rows
from bilingual.editions.html.templating import xhtml_template
from bilingual.editions.html.text import RESERVED, Words
from bilingual.editions.model import Edition, Pair, Row, Section, tables_of
from bilingual.editions.pictures import Picture
from bilingual.languages.japanese.scripts import has_japanese

LARGEST = 10_000_000
"""Bytes of one file of text; some readers open no larger ones."""
_ROOM = 22.0
"""Em that a line of a table may have: a telephone, held upright."""
_WIDEST = 9.0
_APART = 0.8
"""Most em that a column needs before its words may be broken, and the space after it."""
_TITLE = "title.xhtml"
_SUFFIXES = {"png": "png", "jpeg": "jpg"}


@dataclass(slots=True)
class Images:
    """The images of a book, each once; names in ASCII."""

    names: dict[Picture, str] = field(default_factory=dict)

    def address(self, picture: Picture) -> str:
        """Return the address of an image, from a file of text."""
        name = f"images/{len(self.names) + 1}.{_SUFFIXES[picture.kind]}"
        return self.names.setdefault(picture, name)


@dataclass(frozen=True, slots=True)
class TextPart:
    """What is in one file of text."""

    sections: tuple[Section, ...] = ()
    titled: bool = False
    """True when it begins with the edition's title."""


@dataclass(frozen=True, slots=True)
class Document:
    """A file of text."""

    name: str
    data: bytes
    anchors: tuple[str, ...]
    """Of its sections."""


@dataclass(frozen=True, slots=True)
class DocumentContent:
    """What a template draws beside the edition itself."""

    language: str
    english: str
    name: str
    """The title of the file."""
    classes: str
    title: Sequence[TitleLine] = ()
    bylines: Sequence[Byline] = ()
    sections: Sequence[SectionBlock] = ()
    notes: Sequence[NoteItem] = ()
    guessed: str = ""
    """What pale furigana are; empty when there are none."""


def documents(edition: Edition, images: Images) -> list[Document]:
    """Return the files of the text in reading order, without the one behind it."""
    found: list[Document] = []
    for part in _parts(edition):
        for one, data in _bounded(edition, part, images):
            number = 1 + sum(document.name != _TITLE for document in found)
            name = f"text-{number}.xhtml" if one.sections else _TITLE
            anchors = tuple(section.anchor for section in one.sections if section.anchor)
            found.append(Document(name, data, anchors))
    return found


def about(edition: Edition) -> bytes:
    """Return the file with the terms and the colophon; empty if the edition has neither."""
    guessed = edition.labels.guessed if any(span.guessed for span in spans_with_furigana(edition)) else ""
    if not (edition.terms or edition.colophon or guessed):
        return b""
    labels = edition.labels
    heading = labels.colophon_heading if edition.colophon or guessed else labels.terms_heading
    page = DocumentContent(edition.language, words_of(edition).english, heading, classes_of(edition), guessed=guessed)
    return xhtml_template(__package__, "about.xhtml").render(page=page, edition=edition, labels=labels).encode()


def words_of(edition: Edition) -> Words:
    """Return what prepares the text of one file."""
    english = "en-GB" if edition.language == "ja" else edition.language
    return Words(edition.langs, english, vertical=edition.vertical, taken=set(RESERVED))


def classes_of(edition: Edition) -> str:
    """Return the classes of a file's body."""
    ruby = bool(spans_with_furigana(edition))
    return " ".join(filter(None, ("one" if len(edition.langs) == 1 else "stacked", "ruby" if ruby else "")))


def line(text: str) -> str:
    """Return a text on one line."""
    return " ".join(text.split())


def heading_name(pair: Pair, edition: Edition) -> str:
    """Return a title or a heading as the name of a file's content, in the languages of the edition."""
    texts = [text for lang in edition.langs if (text := line(str(pair.side(lang))))]
    return " / ".join(dict.fromkeys(texts)) or edition.labels.untitled


def _parts(edition: Edition) -> Iterator[TextPart]:
    """Yield what each file has: an article of a book, or the whole text; the title may have its own."""
    starts = [at for at, section in enumerate(edition.sections) if section.opens]
    edges = [0, *(at for at in starts if at), len(edition.sections)]
    alone = bool(starts or edition.title_page or edition.toc or not edition.sections)
    if alone:
        yield TextPart(titled=True)
    for start, end in pairwise(edges):
        if start < end:
            yield TextPart(edition.sections[start:end], titled=not alone and not start)


def _bounded(edition: Edition, part: TextPart, images: Images) -> Iterator[tuple[TextPart, bytes]]:
    """Yield the part with its file; one that is too large is divided at headings, near its middle."""
    data = _drawn(edition, part, images)
    sections = part.sections
    levels = [section.level for section in sections[1:] if section.heading]
    if len(data) <= LARGEST or not levels:
        yield part, data
        return
    places = [at for at, one in enumerate(sections) if at and one.heading and one.level == min(levels)]
    rows = [sum(len(one.rows) for one in sections[:at]) for at in range(len(sections) + 1)]
    middle = min(places, key=lambda at: abs(2 * rows[at] - rows[-1]))
    yield from _bounded(edition, replace(part, sections=sections[:middle]), images)
    yield from _bounded(edition, TextPart(sections[middle:]), images)


def _drawn(edition: Edition, part: TextPart, images: Images) -> bytes:
    words = words_of(edition)
    plain = replace(edition, comments=())
    rows = Rows(plain, words, images.address, popups=edition.popup)
    book = any(section.opens for section in edition.sections)
    sections = [replace(one, rows=tuple(_divided(one.rows))) for one in part.sections]
    heading = next((one.heading for one in part.sections if one.heading), None) if not part.titled else None
    blocks = list(section_blocks(sections, words, rows, top=0 if book else 1))
    numbers, noted = _markers(part, edition), Rows(plain, words, images.address)
    page = DocumentContent(
        language=edition.language,
        english=words.english,
        name=heading_name(heading or edition.title, edition),
        classes=classes_of(edition),
        title=list(title_lines(edition, words)) if part.titled else (),
        bylines=[byline_of(pair, words) for pair in edition.byline] if part.titled else (),
        sections=blocks,
        notes=[note_item(note, words, noted) for note in edition.notes if note.number in numbers],
    )
    return xhtml_template(__package__, "document.xhtml").render(page=page, labels=edition.labels).encode()


def _markers(part: TextPart, edition: Edition) -> set[int]:
    """Return the numbers of the notes whose markers are in a file, or in one of these notes."""
    pairs = [edition.title, *edition.byline] if part.titled else []
    pairs += [pair for section in part.sections for row in section.rows for pair in row.cells]
    pairs += [section.heading for section in part.sections if section.heading]
    found = {number for pair in pairs for number in pair.notes()}
    inside = {note.number: [pair for row in note.rows for pair in row.cells] for note in edition.notes}
    while more := {new for number in found for pair in inside.get(number, ()) for new in pair.notes()} - found:
        found |= more
    return found


def _divided(rows: Sequence[Row]) -> Iterator[Row]:
    """Yield the rows; a table that is too wide is several, one below the other."""
    at = 0
    while at < len(rows):
        end = at
        while end < len(rows) and rows[end].kind == "table":
            end += 1
        for table in tables_of(rows[at:end]):
            for band in _bands(table):
                yield from with_columns(table, band) if len(band) < len(table[0].cells) else table
        if end == at:
            yield rows[at]
        at = max(end, at + 1)


def _bands(table: Sequence[Row]) -> list[tuple[int, ...]]:
    count = max(len(row.cells) for row in table)
    least = [[_least(table, at, source) for at in range(count)] for source in (True, False)]
    return column_bands(least, [_ROOM, _ROOM]) if table[0].header else [tuple(range(count))]


def _least(table: Sequence[Row], at: int, source: bool) -> float:
    """Return the em that a column needs so that its words are not broken, or its Japanese not too often."""
    cells = (row.cells[at] for row in table if at < len(row.cells))
    texts = (str(pair.source if source else pair.target) for pair in cells)
    widths = (_em(word) for text in texts for word in text.split())
    return min(max(widths, default=1.0), _WIDEST) + _APART


def _em(word: str) -> float:
    return min(len(word), 4.0) if has_japanese(word) else 0.5 * len(word)
