"""Tables of facts about a language, stored as files next to the code that reads them.

`japanese/data` and `english/data` have one file per table: UTF-8, one row per line, cells separated by tabs. A line
that begins with `#` is a comment; the first ones give the table's meaning, source, licence, columns and order. A cell
of `-` is empty. `tests/test_language_data.py` checks every line of every file.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType

_COLUMNS = "# columns: "


@cache
def language_rows(name: str) -> tuple[tuple[str, ...], ...]:
    """Return the rows of a table such as `japanese/eras.tsv`, each with as many cells as the table has columns.

    Raises `ValueError`, with the file and the line, for a row with another number of cells.
    """
    language, _, file = name.partition("/")
    return parse_rows(files("bilingual.languages").joinpath(language, "data", file).read_text("utf-8"), name)


def parse_rows(text: str, name: str) -> tuple[tuple[str, ...], ...]:
    """Return the rows of a table's text; `name` is used in errors, as in `language_rows`."""
    lines = text.split("\n")
    header = next((line for line in lines if line.startswith(_COLUMNS)), "")
    if not header:
        raise ValueError(f"{name}: the line “{_COLUMNS}…” is missing")
    columns = len(header.removeprefix(_COLUMNS).split(", "))
    rows = [tuple(line.split("\t")) for line in lines if line and line[0] != "#"]
    if {columns}.issuperset(map(len, rows)):
        return tuple(_with_empty_cells(row) for row in rows) if "\t-" in text else tuple(rows)
    number, cells = next(
        (number, cells)
        for number, line in enumerate(lines, 1)
        if line and line[0] != "#" and (cells := line.count("\t") + 1) != columns
    )
    raise ValueError(f"{name}:{number}: {cells} columns instead of {columns}: {lines[number - 1]}")


def _with_empty_cells(row: tuple[str, ...]) -> tuple[str, ...]:
    return tuple("" if cell == "-" else cell for cell in row) if "-" in row else row


def language_pairs(name: str) -> dict[str, str]:
    """Return first cell → second cell of a table of two columns, in the table's order."""
    return {first: second for first, second in language_rows(name)}  # noqa: C416, a row has no fixed length for mypy


@cache
def words_by_use(name: str) -> Mapping[str, tuple[str, ...]]:
    """Return use → words, in the table's order, of a table whose second column lists the uses of the first.

    A use that no row has raises `KeyError`.
    """
    found: dict[str, list[str]] = {}
    for word, uses, *_ in language_rows(name):
        for use in uses.split(" "):
            found.setdefault(use, []).append(word)
    return MappingProxyType({use: tuple(words) for use, words in found.items()})
