"""The machine's other work beside the figures of a benchmark: seconds from a busy machine are not to be quoted.

    with beside_load():
        main()

prints one line at the end. A run is quotable if the machine was quiet before it and other processes took little of it
meanwhile. What they took is known on Linux only; elsewhere no run is quotable.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

QUIET = 0.5
"""Highest load average for each core, over the minute before the run."""
OTHERS = 0.1
"""Highest share of the machine that other processes may take during the run."""


@dataclass(frozen=True)
class Load:
    """What else the machine did."""

    before: float | None
    """Load average for each core before the run; None where there is none."""
    others: float | None
    """Share of all cores' time that other processes took during the run, 0 to 1; None where it is not known."""

    @property
    def quotable(self) -> bool:
        """Return whether seconds of this run may be quoted."""
        known = self.before is not None and self.others is not None
        return known and (self.before or 0) <= QUIET and (self.others or 0) <= OTHERS

    def __str__(self) -> str:
        before = "unknown" if self.before is None else f"{self.before:.2f} per core"
        others = "unknown" if self.others is None else f"{self.others:.0%}"
        verdict = "" if self.quotable else "; NOT QUOTABLE: repeat on a quiet machine"
        return f"load before {before}, other processes {others} of the machine{verdict}"


class Meter:
    """Measure the load from now on. `now` may be called several times."""

    def __init__(self) -> None:
        self._before = _load_average()
        self._wall, self._busy, self._own = time.monotonic(), _busy(), _own()

    def now(self) -> Load:
        """Return the load since the meter was made."""
        wall = (time.monotonic() - self._wall) * (os.cpu_count() or 1)
        busy = _busy()
        if busy is None or self._busy is None or wall <= 0:
            return Load(self._before, None)
        return Load(self._before, max(0.0, busy - self._busy - (_own() - self._own)) / wall)


@contextmanager
def beside_load() -> Iterator[None]:
    """Print the machine's load at the end of the block."""
    meter = Meter()
    yield
    print(meter.now())


def _load_average() -> float | None:
    try:
        return os.getloadavg()[0] / (os.cpu_count() or 1)
    except (AttributeError, OSError):  # Windows
        return None


def _own() -> float:
    """Return the CPU seconds of this process and of its children that have ended."""
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


def _busy() -> float | None:
    """Return the seconds that all cores together have worked since the start of the machine."""
    try:
        fields = Path("/proc/stat").read_text("ascii").split("\n", 1)[0].split()
        user, nice, system, _, _, irq, soft = map(int, fields[1:8])
    except (OSError, ValueError):
        return None
    return (user + nice + system + irq + soft) / os.sysconf("SC_CLK_TCK")
