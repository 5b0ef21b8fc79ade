"""Search for the likeliest targets of a batch, and the likelihood of given targets."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from bilingual.engines.marian.network import Encoded, Floats, Indices, Network, Scores

LENGTH_FACTOR = 2.0
"""Longest draft, as a multiple of its source: the value with which Firefox uses these models."""
LENGTH_ADDED = 8
"""Tokens that are always allowed in addition: a headline of three tokens may need ten."""
_BLOCK = 64
"""Tokens of the vocabulary whose largest logit is found first, when several are looked for."""
_LOGIT_ROWS = 64
"""Rows of logits computed together for given targets: 16 MB with a vocabulary of 64,000."""


@dataclass(frozen=True, slots=True)
class Source:
    """A source to translate."""

    tokens: tuple[int, ...]
    """Token numbers with the end token."""
    banned: tuple[tuple[int, ...], ...] = ()
    """Sequences of target tokens that no hypothesis may contain."""

    @property
    def limit(self) -> int:
        """Return the most tokens of a hypothesis."""
        return int(LENGTH_FACTOR * len(self.tokens)) + LENGTH_ADDED


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

    def run(self, sources: Sequence[Source]) -> list[list[Hypothesis]]:
        """Return for each source one to `beam` hypotheses, the best first.

        Raises `FloatingPointError` if the arithmetic fails: the model's numbers are damaged.
        """
        finished: list[list[Hypothesis]] = [[] for _ in sources]
        beams = [_Beam(source, found) for source, found in zip(sources, finished, strict=True)]
        with np.errstate(all="ignore"):
            encoded = self.network.encode([source.tokens for source in sources])
            inputs, states = self.network.start(len(sources))
            position = 0
            while True:
                decoded = self.network.step(inputs, states, encoded, position)
                position += 1
                tokens, totals = self._likeliest(decoded.outputs, beams)
                going = [row for row, beam in enumerate(beams) if self._extend(beam, tokens[row], totals[row])]
                if not going:
                    break
                beams = [beams[row] for row in going]
                rows = np.array(going, np.intp)
                parents = np.array([beam.parents for beam in beams], np.intp)
                if len(rows) < len(decoded.outputs):
                    encoded = encoded.select(rows)
                states = tuple(state[rows[:, None], parents] for state in decoded.states)
                inputs = self.network.embed(np.array([[kept[-1] for kept in beam.kept] for beam in beams], np.intp))
        return [sorted(found, key=lambda one: -one.score) for found in finished]

    def _likeliest(self, outputs: Floats, beams: Sequence[_Beam]) -> tuple[Indices, Scores]:
        """Return for each place of each beam the likeliest next tokens and the total scores with them."""
        count, places, width = outputs.shape
        logits = self.network.logits(outputs.reshape(-1, width))
        norm = _log_sum(logits)
        if not np.isfinite(norm).all():
            raise FloatingPointError("the network's output is not finite")
        logits[:, self.never] = -np.inf
        for row, beam in enumerate(beams):
            for place, kept in enumerate(beam.kept):
                for sequence in beam.source.banned:
                    if kept[len(kept) - len(sequence) + 1 :] == sequence[:-1]:
                        logits[row * places + place, sequence[-1]] = -np.inf
        tokens = _largest(logits, 1 if self.beam == 1 else 2 * self.beam)
        gains = np.take_along_axis(logits, tokens, 1) - norm[:, None]
        before = np.array([beam.totals for beam in beams], np.float64)
        totals = before[:, :, None] + gains.reshape(count, places, -1)
        return tokens.reshape(count, places, -1), totals

    def _extend(self, beam: _Beam, tokens: Indices, totals: Scores) -> bool:
        """Extend a beam by one token. Return False if it is finished."""
        choices = tokens.shape[1]
        order = np.argsort(-totals, axis=None, kind="stable")[: 2 * self.beam]
        kept: list[tuple[int, ...]] = []
        parents: list[int] = []
        sums: list[float] = []
        length = len(beam.kept[0]) + 1
        for rank, choice in enumerate(order):
            parent, token = int(choice) // choices, int(tokens.flat[choice])
            total = float(totals.flat[choice])
            if not math.isfinite(total):
                break
            if token == self.end:
                if rank < self.beam:
                    beam.finished.append(Hypothesis(beam.kept[parent], total / length))
            elif len(kept) < self.beam:
                kept.append((*beam.kept[parent], token))
                parents.append(parent)
                sums.append(total)
        if len(beam.finished) >= self.beam or length >= beam.source.limit or not kept:
            if not beam.finished:
                # The end was not reached: what there is, or nothing at all if all tokens are banned.
                beam.finished.append(Hypothesis(kept[0], sums[0] / length) if kept else Hypothesis((), -math.inf))
            return False
        # Every beam of a batch has as many places: the rest are copies that cannot be chosen.
        missing = self.beam - len(kept)
        beam.kept = kept + kept[-1:] * missing
        beam.parents = parents + parents[-1:] * missing
        beam.totals = sums + [-math.inf] * missing
        return True


@dataclass(slots=True)
class _Beam:
    """The unfinished hypotheses of one source."""

    source: Source
    finished: list[Hypothesis]
    kept: list[tuple[int, ...]] = field(default_factory=lambda: [()])
    parents: list[int] = field(default_factory=lambda: [0])
    """For each hypothesis, its place one token ago."""
    totals: list[float] = field(default_factory=lambda: [0.0])
    """Sums of log-probabilities."""


def read(network: Network, sources: Sequence[Sequence[int]], targets: Sequence[Sequence[int]]) -> list[Reading]:
    """Return the likelihood and alignment of each target; both sides have their end token.

    Raises `FloatingPointError` if the arithmetic fails: the model's numbers are damaged.
    """
    longest = max(map(len, targets))
    tokens = np.zeros((len(targets), longest), np.intp)
    for row, target in enumerate(targets):
        tokens[row, : len(target)] = target
    with np.errstate(all="ignore"):
        encoded: Encoded = network.encode(sources)
        start, _ = network.start(len(targets))
        decoded = network.follow(np.concatenate([start, network.embed(tokens[:, :-1])], 1), encoded)
        # Padding is not scored: a batch may have short targets.
        rows = np.concatenate([row * longest + np.arange(len(target)) for row, target in enumerate(targets)])
        outputs, wanted = decoded.outputs.reshape(len(targets) * longest, -1), tokens.reshape(-1)
        found = np.zeros(len(wanted), np.float32)
        for at in range(0, len(rows), _LOGIT_ROWS):
            some = rows[at : at + _LOGIT_ROWS]
            logits = network.logits(outputs[some])
            found[some] = logits[np.arange(len(some)), wanted[some]] - _log_sum(logits)
        if not np.isfinite(found).all():
            raise FloatingPointError("the network's output is not finite")
    return [
        Reading(found[row * longest :][: len(target)], decoded.attention[row, : len(target), : len(source)])
        for row, (source, target) in enumerate(zip(sources, targets, strict=True))
    ]


def _log_sum(logits: Floats) -> Floats:
    """Return the logarithm of the sum of exponentials of each row."""
    largest = logits.max(1)
    powers = logits - largest[:, None]
    np.exp(powers, out=powers)
    found: Floats = np.log(powers.sum(1)) + largest
    return found


def _largest(logits: Floats, count: int) -> Indices:
    """Return the indices of the `count` largest numbers of each row, the largest first."""
    if count == 1:
        return logits.argmax(1)[:, None]
    rows, words = logits.shape
    blocks = words // _BLOCK
    if blocks <= count:
        candidates = np.broadcast_to(np.arange(words), (rows, words))
    else:
        # The largest numbers are in the blocks with the largest maxima: a sort of 64,000 numbers becomes one of 1,000.
        peaks = logits[:, : blocks * _BLOCK].reshape(rows, blocks, _BLOCK).max(2)
        best = np.argpartition(-peaks, count - 1, axis=1)[:, :count]
        inside = (best[:, :, None] * _BLOCK + np.arange(_BLOCK)).reshape(rows, -1)
        rest = np.broadcast_to(np.arange(blocks * _BLOCK, words), (rows, words - blocks * _BLOCK))
        candidates = np.concatenate([inside, rest], 1)
        candidates.sort(1)  # of equal numbers, the first token
    values = np.take_along_axis(logits, candidates, 1)
    order = np.argsort(-values, axis=1, kind="stable")[:, :count]
    return np.take_along_axis(candidates, order, 1)
