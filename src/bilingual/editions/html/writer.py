"""Draw an edition as one HTML file: nothing from the network, no script needed, columns that stack on a phone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from bilingual.editions.html import style
from bilingual.editions.html.rows import DEEPEST_HEADING, AnyBlock, Line, Rows, data_address
from bilingual.editions.html.templating import page_template
from bilingual.editions.html.text import Chunk, Side, Words
from bilingual.editions.labels import LABELS
from bilingual.editions.model import Comment, Edition, Lang, Note, Pair, Section, Span, TocEntry
from bilingual.languages.japanese.scripts import has_japanese

_KINDS = {"stacked": "stacked", "english": "one", "japanese": "one"}
"""Layout → class of the page; a window has no facing pages, so these are columns, too."""
_MARKS = {"view-ja": {"lang": "ja"}, "view-en": {"lang": "en"}, "furigana": {"class": "ja"}}
_RESERVED = ("text", "contents", "notes", "terms", "about", "furigana")


@dataclass(frozen=True, slots=True)
class Switch:
    """A control of the page: which languages, and whether furigana are shown."""

    id: str
    label: str
    mark: dict[str, str]
    """Attributes with the language of the label."""


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

    anchor: str
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


@dataclass(frozen=True, slots=True)
class PageContent:
    """What the page template draws beside the edition itself."""

    language: str
    english: str
    policy: str
    metadata: Sequence[tuple[str, str]]
    name: str
    """The title of the window."""
    sheet: Markup
    script: Markup
    classes: str
    switches: Sequence[Switch]
    views: Sequence[Switch]
    """The switches among which one is chosen."""
    columns: Sequence[ContentsSide]
    title: Sequence[TitleLine]
    title_comments: Sequence[Comment]
    bylines: Sequence[Byline]
    toc: Sequence[ContentsLine]
    sections: Sequence[SectionBlock]
    other_comments: Sequence[Comment]
    notes: Sequence[NoteItem]
    logo: str
    """The publisher's logo, as a `data:` address; empty for none."""
    guessed: str
    """What pale furigana are; empty when there are none."""


def draw_html(edition: Edition) -> bytes:
    """Return the edition as an HTML file, in UTF-8."""
    words = Words(edition.langs, "en-GB" if edition.language == "ja" else edition.language)
    page = _page(edition, words)
    drawn = page_template().render(page=page, edition=edition, labels=edition.labels)
    return drawn.encode()


def _page(edition: Edition, words: Words) -> PageContent:
    """Prepare the page from top to bottom, but notes and style sheet last: they depend on the text."""
    words.taken.update(_RESERVED)
    rows, own = Rows(edition, words), edition.labels
    title_comments = rows.comments(edition.title.units)
    sections = list(_sections(edition, words, rows))
    title = list(_title(edition, words))
    bylines = [_byline(pair, words) for pair in edition.byline]
    notes = [_note(note, words, rows) for note in edition.notes]
    script = style.script() if len(words.languages) > 1 else ""
    furigana = _furigana(edition)
    switches = _switches(edition, words) if len(words.languages) > 1 else []
    kind = _KINDS.get(edition.layout, "two") + (" title-page" if edition.title_page else "")
    kind += " airy" if furigana else ""
    kind += " numbered" if any(row.number for section in edition.sections for row in section.rows) else ""
    window = " / ".join(text for lang in sorted(words.languages) if (text := str(edition.title.side(lang))))
    return PageContent(
        language=edition.language,
        english=words.english,
        policy=style.policy(script),
        metadata=_metadata(edition),
        name=window or own.untitled,
        # Both are the package's own text; what they say of the theme and the running head is escaped as CSS asks.
        sheet=Markup(style.sheet(edition, words)),  # noqa: S704
        script=Markup(script),  # noqa: S704
        classes=kind,
        switches=switches,
        views=[switch for switch in switches if switch.id.startswith("view-")],
        columns=[ContentsSide(lang, words.language(lang), LABELS[lang].name) for lang in words.languages],
        title=title,
        title_comments=title_comments,
        bylines=bylines,
        toc=_contents(edition.toc, words),
        sections=sections,
        other_comments=rows.other_comments(),
        notes=notes,
        logo=data_address(edition.theme.logo) if edition.theme.logo else "",
        guessed=own.guessed if any(span.guessed for span in furigana) else "",
    )


def _title(edition: Edition, words: Words) -> Iterator[TitleLine]:
    """Yield the title in each language, with its subtitle below it."""
    for side in words.sides(edition.title):
        yield TitleLine(side.lang, side.language, side.chunks)
        if edition.subtitle and edition.subtitle.side(side.lang):
            below = words.side(edition.subtitle, side.lang)
            yield TitleLine(below.lang, below.language, below.chunks, subtitle=True)


def _metadata(edition: Edition) -> list[tuple[str, str]]:
    named = {
        "viewport": "width=device-width, initial-scale=1",
        "color-scheme": "light dark",
        "author": edition.author,
        "description": edition.subject,
        "keywords": edition.record,
        "dcterms.created": edition.date,
    }
    return [(name, value) for name, value in named.items() if value]


def _switches(edition: Edition, words: Words) -> list[Switch]:
    own = edition.labels
    names = {"view-both": own.both} | {f"view-{lang}": LABELS[lang].name for lang in words.languages}
    names |= {"furigana": own.furigana} if _furigana(edition) else {}
    return [Switch(name, label, _MARKS.get(name, {})) for name, label in names.items()]


def _byline(pair: Pair, words: Words) -> Byline:
    """Return both languages on one line; what is the same in both is printed once."""
    if len(words.languages) > 1 and (not pair.source or str(pair.source) == str(pair.target)):
        language = "ja" if has_japanese(str(pair.target)) else words.english
        return Byline((), False, words.chunks(pair.target, pair.units), language)
    return Byline(words.sides(pair), bool(pair.source and pair.target))


def _sections(edition: Edition, words: Words, rows: Rows) -> Iterator[SectionBlock]:
    last = 1
    for section in edition.sections:
        # A screen reader's user goes by the levels: none may be left out on the way down.
        level = min(section.level + 1, last + 1, DEEPEST_HEADING)
        last = level if section.heading else last
        yield _section(section, level, words, rows)


def _section(section: Section, level: int, words: Words, rows: Rows) -> SectionBlock:
    heading = words.sides(section.heading) if section.heading else []
    comments = rows.comments(section.heading.units) if section.heading else []
    anchor = words.new_id(section.anchor) if section.anchor else ""
    return SectionBlock(anchor, heading, level, comments, list(rows.blocks(section.rows)))


def _contents(entries: Sequence[TocEntry], words: Words) -> list[ContentsLine]:
    """Return the contents; deeper entries are a list inside the one before them."""
    lines: list[ContentsLine] = []
    at = 0
    while at < len(entries):
        entry, end = entries[at], at + 1
        while end < len(entries) and min(entries[end].level, DEEPEST_HEADING) > min(entry.level, DEEPEST_HEADING):
            end += 1
        sides = [ContentsSide(lang, words.language(lang), str(entry.heading.side(lang))) for lang in words.languages]
        lines.append(ContentsLine(entry.anchor, sides, _contents(entries[at + 1 : end], words)))
        at = end
    return lines


def _note(note: Note, words: Words, rows: Rows) -> NoteItem:
    """Return a note with links to its first markers, in the languages that have one."""
    ways = [
        Way(lang, words.language(lang), target, LABELS[lang].back.format(note.number), LABELS[lang].name)
        for lang in words.languages
        if (target := f"ref-{note.number}-{lang}") in words.taken
    ]
    texts = [Side(text.lang, words.language(text.lang), words.chunks(text)) for text in note.texts]
    return NoteItem(note.number, [rows.line(row) for row in note.rows], texts, ways)


def _furigana(edition: Edition) -> list[Span]:
    """Return the spans of the text that have furigana; none in an English edition."""
    if "ja" not in edition.langs:
        return []
    heads = [
        edition.title,
        *([edition.subtitle] if edition.subtitle else []),
        *(section.heading for section in edition.sections if section.heading),
    ]
    cells = [pair for section in edition.sections for row in section.rows for pair in row.cells]
    return [span for pair in (*heads, *edition.byline, *cells) for span in pair.source.spans if span.ruby]
