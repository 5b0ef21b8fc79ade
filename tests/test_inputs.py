"""What may be given as an article and as --output: folders, patterns, standard input, one file; and what is refused."""

from __future__ import annotations

import json
import os
import shlex
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bilingual import Project, Session, Settings, editions_of
from bilingual.cli.inputs import Found, find_articles
from bilingual.cli.main import cli
from bilingual.engines.choose import EngineSpec

TEXT = "雨の日\n\n今日は雨が降っている。\n"


def run(*arguments: str, code: int = 0, given: str | None = None) -> Result:
    result = CliRunner().invoke(cli, arguments, input=given)
    assert result.exit_code == code, result.output
    return result


def render(*arguments: str, code: int = 0, given: str | None = None) -> Result:
    return run("render", "-e", "echo", "-f", "json", *arguments, code=code, given=given)


def error(result: Result) -> str:
    (line,) = [line for line in result.stderr.splitlines() if line.startswith("Error:")]
    return line


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder with the articles of two months, two of one name."""
    monkeypatch.chdir(tmp_path)
    for name in ("2026-04/x.txt", "2026-05/x.txt", "2026-05/notes/y.md", "z.txt"):
        path = Path("issue", name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(TEXT, "utf-8")
    return tmp_path


def test_the_output_mirrors_the_folder(tree: Path) -> None:
    done = render("issue", "-o", "out")
    assert done.stdout.split() == [
        "out/2026-04/x.json",
        "out/2026-05/notes/y.json",
        "out/2026-05/x.json",
        "out/z.json",
    ]
    assert all(Path(name).is_file() for name in done.stdout.split())
    assert "2026-05/x.txt (article 3 of 4): " in done.stderr


@pytest.mark.parametrize(
    ("pattern", "written"),
    [
        ("issue/**/x.txt", ["2026-04/x.json", "2026-05/x.json"]),
        ("issue/2026-0*/x.txt", ["2026-04/x.json", "2026-05/x.json"]),
        ("issue/2026-04/*.txt", ["x.json"]),
        ("./issue/*.txt", ["z.json"]),
        ("*/2026-05/x.txt", ["issue/2026-05/x.json"]),
    ],
)
def test_the_output_mirrors_what_a_pattern_leaves_open(tree: Path, pattern: str, written: list[str]) -> None:
    assert render(pattern, "-o", "out").stdout.split() == [f"out/{name}" for name in written]


def test_files_of_one_name_that_are_named_one_by_one_still_conflict(tree: Path) -> None:
    done = render("issue/2026-04/x.txt", "issue/2026-05/x.txt", code=3)
    assert "issue/2026-05/x.txt: would overwrite output/x.json, the edition of issue/2026-04/x.txt" in error(done)


def test_an_article_is_rendered_once_and_its_folder_is_that_of_the_first_name(tree: Path) -> None:
    assert render("issue/2026-04/x.txt", "issue").stdout.split()[0] == "output/x.json"
    assert len(render("issue", "issue/2026-04").stdout.split()) == 4


def test_what_no_reader_reads_is_named_in_one_line(tree: Path) -> None:
    for name in ("letter.doc", "2026-04/old.rtf", "notes.xlsx", "engawa.png", "glossary.yaml", ".hidden.docx"):
        Path("issue", name).write_bytes(b"")
    os.mkfifo("issue/pipe.txt")
    for command in (render, lambda *names: run("check", "-e", "echo", *names)):
        (line,) = [line for line in command("issue").stderr.splitlines() if "not read" in line]
        names = "issue/2026-04/old.rtf, issue/letter.doc, issue/notes.xlsx, issue/pipe.txt"
        assert (
            line == f"Warning: not read: {names} - save articles as .docx, .html, plain text (.txt) or Markdown (.md)"
        )
    assert json.loads(render("issue", "--json").stdout)["skipped"] == names.split(", ")
    assert "not read" not in render("issue", "-q").stderr
    assert "not read" in run("glossary", "suggest", "issue").stderr


def test_many_such_files_are_counted(tree: Path) -> None:
    for number in range(9):
        Path(f"issue/{number}.rtf").write_bytes(b"")
    assert "issue/4.rtf and 4 more - " in render("issue").stderr


def test_a_folder_of_nothing_else_is_an_error_that_names_them(tree: Path) -> None:
    Path("word").mkdir()
    Path("word/a.doc").write_bytes(b"")
    done = render("word", code=3)
    assert "word: contains no articles" in error(done)
    assert "not read: word/a.doc" in done.stderr


def test_the_editions_in_the_folder_are_not_reported(tree: Path) -> None:
    for _ in range(2):
        assert "not read" not in render(".", "-f", "html").stderr  # output/ is inside
    for _ in range(2):
        assert "not read" not in render("issue", "-f", "html", "-o", "issue").stderr
    Path("issue/old.doc").write_bytes(b"")
    assert "not read: issue/old.doc" in render("issue", "-o", "issue", "-f", "html").stderr


def test_a_link_that_leads_nowhere_is_an_error_and_not_passed_over(tree: Path) -> None:
    Path("issue/gone.txt").symlink_to("nowhere.txt")
    done = render("issue", code=3)
    assert "issue/gone.txt: no such file" in error(done)
    assert len(done.stdout.split()) == 4


def test_without_a_name_the_folder_input_is_rendered(tree: Path) -> None:
    Path("issue").rename("input")
    assert len(render().stdout.split()) == 4
    assert "z.txt" in run("check", "-e", "echo").stdout
    Path("input").rename("articles")
    assert "there is no folder input/ here" in render(code=2).stderr


@pytest.mark.parametrize("name", ["out/page.json", "out/page.PDF", "page.html", "new/folder/page.docx"])
def test_output_may_be_the_file_of_one_edition(tree: Path, name: str) -> None:
    done = run("render", "-e", "echo", "issue/z.txt", "-o", name)
    assert done.stdout.split() == [name]
    assert [str(path) for path in Path.cwd().rglob("page.*")] == [str(Path.cwd() / name)]
    assert run("render", "-e", "echo", "issue/z.txt", "-o", name, "-f", Path(name).suffix[1:].lower()).stdout


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["issue", "-o", "x.pdf"], "x.pdf: is one file, and there are 4 articles"),
        (["issue/z.txt", "issue/2026-04/x.txt", "-o", "x.pdf"], "there are 2 articles"),
        (["issue/z.txt", "-f", "docx", "-o", "x.pdf"], "is one file of one format - leave out --format docx"),
        (["issue/z.txt", "-f", "pdf,html", "-o", "x.pdf"], "is one file of one format"),
        (["issue/z.txt", "--layout", "english,facing", "-o", "x.pdf"], "is one file of one layout"),
        (["issue/z.txt", "-o", "x.odt"], "x.odt: .odt is not a format of editions - name a folder, or a file"),
        (["issue/z.txt", "-o", "out/x.md"], ".md is not a format of editions"),
    ],
)
def test_an_output_file_that_does_not_fit(tree: Path, arguments: list[str], message: str) -> None:
    assert message in error(run("render", "-e", "echo", *arguments, code=2))
    assert not list(Path.cwd().rglob("*.pdf"))


@pytest.mark.parametrize("name", ["2026.04", "x.pdf/", "existing.pdf"])
def test_a_folder_may_have_a_dot_in_its_name(tree: Path, name: str) -> None:
    Path("existing.pdf").mkdir()
    assert render("issue/z.txt", "-o", name).stdout.split() == [f"{name.rstrip('/')}/z.json"]


ADDRESSES = (
    "https://www.nippon.com/ja/japan-topics",
    "http://example.jp//a//b.html?x=1",
    "ftp://example.jp/a.txt",
    "www.example.jp/a",
    "HTTPS://EXAMPLE.JP",
)


@pytest.mark.parametrize("address", ADDRESSES)
def test_an_address_is_no_file(tree: Path, address: str) -> None:
    for arguments in (["render", "-e", "echo"], ["check", "-e", "echo"], ["segment"]):
        line = error(run(*arguments, address, code=3))
        assert line.startswith(f"Error: {address}: is a web address, and only files are read - save the page")
    assert "name the file by its path" in error(render("file:///home/a/b.txt", code=3))


def test_a_file_that_only_looks_like_an_address_is_read(tree: Path) -> None:
    Path("www.example.txt").write_text(TEXT, "utf-8")
    assert render("www.example.txt").stdout.split() == ["output/www.example.json"]


def test_standard_input(tree: Path) -> None:
    assert "title  雨の日" in run("segment", "-", given=TEXT).stdout
    checked = run("check", "-e", "echo", "-", given=TEXT)
    assert "stdin:3: unit 2.1: error" in checked.stdout
    done = run("render", "-e", "echo", "-", "-o", "out/rain.json", given=TEXT)
    assert done.stdout.split() == ["out/rain.json"]
    assert "bilingual check -" in done.stderr
    assert json.loads(Path("out/rain.json").read_text("utf-8"))["blocks"][0]["kind"] == "title"
    assert "standard input has no name - name the edition, as in -o" in error(render("-", code=2, given=TEXT))
    assert "is empty" in error(run("segment", "-", code=3, given=""))


def test_standard_input_is_dated_as_other_articles_are(tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1000000000")
    run("render", "-e", "echo", "-", "-o", "a.json", given=TEXT)
    assert json.loads(Path("a.json").read_text("utf-8"))["date"] == "2001-09-09"
    monkeypatch.delenv("SOURCE_DATE_EPOCH")
    run("render", "-e", "echo", "-", "-o", "a.json", given=TEXT)
    assert json.loads(Path("a.json").read_text("utf-8"))["date"] > "2020"


@pytest.mark.parametrize("formats", [["-f", "pdf,json"], ["-f", "pdf", "-f", "json"], ["-f", " pdf , json,pdf"]])
def test_formats_may_be_separated_by_commas(tree: Path, formats: list[str]) -> None:
    assert run("render", "-e", "echo", "issue/z.txt", *formats).stdout.split() == ["output/z.pdf", "output/z.json"]


def test_layouts_too_and_a_wrong_one_is_named(tree: Path) -> None:
    done = run("render", "-e", "echo", "issue/z.txt", "-f", "html", "--layout", "english,japanese")
    assert done.stdout.split() == ["output/z.english.html", "output/z.japanese.html"]
    assert "'odt' is not one of 'pdf'" in run("render", "a", "-f", "pdf,odt", code=2).stderr
    assert "'' is not one of" in run("render", "a", "-f", "pdf,", code=2).stderr


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        (["issue/z.txt"], "bilingual render issue/z.txt"),
        (["issue"], "bilingual render issue"),
        (["my file.md", "-f", "pdf"], "bilingual render 'my file.md' -f pdf"),
        (["rendr", "issue"], "bilingual render issue"),
        (["glosary", "check"], "bilingual glossary check"),
        (["glossary", "chek"], "bilingual glossary check"),
        (["engine", "isntall", "x"], "bilingual engine install x"),
    ],
)
def test_an_unknown_command_names_the_one_that_was_meant(tree: Path, typed: list[str], meant: str) -> None:
    result = CliRunner().invoke(cli, typed, prog_name="bilingual")
    assert result.exit_code == 2
    assert result.stderr.rstrip().endswith(f"Did you mean: {meant}")


def test_nothing_is_suggested_for_nonsense(tree: Path) -> None:
    assert "Did you mean" not in run("xyzzy", code=2).stderr
    assert "No such option" in run("--nonsense", code=2).stderr


def test_help_is_a_command(tree: Path) -> None:
    assert run("help").stdout == run("--help").stdout
    assert "SOURCE TARGET" in run("help", "glossary", "add").stdout
    assert "No such command 'nonsense'" in run("help", "nonsense", code=2).stderr
    assert "No such command 'deeper'" in run("help", "render", "deeper", code=2).stderr


@pytest.mark.parametrize("name", ["with space (最終版).txt", "a'b.txt", "$HOME.txt", "-dash.txt"])
def test_hints_can_be_pasted_into_a_shell(tree: Path, name: str) -> None:
    (tree / name).write_text(TEXT, "utf-8")
    line = next(line for line in render(f"./{name}").stderr.splitlines() if "bilingual check" in line)
    assert shlex.split(line.split("`")[1])[2] in (name, f"./{name}")
    assert shlex.split(run("init", f"./{name}.d").stderr.removeprefix("next: "))[1] == f"./{name}.d"


def test_check_json_has_lines_and_the_names_of_render(tree: Path) -> None:
    (checked,) = json.loads(run("check", "-e", "echo", "issue/z.txt", "--json").stdout)["articles"]
    (rendered,) = json.loads(render("issue/z.txt", "--json").stdout)["articles"]
    assert checked["input"] == rendered["input"] == "issue/z.txt"
    assert [finding["line"] for finding in checked["findings"]] == [1, 3]


def test_json_is_not_accompanied_by_a_summary(tree: Path) -> None:
    assert render("issue", "--json").stderr == ""
    assert run("check", "-e", "echo", "issue", "--json").stderr == ""
    assert render("nowhere.txt", "--json", code=3).stderr.startswith("Error:")


def test_pipes_and_devices_are_refused_at_once(tree: Path) -> None:
    os.mkfifo("pipe.txt")
    for name, kind in (("pipe.txt", "a named pipe"), ("/dev/zero", "a device"), ("/dev/null", "a device")):
        for arguments in (["render", "-e", "echo"], ["check", "-e", "echo"], ["segment"], ["glossary", "suggest"]):
            assert f"{name}: is {kind}, not a file - " in error(run(*arguments, name, code=3))
        assert f"is {kind}" in error(render("issue/z.txt", "-g", name, code=4))
        assert f"is {kind}" in error(run("glossary", "check", name, code=4))
        assert f"is {kind}" in error(run("glossary", "import", name, code=3))
        assert f"is {kind}" in error(run("engine", "install", name, code=5))
    os.mkfifo("theme.yaml")
    assert "is a named pipe" in error(render("issue/z.txt", "--theme", "theme.yaml", code=2))


def test_links_to_themselves(tree: Path) -> None:
    Path("loop").symlink_to("loop")
    Path("a.txt").symlink_to("b.txt")
    Path("b.txt").symlink_to("a.txt")
    for name in ("loop", "a.txt", "./loop", "loop/x.txt"):
        assert name.removeprefix("./") in error(render(name, code=3))
        error(run("segment", name, code=3))
    error(render("issue/z.txt", "-o", "loop", code=7))
    error(render("issue/z.txt", "-g", "loop", code=4))
    error(render("issue/z.txt", "--theme", "loop", code=2))


def test_a_link_in_a_circle_of_folders_ends(tree: Path) -> None:
    Path("issue/again").symlink_to(Path("issue").resolve())
    assert len(render("issue").stdout.split()) == 4


def test_the_library_mirrors_with_below(tree: Path) -> None:
    settings = Settings(engine=EngineSpec("echo"), editions=editions_of(("json",)))
    with Session(settings, Project(Path("out"))) as session:
        assert session.render("issue/z.txt", below=Path("a/b")).files == (Path("out/a/b/z.json"),)
        assert session.render("z.txt", data=TEXT.encode()).files == (Path("out/z.json"),)
        assert session.check("z.txt", data=TEXT.encode()).figures.units == 2
    with Session(settings, Project(edition=Path("one.json"))) as session:
        assert session.render("issue/z.txt").files == (Path("one.json"),)


def test_find_articles_keeps_the_order_of_the_names(tree: Path) -> None:
    found = find_articles(["issue/z.txt", "nowhere", "issue/2026-05"])
    assert [item.path.name if isinstance(item, Found) else item.exit_code for item in found.articles[:2]] == [
        "z.txt",
        "nowhere",
    ]
    assert [item.below for item in found.articles if isinstance(item, Found)][2:] == [Path("notes"), Path()]


def test_glossary_find_hints_at_a_file(tree: Path) -> None:
    Path("glossary.yaml").write_text("雨: rain\n", "utf-8")
    done = run("glossary", "find", "issue/z.txt")
    assert "issue/z.txt is taken as text; to search that file: bilingual glossary find - < issue/z.txt" in done.stderr
    assert "taken as text" not in run("glossary", "find", "今日は雨").stderr
    assert "taken as text" not in run("glossary", "find", "-", given="今日は雨").stderr


@pytest.mark.parametrize(("source", "target"), [("Tokyo", "東京"), ("NATO", "北大西洋条約機構"), ("iPS", "ヒト")])
def test_glossary_add_refuses_the_two_the_wrong_way_round(tree: Path, source: str, target: str) -> None:
    line = error(run("glossary", "add", source, target, code=2))
    assert shlex.split(line.split("swap the two: ")[1]) == ["bilingual", "glossary", "add", target, source]
    assert not Path("glossary.yaml").exists()
    run("glossary", "add", target, source)
    run("glossary", "add", "iPS細胞", "iPS cells")
    run("glossary", "add", "WHO", "World Health Organization")


def test_the_help_of_glossary_lists_every_key(tree: Path) -> None:
    from bilingual.glossary.load import KEYS

    listed = [line.split()[0] for line in run("help", "glossary").stdout.splitlines() if line.startswith("    ")]
    assert set(KEYS) <= set(listed)
    run("init", "new")
    assert "docs/" not in Path("new/glossary.yaml").read_text("utf-8"), "an installed user has no docs folder"


@pytest.mark.skipif(sys.platform == "win32", reason="no such names")
def test_remedies_for_a_folder_that_cannot_be_written_fit_the_command(tree: Path) -> None:
    Path("file").write_text("")
    assert "--output" in error(render("issue/z.txt", "-o", "file", code=7))
    assert "--output" not in error(run("glossary", "add", "雨", "rain", "-g", "file/g.yaml", code=7))
    assert "--output" not in error(run("init", "file/x", code=7))
