"""The formats of articles, one row each, and the choice between them.

A new format is a module that turns bytes into an `Article`, and a row here that imports it on use, because the command
line reads this table when it starts.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from bilingual.errors import InputError
from bilingual.model import Article, Asset
from bilingual.reading.assets import with_assets
from bilingual.reading.decode import decode
from bilingual.reading.load import place_of
from bilingual.reading.options import ReadOptions
from bilingual.reading.signatures import (
    find_signature,
    is_docx,
    is_epub,
    is_html,
    is_odt,
    is_ole,
    is_pdf,
    remedy_for,
)

Read = Callable[[bytes, Path, ReadOptions], Article]
"""Called with the file's bytes, its path (for its name and for files beside it) and the user's options."""

_MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Reader:
    """One format of articles."""

    name: str
    suffixes: tuple[str, ...]
    """In lower case with the dot, the usual one first; empty for files without a suffix."""
    read: Read
    """Raises `InputError` for bytes that are not of this format."""
    sniff: Callable[[bytes], bool] | None = None
    """Recognises the format by a file's first bytes, whatever its suffix; None for text, which has no signature."""
    chapters: Callable[[bytes, Path], tuple[str, ...]] | None = None
    """Returns the titles of a book's chapters in reading order; None for formats that have no books."""
    limit: int = 20 * _MEGABYTE
    """Largest file in bytes. 20 MB of text are about forty novels: a larger file is probably given by mistake."""

    def check_size(self, data: bytes, path: Path) -> None:
        """Raise `InputError` when there is no data, or more than the limit."""
        if not data:
            raise InputError("is empty", place=place_of(path), remedy="an article needs some text")
        if len(data) > self.limit:
            message = f"is larger than {self.limit // _MEGABYTE} MB"
            raise InputError(message, place=place_of(path), remedy="split it into several articles")


def read_markdown(data: bytes, path: Path, options: ReadOptions) -> Article:
    """Read Markdown; a file that has none is read as plain text."""
    from bilingual.reading.markdown.parser import parse_markdown

    text = decode(data, place=place_of(path), encoding=options.encoding)
    article = parse_markdown(text, path.name)
    return with_assets(article, path.parent) if article else _plain(text, path.name)


def read_plain(data: bytes, path: Path, options: ReadOptions) -> Article:
    """Read plain text."""
    return _plain(decode(data, place=place_of(path), encoding=options.encoding), path.name)


def _plain(text: str, name: str) -> Article:
    from bilingual.reading.plain.structure import parse_text

    return parse_text(text, name)


def _docx(data: bytes, path: Path, options: ReadOptions) -> Article:
    """Read a Word document."""
    from bilingual.reading.docx.reader import read_word

    return replace(read_word(data, path), original=Asset(path.name, data))


def _odt(data: bytes, path: Path, options: ReadOptions) -> Article:
    """Read an OpenDocument text, as a package or as one XML file."""
    from bilingual.reading.odt.reader import read_odt

    return read_odt(data, path)


def _html(data: bytes, path: Path, options: ReadOptions) -> Article:
    """Read a saved web page."""
    from bilingual.reading.html.reader import read_html

    return read_html(data, path, options)


def _epub(data: bytes, path: Path, options: ReadOptions) -> Article:
    """Read an EPUB book, or one of its chapters."""
    from bilingual.reading.epub.reader import read_epub

    return read_epub(data, path, options)


def _epub_chapters(data: bytes, path: Path) -> tuple[str, ...]:
    from bilingual.reading.epub.reader import chapters

    return chapters(data, path)


def _pdf(data: bytes, path: Path, options: ReadOptions) -> Article:
    """Read the text of a PDF."""
    from bilingual.reading.pdf.reader import read_pdf

    return read_pdf(data, path)


_DOCUMENT = 200 * _MEGABYTE
"""Bytes of a file with pictures."""

READERS = (
    Reader("plain text", (".txt", ".text", ""), read_plain),
    Reader("Markdown", (".md", ".markdown"), read_markdown),
    Reader("Word document", (".docx",), _docx, is_docx, limit=_DOCUMENT),
    Reader("OpenDocument text", (".odt", ".fodt"), _odt, is_odt, limit=_DOCUMENT),
    Reader("web page", (".html", ".htm", ".xhtml", ".mht", ".mhtml"), _html, is_html, limit=_DOCUMENT),
    Reader("EPUB book", (".epub",), _epub, is_epub, _epub_chapters, _DOCUMENT),
    Reader("PDF", (".pdf",), _pdf, is_pdf, limit=_DOCUMENT),
)


def suffixes() -> tuple[str, ...]:
    """Return the suffixes that mark a file in a folder as an article, the usual one of each format first."""
    usual = [reader.suffixes[0] for reader in READERS]
    return (*usual, *(suffix for reader in READERS for suffix in reader.suffixes if suffix and suffix not in usual))


def is_text(path: Path) -> bool:
    """Return whether a file has the suffix of a text: its size is that of its text."""
    suffix = path.suffix.lower()
    return any(suffix in reader.suffixes for reader in READERS if reader.sniff is None)


def reader_for(path: Path, head: bytes) -> Reader:
    """Return the reader of a file: by its first bytes, else by its suffix.

    Raises `InputError`, which names the kind of the file, when there is no reader for it.
    """
    for reader in READERS:
        if reader.sniff and reader.sniff(head):
            return reader
    suffix, kind = path.suffix.lower(), find_signature(head)
    for reader in READERS:
        if suffix in reader.suffixes and (reader.sniff is None or _may_be(suffix, kind, head)):
            return reader
    raise _unsupported(path, suffix, kind)


def _may_be(suffix: str, kind: str, head: bytes) -> bool:
    """Return whether a file may be what its suffix says, if its first bytes do not tell.

    A ZIP archive may have its text behind large pictures, and a .docx with a password begins as old Word files do.
    """
    return (
        not kind
        or (kind == "a ZIP archive" and suffix in (".docx", ".odt", ".epub"))
        or (suffix == ".docx" and is_ole(head))
    )


def _unsupported(path: Path, suffix: str, kind: str) -> InputError:
    if kind:
        return InputError(f"is {kind}, which is not supported", place=place_of(path), remedy=remedy_for(kind))
    if suffix in (".doc", ".rtf", ".pages"):
        remedy = "open it in the program that made it and save it as .docx"
    else:
        usual = ", ".join(reader.suffixes[0] for reader in READERS)
        remedy = f"bilingual reads {usual}; if this is plain text, give the file the suffix .txt"
    return InputError(f"{suffix} files are not supported", place=place_of(path), remedy=remedy)
