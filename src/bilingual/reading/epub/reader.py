"""An EPUB book → an article."""

from __future__ import annotations

from pathlib import Path

from bilingual.errors import InputError
from bilingual.model import Article
from bilingual.reading.load import place_of
from bilingual.reading.options import ReadOptions
from bilingual.reading.signatures import SAVE_AS_TEXT


def read_epub(data: bytes, path: Path, options: ReadOptions) -> Article:
    """Return the article in a file."""
    raise InputError("cannot be read yet", place=place_of(path), remedy=SAVE_AS_TEXT)


def chapters(data: bytes, path: Path) -> tuple[str, ...]:
    """Return the titles of the chapters, in reading order."""
    raise InputError("cannot be read yet", place=place_of(path), remedy=SAVE_AS_TEXT)
