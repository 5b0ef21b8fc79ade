"""`bilingual render --watch`: render articles again when what they are made from changes."""

from __future__ import annotations

import contextlib
import shlex
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from bilingual.cli.console import counted, note
from bilingual.cli.inputs import Found, Inputs
from bilingual.cli.watch import SETTLED, Watcher
from bilingual.errors import BilingualError, MemoryFileError

if TYPE_CHECKING:
    from bilingual.session import Session
    from bilingual.settings import Settings

_EVERY = 0.3
"""Seconds between two looks."""
_SOON = 0.05
"""Seconds until the next look while a file is being written."""
_SHARE = 4
"""A look that takes long, at a large folder on a network, is followed by a pause that is this many times longer."""
_LONGEST = 2.0
"""Seconds: the longest pause, and the longest wait for a file that is written all the time."""


@dataclass(frozen=True, slots=True)
class Rerendering:
    """What `render --watch` does; the functions are those of the render command."""

    session: Session
    find: Callable[[], Inputs]
    """Return the articles as they are now."""
    render: Callable[[Found], BilingualError | None]
    """Render an article and print its summary. Returns an error without printing it."""
    settings: Callable[[], Settings]
    """Return the settings with the theme read again. Raises `BilingualError`."""
    theme: Path | None = None
    """The theme's file; None for a built-in theme."""


class Rerenderer:
    """Look at the files of a run, and render again what has changed."""

    def __init__(
        self, work: Rerendering, watcher: Watcher | None = None, *, sleep: Callable[[float], None] = time.sleep
    ) -> None:
        self._work = work
        self._watcher = watcher or Watcher()
        self._sleep = sleep
        self._articles: dict[Path, Found] = {}
        self._editions: dict[Path, Path] = {}
        """Word editions, each with its article."""
        self._memories: dict[Path, int] = {}
        """The version of each project memory, which other programs increase."""
        self._shown: tuple[str, ...] = ()
        """The errors of the list of articles that were shown last."""
        self._changed: set[Path] = set()
        """Files that have changed and are not rendered yet."""
        self._retried: set[Path] = set()
        """Articles that failed while a file was being saved."""
        self._waited = 0.0

    def begin(self) -> None:
        """Take everything as it is now as known. What changes from now on, even during a render, is rendered again."""
        watched = self._watched(tell=False)
        self._watcher.watch(watched)
        self._watcher.accept(watched)
        self._memories = self._memories_now()

    def run(self) -> None:
        """Look until `KeyboardInterrupt`."""
        self.rendered(self._articles.values())
        note(f"Watching {counted(len(self._articles), 'article')}; press Ctrl-C to stop.")
        while True:
            self._sleep(self.look())

    def rendered(self, articles: Iterable[Found]) -> None:
        """Take the editions of these articles as known: they were just written."""
        paths = {found.path for found in articles}
        written = [file for file, article in self._editions.items() if article in paths]
        self._watcher.accept(written)
        # The first render creates the memory.
        self._memories = self._memories_now() | self._memories

    def look(self) -> float:
        """Render the articles that have changed since the last look, or whose glossary, theme or memory has.

        Returns the seconds until the next look.
        """
        began = time.monotonic()
        self._watcher.watch(self._watched())
        self._changed |= self._watcher.changes()
        pause = max(_EVERY, min(_SHARE * (time.monotonic() - began), _LONGEST))
        # Files that are saved together are rendered together: an editor may just be replacing one of them.
        if self._watcher.unsettled and self._waited < _LONGEST:
            self._waited += _SOON
            return _SOON
        self._waited = 0.0
        changed, self._changed = self._changed, set()
        for file in sorted(changed & self._editions.keys()):
            if self._is_of_a_person(file):
                note(
                    f"{file} was changed: `bilingual learn {shlex.quote(str(file))}` takes the changes into the memory"
                )
        if touched := self._touched(changed):
            self._render(touched)
        return _SOON if self._retried else pause

    def _is_of_a_person(self, file: Path) -> bool:
        """Return False for an edition that another run of `bilingual` has written."""
        from bilingual.memory.guard import changed_files, hashes_of

        try:
            return bool(
                changed_files(hashes_of([file]), self._work.session.memory(self._editions[file]), lambda data: None)
            )
        except BilingualError:  # it is being replaced, or the memory cannot be used: a render reports that
            return False

    def _watched(self, *, tell: bool = True) -> list[Path]:
        """Return the files to watch, and update the articles and editions."""
        work, session = self._work, self._work.session
        for found in self._find(tell=tell):
            self._articles.setdefault(found.path, found)
        files: list[Path] = [] if work.theme is None else [work.theme]
        self._editions = {}
        for found in self._articles.values():
            files += [found.path, *session.project.glossary_files(found.path, session.settings)]
            editions = session.files(found.path, found.below)
            self._editions |= {file: found.path for file in editions if file.suffix == ".docx"}
        return [*files, *self._editions]

    def _find(self, *, tell: bool) -> list[Found]:
        try:
            named = self._work.find().articles
        except BilingualError as error:
            named = (error,)
        faults = [item for item in named if isinstance(item, BilingualError)]
        lines = tuple(_line(fault) for fault in faults)
        for line in lines if tell and lines != self._shown else ():
            note(line)
        self._shown = lines
        return [item for item in named if isinstance(item, Found)]

    def _touched(self, changed: set[Path]) -> list[Found]:
        session, memories = self._work.session, self._memories_now()
        everything = memories != self._memories
        self._memories = memories
        retried, self._retried = self._retried, set()
        if self._work.theme in changed:
            everything = self._read_theme() or everything
        return [
            found
            for found in self._articles.values()
            if everything
            or found.path in retried
            or found.path in changed
            or changed.intersection(session.project.glossary_files(found.path, session.settings))
        ]

    def _read_theme(self) -> bool:
        try:
            self._work.session.settings = self._work.settings()
        except BilingualError as error:
            if self._is_being_saved() and self._work.theme:
                self._changed.add(self._work.theme)
            else:
                note(_line(error))
            return False
        return True

    def _memories_now(self) -> dict[Path, int]:
        versions: dict[Path, int] = {}
        for found in self._articles.values():
            # One that cannot be used is reported when the article is rendered.
            with contextlib.suppress(MemoryFileError):
                memory = self._work.session.memory(found.path)
                if memory is not None:
                    versions[memory.path] = memory.data_version()
        return versions

    def _render(self, touched: list[Found]) -> None:
        errors: dict[Path, BilingualError] = {}
        for found in touched:
            error = self._work.render(found)
            if error is not None:
                errors[found.path] = error
        self.rendered(touched)
        if errors and self._is_being_saved():
            self._retried = set(errors)
            return
        # A glossary's errors are those of all its articles: once is enough.
        for line in {error.lines[0]: _line(error) for error in reversed(errors.values())}.values():
            note(line)
        # An article that is gone is one again when it comes back.
        self._articles = {path: found for path, found in self._articles.items() if path not in errors or path.exists()}

    def _is_being_saved(self) -> bool:
        """Wait a moment, and return True if a file has changed meanwhile: an error may be that of half a file."""
        self._sleep(SETTLED)
        self._changed |= self._watcher.changes()
        return self._watcher.unsettled or bool(self._changed)


def _line(error: BilingualError) -> str:
    """Return an error in one line; a glossary may have several, of which the first is shown."""
    first, *rest = error.lines
    return f"Error: {first}" + (f" (and {counted(len(rest), 'more error')})" if rest else "")
