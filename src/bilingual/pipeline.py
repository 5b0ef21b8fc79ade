"""The story of a run: read → find terms → recall and translate → check → lay out → draw → write.

Only this module knows the order of the stages; every stage is a function of values.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

from bilingual.editions.model import Layout
from bilingual.editions.outputs import Output, outputs
from bilingual.editions.plan import Plan
from bilingual.errors import EngineError
from bilingual.files import check_writable, write_whole
from bilingual.formats import Format
from bilingual.model import Article, Finding
from bilingual.session import GLOSSARY, Job, find_glossary
from bilingual.translation.metrics import Terminology
from bilingual.version import __version__

__all__ = [
    "GLOSSARY",
    "Job",
    "Progress",
    "Rendered",
    "RunFigures",
    "check",
    "find_glossary",
    "render",
    "run",
    "summary",
    "translate",
]

Progress = Callable[[str, int, int], None]
"""Called with the stage's name, what is done and what there is to do."""


@dataclass(frozen=True, slots=True)
class RunFigures:
    """What a run did with one article, in numbers."""

    units: int = 0
    terms: Terminology = field(default_factory=Terminology)
    decoded_again: int = 0
    """Units whose first draft had a fault."""
    mended: int = 0
    """Of these, units that came out better."""
    drafts: int = 0
    """Drafts and samples that were looked at."""
    findings: int = 0
    seconds: float = 0.0
    """Wall time of the run; not part of any edition."""


@dataclass(frozen=True, slots=True)
class Rendered:
    """The result of a run for one article."""

    article: Article
    figures: RunFigures
    signature: str
    files: tuple[Path, ...] = ()
    glossaries: tuple[Path, ...] = ()
    """Those that held for the article, the nearest first."""

    @property
    def glossary(self) -> Path | None:
        """Return the nearest glossary."""
        return self.glossaries[0] if self.glossaries else None

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Return all findings, in reading order."""
        return tuple(finding for unit in self.article.units for finding in unit.findings)


def render(
    path: Path | str,
    glossary: Path | str | Sequence[Path | str] | None = "auto",
    *,
    engine: Any = "auto",
    formats: Sequence[Format] = ("pdf", "docx"),
    output: Path | str = "output",
    encoding: str | None = None,
    dates: Literal["us", "uk"] = "us",
    layouts: Sequence[Layout] = ("side-by-side",),
    plan: Plan | None = None,
    progress: Progress | None = None,
) -> Rendered:
    """Translate an article and write its editions. Never touches the network.

    Returns the article with targets and findings, the figures of the run and the files written, in the order of
    `formats` and `layouts`. Raises a `BilingualError`; nothing is written then.
    """
    job = Job(engine, glossary, formats, output, encoding, dates, layouts=layouts, plan=plan or Plan())
    return run(Path(path), job, progress=progress)


def run(path: Path, job: Job, *, progress: Progress | None = None) -> Rendered:
    """Do the whole job for one article."""
    made = outputs(job.formats, job.layouts)
    targets = job.files(path)
    article = _read(path, job)
    # Minutes of translation must not end at a folder that cannot be written.
    check_writable(Path(job.output))
    if job.plan.furigana:
        _need_readings()
    done = translate(path, article, job, progress=progress)
    date = edition_date(path)
    drawings: list[bytes] = []
    shown = replace(done, article=_with_readings(done.article)) if job.plan.furigana else done
    for number, one in enumerate(made):
        if progress:
            progress(f"drawing {one.format}", number, len(made))
        drawings.append(_draw(one, shown, date=date, job=job))
    for target, drawing in zip(targets, drawings, strict=True):
        write_whole(target, drawing)
    return replace(done, files=tuple(targets))


def check(path: Path, job: Job, *, progress: Progress | None = None) -> Rendered:
    """Read, translate and check one article; write nothing."""
    return translate(path, _read(path, job), job, progress=progress)


def translate(path: Path, article: Article, job: Job, *, progress: Progress | None = None) -> Rendered:
    """Return the article with targets, terms and findings."""
    from bilingual.checks.registry import check_article, check_unit
    from bilingual.matching.find import find_all
    from bilingual.memory.drafts import default_path, drafts_at, remembering
    from bilingual.numbers import NumberStyle
    from bilingual.translation import enforce
    from bilingual.translation.metrics import measure

    started = time.monotonic()
    glossaries = job.glossaries(path)
    terms, matcher = job.terms(glossaries)
    store = default_path() if job.drafts == "auto" else Path(job.drafts) if job.drafts else None
    total = len(article.units)
    found = find_all(article, matcher, NumberStyle(dates=job.dates))
    with drafts_at(store) as drafts:
        engine = remembering(job.chosen(), drafts)
        units, figures = enforce.enforce(
            [(block.kind, unit) for block in article.blocks for unit in block.units],
            engine,
            find=lambda unit: found[unit.id],
            judge=check_unit,
            progress=(lambda n: progress("translating", n, total)) if progress else None,
            again=(lambda n, of: progress("mending", n, of)) if progress else None,
        )
    article = article.with_units(units)
    article = check_article(article, missing=_missing(article))
    signature = f"{engine.signature}|glossary:{terms.signature or 'none'}|bilingual:{__version__}"
    return Rendered(
        article=article,
        signature=signature,
        glossaries=glossaries,
        figures=RunFigures(
            units=total,
            terms=measure(article),
            decoded_again=figures.again,
            mended=figures.mended,
            drafts=figures.drafts,
            findings=sum(len(unit.findings) for unit in article.units),
            seconds=time.monotonic() - started,
        ),
    )


def edition_date(path: Path) -> str:
    """Return the edition's date: `SOURCE_DATE_EPOCH` if set, else the day the article's file was last changed.

    Both make the same article give the same bytes tomorrow; the clock would not.
    """
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    try:
        seconds = int(epoch) if epoch else int(path.stat().st_mtime)
        return datetime.fromtimestamp(seconds, UTC).date().isoformat()
    except (ValueError, OSError, OverflowError):
        return "1970-01-01"


def _missing(article: Article) -> frozenset[str]:
    """Return the characters of the article that no font of the editions has."""
    from bilingual.editions.fonts.fontset import missing_characters

    return missing_characters("".join(unit.source + unit.target for unit in article.units))


def _read(path: Path, job: Job) -> Article:
    from bilingual.reading import read

    return read(path, encoding=job.encoding)


def _draw(one: Output, done: Rendered, *, date: str, job: Job) -> bytes:
    if one.format == "json":
        from bilingual.editions.bitext import draw_bitext

        return draw_bitext(done.article, signature=done.signature, date=date, summary=summary(done, seconds=False))
    from bilingual.editions.compose.article import Facts, compose_edition
    from bilingual.editions.outputs import draw_edition
    from bilingual.editions.plan import TermGloss
    from bilingual.glossary.model import Term, rows_of_terms

    figures = done.figures
    terms = figures.terms
    said = f"{terms.pairs_said} of {terms.pairs} said, consistency {terms.consistency:.2f}" if terms.pairs else ""
    said += f", {terms.repaired} put right" if terms.repaired else ""
    said += f", {terms.forced} in brackets" if terms.forced else ""
    numbers = f"{terms.numbers} checked, {terms.numbers_wrong} wrong" if terms.numbers else ""
    entries = rows_of_terms(job.terms(done.glossaries)[0].terms)
    facts = Facts(
        signature=done.signature,
        date=date,
        version=__version__,
        glossary=", ".join(path.name for path in done.glossaries),
        figures=(("Terms", said), ("Numbers", numbers), ("Open findings", str(figures.findings))),
        entries={
            t.source: TermGloss(t.reading, t.note) for t in entries if isinstance(t, Term) and (t.reading or t.note)
        },
    )
    plan = replace(job.plan, layout=one.layout)
    return draw_edition(one.format, compose_edition(done.article, facts, plan=plan))


def _need_readings() -> None:
    from bilingual.languages.japanese.readings import available

    if not available():
        raise EngineError(
            "furigana need a dictionary that is not installed",
            remedy="install the extra `readings`, or leave out --furigana: the glossary's readings are drawn anyway",
        )


def _with_readings(article: Article) -> Article:
    from bilingual.editions.compose.furigana import guess
    from bilingual.languages.japanese.readings import readings_of

    return guess(article, readings_of)


def summary(done: Rendered, *, seconds: bool = True) -> dict[str, Any]:
    """Return the figures of a run as plain values, for JSON."""
    figures, terms = done.figures, done.figures.terms
    value: dict[str, Any] = {
        "units": figures.units,
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
        "decoded_again": figures.decoded_again,
        "mended": figures.mended,
        "drafts": figures.drafts,
        "findings": figures.findings,
    }
    return value | {"seconds": round(figures.seconds, 2)} if seconds else value
