"""Prepare requests for the engine, and restore terms in its drafts."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

from bilingual.engines.base import TermHint
from bilingual.languages.data import language_rows
from bilingual.languages.english.tidy import capital
from bilingual.languages.japanese.scripts import DASHES, DIGITS, FULLWIDTH_DIGITS, FULLWIDTH_LATIN, has_japanese
from bilingual.model import Kind, TermMatch, Unit
from bilingual.translation.candidates import Gloss
from bilingual.translation.verify import verify

GlossPlace = Literal["instead", "behind"]
"""Where the English of a gloss goes: instead of its word, or in brackets behind it."""

PIECE = 250
"""Characters above which a segment is translated in pieces: engines truncate longer ones, or loop."""

_CLAUSE = re.compile(r".+?(?:[、，；;]|(?:[がしてで]|ため|ので|けれど|一方)、)|.+$", re.DOTALL)
_SHORTEST_CLAUSE = 8


def as_it_is(unit: Unit, kind: Kind, matches: Sequence[TermMatch]) -> Unit | None:
    """Return the unit with its target if no engine is needed: code, addresses, numbers, Latin text, a term alone."""
    source = unit.source
    if kind in ("code", "separator"):
        return replace(unit, target=source, origin="source", terms=verify(matches, source))
    if not has_japanese(source):
        # AI stays AI, unless the glossary has another English for it.
        words = [match for match in matches if match.kind == "term" and match.target]
        target = re.sub(r" {2,}", " ", _replaced(source, words)).strip() if words else _latin(source)
        return replace(unit, target=target, origin="source", terms=verify(matches, target))
    speaker = any(mark.kind == "speaker" for mark in unit.marks)
    rest, at = "", 0
    for match in matches:
        rest += source[at : match.start]
        at = match.end
    rest += source[at:]
    # A deprecated term requires nothing, and 一つ may be an idiom: both need the engine.
    sure = all(match.target and (match.number is None or match.number.hard) for match in matches)
    if matches and sure and not rest.strip(f" \u3000：:{_SPEAKER_SIGNS if speaker else ''}"):
        target = " ".join(match.target for match in matches)
        target += ":" * source.endswith(("：", ":"))  # the name of a speaker
        target = target if any(match.case == "exact" or match.kind == "keep" for match in matches) else capital(target)
        return replace(unit, target=target, origin="source", terms=verify(matches, target))
    if speaker and not matches and (target := _speaker_word(source)):
        return replace(unit, target=target, origin="source")
    return None


def _speaker_word(source: str) -> str:
    """Return the English of a word that takes the place of a speaker's name (`問１．` is Q1:); empty for a name."""
    found = _SPEAKER_WORD.fullmatch(source.strip(_SPEAKER_SIGNS))
    english = _SPEAKER_WORDS.get(found[1], "") if found else ""
    if not found or not english:
        return ""
    return english + unicodedata.normalize("NFKC", found[2]) + ":" * bool(found[3])


_SPEAKER_SIGNS = "○◯◎【】"
_SPEAKER_WORDS = {row[0]: row[1] for row in language_rows("japanese/speaker_words.tsv")}
_SPEAKER_WORD = re.compile(rf"(.*?)([{DIGITS}]*)([.．:：、)）]?)")


def _latin(source: str) -> str:
    """Return a source without Japanese as English writes it: a dash before a turn, Q and A in half width."""
    if source and not source.strip(DASHES):
        return "—"
    return _WIDE.sub(lambda found: unicodedata.normalize("NFKC", found[0]), source)


_WIDE = re.compile(f"[{FULLWIDTH_LATIN}{FULLWIDTH_DIGITS}．：，（）％]+")
"""ＦＡＸ, Ｑ１．: full-width letters, digits and the signs between them."""


def _replaced(source: str, words: Sequence[TermMatch]) -> str:
    text = source
    for match in reversed(words):
        before, after = text[: match.start], text[match.end :]
        left = " " if before[-1:].isalnum() else ""
        right = " " if after[:1].isalnum() else ""
        text = before + left + match.target + right + after
    return text


def prepare_segment(
    source: str,
    matches: Sequence[TermMatch],
    form: str,
    glosses: Sequence[Gloss] = (),
    *,
    gloss_place: GlossPlace = "instead",
) -> str:
    """Return the segment with the English of its terms in place of the Japanese.

    Forms: `spaced` (a space on each side), `tight` (none), `placeholder` (X1, X2 …), `plain` (the source itself).
    Numbers are put in only where their Japanese form misleads engines (令和7年, 1兆2345億円). `glosses` are hints for
    words that are not terms; one that overlaps a match is left out, and `restore` does not know them.
    """
    if form == "plain":
        return source
    put: list[tuple[int, int, str]] = []
    for number, match in enumerate(matches, 1):
        if _goes_in(match):
            stand_in = form == "placeholder" and match.kind != "number"
            word = f"{_letter(source)}{number}" if stand_in else match.target
            put.append((match.start, match.end, word if form == "tight" else f" {word} "))
    for gloss in glosses:
        if any(match.start < gloss.end and gloss.start < match.end for match in matches):
            continue
        word = gloss.english if form == "tight" else f" {gloss.english} "
        behind = f"{source[gloss.start : gloss.end]}({gloss.english})"
        put.append((gloss.start, gloss.end, word if gloss_place == "instead" else behind))
    parts: list[str] = []
    at = 0
    for start, end, word in sorted(put):
        parts += (source[at:start], word)
        at = end
    parts.append(source[at:])
    return re.sub(r" {2,}", " ", "".join(parts)).strip()


def term_hints(segment: str, matches: Sequence[TermMatch]) -> tuple[TermHint, ...]:
    """Return the terms in a segment with their targets, for an engine that takes them beside the segment."""
    found = {match.source: match.target for match in matches if _goes_in(match) and match.source in segment}
    return tuple(found.items())


def _goes_in(match: TermMatch) -> bool:
    if not match.target:
        return False
    if match.kind != "number":
        return True
    # Digits that do not change are copied by every engine; others need a calculation it may get wrong.
    plain = re.sub(r"[^\d.]", "", match.source)
    return match.number is not None and match.number.hard and re.sub(r"[^\d.]", "", match.target) != plain


def _letter(source: str) -> str:
    """Return a letter for placeholders that the source does not have before a digit (X1 may be a camera)."""
    return next((letter for letter in "XZQWVK" if not re.search(rf"{letter} ?\d", source)), "X")


def restore(text: str, source: str, matches: Sequence[TermMatch], form: str) -> str:
    """Replace the placeholders of `source` with their terms; other forms have none."""
    if form != "placeholder":
        return text

    def target(found: re.Match[str]) -> str:
        number = int(found[1])
        return matches[number - 1].target if 0 < number <= len(matches) else found.group()

    return re.sub(rf"\b{_letter(source)} ?(\d{{1,4}})\b", target, text)


def pieces(segment: str, limit: int = PIECE) -> list[str]:
    """Split a segment that is too long for an engine, at commas if possible. Joined, the pieces are the segment."""
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
    """Return the spans of the segment's clauses. No term is split, and no clause is very short."""
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
