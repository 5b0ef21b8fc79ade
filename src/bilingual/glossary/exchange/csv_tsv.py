"""Tables of terms, with or without a header row: DeepL, OmegaT, Excel, LibreOffice, and our own."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from bilingual.errors import FaultsError
from bilingual.glossary.exchange.columns import COLUMNS, cell_of, column_of, is_flag, value_of
from bilingual.glossary.exchange.concepts import gather_terms, one_line, usable
from bilingual.glossary.exchange.faults import Faults
from bilingual.glossary.exchange.formulas import armed, disarmed
from bilingual.glossary.exchange.text import decode_table
from bilingual.glossary.load import Term
from bilingual.languages.japanese.scripts import has_japanese

_log = logging.getLogger(__name__)

_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,4})?")


def read_csv(data: bytes, place: str, *, tabs: bool = False) -> list[Term]:
    """Read a table; with `tabs` a line that begins with # is a comment, as in OmegaT's glossaries.

    Raises `FaultsError` with the line of every invalid row.
    """
    text = decode_table(data, place)
    faults = Faults(place)
    delimiter = _delimiter(text)
    found = [_armed(row) for row in rows(text, delimiter, faults) if not _is_noise(row, tabs)]
    columns, body = _header(found)
    if columns is None:
        columns = _positions(body)
    else:
        for name in [cell for cell, column in zip(found[0].cells, columns, strict=False) if cell and not column]:
            _log.warning("%s:%d: the column %r is ignored", place, found[0].line, name)
    terms = [term for row in body if (term := _term(row, columns, faults)) and usable(term, faults)]
    faults.check()
    return gather_terms(terms)


def write_csv(terms: Iterable[Term], *, tabs: bool = False) -> bytes:
    """Write a table with a header row and every column that a term uses.

    CSV begins with a byte order mark, which Excel needs to recognise UTF-8. In TSV the header is a comment for
    OmegaT.
    """
    table = [[cell_of(column, term) for column in COLUMNS] for term in terms]
    used = [i for i, column in enumerate(COLUMNS) if i < 2 or (tabs and column == "note") or any(r[i] for r in table)]
    names = [COLUMNS[i] for i in used]
    delimiter, end = ("\t", "\n") if tabs else (",", "\r\n")
    lines = [("# " if tabs else "") + delimiter.join(names)]
    for row in table:
        lines.append(line_of_cells([disarmed(row[i]) for i in used], delimiter))
    return ("" if tabs else "\ufeff").encode("utf-8") + "".join(line + end for line in lines).encode("utf-8")


def _delimiter(text: str) -> str:
    """Return the delimiter that splits the header into known columns; without a header, the likeliest."""
    first = next(filter(str.strip, re.split(r"[\r\n]+", text[:5_000])), "")
    for delimiter in DELIMITERS:
        if _columns(TableRow(1, tuple(cell.strip(' "') for cell in first.split(delimiter)))):
            return delimiter
    return guess_delimiter(text)


def _armed(row: TableRow) -> TableRow:
    """Remove the apostrophes that prevent a spreadsheet from running a cell."""
    cells = tuple(map(armed, row.cells))
    return TableRow(row.line, cells, row.quoted)


def _is_noise(row: TableRow, tabs: bool) -> bool:
    """Return whether a row is a comment, or Excel's `sep=` line. A commented header is not."""
    first = row.cells[0]
    if row.line == 1 and re.fullmatch(r"sep=[;,]?", first.strip()):
        return True
    if row.quoted or not first.startswith("#") or _columns(row):
        return False
    return tabs or first.startswith("# ") or len(row.cells) == 1


def _columns(row: TableRow) -> list[str] | None:
    """Return the columns that a header row names, or None for another row."""
    first, *rest = row.cells
    columns = [column_of(cell) for cell in (first.removeprefix("#"), *rest)]
    if columns[:2] == ["", ""] and len(columns) == 4 and _is_pair(row):
        return None  # DeepL's 中国,China,ja,en
    return columns if "source" in columns and "target" in columns else None


def _is_pair(row: TableRow) -> bool:
    """Return whether a row ends with two languages, as DeepL writes them."""
    return len(row.cells) == 4 and all(_LANGUAGE.fullmatch(one_line(cell)) for cell in row.cells[2:])


def _flagged(column: str, at: int, table: Sequence[TableRow]) -> str:
    """Return `forbidden` for a column of yes and no that other tools call so; ours lists forbidden English."""
    name, *cells = [row.cells[at] for row in table if at < len(row.cells)]
    flags = column == "forbid" and one_line(name).lower() != "forbid" and any(cells) and all(map(is_flag, cells))
    return "forbidden" if flags else column


def _header(found: Sequence[TableRow]) -> tuple[list[str] | None, Sequence[TableRow]]:
    if found and (columns := _columns(found[0])):
        columns = [_flagged(column, at, found) for at, column in enumerate(columns)]
        # Of two columns with the same meaning (note, comment) the first is used.
        return [column if columns.index(column) == i else "" for i, column in enumerate(columns)], found[1:]
    return None, found


def _positions(body: Sequence[TableRow]) -> list[str]:
    """Return the columns of a table without a header."""
    order = ["source", "target"]
    if not any(has_japanese(row.cells[0]) for row in body):
        turned = sum(bool(len(row.cells) > 1 and has_japanese(row.cells[1])) for row in body)
        if turned * 2 > len(body):
            order = ["target", "source"]
    if all(map(_is_pair, body)):
        return ["source", "target", "source language", "target language"]
    return [*order, "note"]


def _term(row: TableRow, columns: Sequence[str], faults: Faults) -> Term | None:
    """Return the term of a row, or None after an error."""
    if len(row.cells) < 2 and len(columns) > 1:
        remedy = "write both, separated by a comma or a tab; an empty English keeps the Japanese"
        faults.add(row.line, f"{row.cells[0][:40]!r} has no second column", remedy)
        return None
    if any(cell.strip() for cell in row.cells[len(columns) :]):
        remedy = "quote cells that contain the delimiter, or name all columns in the first row"
        faults.add(row.line, f"has {len(row.cells)} cells instead of {len(columns)}", remedy)
        return None
    values: dict[str, Any] = {}
    for column, cell in zip(columns, row.cells, strict=False):
        try:
            if column:
                values[column] = value_of(column, cell)
        except ValueError as error:
            faults.add(row.line, f"invalid {column} {one_line(cell)[:40]!r}", str(error))
            return None
    return _built(row, values, faults)


def _built(row: TableRow, values: dict[str, Any], faults: Faults) -> Term | None:
    languages = [values.pop(f"{name} language", "") for name in ("source", "target")]
    short = [language[:2].lower() for language in languages]
    if short == ["en", "ja"] and {"source", "target"} <= values.keys():
        values["source"], values["target"] = values["target"], values["source"]
    elif any(short) and short not in (["ja", "en"], ["ja", ""], ["", "en"]):
        faults.add(row.line, f"is for {' → '.join(languages)}", "keep only the rows for ja → en")
        return None
    surname = values.pop("surname", ())
    if surname and len(surname) != 2:
        faults.add(row.line, f"the surname is {'|'.join(surname)[:40]!r}", "write both: 習|Xi")
        return None
    if "source" not in values or "target" not in values:
        faults.add(row.line, "ends before the English", "write all columns of the header; an empty cell is enough")
        return None
    if values.pop("forbidden", False):
        values["status"] = "deprecated"
    if values.pop("case sensitive", False) and not values.get("case"):
        values["case"] = "exact"
    fixed = bool(values.pop("non-translatable", False)) or values.pop("translatable", "") is False
    keep = bool(values.pop("keep", False)) or fixed or not values["target"]
    target = values["source"] if keep else values["target"]
    entity = values.pop("kind", "")
    given = {column: value for column, value in values.items() if value and column not in ("source", "target")}
    return Term(values["source"], target, keep=keep, entity=entity, surname=surname or ("", ""), line=row.line, **given)


DELIMITERS = "\t;,"

# OmegaT reads no quotation marks: a tab-separated file has them only where necessary.
_RISKY = re.compile(r'[",;\t\r\n]|^[#\s]|\s$')
_RISKY_IN_TABS = re.compile(r'[\t\r\n]|^["#\s]|\s$')
_END = re.compile(r"\r\n|\n|\r")


@dataclass(frozen=True, slots=True)
class TableRow:
    """One row of a table."""

    line: int
    """The line where it begins, from 1."""
    cells: tuple[str, ...]
    quoted: bool = False
    """True if the first cell is in quotation marks: then a # in it is text, not a comment."""


def rows(text: str, delimiter: str, faults: Faults) -> Iterator[TableRow]:
    """Yield the rows that are not empty.

    If the delimiter is a tab, a quotation mark that does not close its cell is text: OmegaT writes none.
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
        faults.stop(line, "a quotation mark is not closed", 'close it, or write "" for one in the text')
    faults.add(line, "text outside the quotation marks of a cell", 'write "" for a quotation mark inside it')


def guess_delimiter(text: str) -> str:
    """Return the delimiter that splits the first rows best: Excel's `sep=` line decides, else the number of columns."""
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
    """Return one row of text, without its line end; a cell is quoted if any reader could split it."""
    risky = _RISKY_IN_TABS if delimiter == "\t" else _RISKY
    return delimiter.join('"' + cell.replace('"', '""') + '"' if risky.search(cell) else cell for cell in cells)
