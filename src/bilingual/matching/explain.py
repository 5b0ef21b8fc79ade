"""Explain in words why a term is found in a text, or not."""

from __future__ import annotations

from dataclasses import dataclass

from bilingual.glossary.model import Glossary, Term
from bilingual.languages.japanese.width import fold_text
from bilingual.matching.matcher import Matcher, Rejected, Taken, find_protected
from bilingual.matching.rejection import RejectionCode
from bilingual.model import TermMatch

MOST_MISSES = 200
"""Rejected places that are reported; a single kana may occur in thousands."""


@dataclass(frozen=True, slots=True)
class FormPlace:
    """A place where a form of the glossary occurs."""

    start: int
    end: int
    text: str
    target: str
    """Empty if the entry only forbids."""
    entry: str
    """The entry's Japanese, or its pattern; the text itself for an address."""
    line: int
    """Line of the entry in its file; 0 for an address."""
    why: str


class Match(FormPlace):
    """A place where a term is matched."""

    __slots__ = ()


class Miss(FormPlace):
    """A place that is rejected."""

    __slots__ = ()


def explain(text: str, glossary: Glossary) -> tuple[list[Match], list[Miss]]:
    """Return where terms are matched in `text`, and where their forms occur but are rejected, each with the reason."""
    taken, rejected = Matcher(glossary).trace(text)
    hits = [_hit(one, one.match) for one in taken if one.match]
    hits += [
        Match(m.start, m.end, m.source, m.target, m.source, 0, "an address is kept unchanged")
        for m in find_protected(text)
    ]
    return sorted(hits, key=lambda hit: hit.start), [_miss(one, text) for one in rejected[:MOST_MISSES]]


# Matches ----------------------------------------------------------------------------------------------------


def _hit(taken: Taken, match: TermMatch) -> Match:
    never = f"; never {', '.join(match.forbidden)}" if match.forbidden else ""
    why = _why(taken, match.source) + never
    return Match(match.start, match.end, match.source, match.target, taken.term.source, taken.term.line, why)


def _why(taken: Taken, source: str) -> str:
    term = taken.term
    if taken.surname:
        return f"the surname of {term.source}"
    if term.slot:
        return f"the pattern {_pattern(term, taken.slot, source)} with {taken.slot}"
    if source == term.source:
        return "as written"
    if source in term.aliases:
        return f"an alias of {term.source}"
    form = next((form for form in term.forms if fold_text(form) == fold_text(source)), "")
    if form:
        return f"{form} in another width, or with another middle dot or space"
    return f"a variant spelling of {term.source}"


def _pattern(term: Term, slot: str, source: str) -> str:
    """Return the form of a pattern that occurs in a text."""
    wanted = fold_text(source)
    return next((form for form in term.forms if fold_text(form.replace(term.slot, slot)) == wanted), term.source)


# Rejected places ----------------------------------------------------------------------------------------------

_REASONS: dict[RejectionCode, str] = {
    "address": "inside the address {detail}",
    "not_in": "not_in: {detail}",
    "only_in": "only_in: it is not inside {detail}",
    "false_match": "part of {detail}, which never means {text} (built in)",
    "katakana": "part of the katakana word {detail:.60}",
    "number": "part of the number {detail:.60}",
    "latin": "part of the Latin word {detail:.60}",
    "repeated": "part of the word {detail}",
    "date": "it would split a word or a date",
    "character": "it would split a character",
    "spelling": "too short to be found in another spelling than {detail}",
    "surname": "the surname of {entry} is matched only in a pattern",
    "name": "a name of one kanji next to other kanji",
    "longer": "the longer {winner} takes precedence (line {line})",
    "entry": "the entry {winner} takes precedence (line {line})",
    "nearer": "{winner} of a nearer glossary takes precedence (line {line})",
    "earlier": "the earlier {winner} takes precedence (line {line})",
    "status": "its status is {detail}: nothing is enforced",
}


def _miss(rejected: Rejected, text: str) -> Miss:
    start, end, term, winner = rejected.start, rejected.end, rejected.term, rejected.winner
    why = _REASONS[rejected.refusal.code].format(
        detail=rejected.refusal.detail,
        text=text[start:end],
        entry=term.source,
        winner=text[winner.start : winner.end] if winner else "",
        line=winner.term.line if winner else 0,
    )
    return Miss(start, end, text[start:end], rejected.target, term.source, term.line, why)
