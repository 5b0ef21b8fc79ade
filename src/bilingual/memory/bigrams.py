"""An index of pairs of characters, in the memory's file: which sources may be similar to a text.

A pair of characters has one row, with the ids of all entries that contain it as 32-bit numbers. Measured with 100,000
sources, a row for each pair and entry takes ten times as long to build and three times the space, and SQLite's own
trigram index is slower than comparing the text with all sources.
"""

from __future__ import annotations

import sqlite3
import sys
from array import array
from collections import Counter
from collections.abc import Iterable, Sequence

_SCHEMA = (
    "CREATE TABLE IF NOT EXISTS fuzzy_pairs (pair TEXT PRIMARY KEY, ids BLOB NOT NULL)",
    "CREATE TABLE IF NOT EXISTS fuzzy_built (change INTEGER NOT NULL, entries INTEGER NOT NULL)",
)
_LEAST = 10
"""Pairs of a text that are looked up at least; of a longer text, the rarest half."""
_BATCH = 500
_EDGE = "\x02"
"""Stands before and after a text, so that a text of one character has pairs, too."""


def build_pairs(connection: sqlite3.Connection, texts: Iterable[tuple[int, str]], change: int) -> int:
    """Build the index of (entry id, plain source), within a transaction; return the number of entries.

    `change` is the number of the last change of the memory that the texts contain.
    """
    lists: dict[str, array[int]] = {}
    count = 0
    for number, text in texts:
        count += 1
        for pair in _pairs(text):
            found = lists.get(pair)
            if found is None:
                found = lists[pair] = array("I")
            found.append(number)
    for statement in _SCHEMA:
        connection.execute(statement)
    connection.execute("DELETE FROM fuzzy_pairs")
    connection.execute("DELETE FROM fuzzy_built")
    rows = ((pair, _bytes(lists[pair])) for pair in sorted(lists))
    connection.executemany("INSERT INTO fuzzy_pairs VALUES (?, ?)", rows)
    connection.execute("INSERT INTO fuzzy_built VALUES (?, ?)", (change, count))
    return count


def last_build(connection: sqlite3.Connection) -> int | None:
    """Return the number of the last change that the index contains; None if there is no index."""
    try:
        row = connection.execute("SELECT change FROM fuzzy_built").fetchone()
    except sqlite3.OperationalError:  # no such table
        return None
    return row[0] if row else None


def candidates(connection: sqlite3.Connection, text: str, limit: int) -> list[int]:
    """Return the entries with most of the text's rarest pairs, best first."""
    pairs = sorted(_pairs(text))
    sizes: dict[str, int] = {}
    for part in _parts(pairs):
        marks = ", ".join("?" * len(part))
        sizes.update(connection.execute(f"SELECT pair, length(ids) FROM fuzzy_pairs WHERE pair IN ({marks})", part))  # noqa: S608
    rarest = sorted(sizes, key=lambda pair: (sizes[pair], pair))[: max(_LEAST, len(pairs) // 2)]
    counts: Counter[int] = Counter()
    for part in _parts(rarest):
        marks = ", ".join("?" * len(part))
        for (ids,) in connection.execute(f"SELECT ids FROM fuzzy_pairs WHERE pair IN ({marks})", part):  # noqa: S608
            counts.update(_numbers(ids))
    return [number for number, _ in counts.most_common(limit)]


def _pairs(text: str) -> set[str]:
    edged = f"{_EDGE}{text}{_EDGE}"
    return {edged[at : at + 2] for at in range(len(edged) - 1)}


def _parts(values: Sequence[str]) -> Iterable[Sequence[str]]:
    return (values[start : start + _BATCH] for start in range(0, len(values), _BATCH))


def _bytes(numbers: array[int]) -> bytes:
    """Return the numbers as they are stored: little-endian on every machine."""
    if sys.byteorder == "big":
        numbers = array("I", numbers)
        numbers.byteswap()
    return numbers.tobytes()


def _numbers(data: bytes) -> array[int]:
    numbers = array("I")
    numbers.frombytes(data[: len(data) // numbers.itemsize * numbers.itemsize])
    if sys.byteorder == "big":
        numbers.byteswap()
    return numbers
