"""Render a batch of articles: the engine gets the sentences of all at once, and each article gives a row."""

from __future__ import annotations

import os
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from bilingual.archive.currency import hash_of_file, used_digest
from bilingual.archive.model import ArticleJob, ArticleResult, Digests, TermResult
from bilingual.errors import BilingualError, OwnEditionError, unexpected
from bilingual.model import OnEvent
from bilingual.outcomes import Outcome, Translation
from bilingual.reading import is_text
from bilingual.session import PreparedArticle, Session
from bilingual.translation.metrics import per_term

Batch = tuple[ArticleJob, ...]

Finished = tuple[ArticleJob, ArticleResult, BilingualError | None]
"""An article, what became of it, and the error if it failed in this process."""

Stopping = Callable[[], bool]
"""Returns whether the run is to end after what is in hand."""

_ARTICLES = 32
_BYTES = 48_000
"""Bytes of the articles of a batch: about 500 sentences of plain text."""
_DOCUMENT = 6_000
"""What a file that is no text counts: its size says little about its text."""


def batches(jobs: Sequence[ArticleJob], *, one_by_one: bool) -> list[Batch]:
    """Return the articles in batches, in order; the division depends on the list and the files' sizes only.

    `one_by_one` is for engines that gain nothing by more sentences at once: then the first results come earlier.
    """
    found: list[list[ArticleJob]] = []
    size = 0
    for job in jobs:
        weight = _weight(job)
        if not found or one_by_one or len(found[-1]) >= _ARTICLES or size + weight > _BYTES:
            found.append([])
            size = 0
        found[-1].append(job)
        size += weight
    return [tuple(batch) for batch in found]


def _weight(job: ArticleJob) -> int:
    try:
        size = job.path.stat().st_size
    except OSError:
        return 0
    return size if is_text(job.path) else min(size, _DOCUMENT)


def render_batch(
    session: Session, batch: Sequence[ArticleJob], *, stopping: Stopping | None = None, on: OnEvent | None = None
) -> Iterator[Finished]:
    """Render the articles of a batch; yield each as soon as its editions are written. Never raises for an article.

    After `stopping` is true, no further edition is begun; what is translated is in the draft cache.
    """
    started = time.monotonic()
    ready: list[tuple[ArticleJob, PreparedArticle, str]] = []
    for job in batch:
        try:
            prepared = session.prepare(job.path, below=job.below, chapter=job.chapter)
            # Before the translation: what is decided in the meantime makes the article stale again.
            ready.append((job, prepared, used_digest(session, prepared.article, job.path)))
        except Exception as error:
            yield _failed(job, error)
    translations = _translated(session, ready, on)
    share = (time.monotonic() - started) / max(1, len(ready))
    for (job, prepared, used), translation in zip(ready, translations, strict=True):
        if stopping and stopping():
            return
        begin = time.monotonic()
        try:
            if isinstance(translation, Exception):
                raise translation
            outcome = session.finish(prepared, translation)
            seconds = share + time.monotonic() - begin
            outcome = replace(outcome, figures=replace(outcome.figures, seconds=seconds))
            yield job, _row(job, outcome, used, session.project.output), None
        except Exception as error:
            yield _failed(job, error)


def _translated(
    session: Session, ready: Sequence[tuple[ArticleJob, PreparedArticle, str]], on: OnEvent | None
) -> list[Translation | Exception]:
    """Return the translations; if the batch fails, its articles one by one, so that only the one at fault does."""
    if not ready:
        return []
    try:
        return [*session.translate_all([(one.article, one.path) for _, one, _ in ready], on=on)]
    except Exception as error:
        if len(ready) == 1:
            return [error]
    return [found for one in ready for found in _translated(session, [one], on)]


def _failed(job: ArticleJob, error: Exception) -> Finished:
    if not isinstance(error, BilingualError):
        if os.environ.get("BILINGUAL_DEBUG"):
            raise error
        error = unexpected(error, place=job.name)
    if isinstance(error, OwnEditionError) and job.scanned:
        return job, ArticleResult(job.name, "edition", _below(job)), None
    return job, failed_row(job, error), error


def failed_row(job: ArticleJob, error: BilingualError) -> ArticleResult:
    """Return the row of an article that could not be rendered."""
    text = f"{error.message} - {error.remedy}" if error.remedy else error.message
    if error.place and error.place not in (str(job.path), job.name):
        text = f"{error.place}: {text}"
    return ArticleResult(job.name, "failed", _below(job), error=text, exit_code=error.exit_code)


def _row(job: ArticleJob, outcome: Outcome, used: str, output: Path) -> ArticleResult:
    article, findings = outcome.article, outcome.findings
    title = article.title
    uses = per_term(article)
    return ArticleResult(
        job.name,
        "done",
        _below(job),
        title=title.source if title else "",
        title_en=title.target if title else "",
        outputs=tuple((file.relative_to(output).as_posix(), hash_of_file(file)) for file in outcome.files),
        left=tuple(file.relative_to(output).as_posix() for file in outcome.left),
        figures=outcome.figures.values(),
        codes=dict(sorted(Counter(finding.code for finding in findings).items())),
        severities=dict(sorted(Counter(finding.severity for finding in findings).items())),
        uses=tuple(
            TermResult(use.entry, use.target, use.renderings, len(use.missing), len(use.forced)) for use in uses
        ),
        glossaries=tuple(map(str, outcome.glossaries)),
        signature=outcome.signature,
        notices=article.notices,
        digests=Digests(used=used),
        pictures=tuple(dict.fromkeys(block.value for block in article.blocks if block.kind == "image")),
    )


def _below(job: ArticleJob) -> str:
    return "" if job.below == Path() else job.below.as_posix()
