"""`--cluster tls://host:8786`: a Dask cluster renders; its workers see the same files.

A task is one batch. It may run twice, when a worker is lost: editions are written whole or not at all, so that does no
harm. Each worker loads its engine once.
"""

from __future__ import annotations

import ipaddress
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from bilingual.archive.allocator import keep_freed_memory
from bilingual.archive.model import ArticleJob, ArticleResult
from bilingual.archive.rendering import Batch, Finished, Stopping, failed_row, render_batch
from bilingual.errors import BilingualError, EngineError, UsageError
from bilingual.model import OnEvent
from bilingual.project import Project
from bilingual.session import Session
from bilingual.settings import Settings
from bilingual.version import __version__

if TYPE_CHECKING:
    from distributed import Client, Future

_WAIT = 30
"""Seconds to wait for the scheduler and for a first worker."""
_RETRIES = 2


@dataclass(frozen=True, slots=True)
class ClusterTask:
    """What a worker is sent: values only."""

    settings: Settings
    project: Project
    folder: str
    """The working directory of the run, from which its paths are read."""


class WorkerSession:
    """Keeps a session in a worker, so that the engine is loaded once (a Dask worker plug-in)."""

    name = "bilingual"

    def __init__(self, task: ClusterTask) -> None:
        self.task = task
        self._session: Session | None = None

    def setup(self, worker: object) -> None:
        """Open the session; called by Dask when a worker starts or joins."""
        keep_freed_memory()
        os.chdir(self.task.folder)
        self._session = Session(self.task.settings, self.task.project)

    def teardown(self, worker: object) -> None:
        """Close the session."""
        if self._session:
            self._session.close()

    def render(self, batch: Batch) -> list[tuple[ArticleJob, ArticleResult]]:
        """Render a batch."""
        assert self._session is not None
        return [(job, row) for job, row, _ in render_batch(self._session, batch)]


def render_on_worker(batch: Batch) -> list[tuple[ArticleJob, ArticleResult]]:
    """Render a batch in the session of the worker that this is called in."""
    from distributed import get_worker

    plugin: WorkerSession = get_worker().plugins[WorkerSession.name]
    return plugin.render(batch)


def worker_version() -> str:
    """Return the version of the worker that this is called in."""
    return __version__


def check_address(address: str) -> None:
    """Raise `UsageError` for an address without encryption that leads to another machine.

    Whoever reaches a scheduler without TLS can run programs on its workers.
    """
    parts = urlsplit(address if "://" in address else f"tcp://{address}")
    if parts.scheme not in ("tls", "tcp") or not parts.hostname:
        raise UsageError("is no address of a scheduler", place=address, remedy="write tls://host:8786")
    if parts.scheme == "tcp" and not _is_local(parts.hostname):
        remedy = "use tls://, with the certificates in Dask's configuration (docs/archives.md)"
        raise UsageError("is not encrypted, and leads to another machine", place=address, remedy=remedy)


def _is_local(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


class ClusterRunner:
    """Renders on the workers of a Dask scheduler that the user has started."""

    def __init__(self, settings: Settings, project: Project, address: str) -> None:
        """Raises `UsageError` for an address that is not safe, and `EngineError` without the extra `cluster`."""
        check_address(address)
        try:
            import distributed  # noqa: F401
        except ImportError as error:
            remedy = "install it with `pip install 'bilingual-editions[cluster]'`"
            raise EngineError("is not installed", place="Dask distributed", remedy=remedy) from error
        # A worker has one thread; more workers use more cores.
        engine = replace(settings.engine, threads=settings.engine.threads or 1)
        self._task = ClusterTask(replace(settings, engine=engine), project, os.getcwd())  # noqa: PTH109 - a text
        self._address = address

    def run(self, batches: Sequence[Batch], stopping: Stopping, on: OnEvent | None = None) -> Iterator[Finished]:
        """Yield each article when it is finished; after `stopping` is true, begin no further batch."""
        if not batches:
            return
        with _connected(self._address) as client:
            _check_workers(client, self._address)
            client.register_plugin(_plugin(self._task))
            yield from _results(client, batches, stopping)


def _plugin(task: ClusterTask) -> Any:
    from distributed import WorkerPlugin

    # The class is made here, because Dask has to be imported for its base class.
    return type("BilingualPlugin", (WorkerSession, WorkerPlugin), {})(task)


def _connected(address: str) -> Client:
    from distributed import Client, Security

    try:
        if address.startswith("tls:") and Security().get_connection_args("client")["ssl_context"] is None:
            remedy = "name them in Dask's configuration (docs/archives.md)"
            raise UsageError("needs certificates", place=address, remedy=remedy)
        return Client(address, timeout=_WAIT, set_as_default=False, name="bilingual")
    except (OSError, TimeoutError, ValueError) as error:
        remedy = "check the address, the certificates in Dask's configuration, and that the scheduler runs"
        raise EngineError(f"cannot be reached ({error})", place=address, remedy=remedy) from error


def _check_workers(client: Client, address: str) -> None:
    """Refuse a cluster without workers, and workers with another version."""
    try:
        client.wait_for_workers(1, timeout=_WAIT)
        found: dict[str, str] = client.run(worker_version)
    except TimeoutError as error:
        raise EngineError("has no workers", place=address, remedy="start some with `dask worker`") from error
    except Exception as error:  # a worker without bilingual cannot even read the question
        remedy = f"install bilingual {__version__} on every worker"
        raise EngineError(f"has workers that cannot be used ({error})", place=address, remedy=remedy) from error
    for worker, version in found.items():
        if version != __version__:
            what = f"has bilingual {version}, and this is {__version__}"
            raise EngineError(what, place=worker, remedy="install the same version everywhere")


def _results(client: Client, batches: Sequence[Batch], stopping: Stopping) -> Iterator[Finished]:
    """Yield the articles of the batches as they come; a result is let go at once, so that it is not computed again."""
    from distributed import as_completed

    todo = iter(batches)
    given: dict[Any, Batch] = {}
    ahead = 2 * sum(client.nthreads().values())
    running = as_completed([], loop=client.loop)

    def give() -> None:
        batch = None if stopping() else next(todo, None)
        if batch is not None:
            future = client.submit(render_on_worker, batch, pure=False, retries=_RETRIES)
            given[future.key] = batch
            running.add(future)

    for _ in range(ahead):
        give()
    for future in running:
        batch = given.pop(future.key)
        yield from _taken(future, batch)
        future.release()
        give()


def _taken(future: Future, batch: Batch) -> Iterator[Finished]:
    error = future.exception()
    if error is None:
        for job, row in future.result():
            yield job, row, None
        return
    reason = BilingualError(
        f"the cluster could not render it ({type(error).__name__}: {error})",
        remedy="render it alone, without --cluster, to see why",
    )
    for job in batch:
        yield job, failed_row(job, reason), None
