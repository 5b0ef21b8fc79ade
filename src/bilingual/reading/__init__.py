"""A file → an article of source units."""

from __future__ import annotations

from pathlib import Path

from bilingual.errors import InputError, OwnEditionError
from bilingual.model import Article
from bilingual.reading.load import open_article
from bilingual.reading.options import ReadOptions
from bilingual.reading.registry import READERS, Reader, is_text, reader_for, suffixes

__all__ = [
    "READERS",
    "ReadOptions",
    "Reader",
    "chapter_titles",
    "is_own_edition",
    "is_text",
    "read",
    "read_bytes",
    "reader_for",
    "suffixes",
]

_HEAD = 64 * 1024
"""Bytes used to recognise the format: a DOCX file names its parts within the first kilobytes."""


def read(path: Path, options: ReadOptions | None = None) -> Article:
    """Read a file as an article, with the reader of its format.

    Raises `InputError` when the file cannot be opened, has no reader, is invalid for its reader, or its encoding cannot
    be determined.
    """
    with open_article(path) as file:
        head = file.read(_HEAD)
        reader = reader_for(path, head)
        data = head + file.read(max(0, reader.limit + 1 - len(head)))
    reader.check_size(data, path)
    return reader.read(data, path, options or ReadOptions())


def chapter_titles(path: Path) -> tuple[str, ...]:
    """Return the titles of the chapters of a book in reading order; none for an article of another format.

    Raises `InputError`, as `read` does.
    """
    with open_article(path) as file:
        head = file.read(_HEAD)
        reader = reader_for(path, head)
        if reader.chapters is None:
            return ()
        data = head + file.read(max(0, reader.limit + 1 - len(head)))
    reader.check_size(data, path)
    return reader.chapters(data, path)


def is_own_edition(path: Path) -> bool:
    """Return whether a file is an edition that bilingual made. The whole file is read."""
    try:
        read(path)
    except OwnEditionError:
        return True
    except InputError:
        return False
    return False


def read_bytes(data: bytes, path: Path, options: ReadOptions | None = None) -> Article:
    """Read bytes as the file `path` would be read if it contained them. Raises `InputError`, as `read` does."""
    reader = reader_for(path, data[:_HEAD])
    reader.check_size(data, path)
    return reader.read(data, path, options or ReadOptions())
