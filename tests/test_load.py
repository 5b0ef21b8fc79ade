"""The benchmarks say themselves when their seconds are not to be quoted."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent.parent / "benchmarks"))

from load import Load


@pytest.mark.parametrize(
    ("before", "others", "quotable"),
    [(0.1, 0.02, True), (0.9, 0.02, False), (0.1, 0.4, False), (None, 0.0, False), (0.0, None, False)],
)
def test_only_a_quiet_machine_gives_figures_to_quote(
    before: float | None, others: float | None, quotable: bool
) -> None:
    load = Load(before, others)
    assert load.quotable is quotable
    assert ("NOT QUOTABLE" in str(load)) is not quotable


def test_every_benchmark_that_prints_times_prints_the_load() -> None:
    for path in (Path(__file__).parent.parent / "benchmarks").glob("*.py"):
        text = path.read_text("utf-8")
        if "perf_counter" in text or "monotonic" in text or "process_time" in text or "getrusage" in text:
            assert "beside_load" in text, path.name
