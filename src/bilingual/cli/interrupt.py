"""Stop on Ctrl-C and on the signals that end a program, and say at once that it was heard.

Python runs a signal handler only between two of its own steps, and an engine may work for half a minute inside one.
So a thread watches: Python's signal code writes every signal into a pipe without waiting for a step.
"""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from types import FrameType

from bilingual.cli.console import note, restore_terminal

STOPPED = "Stopped. Finished translations are kept; run the same command again to resume."
_WAITING = "Stopping after this sentence; press Ctrl-C again to stop now."
_ENDING = "Stopping after the articles in hand; press Ctrl-C again to stop now."
_GRACE = 0.5
"""Seconds in which a run usually stops by itself; then nothing is said before it has."""


@contextmanager
def stopping_on_signals() -> Iterator[None]:
    """Raise `KeyboardInterrupt` in the block on SIGINT, SIGTERM and SIGHUP.

    If the block does not end soon, a first Ctrl-C prints a line; a second one, and any other signal, ends the process
    with exit code 1.
    """
    if os.name != "posix" or threading.current_thread() is not threading.main_thread():
        yield
        return
    # A signal that is ignored stays ignored: nohup ignores SIGHUP.
    chosen = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    before = {number: handler for number in chosen if (handler := signal.getsignal(number)) != signal.SIG_IGN}
    ended = threading.Event()
    reading, writing = os.pipe()
    os.set_blocking(writing, False)
    watcher = threading.Thread(target=_watch, args=(reading, frozenset(before), ended), daemon=True)
    watcher.start()
    old = signal.set_wakeup_fd(writing, warn_on_full_buffer=False)
    for number in before:
        signal.signal(number, _interrupt)
    try:
        yield
    finally:
        ended.set()
        signal.set_wakeup_fd(old)
        for number, handler in before.items():
            with suppress(TypeError):  # a handler that was not set from Python
                signal.signal(number, handler)
        os.close(writing)  # ends the watcher
        watcher.join()
        os.close(reading)


@contextmanager
def ending_on_signal() -> Iterator[Callable[[], bool]]:
    """Let the block end its work after the first Ctrl-C: the value tells whether there was one.

    A second Ctrl-C, and any other signal, raises `KeyboardInterrupt`.
    """
    asked = threading.Event()
    if threading.current_thread() is not threading.main_thread() or signal.getsignal(signal.SIGINT) == signal.SIG_IGN:
        yield asked.is_set
        return

    def ask(number: int, frame: FrameType | None) -> None:
        if asked.is_set():
            raise KeyboardInterrupt
        asked.set()
        with suppress(OSError):
            note(_ENDING)

    before = signal.signal(signal.SIGINT, ask)
    try:
        yield asked.is_set
    finally:
        signal.signal(signal.SIGINT, before)


def say_stopped() -> None:
    """Print that the run has stopped; after SIGHUP, there may be no terminal any more."""
    with suppress(OSError):
        note(STOPPED)
        restore_terminal()


def _interrupt(number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _watch(reading: int, watched: frozenset[signal.Signals], ended: threading.Event) -> None:
    """Read the numbers of the signals until the pipe is closed."""
    waiting = False
    while data := os.read(reading, 1):
        if data[0] not in watched:
            continue
        if not waiting and ended.wait(_GRACE):
            continue
        if not waiting and data[0] == signal.SIGINT and signal.getsignal(signal.SIGINT) is not _interrupt:
            waiting = True  # `ending_on_signal` has said it
            continue
        if waiting or data[0] != signal.SIGINT:
            say_stopped()
            os._exit(1)
        with suppress(OSError):
            note(_WAITING)
        waiting = True
