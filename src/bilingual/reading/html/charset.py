"""The bytes of a page → its source: byte order mark, then the declared encoding, then a guess."""

from __future__ import annotations

import codecs
import re

from bilingual.errors import InputError
from bilingual.reading.decode import decode, japanese_share

_HEAD = 4096
"""Bytes in which an encoding may be declared; browsers look at 1,024."""
_DECLARED = re.compile(
    rb"<meta[^>]{0,400}?\bcharset\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]{2,40})|<\?xml[^>]{0,200}?\bencoding\s*=\s*[\"']([\w.-]+)",
    re.IGNORECASE,
)
_LABELS = {
    "shift_jis": "cp932",
    "shift-jis": "cp932",
    "sjis": "cp932",
    "x-sjis": "cp932",
    "windows-31j": "cp932",
    "ms_kanji": "cp932",
    "ms932": "cp932",
    "csshiftjis": "cp932",
    "cp932": "cp932",
    "euc-jp": "euc_jp",
    "x-euc-jp": "euc_jp",
    "cseucpkdfmtjapanese": "euc_jp",
    "iso-2022-jp": "iso2022_jp",
    "csiso2022jp": "iso2022_jp",
    "utf8": "utf-8",
    "unicode-1-1-utf-8": "utf-8",
    "utf-16": "utf-8",  # a page that can be read up to its declaration is not in UTF-16
    "utf-16le": "utf-8",
    "utf-16be": "utf-8",
    "iso-8859-1": "cp1252",
    "us-ascii": "cp1252",
    "ascii": "cp1252",
}
"""Labels that Python's codecs do not know, or know in a stricter sense than browsers do."""
_BOMS = (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_BAD_SHARE = 0.02
"""Share of characters that may be damaged; more means that the declared encoding is wrong."""


def decode_page(data: bytes, place: str, encoding: str | None, label: str = "") -> tuple[str, tuple[str, ...]]:
    """Return the source of a page, and notices about its encoding.

    `encoding` is the user's choice, `label` what the container of the page declares. Raises `InputError`.
    """
    if encoding is None and not data.startswith(_BOMS) and data.strip():
        declared = label or _declared(data)
        if declared and (found := _decode_as_declared(data, declared)):
            text, notices = found
            return _scalars(text), notices
    try:
        return _scalars(decode(data, place=place, encoding=encoding)), ()
    except InputError:
        if encoding is None and (found := _decode_as_declared(data, "utf-8")):
            return _scalars(found[0]), found[1]
        raise


def _declared(data: bytes) -> str:
    match = _DECLARED.search(data[:_HEAD])
    return (match[1] or match[2]).decode("ascii", "replace") if match else ""


def _decode_as_declared(data: bytes, declared: str) -> tuple[str, tuple[str, ...]] | None:
    """Return the text and notices, or None where the bytes are not in the declared encoding."""
    name = _LABELS.get(declared.lower(), declared)
    try:
        text_encoding = codecs.lookup(name)
        if not getattr(text_encoding, "_is_text_encoding", True):
            return None
        utf8 = _as_utf8(data) if text_encoding.name != "utf-8" else None
        if utf8 is not None and (text_encoding.name != "cp1252" or japanese_share(utf8) > 0):
            return utf8, (f"the page says {declared}, but it is UTF-8",)
        try:
            text = data.decode(name)
        except UnicodeDecodeError:
            text = data.decode(name, errors="replace")
    except (LookupError, ValueError):
        return None
    if text_encoding.name == "cp1252" and any(byte > 0x7F for byte in data[:20_000]) and japanese_share(text) < 0:
        return None
    if not text.strip():
        return None
    bad = text.count("\ufffd")
    beyond = sum(character > "\x7f" for character in text)
    if bad > max(3, beyond * _BAD_SHARE):
        return None
    if data.count(b"\0") * 20 > len(data):
        return None
    told = "1 character is" if bad == 1 else f"{bad:,} characters are"
    return text, (f"{told} damaged: no {declared}",) if bad else ()


def _as_utf8(data: bytes) -> str | None:
    """Return the text of bytes that are valid UTF-8 with characters beyond ASCII, else None."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return None
    return None if text.isascii() else text


def _scalars(text: str) -> str:
    """Return a text without half surrogate pairs and NUL, which are no characters."""
    return re.sub("[\0\ud800-\udfff]", "\ufffd", text)


def check_is_page(data: bytes, place: str) -> None:
    """Raise `InputError` for the bytes of another format that is saved under the name of a page."""
    from bilingual.reading.signatures import find_signature

    if kind := find_signature(data):
        raise InputError(f"is no web page but {kind}", place=place, remedy="give it the suffix of its format")
