"""Machines as they are: no home folder, full or read-only disks, damaged files, signals."""

from __future__ import annotations

import contextlib
import json
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from bilingual.cli.main import cli
from bilingual.engines.argos import ArgosEngine
from bilingual.engines.base import Draft, Question, Request
from bilingual.errors import EngineError, OutputError
from bilingual.files import check_writable, home, special_kind, write_all, write_whole
from bilingual.memory.drafts import RememberingTransparentEngine, default_path, drafts_at
from engines import ScriptedTransparentEngine

TEXT = "雨の日\n\n今日は雨が降っている。\n"
POSIX = pytest.mark.skipif(os.name != "posix", reason="POSIX only")


@pytest.fixture
def article(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    Path("a.txt").write_text(TEXT, "utf-8")
    return Path("a.txt")


# All files or none -----------------------------------------------------------------------------------------


def tree(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_folder_in_the_way_leaves_nothing_new(article: Path) -> None:
    Path("out/a.docx").mkdir(parents=True)
    Path("out/a.html").write_text("old")
    formats = ["-f", "json,html,docx"]
    done = CliRunner().invoke(cli, ["render", "-e", "echo", "a.txt", "-o", "out", *formats])
    assert done.exit_code == 7
    assert "out/a.docx: cannot be written: a folder has this name" in done.stderr
    assert tree(Path("out")) == {"a.html": b"old"}


@pytest.mark.parametrize("fails", [0, 1, 2])
@pytest.mark.parametrize("linkable", [True, False])
def test_a_file_that_cannot_be_replaced_leaves_all_as_they_were(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fails: int, linkable: bool
) -> None:
    """As on Windows, where a file that is open in Word cannot be replaced."""
    files = {tmp_path / f"{number}.pdf": b"new" for number in range(3)}
    (tmp_path / "0.pdf").write_bytes(b"old")
    (tmp_path / "2.pdf").write_bytes(b"old, too")
    before = tree(tmp_path)
    replace = Path.replace

    def locked(self: Path, target: Path) -> Path:
        if self.suffix == ".part" and target.name == f"{fails}.pdf":
            raise PermissionError(13, "The file is open in another program")
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", locked)
    if not linkable:
        monkeypatch.setattr("os.link", lambda *_, **__: (_ for _ in ()).throw(OSError(1, "no links here")))
    with pytest.raises(OutputError, match="open in another program"):
        write_all(files)
    assert tree(tmp_path) == before
    monkeypatch.setattr(Path, "replace", replace)
    write_all(files)
    assert tree(tmp_path) == {path.name: b"new" for path in files}


def test_an_interrupt_between_two_files_undoes_the_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a").write_bytes(b"old")
    replace = Path.replace

    def interrupted(self: Path, target: Path) -> Path:
        if self.suffix == ".part" and target.name == "b":
            raise KeyboardInterrupt
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", interrupted)
    with pytest.raises(KeyboardInterrupt):
        write_all({tmp_path / "a": b"new", tmp_path / "b": b"new"})
    assert tree(tmp_path) == {"a": b"old"}


def test_permissions_are_kept(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"old")
    path.chmod(0o640)
    write_all({path: b"new", tmp_path / "b": b"new"})
    assert path.stat().st_mode & 0o777 == 0o640


def test_old_temporary_files_are_removed_and_nothing_else(tmp_path: Path) -> None:
    stale = [".bilingual-ab_12xyz.part", ".bilingual-abcdefgh", ".bilingual-00000000.old"]
    others = [".bilingual-notes", "a.part", ".bilingual-ab_12xyz.pdf", "report.pdf"]
    for name in (*stale, *others):
        (tmp_path / name).write_text("x")
        os.utime(tmp_path / name, (1, 1))
    (tmp_path / ".bilingual-running1.part").write_text("of another run")
    check_writable(tmp_path)
    assert {path.name for path in tmp_path.iterdir()} == {*others, ".bilingual-running1.part"}


# No home folder --------------------------------------------------------------------------------------------


@pytest.fixture
def homeless(monkeypatch: pytest.MonkeyPatch) -> None:
    """Run as a user without HOME and without an entry in passwd."""
    for name in ("HOME", "USERPROFILE", "BILINGUAL_CACHE", "BILINGUAL_DATA", "ARGOS_PACKAGES_DIR"):
        monkeypatch.delenv(name, raising=False)
    for name in list(os.environ):
        if name.startswith("XDG_"):
            monkeypatch.delenv(name)
    expand = os.path.expanduser
    monkeypatch.setattr("os.path.expanduser", lambda path: expand(path) if "HOME" in os.environ else path)


@POSIX
def test_everything_works_without_a_home_folder(
    article: Path, homeless: None, mini: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert home() is None
    assert default_path() is None
    for engine in ("echo", str(mini)):
        done = CliRunner().invoke(cli, ["render", "-e", engine, "a.txt", "-f", "json"])
        assert done.exit_code == 0, done.output
        assert done.stderr.count("drafts are not kept; set BILINGUAL_CACHE") == 1
    for command, code in ((["render", "a.txt"], 5), (["check", "a.txt", "-e", "echo"], 0), (["engine", "list"], 0)):
        assert CliRunner().invoke(cli, command).exit_code == code
    for command in (["engine", "info"], ["engine", "install", "argos-ja-en"], ["engine", "setup"]):
        done = CliRunner().invoke(cli, command)
        assert done.exit_code == 5
        assert "there is no home folder for the models - set BILINGUAL_DATA" in done.stderr
    assert not list(Path.cwd().glob("~*"))
    monkeypatch.setenv("BILINGUAL_DATA", "data")
    assert CliRunner().invoke(cli, ["engine", "info"]).exit_code == 0


def test_argostranslate_creates_nothing_in_the_home_folder(tmp_path: Path, mini: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from bilingual.engines.argos import ArgosEngine;"
        "print(ArgosEngine(Path(sys.argv[1])).signature); import os; print(os.environ['HOME'])"
    )
    environment = os.environ | {"HOME": str(tmp_path), "XDG_DATA_HOME": str(tmp_path / "data")}
    done = subprocess.run(
        [sys.executable, "-c", code, str(mini)], env=environment, capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines()[1] == str(tmp_path)
    assert not list(tmp_path.iterdir())


# The draft cache -------------------------------------------------------------------------------------------


def test_a_cache_that_cannot_be_written_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "d.sqlite3"
    with drafts_at(path) as cache:
        cache.put("e", Request("雨"), (Draft("rain"),))
    connect = sqlite3.connect

    def read_only(database: str, **options: object) -> sqlite3.Connection:
        if "immutable=1" not in database:
            raise sqlite3.OperationalError("unable to open database file")
        return connect(database, **options)  # type: ignore[call-overload, no-any-return]

    monkeypatch.setattr("sqlite3.connect", read_only)
    with drafts_at(path) as cache:
        assert cache.get("e", Request("雨")) == (Draft("rain"),)
        cache.put("e", Request("雪"), (Draft("snow"),))
        assert cache.get("e", Request("雪")) == (Draft("snow"),)
    monkeypatch.undo()
    with drafts_at(path) as cache:
        assert cache.get("e", Request("雪")) is None


@POSIX
@pytest.mark.skipif(os.name == "posix" and os.geteuid() == 0, reason="root may write everywhere")
def test_a_cache_in_a_read_only_folder_is_read(tmp_path: Path) -> None:
    path = tmp_path / "cache" / "d.sqlite3"
    with drafts_at(path) as cache:
        cache.put("e", Request("雨"), (Draft("rain"),))
    path.chmod(0o400)
    path.parent.chmod(0o500)
    with drafts_at(path) as cache:
        assert cache.get("e", Request("雨")) == (Draft("rain"),)


DAMAGE = (
    '""',
    "[[1]]",
    "5",
    "null",
    '"x"',
    "[" * 20_000,
    "{}",
    '[["a"]]',
    '[["a", "b"]]',
    "[[1, 2, 3, 4]]",
    "\ud800",
    "9" * 400,
)


@pytest.mark.parametrize("value", DAMAGE)
def test_rows_of_another_kind_are_skipped(tmp_path: Path, value: str) -> None:
    path = tmp_path / "d.sqlite3"
    engine = ScriptedTransparentEngine(lambda segment, attempt: ["rain"], words={"雨": "rain"})
    question = Question("雨", "rain", 0, 1)
    with drafts_at(path) as cache:
        asked = RememberingTransparentEngine(engine, cache)
        good = (asked.translate([Request("雨")]), asked.locate([question]), asked.score([("雨", "rain")]))
    with contextlib.closing(sqlite3.connect(path)) as connection:
        stored = value.encode("utf-8", "surrogatepass")
        connection.execute("UPDATE drafts SET drafts = CAST(? AS TEXT)", (stored,))
        connection.execute("UPDATE answers SET answer = CAST(? AS TEXT)", (stored,))
        connection.commit()
    for _ in range(2):
        with drafts_at(path) as cache:
            asked = RememberingTransparentEngine(engine, cache)
            assert asked.translate([Request("雨")]) == good[0]
            assert asked.locate([question]) == good[1]
            assert asked.score([("雨", "rain")]) == good[2] or value == "5", "a number is a score"


def test_a_damaged_cache_never_changes_a_draft(tmp_path: Path) -> None:
    """Bytes are changed at random: a draft is the stored one, or the engine is asked again."""
    path, segments = tmp_path / "d.sqlite3", [f"文{number}は雨の日の話です。" for number in range(300)]
    with drafts_at(path) as cache:
        for segment in segments:
            cache.put("e", Request(segment), (Draft(f"{segment} in English, and some more words", -1.5),))
    with contextlib.closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    whole = path.read_bytes()
    chance = random.Random(7)
    lost = 0
    for _ in range(12):
        damaged = bytearray(whole)
        for _ in range(400):
            damaged[chance.randrange(4096, len(damaged))] = chance.randrange(256)
        path.write_bytes(damaged)
        for left in tmp_path.glob("d.sqlite3-*"):
            left.unlink()
        with drafts_at(path) as cache:
            for segment in segments:
                found = cache.get("e", Request(segment))
                lost += found is None
                assert found in (None, (Draft(f"{segment} in English, and some more words", -1.5),))
    assert lost


def test_rows_of_earlier_versions_are_read(tmp_path: Path) -> None:
    path = tmp_path / "d.sqlite3"
    with drafts_at(path):
        pass
    with contextlib.closing(sqlite3.connect(path)) as connection:
        connection.execute("INSERT INTO drafts VALUES ('e', '雨', 1, 0, '[[\"rain\", -0.5]]')")
        connection.commit()
    with drafts_at(path) as cache:
        assert cache.get("e", Request("雨")) == (Draft("rain", -0.5),)


# Damaged packages ------------------------------------------------------------------------------------------


@pytest.mark.model
@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("model/model.bin", bytes(200_000)),
        ("model/model.bin", b""),
        ("model/model.bin", random.Random(1).randbytes(5_000)),
        ("model/config.json", b"garbage"),
        ("model/target_vocabulary.json", b'["a"]'),
        ("sentencepiece.model", random.Random(2).randbytes(5_000)),
        ("sentencepiece.model", bytes(100)),
        ("sentencepiece.model", b""),
        ("metadata.json", b"[]"),
        ("metadata.json", b"\xff"),
    ],
)
def test_a_damaged_package_is_exit_code_5_with_a_remedy(mini: Path, article: Path, name: str, content: bytes) -> None:
    shutil.copytree(mini, "package")
    Path("package", name).write_bytes(content)
    done = CliRunner().invoke(cli, ["render", "-e", "./package", "a.txt", "-f", "json"])
    assert done.exit_code == 5, done.output
    assert "package: " in done.stderr
    assert "bilingual engine install" in done.stderr
    assert "bug in bilingual" not in done.stderr
    with pytest.raises(EngineError):
        ArgosEngine(Path("package")).translate([Request("雨が降る。")])


# Signals ---------------------------------------------------------------------------------------------------

BUSY = """
import ctypes, signal, sys
if hasattr(signal, "SIGHUP"):
    signal.signal(signal.SIGHUP, signal.SIG_DFL)  # `nohup make test` ignores it
from bilingual.session import Session

def busy(self, path, **_):
    libc, mutex = ctypes.CDLL(None), ctypes.create_string_buffer(256)
    said = False
    while True:
        try:
            if not said:
                said = True
                print("busy", flush=True)
            libc.pthread_mutex_lock(mutex)  # the second time for ever, inside one step of Python
        except KeyboardInterrupt:
            pass  # the signal came before that step

def waiting(self, path, **_):
    import time
    print("busy", flush=True)
    time.sleep(1000)

Session.render = busy if sys.argv.pop(1) == "busy" else waiting
from bilingual.cli.main import cli
cli()
"""

HANGING_UP = """
import os, signal
signal.signal(signal.SIGHUP, signal.SIG_IGN)
from bilingual.cli.main import cli
from bilingual.session import Session

render = Session.render

def hung_up(self, path, **rest):
    os.kill(os.getpid(), signal.SIGHUP)
    return render(self, path, **rest)

Session.render = hung_up
cli()
"""


@contextlib.contextmanager
def rendering(kind: str) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-c", BUSY, kind, "render", "-e", "echo", "a.txt"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as running:
        try:
            assert running.stdout
            assert running.stdout.readline() == "busy\n"
            yield running
        finally:
            running.kill()


@POSIX
def test_ctrl_c_is_heard_at_once_and_the_second_one_stops(article: Path) -> None:
    with rendering("busy") as running:
        running.send_signal(signal.SIGINT)
        assert running.stderr.readline() == "Stopping after this sentence; press Ctrl-C again to stop now.\n"
        assert running.poll() is None
        running.send_signal(signal.SIGINT)
        assert running.stderr.readline().startswith("Stopped. Finished translations are kept")
        assert running.wait() == 1


@POSIX
@pytest.mark.parametrize("number", ["SIGTERM", "SIGHUP"])
@pytest.mark.parametrize("kind", ["busy", "waiting"])
def test_other_signals_stop_and_say_so(article: Path, number: str, kind: str) -> None:
    with rendering(kind) as running:
        running.send_signal(getattr(signal, number))
        assert running.stderr.read().startswith("Stopped. Finished translations are kept")
        assert running.wait() == 1


@POSIX
def test_a_run_that_stops_by_itself_says_it_once(article: Path) -> None:
    with rendering("waiting") as running:
        running.send_signal(signal.SIGINT)
        assert running.stderr.read().splitlines() == [
            "Stopped. Finished translations are kept; run the same command again to resume."
        ]
        assert running.wait() == 1


@POSIX
def test_a_signal_that_is_ignored_stays_ignored(article: Path) -> None:
    """`nohup bilingual render …` goes on when the terminal is closed."""
    done = subprocess.run(
        [sys.executable, "-c", HANGING_UP, "render", "-e", "echo", "a.txt", "-f", "json"],
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    assert Path("output/a.json").is_file()


def test_handlers_are_restored(article: Path) -> None:
    before = [signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)]
    CliRunner().invoke(cli, ["check", "-e", "echo", "a.txt"])
    assert [signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)] == before


# Threads, kinds of files -----------------------------------------------------------------------------------


@POSIX
def test_special_files(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "p")
    write_whole(tmp_path / "a", json.dumps({}).encode())
    assert special_kind(tmp_path / "p") == "a named pipe"
    assert special_kind(Path("/dev/null")) == "a device"
    assert special_kind(tmp_path / "a") == special_kind(tmp_path) == special_kind(tmp_path / "nowhere") == ""
