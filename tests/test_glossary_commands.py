"""`bilingual glossary import, export, suggest, find` as their users meet them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bilingual.cli.main import cli
from bilingual.languages.japanese import readings

GLOSSARY = "# names\n北京: Beijing  # the capital\n"


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    Path("glossary.yaml").write_text(GLOSSARY, "utf-8")
    Path("a.txt").write_text("題\n\nロシアのプーチン大統領が北京を訪れた。ロシアへ帰る。\n", "utf-8")
    return tmp_path


def run(*arguments: str, code: int = 0, given: bytes | None = None) -> Result:
    result = CliRunner().invoke(cli, ["glossary", *arguments], input=given)
    assert result.exit_code == code, result.output
    return result


def text() -> str:
    return Path("glossary.yaml").read_text("utf-8")


def test_import_adds_and_reports(project: Path) -> None:
    Path("terms.csv").write_text("source,target,colour\n北京,Peking,red\n東京,Tokyo,\n", "utf-8")
    result = run("import", "terms.csv")
    assert text() == GLOSSARY + "東京: Tokyo\n"
    assert result.stderr.splitlines() == [
        "Warning: terms.csv:1: the column 'colour' is ignored",
        "not imported: glossary.yaml:2:1: '北京' is 'Beijing'; terms.csv:2: 'Peking'",
        "glossary.yaml: 1 added, 0 changed, 0 unchanged, 1 conflict (--force imports them)",
    ]
    run("import", "terms.csv", "--force")
    assert text() == GLOSSARY.replace("Beijing", "Peking") + "東京: Tokyo\n"
    assert "0 added, 0 changed, 2 unchanged" in run("import", "terms.csv").stderr


def test_a_dry_run_writes_nothing(project: Path) -> None:
    Path("terms.tsv").write_text("東京\tTokyo\n", "utf-8")
    result = run("import", "terms.tsv", "--dry-run", "-g", "new.yaml")
    assert "would be: 1 added" in result.stderr
    assert not Path("new.yaml").exists()
    run("import", "terms.tsv", "-g", "new.yaml")
    assert Path("new.yaml").read_text("utf-8").endswith("\n\n東京: Tokyo\n")
    assert text() == GLOSSARY


def test_import_from_stdin_with_a_format(project: Path) -> None:
    run("import", "-", "--format", "csv", given="東京,Tokyo\n".encode("cp932"))
    assert "東京: Tokyo" in text()
    assert "--format" in run("import", "-", given=b"x", code=2).stderr


def test_every_bad_row_is_a_line_and_nothing_is_written(project: Path) -> None:
    Path("terms.csv").write_text("東京,Tokyo\n大阪\n京都\n", "utf-8")
    errors = run("import", "terms.csv", code=4).stderr.splitlines()
    assert [line.split(": ")[:2] for line in errors] == [["Error", "terms.csv:2"], ["Error", "terms.csv:3"]]
    assert all(" - " in line for line in errors)
    assert text() == GLOSSARY


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("missing.csv", None, 3),
        ("terms.docx", b"x", 2),
        ("terms.csv", b"PK\x03\x04", 4),
        ("terms.tbx", b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>", 4),
        ("terms.utx", b"nothing", 4),
    ],
)
def test_what_cannot_be_imported_is_one_line(project: Path, name: str, content: bytes | None, code: int) -> None:
    if content is not None:
        Path(name).write_bytes(content)
    result = run("import", name, code=code)
    (line,) = [line for line in result.stderr.splitlines() if line.startswith("Error:")]
    assert name in line
    assert " - " in line
    assert text() == GLOSSARY


@pytest.mark.parametrize("name", ["terms.csv", "terms.tsv", "terms.tbx", "terms.utx", "terms.txt"])
def test_export_and_import_again(project: Path, name: str) -> None:
    run("add", "東京", "Tokyo")
    result = run("export", name)
    assert result.stderr == f"{name}: 2 terms\n"
    run("import", name, "-g", "again.yaml")
    assert Path("again.yaml").read_text("utf-8").endswith("北京: Beijing\n東京: Tokyo\n")


def test_export_to_stdout_and_what_is_lost(project: Path) -> None:
    Path("glossary.yaml").write_text("北京: {target: Beijing, reading: ぺきん}\n", "utf-8")
    result = run("export", "-", "--format", "tbx")
    assert result.stdout.startswith("<?xml")
    assert "Warning: TBX cannot represent reading (1 of 1 terms)" in result.stderr
    assert "format" in run("export", "-", code=2).stderr


def test_export_does_not_write_over_the_glossary(project: Path) -> None:
    assert "glossary itself" in run("export", "./glossary.yaml", "--format", "csv", code=7).stderr
    assert text() == GLOSSARY


def test_suggest_prints_comments_and_counts(project: Path) -> None:
    result = run("suggest", "a.txt")
    lines = result.stdout.splitlines()
    assert all(line.startswith("# ") for line in lines)
    assert any(line.startswith("# ロシア: Russia  # place, 2 times") for line in lines)
    assert not any("北京: " in line for line in lines)
    assert text() == GLOSSARY


def test_suggest_writes_once(project: Path) -> None:
    result = run("suggest", "a.txt", "--write")
    assert result.stdout == ""
    once = text()
    assert once.startswith(GLOSSARY + "\n# --- Suggested on review")
    assert "0 suggestions" in run("suggest", "a.txt", "--write").stderr
    assert text() == once
    assert run("check").exit_code == 0


def test_suggest_needs_no_glossary_but_the_one_that_was_named(project: Path) -> None:
    Path("glossary.yaml").unlink()
    assert "北京: Beijing" in run("suggest", "a.txt").stdout
    assert "mine.yaml" in run("suggest", "a.txt", "-g", "mine.yaml", code=4).stderr
    run("suggest", "a.txt", "-g", "mine.yaml", "--write")
    assert "# 北京: Beijing" in Path("mine.yaml").read_text("utf-8")


def test_suggest_as_json_and_with_a_bad_file(project: Path) -> None:
    result = run("suggest", "missing.txt", "a.txt", "--json", code=3)
    assert "missing.txt" in result.stderr
    assert {"source", "count", "entity", "target", "context"} <= set(json.loads(result.stdout)[0])


def test_suggest_says_once_what_would_help(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readings, "find_spec", lambda name: None)
    assert run("suggest", "a.txt", "a.txt").stderr.count("bilingual-editions[readings]") == 1


def test_find(project: Path) -> None:
    result = run("find", "北京から南北京アAへ")
    assert result.stdout.splitlines()[0] == "1-2  北京 = Beijing: as written (glossary.yaml:2)"
    value = json.loads(run("find", "--json", "-", given="北京、https://a.jp/北京".encode()).stdout)
    assert [hit["why"] for hit in value["matches"]] == ["as written", "an address is kept unchanged"]
    assert value["not"][0]["why"] == "inside the address https://a.jp/北京"
    assert "mine.yaml" in run("find", "北京", "-g", "mine.yaml", code=4).stderr


def test_check_reports_every_error_of_every_file(project: Path) -> None:
    Path("glossary.yaml").write_text("一: 1\n二: 2\n北京: Beijing\n", "utf-8")
    Path("house.yaml").write_text("三: {targt: three}\n", "utf-8")
    errors = run("check", "-g", "glossary.yaml", "-g", "house.yaml", code=4).stderr.splitlines()
    assert [line.split(": ")[:2] for line in errors] == [
        ["Error", "glossary.yaml:1:4"],
        ["Error", "glossary.yaml:2:4"],
        ["Error", "house.yaml:1:5"],
    ]
    assert all(" - " in line for line in errors)


def test_check_takes_several_glossaries_as_render_does(project: Path) -> None:
    Path("house.yaml").write_text("北京: Peking\n東京: Tokyo\n", "utf-8")
    named = run("check", "-g", "glossary.yaml", "--glossary", "house.yaml")
    assert "which takes precedence" in named.stdout
    assert named.output == run("check", "glossary.yaml", "house.yaml").output
    assert "use one of the two" in run("check", "house.yaml", "-g", "glossary.yaml", code=2).stderr
    assert "mine.yaml" in run("check", "-g", "mine.yaml", code=4).stderr
