"""The draft store: nothing finished is lost, nothing is asked twice."""

from __future__ import annotations

import contextlib
import logging
import pickle
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from bilingual.engines.base import Draft, Drafts, Question, Request, is_transparent
from bilingual.engines.echo import EchoEngine
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


FULL = """
CREATE TRIGGER full BEFORE INSERT ON drafts WHEN new.segment LIKE 'full%' BEGIN
    SELECT RAISE(FAIL, 'database or disk is full');
END
"""


@pytest.fixture
def full(tmp_path: Path) -> Iterator[DraftCache]:
    """Return a cache that holds a draft and takes no more."""
    path = tmp_path / "d.sqlite3"
    with drafts_at(path) as cache:
        cache.put("e", Request("before"), (Draft("kept"),))
    with contextlib.closing(sqlite3.connect(path)) as connection:
        connection.execute(FULL)
    with drafts_at(path) as cache:
        yield cache


def test_a_full_cache_is_said_once_and_loses_nothing(full: DraftCache, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING, "bilingual"):
        for number in range(3):
            full.put("e", Request(f"full {number}"), (Draft(f"draft {number}"),))
    assert caplog.text.count("not writable (database or disk is full): drafts of this run are kept in memory only") == 1
    assert full.get("e", Request("full 2")) == (Draft("draft 2"),)
    assert full.get("e", Request("before")) == (Draft("kept"),), "what was in the file stays readable"


def test_all_threads_share_what_the_file_did_not_take(full: DraftCache, caplog: pytest.LogCaptureFixture) -> None:
    requests = [Request(f"full {number}") for number in range(40)]
    with ThreadPoolExecutor(4) as pool, caplog.at_level(logging.WARNING, "bilingual"):
        list(pool.map(lambda request: full.put("e", request, (Draft(request.segment),)), requests))
        found = list(pool.map(lambda request: full.get("e", request), requests))
    assert found == [(Draft(request.segment),) for request in requests]
    assert caplog.text.count("not writable") == 1


def test_a_file_that_cannot_be_set_up_is_still_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    with drafts_at(tmp_path / "d.sqlite3") as cache:
        cache.put("e", Request("あ"), (Draft("kept"),))

    def refuse(connection: sqlite3.Connection) -> None:
        raise sqlite3.OperationalError("attempt to write a readonly database")

    monkeypatch.setattr("bilingual.memory.drafts._set_up", refuse)
    with caplog.at_level(logging.WARNING, "bilingual"), drafts_at(tmp_path / "d.sqlite3") as cache:
        cache.put("e", Request("い"), (Draft("new"),))
        assert cache.get("e", Request("あ")) == (Draft("kept"),)
        assert cache.get("e", Request("い")) == (Draft("new"),)
    assert caplog.text.count("not writable (attempt to write a readonly database)") == 1
    with drafts_at(tmp_path / "d.sqlite3") as cache:
        assert cache.get("e", Request("い")) is None


def test_several_threads_keep_and_find(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    path = tmp_path / "d.sqlite3"
    requests = [Request(f"文{number}") for number in range(200)]
    with caplog.at_level(logging.WARNING, "bilingual"), drafts_at(path) as cache, ThreadPoolExecutor(8) as pool:

        def keep_and_find(request: Request) -> Drafts | None:
            cache.put("e", request, (Draft(request.segment),))
            cache.put_answer("e", request.segment, [1])
            cache.put_answers("e", {f"{request.segment} {number}": number for number in range(3)})
            return cache.get("e", request)

        assert list(pool.map(keep_and_find, requests)) == [(Draft(request.segment),) for request in requests]
    assert not caplog.records
    with drafts_at(path) as cache:
        assert all(cache.get("e", request) and cache.answer("e", request.segment) for request in requests)
        assert [cache.answer("e", f"文199 {number}") for number in range(4)] == [0, 1, 2, None]


def test_several_answers_are_stored_together_or_not_at_all(tmp_path: Path) -> None:
    path = tmp_path / "d.sqlite3"
    with drafts_at(path) as cache, pytest.raises(TypeError):
        cache.put_answers("e", {"a": 1, "b": object()})
    with drafts_at(path) as cache:
        assert cache.answer("e", "a") is None
        cache.put_answers("e", {})
        cache.put_answers("e", {"a": 1, "b": 2})
        cache.put_answers("e", {"a": 3})
        assert (cache.answer("e", "a"), cache.answer("e", "b")) == (3, 2)
    with sqlite3.connect(path) as other, drafts_at(path) as cache:
        other.execute("DROP TABLE answers")
        other.commit()
        cache.put_answers("e", {"c": 1, "d": 2})  # kept in memory
        assert (cache.answer("e", "c"), cache.answer("e", "d")) == (1, 2)
    other.close()


def test_two_processes_keep_and_find(tmp_path: Path) -> None:
    path = tmp_path / "new" / "d.sqlite3"
    code = (
        "import logging, sys; from pathlib import Path; from bilingual.engines.base import Draft, Request\n"
        "from bilingual.memory.drafts import drafts_at\n"
        "logging.basicConfig(level=logging.WARNING)\n"
        "with drafts_at(Path(sys.argv[1])) as cache:\n"
        "    for n in range(100): cache.put('e', Request(f'{sys.argv[2]} {n}'), (Draft('a'),))\n"
    )
    processes = [
        subprocess.Popen([sys.executable, "-c", code, str(path), name], stderr=subprocess.PIPE) for name in "AB"
    ]
    assert [process.communicate()[1] for process in processes] == [b"", b""]
    with drafts_at(path) as cache:
        assert all(cache.get("e", Request(f"{name} {n}")) for name in "AB" for n in range(100))


def test_an_engine_travels_with_its_cache(tmp_path: Path) -> None:
    with drafts_at(tmp_path / "d.sqlite3") as cache:
        engine = RememberingEngine(EchoEngine(), cache)
        engine.translate(asked("あ"))
        copy = pickle.loads(pickle.dumps(engine))
        cache.put(engine.signature, Request("い"), (Draft("seen by both"),))
        assert copy.translate(asked("い"))[0] == (Draft("seen by both"),)
        copy._cache.close()


def test_a_closed_cache_says_so(tmp_path: Path) -> None:
    with drafts_at(tmp_path / "d.sqlite3") as cache:
        pass
    with pytest.raises(sqlite3.ProgrammingError, match="closed"):
        cache.put("e", Request("あ"), (Draft("a"),))


def test_context_terms_and_phrases_to_avoid_are_part_of_what_was_asked(tmp_path: Path) -> None:
    requests = [
        Request("あ"),
        Request("あ", before=("い",)),
        Request("あ", terms=(("い", "b"),)),
        Request("あ", avoid=("い",)),
        Request("あ", before=("い",), attempt=1),
        Request("あ", avoid=("い",), attempt=1),
        Request("あ", before=("い",), avoid=("い",)),
    ]
    with drafts_at(tmp_path / "d.sqlite3") as cache:
        for number, request in enumerate(requests):
            cache.put("e", request, (Draft(str(number)),))
        assert [cache.get("e", request) for request in requests] == [(Draft(str(n)),) for n in range(len(requests))]


def test_drafts_of_earlier_versions_are_found(tmp_path: Path) -> None:
    """The keys of the tables are those of files that users have."""
    path = tmp_path / "d.sqlite3"
    with drafts_at(path):
        pass
    with contextlib.closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("""INSERT INTO drafts VALUES ('e', '北京', 4, 1, '[["Peking", -0.5]]')""")
        connection.execute(
            """INSERT INTO answers VALUES ('e', '["avoid", 3, "北京", "Peking"]', '[["Beijing", -1]]')"""
        )
    with drafts_at(path) as cache:
        assert cache.get("e", Request("北京", n_best=4, attempt=1)) == (Draft("Peking", -0.5),)
        assert cache.get("e", Request("北京", n_best=3, avoid=("Peking",))) == (Draft("Beijing", -1.0),)


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
