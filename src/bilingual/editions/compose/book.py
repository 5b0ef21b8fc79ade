"""Several editions → one: the articles of a book, with one table of contents, one list of terms, one colophon."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from bilingual.editions.compose.article import contents_of_sections
from bilingual.editions.compose.titles import running_head
from bilingual.editions.model import Comment, Edition, Note, Pair, Row, Section, Span, TermLine, Text
from bilingual.languages.japanese.scripts import has_japanese

_BETWEEN = " / "


def bind(editions: Sequence[Edition], title: str, *, toc: bool = True) -> Edition:
    """Return one edition with the articles of several, each a section that opens with its title.

    The editions have the same plan, and there is at least one. `title` is the book's; it may have both languages, as
    in 日本語 / English.
    """
    first = editions[0]
    both = book_title(title, one_language=len(first.langs) == 1)
    articles = list(_articles(editions))
    sections = tuple(section for article in articles for section in article.sections())
    return replace(
        first,
        title=both,
        subtitle=None,
        short_title=None,
        figures=(),
        sections=sections,
        byline=(),
        terms=_terms(editions),
        colophon=_colophon(editions),
        running_head=running_head(both, first.labels.lang),
        author=("、" if first.labels.lang == "ja" else ", ").join(_once(one.author for one in editions)),
        date=max(one.date for one in editions),
        toc=contents_of_sections(sections) if toc else (),
        notes=tuple(note for article in articles for note in article.notes()),
        comments=tuple(comment for article in articles for comment in article.comments()),
        title_page=True,
        signature="; ".join(_once(one.signature for one in editions)),
        article="",
        keys=(),
    )


def book_title(title: str, *, one_language: bool) -> Pair:
    """Return a book's title in both languages, if it has both; a title in one is also that of one-language editions."""
    parts = [part.strip() for part in title.split(_BETWEEN, 1)]
    if len(parts) == 2 and all(parts):
        ja, en = sorted(parts, key=lambda part: not has_japanese(part))
    elif one_language:
        ja = en = title
    else:
        ja, en = (title, "") if has_japanese(title) else ("", title)
    return Pair(Text((Span(ja),) if ja else (), "ja"), Text((Span(en),) if en else (), "en"))


@dataclass(frozen=True, slots=True)
class _Article:
    """An article of the book: what makes its names different from those of the others."""

    edition: Edition
    number: int
    """From 1."""
    noted: int
    """Notes in the articles before."""

    def sections(self) -> Iterator[Section]:
        """Yield the article's sections: the first has its title, and what comes before its first heading."""
        edition = self.edition
        own = edition.sections
        above = [edition.subtitle, *edition.byline] if edition.subtitle else edition.byline
        rows = [Row("byline", (self._byline(pair),)) for pair in above]
        if own and own[0].heading is None:
            rows += [self._row(row) for row in own[0].rows]
            own = own[1:]
        yield Section(tuple(rows), self._pair(edition.title), 1, f"a{self.number}", opens=True)
        for section in own:
            yield Section(
                tuple(map(self._row, section.rows)),
                self._pair(section.heading) if section.heading else None,
                section.level + 1,
                f"a{self.number}-{section.anchor}" if section.anchor else "",
            )

    def notes(self) -> Iterator[Note]:
        """Yield the article's notes with their numbers in the book."""
        for note in self.edition.notes:
            rows, texts = tuple(map(self._row, note.rows)), tuple(map(self._text, note.texts))
            yield Note(note.number + self.noted, rows, texts)

    def comments(self) -> Iterator[Comment]:
        """Yield the comments on the article's units."""
        yield from (replace(one, unit=self._unit(one.unit)) for one in self.edition.comments)

    def _byline(self, pair: Pair) -> Pair:
        """Return a line below the title; what is the same in both languages is printed once, one below the other."""
        named = self._pair(pair)
        if self.edition.layout != "stacked" or str(pair.source) != str(pair.target):
            return named
        if has_japanese(str(pair.source)):
            return replace(named, target=Text((), "en"))
        return replace(named, source=Text((), "ja"))

    def _row(self, row: Row) -> Row:
        return replace(row, cells=tuple(map(self._pair, row.cells)))

    def _pair(self, pair: Pair) -> Pair:
        return Pair(self._text(pair.source), self._text(pair.target), tuple(map(self._unit, pair.units)))

    def _text(self, text: Text) -> Text:
        return Text(tuple(map(self._span, text.spans)), text.lang)

    def _span(self, span: Span) -> Span:
        return replace(span, unit=self._unit(span.unit), note=span.note + self.noted if span.note else 0)

    def _unit(self, unit: str) -> str:
        return f"{self.number}-{unit}" if unit else ""


def _articles(editions: Sequence[Edition]) -> Iterator[_Article]:
    noted = 0
    for number, edition in enumerate(editions, 1):
        yield _Article(edition, number, noted)
        noted += len(edition.notes)


def _terms(editions: Sequence[Edition]) -> tuple[TermLine, ...]:
    """Return the terms of all articles by first use; those with the same English share a line."""
    merged: dict[str, TermLine] = {}
    for line in (line for edition in editions for line in edition.terms):
        known = merged.get(line.target)
        if known:
            line = TermLine(_joined(known.source, line.source), _joined(known.reading, line.reading), line.target)
        merged[line.target] = line
    return tuple(merged.values())


def _joined(one: str, other: str) -> str:
    return "、".join(_once((*one.split("、"), *other.split("、"))))


def _colophon(editions: Sequence[Edition]) -> tuple[tuple[str, str], ...]:
    """Return the lines at the end: one for each article with what is its own, then what all have in common."""
    common = [line for line in editions[0].colophon if all(line in one.colophon for one in editions)]
    lines = [
        (_title_of(edition), "; ".join(_own(edition, common)))
        for edition in editions
        if any(line not in common for line in edition.colophon)
    ]
    return (*lines, *common)


def _own(edition: Edition, common: Sequence[tuple[str, str]]) -> Iterator[str]:
    for label, value in edition.colophon:
        if (label, value) not in common:
            yield value if label == edition.labels.source else f"{label}{edition.labels.colon}{value}"


def _title_of(edition: Edition) -> str:
    sides = edition.title.source, edition.title.target
    return next(filter(None, map(str, sides if edition.labels.lang == "ja" else sides[::-1])), "")


def _once(texts: Iterator[str] | Sequence[str]) -> list[str]:
    return [text for text in dict.fromkeys(texts) if text]
