"""`bilingual review`: correct and approve an article in the browser."""

from __future__ import annotations

import os
import sys
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bilingual.cli.choices import Choices
from bilingual.cli.command import Command
from bilingual.cli.console import logger, note, progress, set_up_logging, show
from bilingual.cli.inputs import find_articles
from bilingual.cli.options import author_option, formats_option, output_option, translation_options, verbosity
from bilingual.cli.types import FileName
from bilingual.editions.choices import Format
from bilingual.errors import BilingualError, EngineError, UsageError

if TYPE_CHECKING:
    from bilingual.session import Session

_EXTRA = ("starlette", "uvicorn")
_CLOSED = "The review page is closed. Everything that it showed as saved is kept."


@click.command("review", cls=Command)
@click.argument("name", type=FileName(), metavar="INPUT")
@click.option("--port", type=click.IntRange(1, 65535), metavar="N", help="Port [default: the same one in every run].")
@click.option("--no-browser", is_flag=True, help="Print the address only.")
@formats_option("Formats of “Make editions” [default: pdf,docx].")
@output_option("Folder for the editions.", folder=True)
@author_option
@translation_options
@verbosity
def review_command(
    name: str,
    *,
    port: int | None,
    no_browser: bool,
    author: str,
    formats: tuple[Format, ...],
    output: str,
    how: Choices,
    verbose: bool,
    quiet: bool,
) -> int:
    """Correct and approve INPUT in the browser.

    Serves a page to this machine only, and prints its address. What is approved is kept in the project memory, and
    every later `render` uses it. Ctrl-C ends it.
    """
    from bilingual import Project, Session, editions_of

    set_up_logging(quiet=quiet, verbose=verbose)
    if not all(map(find_spec, _EXTRA)):
        remedy = "install it with `pip install 'bilingual-editions[review]'`"
        raise EngineError("the review page needs packages that are not installed", remedy=remedy)
    path = _one_article(name)
    settings = replace(how.settings(), editions=editions_of(formats or ("pdf", "docx"), ("side-by-side",)))
    with Session(settings, Project(Path(output), memory=how.memory_file)) as session:
        return _serve(session, path, port=port, browser=not no_browser, author=author, quiet=quiet)


def _one_article(name: str) -> Path:
    """Return the only article that a name means. Raises a `BilingualError`."""
    if name == "-":
        raise UsageError("standard input cannot be reviewed", place="-", remedy="name a file")
    found = find_articles((name,)).articles
    if len(found) > 1:
        names = ", ".join(str(item.path) for item in found[:5] if not isinstance(item, BilingualError))
        raise UsageError("contains several articles", place=name, remedy=f"name one of them: {names}")
    if isinstance(found[0], BilingualError):
        raise found[0]
    return found[0].path


def _serve(session: Session, path: Path, *, port: int | None, browser: bool, author: str, quiet: bool) -> int:
    from bilingual.review.guard import Access
    from bilingual.review.server import listen, run
    from bilingual.review.workspace import Workspace

    workspace = Workspace(session, path, author=author)
    with progress(path.name, quiet=quiet) as on:
        workspace.open(on)
    listener = listen(workspace, port)
    access = Access(listener.getsockname()[1])
    show(access.address)
    sys.stdout.flush()
    if not quiet:
        note("Ctrl-C ends the review page.")
    if browser:
        _open(access.address)
    try:
        run(workspace, listener, access)
    except KeyboardInterrupt:
        if not quiet:
            note(_CLOSED)
    return 0


def _open(address: str) -> None:
    """Open the address in a browser with a window; one in the terminal would take it over."""
    import webbrowser

    if sys.platform.startswith("linux") and not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        return
    try:
        webbrowser.open(address)
    except webbrowser.Error as error:
        logger().debug("no browser: %s", error)
