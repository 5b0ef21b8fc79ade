"""Side-by-side Japanese/English editions, translated offline, with a glossary that wins."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bilingual.version import __version__

__all__ = ["Article", "BilingualError", "Block", "Finding", "Rendered", "TermMatch", "Unit", "__version__", "render"]

if TYPE_CHECKING:
    from bilingual.errors import BilingualError
    from bilingual.model import Article, Block, Finding, TermMatch, Unit
    from bilingual.pipeline import Rendered, render

_HOMES = {
    "Article": "model",
    "BilingualError": "errors",
    "Block": "model",
    "Finding": "model",
    "Rendered": "pipeline",
    "TermMatch": "model",
    "Unit": "model",
    "render": "pipeline",
}


def __getattr__(name: str) -> Any:
    # Imported on use: the command line's `--help` must not load the pipeline.
    if name in _HOMES:
        from importlib import import_module

        return getattr(import_module(f"bilingual.{_HOMES[name]}"), name)
    raise AttributeError(f"module 'bilingual' has no attribute {name!r}")
