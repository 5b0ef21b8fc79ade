"""The bytes of a table → its text: what Excel, OmegaT and terminology tools write."""

from __future__ import annotations

import codecs
import re
from typing import NoReturn

from bilingual.errors import GlossaryError
from bilingual.glossary.load import LARGEST_GLOSSARY
from bilingual.languages.japanese.scripts import HALFWIDTH_KATAKANA, HALFWIDTH_PUNCTUATION

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16: its mark begins with UTF-16's
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_MAGIC = ((b"PK\x03\x04", "an Excel workbook or another archive"), (b"\xd0\xcf\x11\xe0", "an old Excel workbook"))
_REMEDY = "save it as UTF-8 (in Excel: CSV UTF-8)"
_HALF_WIDTH_KANA = re.compile(f"[{HALFWIDTH_PUNCTUATION}{HALFWIDTH_KATAKANA}]")


def decode_table(data: bytes, place: str) -> str:
    """Return the text in `data` without its byte order mark: UTF-8, UTF-16, UTF-32 with a mark, or Shift_JIS.

    Raises `GlossaryError` for files that are too large, binary, or in another encoding.
    """
    refuse_large(data, place)
    for magic, what in _MAGIC:
        if data.startswith(magic):
            _refuse(f"is {what}, not text", place, "save it as CSV or TSV first")
    text = _decode(data, place).removeprefix("\ufeff")
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        _refuse("holds NUL characters: it is not a text file", f"{place}:{line}", _REMEDY)
    return text


def refuse_large(data: bytes, place: str, limit: int = LARGEST_GLOSSARY) -> None:
    """Raise `GlossaryError` when there are more bytes than `limit`, by default what a glossary may have."""
    if len(data) > limit:
        _refuse(f"is larger than {limit // 1_000_000} MB", place, "split it, or keep only the terms you need")


def _decode(data: bytes, place: str) -> str:
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            try:
                return data.decode(encoding)
            except UnicodeDecodeError:
                _refuse(f"begins as {encoding.upper()} but is damaged", place, _REMEDY)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
    try:
        text = data.decode("cp932")  # what Windows calls Shift_JIS, with ① and 髙
    except UnicodeDecodeError:
        _refuse("is neither UTF-8 nor Shift_JIS from here on", f"{place}:{line}", _REMEDY)
    # EUC-JP read as Shift_JIS is a row of half-width katakana; bytes that Shift_JIS lacks become private characters.
    beyond = [character for character in text[:20_000] if character > "\x7f"]
    if len(_HALF_WIDTH_KANA.findall(text[:20_000])) * 2 > len(beyond) or re.search("[\uf8f0-\uf8f3]", text):
        _refuse("is neither UTF-8 nor Shift_JIS", f"{place}:{line}", _REMEDY)
    return text


def _refuse(message: str, place: str, remedy: str) -> NoReturn:
    raise GlossaryError(message, place=place, remedy=remedy)
