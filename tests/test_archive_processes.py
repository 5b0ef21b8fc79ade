"""`--jobs` and Ctrl-C: whatever is killed, no article is lost or half written, and the next run does the rest."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from dataclasses import replace
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from archives import COMMAND, children, editions, kill_archive, make_archive, rendered, run
from bilingual.archive.model import ArticleJob
from bilingual.archive.processes import ProcessRunner
from bilingual.archive.rendering import failed_row
from bilingual.errors import EngineError, InputError
from bilingual.project import Project
from bilingual.settings import Settings

pytestmark = pytest.mark.skipif(os.name != "posix", reason="sends signals")


@pytest.fixture
def archive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return make_archive(tmp_path, 40).relative_to(tmp_path)


def never() -> bool:
    return False


def jobs_of(count: int) -> list[tuple[ArticleJob, ...]]:
    return [(ArticleJob(Path(f"a{number}.txt")),) for number in range(count)]


# Workers for the tests: each says what became of an article without rendering it.


def _serve(pipe: Connection, die: str, settings: Settings) -> None:
    try:
        while True:
            pipe.send(None)
            for job in pipe.recv():
                if job.path.stem == die:
                    os._exit(9)
                row = failed_row(job, InputError(settings.encoding or ""))
                pipe.send((job, row if settings.encoding else replace(row, status="done")))
    except (EOFError, OSError):
        return


def dying_at_a3(pipe: Connection, settings: Settings, project: Project) -> None:
    _serve(pipe, "a3", settings)


def without_engine(pipe: Connection, settings: Settings, project: Project) -> None:
    pipe.send(EngineError("no model", remedy="install one"))


def dead_at_once(pipe: Connection, settings: Settings, project: Project) -> None:
    os._exit(9)


@pytest.mark.parametrize("size", [1, 4])
def test_two_crashes_in_one_article_are_its_failure_and_nobody_elses(size: int) -> None:
    runner = ProcessRunner(Settings(), Project(), 2, work=dying_at_a3)
    single = jobs_of(8)
    batches = [tuple(job for (job,) in single[at : at + size]) for at in range(0, 8, size)]
    rows = {job.path.stem: row for job, row, _ in runner.run(batches, never)}
    assert sorted(rows) == [f"a{number}" for number in range(8)]
    assert [name for name, row in rows.items() if not row.is_done] == ["a3"]
    assert "2 processes ended while they rendered it" in rows["a3"].error


def test_an_error_that_concerns_all_ends_the_run() -> None:
    runner = ProcessRunner(Settings(), Project(), 2, work=without_engine)
    with pytest.raises(EngineError, match="no model"):
        list(runner.run(jobs_of(3), never))


def test_workers_that_never_begin_are_no_endless_loop() -> None:
    runner = ProcessRunner(Settings(), Project(), 2, work=dead_at_once)
    with pytest.raises(Exception, match="before they have begun"):
        list(runner.run(jobs_of(3), never))


def test_processes_and_one_process_give_the_same_bytes(archive: Path) -> None:
    run("in", "-o", "one")
    done = run("in", "-o", "two", "--jobs", "2")
    assert editions(Path("one")) == editions(Path("two")) and len(done.stdout.split()) == 40


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="needs /proc")
def test_killed_runs_and_workers_lose_no_article(tmp_path: Path) -> None:
    result = kill_archive(tmp_path, random.Random(1), 6)
    assert result.kills == 6 and not result.faults


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="needs /proc")
def test_what_a_killed_worker_had_in_hand_is_done_by_others(archive: Path) -> None:
    process = subprocess.Popen([*COMMAND, "--jobs", "2"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    while process.poll() is None and not (found := children(process.pid)):
        time.sleep(0.02)
    os.kill(found[0], signal.SIGKILL)
    out, errors = process.communicate()
    assert process.returncode == 0, errors
    assert len(out.split()) == 40 and rendered("in") == []


def test_ctrl_c_finishes_what_is_in_hand_and_writes_what_it_knows(archive: Path) -> None:
    slow = """
import sys, time
from bilingual.engines.echo import EchoEngine
plain = EchoEngine.translate
def translate(self, requests, *, on_draft=None):
    time.sleep(0.4)
    return plain(self, requests, on_draft=on_draft)
EchoEngine.translate = translate
sys.argv[0] = "bilingual"
from bilingual.__main__ import main
main()
"""
    for path in sorted(archive.rglob("*.txt")):
        path.write_text(path.read_text("utf-8") + "　雨が降った。\n" * 1000, "utf-8")  # a batch for each article
    process = subprocess.Popen(
        [sys.executable, "-c", slow, *COMMAND[3:-1], "--report"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    record = Path("output/.bilingual/record.jsonl")
    while process.poll() is None and not (record.exists() and record.read_text("utf-8").count("\n") > 1):
        time.sleep(0.05)
    process.send_signal(signal.SIGINT)
    out, errors = process.communicate()
    assert process.returncode == 1, errors
    assert "Stopping after the articles in hand" in errors and "run the same command again to go on" in errors
    done = out.split()
    assert 2 <= len(done) < 40 and all(Path(name).exists() for name in done)
    assert Path("output/report.html").exists()
    assert len(rendered("in")) == 40 - len(done)
