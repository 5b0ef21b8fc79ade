"""What identifies a unit when its place changes, a key of its source and those of its neighbours; and what counts."""

from __future__ import annotations

import hashlib
import unicodedata
from dataclasses import dataclass

from bilingual.languages.japanese.scripts import has_japanese
from bilingual.languages.japanese.width import fold_text
from bilingual.model import Article, Kind, Unit

SHORT = 6
"""Hex digits of a key in a bookmark's name, which Word limits to 40 characters."""
_LENGTH = 16


@dataclass(frozen=True, slots=True)
class UnitKeys:
    """The key of a unit and those of its neighbours in the article; empty where there is none."""

    key: str
    before: str = ""
    after: str = ""


def key_of(source: str) -> str:
    """Return the key of a source text: 16 hex digits, equal for texts that differ only in width and white space.

    Empty for a text without characters.
    """
    plain = plain_of(source)
    return hashlib.sha256(plain.encode("utf-8", "surrogatepass")).hexdigest()[:_LENGTH] if plain else ""


def plain_of(source: str) -> str:
    """Return what a key is made of: the text in one width, without white space."""
    return "".join(fold_text(unicodedata.normalize("NFKC", source)).split())


def keys_of(article: Article) -> dict[str, UnitKeys]:
    """Return the keys of every unit that has text, by id; neighbours are counted in reading order."""
    named = [(unit.id, key_of(unit.source)) for unit in article.units]
    named = [(name, key) for name, key in named if key]
    keys = ["", *(key for _, key in named), ""]
    return {name: UnitKeys(key, keys[at], keys[at + 2]) for at, (name, key) in enumerate(named)}


def sentences_of(article: Article) -> list[Unit]:
    """Return the units that have something to translate: what is counted as reviewed, and as work."""
    return [unit for block in article.blocks for unit in block.units if needs_translation(block.kind, unit)]


def needs_translation(kind: Kind, unit: Unit) -> bool:
    """Return whether a unit has Japanese that is translated; code is not."""
    return kind not in ("code", "separator") and bool(has_japanese(unit.source))
