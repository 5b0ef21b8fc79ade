"""Model files are checked before they are used: hostile, broken and foreign ones leave nothing behind."""

from __future__ import annotations

import struct

import pytest

from bilingual.errors import EngineError
from bilingual.models.archive import MAX_MEMBERS
from bilingual.models.install import install_file
from conftest import read_cases
from modelfiles import GGUF, GOOD, NOISE, package

CASES = read_cases("hostile_packages")


pytestmark = pytest.mark.usefixtures("data")


def leftovers(data):
    return sorted(path.name for path in data.iterdir() if path.name != ".lock")


@pytest.mark.parametrize(
    ("listed", "words"),
    [case[1:] for case in CASES],
    ids=[case[0] for case in CASES],
)
def test_a_hostile_package_is_refused_and_leaves_nothing(data, tmp_path, listed, words):
    (tmp_path / "bad.argosmodel").write_bytes(package(listed))
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(EngineError) as caught:
        install_file(tmp_path / "bad.argosmodel", on=lambda _: None)
    assert words in caught.value.message
    assert caught.value.place == "bad.argosmodel"
    assert set(tmp_path.rglob("*")) - set(before) <= {data.parent, data, data / ".lock"}


def test_a_package_that_lies_about_its_sizes_is_refused(data, tmp_path):
    good = package(GOOD)
    path = tmp_path / "x.argosmodel"
    for damaged in (good[:-30], good.replace(NOISE[:100], NOISE[1:101]), b"PK\x03\x04 and no more", _lie(good)):
        path.write_bytes(damaged)
        with pytest.raises(EngineError):
            install_file(path, on=lambda _: None)
        assert leftovers(data) == []
    path.write_bytes(package("\n".join([GOOD, *(f"p/{n} = x" for n in range(MAX_MEMBERS))])))
    with pytest.raises(EngineError, match="members"):
        install_file(path, on=lambda _: None)


def _lie(good: bytes) -> bytes:
    """Say in the archive's list that the model has 100 bytes; it has 200."""
    at = good.rindex(b"p/model/model.bin") - 46 + 24
    return good[:at] + struct.pack("<I", 100) + good[at + 4 :]


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.gguf", b"", "is empty"),
        ("a.gguf", b"<html>", "neither an Argos package"),
        ("a.gguf", b"GGUF\x03\0\0\0", "truncated"),
        ("a.gguf", GGUF.replace(b"\3\0\0\0", b"\0\0\0\3", 1), "known version"),
        ("a.gguf", GGUF.replace(b"\3\0\0\0", b"\1\0\0\0", 1), "known version"),
        ("a-00001-of-00003.gguf", GGUF, "one of 3 files"),
    ],
)
def test_a_gguf_file_is_checked(data, tmp_path, name, content, words):
    (tmp_path / name).write_bytes(content)
    with pytest.raises(EngineError, match=words):
        install_file(tmp_path / name, on=lambda _: None)
    assert not data.exists() or leftovers(data) == []
