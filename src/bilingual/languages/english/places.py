"""Places and organisations: what a text names, in English and in Japanese."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from bilingual.languages.data import language_rows

_NEVER = re.compile(r"(?!)")


@dataclass(frozen=True, slots=True)
class NamedPlace:
    """A place or an organisation, as patterns."""

    name: str
    area: str
    """`japan`, `abroad` or `organisation`."""
    english: re.Pattern[str]
    japanese: re.Pattern[str]
    """What names it in Japanese; an expression that matches nothing where English may leave the name out."""
    hints: re.Pattern[str]
    """What names it or may mean it."""


@cache
def places() -> tuple[NamedPlace, ...]:
    """Return all places and organisations of english/places.tsv."""
    return tuple(
        NamedPlace(
            names.split("|")[0],
            area,
            re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, names.split('|')))})(?!\w)"),
            re.compile(japanese) if japanese else _NEVER,
            re.compile("|".join(filter(None, (japanese, hints)))),
        )
        for names, area, japanese, hints in language_rows("english/places.tsv")
    )


@cache
def _by_english() -> tuple[re.Pattern[str], dict[str, NamedPlace]]:
    by_name = {
        name: place
        for place, row in zip(places(), language_rows("english/places.tsv"), strict=True)
        for name in row[0].split("|")
    }
    names = "|".join(map(re.escape, sorted(by_name, key=len, reverse=True)))
    return re.compile(rf"(?<![\w.@/-])(?:{names})(?!\w)"), by_name


@cache
def _any_japanese() -> re.Pattern[str]:
    return re.compile("|".join(row[2] for row in language_rows("english/places.tsv") if row[2]))


def named_in_english(text: str) -> dict[str, NamedPlace]:
    """Return the places that an English text names: the name in the text, and the place."""
    names, by_name = _by_english()
    return {found: by_name[found] for found in names.findall(text)}


def named_in_japanese(text: str) -> list[tuple[re.Match[str], NamedPlace]]:
    """Return the places that a Japanese text surely names, each once."""
    if not _any_japanese().search(text):
        return []
    return [(found, place) for place in places() if (found := place.japanese.search(text))]
