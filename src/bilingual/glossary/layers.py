"""Layered glossaries: the project's over the series', the series' over the house's."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from bilingual.glossary.load import Glossary, Term
from bilingual.glossary.model import PlainRow, Terms, rows_of_terms, sign_terms
from bilingual.languages.japanese.width import fold_text
from bilingual.model import Finding


def layered(glossaries: Sequence[Glossary]) -> Glossary:
    """Return one glossary made from several, nearest first: for each Japanese form the nearest takes precedence.

    An entry that loses some of its forms keeps the others. A farther glossary cannot forbid what a nearer one requires,
    nor require what a nearer one deprecates.
    """
    if len(glossaries) == 1:
        return glossaries[0]
    terms = Terms(term for term, _ in _merge(glossaries) if term)
    return Glossary(terms, glossaries[0].path if glossaries else "", sign_terms(terms.rows))


def conflicts(glossaries: Sequence[Glossary]) -> list[Finding]:
    """Return one finding for each pair of entries in which a farther glossary conflicts with a nearer one."""
    return [finding for _, found in _merge(glossaries) for finding in found]


@dataclass(slots=True)
class _Nearer:
    """The entries for a form in the glossaries so far."""

    preferred: Term | None = None
    others: dict[str, Term] = field(default_factory=dict)
    """English of admitted and deprecated entries → the nearest entry that has it."""


def _merge(glossaries: Sequence[Glossary]) -> Iterator[tuple[Term | PlainRow | None, list[Finding]]]:
    """Yield what is left of each term, nearest first, and the conflicts in which it lost forms."""
    nearer: dict[str, _Nearer] = {}
    for glossary in glossaries:
        entered: list[tuple[str, Term]] = []
        farthest = glossary is glossaries[-1]
        for number, row in enumerate(rows_of_terms(glossary.terms)):
            if farthest and isinstance(row, tuple) and fold_text(row[0]) not in nearer:
                # The farthest glossary may be large, and no later one needs to know its terms.
                yield row, []
                continue
            term = glossary.terms[number]
            free: list[str] = []
            lost: dict[int, Term] = {}
            for form in term.forms:
                folded = fold_text(form)
                winner = _winner(term, nearer[folded]) if folded in nearer else None
                if winner is None:
                    free.append(form)
                    entered.append((folded, term))
                else:
                    lost.setdefault(id(winner), winner)
            findings = [_conflict(term, winner) for winner in lost.values() if _differ(term, winner)]
            yield _left(term, free), findings
        for folded, term in entered:
            entry = nearer.setdefault(folded, _Nearer())
            if term.status == "preferred":
                entry.preferred = entry.preferred or term
            else:
                entry.others.setdefault(term.target, term)


def _winner(term: Term, nearer: _Nearer) -> Term | None:
    """Return the nearer term that takes a form from `term`, or None."""
    if term.status == "preferred":
        other = nearer.others.get(term.target)
        return nearer.preferred or (other if other and other.status == "deprecated" else None)
    if nearer.preferred and nearer.preferred.target == term.target:
        return nearer.preferred
    return nearer.others.get(term.target)


def _left(term: Term, forms: list[str]) -> Term | None:
    """Return the term with the forms it keeps."""
    if len(forms) == 1 + len(term.aliases):
        return term
    if not forms:
        return None
    return replace(term, source=forms[0], aliases=tuple(forms[1:]), target=forms[0] if term.keep else term.target)


def _differ(one: Term, other: Term) -> bool:
    return (one.target, one.keep, one.status) != (other.target, other.keep, other.status)


def _conflict(term: Term, winner: Term) -> Finding:
    place = f"{winner.path}:{winner.line}:{winner.column}"
    message = f"{term.source!r} is {_says(term)} here, but {_says(winner)} at {place}, which takes precedence"
    return Finding("clash", message, path=term.path, line=term.line, column=term.column)


def _says(term: Term) -> str:
    target = "kept in Japanese" if term.keep else repr(term.target)
    return target if term.status == "preferred" else f"{target} ({term.status})"
