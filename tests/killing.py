"""Kill programs with SIGKILL and look at what is left: `test_kills` a few times, `benchmarks/kills.py` 200 times."""

from __future__ import annotations

import contextlib
import csv
import io
import os
import random
import re
import signal
import sqlite3
import subprocess
import sys
import time
import zipfile
from dataclasses import dataclass, field
from pathlib import Path

import pikepdf
from lxml import etree

from bilingual.keys import key_of
from bilingual.memory.entries import Decision
from bilingual.memory.store import Memory

MEMORY = Path(".bilingual") / "memory.sqlite"
ARTICLE, OUTPUT = Path("a.txt"), Path("output")
APPROVED = "会議は予定どおり開かれた。", "The meeting took place as planned."
LEARNED = "今日は雨が降っている。", "明日は晴れるだろう。"
_TEMPORARY = re.compile(r"\.bilingual-[a-z0-9_]{8}(?:\.part|\.old)?")
"""The names that `files` removes a day later."""
_DAY = 25 * 60 * 60

DECIDER = """
import sys
from pathlib import Path
from bilingual.keys import key_of
from bilingual.memory.entries import Decision
from bilingual.memory.store import Memory

memory, number = Memory(Path(sys.argv[1])), int(sys.argv[2])
while True:
    number += 1
    sources = [f"第{number % 5}の文。", f"第{number % 5}の次の文。"]
    decisions = [Decision(source, key_of(source), str(number), draft="d") for source in sources]
    memory.decide(decisions, batch=f"batch {number}")
    sys.stdout.write(f"{number}\\n")
    sys.stdout.flush()
"""
"""Decides two sentences at a time, and says so afterwards."""

STOPPER = """
import os, signal, sys

count, limit = 0, int(sys.argv[1])
events = {"os.rename", "os.link", "os.remove", "os.mkdir", "os.chmod", "tempfile.mkstemp", "sqlite3.connect"}

def hook(event, args):
    global count
    writes = event == "open" and ((args[1] and set("wax+") & set(args[1])) or args[2] & (os.O_CREAT | os.O_WRONLY))
    if event in events or writes:
        count += 1
        if count == limit:
            os.kill(os.getpid(), signal.SIGKILL)

sys.argv = ["bilingual", *sys.argv[2:]]
from bilingual.__main__ import main
sys.addaudithook(hook)
try:
    main()
finally:
    print("steps", count, file=sys.stderr)
"""
"""Runs a command and kills itself before the nth step that changes a file: no matter how fast the machine is."""


@dataclass
class Killed:
    """What a series of kills found."""

    kills: int = 0
    finished: int = 0
    """Runs that ended before they were killed."""
    faults: list[str] = field(default_factory=list)


def command(limit: int, *arguments: str) -> list[str]:
    """Return the command line that runs `bilingual` up to a step; 0 runs it to its end."""
    return [sys.executable, "-c", STOPPER, str(limit), *arguments]


def environment(folder: Path) -> dict[str, str]:
    """Return the environment of a program under test: its own places, and no byte code to be written."""
    places = {"BILINGUAL_CACHE": str(folder / "cache"), "BILINGUAL_DATA": str(folder / "data")}
    return {**os.environ, **places, "PYTHONDONTWRITEBYTECODE": "1"}


def steps(folder: Path, *arguments: str) -> tuple[int, float]:
    """Run a command to its end; return its steps and its seconds."""
    begin = time.monotonic()
    done = subprocess.run(
        command(0, *arguments), cwd=folder, env=environment(folder), capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return int(done.stderr.rsplit("steps", 1)[1]), time.monotonic() - begin


def run_and_kill(folder: Path, chance: random.Random, size: tuple[int, float], *arguments: str) -> bool:
    """Run a command and kill it, at a random step or after a random time; return True if it ended before that.

    `size` is what `steps` returned; without seconds, only steps are counted.
    """
    by_time = size[1] > 0 and chance.random() < 0.5
    limit = 0 if by_time else chance.randint(1, size[0])
    with subprocess.Popen(
        command(limit, *arguments), cwd=folder, env=environment(folder), stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE, text=True,
    ) as process:  # fmt: skip
        if by_time:
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(chance.uniform(0, size[1]))
            process.kill()
        _, errors = process.communicate()
    assert process.returncode in (0, -signal.SIGKILL), errors
    return process.returncode == 0


def faults_of_memory(file: Path) -> list[str]:
    """Return what is wrong with the file of a memory."""
    if not file.exists():
        return []
    with contextlib.closing(sqlite3.connect(file)) as connection:
        found = [row[0] for row in connection.execute("PRAGMA integrity_check")]
    return [] if found == ["ok"] else [f"integrity: {found}"]


def faults_of_editions(folder: Path) -> list[str]:
    """Return the editions that cannot be opened, and the files that no run would remove."""
    faults: list[str] = []
    for path in folder.rglob("*") if folder.exists() else ():
        if path.is_dir() or _TEMPORARY.fullmatch(path.name):
            continue
        try:
            if path.suffix == ".docx":
                with zipfile.ZipFile(path) as package:
                    assert package.testzip() is None
                    etree.fromstring(package.read("word/document.xml"))
            elif path.suffix == ".pdf":
                with pikepdf.open(path) as document:
                    assert document.pages
            else:
                faults.append(f"{path.name} was left")
        except (OSError, zipfile.BadZipFile, pikepdf.PdfError, etree.XMLSyntaxError, AssertionError, KeyError) as error:
            faults.append(f"{path.name}: {error}")
    return faults


def kill_decisions(folder: Path, chance: random.Random, times: int, *, longest: float = 0.0) -> Killed:
    """Kill a program that decides, after a random number of decisions and up to `longest` seconds."""
    result, number, file = Killed(), 0, folder / MEMORY
    for _ in range(times):
        wanted = chance.randint(1, 20)
        arguments = [sys.executable, "-c", DECIDER, str(file), str(number)]
        with subprocess.Popen(arguments, stdout=subprocess.PIPE, text=True, env=environment(folder)) as process:
            assert process.stdout is not None
            said = [process.stdout.readline() for _ in range(wanted)]
            time.sleep(chance.uniform(0, longest))
            process.kill()
            said += process.stdout.readlines()
        # The last line may be half written: then it was not said.
        acknowledged = [int(line) for line in said if line.endswith("\n")]
        result.kills += 1
        result.faults += faults_of_memory(file)
        number = _check_decisions(file, acknowledged, result)
    return result


def _check_decisions(file: Path, acknowledged: list[int], result: Killed) -> int:
    """Add what is lost or half stored to the result; return the number of the last decision."""
    with Memory(file) as memory:
        now = {entry.source: entry.target for entry in memory.entries()}
        with memory.reading() as connection:
            batches = dict(connection.execute("SELECT batch, count(*) FROM history GROUP BY batch").fetchall())
    for number in acknowledged:
        if batches.get(f"batch {number}") != 2:
            result.faults.append(f"decision {number} is lost")
    for source, target in now.items():
        if "次" not in source and now.get(source.replace("の文", "の次の文")) != target:
            result.faults.append(f"decision {target} is half stored")
    last = max(int(target) for target in now.values())
    for number in acknowledged[-5:]:
        if int(now[f"第{number % 5}の文。"]) < number:
            result.faults.append(f"decision {number} is undone")
    return last


def kill_renders(folder: Path, chance: random.Random, times: int, *, by_time: bool = False) -> Killed:
    """Kill `bilingual render` at random moments; every article is another one, so that there is something to write."""
    result, options = Killed(), ("render", "a.txt", "-e", "echo", "-q")
    with Memory(folder / MEMORY) as memory:
        memory.decide([Decision(APPROVED[0], key_of(APPROVED[0]), APPROVED[1])])
    _write_article(folder, 0)
    size = steps(folder, *options)
    for number in range(1, times + 1):
        _write_article(folder, number)
        result.finished += run_and_kill(folder, chance, size if by_time else (size[0], 0.0), *options)
        result.kills += 1
        result.faults += faults_of_memory(folder / MEMORY) + faults_of_editions(folder / OUTPUT)
        with Memory(folder / MEMORY) as memory:
            if [entry.target for entry in memory.entries("approved")] != [APPROVED[1]]:
                result.faults.append("the approved sentence is lost")
    _check_last_render(folder, options, result)
    return result


def _write_article(folder: Path, number: int) -> None:
    (folder / ARTICLE).write_text(f"第{number}回の会議\n\n{APPROVED[0]}次は{number}日後に開く。\n", "utf-8")


def _check_last_render(folder: Path, options: tuple[str, ...], result: Killed) -> None:
    """Render to the end: it has to work, print the approved sentence, and remove what killed runs have left."""
    left = [path for path in (folder / OUTPUT).iterdir() if _TEMPORARY.fullmatch(path.name)]
    for path in left:
        os.utime(path, (time.time() - _DAY, time.time() - _DAY), follow_symlinks=False)
    steps(folder, *options)
    result.faults += [f"{path.name} hides in {OUTPUT}" for path in left if os.path.lexists(path)]
    names = sorted(path.name for path in (folder / OUTPUT).iterdir())
    if names != ["a.docx", "a.pdf"]:
        result.faults.append(f"{OUTPUT} has {names}")
    with zipfile.ZipFile(folder / OUTPUT / "a.docx") as package:
        if APPROVED[1] not in package.read("word/document.xml").decode("utf-8"):
            result.faults.append("the approved sentence is not printed")


def kill_learning(folder: Path, chance: random.Random, times: int, *, by_time: bool = False) -> Killed:
    """Kill `bilingual learn` at random moments: both corrections of a file are stored, or neither."""
    result, options = Killed(), ("learn", "a.csv", "-e", "echo", "-q")
    (folder / ARTICLE).write_text(f"天気\n\n{''.join(LEARNED)}\n", "utf-8")
    steps(folder, "export", "a.txt", "-e", "echo", "--to", "csv", "-o", "a.csv", "-q")
    exported = (folder / "a.csv").read_text("utf-8-sig")
    _write_corrections(folder, exported, 0)
    size = steps(folder, *options)
    last = 0
    for number in range(1, times + 1):
        _write_corrections(folder, exported, number)
        finished = run_and_kill(folder, chance, size if by_time else (size[0], 0.0), *options, "--theirs")
        result.finished += finished
        result.kills += 1
        result.faults += faults_of_memory(folder / MEMORY)
        with Memory(folder / MEMORY) as memory:
            found = {entry.source: entry.target for entry in memory.entries("approved")}
        targets = {found.get(source) for source in LEARNED}
        if len(targets) != 1 or targets - {f"Text {last}.", f"Text {number}."}:
            result.faults.append(f"after {number}, which came after {last}: {targets}")
        elif finished and targets != {f"Text {number}."}:
            result.faults.append(f"{number} was learned and is lost")
        elif targets == {f"Text {number}."}:
            last = number
    return result


def _write_corrections(folder: Path, exported: str, number: int) -> None:
    """Write the exported table with the English of two sentences changed."""
    header, *rows = csv.reader(io.StringIO(exported, newline=""))
    source, target = header.index("source"), header.index("target")
    for row in rows:
        if row[source] in LEARNED:
            row[target] = f"Text {number}."
    text = io.StringIO(newline="")
    csv.writer(text).writerows([header, *rows])
    (folder / "a.csv").write_text(text.getvalue(), "utf-8-sig")
