"""The index of a glossary: which entries a piece of text could be, and where entries could occur."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

from bilingual.glossary.load import Glossary, Term
from bilingual.glossary.model import Entity, PlainRow, rows_of_terms
from bilingual.languages.japanese.scripts import KATAKANA_WORD
from bilingual.languages.japanese.variants import ALWAYS_THE_SAME, SHORTEST, keys, spellings
from bilingual.languages.japanese.width import fold, fold_text
from bilingual.matching.guards import Guards, guards
from bilingual.matching.homographs import Sense, sense
from bilingual.matching.patterns import Filler, Pattern, Patterns, stands_alone
from bilingual.matching.rejection import Refusal

_SHORT = re.compile(f"[{KATAKANA_WORD}]{{1,{SHORTEST - 1}}}")


@dataclass(frozen=True, slots=True)
class Form:
    """A possible match at a place: a form, a pattern around a filler, or a surname alone."""

    term: Term
    """The entry that decides."""
    sense: Sense | None = None
    guards: Guards | None = None
    pattern: Pattern | None = None
    filler: Filler | None = None


class Index:
    """The forms of a glossary by their keys, an Aho–Corasick automaton over the keys, and the patterns."""

    __slots__ = ("_automaton", "_fillers", "_forms", "_known", "_levels", "_spelt", "_terms", "patterns")

    def __init__(self, glossary: Glossary) -> None:
        self._terms = glossary.terms
        self._forms: dict[str, int | tuple[int, ...]] = {}
        """Folded form → the number of its entry, or of several."""
        self._spelt: dict[str, tuple[str, ...]] = {}
        """Key → the folded forms it represents, if they are not the key itself."""
        self._fillers: dict[str, tuple[Filler, ...]] = {}
        self._known: dict[tuple[str, str], Form] = {}
        rows = rows_of_terms(glossary.terms)
        paths = dict.fromkeys(row[3] if isinstance(row, tuple) else row.path for row in rows)
        self._levels = {path: n for n, path in enumerate(paths)}
        self.patterns = Patterns(row for row in rows if isinstance(row, Term) and row.slot)
        self._add(rows)
        self._automaton = _automaton(chain(self._forms, self._spelt, self._fillers))

    # Building ----------------------------------------------------------------------------------------------------

    def _add(self, rows: Sequence[Term | PlainRow]) -> None:
        # For a large glossary, this loop takes most of the time.
        forms, spelt, always_the_same = self._forms, self._spelt, ALWAYS_THE_SAME.fullmatch
        for number, row in enumerate(rows):
            if isinstance(row, tuple):
                all_forms: tuple[str, ...] = row[:1]
            elif row.slot:
                continue
            else:
                all_forms = row.forms
                if row.entity and row.status == "preferred":
                    self._add_filler(row)
            for form in all_forms:
                folded, others = (form, ()) if always_the_same(form) else spellings(form)
                known = forms.setdefault(folded, number)
                if known == number:
                    for key in others:
                        spelt[key] = (*spelt.get(key, ()), folded)
                elif isinstance(known, int):
                    forms[folded] = (known, number)
                elif number not in known:
                    forms[folded] = (*known, number)
        forms.pop("", None)

    def _add_filler(self, term: Term) -> None:
        surname, english = term.surname
        if term.entity in self.patterns.entities:
            for form in term.forms:
                self._fill(form, term, term.target)
        elif not surname or not stands_alone(surname):
            return
        if surname:
            self._fill(surname, term, english, surname=True)

    def _fill(self, form: str, term: Term, english: str, *, surname: bool = False) -> None:
        filler = Filler(term, english, fold_text(form), surname)
        for key in keys(fold(form.strip())):
            self._fillers[key] = (*self._fillers.get(key, ()), filler)

    # Lookup ------------------------------------------------------------------------------------------------------

    def occurrences(self, text: str) -> dict[int, list[int]]:
        """Return the start of each key in a folded, varied text → its ends, ascending."""
        ends: dict[int, list[int]] = {}
        if self._automaton is None or not text:
            return ends
        end = 0
        for last, length in self._automaton.iter(text):
            if last >= end:
                end = last + 1
            ends.setdefault(end - length, []).append(end)
        return ends

    def level(self, term: Term) -> int:
        """Return the number of the glossary a term comes from; the nearest is 0."""
        return self._levels.get(term.path, 0)

    def is_entry(self, key: str) -> bool:
        """Return whether a key is a form of an entry, not just a surname."""
        return key in self._forms or key in self._spelt

    def fills(self, key: str) -> bool:
        """Return whether a key could fill a slot."""
        return key in self._fillers

    def fillers(self, key: str, written: str, text: str, start: int) -> Iterator[Filler]:
        """Yield the fillers that a key at `start` of a text names, one for each kind of term.

        A full form takes precedence over a surname, the form as written over its variants, the first over others.
        """
        best: dict[Entity, tuple[bool, bool, Filler]] = {}
        for filler in self._fillers[key]:
            order = (filler.surname, filler.form != written)
            if filler.form != written and _SHORT.fullmatch(key):
                continue
            known = best.get(filler.term.entity)
            if known is None or order < known[:2]:
                best[filler.term.entity] = (*order, filler)
        for _, _, filler in best.values():
            if not filler.term.not_in or not guards(key, filler.term.not_in, ()).stop(text, start):
                yield filler

    def candidate(self, key: str, written: str) -> Form | None:
        """Return the form that a key represents, where the text has `written` (folded, but not varied).

        The form as written takes precedence over its variants; a short katakana word has none.
        """
        options = self._options(key)
        form = written if written in options else options[0] if options else ""
        if form != written and _SHORT.fullmatch(key):
            form = ""
        known = self._known.get((key, form))
        if known is None and (known := self._make(key, form)):
            self._known[key, form] = known
        return known

    def unusable(self, key: str) -> Iterator[tuple[Form, Refusal]]:
        """Yield what a key represents that is not a candidate: a short word in another spelling, a surname alone."""
        for form in self._options(key):
            for term in self._entries(form):
                yield Form(term), Refusal("spelling", form)
        for filler in self._fillers.get(key, ()):
            if filler.surname:
                yield Form(filler.term, filler=filler), Refusal("surname")

    def _options(self, key: str) -> tuple[str, ...]:
        """Return the folded forms that a key represents."""
        return (*((key,) if key in self._forms else ()), *self._spelt.get(key, ()))

    def _entries(self, form: str) -> tuple[Term, ...]:
        numbers = self._forms[form]
        return tuple(self._terms[n] for n in ((numbers,) if isinstance(numbers, int) else numbers))

    def _make(self, key: str, form: str) -> Form | None:
        if form:
            found = sense(self._entries(form))
            return Form(found.term, found, guards(key, found.term.not_in, found.term.only_in))
        for filler in self._fillers.get(key, ()):
            if filler.surname and stands_alone(key):
                return Form(filler.term, None, guards(key, filler.term.not_in, ()), filler=filler)
        return None


def _automaton(forms: Iterable[str]) -> Any:
    """Return the automaton that finds all forms in one pass, or None if there are none."""
    from ahocorasick import STORE_LENGTH, Automaton  # type: ignore[import-not-found]

    automaton = Automaton(STORE_LENGTH)
    for form in forms:
        automaton.add_word(form)
    automaton.make_automaton()
    return automaton if len(automaton) else None
