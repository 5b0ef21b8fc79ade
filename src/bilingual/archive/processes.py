"""`--jobs N`: processes on this machine, each with a session of its own.

A worker gets one batch at a time and sends each row as soon as the editions are written. What a worker that was killed
had not finished is given to others, article by article; an article in which two workers died is its own failure.
"""

from __future__ import annotations

import contextlib
import logging
import multiprocessing
import signal
from collections import Counter, deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess

from bilingual.archive.model import ArticleJob, ArticleResult
from bilingual.archive.rendering import Batch, Finished, Stopping, failed_row, render_batch
from bilingual.engines.base import cores
from bilingual.errors import BilingualError
from bilingual.model import OnEvent
from bilingual.project import Project
from bilingual.session import Session
from bilingual.settings import Settings

log = logging.getLogger(__name__)

Work = Callable[[Connection, Settings, Project], None]

_CRASHES = 2
"""Workers that may die in one article alone before it is given up."""
_STARTS = 3
"""Workers in a row that may die before they have begun anything."""


@dataclass(slots=True)
class _Worker:
    process: BaseProcess
    pipe: Connection
    batch: list[ArticleJob] = field(default_factory=list)
    """What it has in hand and has not finished."""
    begun: bool = False
    """True when it has loaded its engine."""
    idle: bool = False
    """True when it waits for a batch."""


class ProcessRunner:
    """Renders in processes of this machine."""

    def __init__(self, settings: Settings, project: Project, jobs: int, *, work: Work | None = None) -> None:
        """`jobs` is the number of processes; each engine gets its share of the cores, if no number is set.

        `work` is what a process runs.
        """
        threads = settings.engine.threads or max(1, cores() // jobs)
        self._settings = replace(settings, engine=replace(settings.engine, threads=threads))
        self._project = project
        self._jobs = jobs
        self._work = work or _work
        self._crashes: Counter[str] = Counter()
        self._early = 0

    def run(self, batches: Sequence[Batch], stopping: Stopping, on: OnEvent | None = None) -> Iterator[Finished]:
        """Yield each article when it is finished; after `stopping` is true, begin no further batch."""
        todo = deque(batches)
        workers = [self._start() for _ in range(min(self._jobs, len(batches)))]
        try:
            while workers:
                for worker in workers:
                    if worker.idle and todo and not stopping():
                        _give(worker, todo.popleft())
                for worker in [one for one in workers if one.idle]:
                    _end(worker)
                    workers.remove(worker)
                for worker in _with_news(workers):
                    yield from self._hear(worker, workers, todo)
        finally:
            for worker in workers:
                worker.process.terminate()
            for worker in workers:
                _end(worker)

    def _start(self) -> _Worker:
        context = multiprocessing.get_context("spawn")
        ours, theirs = context.Pipe()
        process = context.Process(target=self._work, args=(theirs, self._settings, self._project), daemon=True)
        process.start()
        theirs.close()
        return _Worker(process, ours)

    def _hear(self, worker: _Worker, workers: list[_Worker], todo: deque[Batch]) -> Iterator[Finished]:
        """Take one message of a worker, or its end."""
        try:
            message = worker.pipe.recv()
        except (EOFError, OSError):
            workers.remove(worker)
            _end(worker)
            yield from self._died(worker, workers, todo)
            return
        if isinstance(message, BilingualError):
            raise message
        if message is None:
            worker.begun = worker.idle = True
            self._early = 0
        elif isinstance(message, tuple) and isinstance(message[0], int):
            log.log(message[0], "%s", message[1])
        else:
            job, row = message
            worker.batch.remove(job)
            yield job, row, None

    def _died(self, worker: _Worker, workers: list[_Worker], todo: deque[Batch]) -> Iterator[Finished]:
        if not worker.begun:
            self._early += 1
            if self._early >= _STARTS and not any(one.begun for one in workers):
                raise BilingualError(
                    "the processes of --jobs end before they have begun",
                    remedy="use fewer, or leave --jobs out: there may be too little memory",
                )
        unfinished = worker.batch
        if len(unfinished) == 1:
            (job,) = unfinished
            self._crashes[job.name] += 1
            if self._crashes[job.name] >= _CRASHES:
                unfinished = []
                yield job, _given_up(job), None
        todo.extendleft((job,) for job in reversed(unfinished))
        if todo:
            workers.append(self._start())


def _give(worker: _Worker, batch: Batch) -> None:
    worker.batch, worker.idle = list(batch), False
    with contextlib.suppress(OSError):  # it has died; the end of its pipe is heard next
        worker.pipe.send(batch)


def _given_up(job: ArticleJob) -> ArticleResult:
    error = BilingualError(
        f"{_CRASHES} processes ended while they rendered it", remedy="render it alone, without --jobs, to see why"
    )
    return failed_row(job, error)


def _with_news(workers: Sequence[_Worker]) -> list[_Worker]:
    """Return the workers that have sent something or have ended; wait until there is one."""
    found = set(wait([worker.pipe for worker in workers])) if workers else set()
    return [worker for worker in workers if worker.pipe in found]


def _end(worker: _Worker) -> None:
    worker.pipe.close()
    worker.process.join()


class _Forwarded(logging.Handler):
    """Sends the messages of a worker to the process that started it."""

    def __init__(self, pipe: Connection) -> None:
        super().__init__(logging.WARNING)
        self._pipe = pipe

    def emit(self, record: logging.LogRecord) -> None:
        """Send a message."""
        self._pipe.send((record.levelno, record.getMessage()))


def _work(pipe: Connection, settings: Settings, project: Project) -> None:
    """Render what the pipe gives, until it is closed. Ctrl-C is for the process that started this one."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    library = logging.getLogger("bilingual")
    library.handlers, library.propagate = [_Forwarded(pipe)], False
    try:
        with Session(settings, project) as session:
            try:
                _ = session.engines
            except BilingualError as error:
                pipe.send(error)
                return
            while True:
                pipe.send(None)
                for job, row, _ in render_batch(session, pipe.recv()):
                    pipe.send((job, row))
    except (EOFError, OSError):
        return
