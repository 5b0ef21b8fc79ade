"""Firefox Translations models as an engine. docs/engines.md has their quality, speed and memory."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from bilingual.engines.attention import Look
from bilingual.engines.base import Draft, Drafts, OnDraft, Question, Rendering, Request, Traits, cores
from bilingual.engines.loading import LoadedOnce, unloaded_state
from bilingual.engines.marian.blas import SingleThreadedBlas
from bilingual.engines.marian.files import find_files
from bilingual.engines.marian.vocabulary import Vocabulary, plain_digits, read_vocabulary
from bilingual.errors import EngineError

if TYPE_CHECKING:
    from bilingual.engines.marian.decoding import Reading, Search, SourceTokens
    from bilingual.engines.marian.network import Network
    from bilingual.engines.marian.reader import Indices

BEAM_WIDTH = 4
SOURCE_TOKENS = 200
"""Tokens used of a segment: the models are trained on sentences. Callers split long segments before."""
TARGET_TOKENS = 2 * SOURCE_TOKENS + 8
"""Tokens used of a given target."""
BATCH_ROWS = 32
"""Segments decoded together: more of them are faster, but few articles fill a batch for each core."""
BATCH_TOKENS = 1600
"""Source tokens in a batch, with padding."""

_T = TypeVar("_T")


@dataclass(frozen=True)
class MarianEngine:
    """A Firefox Translations model on disk, decoded in numpy.

    It can be used from several threads at once: loading has a lock, the rest needs none.
    """

    folder: Path
    """Folder with the files that `find_files` describes."""
    sha256: str = ""
    """Hash of the model, part of the signature; computed from the files when it is empty."""
    threads: int | None = None
    """Batches decoded in parallel, one thread each; None: the number of cores that this process may use."""

    name = "firefox"
    traits = Traits(form="plain", explains=True, uses=frozenset({"avoid"}))

    def __getstate__(self) -> dict[str, Any]:
        return unloaded_state(self)

    @LoadedOnce
    def _model(self) -> _Model:
        import numpy as np

        from bilingual.engines.marian.network import Network
        from bilingual.engines.marian.reader import read_model

        files = find_files(self.folder)
        parameters = read_model(files.model)
        dimensions = parameters.dimensions
        source = read_vocabulary(files.source_vocabulary, dimensions.source_words)
        target = (
            source
            if files.source_vocabulary == files.target_vocabulary
            else read_vocabulary(files.target_vocabulary, dimensions.target_words)
        )
        never = np.array([target.unknown, *range(target.size, dimensions.target_words)], np.intp)
        return _Model(Network(parameters), source, target, never)

    @LoadedOnce
    def _digest(self) -> str:
        if self.sha256:
            return self.sha256
        files = find_files(self.folder)
        found = sha256()
        for path in dict.fromkeys((files.model, files.source_vocabulary, files.target_vocabulary)):
            try:
                found.update(sha256(path.read_bytes()).digest())
            except OSError as error:
                remedy = "install it again with `bilingual engine install`"
                raise EngineError(f"cannot be read ({error.strerror})", place=str(path), remedy=remedy) from error
        return found.hexdigest()

    @property
    def signature(self) -> str:
        """Return the model, and the options that determine the drafts."""
        return f"engine:marian-1|model:{self.folder.name}-{self._digest[:12]}|greedy1-beam{BEAM_WIDTH}-float32"

    def translate(self, requests: Sequence[Request], *, on_draft: OnDraft | None = None) -> list[Drafts]:
        """Translate the requests in batches of similar lengths; `attempt` has no effect.

        One draft is found by greedy search, for which the models are trained; several, or drafts without some
        phrases, by beam search.
        """
        drafts: list[Drafts] = [()] * len(requests)
        waiting: dict[int, list[tuple[int, SourceTokens]]] = {}
        for index, request in enumerate(requests):
            source = self._source(request)
            if len(source.tokens) > 1:
                beam = 1 if request.n_best == 1 and not request.avoid else max(BEAM_WIDTH, request.n_best)
                waiting.setdefault(beam, []).append((index, source))
            else:
                drafts[index] = (Draft(""),)
                if on_draft:
                    on_draft(index, drafts[index])
        tasks = [
            lambda batch=batch, beam=beam: self._search(beam, [requests[index] for index, _ in batch], batch)
            for beam, sources in waiting.items()
            for batch in _batches(sources, [len(source.tokens) for _, source in sources], BATCH_ROWS)
        ]
        for found in self._parallel(tasks):
            for index, drafted in found:
                drafts[index] = drafted
                if on_draft:
                    on_draft(index, drafted)
        return drafts

    def locate(self, questions: Sequence[Question]) -> list[tuple[Rendering, ...]]:
        """Force the model to produce each target and read its alignment, once for all questions about it."""
        pairs = list(dict.fromkeys((question.segment, question.target) for question in questions))
        source, target = self._model.source, self._model.target
        looks = {
            pair: Look(
                pair,
                (source.pieces(plain_digits(pair[0]), SOURCE_TOKENS), target.pieces(pair[1], TARGET_TOKENS)),
                reading.attention.tolist(),
            )
            for pair, reading in zip(pairs, self._read(pairs), strict=True)
        }
        return [looks[question.segment, question.target].renderings(question) for question in questions]

    def score(self, pairs: Sequence[tuple[str, str]]) -> list[float]:
        """Return the likelihood of each target according to the model."""
        return [float(reading.log_probabilities.mean()) for reading in self._read(pairs)]

    def _source(self, request: Request) -> SourceTokens:
        from bilingual.engines.marian.decoding import SourceTokens

        model = self._model
        # Phrases are banned as token sequences: as written, and with a capital.
        ways = dict.fromkeys(
            way for phrase in request.avoid for way in (phrase, phrase[:1].upper() + phrase[1:]) if way
        )
        banned = tuple(sequence for way in ways if (sequence := model.target.encode(way, TARGET_TOKENS)[:-1]))
        return SourceTokens(model.source.encode(plain_digits(request.segment), SOURCE_TOKENS), banned)

    def _search(
        self, beam: int, requests: Sequence[Request], batch: Sequence[tuple[int, SourceTokens]]
    ) -> list[tuple[int, Drafts]]:
        found = self._model.search(beam).run([source for _, source in batch])
        results: list[tuple[int, Drafts]] = []
        for request, (index, _), hypotheses in zip(requests, batch, found, strict=True):
            # Different tokens may spell the same text: the likeliest is kept.
            texts: dict[str, float] = {}
            for one in hypotheses:
                texts.setdefault(self._model.target.decode(one.tokens), one.score)
            # A banned phrase may also be spelt with other tokens.
            clean = {text: score for text, score in texts.items() if not _contains(text, request.avoid)}
            kept = list((clean or texts).items())[: request.n_best]
            results.append((index, tuple(Draft(text, score) for text, score in kept)))
        return results

    def _read(self, pairs: Sequence[tuple[str, str]]) -> list[Reading]:
        from bilingual.engines.marian.decoding import read_targets

        model = self._model
        sources = [model.source.encode(plain_digits(segment), SOURCE_TOKENS) for segment, _ in pairs]
        targets = [model.target.encode(text, TARGET_TOKENS) for _, text in pairs]
        lengths = [len(source) + len(target) for source, target in zip(sources, targets, strict=True)]
        tasks = [
            lambda batch=batch: list(
                zip(
                    batch,
                    read_targets(model.network, [sources[n] for n in batch], [targets[n] for n in batch]),
                    strict=True,
                )
            )
            for batch in _batches(list(range(len(pairs))), lengths, BATCH_ROWS)
        ]
        found = {number: reading for done in self._parallel(tasks) for number, reading in done}
        return [found[number] for number in range(len(pairs))]

    def _parallel(self, tasks: Sequence[Callable[[], _T]]) -> Iterator[_T]:
        """Run the tasks in several threads and yield their results as they come."""
        workers = min(self.threads or cores(), len(tasks))
        try:
            with SingleThreadedBlas():
                if workers < 2:
                    for task in tasks:
                        yield task()
                    return
                with ThreadPoolExecutor(workers, "marian") as pool:
                    futures = [pool.submit(task) for task in tasks]
                    try:
                        for future in as_completed(futures):
                            yield future.result()
                    finally:
                        pool.shutdown(wait=True, cancel_futures=True)
        except FloatingPointError as error:
            raise EngineError(
                f"the model cannot be run ({error})",
                place=str(self.folder),
                remedy="its file is damaged: install it again with `bilingual engine install`",
            ) from error


@dataclass(frozen=True, slots=True)
class _Model:
    """What an engine loads."""

    network: Network
    source: Vocabulary
    target: Vocabulary
    never: Indices
    """Tokens that are not text."""

    def search(self, beam: int) -> Search:
        from bilingual.engines.marian.decoding import Search

        return Search(self.network, self.target.end, self.never, beam)


def _batches(items: Sequence[_T], lengths: Sequence[int], rows: int) -> Iterator[list[_T]]:
    """Yield batches of items of similar lengths, the longest first: a long one at the end would leave cores idle."""
    batch: list[_T] = []
    longest = 0
    for number in sorted(range(len(items)), key=lambda number: -lengths[number]):
        if batch and (len(batch) >= rows or (len(batch) + 1) * longest > BATCH_TOKENS):
            yield batch
            batch = []
        longest = max(longest, lengths[number]) if batch else lengths[number]
        batch.append(items[number])
    if batch:
        yield batch


def _contains(text: str, phrases: Sequence[str]) -> bool:
    return any(re.search(rf"(?<!\w){re.escape(phrase)}(?!\w)", text, re.IGNORECASE) for phrase in phrases if phrase)
