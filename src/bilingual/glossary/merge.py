"""Import terms into glossary.yaml: new terms are added, conflicts are reported and left out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from bilingual.errors import GlossaryError
from bilingual.glossary.edit import appended, entry, scalar
from bilingual.glossary.load import Glossary, Term, parse_glossary
from bilingual.glossary.yaml.composing import Node
from bilingual.glossary.yaml.nodes import read_yaml
from bilingual.languages.japanese.width import fold


@dataclass(frozen=True, slots=True)
class Conflict:
    """A term that conflicts with the glossary, or with an earlier line of the same import."""

    place: str
    """Place of the entry that is kept."""
    stays: str
    comes: str
    """What the import has."""
    origin: str
    """Place in the import."""

    def __str__(self) -> str:
        return f"{self.place}: {self.stays}; {self.origin}: {self.comes}"


@dataclass(frozen=True, slots=True)
class Merged:
    """A glossary's text after an import, and what was done."""

    text: str
    added: int = 0
    changed: int = 0
    unchanged: int = 0
    conflicts: tuple[Conflict, ...] = ()
    """What was not imported."""


_TEXTS = ("plural", "reading", "note", "comment", "first", "case", "entity")
_LISTS = ("aliases", "accept", "forbid", "not_in", "only_in")


def merge_terms(text: str, terms: Sequence[Term], path: str, *, origin: str = "", force: bool = False) -> Merged:
    """Add `terms` to the text of the glossary at `path`; comments and layout stay unchanged.

    `origin` is the file the terms come from. With `force`, a conflicting entry is rewritten, except where the alias
    belongs to another entry or the entry contains a comment: these must be edited by hand. Raises `GlossaryError`.
    """
    before = parse_glossary(text, path)
    run = _Run(before, path, origin, force)
    for term in terms:
        run.take(term)
    if not run.added and not run.changes:
        return Merged(text, unchanged=run.unchanged, conflicts=tuple(run.conflicts))
    new, refused = _rewritten(text, run.changes, path)
    for term in refused:
        new_term = run.changes.pop((term.line, term.column))[1]
        run.conflict(term, new_term, "its entry contains a comment: edit it by hand")
    new = appended(new, [line for term in run.added for line in entry(term)], path) if run.added else new
    _verify(new, before, run, path)
    return Merged(new, len(run.added), len(run.changes), run.unchanged, tuple(run.conflicts))


class _Run:
    """One import: what the glossary has so far, and what is to be done."""

    def __init__(self, before: Glossary, path: str, origin: str, force: bool) -> None:
        self.added: list[Term] = []
        self.changes: dict[tuple[int, int], tuple[Term, Term]] = {}
        self.unchanged = 0
        self.conflicts: list[Conflict] = []
        self._path, self._origin, self._force = path, origin, force
        self._by_form: dict[str, tuple[Term, Literal["file", "import"]]] = {}
        for term in before.terms:
            for form in term.forms:
                self._by_form.setdefault(_folded(form), (term, "file"))

    def take(self, term: Term) -> None:
        """Decide what to do with one imported term."""
        there, where = self._by_form.get(_folded(term.source), (None, "file"))
        if there is None:
            term = self._without_taken_aliases(term, term)
            self.added.append(term)
            for form in term.forms:
                self._by_form.setdefault(_folded(form), (term, "import"))
        elif _folded(there.source) != _folded(term.source):
            if _same_target(there, term):
                self.unchanged += 1
            else:
                self.conflict(there, term, f"{term.source!r} is an alias of {there.source!r}", where)
        elif _says_all(there, term):
            self.unchanged += 1
        elif self._force and where == "file" and (there.line, there.column) not in self.changes:
            new = self._without_taken_aliases(_joined(there, term), there)
            self.changes[there.line, there.column] = there, new
            for form in new.forms:
                self._by_form.setdefault(_folded(form), (there, "file"))
        else:
            self.conflict(there, term, "", where)

    def conflict(self, there: Term, term: Term, why: str, where: str = "file") -> None:
        """Record what is kept and what is not imported."""
        names = list(_differences(term, there))
        stays = f"{there.source!r} is {_reading(there, names)}" + (f" ({why})" if why else "")
        comes = _reading(term, names)
        origin = f"{self._origin}:{term.line}" if term.line else self._origin
        place = f"{self._path}:{there.line}:{there.column}" if where == "file" else f"{self._origin}:{there.line}"
        self.conflicts.append(Conflict(place, stays, comes, origin))

    def _without_taken_aliases(self, term: Term, own: Term) -> Term:
        """Return the term without the aliases that another term has; with another target they are conflicts."""
        seen, aliases = {_folded(term.source)}, []
        for alias in term.aliases:
            there, where = self._by_form.get(_folded(alias), (own, "file"))
            if _folded(alias) in seen:
                continue
            seen.add(_folded(alias))
            if there is own:
                aliases.append(alias)
            elif not _same_target(there, term):
                self.conflict(
                    there, replace(term, source=alias), f"{alias!r} is not added as an alias of {term.source!r}", where
                )
        return replace(term, aliases=tuple(aliases))


def _folded(form: str) -> str:
    return fold(form.strip()).text


def _same_target(one: Term, other: Term) -> bool:
    return one.keep == other.keep and (one.keep or one.target == other.target)


def _says_all(there: Term, term: Term) -> bool:
    """Return whether the glossary's term has everything that the imported one has."""
    return _same_target(there, term) and not list(_differences(term, there)) and there.status == term.status


def _differences(term: Term, other: Term) -> Iterator[str]:
    """Yield the fields of `term` with a value that `other` lacks."""
    for name in (*_TEXTS, "surname"):
        value = getattr(term, name)
        if value and value != getattr(other, name) and value != ("", ""):
            yield name
    for name in _LISTS:
        if not {_folded(value) for value in getattr(term, name)} <= {_folded(value) for value in getattr(other, name)}:
            yield name


def _joined(there: Term, term: Term) -> Term:
    """Return the glossary's term with the values of the imported one."""
    fields = {name: getattr(term, name) for name in _differences(term, there)}
    for name in _LISTS:
        if name in fields:
            fields[name] = tuple(dict.fromkeys((*getattr(there, name), *fields[name])))
    if term.keep:
        # A kept term has no English.
        fields |= {"accept": (), "plural": ""}
    return replace(
        there, target=term.target if not term.keep else there.source, keep=term.keep, status=term.status, **fields
    )


def _reading(term: Term, names: Iterable[str]) -> str:
    """Describe a term: its English, and the fields in question."""
    parts = ["kept" if term.keep else repr(term.target)]
    if term.status != "preferred":
        parts.append(term.status)
    for name in names:
        value = getattr(term, name)
        shown = value if isinstance(value, str) else ", ".join(filter(None, value))
        parts.append(f"{'kind' if name == 'entity' else name} {shown[:60] or '(none)'}")
    return ", ".join(parts)


# The text ---------------------------------------------------------------------------------------------------


def _rewritten(text: str, changes: dict[tuple[int, int], tuple[Term, Term]], path: str) -> tuple[str, list[Term]]:
    """Return the text with the changed entries, and the terms whose entries must be edited by hand."""
    if not changes:
        return text, []
    mark = len(text) - len(text.removeprefix("\ufeff"))
    root = read_yaml(text[mark:], path)
    pieces, at, refused = [], 0, []
    for key, value in root.pairs if root else ():
        if (key.line, key.column) not in changes:
            continue
        old, new = changes[key.line, key.column]
        start, end, lines = _replacement(key, value, old, new)
        entry_text = text[mark + start : mark + end]
        whole = start == key.start
        if root and (root.style == "flow" or (whole and "#" in entry_text) or _has_block(value)):
            refused.append(old)
            continue
        line_end = "\r\n" if "\r\n" in text else "\n"
        pieces += [text[at : mark + start], (line_end + " " * (key.column - 1)).join(lines)]
        at = mark + end
    return "".join([*pieces, text[at:]]), refused


def _replacement(key: Node, value: Node, old: Term, new: Term) -> tuple[int, int, list[str]]:
    """Return the span to replace and its new lines: only the target if nothing else changes."""
    if entry(replace(old, target=new.target)) == entry(new) and not old.keep:
        node = value if value.kind != "map" else next(item for name, item in value.pairs if name.value == "target")
        return node.start, node.end, [scalar(new.target)]
    return key.start, _last(value), entry(new)


def _last(node: Node) -> int:
    """Return the offset after the last character of a value; ruamel.yaml places its end at the next entry."""
    if node.style != "flow" and (node.items or node.pairs):
        return max(map(_last, (*node.items, *(inner for pair in node.pairs for inner in pair))))
    return node.end


def _has_block(node: Node) -> bool:
    return node.style == "block" or any(map(_has_block, (*node.items, *(value for _, value in node.pairs))))


def _verify(text: str, before: Glossary, run: _Run, path: str) -> None:
    """Raise unless `text` has the terms of the glossary plus those of the import, and no other change."""
    changed = {place: new for place, (_, new) in run.changes.items()}
    wanted: Iterable[Term] = [changed.get((term.line, term.column), term) for term in before.terms]
    try:
        after = parse_glossary(text, path).terms
    except GlossaryError as error:
        message = f"the terms cannot be added: {error.message}"
        raise GlossaryError(message, place=path, remedy=f"correct the imported file: {error.remedy}") from error
    if [entry(term) for term in after] != [entry(term) for term in (*wanted, *run.added)]:
        message = "the terms cannot be written without changing other entries"
        raise GlossaryError(message, place=path, remedy="edit the file by hand")
