"""Load engine, glossaries and draft cache once and use them for many articles."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, replace
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from bilingual import pipeline
from bilingual.editions.choices import Format, Layout
from bilingual.editions.plan import Plan, TermGloss
from bilingual.editions.writers import EditionSpec, editions_of
from bilingual.engines.choose import EngineSpec
from bilingual.errors import EngineError, GlossaryError, InputError, MemoryFileError, UsageError
from bilingual.files import Stamps, check_writable, stamps_of
from bilingual.model import Article, Event, OnEvent
from bilingual.outcomes import BoundBook, Outcome, Translation
from bilingual.pipeline import LoadedTerms, edition_date
from bilingual.project import Project
from bilingual.publishing import OTHERWISE, draw_stale, left_alone, publish_article, publish_book
from bilingual.settings import Dates, Settings

if TYPE_CHECKING:
    from bilingual.engines.base import Engine
    from bilingual.memory.drafts import DraftCache
    from bilingual.memory.store import Memory
    from bilingual.memory.words import KnownWords

log = logging.getLogger(__name__)

_SHOWN_CONFLICTS = 20
"""Conflicts of layered glossaries that are reported; --verbose shows all."""


@dataclass(frozen=True, slots=True)
class PreparedArticle:
    """An article that has been read, and what is known of the files of its editions."""

    path: Path
    article: Article
    files: tuple[Path, ...]
    found: Mapping[Path, str]
    """The hash of each file as it is now; empty for one that does not exist."""
    left: tuple[Path, ...]
    """The files that are not replaced, because a person has changed them."""
    date: str
    """`YYYY-MM-DD`, as the editions print it."""


class Session:
    """Translate and render articles; engine, glossaries and draft cache are loaded once.

    A session is a context manager and may be used from several threads; the engines serve one at a time.
    """

    def __init__(
        self,
        settings: Settings | None = None,
        project: Project | None = None,
        *,
        engine: Engine | tuple[Engine, ...] | None = None,
    ) -> None:
        """Create a session; `engine`, or several, are used instead of those named in the settings."""
        self.settings = settings or Settings()
        self.project = project or Project()
        self._lock = threading.RLock()
        self._translating = threading.Lock()
        self._engines: tuple[Engine, ...] = engine if isinstance(engine, tuple) else (engine,) if engine else ()
        self._words: tuple[KnownWords | None, ...] = ()
        """Empty until it has been looked for."""
        self._drafts: DraftCache | None = None
        self._memories: dict[Path, Memory | None] = {}
        """Open memories, by file; None for one that does not exist and cannot be created."""
        self._translated = False
        """True when the engine has been used, and so is loaded."""
        self._terms: dict[tuple[Path, ...], tuple[Stamps, LoadedTerms | GlossaryError]] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the draft cache and the memory. They are opened again if the session is used again."""
        with self._lock:
            if self._drafts is not None:
                self._drafts.close()
            self._drafts, self._words = None, ()
            for memory in self._memories.values():
                if memory is not None:
                    memory.close()
            self._memories.clear()

    def memory(self, near: Path | str = ".", *, create: bool = False) -> Memory | None:
        """Return the memory of the project that an article or a folder belongs to; None if there is none.

        With `create`, a memory that does not exist is created; where that is impossible there is one warning. Raises
        `MemoryFileError` for one that exists and cannot be used.
        """
        path = self.project.memory_of(Path(near))
        if path is None:
            return None
        with self._lock:
            known = self._memories.get(path)
            if known is not None or (path in self._memories and create):
                return known
            if not path.exists() and not create:
                return None
            from bilingual.memory.store import Memory

            exists = path.exists()
            try:
                self._memories[path] = Memory(path)
            except MemoryFileError as error:
                if exists:
                    raise
                log.warning("%s: editions and corrections are not recorded", error)
                self._memories[path] = None
            return self._memories[path]

    @property
    def engines(self) -> tuple[Engine, ...]:
        """Return the engines, chosen on first use; earlier ones take precedence.

        Raises `EngineError` when one of them is not installed.
        """
        with self._lock:
            if not self._engines:
                from bilingual.engines.choose import choose_all

                self._engines = choose_all(self.settings.engine)
            return self._engines

    @property
    def words(self) -> KnownWords | None:
        """Return the installed dictionary, opened on first use; None without one."""
        with self._lock:
            if not self._words:
                from bilingual.lexicon.store import find_lexicon
                from bilingual.memory.words import KnownWords

                lexicon = find_lexicon()
                self._words = (KnownWords(lexicon, self._draft_cache()) if lexicon else None,)
            return self._words[0]

    def terms(self, paths: tuple[Path, ...]) -> LoadedTerms:
        """Return glossaries, layered and with their matcher. They are loaded again only when a file has changed.

        Raises `GlossaryError`: with every error the first time, with only the first error after that.
        """
        stamp = stamps_of(paths)
        with self._lock:
            before, known = self._terms.get(paths, (None, None))
            if known is None or before != stamp:
                try:
                    known = _load_terms(paths)
                except GlossaryError as error:
                    self._terms[paths] = stamp, error.faults[0]
                    raise
                self._terms[paths] = stamp, known
            if isinstance(known, GlossaryError):
                raise known
            return known

    def read(self, path: Path | str, *, data: bytes | None = None, chapter: int = 0) -> Article:
        """Return the article in a file, or in `data`, which is read as that file would be. Raises `InputError`.

        `chapter` is the number of a chapter of a book, from 1; 0 for all of it.
        """
        from bilingual.reading import ReadOptions, read, read_bytes

        options = ReadOptions(encoding=self.settings.encoding, select=self.settings.select, chapter=chapter)
        return read(Path(path), options) if data is None else read_bytes(data, Path(path), options)

    def translate(self, article: Article, *, near: Path | str = ".", on: OnEvent | None = None) -> Translation:
        """Translate and check an article.

        `near` is where the nearest glossary is looked for: the article's file, or a folder.
        """
        return self.translate_all([(article, near)], on=on)[0]

    def translate_all(
        self, articles: Sequence[tuple[Article, Path | str]], *, on: OnEvent | None = None
    ) -> list[Translation]:
        """Translate and check several articles, each with the place where its glossary is looked for, in one batch.

        Many short articles take less time so than one after the other.
        """
        from bilingual.memory.drafts import remembering
        from bilingual.memory.settled import SettledUnits
        from bilingual.quality.contest import Drafter

        settings = self.settings
        sources = [
            pipeline.ToTranslate(article, self.terms(self.project.glossaries(Path(near), settings)), self.memory(near))
            for article, near in articles
        ]
        if on and not self._translated:
            on = _loading_first(on, sum(len(source.article.units) for source in sources))
        cache = self._draft_cache()
        engines = [remembering(engine, cache) for engine in self.engines]
        words = f"|lexicon:{self.words.version}" if self.words else ""
        drafters = [Drafter(engine, SettledUnits(cache, engine.signature + words)) for engine in engines]
        with self._translating if any(engine.traits.batch for engine in engines) else nullcontext():
            done = pipeline.translate_all(
                sources, drafters=drafters, words=self.words, dates=self.settings.dates, on=on
            )
        self._translated = True
        return done

    def check(self, path: Path | str, *, data: bytes | None = None, on: OnEvent | None = None) -> Translation:
        """Read, translate and check an article, in a file or in `data`; write nothing."""
        return self.translate(self.read(path, data=data), near=path, on=on)

    def draw(self, translation: Translation, spec: EditionSpec, *, date: str) -> bytes:
        """Return one edition of a translation as the bytes of its file."""
        terms = self.terms(translation.glossaries)
        return pipeline.draw(translation, spec, terms=terms, date=date)

    def render(
        self,
        path: Path | str,
        *,
        below: Path = Path(),
        data: bytes | None = None,
        chapter: int = 0,
        on: OnEvent | None = None,
    ) -> Outcome:
        """Translate an article and write its editions, all of them or none. Never touches the network.

        `below` is the folder of the editions below the project's output. With `data`, the article is read from these
        bytes, as the file `path` would be. `chapter` is the number of a chapter of a book, from 1.
        """
        started = time.monotonic()
        ready = self.prepare(path, below=below, data=data, chapter=chapter)
        translation = self.translate(ready.article, near=ready.path, on=on)
        outcome = self.finish(ready, translation, on=on)
        return replace(outcome, figures=replace(outcome.figures, seconds=time.monotonic() - started))

    def prepare(
        self, path: Path | str, *, below: Path = Path(), data: bytes | None = None, chapter: int = 0
    ) -> PreparedArticle:
        """Read an article, and find out which of its editions can be written, before it is translated.

        Raises `InputError`, and `OutputError` when none of them can be.
        """
        from bilingual.editions.docx.identity import is_unchanged
        from bilingual.memory.guard import changed_files, hashes_of

        path = Path(path)
        files = self.files(path, below, chapter)
        article = self.read(path, data=data, chapter=chapter)
        if any(edition.copies_original for edition in self.settings.editions) and article.original is None:
            remedy = "leave out --like original, or name .docx files only (--exclude '*.md' leaves out others)"
            raise InputError("is no Word document, and has no layout to keep", place=str(path), remedy=remedy)
        # Report an unwritable folder now, not after minutes of translation.
        for folder in dict.fromkeys(file.parent for file in files):
            check_writable(folder, otherwise=OTHERWISE)
        found = hashes_of(files)
        left = () if self.settings.overwrite else changed_files(found, self.memory(path), is_unchanged)
        if left and len(left) == len(files):
            raise left_alone(left[0])
        if any(edition.plan.furigana for edition in self.settings.editions):
            _require_readings()
        return PreparedArticle(path, article, files, found, left, edition_date(path if data is None else None))

    def finish(self, ready: PreparedArticle, translation: Translation, *, on: OnEvent | None = None) -> Outcome:
        """Draw the editions of a translated article, record and write them."""
        editions = zip(ready.files, self.settings.editions, strict=True)
        wanted = {file: edition for file, edition in editions if file not in ready.left}
        terms = self.terms(translation.glossaries)
        inputs = {
            file: pipeline.inputs_of_edition(translation, edition, terms, date=ready.date)
            for file, edition in wanted.items()
        }
        drawn, late = draw_stale(
            wanted,
            ready.found,
            inputs,
            self.memory(ready.path),
            lambda one: self.draw(translation, one, date=ready.date),
            on=on,
        )
        publish_article(translation, drawn, ready.path, inputs, self.memory(ready.path, create=True))
        written = tuple(file for file in wanted if file not in late)
        left = (*ready.left, *late)
        return Outcome(
            translation.article,
            translation.figures,
            translation.signature,
            translation.glossaries,
            ready.path,
            written,
            left,
        )

    def bind(
        self,
        translations: Sequence[Translation],
        title: str,
        *,
        date: str,
        near: Path | str = ".",
        on: OnEvent | None = None,
    ) -> BoundBook:
        """Write a book of several articles, in all formats and layouts of the settings or in none.

        `title` may have both languages, as in 日本語 / English; the files are named after it. `date` is `YYYY-MM-DD`,
        and `near` a file or folder of the project whose memory records what is written. Raises `UsageError` for a
        format that has no books, and `OutputError`.
        """
        from bilingual.editions.docx.identity import is_unchanged
        from bilingual.memory.guard import changed_files, hashes_of
        from bilingual.memory.inputs import inputs_of

        if not translations:
            raise UsageError("a book has at least one article", remedy="name an article")
        files = self.book_files(title)
        found, memory = hashes_of(files), self.memory(near)
        left = () if self.settings.overwrite else changed_files(found, memory, is_unchanged)
        if any(edition.plan.furigana for edition in self.settings.editions):
            _require_readings()
        articles = [(one, self.terms(one.glossaries)) for one in translations]
        wanted = {
            file: edition for file, edition in zip(files, self.settings.editions, strict=True) if file not in left
        }
        inputs = {
            file: inputs_of(title, [pipeline.inputs_of_edition(one, spec, terms, date=date) for one, terms in articles])
            for file, spec in wanted.items()
        }
        drawn, late = draw_stale(
            wanted,
            found,
            inputs,
            memory,
            lambda spec: pipeline.draw_book(articles, spec, title=title, date=date),
            on=on,
        )
        publish_book(drawn, inputs, self.memory(near, create=True))
        return BoundBook(title, tuple(file for file in wanted if file not in late), (*left, *late))

    def book_files(self, title: str) -> tuple[Path, ...]:
        """Return the files that `bind` writes. Raises `UsageError` if it cannot."""
        from bilingual.editions.writers import WRITERS

        for edition in self.settings.editions:
            if not WRITERS[edition.format].books:
                formats = " and ".join(name for name, writer in WRITERS.items() if writer.books)
                remedy = f"use {formats}, or render the articles one by one"
                raise UsageError(f"a book is written as {formats}, not as {edition.format}", remedy=remedy)
        files = self.project.book_files(title, self.settings.editions)
        if not files:
            raise UsageError("the book's title has no letters for a file name", remedy="give it a title")
        return files

    def files(self, path: Path, below: Path = Path(), chapter: int = 0) -> tuple[Path, ...]:
        """Return the files that `render` writes for an article."""
        return self.project.files(path, self.settings.editions, below=below, chapter=chapter)

    def _draft_cache(self) -> DraftCache:
        with self._lock:
            if self._drafts is None:
                from bilingual.memory.drafts import DraftCache, default_path

                place = self.project.drafts
                path = default_path() if place == "user" else place
                if place == "user" and path is None:
                    log.warning("there is no home folder: drafts are not kept; set BILINGUAL_CACHE to a folder")
                self._drafts = DraftCache(path)
            return self._drafts


def _loading_first(on: OnEvent, total: int) -> OnEvent:
    """Report that the engine is being loaded, until it has finished a unit."""
    loading = Event("loading", 0, 0, "units", "the engine")
    on(loading)
    return lambda event: None if event.stage == "translating" and 0 == event.done < total else on(event)


def _load_terms(paths: tuple[Path, ...]) -> LoadedTerms:
    from bilingual.glossary.layers import conflicts, layered
    from bilingual.glossary.load import Glossary, load_glossaries
    from bilingual.glossary.model import Term, rows_of_terms
    from bilingual.matching.matcher import Matcher

    loaded = load_glossaries(paths)
    for number, conflict in enumerate(conflicts(loaded) if len(loaded) > 1 else ()):
        level = logging.WARNING if number < _SHOWN_CONFLICTS else logging.DEBUG
        log.log(level, "%s: %s", conflict.place, conflict.message)
    glossary = layered(loaded) if loaded else Glossary()
    rows = (row for row in rows_of_terms(glossary.terms) if isinstance(row, Term))
    glosses = {term.source: TermGloss(term.reading, term.note) for term in rows if term.reading or term.note}
    return LoadedTerms(paths, glossary, Matcher(glossary), glosses)


def _require_readings() -> None:
    from bilingual.languages.japanese import readings

    if not readings.available():
        raise EngineError(
            "generated furigana need a dictionary that is not installed",
            remedy="install it with `pip install 'bilingual-editions[readings]'`, or leave out --furigana: the "
            "glossary's readings are shown anyway",
        )


def render(
    path: Path | str,
    glossary: Path | str | tuple[Path | str, ...] | None = "nearest",
    *,
    engine: Engine | str = "auto",
    formats: tuple[Format, ...] = ("pdf", "docx"),
    layouts: tuple[Layout, ...] = ("side-by-side",),
    plan: Plan | None = None,
    output: Path | str = "output",
    memory: Path | str | None = "nearest",
    encoding: str | None = None,
    dates: Dates = "us",
    on: OnEvent | None = None,
) -> Outcome:
    """Translate one article and write its editions. Never touches the network.

    `glossary` is a file, several files (earlier ones take precedence), `"nearest"` for the `glossary.yaml` nearest to
    the article, or None; `memory` is the file of the project memory, `"nearest"` for the one of the article's project,
    or None. For many articles use a `Session`, which loads the engine once. Raises a `BilingualError`,
    and then writes nothing.
    """
    named = (glossary,) if isinstance(glossary, Path | str) else glossary
    settings = Settings(
        glossaries="nearest" if glossary == "nearest" else tuple(map(Path, named)) if named else None,
        dates=dates,
        encoding=encoding,
        editions=editions_of(formats, layouts, plan),
    )
    if isinstance(engine, str):
        settings = replace(settings, engine=EngineSpec(engine))
    project = Project(Path(output), memory="nearest" if memory == "nearest" else Path(memory) if memory else None)
    with Session(settings, project, engine=None if isinstance(engine, str) else engine) as session:
        return session.render(path, on=on)
