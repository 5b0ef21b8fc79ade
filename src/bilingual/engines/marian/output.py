"""The output layer: from the decoder's numbers to a logit for each token of the target.

The whole vocabulary is most of the work of decoding. A beam search therefore computes only the tokens that were likely
at some point of a greedy search for the same source: a tenth of the time, and nearly always the same hypotheses.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from bilingual.engines.marian.network import Network
from bilingual.engines.marian.reader import Floats, Indices

_BLOCK = 64
"""Tokens of the vocabulary whose largest logit is found first, when several are looked for."""


class Output(Protocol):
    """The tokens that hypotheses may continue with."""

    def logits(self, outputs: Floats) -> Floats:
        """Return (sentence and place, column) for (sentence, place, number)."""

    def tokens(self, columns: Indices) -> Indices:
        """Return the tokens in columns: (sentence, place, choice) for the same."""

    def column(self, sentence: int, token: int) -> int | None:
        """Return the column of a token, or None if the sentence has none for it."""

    def select(self, sentences: Indices) -> Output:
        """Return the output layer of some of the sentences."""


@dataclass(frozen=True, slots=True)
class WholeVocabulary:
    """Every token of the target, for every sentence."""

    network: Network

    def logits(self, outputs: Floats) -> Floats:
        """Return the logits of every token."""
        return self.network.logits(outputs.reshape(-1, outputs.shape[-1]))

    def tokens(self, columns: Indices) -> Indices:
        """Return the columns: they are the tokens."""
        return columns

    def column(self, sentence: int, token: int) -> int | None:
        """Return the token: it is its column."""
        return token

    def select(self, sentences: Indices) -> WholeVocabulary:
        """Return the same layer."""
        return self


@dataclass(frozen=True, slots=True)
class Shortlists:
    """Some tokens for each sentence."""

    listed: Indices
    """(sentence, column): tokens in ascending order, then padding."""
    columns: Sequence[Mapping[int, int]]
    """For each sentence, the column of each token."""
    weights: Floats
    """(sentence, number, column)."""
    bias: Floats
    """(sentence, 1, column); minus infinity for padding."""

    @classmethod
    def of(cls, network: Network, likely: Sequence[set[int]]) -> Shortlists:
        """Return the output layer for the likely tokens of each sentence."""
        longest = max(map(len, likely))
        listed = np.zeros((len(likely), longest), np.intp)
        bias = np.full((len(likely), 1, longest), -np.inf, np.float32)
        columns: list[Mapping[int, int]] = []
        for row, tokens in enumerate(likely):
            ordered = sorted(tokens)
            listed[row, : len(ordered)] = ordered
            bias[row, 0, : len(ordered)] = network.bias[ordered]
            columns.append({token: column for column, token in enumerate(ordered)})
        return cls(listed, columns, np.stack([network.output_weights(row) for row in listed]), bias)

    def logits(self, outputs: Floats) -> Floats:
        """Return the logits of the tokens listed."""
        found: Floats = outputs @ self.weights
        found += self.bias
        return found.reshape(-1, found.shape[-1])

    def tokens(self, columns: Indices) -> Indices:
        """Return the tokens listed in the columns."""
        return np.take_along_axis(self.listed[:, None], columns, 2)

    def column(self, sentence: int, token: int) -> int | None:
        """Return the column of a token, or None if it is not listed."""
        return self.columns[sentence].get(token)

    def select(self, sentences: Indices) -> Shortlists:
        """Return the lists of some of the sentences."""
        columns = [self.columns[sentence] for sentence in sentences]
        return Shortlists(self.listed[sentences], columns, self.weights[sentences], self.bias[sentences])


def log_sum(logits: Floats) -> Floats:
    """Return the logarithm of the sum of exponentials of each row."""
    largest = logits.max(1)
    powers = logits - largest[:, None]
    np.exp(powers, out=powers)
    found: Floats = np.log(powers.sum(1)) + largest
    return found


def largest(logits: Floats, count: int) -> Indices:
    """Return the columns of the `count` largest numbers of each row, in any order; of equal ones, any."""
    if count == 1:
        return logits.argmax(1)[:, None]
    rows, width = logits.shape
    blocks = width // _BLOCK
    if blocks <= 2 * count:
        return np.argpartition(-logits, min(count, width) - 1, axis=1)[:, :count]
    # They are in the blocks with the largest maxima: a search among 64,000 numbers becomes one among 1,000.
    peaks = logits[:, : blocks * _BLOCK].reshape(rows, blocks, _BLOCK).max(2)
    best = np.argpartition(-peaks, count - 1, axis=1)[:, :count]
    inside = (best[:, :, None] * _BLOCK + np.arange(_BLOCK)).reshape(rows, -1)
    rest = np.broadcast_to(np.arange(blocks * _BLOCK, width), (rows, width - blocks * _BLOCK))
    candidates = np.concatenate([inside, rest], 1)
    values = np.take_along_axis(logits, candidates, 1)
    order = np.argpartition(-values, count - 1, axis=1)[:, :count]
    return np.take_along_axis(candidates, order, 1)
