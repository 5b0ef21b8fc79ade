"""Commands that report an error as one line on stderr and return an exit code for its kind."""

from __future__ import annotations

import os
import sys

import click

from bilingual.errors import BilingualError

EXIT_CODES = {
    0: "done",
    1: "unexpected error, or stopped with Ctrl-C",
    2: "the command line is invalid",
    3: "an article cannot be read",
    4: "the glossary is invalid",
    5: "an engine, a model or a font is missing",
    6: "there are findings, and --strict was given",
    7: "an edition cannot be written",
}


class Command(click.Command):
    """A command that returns its exit code; a `BilingualError` becomes an error line and an exit code."""

    def invoke(self, ctx: click.Context) -> object:
        """Run the command and exit with its code."""
        from bilingual.cli.console import report, unexpected

        try:
            code = super().invoke(ctx)
        except BilingualError as error:
            report(error)
            code = error.exit_code
        except KeyboardInterrupt:
            click.echo("Stopped. Finished translations are kept; run the same command again to resume.", err=True)
            code = 1
        except (click.ClickException, click.exceptions.Exit, click.Abort, BrokenPipeError):
            raise
        except Exception as error:
            if os.environ.get("BILINGUAL_DEBUG"):
                raise
            report(unexpected(error))
            code = 1
        if isinstance(code, int) and code:
            ctx.exit(code)
        return None


class Group(click.Group):
    """A group of such commands, in the order they are defined."""

    command_class = Command

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names in the order of definition, not alphabetically."""
        return list(self.commands)


Group.group_class = Group


def read_stdin(limit: int) -> bytes:
    """Return at most `limit` bytes of standard input."""
    return sys.stdin.buffer.read(limit)
