"""The formats that translation tools exchange: one row of `UNIT_FORMATS` each."""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePath

from bilingual.corrections.model import ReturnedFile
from bilingual.errors import ExchangeError, UsageError
from bilingual.interchange.bitext import is_bitext, read_bitext, write_bitext
from bilingual.interchange.model import ExportDocument
from bilingual.interchange.po import read_po, write_po
from bilingual.interchange.source import Source, name_of_source, open_source
from bilingual.interchange.table import is_table, read_table, write_table
from bilingual.interchange.tmx import read_tmx, write_tmx
from bilingual.interchange.xliff import write_xliff
from bilingual.interchange.xliff2 import write_xliff2
from bilingual.interchange.xliff_reading import read_xliff

HEAD = 4096
"""Bytes at the beginning of a file from which its format is recognised."""


@dataclass(frozen=True, slots=True)
class UnitFormat:
    """A format for the units of an article."""

    name: str
    title: str
    suffixes: tuple[str, ...]
    """The first one is written, all are read."""
    write: Callable[[ExportDocument], Iterator[bytes]]
    """Raises `OutputError` before the first byte if a text cannot be written."""
    read: Callable[[Source, str], ReturnedFile]
    """Takes a file or its bytes, and the place for errors (empty: the path). Raises `ExchangeError`."""
    begins: Callable[[str], bool]
    """Returns whether a text begins as a file of the format does."""
    marks: bool = False
    """True when the emphasis, the links and the ruby of a source are written."""

    def sniff(self, head: bytes, path: PurePath) -> bool:
        """Return whether a file that begins so is of this format; what it contains counts before its name."""
        text = _text_of_head(head)
        if any(each.begins(text) for each in UNIT_FORMATS.values()):
            return self.begins(text)
        return path.suffix.lower() in self.suffixes


def _root_is(name: str, version: str = "") -> Callable[[str], bool]:
    """Return a function that recognises the root of an XML file."""
    root = re.compile(rf"<(?:[\w.-]+:)?{name}[\s>]")
    versioned = re.compile(rf"<(?:[\w.-]+:)?{name}\s[^>]*?\bversion\s*=\s*[\"']{version}")

    def begins(text: str) -> bool:
        return bool(text.lstrip("\ufeff \t\r\n").startswith("<") and (versioned if version else root).search(text))

    return begins


def _begins_as_po(text: str) -> bool:
    return bool(re.search(r'^msg(?:id|ctxt)\s+"', text, re.MULTILINE)) and not text.lstrip("\ufeff").startswith("<")


UNIT_FORMATS: Mapping[str, UnitFormat] = {
    each.name: each
    for each in (
        UnitFormat(
            "xliff",
            "XLIFF 1.2",
            (".xlf", ".xliff", ".sdlxliff", ".mqxliff", ".mxliff"),
            write_xliff,
            read_xliff,
            _root_is("xliff", "1"),
            marks=True,
        ),
        UnitFormat("xliff2", "XLIFF 2.1", (".xlf",), write_xliff2, read_xliff, _root_is("xliff", "2"), marks=True),
        UnitFormat("tmx", "TMX 1.4b", (".tmx",), write_tmx, read_tmx, _root_is("tmx")),
        UnitFormat("csv", "CSV", (".csv", ".tsv", ".tab", ".txt"), write_table, read_table, is_table),
        UnitFormat("po", "PO (gettext)", (".po",), write_po, read_po, _begins_as_po),
        UnitFormat("bitext", "bitext (JSON)", (".json",), write_bitext, read_bitext, is_bitext, marks=True),
    )
}
"""Every format by name, in the order in which they are offered; the first is the default."""


def unit_format(name: str) -> UnitFormat:
    """Return the format of a name. Raises `UsageError` if there is none."""
    if name not in UNIT_FORMATS:
        raise UsageError(f"no exchange format {name!r}", remedy=f"use one of {', '.join(UNIT_FORMATS)}")
    return UNIT_FORMATS[name]


def format_of_returned(head: bytes, path: PurePath) -> UnitFormat:
    """Return the format of a file by its first bytes, else by its name. Raises `ExchangeError` if neither tells it."""
    for each in UNIT_FORMATS.values():
        if each.sniff(head, path):
            return each
    titles = ", ".join(each.title for each in UNIT_FORMATS.values())
    raise ExchangeError("is in no format that can be read", place=str(path), remedy=f"save it as one of {titles}")


def read_returned(source: Path) -> ReturnedFile:
    """Read a returned file of any format. Raises `ExchangeError`."""
    place = name_of_source(source, "")
    with open_source(source, place) as file:
        head = file.read(HEAD)
    return format_of_returned(head, source).read(source, place)


def _text_of_head(head: bytes) -> str:
    """Return the first bytes of a file as text; what no reader of a format needs may be wrong in it."""
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return head[: len(head) // 2 * 2].decode("utf-16", errors="replace")
    if head[:2] in (b"<\0", b"\0<"):
        return head.decode("utf-16-le" if head[:1] == b"<" else "utf-16-be", errors="replace")
    return head.decode("utf-8", errors="replace")
