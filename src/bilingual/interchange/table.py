"""CSV for spreadsheets: written as RFC 4180 with a byte order mark, read by the names of its columns."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence

from bilingual.corrections.model import ReturnedFile, ReturnedUnit
from bilingual.errors import ExchangeError
from bilingual.interchange.characters import check_document
from bilingual.interchange.context import UNIT_ID, context_of, parse_context
from bilingual.interchange.csv_text import csv_rows
from bilingual.interchange.model import ExportDocument, ExportUnit
from bilingual.interchange.returned import Gathered, GivenState, one_line_of, status_named
from bilingual.interchange.source import Source, name_of_source, text_of
from bilingual.interchange.xliff import finding_text

_NAMES = {
    "unit": "id, unit id, 番号",
    "source": "src, ja, japanese, source text, 原文, 日本語",
    "target": "tgt, en, english, translation, target text, 訳文, 英語",
    "status": "state, 状態",
    "note": "notes, comment, comments, 備考, 注, コメント",
    "findings": "finding",
    "context": "",
}
_BY_NAME = {other: name for name, others in _NAMES.items() for other in (name, *filter(None, others.split(", ")))}
_LANGUAGES = frozenset(["ja", "jp", "jpn", "japanese", "en", "eng", "english", "日本語", "英語"])
_WORDS = {
    "source": frozenset(["ja", "jp", "jpn", "japanese", "日本語", "source", "original", "text", "原文"]),
    "target": frozenset(["en", "eng", "us", "gb", "english", "英語", "target", "translation", "text", "訳文", "訳"]),
}
"""Words of a header that names its language beside other words: `Target (English)`, `en-US`."""
_STATUS_WORDS: dict[str, GivenState] = {
    **dict.fromkeys(("final", "ok", "reviewed", "承認", "承認済み", "確定"), "approved"),
    **dict.fromkeys(("needs review", "下書き", "未承認"), "draft"),
    **dict.fromkeys(("却下",), "rejected"),
}
_DELIMITERS = ",;\t"


def write_table(document: ExportDocument) -> Iterator[bytes]:
    """Yield the document as CSV. Raises `OutputError` before the first byte if a text cannot be written.

    The byte order mark tells Excel that it is UTF-8. Every note has a column of its own.
    """
    check_document(document)
    notes = max((len(each.unit.notes) for each in document.units), default=0)
    names = ["note", *(f"note {number}" for number in range(2, notes + 1))]
    header = ["unit", "source", "target", "status", *names, "findings", "context"]
    yield b"\xef\xbb\xbf" + _row(header)
    for each in document.units:
        yield _row(_cells(each, len(names), document.export))


def _row(cells: Sequence[str]) -> bytes:
    line = io.StringIO(newline="")
    csv.writer(line, quoting=csv.QUOTE_ALL, lineterminator="\r\n").writerow(cells)
    return line.getvalue().encode("utf-8")


def _cells(each: ExportUnit, notes: int, export: str) -> list[str]:
    unit = each.unit
    # A spreadsheet would read 3.10 as a number, and write 3.1.
    cells = [f"u{unit.id}", unit.source, unit.target, unit.status]
    cells += [*unit.notes, *([""] * (notes - len(unit.notes)))]
    return [*cells, "\n".join(map(finding_text, unit.findings)), str(context_of(each, export=export))]


def read_table(source: Source, place: str = "") -> ReturnedFile:
    """Read a table with commas, semicolons or tabs, in any order of rows and columns.

    Raises `ExchangeError` at the line of the first error.
    """
    place = name_of_source(source, place)
    text = text_of(source, place)
    found = Gathered("csv", place)
    delimiter = _delimiter(text)
    rows = (
        (line, cells)
        for line, cells in csv_rows(text, delimiter, place)
        if line > 1 or not _is_separator_line(delimiter.join(cells))
    )
    columns = _header(next(rows, (1, [])), place)
    for line, cells in rows:
        if any(cell.strip() for cell in cells[len(columns) :]):
            message = f"has {len(cells)} cells instead of {len(columns)}"
            raise ExchangeError(message, place=f"{place}:{line}", remedy="quote cells that contain the delimiter")
        found.add(_unit(cells, columns, f"{place}:{line}", found))
    return found.file()


def is_table(text: str) -> bool:
    """Return whether the first line names the columns of an exported table."""
    header = _header_line(text.removeprefix("\ufeff"))
    return any(_names_units(_split(header, delimiter)) for delimiter in _DELIMITERS)


def _delimiter(text: str) -> str:
    """Return the delimiter that splits the header into known columns, or the comma."""
    header = _header_line(text)
    return next((mark for mark in _DELIMITERS if _names_units(_split(header, mark))), ",")


def _header_line(text: str) -> str:
    lines = re.split(r"\r\n|\n|\r", text[:20_000])
    return next((line for line in lines if line.strip() and not _is_separator_line(line)), "")


def _is_separator_line(line: str) -> bool:
    """Return whether it is Excel's `sep=;`."""
    return bool(re.fullmatch(r'"?sep=.?"?[,;\t]*', line.strip()))


def _split(line: str, delimiter: str) -> list[str]:
    try:
        return next(csv.reader([line], delimiter=delimiter), [])
    except csv.Error:
        return []


def _names_units(cells: Sequence[str]) -> bool:
    columns = [column_named(cell) for cell in cells]
    return "target" in columns and bool({"source", "unit", "context"} & {*columns})


def column_named(cell: str) -> str:
    """Return the column that a header cell names, in any case and with or without a number; empty if none."""
    name = " ".join(cell.replace("_", " ").split()).lower()
    if known := _BY_NAME.get(name) or _BY_NAME.get(re.sub(r" ?\d+$", "", name)):
        return known
    words = set(re.findall(r"\w+", name))
    return next((column for column, some in _WORDS.items() if words and words <= some and words & _LANGUAGES), "")


def _header(row: tuple[int, list[str]], place: str) -> list[str]:
    line, cells = row
    columns = [column_named(cell) for cell in cells]
    for wanted in ("target", "source"):
        if columns.count(wanted) > 1:
            message = f"has {columns.count(wanted)} columns named {wanted}"
            raise ExchangeError(message, place=f"{place}:{line}", remedy="rename or delete all but one")
    if not _names_units(cells):
        names = ", ".join(one_line_of(cell)[:30] for cell in cells[:8]) or "none"
        raise ExchangeError(
            f"the first row does not name the columns unit or source, and target: {names}",
            place=f"{place}:{line}",
            remedy="keep the first row of the exported table",
        )
    return columns


def _unit(cells: Sequence[str], columns: Sequence[str], place: str, found: Gathered) -> ReturnedUnit:
    values: dict[str, list[str]] = {}
    for column, cell in zip(columns, cells, strict=False):
        values.setdefault(column, []).append(cell)
    given = {column: next(filter(None, some), "") for column, some in values.items()}
    context = parse_context(given.get("context", ""))
    name = given.get("unit", "").strip().removeprefix("u")
    unit = context.unit or (name if UNIT_ID.fullmatch(name) else "")
    found.edition = found.edition or context.export
    if context.export not in ("", found.edition):
        found.warn("the rows are of several exports", place)
    word = " ".join(given.get("status", "").split()).lower()
    status = status_named(word) or _STATUS_WORDS.get(word, "")
    if word and not status:
        found.warn(f"the status {word[:40]!r} is unknown and ignored", place)
    return ReturnedUnit(
        source=given.get("source", ""),
        target=given.get("target", ""),
        unit=unit,
        key=context.key,
        before=context.before,
        after=context.after,
        said_in=context.said_in,
        status=status,
        notes=tuple(note for note in values.get("note", ()) if note.strip()),
        place=place,
    )
