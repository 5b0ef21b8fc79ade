"""What a GGUF file says about its model, and files that lie about their lengths."""

from __future__ import annotations

import struct

import pytest

from bilingual.errors import EngineError
from bilingual.models.gguf import GgufMetadata, read_metadata

HUGE = 1 << 62


def text(value: bytes) -> bytes:
    return struct.pack("<Q", len(value)) + value


def value(key: str, kind: int, data: bytes) -> bytes:
    return text(key.encode()) + struct.pack("<I", kind) + data


def array(kind: int, count: int, data: bytes) -> bytes:
    return struct.pack("<IQ", kind, count) + data


def model(*values: bytes, version: int = 3, count: int | None = None) -> bytes:
    head = struct.pack("<4sIQQ", b"GGUF", version, 1, len(values) if count is None else count)
    return head + b"".join(values) + bytes(64)


ARCHITECTURE = value("general.architecture", 8, text(b"lfm2"))
NAME = value("general.name", 8, text("模型 1".encode()))
TEMPLATE = value("tokenizer.chat_template", 8, text(b"{{ messages }}"))
TOKENS = value("tokenizer.ggml.tokens", 9, array(8, 3, text(b"a") + text(b"") + text(b"c" * 9000)))
SCORES = value("tokenizer.ggml.scores", 9, array(6, 2000, bytes(8000)))
NUMBERS = b"".join(value(f"n.{kind}", kind, bytes(size)) for kind, size in {0: 1, 3: 2, 4: 4, 7: 1, 12: 8}.items())


@pytest.mark.parametrize("version", [2, 3])
def test_the_three_values_are_found_among_others(tmp_path, version):
    path = tmp_path / "m.gguf"
    path.write_bytes(model(ARCHITECTURE, TOKENS, value("x", 8, text(b"y")), SCORES, NAME, TEMPLATE, version=version))
    assert read_metadata(path) == GgufMetadata("lfm2", "模型 1", "{{ messages }}")


def test_missing_values_are_empty(tmp_path):
    path = tmp_path / "m.gguf"
    path.write_bytes(model(NUMBERS, NAME, count=6))
    assert read_metadata(path) == GgufMetadata("", "模型 1", "")
    path.write_bytes(model(value("general.name", 4, bytes(4))))  # not a text
    assert read_metadata(path) == GgufMetadata("", "", "")


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"GGUF",
        b"GGUX" + model(NAME)[4:],
        model(NAME, version=1),
        model(NAME, count=HUGE),
        model(NAME, count=20),
        model(value("general.name", 8, struct.pack("<Q", HUGE))),
        model(value("general.name", 8, struct.pack("<Q", 1_000_001) + bytes(1_100_000))),
        model(value("x", 8, struct.pack("<Q", HUGE))),
        model(value("x", 9, array(8, HUGE, b""))),
        model(value("x", 9, array(6, HUGE, b""))),
        model(value("x", 9, array(9, 1, array(9, 1, b"")))),
        model(value("x", 13, b"")),
        model(struct.pack("<Q", HUGE)),
        model(NAME)[:60],
    ],
    ids=range(15),
)
def test_damaged_files_are_refused_without_trusting_a_length(tmp_path, data):
    (tmp_path / "m.gguf").write_bytes(data)
    with pytest.raises(EngineError, match="the GGUF file is damaged"):
        read_metadata(tmp_path / "m.gguf")


def test_a_file_that_cannot_be_read(tmp_path):
    for path in (tmp_path, tmp_path / "absent.gguf"):
        with pytest.raises(EngineError, match="cannot be read"):
            read_metadata(path)


def test_any_cut_of_a_good_file_ends(tmp_path):
    whole = model(ARCHITECTURE, TOKENS, NAME, TEMPLATE)[:-64]
    for end in range(0, len(whole), 7):
        (tmp_path / "m.gguf").write_bytes(whole[:end])
        with pytest.raises(EngineError):
            read_metadata(tmp_path / "m.gguf")
