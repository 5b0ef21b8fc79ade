"""All output of the command line. Text goes to a terminal through `printable`, in this module only.

Results go to stdout; errors, notes and progress to stderr. Progress is a bar on a terminal and plain lines elsewhere.
"""

from __future__ import annotations

import re
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple, TextIO

import click

from bilingual.errors import BilingualError

if TYPE_CHECKING:
    from logging import Logger, LogRecord

    from bilingual.model import Event, OnEvent

_EVERY = 10.0
"""Seconds between two plain lines of progress."""
_SLOWER = 10
"""How much slower than the mean a unit is that begins a new measurement of the pace."""
_BIDI = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Characters that change the direction of a line, and so what the line appears to say."""


_RAW_IN_JSON = re.compile("[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")
"""What JSON allows inside a string and a terminal interprets."""


class Styled(NamedTuple):
    """A piece of a line with a style, which only a terminal shows."""

    text: str
    colour: str | None = None
    bold: bool = False
    dim: bool = False


def printable(text: str) -> str:
    """Return external text safe for a terminal: control characters become escapes."""
    if text.isprintable():
        return text
    return "".join(_escaped(character) for character in text)


def _escaped(character: str) -> str:
    import unicodedata

    if character in _BIDI or unicodedata.category(character) in ("Cc", "Cs", "Zl", "Zp"):
        code = ord(character)
        return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"
    return character


def show(*pieces: str | Styled) -> None:
    """Print a line of a result on stdout."""
    parts = [
        printable(piece)
        if isinstance(piece, str)
        else click.style(printable(piece.text), fg=piece.colour, bold=piece.bold or None, dim=piece.dim or None)
        for piece in pieces
    ]
    _line("".join(parts))


def show_bytes(data: bytes) -> None:
    """Write the bytes of a file on stdout."""
    sys.stdout.buffer.write(data)


def logger() -> Logger:
    """Return the library's logger. `logging` is imported on use: it would take a third of the time of --help."""
    import logging

    return logging.getLogger("bilingual")


def set_up_logging(*, quiet: bool, verbose: bool) -> None:
    """Send the library's log messages to stderr, one line each."""
    import logging

    class Lines(logging.Formatter):
        def format(self, record: LogRecord) -> str:
            text = printable(record.getMessage())
            return f"{record.levelname.capitalize()}: {text}" if record.levelno >= logging.WARNING else text

    class OnStderr(logging.StreamHandler[TextIO]):
        def emit(self, record: LogRecord) -> None:
            self.stream = sys.stderr  # as it is now: the bar replaces it
            super().emit(record)

    handler = OnStderr(sys.stderr)
    handler.setFormatter(Lines())
    log = logger()
    log.handlers = [handler]
    log.propagate = False
    log.setLevel(logging.ERROR if quiet else logging.DEBUG if verbose else logging.INFO)


def report(error: BilingualError) -> None:
    """Print an error on stderr, one line per problem."""
    for line in error.lines:
        note(f"Error: {line}")


def print_json(value: object, *, indent: int | None = 1) -> None:
    """Print a value on stdout, for other programs."""
    import json

    text = json.dumps(value, ensure_ascii=False, indent=indent)
    _line(_RAW_IN_JSON.sub(lambda found: f"\\u{ord(found[0]):04x}", text))


def counted(number: int, noun: str) -> str:
    """Return a number with its noun: 1 finding, 2 findings."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def note(text: str) -> None:
    """Print a line on stderr."""
    _line(printable(text), err=True)


def _line(text: str, *, err: bool = False) -> None:
    stream = sys.stderr if err else sys.stdout
    # While there is a bar, a stand-in for the stream puts lines above it; click would write past the stand-in.
    click.echo(text, file=stream if hasattr(stream, "rich_proxied_file") else None, err=err)


@contextmanager
def progress(label: str, *, quiet: bool) -> Iterator[OnEvent]:
    """Show the progress of a run and the estimated time left."""
    if quiet:
        yield lambda event: None
    elif sys.stderr.isatty():
        with _bar(printable(label)) as on:
            yield on
    else:
        with _watched(lines := PlainLines(label)):
            yield lines.on


def _text(event: Event) -> str:
    return f"{event.stage} {event.what}".rstrip()


def _counts(event: Event) -> tuple[int, int]:
    """Return what is done and the total as they are shown: bytes in megabytes."""
    return (event.done // 1_000_000, event.total // 1_000_000) if event.unit == "bytes" else (event.done, event.total)


def _amount(event: Event) -> str:
    if not event.total:
        return ""
    done, total = _counts(event)
    return f"{done} of {total} {'MB' if event.unit == 'bytes' else event.unit}"


@contextmanager
def _bar(label: str) -> Iterator[OnEvent]:
    from rich.console import Console
    from rich.markup import escape
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (
        TextColumn("{task.description}"),
        BarColumn(bar_width=30),
        TextColumn("{task.fields[amount]}"),
        TimeElapsedColumn(),
        TextColumn("{task.fields[left]}"),
    )
    left = time_left()
    # What is printed on a terminal appears above the bar; elsewhere, standard output must stay what it is.
    shown = sys.stdout.isatty()
    with Progress(*columns, console=Console(stderr=True), transient=True, redirect_stdout=shown) as bar:
        task = bar.add_task(f"{escape(label)}: reading", total=None, amount="", left="")

        def on(event: Event) -> None:
            description = f"{escape(label)}: {escape(_text(event))}"
            rest = left(event).removeprefix(", ")
            if event.total:
                bar.update(
                    task,
                    description=description,
                    completed=event.done,
                    total=event.total,
                    amount=_amount(event),
                    left=rest,
                )
            else:
                bar.reset(task, description=description, total=None, amount="", left="")

        yield on


class PlainLines:
    """Progress as plain lines: at most one in ten seconds, and fewer and fewer while nothing happens."""

    def __init__(self, label: str) -> None:
        self._label = label
        self._left = time_left()
        self._printed = self._heard = time.monotonic()
        self._silence = _EVERY
        self._state = ""

    def on(self, event: Event) -> None:
        """Take an event."""
        rest = self._left(event)
        self._state, self._silence = f"{_text(event)} {_amount(event)}".rstrip(), _EVERY
        self._heard = now = time.monotonic()
        if now - self._printed >= _EVERY:
            self._print(f"{self._state}{rest}", now)

    def tick(self) -> None:
        """Say for how long there has been no event, so that a slow engine does not look like a dead one."""
        now = time.monotonic()
        if self._state and now - self._heard >= self._silence:
            self._print(f"{self._state}, nothing new for {now - self._heard:.0f} s", now)
            self._silence *= 2

    def _print(self, text: str, now: float) -> None:
        note(f"{self._label}: {text}")
        self._printed = now


@contextmanager
def _watched(lines: PlainLines) -> Iterator[None]:
    """Call `tick` every second from a thread: an engine may take minutes for one sentence."""
    import threading

    ended = threading.Event()

    def watch() -> None:
        while not ended.wait(1.0):
            lines.tick()

    thread = threading.Thread(target=watch, daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()


def time_left() -> Callable[[Event], str]:
    """Return a function that estimates the time left of a stage from its pace so far.

    Drafts that were kept come first and at once; the pace is measured from where the engine begins to work. After the
    first unit, the time of loading is part of the estimate.
    """
    loading: list[float] = []
    began: dict[str, tuple[float, int]] = {}
    before: dict[str, tuple[float, int]] = {}

    def left(event: Event) -> str:
        # In a run over many articles, what is done within them changes with every event.
        stage, now = event.stage if event.stage == "rendering" else _text(event), time.monotonic()
        if event.stage == "loading":
            loading[:] = [now]
        if loading and event.stage == "translating" and stage not in began and event.done == 1:
            began[stage] = now, 1
            return _about((now - loading[0]) * (event.total - 1))
        start, first = began.setdefault(stage, (now, event.done))
        last, done = before.get(stage, (now, event.done))
        if done > first and now - last > _SLOWER * (last - start) / (done - first) and now - last >= 1:
            start, first = began[stage] = last, done
        before[stage] = now, event.done
        units = event.done - first
        if units <= 0 or event.total <= event.done:
            return ""
        return _about((now - start) / units * (event.total - event.done))

    return left


def _about(seconds: float) -> str:
    if seconds < 0.5:
        return ""
    return f", about {seconds / 60:.0f} min left" if seconds >= 90 else f", about {seconds:.0f} s left"


def restore_terminal() -> None:
    """Show the cursor again, which the bar hides, before the process is ended without its usual steps."""
    if sys.__stderr__ and sys.__stderr__.isatty():
        sys.__stderr__.write("\x1b[?25h")
        sys.__stderr__.flush()
