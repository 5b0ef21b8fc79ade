"""`bilingual memory ...` as its users meet it."""

from __future__ import annotations

import csv
import io
import json
import sqlite3
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bilingual.cli.main import cli
from bilingual.interchange.memory_table import read_decisions, write_entries
from bilingual.keys import key_of
from bilingual.memory import fuzzy
from bilingual.memory.entries import Decision, Entry
from bilingual.memory.store import Memory

FILE = Path(".bilingual/memory.sqlite")
RAIN, SUN, SNOW = "今日は雨が降っている。", "明日は晴れるだろう。", "雪が「積もった」, と聞いた。"


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    Path("a.txt").write_text(f"天気\n\n{RAIN}{SUN}{RAIN}\n\n{SNOW}\n", "utf-8")
    with Memory(FILE) as memory:
        memory.decide(
            [
                Decision(RAIN, key_of(RAIN), "It is raining today.", article="a.txt", origin="docx", author="Sato"),
                Decision(
                    SUN,
                    key_of(SUN),
                    'It "may" be sunny,\ntomorrow.',
                    key_of(RAIN),
                    key_of(RAIN),
                    status="draft",
                    notes=("Really?", "Ask, please"),
                    draft="It will be sunny tomorrow.",
                    engine="engine:x",
                    dismissed=("number", "negation"),
                ),
            ],
            batch="learn 1",
        )
    return tmp_path


def run(*arguments: str, code: int = 0, given: str | None = None) -> Result:
    result = CliRunner().invoke(cli, ["memory", *arguments], input=given)
    assert result.exit_code == code, result.output
    return result


def targets(file: Path = FILE) -> dict[str, str]:
    with Memory(file) as memory:
        return {entry.source: entry.target for entry in memory.entries()}


def test_stats(project: Path) -> None:
    result = run("stats")
    assert result.stdout.splitlines()[0] == f"{project / FILE}: 1 draft, 1 approved, 0 rejected"
    value = json.loads(run("stats", "--json").stdout)
    assert value["entries"] == {"draft": 1, "approved": 1, "rejected": 0}
    assert "analysis" not in value


def test_stats_of_an_article(project: Path) -> None:
    with Memory(FILE) as memory:
        memory.decide([Decision("天気", key_of("天気"), "The Weather", draft="Weather report", engine="engine:x")])
    value = json.loads(run("stats", "a.txt", "--json").stdout)
    rows = {row["name"]: (row["units"], row["characters"]) for row in value["analysis"] if row["units"]}
    assert rows == {"101% (context match)": (1, 10), "100%": (3, 24), "new": (1, 14)}
    (engine,) = value["engines"]
    assert (engine["engine"], engine["units"], engine["rate"]) == ("engine:x", 1, 1.0)
    text = run("stats", "a.txt").stdout
    assert "total" in text
    assert "edit rate" in text
    run("stats", "missing.txt", code=3)


def test_list(project: Path) -> None:
    lines = run("list").stdout
    assert RAIN in lines
    assert "(docx, Sato, a.txt, 20" in lines
    assert "note: Ask, please" in lines
    assert SUN not in run("list", "--status", "approved").stdout
    assert RAIN not in run("list", "--contains", "SUNNY").stdout
    assert "2 entries, 1 shown (--limit)" in run("list", "--limit", "1").stderr
    assert [entry["source"] for entry in json.loads(run("list", "--json", "--contains", "雨").stdout)] == [RAIN]


@pytest.mark.parametrize("command", [["list"], ["stats"], ["export", "m.csv"], ["forget", "1"], ["undo"], ["compact"]])
def test_without_a_memory_there_is_a_remedy(
    command: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (line,) = run(*command, code=8).stderr.splitlines()
    assert "does not exist - `bilingual render`" in line
    assert not FILE.exists()


def test_a_damaged_memory_is_not_replaced(project: Path) -> None:
    FILE.write_bytes(b"not a database, but long enough to be one" * 100)
    data = FILE.read_bytes()
    (line,) = run("list", code=8).stderr.splitlines()
    assert "restore it from a backup" in line
    run("import", "m.csv", code=3)
    assert FILE.read_bytes() == data


def test_a_csv_restores_the_memory(project: Path) -> None:
    run("export", "m.csv")
    first = Path("m.csv").read_bytes()
    assert "2 new, 0 changed" in run("import", "m.csv", "--memory", "other.sqlite").stderr
    run("export", "again.csv", "--memory", "other.sqlite")
    assert Path("again.csv").read_bytes() == first
    with Memory(FILE) as one, Memory(Path("other.sqlite")) as other:
        ours, theirs = list(one.entries()), list(other.entries())
    names = [name for name in Entry.__dataclass_fields__ if name not in ("id", "created", "changed", "revision")]
    assert sorted([getattr(e, n) for n in names] for e in ours) == sorted(
        [getattr(e, n) for n in names] for e in theirs
    )
    assert "0 new, 0 changed, 2 unchanged" in run("import", "m.csv").stderr
    assert "(no" not in run("undo", "--memory", "other.sqlite").stdout


def test_a_csv_is_sorted_and_has_a_byte_order_mark(project: Path) -> None:
    data = run("export", "-", "--format", "csv").stdout_bytes
    assert data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))
    assert [row[0] for row in rows[1:]] == sorted((RAIN, SUN))


def test_a_spreadsheet_saves_it_with_semicolons_in_another_encoding(project: Path) -> None:
    run("export", "m.csv")
    rows = list(csv.reader(io.StringIO(Path("m.csv").read_text("utf-8-sig"), newline="")))
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=";", lineterminator="\r\n").writerows(rows)
    Path("m.csv").write_bytes(text.getvalue().encode("cp932"))
    assert "0 new, 0 changed, 2 unchanged" in run("import", "m.csv").stderr


def test_a_tmx_for_other_tools(project: Path) -> None:
    run("export", "m.tmx")
    result = run("import", "m.tmx", "--memory", "other.sqlite")
    assert "2 new" in result.stderr
    assert targets(Path("other.sqlite")) == targets()
    assert "0 new, 0 changed, 2 unchanged" in run("import", "m.tmx", "--dry-run", "--memory", "other.sqlite").stderr


def test_a_merged_sentence_is_left_out_of_tmx_only(project: Path) -> None:
    with Memory(FILE) as memory:
        memory.decide([Decision(SNOW, key_of(SNOW), "", said_in=key_of(RAIN))])
    assert "no place for entries without English (1 of 3)" in run("export", "m.tmx").stderr
    run("export", "m.csv")
    run("import", "m.csv", "--memory", "other.sqlite")
    with Memory(Path("other.sqlite")) as other:
        assert [entry.said_in for entry in other.entries() if entry.source == SNOW] == [key_of(RAIN)]


def test_the_format_is_asked_for(project: Path) -> None:
    run("export", "m.xlsx", code=2)
    run("export", "-", code=2)
    run("export", str(FILE), "--format", "csv", code=7)
    assert targets()


def test_an_approved_target_is_kept_and_the_other_offered(project: Path) -> None:
    Path("m.csv").write_text(f"source,target,status\n{RAIN},Rain today.,approved\n{SUN},Sunny.,approved\n", "utf-8")
    dry = run("import", "m.csv", "--dry-run")
    assert "would be: 0 new, 1 changed, 0 unchanged, 1 conflict" in dry.stderr
    assert targets()[SUN].startswith('It "may"')
    result = run("import", "m.csv")
    assert "ours  It is raining today." in result.stdout
    assert "theirs  Rain today." in result.stdout
    assert targets() == {RAIN: "It is raining today.", SUN: "Sunny."}
    with Memory(FILE) as memory:
        (entry,) = memory.find([key_of(RAIN)])[key_of(RAIN)]
        assert memory.offers(entry.id) == [("Rain today.", "csv")]
        (sun,) = memory.find([key_of(SUN)])[key_of(SUN)]
        assert (sun.before, sun.draft) == (key_of(RAIN), "It will be sunny tomorrow.")
    run("import", "m.csv", "--theirs")
    assert targets()[RAIN] == "Rain today."
    run("undo")
    assert targets()[RAIN] == "It is raining today."


def test_translations_without_a_state_are_drafts_unless_approved(project: Path) -> None:
    Path("m.csv").write_text(f'source,target\n"{SNOW}",It snowed.\n', "utf-8")
    run("import", "m.csv", "--memory", "drafts.sqlite")
    run("import", "m.csv", "--memory", "approved.sqlite", "--approve")
    for name, status in (("drafts", "draft"), ("approved", "approved")):
        with Memory(Path(f"{name}.sqlite")) as memory:
            assert [entry.status for entry in memory.entries()] == [status]


def test_a_file_that_contradicts_itself(project: Path) -> None:
    Path("m.csv").write_text(
        "source,target\n" + "".join(f'"{SNOW}",{text}\n' for text in ("It snowed.", "Snow fell.", "It snowed.")),
        "utf-8",
    )
    value = json.loads(run("import", "m.csv", "--json").stdout)
    assert (value["new"], value["unchanged"]) == (1, 1)
    assert value["conflicts"] == [{"source": SNOW, "ours": "It snowed.", "theirs": "Snow fell."}]
    assert targets()[SNOW] == "It snowed."


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("source,target,before,after\n雨,Rain,zz,\n", "m.csv:2"),
        ("source,target,before,after\n雨,Rain,,,too,many\n", "m.csv:2"),
        ('source,target,before,after\n雨,"Rain,,\n', "m.csv:2"),
        ("source,target,before,after,status\n雨,Rain,,,done\n", "m.csv:2"),
        ("source,target,before,after\n,Rain,,\n", "m.csv:2"),
        ("nothing here", "m.csv"),
    ],
)
def test_what_is_wrong_in_a_table_has_its_line(text: str, place: str, project: Path) -> None:
    Path("m.csv").write_text(text, "utf-8")
    before = targets()
    (line,) = run("import", "m.csv", code=3).stderr.splitlines()
    assert line.startswith(f"Error: {place}")
    assert targets() == before


def test_control_characters_are_refused_with_the_entry_named(project: Path) -> None:
    with Memory(FILE) as memory:
        memory.decide([Decision(SNOW, key_of(SNOW), "It\x0bsnowed.")])
    assert "entry 3: has the character U+000B" in run("export", "m.csv", code=7).stderr
    assert not Path("m.csv").exists()
    run("export", "m.tmx", code=7)


def test_forget_needs_an_answer_and_can_be_undone(project: Path) -> None:
    run("forget", RAIN, code=2)
    assert RAIN in targets()
    for name in (RAIN, key_of(RAIN), "1", "#1"):
        run("forget", name, "--yes")
        assert RAIN not in targets()
        undone = run("undo")
        assert "It is raining today." in undone.stdout
        assert targets()[RAIN] == "It is raining today."
    assert "memory list --contains" in run("forget", "ない文", "--yes", code=3).stderr
    run("forget", "1", "99", "--yes", code=3)
    assert RAIN in targets()


def test_undo_goes_back_step_by_step(project: Path) -> None:
    Path("m.csv").write_text(f"source,target,status\n{SUN},Sunny.,approved\n", "utf-8")
    run("import", "m.csv")
    assert "1 entry reverted (import" in run("undo").stderr
    assert targets()[SUN].startswith('It "may"')
    assert "2 entries reverted (learn 1)" in run("undo").stderr
    assert targets() == {}
    assert "nothing to undo" in run("undo").stderr


def test_compact_and_backup(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fuzzy, "BRUTE_FORCE", 1)
    with Memory(FILE) as other:
        result = run("compact", "--backup", "safe/copy.sqlite")
        assert "no errors" in result.stderr
        assert "2 entries indexed" in result.stderr
        assert [path.name for path in Path("safe").iterdir()] == ["copy.sqlite"]
        assert targets(Path("safe/copy.sqlite")) == targets()
        assert other.find([key_of(RAIN)])
    assert "memory itself" in run("compact", "--backup", str(FILE), code=7).stderr
    run("compact", "--backup", "safe/copy.sqlite")


def test_compact_finds_damage(project: Path) -> None:
    with Memory(FILE) as memory:
        memory.decide([Decision(f"{RAIN}{n}", key_of(f"{RAIN}{n}"), "x" * 500) for n in range(300)])
    with sqlite3.connect(FILE) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        (size,) = connection.execute("PRAGMA page_size").fetchone()
        (root,) = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'entries_by_key'").fetchone()
    connection.close()
    data = bytearray(FILE.read_bytes())
    data[(root - 1) * size + 8 : root * size] = b"\xaa" * (size - 8)
    FILE.write_bytes(data)
    assert "damaged" in run("compact", code=8).stderr


def test_tables_are_read_as_they_are_written() -> None:
    entry = Entry("あ", key_of("あ"), "a", notes=("one\ntwo", "three"), terms='[["あ", "a"]]', id=1)
    (decision,) = read_decisions(write_entries([entry]).decode("utf-8"), "m.csv")
    assert {name: getattr(decision, name) for name in ("source", "target", "notes", "terms", "kind", "origin")} == {
        "source": "あ",
        "target": "a",
        "notes": ("one\ntwo", "three"),
        "terms": '[["あ", "a"]]',
        "kind": "paragraph",
        "origin": "person",
    }
