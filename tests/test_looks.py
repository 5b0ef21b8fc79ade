"""The options of `render` that say how editions look."""

from __future__ import annotations

from pathlib import Path

import pypdf
import pytest
from click.testing import CliRunner, Result

from bilingual.cli.main import cli
from bilingual.editions.plan import Plan
from bilingual.editions.theme_file import load_theme, with_page
from bilingual.engines.choose import EngineSpec
from bilingual.errors import EngineError
from bilingual.session import Session
from bilingual.session import render as render_from_python
from bilingual.settings import Settings
from showcase import FOLDER


def render(folder: Path, *options: str) -> Result:
    article = folder / "a.txt"
    if not article.exists():
        article.write_text("雨の日\n\n北京は雨でした。傘を忘れました。\n\n■ 次の日\n\n晴れました。\n", "utf-8")
        (folder / "glossary.yaml").write_text("北京: {target: Beijing, reading: ぺきん, note: the capital}\n", "utf-8")
    output = ["-e", "echo", "-o", str(folder / "out")]
    return CliRunner().invoke(cli, ["render", str(article), *output, *options])


def test_one_run_makes_several_layouts(tmp_path: Path) -> None:
    done = render(tmp_path, "-f", "pdf", "-f", "json", "--layout", "english", "--layout", "side-by-side")
    assert done.exit_code == 0, done.output
    names = [Path(line).name for line in done.stdout.splitlines()]
    assert names == ["a.english.pdf", "a.pdf", "a.json"]
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == sorted(names)


def test_what_cannot_be_done_is_said_once(tmp_path: Path) -> None:
    render(tmp_path)
    (tmp_path / "b.txt").write_text("もう一つ。", "utf-8")
    done = render(tmp_path, str(tmp_path / "b.txt"), "-f", "docx", "-f", "pdf", "--layout", "facing")
    assert done.stderr.count("Warning: DOCX has no facing pages") == 1
    assert [Path(line).name for line in done.stdout.splitlines()] == [
        "a.docx",
        "a.facing.pdf",
        "b.docx",
        "b.facing.pdf",
    ]


def settings_of(monkeypatch: pytest.MonkeyPatch, folder: Path, *options: str) -> Settings:
    """Return the settings that the command line makes of options."""
    seen: list[Settings] = []

    def remember(session: Session, path: Path, **_: object) -> None:
        seen.append(session.settings)
        raise EngineError("enough")

    monkeypatch.setattr(Session, "render", remember)
    render(folder, *options)
    return seen[0]


def test_every_look_reaches_the_plan(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    switches = ("--furigana", "--notes", "--numbers", "--review", "--title-page", "--pdf-a")
    looks = ("--theme", "gothic", "--page", "A5", "--order", "en-ja", "--align", "sentence", "--no-toc")
    layouts = ("--layout", "stacked", "--layout", "stacked", "-f", "pdf")
    (edition,) = settings_of(monkeypatch, tmp_path, *switches, *looks, *layouts, "--no-embed-fonts").editions
    theme = with_page(load_theme("gothic"), "A5")
    assert edition.plan == Plan(
        "stacked",
        "en-ja",
        "sentence",
        theme,
        toc=False,
        notes=True,
        numbers=True,
        mark_drafts=True,
        comments=True,
        furigana=True,
        title_page=True,
        embed_fonts=False,
        archive=True,
    )


@pytest.mark.parametrize(
    ("options", "said"),
    [(("--page", "a5"), True), (("--page", "a5", "--layout", "stacked"), False), (("--page", "170x240mm"), False)],
)
def test_a_narrow_page_is_said(tmp_path: Path, options: tuple[str, ...], said: bool) -> None:
    shown = render(tmp_path, "-f", "pdf", *options)
    assert ("A5 is narrow: --layout facing or stacked reads better" in shown.stderr) == said


def test_without_options_the_settings_are_the_defaults(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BILINGUAL_ENGINE", "argos")
    made = settings_of(monkeypatch, tmp_path)
    assert made == Settings(engine=EngineSpec("echo"))
    assert hash(made) == hash(Settings(engine=EngineSpec("echo")))


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--theme", "modern"), "no theme 'modern' - use mincho or gothic"),
        (("--theme", "{folder}/t.yaml"), "t.yaml:2:1: a theme has no key 'pge' - did you mean page?"),
        (("--layout", "columns"), "'columns' is not one of"),
        (("--page", "B6"), "'B6' is no page size"),
        (("--page", "70x200mm"), "a page of 70x200mm is too small"),
        (("--order", "en"), "'en' is not one of"),
    ],
)
def test_what_is_wrong_is_said_before_any_work(tmp_path: Path, options: tuple[str, ...], said: str) -> None:
    (tmp_path / "t.yaml").write_text("name: t\npge: A4\n", "utf-8")
    done = render(tmp_path, *(option.format(folder=tmp_path) for option in options))
    assert done.exit_code == 2
    assert said in done.stderr
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("page", ["a5", "A5"])
def test_pages_may_be_written_small(tmp_path: Path, page: str) -> None:
    assert render(tmp_path, "-f", "pdf", "--page", page).exit_code == 0
    box = pypdf.PdfReader(tmp_path / "out" / "a.pdf").pages[0].mediabox
    assert (round(float(box.width)), round(float(box.height))) == (420, 595)


def test_the_glossary_s_notes_and_readings_reach_the_page(tmp_path: Path) -> None:
    assert render(tmp_path, "-f", "pdf", "--notes", "--layout", "japanese").exit_code == 0
    text = pypdf.PdfReader(tmp_path / "out" / "a.japanese.pdf").pages[0].extract_text()
    assert "北京：the capital" in text
    assert "ぺきん" in text


def test_furigana_without_the_dictionary_say_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bilingual.languages.japanese.readings.available", lambda: False)
    done = render(tmp_path, "--furigana")
    assert done.exit_code == EngineError.exit_code
    assert "install it with `pip install 'bilingual-editions[readings]'`, or leave out --furigana" in done.stderr
    assert not list((tmp_path / "out").glob("*.*")) if (tmp_path / "out").exists() else True


def test_from_python(tmp_path: Path) -> None:
    done = render_from_python(
        FOLDER / "notice.md",
        None,
        engine="echo",
        formats=("pdf",),
        output=tmp_path,
        layouts=("stacked", "english"),
        memory=None,
        plan=Plan(numbers=True, theme=load_theme("gothic")),
    )
    assert [file.name for file in done.files] == ["notice.stacked.pdf", "notice.english.pdf"]
