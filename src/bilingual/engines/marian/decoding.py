"""Search for the likeliest targets of a batch, and the likelihood of given targets."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from bilingual.engines.marian.network import Encoded, Network
from bilingual.engines.marian.output import Output, Shortlists, WholeVocabulary, largest, log_sum
from bilingual.engines.marian.reader import Floats, Indices, Scores

LENGTH_FACTOR = 2.0
"""Longest draft, as a multiple of its source: the value with which Firefox uses these models."""
LENGTH_ADDED = 8
"""Tokens that are always allowed in addition: a headline of three tokens may need ten."""
LIKELY = 64
"""Tokens of each step of a greedy search that a beam search of the same source may use."""
_LOGIT_ROWS = 64
"""Rows of logits computed together for given targets: 16 MB with a vocabulary of 64,000."""


@dataclass(frozen=True, slots=True)
class SourceTokens:
    """A source to translate."""

    tokens: tuple[int, ...]
    """Token numbers with the end token."""
    banned: tuple[tuple[int, ...], ...] = ()
    """Sequences of target tokens that no hypothesis may contain."""

    @property
    def limit(self) -> int:
        """Return the most tokens of a hypothesis."""
        return int(LENGTH_FACTOR * len(self.tokens)) + LENGTH_ADDED

    def banned_after(self, kept: tuple[int, ...]) -> list[int]:
        """Return the tokens that would complete a banned sequence."""
        return [some[-1] for some in self.banned if kept[len(kept) - len(some) + 1 :] == some[:-1]]


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """A target."""

    tokens: tuple[int, ...]
    """Token numbers without the end token."""
    score: float
    """Mean log-probability of a token, the end token included."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What the model makes of a given target."""

    log_probabilities: Floats
    """Of each token, the end token included."""
    attention: Floats
    """(target token, source token)."""


@dataclass(frozen=True, slots=True)
class Search:
    """A beam search; with a beam of one, greedy. A target depends on its source only, except for rounding."""

    network: Network
    end: int
    """Number of the end token in the target's vocabulary."""
    never: Indices
    """Tokens that are not text: the unknown token, and rows of the model without a token."""
    beam: int = 1
    likely: int = LIKELY
    """Tokens for each step of a greedy search to which a beam search is limited; 0: no limit."""

    def run(self, sources: Sequence[SourceTokens]) -> list[list[Hypothesis]]:
        """Return for each source one to `beam` hypotheses, the best first.

        Raises `FloatingPointError` if the arithmetic fails: the model's numbers are damaged.
        """
        with np.errstate(all="ignore"):
            encoded = self.network.encode([source.tokens for source in sources])
            whole = WholeVocabulary(self.network)
            if self.beam == 1 or not self.likely:
                return self._run(sources, encoded, whole, self.beam, [])
            likely: list[set[int]] = [{self.end} for _ in sources]
            self._run(sources, encoded, whole, 1, likely)
            never = set(self.never.tolist())
            shortlists = Shortlists.of(self.network, [tokens - never for tokens in likely])
            return self._run(sources, encoded, shortlists, self.beam, [])

    def _run(
        self, sources: Sequence[SourceTokens], encoded: Encoded, output: Output, width: int, likely: Sequence[set[int]]
    ) -> list[list[Hypothesis]]:
        """Search with a beam of some width; add the likeliest tokens of each step to `likely`, if it is not empty."""
        finished: list[list[Hypothesis]] = [[] for _ in sources]
        beams = [_Beam(source, width, found) for source, found in zip(sources, finished, strict=True)]
        inputs, states = self.network.start(len(sources))
        position = 0
        while True:
            decoded = self.network.step(inputs, states, encoded, position)
            position += 1
            tokens, totals = self._likeliest(decoded.outputs, output, beams, likely)
            going = [row for row, beam in enumerate(beams) if beam.extend(tokens[row], totals[row], self.end)]
            if not going:
                break
            rows = np.array(going, np.intp)
            if len(going) < len(beams):
                beams = [beams[row] for row in going]
                likely = [likely[row] for row in going] if likely else []
                encoded, output = encoded.select(rows), output.select(rows)
            parents = np.array([beam.parents for beam in beams], np.intp)
            states = tuple(state[rows[:, None], parents] for state in decoded.states)
            inputs = self.network.embed(np.array([[kept[-1] for kept in beam.kept] for beam in beams], np.intp))
        return [sorted(found, key=lambda one: -one.score) for found in finished]

    def _likeliest(
        self, outputs: Floats, output: Output, beams: Sequence[_Beam], likely: Sequence[set[int]]
    ) -> tuple[Indices, Scores]:
        """Return for each place of each beam the likeliest next tokens and the total scores with them."""
        count, places, _ = outputs.shape
        logits = output.logits(outputs)
        norm = log_sum(logits)
        if not np.isfinite(norm).all():
            raise FloatingPointError("the network's output is not finite")
        if isinstance(output, WholeVocabulary):
            logits[:, self.never] = -np.inf
        for row, beam in enumerate(beams):
            for place, kept in enumerate(beam.kept):
                for token in beam.source.banned_after(kept):
                    column = output.column(row, token)
                    if column is not None:
                        logits[row * places + place, column] = -np.inf
        if likely:
            for known, some in zip(likely, largest(logits, self.likely).tolist(), strict=True):
                known.update(some)
        width = beams[0].width
        columns = largest(logits, 1 if width == 1 else min(2 * width, logits.shape[1]))
        gains = np.take_along_axis(logits, columns, 1) - norm[:, None]
        before = np.array([beam.totals for beam in beams], np.float64)
        totals = before[:, :, None] + gains.reshape(count, places, -1)
        return output.tokens(columns.reshape(count, places, -1)), totals


@dataclass(slots=True)
class _Beam:
    """The unfinished hypotheses of one source."""

    source: SourceTokens
    width: int
    """The most hypotheses."""
    finished: list[Hypothesis]
    kept: list[tuple[int, ...]] = field(default_factory=lambda: [()])
    parents: list[int] = field(default_factory=lambda: [0])
    """For each hypothesis, its place one token ago."""
    totals: list[float] = field(default_factory=lambda: [0.0])
    """Sums of log-probabilities."""

    def extend(self, tokens: Indices, totals: Scores, end: int) -> bool:
        """Extend the hypotheses by one token each. Return False if the search is finished."""
        choices = tokens.shape[1]
        order = np.argsort(-totals, axis=None, kind="stable")[: 2 * self.width]
        kept: list[tuple[int, ...]] = []
        parents: list[int] = []
        sums: list[float] = []
        length = len(self.kept[0]) + 1
        for rank, choice in enumerate(order):
            parent, token = int(choice) // choices, int(tokens.flat[choice])
            total = float(totals.flat[choice])
            if not math.isfinite(total):
                break
            if token == end:
                if rank < self.width:
                    self.finished.append(Hypothesis(self.kept[parent], total / length))
            elif len(kept) < self.width:
                kept.append((*self.kept[parent], token))
                parents.append(parent)
                sums.append(total)
        if len(self.finished) >= self.width or length >= self.source.limit or not kept:
            if not self.finished:
                # The end was not reached: what there is, or nothing at all if all tokens are banned.
                unfinished = [Hypothesis(some, total / length) for some, total in zip(kept, sums, strict=True)]
                self.finished += unfinished or [Hypothesis((), -math.inf)]
            return False
        # Every beam of a batch has as many places: the rest are copies that cannot be chosen.
        missing = self.width - len(kept)
        self.kept = kept + kept[-1:] * missing
        self.parents = parents + parents[-1:] * missing
        self.totals = sums + [-math.inf] * missing
        return True


def read_targets(network: Network, sources: Sequence[Sequence[int]], targets: Sequence[Sequence[int]]) -> list[Reading]:
    """Return the likelihood and alignment of each target; both sides have their end token.

    Raises `FloatingPointError` if the arithmetic fails: the model's numbers are damaged.
    """
    longest = max(map(len, targets))
    tokens = np.zeros((len(targets), longest), np.intp)
    for row, target in enumerate(targets):
        tokens[row, : len(target)] = target
    with np.errstate(all="ignore"):
        encoded = network.encode(sources)
        start, _ = network.start(len(targets))
        decoded = network.follow(np.concatenate([start, network.embed(tokens[:, :-1])], 1), encoded)
        # Padding is not scored: a batch may have short targets.
        rows = np.concatenate([row * longest + np.arange(len(target)) for row, target in enumerate(targets)])
        outputs, wanted = decoded.outputs.reshape(len(targets) * longest, -1), tokens.reshape(-1)
        found = np.zeros(len(wanted), np.float32)
        for at in range(0, len(rows), _LOGIT_ROWS):
            some = rows[at : at + _LOGIT_ROWS]
            logits = network.logits(outputs[some])
            found[some] = logits[np.arange(len(some)), wanted[some]] - log_sum(logits)
        if not np.isfinite(found).all():
            raise FloatingPointError("the network's output is not finite")
    return [
        Reading(found[row * longest :][: len(target)], decoded.attention[row, : len(target), : len(source)])
        for row, (source, target) in enumerate(zip(sources, targets, strict=True))
    ]
