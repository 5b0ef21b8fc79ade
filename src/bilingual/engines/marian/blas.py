"""Limit the threads inside a matrix multiplication, which wait for each other whenever the machine is busy."""

from __future__ import annotations

import threading
from types import TracebackType
from typing import Any, ClassVar


class SingleThreadedBlas:
    """While any thread of the process is inside, numpy multiplies matrices with one thread.

    The number of threads belongs to the process, so the count of those inside does too. The previous number is
    restored when the last one leaves. A library without a limit, such as Apple's Accelerate, is left as it is.
    """

    _lock: ClassVar = threading.Lock()
    _inside: ClassVar[int] = 0
    _limit: ClassVar[Any] = None

    def __enter__(self) -> None:
        import numpy as np  # noqa: F401 - the library to limit must be loaded
        from threadpoolctl import threadpool_limits

        own = SingleThreadedBlas
        with own._lock:
            if not own._inside:
                own._limit = threadpool_limits(1, user_api="blas")
            own._inside += 1

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        own = SingleThreadedBlas
        with own._lock:
            own._inside -= 1
            if not own._inside:
                own._limit.restore_original_limits()
                own._limit = None
