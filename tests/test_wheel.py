"""The wheel is whole: unpacked on its own, it renders the article."""

from __future__ import annotations

import os
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return folder


@pytest.mark.slow
def test_the_wheel_renders_the_article(built: Path, tmp_path: Path) -> None:
    (wheel,) = built.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path / "site")
    environment = os.environ | {"PYTHONPATH": str(tmp_path / "site")}
    code = "import bilingual; print(bilingual.__file__)"
    where = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=environment, check=True)
    assert where.stdout.startswith(str(tmp_path)), "the installed package was tested, not the wheel"
    command = [
        sys.executable,
        "-m",
        "bilingual",
        "render",
        str(ROOT / "input" / "article.txt"),
        "-e",
        "echo",
        "--no-memory",
    ]
    command += [option for name in ("pdf", "docx", "html", "epub", "json") for option in ("-f", name)]
    done = subprocess.run(command, capture_output=True, text=True, env=environment, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert sorted(path.suffix for path in (tmp_path / "output").iterdir()) == [
        ".docx",
        ".epub",
        ".html",
        ".json",
        ".pdf",
    ]
    init = subprocess.run(
        [sys.executable, "-m", "bilingual", "init", "new"], env=environment, cwd=tmp_path, capture_output=True
    )
    assert init.returncode == 0
    assert (tmp_path / "new" / "input" / "sample.txt").is_file()


@pytest.mark.slow
def test_the_sdist_has_what_the_tests_need_and_nothing_private(built: Path) -> None:
    (sdist,) = built.glob("*.tar.gz")
    with tarfile.open(sdist) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    for name in (
        "tests/data/translate-ja_en-kyoto-mini.argosmodel",
        "input/article.txt",
        "glossary.yaml",
        "LICENSE",
        "uv.lock",
    ):
        assert name in names
    assert not [name for name in names if name.startswith((".venv", "output/", ".uv"))]
