"""The command line: options, exit codes, and the one place where errors become lines.

Results (paths, JSON, trees) go to stdout; progress, notes and warnings to stderr. Every command imports what it
needs when it runs, so that `bilingual --help` stays fast.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from importlib import import_module
from typing import Any

import click

from bilingual.cli.glossary_options import add_commands
from bilingual.cli.looks import looks
from bilingual.errors import BilingualError
from bilingual.formats import FORMATS
from bilingual.version import __version__

EXIT_CODES = {
    0: "done",
    1: "unexpected error, or stopped with Ctrl-C",
    2: "the command line is wrong",
    3: "an article cannot be read",
    4: "the glossary is wrong",
    5: "an engine, a model or a font is missing",
    6: "there are findings, and --strict was given",
    7: "an edition cannot be written",
}


class Command(click.Command):
    """A command whose errors are one line on stderr, and whose exit code says what kind."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; turn a `BilingualError` into its line and its exit code."""
        try:
            return super().invoke(ctx)
        except BilingualError as error:
            from bilingual.cli.console import tell

            tell(error)
            ctx.exit(error.exit_code)
        except KeyboardInterrupt:
            click.echo("Stopped. Finished translations are kept; the same command goes on from there.", err=True)
            ctx.exit(1)
        except (click.ClickException, click.exceptions.Exit, click.Abort, BrokenPipeError):
            raise
        except Exception as error:
            if os.environ.get("BILINGUAL_DEBUG"):
                raise
            click.echo(
                f"Error: unexpected {type(error).__name__}: {error} - this is a fault of bilingual; "
                "BILINGUAL_DEBUG=1 shows where, please report it",
                err=True,
            )
            ctx.exit(1)


class Group(click.Group):
    """A group of such commands, in the order they are defined."""

    command_class = Command

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names in the order of a user's day, not of the alphabet."""
        return list(self.commands)


Group.group_class = Group


def _run(module: str, function: str, **values: Any) -> None:
    """Call a command's function, imported only now."""
    code = getattr(import_module(f"bilingual.commands.{module}"), function)(**values)
    if code:
        click.get_current_context().exit(code)


def _verbosity(function: Callable[..., Any]) -> Callable[..., Any]:
    function = click.option("-q", "--quiet", is_flag=True, help="Print results and errors only.")(function)
    return click.option("-v", "--verbose", is_flag=True, help="Say more about what is done.")(function)


def _engine(function: Callable[..., Any]) -> Callable[..., Any]:
    for option in (
        click.option("--server-model", metavar="NAME", default="", envvar="BILINGUAL_SERVER_MODEL", help="Its model."),
        click.option(
            "--server",
            metavar="URL",
            default="",
            envvar="BILINGUAL_SERVER",
            help="Use an OpenAI-compatible server on this machine or its local network.",
        ),
        click.option(
            "-e",
            "--engine",
            metavar="NAME",
            default="auto",
            envvar="BILINGUAL_ENGINE",
            show_default=True,
            help="auto, argos, llm, echo, an installed model's name, or the path of a model.",
        ),
    ):
        function = option(function)
    return function


def _reading(function: Callable[..., Any]) -> Callable[..., Any]:
    return click.option(
        "--encoding", metavar="NAME", help="Encoding of the articles [default: detected: UTF-8, Shift_JIS, EUC-JP …]."
    )(function)


def _dates(function: Callable[..., Any]) -> Callable[..., Any]:
    return click.option(
        "--dates",
        type=click.Choice(("us", "uk")),
        default="us",
        show_default=True,
        help="September 2, 2025 (us) or 2 September 2025 (uk).",
    )(function)


def _glossary(function: Callable[..., Any]) -> Callable[..., Any]:
    function = click.option("--no-glossary", is_flag=True, help="Use no glossary.")(function)
    return click.option(
        "-g",
        "--glossary",
        multiple=True,
        metavar="FILE",
        help="A glossary; of several the first wins [default: glossary.yaml beside the article's project, then none].",
    )(function)


@click.group(cls=Group, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="bilingual")
def cli() -> None:
    """Side-by-side Japanese/English editions, translated offline, with a glossary that wins.

    `bilingual render input/article.txt` writes output/article.pdf and output/article.docx.
    """


@cli.command()
@click.argument("inputs", nargs=-1, required=True, metavar="INPUT...")
@click.option(
    "-f",
    "--format",
    "formats",
    multiple=True,
    type=click.Choice(FORMATS),
    help="Format of the edition; may be given more than once [default: pdf and docx].",
)
@click.option("-o", "--output", metavar="DIR", default="output", show_default=True, help="Where the editions go.")
@looks
@_glossary
@_dates
@_engine
@_reading
@click.option("--strict", is_flag=True, help="Exit with 6 at any finding, warnings too; the editions are written.")
@click.option("--json", "as_json", is_flag=True, help="Print the summary as JSON.")
@_verbosity
def render(**values: Any) -> None:
    """Translate articles and write their editions.

    INPUT is a file (.txt, .md), a folder or a glob. Nothing goes online.
    """
    _run("render", "render", **values)


@cli.command()
@click.argument("inputs", nargs=-1, required=True, metavar="INPUT...")
@_glossary
@_dates
@_engine
@_reading
@click.option("--strict", is_flag=True, help="Exit with 6 at any finding, warnings too.")
@click.option("--json", "as_json", is_flag=True, help="Print the findings as JSON.")
@_verbosity
def check(**values: Any) -> None:
    """Print what a person should look at.

    Translates the articles (kept drafts are used again) and writes nothing.
    """
    _run("check", "check", **values)


@cli.command()
@click.argument("file", metavar="FILE")
@_reading
@click.option("--json", "as_json", is_flag=True, help="Print the structure as JSON.")
def segment(**values: Any) -> None:
    """Show how an article is read.

    Prints its blocks, the rule that made each of them what it is, and their sentences.
    """
    _run("segment", "segment", **values)


@cli.command()
@click.argument("directory", default=".", metavar="[DIR]")
def init(**values: Any) -> None:
    """Make a project to start from.

    Puts glossary.yaml, input/ with a sample article, and output/ into DIR. Files that are there already are kept.
    """
    _run("init", "init", **values)


@cli.group()
def glossary() -> None:
    """Check and edit a glossary."""


@glossary.command("check")
@click.argument("files", nargs=-1, metavar="[FILE]...")
@click.option("-g", "--glossary", multiple=True, metavar="FILE", help="The same as FILE, written as for render.")
@click.option("--unused", "inputs", multiple=True, metavar="INPUT", help="Name the terms that these articles lack.")
@click.option("--json", "as_json", is_flag=True, help="Print the findings as JSON.")
def glossary_check(**values: Any) -> None:
    """Say what is wrong with a glossary.

    Every finding has its line and column; errors make the exit code 4. Of several files the first wins, as in render:
    where they clash is said, too.
    """
    _run("glossary", "check", **values)


@glossary.command("add")
@click.argument("source", metavar="SOURCE")
@click.argument("target", metavar="TARGET")
@click.option("-g", "--glossary", "file", default="glossary.yaml", show_default=True, metavar="FILE")
@click.option("--force", is_flag=True, help="Replace the target of a term that is there already.")
def glossary_add(**values: Any) -> None:
    """Add a term, or change one with --force.

    Comments, order and everything else in the file stay as they are.
    """
    _run("glossary", "add", **values)


add_commands(glossary, _run)


@cli.group()
def engine() -> None:
    """List, install and try translation models.

    `setup` and `install` are the only commands that ever go online.
    """


@engine.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print the list as JSON.")
def engine_list(**values: Any) -> None:
    """Show the catalogue and what is installed."""
    _run("engine", "list_", **values)


@engine.command("setup")
@_verbosity
def engine_setup(**values: Any) -> None:
    """Install the best model to be had.

    Tries the catalogue in order and says what it tried. Does nothing if a model is there.
    """
    _run("engine", "setup", **values)


@engine.command("install")
@click.argument("what", metavar="NAME-or-FILE")
@_verbosity
def engine_install(**values: Any) -> None:
    """Install one model.

    NAME-or-FILE is a name of the catalogue (`bilingual engine list`), or an .argosmodel or .gguf file.
    """
    _run("engine", "install", **values)


@engine.command("remove")
@click.argument("name")
def engine_remove(**values: Any) -> None:
    """Remove an installed model."""
    _run("engine", "remove", **values)


@engine.command("info")
@click.argument("name", required=False)
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
def engine_info(**values: Any) -> None:
    """Show where models live, and their facts."""
    _run("engine", "info", **values)


@engine.command("test")
@click.argument("text", required=False)
@_engine
def engine_test(**values: Any) -> None:
    """Translate a few sentences, or TEXT."""
    _run("engine", "test", **values)
