"""Does anything get lost when programs are killed at random moments?

    python benchmarks/kills.py [--kills N] [--seed N]

Kills, with SIGKILL, a program that stores decisions, `bilingual render` (PDF and DOCX), `bilingual learn`, the server
of `bilingual review`, and a run over an archive with two processes or one of them, each a fifth of the times: before a
random step that changes a file, or after a random time. After each kill the memory has to be free of errors, hold
everything whose storing was acknowledged, and every edition has to open; an archive has to have the same editions in
the end. Prints what was found; exits with 1 if anything was lost.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))

from load import beside_load

from archives import kill_archive
from killing import kill_decisions, kill_learning, kill_renders, kill_reviews


def main() -> int:
    """Print a table of kills and faults."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=250)
    parser.add_argument("--seed", type=int, default=11)
    arguments = parser.parse_args()
    chance = random.Random(arguments.seed)
    part = arguments.kills // 5
    series = (
        ("store decisions", arguments.kills - 4 * part, lambda *a: kill_decisions(*a, longest=0.05)),
        ("bilingual render", part, lambda *a: kill_renders(*a, by_time=True)),
        ("bilingual learn", part, lambda *a: kill_learning(*a, by_time=True)),
        ("bilingual review", part, kill_reviews),
        ("archive, --jobs 2", part, kill_archive),
    )
    faults: list[str] = []
    print(f"{'':<20}{'kills':>8}{'too late':>10}{'faults':>8}{'seconds':>9}")
    for name, times, kill in series:
        begin = time.monotonic()
        with tempfile.TemporaryDirectory() as folder:
            result = kill(Path(folder), chance, times)
        faults += [f"{name}: {fault}" for fault in result.faults]
        seconds = time.monotonic() - begin
        print(f"{name:<20}{result.kills:>8}{result.finished:>10}{len(result.faults):>8}{seconds:>9.0f}", flush=True)
    for fault in faults:
        print(fault)
    return 1 if faults else 0


if __name__ == "__main__":
    with beside_load():
        status = main()
    raise SystemExit(status)
