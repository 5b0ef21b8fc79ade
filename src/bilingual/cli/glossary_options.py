"""The options of the glossary's commands that are about other tools and about text."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import click

EXCHANGE_FORMATS = ("csv", "tsv", "tbx", "utx")
"""Those of `exchange.FORMATS`, which is not loaded for --help."""


def add_commands(group: click.Group, run: Callable[..., None]) -> None:
    """Define import, export, suggest and find in `group`; `run` calls a command's function by module and name."""
    format_ = click.option(
        "--format", "format_", type=click.Choice(EXCHANGE_FORMATS), help="[default: by the file's suffix]"
    )
    glossary = click.option("-g", "--glossary", "file", default="glossary.yaml", show_default=True, metavar="FILE")

    @group.command("import")
    @click.argument("source", metavar="FILE")
    @glossary
    @format_
    @click.option("--force", is_flag=True, help="Let the imported terms win where the glossary says otherwise.")
    @click.option("--dry-run", is_flag=True, help="Say what would be done, and write nothing.")
    def import_(**values: Any) -> None:
        """Add the terms of another tool's glossary.

        FILE is CSV or TSV (DeepL, OmegaT, Excel), TBX or UTX; - is stdin. Terms that the glossary has otherwise are
        listed and left as they are.
        """
        run("exchange", "import_", **values)

    @group.command("export")
    @click.argument("target", metavar="FILE")
    @glossary
    @format_
    def export(**values: Any) -> None:
        """Write the glossary for another tool.

        FILE's suffix decides: .csv, .tsv (OmegaT), .tbx or .utx; - is stdout, with --format.
        """
        run("exchange", "export", **values)

    @group.command("suggest")
    @click.argument("inputs", nargs=-1, required=True, metavar="INPUT...")
    @glossary
    @click.option("--write", is_flag=True, help="Add the suggestions to the glossary, as comments.")
    @click.option("--min-count", type=click.IntRange(1), default=2, show_default=True, help="For what is no sure name.")
    @click.option("--encoding", metavar="NAME", help="Encoding of the articles [default: detected].")
    @click.option("--json", "as_json", is_flag=True, help="Print the suggestions as JSON.")
    def suggest(**values: Any) -> None:
        """Propose terms of articles that the glossary lacks.

        INPUT is a file, a folder or a glob. Nothing counts before you take the # away.
        """
        run("suggest", "suggest", **values)

    @group.command("find")
    @click.argument("text")
    @glossary
    @click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
    def find(**values: Any) -> None:
        """Show which terms TEXT holds and why, and which not and why not.

        TEXT is a sentence; - is stdin.
        """
        run("find", "find", **values)
