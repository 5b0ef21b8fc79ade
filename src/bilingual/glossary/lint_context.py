"""What looking through one entry of a glossary needs to know about the others, and which entries need no look."""

from __future__ import annotations

import re

from bilingual.glossary.lint_forbidden import Forbidden
from bilingual.glossary.load import Glossary, Term
from bilingual.glossary.model import SLOTS, PlainRow, Status, rows_of_terms
from bilingual.languages.japanese.variants import ALWAYS_THE_SAME
from bilingual.languages.japanese.width import fold_text
from bilingual.matching.matcher import Matcher

_NAMES = 5
"""Names with which a pattern is tried."""
_PLAIN_SOURCE = re.compile("[一-鿿々ァ-ヺー]{2,}")
_PLAIN_TARGET = re.compile("[!-~]+(?: [!-~]+)*")


class Context:
    """The forms, targets and surnames of a glossary.

    A large glossary is made of plain lines, each with one spelling and an English of its own. Nothing can be found
    about them, so they are told from the others at once; `is_plain` is asked of every entry in the order of the file.
    """

    def __init__(self, glossary: Glossary) -> None:
        self.matcher = Matcher(glossary)
        self.terms = glossary.terms
        self.by_surname: dict[str, Term] = {}
        self.names: dict[str, list[str]] = {slot: [] for slot in SLOTS}
        """Slot → a few Japanese names that fill it."""
        self._rows = list(rows_of_terms(glossary.terms))
        self.forbidden = Forbidden(row for row in self._rows if isinstance(row, Term))
        self._plain: dict[str, int] = {}
        """Source of a plain line → its number."""
        self._forms: dict[tuple[str, str], int] = {}
        """(folded form, status) → the number of the first other entry that has it."""
        self._targets: dict[str | tuple[str, str], int] = {}
        """English, with its status unless that is preferred → the first entry; filled while they are looked through."""
        self._keys: dict[str, tuple[str, int]] = {}
        """Key → the form that has it and its entry, of those that were looked through."""
        same = ALWAYS_THE_SAME.fullmatch
        for number, row in enumerate(self._rows):
            source, target = _line(row)
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
        """Return whether nothing can be found about an entry.

        That no entry before it has its English is enough for its form, too: two with one form say the same.
        """
        source, target = _line(self._rows[number])
        return (
            self._plain.get(source) == number
            and source not in self._keys
            and bool(_PLAIN_TARGET.fullmatch(target))
            and not self.forbidden.may_concern(target)
            and self._targets.setdefault(target, number) == number
        )

    def entry(self, bare: str, status: Status) -> Term | None:
        """Return the first entry that has a folded form."""
        numbers = (self._forms.get((bare, status)), self._plain.get(bare) if status == "preferred" else None)
        first = min((number for number in numbers if number is not None), default=None)
        return None if first is None else self.terms[first]

    def spelt(self, key: str, bare: str, number: int) -> tuple[str, Term]:
        """Return the first form so far that is found by a key, and its entry: maybe this form itself."""
        form, first = self._keys.setdefault(key, (bare, number))
        plain = self._plain.get(key, first)
        return (key, self.terms[plain]) if plain < first else (form, self.terms[first])

    def same_target(self, term: Term, number: int) -> Term:
        """Return the first entry so far that says the same English: maybe this one."""
        key = term.target if term.status == "preferred" else (term.target, term.status)
        return self.terms[self._targets.setdefault(key, number)]

    def reaches(self, term: Term, form: str) -> bool:
        """Return whether the matcher finds `form` as this term by itself, or in one of the texts of `only_in`."""
        if term.only_in:
            return any(self.finds(term, form, text.strip()) for text in term.only_in)
        return any(other is term for other in self.matcher.whole(form.strip()))

    def finds(self, term: Term, form: str, text: str) -> bool:
        """Return whether the matcher finds `form` as this term where it stands in `text`."""
        wanted = fold_text(form)
        return any(
            fold_text(text[hit.start : hit.end]) == wanted and any(other is term for other in hit.terms)
            for hit in self.matcher.hits(text)
        )


def _line(row: Term | PlainRow) -> tuple[str, str]:
    """Return source and target of an entry that could be written on one line; the target of others is empty."""
    if isinstance(row, tuple):
        return row[:2]
    more = row.aliases or row.accept or row.forbid or row.not_in or row.only_in or row.plural or row.first or row.case
    plain = not (more or row.keep or row.entity or row.surname[0]) and row.status == "preferred"
    return row.source, row.target if plain else ""
