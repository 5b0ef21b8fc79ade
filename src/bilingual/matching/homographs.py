"""Combine several entries for one Japanese form: one is required, others are allowed or forbidden."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from bilingual.glossary.model import Term
from bilingual.languages.japanese.width import fold_text
from bilingual.model import TermMatch


@dataclass(frozen=True, slots=True)
class Sense:
    """The entries of one Japanese form, by status."""

    term: Term
    """The entry that decides: the preferred one; without one, an admitted, then a deprecated one."""
    admitted: tuple[str, ...] = ()
    """English of the admitted entries: accepted."""
    deprecated: tuple[str, ...] = ()
    """English of the deprecated entries: forbidden."""
    terms: tuple[Term, ...] = ()
    """All of them."""


def sense(terms: Sequence[Term]) -> Sense:
    """Combine the entries of one form; the first of each status takes precedence."""
    if len(terms) == 1:
        only = terms[0]
        return Sense(only, deprecated=(only.target,) if only.status == "deprecated" else (), terms=(only,))
    by_status = {status: [t for t in terms if t.status == status] for status in ("preferred", "admitted", "deprecated")}
    first = next(found[0] for found in by_status.values() if found)
    admitted = tuple(t.target for t in by_status["admitted"])
    usable = {first.target, *admitted} if first.status == "preferred" else set(admitted)
    deprecated = tuple(t.target for t in by_status["deprecated"] if t.target not in usable)
    return Sense(first, admitted, deprecated, tuple(terms))


def _plain(text: str) -> str:
    return " ".join(text.split())


def term_match(
    found: Sense, source: str, start: int, end: int, *, fill: Callable[[str], str] = _plain, filler: Term | None = None
) -> TermMatch | None:
    """Return the match of a form in a text, or None if nothing is enforced.

    An admitted entry alone yields None. A deprecated entry alone yields an empty target: nothing is required, but
    its English is forbidden. `fill` puts the English of `filler` into a pattern's slot.
    """
    term = found.term
    preferred = term.status == "preferred"
    if not preferred and not found.deprecated:
        return None
    texts = dict.fromkeys(fill(text) for text in (term.plural, *term.accept, *found.admitted) if preferred and text)
    forbidden = dict.fromkeys(fill(text) for text in (*term.forbid, *found.deprecated))
    if filler is not None:
        forbidden |= dict.fromkeys(_plain(text) for text in filler.forbid)
    target = (_written(term, source) if term.keep else fill(term.target)) if preferred else ""
    return TermMatch(
        source,
        target,
        start,
        end,
        alternatives=tuple(texts),
        kind="keep" if term.keep else "term",
        entry=term.source,
        first=fill(term.first) if preferred and term.first else "",
        forbidden=tuple(text for text in forbidden if text != target and text not in texts),
        case=term.case or (filler.case if filler else ""),
    )


def filled(slot: str, english: str) -> Callable[[str], str]:
    """Return a function that puts `english` into a slot of a text, with single spaces."""
    return lambda text: _plain(text.replace(slot, english))


def alternatives(match: TermMatch, more: Iterable[str]) -> tuple[str, ...]:
    """Return the alternatives of a match followed by others, without duplicates."""
    return tuple(dict.fromkeys(text for text in (*match.alternatives, *more) if text != match.target))


def _written(term: Term, source: str) -> str:
    """Return the form found in the text as the glossary writes it (iPhone for ｉＰｈｏｎｅ)."""
    folded = fold_text(source)
    return next((form.strip() for form in term.forms if fold_text(form) == folded), term.source)
