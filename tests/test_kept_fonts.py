"""Fonts in the user's cache: made once, never damaged, never too many, and the same edition with and without."""

from __future__ import annotations

from pathlib import Path

import pytest

from bilingual.editions.fonts import kept as module
from bilingual.editions.fonts.kept import kept

BY = ("bilingual.editions.docx.truetype", "fontTools")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("BILINGUAL_CACHE", str(tmp_path))
    return tmp_path / "fonts"


def make(made: list[bytes]) -> bytes:
    made.append(b"made")
    return b"font"


def test_a_font_is_made_once(folder: Path) -> None:
    made: list[bytes] = []
    for how, data in (("a", b"1"), ("a", b"1"), ("b", b"1"), ("a", b"2"), ("a", b"1")):
        assert kept(how, data, lambda: make(made), by=BY) == b"font"
    assert len(made) == len(list(folder.iterdir())) == 3


@pytest.mark.parametrize("damage", [b"", b"x" * 40, b"x"])
def test_a_damaged_file_is_made_again(folder: Path, damage: bytes) -> None:
    made: list[bytes] = []
    kept("a", b"1", lambda: make(made), by=BY)
    (file,) = folder.iterdir()
    file.write_bytes(damage)
    assert kept("a", b"1", lambda: make(made), by=BY) == b"font"
    assert kept("a", b"1", lambda: make(made), by=BY) == b"font"
    assert len(made) == 2


def test_a_file_under_another_name_is_not_used(folder: Path) -> None:
    kept("a", b"1", lambda: b"one", by=BY)
    (first,) = folder.iterdir()
    kept("a", b"2", lambda: b"two", by=BY)
    (second,) = {*folder.iterdir()} - {first}
    second.write_bytes(first.read_bytes())
    assert kept("a", b"2", lambda: b"two", by=BY) == b"two"


def test_only_the_last_are_kept(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_MOST", 3)
    for number in range(6):
        kept("a", bytes([number]), lambda: b"font", by=BY)
    assert len(list(folder.iterdir())) == 3


def test_without_a_folder_it_is_made_every_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_bytes(b"")
    monkeypatch.setenv("BILINGUAL_CACHE", str(tmp_path / "file"))
    made: list[bytes] = []
    for _ in range(2):
        assert kept("a", b"1", lambda: make(made), by=BY) == b"font"
    assert len(made) == 2


def test_another_version_makes_another_font(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept("a", b"1", lambda: b"old", by=BY)
    monkeypatch.setattr(module, "version", lambda name: "99")
    assert kept("a", b"1", lambda: b"new", by=BY) == b"new"
