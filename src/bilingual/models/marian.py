"""The table of a Firefox Translations model file. A file is untrusted: every number in it is checked before use.

Layout, little-endian: u64 version, u64 count; for each tensor the u64 lengths of its name, shape and data, and its
type; the names; the shapes (i32); u64 padding; the data. The text `special:model.yml` describes the network.
Source: mozilla/translations, inference-rs/05-fx-model-architecture.md.
"""

from __future__ import annotations

import math
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bilingual.errors import EngineError

SETTINGS_NAME = "special:model.yml"
INT8, FLOAT32, TEXT = 0x4101, 0x404, 0x101
"""Types of tensors."""
_LARGEST = 1 << 30
"""Bytes of the largest file that is read; the largest published model has 60 MB."""
_MOST_TENSORS = 4096
_LONGEST_NAME = 128


@dataclass(frozen=True, slots=True)
class Tensor:
    """Where the numbers of a tensor are in its file."""

    kind: int
    shape: tuple[int, ...]
    start: int
    """Offset of its data in the file."""
    length: int
    """Bytes of its data, with padding."""


class DamagedError(Exception):
    """What is wrong with a file; `naming` makes an `EngineError` of it."""


@contextmanager
def naming(place: str) -> Iterator[None]:
    """Raise an `EngineError` that names the place, for a file that cannot be read, is damaged, or is not supported."""
    try:
        yield
    except OSError as error:
        remedy = "install it again with `bilingual engine install`"
        raise EngineError(f"cannot be read ({error.strerror})", place=place, remedy=remedy) from error
    except DamagedError as error:
        remedy = "download it again and install it with `bilingual engine install`"
        raise EngineError(f"the model file is damaged ({error})", place=place, remedy=remedy) from error
    except EngineError as error:
        raise EngineError(error.message, place=place, remedy=error.remedy) from error


def read_tensors(path: Path) -> tuple[bytes, dict[str, Tensor]]:
    """Return the bytes of a file and its tensors by name; all are inside the file, and one has the settings.

    Raises `OSError`, `DamagedError`, or `EngineError` for numbers in a format that is not supported.
    """
    if path.stat().st_size > _LARGEST:
        raise DamagedError(f"it has more than {_LARGEST >> 20} MiB")
    data = path.read_bytes()
    table = _table(data)
    if SETTINGS_NAME not in table:
        raise DamagedError(f"it has no {SETTINGS_NAME}")
    return data, table


def _table(data: bytes) -> dict[str, Tensor]:
    """Return the tensors listed in the file, by name; all are inside the file."""
    if len(data) < 16:
        raise DamagedError("it is too short")
    version, count = struct.unpack_from("<QQ", data, 0)
    if version != 1:
        raise DamagedError("it does not begin like a Marian model of version 1")
    if not 0 < count <= _MOST_TENSORS:
        raise DamagedError(f"it lists {count} tensors")
    at = 16
    _require(data, at, 32 * count)
    heads = [struct.unpack_from("<QQQQ", data, at + 32 * n) for n in range(count)]
    at += 32 * count
    names: list[str] = []
    for length, _, _, _ in heads:
        if not 1 < length <= _LONGEST_NAME:
            raise DamagedError(f"a name has {length} bytes")
        _require(data, at, length)
        names.append(data[at : at + length].rstrip(b"\0").decode("ascii", "replace"))
        at += length
    if len(set(names)) != count:
        raise DamagedError("a name is listed twice")
    shapes: list[tuple[int, ...]] = []
    for _, _, axes, _ in heads:
        if not 0 < axes <= 4:
            raise DamagedError(f"a tensor has {axes} axes")
        _require(data, at, 4 * axes)
        shapes.append(struct.unpack_from(f"<{axes}i", data, at))
        at += 4 * axes
    _require(data, at, 8)
    (padding,) = struct.unpack_from("<Q", data, at)
    at += 8
    _require(data, at, padding)
    at += padding
    table: dict[str, Tensor] = {}
    for (_, kind, _, length), name, shape in zip(heads, names, shapes, strict=True):
        _require(data, at, length)
        table[name] = Tensor(kind, shape, at, length)
        _check_length(name, table[name])
        at += length
    if at != len(data):
        raise DamagedError(f"{len(data) - at} bytes follow its end")
    return table


def _require(data: bytes, at: int, length: int) -> None:
    if length > len(data) - at:
        raise DamagedError(f"it ends early, after {len(data)} bytes")


def _check_length(name: str, tensor: Tensor) -> None:
    if any(size < 1 for size in tensor.shape):
        raise DamagedError(f"{name} has the shape {tensor.shape}")
    count = math.prod(tensor.shape)
    needed = {INT8: count + 4, FLOAT32: 4 * count, TEXT: count}.get(tensor.kind)
    if needed is None:
        raise EngineError(
            f"{name} has the number format {tensor.kind:#x}, which is not supported",
            remedy="use the file model.*.intgemm.alphas.bin of Firefox Translations",
        )
    if needed > tensor.length:
        raise DamagedError(f"{name} has {tensor.length} bytes instead of {needed}")
