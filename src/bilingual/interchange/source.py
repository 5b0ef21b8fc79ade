"""Open a returned file, or the bytes of one: bounded, and with errors that name the place."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from bilingual.errors import ExchangeError
from bilingual.files import special_kind
from bilingual.interchange.characters import impossible_character
from bilingual.reading.decode import NotTextError, detect_text

Source = Path | bytes
"""A file, or its bytes."""

LARGEST_TEXT = 100_000_000
"""Bytes of a file that is read as a whole: CSV, PO and JSON."""
_SPLIT = "export the article again, or split the file"


@contextmanager
def open_source(source: Source, place: str) -> Iterator[BinaryIO]:
    """Open the file, or the bytes as a file. Raises `ExchangeError` if it cannot be opened or read."""
    if isinstance(source, bytes):
        yield io.BytesIO(source)
        return
    if kind := special_kind(source):
        raise ExchangeError(f"is {kind}, not a file", place=place, remedy="save it as a file first")
    try:
        with source.open("rb") as file:
            yield file
    except FileNotFoundError:
        raise ExchangeError("does not exist", place=place, remedy="check the name") from None
    except IsADirectoryError:
        raise ExchangeError("is a folder", place=place, remedy="name a file in it") from None
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else str(error)
        raise ExchangeError(f"cannot be read: {reason}", place=place, remedy="check its permissions") from None


def text_of(source: Source, place: str) -> str:
    """Return the text of the file in whatever encoding it is, without its byte order mark. Raises `ExchangeError`."""
    with open_source(source, place) as file:
        data = file.read(LARGEST_TEXT + 1)
    if len(data) > LARGEST_TEXT:
        raise ExchangeError(f"is larger than {LARGEST_TEXT // 1_000_000} MB", place=place, remedy=_SPLIT)
    try:
        text = detect_text(data, prose=False).removeprefix("\ufeff")
    except NotTextError as error:
        where = f"{place}:{error.line}" if error.line else place
        raise ExchangeError(error.message, place=where, remedy="save it as UTF-8") from None
    if code := impossible_character(text):
        line = next(number for number, line in enumerate(text.split("\n"), 1) if impossible_character(line))
        raise ExchangeError(f"contains the character {code}", place=f"{place}:{line}", remedy="delete it there")
    return text


def name_of_source(source: Source, place: str) -> str:
    """Return the name of a file in errors: the one given, else its path."""
    return place or (str(source) if isinstance(source, Path) else "the file")
