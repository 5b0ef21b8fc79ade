"""Glossaries of other tools, in and out: tables (DeepL, OmegaT, Excel), TBX and UTX, told apart by suffix."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import fields
from pathlib import PurePath
from typing import Literal, get_args

from bilingual.errors import UsageError
from bilingual.exchange import csv_tsv, tbx, utx
from bilingual.terms.glossary import Term

Format = Literal["csv", "tsv", "tbx", "utx"]
FORMATS: tuple[Format, ...] = get_args(Format)

_SUFFIXES: dict[str, Format] = {
    ".csv": "csv",
    ".tsv": "tsv",
    ".tab": "tsv",
    ".txt": "tsv",  # OmegaT's glossaries
    ".utf8": "tsv",
    ".tbx": "tbx",
    ".xml": "tbx",
    ".utx": "utx",
}


def format_of(name: str, chosen: str = "", *, data: bytes = b"") -> Format:
    """Return the format of a file: the one chosen, else by its suffix; text that begins as UTX is UTX.

    Raises `UsageError` when neither says.
    """
    for known in FORMATS:
        if chosen == known:
            return known
    suffix = PurePath(name).suffix.lower()
    if suffix == ".txt" and data.removeprefix(b"\xef\xbb\xbf")[:4].upper() == b"#UTX":
        return "utx"
    if suffix in _SUFFIXES:
        return _SUFFIXES[suffix]
    raise UsageError("its name does not say what format it has", place=name, remedy=f"--format {'|'.join(FORMATS)}")


def read(data: bytes, place: str, format_: Format) -> list[Term]:
    """Return the terms in a file's bytes; `place` is what errors call it, `Term.line` is the line of the file.

    A Japanese word that the file says in two ways stands twice in the result. Raises `GlossaryError`.
    """
    if format_ == "tbx":
        return tbx.read(data, place)
    if format_ == "utx":
        return utx.read(data, place)
    return csv_tsv.read(data, place, tabs=format_ == "tsv")


def write(terms: Iterable[Term], format_: Format) -> bytes:
    """Return the terms as a file of the format; the same terms give the same bytes."""
    if format_ == "tbx":
        return tbx.write(terms)
    if format_ == "utx":
        return utx.write(terms)
    return csv_tsv.write(terms, tabs=format_ == "tsv")


def losses(terms: Iterable[Term], format_: Format) -> dict[str, int]:
    """Return what the format cannot hold: key of the glossary → how many terms have it."""
    if format_ not in ("tbx", "utx"):
        return {}
    kept = tbx.kept if format_ == "tbx" else utx.kept
    lost: Counter[str] = Counter()
    for term in terms:
        rest = kept(term)
        for field in fields(Term):
            if field.name not in ("line", "column", "path") and getattr(term, field.name) != getattr(rest, field.name):
                lost["kind" if field.name == "entity" else field.name] += 1
    return dict(sorted(lost.items()))
