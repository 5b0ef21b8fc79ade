"""Read the numbers of Firefox Translations models. A file is untrusted: every number in it is checked before use.

An int8 matrix is stored transposed, except embeddings, with its multiplier (f32) after it.
Source: mozilla/translations, inference-rs/05-fx-model-architecture.md.
"""

from __future__ import annotations

import math
import struct
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from bilingual.engines.marian.architecture import Dimensions, read_dimensions
from bilingual.models.marian import FLOAT32, INT8, SETTINGS_NAME, DamagedError, Tensor, naming, read_tensors

Floats: TypeAlias = npt.NDArray[np.float32]
Indices: TypeAlias = npt.NDArray[np.intp]
Scores: TypeAlias = npt.NDArray[np.float64]

_SMALLEST = 1e-6
"""Multiplier below which int8 numbers would mean more than 100 million."""
_SCALES = "_QuantMultA"
"""Ends the names of the scales of activations, which only integer arithmetic needs."""


@dataclass(frozen=True, slots=True)
class Embeddings:
    """A row of numbers for each token, as stored: int8 needs a quarter of the memory."""

    stored: npt.NDArray[np.int8] | Floats
    scale: np.float32
    """What the stored numbers are multiplied by."""

    def rows(self, tokens: Indices) -> Floats:
        """Return the numbers of tokens, along a new last axis."""
        found = self.stored[tokens].astype(np.float32)
        found *= self.scale
        return found

    def columns(self) -> Floats:
        """Return the numbers of all tokens, one column for each: multiplied twice as fast as rows."""
        found: Floats = np.ascontiguousarray(self.stored.T, np.float32)
        found *= self.scale
        return found


@dataclass(frozen=True, slots=True)
class Parameters:
    """The numbers of a model."""

    dimensions: Dimensions
    tensors: Mapping[str, Floats]
    """By name, without the embeddings; vectors have one axis."""
    embeddings: Mapping[str, Embeddings]
    """By name."""


def read_model(path: Path) -> Parameters:
    """Read a model file. Raises `EngineError` when it cannot be read, is damaged, or is of another architecture."""
    with naming(str(path)):
        return _parse(*read_tensors(path))


def _parse(data: bytes, table: dict[str, Tensor]) -> Parameters:
    settings = table.pop(SETTINGS_NAME)
    text = data[settings.start : settings.start + settings.length].split(b"\0")[0]
    dimensions = read_dimensions(text.decode("utf-8", "replace"))
    expected = dimensions.tensors()
    found = {name for name in table if not name.endswith(_SCALES)}
    if missing := sorted(expected.keys() - found):
        raise DamagedError(f"{len(missing)} tensors are missing, such as {missing[0]}")
    if extra := sorted(found - expected.keys()):
        raise DamagedError(f"it has unknown tensors, such as {extra[0]!r}")
    for name, shape in expected.items():
        if table[name].shape != shape:
            raise DamagedError(f"{name} has the shape {table[name].shape} instead of {shape}")
    tables = {dimensions.source_embeddings, dimensions.target_embeddings}
    return Parameters(
        dimensions,
        {name: _numbers(data, name, table[name]) for name in expected.keys() - tables},
        {name: _embeddings(data, name, table[name]) for name in tables},
    )


def _numbers(data: bytes, name: str, tensor: Tensor) -> Floats:
    """Return a tensor's numbers as float32: a copy, so that the file's bytes can be released."""
    if tensor.kind == FLOAT32:
        numbers = _floats(data, name, tensor)
    else:
        stored, scale = _integers(data, name, tensor, tensor.shape[::-1])
        numbers = np.ascontiguousarray(stored.T, np.float32)
        numbers *= scale
    return numbers[0] if tensor.shape[0] == 1 else numbers


def _embeddings(data: bytes, name: str, tensor: Tensor) -> Embeddings:
    if tensor.kind == FLOAT32:
        return Embeddings(_floats(data, name, tensor), np.float32(1))
    stored, scale = _integers(data, name, tensor, tensor.shape)
    return Embeddings(stored.copy(), scale)


def _floats(data: bytes, name: str, tensor: Tensor) -> Floats:
    numbers: Floats = np.frombuffer(data, "<f4", math.prod(tensor.shape), tensor.start).astype(np.float32)
    if not np.isfinite(numbers).all():
        raise DamagedError(f"{name} has a number that is not finite")
    return numbers.reshape(tensor.shape)


def _integers(
    data: bytes, name: str, tensor: Tensor, shape: tuple[int, ...]
) -> tuple[npt.NDArray[np.int8], np.float32]:
    if tensor.kind != INT8:
        raise DamagedError(f"{name} is not a matrix of numbers")
    count = math.prod(shape)
    (multiplier,) = struct.unpack_from("<f", data, tensor.start + count)
    if not (math.isfinite(multiplier) and multiplier > _SMALLEST):
        raise DamagedError(f"{name} has the multiplier {multiplier}")
    return np.frombuffer(data, np.int8, count, tensor.start).reshape(shape), np.float32(1 / multiplier)
