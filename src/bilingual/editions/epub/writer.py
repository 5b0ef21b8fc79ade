"""Draw an edition as an EPUB 3 file: Japanese paragraph, English below it, or one language alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bilingual.editions.epub.documents import Document, Images, about, classes_of, documents, heading_name, words_of
from bilingual.editions.epub.package import packed
from bilingual.editions.epub.style import book_style
from bilingual.editions.html.parts import ContentsLine, contents_of
from bilingual.editions.html.templating import xhtml_template
from bilingual.editions.labels import LABELS
from bilingual.editions.model import Edition, Pair, Span, Text, TocEntry

_NAV, _ABOUT, _STYLE = "nav.xhtml", "about.xhtml", "style.css"


@dataclass(frozen=True, slots=True)
class NavContent:
    """What the template of the contents draws."""

    language: str
    name: str
    classes: str
    entries: Sequence[ContentsLine]


def draw_epub(edition: Edition) -> bytes:
    """Return the edition as an EPUB file. The same edition gives the same bytes."""
    images = Images()
    text = documents(edition, images)
    behind = about(edition)
    order = [document.name for document in text] + ([_ABOUT] if behind else [])
    if edition.toc:
        order.insert(1, _NAV)
    files = {document.name: document.data for document in text}
    files |= {_ABOUT: behind} if behind else {}
    files |= {_NAV: _contents(edition, text), _STYLE: book_style(edition).encode()}
    files |= {name: picture.data for picture, name in images.names.items()}
    return packed(edition, files, order)


def _contents(edition: Edition, text: Sequence[Document]) -> bytes:
    """Return the contents, with every heading: they are the menu of the reading system, too."""
    places = {anchor: f"{one.name}#{anchor}" for one in reversed(text) for anchor in one.anchors}
    places |= {"": text[0].name, "terms": f"{_ABOUT}#terms", "about": f"{_ABOUT}#about"}
    title = heading_name(edition.title, edition)
    named = any(map(edition.title.side, edition.langs))
    entries = [TocEntry(edition.title if named else _both(title, title), 1, "")]
    entries += [
        TocEntry(section.heading, section.level, section.anchor)
        for section in edition.sections
        if section.heading and section.anchor and any(map(section.heading.side, edition.langs))
    ]
    ja, en = LABELS["ja"], LABELS["en"]
    entries += [TocEntry(_both(ja.terms_heading, en.terms_heading), 1, "terms")] if edition.terms else []
    entries += [TocEntry(_both(ja.colophon_heading, en.colophon_heading), 1, "about")] if edition.colophon else []
    page = NavContent(
        language=edition.language,
        name=edition.labels.toc_heading,
        classes=classes_of(edition),
        entries=contents_of(entries, words_of(edition), places.__getitem__),
    )
    return xhtml_template(__package__, _NAV).render(page=page, labels=edition.labels).encode()


def _both(japanese: str, english: str) -> Pair:
    return Pair(Text((Span(japanese),), "ja"), Text((Span(english),), "en"))
