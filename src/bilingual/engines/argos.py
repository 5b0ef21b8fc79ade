"""Argos packages, run in batches by CTranslate2.

argostranslate itself translates one sentence at a time and splits text with a splitter that may go online.
Here its package API only reads the package; the tokens go to CTranslate2 directly, all segments in one call.
Measured with `benchmarks/speed.py`; the reasons are in docs/engines.md.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

from bilingual.engines.attention import Look
from bilingual.engines.base import Draft, Drafts, OnDraft, Question, Rendering, Request, Traits, cores
from bilingual.engines.loading import LoadedOnce, unloaded_state
from bilingual.errors import EngineError

BEAM = 4
LENGTH_PENALTY = 0.2
"""argostranslate's own value, so that a package translates as its maker tested it."""
MAX_TOKENS = 256
"""Longest draft, in tokens: stops a looping model."""
MAX_INPUT = 480
"""Tokens used of a segment: some packages fail beyond 512. Callers split long segments before."""
CHUNK = 512
"""Segments per call: enough to keep every core busy; an interrupted run loses at most this many drafts."""


_FEWEST, _MOST_TOKENS = 256, 512
"""Tokens of a batch. Below, a batch costs more for each token; above, it does not cost less."""
_BATCHES = 8
"""Batches for the sentences of a call: a short article, too, keeps every core busy.

Not the number of threads: with it, the English would depend on the machine.
"""


@dataclass(frozen=True)
class ArgosEngine:
    """An unpacked Argos package on disk.

    Tokenizer and model can be used from several threads at once: loading has a lock, the rest needs none.
    """

    package_path: Path
    """Folder with `metadata.json`, `model/` and the tokenizer."""
    sha256: str = ""
    """Hash of the package file it was installed from; part of the signature."""
    threads: int | None = None
    """Parallel translations, one thread each; None: the number of cores that this process may use.

    On a small model, two threads inside one translation are many times slower than one: `benchmarks/speed.py`.
    """
    compute_type: str = "int8"

    name = "argos"
    traits = Traits(form="plain", explains=True, uses=frozenset({"avoid"}))

    def __getstate__(self) -> dict[str, Any]:
        return unloaded_state(self)

    @LoadedOnce
    def _package(self) -> Any:
        try:
            with _temporary_home():
                from argostranslate.package import Package

            package = Package(self.package_path)
            if hasattr(package, "tokenizer"):
                package.tokenizer.encode("")  # it loads on first use, and without a lock
        except Exception as error:  # a damaged package fails in many ways
            raise self._damaged("the Argos package cannot be opened", error) from error
        if not hasattr(package, "tokenizer"):
            raise EngineError(
                "the Argos package has no sentencepiece.model and no bpe.model",
                place=str(self.package_path),
                remedy="install another package with `bilingual engine install`",
            )
        return package

    @LoadedOnce
    def _translator(self) -> Any:
        import ctranslate2

        try:
            return ctranslate2.Translator(
                str(self.package_path / "model"),
                device="cpu",
                inter_threads=self.threads or cores(),
                intra_threads=1,
                compute_type=self.compute_type,
            )
        except Exception as error:  # a damaged model fails in many ways
            raise self._damaged("CTranslate2 cannot load the model", error) from error

    def _run(self, what: str, *arguments: Any, **options: Any) -> Any:
        """Call a method of the translator. Raises `EngineError` if the model does not fit its vocabularies."""
        try:
            return getattr(self._translator, what)(*arguments, **options)
        except (ValueError, RuntimeError, IndexError) as error:
            raise self._damaged("CTranslate2 cannot run the model", error) from error

    def _damaged(self, what: str, error: Exception) -> EngineError:
        return EngineError(
            f"{what} ({type(error).__name__}: {' '.join(str(error).split())[:200]})",
            place=str(self.package_path),
            remedy="install it again with `bilingual engine install`, or use another model with --engine",
        )

    @property
    def signature(self) -> str:
        """Return the package, the versions and the options that determine the drafts."""
        package = self._package
        tool = f"ctranslate2-{version('ctranslate2')}"
        identity = f"{package.from_code}_{package.to_code}-{package.package_version}"
        digest = f"-{self.sha256[:12]}" if self.sha256 else ""
        how = f"beam{BEAM}-{self.compute_type}"
        return f"engine:argos-{version('argostranslate')}|{tool}|package:{identity}{digest}|{how}"

    def translate(self, requests: Sequence[Request], *, on_draft: OnDraft | None = None) -> list[Drafts]:
        """Translate the requests in batches of similar lengths; `attempt` has no effect (beam search)."""
        drafts: list[Drafts] = [()] * len(requests)
        alike: dict[tuple[int, tuple[str, ...]], list[int]] = {}
        for index, request in enumerate(requests):
            alike.setdefault((request.n_best, request.avoid), []).append(index)
        for (n_best, avoid), indices in alike.items():
            # Longest first: a long segment at the end would leave the other cores idle.
            order = sorted(indices, key=lambda index: -len(requests[index].segment))
            for start in range(0, len(order), CHUNK):
                chunk = order[start : start + CHUNK]
                found = self._decode([requests[index].segment for index in chunk], n_best, avoid)
                for index, drafted in zip(chunk, found, strict=True):
                    drafts[index] = drafted
                    if on_draft:
                        on_draft(index, drafted)
        return drafts

    def locate(self, questions: Sequence[Question]) -> list[tuple[Rendering, ...]]:
        """Force the model to produce each target and read its attention, once for all questions about it."""
        pairs = list(dict.fromkeys((question.segment, question.target) for question in questions))
        sources, targets = self._encode([pair[0] for pair in pairs]), self._encode([pair[1] for pair in pairs])
        prefix = [self._prefix] if self._prefix else []
        results = self._run(
            "translate_batch",
            sources,
            target_prefix=[prefix + target for target in targets],
            max_batch_size=_batch_size(sources),
            batch_type="tokens",
            beam_size=1,
            max_input_length=MAX_INPUT,
            max_decoding_length=2 * MAX_TOKENS,
            return_attention=True,
        )
        looks = {
            pair: Look(pair, (source[:MAX_INPUT], target), result.attention[0][len(prefix) :])
            for pair, source, target, result in zip(pairs, sources, targets, results, strict=True)
        }
        return [looks[question.segment, question.target].renderings(question) for question in questions]

    def score(self, pairs: Sequence[tuple[str, str]]) -> list[float]:
        """Return the likelihood of each target according to the model."""
        prefix = [self._prefix] if self._prefix else []
        sources = self._encode([segment for segment, _ in pairs])
        results = self._run(
            "score_batch",
            sources,
            [prefix + tokens for tokens in self._encode([target for _, target in pairs])],
            max_batch_size=_batch_size(sources),
            batch_type="tokens",
            max_input_length=MAX_INPUT,
        )
        return [sum(result.log_probs) / max(1, len(result.log_probs)) for result in results]

    @property
    def _prefix(self) -> str:
        return str(getattr(self._package, "target_prefix", "") or "")

    def _encode(self, texts: Sequence[str]) -> list[list[str]]:
        return [self._package.tokenizer.encode(text) for text in texts]

    def _decode(self, segments: list[str], n_best: int, avoid: Sequence[str]) -> list[Drafts]:
        tokenizer, prefix = self._package.tokenizer, self._prefix
        tokens = self._encode(segments)
        # Phrases are suppressed as token sequences: as written, and with a capital.
        banned = dict.fromkeys(way for phrase in avoid for way in (phrase, phrase[:1].upper() + phrase[1:]) if way)
        results = self._run(
            "translate_batch",
            tokens,
            target_prefix=[[prefix]] * len(tokens) if prefix else None,
            max_batch_size=_batch_size(tokens),
            batch_type="tokens",
            beam_size=max(BEAM, n_best),
            num_hypotheses=n_best,
            length_penalty=LENGTH_PENALTY,
            max_input_length=MAX_INPUT,
            max_decoding_length=MAX_TOKENS,
            replace_unknowns=True,
            return_scores=True,
            suppress_sequences=self._encode(list(banned)) or None,
        )
        return [
            tuple(
                Draft(_text(tokenizer, hypothesis, prefix), score)
                for hypothesis, score in zip(result.hypotheses, result.scores, strict=True)
            )
            for result in results
        ]


def _batch_size(sources: Sequence[Sequence[str]]) -> int:
    """Return the tokens of a batch for these sentences."""
    return max(_FEWEST, min(_MOST_TOKENS, sum(map(len, sources)) // _BATCHES))


@contextmanager
def _temporary_home() -> Iterator[None]:
    """Let argostranslate create its folders in a temporary home folder.

    When it is imported it creates three, and fails where there is no home folder or where it is read-only. Nothing in
    them is needed here.
    """
    names = ("HOME", "USERPROFILE", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "SNAP")
    before = {name: os.environ.pop(name, None) for name in names}
    try:
        with tempfile.TemporaryDirectory(prefix="bilingual-") as folder:
            os.environ["HOME"] = os.environ["USERPROFILE"] = folder
            yield
    finally:
        for name, value in before.items():
            os.environ.pop(name, None)
            if value is not None:
                os.environ[name] = value


def _text(tokenizer: Any, tokens: list[str], prefix: str) -> str:
    if prefix and tokens and tokens[0] == prefix:
        tokens = tokens[1:]
    return str(tokenizer.decode(tokens)).strip()
