"""The paths of a run: the glossaries of an article, its editions, the draft cache."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from bilingual.editions.writers import EditionSpec
from bilingual.files import home
from bilingual.settings import Settings

GLOSSARY = "glossary.yaml"
_LEVELS_UP = 3
"""How many folders above an article its project's glossary is looked for."""


@dataclass(frozen=True, slots=True)
class Project:
    """The paths of a run, relative to the working directory."""

    output: Path = Path("output")
    """The folder of the editions."""
    drafts: Path | Literal["user"] | None = "user"
    """The file of the draft cache; `"user"` for the one that all projects share; None to keep no drafts."""
    edition: Path | None = None
    """The file of the only edition; None for names made from those of the articles, in `output`."""

    def files(self, article: Path, editions: Sequence[EditionSpec], *, below: Path = Path()) -> tuple[Path, ...]:
        """Return the files of an article's editions, in the order of `editions`.

        `below` is a folder below `output`: with it, the editions of a tree of articles are in a tree, too.
        """
        if self.edition:
            return (self.edition,)
        return tuple(self.output / below / edition.name(article.stem) for edition in editions)

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
        places = glossary_places(article)
        found = next((number for number, place in enumerate(places) if place.is_file()), len(places))
        return places[: found + 1]


def find_glossary(path: Path) -> Path | None:
    """Return the `glossary.yaml` nearest to an article or a folder: there, or in a few folders above."""
    return next((place for place in glossary_places(path) if place.is_file()), None)


def glossary_places(path: Path) -> tuple[Path, ...]:
    """Return where the `glossary.yaml` of an article or a folder may be, nearest first."""
    start = path.resolve()
    folder = start if start.is_dir() else start.parent
    places: list[Path] = []
    for place in [folder, *folder.parents][: _LEVELS_UP + 1]:
        places.append(place / GLOSSARY)
        # A project does not extend beyond its repository or the home folder.
        if (place / ".git").exists() or place == home():
            break
    return tuple(places)
