"""Text → inline HTML: units with their ids, styles, furigana, the signs of notes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from bilingual.editions.html.labels import LABELS
from bilingual.editions.markup import address, content, element
from bilingual.editions.model import Lang, Pair, Span, Text
from bilingual.editions.typeset import penalties
from bilingual.editions.typeset.jlreq import GROUP

_RANGE = re.compile(r"\d[\d:.,]*[–～〜]\d[\d:.,]*")
_COUNTED = re.compile(r"\d (?!(?:and|or|to|of|in|by|from|at|on|for|with|as|is|was|were|the|a)\b)")
_LONGEST_TIE = 24
"""Characters; more could be wider than a phone."""


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
        words = content(span.text) if span.ruby or span.code else tied(span.text, lang)
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


def tied(text: str, lang: Lang) -> str:
    """Return text as markup with what belongs together (`No. 5`, `10 km`, 9:00–17:00, 80周年) in unbroken stretches.

    Elements and not no-break characters, so that what is copied and searched stays the text.
    """
    out, done = "", 0
    for start, end in _stretches(text, lang):
        out += content(text[done:start]) + element("span", {"class": "tie"}, content(text[start:end]))
        done = end
    return out + content(text[done:])


def _stretches(text: str, lang: Lang) -> list[tuple[int, int]]:
    """Return where the unbroken stretches begin and end, none of them long: a window may be narrow."""
    found = [match.span() for match in _RANGE.finditer(text)]
    if lang == "ja":
        found += [(at - 1, at + 1) for at, cost in penalties.numbers(text).items() if cost >= GROUP]
    else:
        ties = [at for at, cost in penalties.ties(text).items() if cost >= GROUP or _COUNTED.match(text, at - 2)]
        found += [(text.rfind(" ", 0, at - 1) + 1, _word_end(text, at)) for at in ties]
    joined: list[tuple[int, int]] = []
    for start, end in sorted(found):
        if joined and start < joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return [(start, end) for start, end in joined if end - start <= _LONGEST_TIE]


def _word_end(text: str, at: int) -> int:
    end = text.find(" ", at)
    return len(text) if end < 0 else end


def _ruby(words: str, span: Span) -> str:
    guessed = {"class": "guessed"} if span.guessed else {}
    reading = element("rp", {}, "(") + element("rt", guessed, content(span.ruby)) + element("rp", {}, ")")
    return element("ruby", {}, words, reading)
