"""Shared by all formats: clean cells, and make one term of the rows for one Japanese word (TBX: a concept)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from bilingual.glossary.exchange.faults import Faults
from bilingual.glossary.load import LONGEST, Term, TermStatus
from bilingual.languages.japanese.width import fold

LONGEST_TEXT = 2000
"""Characters of an English form or a note, as in glossary.yaml."""

_BREAKS = re.compile("[ \u3000]*[\t\n\r\x0b\x0c\x85\u2028\u2029]+[ \u3000]*")
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


def one_line(text: str) -> str:
    """Return a cell on one line: line breaks and tabs become a space, and the ends are stripped."""
    return _BREAKS.sub(" ", text).strip()


def usable(term: Term, faults: Faults) -> bool:
    """Return whether glossary.yaml can contain the term; otherwise record an error."""
    what = f"{term.source[:30]!r}"
    if not term.source:
        faults.add(term.line, "the Japanese is empty", "write it, or delete the row")
    elif any(len(form) > LONGEST for form in (*term.forms, *term.not_in, *term.only_in)):
        faults.add(term.line, f"the Japanese of {what} is longer than {LONGEST} characters", "shorten it")
    elif found := next(filter(None, map(_CONTROL.search, _texts(term))), None):
        faults.add(term.line, f"{what} contains the control character U+{ord(found[0]):04X}", "delete it")
    elif any(len(text) > LONGEST_TEXT for text in _texts(term)):
        faults.add(term.line, f"{what} has a text longer than {LONGEST_TEXT} characters", "shorten it")
    else:
        return True
    return False


def _texts(term: Term) -> Iterable[str]:
    yield from (term.source, term.target, term.plural, term.reading, term.note, term.comment, term.first, *term.surname)
    for several in (term.aliases, term.accept, term.forbid, term.not_in, term.only_in):
        yield from several


_RANK: dict[TermStatus, int] = {"preferred": 0, "admitted": 1, "deprecated": 2}


def concept(
    japanese: Sequence[str], english: Sequence[tuple[str, TermStatus]], *, note: str = "", line: int = 0
) -> Term:
    """Return one concept as a term: the first Japanese word is its source, the others aliases.

    The first English of the best status is the target; the others are `forbid` when deprecated, else `accept`.
    """
    target, status = min(english, key=lambda term: _RANK[term[1]])
    rest = [(text, other) for text, other in english if text != target]
    return Term(
        japanese[0],
        target,
        aliases=tuple(dict.fromkeys(text for text in japanese[1:] if text != japanese[0])),
        accept=tuple(dict.fromkeys(text for text, other in rest if other != "deprecated")),
        forbid=tuple(dict.fromkeys(text for text, other in rest if other == "deprecated")),
        status=status,
        note=note,
        line=line,
    )


def gather_terms(terms: Iterable[Term]) -> list[Term]:
    """Return one term for each Japanese word where possible, in order of first appearance.

    An admitted English beside a preferred one becomes `accept`, a deprecated one `forbid`. Two different preferred
    ones stay two terms, which `glossary.merge` reports as a conflict.
    """
    found: dict[tuple[str, str], Term] = {}
    for term in terms:
        key = fold(term.source).text
        other = found.get((key, ""))
        if other and other.status == term.status == "preferred" and _differ(other, term):
            found.setdefault((key, term.target), term)
        else:
            found[key, ""] = _join(other, term) if other else term
    return list(found.values())


def _differ(one: Term, other: Term) -> bool:
    return one.keep != other.keep or one.target != other.target


def _join(one: Term, other: Term) -> Term:
    """Return two entries for the same Japanese as one."""
    head, tail = (other, one) if _RANK[other.status] < _RANK[one.status] else (one, other)
    accept, forbid = [*head.accept], [*head.forbid]
    if not tail.keep and tail.target != head.target:
        (forbid if tail.status == "deprecated" else accept).append(tail.target)
    return replace(
        head,
        aliases=_union(head.aliases, tail.aliases),
        accept=_union(accept, tail.accept),
        forbid=_union(forbid, tail.forbid),
        not_in=_union(head.not_in, tail.not_in),
        only_in=_union(head.only_in, tail.only_in),
        reading=head.reading or tail.reading,
        plural=head.plural or tail.plural,
        note="; ".join(dict.fromkeys(filter(None, (head.note, tail.note)))),
        comment="; ".join(dict.fromkeys(filter(None, (head.comment, tail.comment)))),
        line=min(one.line, other.line),
    )


def _union(one: Iterable[str], other: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*one, *other)))
