"""The network of a Firefox Translations student: a transformer encoder, and a decoder of SSRU cells with attention.

Arrays of the decoder have the axes (sentence, place, number). The places of a sentence are successive tokens of one
target, or the hypotheses of a beam.
Source: mozilla/translations, inference-rs/05-fx-model-architecture.md.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from bilingual.engines.marian.reader import Embeddings, Floats, Indices, Parameters

_HIDDEN = np.float32(-1e9)
"""Added to the attention to padding."""


@dataclass(frozen=True, slots=True)
class Encoded:
    """A batch of encoded sources: what the attention of each decoder layer reads."""

    keys: tuple[Floats, ...]
    """For each layer, (sentence, head, number, source token)."""
    values: tuple[Floats, ...]
    """For each layer, (sentence, head, source token, number)."""
    hidden: Floats
    """(sentence, 1, 1, source token): 0, or a large negative number for padding."""

    def select(self, sentences: Indices) -> Encoded:
        """Return some of the sentences."""
        return Encoded(
            tuple(keys[sentences] for keys in self.keys),
            tuple(values[sentences] for values in self.values),
            self.hidden[sentences],
        )


@dataclass(frozen=True, slots=True)
class Decoded:
    """The decoder's output for a batch of places."""

    outputs: Floats
    """(sentence, place, number): the input of the output layer."""
    attention: Floats
    """(sentence, place, source token): the alignment for which the model was trained."""
    states: tuple[Floats, ...]
    """For each layer, the state of each cell after its place."""


class Network:
    """The arithmetic of a model, without search. It is not changed by use, so several threads may share it."""

    def __init__(self, parameters: Parameters) -> None:
        self.dimensions = parameters.dimensions
        self._tensors = parameters.tensors
        self._source = parameters.embeddings[self.dimensions.source_embeddings]
        self._target = parameters.embeddings[self.dimensions.target_embeddings]
        self._columns = self._target.columns()
        self.bias = parameters.tensors["decoder_ff_logit_out_b"]
        """Of the output layer: a number for each token of the target."""
        half = self.dimensions.width // 2
        self._frequencies = np.exp(-np.arange(half) * (math.log(10000.0) / (half - 1))).astype(np.float32)

    def encode(self, sources: Sequence[Sequence[int]]) -> Encoded:
        """Encode token sequences of similar lengths, each with its end token."""
        longest = max(map(len, sources))
        tokens = np.zeros((len(sources), longest), np.intp)
        hidden = np.full((len(sources), 1, 1, longest), _HIDDEN, np.float32)
        for row, source in enumerate(sources):
            tokens[row, : len(source)] = source
            hidden[row, ..., : len(source)] = 0
        x = self._embedded(self._source, tokens) + self._positions(0, longest)
        for layer in range(1, self.dimensions.encoder_layers + 1):
            name = f"encoder_l{layer}_self"
            keys, values = self._keys(x, name), self._values(x, name)
            x = self._attend(x, name, keys, values, hidden)[0]
            x = self._feed_forward(x, f"encoder_l{layer}")
        names = [f"decoder_l{layer}_context" for layer in range(1, self.dimensions.decoder_layers + 1)]
        return Encoded(
            tuple(np.ascontiguousarray(self._keys(x, name)) for name in names),
            tuple(np.ascontiguousarray(self._values(x, name)) for name in names),
            hidden,
        )

    def start(self, sentences: int) -> tuple[Floats, tuple[Floats, ...]]:
        """Return the decoder's first input and states for a batch: (sentence, 1, number), all zero."""
        zero = np.zeros((sentences, 1, self.dimensions.width), np.float32)
        return zero, (zero,) * self.dimensions.decoder_layers

    def embed(self, tokens: Indices) -> Floats:
        """Return the decoder's input for tokens of the target."""
        return self._embedded(self._target, tokens)

    def step(self, inputs: Floats, states: Sequence[Floats], encoded: Encoded, position: int) -> Decoded:
        """Decode one token of each hypothesis; all places have the same position and a state each."""
        return self._decode(inputs + self._positions(position, 1), states, encoded, in_turn=False)

    def follow(self, inputs: Floats, encoded: Encoded) -> Decoded:
        """Decode known targets: the places are positions 0, 1, 2 … of one target for each sentence."""
        _, states = self.start(len(inputs))
        return self._decode(inputs + self._positions(0, inputs.shape[1]), states, encoded, in_turn=True)

    def logits(self, outputs: Floats) -> Floats:
        """Return (row, token of the target) for rows of the decoder's output."""
        found: Floats = outputs @ self._columns
        found += self.bias
        return found

    def output_weights(self, tokens: Indices) -> Floats:
        """Return (number, token) of the output layer for some tokens of the target."""
        return np.ascontiguousarray(self._target.rows(tokens).T)

    def _decode(self, x: Floats, states: Sequence[Floats], encoded: Encoded, *, in_turn: bool) -> Decoded:
        after: list[Floats] = []
        attention = encoded.hidden
        for layer, state in enumerate(states, 1):
            cell = f"decoder_l{layer}_rnn"
            keep = _sigmoid(self._linear(x, f"{cell}_Wf", f"{cell}_bf"))
            added = (1 - keep) * (x @ self._tensors[f"{cell}_W"])
            if in_turn:
                for place in range(x.shape[1]):
                    before = added[:, place - 1] if place else state[:, 0]
                    added[:, place] += keep[:, place] * before
            else:
                added += keep * state
            after.append(added)
            output: Floats = np.maximum(added, 0)
            x = self._normal(x + output, f"{cell}_ffn")
            keys, values = encoded.keys[layer - 1], encoded.values[layer - 1]
            x, attention = self._attend(x, f"decoder_l{layer}_context", keys, values, encoded.hidden)
            x = self._feed_forward(x, f"decoder_l{layer}")
        return Decoded(x, attention[:, 0], tuple(after))

    def _attend(self, x: Floats, name: str, keys: Floats, values: Floats, hidden: Floats) -> tuple[Floats, Floats]:
        """Return the output of an attention layer, and the attention of each head."""
        queries = self._split(self._linear(x, f"{name}_Wq", f"{name}_bq"))
        queries *= np.float32(1 / math.sqrt(self.dimensions.width / self.dimensions.heads))
        weights = queries @ keys
        weights += hidden
        weights -= weights.max(-1, keepdims=True)
        np.exp(weights, out=weights)
        weights /= weights.sum(-1, keepdims=True)
        read: Floats = np.matmul(weights, values)
        read = read.swapaxes(1, 2).reshape(x.shape)
        return self._normal(x + self._linear(read, f"{name}_Wo", f"{name}_bo"), f"{name}_Wo"), weights

    def _keys(self, x: Floats, name: str) -> Floats:
        return self._split(self._linear(x, f"{name}_Wk", f"{name}_bk")).swapaxes(2, 3)

    def _values(self, x: Floats, name: str) -> Floats:
        return self._split(self._linear(x, f"{name}_Wv", f"{name}_bv"))

    def _split(self, x: Floats) -> Floats:
        """Return (sentence, head, place, number of the head)."""
        return x.reshape(*x.shape[:2], self.dimensions.heads, -1).swapaxes(1, 2)

    def _feed_forward(self, x: Floats, name: str) -> Floats:
        inner = self._linear(x, f"{name}_ffn_W1", f"{name}_ffn_b1")
        np.maximum(inner, 0, out=inner)
        return self._normal(x + self._linear(inner, f"{name}_ffn_W2", f"{name}_ffn_b2"), f"{name}_ffn_ffn")

    def _linear(self, x: Floats, weights: str, bias: str) -> Floats:
        # As one matrix: numpy multiplies a stack of matrices one by one.
        rows = x.reshape(-1, x.shape[-1]) @ self._tensors[weights]
        rows += self._tensors[bias]
        return rows.reshape(*x.shape[:-1], -1)

    def _normal(self, x: Floats, name: str) -> Floats:
        x = x - x.mean(-1, keepdims=True)
        variance = np.square(x).mean(-1, keepdims=True)
        x /= np.sqrt(variance + np.float32(1e-6))
        x *= self._tensors[f"{name}_ln_scale"]
        x += self._tensors[f"{name}_ln_bias"]
        return x

    def _embedded(self, table: Embeddings, tokens: Indices) -> Floats:
        return table.rows(tokens) * np.float32(math.sqrt(self.dimensions.width))

    def _positions(self, start: int, count: int) -> Floats:
        angles = np.arange(start, start + count, dtype=np.float32)[:, None] * self._frequencies
        return np.concatenate([np.sin(angles), np.cos(angles)], -1)


def _sigmoid(x: Floats) -> Floats:
    """Return 1 / (1 + exp(-x)), in place."""
    np.negative(x, out=x)
    np.exp(x, out=x)
    x += 1
    return np.reciprocal(x, out=x)
