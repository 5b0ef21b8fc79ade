"""What is known of each article of an archive after a run: plain values, for the record and the report."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

ArticleStatus = Literal["done", "failed", "edition"]
"""`edition`: the file is an edition that bilingual made, in the folder of the articles."""


@dataclass(frozen=True, slots=True)
class ArticleJob:
    """An article to render."""

    path: Path
    below: Path = Path()
    """The folder of its editions below the output folder."""
    chapter: int = 0
    """The number of a chapter of a book, from 1; 0 for the whole file."""
    scanned: bool = False
    """True when it was found in a folder, not named."""

    @property
    def name(self) -> str:
        """Return the name of the article in messages and in the record: its path, and `#3` for a chapter."""
        return f"{self.path}{self._part}"

    def label(self, number: int, total: int) -> str:
        """Return the article's name in progress and summaries: the `number`th of `total`."""
        name = f"{self.below / self.path.name}{self._part}"
        return f"{name} (article {number} of {total})" if total > 1 else name

    @property
    def _part(self) -> str:
        return f"#{self.chapter}" if self.chapter else ""


@dataclass(frozen=True, slots=True)
class TermResult:
    """How one glossary term was rendered in one article."""

    source: str
    """The term as the glossary has it."""
    target: str
    """The English that the glossary requires."""
    renderings: tuple[tuple[str, int], ...] = ()
    """The English used and in how many places: the target, or another form that the glossary admits."""
    missing: int = 0
    """Places whose English does not have the term."""
    forced: int = 0
    """Places where it is in brackets, as a last resort."""


@dataclass(frozen=True, slots=True)
class Digests:
    """Hashes of what the editions of an article depend on."""

    inputs: str = ""
    """Everything but glossaries and memory: the article, its pictures, the settings, the engines, this package."""
    terms: str = ""
    """The files of the glossaries and the state of the memory, whole."""
    used: str = ""
    """Only what concerns the article: its terms, and what people decided about its sentences."""


@dataclass(frozen=True, slots=True)
class ArticleResult:
    """An article and what became of it."""

    name: str
    """`ArticleJob.name`."""
    status: ArticleStatus
    below: str = ""
    """`ArticleJob.below`, with `/`; empty for the output folder itself."""
    title: str = ""
    title_en: str = ""
    outputs: tuple[tuple[str, str], ...] = ()
    """The path of each edition, from the output folder and with `/`, and the SHA-256 of the file."""
    left: tuple[str, ...] = ()
    """Editions that were not written, because a person has changed the file that is there; paths as in `outputs`."""
    figures: dict[str, int | float | dict[str, int]] = field(default_factory=dict)
    """As in `pipeline.Figures.values`: units, sentences, reviewed, terms, terms_found, numbers, seconds …"""
    codes: dict[str, int] = field(default_factory=dict)
    """Findings by code."""
    severities: dict[str, int] = field(default_factory=dict)
    """Findings by severity: error, warning, note."""
    uses: tuple[TermResult, ...] = ()
    glossaries: tuple[str, ...] = ()
    signature: str = ""
    notices: tuple[str, ...] = ()
    """What to know about how the file was read."""
    error: str = ""
    """Why it failed: message and remedy in one line, without the article's name."""
    exit_code: int = 0
    digests: Digests = field(default_factory=Digests)
    pictures: tuple[str, ...] = ()
    """The addresses of its pictures as written: those beside the article are part of what it depends on."""

    def files(self, output: Path) -> list[Path]:
        """Return the paths of its editions in an output folder."""
        return [output / name for name, _ in self.outputs]

    @property
    def is_done(self) -> bool:
        """Return whether its editions are written."""
        return self.status == "done"
