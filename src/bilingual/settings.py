"""The settings of a run: values only, so that they can be compared, hashed, stored and sent to another process."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from bilingual.editions.writers import EditionSpec, editions_of
from bilingual.engines.choose import EngineSpec

Dates = Literal["us", "uk"]
"""September 2, 2025 or 2 September 2025."""


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings of a run. `dataclasses.replace` gives changed settings; nothing is loaded here."""

    glossaries: tuple[Path, ...] | Literal["nearest"] | None = "nearest"
    """Files (earlier ones take precedence); the `glossary.yaml` nearest to each article; or none."""
    engine: EngineSpec = field(default_factory=EngineSpec)
    dates: Dates = "us"
    encoding: str | None = None
    """A Python codec name; None to detect the encoding of each article."""
    select: str = ""
    """A CSS selector of the article in a web page; empty to find it."""
    overwrite: bool = False
    """True: editions that a person changed are replaced, too; a copy is kept."""
    editions: tuple[EditionSpec, ...] = field(default_factory=lambda: editions_of(("pdf", "docx")))
