"""The article under review: its translation, what the memory says about it, and the views that the page shows.

All methods may be called from several threads. Every change gets a version, so that a page can ask for what is new.
"""

from __future__ import annotations

import secrets
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from bilingual.errors import GlossaryError, MemoryFileError
from bilingual.files import Stamps, stamps_of
from bilingual.glossary.model import Term, rows_of_terms
from bilingual.keys import UnitKeys, key_of, keys_of
from bilingual.memory.recall import recall
from bilingual.memory.store import Memory
from bilingual.model import Article, OnEvent, TermMatch, Unit
from bilingual.outcomes import Translation
from bilingual.pipeline import decided_again
from bilingual.review.state import BlockView, Known, UnitView, block_views, progress_of, unit_view
from bilingual.session import Session

_NO_KEYS = UnitKeys("")


@dataclass(frozen=True, slots=True)
class Editions:
    """The state of "Make editions"."""

    state: str = ""
    """`running`, `done` or `failed`; empty before the first time."""
    done: int = 0
    total: int = 0
    stage: str = ""
    message: str = ""
    """The error, or what was left alone."""
    files: tuple[Path, ...] = ()
    version: int = 0


@dataclass(frozen=True, slots=True)
class News:
    """What has changed since a version."""

    version: int
    structure: str
    """Another value when the article has other units: the page must be loaded again."""
    units: tuple[UnitView, ...]
    progress: Mapping[str, int]
    undo: str
    """What undo takes back; empty if there is nothing."""
    editions: Editions


class Workspace:
    """One article under review."""

    def __init__(self, session: Session, path: Path, *, author: str = "") -> None:
        self.session, self.path, self.author = session, path, author
        self.lock = threading.RLock()
        self.boot = secrets.token_hex(4)
        self.version = 0
        self.views: dict[str, UnitView] = {}
        self.blocks: tuple[BlockView, ...] = ()
        self.structure = ""
        self.editions = Editions()
        self.undo_label = ""
        self._known: dict[str, Known] = {}
        self._shown: dict[str, Unit] = {}
        self._changed: dict[str, int] = {}
        self._drafts: dict[str, Unit] = {}
        self._translation: Translation | None = None
        self._stamp: Stamps = ()
        self._data_version = 0
        self._entries: tuple[Sequence[Term], dict[str, int]] = ((), {})

    # The article as it is ------------------------------------------------------------------------------------

    @property
    def memory(self) -> Memory:
        """Return the project's memory. Raises `MemoryFileError` if there is none that can be written."""
        memory = self.session.memory(self.path, create=True)
        if memory is None or not memory.writable:
            place = str(self.session.project.memory_of(self.path) or self.path)
            raise MemoryFileError(
                "decisions cannot be stored", place=place, remedy="name a file with --memory that can be written"
            )
        return memory

    @property
    def translation(self) -> Translation:
        """Return the translation as it is now."""
        assert self._translation is not None, "the article is not open"
        return self._translation

    @property
    def article(self) -> Article:
        """Return the article with the targets as they are now."""
        return self.translation.article

    @property
    def project_id(self) -> str:
        """Return what distinguishes this article from others in the browser's storage."""
        return key_of(f"{self.memory.path.resolve()}|{self.path.resolve()}")

    def open(self, on: OnEvent | None = None) -> None:
        """Read and translate the article, or do it again. Raises a `BilingualError`."""
        memory, stamp = self.memory, self._stamp_now()
        article = self.session.read(self.path)
        translation = self.session.translate(article, near=self.path, on=on)
        with self.lock:
            self._stamp, self._data_version = stamp, memory.data_version()
            self._take(translation)

    def open_if_changed(self) -> None:
        """Read and translate again if the article or a glossary was saved since."""
        if self._stamp_now() != self._stamp:
            self.open()

    def translate_again(self) -> None:
        """Translate again, as after a change of a glossary; cached drafts are used again."""
        stamp = self._stamp_now()
        translation = self.session.translate(self.session.read(self.path), near=self.path)
        with self.lock:
            self._stamp = stamp
            self._take(translation)

    def watch(self) -> None:
        """Take what another program has changed in the memory since."""
        with self.lock:
            version = self.memory.data_version()
            if version != self._data_version:
                self._data_version = version
                self.refresh()

    def refresh(self) -> None:
        """Recall the decisions of the memory, after a change of it."""
        with self.lock:
            taken, about = recall(self.article, self.memory)
            again = decided_again(self.translation, taken, about, self._drafts)
            if again is None:  # a unit needs the engine: its decision was taken back
                again = self.session.translate(self.session.read(self.path), near=self.path)
            self._take(again)

    def known(self, unit: str) -> Known:
        """Return what is known about a unit."""
        return self._known[unit]

    def draft(self, unit: str) -> str:
        """Return the engine's draft of a unit, if this run has it."""
        return self._drafts[unit].target if unit in self._drafts else ""

    def contexts(self) -> set[tuple[str, str, str]]:
        """Return source and neighbours of every unit of the article: what identifies an entry."""
        keys = keys_of(self.article)
        named = [(unit.source, keys[unit.id]) for unit in self.article.units if unit.id in keys]
        return {(source, one.before, one.after) for source, one in named}

    def term_of(self, match: TermMatch) -> Term | None:
        """Return the glossary's entry of a match."""
        try:
            terms = self.session.terms(self.translation.glossaries).glossary.terms
        except GlossaryError:  # it is being edited: the entries as they were
            terms = self._entries[0]
        if self._entries[0] is not terms:
            # Of a large glossary only the terms that are asked for are created.
            rows = rows_of_terms(terms)
            named = {row[0] if isinstance(row, tuple) else row.source: at for at, row in enumerate(rows)}
            self._entries = terms, named
        at = self._entries[1].get(match.entry)
        return None if at is None else terms[at]

    # Changes ------------------------------------------------------------------------------------------------

    def news(self, since: int, *, boot: str = "") -> News:
        """Return what has changed since a version; everything if it is of another run of the server."""
        with self.lock:
            if boot != self.boot:
                since = -1
            units = tuple(view for name, view in self.views.items() if self._changed[name] > since)
            progress = progress_of(self.views) | {"article": len(self.article.findings)}
            return News(self.version, self.structure, units, progress, self.undo_label, self.editions)

    def report(self, editions: Editions) -> None:
        """Show a state of "Make editions"."""
        with self.lock:
            self.version += 1
            self.editions = replace(editions, version=self.version)

    def label_undo(self, label: str) -> None:
        """Show what undo takes back."""
        with self.lock:
            if label != self.undo_label:
                self.version += 1
                self.undo_label = label

    def _take(self, translation: Translation) -> None:
        """Show a translation: make the views that are new."""
        before = self._translation
        self._translation = translation
        if before is None or [u.source for u in before.article.units] != [u.source for u in translation.article.units]:
            self._shown, self._known, self._drafts, self.views, self._changed = {}, {}, {}, {}, {}
            self.structure = key_of("|".join(f"{unit.id} {unit.source}" for unit in translation.article.units))
        article = translation.article
        for unit in article.units:
            if unit.origin in ("engine", "source", ""):
                self._drafts[unit.id] = replace(unit, notes=(), dismissed=(), status="draft", said_in="")
        self.blocks = block_views(article)
        self.version += 1
        taken, about = recall(article, self.memory)
        keys = keys_of(article)
        titled = {unit.id for block in article.blocks if block.given for unit in block.units}
        same_terms = before is not None and before.glossaries == translation.glossaries
        same_terms = same_terms and before is not None and before.signature == translation.signature
        for block in article.blocks:
            for unit in block.units:
                entry = taken[unit.id].entry if unit.id in taken else None
                known = Known(keys.get(unit.id, _NO_KEYS), entry, about.get(unit.id), self.draft(unit.id))
                if same_terms and self._shown.get(unit.id) is unit and self._known.get(unit.id) == known:
                    continue
                self._shown[unit.id], self._known[unit.id] = unit, known
                view = unit_view(block.kind, unit, known, self.term_of, fixed=unit.id in titled)
                if view != self.views.get(unit.id):
                    self.views[unit.id] = view
                    self._changed[unit.id] = self.version

    def _stamp_now(self) -> Stamps:
        return stamps_of((self.path, *self.session.project.glossaries(self.path, self.session.settings)))
