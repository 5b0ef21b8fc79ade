"""The command line: every command, in the order of use.

Results (paths, JSON, trees) go to stdout; progress, notes and warnings to stderr. A command imports what it needs
when it runs, so that `bilingual --help` stays fast.
"""

from __future__ import annotations

import click

from bilingual.cli.check import check
from bilingual.cli.command import Group
from bilingual.cli.engine import engine
from bilingual.cli.glossary import glossary
from bilingual.cli.init import init
from bilingual.cli.render import render_command
from bilingual.cli.segment import segment
from bilingual.version import __version__


@click.group(cls=Group, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="bilingual")
def cli() -> None:
    """Side-by-side Japanese/English editions, translated offline; your glossary takes precedence.

    `bilingual render input/article.txt` writes output/article.pdf and output/article.docx.
    """


for command in (render_command, check, segment, init, glossary, engine):
    cli.add_command(command)
