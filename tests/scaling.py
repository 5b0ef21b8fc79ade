"""Compare the time of two sizes: a fault that makes work quadratic is found on a machine of any speed, busy or not."""

from __future__ import annotations

import gc
import sys
import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")

GROWTH = 8
"""How much larger the second input is."""
BOUND = 24
"""Times the time it may take: linear work takes about 8 times as long, quadratic work 64 times."""
SHORTEST = 0.0005
"""Seconds below which a time is not measured well enough to be compared."""
ROUNDS = 4


def assert_linear(make: Callable[[int], T], work: Callable[[T], object], size: int) -> None:
    """Fail if `work(make(size))` takes out of proportion longer than `work(make(size // 8))`.

    What counts is the processor time of this thread for `work` alone, the shortest of several runs. `size` has to be so
    large that a quadratic fault takes seconds; `work` must not keep results from one call to the next.
    """
    small, large = make(size // GROWTH), make(size)
    work(make(min(size // GROWTH, 10)))  # what is imported or compiled on the first call is not compared
    short, long = seconds(work, small), _once(work, large)
    for _ in range(ROUNDS):
        if long <= BOUND * max(short, SHORTEST):
            return
        short, long = min(short, _once(work, small)), min(long, _once(work, large))
    raise AssertionError(
        f"{GROWTH} times the input takes {long / short:.0f} times as long ({short:.4f} s, {long:.3f} s)"
    )


def seconds(work: Callable[[T], object], given: T) -> float:
    """Return the processor time of this thread for `work(given)`: the shortest of several runs."""
    return min(_once(work, given) for _ in range(ROUNDS))


def _once(work: Callable[[T], object], given: T) -> float:
    # Neither collections, which take as long as the process is large, nor the tracing of coverage are compared.
    tracer = sys.gettrace()
    sys.settrace(None)
    gc.disable()
    begin = time.thread_time()
    try:
        work(given)
        return time.thread_time() - begin
    finally:
        gc.enable()
        sys.settrace(tracer)
