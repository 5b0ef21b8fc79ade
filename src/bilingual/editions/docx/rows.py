"""Rows of a Word edition: in two columns of a table, or as consecutive paragraphs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest

from docx.document import Document
from docx.text.paragraph import Paragraph

from bilingual.editions.columns import column_bands, with_columns
from bilingual.editions.docx.pictures import Album
from bilingual.editions.docx.styles import LANGUAGES, LEVELS
from bilingual.editions.docx.stylesheet import DocxStyles, Trait
from bilingual.editions.docx.table import ParallelTable, Widths, article_table, column_widths, least_widths
from bilingual.editions.docx.text import Pen
from bilingual.editions.labels import LABELS
from bilingual.editions.model import Edition, Lang, Pair, Row
from bilingual.model import CellAlign

_SHORT = {"ja": 160, "en": 400}  # characters: a row of about eight lines stays on one page
_LONG_WORD = re.compile("[!-~]{20}")


@dataclass(slots=True)
class RowWriter:
    """Write the rows of an edition into a document."""

    document: Document
    edition: Edition
    pen: Pen
    sheet: DocxStyles
    album: Album
    widths: Widths
    _table: ParallelTable | None = None
    _kind: str = "Text"
    """Of the row above, for a row that continues it."""
    _last: dict[Lang, Paragraph] = field(default_factory=dict)
    _numbered: bool = False
    """True when the row above has a number, or continues one that has."""
    _tables: int = 0
    _labelled: bool = False
    """True when the columns are named: once is enough for those who see them."""

    def write(self, rows: Sequence[Row]) -> None:
        """Write rows. In columns they continue the table above unless `leave` was called."""
        for group in _groups([row for row in rows if row.cells or row.kind != "table"]):
            row = group[0][0]
            if row.kind == "separator":
                self._across("Separator")
            elif row.kind == "image":
                self._image(row)
            elif row.kind == "table":
                self._article_table([row for row, _ in group])
            else:
                for pair in row.cells:
                    self._text_row(row, pair, goes_on=group[0][1])

    def leave(self) -> None:
        """End the table: the next content (a heading) is outside it."""
        self._table = None

    def _columns(self) -> ParallelTable | None:
        if len(self.widths.columns) < 2:
            return None
        if self._table is None:
            labels = self.edition.labels
            names: dict[Lang, str] = {"ja": labels.column_source, "en": labels.column_target}
            caption = " / ".join(names[lang] for lang in self.widths.langs)
            self._table = ParallelTable(
                self.document, self.widths, caption=caption, description=LABELS["en"].columns_description
            )
            for lang, paragraph in self._table.labels(visible=not self._labelled).items():
                self.pen.words(paragraph, names[lang], labels.lang)
            self._labelled = True
        return self._table

    def _across(self, style: str) -> Paragraph:
        table = self._columns()
        return table.across(style) if table else self.document.add_paragraph(style=style)

    def _paragraphs(self, styles: dict[Lang, str], *, whole: bool) -> dict[Lang, Paragraph]:
        table = self._columns()
        if table:
            return table.row(styles, whole=whole)
        return {lang: self.document.add_paragraph(style=style) for lang, style in styles.items()}

    def _image(self, row: Row) -> None:
        picture = row.image
        if picture:
            self.album.show(self._across("Picture"), picture, row.alt)
        for pair in row.cells:
            styles = {lang: self._style(lang, "Caption", row) for lang in self.widths.langs}
            for lang, paragraph in self._paragraphs(styles, whole=True).items():
                self._number(paragraph, row)
                self.pen.text(paragraph, pair, lang)

    def _text_row(self, row: Row, pair: Pair, *, goes_on: bool) -> None:
        langs = self.widths.langs
        if row.joined and len(langs) == 1 and self._last:  # with nothing beside it, a paragraph is one paragraph
            (lang,) = langs
            if lang == "en":
                self.pen.words(self._last[lang], " ")
            self.pen.text(self._last[lang], pair, lang)
            return
        self._kind = self._kind if row.joined else _kind(row)
        if row.kind == "code":  # nobody's language: it is printed once, across the columns
            self._last = {langs[0]: self._across(self._style(langs[0], self._kind, row))}
        else:
            styles = {
                lang: self._style(lang, self._kind, row, pair=pair, goes_on=goes_on and len(langs) > 1)
                for lang in langs
            }
            self._last = self._paragraphs(styles, whole=_is_short(pair))
        for lang, paragraph in self._last.items():
            self._number(paragraph, row)
            marker = str(row.marker.side(lang)) if row.marker else ""
            if marker:
                self.pen.words(paragraph, f"{marker}\t", lang)
            self.pen.text(paragraph, pair, lang)

    def _style(
        self, lang: Lang, kind: str, row: Row, *, pair: Pair | None = None, goes_on: bool = False, side: CellAlign = ""
    ) -> str:
        """Return the name of the style for one side of a row."""
        name = f"{LANGUAGES[lang]} {kind}" if kind != "Code" else kind
        if name == "Japanese Text" and self.sheet.has("Japanese Paragraph") and row.kind == "paragraph":
            name = "Japanese Paragraph"
        traits: list[Trait] = []
        self._numbered = self._numbered if row.joined else row.number > 0 and row.kind != "table"
        if self._numbered:
            traits.append("Numbered")
        if row.joined and not self._hangs(row) and (self._numbered or self.sheet.indents(name)):
            traits.append("Continued")
        if goes_on:
            traits.append("Close")
        if lang == "ja" and pair and _LONG_WORD.search(str(pair.source)):
            # If justified, the few characters before a long address would be spread out.
            traits.append("Ragged")
        if side in ("center", "right"):
            traits.append("Centered" if side == "center" else "Right")
        if lang == "en" and row.draft and self.edition.mark_drafts:
            traits.append("Draft")
        level = min(row.level, LEVELS) if row.kind in ("list_item", "quote") else 1
        return self.sheet.paragraph(name, *traits, level=level)

    def _hangs(self, row: Row) -> bool:
        """Return whether a continued row keeps the hanging indent of the first, so that their rules meet."""
        return row.joined and row.kind == "quote" and self._numbered

    def _number(self, paragraph: Paragraph, row: Row, behind: str = "\t") -> None:
        """Write the number for citing."""
        if row.number:
            self.pen.words(paragraph, f"{row.number}{behind}", "en", "Paragraph Number")
        elif self._hangs(row):
            self.pen.words(paragraph, behind)

    def _article_table(self, rows: Sequence[Row]) -> None:
        """Write a table of the article: both languages in one table, or one below the other when that is too wide.

        A table that is wider than the page is divided into bands of columns.
        """
        self._tables += 1
        beside = {
            lang: width - self.widths.gutter / 2
            for lang, width in zip(self.widths.langs, self.widths.columns, strict=False)
        }
        if len(beside) == 2 and len(self._bands(rows, beside)) == 1:
            self._draw(rows, {lang: self._divided(rows, lang, width) for lang, width in beside.items()})
            return
        for lang in self.widths.langs:
            for band in self._bands(rows, {lang: self.widths.text}):
                part = with_columns(rows, band)
                self._draw(part, {lang: self._divided(part, lang, self.widths.text)})

    def _bands(self, rows: Sequence[Row], widths: Mapping[Lang, float]) -> list[tuple[int, ...]]:
        least = [least_widths(_texts(rows, lang), self._cell_size(lang)) for lang in widths]
        return column_bands(least, list(widths.values()))

    def _divided(self, rows: Sequence[Row], lang: Lang, width: float) -> list[float]:
        return column_widths(_texts(rows, lang), self._cell_size(lang), width)

    def _cell_size(self, lang: Lang) -> float:
        return self.sheet.size(f"{LANGUAGES[lang]} Cell")

    def _draw(self, rows: Sequence[Row], columns: dict[Lang, list[float]]) -> None:
        """Draw one table between two gaps: Word would join it with the tables above and below."""
        first, *others = columns
        beside = bool(others)
        widths = [width for lang in columns for width in columns[lang]]
        if beside:
            widths[len(columns[first])] += self.widths.gutter
        if self._table is not None:
            self.document.add_paragraph(style="Gap")
        self.leave()
        count = len(columns[first])
        names = [
            [
                self._style(lang, "Cell Header" if row.header else "Cell", row, side=side)
                for lang in columns
                for side in row.sides(count)
            ]
            for row in rows
        ]
        made = article_table(
            self.document,
            widths,
            names,
            headers=[row.header for row in rows],
            caption=LABELS["en"].numbered_table.format(self._tables),
            gap_before=count,
            gap=self.widths.gutter if beside else 0,
        )
        for row, cells in zip(rows, made, strict=True):
            self._number(cells[0], row, "\N{EN SPACE}")
            for at, lang in enumerate(columns):
                for pair, paragraph in zip(row.cells, cells[at * count :], strict=False):
                    self.pen.text(paragraph, pair, lang)
        self.document.add_paragraph(style="Gap")


def _kind(row: Row) -> str:
    """Return the name of the row's styles, without the language."""
    if row.kind == "code":
        return "Code"
    if row.kind == "note":
        return "Note Sign" if row.marker else "Note"
    if row.marker or row.kind == "list_item":
        wide = row.marker and max(len(str(row.marker.source)), len(str(row.marker.target))) > 1
        return "List Number" if wide else "List"
    return "Quote" if row.kind == "quote" else "Text"


def _groups(rows: Sequence[Row]) -> Iterator[list[tuple[Row, bool]]]:
    """Yield the rows of a table of the article together, other rows alone; each with whether the next continues it."""
    table: list[tuple[Row, bool]] = []
    for row, after in zip_longest(rows, rows[1:]):
        if table and (row.kind != "table" or row.header):
            yield table
            table = []
        entry = row, bool(after and after.joined)
        if row.kind == "table":
            table.append(entry)
        else:
            yield [entry]
    if table:
        yield table


def _texts(rows: Sequence[Row], lang: Lang) -> list[list[str]]:
    """Return the texts of the cells, padded to the same number in each row."""
    count = max(len(row.cells) for row in rows)
    texts = [[str(pair.side(lang)) for pair in row.cells] for row in rows]
    return [row + [""] * (count - len(row)) for row in texts]


def _is_short(pair: Pair) -> bool:
    ja, en = str(pair.source), str(pair.target)
    return len(ja) <= _SHORT["ja"] and len(en) <= _SHORT["en"] and "\n" not in ja + en
