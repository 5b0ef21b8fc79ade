"""What a second run costs: nothing changed, one sentence corrected, one term changed; CPU time beside the first run.

    .venv/bin/python benchmarks/rerender.py

A small Argos package and the article of this repository. Every run is a process of its own, as for a user; its time
includes Python's start. The first line is what Python and the imports take by themselves.
"""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path

from load import beside_load

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "tests" / "data" / "translate-ja_en-kyoto-mini.argosmodel"
RUNS = 3


def cpu(*command: str, folder: Path) -> float:
    """Return the CPU seconds of a process."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    environment = os.environ | {"BILINGUAL_CACHE": str(folder / "cache"), "OMP_NUM_THREADS": "1"}
    subprocess.run([sys.executable, *command], cwd=folder, env=environment, check=True, capture_output=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def correct(folder: Path, number: int) -> None:
    """Correct one sentence by way of CSV, the shortest file to edit."""
    render = ["-m", "bilingual"]
    cpu(*render, "export", "input/article.txt", "--to", "csv", "-o", "a.csv", "-e", str(package(folder)), folder=folder)
    file = folder / "a.csv"
    lines = file.read_text("utf-8-sig").splitlines()
    at = next(at for at, line in enumerate(lines) if "習近平" in line and "President" in line)
    lines[at] = lines[at].replace("President", f"President{number}", 1)
    file.write_text("\n".join(lines), "utf-8")
    cpu(*render, "learn", "a.csv", "-e", str(package(folder)), folder=folder)
    file.unlink()


def package(folder: Path) -> Path:
    """Return the folder of the unpacked package."""
    return next((folder / "mini").glob("*/metadata.json")).parent


def change_term(folder: Path, number: int) -> None:
    """Change the English of one term."""
    glossary = folder / "glossary.yaml"
    text = glossary.read_text("utf-8")
    lines = [line for line in text.splitlines() if not line.startswith("軍事パレード")]
    glossary.write_text("\n".join([*lines, f"軍事パレード: military parade no. {number}"]) + "\n", "utf-8")


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "input").mkdir()
        shutil.copy(ROOT / "input" / "article.txt", folder / "input")
        shutil.copy(ROOT / "glossary.yaml", folder)
        with zipfile.ZipFile(PACKAGE) as archive:
            archive.extractall(folder / "mini")
        render = ("-m", "bilingual", "render", "input/article.txt", "-e", str(package(folder)))
        start = min(
            cpu("-c", "import bilingual.session, bilingual.checks.registry", folder=folder) for _ in range(RUNS)
        )
        first = cpu(*render, folder=folder)
        steps: list[tuple[str, Callable[[int], None]]] = [
            ("nothing changed", lambda number: None),
            ("one sentence corrected", lambda number: correct(folder, number)),
            ("one term changed", lambda number: change_term(folder, number)),
        ]
        print(f"{'Python and imports':32}{start:6.2f} s CPU")
        print(f"{'first run (pdf, docx)':32}{first:6.2f} s CPU")
        for label, change in steps:
            times = []
            for number in range(RUNS):
                change(number)
                times.append(cpu(*render, folder=folder))
            best = min(times)
            print(f"{label:32}{best:6.2f} s CPU, {best / first:4.0%} of the first run")


if __name__ == "__main__":
    with beside_load():
        main()
