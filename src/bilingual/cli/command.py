"""Commands that report an error as one line on stderr and return an exit code for its kind."""

from __future__ import annotations

import os
import sys

import click

from bilingual.errors import BilingualError, unexpected

EXIT_CODES = {
    0: "done",
    1: "unexpected error, or stopped by Ctrl-C or another signal",
    2: "the command line is invalid",
    3: "an article, or a file to learn, cannot be read",
    4: "the glossary is invalid",
    5: "an engine, a model or a font is missing",
    6: "there are findings, and --strict or --fail-on was given",
    7: "an edition cannot be written",
    8: "the project memory cannot be used",
}


class _Printable(click.Command):
    """A command whose usage errors show what was typed without the characters that a terminal interprets."""

    def make_context(
        self, info_name: str | None, args: list[str], parent: click.Context | None = None, **extra: object
    ) -> click.Context:
        """Parse the arguments."""
        from bilingual.cli.console import printable

        try:
            return super().make_context(info_name, args, parent, **extra)
        except click.exceptions.NoArgsIsHelpError:
            raise
        except click.UsageError as error:
            raise click.UsageError(printable(error.format_message()), ctx=error.ctx) from error


class Command(_Printable):
    """A command that returns its exit code; a `BilingualError` becomes an error line and an exit code."""

    def invoke(self, ctx: click.Context) -> object:
        """Run the command and exit with its code."""
        from bilingual.cli.console import report
        from bilingual.cli.interrupt import say_stopped, stopping_on_signals

        try:
            with stopping_on_signals():
                code = super().invoke(ctx)
        except BilingualError as error:
            report(error)
            code = error.exit_code
        except KeyboardInterrupt:
            say_stopped()
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


class Group(_Printable, click.Group):
    """A group of such commands, in the order they are defined."""

    command_class = Command

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names in the order of definition, not alphabetically."""
        return list(self.commands)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Return the command. Fails with the one that was probably meant."""
        name = args[0]
        if ctx.resilient_parsing or name.startswith("-") or self.get_command(ctx, name):
            return super().resolve_command(ctx, args)
        from bilingual.cli.console import printable

        meant = self._meant(ctx, args)
        ctx.fail(printable(f"No such command {name!r}." + (f" Did you mean: {meant}" if meant else "")))

    def _meant(self, ctx: click.Context, args: list[str]) -> str:
        import difflib
        import shlex

        name = args[0]
        rest = shlex.join(args[1:4])
        if near := difflib.get_close_matches(name, self.commands, 1):
            return f"{ctx.command_path} {near[0]} {rest}".rstrip()
        if self.file_command and (os.sep in name or "." in name or os.path.exists(name)):  # noqa: PTH110
            return f"{ctx.command_path} {self.file_command} {shlex.quote(name)} {rest}".rstrip()
        return ""

    file_command = ""
    """The command for a file that is given without one."""


Group.group_class = Group


def read_stdin(limit: int) -> bytes:
    """Return at most `limit` bytes of standard input."""
    return sys.stdin.buffer.read(limit)
