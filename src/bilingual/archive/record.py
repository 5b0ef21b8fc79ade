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

from bilingual.archive.model import ArticleJob, ArticleResult, Digests, TermResult
from bilingual.errors import OutputError
from bilingual.files import write_whole
from bilingual.publishing import OTHERWISE

FOLDER = ".bilingual"
"""The folder of the record, in the output folder."""
_FORMAT = 1
_CHAPTER = re.compile(r"#\d+$")
"""The chapter in the name of an article."""


class RunRecord:
    """The rows of an output folder by article; a context manager that appends to the file of this run."""

    def __init__(self, output: Path, shard: str = "") -> None:
        """Read all rows. `shard` is a name for the file of one of several runs at once, as in `3-of-40`."""
        self._output = output
        folder = output / FOLDER
        whole, parts = folder / "record.jsonl", sorted(folder.glob("record-*.jsonl"))
        self._file = folder / f"record-{shard}.jsonl" if shard else whole
        self._open: TextIO | None = None
        self._parts = () if shard else tuple(parts)
        """The files of shards, which a whole run takes into its own."""
        # Those of shards are younger than that of the whole run, or it would have taken them.
        self._rows: dict[str, ArticleResult] = {}
        for path in (whole, *(path for path in parts if path != self._file)):
            self._rows |= _read(path)
        self._own = _read(self._file) if shard else self._rows
        self._rows |= self._own

    def __enter__(self) -> Self:
        try:
            self._open = self._file.open("a", encoding="utf-8", newline="\n")
            if _is_cut_off(self._file):
                self._open.write("\n")
        except OSError as error:
            raise self._fault(error) from error
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._open:
            self._open.close()
            self._open = None

    def get(self, job: ArticleJob) -> ArticleResult | None:
        """Return the row of an article, or None."""
        return self._rows.get(self._key(job))

    def add(self, job: ArticleJob, row: ArticleResult) -> None:
        """Record what became of an article. Raises `OutputError` if it cannot be written."""
        key = self._key(job)
        self._rows[key] = self._own[key] = row
        assert self._open is not None
        try:
            self._open.write(_line(key, row))
            self._open.flush()
        except OSError as error:
            raise self._fault(error) from error

    def rows(self) -> list[ArticleResult]:
        """Return the rows of all articles that still exist, in the order of their names."""
        return [self._rows[key] for key in sorted(self._rows) if (self._output / _CHAPTER.sub("", key)).exists()]

    def compact(self) -> None:
        """Write the file of this run with one line for each article; those of shards go into that of a whole run."""
        if self._open:
            self._open.close()
            self._open = None
        write_whole(self._file, "".join(_line(key, self._own[key]) for key in sorted(self._own)).encode("utf-8"))
        for path in self._parts:
            path.unlink(missing_ok=True)

    def _key(self, job: ArticleJob) -> str:
        """Return the name of an article in the record: its path from the output folder, whatever folder is current."""
        name = os.path.relpath(os.path.realpath(job.path), os.path.realpath(self._output)).replace(os.sep, "/")
        return f"{name}#{job.chapter}" if job.chapter else name

    def _fault(self, error: OSError) -> OutputError:
        return OutputError(f"cannot be written: {error.strerror or error}", place=str(self._file), remedy=OTHERWISE)


def _is_cut_off(path: Path) -> bool:
    """Return whether the last line of a file has no end: its run was killed."""
    with path.open("rb") as file:
        if not file.seek(0, os.SEEK_END):
            return False
        file.seek(-1, os.SEEK_END)
        return file.read(1) != b"\n"


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
