"""Links from the report to files, and the folder that the names of all articles begin with."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath
from urllib.parse import quote

from bilingual.editions.markup import legal


@dataclass(frozen=True, slots=True)
class FileLink:
    """A link to a file."""

    address: str
    """Percent-encoded, relative to the folder of the report where that is possible."""
    label: str
    """The format (`PDF`); the name of the file where several have one format."""


def file_links(paths: Sequence[str], folder: Path) -> list[FileLink]:
    """Return a link to each file, for a page in `folder`.

    Both are absolute, or both are relative to the working directory.
    """
    kinds = Counter(PurePath(path).suffix for path in paths)
    return [FileLink(_address(path, folder), _label(PurePath(path), kinds)) for path in paths]


def common_folder(names: Sequence[str]) -> str:
    """Return the folder that all names begin with, up to its last separator; empty if there is none."""
    if not names:
        return ""
    # What the first and the last in order have in common, all between them have, too.
    first, last = min(names), max(names)
    at = next((at for at, (one, other) in enumerate(zip(first, last, strict=False)) if one != other), len(first))
    shared = first[:at]
    return shared[: max(shared.rfind("/"), shared.rfind("\\")) + 1]


def _label(path: PurePath, kinds: Counter[str]) -> str:
    return path.suffix[1:].upper() if path.suffix and kinds[path.suffix] == 1 else path.name


def _address(path: str, folder: Path) -> str:
    try:
        relative = os.path.relpath(path, folder)
    except ValueError:  # another drive of Windows, or a path that no system has
        relative = path
    written = relative.replace(os.sep, "/")
    # What could not be decoded are its own bytes again. A colon is quoted, too: no name becomes a scheme.
    try:
        return quote(written.encode("utf-8", "surrogateescape"))
    except UnicodeEncodeError:  # half a character, as a record can hold and no file system
        return quote(legal(written))
