"""The id of a Word edition: a hash of its content, so that it also shows whether the file was saved by someone else.

Reads files without python-docx: other rooms may import this module where a quick answer is needed.
"""

from __future__ import annotations

import hashlib
import html
import io
import re
import zipfile
import zlib
from collections.abc import Iterable, Mapping

EDITION = "bilingual-edition"
"""Name of the custom property with the id; `dc:identifier` has it, too."""
ARTICLE = "bilingual-article"
"""Name of the custom property with the file name of the article."""
CORE, CUSTOM = "docProps/core.xml", "docProps/custom.xml"
NO_ID = "urn:bilingual:" + "0" * 32
"""In place of the id until it is known: an id has the same length."""
FIRST_DAY = (1980, 1, 1, 0, 0, 0)
"""The date of the ZIP entries of an edition, the earliest possible: they have no real time."""

_ID = re.compile(rb"urn:bilingual:[0-9a-f]{32}")
_PROPERTY = re.compile(r"<(?:\w+:)?property\b([^>]*)>\s*<(?:\w+:)?lpwstr>([^<]*)<")
_IDENTIFIER = re.compile(r"<(?:\w+:)?identifier\b[^>]*>([^<]*)<")
_SMALL = 1 << 20
"""Bytes of a part with properties."""
_LARGE = 1 << 29
"""Bytes of all parts of an edition: more is not read."""
_FAULTS = (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError, ValueError)


def identified(parts: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return the parts of an edition with its id in place of `NO_ID`, in the same order."""
    made = _hash((name, (data,)) for name, data in sorted(parts.items()))
    return {name: _ID.sub(made, data) if name in (CORE, CUSTOM) else data for name, data in parts.items()}


def edition_id(data: bytes) -> str:
    """Return the id that a file has (`urn:bilingual:` and 32 digits); empty if it has none or is no DOCX."""
    found = _properties(data)
    return next((text for text in (found.get(EDITION, ""), found.get("", "")) if _ID.fullmatch(text.encode())), "")


def article_name(data: bytes) -> str:
    """Return the file name of the article that a file is an edition of; empty if it does not have it."""
    return _properties(data).get(ARTICLE, "")


def _properties(data: bytes) -> dict[str, str]:
    """Return the custom properties of a file by name, and `dc:identifier` under the empty name."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            custom, core = (_small_part(archive, name) for name in (CUSTOM, CORE))
    except _FAULTS:
        return {}
    identifier = _IDENTIFIER.search(core)
    found = {"": html.unescape(identifier[1].strip())} if identifier else {}
    for attributes, text in _PROPERTY.findall(custom):
        if name := re.search(r"\bname=[\"']([^\"']*)[\"']", attributes):
            found[html.unescape(name[1])] = html.unescape(text.strip())
    return found


def is_unchanged(data: bytes) -> bool | None:
    """Return whether a file is as it was written.

    False: its content is not what its id says, so somebody saved it. None: it has no id, or it is no DOCX. A file
    without an id, from an older version, is unchanged if nothing in it shows another program.
    """
    named = edition_id(data)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
            if not named:
                names = {entry.filename for entry in entries}
                ours = all(entry.date_time == FIRST_DAY and entry.create_system == 0 for entry in entries)
                return True if ours and "word/document.xml" in names and "docProps/app.xml" not in names else None
            if sum(entry.file_size for entry in entries) > _LARGE:
                return False
            names_in_order = sorted(entry.filename for entry in entries)
            return _hash((name, _pieces(archive, name)) for name in names_in_order) == named.encode()
    except _FAULTS:
        return False if named else None


def _hash(parts: Iterable[tuple[str, Iterable[bytes]]]) -> bytes:
    """Return the id of parts, given in the order of their names; the id that they already have does not count."""
    whole = hashlib.sha256()
    for name, pieces in parts:
        one = hashlib.sha256()
        for piece in [_ID.sub(b"", b"".join(pieces))] if name in (CORE, CUSTOM) else pieces:
            one.update(piece)
        whole.update(f"{name}\0{one.hexdigest()}\n".encode())
    return b"urn:bilingual:" + whole.hexdigest()[:32].encode()


def _pieces(archive: zipfile.ZipFile, name: str) -> Iterable[bytes]:
    with archive.open(name) as part:
        while piece := part.read(1 << 16):
            yield piece


def _small_part(archive: zipfile.ZipFile, name: str) -> str:
    if name not in archive.namelist() or archive.getinfo(name).file_size > _SMALL:
        return ""
    return archive.read(name).decode("utf-8", "replace")
