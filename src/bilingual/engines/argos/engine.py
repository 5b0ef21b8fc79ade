"""Argos packages, decoded in batches by CTranslate2.

argostranslate's own loop translates one sentence at a time and splits text with a splitter that may go online.
Here its package API reads the package; the tokens go to CTranslate2 directly, all segments in one call.
Measured with `benchmarks/speed.py`; the reasons are in docs/engines.md.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from importlib.metadata import version
from pathlib import Path
from typing import Any

from bilingual.engines.argos.attention import Look
from bilingual.engines.base import Draft, OnDraft, Question, Rendering
from bilingual.errors import EngineError

BEAM = 4
LENGTH_PENALTY = 0.2
"""argostranslate's own value; kept so that a package sounds as its maker heard it."""
MAX_TOKENS = 256
"""Longest draft, in tokens: a looping model stops here."""
MAX_INPUT = 480
"""Tokens taken of a segment: some packages have positions for 512 and fail beyond. Callers cut long segments before."""
CHUNK = 512
"""Segments per call: one call keeps every core busy, and a killed run loses at most this many drafts."""


def cores() -> int:
    """Return the number of cores this process may use."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # macOS, Windows
        return os.cpu_count() or 1


@dataclass(frozen=True)
class ArgosEngine:
    """An unpacked Argos package on disk."""

    package_path: Path
    """Directory that holds `metadata.json`, `model/` and the tokenizer."""
    sha256: str = ""
    """Hash of the package file it was installed from; part of the signature."""
    threads: int = 0
    """Translations run side by side, one thread each; 0 takes the cores of this machine.

    Two threads inside one translation are many times slower on a small model than one: `benchmarks/speed.py`.
    """
    compute_type: str = "int8"

    name = "argos"
    samples = False

    @cached_property
    def _package(self) -> Any:
        try:
            from argostranslate.package import Package

            package = Package(self.package_path)
        except (ImportError, OSError, ValueError, KeyError, RuntimeError) as error:
            raise EngineError(
                f"the Argos package cannot be opened: {error}",
                place=str(self.package_path),
                remedy="install it again with `bilingual engine install`",
            ) from error
        if not hasattr(package, "tokenizer"):
            raise EngineError(
                "the Argos package has no sentencepiece.model and no bpe.model",
                place=str(self.package_path),
                remedy="install another package with `bilingual engine install`",
            )
        return package

    @cached_property
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
        except (RuntimeError, ValueError) as error:
            raise EngineError(
                f"CTranslate2 cannot load the model: {error}",
                place=str(self.package_path / "model"),
                remedy="install the package again with `bilingual engine install`",
            ) from error

    @property
    def signature(self) -> str:
        """Name the package, what decodes it, and how."""
        package = self._package
        tool = f"ctranslate2-{version('ctranslate2')}"
        identity = f"{package.from_code}_{package.to_code}-{package.package_version}"
        digest = f"-{self.sha256[:12]}" if self.sha256 else ""
        how = f"beam{BEAM}-{self.compute_type}"
        return f"engine:argos-{version('argostranslate')}|{tool}|package:{identity}{digest}|{how}"

    def translate(
        self,
        segments: Sequence[str],
        *,
        n_best: int = 1,
        attempt: int = 0,
        progress: OnDraft | None = None,
    ) -> list[tuple[Draft, ...]]:
        """Decode the segments in batches, similar lengths together; `attempt` changes nothing (beam search)."""
        # Longest first: a long segment that comes last would leave the other cores without work.
        order = sorted(range(len(segments)), key=lambda index: -len(segments[index]))
        drafts: list[tuple[Draft, ...]] = [()] * len(segments)
        for start in range(0, len(order), CHUNK):
            chunk = order[start : start + CHUNK]
            for index, found in zip(chunk, self._decode([segments[i] for i in chunk], n_best), strict=True):
                drafts[index] = found
                if progress:
                    progress(index, found)
        return drafts

    def locate(self, questions: Sequence[Question]) -> list[tuple[Rendering, ...]]:
        """Force the model through each target and read its attention, once for all questions about it."""
        pairs = list(dict.fromkeys((question.segment, question.target) for question in questions))
        sources, targets = self._encode([pair[0] for pair in pairs]), self._encode([pair[1] for pair in pairs])
        prefix = [self._prefix] if self._prefix else []
        results = self._translator.translate_batch(
            sources,
            target_prefix=[prefix + target for target in targets],
            max_batch_size=1024,
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
        """Ask the model how likely it finds each target."""
        prefix = [self._prefix] if self._prefix else []
        results = self._translator.score_batch(
            self._encode([segment for segment, _ in pairs]),
            [prefix + tokens for tokens in self._encode([target for _, target in pairs])],
            max_batch_size=1024,
            batch_type="tokens",
            max_input_length=MAX_INPUT,
        )
        return [sum(result.log_probs) / max(1, len(result.log_probs)) for result in results]

    def avoid(self, segments: Sequence[str], phrases: Sequence[str], *, n_best: int = 1) -> list[tuple[Draft, ...]]:
        """Decode without the token sequences of the phrases, as written and with a capital."""
        ways = dict.fromkeys(way for phrase in phrases for way in (phrase, phrase[:1].upper() + phrase[1:]) if way)
        return self._decode(list(segments), n_best, suppress_sequences=self._encode(list(ways)))

    @property
    def _prefix(self) -> str:
        return str(getattr(self._package, "target_prefix", "") or "")

    def _encode(self, texts: Sequence[str]) -> list[list[str]]:
        return [self._package.tokenizer.encode(text) for text in texts]

    def _decode(self, segments: list[str], n_best: int, **options: Any) -> list[tuple[Draft, ...]]:
        tokenizer, prefix = self._package.tokenizer, self._prefix
        tokens = self._encode(segments)
        results = self._translator.translate_batch(
            tokens,
            target_prefix=[[prefix]] * len(tokens) if prefix else None,
            max_batch_size=1024,
            batch_type="tokens",
            beam_size=max(BEAM, n_best),
            num_hypotheses=n_best,
            length_penalty=LENGTH_PENALTY,
            max_input_length=MAX_INPUT,
            max_decoding_length=MAX_TOKENS,
            replace_unknowns=True,
            return_scores=True,
            **options,
        )
        return [
            tuple(
                Draft(_text(tokenizer, hypothesis, prefix), score)
                for hypothesis, score in zip(result.hypotheses, result.scores, strict=True)
            )
            for result in results
        ]


def _text(tokenizer: Any, tokens: list[str], prefix: str) -> str:
    if prefix and tokens and tokens[0] == prefix:
        tokens = tokens[1:]
    return str(tokenizer.decode(tokens)).strip()
