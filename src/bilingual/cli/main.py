"""The command line: every command, in the order of use.

Results (paths, JSON, trees) go to stdout; progress, notes and warnings to stderr. A command imports what it needs
when it runs, so that `bilingual --help` stays fast.
"""

from __future__ import annotations

import click

from bilingual.cli.check import check
from bilingual.cli.command import Command, Group
from bilingual.cli.engine import engine
from bilingual.cli.export import export_command
from bilingual.cli.glossary import glossary
from bilingual.cli.init import init
from bilingual.cli.learn import learn_command
from bilingual.cli.memory import memory_group
from bilingual.cli.render import render_command
from bilingual.cli.review import review_command
from bilingual.cli.segment import segment
from bilingual.version import __version__


@click.group(cls=Group, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="bilingual")
def cli() -> None:
    """Side-by-side Japanese/English editions, translated offline; your glossary takes precedence.

    `bilingual render input/article.txt` writes output/article.pdf and output/article.docx.
    """


cli.file_command = "render"


@click.command("help", cls=Command)
@click.argument("names", nargs=-1, metavar="[COMMAND]...")
def help_command(names: tuple[str, ...]) -> int:
    """Show the help of a command, as in `bilingual help glossary add`."""
    from bilingual.cli.console import show

    here = click.get_current_context()
    context = here.find_root()
    for name in names:
        inside = context.command
        found = inside.get_command(context, name) if isinstance(inside, click.Group) else None
        if found is None:
            here.fail(f"No such command {name!r}.")
        context = click.Context(found, info_name=name, parent=context)
    for line in context.get_help().splitlines():
        show(line)
    return 0


for command in (
    render_command,
    check,
    review_command,
    learn_command,
    export_command,
    memory_group,
    segment,
    init,
    glossary,
    engine,
    help_command,
):
    cli.add_command(command)
