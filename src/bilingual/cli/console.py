"""Progress and notes on stderr: a bar on a terminal, plain lines elsewhere."""

from __future__ import annotations

import logging
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

import click

from bilingual.errors import BilingualError
from bilingual.pipeline import Progress

_EVERY = 10.0
"""Seconds between two plain lines of progress."""


def set_up_logging(*, quiet: bool, verbose: bool) -> None:
    """Send the library's notes to stderr, one line each."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_Lines())
    logger = logging.getLogger("bilingual")
    logger.handlers = [handler]
    logger.propagate = False
    logger.setLevel(logging.ERROR if quiet else logging.DEBUG if verbose else logging.INFO)


class _Lines(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        text = record.getMessage()
        return f"{record.levelname.capitalize()}: {text}" if record.levelno >= logging.WARNING else text


def tell(error: BilingualError) -> None:
    """Print an error on stderr, a line for each fault."""
    for line in error.lines:
        click.echo(f"Error: {line}", err=True)


@contextmanager
def progress(label: str, *, quiet: bool) -> Iterator[Progress]:
    """Show how far a run is. The callback takes stage, done and total."""
    if quiet:
        yield lambda stage, done, total: None
    elif sys.stderr.isatty():
        with _bar(label) as update:
            yield update
    else:
        yield _plain(label)


@contextmanager
def _bar(label: str) -> Iterator[Progress]:
    from rich.console import Console
    from rich.markup import escape
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (
        TextColumn("{task.description}"),
        BarColumn(bar_width=30),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(f"{escape(label)}: reading", total=None)

        def update(stage: str, done: int, total: int) -> None:
            bar.update(task, description=f"{escape(label)}: {stage}", completed=done, total=total)

        yield update


def _plain(label: str) -> Progress:
    last = time.monotonic()

    def update(stage: str, done: int, total: int) -> None:
        nonlocal last
        now = time.monotonic()
        if now - last >= _EVERY:
            click.echo(f"{label}: {stage} {done} of {total}", err=True)
            last = now

    return update
