"""Side-by-side Japanese/English editions, translated offline; the glossary takes precedence."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from bilingual.version import __version__

if TYPE_CHECKING:
    from bilingual.editions.plan import Plan
    from bilingual.editions.writers import EditionSpec, editions_of
    from bilingual.engines.choose import EngineSpec
    from bilingual.errors import BilingualError
    from bilingual.model import Article, Block, Event, Finding, TermMatch, Unit
    from bilingual.outcomes import BoundBook, Outcome, Translation
    from bilingual.project import Project
    from bilingual.session import Session, render
    from bilingual.settings import Settings

__all__ = [
    "Article",
    "BilingualError",
    "Block",
    "BoundBook",
    "EditionSpec",
    "EngineSpec",
    "Event",
    "Finding",
    "Outcome",
    "Plan",
    "Project",
    "Session",
    "Settings",
    "TermMatch",
    "Translation",
    "Unit",
    "__version__",
    "editions_of",
    "render",
]

_HOMES = {
    "Article": "model",
    "BilingualError": "errors",
    "Block": "model",
    "BoundBook": "outcomes",
    "EditionSpec": "editions.writers",
    "EngineSpec": "engines.choose",
    "Event": "model",
    "Finding": "model",
    "Outcome": "outcomes",
    "Plan": "editions.plan",
    "Project": "project",
    "Session": "session",
    "Settings": "settings",
    "TermMatch": "model",
    "Translation": "outcomes",
    "Unit": "model",
    "editions_of": "editions.writers",
    "render": "session",
}


def __getattr__(name: str) -> object:
    # Imported on use: the command line's `--help` must not load the pipeline.
    if name in _HOMES:
        return getattr(import_module(f"bilingual.{_HOMES[name]}"), name)
    raise AttributeError(f"module 'bilingual' has no attribute {name!r}")
