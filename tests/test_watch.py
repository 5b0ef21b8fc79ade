"""`render --watch`: what counts as a change, however a program saves; and what is rendered again then."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from queue import Empty, Queue
from typing import IO

import pytest
from click.testing import CliRunner

from bilingual import EngineSpec, Plan, Project, Session, Settings, editions_of
from bilingual.cli.inputs import Found, find_articles
from bilingual.cli.main import cli
from bilingual.cli.rerender import Rerenderer, Rerendering
from bilingual.cli.watch import SETTLED, FileStamp, Watcher
from bilingual.editions.theme_file import load_theme
from bilingual.errors import BilingualError
from bilingual.keys import key_of
from bilingual.memory.entries import Decision
from bilingual.memory.store import Memory

A, B = Path("a.txt"), Path("b.txt")
LONG = 1.0
"""Seconds of the test's own clock after which everything is settled."""


class Clock:
    """Time that passes only when a test says so."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.now += seconds


class FakeDisk:
    """Files whose stamps a test sets."""

    def __init__(self) -> None:
        self.files: dict[Path, tuple[FileStamp, bytes]] = {}
        self.digests = 0

    def put(self, path: Path, text: bytes, changed: int) -> None:
        self.files[path] = FileStamp(changed, len(text)), text

    def stamp(self, path: Path) -> FileStamp | None:
        return self.files[path][0] if path in self.files else None

    def digest(self, path: Path) -> bytes | None:
        self.digests += 1
        return self.files[path][1] if path in self.files else None


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def disk() -> FakeDisk:
    disk = FakeDisk()
    disk.put(A, b"one", 1)
    disk.put(B, b"two", 1)
    return disk


@pytest.fixture
def watcher(disk: FakeDisk, clock: Clock) -> Watcher:
    watcher = Watcher(disk=disk, clock=clock)
    watcher.watch([A, B])
    watcher.accept([A, B])
    return watcher


def test_nothing_has_changed_and_nothing_is_read(watcher: Watcher, disk: FakeDisk) -> None:
    before = disk.digests
    assert watcher.changes() == set()
    assert disk.digests == before
    assert not watcher.unsettled


def test_a_change_is_reported_once_and_only_when_the_file_is_settled(
    watcher: Watcher, disk: FakeDisk, clock: Clock
) -> None:
    disk.put(A, b"other", 2)
    assert watcher.changes() == set()
    assert watcher.unsettled
    clock.now += SETTLED / 2
    disk.put(A, b"other and more", 3)
    assert watcher.changes() == set()
    clock.now += SETTLED / 2
    assert watcher.changes() == set()
    clock.now += SETTLED
    assert watcher.changes() == {A}
    assert not watcher.unsettled
    assert watcher.changes() == set()


def test_an_empty_file_is_given_more_time(watcher: Watcher, disk: FakeDisk, clock: Clock) -> None:
    disk.put(A, b"", 2)
    watcher.changes()
    clock.now += SETTLED
    assert watcher.changes() == set()
    disk.put(A, b"other", 3)
    watcher.changes()
    clock.now += SETTLED
    assert watcher.changes() == {A}
    disk.put(A, b"", 4)
    watcher.changes()
    clock.now += LONG
    assert watcher.changes() == {A}


def test_a_missing_file_is_a_change_only_if_it_stays_missing(watcher: Watcher, disk: FakeDisk, clock: Clock) -> None:
    was = disk.files.pop(A)
    watcher.changes()
    clock.now += SETTLED
    disk.files[A] = was
    assert watcher.changes() == set()
    assert not watcher.unsettled
    del disk.files[A]
    watcher.changes()
    clock.now += LONG
    assert watcher.changes() == {A}
    clock.now += LONG
    assert watcher.changes() == set()


def test_the_same_content_is_no_change(watcher: Watcher, disk: FakeDisk, clock: Clock) -> None:
    disk.put(A, b"one", 2)
    watcher.changes()
    clock.now += LONG
    assert watcher.changes() == set()
    assert not watcher.unsettled


def test_a_file_that_appears_is_a_change(watcher: Watcher, disk: FakeDisk, clock: Clock) -> None:
    new = Path("glossary.yaml")
    watcher.watch([A, B, new])
    assert watcher.changes() == set()
    disk.put(new, b"x", 5)
    watcher.changes()
    clock.now += LONG
    assert watcher.changes() == {new}


def test_own_writes_are_no_change(watcher: Watcher, disk: FakeDisk, clock: Clock) -> None:
    disk.put(A, b"other", 2)
    watcher.accept([A])
    clock.now += LONG
    assert watcher.changes() == set()


def test_a_file_system_that_counts_seconds(disk: FakeDisk, clock: Clock) -> None:
    """Two contents of one size within a second have the same stamp there."""
    second = 1_700_000_000 * 1_000_000_000
    disk.put(A, b"one", second)
    watcher = Watcher(disk=disk, clock=clock)
    watcher.watch([A])
    watcher.accept([A])
    disk.put(A, b"eno", second)
    watcher.changes()
    clock.now += LONG
    assert watcher.changes() == {A}


def in_place(file: Path, text: str) -> None:
    file.write_text(text, "utf-8")


def by_renaming(file: Path, text: str) -> None:
    part = file.with_name(f".{file.name}.tmp")
    part.write_text(text, "utf-8")
    part.replace(file)


def as_vim(file: Path, text: str) -> None:
    backup = file.with_name(f"{file.name}~")
    file.rename(backup)
    file.write_text(text, "utf-8")
    backup.unlink()


def as_sed(file: Path, text: str) -> None:
    part = file.with_name("sedXyz12")
    part.write_text(text, "utf-8")
    part.chmod(0o644)
    os.rename(part, file)  # noqa: PTH104


def with_another_encoding(file: Path, text: str) -> None:
    file.write_bytes(text.encode("cp932", "replace"))


def after_deleting(file: Path, text: str) -> None:
    file.unlink()
    file.write_text(text, "utf-8")


def through_a_link(file: Path, text: str) -> None:
    other = file.resolve().with_name("elsewhere.bin")
    other.write_text(text, "utf-8")
    file.unlink()
    file.symlink_to(other)


WAYS: tuple[Callable[[Path, str], None], ...] = (
    in_place,
    by_renaming,
    as_vim,
    as_sed,
    with_another_encoding,
    after_deleting,
    through_a_link,
)


@pytest.mark.parametrize("save", WAYS)
def test_every_way_of_saving_is_seen_again_and_again(
    save: Callable[[Path, str], None], tmp_path: Path, clock: Clock
) -> None:
    file = tmp_path / "a.txt"
    file.write_text("一\n", "utf-8")
    watcher = Watcher(clock=clock)
    watcher.watch([file])
    watcher.accept([file])
    for text in ("二\n", "三番\n", "四\n"):
        save(file, text)
        assert watcher.changes() == set()
        clock.now += LONG
        assert watcher.changes() == {file}
        assert watcher.changes() == set()


def test_touch_and_chmod_are_no_changes(tmp_path: Path, clock: Clock) -> None:
    file = tmp_path / "a.txt"
    file.write_text("一\n", "utf-8")
    watcher = Watcher(clock=clock)
    watcher.watch([file])
    watcher.accept([file])
    file.chmod(0o600)
    os.utime(file, (1, 1))
    watcher.changes()
    clock.now += LONG
    assert watcher.changes() == set()


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_pipes_and_folders_are_not_read(tmp_path: Path, clock: Clock) -> None:
    pipe = tmp_path / "a.txt"
    os.mkfifo(pipe)
    watcher = Watcher(clock=clock)
    watcher.watch([pipe, tmp_path])
    watcher.accept([pipe, tmp_path])
    clock.now += LONG
    assert watcher.changes() == set()


class Run:
    """A project with `render --watch`, whose time passes in `after`."""

    def __init__(self, folder: Path, clock: Clock, *inputs: str, theme: str = "", more: Settings | None = None) -> None:
        self.folder = folder
        self.clock = clock
        settings = more or Settings()
        self.session = Session(
            replace(settings, engine=EngineSpec("echo"), editions=editions_of(("json", "docx"))), Project(drafts=None)
        )
        self.rendered: list[str] = []
        self.during: Callable[[], None] = lambda: None
        work = Rerendering(
            self.session,
            lambda: find_articles(inputs or ("input",), self.session.files, output=Path("output")),
            self.render,
            lambda: replace(self.session.settings, editions=editions_of(("json",), plan=Plan(theme=load_theme(theme)))),
            Path(theme) if theme else None,
        )
        self.rerenderer = Rerenderer(work, Watcher(clock=clock), sleep=clock.sleep)
        self.rerenderer.begin()

    def render(self, found: Found) -> BilingualError | None:
        self.rendered.append(found.path.name)
        during, self.during = self.during, lambda: None
        during()
        try:
            self.session.render(found.path, below=found.below)
        except BilingualError as error:
            return error
        return None

    def after(self) -> list[str]:
        """Return what is rendered until everything is settled."""
        self.rendered = []
        for _ in range(30):
            self.clock.now += self.rerenderer.look()
        return self.rendered


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    Path(".git").mkdir()
    Path("input").mkdir()
    Path("input/a.txt").write_text("雨の日\n\n今日は雨が降っている。\n", "utf-8")
    Path("input/b.txt").write_text("晴れ\n\n今日は晴れだ。\n", "utf-8")
    return tmp_path


def test_only_the_article_that_was_saved_is_rendered(project: Path, clock: Clock) -> None:
    run = Run(project, clock)
    assert run.after() == []
    in_place(Path("input/b.txt"), "晴れ\n\n明日は晴れだ。\n")
    assert run.after() == ["b.txt"]
    assert "明日は晴れだ" in Path("output/b.json").read_text("utf-8")
    assert run.after() == []


@pytest.mark.parametrize("save", WAYS)
def test_every_way_of_saving_is_rendered_once(save: Callable[[Path, str], None], project: Path, clock: Clock) -> None:
    run = Run(project, clock)
    for day in ("明日", "昨日"):
        save(Path("input/a.txt"), f"雨の日\n\n{day}は雨が降っている。\n")
        assert run.after() == ["a.txt"]
        assert day in Path("output/a.json").read_text("utf-8")


def test_truncate_then_write(project: Path, clock: Clock, capsys: pytest.CaptureFixture[str]) -> None:
    run = Run(project, clock)
    file = Path("input/a.txt")
    file.write_bytes(b"")
    run.rerenderer.look()
    clock.now += 0.1
    run.rerenderer.look()
    file.write_text("雨の日\n\n明日は雨だ。\n", "utf-8")
    assert run.after() == ["a.txt"]
    assert "Error" not in capsys.readouterr().err


def test_half_a_file_is_rendered_again_before_its_error_is_shown(
    project: Path, clock: Clock, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("glossary.yaml").write_text("雨: rain\n", "utf-8")
    run = Run(project, clock, "input/a.txt")
    Path("glossary.yaml").write_text("雨: {target: ra", "utf-8")
    run.during = lambda: in_place(Path("glossary.yaml"), "雨: {target: rain}\n")
    assert run.after()[-1] == "a.txt"
    assert "Error" not in capsys.readouterr().err


def test_new_articles_are_rendered_and_removed_ones_reported_once(
    project: Path, clock: Clock, capsys: pytest.CaptureFixture[str]
) -> None:
    run = Run(project, clock)
    in_place(Path("input/c.md"), "# 雪\n\n雪だ。\n")
    assert run.after() == ["c.md"]
    Path("input/b.txt").unlink()
    assert run.after() == ["b.txt"]
    errors = capsys.readouterr().err.splitlines()
    assert len(errors) == 1
    assert errors[0].startswith("Error: input/b.txt: ")
    in_place(Path("input/b.txt"), "晴れ\n\n今日は晴れだ。\n")
    assert run.after() == ["b.txt"]


def test_an_article_that_was_named_may_come_back(
    project: Path, clock: Clock, capsys: pytest.CaptureFixture[str]
) -> None:
    run = Run(project, clock, "input/a.txt")
    text = Path("input/a.txt").read_text("utf-8")
    Path("input/a.txt").unlink()
    assert run.after() == ["a.txt"]
    assert capsys.readouterr().err.count("Error: ") == 1
    assert run.after() == []
    in_place(Path("input/a.txt"), text)
    assert run.after() == ["a.txt"]


def test_a_folder_that_becomes_empty(project: Path, clock: Clock, capsys: pytest.CaptureFixture[str]) -> None:
    run = Run(project, clock)
    for file in Path("input").iterdir():
        file.unlink()
    run.after()
    run.after()
    errors = capsys.readouterr().err.splitlines()
    assert sum("contains no articles" in line for line in errors) == 1
    in_place(Path("input/z.txt"), "雪\n\n雪だ。\n")
    assert run.after() == ["z.txt"]


def test_a_glossary_that_appears_changes_breaks_and_goes(
    project: Path, clock: Clock, capsys: pytest.CaptureFixture[str]
) -> None:
    run = Run(project, clock)
    in_place(Path("glossary.yaml"), "雨: rain\n")
    assert run.after() == ["a.txt", "b.txt"]
    as_vim(Path("glossary.yaml"), "雨: rainfall\n")
    assert run.after() == ["a.txt", "b.txt"]
    assert "rainfall" in Path("output/a.json").read_text("utf-8")
    capsys.readouterr()
    in_place(Path("glossary.yaml"), "雨: {targe: rain}\n晴れ: {aliasses: x}\n")
    run.after()
    errors = capsys.readouterr().err.splitlines()
    assert len([line for line in errors if line.startswith("Error: ")]) == 1
    assert "glossary.yaml:1" in errors[0]
    in_place(Path("glossary.yaml"), "雨: rain\n")
    assert run.after() == ["a.txt", "b.txt"]
    Path("glossary.yaml").unlink()
    assert run.after() == ["a.txt", "b.txt"]
    assert not run.after()


def test_a_nearer_glossary_concerns_the_articles_below_it(project: Path, clock: Clock) -> None:
    Path("input/deep").mkdir()
    in_place(Path("input/deep/c.txt"), "雨\n\n雨だ。\n")
    in_place(Path("glossary.yaml"), "雨: rain\n")
    run = Run(project, clock)
    in_place(Path("input/deep/glossary.yaml"), "雨: Rain\n")
    assert run.after() == ["c.txt"]
    in_place(Path("glossary.yaml"), "雨: rainfall\n")
    assert run.after() == ["a.txt", "b.txt"]


def test_glossaries_that_were_named(project: Path, clock: Clock) -> None:
    in_place(Path("mine.yaml"), "雨: rain\n")
    run = Run(project, clock, "input/a.txt", more=Settings(glossaries=(Path("mine.yaml"),)))
    in_place(Path("glossary.yaml"), "雨: wrong\n")
    assert run.after() == []
    by_renaming(Path("mine.yaml"), "雨: rainfall\n")
    assert run.after() == ["a.txt"]


def test_files_that_are_saved_together_are_rendered_together(project: Path, clock: Clock) -> None:
    """An article is not rendered at the moment when its glossary is being replaced by one with the same text."""
    in_place(Path("glossary.yaml"), "雨: rain\n")
    run = Run(project, clock)
    in_place(Path("input/a.txt"), "雨の日\n\n明日は雨だ。\n")
    run.rerenderer.look()
    clock.now += SETTLED
    Path("glossary.yaml").rename("glossary.yaml~")
    run.rerenderer.look()
    assert not run.rendered
    Path("glossary.yaml~").rename("glossary.yaml")
    assert run.after() == ["a.txt"]
    assert "rain" in Path("output/a.json").read_text("utf-8")


def test_the_theme(project: Path, clock: Clock, capsys: pytest.CaptureFixture[str]) -> None:
    in_place(Path("my.yaml"), "sizes: {body: 10}\n")
    run = Run(project, clock, theme="my.yaml")
    in_place(Path("my.yaml"), "sizes: {body: 12}\n")
    assert run.after() == ["a.txt", "b.txt"]
    in_place(Path("my.yaml"), "sizes: {body: huge}\n")
    assert run.after() == []
    assert capsys.readouterr().err.startswith("Error: my.yaml:1")
    Path("my.yaml").unlink()
    assert run.after() == []
    in_place(Path("my.yaml"), "sizes: {body: 11}\n")
    assert run.after() == ["a.txt", "b.txt"]


def test_the_memory(project: Path, clock: Clock) -> None:
    run = Run(project, clock)
    in_place(Path("input/b.txt"), "晴れ\n\n明日は晴れだ。\n")
    assert run.after() == ["b.txt"]
    assert run.after() == []
    source = "明日は晴れだ。"
    with Memory(Path(".bilingual/memory.sqlite")) as other:
        other.decide([Decision(source, key_of(source), "It will be sunny.")])
    assert run.after() == ["a.txt", "b.txt"]
    assert "It will be sunny." in Path("output/b.json").read_text("utf-8")
    assert run.after() == []


def test_a_memory_that_another_program_creates(project: Path, clock: Clock) -> None:
    run = Run(project, clock)
    with Memory(Path(".bilingual/memory.sqlite")):
        pass
    assert run.after() == ["a.txt", "b.txt"]
    assert run.after() == []


def test_a_word_edition_that_a_person_changed(project: Path, clock: Clock, capsys: pytest.CaptureFixture[str]) -> None:
    run = Run(project, clock)
    in_place(Path("input/a.txt"), "雨の日\n\n明日は雨だ。\n")
    run.after()
    assert "learn" not in capsys.readouterr().err
    edition = Path("output/a.docx")
    edition.write_bytes(edition.read_bytes() + b"changed")
    assert run.after() == []
    assert "`bilingual learn output/a.docx`" in capsys.readouterr().err
    assert run.after() == []
    assert capsys.readouterr().err == ""


def test_a_word_edition_that_another_run_wrote(project: Path, clock: Clock, capsys: pytest.CaptureFixture[str]) -> None:
    run = Run(project, clock)
    in_place(Path("input/a.txt"), "雨の日\n\n明日は雨だ。\n")
    run.after()
    in_place(Path("glossary.yaml"), "雨: rain\n")
    with Session(run.session.settings, Project(drafts=None)) as other:
        other.render("input/a.txt")
    run.after()
    assert "learn" not in capsys.readouterr().err


def test_a_file_that_is_written_all_the_time_delays_the_others_only_for_a_while(project: Path, clock: Clock) -> None:
    run = Run(project, clock)
    in_place(Path("input/a.txt"), "雨の日\n\n明日は雨だ。\n")
    run.rendered = []
    for number in range(100):
        with Path("input/b.txt").open("a", encoding="utf-8") as file:
            file.write(f"{number}\n")
        clock.now += run.rerenderer.look()
    assert "a.txt" in run.rendered


@pytest.mark.parametrize("other", [["--json"], ["--strict"], ["--fail-on", "error"], ["-"]])
def test_what_cannot_be_watched(other: list[str], project: Path) -> None:
    result = CliRunner().invoke(cli, ["render", "-e", "echo", "--watch", "-o", "x.docx", *other])
    assert result.exit_code == 2
    assert "--watch" in result.stderr


class Lines:
    """The lines of a process, with a limit to how long a test waits for one."""

    def __init__(self, stream: IO[str]) -> None:
        self.stream = stream
        self.queue: Queue[str] = Queue()
        self.seen: list[str] = []
        threading.Thread(target=self.read, daemon=True).start()

    def read(self) -> None:
        # `communicate` closes the stream at the end of a test.
        with contextlib.suppress(ValueError):
            for line in self.stream:
                self.queue.put(line)

    def until(self, text: str) -> None:
        while True:
            try:
                self.seen.append(self.queue.get(timeout=60))
            except Empty:
                raise AssertionError(f"no line with {text!r}: {self.seen}") from None
            if text in self.seen[-1]:
                return


@pytest.fixture
def started(project: Path) -> Iterator[Callable[..., tuple[subprocess.Popen[str], Lines, Lines]]]:
    """Return a function that starts `render --watch` with more options; returns it with its stdout and stderr."""
    processes: list[subprocess.Popen[str]] = []

    def start(*options: str) -> tuple[subprocess.Popen[str], Lines, Lines]:
        command = [sys.executable, "-m", "bilingual", "render", "-e", "echo", "-f", "json", "--watch", *options]
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        processes.append(process)
        assert process.stdout is not None
        assert process.stderr is not None
        return process, Lines(process.stdout), Lines(process.stderr)

    yield start
    for process in processes:
        process.kill()
        process.communicate()


Start = Callable[..., tuple[subprocess.Popen[str], Lines, Lines]]


@pytest.mark.skipif(os.name != "posix", reason="sends SIGINT")
def test_a_run_from_the_first_edition_to_ctrl_c(started: Start) -> None:
    process, results, errors = started()
    errors.until("Watching 2 articles")
    results.until("output/b.json")
    as_vim(Path("input/a.txt"), "雨の日\n\n明日は雨だ。\n")
    results.until("output/a.json")
    assert "明日は雨だ" in Path("output/a.json").read_text("utf-8")
    in_place(Path("glossary.yaml"), "雨: [\n")
    errors.until("glossary.yaml:")
    in_place(Path("glossary.yaml"), "雨: rain\n")
    results.until("output/b.json")
    process.send_signal(signal.SIGINT)
    assert process.wait(120) == 0
    errors.until("Stopped watching")


def test_a_broken_glossary_at_the_start_is_survived(started: Start) -> None:
    in_place(Path("glossary.yaml"), "雨: [\n")
    _, results, errors = started("-g", "glossary.yaml")
    errors.until("Error: glossary.yaml:")
    errors.until("Watching")
    in_place(Path("glossary.yaml"), "雨: rain\n")
    results.until("output/a.json")
