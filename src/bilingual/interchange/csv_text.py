"""Read the text of a CSV file: rows with their lines, and one clear error."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from bilingual.errors import ExchangeError


def csv_rows(text: str, delimiter: str, place: str) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows that are not empty, each with its first line. Raises `ExchangeError` at the line of an error."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    line = 1
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            remedy = 'write "" for a quotation mark inside a quoted cell'
            raise ExchangeError(f"not valid CSV: {error}", place=f"{place}:{line}", remedy=remedy) from None
        if any(cells):
            yield line, cells
        line = reader.line_num + 1
