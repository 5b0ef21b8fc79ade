"""Add a term to glossary.yaml, or change one, and leave every other byte unchanged."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Literal

from bilingual.errors import GlossaryError
from bilingual.files import write_whole
from bilingual.glossary.load import Glossary, Term, parse_glossary, read_text
from bilingual.glossary.yaml.composing import Node
from bilingual.glossary.yaml.nodes import read_yaml
from bilingual.languages.japanese.width import fold

Edit = Literal["added", "changed", "unchanged"]

_HEADER = "# Japanese: English. The English on the right is always used. All keys: bilingual help glossary\n\n"


def add_term(path: Path, source: str, target: str, *, force: bool = False) -> Edit:
    """Set `target` for `source` in the glossary at `path`, which is created if it does not exist.

    Raises `GlossaryError` if the glossary has another target and `force` is not set, if it is invalid, or if the
    entry must be edited by hand. The file is then unchanged.
    """
    source, target = source.strip(), target.strip()
    for text, what in ((source, "the Japanese"), (target, "the English")):
        if not text:
            raise GlossaryError(f"{what} is empty", place=str(path), remedy="give both")
    text = current_text(path)
    before = parse_glossary(text, str(path))
    found = _find(before, source)
    if found and not found.keep and found.target == target:
        return "unchanged"
    if found:
        _refuse(found, before, source, target, force)
    if found:
        new = with_target(text, found, target, str(path))
    else:
        new = appended(text, entry(Term(source, target)), str(path))
    _verify(new, before, found, Term(source, target), str(path))
    save_glossary(path, new)
    return "changed" if found else "added"


def current_text(path: Path) -> str:
    """Return the text of the glossary at `path`, or the header of a new one."""
    return read_text(path) if path.exists() else _HEADER


def save_glossary(path: Path, text: str) -> None:
    """Write a glossary's text completely or not at all; a symbolic link is followed."""
    write_whole(path.resolve() if path.is_symlink() else path, text.encode("utf-8"))


def _find(glossary: Glossary, source: str) -> Term | None:
    """Return the term that has `source` as its source or an alias, in any width."""
    wanted = fold(source).text
    return next((term for term in glossary.terms if wanted in [fold(f.strip()).text for f in term.forms]), None)


def _refuse(term: Term, glossary: Glossary, source: str, target: str, force: bool) -> None:
    """Raise unless `force` may replace the target of `term`."""
    place = f"{glossary.path}:{term.line}:{term.column}"
    if term.keep:
        raise GlossaryError(f"{term.source!r} is kept in Japanese", place=place, remedy="edit the entry by hand")
    if fold(term.source.strip()).text != fold(source).text:
        message = f"{source!r} is an alias of {term.source!r}, which is {term.target!r}"
        raise GlossaryError(message, place=place, remedy=f"change {term.source!r}, or delete the alias by hand")
    if not force:
        message = f"{term.source!r} is already {term.target!r}"
        raise GlossaryError(message, place=place, remedy=f"use --force to change it to {target!r}")


def appended(text: str, lines: Iterable[str], path: str) -> str:
    """Return a glossary's text with `lines` appended, in its own indentation and line ends."""
    root = read_yaml(text.removeprefix("\ufeff"), path)
    if root and root.style == "flow":
        message = "the terms are in braces"
        raise GlossaryError(message, place=path, remedy="write one `source: target` per line, without braces")
    # The first line end sets the style; all terms may be indented.
    end = (re.search(r"\r\n|\n|\r", text) or ["\n"])[0]
    indent = " " * (root.pairs[0][0].column - 1) if root and root.pairs else ""
    gap = "" if not text.removeprefix("\ufeff") or text.endswith(("\n", "\r")) else end
    return text + gap + "".join(f"{indent if line else ''}{line}{end}" for line in lines)


def with_target(text: str, term: Term, target: str, path: str) -> str:
    """Return a glossary's text with another target for `term`, which was read from it."""
    mark = len(text) - len(text.removeprefix("\ufeff"))
    root = read_yaml(text[mark:], path)
    node = _target_node(root, term) if root else None
    if node is None or node.style == "block":
        message = f"the target of {term.source!r} is written in a way that cannot be replaced"
        raise GlossaryError(message, place=f"{path}:{term.line}:{term.column}", remedy="edit the entry by hand")
    return text[: mark + node.start] + scalar(target) + text[mark + node.end :]


def _target_node(root: Node, term: Term) -> Node | None:
    for key, value in root.pairs:
        if (key.line, key.column) == (term.line, term.column):
            if value.kind != "map":
                return value
            return next((setting for name, setting in value.pairs if name.value == "target"), None)
    return None


def _verify(text: str, before: Glossary, found: Term | None, term: Term, path: str) -> None:
    """Raise unless `text` has the terms of `before` plus `term`, and no other change."""
    after = [replace(other, line=0, column=0) for other in parse_glossary(text, path).terms]
    wanted = [
        replace(other, target=term.target if other is found else other.target, line=0, column=0)
        for other in before.terms
    ]
    if after != (wanted if found else [*wanted, term]):
        message = f"{term.source!r} cannot be written without changing other entries"
        raise GlossaryError(message, place=path, remedy="edit the file by hand")


# An entry as editors write it ------------------------------------------------------------------------------


def entry(term: Term) -> list[str]:
    """Return the lines of a term's entry: one line if it has only a target, otherwise the long form."""
    settings = list(_settings(term))
    if not settings:
        return [f"{scalar(term.source)}: {scalar(term.target)}"]
    if settings == ["keep: true"]:
        return [f"{scalar(term.source)}: {{keep: true}}"]
    if not term.keep:
        settings.insert(0, f"target: {scalar(term.target)}")
    return [f"{scalar(term.source)}:", *(f"  {setting}" for setting in settings)]


def _settings(term: Term) -> Iterable[str]:
    """Yield `key: value` for every setting except the target."""
    if term.keep:
        yield "keep: true"
    if term.first:
        yield f"first: {scalar(term.first)}"
    for key in ("aliases", "accept", "forbid"):
        if values := getattr(term, key):
            yield f"{key}: {_sequence(values)}"
    for key, value in (("plural", term.plural), ("case", term.case), ("kind", term.entity)):
        if value:
            yield f"{key}: {scalar(value)}"
    if any(term.surname):
        yield f"surname: {{{scalar(term.surname[0])}: {scalar(term.surname[1])}}}"
    if term.status != "preferred":
        yield f"status: {term.status}"
    for key in ("not_in", "only_in"):
        if values := getattr(term, key):
            yield f"{key}: {_sequence(values)}"
    for key in ("reading", "note", "comment"):
        if value := getattr(term, key):
            yield f"{key}: {scalar(value)}"


def _sequence(values: tuple[str, ...]) -> str:
    return f"[{', '.join(map(scalar, values))}]"


_PLAIN = re.compile(
    r"[^\W_](?:[^:#,\[\]{}\x00-\x1f\x7f-\xa0\u2028\u2029\ufeff]*[^\s:#,\[\]{}\x00-\x1f\x7f-\xa0\ufeff])?"
)
# What YAML 1.1 or 1.2 could read as a number, a date, a boolean or null.
_AMBIGUOUS = re.compile(r"(?i)[0-9][0-9a-fox_.+\-\stz]*|true|false|yes|no|on|off|null|y|n")


def scalar(text: str) -> str:
    """Return one line of text as a YAML scalar, quoted only where necessary; it is valid inside braces, too."""
    if _PLAIN.fullmatch(text) and not _AMBIGUOUS.fullmatch(text):
        return text
    return "'" + text.replace("'", "''") + "'"
