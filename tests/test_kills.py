"""A killed program loses nothing that it said was stored, and leaves no half file."""

from __future__ import annotations

import os
import random
from pathlib import Path

import pytest

from killing import Killed, kill_decisions, kill_learning, kill_renders

pytestmark = pytest.mark.skipif(os.name != "posix", reason="sends SIGKILL")
TIMES = 10


def check(result: Killed) -> None:
    assert result.kills == TIMES
    assert result.finished < TIMES / 2
    assert not result.faults


def test_kill_a_program_that_decides(tmp_path: Path) -> None:
    check(kill_decisions(tmp_path, random.Random(1), TIMES))


@pytest.mark.slow
def test_kill_render(tmp_path: Path) -> None:
    check(kill_renders(tmp_path, random.Random(2), TIMES))


@pytest.mark.slow
def test_kill_learn(tmp_path: Path) -> None:
    check(kill_learning(tmp_path, random.Random(3), TIMES))
