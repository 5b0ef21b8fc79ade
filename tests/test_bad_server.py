"""Every way in which a server can misbehave: a bounded wait, one clear line or a finding, and nothing bad kept."""

from __future__ import annotations

import contextlib
import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from badserver import ARTICLE, DOUBTFUL, EMPTY, ENDLESS, ENGLISH, ERRORS, MODES, RIGHT, BadServer, misbehaving
from bilingual.cli.main import cli
from bilingual.engines.base import Request
from bilingual.engines.llm.engine import ServerEngine
from bilingual.engines.llm.server import ask_server, deadline_of
from bilingual.errors import EngineError, UsageError
from bilingual.memory.drafts import DraftCache

SOURCE, TARGET = list(ENGLISH.items())[2]
TIMEOUT = "BILINGUAL_SERVER_TIMEOUT"
SHORT, LONG = "0.4", "60"
"""Seconds for an answer: of a server that never gives one, and of the others."""


def run(command: str, bad: BadServer, *options: str) -> Result:
    (Path("a.txt")).write_text(ARTICLE, "utf-8")
    chosen = ["--server", bad.url, "--server-model", "m", "--no-glossary", "--no-memory"]
    return CliRunner().invoke(cli, [command, "a.txt", *chosen, *options])


def rendered(bad: BadServer) -> tuple[Result, list[str]]:
    """Render the article; return the result and the English of its units."""
    done = run("render", bad, "-f", "json")
    file = Path("output/a.side-by-side.json")
    files = [file] if file.exists() else list(Path("output").glob("*.json"))
    if not files:
        return done, []
    article = json.loads(files[0].read_text("utf-8"))
    files[0].unlink()
    return done, [unit["target"] for block in article["blocks"] for unit in block.get("units", ())]


def is_plain(done: Result) -> bool:
    """Return whether a terminal shows the output as it is."""
    return all(character.isprintable() or character == "\n" for character in done.stdout + done.stderr)


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv(TIMEOUT, LONG)


# The engine ------------------------------------------------------------------------------------------------


def draft(bad: BadServer) -> str:
    return ServerEngine(bad.url, "m").translate([Request(SOURCE)])[0][0].text


@pytest.mark.parametrize("mode", ENDLESS)
def test_a_server_without_an_end_is_left(mode: str) -> None:
    body = {"messages": [{"role": "user", "content": SOURCE}]}
    with (
        misbehaving(MODES[mode]) as bad,
        pytest.raises(EngineError, match=r"has not answered within|is busy") as caught,
    ):
        ask_server(bad.url, body, deadline=float(SHORT))
    assert caught.value.remedy


@pytest.mark.parametrize("mode", ERRORS)
def test_an_answer_that_cannot_be_used_is_one_error(mode: str) -> None:
    with misbehaving(MODES[mode]) as bad, pytest.raises(EngineError) as caught:
        for _ in range(3):
            draft(bad)
    assert caught.value.exit_code == 5
    assert caught.value.remedy
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("mode", EMPTY)
def test_what_is_not_a_translation_is_no_draft(mode: str) -> None:
    with misbehaving(MODES[mode]) as bad:
        assert draft(bad) == ""


@pytest.mark.parametrize("mode", RIGHT)
def test_a_translation_in_an_unusual_form_is_used(mode: str) -> None:
    with misbehaving(MODES[mode]) as bad:
        assert draft(bad) == TARGET


def test_a_broken_answer_is_requested_once_more() -> None:
    with misbehaving(MODES["half of the JSON"]) as bad:
        with contextlib.suppress(EngineError):
            draft(bad)
        assert bad.requests == 2


@pytest.mark.parametrize("mode", ["401", "404", "400", "a redirect", "an error with 200", "a stream", "too large"])
def test_a_refusal_is_final(mode: str) -> None:
    with misbehaving(MODES[mode]) as bad:
        with contextlib.suppress(EngineError):
            draft(bad)
        assert bad.requests == 1


def test_the_pauses_of_a_busy_server_become_longer() -> None:
    pauses: list[float] = []

    def sleep(seconds: float) -> None:
        pauses.append(seconds)
        if len(pauses) == 7:
            bad.mend()

    body = {"messages": [{"role": "user", "content": SOURCE}]}
    with misbehaving(MODES["busy for ever"]) as bad:
        assert ask_server(bad.url, body, deadline=1000, sleep=sleep)["choices"]
    assert pauses == [1, 2, 4, 8, 16, 30, 30]


def test_no_server() -> None:
    with misbehaving(MODES["reset"]) as bad:
        pass
    with pytest.raises(EngineError, match="cannot be reached"):
        draft(bad)


def test_a_longer_answer_has_more_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(TIMEOUT)
    assert deadline_of({"max_tokens": 400}) - deadline_of({"max_tokens": 0}) == 100
    monkeypatch.setenv(TIMEOUT, "7.5")
    assert deadline_of({"max_tokens": 400}) == 7.5


@pytest.mark.parametrize("value", ["soon", "0", "-1", "nan", "inf", "1e300"])
def test_a_wrong_limit_is_an_error_of_the_command(value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(TIMEOUT, value)
    with pytest.raises(UsageError, match=TIMEOUT):
        deadline_of({})


# The commands ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("mode", [*ENDLESS, *ERRORS])
def test_a_run_ends_with_one_line_and_keeps_nothing_bad(mode: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(TIMEOUT, SHORT if mode in ENDLESS else LONG)
    with misbehaving(MODES[mode]) as bad:
        done, units = rendered(bad)
        assert (done.exit_code, units) == (5, [])
        assert done.stderr.count("Error: ") == 1
        assert " - " in done.stderr  # the remedy
        assert is_plain(done)
        monkeypatch.setenv(TIMEOUT, LONG)
        bad.mend()
        done, units = rendered(bad)
    assert done.exit_code == 0, done.output
    assert units == list(ENGLISH.values())


@pytest.mark.parametrize("mode", [*EMPTY, *DOUBTFUL])
def test_bad_english_is_found_by_the_checks(mode: str) -> None:
    with misbehaving(MODES[mode]) as bad:
        done, units = rendered(bad)
        assert done.exit_code == 0
        assert len(units) == len(ENGLISH)
        assert is_plain(done)
        found = run("check", bad, "--strict")
        assert found.exit_code == 6
        assert is_plain(found)


@pytest.mark.parametrize("mode", EMPTY)
def test_what_is_not_a_translation_is_not_kept(mode: str) -> None:
    with misbehaving(MODES[mode]) as bad:
        rendered(bad)
        bad.mend()
        _, units = rendered(bad)
    assert units == list(ENGLISH.values())


@pytest.mark.parametrize("mode", RIGHT)
def test_an_unusual_form_makes_a_right_edition(mode: str) -> None:
    with misbehaving(MODES[mode]) as bad:
        done, units = rendered(bad)
    assert done.exit_code == 0, done.output
    assert units == list(ENGLISH.values())


def test_terms_in_brackets_for_want_of_a_draft_are_not_kept() -> None:
    Path("glossary.yaml").write_text("東京: Tokyo\n会議: meeting\n", "utf-8")
    Path("a.txt").write_text(f"{SOURCE}\n", "utf-8")
    with misbehaving(MODES["null content"]) as bad:
        command = ["render", "a.txt", "--server", bad.url, "--server-model", "m", "-f", "json", "-o", "a.json"]
        assert CliRunner().invoke(cli, command).exit_code == 0
        bad.mode = lambda talk: talk.says(TARGET)
        assert CliRunner().invoke(cli, command).exit_code == 0
    assert TARGET in Path("a.json").read_text("utf-8")


def test_finished_drafts_of_a_server_that_stops_are_kept() -> None:
    with misbehaving(MODES["a stop after two answers"]) as bad:
        rendered(bad)
        assert bad.requests == 4  # two answers, and a broken one that was requested twice
        bad.mend()
        _, units = rendered(bad)
        assert bad.requests == 6
    assert units == list(ENGLISH.values())


@pytest.mark.parametrize("mode", EMPTY)
def test_the_cache_keeps_no_empty_draft(mode: str) -> None:
    with misbehaving(MODES[mode]) as bad, contextlib.closing(DraftCache(None)) as cache:
        engine, request = ServerEngine(bad.url, "m"), Request(SOURCE)
        cache.put(engine.signature, request, engine.translate([request])[0])
        assert cache.get(engine.signature, request) is None
