"""Who renders the batches of a run: this process, several processes, or a cluster."""

from __future__ import annotations

import queue
import threading
from collections.abc import Iterator, Sequence
from typing import Protocol

from bilingual.archive.rendering import Batch, Finished, Stopping, render_batch
from bilingual.engines.base import cores
from bilingual.model import OnEvent
from bilingual.session import Session


class Runner(Protocol):
    """Renders batches. Each article of each batch gives one row, in any order, unless the run is stopped."""

    def run(self, batches: Sequence[Batch], stopping: Stopping, on: OnEvent | None = None) -> Iterator[Finished]:
        """Yield each article when it is finished; after `stopping` is true, begin no further batch.

        `on` hears of the work on a batch where that is possible, from any thread.
        """


class LocalRunner:
    """Renders in this process, two batches at once: while the engine works on one, the other is checked and drawn."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def run(self, batches: Sequence[Batch], stopping: Stopping, on: OnEvent | None = None) -> Iterator[Finished]:
        """Yield each article when it is finished; after `stopping` is true, begin no further batch."""
        engines = self._session.engines
        alone = any(engine.traits.batch for engine in engines) or cores() < 2
        if alone or len(batches) < 2:
            for batch in batches:
                if stopping():
                    return
                yield from render_batch(self._session, batch, stopping=stopping, on=on)
            return
        yield from _side_by_side(self._session, batches, stopping, on)


_AT_ONCE = 2


def _side_by_side(
    session: Session, batches: Sequence[Batch], stopping: Stopping, on: OnEvent | None
) -> Iterator[Finished]:
    """Render two batches at once, in threads; what they finish is yielded in this thread."""
    todo = iter(batches)
    lock = threading.Lock()
    done: queue.SimpleQueue[Finished | None] = queue.SimpleQueue()
    abandoned = threading.Event()

    def work() -> None:
        try:
            while not (stopping() or abandoned.is_set()):
                with lock:
                    batch = next(todo, None)
                if batch is None:
                    return
                for one in render_batch(session, batch, stopping=stopping, on=on):
                    done.put(one)
        finally:
            done.put(None)

    threads = [threading.Thread(target=work, daemon=True) for _ in range(_AT_ONCE)]
    for thread in threads:
        thread.start()
    left = len(threads)
    try:
        while left:
            one = done.get()
            if one is None:
                left -= 1
            else:
                yield one
    finally:
        abandoned.set()
