"""`bilingual init`: a starter project."""

from __future__ import annotations

import shlex
from pathlib import Path

import click

from bilingual.cli.command import Command
from bilingual.cli.console import note, show
from bilingual.cli.types import FileName


@click.command(cls=Command)
@click.argument("directory", type=FileName(folder=True), default=".", metavar="[DIR]")
def init(directory: str) -> int:
    """Create a starter project.

    Puts glossary.yaml, input/ with a sample article, and output/ into DIR. Existing files are kept.
    """
    from importlib.resources import files

    from bilingual.files import check_writable, write_whole

    root = Path(directory)
    check_writable(root)
    templates = files("bilingual.cli") / "templates"
    for name, template in (("glossary.yaml", "glossary.yaml"), ("input/sample.txt", "sample.txt")):
        place = root / name
        if place.exists():
            show(f"kept     {place}")
            continue
        write_whole(place, (templates / template).read_bytes())
        show(f"written  {place}")
    check_writable(root / "output")
    note("next: bilingual render input/sample.txt" if directory == "." else f"next: cd {shlex.quote(directory)}")
    return 0
