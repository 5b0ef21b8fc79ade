"""How fast is a run over an archive, by each way of running it? Same articles, same small package, one run.

    python benchmarks/archive.py [--articles N] [--format json] [--ways alone,batched,jobs,dask] [--allocator] [--ties]

Makes N articles of ten sentences in twenty folders and renders them (1) one after the other, as before there were
batches, (2) as `bilingual render FOLDER`, (3) with `--jobs 2`, (4) on a Dask cluster of two workers; each way has one
thread for each core in all, and an empty draft cache. Prints articles a second, CPU seconds an article, the largest
memory of a process after a quarter of the run and at its end, and what a second run takes that has nothing to do.
(3) and (4) are also compared with one process that has one thread. Start-up is part of every time.
`--allocator` compares a worker as Dask starts it with and without `archive.allocator`; `--ties` counts the drafts that
depend on what else is in a batch.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import random
import subprocess
import sys
import tempfile
import time
import zipfile
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))

from load import beside_load

from archives import started_cluster

HERE = Path(__file__).parent
PACKAGE = HERE.parent / "tests" / "data" / "translate-ja_en-kyoto-mini.argosmodel"
GLOSSARY = HERE.parent / "glossary.yaml"

ALONE = """
import sys
from pathlib import Path
from bilingual import EngineSpec, Project, Session, Settings, editions_of

package, form, output, glossary, threads = sys.argv[1:6]
engine = EngineSpec(package, threads=int(threads) or None)
settings = Settings(glossaries=(Path(glossary),), engine=engine, editions=editions_of((form,)))
with Session(settings, Project(Path(output))) as session:
    for path in sorted(Path("in").rglob("*.txt")):
        session.render(path, below=path.parent.relative_to("in"))
"""


@dataclass(frozen=True, slots=True)
class Took:
    """What a command took."""

    seconds: float
    cpu: float
    """CPU seconds of the command and its children; of a cluster's workers, too."""
    early: float = 0.0
    """Largest resident memory of a process in MB after a quarter of the articles."""
    late: float = 0.0
    """The same for the last quarter."""


def make_articles(folder: Path, count: int) -> None:
    """Write articles of ten sentences; no sentence occurs twice."""
    rows = [line.split("\t")[1] for line in (HERE / "data" / "pairs.tsv").read_text("utf-8").splitlines()]
    chance = random.Random(1)
    for number in range(count):
        picked = [rows[(number * 10 + at) % len(rows)] for at in range(10)]
        if number * 10 >= len(rows):
            picked = [f"{chance.randint(1700, 2020)}年{chance.randint(1, 12)}月、{one}" for one in picked]
        text = "\n\n".join("　" + "".join(picked[at : at + 3]) for at in range(0, 10, 3))
        place = folder / str(1990 + number % 20) / f"a{number:05}.txt"
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(f"記事第{number + 1}号\n\n{text}\n", "utf-8")


def processes() -> dict[int, tuple[int, float, float]]:
    """Return every process: its parent, its CPU seconds with those of ended children, and its memory in MB."""
    found: dict[int, tuple[int, float, float]] = {}
    tick, page = os.sysconf("SC_CLK_TCK"), os.sysconf("SC_PAGE_SIZE")
    for path in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError, ValueError, IndexError):
            rest = (path / "stat").read_text().rpartition(")")[2].split()
            found[int(path.name)] = int(rest[1]), sum(map(int, rest[11:15])) / tick, int(rest[21]) * page / 1e6
    return found


def family(root: int, every: dict[int, tuple[int, float, float]]) -> set[int]:
    """Return a process and all below it."""
    found = {root}
    while more := {pid for pid, (parent, _, _) in every.items() if parent in found} - found:
        found |= more
    return found


def measure(command: list[str], folder: Path, output: Path, total: int, others: tuple[int, ...] = ()) -> Took:
    """Run a command in `folder`; `others` are processes that work for it."""
    environment = {**os.environ, "BILINGUAL_CACHE": str(output.with_suffix(".cache")), "PYTHONWARNINGS": "ignore"}

    def state() -> tuple[float, float]:
        every = processes()
        pids = family(process.pid, every).union(*(family(other, every) for other in others)) & every.keys()
        return sum(every[pid][1] for pid in pids), max((every[pid][2] for pid in pids), default=0.0)

    begin = time.monotonic()
    process = subprocess.Popen(command, cwd=folder, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    before, cpu, early, late = state()[0] if others else 0.0, 0.0, 0.0, 0.0
    while process.poll() is None:
        now, memory = state()
        cpu = max(cpu, now)
        done = sum(1 for _ in output.rglob("a*.*"))
        if total // 8 < done <= total // 4:
            early = max(early, memory)
        if done >= total * 3 // 4:
            late = max(late, memory)
        time.sleep(1)
    seconds = time.monotonic() - begin
    _, errors = process.communicate()
    if process.returncode not in (0, 6):
        raise SystemExit(errors.decode())
    return Took(seconds, cpu - before, early, late)


def commands(package: Path, form: str) -> dict[str, tuple[str, list[str]]]:
    """Return the ways to render, with the command of each, without its output folder."""
    base = [
        sys.executable,
        "-m",
        "bilingual",
        "render",
        "in",
        "-q",
        "-e",
        str(package),
        "-f",
        form,
        "-g",
        str(GLOSSARY),
    ]
    return {
        "alone": ("one after the other", [sys.executable, "-c", ALONE, str(package), form, "OUT", str(GLOSSARY), "0"]),
        "batched": ("one process, in batches", [*base, "-o", "OUT"]),
        "single": ("the same, with one thread", [*base, "-o", "OUT", "--threads", "1"]),
        "jobs": ("--jobs 2", [*base, "-o", "OUT", "--jobs", "2"]),
        "dask": ("Dask, 2 workers", [*base, "-o", "OUT", "--cluster", "ADDRESS"]),
    }


def compare(folder: Path, package: Path, arguments: argparse.Namespace) -> None:
    """Print a line for each way."""
    print(f"{arguments.articles} articles of 10 sentences, {arguments.format}; load {os.getloadavg()[0]:.1f}")
    print(f"{'':28}{'articles/s':>11}{'ratio':>7}{'CPU s each':>12}{'MB early':>10}{'MB late':>9}{'second run':>12}")
    base = 0.0
    for name, (label, command) in commands(package, arguments.format).items():
        if name not in arguments.ways.split(","):
            continue
        output = folder / f"out-{name}"
        output.mkdir()
        with contextlib.ExitStack() as stack:
            workers = stack.enter_context(started_cluster(folder)) if name == "dask" else None
            address, others = (workers.address, (workers.process,)) if workers else ("", ())
            words = [{"OUT": str(output), "ADDRESS": address}.get(word, word) for word in command]
            took = measure(words, folder, output, arguments.articles, others)
            again = measure(words, folder, output, arguments.articles, others) if name != "alone" else None
        rate = arguments.articles / took.seconds
        base = base or rate
        second = f"{again.seconds / took.seconds:.1%}" if again else "-"
        print(
            f"{label:28}{rate:11.2f}{rate / base:7.2f}{took.cpu / arguments.articles:12.3f}{took.early:10.0f}"
            f"{took.late:9.0f}{second:>12}",
            flush=True,
        )


WORKER = """
import json, sys, time
from pathlib import Path
if sys.argv[3] == "keep":
    from bilingual.archive.allocator import keep_freed_memory
    keep_freed_memory()
from bilingual.engines.argos import ArgosEngine
from bilingual.engines.base import Request
segments = json.loads(Path(sys.argv[2]).read_text("utf-8"))
engine = ArgosEngine(Path(sys.argv[1]), threads=1)
engine.translate([Request(segments[0])])
begin = time.process_time()
for start in range(0, len(segments), 10):
    engine.translate([Request(one, n_best=4) for one in segments[start : start + 10]])
print(time.process_time() - begin)
"""


def allocator(folder: Path, package: Path) -> None:
    """Print the CPU seconds of a worker: as other processes start, as Dask starts it, and with `keep_freed_memory`."""
    segments = [line.split("\t")[1] for line in (HERE / "data" / "pairs.tsv").read_text("utf-8").splitlines()]
    file = folder / "segments.json"
    file.write_text(json.dumps(segments), "utf-8")
    for label, variable, how in (
        ("without the variable", "", "leave"),
        ("as Dask starts workers", "65536", "leave"),
        ("as bilingual's workers", "65536", "keep"),
    ):
        environment = {**os.environ, **({"MALLOC_TRIM_THRESHOLD_": variable} if variable else {})}
        command = [sys.executable, "-c", WORKER, str(package), str(file), how]
        best = min(
            float(subprocess.run(command, env=environment, capture_output=True, check=True).stdout) for _ in range(3)
        )
        print(f"{label:28}{best:8.2f} CPU s")


def ties(package: Path) -> None:
    """Print how many first drafts differ between batches of ten sentences and one of all."""
    from bilingual.engines.argos import ArgosEngine
    from bilingual.engines.base import Request

    lines = (HERE / "data" / "pairs.tsv").read_text("utf-8").splitlines()
    requests = [Request(line.split("\t")[1], n_best=4) for line in lines]
    engine = ArgosEngine(package)
    whole = engine.translate(requests)
    parts = [draft for at in range(0, len(requests), 10) for draft in engine.translate(requests[at : at + 10])]
    differ = sum(one[0].text != other[0].text for one, other in zip(whole, parts, strict=True))
    print(f"{differ} of {len(requests)} first drafts differ between batches of 10 and of {len(requests)}")


def main() -> None:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=2000)
    parser.add_argument("--format", default="json")
    parser.add_argument("--ways", default="alone,batched,single,jobs,dask")
    parser.add_argument("--allocator", action="store_true")
    parser.add_argument("--ties", action="store_true")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with zipfile.ZipFile(PACKAGE) as archive:
            archive.extractall(folder)
        package = next(path.parent for path in folder.glob("*/metadata.json"))
        if arguments.allocator or arguments.ties:
            if arguments.allocator:
                allocator(folder, package)
            if arguments.ties:
                ties(package)
            return
        make_articles(folder / "in", arguments.articles)
        compare(folder, package, arguments)


if __name__ == "__main__":
    with beside_load():
        main()
