"""What is the same for every article of a run: engine, glossaries, looks, places."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from bilingual.editions.model import Layout
from bilingual.editions.plan import Plan
from bilingual.errors import GlossaryError
from bilingual.formats import Format

log = logging.getLogger(__name__)

GLOSSARY = "glossary.yaml"
_CLASHES = 20
"""Clashes of stacked glossaries that are shown; --verbose shows all."""
_LEVELS_UP = 3
"""How far above an article its project's glossary is looked for."""


@dataclass(frozen=True)
class Job:
    """What is the same for every article of a run: engine, glossary, places."""

    engine: Any = "auto"
    """An `Engine`, or what `engines.choose` takes."""
    glossary: Path | str | Sequence[Path | str] | None = "auto"
    """A path, or several of which the first wins; `"auto"` looks for `glossary.yaml` beside the article's project; None
    uses no glossary."""
    formats: Sequence[Format] = ("pdf", "docx")
    output: Path | str = "output"
    encoding: str | None = None
    dates: Literal["us", "uk"] = "us"
    """September 2, 2025 or 2 September 2025."""
    drafts: Path | str | None = "auto"
    """The draft store; `"auto"` is the user's; None keeps nothing."""
    layouts: Sequence[Layout] = ("side-by-side",)
    plan: Plan = field(default_factory=Plan)
    """How editions look; `layouts` says which are made, whatever the plan's own layout."""
    _loaded: dict[Any, Any] = field(default_factory=dict, repr=False)

    def files(self, article: Path) -> list[Path]:
        """Return the files that are written for an article, in the order of `editions.outputs`."""
        from bilingual.editions.outputs import outputs

        return [Path(self.output) / one.name(article.stem) for one in outputs(self.formats, self.layouts)]

    def glossaries(self, article: Path) -> tuple[Path, ...]:
        """Return the glossaries that hold for an article, the nearest first."""
        if self.glossary is None or self.glossary == "auto":
            found = find_glossary(article) if self.glossary else None
            return (found,) if found else ()
        named = (self.glossary,) if isinstance(self.glossary, str | Path) else self.glossary
        return tuple(dict.fromkeys(Path(path) for path in named))

    def terms(self, paths: tuple[Path, ...]) -> tuple[Any, Any]:
        """Return a stack of glossaries and its matcher, loaded once a run; where they clash is said once.

        What is wrong with them is told in full once, too: for the next article it is the first fault that is raised.
        """
        if isinstance(fault := self._loaded.get(paths), GlossaryError):
            raise fault
        if paths not in self._loaded:
            from bilingual.glossary.layers import clashes, layered
            from bilingual.glossary.load import Glossary, load_glossaries
            from bilingual.matching.matcher import Matcher

            try:
                loaded = load_glossaries(paths)
            except GlossaryError as error:
                if len(error.faults) > 1:
                    self._loaded[paths] = error.faults[0]
                raise
            for number, clash in enumerate(clashes(loaded) if len(loaded) > 1 else ()):
                level = logging.WARNING if number < _CLASHES else logging.DEBUG
                log.log(level, "%s: %s", clash.place, clash.message)
            whole = layered(loaded) if loaded else Glossary()
            self._loaded[paths] = (whole, Matcher(whole))
        pair: tuple[Any, Any] = self._loaded[paths]
        return pair

    def chosen(self) -> Any:
        """Return the engine, chosen once a run."""
        if "engine" not in self._loaded:
            from bilingual.engines.choose import choose

            self._loaded["engine"] = choose(self.engine) if isinstance(self.engine, str) else self.engine
        return self._loaded["engine"]


def find_glossary(path: Path) -> Path | None:
    """Return the `glossary.yaml` nearest to an article: in its folder, or in a few folders above it."""
    folder = path.resolve().parent
    for place in [folder, *folder.parents][: _LEVELS_UP + 1]:
        if (place / GLOSSARY).is_file():
            return place / GLOSSARY
        # A repository or a home folder is where a project ends.
        if (place / ".git").exists() or place == Path.home():
            return None
    return None
