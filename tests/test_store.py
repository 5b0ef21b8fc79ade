"""The project memory as a file: decisions, revisions, history, undo, and what it refuses."""

from __future__ import annotations

import json
import os
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from bilingual.errors import MemoryFileError
from bilingual.keys import UnitKeys, key_of, keys_of
from bilingual.memory.entries import Decision, Entry, PrintedEdition, PrintedFile, PrintedUnit
from bilingual.memory.journal import on_network
from bilingual.memory.printed import edition, inputs_of_file, printed_files, record_editions
from bilingual.memory.recall import UnitPlace, ranked_entries, recall
from bilingual.memory.store import MEMORY_FORMAT, Memory, RevisionConflictError
from bilingual.model import Article, Block, number_units
from bilingual.project import MEMORY, memory_near
from bilingual.reading.units import sentence_units

RAIN = "今日は雨が降っている。"


@pytest.fixture
def memory(tmp_path: Path) -> Memory:
    return Memory(tmp_path / MEMORY)


def said(target: str, before: str = "", after: str = "", **rest: object) -> Decision:
    return Decision(RAIN, key_of(RAIN), target, before, after, **rest)  # type: ignore[arg-type]


def targets(memory: Memory) -> list[str]:
    return [entry.target for entry in memory.entries()]


def test_a_decision_is_kept_with_all_its_values(memory: Memory) -> None:
    decision = said(
        "It rains.",
        "b",
        "a",
        notes=("Really?",),
        dismissed=("negation",),
        draft="Rain.",
        engine="engine:x",
        author="S.",
    )
    (entry,) = memory.decide([decision])
    memory.close()
    (kept,) = Memory(memory.path).find([key_of(RAIN)])[key_of(RAIN)]
    assert kept == entry
    assert {name: getattr(kept, name) for name in ("target", "notes", "dismissed", "draft", "author", "revision")} == {
        "target": "It rains.",
        "notes": ("Really?",),
        "dismissed": ("negation",),
        "draft": "Rain.",
        "author": "S.",
        "revision": 1,
    }


def test_the_same_decision_again_changes_nothing(memory: Memory) -> None:
    memory.decide([said("It rains.")])
    (entry,) = memory.decide([said("It rains.")])
    assert entry.revision == 1
    assert len(memory.history(entry.id)) == 1


def test_another_place_is_another_entry_unless_it_replaces_one(memory: Memory) -> None:
    (first,) = memory.decide([said("One.", "b", "a")])
    memory.decide([said("Two.", "x", "y")])
    assert targets(memory) == ["One.", "Two."]
    (moved,) = memory.decide([said("Three.", "new", "a", replaces=first.id)])
    assert (moved.id, moved.before, moved.revision) == (first.id, "new", 2)
    assert targets(memory) == ["Three.", "Two."]


def test_a_change_of_an_old_revision_is_refused(memory: Memory) -> None:
    (entry,) = memory.decide([said("One.")])
    memory.decide([said("Two.")])
    with pytest.raises(RevisionConflictError) as caught:
        memory.decide([said("Mine.")], expected={entry.id: entry.revision})
    assert caught.value.now is not None
    assert caught.value.now.target == "Two."
    assert targets(memory) == ["Two."]
    memory.forget([entry.id])
    with pytest.raises(RevisionConflictError) as caught:
        memory.decide([said("Mine.")], expected={entry.id: 2})
    assert caught.value.now is None


def test_all_decisions_of_a_call_or_none(memory: Memory) -> None:
    broken = replace(said("Two.", "x"), target=None)  # type: ignore[arg-type]
    with pytest.raises(MemoryFileError):
        memory.decide([said("One."), broken])
    assert targets(memory) == []


def test_undo_goes_back_step_by_step(memory: Memory) -> None:
    memory.decide([said("One.")], batch="first")
    memory.decide([said("Two."), said("Other.", "x")], batch="second")
    (one, *_) = memory.entries()
    memory.forget([one.id], batch="third")
    assert targets(memory) == ["Other."]
    for expected in (["Two.", "Other."], ["One."], []):
        assert memory.undo()
        assert targets(memory) == expected
    assert memory.undo() == []
    assert [change.target for change in memory.history(one.id)] == ["One.", "Two.", "", "Two.", "One.", ""]


def test_undo_keeps_what_was_decided_later(memory: Memory) -> None:
    memory.decide([said("One."), said("Other.", "x")], batch="first")
    memory.decide([said("Two.")], batch="second")
    assert [after for _, after in memory.undo("first")] == [None]
    assert targets(memory) == ["Two."]


def test_threads_lose_nothing(memory: Memory) -> None:
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda number: memory.decide([said(f"{number}.", str(number))]), range(200)))
    assert len(targets(memory)) == 200


def test_two_programs_lose_nothing(memory: Memory) -> None:
    others = [Memory(memory.path) for _ in range(3)]
    with ThreadPoolExecutor(3) as pool:
        jobs = [(other, number) for number in range(60) for other in others]
        list(pool.map(lambda job: job[0].decide([said(f"{job[1]}.", f"{id(job[0])} {job[1]}")]), jobs))
    assert len(targets(memory)) == 180


@pytest.mark.parametrize(
    ("content", "message"),
    [(b"not a database " * 200, "is damaged"), (b"SQLite format 3\0" + b"\xff" * 5000, "is damaged")],
)
def test_a_damaged_file_is_never_replaced(tmp_path: Path, content: bytes, message: str) -> None:
    path = tmp_path / "memory.sqlite"
    path.write_bytes(content)
    with pytest.raises(MemoryFileError, match=message) as caught:
        Memory(path)
    assert "backup" in str(caught.value)
    assert path.read_bytes() == content


def test_another_programs_database_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "other.sqlite"
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE entries (id)")
    with pytest.raises(MemoryFileError, match="another program"):
        Memory(path)


def test_a_later_version_is_refused(memory: Memory) -> None:
    memory.close()
    with sqlite3.connect(memory.path) as connection:
        connection.execute(f"PRAGMA user_version = {MEMORY_FORMAT + 1}")
    with pytest.raises(MemoryFileError, match="later version"):
        Memory(memory.path)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_file_that_can_only_be_read_is_read(memory: Memory) -> None:
    memory.decide([said("One.")])
    memory.close()
    memory.path.chmod(0o444)
    memory.path.parent.chmod(0o555)
    try:
        other = Memory(memory.path)
        assert targets(other) == ["One."]
        with pytest.raises(MemoryFileError, match="cannot be written"):
            other.decide([said("Two.")])
    finally:
        memory.path.parent.chmod(0o755)


def test_a_missing_folder_is_created_and_a_file_in_the_way_is_named(tmp_path: Path) -> None:
    Memory(tmp_path / "a" / "b" / "memory.sqlite").close()
    (tmp_path / "c").write_text("")
    with pytest.raises(MemoryFileError, match="cannot be used"):
        Memory(tmp_path / "c" / "memory.sqlite")


def test_decisions_are_written_through(memory: Memory) -> None:
    with memory.reading() as connection:
        assert connection.execute("PRAGMA synchronous").fetchone() == (2,)
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)


def test_network_folders(tmp_path: Path) -> None:
    mounts = tmp_path / "mountinfo"
    mounts.write_text(
        "22 1 0:20 / / rw - ext4 /dev/sda1 rw\n"
        f"23 22 0:30 / {tmp_path}/share rw - nfs4 server:/x rw\n"
        f"24 22 0:31 / {tmp_path}/with\\040space rw - fuse.sshfs me@there rw\n"
        f"25 23 0:32 / {tmp_path}/share/local rw - tmpfs tmpfs rw\n",
        "utf-8",
    )
    for folder, expected in (("share", True), ("share/local", False), ("with space", True), ("home", False)):
        assert on_network(tmp_path / folder / "memory.sqlite", mounts) is expected, folder
    assert not on_network(tmp_path, tmp_path / "nothing")


def test_printed_editions(memory: Memory, tmp_path: Path) -> None:
    unit = PrintedUnit("1.1", RAIN, "It rains.", key_of(RAIN), "title", "approved")
    made = PrintedEdition("e1", str(tmp_path / "a.txt"), (unit,), signature="engine:x")
    file = tmp_path / "output" / "a.docx"
    record_editions(memory, [made], {file: PrintedFile("h1", "e1", "i1")})
    record_editions(memory, [made], {file: PrintedFile("h2", "e1", "i2")})
    known = edition(memory, "e1")
    assert known is not None
    assert (known.units, known.signature) == ((unit,), "engine:x")
    assert printed_files(memory, file) == {"h1": "e1", "h2": "e1"}
    assert inputs_of_file(memory, file, "h2") == "i2"
    assert inputs_of_file(memory, file, "h3") == ""
    assert edition(memory, "none") is None
    with memory.writing() as connection:
        connection.execute("UPDATE editions SET units = ?", (b"damaged",))
    with pytest.raises(MemoryFileError, match="damaged"):
        edition(memory, "e1")


def article(*texts: str, name: str = "a.txt") -> Article:
    blocks = number_units([Block("paragraph", sentence_units(text)) for text in texts])
    return Article(blocks, path=name)


def recalled(memory: Memory, made: Article) -> dict[str, str]:
    return {name: one.entry.target for name, one in recall(made, memory)[0].items()}


def test_the_order_of_recall(memory: Memory) -> None:
    made = article("前。", RAIN, "後。")
    keys = keys_of(made)["2.1"]
    wide = RAIN.replace("雨", "雨 ")
    given = [
        Decision(wide, key_of(wide), "key", "q", "q"),
        said("exact", "x", "x"),
        said("one", keys.before, "x"),
        said("both", keys.before, keys.after),
    ]
    for count in range(1, 5):
        memory.decide([given[count - 1]])
        assert recalled(memory, made)["2.1"] == given[count - 1].target


def test_what_is_no_decision_is_not_recalled(memory: Memory) -> None:
    memory.decide([said("Draft.", status="draft", origin="engine"), said("No.", "x", status="rejected")])
    assert recalled(memory, article(RAIN)) == {}
    memory.decide([said("Mine.", "y", status="draft", origin="review")])
    assert recalled(memory, article(RAIN)) == {"1.1": "Mine."}


def test_the_later_of_equal_matches(memory: Memory) -> None:
    entries = [
        Entry(RAIN, "k", name, "x", "y", id=number, changed=f"2026-11-28T0{number}:00:00.000Z")
        for number, name in ((1, "old"), (2, "new"))
    ]
    assert [one.entry.target for one in ranked_entries(entries, UnitPlace("1.1", RAIN, UnitKeys("k")))] == [
        "new",
        "old",
    ]


def test_keys_are_equal_for_texts_that_look_the_same() -> None:
    for one, other in (("ＡＩは１２%だ", "AIは12%だ"), ("雨 が　降る", "雨が降る"), ("ﾌﾟｰﾁﾝ", "プーチン")):
        assert key_of(one) == key_of(other)
    for one, other in (("雨が降る", "雨が降る。"), ("「雨」", "雨"), ("3日", "4日")):
        assert key_of(one) != key_of(other)
    assert key_of(" 　\n") == ""


def test_the_memory_of_a_project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "p" / "input" / "2026"
    folder.mkdir(parents=True)
    file = folder / "a.txt"
    assert memory_near(file) == tmp_path / MEMORY
    monkeypatch.chdir("/")
    assert memory_near(file) == folder / MEMORY
    (tmp_path / "p" / "glossary.yaml").write_text("{}")
    assert memory_near(file) == tmp_path / "p" / MEMORY
    Memory(tmp_path / "p" / "input" / MEMORY).close()
    assert memory_near(file) == tmp_path / "p" / "input" / MEMORY


def test_history_is_plain_json(memory: Memory) -> None:
    (entry,) = memory.decide([said("It rains.")], batch="b")
    with memory.reading() as connection:
        (state,) = connection.execute("SELECT state FROM history").fetchone()
    assert json.loads(state)["target"] == "It rains."
    assert memory.history(entry.id)[0].batch == "b"
