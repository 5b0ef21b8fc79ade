"""Why a term is found in a text, and why not: asked of the matcher itself, one condition at a time."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from bilingual.glossary.load import Glossary, Term
from bilingual.languages.japanese.false_matches import TRAPS
from bilingual.languages.japanese.scripts import DIGITS, FULLWIDTH_LATIN, KANJI_NUMERALS, KATAKANA_WORD, SPACED_LETTER
from bilingual.languages.japanese.width import Folded, fold
from bilingual.matching.matcher import Matcher, find_protected
from bilingual.model import TermMatch

MOST_MISSES = 200
"""Places where a form stands and does not count that are told; a single kana may stand in thousands."""


@dataclass(frozen=True, slots=True)
class FormPlace:
    """A place where a form of the glossary stands as characters."""

    start: int
    end: int
    text: str
    target: str
    """Empty when nothing has to be said and something must not be."""
    entry: str
    """The entry's Japanese, or its pattern; the text itself for an address."""
    line: int
    """Where the entry stands in the file; 0 for an address."""
    why: str


class Match(FormPlace):
    """A place where a term counts."""

    __slots__ = ()


class Miss(FormPlace):
    """A place that does not count."""

    __slots__ = ()


def explain(text: str, glossary: Glossary) -> tuple[list[Match], list[Miss]]:
    """Return where terms count in `text` and where their characters stand and do not, each with the reason."""
    matches = Matcher(glossary).find(text)
    protected = find_protected(text)
    by_source = {term.source: term for term in glossary.terms}
    by_form: dict[str, Term] = {}
    for term in glossary.terms:
        for form in term.forms:
            by_form.setdefault(fold(form.strip()).text, term)
    hits = [_hit(match, by_source, by_form) for match in matches]
    hits += [
        Match(m.start, m.end, m.source, m.target, m.source, 0, "an address is kept as it stands") for m in protected
    ]
    misses = _misses(text, glossary, hits, protected)
    return sorted(hits, key=lambda hit: hit.start), misses


# What counts ------------------------------------------------------------------------------------------------


def _hit(match: TermMatch, by_source: dict[str, Term], by_form: dict[str, Term]) -> Match:
    term = by_source.get(match.entry) or by_form.get(fold(match.source).text)
    if term is None:
        return Match(
            match.start, match.end, match.source, match.target, match.entry, 0, "a pattern or a variant of an entry"
        )
    never = f"; never {', '.join(match.forbidden)}" if match.forbidden else ""
    return Match(match.start, match.end, match.source, match.target, term.source, term.line, _why(match, term) + never)


def _why(match: TermMatch, term: Term) -> str:
    if "{" in term.source:
        form = next((form for form in term.forms if filler(form, match.source)), "")
        slot = filler(form, match.source) if form else ""
        return f"the pattern {form or term.source}" + (f" with {slot}" if slot else "")
    if match.source == term.source:
        return "as written"
    if match.source in term.aliases:
        return f"an alias of {term.source}"
    folded = fold(match.source).text
    form = next((form for form in term.forms if fold(form.strip()).text == folded), "")
    if form:
        return f"{form} in another width, or with another middle dot or space"
    return f"a variant spelling of {term.source}"


def filler(pattern: str, text: str) -> str:
    """Return what stands in a pattern's slot ({name}国家主席) when `text` is made by it, empty when it is not."""
    before, _, rest = pattern.partition("{")
    _, closed, after = rest.partition("}")
    before, after, folded = fold(before).text, fold(after).text, fold(text).text
    if not closed or not folded.startswith(before) or not folded.endswith(after):
        return ""
    return folded[len(before) : len(folded) - len(after)] if len(folded) > len(before) + len(after) else ""


# What does not ----------------------------------------------------------------------------------------------


def _misses(text: str, glossary: Glossary, hits: list[Match], protected: list[TermMatch]) -> list[Miss]:
    folded = fold(text)
    taken = {(hit.start, hit.end): hit for hit in hits}
    misses: list[Miss] = []
    for term in glossary.terms:
        for form in map(str.strip, term.forms):
            bare = fold(form).text
            for start, end in _places(bare, folded):
                if (start, end) in taken or len(misses) >= MOST_MISSES:
                    continue
                address = next((m.source for m in protected if m.start < end and start < m.end), "")
                why = f"inside the address {address}" if address else _why_not(text, (start, end), form, term, hits)
                target = term.source if term.keep else term.target
                misses.append(Miss(start, end, text[start:end], target, term.source, term.line, why))
    return sorted(misses, key=lambda miss: (miss.start, -miss.end))


def _places(form: str, folded: Folded) -> Iterator[tuple[int, int]]:
    """Yield where a folded form stands in the text, overlapping places too."""
    at = folded.text.find(form) if form else -1
    while at >= 0:
        yield folded.span(at, at + len(form))
        at = folded.text.find(form, at + 1)


def _why_not(text: str, span: tuple[int, int], form: str, term: Term, hits: list[Match]) -> str:
    if not _found(text, span, Term(form, "x")):
        return _trap(text, span, form) or _cut(text, span)
    if not _found(text, span, replace(term, source=form, aliases=(), status="preferred")):
        return _guard(text, span, form, term)
    longer = next((hit for hit in hits if hit.start < span[1] and span[0] < hit.end), None)
    if longer:
        which = "longer" if longer.end - longer.start > span[1] - span[0] else "earlier"
        return (
            f"the {which} {longer.text} takes its place (line {longer.line})"
            if longer.line
            else f"{longer.text} is kept"
        )
    if term.status != "preferred":
        return f"its status is {term.status}: nothing is enforced"
    return "another entry or a pattern takes its place"


def _found(text: str, span: tuple[int, int], term: Term) -> bool:
    """Return whether the matcher finds `term` there when it is the only one."""
    return any((match.start, match.end) == span for match in Matcher(Glossary((term,))).find(text))


def _trap(text: str, span: tuple[int, int], form: str) -> str:
    for trap in TRAPS.get(fold(form).text, ()):
        if _stands_around(text, span, form, trap):
            return f"part of {trap}, where {form} is never meant (built in)"
    return ""


def _guard(text: str, span: tuple[int, int], form: str, term: Term) -> str:
    for guard in term.not_in:
        if _stands_around(text, span, form, guard):
            return f"not_in: {guard}"
    if term.only_in:
        return f"only_in: none of {', '.join(term.only_in)} stands around it"
    return "a guard of its entry stops it"


def _stands_around(text: str, span: tuple[int, int], form: str, longer: str) -> bool:
    """Return whether `longer` stands in the text with `form` at the place `span`."""
    folded_form, folded_longer = fold(form).text, fold(longer).text
    folded = fold(text)
    offsets = [found.start() for found in re.finditer(f"(?={re.escape(folded_form)})", folded_longer)]
    return any(
        folded.span(at + offset, at + offset + len(folded_form)) == span
        for at in (found.start() for found in re.finditer(f"(?={re.escape(folded_longer)})", folded.text))
        for offset in offsets
    )


_KINDS = (
    ("the katakana word", re.compile(f"[{KATAKANA_WORD}]")),
    ("the number", re.compile(f"[{DIGITS}{KANJI_NUMERALS}.,]")),
    ("the Latin word", re.compile(f"{SPACED_LETTER}|[{FULLWIDTH_LATIN}]")),
)


def _cut(text: str, span: tuple[int, int]) -> str:
    """Say which word or number the form would be cut out of."""
    for name, kind in _KINDS:
        for edge, other in ((span[0], span[0] - 1), (span[1] - 1, span[1])):
            if 0 <= other < len(text) and kind.match(text[edge]) and kind.match(text[other]):
                return f"part of {name} {_run(text, edge, kind)[:60]}"
    return "it would cut a word or a date in two"


def _run(text: str, at: int, kind: re.Pattern[str]) -> str:
    """Return the stretch of one kind of character around a place."""
    start = end = at
    while start and kind.match(text[start - 1]):
        start -= 1
    while end < len(text) and kind.match(text[end]):
        end += 1
    return text[start:end]
