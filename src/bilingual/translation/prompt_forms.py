"""Prepare: what the engine is asked, and how its answer is read back."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from bilingual.languages.english.tidy import capital
from bilingual.languages.japanese.scripts import has_japanese
from bilingual.model import Kind, TermMatch, Unit
from bilingual.translation.verify import verify

PIECE = 250
"""Characters after which a segment is decoded in pieces: engines cut or loop on longer ones."""

_CLAUSE = re.compile(r".+?(?:[、，；;]|(?:[がしてで]|ため|ので|けれど|一方)、)|.+$", re.DOTALL)
_SHORTEST_CLAUSE = 8


def as_it_is(unit: Unit, kind: Kind, matches: Sequence[TermMatch]) -> Unit | None:
    """Return the unit with its target when no engine is needed: code, addresses, numbers, Latin text, a bare term."""
    source = unit.source
    if kind in ("code", "separator"):
        return replace(unit, target=source, origin="source", terms=verify(matches, source))
    if not has_japanese(source):
        # AI stays AI, unless the glossary has another English for it.
        words = [match for match in matches if match.kind == "term" and match.target]
        target = re.sub(r" {2,}", " ", _replaced(source, words)).strip() if words else source
        return replace(unit, target=target, origin="source", terms=verify(matches, target))
    rest, at = "", 0
    for match in matches:
        rest += source[at : match.start]
        at = match.end
    rest += source[at:]
    # A deprecated term requires nothing and 一つ may be an idiom: there the engine must say what it is.
    sure = all(match.target and (match.number is None or match.number.hard) for match in matches)
    if matches and sure and not rest.strip(" \u3000"):
        target = " ".join(match.target for match in matches)
        target = target if any(match.case == "exact" or match.kind == "keep" for match in matches) else capital(target)
        return replace(unit, target=target, origin="source", terms=verify(matches, target))
    return None


def _replaced(source: str, words: Sequence[TermMatch]) -> str:
    text = source
    for match in reversed(words):
        before, after = text[: match.start], text[match.end :]
        left = " " if before[-1:].isalnum() else ""
        right = " " if after[:1].isalnum() else ""
        text = before + left + match.target + right + after
    return text


def prepare_segment(source: str, matches: Sequence[TermMatch], form: str) -> str:
    """Return the segment with its terms' English in place of the Japanese.

    Forms: `spaced` (a space on each side), `tight` (none), `placeholder` (X1, X2 …), `plain` (the source itself).
    Numbers are put in only where the Japanese way of writing them misleads engines (令和7年, 1兆2345億円).
    """
    if form == "plain":
        return source
    parts: list[str] = []
    at = 0
    for number, match in enumerate(matches, 1):
        if not _goes_in(match):
            continue
        parts.append(source[at : match.start])
        at = match.end
        stand_in = form == "placeholder" and match.kind != "number"
        word = f"{_letter(source)}{number}" if stand_in else match.target
        parts.append(word if form == "tight" else f" {word} ")
    parts.append(source[at:])
    return re.sub(r" {2,}", " ", "".join(parts)).strip()


def _goes_in(match: TermMatch) -> bool:
    if not match.target:
        return False
    if match.kind != "number":
        return True
    # Digits that stay the same digits are copied by every engine; all else is a sum it may get wrong.
    plain = re.sub(r"[^\d.]", "", match.source)
    return match.number is not None and match.number.hard and re.sub(r"[^\d.]", "", match.target) != plain


def _letter(source: str) -> str:
    """Return a letter for placeholders that the source has not before a digit itself (X1 is a camera, too)."""
    return next((letter for letter in "XZQWVK" if not re.search(rf"{letter} ?\d", source)), "X")


def restore(text: str, source: str, matches: Sequence[TermMatch], form: str) -> str:
    """Put the terms back where the placeholders of `source` stand; other forms have nothing to restore."""
    if form != "placeholder":
        return text

    def target(found: re.Match[str]) -> str:
        number = int(found[1])
        return matches[number - 1].target if 0 < number <= len(matches) else found.group()

    return re.sub(rf"\b{_letter(source)} ?(\d{{1,4}})\b", target, text)


def pieces(segment: str, limit: int = PIECE) -> list[str]:
    """Cut a segment that is too long for an engine, at its commas if it can be. Joined, the pieces are the segment."""
    if len(segment) <= limit:
        return [segment]
    found: list[str] = []
    rest = segment
    while len(rest) > limit:
        # Full stops before commas before spaces; a Latin comma may be inside a number.
        cut = next((at for sign in "。；;、，\u3000 " if (at := rest.rfind(sign, limit // 3, limit)) >= 0), -1)
        cut = limit if cut < 0 else cut + 1
        found.append(rest[:cut])
        rest = rest[cut:]
    return [*found, rest] if rest.strip() else found


def clauses(source: str, matches: Sequence[TermMatch]) -> list[tuple[int, int]]:
    """Return the spans of the segment's clauses. No term is cut, and no clause is very short."""
    spans: list[tuple[int, int]] = []
    start = 0
    for found in _CLAUSE.finditer(source):
        end = found.end()
        inside = any(match.start < end < match.end for match in matches)
        if end < len(source) and (inside or end - start < _SHORTEST_CLAUSE):
            continue
        spans.append((start, end))
        start = end
    if start < len(source):
        spans.append((start, len(source)))
    if len(spans) > 1 and spans[-1][1] - spans[-1][0] < _SHORTEST_CLAUSE:
        spans[-2:] = [(spans[-2][0], spans[-1][1])]
    return spans
