"""An archive of short articles, and runs over it, for the tests of archives."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from click.testing import CliRunner, Result

from bilingual.cli.main import cli
from killing import Killed, environment

GLOSSARY = "琵琶湖: Lake Biwa\n京都: Kyoto\n"


def make_archive(folder: Path, count: int = 6) -> Path:
    """Write `count` articles in two sub-folders and a glossary beside them; return the folder of the articles."""
    articles = folder / "in"
    for number in range(count):
        place = articles / str(2001 + number % 2) / f"a{number:03}.txt"
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(f"第{number}号の記事\n\n　琵琶湖の水位は{number + 10}センチ上がった。雨が続いた。\n", "utf-8")
    (folder / "glossary.yaml").write_text(GLOSSARY, "utf-8")
    return articles


def run(*arguments: str, code: int = 0) -> Result:
    """Render in this process with the engine `echo` and as JSON, unless the arguments say otherwise."""
    result = CliRunner().invoke(cli, ["render", "-e", "echo", "-f", "json", *arguments])
    assert result.exit_code == code, result.output
    return result


def rendered(*arguments: str) -> list[str]:
    """Return the names of the articles that a run would render."""
    return [Path(name).stem for name in json.loads(run(*arguments, "--dry-run", "--json").stdout)["would_render"]]


def editions(output: Path) -> dict[str, bytes]:
    """Return the editions in an output folder by their path in it."""
    found = (path for path in sorted(output.rglob("*.json")) if ".bilingual" not in path.parts)
    return {path.relative_to(output).as_posix(): path.read_bytes() for path in found}


COMMAND = (sys.executable, "-m", "bilingual", "render", "in", "-e", "echo", "-f", "json", "--no-report")


SCHEDULER = """
import sys
from distributed import LocalCluster
if __name__ == "__main__":
    cluster = LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None, memory_limit=0, host="127.0.0.1")
    print(cluster.scheduler_address, *(worker.pid for worker in cluster.workers.values()), flush=True)
    sys.stdin.read()
    cluster.close()
"""


class Cluster(NamedTuple):
    """A scheduler with two workers on this machine, as Dask starts them by default."""

    address: str
    process: int
    workers: list[int]
    """Process ids."""


@contextmanager
def started_cluster(folder: Path) -> Iterator[Cluster]:
    """Start a cluster; `folder` gets the files that it needs."""
    script = folder / "scheduler.py"
    script.write_text(SCHEDULER, "utf-8")
    process = subprocess.Popen(
        [sys.executable, str(script)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        text=True, cwd=folder,
    )  # fmt: skip
    assert process.stdin and process.stdout
    with process.stdout:
        address, *workers = process.stdout.readline().split()
        yield Cluster(address, process.pid, [int(worker) for worker in workers])
        process.stdin.close()
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def kill_archive(folder: Path, chance: random.Random, times: int) -> Killed:
    """Kill runs over an archive with `--jobs 2`, or one of their workers, in turn, until there were `times` kills.

    Each run goes on where the last one stopped; when an archive is done, its editions have to be those of a run that
    nobody killed, and a new archive begins.
    """
    make_archive(folder, 60)
    _complete(folder, "whole")
    expected = editions(folder / "whole")
    result = Killed()
    while result.kills < times:
        output = f"output{result.kills}"
        while result.kills < times and _kill_once(folder, output, chance, workers=result.kills % 2 == 0):
            result.kills += 1
            result.faults += _half_written(folder / output)
        result.finished += 1
        _complete(folder, output)
        if editions(folder / output) != expected:
            result.faults.append(f"{output}: other editions than those of a run that was not killed")
    return result


def _complete(folder: Path, output: str) -> None:
    """Render what is left, in one process that is not killed."""
    done = subprocess.run(
        [*COMMAND, "-o", output], cwd=folder, env=environment(folder), capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr


def _kill_once(folder: Path, output: str, chance: random.Random, *, workers: bool) -> bool:
    """Start a run and kill it, or one of its workers. Returns False if it ended before that."""
    command = [*COMMAND, "-o", output, "--jobs", "2"]
    process = subprocess.Popen(
        command, cwd=folder, env=environment(folder), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    while process.poll() is None and not children(process.pid):
        time.sleep(0.02)
    time.sleep(chance.uniform(0, 2.5))
    found = children(process.pid) if workers else [process.pid]
    killed = False
    if process.poll() is None and found:
        os.kill(chance.choice(found), signal.SIGKILL)
        killed = True
    process.wait()
    return killed


def _half_written(output: Path) -> list[str]:
    """Return the editions that cannot be read."""
    faults = []
    for name, data in editions(output).items():
        try:
            json.loads(data)
        except ValueError:
            faults.append(f"{output.name}/{name}: half written")
    return faults


def children(process: int) -> list[int]:
    """Return the workers of a run: the children of a process that run Python's spawn."""
    found = []
    for path in Path("/proc").glob("[0-9]*"):
        try:
            parent = int((path / "stat").read_text().rpartition(")")[2].split()[1])
            if parent == process and b"spawn_main" in (path / "cmdline").read_bytes():
                found.append(int(path.name))
        except (OSError, ValueError):
            continue
    return found
