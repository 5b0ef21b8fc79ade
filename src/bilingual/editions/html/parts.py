"""The parts of a page around its rows, as the templates need them: bylines, sections, contents, notes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from bilingual.editions.html.rows import DEEPEST_HEADING, AnyBlock, Line, Rows
from bilingual.editions.html.text import Chunk, Side, Words
from bilingual.editions.labels import LABELS
from bilingual.editions.model import Comment, Edition, Lang, Note, Pair, Section, Span, TocEntry
from bilingual.languages.japanese.scripts import has_japanese


@dataclass(frozen=True, slots=True)
class TitleLine(Side):
    """The title or the subtitle in one language."""

    subtitle: bool = False


@dataclass(frozen=True, slots=True)
class Byline:
    """A line below the title."""

    sides: Sequence[Side]
    both: bool
    """True when there is text in both languages."""
    common: Sequence[Chunk] = ()
    """What is the same in both (a date, an address) and is printed once."""
    language: str = ""
    """Of `common`."""


@dataclass(frozen=True, slots=True)
class SectionBlock:
    """A section, ready to be drawn."""

    anchor: str
    heading: Sequence[Side]
    level: int
    comments: Sequence[Comment]
    blocks: Sequence[AnyBlock]


@dataclass(frozen=True, slots=True)
class ContentsSide:
    """A heading in one language, as a line of the contents."""

    lang: Lang
    language: str
    text: str


@dataclass(frozen=True, slots=True)
class ContentsLine:
    """A line of the contents, and the deeper ones below it."""

    href: str
    sides: Sequence[ContentsSide]
    inner: Sequence[ContentsLine]


@dataclass(frozen=True, slots=True)
class Way:
    """A link from a note back to its marker in one language."""

    lang: Lang
    language: str
    target: str
    label: str
    name: str


@dataclass(frozen=True, slots=True)
class NoteItem:
    """A note: the paragraphs of a footnote in each language, or a text for both."""

    number: int
    rows: Sequence[Line]
    texts: Sequence[Side]
    ways: Sequence[Way]


def title_lines(edition: Edition, words: Words) -> Iterator[TitleLine]:
    """Yield the title in each language, with its subtitle below it."""
    for side in words.sides(edition.title):
        yield TitleLine(side.lang, side.language, side.chunks)
        if edition.subtitle and edition.subtitle.side(side.lang):
            below = words.side(edition.subtitle, side.lang)
            yield TitleLine(below.lang, below.language, below.chunks, subtitle=True)


def byline_of(pair: Pair, words: Words) -> Byline:
    """Return both languages on one line; what is the same in both is printed once."""
    if len(words.languages) > 1 and (not pair.source or str(pair.source) == str(pair.target)):
        language = "ja" if has_japanese(str(pair.target)) else words.english
        return Byline((), False, words.chunks(pair.target, pair.units), language)
    return Byline(words.sides(pair), bool(pair.source and pair.target))


def section_blocks(sections: Sequence[Section], words: Words, rows: Rows, *, top: int = 1) -> Iterator[SectionBlock]:
    """Yield the sections; `top` is the level of the heading above them, 0 for none."""
    last = top
    for section in sections:
        # Screen readers navigate by level: none may be left out on the way down.
        level = min(section.level + top, last + 1, DEEPEST_HEADING)
        last = level if section.heading else last
        yield _section(section, level, words, rows)


def _section(section: Section, level: int, words: Words, rows: Rows) -> SectionBlock:
    heading = words.sides(section.heading) if section.heading else []
    comments = rows.comments(section.heading.units) if section.heading else []
    anchor = words.new_id(section.anchor) if section.anchor else ""
    return SectionBlock(anchor, heading, level, comments, list(rows.blocks(section.rows)))


def contents_of(entries: Sequence[TocEntry], words: Words, href: Callable[[str], str]) -> list[ContentsLine]:
    """Return the contents; deeper entries are a list inside the one before them. `href` links to an anchor."""
    lines: list[ContentsLine] = []
    at = 0
    while at < len(entries):
        entry, end = entries[at], at + 1
        while end < len(entries) and min(entries[end].level, DEEPEST_HEADING) > min(entry.level, DEEPEST_HEADING):
            end += 1
        sides = [
            ContentsSide(lang, words.language(lang), text)
            for lang in words.languages
            if (text := str(entry.heading.side(lang)))
        ]
        lines.append(ContentsLine(href(entry.anchor), sides, contents_of(entries[at + 1 : end], words, href)))
        at = end
    return lines


def note_item(note: Note, words: Words, rows: Rows) -> NoteItem:
    """Return a note with links to its first markers, in the languages that have one."""
    ways = [
        Way(lang, words.language(lang), target, LABELS[lang].back.format(note.number), LABELS[lang].name)
        for lang in words.languages
        if (target := f"ref-{note.number}-{lang}") in words.taken
    ]
    texts = [Side(text.lang, words.language(text.lang), words.chunks(text)) for text in note.texts]
    return NoteItem(note.number, [rows.line(row) for row in note.rows], texts, ways)


def spans_with_furigana(edition: Edition) -> list[Span]:
    """Return the spans of the text that have furigana; none in an English edition."""
    if "ja" not in edition.langs:
        return []
    heads = [edition.title, *([edition.subtitle] if edition.subtitle else [])]
    heads += [section.heading for section in edition.sections if section.heading]
    cells = [pair for section in edition.sections for row in section.rows for pair in row.cells]
    return [span for pair in (*heads, *edition.byline, *cells) for span in pair.source.spans if span.ruby]
