"""Import and export glossaries: tables (DeepL, OmegaT, Excel), TBX and UTX, chosen by suffix."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import fields
from pathlib import PurePath
from typing import Literal, get_args

from bilingual.errors import UsageError
from bilingual.glossary.exchange.csv_tsv import read_csv, write_csv
from bilingual.glossary.exchange.tbx import LARGEST_XML, kept_by_tbx, read_tbx, write_tbx
from bilingual.glossary.exchange.utx import kept_by_utx, read_utx, write_utx
from bilingual.glossary.load import Term

ExchangeFormat = Literal["csv", "tsv", "tbx", "utx"]
EXCHANGE_FORMATS: tuple[ExchangeFormat, ...] = get_args(ExchangeFormat)

LARGEST_FILE = LARGEST_XML
"""Maximum size of any format, in bytes; tables may have half of it."""

_SUFFIXES: dict[str, ExchangeFormat] = {
    ".csv": "csv",
    ".tsv": "tsv",
    ".tab": "tsv",
    ".txt": "tsv",  # OmegaT's glossaries
    ".utf8": "tsv",
    ".tbx": "tbx",
    ".xml": "tbx",
    ".utx": "utx",
}


def format_of(name: str, chosen: str | None = None, *, data: bytes = b"") -> ExchangeFormat:
    """Return the format of a file: the one chosen, else by its suffix; a .txt file that begins with #UTX is UTX.

    Raises `UsageError` if neither decides.
    """
    for known in EXCHANGE_FORMATS:
        if chosen == known:
            return known
    suffix = PurePath(name).suffix.lower()
    if suffix == ".txt" and data.removeprefix(b"\xef\xbb\xbf")[:4].upper() == b"#UTX":
        return "utx"
    if suffix in _SUFFIXES:
        return _SUFFIXES[suffix]
    raise UsageError("the name has no known suffix", place=name, remedy=f"add --format {'|'.join(EXCHANGE_FORMATS)}")


def read_exchange(data: bytes, place: str, format_: ExchangeFormat) -> list[Term]:
    """Return the terms in a file's bytes; errors name it `place`, `Term.line` is the line in the file.

    A Japanese word with two preferred translations is in the result twice. Raises `GlossaryError`.
    """
    if format_ == "tbx":
        return read_tbx(data, place)
    if format_ == "utx":
        return read_utx(data, place)
    return read_csv(data, place, tabs=format_ == "tsv")


def write_exchange(terms: Iterable[Term], format_: ExchangeFormat) -> bytes:
    """Return the terms as a file of the format; the same terms give the same bytes."""
    if format_ == "tbx":
        return write_tbx(terms)
    if format_ == "utx":
        return write_utx(terms)
    return write_csv(terms, tabs=format_ == "tsv")


def losses(terms: Iterable[Term], format_: ExchangeFormat) -> dict[str, int]:
    """Return what the format cannot express: glossary key → number of terms that have it."""
    if format_ not in ("tbx", "utx"):
        return {}
    kept = kept_by_tbx if format_ == "tbx" else kept_by_utx
    lost: Counter[str] = Counter()
    for term in terms:
        rest = kept(term)
        for field in fields(Term):
            if field.name not in ("line", "column", "path") and getattr(term, field.name) != getattr(rest, field.name):
                lost["kind" if field.name == "entity" else field.name] += 1
    return dict(sorted(lost.items()))
