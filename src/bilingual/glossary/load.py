"""Load glossary.yaml: Japanese terms and their English, with the place of every entry."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from bilingual.errors import FaultsError, GlossaryError
from bilingual.files import special_kind
from bilingual.glossary.entries import KEYS, long_term, read_term, twice
from bilingual.glossary.model import Case, Entity, Glossary, PlainRow, Term, Terms, TermStatus, sign_terms
from bilingual.glossary.values import LONGEST, at, fail
from bilingual.glossary.yaml.composing import colon_error
from bilingual.glossary.yaml.lines import Long, read_entries
from bilingual.glossary.yaml.nodes import NotSimpleError, position, read_yaml
from bilingual.languages.japanese.width import changes, fold_text

__all__ = [
    "KEYS",
    "LARGEST_GLOSSARY",
    "LONGEST",
    "Case",
    "Entity",
    "Glossary",
    "Term",
    "TermStatus",
    "load_glossaries",
    "load_glossary",
    "parse_glossary",
    "read_text",
]

LARGEST_GLOSSARY = 20_000_000
"""Maximum size of a glossary, in bytes."""

SHOWN_GLOSSARY_FAULTS = 20
"""Errors that are listed; further ones are only counted."""


def load_glossary(path: Path) -> Glossary:
    """Read a glossary file. Raises `GlossaryError` with the line and column of every error."""
    return parse_glossary(read_text(path), str(path))


def load_glossaries(paths: Iterable[Path]) -> list[Glossary]:
    """Read several glossary files. Raises `GlossaryError` with the errors of all of them."""
    loaded: list[Glossary] = []
    wrong: list[GlossaryError] = []
    for path in paths:
        try:
            loaded.append(load_glossary(path))
        except GlossaryError as error:
            wrong.append(error)
    if wrong:
        raise FaultsError((fault for error in wrong for fault in error.faults), sum(error.more for error in wrong))
    return loaded


def read_text(path: Path) -> str:
    """Return the text of a glossary file with its byte order mark and line ends."""
    place = str(path)
    if kind := special_kind(path):
        fail(f"is {kind}, not a file", place, "name a file with --glossary")
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST_GLOSSARY + 1)
    except FileNotFoundError:
        fail(
            "no such glossary", place, "name one with --glossary, or create it with a line such as `習近平: Xi Jinping`"
        )
    except OSError as error:
        fail(f"cannot be read: {error.strerror or error}", place, "name a readable file with --glossary")
    if len(data) > LARGEST_GLOSSARY:
        fail(f"is larger than {LARGEST_GLOSSARY // 1_000_000} MB", place, "keep only the terms you need")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        line, column = position(data[: error.start].decode("utf-8"), error.start)
        fail("is not UTF-8 from here on", f"{place}:{line}:{column}", "save the file as UTF-8")


def parse_glossary(text: str, path: str = "glossary.yaml") -> Glossary:
    """Read a glossary's text; errors name it `path`.

    Invalid YAML is one error; invalid entries are all reported together.
    """
    body = text.removeprefix("\ufeff")
    rows: list[Term | PlainRow] = []
    faults: list[GlossaryError] = []
    try:
        for entry in read_entries(body, path):
            if isinstance(entry, list):
                rows += [(source, target, line, path) for source, target, line in entry]
                continue
            try:
                rows.append(long_term(entry, body, path) if isinstance(entry, Long) else read_term(*entry, path))
            except GlossaryError as error:
                faults += error.faults
    except NotSimpleError:
        faults = []
        rows = list(_parse_whole(body, path, faults))
    sources = {row[0] if isinstance(row, tuple) else row.source for row in rows}
    if (faults or len(sources) < len(rows)) and (root := read_yaml(body, path)):
        faults += twice(root, path)
    terms = Terms(rows)
    repeated = {fault.place for fault in faults}
    faults += [fault for fault in _contradictions(terms, path) if fault.place not in repeated]
    if faults:
        faults.sort(key=_position)
        raise FaultsError(faults[:SHOWN_GLOSSARY_FAULTS], len(faults[SHOWN_GLOSSARY_FAULTS:]))
    return Glossary(terms, path, sign_terms(terms.rows))


def _parse_whole(text: str, path: str, faults: list[GlossaryError]) -> Iterator[Term]:
    """Yield the terms of any YAML, and add the errors of the others to `faults`."""
    root = read_yaml(text, path)
    if root is None or (root.kind == "nothing" and not root.value):
        return
    if root.kind != "map":
        lines = text.splitlines()
        if root.kind != "list" and (wrong := colon_error(lines, path, 1, len(lines))):
            raise wrong
        fail("is not a list of terms", at(path, root), "write one `source: target` per line")
    for key, value in root.pairs:
        try:
            yield read_term(key, value, path)
        except GlossaryError as error:
            faults += error.faults


def _position(fault: GlossaryError) -> tuple[int, ...]:
    return tuple(map(int, fault.place.rsplit(":", 2)[1:]))


def _contradictions(terms: Terms, path: str) -> Iterator[GlossaryError]:
    """Yield an error where the same Japanese, in any width and as source or alias, has two English targets.

    An admitted or deprecated entry requires nothing, so it may have the Japanese of a preferred one.
    """
    # The sources of plain rows differ; only those that folding changes can become equal.
    seen: dict[str, int] = {}
    for number, row in enumerate(terms.rows):
        if isinstance(row, tuple):
            seen.setdefault(row[0], number)
    for number, row in enumerate(terms.rows):
        if isinstance(row, tuple):
            forms: tuple[str, ...] = row[:1] if changes(row[0]) else ()
        else:
            forms = row.forms if row.status == "preferred" else ()
        for form in forms:
            first, last = sorted((seen.setdefault(fold_text(form), number), number))
            term, other = terms[last], terms[first]
            if first == last or (other.keep == term.keep and (other.keep or other.target == term.target)):
                continue
            yield GlossaryError(
                f"{form!r} is {_says(term)} here and {_says(other)} on line {other.line} ({other.source})",
                place=f"{path}:{term.line}:{term.column}",
                remedy="keep one and delete the other",
            )


def _says(term: Term) -> str:
    return "kept" if term.keep else repr(term.target)
