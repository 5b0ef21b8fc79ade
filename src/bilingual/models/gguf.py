"""Read what a GGUF file says about its model. The file is untrusted: every length is checked before it is used.

Source: the GGUF specification in ggml's documentation (docs/gguf.md).
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from bilingual.errors import EngineError

_HEADER = struct.Struct("<4sIQQ")
_LENGTH = struct.Struct("<Q")
_TYPE = struct.Struct("<I")
_ARRAY_HEAD = struct.Struct("<IQ")
_STRING, _ARRAY = 8, 9
_SIZES = {0: 1, 1: 1, 2: 2, 3: 2, 4: 4, 5: 4, 6: 4, 7: 1, 10: 8, 11: 8, 12: 8}
"""Bytes of a number, by its type."""
_MOST_VALUES = 10_000
"""Values of a file; real ones have about 40."""
_MOST_STRINGS = 2_000_000
"""Strings of all arrays; the largest vocabularies have 260,000 tokens and about as many merges."""
_LONGEST = 1_000_000
"""Bytes of a text that is kept; long templates have 20,000."""
_TEXTS = ("general.architecture", "general.name", "tokenizer.chat_template", "tokenizer.ggml.model")
_ADDS_BOS = "tokenizer.ggml.add_bos_token"
_BOOL = 7


@dataclass(frozen=True, slots=True)
class GgufMetadata:
    """What a GGUF file says about its model; a value that it does not give is empty."""

    architecture: str
    """The architecture, in llama.cpp's names: `qwen2`, `lfm2`."""
    name: str
    """The model's name, as its publisher wrote it."""
    chat_template: str
    """The Jinja template of its prompts."""
    adds_bos: bool = False
    """True if llama.cpp begins every prompt with the token that begins a text."""


class _DamagedError(Exception):
    pass


def read_metadata(path: Path) -> GgufMetadata:
    """Return what a GGUF file says about its model; only the metadata at its beginning is read.

    Raises `EngineError` when the file cannot be read, is not GGUF of version 2 or 3, or is damaged.
    """
    try:
        with path.open("rb") as file:
            found = _read(_Reader(file, path.stat().st_size))
    except OSError as error:
        what = f"cannot be read: {error.strerror or error}"
        raise EngineError(what, place=str(path), remedy="give a .gguf file") from error
    except _DamagedError as error:
        what = f"the GGUF file is damaged: {error}"
        raise EngineError(what, place=str(path), remedy="download the file again, or another one") from error
    architecture, name, template, tokenizer = (found.get(key, "") for key in _TEXTS)
    # Where the file does not say it, llama.cpp goes by the kind of tokenizer: "llama" is SentencePiece.
    adds = found.get(_ADDS_BOS, str(tokenizer == "llama"))
    return GgufMetadata(architecture, name, template, adds == str(True))


class _Reader:
    """The bytes of a file in order, never past its end."""

    def __init__(self, file: BinaryIO, size: int) -> None:
        self._file = file
        self._left = size

    def take(self, count: int) -> bytes:
        self._spend(count)
        data = self._file.read(count)
        if len(data) < count:
            raise _DamagedError("it ends early")
        return data

    def skip(self, count: int) -> None:
        self._spend(count)
        if count < 4096:
            self._file.read(count)  # much faster than `seek`, which empties the buffer
        else:
            self._file.seek(count, 1)

    def length(self) -> int:
        (length,) = _LENGTH.unpack(self.take(_LENGTH.size))
        return int(length)

    def text(self) -> str:
        length = self.length()
        if length > _LONGEST:
            raise _DamagedError(f"a text has {length} bytes")
        return self.take(length).decode("utf-8", "replace")

    def _spend(self, count: int) -> None:
        if count > self._left:
            raise _DamagedError("it ends early")
        self._left -= count


def _read(data: _Reader) -> dict[str, str]:
    """Return the wanted values as text; reading ends with the last of them."""
    magic, version, _, values = _HEADER.unpack(data.take(_HEADER.size))
    if magic != b"GGUF" or version not in (2, 3):
        raise _DamagedError("it does not begin like a GGUF model of version 2 or 3")
    if values > _MOST_VALUES:
        raise _DamagedError(f"it lists {values} values")
    found: dict[str, str] = {}
    strings = _MOST_STRINGS
    for _ in range(values):
        if len(found) == len(_TEXTS) + 1:
            break
        key = data.text()
        (kind,) = _TYPE.unpack(data.take(_TYPE.size))
        if kind == _STRING and key in _TEXTS:
            found[key] = data.text()
        elif kind == _BOOL and key == _ADDS_BOS:
            found[key] = str(data.take(1) != b"\0")
        elif kind == _STRING:
            data.skip(data.length())
        elif kind == _ARRAY:
            strings -= _skip_array(data, strings)
        else:
            data.skip(_size_of(kind))
    return found


def _skip_array(data: _Reader, most: int) -> int:
    """Skip an array and return how many strings it had; more than `most` are refused."""
    kind, count = _ARRAY_HEAD.unpack(data.take(_ARRAY_HEAD.size))
    if kind != _STRING:
        data.skip(count * _size_of(kind))
        return 0
    if count > most:
        raise _DamagedError(f"a list has {count} texts")
    for _ in range(count):
        data.skip(data.length())
    return int(count)


def _size_of(kind: int) -> int:
    if kind not in _SIZES:
        raise _DamagedError(f"a value has the unknown type {kind}")
    return _SIZES[kind]
