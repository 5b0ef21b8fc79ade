"""Unit → spans: a unit's marks, terms and notes, as far as each language can show them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from bilingual.editions.markup import brief_address
from bilingual.editions.model import Pair, Span, Text
from bilingual.languages.japanese.scripts import DASHES
from bilingual.model import Block, Mark, TermMatch, Unit

Signs = Mapping[str, tuple[tuple[TermMatch | Mark, int], ...]]
"""Unit id → the terms and the references to footnotes that get the marker of a note, and its number."""

_RAISED = str.maketrans("()0123456789", "⁽⁾⁰¹²³⁴⁵⁶⁷⁸⁹")
_STOP = re.compile(r"[.!?][”’\")]*$")
_LINK = re.compile(r"(?:https?|mailto):", re.IGNORECASE)


def pair_of(units: Sequence[Unit], signs: Signs) -> Pair:
    """Return units as one text in each language. Japanese keeps its own spaces, English gets one between units."""
    ja: list[Span] = []
    en: list[Span] = []
    for unit in units:
        ja += ja_spans(unit, signs)
        if unit.space_after and unit is not units[-1]:
            ja.append(Span(unit.space_after))
        if unit.target:
            if en:
                en.append(Span(" "))
            en += en_spans(unit, signs)
    return Pair(Text(merged(ja), "ja"), Text(merged(en), "en"), tuple(unit.id for unit in units))


def code_pair(block: Block) -> Pair:
    """Return a code block, the same in both languages."""
    code = (Span(block.source, code=True),)
    return Pair(Text(code, "ja"), Text(code, "en"), tuple(unit.id for unit in block.units))


def ja_spans(unit: Unit, signs: Signs) -> list[Span]:
    """Split the source at the ends of its marks; each part has the style of every mark over it."""
    noted, unnumbered = signs.get(unit.id, ()), _unnumbered(unit, signs)
    ends = {edge for mark in unit.marks if mark.kind != "footnote" for edge in (mark.start, mark.end)}
    behind = {_edge(unit, place.end) for place in (*(place for place, _ in noted), *unnumbered)}
    spans: list[Span] = []
    for start, end in pairwise(sorted({0, len(unit.source), *ends, *behind})):
        over = [mark for mark in unit.marks if mark.start <= start and end <= mark.end]
        spans.append(_styled(unit.source[start:end], over, unit))
        _refer(spans, [number for place, number in noted if _edge(unit, place.end) == end], unit)
        spans += [_reference(mark, unit) for mark in unnumbered if _edge(unit, mark.end) == end]
    return spans


def _refer(spans: list[Span], numbers: Sequence[int], unit: Unit) -> None:
    """Put the markers of notes behind the last span; a second one has a span of its own, without text."""
    for number in numbers:
        if spans and not spans[-1].note:
            spans[-1] = replace(spans[-1], note=number)
        else:
            spans.append(Span("", unit=unit.id, note=number))


def _unnumbered(unit: Unit, signs: Signs) -> list[Mark]:
    """Return the references to footnotes that the article does not have."""
    numbered = [place for place, _ in signs.get(unit.id, ())]
    return [mark for mark in unit.marks if mark.kind == "footnote" and mark not in numbered]


def _edge(unit: Unit, at: int) -> int:
    """Return the place for a marker: not inside the base of a reading, which it would split."""
    return next((mark.end for mark in unit.marks if mark.kind == "ruby" and mark.start < at < mark.end), at)


def en_spans(unit: Unit, signs: Signs) -> list[Span]:
    """Transfer marks to the target where possible: a style over the whole unit, code, links, and markers of notes.

    A link goes on its own words when the target has them (an address, a term, Latin text), else its address comes
    at the end of the sentence: a guessed place would mislead. References to footnotes come behind the sentence.
    """
    marks = [mark for mark in unit.marks if mark.kind not in ("ruby", "footnote")]
    whole = [mark for mark in marks if mark.start == 0 and mark.end == len(unit.source)]
    places: list[tuple[int, int, Mark]] = []
    behind: list[Mark] = []
    for mark in () if whole else marks:
        found = [
            (at, at + length, mark)
            for at, length in (_emphasised if mark.kind in ("strong", "emphasis") else _find)(unit, mark)
            if all(at + length <= start or at >= end for start, end, _ in places)
        ]
        places += found
        if not found and mark.kind == "link" and _LINK.match(mark.value):
            behind.append(mark)
    spans: list[Span] = []
    done = 0
    for start, end, mark in sorted(places, key=lambda place: place[:2]):
        spans.append(_styled(unit.target[done:start], whole, unit))
        spans.append(_styled(unit.target[start:end], [mark], unit))
        done = end
    spans.append(_styled(unit.target[done:], whole, unit))
    spans = _signed([span for span in spans if span.text], unit, signs)
    spans, stop = _without_stop(spans) if behind else (spans, [])
    for mark in behind:
        if words := brief_address(mark.value):
            spans += [Span(" ["), Span(words, link=mark.value), Span("]")]
    spans += stop
    if unit.target:
        _refer(spans, [number for place, number in signs.get(unit.id, ()) if isinstance(place, Mark)], unit)
        spans += [_reference(mark, unit) for mark in _unnumbered(unit, signs)]
    return spans


def _without_stop(spans: list[Span]) -> tuple[list[Span], list[Span]]:
    """Return a sentence, and its stop: an address comes before the stop, so that it belongs to the sentence."""
    found = _STOP.search(spans[-1].text) if spans and not spans[-1].note else None
    if not found or not found.start():
        return spans, []
    last = spans[-1]
    return [*spans[:-1], replace(last, text=last.text[: found.start()])], [replace(last, text=found[0])]


def _reference(mark: Mark, unit: Unit) -> Span:
    """Return the sign of a footnote that the article does not have, the same in both languages.

    A number is raised; its parentheses tell it from the markers of notes.
    """
    raised = f"({mark.value})".translate(_RAISED) if mark.value.isascii() and mark.value.isdigit() else ""
    return Span(raised or f"[{mark.value}]", unit=unit.id)


def merged(spans: Sequence[Span]) -> tuple[Span, ...]:
    """Join adjacent spans of one style and one unit, so that a plain sentence is one span."""
    joined: list[Span] = []
    for span in spans:
        if not span.text and not span.note:
            continue
        last = joined[-1] if joined else None
        if last and not span.ruby and not last.ruby and not last.note and last == replace(span, text=last.text, note=0):
            joined[-1] = replace(span, text=last.text + span.text)
        else:
            joined.append(span)
    return tuple(joined)


def _styled(text: str, marks: Sequence[Mark], unit: Unit) -> Span:
    kinds = {mark.kind: mark for mark in marks}
    link = kinds["link"].value if "link" in kinds else ""
    return Span(
        text,
        bold="strong" in kinds or ("speaker" in kinds and text.strip(DASHES) != ""),
        italic="emphasis" in kinds,
        code="code" in kinds,
        link=link if _LINK.match(link) else "",
        ruby=kinds["ruby"].value if "ruby" in kinds else "",
        guessed="ruby" in kinds and kinds["ruby"].guessed,
        unit=unit.id,
    )


def _signed(spans: list[Span], unit: Unit, signs: Signs) -> list[Span]:
    """Put the markers of notes after the English of their terms, where the target has it."""
    for match, number in signs.get(unit.id, ()):
        if isinstance(match, Mark):
            continue
        for english in filter(None, (match.first, match.target, *match.alternatives)):
            at, end = _said(english, spans)
            if at >= 0:
                span = spans[at]
                rest = [replace(span, text=span.text[end:])] if span.text[end:] else []
                note = number if rest or not span.note else span.note
                spans[at : at + 1] = [replace(span, text=span.text[:end], note=note), *rest]
                break
    return spans


def _said(english: str, spans: Sequence[Span]) -> tuple[int, int]:
    """Return the first span that has an English form, and the end of the word in it; (-1, 0) when there is none.

    A form that begins with a small letter in the glossary (the Diet) has a capital at the start of a sentence.
    """
    first, rest = english[0], re.escape(english[1:])
    form = re.compile(rf"(?<!\w)(?:{re.escape(first)}|{re.escape(first.upper())}){rest}(?:e?s)?(?!\w)")
    for number, span in enumerate(spans):
        if found := form.search(span.text):
            return number, found.end()
    return -1, 0


def _find(unit: Unit, mark: Mark) -> list[tuple[int, int]]:
    """Return the offset of a mark's words in the target, and their length; empty when they are not found."""
    for candidate in (*_words(unit, mark), *(term.target for term in _terms(unit, mark))):
        at = unit.target.find(candidate)
        if candidate and at >= 0:
            return [(at, len(candidate))]
    return []


def _emphasised(unit: Unit, mark: Mark) -> list[tuple[int, int]]:
    """Return offset and length of each part of the target that says something marked: its words, or terms and numbers.

    What the target says twice is left alone: either could be meant.
    """
    for words in _words(unit, mark):
        at = unit.target.find(words)
        if words and at >= 0:
            return [(at, len(words))]
    found: list[tuple[int, int]] = []
    for term in _terms(unit, mark):
        for english in filter(None, (term.first, term.target, *term.alternatives)):
            hits = [hit.span() for hit in re.finditer(rf"(?<!\w){re.escape(english)}(?!\w)", unit.target)]
            if hits:
                start, end = hits[0]
                apart = all(end <= at or start >= at + length for at, length in found)
                found += [(start, end - start)] if len(hits) == 1 and apart else []
                break
    return found


def _words(unit: Unit, mark: Mark) -> tuple[str, str]:
    """Return the words of a mark, as they are and in the width that English uses."""
    words = unit.source[mark.start : mark.end]
    return words, unicodedata.normalize("NFKC", words)


def _terms(unit: Unit, mark: Mark) -> list[TermMatch]:
    """Return the terms, numbers and dates inside a mark that the target has."""
    return [term for term in unit.terms if term.found and mark.start <= term.start and term.end <= mark.end]
