"""The story of a run: read → find terms → recall and translate → check → lay out → draw → write.

Only this module knows the order of the stages; every stage is a function of values.
"""

from __future__ import annotations

import logging
import os
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bilingual.editions.layout import Layout
from bilingual.editions.outputs import Output, outputs
from bilingual.editions.plan import Plan
from bilingual.errors import EngineError
from bilingual.files import check_writable, write_whole
from bilingual.formats import Format
from bilingual.model import Article, Finding, TermMatch, Unit
from bilingual.version import __version__

log = logging.getLogger(__name__)

Progress = Callable[[str, int, int], None]
"""Called with the stage's name, what is done and what there is to do."""

GLOSSARY = "glossary.yaml"
_LEVELS_UP = 3
"""How far above an article its project's glossary is looked for."""


@dataclass(frozen=True, slots=True)
class Figures:
    """What a run did with one article, in numbers."""

    units: int = 0
    terms: int = 0
    """Places where a glossary term stands in the source."""
    terms_found: int = 0
    decoded_again: int = 0
    """Units whose first draft had a fault."""
    mended: int = 0
    """Of these, units that came out better."""
    findings: int = 0
    seconds: float = 0.0
    """Wall time of the run; not part of any edition."""


@dataclass(frozen=True, slots=True)
class Rendered:
    """The result of a run for one article."""

    article: Article
    figures: Figures
    signature: str
    files: tuple[Path, ...] = ()
    glossary: Path | None = None

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Return all findings, in reading order."""
        return tuple(finding for unit in self.article.units for finding in unit.findings)


@dataclass(frozen=True)
class Job:
    """What is the same for every article of a run: engine, glossary, places."""

    engine: Any = "auto"
    """An `Engine`, or what `engines.choose` takes."""
    glossary: Path | str | None = "auto"
    """A path; `"auto"` looks for `glossary.yaml` beside the article's project; None uses no glossary."""
    formats: Sequence[Format] = ("pdf", "docx")
    output: Path | str = "output"
    encoding: str | None = None
    drafts: Path | str | None = "auto"
    """The draft store; `"auto"` is the user's; None keeps nothing."""
    layouts: Sequence[Layout] = ("side-by-side",)
    plan: Plan = field(default_factory=Plan)
    """How editions look; `layouts` says which are made, whatever the plan's own layout."""
    _loaded: dict[Any, Any] = field(default_factory=dict, repr=False)

    def terms(self, path: Path | None) -> tuple[Any, Any]:
        """Return a glossary and its matcher, loaded once a run."""
        if path not in self._loaded:
            from bilingual.terms import glossary, match

            loaded = glossary.load(path) if path else glossary.Glossary()
            self._loaded[path] = (loaded, match.Matcher(loaded))
        pair: tuple[Any, Any] = self._loaded[path]
        return pair

    def chosen(self) -> Any:
        """Return the engine, chosen once a run."""
        if "engine" not in self._loaded:
            from bilingual.engines.choose import choose

            self._loaded["engine"] = choose(self.engine) if isinstance(self.engine, str) else self.engine
        return self._loaded["engine"]


def render(
    path: Path | str,
    glossary: Path | str | None = "auto",
    *,
    engine: Any = "auto",
    formats: Sequence[Format] = ("pdf", "docx"),
    output: Path | str = "output",
    encoding: str | None = None,
    layouts: Sequence[Layout] = ("side-by-side",),
    plan: Plan | None = None,
    progress: Progress | None = None,
) -> Rendered:
    """Translate an article and write its editions. Never touches the network.

    Returns the article with targets and findings, the figures of the run and the files written, in the order of
    `formats` and `layouts`. Raises a `BilingualError`; nothing is written then.
    """
    job = Job(engine, glossary, formats, output, encoding, layouts=layouts, plan=plan or Plan())
    return run(Path(path), job, progress=progress)


def run(path: Path, job: Job, *, progress: Progress | None = None) -> Rendered:
    """Do the whole job for one article."""
    made = outputs(job.formats, job.layouts)
    targets = [Path(job.output) / one.name(path.stem) for one in made]
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
        drawings.append(_draw(one, shown, path, date=date, job=job))
    for target, drawing in zip(targets, drawings, strict=True):
        write_whole(target, drawing)
    return replace(done, files=tuple(targets))


def check(path: Path, job: Job, *, progress: Progress | None = None) -> Rendered:
    """Read, translate and check one article; write nothing."""
    return translate(path, _read(path, job), job, progress=progress)


def translate(path: Path, article: Article, job: Job, *, progress: Progress | None = None) -> Rendered:
    """Return the article with targets, terms and findings."""
    from bilingual import checks, memory
    from bilingual.terms import enforce

    started = time.monotonic()
    glossary = find_glossary(path) if job.glossary == "auto" else Path(job.glossary) if job.glossary else None
    terms, matcher = job.terms(glossary)
    store = memory.default_path() if job.drafts == "auto" else Path(job.drafts) if job.drafts else None
    total = len(article.units)
    with memory.drafts_at(store) as drafts:
        engine = memory.RememberingEngine(job.chosen(), drafts)
        units, figures = enforce.enforce(
            [(block.kind, unit) for block in article.blocks for unit in block.units],
            engine,
            find=lambda unit: find_matches(unit, matcher),
            judge=checks.check_unit,
            progress=(lambda n: progress("translating", n, total)) if progress else None,
            again=(lambda n, of: progress("mending", n, of)) if progress else None,
        )
    article = article.with_units(units)
    article = checks.check(article, missing=_missing(article))
    matches = [match for unit in article.units for match in unit.terms if match.kind != "protected"]
    signature = f"{engine.signature}|glossary:{terms.signature or 'none'}|bilingual:{__version__}"
    return Rendered(
        article=article,
        signature=signature,
        glossary=glossary,
        figures=Figures(
            units=total,
            terms=len(matches),
            terms_found=sum(match.found for match in matches),
            decoded_again=figures.again,
            mended=figures.mended,
            findings=sum(len(unit.findings) for unit in article.units),
            seconds=time.monotonic() - started,
        ),
    )


def find_matches(unit: Unit, matcher: Any) -> tuple[TermMatch, ...]:
    """Return the glossary's terms in a unit and the stretches to be left as they are, in order, without overlaps.

    Addresses and inline code are stronger than terms: a term inside a URL is not a term.
    """
    from bilingual.terms.match import find_protected

    kept = list(find_protected(unit.source))
    for mark in unit.marks:
        if mark.kind == "code":
            text = unit.source[mark.start : mark.end]
            kept.append(TermMatch(text, text, mark.start, mark.end, kind="protected"))
    found: list[TermMatch] = []
    for match in [*kept, *matcher.find(unit.source)]:
        if all(match.end <= other.start or match.start >= other.end for other in found):
            found.append(match)
    return tuple(sorted(found, key=lambda match: match.start))


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
    from bilingual.editions import fonts

    return fonts.missing("".join(unit.source + unit.target for unit in article.units))


def _read(path: Path, job: Job) -> Article:
    from bilingual import reading

    return reading.read(path, encoding=job.encoding)


def _draw(one: Output, done: Rendered, path: Path, *, date: str, job: Job) -> bytes:
    if one.format == "json":
        from bilingual.editions import bitext

        return bitext.draw(done.article, signature=done.signature, date=date, summary=summary(done, seconds=False))
    from bilingual.editions.compose import Facts, compose
    from bilingual.editions.outputs import draw
    from bilingual.editions.plan import Entry

    figures = done.figures
    counted = f"{figures.terms_found} of {figures.terms} places" if figures.terms else ""
    terms, _ = job.terms(done.glossary)
    facts = Facts(
        signature=done.signature,
        date=date,
        version=__version__,
        glossary=done.glossary.name if done.glossary else "",
        figures=(("Terms in place", counted), ("Open findings", str(figures.findings))),
        entries={term.source: Entry(term.reading, term.note) for term in terms.terms if term.reading or term.note},
    )
    plan = replace(job.plan, layout=one.layout)
    return draw(one.format, compose(done.article, facts, plan=plan, folder=path.parent))


def _need_readings() -> None:
    from bilingual import readings

    if not readings.available():
        raise EngineError(
            "furigana need a dictionary that is not installed",
            remedy="install the extra `readings`, or leave out --furigana: the glossary's readings are drawn anyway",
        )


def _with_readings(article: Article) -> Article:
    from bilingual import readings
    from bilingual.editions import furigana

    return furigana.guess(article, readings.readings_of)


def summary(done: Rendered, *, seconds: bool = True) -> dict[str, Any]:
    """Return the figures of a run as plain values, for JSON."""
    figures = done.figures
    value: dict[str, Any] = {
        "units": figures.units,
        "terms": figures.terms,
        "terms_found": figures.terms_found,
        "decoded_again": figures.decoded_again,
        "mended": figures.mended,
        "findings": figures.findings,
    }
    return value | {"seconds": round(figures.seconds, 2)} if seconds else value
