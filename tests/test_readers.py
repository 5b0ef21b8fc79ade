"""The registry of readers: which format a file has, and what is said of one that has none."""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from bilingual.errors import InputError
from bilingual.model import Article, Block, Unit
from bilingual.reading import READERS, Reader, ReadOptions, read, reader_for, registry, suffixes


def zipped(first: str, content: str, *names: str) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        for name in (first, *names):
            archive.writestr(name, content)
    return data.getvalue()


KNOWN = {
    "a ZIP archive": zipped("a", "b"),
    "an old Word or Excel document": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
    "an RTF document": b"{\\rtf1\\ansi abc}",
    "a PNG image": b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
    "a JPEG image": b"\xff\xd8\xff\xe0\0\x10JFIF",
}


REMEDIES = {"archive": "unpack it", "document": "save it as .docx", "image": "with OCR"}


@pytest.mark.parametrize("name", ["a.txt", "a.md", "a", "a.pdf", "a.docx", "a.epub", "a.csv"])
@pytest.mark.parametrize("kind", KNOWN)
def test_a_file_with_a_signature_is_named(kind: str, name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(KNOWN[kind])
    with pytest.raises(InputError) as caught:
        read(path)
    if name == "a.docx" and "Word" in kind:  # it may have been one with a password
        assert caught.value.message == "is an old Word file (.doc)"
    elif name in ("a.docx", "a.epub") and "ZIP" in kind:  # the parts of a document may come late in it
        assert caught.value.message in ("is no DOCX file", "is a ZIP archive, which is not supported")
        return
    else:
        assert re.match(rf"is (not text but )?{re.escape(kind)}(, which is not supported)?$", caught.value.message)
    assert caught.value.place == str(path)
    assert REMEDIES[kind.rpartition(" ")[2]] in caught.value.remedy


def test_the_suffixes_are_each_of_one_reader() -> None:
    every = [suffix for reader in READERS for suffix in reader.suffixes]
    assert len(every) == len(set(every)) and all(suffix == suffix.lower() for suffix in every)
    assert set(suffixes()) == set(every) - {""}
    assert suffixes()[: len(READERS)] == tuple(reader.suffixes[0] for reader in READERS)
    for reader in READERS:
        for suffix in reader.suffixes:
            assert reader_for(Path(f"a{suffix.upper()}"), "日本語".encode()) is reader


def test_a_reader_is_one_row(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first bytes tell a format that has a signature, whatever the suffix."""

    def count(data: bytes, path: Path, options: ReadOptions) -> Article:
        return Article((Block("paragraph", (Unit("1.1", str(len(data))),)),), name=path.stem)

    row = Reader("counted", (".count",), count, sniff=lambda head: head.startswith(b"%COUNT-"), limit=10**9)
    monkeypatch.setattr(registry, "READERS", (*READERS, row))
    assert ".count" in suffixes()
    data = b"%COUNT-" + bytes(300_000)
    for name in ("a.count", "a.txt", "a.other"):
        (tmp_path / name).write_bytes(data)
        assert read(tmp_path / name).blocks[0].source == str(len(data))


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes there")
def test_a_pipe_is_refused_without_waiting(tmp_path: Path) -> None:
    path = tmp_path / "pipe"
    os.mkfifo(path)
    with pytest.raises(InputError, match="named pipe"):
        read(path)


def test_the_registry_is_light() -> None:
    code = "import sys, bilingual.reading; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert "bilingual.reading.registry" in loaded
    assert not {"markdown_it", "charset_normalizer", "bilingual.reading.plain.structure"} & set(loaded)
