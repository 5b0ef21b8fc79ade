"""Draw an edition as one HTML file: nothing from the network, no script needed, columns that stack on a phone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bilingual.editions import html_style
from bilingual.editions.html_rows import Rows
from bilingual.editions.html_text import Words
from bilingual.editions.layout import Edition, Lang, Note, Pair, Section, Span, TermLine, TocEntry
from bilingual.editions.markup import content, element, empty

_LEVELS = 6
_NAMES: dict[Lang, str] = {"ja": "日本語", "en": "English"}


def draw(edition: Edition) -> bytes:
    """Return the edition as an HTML file, in UTF-8."""
    words = Words(edition.langs, "en-GB" if edition.language == "ja" else edition.language)
    body = _Page(edition, words, Rows(edition, words)).body()
    document = element("html", {"lang": edition.language}, _head(edition, words), body)
    return f"<!DOCTYPE html>\n{document}\n".encode()


def _head(edition: Edition, words: Words) -> str:
    title = " / ".join(text for lang in sorted(words.languages) if (text := str(edition.title.side(lang))))
    named = {
        "viewport": "width=device-width, initial-scale=1",
        "color-scheme": "light dark",
        "author": edition.author,
        "description": edition.subject,
        "dcterms.created": edition.date,
    }
    script = html_style.script() if len(words.languages) > 1 else ""
    return element(
        "head",
        {},
        empty("meta", {"charset": "utf-8"}),
        empty("meta", {"http-equiv": "Content-Security-Policy", "content": html_style.policy(script)}),
        *(empty("meta", {"name": name, "content": value}) for name, value in named.items() if value),
        element("title", {}, content(title or "Untitled")),
        element("style", {}, html_style.sheet(edition, words)),
        element("script", {"type": "module"}, script) if script else "",
    )


@dataclass(slots=True)
class _Page:
    """One page in the making."""

    edition: Edition
    words: Words
    rows: Rows

    def body(self) -> str:
        """Return `body`: title, controls, contents, sections, notes, terms, colophon."""
        for name in ("text", "contents", "notes", "terms", "about"):
            self.words.new_id(name)
        skip = element("a", {"class": "skip", "href": "#text"}, "Skip to the text")
        title = self._heading(self.edition.title, 1)
        bylines = element("div", {"class": "bylines"}, *(self._byline(pair) for pair in self.edition.byline))
        header = element("header", {}, title, bylines if self.edition.byline else "")
        parts = (*self._sections(), self.rows.other_comments(), *self._notes(), *self._terms())
        main = element("main", {"id": "text", "tabindex": "-1"}, *parts)
        footer = element("footer", {}, *self._colophon())
        kind = {"stacked": "stacked", "english": "one", "japanese": "one"}.get(self.edition.layout, "two")
        kind += " title-page" if self.edition.title_page else ""
        blocks = (skip, header, self._bar(), *self._toc(), main, footer)
        return element("body", {"class": kind}, "\n".join(block for block in blocks if block))

    def _bar(self) -> str:
        """Return the column labels and the choice of languages, which CSS alone obeys."""
        if len(self.words.languages) < 2:
            return ""
        furniture = self.edition.furniture
        names = {"ja": furniture.column_ja, "en": furniture.column_en}
        labels = (element("div", {"class": lang}, content(names[lang])) for lang in self.words.languages)
        radio = {"type": "radio", "name": "view"}
        choices = [element("label", {}, empty("input", radio | {"id": "view-both", "checked": ""}), "Both")]
        choices += [
            element(
                "label", {"lang": self.words.lang(lang)}, empty("input", radio | {"id": f"view-{lang}"}), _NAMES[lang]
            )
            for lang in self.words.languages
        ]
        legend = element("legend", {"class": "hidden"}, "Languages")
        tools = element("fieldset", {"class": "tools"}, legend, *choices, *self._furigana())
        return element("div", {"class": "bar"}, element("div", {"class": "row labels"}, *labels), tools)

    def _furigana(self) -> Iterator[str]:
        ruby = [span for span in _spans(self.edition) if span.ruby]
        if ruby:
            box = empty("input", {"type": "checkbox", "id": "furigana", "checked": ""})
            guessed = any(span.guessed for span in ruby)
            title = {"title": "Pale readings are a machine's proposals"} if guessed else {}
            yield element("label", {"class": "ja"} | title, box, "Furigana")

    def _toc(self) -> Iterator[str]:
        if self.edition.toc:
            heading = element("h2", {"id": "contents"}, content(self.edition.furniture.toc_heading))
            yield element("nav", {"aria-labelledby": "contents"}, heading, self._entries(self.edition.toc))

    def _entries(self, entries: Sequence[TocEntry]) -> str:
        """Return a list of links; deeper entries are a list inside the one before them."""
        items: list[str] = []
        at = 0
        while at < len(entries):
            end = at + 1
            while end < len(entries) and min(entries[end].level, _LEVELS) > min(entries[at].level, _LEVELS):
                end += 1
            spans = (
                self.words.side("span", entries[at].heading.side(lang), plain=True) for lang in self.words.languages
            )
            link = element("a", {"href": f"#{entries[at].anchor}"}, " ".join(spans))
            items.append("\n" + element("li", {}, link, self._entries(entries[at + 1 : end]) if end > at + 1 else ""))
            at = end
        return element("ol", {"role": "list"}, *items)

    def _sections(self) -> Iterator[str]:
        last = 1
        for section in self.edition.sections:
            # A screen reader's user goes by the levels: none may be left out on the way down.
            level = min(section.level + 1, last + 1, _LEVELS)
            last = level if section.heading else last
            yield "\n" + self._section(section, level)

    def _section(self, section: Section, level: int) -> str:
        heading = ""
        if section.heading:
            heading = self._heading(section.heading, level) + self.rows.comments(section.heading.units)
        return element("section", self.words.new_id(section.anchor), heading, *self.rows.draw(section.rows))

    def _heading(self, pair: Pair, level: int) -> str:
        return element(f"h{level}", {"class": "heading"}, " ".join(self.words.sides("span", pair)))

    def _byline(self, pair: Pair) -> str:
        """Return both languages on one line; what is the same in both (a date, an address) is said once."""
        if len(self.words.languages) > 1 and (not pair.ja or str(pair.ja) == str(pair.en)):
            return element("p", {"lang": self.edition.language}, self.words.inline(pair.en, pair.units))
        said = list(self.words.sides("span", pair))
        between = element("span", {"class": "between"}, " / ") if pair.ja and pair.en else ""
        return element("p", {}, between.join(said))

    def _notes(self) -> Iterator[str]:
        if self.edition.notes:
            heading = element("h2", {"id": "notes"}, content(self.edition.furniture.notes_heading))
            items = element("ol", {"role": "list"}, *(self._note(note) for note in self.edition.notes))
            yield "\n" + element(
                "section", {"class": "back notes", "role": "doc-endnotes", "aria-labelledby": "notes"}, heading, items
            )

    def _note(self, note: Note) -> str:
        number = element("span", {"class": "sign"}, f"{note.number}.")
        names = (element("strong", {"lang": "ja"}, content(note.source)), element("strong", {}, content(note.target)))
        back = (
            element(
                "a",
                {
                    "href": f"#ref-{note.number}-{lang}",
                    "role": "doc-backlink",
                    "class": lang,
                    "lang": self.words.lang(lang),
                }
                | {
                    "aria-label": f"本文へ戻る（注{note.number}）"
                    if lang == "ja"
                    else f"Back to the text, note {note.number}"
                },
                "↑ " + _NAMES[lang],
            )
            for lang in self.words.languages
            if f"ref-{note.number}-{lang}" in self.words.taken
        )
        inner = element(
            "div",
            {},
            " ".join(names),
            " – ",
            content(note.text),
            " ",
            element("span", {"class": "ways"}, " ".join(back)),
        )
        return "\n" + element("li", {"id": f"note-{note.number}"}, number, inner)

    def _terms(self) -> Iterator[str]:
        if self.edition.terms:
            heading = element("h2", {"id": "terms"}, content(self.edition.furniture.terms_heading))
            lines = element("dl", {"class": "terms"}, *(self._term(line) for line in self.edition.terms))
            yield "\n" + element(
                "section", {"class": "back", "role": "doc-glossary", "aria-labelledby": "terms"}, heading, lines
            )

    def _term(self, line: TermLine) -> str:
        reading = element("span", {"class": "reading"}, content(line.reading)) if line.reading else ""
        term = element("dt", {"lang": "ja"}, content(line.source), " " if reading else "", reading)
        return element("div", {}, term, element("dd", {"lang": self.edition.language}, content(line.target)))

    def _colophon(self) -> Iterator[str]:
        if self.edition.colophon:
            heading = element("h2", {"id": "about"}, content(self.edition.furniture.colophon_heading))
            pairs = (
                element("div", {}, element("dt", {}, content(label)), element("dd", {}, content(value)))
                for label, value in self.edition.colophon
            )
            section = {"class": "back", "role": "doc-colophon", "aria-labelledby": "about"}
            yield element("section", section, heading, element("dl", {"class": "facts"}, *pairs))


def _spans(edition: Edition) -> Iterator[Span]:
    """Yield the Japanese spans of the text."""
    for section in edition.sections:
        pairs = [pair for row in section.rows for pair in row.cells]
        for pair in [*([section.heading] if section.heading else []), *pairs]:
            yield from pair.ja.spans
