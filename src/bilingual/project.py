"""The paths of a run: the glossaries of an article, its editions, the draft cache, the project memory."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from bilingual.editions.writers import EditionSpec
from bilingual.files import home
from bilingual.settings import Settings

GLOSSARY = "glossary.yaml"
MEMORY = Path(".bilingual") / "memory.sqlite"
"""The project memory, in the project's folder."""
_UNSAFE = re.compile(r'[<>:"/\\|?*]')
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?", re.IGNORECASE)
"""Names of devices, which Windows does not give to files."""
_LONGEST_STEM = 180
"""Bytes; a file system has 255, and the name also has a layout, a suffix, and a temporary one."""
_LEVELS_UP = 3
"""How many folders above an article its project's glossary is looked for."""


@dataclass(frozen=True, slots=True)
class Project:
    """The paths of a run, relative to the working directory."""

    output: Path = Path("output")
    """The folder of the editions."""
    drafts: Path | Literal["user"] | None = "user"
    """The file of the draft cache; `"user"` for the one that all projects share; None to keep no drafts."""
    memory: Path | Literal["nearest"] | None = "nearest"
    """The file of the project memory; `"nearest"` for the one in the article's project; None to use none."""
    edition: Path | None = None
    """The file of the only edition; None for names made from those of the articles, in `output`."""

    def files(
        self, article: Path, editions: Sequence[EditionSpec], *, below: Path = Path(), chapter: int = 0
    ) -> tuple[Path, ...]:
        """Return the files of an article's editions, in the order of `editions`.

        `below` is a folder below `output`: with it, the editions of a tree of articles are in a tree, too. Those of a
        `chapter` have its number: `book-03.pdf`.
        """
        if self.edition:
            return (self.edition,)
        stem = f"{article.stem}-{chapter:02}" if chapter else article.stem
        return tuple(self.output / below / edition.name(stem) for edition in editions)

    def book_files(self, title: str, editions: Sequence[EditionSpec]) -> tuple[Path, ...]:
        """Return the files of a book, named after it; a name that no file can have is an empty tuple."""
        stem = file_stem(title)
        return tuple(self.output / edition.name(stem) for edition in editions) if stem else ()

    def glossaries(self, article: Path, settings: Settings) -> tuple[Path, ...]:
        """Return the glossaries for an article; earlier ones take precedence."""
        if settings.glossaries == "nearest":
            found = find_glossary(article)
            return (found,) if found else ()
        return tuple(dict.fromkeys(settings.glossaries or ()))

    def glossary_files(self, article: Path, settings: Settings) -> tuple[Path, ...]:
        """Return the files whose changes can change the glossaries of an article, those that do not exist, too."""
        if settings.glossaries != "nearest":
            return self.glossaries(article, settings)
        places = [folder / GLOSSARY for folder in _folders_above(article)]
        found = next((number for number, place in enumerate(places) if place.is_file()), len(places))
        return tuple(places[: found + 1])

    def memory_of(self, article: Path) -> Path | None:
        """Return the memory of an article's project; the file need not exist yet. None if none is used."""
        return memory_near(article) if self.memory == "nearest" else self.memory


def file_stem(title: str) -> str:
    """Return a title as the name of a file that every system can store; empty if nothing is left of it."""
    plain = _UNSAFE.sub("-", unicodedata.normalize("NFC", title))
    kept = "".join(character for character in plain if character.isprintable())
    stem = " ".join(kept.split()).strip(". -")
    while len(stem.encode()) > _LONGEST_STEM:
        stem = stem[:-1].rstrip(". -")
    return f"{stem}_" if _RESERVED.fullmatch(stem) else stem


def memory_near(path: Path) -> Path:
    """Return the memory of the project that an article or a folder belongs to; the file need not exist yet.

    The project's folder is the nearest one above with a memory, else the one with the nearest glossary, else the
    working directory if the article is in it, else the article's folder.
    """
    folders = _folders_above(path)
    glossary = find_glossary(path)
    here = Path.cwd()
    place = next((folder for folder in folders if (folder / MEMORY).is_file()), None)
    if place is None and glossary is not None:
        place = glossary.parent
    if place is None:
        place = here if here in folders else folders[0]
    return place / MEMORY


def find_glossary(path: Path) -> Path | None:
    """Return the `glossary.yaml` nearest to an article or a folder: there, or in a few folders above."""
    found = (place / GLOSSARY for place in _folders_above(path))
    return next((glossary for glossary in found if glossary.is_file()), None)


def _folders_above(path: Path) -> list[Path]:
    """Return the folders of the project that a file or folder may belong to, nearest first."""
    start = path.resolve()
    folder = start if start.is_dir() else start.parent
    folders: list[Path] = []
    for place in [folder, *folder.parents][: _LEVELS_UP + 1]:
        folders.append(place)
        # A project does not extend beyond its repository or the home folder.
        if (place / ".git").exists() or place == home():
            break
    return folders
