"""Messages name what is there and say what to do: escapes and colons in YAML, archives of other programs, remedies."""

from __future__ import annotations

import io
import re
import shlex
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner

from bilingual.cli.main import cli
from bilingual.editions.theme_file import parse_theme
from bilingual.errors import EngineError, GlossaryError, UsageError
from bilingual.glossary.load import parse_glossary
from bilingual.models.install import install_file

SOURCES = sorted((Path(__file__).parent.parent / "src" / "bilingual").rglob("*.py"))


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ('"a\\U00110000b": x', "1:3"),
        ('東京: Tokyo\n大阪: "x\\UFFFFFFFF"', "2:7"),
        ('東京:\n  target: Tokyo\n  note: "\\U00110000"', "3:10"),
        ('東京: {target: Tokyo, aliases: ["\\U7fffffff"]}', "1:32"),
        ('東京: "x\\ud800"', "1:5"),
        ('東京: "\\ud83d\\ude00"', "1:5"),
        ('"\\udfff": x', "1:1"),
        ('東京:\n  target: Tokyo\n  accept: ["\\uDC00"]', "3:12"),
    ],
)
def test_an_escape_that_is_no_character_is_an_error_of_the_glossary(text: str, place: str) -> None:
    with pytest.raises(GlossaryError) as caught:
        parse_glossary(text, "g.yaml")
    assert caught.value.place == f"g.yaml:{place}"
    assert "character" in caught.value.message
    assert caught.value.remedy


@pytest.mark.parametrize("text", ['"\\U0001F600": face', '東京: "T\\u014dky\\u014d"', "東京: 'a\\U00110000'"])
def test_escapes_of_characters_are_read(text: str) -> None:
    assert len(parse_glossary(text).terms) == 1


@pytest.mark.parametrize(
    "text", ['name: "\\U00110000"', 'name: "\\UFFFFFFFF"', 'name: "\\ud800"', 'page: "\\U00110000"']
)
def test_and_of_a_theme(text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(UsageError):
        parse_theme(text, "t.yaml")
    monkeypatch.chdir(tmp_path)
    Path("t.yaml").write_text(text, "utf-8")
    Path("a.txt").write_text("雨の日\n\n雨だ。\n", "utf-8")
    done = CliRunner().invoke(cli, ["render", "a.txt", "-e", "echo", "--theme", "t.yaml"])
    assert done.exit_code == 2
    assert "Error: t.yaml" in done.stderr


@pytest.mark.parametrize(
    ("text", "place", "said"),
    [
        ("一: one\n東京： Tokyo", "2:3", "this colon is full-width (：)"),
        ("一: one\n東京：Tokyo\n二: two", "2:3", "this colon is full-width (：)"),
        ("東京：Tokyo", "1:3", "this colon is full-width (：)"),
        ("東京： Tokyo\n大阪： Osaka", "1:3", "this colon is full-width (：)"),
        ("一: one\n大阪:Osaka", "2:3", "no space after the colon"),
        ("大阪:Osaka", "1:3", "no space after the colon"),
        ("一: one\r\n大阪：Osaka\r\n", "2:3", "this colon is full-width (：)"),
    ],
)
def test_the_colon_that_is_there_is_named(text: str, place: str, said: str) -> None:
    with pytest.raises(GlossaryError) as caught:
        parse_glossary(text, "g.yaml")
    assert caught.value.place == f"g.yaml:{place}"
    assert said in caught.value.message
    assert caught.value.remedy.endswith("as in 東京: Tokyo")


@pytest.mark.parametrize(
    ("members", "said"),
    [
        (["[Content_Types].xml", "word/document.xml"], "a Word, Excel or PowerPoint document"),
        (["mimetype", "META-INF/container.xml", "OEBPS/a.xhtml"], "an EPUB book"),
        (["mimetype", "META-INF/manifest.xml", "content.xml"], "an OpenDocument file"),
        (["metadata.json", "model/model.bin"], "without their folder"),
        (["META-INF/MANIFEST.MF", "A.class"], "a Java archive"),
    ],
)
def test_an_archive_that_is_no_package_is_named(tmp_path: Path, members: list[str], said: str) -> None:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        for member in members:
            archive.writestr(member, "x" * 100)
    path = tmp_path / "my.argosmodel"
    path.write_bytes(data.getvalue())
    with pytest.raises(EngineError, match="this is not an Argos translation package: it is") as caught:
        install_file(path, on=lambda _: None)
    assert said in caught.value.message


def test_the_package_to_install_is_named_by_its_distribution() -> None:
    """On PyPI `bilingual` is another project."""
    for path in SOURCES:
        text = path.read_text("utf-8")
        assert not re.search(r"bilingual\[|pip install '?bilingual(?!-editions)", text), path


def test_a_package_file_given_as_an_engine_can_be_pasted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("my model (1).argosmodel").write_bytes(b"PK")
    Path("a.txt").write_text("雨だ。", "utf-8")
    done = CliRunner().invoke(cli, ["render", "a.txt", "-e", "./my model (1).argosmodel"])
    command = shlex.split(done.stderr.split("install it first: ")[1])
    assert command == ["bilingual", "engine", "install", "my model (1).argosmodel"]
