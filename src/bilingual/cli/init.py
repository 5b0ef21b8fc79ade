"""`bilingual init`: a project to start from."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

import click

from bilingual.files import check_writable, write_whole


def init(*, directory: str) -> int:
    """Make the files of a project; what is there already is kept."""
    root = Path(directory)
    check_writable(root)
    templates = files("bilingual") / "templates"
    for name, template in (("glossary.yaml", "glossary.yaml"), ("input/sample.txt", "sample.txt")):
        place = root / name
        if place.exists():
            click.echo(f"kept     {place}")
            continue
        write_whole(place, (templates / template).read_bytes())
        click.echo(f"written  {place}")
    check_writable(root / "output")
    click.echo("next: bilingual render input/sample.txt" if directory == "." else f"next: cd {directory}", err=True)
    return 0
