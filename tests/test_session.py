"""Sessions: what is loaded once, for many articles and several threads."""

from __future__ import annotations

import inspect
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import fields, replace
from pathlib import Path

import click
import pytest

from bilingual.cli.choices import Choices, LookChoices, RunChoices
from bilingual.cli.console import printable, time_left
from bilingual.cli.main import cli
from bilingual.editions.plan import Plan
from bilingual.editions.theme_file import load_theme
from bilingual.editions.writers import EditionSpec, editions_of
from bilingual.engines.choose import EngineSpec
from bilingual.errors import GlossaryError, OutputError
from bilingual.files import write_all
from bilingual.model import Event
from bilingual.project import Project
from bilingual.session import Session
from bilingual.settings import Settings
from engines import ScriptedEngine


def english(segment: str, attempt: int) -> list[str]:
    return [f"It is about {' and '.join(word for word in segment.split() if word.isascii())}."]


@pytest.fixture
def articles(tmp_path: Path) -> list[Path]:
    (tmp_path / "glossary.yaml").write_text("北京: Beijing\n", "utf-8")
    paths = [tmp_path / f"{number}.txt" for number in range(6)]
    for number, path in enumerate(paths):
        path.write_text(f"第{number}章\n\n北京は雨でした。記事は{number}番目です。\n", "utf-8")
    return paths


def test_settings_are_values() -> None:
    one, other = Settings(), Settings(engine=EngineSpec("auto"), editions=editions_of(("pdf", "docx")))
    assert one == other
    assert hash(one) == hash(other)
    changed = replace(one, engine=EngineSpec("echo"))
    assert Session(changed).engines[0].name == "echo"
    assert {one, other, changed} == {one, changed}
    assert hash(replace(one, editions=(EditionSpec("pdf", Plan(theme=load_theme("gothic"))),))) != hash(one)


def test_the_engine_is_chosen_once(articles: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    chosen: list[EngineSpec] = []

    def choose_all(spec: EngineSpec) -> tuple[ScriptedEngine]:
        chosen.append(spec)
        return (ScriptedEngine(english),)

    monkeypatch.setattr("bilingual.engines.choose.choose_all", choose_all)
    with Session(Settings(editions=editions_of(("json",))), Project(tmp_path / "out")) as session:
        for path in articles:
            session.render(path)
    assert chosen == [EngineSpec()]


def test_several_threads_share_a_session(articles: list[Path], tmp_path: Path) -> None:
    engine = ScriptedEngine(english)
    settings = Settings(editions=editions_of(("json", "html")))
    drafts = tmp_path / "drafts.sqlite3"
    one = Project(tmp_path / "one", drafts)
    with Session(settings, one, engine=engine) as session, ThreadPoolExecutor(4) as pool:
        outcomes = list(pool.map(session.render, articles))
    assert all(outcome.figures.terms.success == 1.0 for outcome in outcomes)
    # Every draft is on the disk, whichever thread made it: nothing is asked again.
    asked = len(engine.asked)
    with Session(settings, Project(tmp_path / "two", drafts), engine=engine) as session:
        for path, outcome in zip(articles, outcomes, strict=True):
            again = session.render(path)
            assert [file.read_bytes() for file in again.files] == [file.read_bytes() for file in outcome.files]
    assert len(engine.asked) == asked


def test_one_article_is_translated_at_a_time(articles: list[Path]) -> None:
    busy = threading.Lock()

    def alone(segment: str, attempt: int) -> list[str]:
        assert busy.acquire(blocking=False)
        try:
            return english(segment, attempt)
        finally:
            busy.release()

    with Session(project=Project(drafts=None), engine=ScriptedEngine(alone)) as session, ThreadPoolExecutor(4) as pool:
        assert len(list(pool.map(session.check, articles))) == len(articles)


def test_an_edited_glossary_is_loaded_again(articles: list[Path], tmp_path: Path) -> None:
    with Session(project=Project(drafts=None), engine=ScriptedEngine(english)) as session:
        first = session.check(articles[0])
        (tmp_path / "glossary.yaml").write_text("北京: Peking, the capital\n", "utf-8")
        second = session.check(articles[0])
        (tmp_path / "glossary.yaml").write_text("北京: [", "utf-8")
        for _ in range(2):
            with pytest.raises(GlossaryError):
                session.check(articles[0])
    assert "Beijing" in first.article.units[1].target
    assert "Peking, the capital" in second.article.units[1].target


def test_a_closed_session_opens_again(articles: list[Path]) -> None:
    session = Session(engine=ScriptedEngine(english))
    session.check(articles[0])
    session.close()
    session.check(articles[0])
    session.close()
    session.close()


def test_progress_is_one_kind_of_event(articles: list[Path], tmp_path: Path) -> None:
    events: list[Event] = []
    settings = Settings(editions=editions_of(("json", "html")))
    with Session(settings, Project(tmp_path / "out"), engine=ScriptedEngine(english)) as session:
        session.render(articles[0], on=events.append)
    assert [(e.what, e.done, e.total) for e in events if e.stage == "drawing"] == [("json", 0, 2), ("html", 1, 2)]
    translating = [event for event in events if event.stage == "translating"]
    assert translating[-1].done == translating[-1].total == 3


def test_all_files_of_an_article_are_replaced_or_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files = {tmp_path / name: b"new" for name in ("a.pdf", "a.docx", "b/c.html")}
    for path in files:
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(b"old")
    synced: list[int] = []

    def full(handle: int) -> None:
        synced.append(handle)
        if len(synced) == 3:
            raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(OutputError, match="No space left"):
        write_all(files)
    assert {path.read_bytes() for path in files} == {b"old"}
    assert not list(tmp_path.rglob("*.part"))
    monkeypatch.undo()
    write_all(files)
    assert {path.read_bytes() for path in files} == {b"new"}


def every_command(group: click.Group) -> list[click.Command]:
    found: list[click.Command] = []
    for command in group.commands.values():
        found += every_command(command) if isinstance(command, click.Group) else [command]
    return found


@pytest.mark.parametrize("command", every_command(cli), ids=lambda command: command.name)
def test_every_option_is_a_parameter_of_its_command(command: click.Command) -> None:
    """Commands take what they are given by name, so mypy sees a misspelt option, and this test a misspelt decorator."""
    assert command.callback
    parameters = inspect.signature(inspect.unwrap(command.callback)).parameters
    names = {option.name for option in command.params}
    if "how" in parameters:
        names = names - {field.name for field in fields(Choices)} | {"how"}
    if "look" in parameters:
        names = names - {field.name for field in fields(LookChoices)} | {"look"}
    if "run" in parameters:
        names = names - {field.name for field in fields(RunChoices)} | {"run"}
    if "fail_on" in parameters:
        names -= {"strict"}  # --strict is a value of fail_on
    assert names == set(parameters)
    assert not any(one.kind is inspect.Parameter.VAR_KEYWORD for one in parameters.values())


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("北京は雨\u3000です。", "北京は雨\u3000です。"),
        ("a\x1b[31mred", "a\\x1b[31mred"),
        ("a\u202eb\x9bc\u2028d", "a\\u202eb\\x9bc\\u2028d"),
        ("葛\U000e0100城 👨\u200d👩", "葛\U000e0100城 👨\u200d👩"),
    ],
)
def test_nothing_raw_reaches_a_terminal(text: str, shown: str) -> None:
    assert printable(text) == shown


def test_the_time_left_follows_the_pace(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 0.0
    monkeypatch.setattr("time.monotonic", lambda: now)
    left = time_left()
    assert left(Event("translating", 0, 100, "units")) == ""
    now = 10.0
    assert left(Event("translating", 10, 100, "units")) == ", about 2 min left"
    now = 20.0
    assert left(Event("translating", 50, 100, "units")) == ", about 20 s left"
    assert left(Event("drawing", 0, 2, "editions")) == ""


def test_what_another_run_wrote_meanwhile_is_no_persons_change(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The workers of a run that was killed may still write an edition while the next run works."""
    monkeypatch.chdir(tmp_path)
    Path("a.txt").write_text("題\n\n　雨が降った。\n", "utf-8")
    settings = Settings(engine=EngineSpec("echo"), editions=editions_of(("html",)))
    with Session(settings) as first, Session(settings) as second:
        ready = second.prepare("a.txt")
        translation = second.translate(ready.article, near="a.txt")
        assert first.render("a.txt").files
        assert not second.finish(ready, translation).left
        ready = second.prepare("a.txt")
        Path("output/a.html").write_text("mine", "utf-8")
        assert second.finish(ready, replace(translation, signature="other")).left == (Path("output/a.html"),)
