"""The command line as its users meet it: what is printed where, and every exit code."""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
from pathlib import Path
from typing import Literal

import pytest
from click.testing import CliRunner, Result

from bilingual.cli.command import EXIT_CODES
from bilingual.cli.main import cli
from bilingual.cli.results import exit_code
from bilingual.errors import BilingualError
from bilingual.model import Article, Block, Finding, Severity, Unit
from bilingual.models.catalog import CATALOG
from bilingual.outcomes import Figures, Translation

TEXT = "雨の日\n\n北京は雨でした。\n\n- 傘が要る\n"


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    Path("input").mkdir()
    Path("input/a.txt").write_text(TEXT, "utf-8")
    Path("input/b.md").write_text("# 晴れの日\n\n東京は晴れでした。\n", "utf-8")
    Path("glossary.yaml").write_text("北京: Beijing\n", "utf-8")
    return tmp_path


def run(*arguments: str, code: int = 0) -> Result:
    result = CliRunner().invoke(cli, arguments)
    assert result.exit_code == code, result.output
    return result


def render(*arguments: str, code: int = 0) -> Result:
    return run("render", "-e", "echo", *arguments, code=code)


def one_line(result: Result) -> str:
    errors = [line for line in result.stderr.splitlines() if line.startswith("Error:")]
    assert len(errors) == 1, result.stderr
    assert " - " in errors[0], "an error says what to do"
    return errors[0]


def test_render_prints_the_files_on_stdout_and_the_summary_on_stderr(project: Path) -> None:
    result = render("input/a.txt")
    assert result.stdout.split() == ["output/a.pdf", "output/a.docx"]
    assert "3 units" in result.stderr
    assert "terms 1/1" in result.stderr
    assert sorted(path.name for path in Path("output").iterdir()) == ["a.docx", "a.pdf"]


def test_formats_may_be_repeated(project: Path) -> None:
    result = render("input/a.txt", "-f", "json", "-f", "html", "-f", "json", "-o", "elsewhere")
    assert result.stdout.split() == ["elsewhere/a.json", "elsewhere/a.html"]


def test_folders_and_globs(project: Path) -> None:
    assert render("input", "-f", "json").stdout.split() == ["output/a.json", "output/b.json"]
    assert render("input/*.md", "-f", "json").stdout.split() == ["output/b.json"]
    assert render("input", "input/a.txt", "-f", "json").stdout.split() == ["output/a.json", "output/b.json"]


def test_one_bad_file_does_not_stop_the_others(project: Path) -> None:
    result = render("input/missing.txt", "input/a.txt", "-f", "json", code=3)
    assert result.stdout.split() == ["output/a.json"]
    assert "input/missing.txt" in one_line(result)
    assert "1 of 2 articles" in result.stderr


def test_two_articles_of_one_name_do_not_overwrite_each_other(project: Path) -> None:
    Path("input/a.md").write_text("# 別\n", "utf-8")
    result = render("input", "-f", "json", code=3)
    assert "input/a.txt: would overwrite output/a.json, the edition of input/a.md - " in one_line(result)
    assert result.stdout.split() == ["output/a.json", "output/b.json"]


def test_two_layouts_do_not_overwrite_each_other(project: Path) -> None:
    Path("input/a.english.txt").write_text(TEXT, "utf-8")
    both = ("-f", "html", "--layout", "side-by-side", "--layout", "english")
    result = render("input", *both, code=3)
    assert "input/a.txt: would overwrite output/a.english.html, the edition of input/a.english.txt" in one_line(result)
    assert "output/b.english.html" in result.stdout
    for layout in ("side-by-side", "english"):
        assert len(render("input", "-f", "html", "--layout", layout).stdout.split()) == 3


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("empty.txt", b""),
        ("blank.txt", b" \n\n\t\n"),
        ("binary.txt", bytes(range(256)) * 20),
        ("picture.txt", b"\x89PNG\r\n\x1a\n" + bytes(200)),
        ("archive.txt", b"PK\x03\x04" + bytes(200)),
        ("book.pdf", b"%PDF-1.7"),
        ("letter.docx", b"PK\x03\x04"),
    ],
)
def test_bad_input_is_one_clear_line(project: Path, name: str, content: bytes) -> None:
    (project / name).write_bytes(content)
    result = render(name, code=3)
    assert name in one_line(result)
    assert not Path("output").exists() or not list(Path("output").iterdir())


def test_missing_folders_and_patterns(project: Path) -> None:
    Path("nothing").mkdir()
    for name in ("nothing", "nowhere.txt", "input/*.doc"):
        assert name in one_line(render(name, code=3))


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read and write everywhere")
def test_unreadable_and_unwritable(project: Path) -> None:
    Path("input/a.txt").chmod(0)
    one_line(render("input/a.txt", code=3))
    Path("input/a.txt").chmod(0o644)
    Path("locked").mkdir(mode=0o500)
    one_line(render("input/a.txt", "-o", "locked", code=7))


def test_an_unwritable_place(project: Path) -> None:
    Path("in_the_way").write_text("")
    assert "in_the_way" in one_line(render("input/a.txt", "-o", "in_the_way", code=7))
    assert "proc" in one_line(render("input/a.txt", "-o", "/proc/nowhere", code=7))


def test_a_full_disk_loses_nothing(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    render("input/a.txt", "-f", "json")
    old = Path("output/a.json").read_bytes()
    Path("input/a.txt").write_text("別の記事\n\n今日は雪です。\n", "utf-8")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    assert "No space left" in one_line(render("input/a.txt", "-f", "json", code=7))
    assert Path("output/a.json").read_bytes() == old
    assert [path.name for path in Path("output").iterdir()] == ["a.json"]


@pytest.mark.parametrize("text", ["北京: [", "北京: Beijing\n北京: Peking\n", "北京: 1\n", "- 北京\n"])
def test_a_broken_glossary(project: Path, text: str) -> None:
    Path("glossary.yaml").write_text(text, "utf-8")
    assert "glossary.yaml:" in one_line(render("input/a.txt", code=4))
    assert "glossary.yaml:" in one_line(render("input/a.txt", "-g", "glossary.yaml", code=4))
    assert "glossary.yaml:" in one_line(run("glossary", "check", code=4))
    assert render("input/a.txt", "--no-glossary", "-f", "json").stdout


def test_all_errors_of_a_glossary_are_reported_once(project: Path) -> None:
    Path("glossary.yaml").write_text("一: 1\n二: 2\n", "utf-8")
    errors = [line for line in render("input", code=4).stderr.splitlines() if line.startswith("Error: ")]
    assert [line.rpartition("glossary.yaml:")[2][:3] for line in errors] == ["1:4", "2:4", "1:4"]  # a.txt, then b.md
    Path("house.yaml").write_text("三: 3\n", "utf-8")
    assert len(render("input/a.txt", "-g", "glossary.yaml", "-g", "house.yaml", code=4).stderr.splitlines()) == 3


def test_a_conflict_of_glossaries_is_one_warning(project: Path) -> None:
    Path("house.yaml").write_text("北京: Peking\n", "utf-8")
    result = render("input/a.txt", "-f", "json", "-g", "glossary.yaml", "-g", "house.yaml")
    (line,) = [line for line in result.stderr.splitlines() if "takes precedence" in line]
    assert line.startswith("Warning: house.yaml:1:1: '北京' is 'Peking' here, but 'Beijing' at glossary.yaml:1:1")
    assert line.lower().count("warning") == 1


def test_a_glossary_that_is_not_there(project: Path) -> None:
    assert "mine.yaml" in one_line(render("input/a.txt", "-g", "mine.yaml", code=4))


def test_no_engine(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ARGOS_PACKAGES_DIR", str(project))
    assert "bilingual engine setup" in one_line(run("render", "input/a.txt", code=5))
    assert "no model called" in one_line(run("render", "input/a.txt", "-e", "mine", code=5))


def test_strict_is_6_and_writes_the_editions(project: Path) -> None:
    result = render("input/a.txt", "--strict", "-f", "json", code=6)
    assert result.stdout.split() == ["output/a.json"]
    run("check", "-e", "echo", "input/a.txt", "--strict", code=6)


@pytest.mark.parametrize("least", ["error", "warning"])
def test_fail_on_is_6_and_writes_the_editions(least: str, project: Path) -> None:
    result = render("input/a.txt", "--fail-on", least, "-f", "json", code=6)  # the echo engine leaves Japanese
    assert result.stdout.split() == ["output/a.json"]
    run("check", "-e", "echo", "input/a.txt", "--fail-on", least, code=6)


@pytest.mark.parametrize(
    ("severity", "codes"), [("note", [0, 0, 0, 6]), ("warning", [0, 0, 6, 6]), ("error", [0, 6, 6, 6])]
)
def test_a_run_fails_from_a_severity_on(severity: Severity, codes: list[int]) -> None:
    unit = Unit("1.1", "雨。", "Rain.", findings=(Finding("length-ratio", "", "1.1", severity),))
    results: list[Translation | BilingualError] = [
        Translation(Article((Block("paragraph", (unit,)),)), Figures(), "signature")
    ]
    least: tuple[Severity | Literal[""], ...] = ("", "error", "warning", "note")
    assert [exit_code(results, fail_on=one) for one in least] == codes


def test_usage_errors(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for arguments in (["render", "a", "-f", "odt"], ["nonsense"], ["render", "a", "--nonsense"]):
        run(*arguments, code=2)
    (project / "elsewhere").mkdir()
    monkeypatch.chdir(project / "elsewhere")
    assert "there is no folder input/ here" in run("render", code=2).stderr
    monkeypatch.chdir(project)
    render("input/a.txt", "-g", "glossary.yaml", "--no-glossary", code=2)


def test_json_summary(project: Path) -> None:
    value = json.loads(render("input/a.txt", "input/missing.txt", "-f", "json", "--json", code=3).stdout)
    good, bad = value["articles"]
    assert good["outputs"] == ["output/a.json"]
    assert (good["units"], good["terms"], good["terms_found"]) == (3, 1, 1)
    assert bad["exit_code"] == 3


def test_quiet_says_only_errors(project: Path) -> None:
    assert render("input/a.txt", "-q", "-f", "json").stderr == ""
    assert render("input/none.txt", "-q", code=3).stderr.startswith("Error:")


def test_check_prints_findings_and_writes_nothing(project: Path) -> None:
    result = run("check", "-e", "echo", "input/a.txt")
    assert "input/a.txt:3: unit 2.1: error: Japanese is left" in result.stdout
    assert not Path("output").exists()
    value = json.loads(run("check", "-e", "echo", "input/a.txt", "--json").stdout)
    assert {"unit", "code", "message", "source", "target"} <= set(value["articles"][0]["findings"][0])


def test_segment(project: Path) -> None:
    result = run("segment", "input/a.txt")
    assert result.stdout.splitlines()[0].startswith("title  雨の日")
    assert "line 1" in result.stdout
    value = json.loads(run("segment", "input/a.txt", "--json").stdout)
    assert [block["kind"] for block in value["blocks"]] == ["title", "paragraph", "list_item"]
    one_line(run("segment", "missing.txt", code=3))


def test_encoding_can_be_named(project: Path) -> None:
    Path("input/e.txt").write_bytes(TEXT.encode("euc_jp"))
    assert "雨の日" in run("segment", "input/e.txt", "--encoding", "euc_jp").stdout
    one_line(run("segment", "input/e.txt", "--encoding", "no-such", code=3))


def test_init_makes_a_project_that_renders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    run("init", "mine")
    monkeypatch.chdir(tmp_path / "mine")
    assert run("glossary", "check").exit_code == 0
    assert render("input/sample.txt", "-f", "json").stdout.split() == ["output/sample.json"]
    Path("glossary.yaml").write_text("北京: Beijing\n", "utf-8")
    assert "kept     glossary.yaml" in run("init").stdout
    assert Path("glossary.yaml").read_text("utf-8") == "北京: Beijing\n"


def test_glossary_add(project: Path) -> None:
    Path("glossary.yaml").write_text("# names\n北京: Beijing  # the capital\n", "utf-8")
    run("glossary", "add", "東京", "Tokyo")
    assert Path("glossary.yaml").read_text("utf-8") == "# names\n北京: Beijing  # the capital\n東京: Tokyo\n"
    assert "--force" in one_line(run("glossary", "add", "東京", "Edo", code=4))
    run("glossary", "add", "東京", "Edo", "--force")
    assert "Edo" in Path("glossary.yaml").read_text("utf-8").splitlines()[2]


def test_engine_list_install_info_test_remove(project: Path) -> None:
    package = Path(__file__).parent / "data" / "translate-ja_en-kyoto-mini.argosmodel"
    listed = json.loads(run("engine", "list", "--json").stdout)
    assert [entry["name"] for entry in listed["catalogue"]] == [entry.name for entry in CATALOG]
    assert "not installed" in run("engine", "list").stdout
    run("engine", "install", str(package))
    (own,) = json.loads(run("engine", "list", "--json").stdout)["own"]
    assert own["engine"] == "argos"
    assert own["sha256"] in run("engine", "info").stdout
    assert "rain" in run("engine", "test", "雨が降っている。").stdout.lower()
    assert run("render", "input/a.txt", "-f", "json").exit_code == 0
    run("engine", "remove", own["name"])
    assert not json.loads(run("engine", "list", "--json").stdout)["own"]
    one_line(run("engine", "info", "nonsense", code=5))
    one_line(run("engine", "install", "nonsense", code=5))


def test_an_unexpected_error_is_one_line_too(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("surprise")

    monkeypatch.setattr("bilingual.session.Session.render", broken)
    monkeypatch.delenv("BILINGUAL_DEBUG", raising=False)
    assert "surprise" in one_line(render("input/a.txt", code=1))


def test_ctrl_c(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def stopped(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("bilingual.session.Session.render", stopped)
    assert "kept" in render("input/a.txt", code=1).stderr


def test_every_exit_code_has_its_error() -> None:
    from bilingual import errors

    codes = {error.exit_code for error in vars(errors).values() if isinstance(error, type)}
    assert codes == set(EXIT_CODES) - {0}


def test_help_is_fast_and_light() -> None:
    code = "import sys; from bilingual.cli.main import cli; print(sorted(sys.modules))"
    modules = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    for heavy in (
        "ctranslate2",
        "reportlab",
        "docx",
        "ruamel",
        "rich",
        "numpy",
        "fontTools",
        "sqlite3",
        "httpx",
        "urllib.request",
    ):
        assert f"'{heavy}'" not in modules, heavy
    # Compared with click alone, because machines differ: 0.2 s of CPU is the aim on an ordinary one.
    bare, ours = cpu("-c", "import click"), cpu("-m", "bilingual", "--help")
    assert ours < max(0.2, 1.5 * bare), f"{ours:.2f} s of CPU; click alone {bare:.2f} s"


def cpu(*arguments: str) -> float:
    """Return the least seconds of CPU of nine runs."""
    spent: list[float] = []
    for _ in range(9):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run([sys.executable, *arguments], capture_output=True, check=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        spent.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    return min(spent)


def test_python_m_bilingual(project: Path) -> None:
    done = subprocess.run([sys.executable, "-m", "bilingual", "--version"], capture_output=True, text=True, check=True)
    assert done.stdout.startswith("bilingual, version ")
