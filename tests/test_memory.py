"""The draft store: nothing finished is lost, nothing is asked twice."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest

from bilingual.engines.base import Draft, Question, Request, is_transparent
from bilingual.memory.drafts import DraftCache, RememberingEngine, default_path, drafts_at, remembering
from engines import DyingEngine, ScriptedEngine, ScriptedTransparentEngine


def asked(*segments: str, n_best: int = 1, attempt: int = 0) -> list[Request]:
    return [Request(segment, n_best=n_best, attempt=attempt) for segment in segments]


def answer(segment: str, attempt: int) -> list[str]:
    return [f"{segment}/{attempt}", "second"]


def test_a_draft_is_asked_for_once(tmp_path: Path) -> None:
    engine = ScriptedEngine(answer)
    with drafts_at(tmp_path / "d.sqlite3") as store:
        remembering = RememberingEngine(engine, store)
        first = remembering.translate(asked("あ", "い", "あ", n_best=2))
        assert remembering.translate(asked("い", "あ", n_best=2)) == [first[1], first[0]]
    assert engine.asked == [("あ", 0), ("い", 0)]
    assert first[0] == (Draft("あ/0", 0.0), Draft("second", -1.0))


def test_the_store_outlives_the_run(tmp_path: Path) -> None:
    with drafts_at(tmp_path / "d.sqlite3") as store:
        kept = RememberingEngine(ScriptedEngine(answer), store).translate(asked("あ"))
    again = ScriptedEngine(lambda *_: ["other"])
    with drafts_at(tmp_path / "d.sqlite3") as store:
        assert RememberingEngine(again, store).translate(asked("あ")) == kept
    assert not again.asked


def test_attempts_and_engines_are_kept_apart(tmp_path: Path) -> None:
    engine = ScriptedEngine(answer)
    other = ScriptedEngine(answer)
    other.signature = "engine:scripted-2"
    with drafts_at(tmp_path / "d.sqlite3") as store:
        assert RememberingEngine(engine, store).translate(asked("あ", attempt=1))[0][0].text == "あ/1"
        assert RememberingEngine(engine, store).translate(asked("あ", attempt=2))[0][0].text == "あ/2"
        RememberingEngine(other, store).translate(asked("あ", attempt=1))
    assert other.asked == [("あ", 1)]


def test_a_killed_run_loses_no_finished_draft(tmp_path: Path) -> None:
    segments = [f"文{n}" for n in range(10)]
    with drafts_at(tmp_path / "d.sqlite3") as store, pytest.raises(KeyboardInterrupt):
        RememberingEngine(DyingEngine(answer, after=4), store).translate(asked(*segments))
    engine = ScriptedEngine(answer)
    with drafts_at(tmp_path / "d.sqlite3") as store:
        RememberingEngine(engine, store).translate(asked(*segments))
    assert [segment for segment, _ in engine.asked] == segments[4:]


def test_progress_reports_every_segment_once(tmp_path: Path) -> None:
    seen: list[int] = []
    with drafts_at(None) as store:
        remembering = RememberingEngine(ScriptedEngine(answer), store)
        remembering.translate(asked("あ"))
        remembering.translate(asked("い", "あ", "い", "う"), on_draft=lambda index, drafts: seen.append(index))
    assert sorted(seen) == [0, 1, 2, 3]


@pytest.mark.parametrize("content", [b"not a database, but long enough to be read as one" * 40, b""])
def test_a_broken_store_does_not_stop_the_run(tmp_path: Path, content: bytes, caplog: pytest.LogCaptureFixture) -> None:
    path = tmp_path / "d.sqlite3"
    path.write_bytes(content)
    with caplog.at_level(logging.WARNING, "bilingual"), drafts_at(path) as store:
        assert RememberingEngine(ScriptedEngine(answer), store).translate(asked("あ"))[0][0].text == "あ/0"
    assert ("cannot be used" in caplog.text) == bool(content)


def test_a_place_that_cannot_be_made_does_not_stop_the_run(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    store = DraftCache(tmp_path / "file" / "d.sqlite3")
    store.put("e", Request("あ"), (Draft("a"),))
    assert store.get("e", Request("あ")) == (Draft("a"),)
    store.close()


def test_the_place_can_be_chosen(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("BILINGUAL_CACHE", str(tmp_path))
    assert default_path() == tmp_path / "drafts.sqlite3"
    monkeypatch.delenv("BILINGUAL_CACHE")
    assert default_path().name == "drafts.sqlite3"


def test_a_full_store_is_said_once_and_the_run_goes_on(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    path = tmp_path / "d.sqlite3"
    store = DraftCache(path)
    store._connection.execute("PRAGMA max_page_count = 3")
    with caplog.at_level(logging.WARNING, "bilingual"):
        for number in range(60):
            store.put("e", Request(f"文{number}" * 200), (Draft("a" * 500),))
    assert caplog.text.count("takes no more drafts") == 1
    assert store.get("e", Request("文59" * 200)) == (Draft("a" * 500),)
    store.close()


def test_a_transparent_engine_stays_one_and_is_asked_once(tmp_path: Path) -> None:
    engine = ScriptedTransparentEngine(lambda *_: ["In Peking."], words={"北京": "Peking"}, likes=["Beijing"])
    question = Question("北京で", "In Peking.", 0, 2)
    unsaid = Request("北京で", avoid=("Peking",))
    with drafts_at(tmp_path / "drafts.sqlite3") as store:
        first = remembering(engine, store)
        assert is_transparent(first)
        assert not is_transparent(remembering(ScriptedEngine(answer), store))
        places, scores = first.locate([question, question]), first.score([("北京で", "In Beijing.")])
        avoided = first.translate([unsaid])
    assert len(engine.located) == 1
    with drafts_at(tmp_path / "drafts.sqlite3") as store:
        again = remembering(engine, store)
        assert is_transparent(again)
        assert (again.locate([question, question]), again.score([("北京で", "In Beijing.")])) == (places, scores)
        assert again.translate([unsaid]) == avoided
    assert (len(engine.located), len(engine.scored), len(engine.avoided)) == (1, 1, 1)
