"""Draw an edition as one HTML file: nothing from the network, no script needed, columns that stack on a phone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bilingual.editions.html import style
from bilingual.editions.html.backmatter import Backmatter, ruby_of
from bilingual.editions.html.labels import LABELS, Labels
from bilingual.editions.html.rows import Rows
from bilingual.editions.html.text import Words
from bilingual.editions.markup import content, element, empty
from bilingual.editions.model import Edition, Lang, Pair, Section
from bilingual.languages.japanese.scripts import has_japanese

_LEVELS = 6
_KINDS = {"stacked": "stacked", "english": "one", "japanese": "one"}
"""Layout → class of the page; a window has no facing pages, so these are columns, too."""
_MARKS = {"view-ja": {"lang": "ja"}, "view-en": {"lang": "en"}, "furigana": {"class": "ja"}}
_RESERVED = ("text", "contents", "notes", "terms", "about", "furigana")


def draw_html(edition: Edition) -> bytes:
    """Return the edition as an HTML file, in UTF-8."""
    words = Words(edition.langs, "en-GB" if edition.language == "ja" else edition.language)
    body = _Page(edition, words).body()
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
    script = style.script() if len(words.languages) > 1 else ""
    return element(
        "head",
        {},
        empty("meta", {"charset": "utf-8"}),
        empty("meta", {"http-equiv": "Content-Security-Policy", "content": style.policy(script)}),
        *(empty("meta", {"name": name, "content": value}) for name, value in named.items() if value),
        element("title", {}, content(title or LABELS[edition.furniture.lang].untitled)),
        element("style", {}, style.sheet(edition, words)),
        element("script", {"type": "module"}, script) if script else "",
    )


@dataclass(slots=True)
class _Page:
    """One page in the making."""

    edition: Edition
    words: Words

    def body(self) -> str:
        """Return `body`: title, controls, contents, sections, notes, terms, colophon."""
        self.words.taken.update(_RESERVED)
        ends, rows = Backmatter(self.edition, self.words), Rows(self.edition, self.words)
        skip = element("a", {"class": "skip", "href": "#text"}, self._labels.skip)
        text = (*self._sections(rows), rows.other_comments(), ends.notes(), ends.terms())
        main = element("main", {"id": "text", "tabindex": "-1"}, *text)
        colophon = ends.colophon()
        footer = element("footer", {}, colophon) if colophon else ""
        kind = _KINDS.get(self.edition.layout, "two") + (" title-page" if self.edition.title_page else "")
        kind += " numbered" if any(row.number for section in self.edition.sections for row in section.rows) else ""
        blocks = (skip, self._inputs(), self._header(), self._bar(), ends.contents(), main, footer)
        return element("body", {"class": kind}, "\n".join(block for block in blocks if block))

    @property
    def _labels(self) -> Labels:
        return LABELS[self.edition.furniture.lang]

    def _header(self) -> str:
        bylines = [self._byline(pair) for pair in self.edition.byline]
        below = element("div", {"class": "bylines"}, *bylines) if bylines else ""
        return element("header", {}, self._heading(self.edition.title, 1), below)

    def _byline(self, pair: Pair) -> str:
        """Return both languages on one line; what is the same in both (a date, an address) is said once."""
        both = len(self.words.languages) > 1
        if both and (not pair.source or str(pair.source) == str(pair.target)):
            lang = "ja" if has_japanese(str(pair.target)) else self.words.english
            return element("p", {"lang": lang}, self.words.inline(pair.target, pair.units))
        between = element("span", {"class": "between"}, " / ") if pair.source and pair.target else ""
        return element("p", {}, between.join(self.words.sides("span", pair)))

    def _switches(self) -> dict[str, str]:
        """Return what can be chosen: the id of each switch and the words on it."""
        if len(self.words.languages) < 2:
            return {}
        views = {f"view-{lang}": LABELS[lang].name for lang in self.words.languages}
        readings = {"furigana": self._labels.furigana} if ruby_of(self.edition) else {}
        return {"view-both": self._labels.both} | views | readings

    def _inputs(self) -> str:
        """Return the switches. They stand before all they decide about, so that CSS alone obeys them."""
        radio, box = {"type": "radio", "name": "view"}, {"type": "checkbox"}
        return "".join(
            empty(
                "input",
                {"class": "switch", "id": name}
                | (box if name == "furigana" else radio)
                | ({"checked": ""} if name in ("view-both", "furigana") else {}),
            )
            for name in self._switches()
        )

    def _bar(self) -> str:
        """Return the column labels and the labels of the switches."""
        if len(self.words.languages) < 2:
            return ""
        furniture = self.edition.furniture
        names: dict[Lang, str] = {"ja": furniture.column_source, "en": furniture.column_target}
        columns = (element("div", {"class": lang}, content(names[lang])) for lang in self.words.languages)
        labels = (
            element("label", {"for": name} | _MARKS.get(name, {}), word) for name, word in self._switches().items()
        )
        tools = element("div", {"class": "tools"}, *labels)
        return element("div", {"class": "bar"}, element("div", {"class": "row labels"}, *columns), tools)

    def _sections(self, rows: Rows) -> Iterator[str]:
        yield rows.comments(self.edition.title.units)
        last = 1
        for section in self.edition.sections:
            # A screen reader's user goes by the levels: none may be left out on the way down.
            level = min(section.level + 1, last + 1, _LEVELS)
            last = level if section.heading else last
            yield "\n" + self._section(section, level, rows)

    def _section(self, section: Section, level: int, rows: Rows) -> str:
        heading = ""
        if section.heading:
            heading = self._heading(section.heading, level) + rows.comments(section.heading.units)
        return element("section", self.words.new_id(section.anchor), heading, *rows.draw(section.rows))

    def _heading(self, pair: Pair, level: int) -> str:
        return element(f"h{level}", {"class": "heading"}, " ".join(self.words.sides("span", pair)))
