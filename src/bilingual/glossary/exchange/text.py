"""Decode the tables that Excel, OmegaT and terminology tools write."""

from __future__ import annotations

from typing import NoReturn

from bilingual.errors import GlossaryError
from bilingual.glossary.load import LARGEST_GLOSSARY
from bilingual.reading.decode import NotTextError, detect_text

_MAGIC = ((b"PK\x03\x04", "an Excel workbook or another archive"), (b"\xd0\xcf\x11\xe0", "an old Excel workbook"))
_REMEDY = "save it as UTF-8 (in Excel: CSV UTF-8)"


def decode_table(data: bytes, place: str) -> str:
    """Return the text in `data` without its byte order mark, in any encoding that articles may have.

    Raises `GlossaryError` for files that are too large, binary, damaged, or in another encoding.
    """
    refuse_large(data, place)
    for magic, what in _MAGIC:
        if data.startswith(magic):
            _refuse(f"is {what}, not text", place, "save it as CSV or TSV first")
    try:
        text = detect_text(data, prose=False).removeprefix("\ufeff")
    except NotTextError as error:
        _refuse(error.message, f"{place}:{error.line or _first_line_beyond_utf8(data)}", _REMEDY)
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        _refuse("contains NUL characters: it is not a text file", f"{place}:{line}", _REMEDY)
    return text


def refuse_large(data: bytes, place: str, limit: int = LARGEST_GLOSSARY) -> None:
    """Raise `GlossaryError` for more bytes than `limit`, by default the maximum for a glossary."""
    if len(data) > limit:
        _refuse(f"is larger than {limit // 1_000_000} MB", place, "split it, or keep only the terms you need")


def _first_line_beyond_utf8(data: bytes) -> int:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        return data.count(b"\n", 0, error.start) + 1
    return 1


def _refuse(message: str, place: str, remedy: str) -> NoReturn:
    raise GlossaryError(message, place=place, remedy=remedy)
