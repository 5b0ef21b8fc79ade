"""Open the file of an article; every failure is an `InputError`."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from bilingual.errors import InputError
from bilingual.files import special_kind


@contextmanager
def open_article(path: Path) -> Iterator[BinaryIO]:
    """Open a file for reading bytes.

    Raises `InputError` when it is missing, a folder or unreadable, also while it is being read.
    """
    place = place_of(path)
    if kind := special_kind(path):
        remedy = "save the text in a file, or give - and pass it on standard input"
        raise InputError(f"is {kind}, not a file", place=place, remedy=remedy)
    try:
        with path.open("rb") as file:
            yield file
    except FileNotFoundError as error:
        raise InputError("no such file", place=place, remedy="check the name of the article") from error
    except IsADirectoryError as error:
        raise InputError("is a folder, not an article", place=place, remedy="name an article in it") from error
    except PermissionError as error:
        raise InputError("cannot be read: permission denied", place=place, remedy="change its permissions") from error
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise InputError(f"cannot be read: {reason}", place=place, remedy="check the name") from error


def place_of(path: Path) -> str:
    """Return a path as named in errors: without the control characters that a terminal would interpret."""
    return "".join(char if char.isprintable() else "?" for char in str(path)[:1000])
