"""What the shell completes, and what a run reports while it works."""

from __future__ import annotations

import json
import re
import time
from pathlib import Path

import pytest
from click.testing import CliRunner

from bilingual import Project, Session, Settings, editions_of
from bilingual.cli.console import PlainLines, progress, time_left
from bilingual.cli.main import cli
from bilingual.engines.choose import EngineSpec
from bilingual.model import Event
from bilingual.models.install import install_file
from conftest import PACKAGE

FILE, FOLDER = "file,", "dir,"


def complete(*words: str) -> list[str]:
    """Return what bash is given for the last word: its type and the value."""
    environment = {
        "_BILINGUAL_COMPLETE": "bash_complete",
        "COMP_WORDS": " ".join(("bilingual", *words)),
        "COMP_CWORD": str(len(words)),
    }
    return CliRunner().invoke(cli, [], env=environment, prog_name="bilingual").stdout.split()


@pytest.mark.parametrize(
    ("words", "found"),
    [
        (("render", "inp"), [f"{FILE}inp"]),
        (("check", "inp"), [f"{FILE}inp"]),
        (("segment", "inp"), [f"{FILE}inp"]),
        (("render", "x", "-g", "glo"), [f"{FILE}glo"]),
        (("render", "x", "-o", "out"), [f"{FILE}out"]),
        (("render", "x", "--theme", "my"), [f"{FILE}my"]),
        (("render", "x", "--theme", "min"), ["plain,mincho"]),
        (("glossary", "suggest", "inp"), [f"{FILE}inp"]),
        (("glossary", "check", "glo"), [f"{FILE}glo"]),
        (("glossary", "import", "terms"), [f"{FILE}terms"]),
        (("glossary", "check", "--unused", "inp"), [f"{FILE}inp"]),
        (("engine", "install", "argos"), ["plain,argos-ja-en"]),
        (("engine", "install", "my"), [f"{FILE}my"]),
        (("init", "new"), [f"{FOLDER}new"]),
        (("render", "-f", "p"), ["plain,pdf"]),
        (("render", "-f", "pdf,d"), ["plain,pdf,docx"]),
        (("render", "--layout", "en"), ["plain,english"]),
        (("glo",), ["plain,glossary"]),
        (("render", "-e", "./mod"), [f"{FILE}./mod"]),
    ],
)
def test_files_and_words_complete(words: tuple[str, ...], found: list[str]) -> None:
    assert complete(*words) == found


@pytest.mark.model
def test_engines_complete_with_the_installed_models() -> None:
    assert complete("render", "-e", "a") == ["plain,auto", "plain,argos"]
    name = install_file(PACKAGE, on=lambda _: None).name
    assert f"plain,{name}" in complete("render", "-e", name[:4])
    assert f"plain,{name}" in complete("engine", "remove", name[:4])
    assert f"plain,{name}" in complete("engine", "info", name[:4])


# Progress --------------------------------------------------------------------------------------------------


def lines(events: list[Event], seconds: float, monkeypatch: pytest.MonkeyPatch, label: str = "a.txt") -> list[str]:
    """Return the plain lines that are printed for events that are `seconds` apart."""
    now = 0.0
    monkeypatch.setattr("time.monotonic", lambda: now)
    printed: list[str] = []
    monkeypatch.setattr("click.echo", lambda text, **_: printed.append(text))
    with progress(label, quiet=False) as on:
        for event in events:
            now += seconds
            on(event)
    return printed


def test_a_slow_engine_reports_what_is_done_and_the_time_left(monkeypatch: pytest.MonkeyPatch) -> None:
    events = [Event("loading", 0, 0, "units", "the engine")]
    events += [Event("translating", number, 37, "units") for number in range(1, 5)]
    assert lines(events, 50.0, monkeypatch, "a.txt (article 2 of 4)") == [
        "a.txt (article 2 of 4): loading the engine",
        "a.txt (article 2 of 4): translating 1 of 37 units, about 30 min left",
        "a.txt (article 2 of 4): translating 2 of 37 units, about 29 min left",
        "a.txt (article 2 of 4): translating 3 of 37 units, about 28 min left",
        "a.txt (article 2 of 4): translating 4 of 37 units, about 28 min left",
    ]


def test_a_silent_engine_is_reported_less_and_less_often(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 0.0
    monkeypatch.setattr("time.monotonic", lambda: now)
    printed: list[tuple[float, str]] = []
    monkeypatch.setattr("click.echo", lambda text, **_: printed.append((now, text)))
    lines = PlainLines("a.txt")
    lines.on(Event("loading", 0, 0, "units", "the engine"))
    for _ in range(100):
        now += 1.0
        lines.tick()
    assert printed == [(n, f"a.txt: loading the engine, nothing new for {n} s") for n in (10, 20, 40, 80)]
    lines.on(Event("translating", 1, 37, "units"))
    for _ in range(12):
        now += 1.0
        lines.tick()
    assert printed[4:] == [
        (100, "a.txt: translating 1 of 37 units, about 60 min left"),
        (110, "a.txt: translating 1 of 37 units, nothing new for 10 s"),
    ]


def test_drafts_that_were_kept_do_not_count_for_the_pace(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 0.0
    monkeypatch.setattr("time.monotonic", lambda: now)
    left = time_left()
    for number in range(21):
        now += 0.001
        left(Event("translating", number, 40, "units"))
    now += 30.0
    assert left(Event("translating", 21, 40, "units")) == ", about 10 min left"
    now += 30.0
    assert left(Event("translating", 22, 40, "units")) == ", about 9 min left"


def test_nothing_is_counted_before_the_engine_works(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("雨の日\n\n雨だ。\n", "utf-8")
    settings = Settings(engine=EngineSpec("echo"), editions=editions_of(("json",)))
    with Session(settings, Project(tmp_path / "out", drafts=None)) as session:
        for first in (True, False):
            events: list[Event] = []
            session.render(tmp_path / "a.txt", on=events.append)
            stages = [(event.stage, event.what, event.done) for event in events]
            assert stages[0] == (("loading", "the engine", 0) if first else ("translating", "", 0))
            assert ("translating", "", 0) not in stages or not first


def test_the_time_of_a_run_includes_drawing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.txt").write_text("雨の日\n\n雨だ。\n", "utf-8")
    monkeypatch.chdir(tmp_path)
    now, draw = time.monotonic(), Session.draw

    def slow(*arguments: object, **options: object) -> bytes:
        nonlocal now
        now += 100.0
        return draw(*arguments, **options)  # type: ignore[arg-type]

    monkeypatch.setattr("bilingual.session.time.monotonic", lambda: now)
    monkeypatch.setattr(Session, "draw", slow)
    done = CliRunner().invoke(cli, ["render", "-e", "echo", "a.txt", "-f", "json,html"])
    assert re.search(r"2 units, 200\.\d s", done.stderr)
    done = CliRunner().invoke(cli, ["render", "-e", "echo", "a.txt", "-f", "json", "--json", "-o", "other"])
    assert json.loads(done.stdout)["articles"][0]["seconds"] >= 100
