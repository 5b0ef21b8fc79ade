"""Draw an edition as one HTML file: no script, nothing from the network, columns that stack on a phone."""

from __future__ import annotations

import base64
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from importlib.resources import files
from itertools import groupby

from bilingual.editions import html_fonts
from bilingual.editions.layout import Edition, Lang, Pair, Row, Section, Span, Text
from bilingual.editions.markup import address, content, element, empty
from bilingual.editions.pictures import read_picture

_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:; base-uri 'none'; form-action 'none'"
)
_LEVELS = 6
_TAGS = {"quote": "blockquote", "code": "pre"}


def draw(edition: Edition) -> bytes:
    """Return the edition as an HTML file, in UTF-8."""
    page = _Page(edition)
    document = element("html", {"lang": edition.language}, _head(edition), page.body())
    return f"<!DOCTYPE html>\n{document}\n".encode()


def _head(edition: Edition) -> str:
    title = " / ".join(text for text in (str(edition.title.en), str(edition.title.ja)) if text)
    named = {
        "viewport": "width=device-width, initial-scale=1",
        "color-scheme": "light dark",
        "author": edition.author,
        "description": edition.subject,
        "dcterms.created": edition.date,
    }
    sheet = files("bilingual.editions").joinpath("edition.css").read_text("utf-8")
    style = html_fonts.style(edition) + sheet
    return element(
        "head",
        {},
        empty("meta", {"charset": "utf-8"}),
        empty("meta", {"http-equiv": "Content-Security-Policy", "content": _POLICY}),
        *(empty("meta", {"name": name, "content": value}) for name, value in named.items() if value),
        element("title", {}, content(title)),
        element("style", {}, style),
    )


@dataclass(slots=True)
class _Page:
    """One page in the making; it remembers which ids are taken."""

    edition: Edition
    _ids: set[str] = field(default_factory=set)

    def body(self) -> str:
        """Return `body`: title, sections, terms, colophon."""
        skip = element("a", {"class": "skip", "href": "#text"}, "Skip to the text")
        title = self._heading(self.edition.title, 1)
        bylines = element("div", {"class": "bylines"}, *(self._byline(pair) for pair in self.edition.byline))
        sections = [self._section(section) for section in self.edition.sections]
        main = element("main", {"id": "text"}, self._labels(), *sections)
        back = element("footer", {}, *self._terms(), *self._colophon())
        return element("body", {}, skip, element("header", {}, title, bylines), "\n", main, "\n", back)

    def _labels(self) -> str:
        furniture = self.edition.furniture
        labels = (element("div", {}, content(words)) for words in (furniture.column_ja, furniture.column_en))
        return element("div", {"class": "row labels"}, *labels)

    def _section(self, section: Section) -> str:
        heading = self._heading(section.heading, section.level + 1) if section.heading else ""
        return "\n" + element("section", {}, heading, *self._rows(section.rows))

    def _heading(self, pair: Pair, level: int) -> str:
        sides = (self._side("span", pair.ja) if pair.ja else "", self._side("span", pair.en, pair.units))
        return element(f"h{min(max(level, 1), _LEVELS)}", {}, *sides)

    def _byline(self, pair: Pair) -> str:
        """Return both languages on one line; what is the same in both (a date, an address) is said once."""
        english = self._side("span", pair.en, pair.units)
        if not pair.ja or str(pair.ja) == str(pair.en):
            return element("p", {}, english)
        return element("p", {}, self._side("span", pair.ja), " / " if pair.en else "", english)

    def _rows(self, rows: Sequence[Row]) -> Iterator[str]:
        for kind, group in groupby(rows, key=lambda row: row.kind):
            if kind == "list_item":
                items = (self._row(row, pair, tag="li") for row in group for pair in row.cells)
                yield "\n" + element("ul", {"class": "list", "role": "list"}, *items)
            elif kind == "table":
                yield from (self._table(part) for part in _tables(list(group)))
            elif kind == "separator":
                yield from ("\n" + empty("hr") for _ in group)
            elif kind == "image":
                yield from (self._image(row) for row in group)
            else:
                yield from (self._row(row, pair) for row in group for pair in row.cells)

    def _row(self, row: Row, pair: Pair, *, tag: str = "div") -> str:
        ja, en = (row.marker.ja, row.marker.en) if row.marker else (None, None)
        sides = (self._cell(row, pair.ja, marker=ja), self._cell(row, pair.en, marker=en, units=pair.units))
        return "\n" + element(tag, {"class": _classes(row)}, *sides)

    def _cell(self, row: Row, text: Text, *, marker: Text | None, units: Sequence[str] = ()) -> str:
        if not marker:
            return self._side(_TAGS.get(row.kind, "p"), text, units)
        sign = element("span", {}, self._spans(marker))
        # The id stays on the text alone: what is edited there is the translation, not the marker.
        words = self._side("span", text, units)
        return element("p", {"class": "item", "lang": self._lang(text.lang)}, sign, words)

    def _table(self, rows: Sequence[Row]) -> str:
        halves = (self._half_table(rows, lang) for lang in ("ja", "en"))
        return "\n" + element("div", {"class": "row"}, *halves)

    def _half_table(self, rows: Sequence[Row], lang: str) -> str:
        lines = []
        for row in rows:
            tag = "th" if row.header else "td"
            scope = {"scope": "col"} if row.header else {}
            cells = (
                self._side(tag, pair.ja, more=scope) if lang == "ja" else self._side(tag, pair.en, pair.units, scope)
                for pair in row.cells
            )
            lines.append(element("tr", {}, *cells))
        # A keyboard must be able to scroll what a finger can.
        return element("div", {"class": "scroll", "tabindex": "0"}, element("table", {}, *lines))

    def _image(self, row: Row) -> str:
        picture = read_picture(row.image)
        image = ""
        if picture:
            data = base64.b64encode(picture.data).decode("ascii")
            size = {"width": str(picture.width), "height": str(picture.height)}
            image = empty("img", {"src": f"data:{picture.media_type};base64,{data}", "alt": row.alt} | size)
        captions = [
            element("div", {"class": _classes(row)}, self._side("p", pair.ja), self._side("p", pair.en, pair.units))
            for pair in row.cells
        ]
        caption = element("figcaption", {}, *captions) if captions else ""
        return "\n" + element("figure", {}, image, caption) if image or caption else ""

    def _terms(self) -> Iterator[str]:
        if self.edition.terms:
            heading = element("h2", {}, content(self.edition.furniture.terms_heading))
            pairs = (
                element("dt", {"lang": "ja"}, content(ja)) + element("dd", {}, content(en))
                for ja, en in ((line.source, line.target) for line in self.edition.terms)
            )
            yield element("section", {"class": "back"}, heading, element("dl", {"class": "terms"}, *pairs))

    def _colophon(self) -> Iterator[str]:
        if self.edition.colophon:
            heading = element("h2", {}, content(self.edition.furniture.colophon_heading))
            pairs = (
                element("dt", {}, content(label)) + element("dd", {}, content(value))
                for label, value in self.edition.colophon
            )
            yield element("section", {"class": "back"}, heading, element("dl", {}, *pairs))

    def _side(self, tag: str, text: Text, units: Sequence[str] = (), more: dict[str, str] | None = None) -> str:
        """Return one language of a pair: the element has the first unit's id, an empty span each of the others."""
        ids = [name for unit in units if (name := self._new_id(unit))]
        attributes = (more or {}) | {"lang": self._lang(text.lang)} | ({"id": ids[0]} if ids else {})
        anchors = (element("span", {"id": name}) for name in ids[1:])
        # HTML drops the first line feed of a `pre`.
        words = ("\n" if tag == "pre" else "") + self._spans(text)
        return element(tag, attributes, *anchors, words)

    def _new_id(self, unit: str) -> str:
        name = "u" + "".join(character if character.isalnum() else "-" for character in unit)
        if name in self._ids:
            return ""
        self._ids.add(name)
        return name

    def _lang(self, lang: Lang) -> str:
        return "ja" if lang == "ja" else self.edition.language

    def _spans(self, text: Text) -> str:
        return "".join(_span(span) for span in text.spans)


def _span(span: Span) -> str:
    words = content(span.text)
    if span.ruby:
        reading = element("rp", {}, "(") + element("rt", {}, content(span.ruby)) + element("rp", {}, ")")
        words = element("ruby", {}, words, reading)
    for asked, tag in ((span.code, "code"), (span.italic, "em"), (span.bold, "strong")):
        words = element(tag, {}, words) if asked else words
    uri = address(span.link) if span.link else ""
    return element("a", {"href": uri, "rel": "noopener"}, words) if uri else words


def _classes(row: Row) -> str:
    level = f" level-{min(row.level, _LEVELS)}" if row.level > 1 else ""
    return f"row {row.kind.replace('list_item', 'entry')}{level}{' draft' if row.draft else ''}"


def _tables(rows: Sequence[Row]) -> Iterator[Sequence[Row]]:
    """Yield the rows of each table: a header row begins a new one."""
    start = 0
    for at in range(1, len(rows) + 1):
        if at == len(rows) or (rows[at].header and not rows[at - 1].header):
            yield rows[start:at]
            start = at
