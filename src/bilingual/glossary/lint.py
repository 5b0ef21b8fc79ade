"""Check a glossary for entries that load but do not do what their author meant."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator

from bilingual.glossary.load import Glossary
from bilingual.glossary.model import SLOTS, PlainRow, Term, TermStatus, rows_of_terms
from bilingual.languages.japanese.scripts import (
    HALFWIDTH_PUNCTUATION,
    JAPANESE_LETTERS,
    JAPANESE_PUNCTUATION,
    KANA,
    KANJI,
    KATAKANA,
    LONG_MARK,
)
from bilingual.languages.japanese.variants import ALWAYS_THE_SAME, SHORTEST, keys, spellings
from bilingual.languages.japanese.width import fold, fold_text
from bilingual.matching.matcher import Matcher
from bilingual.matching.patterns import stands_alone
from bilingual.model import Finding, Severity
from bilingual.translation.verify import pattern

_JAPANESE = re.compile(f"[{JAPANESE_LETTERS}{JAPANESE_PUNCTUATION}{HALFWIDTH_PUNCTUATION}]")
_KANA = re.compile(f"[{KANA}]")
_SLOT_LIKE = re.compile(r"\{[^{}]*\}")
_ENFORCED = ("accept", "plural", "first", "case")
"""Keys that have an effect only in a preferred entry."""


def lint_glossary(glossary: Glossary) -> list[Finding]:
    """Return the findings in the order of the file; empty if there are none."""
    context = Context(glossary)
    findings: list[Finding] = []
    for number in range(len(glossary.terms)):
        if context.is_plain(number):
            continue
        term = glossary.terms[number]
        checks = (
            *(_patterns(term, context) if term.slot else _forms(term, context)),
            *_targets(term),
            *context.forbidden.used_by(term),
            *_guards(term, context),
            *_repeats(term, number, context),
            *_surnames(term, context),
        )
        for severity, code, message in checks:
            findings.append(_finding(term, glossary, severity, code, message))
    return findings


def unused(glossary: Glossary, texts: Iterable[str]) -> list[Finding]:
    """Return a note for each term that none of the source texts uses, in the order of the file.

    A term is used where it is found, where it fills a pattern, and where it blocks a shorter one.
    """
    matcher = Matcher(glossary)
    used = {(term.path, term.line, term.source) for text in texts for hit in matcher.hits(text) for term in hit.terms}
    return [
        _finding(term, glossary, "note", "unused", f"{term.source!r} is in none of the texts")
        for term in glossary.terms
        if (term.path, term.line, term.source) not in used
    ]


def _finding(term: Term, glossary: Glossary, severity: Severity, code: str, message: str) -> Finding:
    """Return a finding at the place of an entry."""
    path = term.path or glossary.path
    return Finding(code, message, severity=severity, path=path, line=term.line, column=term.column)


_Check = tuple[Severity, str, str]
"""Severity, code and message."""


def _forms(term: Term, context: Context) -> Iterator[_Check]:
    for form in term.forms:
        bare = fold_text(form)
        if len(bare) == 1 and _KANA.match(bare):
            yield "error", "single-kana", f"{form!r} is a single kana: it occurs in nearly every word"
        elif not any(character.isalnum() or unicodedata.category(character)[0] == "S" for character in bare):
            yield "error", "no-letters", f"{form!r} has no letters, digits or symbols"
        elif term.only_in and not any(_holds(text, bare) for text in term.only_in):
            yield "error", "idle-guard", f"{form!r} is never found: no text of only_in contains it"
        elif not context.reaches(term, form):
            yield "error", "unreachable", f"{form!r} is never found: a guard, an address or another term prevents it"
        elif re.search(r"[。！？!?]\s*[^\s」』）)]", form):
            yield "error", "unreachable", f"{form!r} is never found: a sentence ends inside it"
        elif len(bare) == 1 and _JAPANESE.match(bare) and not term.not_in and not term.only_in:
            yield "warning", "single-kanji", f"{form!r} is a single character: other words contain it; use not_in"
        elif re.search("[、,]", bare) and form in term.aliases:
            yield "warning", "list-as-text", f"the alias {form!r} looks like a list: write [one, two]"
        if form != form.strip():
            yield "warning", "spaces", f"{form!r} begins or ends with a space"
        for slot in _SLOT_LIKE.findall(form):
            yield "warning", "unknown-slot", f"unknown slot {slot}: use one of {', '.join(SLOTS)}"


def _patterns(term: Term, context: Context) -> Iterator[_Check]:
    slot = term.slot
    names = context.names[slot]
    if not names:
        yield "warning", "no-filler", f"{term.source!r} matches nothing: no entry has kind: {SLOTS[slot]}"
        return
    for form in term.forms:
        around = [text.strip() for text in term.only_in if slot in text] or [form.strip()]
        # An entry may cover one name with its title, but hardly several.
        filled = [(form.replace(slot, name), text.replace(slot, name)) for name in names for text in around]
        if not any(context.finds(term, *pair) for pair in filled) and (slot in "".join(around)):
            yield "error", "unreachable", f"{form!r} is never found: a guard or another term prevents it"


def _targets(term: Term) -> Iterator[_Check]:
    if term.keep:
        return
    if re.search(r"[^\s?]\?$", term.target) and not re.search("[?？]$", term.source):
        yield "warning", "proposal", f"{term.target!r} is an unconfirmed proposal: correct it and remove the ?"
    for text in filter(None, (term.target, term.plural, term.first, *term.accept, *term.forbid)):
        if _JAPANESE.search(text):
            yield "warning", "japanese-target", f"{text!r} contains Japanese: write English, or keep: true"
        if text != text.strip() or "  " in text:
            yield "warning", "spaces", f"{text!r} has an extra space"
        if not text.isascii() and any(unicodedata.category(character) == "Cf" for character in text):
            yield "warning", "invisible", f"{text!r} contains an invisible character"
    if term.target in term.accept or term.target in (term.plural, term.first):
        message = f"{term.target!r} is already the target: accept, plural and first are for other forms"
        yield "note", "said-twice", message
    if term.status != "preferred" and (idle := [name for name in _ENFORCED if getattr(term, name)]):
        yield "warning", "idle-key", f"{idle[0]} has no effect: the entry is {term.status}"


def _guards(term: Term, context: Context) -> Iterator[_Check]:
    if not term.not_in and not term.only_in:
        return
    parts = [part for form in term.forms for part in (form.split(term.slot) if term.slot else (form,))]
    bare = [folded for part in parts if (folded := fold_text(part))]

    def idle(guard: str) -> bool:
        return not (term.slot and term.slot in guard) and not any(_holds(guard, part) for part in bare)

    for guard in filter(idle, term.not_in):
        yield "warning", "idle-guard", f"not_in {guard!r} does not contain {term.source!r}: it never applies"
    if not all(map(idle, term.only_in)):
        for guard in filter(idle, term.only_in):
            yield "warning", "idle-guard", f"only_in {guard!r} does not contain {term.source!r}: it never applies"


def _holds(guard: str, form: str) -> bool:
    """Return whether a longer text contains a folded form, in any spelling."""
    return form in fold_text(guard) or any(one in other for one in keys(fold(form)) for other in keys(fold(guard)))


def _repeats(term: Term, number: int, context: Context) -> Iterator[_Check]:
    own: set[str] = set()
    for form in term.forms:
        bare, more = spellings(form)
        other = context.entry(bare, term.status) or term
        if bare in own or (more and own.issuperset(more) and (len(bare) >= SHORTEST or not _KANA.match(bare))):
            yield "warning", "own-alias", f"the alias {form!r} is redundant: width, dots and variants are ignored"
        elif other is not term:
            yield "warning", "repeated", f"{form!r} is already on {_line(other, term)} ({other.source})"
        spelt = [context.spelt(key, bare, number) for key in (bare, *more)]
        written, known = next((other for other in spelt if other[1] is not term), (bare, term))
        if written != bare and known.target != term.target:
            message = f"{form!r} is another spelling of {known.source!r} ({_line(known, term)}): both match as written"
            yield "note", "other-spelling", message
        own.update((bare, *more))
        yield from _statuses(term, form, bare, context)
    if term.slot:
        return  # President {name} has several titles in Japanese
    other = context.same_target(term, number)
    if other is not term and context.entry(fold_text(term.source), term.status) is term:
        yield "note", "same-target", f"{term.target!r} is also the target of {other.source!r} ({_line(other, term)})"


def _statuses(term: Term, form: str, bare: str, context: Context) -> Iterator[_Check]:
    """Compare an entry with the entries of other statuses for the same form."""
    if term.status == "preferred":
        return
    for status in ("preferred", "admitted"):
        other = context.entry(bare, status)
        if other and other is not term and other.status != term.status and other.target == term.target:
            severity: Severity = "error" if term.status == "deprecated" else "note"
            message = f"{term.target!r} for {form!r} is {term.status} here and {status} on {_line(other, term)}"
            yield severity, "status-clash", message


def _surnames(term: Term, context: Context) -> Iterator[_Check]:
    surname, english = term.surname
    if not surname:
        return
    bare = fold_text(surname)
    if not any(_holds(form, bare) for form in term.forms):
        yield "warning", "odd-surname", f"the surname {surname!r} is not in {term.source!r}"
    if english not in term.target:
        yield "warning", "odd-surname", f"the surname {english!r} is not in {term.target!r}"
    other = context.by_surname.setdefault(bare, term)
    if other.surname[1] != english:
        message = f"the surname {surname!r} is {other.surname[1]!r} on {_line(other, term)}, which takes precedence"
        yield "warning", "surname-clash", message
    entry = context.entry(bare, "preferred")
    if entry and entry is not term and entry.target != english:
        message = f"the surname {surname!r} alone is {entry.target!r} ({_line(entry, term)})"
        yield "warning" if stands_alone(surname) else "note", "surname-clash", message


def _line(other: Term, term: Term) -> str:
    """Return the line of another entry, with its file if that differs."""
    return f"line {other.line}" if other.path == term.path else f"{other.path}:{other.line}:{other.column}"


_NAMES = 5
"""How many names a pattern is tested with."""
_PLAIN_SOURCE = re.compile(f"[{KANJI}{KATAKANA}{LONG_MARK}]{{2,}}")
_PLAIN_TARGET = re.compile("[!->@-~]+(?: [!->@-~]+)*")


class Context:
    """The forms, targets and surnames of a glossary.

    A large glossary consists mostly of plain lines, each with one spelling and its own English. They have no findings,
    so they are recognised quickly; `is_plain` must be called for every entry in the order of the file.
    """

    def __init__(self, glossary: Glossary) -> None:
        self.matcher = Matcher(glossary)
        self.terms = glossary.terms
        self.by_surname: dict[str, Term] = {}
        self.names: dict[str, list[str]] = {slot: [] for slot in SLOTS}
        """Slot → some Japanese names that fill it."""
        self._rows = list(rows_of_terms(glossary.terms))
        self.forbidden = Forbidden(row for row in self._rows if isinstance(row, Term))
        self._plain: dict[str, int] = {}
        """Source of a plain line → its number."""
        self._forms: dict[tuple[str, str], int] = {}
        """(folded form, status) → the number of the first other entry that has it."""
        self._targets: dict[str | tuple[str, str], int] = {}
        """English, with its status unless preferred → the first entry; filled while entries are checked."""
        self._keys: dict[str, tuple[str, int]] = {}
        """Key → the form that has it and its entry, of the entries checked so far."""
        same = ALWAYS_THE_SAME.fullmatch
        for number, row in enumerate(self._rows):
            source, target = _context_line(row)
            if target and _PLAIN_SOURCE.fullmatch(source) and same(source):
                self._plain.setdefault(source, number)
                continue
            term = self.terms[number]
            for form in term.forms:
                self._forms.setdefault((fold_text(form), term.status), number)
            for slot, entity in SLOTS.items() if term.entity else ():
                if term.entity == entity and term.status == "preferred" and len(self.names[slot]) < _NAMES:
                    self.names[slot].append(term.source.strip())

    def is_plain(self, number: int) -> bool:
        """Return whether an entry can have no findings.

        If no earlier entry has its English, none has its form either: two entries with one form have the same English.
        """
        source, target = _context_line(self._rows[number])
        return (
            self._plain.get(source) == number
            and source not in self._keys
            and bool(_PLAIN_TARGET.fullmatch(target))
            and not self.forbidden.may_concern(target)
            and self._targets.setdefault(target, number) == number
        )

    def entry(self, bare: str, status: TermStatus) -> Term | None:
        """Return the first entry that has a folded form."""
        numbers = (self._forms.get((bare, status)), self._plain.get(bare) if status == "preferred" else None)
        first = min((number for number in numbers if number is not None), default=None)
        return None if first is None else self.terms[first]

    def spelt(self, key: str, bare: str, number: int) -> tuple[str, Term]:
        """Return the first form so far that has a key, and its entry; it may be this form itself."""
        form, first = self._keys.setdefault(key, (bare, number))
        plain = self._plain.get(key, first)
        return (key, self.terms[plain]) if plain < first else (form, self.terms[first])

    def same_target(self, term: Term, number: int) -> Term:
        """Return the first entry so far with the same English; it may be this one."""
        key = term.target if term.status == "preferred" else (term.target, term.status)
        return self.terms[self._targets.setdefault(key, number)]

    def reaches(self, term: Term, form: str) -> bool:
        """Return whether the matcher finds `form` as this term by itself, or in one of the texts of `only_in`."""
        if term.only_in:
            return any(self.finds(term, form, text.strip()) for text in term.only_in)
        return any(other is term for other in self.matcher.whole(form.strip()))

    def finds(self, term: Term, form: str, text: str) -> bool:
        """Return whether the matcher finds `form` as this term in `text`."""
        wanted = fold_text(form)
        return any(
            fold_text(text[hit.start : hit.end]) == wanted and any(other is term for other in hit.terms)
            for hit in self.matcher.hits(text)
        )


def _context_line(row: Term | PlainRow) -> tuple[str, str]:
    """Return source and target of an entry that could be on one line; the target of others is empty."""
    if isinstance(row, tuple):
        return row[:2]
    more = row.aliases or row.accept or row.forbid or row.not_in or row.only_in or row.plural or row.first or row.case
    plain = not (more or row.keep or row.entity or row.surname[0]) and row.status == "preferred"
    return row.source, row.target if plain else ""


_WORD = re.compile(r"\w+")


class Forbidden:
    """The forbidden English of a glossary by its first word, so that a large glossary is checked quickly."""

    def __init__(self, terms: Iterable[Term]) -> None:
        self._by_word: dict[str, list[tuple[str, Term]]] = {}
        for term in terms:
            for text in term.forbid:
                if found := _WORD.search(text):
                    self._by_word.setdefault(found[0].lower(), []).append((text, term))

    def may_concern(self, text: str) -> bool:
        """Return whether a text contains the first word of a forbidden form."""
        return bool(self._by_word) and any(word in self._by_word for word in _WORD.findall(text.lower()))

    def used_by(self, term: Term) -> Iterator[_Check]:
        """Yield English of a term that it, or another entry, forbids; both terms may occur in one sentence."""
        if not self._by_word or term.status == "deprecated":
            return
        for text in filter(None, (term.target, term.plural, term.first, *term.accept)):
            for word in dict.fromkeys(found.lower() for found in _WORD.findall(text)):
                for forbidden, other in self._by_word.get(word, ()):
                    if not pattern(forbidden, other.case).search(text):
                        continue
                    if other is term:
                        message = f"{text!r} contains {forbidden!r}, which the entry itself forbids"
                        yield "error", "forbidden-said", message
                    else:
                        where = f"{other.source!r} (line {other.line})"
                        message = f"{text!r} contains {forbidden!r}, which {where} forbids"
                        yield "warning", "forbidden-elsewhere", message
