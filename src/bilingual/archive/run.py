"""A run over many articles: which have to be rendered, and the record of what became of each."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from bilingual.archive.currency import Currency
from bilingual.archive.model import ArticleJob, ArticleResult
from bilingual.archive.record import RunRecord
from bilingual.archive.rendering import Finished, Stopping, batches
from bilingual.archive.runners import Runner
from bilingual.model import OnEvent
from bilingual.session import Session


@dataclass(frozen=True, slots=True)
class Shard:
    """One of several runs that divide the articles between them without knowing each other."""

    number: int
    """From 1."""
    count: int

    @property
    def name(self) -> str:
        """Return its name in file names: `3-of-40`."""
        return f"{self.number}-of-{self.count}"

    def has(self, job: ArticleJob) -> bool:
        """Return whether the article belongs to this shard: by its folder and file name, on every machine the same."""
        text = (job.below / job.path.name).as_posix() + f"#{job.chapter}"
        digest = hashlib.sha256(text.encode("utf-8", "surrogateescape")).digest()
        return int.from_bytes(digest[:8], "big") % self.count == self.number - 1


@dataclass(frozen=True, slots=True)
class RunPlan:
    """What a run has to do."""

    todo: tuple[ArticleJob, ...]
    current: tuple[tuple[ArticleJob, ArticleResult], ...]
    """Articles whose editions are up to date."""
    currency: Currency
    beyond: int = 0
    """Articles that are not up to date and are left for another run, because of the limit."""


def plan_run(
    session: Session, jobs: Sequence[ArticleJob], record: RunRecord, *, force: bool, limit: int = 0
) -> RunPlan:
    """Return what has to be rendered; `force`: everything; `limit`: at most so many articles, 0 for all.

    With a limit, articles that failed before come last: otherwise they would take the place of others in every run.
    """
    currency = Currency(session)
    todo: list[ArticleJob] = []
    current: list[tuple[ArticleJob, ArticleResult]] = []
    for job in jobs:
        row = None if force else currency.check(job, record.get(job))
        if row is None:
            todo.append(job)
        else:
            current.append((job, row))
    if limit:
        todo.sort(key=lambda job: _has_failed(record.get(job)))
    taken = todo[:limit] if limit else todo
    return RunPlan(tuple(taken), tuple(current), currency, len(todo) - len(taken))


def _has_failed(row: ArticleResult | None) -> bool:
    return row is not None and not row.is_done


def run_archive(
    session: Session,
    plan: RunPlan,
    runner: Runner,
    record: RunRecord,
    stopping: Stopping,
    on: OnEvent | None = None,
) -> Iterator[Finished]:
    """Render what the plan has to do; yield each article when its row is recorded."""
    currency = plan.currency
    # What changes while the run works, an article, a glossary or a decision, must be noticed by the next one.
    digests = {job: currency.digests(job, ()).terms for job in plan.todo}
    for job, row in plan.current:
        known = record.get(job)
        if known is None or known.digests != row.digests:
            record.add(job, row)
    one_by_one = any(engine.traits.batch for engine in session.engines)
    for job, row, error in runner.run(batches(plan.todo, one_by_one=one_by_one), stopping, on):
        if row.is_done:
            inputs = currency.digests(job, row.pictures).inputs
            row = replace(row, digests=replace(row.digests, inputs=inputs, terms=digests[job]))
        record.add(job, row)
        yield job, row, error
