"""The record of an output folder: what each article gave, a line of JSON each, so that a run can go on after another.

Lines are only appended during a run, and the last line of an article counts; a line that a killed run left unfinished
is ignored. Every shard of a run has a file of its own, and all files are read.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Mapping
from dataclasses import asdict, fields, replace
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TextIO

from bilingual.archive.model import ArticleResult, Digests, TermResult
from bilingual.errors import OutputError
from bilingual.files import write_whole

FOLDER = ".bilingual"
"""The folder of the record, in the output folder."""
_FORMAT = 1
_REMEDY = "choose another place with --output"


class RunRecord:
    """The rows of an output folder by article; a context manager that appends to the file of this run."""

    def __init__(self, output: Path, shard: str = "") -> None:
        """Read all rows. `shard` is a name for the file of one of several runs at once, as in `3-of-40`."""
        self.folder = output / FOLDER
        self._output = output
        self._file = self.folder / (f"record-{shard}.jsonl" if shard else "record.jsonl")
        self._open: TextIO | None = None
        self._rows: dict[str, ArticleResult] = {}
        self._own: dict[str, ArticleResult] = {}
        self._parts = () if shard else tuple(sorted(self.folder.glob("record-*.jsonl")))
        # Shards are younger than the whole run whose rows they have: it takes them into its own file.
        for path in (self.folder / "record.jsonl", *sorted(self.folder.glob("record-*.jsonl")), self._file):
            if path == self._file and self._parts:
                continue
            self._rows.update(_read(path))
        self._own = dict(self._rows) if not shard else _read(self._file)

    def __enter__(self) -> Self:
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            self._open = self._file.open("a", encoding="utf-8", newline="\n")
            if self._file.stat().st_size and not self._file.read_bytes().endswith(b"\n"):
                self._open.write("\n")  # after a line that was cut off
        except OSError as error:
            raise self._fault(error) from error
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._open:
            self._open.close()
            self._open = None

    def get(self, path: Path, chapter: int = 0) -> ArticleResult | None:
        """Return the row of an article, or None."""
        return self._rows.get(self.key(path, chapter))

    def add(self, path: Path, chapter: int, row: ArticleResult) -> None:
        """Record what became of an article. Raises `OutputError` if it cannot be written."""
        key = self.key(path, chapter)
        self._rows[key] = self._own[key] = row
        assert self._open is not None
        try:
            self._open.write(_line(key, row))
            self._open.flush()
        except OSError as error:
            raise self._fault(error) from error

    def rows(self) -> list[ArticleResult]:
        """Return the rows of all articles that still exist, in the order of their names."""
        there = (key for key in sorted(self._rows) if self._article(key).exists())
        return [self._rows[key] for key in there]

    def _article(self, key: str) -> Path:
        return self._output / (key.rpartition("#")[0] if re.search(r"#\d+$", key) and "#" in key else key)

    def compact(self) -> None:
        """Write the file of this run with one line for each article; those of shards go into that of a whole run."""
        if self._open:
            self._open.close()
            self._open = None
        write_whole(self._file, "".join(_line(key, self._own[key]) for key in sorted(self._own)).encode("utf-8"))
        for path in self._parts:
            path.unlink(missing_ok=True)

    def key(self, path: Path, chapter: int = 0) -> str:
        """Return the name of an article in the record: its path from the output folder, whatever folder is current."""
        name = os.path.relpath(os.path.realpath(path), os.path.realpath(self._output)).replace(os.sep, "/")
        return f"{name}#{chapter}" if chapter else name

    def _fault(self, error: OSError) -> OutputError:
        return OutputError(f"cannot be written: {error.strerror or error}", place=str(self._file), remedy=_REMEDY)


def _line(key: str, row: ArticleResult) -> str:
    value = {"format": _FORMAT, "article": key, **asdict(row)}
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")) + "\n"


def _read(path: Path) -> dict[str, ArticleResult]:
    """Return the rows of a file; lines that are damaged or of another format are left out."""
    found: dict[str, ArticleResult] = {}
    try:
        with path.open(encoding="utf-8", errors="replace") as file:
            for line in file:
                try:
                    value = json.loads(line)
                    if value.pop("format", None) == _FORMAT:
                        key = str(value.pop("article"))
                        found[key] = _row(value)
                except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
                    continue
    except OSError:
        return {}
    return found


_NAMES = frozenset(one.name for one in fields(ArticleResult))


def _row(value: Mapping[str, Any]) -> ArticleResult:
    plain = {name: _frozen(one) for name, one in value.items() if name in _NAMES}
    row = ArticleResult(**plain)
    uses = tuple(TermResult(**{name: _frozen(cell) for name, cell in one.items()}) for one in value.get("uses", ()))
    return replace(row, uses=uses, digests=Digests(**value.get("digests", {})))


def _frozen(value: Any) -> Any:
    """Return lists of JSON as the tuples they were."""
    return tuple(map(_frozen, value)) if isinstance(value, list) else value
