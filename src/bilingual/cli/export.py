"""`bilingual export`: write an article's sentences for a translation tool."""

from __future__ import annotations

from pathlib import Path

import click

from bilingual.cli.choices import Choices
from bilingual.cli.command import Command
from bilingual.cli.console import note, progress, report, set_up_logging, show
from bilingual.cli.inputs import find_articles
from bilingual.cli.options import inputs_argument, output_option, translation_options, verbosity
from bilingual.errors import BilingualError, UsageError

_FORMATS = ("xliff", "xliff2", "tmx", "csv", "po", "bitext")


@click.command("export", cls=Command)
@inputs_argument
@click.option(
    "--to",
    "name",
    type=click.Choice(_FORMATS),
    default="xliff",
    show_default=True,
    help="xliff is XLIFF 1.2, xliff2 XLIFF 2.1; bitext is JSON.",
)
@output_option("Folder for the files, or the file of a single article.")
@translation_options
@verbosity
def export_command(inputs: tuple[str, ...], *, name: str, output: str, how: Choices, verbose: bool, quiet: bool) -> int:
    """Write the sentences of articles for a translation tool, with their states, terms and findings.

    `bilingual learn` takes the corrections back.
    """
    from bilingual import Project, Session
    from bilingual.exporting import export_article
    from bilingual.interchange.registry import unit_format

    set_up_logging(quiet=quiet, verbose=verbose)
    if not inputs:
        raise UsageError("no article is named", remedy="name one, as in `bilingual export input/article.txt`")
    suffix = unit_format(name).suffixes[0]
    file = Path(output) if Path(output).suffix.lower() in unit_format(name).suffixes else None
    found = find_articles(inputs)
    if file and len(found.articles) > 1:
        remedy = "name a folder with --output, or one article"
        raise UsageError(f"is one file, and there are {len(found.articles)} articles", place=output, remedy=remedy)
    code = 0
    with Session(how.settings(), Project(memory=how.memory_file)) as session:
        for number, item in enumerate(found.articles, 1):
            try:
                if isinstance(item, BilingualError):
                    raise item
                target = file or Path(output) / item.below / f"{item.path.stem}{suffix}"
                with progress(item.label(number, len(found.articles)), quiet=quiet) as on:
                    count = export_article(session, item.path, target, name, data=item.data, on=on)
            except BilingualError as error:
                report(error)
                code = code or error.exit_code
                continue
            show(str(target))
            if not quiet:
                note(f"{count} sentences; after editing, `bilingual learn {target}` takes the corrections")
    return code
