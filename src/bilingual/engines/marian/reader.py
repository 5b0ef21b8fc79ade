"""Read the binary model files of Firefox Translations. A file is untrusted: every number in it is checked before use.

Layout, little-endian: u64 version, u64 count; for each tensor the u64 lengths of its name, shape and data, and its
type; the names; the shapes (i32); u64 padding; the data. An int8 matrix is stored transposed, except embeddings, with
its multiplier (f32) after it. The text `special:model.yml` describes the network.
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

from bilingual.engines.marian.architecture import SETTINGS_NAME, Dimensions, read_dimensions
from bilingual.errors import EngineError

Floats: TypeAlias = npt.NDArray[np.float32]
Indices: TypeAlias = npt.NDArray[np.intp]
Scores: TypeAlias = npt.NDArray[np.float64]

LARGEST = 1 << 30
"""Bytes of the largest file that is read; the largest published model has 60 MB."""
_MOST_TENSORS = 4096
_LONGEST_NAME = 128
_SMALLEST = 1e-6
"""Multiplier below which int8 numbers would mean more than 100 million."""
_INT8, _FLOAT32, _TEXT = 0x4101, 0x404, 0x101
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


@dataclass(frozen=True, slots=True)
class _Tensor:
    kind: int
    shape: tuple[int, ...]
    start: int
    """Offset of its data in the file."""
    length: int
    """Bytes of its data, with padding."""


def read_model(path: Path) -> Parameters:
    """Read a model file. Raises `EngineError` when it cannot be read, is damaged, or is of another architecture."""
    try:
        size = path.stat().st_size
        data = path.read_bytes() if size <= LARGEST else b""
    except OSError as error:
        remedy = "install it again with `bilingual engine install`"
        raise EngineError(f"cannot be read ({error.strerror})", place=str(path), remedy=remedy) from error
    try:
        if size > LARGEST:
            raise _DamagedError(f"it has more than {LARGEST >> 20} MiB")
        return _parse(data)
    except _DamagedError as error:
        remedy = "download it again, or install it again with `bilingual engine install`"
        raise EngineError(f"the model file is damaged ({error})", place=str(path), remedy=remedy) from error
    except EngineError as error:
        raise EngineError(error.message, place=str(path), remedy=error.remedy) from error


class _DamagedError(Exception):
    pass


def _parse(data: bytes) -> Parameters:
    table = _table(data)
    settings = table.pop(SETTINGS_NAME, None)
    if settings is None:
        raise _DamagedError(f"it has no {SETTINGS_NAME}")
    text = data[settings.start : settings.start + settings.length].split(b"\0")[0]
    dimensions = read_dimensions(text.decode("utf-8", "replace"))
    expected = dimensions.tensors()
    found = {name for name in table if not name.endswith(_SCALES)}
    if missing := sorted(expected.keys() - found):
        raise _DamagedError(f"{len(missing)} tensors are missing, such as {missing[0]}")
    if extra := sorted(found - expected.keys()):
        raise _DamagedError(f"it has unknown tensors, such as {extra[0]!r}")
    for name, shape in expected.items():
        if table[name].shape != shape:
            raise _DamagedError(f"{name} has the shape {table[name].shape} instead of {shape}")
    tables = {dimensions.source_embeddings, dimensions.target_embeddings}
    return Parameters(
        dimensions,
        {name: _numbers(data, name, table[name]) for name in expected.keys() - tables},
        {name: _embeddings(data, name, table[name]) for name in tables},
    )


def _table(data: bytes) -> dict[str, _Tensor]:
    """Return the tensors listed in the file, by name; all are inside the file."""
    if len(data) < 16:
        raise _DamagedError("it is too short")
    version, count = struct.unpack_from("<QQ", data, 0)
    if version != 1:
        raise _DamagedError("it does not begin like a Marian model of version 1")
    if not 0 < count <= _MOST_TENSORS:
        raise _DamagedError(f"it lists {count} tensors")
    at = 16
    _require(data, at, 32 * count)
    heads = [struct.unpack_from("<QQQQ", data, at + 32 * n) for n in range(count)]
    at += 32 * count
    names: list[str] = []
    for length, _, _, _ in heads:
        if not 1 < length <= _LONGEST_NAME:
            raise _DamagedError(f"a name has {length} bytes")
        _require(data, at, length)
        names.append(data[at : at + length].rstrip(b"\0").decode("ascii", "replace"))
        at += length
    if len(set(names)) != count:
        raise _DamagedError("a name is listed twice")
    shapes: list[tuple[int, ...]] = []
    for _, _, axes, _ in heads:
        if not 0 < axes <= 4:
            raise _DamagedError(f"a tensor has {axes} axes")
        _require(data, at, 4 * axes)
        shapes.append(struct.unpack_from(f"<{axes}i", data, at))
        at += 4 * axes
    _require(data, at, 8)
    (padding,) = struct.unpack_from("<Q", data, at)
    at += 8
    _require(data, at, padding)
    at += padding
    table: dict[str, _Tensor] = {}
    for (_, kind, _, length), name, shape in zip(heads, names, shapes, strict=True):
        _require(data, at, length)
        table[name] = _Tensor(kind, shape, at, length)
        _check_length(name, table[name])
        at += length
    if at != len(data):
        raise _DamagedError(f"{len(data) - at} bytes follow its end")
    return table


def _require(data: bytes, at: int, length: int) -> None:
    if length > len(data) - at:
        raise _DamagedError(f"it ends early, after {len(data)} bytes")


def _check_length(name: str, tensor: _Tensor) -> None:
    if any(size < 1 for size in tensor.shape):
        raise _DamagedError(f"{name} has the shape {tensor.shape}")
    count = math.prod(tensor.shape)
    needed = {_INT8: count + 4, _FLOAT32: 4 * count, _TEXT: count}.get(tensor.kind)
    if needed is None:
        raise EngineError(
            f"{name} has the number format {tensor.kind:#x}, which is not supported",
            remedy="use the file model.*.intgemm.alphas.bin of Firefox Translations",
        )
    if needed > tensor.length:
        raise _DamagedError(f"{name} has {tensor.length} bytes instead of {needed}")


def _numbers(data: bytes, name: str, tensor: _Tensor) -> Floats:
    """Return a tensor's numbers as float32: a copy, so that the file's bytes can be released."""
    if tensor.kind == _FLOAT32:
        numbers = _floats(data, name, tensor)
    else:
        stored, scale = _integers(data, name, tensor, tensor.shape[::-1])
        numbers = np.ascontiguousarray(stored.T, np.float32)
        numbers *= scale
    return numbers[0] if tensor.shape[0] == 1 else numbers


def _embeddings(data: bytes, name: str, tensor: _Tensor) -> Embeddings:
    if tensor.kind == _FLOAT32:
        return Embeddings(_floats(data, name, tensor), np.float32(1))
    stored, scale = _integers(data, name, tensor, tensor.shape)
    return Embeddings(stored.copy(), scale)


def _floats(data: bytes, name: str, tensor: _Tensor) -> Floats:
    numbers: Floats = np.frombuffer(data, "<f4", math.prod(tensor.shape), tensor.start).astype(np.float32)
    if not np.isfinite(numbers).all():
        raise _DamagedError(f"{name} has a number that is not finite")
    return numbers.reshape(tensor.shape)


def _integers(
    data: bytes, name: str, tensor: _Tensor, shape: tuple[int, ...]
) -> tuple[npt.NDArray[np.int8], np.float32]:
    if tensor.kind != _INT8:
        raise _DamagedError(f"{name} is not a matrix of numbers")
    count = math.prod(shape)
    (multiplier,) = struct.unpack_from("<f", data, tensor.start + count)
    if not (math.isfinite(multiplier) and multiplier > _SMALLEST):
        raise _DamagedError(f"{name} has the multiplier {multiplier}")
    return np.frombuffer(data, np.int8, count, tensor.start).reshape(shape), np.float32(1 / multiplier)
