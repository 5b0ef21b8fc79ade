"""A file → an article of source units."""

from __future__ import annotations

from pathlib import Path

from bilingual.errors import InputError
from bilingual.model import Article
from bilingual.reading.decode import load_text

TEXT_SUFFIXES = ("", ".txt", ".text")
MARKDOWN_SUFFIXES = (".md", ".markdown")


def read(path: Path, *, encoding: str | None = None) -> Article:
    """Read a text or Markdown file as an article.

    `encoding` is a Python codec name; without it the encoding is found from the bytes.
    Raises `InputError` when the file cannot be had, is not text, or its encoding cannot be told for certain.
    """
    suffix = path.suffix.lower()
    if suffix not in TEXT_SUFFIXES + MARKDOWN_SUFFIXES and path.is_file():
        raise _unsupported(path, suffix)
    text = load_text(path, encoding=encoding)
    if suffix in MARKDOWN_SUFFIXES:
        from bilingual.reading.markdown.parser import parse_markdown

        return parse_markdown(text, path.name)
    from bilingual.reading.plain.structure import parse_text

    return parse_text(text, path.name)


def _unsupported(path: Path, suffix: str) -> InputError:
    if suffix in {".docx", ".doc", ".odt", ".rtf", ".epub", ".pdf", ".html", ".htm", ".xhtml", ".pages"}:
        remedy = "save the article as plain text (.txt) or Markdown (.md) and try again"
    else:
        remedy = "bilingual reads .txt and .md; if this is plain text, give the file one of these suffixes"
    return InputError(f"{suffix} files are not supported", place=str(path), remedy=remedy)


__all__ = ["read"]
