"""Whether the editions of an article are current: by content, never by date.

Two steps: if everything is as it was, nothing is read but the article's bytes. If only a glossary or the memory has
changed, the article is read, and what counts is whether the change concerns it.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from bilingual.archive.model import ArticleJob, ArticleResult, Digests
from bilingual.errors import BilingualError
from bilingual.model import Article
from bilingual.session import Session


class Currency:
    """Compares articles with the rows of earlier runs. Used by one thread."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._glossaries: dict[tuple[Path, ...], str] = {}
        self._articles: dict[Path, str] = {}
        """Hashes of articles when they were first looked at: what is written later is noticed by the next run."""
        self._setting = self._settings()

    def _settings(self) -> str:
        from bilingual.memory.inputs import inputs_of

        session = self._session
        settings = session.settings
        # How fast an engine is does not change an edition.
        plain = replace(settings, engine=replace(settings.engine, threads=None), overwrite=False)
        engines = [engine.signature for engine in session.engines]
        words = session.words.version if session.words else ""
        logos = [logo.data for one in settings.editions if (logo := one.plan.theme.logo) is not None]
        hashes = [hashlib.sha256(data).hexdigest() for data in logos]
        return inputs_of(plain, engines, words, hashes, os.environ.get("SOURCE_DATE_EPOCH", ""))

    def digests(self, job: ArticleJob, pictures: Sequence[str]) -> Digests:
        """Return the hashes of what an article depends on, without the one that needs the article to be read.

        `pictures` are the addresses of its pictures.
        """
        return Digests(inputs=self._inputs(job, pictures), terms=self._terms(job.path))

    def _inputs(self, job: ArticleJob, pictures: Sequence[str]) -> str:
        from bilingual.reading.assets import picture_path

        if job.path not in self._articles:
            self._articles[job.path] = hash_of_file(job.path)
        digest = hashlib.sha256(f"{self._setting} {self._articles[job.path]}".encode())
        for path in (picture_path(address, job.path.parent) for address in pictures):
            digest.update(b"\0" + hash_of_file(path).encode())
        digest.update(f"{job.chapter} {job.path.name}".encode("utf-8", "surrogateescape"))
        return digest.hexdigest()

    def _terms(self, path: Path) -> str:
        session = self._session
        paths = session.project.glossaries(path, session.settings)
        if paths not in self._glossaries:
            self._glossaries[paths] = " ".join(hash_of_file(one) for one in paths)
        memory = session.memory(path)
        return f"{self._glossaries[paths]} {memory.revision() if memory else 0}"

    def check(self, job: ArticleJob, row: ArticleResult | None) -> ArticleResult | None:
        """Return the row of an article whose editions are current, with its present digests; None for others."""
        if row is None or not row.is_done or row.left:
            return None
        session = self._session
        files = session.files(job.path, job.below, job.chapter)
        written = {session.project.output / name: hash_ for name, hash_ in row.outputs}
        if set(written) != set(files) or any(hash_of_file(file) != hash_ for file, hash_ in written.items()):
            return None
        now = self.digests(job, row.pictures)
        if now.inputs != row.digests.inputs:
            return None
        if now.terms == row.digests.terms:
            return row
        try:
            used = used_digest(session, session.read(job.path, chapter=job.chapter), job.path)
        except BilingualError:
            return None
        return replace(row, digests=replace(now, used=used)) if used == row.digests.used else None


def used_digest(session: Session, article: Article, path: Path) -> str:
    """Return a hash of what the glossaries and the memory say about an article: its terms and its decisions."""
    from bilingual.matching.find import find_all
    from bilingual.memory.recall import recall
    from bilingual.numbers import NumberStyle

    terms = session.terms(session.project.glossaries(path, session.settings))
    found = find_all(article, terms.matcher, NumberStyle(dates=session.settings.dates))
    named = {match.entry for matches in found.values() for match in matches}
    glosses = [(source, terms.glosses[source]) for source in sorted(named & terms.glosses.keys())]
    author = [repr(one) for one in terms.matcher.find("".join(article.author.split()))] if article.author else []
    memory = session.memory(path)
    taken, about = recall(article, memory) if memory else ({}, {})
    decided = [(name, repr(one)) for name, one in sorted((taken | about).items())]
    text = repr((sorted((name, repr(matches)) for name, matches in found.items()), glosses, author, decided))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def hash_of_file(path: Path | None) -> str:
    """Return the SHA-256 of a file in hex; empty if there is none, or it cannot be read."""
    if path is None:
        return ""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""
