"""README and docs say what the code does: commands, options, exit codes, formats, checks, files."""

from __future__ import annotations

import re
from pathlib import Path

import click
import pytest

from bilingual.checks.registry import CODES
from bilingual.cli.command import EXIT_CODES
from bilingual.cli.main import cli
from bilingual.editions.choices import FORMATS
from bilingual.models.catalog import CATALOG
from bilingual.reading import READERS, suffixes
from conftest import PACKAGE

ROOT = Path(__file__).parent.parent
DOCS = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]
README = (ROOT / "README.md").read_text("utf-8")
EVERYTHING = "\n".join(path.read_text("utf-8") for path in DOCS)


def commands(group: click.Group, prefix: tuple[str, ...] = ()) -> dict[tuple[str, ...], click.Command]:
    found: dict[tuple[str, ...], click.Command] = {}
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            found |= commands(command, (*prefix, name))
        else:
            found[(*prefix, name)] = command
    return found


COMMANDS = commands(cli)


@pytest.mark.parametrize("name", COMMANDS, ids=" ".join)
def test_every_command_is_documented(name: tuple[str, ...]) -> None:
    assert f"bilingual {' '.join(name)}" in EVERYTHING


def test_every_documented_command_and_option_exists() -> None:
    lines = re.findall(r"^\s*(?:\$ )?(?:\.venv/bin/)?bilingual ([^\n#|`]+)", EVERYTHING, re.MULTILINE)
    lines += re.findall(r"`(?:\.venv/bin/)?bilingual ([^`\n]+)`", EVERYTHING)
    assert len(lines) > 10
    for line in lines:
        words = line.split()
        name = next((n for n in ((*words[:2],), (*words[:1],)) if n in COMMANDS), None)
        if name is None:
            assert words[0].startswith("-") or words[0] in cli.commands, f"no such command: bilingual {line}"
            continue
        known = {option for parameter in COMMANDS[name].params for option in parameter.opts}
        for option in re.findall(r"(?<!\S)--?[a-z][a-z-]*", line):
            assert option in known | {"--help", "-h"}, f"no option {option}: bilingual {line}"


def test_every_option_of_render_is_documented() -> None:
    for parameter in COMMANDS["render",].params:
        if isinstance(parameter, click.Option):
            assert any(f"`{option}" in EVERYTHING or f" {option}" in EVERYTHING for option in parameter.opts), (
                parameter.name
            )


def test_exit_codes() -> None:
    table = dict(
        re.findall(r"^\| (\d) \| (.+?) \|$", (ROOT / "docs" / "architecture.md").read_text("utf-8"), re.MULTILINE)
    )
    assert {int(code): re.sub("`", "", text) for code, text in table.items()} == EXIT_CODES


def test_formats_and_checks_are_named() -> None:
    for name in (*FORMATS, *CODES):
        assert name in EVERYTHING, name


def test_the_formats_of_articles_are_those_of_the_registry() -> None:
    named = [
        re.findall(r"`(\.\w+)`", text)
        for text in re.findall(r"^(?:Articles are|- Input is) (?:.+\n)+?(?=\n|- )", README, re.MULTILINE)
    ]
    usage, limits = map(set, named)
    assert usage == set(suffixes())
    assert limits == {reader.suffixes[0] for reader in READERS}


def test_engines_are_those_of_the_catalogue() -> None:
    engines = (ROOT / "docs" / "engines.md").read_text("utf-8")
    for entry in CATALOG:
        assert f"`{entry.name}`" in engines
        assert f"{entry.size / 1_000_000:,.0f} MB" in engines


def test_links_to_files_are_good() -> None:
    for path in DOCS:
        for target in re.findall(r"\]\(([^)#:]+)\)", path.read_text("utf-8")):
            assert (path.parent / target).exists(), f"{path.name}: {target}"
        for name in re.findall(r"`((?:docs|benchmarks|tests|input|tools)/[\w./-]+\w)`", path.read_text("utf-8")):
            assert (ROOT / name).exists(), f"{path.name}: {name}"


def test_make_targets() -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    for name in re.findall(r"`?\bmake ([a-z-]+)`", EVERYTHING) + re.findall(
        r"^make ([a-z-]+)", EVERYTHING, re.MULTILINE
    ):
        assert name in targets, name
    assert "make check" in (ROOT / ".ci" / "run").read_text("utf-8")


def test_the_changelog_has_this_version() -> None:
    import bilingual

    assert f"## {bilingual.__version__}" in (ROOT / "CHANGELOG.md").read_text("utf-8")


def test_no_machine_paths_in_the_project() -> None:
    for path in [*DOCS, *(ROOT / "src").rglob("*.py"), *(ROOT / "benchmarks").glob("*.py"), ROOT / "Makefile"]:
        text = path.read_text("utf-8")
        assert "/work" + "/" not in text, path
        assert "/root" + "/" not in text, path


def test_the_bitext_in_the_docs_is_the_one_that_is_written(tmp_path: Path) -> None:
    import json

    import bilingual
    from bilingual.model import KINDS

    text = (ROOT / "docs" / "editions.md").read_text("utf-8")
    shown = json.loads(re.search(r"```json\n(.*?)```", text, re.DOTALL)[1])  # type: ignore[index]
    (tmp_path / "a.txt").write_text("雨の日\n\n北京は雨でした。\n", "utf-8")
    (tmp_path / "glossary.yaml").write_text("北京: Beijing\n", "utf-8")
    done = bilingual.render(tmp_path / "a.txt", engine="echo", formats=("json",), output=tmp_path)
    made = json.loads(done.files[0].read_text("utf-8"))
    assert set(shown) <= set(made)
    assert set(shown["summary"]) <= set(made["summary"])
    unit = made["blocks"][1]["units"][0]
    assert set(shown["blocks"][0]["units"][0]) == set(unit)
    assert set(shown["blocks"][0]["units"][0]["terms"][0]) == set(unit["terms"][0])
    assert set(shown["blocks"][0]["units"][0]["findings"][0]) == set(unit["findings"][0])
    assert ", ".join(KINDS) in text


def test_the_readme_names_every_engine_option_and_variable() -> None:
    for name in (
        "BILINGUAL_ENGINE",
        "BILINGUAL_DEBUG",
        "BILINGUAL_DATA",
        "BILINGUAL_CACHE",
        "BILINGUAL_SERVER",
        "BILINGUAL_SERVER_MODEL",
        "SOURCE_DATE_EPOCH",
    ):
        assert name in EVERYTHING


@pytest.mark.model
def test_the_python_api_of_the_docs_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every block of docs/python.md and the README, one after the other, in a project with a small model installed."""
    from bilingual.models.install import install_file

    install_file(PACKAGE, on=lambda _: None)
    monkeypatch.chdir(tmp_path)
    for place in ("input/article.txt", "glossary.yaml"):
        Path(place).parent.mkdir(exist_ok=True)
        Path(place).write_text(
            "北京: Beijing\n" if place == "glossary.yaml" else "雨の日\n\n北京は雨でした。\n", "utf-8"
        )
    blocks = re.findall(
        r"^```python\n(.*?)^```", (ROOT / "docs" / "python.md").read_text("utf-8") + README, re.M | re.S
    )
    assert len(blocks) > 5
    names: dict[str, object] = {"__name__": "docs"}
    for block in blocks:
        exec(compile(block, "docs/python.md", "exec"), names)
    made = {path.name for path in Path("output").iterdir()}
    assert made == {"article.pdf", "article.docx", "article.english.pdf", "article.english.docx", "article.json"} | {
        "article.html",
        "秋の本 - An Autumn Book.pdf",
        "秋の本 - An Autumn Book.epub",
    }
    assert "Beijing" in Path("output/article.json").read_text("utf-8")


def test_the_public_api_is_documented() -> None:
    import bilingual

    python = (ROOT / "docs" / "python.md").read_text("utf-8")
    assert list(bilingual.__all__) == sorted(bilingual.__all__)
    for name in set(bilingual.__all__) - {"__version__", "Unit", "Block", "TermMatch", "Finding"}:
        assert re.search(rf"\b{name}\b", python), name
        assert getattr(bilingual, name)
