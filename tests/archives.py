"""An archive of short articles, and runs over it, for the tests of archives."""

from __future__ import annotations

import json
from pathlib import Path

from click.testing import CliRunner, Result

from bilingual.cli.main import cli

GLOSSARY = "琵琶湖: Lake Biwa\n京都: Kyoto\n"


def make_archive(folder: Path, count: int = 6) -> Path:
    """Write `count` articles in two sub-folders and a glossary beside them; return the folder of the articles."""
    articles = folder / "in"
    for number in range(count):
        place = articles / str(2001 + number % 2) / f"a{number:03}.txt"
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(f"第{number}号の記事\n\n　琵琶湖の水位は{number + 10}センチ上がった。雨が続いた。\n", "utf-8")
    (folder / "glossary.yaml").write_text(GLOSSARY, "utf-8")
    return articles


def run(*arguments: str, code: int = 0) -> Result:
    """Render in this process with the engine `echo` and as JSON, unless the arguments say otherwise."""
    result = CliRunner().invoke(cli, ["render", "-e", "echo", "-f", "json", *arguments])
    assert result.exit_code == code, result.output
    return result


def rendered(*arguments: str) -> list[str]:
    """Return the names of the articles that a run would render."""
    return [Path(name).stem for name in json.loads(run(*arguments, "--dry-run", "--json").stdout)["would_render"]]


def editions(output: Path) -> dict[str, bytes]:
    """Return the editions in an output folder by their path in it."""
    found = (path for path in sorted(output.rglob("*.json")) if ".bilingual" not in path.parts)
    return {path.relative_to(output).as_posix(): path.read_bytes() for path in found}
