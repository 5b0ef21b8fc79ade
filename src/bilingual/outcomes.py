"""What a run gives: the translation of an article, its figures, and the files that were written."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from bilingual.model import Article, Finding
from bilingual.translation.metrics import Terminology


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of a run over one article."""

    units: int = 0
    terms: Terminology = field(default_factory=Terminology)
    retried: int = 0
    """Units whose first draft had an error."""
    improved: int = 0
    """Of these, the units that the retry improved."""
    drafts: int = 0
    """Drafts and samples that were compared."""
    findings: int = 0
    reviewed: int = 0
    """Sentences whose English a person approved."""
    sentences: int = 0
    """Units with Japanese text to translate."""
    engines: tuple[tuple[str, int], ...] = ()
    """Name of each engine and the number of targets that are its drafts, in the order of the engines."""
    seconds: float = 0.0
    """Wall time of the run: of the translation, and of its editions if they are written. Not part of any edition."""

    def values(self, *, seconds: bool = True) -> dict[str, int | float | dict[str, int]]:
        """Return the figures as plain values, for JSON."""
        terms = self.terms
        values: dict[str, int | float | dict[str, int]] = {
            "units": self.units,
            "terms": terms.pairs,
            "terms_found": terms.pairs_said,
            "term_success": round(terms.success, 4),
            "consistency": round(terms.consistency, 4),
            "places": terms.places,
            "places_said": terms.said,
            "repaired": terms.repaired,
            "forced": terms.forced,
            "numbers": terms.numbers,
            "numbers_wrong": terms.numbers_wrong,
            "decoded_again": self.retried,
            "mended": self.improved,
            "drafts": self.drafts,
            "findings": self.findings,
            "reviewed": self.reviewed,
            "sentences": self.sentences,
            "engines": dict(self.engines),
        }
        return values | {"seconds": round(self.seconds, 2)} if seconds else values


@dataclass(frozen=True, slots=True)
class Translation:
    """An article with targets, verified terms and findings, with the figures and the signature of the run."""

    article: Article
    figures: Figures
    signature: str
    """What determined the targets: engine, glossary, version."""
    glossaries: tuple[Path, ...] = ()
    """The glossaries used; earlier ones take precedence."""

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Return all findings, in reading order."""
        own = (finding for unit in self.article.units for finding in unit.findings)
        return (*self.article.findings, *own)

    @property
    def wrong_numbers(self) -> int:
        """Return how many findings are about numbers."""
        return sum(finding.code.startswith("number-") for finding in self.findings)


@dataclass(frozen=True, slots=True)
class Outcome(Translation):
    """A translation whose editions have been written."""

    path: Path = Path()
    """The article."""
    files: tuple[Path, ...] = ()
    """The editions, in the order of the settings."""
    left: tuple[Path, ...] = ()
    """Editions that were not written, because a person has changed the file that is there."""


@dataclass(frozen=True, slots=True)
class BoundBook:
    """A book whose editions have been written."""

    title: str
    files: tuple[Path, ...] = ()
    """In the order of the settings."""
    left: tuple[Path, ...] = ()
    """Files that were not written, because a person has changed what is there."""
