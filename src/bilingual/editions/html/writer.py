"""Draw an edition as one HTML file: nothing from the network, no script needed, columns that stack on a phone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from bilingual.editions.html import style
from bilingual.editions.html.parts import (
    Byline,
    ContentsLine,
    ContentsSide,
    NoteItem,
    SectionBlock,
    TitleLine,
    byline_of,
    contents_of,
    note_item,
    section_blocks,
    spans_with_furigana,
    title_lines,
)
from bilingual.editions.html.rows import Rows, data_address
from bilingual.editions.html.templating import page_template
from bilingual.editions.html.text import RESERVED, Words
from bilingual.editions.labels import LABELS
from bilingual.editions.model import Comment, Edition

_KINDS = {"stacked": "stacked", "english": "one", "japanese": "one"}
"""Layout → class of the page; a window has no facing pages, so these are columns, too."""
_MARKS = {"view-ja": {"lang": "ja"}, "view-en": {"lang": "en"}, "furigana": {"class": "ja"}}


@dataclass(frozen=True, slots=True)
class Switch:
    """A control of the page: which languages, and whether furigana are shown."""

    id: str
    label: str
    mark: dict[str, str]
    """Attributes with the language of the label."""


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
    words.taken.update(RESERVED)
    rows, own = Rows(edition, words), edition.labels
    title_comments = rows.comments(edition.title.units)
    sections = list(section_blocks(edition.sections, words, rows))
    title = list(title_lines(edition, words))
    bylines = [byline_of(pair, words) for pair in edition.byline]
    notes = [note_item(note, words, rows) for note in edition.notes]
    script = style.script() if len(words.languages) > 1 else ""
    furigana = spans_with_furigana(edition)
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
        toc=contents_of(edition.toc, words, "#{}".format),
        sections=sections,
        other_comments=rows.other_comments(),
        notes=notes,
        logo=data_address(edition.theme.logo) if edition.theme.logo else "",
        guessed=own.guessed if any(span.guessed for span in furigana) else "",
    )


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
    names |= {"furigana": own.furigana} if spans_with_furigana(edition) else {}
    return [Switch(name, label, _MARKS.get(name, {})) for name, label in names.items()]
