"""Text → inline HTML: units with their ids, styles, furigana, the signs of notes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from bilingual.editions.html_labels import LABELS
from bilingual.editions.layout import Lang, Pair, Span, Text
from bilingual.editions.markup import address, content, element


def name(unit: str) -> str:
    """Return a unit's id as a part of an HTML id: it must hold no white space."""
    return "".join(character if character.isalnum() or character == "." else "-" for character in unit)


@dataclass(slots=True)
class Scope:
    """The units of one row, numbered from 1: both languages of a unit have one number, by which CSS pairs them."""

    numbers: dict[str, int] = field(default_factory=dict)

    def number(self, unit: str) -> int:
        """Return the number of a unit, a new one when it is met for the first time."""
        return self.numbers.setdefault(unit, len(self.numbers) + 1)


@dataclass(slots=True)
class Words:
    """Turns text into markup for one page; it remembers which ids are taken and how many units a row had at most."""

    languages: tuple[Lang, ...]
    """What the edition shows, in reading order."""
    english: str
    """The language tag of the English column."""
    most: int = 0
    """The largest number that any scope gave."""
    taken: set[str] = field(default_factory=set)
    """The ids of the page."""

    def lang(self, lang: Lang) -> str:
        """Return the language tag of a side."""
        return "ja" if lang == "ja" else self.english

    def new_id(self, wanted: str) -> dict[str, str]:
        """Return `id` as an attribute, or nothing when the id is taken or empty."""
        if not wanted or wanted in self.taken:
            return {}
        self.taken.add(wanted)
        return {"id": wanted}

    def sides(
        self, tag: str, pair: Pair, scope: Scope | None = None, more: Mapping[str, str] | None = None
    ) -> Iterator[str]:
        """Yield an element for each language of a pair that the edition shows."""
        for lang in self.languages:
            yield self.side(tag, pair.side(lang), pair.units, scope=scope, more=more)

    def side(
        self,
        tag: str,
        text: Text,
        units: Sequence[str] = (),
        *,
        scope: Scope | None = None,
        more: Mapping[str, str] | None = None,
        plain: bool = False,
    ) -> str:
        """Return one language of a pair as an element that says its language; `plain` is its characters alone."""
        attributes = {"class": text.lang, "lang": self.lang(text.lang)} | dict(more or {})
        words = content(str(text)) if plain else self.inline(text, units, scope=scope)
        # HTML drops the first line feed of a `pre`.
        return element(tag, attributes, "\n" if tag == "pre" else "", words)

    def inline(self, text: Text, units: Sequence[str] = (), *, scope: Scope | None = None) -> str:
        """Return the text's spans; those of one unit are wrapped together.

        A text whose spans name no unit is one unit when the pair has one.
        """
        alone = units[0] if len(units) == 1 and not any(span.unit for span in text.spans) else ""
        out = ""
        for unit, spans in groupby(text.spans, key=lambda span: span.unit or alone):
            words = "".join(self._span(span, text.lang) for span in spans)
            out += self._unit(unit, words, text.lang, scope) if unit and words else words
        return out

    def _unit(self, unit: str, words: str, lang: Lang, scope: Scope | None) -> str:
        attributes: dict[str, str] = {}
        if scope is not None:
            number = scope.number(unit)
            self.most = max(self.most, number)
            attributes["class"] = f"u s{number}"
        attributes |= self.new_id(f"u{name(unit)}-{lang}") | {"data-unit": unit}
        return element("span", attributes, words)

    def _span(self, span: Span, lang: Lang) -> str:
        words = content(span.text)
        if span.ruby:
            words = _ruby(words, span)
        for asked, tag in ((span.code, "code"), (span.italic, "em"), (span.bold, "strong")):
            words = element(tag, {}, words) if asked else words
        uri = address(span.link) if span.link else ""
        words = element("a", {"href": uri, "rel": "noopener"}, words) if uri else words
        return words + (self._note(span.note, lang) if span.note else "")

    def _note(self, number: int, lang: Lang) -> str:
        """Return the sign of a note: a link that works without script, named for those who hear it."""
        attributes = {"class": "noteref", "href": f"#note-{number}", "role": "doc-noteref"}
        attributes |= self.new_id(f"ref-{number}-{lang}") | {"aria-label": LABELS[lang].note.format(number)}
        return element("sup", {}, element("a", attributes, str(number)))


def _ruby(words: str, span: Span) -> str:
    guessed = {"class": "guessed"} if span.guessed else {}
    reading = element("rp", {}, "(") + element("rt", guessed, content(span.ruby)) + element("rp", {}, ")")
    return element("ruby", {}, words, reading)
