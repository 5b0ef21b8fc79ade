"""Rows → HTML: paragraphs, nested lists, a table in each language, pictures, findings of the reviewer's copy."""

from __future__ import annotations

import base64
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from bilingual.editions.html.labels import LABELS, Labels
from bilingual.editions.html.text import Scope, Words, name
from bilingual.editions.markup import content, element, empty
from bilingual.editions.model import Comment, Edition, Lang, Pair, Row, tables_of

DEEPEST_HEADING = 6
"""List levels that are nested and indented; browsers give up on very deep trees."""
_LONG: Mapping[Lang, int] = {"ja": 16, "en": 32}
"""Characters from which a table cell asks for room; on a phone its table is scrolled, and a sentence not a tower."""
_FEW = 5
"""Columns of a table whose words a printed page need not break."""
_TAGS = {"quote": "blockquote"}


@dataclass(slots=True)
class Rows:
    """Draws the rows of one page."""

    edition: Edition
    words: Words
    _comments: dict[str, list[Comment]] = field(default_factory=lambda: defaultdict(list))

    def __post_init__(self) -> None:
        for comment in self.edition.comments:
            self._comments[comment.unit].append(comment)

    def draw(self, rows: Sequence[Row]) -> Iterator[str]:
        """Yield the rows of a section, list items as lists and table rows as tables."""
        for kind, group in groupby(rows, key=lambda row: row.kind):
            if kind == "list_item":
                yield self._list(list(group))
            elif kind == "table":
                yield from (self._table(part) for part in tables_of(list(group)))
            elif kind == "separator":
                yield from ("\n" + empty("hr") for _ in group)
            elif kind == "image":
                yield from (self._image(row) for row in group)
            else:
                yield from (self._row(row) for row in group)

    def comments(self, units: Sequence[str]) -> str:
        """Return what the checks say about some units, once."""
        found = [comment for unit in units for comment in self._comments.pop(unit, ())]
        if not found:
            return ""
        items = (
            element(
                "li", {"class": comment.severity}, element("b", {}, self._severity(comment)), " ", content(comment.text)
            )
            for comment in found
        )
        return "\n" + element("ul", {"class": "comments", "role": "list", "aria-label": self._labels.findings}, *items)

    def _severity(self, comment: Comment) -> str:
        return self._labels.error if comment.severity == "error" else self._labels.warning

    @property
    def _labels(self) -> Labels:
        return LABELS[self.edition.furniture.lang]

    def other_comments(self) -> str:
        """Return what no row has said: findings about the article itself."""
        return self.comments(list(self._comments))

    def _list(self, rows: Sequence[Row]) -> str:
        """Return a list; rows that are deeper than the one before are a list inside its item."""
        items: list[str] = []
        at = 0
        while at < len(rows):
            level, end = _depth(rows[at]), at + 1
            while end < len(rows) and (_depth(rows[end]) > level or rows[end].joined):
                end += 1
            own = at + 1
            while own < end and rows[own].joined:
                own += 1
            inner = [self._list(rows[own:end])] if own < end else []
            items.append("\n" + element("li", {}, *(self._row(row) for row in rows[at:own]), *inner))
            at = end
        return "\n" + element("ul", {"class": "list", "role": "list"}, *items)

    def _row(self, row: Row) -> str:
        pair = row.cells[0]
        if row.kind == "code" and str(pair.source) == str(pair.target):
            # Code is nobody's language: once is enough.
            cells = [element("pre", {"translate": "no"}, "\n", self.words.inline(pair.source, pair.units))]
        else:
            scope = Scope()
            cells = [self._cell(row, pair, lang, scope) for lang in self.words.languages]
        parts = (self._number(row), *cells, self._draft(row))
        return (
            "\n"
            + element("div", self._anchor(row, pair) | {"class": self._classes(row)}, *parts)
            + self.comments(pair.units)
        )

    def _cell(self, row: Row, pair: Pair, lang: Lang, scope: Scope) -> str:
        text = pair.side(lang)
        marker = row.marker.side(lang) if row.marker else None
        hung = marker or (row.kind == "list_item" and row.joined)
        if row.kind == "code":
            return self.words.side("pre", text, pair.units, more={"translate": "no"})
        if not hung:
            return self.words.side(_TAGS.get(row.kind, "p"), text, pair.units, scope=scope)
        sign = element("span", {"class": "sign"}, self.words.inline(marker) if marker else "")
        inner = element("span", {}, self.words.inline(text, pair.units, scope=scope))
        return element("p", {"class": f"{lang} item", "lang": self.words.lang(lang)}, sign, inner)

    def _anchor(self, row: Row, pair: Pair) -> dict[str, str]:
        wanted = f"p{row.number}" if row.number else f"r{name(pair.units[0])}" if pair.units else ""
        return self.words.new_id(wanted)

    def _number(self, row: Row) -> str:
        if not row.number:
            return ""
        label = self._labels.paragraph.format(row.number)
        return element("a", {"class": "number", "href": f"#p{row.number}", "aria-label": label}, str(row.number))

    def _draft(self, row: Row) -> str:
        """Return the words for those who cannot see the rule in the margin."""
        return element("span", {"class": "hidden"}, self._labels.draft) if self._is_draft(row) else ""

    def _is_draft(self, row: Row) -> bool:
        return row.draft and self.edition.mark_drafts and "en" in self.words.languages

    def _classes(self, row: Row) -> str:
        depth = _depth(row)
        marks = ["row", row.kind.replace("list_item", "entry")]
        marks += [f"level-{depth}"] if depth > 1 else []
        marks += ["joined"] if row.joined else []
        marks += ["draft"] if self._is_draft(row) else []
        return " ".join(marks)

    def _table(self, rows: Sequence[Row]) -> str:
        scope = Scope()
        halves = [self._half_table(rows, lang, scope) for lang in self.words.languages]
        units = [unit for row in rows for pair in row.cells for unit in pair.units]
        first = rows[0]
        marks = {"class": "row table" + (" draft" if self._is_draft(first) else "")}
        anchor = self._anchor(first, first.cells[0]) if first.cells else {}
        parts = (self._number(first), *halves, self._draft(first))
        return "\n" + element("div", anchor | marks, *parts) + self.comments(units)

    def _half_table(self, rows: Sequence[Row], lang: Lang, scope: Scope) -> str:
        lines = []
        for row in rows:
            tag = "th" if row.header else "td"
            cells = [self._table_cell(tag, pair, lang, scope) for pair in row.cells]
            lines.append(element("tr", {}, *cells))
        heads = sum(row.header for row in rows)
        parts = [element("thead", {}, *lines[:heads])] if heads else []
        many = {"class": "many"} if len(rows[0].cells) > _FEW else {}
        table = element("table", many, *parts, element("tbody", {}, *lines[heads:]))
        # A keyboard must be able to scroll what a finger can, and what takes the focus needs a name.
        scroll = {"class": f"{lang} scroll", "lang": self.words.lang(lang), "tabindex": "0", "role": "group"}
        return element("div", scroll | {"aria-label": LABELS[lang].table}, table)

    def _table_cell(self, tag: str, pair: Pair, lang: Lang, scope: Scope) -> str:
        text = pair.side(lang)
        attributes = {"scope": "col"} if tag == "th" else {}
        attributes |= {"class": "long"} if len(str(text)) > _LONG[lang] else {}
        return element(tag, attributes, self.words.inline(text, pair.units, scope=scope))

    def _image(self, row: Row) -> str:
        picture = row.image
        image = ""
        if picture:
            data = base64.b64encode(picture.data).decode("ascii")
            size = {"width": str(picture.width), "height": str(picture.height)}
            image = empty("img", {"src": f"data:{picture.media_type};base64,{data}"} | self._alt(row) | size)
        if not image and not row.cells:
            return ""
        captions = [
            element("div", {"class": self._classes(row)}, *self.words.sides("p", pair, Scope())) for pair in row.cells
        ]
        caption = element("figcaption", {}, *captions) if captions else ""
        anchor = self.words.new_id(f"p{row.number}") if row.number else {}
        units = [unit for pair in row.cells for unit in pair.units]
        return "\n" + element("figure", anchor, self._number(row), image, caption) + self.comments(units)

    def _alt(self, row: Row) -> dict[str, str]:
        if self.words.languages == ("ja",) and row.cells:
            return {"alt": str(row.cells[0].source), "lang": "ja"}
        return {"alt": row.alt, "lang": self.words.english}


def _depth(row: Row) -> int:
    return min(row.level, DEEPEST_HEADING)
