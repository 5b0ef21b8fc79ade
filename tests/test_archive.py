"""A run over many articles: what is current is skipped, what fails is listed, and every run can go on after another."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from archives import editions, make_archive, rendered, run
from bilingual import EngineSpec, Project, Session, Settings, editions_of
from bilingual.archive.lock import locked
from bilingual.archive.model import ArticleJob
from bilingual.archive.record import RunRecord
from bilingual.archive.rendering import batches
from bilingual.archive.run import Shard
from bilingual.archive.runners import LocalRunner
from bilingual.errors import OutputError
from bilingual.keys import key_of
from bilingual.memory.entries import Decision
from bilingual.memory.store import Memory

ALL = [f"a{number:03}" for number in (0, 2, 4, 1, 3, 5)]
"""In the order of their folders."""


@pytest.fixture
def archive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the folder of six articles, in the working directory."""
    monkeypatch.chdir(tmp_path)
    return make_archive(tmp_path).relative_to(tmp_path)


def decide(source: str, target: str) -> None:
    memory = Memory(Path(".bilingual/memory.sqlite"))
    memory.decide([Decision(source, key_of(source), target, status="approved")], batch="test")


# What is current


def test_a_second_run_renders_nothing_and_touches_nothing(archive: Path) -> None:
    first = run("in")
    before = {path: path.stat().st_mtime_ns for path in Path("output").rglob("*.json")}
    second = run("in")
    assert second.stdout.split() == first.stdout.split() and len(before) == 6
    assert "6 of 6 articles, 6 up to date" in second.stderr
    assert {path: path.stat().st_mtime_ns for path in Path("output").rglob("*.json")} == before


def test_the_date_of_a_file_does_not_matter(archive: Path) -> None:
    run("in")
    os.utime(archive / "2001" / "a000.txt", (1, 1))
    assert rendered("in") == []


def test_an_article_that_changed_is_rendered(archive: Path) -> None:
    run("in")
    (archive / "2001" / "a002.txt").write_text("題\n\n　別の文。\n", "utf-8")
    assert rendered("in") == ["a002"]
    run("in")
    assert rendered("in") == []


def test_a_new_article_is_rendered(archive: Path) -> None:
    run("in")
    (archive / "2001" / "b.txt").write_text("題\n\n　別の文。\n", "utf-8")
    assert rendered("in") == ["b"]


@pytest.mark.parametrize(
    ("line", "stale"), [("東京: Tokyo\n", []), ("水位: water level\n", ALL), ("第2号: No. 2\n", ["a002"])]
)
def test_a_term_makes_only_the_articles_stale_that_have_it(archive: Path, line: str, stale: list[str]) -> None:
    run("in")
    with Path("glossary.yaml").open("a", encoding="utf-8") as file:
        file.write(line)
    assert rendered("in") == stale


def test_after_an_edit_that_concerns_nothing_the_next_run_is_quick_again(archive: Path) -> None:
    run("in")
    with Path("glossary.yaml").open("a", encoding="utf-8") as file:
        file.write("東京: Tokyo\n")
    run("in")
    record = RunRecord(Path("output"))
    rows = [record.get(ArticleJob(path)) for path in sorted(archive.rglob("*.txt"))]
    assert len({row.digests.terms for row in rows if row}) == 1
    assert rendered("in") == []


def test_a_correction_makes_only_its_article_stale(archive: Path) -> None:
    run("in")
    decide("琵琶湖の水位は13センチ上がった。", "The level of Lake Biwa rose by 13 centimeters.")
    assert rendered("in") == ["a003"]
    run("in")
    assert "rose by 13 centimeters" in Path("output/2002/a003.json").read_text("utf-8")
    assert rendered("in") == []


def test_a_decision_about_another_text_makes_nothing_stale(archive: Path) -> None:
    run("in")
    decide("別の文。", "Another sentence.")
    assert rendered("in") == []


@pytest.mark.parametrize("options", [("--dates", "uk"), ("-f", "json,html"), ("--layout", "stacked", "-f", "html")])
def test_other_settings_make_everything_stale(archive: Path, options: tuple[str, ...]) -> None:
    run("in")
    assert rendered("in", *options) == ALL


def test_the_number_of_threads_changes_nothing(archive: Path) -> None:
    run("in")
    assert rendered("in", "--threads", "1") == []


def test_a_missing_edition_is_made_again(archive: Path) -> None:
    run("in")
    Path("output/2001/a004.json").unlink()
    assert rendered("in") == ["a004"]


def test_a_damaged_edition_is_not_current(archive: Path) -> None:
    run("in")
    Path("output/2001/a004.json").write_bytes(b"{}")
    assert rendered("in") == ["a004"]


def test_a_picture_belongs_to_its_article(archive: Path) -> None:
    (archive / "b.md").write_text("# 題\n\n![図](b.png)\n", "utf-8")
    run("in")
    assert rendered("in") == []
    (archive / "b.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    assert rendered("in") == ["b"]


def test_force_renders_everything(archive: Path) -> None:
    run("in")
    assert rendered("in", "--force") == ALL


def test_the_record_does_not_depend_on_the_working_directory(archive: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run("in")
    monkeypatch.chdir(archive)
    assert rendered(".", "-o", "../output") == []
    monkeypatch.chdir("..")
    assert rendered(str(archive.absolute()), "-o", str(Path("output").absolute())) == []


# What is rendered


def test_an_article_is_the_same_alone_and_in_a_run(archive: Path) -> None:
    run("in")
    run("in/2002/a003.txt", "-o", "alone")
    assert Path("alone/a003.json").read_bytes() == Path("output/2002/a003.json").read_bytes()


def test_exclude_and_limit(archive: Path) -> None:
    assert rendered("in", "--exclude", "2001") == ["a001", "a003", "a005"]
    assert rendered("in", "--exclude", "2001/*", "--exclude", "a005.txt") == ["a001", "a003"]
    assert rendered("in", "--limit", "2") == ALL[:2]
    assert "4 articles left by --limit" in run("in", "--limit", "2").stderr
    assert rendered("in", "--limit", "2") == ALL[2:4]
    assert "leaves no article" in run("in", "--exclude", "*", code=2).stderr


def test_a_run_that_is_stopped_begins_no_further_article(archive: Path) -> None:
    settings = Settings(engine=EngineSpec("echo"), editions=editions_of(("json",)))
    jobs = [ArticleJob(path, path.parent.relative_to("in")) for path in sorted(archive.rglob("*.txt"))]
    done = []
    with Session(settings, Project(Path("output"))) as session:
        for one in LocalRunner(session).run(batches(jobs, one_by_one=False), lambda: bool(done)):
            done.append(one)
    assert len(done) == len(editions(Path("output"))) == 1
    assert len(rendered("in")) == 6  # the record is written by who runs it


def test_a_dry_run_reports_what_cannot_be_opened(archive: Path) -> None:
    Path("list.txt").write_text("in/2001/a000.txt\nin/missing.txt\n", "utf-8")
    result = run("--from", "list.txt", "--dry-run", code=3)
    assert result.stdout.split() == ["in/2001/a000.txt"]
    assert "in/missing.txt: no such file" in result.stderr and "1 article would be rendered" in result.stderr


def test_failures_do_not_use_up_the_limit_of_every_run(archive: Path) -> None:
    (archive / "2001" / "a.txt").write_text("", "utf-8")
    run("in", "--limit", "1", code=3)
    assert rendered("in", "--limit", "2") == ALL[:2]
    run("in", "--limit", "6")
    assert rendered("in", "--limit", "1") == ["a"]


def test_an_excluded_file_takes_no_part_in_conflicts_and_is_not_reported(archive: Path) -> None:
    (archive / "2001" / "a000.md").write_text("# 題\n\n別の文。\n", "utf-8")
    (archive / "old.doc").write_bytes(b"x")
    both = run("in", "--dry-run", code=3).stderr
    assert "a000.txt: would overwrite" in both and "not read: in/old.doc" in both
    one = run("in", "--dry-run", "--exclude", "*.md", "--exclude", "*.doc")
    assert "6 articles would be rendered" in one.stderr and len(one.stderr.splitlines()) == 1


def test_shards_divide_the_articles(archive: Path) -> None:
    parts = [rendered("in", "--shard", f"{number}/3") for number in (1, 2, 3)]
    assert sorted(name for part in parts for name in part) == sorted(ALL)
    for number in (1, 2, 3):
        run("in", "--shard", f"{number}/3")
    assert rendered("in") == []
    run("in")
    assert [path.name for path in Path("output/.bilingual").glob("*.jsonl")] == ["record.jsonl"]
    assert rendered("in") == []
    assert "write 3/40" in run("in", "--shard", "4/3", code=2).stderr


def test_a_shard_has_the_same_articles_wherever_the_folder_is() -> None:
    jobs = [ArticleJob(Path(f"x/y/{number}.txt"), Path("y")) for number in range(400)]
    moved = [ArticleJob(Path(f"/other/y/{number}.txt"), Path("y")) for number in range(400)]
    shard = Shard(2, 4)
    assert [shard.has(job) for job in jobs] == [shard.has(job) for job in moved]
    assert 60 < sum(map(shard.has, jobs)) < 140


def test_an_output_folder_inside_the_input_is_not_read(archive: Path) -> None:
    run(".", "-f", "html,json", "-o", "in/out")
    again = run(".", "-f", "html,json", "-o", "in/out")
    assert "6 up to date" in again.stderr and "not read" not in again.stderr


def test_a_dry_run_writes_nothing(archive: Path) -> None:
    done = run("in", "--dry-run")
    assert len(done.stdout.split()) == 6 and "6 articles would be rendered, 0 are up to date" in done.stderr
    assert not Path("output").exists()


def test_batches_depend_on_the_list_only(tmp_path: Path) -> None:
    jobs = []
    for number in range(100):
        path = tmp_path / f"{number}.txt"
        path.write_text("あ" * (number * 30), "utf-8")
        jobs.append(ArticleJob(path))
    found = batches(jobs, one_by_one=False)
    assert [job for batch in found for job in batch] == jobs
    assert found == batches(jobs, one_by_one=False) and 1 < len(found) < 20
    assert [len(batch) for batch in batches(jobs, one_by_one=True)] == [1] * 100


@pytest.mark.parametrize(
    "options", [("--book", "題", "--jobs", "2"), ("--watch", "--force"), ("--cluster", "x", "--jobs", "2")]
)
def test_options_that_exclude_each_other(archive: Path, options: tuple[str, ...]) -> None:
    assert "cannot be used with" in run("in", *options, code=2).stderr


# What fails


def damage(archive: Path) -> None:
    (archive / "2001" / "empty.txt").write_text("", "utf-8")
    (archive / "2002" / "binary.txt").write_bytes(bytes(range(256)) * 8)


def test_failures_are_listed_and_the_list_can_be_given_back(archive: Path) -> None:
    damage(archive)
    done = run("in", code=3)
    assert "6 of 8 articles, 2 failed in" in done.stderr
    lines = Path("output/failures.txt").read_text("utf-8").splitlines()
    assert [line for line in lines if not line.startswith("# ")] == [
        "in/2001/empty.txt\t2001",
        "in/2002/binary.txt\t2002",
    ]
    assert "is empty" in lines[0]
    (archive / "2001" / "empty.txt").write_text("題\n\n　文。\n", "utf-8")
    (archive / "2002" / "binary.txt").write_text("題\n\n　文。\n", "utf-8")
    again = run("--from", "output/failures.txt")
    assert again.stdout.split() == ["output/2001/empty.json", "output/2002/binary.json"]
    assert not Path("output/failures.txt").exists()


def test_the_end_of_a_long_run_names_every_failure(archive: Path) -> None:
    make_archive(Path(), 24)
    damage(archive)
    (archive / "2001" / "a000.md").write_text("# 題\n\n別の文。\n", "utf-8")
    lines = run("in", code=3).stderr.splitlines()
    end = lines.index("3 articles failed:")
    assert "24 of 27 articles, 3 failed in" in lines[end - 1]
    assert "a000.txt: would overwrite" in lines[end + 1]
    assert {line.split(": ")[1] for line in lines[end + 2 : end + 4]} == {"in/2001/empty.txt", "in/2002/binary.txt"}
    assert lines[end + 4 :] == ["To render only the last 2 of these again: --from output/failures.txt"]


def test_the_report_of_a_long_run_names_what_was_left_out(archive: Path) -> None:
    make_archive(Path(), 24)
    page = "<nav><a href='/'>ホーム</a></nav><article><h1>題</h1><p>雨が続いた。</p></article>"
    (archive / "2001" / "page.html").write_text(page, "utf-8")
    assert "left out" not in run("in").stderr
    assert "left out: navigation (「ホーム」)" in Path("output/report.csv").read_text("utf-8-sig")
    assert "left out: navigation (「ホーム」)" in Path("output/report.html").read_text("utf-8")


def test_the_list_keeps_the_failures_that_a_run_was_not_about(archive: Path) -> None:
    damage(archive)
    run("in", code=3)
    run("in", "--exclude", "empty.txt", "--exclude", "binary.txt")
    assert Path("output/failures.txt").read_text("utf-8").count("# ") == 2


def test_a_failure_is_tried_again_by_the_next_run(archive: Path) -> None:
    damage(archive)
    run("in", code=3)
    assert rendered("in") == ["empty", "binary"]


def test_a_list_from_elsewhere_may_not_lead_out_of_the_output(archive: Path) -> None:
    Path("list.txt").write_text("in/2001/a000.txt\t../../x\n", "utf-8")
    assert "outside the output" in run("--from", "list.txt", code=3).stderr
    Path("list.txt").write_text("# nothing\n\n", "utf-8")
    assert "names no articles" in run("--from", "list.txt", code=3).stderr


def test_json_has_every_article(archive: Path) -> None:
    damage(archive)
    run("in", code=3)
    found = json.loads(run("in", "--json", code=3).stdout)["articles"]
    assert len(found) == 8
    assert sorted(one["exit_code"] for one in found if "error" in one) == [3, 3]
    assert all(one["outputs"] and one["units"] for one in found if "error" not in one)


def test_findings_of_skipped_articles_count_for_strict(archive: Path) -> None:
    run("in", "--strict", code=6)
    run("in", "--strict", code=6)


def test_an_edition_that_a_person_changed_is_named_each_time(archive: Path) -> None:
    run("in", "-f", "html")
    Path("output/2001/a000.html").write_text("mine", "utf-8")
    for _ in range(2):
        done = run("in", "-f", "html", code=7)
        assert "a000.html: has been changed since it was written" in done.stderr
    assert Path("output/2001/a000.html").read_text("utf-8") == "mine"


# The record and the lock


def test_a_line_that_was_cut_off_is_ignored(archive: Path) -> None:
    run("in")
    file = Path("output/.bilingual/record.jsonl")
    text = file.read_text("utf-8").splitlines(keepends=True)
    file.write_text("".join(text[:-1]) + text[-1][:50], "utf-8")
    assert rendered("in") == ["a005"]
    run("in")
    assert rendered("in") == []


@pytest.mark.parametrize(
    "line", ["[]", "{}", "null", '{"format":1}', '{"format":1,"article":"x","name":1}', "\x00", "[" * 99999]
)
def test_a_damaged_record_costs_only_time(archive: Path, line: str) -> None:
    run("in")
    file = Path("output/.bilingual/record.jsonl")
    file.write_text(f"{line}\n" + file.read_text("utf-8"), "utf-8")
    assert rendered("in") == []


def test_a_row_is_the_same_after_it_was_stored(archive: Path) -> None:
    run("in")
    first = RunRecord(Path("output")).rows()
    run("in")
    assert RunRecord(Path("output")).rows() == first and len(first) == 6


def test_one_run_at_a_time(archive: Path) -> None:
    with locked(Path("output")):
        assert "another run is writing there" in run("in", code=7).stderr
    run("in")


def test_shards_may_run_at_once_but_not_the_same_one_twice(archive: Path) -> None:
    with locked(Path("output"), "1-of-2"):
        run("in", "--shard", "2/2")
        assert "another run" in run("in", "--shard", "1/2", code=7).stderr
        assert "another run" in run("in", code=7).stderr


def test_an_output_that_cannot_be_written_is_one_line(archive: Path) -> None:
    Path("output").write_text("a file", "utf-8")
    with pytest.raises(OutputError, match="output: cannot be written"), locked(Path("output")):
        pass
    assert "output: cannot be written" in run("in", code=7).stderr


def test_editions_do_not_depend_on_how_a_run_was_divided(archive: Path) -> None:
    run("in", "-o", "whole")
    for number in (1, 2):
        run("in", "-o", "parts", "--shard", f"{number}/2")
    assert editions(Path("whole")) == editions(Path("parts"))


def test_what_is_left_out_of_a_document_is_named(archive: Path) -> None:
    page = "<!DOCTYPE html><html><body><nav><a href=/>首頁</a></nav><article><h1>題</h1><p>雨が降った。</p></article>"
    Path("page.html").write_text(page, "utf-8")
    assert "left out: navigation" in run("page.html").stderr
    Path("in/page.html").write_text(page, "utf-8")
    assert "left out: navigation" in run("in").stderr
