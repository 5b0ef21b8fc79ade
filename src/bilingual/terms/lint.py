"""Look through a glossary for entries that load but do not do what their author meant."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from bilingual.terms.glossary import Glossary, Term
from bilingual.terms.match import Matcher
from bilingual.terms.width import fold

_JAPANESE = re.compile("[ぁ-ゖァ-ヺ一-鿿々〆㐀-䶿豈-﫿。-゚、。「」]")
_KANA = re.compile("[ぁ-ゖァ-ヺー]")


@dataclass(frozen=True, slots=True)
class LintFinding:
    """Something an author of the glossary should look at."""

    severity: Literal["error", "warning", "note"]
    """`error`: the entry cannot work; `warning`: it does something unexpected; `note`: worth knowing."""
    code: str
    message: str
    path: str = ""
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}: {self.severity}: {self.message}"


def lint(glossary: Glossary) -> list[LintFinding]:
    """Return the findings in the order of the file; an empty list means there is nothing to mend."""
    matcher = Matcher(glossary)
    first_by_form: dict[str, Term] = {}
    first_by_target: dict[str, Term] = {}
    findings: list[LintFinding] = []
    for term in glossary.terms:
        checks = (
            *_sources(term, matcher),
            *_targets(term),
            *_guards(term),
            *_repeats(term, first_by_form, first_by_target),
        )
        for severity, code, message in checks:
            findings.append(LintFinding(severity, code, message, glossary.path, term.line, term.column))
    return findings


_Check = tuple[Literal["error", "warning", "note"], str, str]


def _sources(term: Term, matcher: Matcher) -> Iterator[_Check]:
    for form in term.forms:
        bare = fold(form.strip()).text
        if len(bare) == 1 and _KANA.match(bare):
            yield "error", "single-kana", f"{form!r} is a single kana: it stands inside nearly every word"
        elif not any(character.isalnum() for character in bare):
            yield "error", "no-letters", f"{form!r} has no letter to find"
        elif [(match.start, match.end) for match in matcher.find(form.strip())] != [(0, len(form.strip()))]:
            yield "error", "unreachable", f"{form!r} is never found: a guard, an address or another term takes it"
        elif re.search(r"[。！？!?]\s*[^\s」』）)]", form):
            yield "error", "unreachable", f"{form!r} is never found: a sentence ends inside it"
        elif len(bare) == 1 and _JAPANESE.match(bare) and not term.not_in:
            yield "warning", "single-kanji", f"{form!r} is a single character: other words hold it; use not_in"
        elif re.search("[、,]", bare) and form in term.aliases:
            yield "warning", "list-as-text", f"the alias {form!r} looks like several: write [one, two]"
        if form != form.strip():
            yield "warning", "spaces", f"{form!r} begins or ends with a space"


def _targets(term: Term) -> Iterator[_Check]:
    if term.keep:
        return
    for text in filter(None, (term.target, term.plural, *term.accept)):
        if _JAPANESE.search(text):
            yield "warning", "japanese-target", f"{text!r} holds Japanese: write English, or keep: true"
        if text != text.strip() or "  " in text:
            yield "warning", "spaces", f"{text!r} has a space too many"
        if any(unicodedata.category(character) == "Cf" for character in text):
            yield "warning", "invisible", f"{text!r} holds an invisible character"
    if term.target in term.accept or term.target == term.plural:
        yield "note", "said-twice", f"{term.target!r} is the target already: accept and plural are for other forms"


def _guards(term: Term) -> Iterator[_Check]:
    forms = [fold(form.strip()).text for form in term.forms]
    for guard in term.not_in:
        if not any(form in fold(guard.strip()).text for form in forms):
            yield "warning", "idle-guard", f"not_in {guard!r} does not hold {term.source!r}: it never applies"


def _repeats(term: Term, by_form: dict[str, Term], by_target: dict[str, Term]) -> Iterator[_Check]:
    own: set[str] = set()
    for form in term.forms:
        bare = fold(form.strip()).text
        other = by_form.setdefault(bare, term)
        if bare in own:
            yield "warning", "own-alias", f"the alias {form!r} says nothing new: width and middle dots do not matter"
        elif other is not term:
            yield "warning", "repeated", f"{form!r} is on line {other.line} already ({other.source})"
        own.add(bare)
    other = by_target.setdefault(term.target, term)
    if other is not term and by_form[fold(term.source.strip()).text] is term:
        yield "note", "same-target", f"{term.target!r} is also the target of {other.source!r} (line {other.line})"
