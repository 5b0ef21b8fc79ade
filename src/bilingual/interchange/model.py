"""What is exported: an article's units with what identifies them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import groupby

from bilingual.keys import UnitKeys, keys_of
from bilingual.model import Article, Kind, Unit


@dataclass(frozen=True, slots=True)
class ExportUnit:
    """One unit of an export."""

    unit: Unit
    keys: UnitKeys
    kind: Kind = "paragraph"
    previous: str = ""
    """The source of the unit before; empty at the beginning, or if it is unknown."""
    following: str = ""
    line: int = 0
    """The line of its block in the article, from 1; 0 when unknown."""
    author: str = ""
    """Who decided about the target; empty when unknown."""

    @property
    def block(self) -> str:
        """Return the number of its block."""
        return self.unit.id.partition(".")[0]


@dataclass(frozen=True, slots=True)
class ExportDocument:
    """An article to be exported."""

    article: Article
    """Translated: its units have targets, states, notes and findings."""
    name: str = ""
    """The article's file name; empty: as the article has it."""
    signature: str = ""
    """How the drafts were made."""
    date: str = ""
    """`YYYY-MM-DD`; empty leaves dates out."""
    export: str = ""
    """The id of this export, by which a returned file is compared with it."""

    @property
    def file(self) -> str:
        """Return the article's file name."""
        return self.name or self.article.path or self.article.name or "article"

    @property
    def units(self) -> Iterator[ExportUnit]:
        """Yield every unit to be translated, in reading order: those with text, but no code."""
        keys = keys_of(self.article)
        found = [
            ExportUnit(unit, keys[unit.id], block.kind, line=block.place.line)
            for block in self.article.blocks
            for unit in block.units
            if unit.id in keys
        ]
        texts = ["", *(each.unit.source for each in found), ""]
        for at, each in enumerate(found):
            if each.kind != "code":
                yield replace(each, previous=texts[at], following=texts[at + 2])

    @property
    def blocks(self) -> Iterator[tuple[str, list[ExportUnit]]]:
        """Yield the units of `units` by block, with the block's number."""
        for block, units in groupby(self.units, lambda each: each.block):
            yield block, list(units)
