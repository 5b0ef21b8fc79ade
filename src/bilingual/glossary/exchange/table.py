"""Cells of comma-, semicolon- and tab-separated text (RFC 4180), with the line of every row."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from bilingual.errors import FaultsError
from bilingual.glossary.exchange.faults import Faults

DELIMITERS = "\t;,"

# OmegaT reads no quotation marks: in a tab-separated file they stand only where they must.
_RISKY = re.compile(r'[",;\t\r\n]|^[#\s]|\s$')
_RISKY_IN_TABS = re.compile(r'[\t\r\n]|^["#\s]|\s$')
_END = re.compile(r"\r\n|\n|\r")


@dataclass(frozen=True, slots=True)
class TableRow:
    """One row of a table."""

    line: int
    """Where it begins, from 1."""
    cells: tuple[str, ...]
    quoted: bool = False
    """True when the first cell stands in quotation marks: then a # in it is text, not a comment."""


def rows(text: str, delimiter: str, faults: Faults) -> Iterator[TableRow]:
    """Yield the rows that hold anything.

    Where the delimiter is a tab, a quotation mark that does not close its cell is text: OmegaT writes none.
    """
    quoted = re.compile(rf'"((?:[^"]|""){{0,20000}}+)" *(?=[{delimiter}\r\n]|\Z)')
    plain = re.compile(rf"[^{delimiter}\r\n]*+")
    at, line = 0, 1
    while at < len(text):
        begin, cells, first_quoted = line, [], False
        while True:
            found = quoted.match(text, at) if text.startswith('"', at) else None
            if found:
                cells.append(found[1].replace('""', '"'))
                line += len(_END.findall(found[1]))
                first_quoted = first_quoted or len(cells) == 1
            else:
                if delimiter != "\t" and text.startswith('"', at):
                    _bad_quote(text, at, line, faults)
                found = plain.match(text, at)
                assert found is not None
                cells.append(found[0])
            at = found.end()
            if not text.startswith(delimiter, at):
                break
            at += 1
        end = _END.match(text, at)
        at = end.end() if end else len(text)
        if any(cell.strip() for cell in cells):
            yield TableRow(begin, tuple(cells), first_quoted)
        line += 1


def _bad_quote(text: str, at: int, line: int, faults: Faults) -> None:
    if text.find('"', at + 1, at + 40_000) < 0:
        faults.stop(line, "a quotation mark is opened and never closed", "close it, or write two of them for one")
    faults.add(line, "text stands outside the quotation marks of a cell", 'write "" for a quotation mark inside it')


def guess_delimiter(text: str) -> str:
    """Return the sign that divides the first rows best: Excel's `sep=` line decides, then what makes two columns."""
    if found := re.match(r'"?sep=([\t;,])"?[\r\n]', text):
        return found[1]
    lines = [line for line in _END.split(text[:20_000]) if line.strip() and not line.startswith("# ")][:50]
    sample = "\n".join(lines)

    def worth(delimiter: str) -> tuple[int, int, bool]:
        try:
            several = sum(len(row.cells) > 1 for row in rows(sample, delimiter, Faults("")))
        except FaultsError:
            several = 0
        place = lines[0].find(delimiter) if lines else -1
        return several, -place if place >= 0 else -len(sample), delimiter in text

    return max(DELIMITERS, key=worth)


def line_of_cells(cells: Iterable[str], delimiter: str) -> str:
    """Return one row of text, without its line end; a cell is quoted when any reader could take it apart."""
    risky = _RISKY_IN_TABS if delimiter == "\t" else _RISKY
    return delimiter.join('"' + cell.replace('"', '""') + '"' if risky.search(cell) else cell for cell in cells)
