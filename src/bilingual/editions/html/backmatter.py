"""What stands before and after the text of an HTML page: contents, notes, terms, colophon."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bilingual.editions.html.labels import LABELS, has_kana
from bilingual.editions.html.text import Words
from bilingual.editions.markup import content, element
from bilingual.editions.model import Edition, Lang, Note, Span, TermLine, TocEntry

_DEEPEST = 6


@dataclass(slots=True)
class Backmatter:
    """Draws the ends of one page. Notes are drawn after the text, which says where their signs stand."""

    edition: Edition
    words: Words

    def contents(self) -> str:
        """Return the table of contents, every line a link in both languages; nothing when there is none."""
        if not self.edition.toc:
            return ""
        heading = element("h2", {"id": "contents"}, content(self.edition.furniture.toc_heading))
        return element("nav", {"aria-labelledby": "contents"}, heading, self._entries(self.edition.toc))

    def notes(self) -> str:
        """Return the notes on terms, with ways back to their signs."""
        items = [self._note(note) for note in self.edition.notes]
        return self._section("notes", self.edition.furniture.notes_heading, _list("ol", items), role="doc-endnotes")

    def terms(self) -> str:
        """Return the glossary appendix."""
        lines = element("dl", {}, *map(self._term, self.edition.terms)) if self.edition.terms else ""
        return self._section("terms", self.edition.furniture.terms_heading, lines, role="doc-glossary")

    def colophon(self) -> str:
        """Return the lines about the edition, and what pale furigana are when there are any."""
        lines = [
            element("div", {}, element("dt", {}, content(label)), element("dd", {}, content(value)))
            for label, value in self.edition.colophon
        ]
        said = element("dl", {}, *lines) if lines else ""
        if any(span.guessed for span in ruby_of(self.edition)):
            said += element("p", {}, LABELS[self.edition.furniture.lang].guessed)
        return self._section("about", self.edition.furniture.colophon_heading, said, role="doc-colophon")

    def _section(self, name: str, heading: str, inner: str, *, role: str) -> str:
        if not inner:
            return ""
        attributes = {"class": f"back {name}", "role": role, "aria-labelledby": name}
        return "\n" + element("section", attributes, element("h2", {"id": name}, content(heading)), inner)

    def _entries(self, entries: Sequence[TocEntry]) -> str:
        """Return a list of links; deeper entries are a list inside the one before them."""
        items: list[str] = []
        at = 0
        while at < len(entries):
            end = at + 1
            while end < len(entries) and _depth(entries[end]) > _depth(entries[at]):
                end += 1
            pair = entries[at].heading
            sides = (self.words.side("span", pair.side(lang), plain=True) for lang in self.words.languages)
            link = element("a", {"href": f"#{entries[at].anchor}"}, " ".join(sides))
            inner = self._entries(entries[at + 1 : end]) if end > at + 1 else ""
            items.append("\n" + element("li", {}, link, inner))
            at = end
        return _list("ol", items)

    def _note(self, note: Note) -> str:
        term = f"{element('strong', {'lang': 'ja'}, content(note.source))} "
        term += element("strong", {"lang": self.words.english}, content(note.target))
        lang = "ja" if has_kana(note.text) else self.words.english
        text = element("span", {"lang": lang}, content(note.text))
        ways = [
            self._way(note.number, lang)
            for lang in self.words.languages
            if f"ref-{note.number}-{lang}" in self.words.taken
        ]
        number = element("span", {}, f"{note.number}.")
        inner = element("div", {}, term, " – ", text, " ", element("span", {"class": "ways"}, " ".join(ways)))
        return "\n" + element("li", {"id": f"note-{note.number}"}, number, inner)

    def _way(self, number: int, lang: Lang) -> str:
        """Return a link back to where the sign of a note stands in one language."""
        attributes = {"class": lang, "lang": self.words.lang(lang), "href": f"#ref-{number}-{lang}"}
        attributes |= {"role": "doc-backlink", "aria-label": LABELS[lang].back.format(number)}
        return element("a", attributes, f"↑ {LABELS[lang].name}")

    def _term(self, line: TermLine) -> str:
        reading = " " + element("span", {"class": "reading"}, content(line.reading)) if line.reading else ""
        term = element("dt", {"lang": "ja"}, content(line.source), reading)
        return element("div", {}, term, element("dd", {"lang": self.words.english}, content(line.target)))


def ruby_of(edition: Edition) -> list[Span]:
    """Return the spans of the text that have furigana; none in an English edition."""
    if "ja" not in edition.langs:
        return []
    heads = [edition.title, *(section.heading for section in edition.sections if section.heading)]
    cells = [pair for section in edition.sections for row in section.rows for pair in row.cells]
    return [span for pair in (*heads, *edition.byline, *cells) for span in pair.source.spans if span.ruby]


def _list(tag: str, items: Sequence[str]) -> str:
    # Safari takes a list without bullets for no list, unless it is told.
    return element(tag, {"role": "list"}, *items) if items else ""


def _depth(entry: TocEntry) -> int:
    return min(entry.level, _DEEPEST)
