"""What the user gives: files of the catalogue that were downloaded elsewhere, and Firefox models of one's own."""

from __future__ import annotations

import gzip
import struct

import pytest

from bilingual.errors import EngineError
from bilingual.models import catalog, install
from bilingual.models.catalog import CatalogEntry
from modelfiles import GGUF, GOOD, MARIAN, NOISE, VOCABULARY, entry, marian_binary, package, packed

MODEL, VOCAB = "model.jaen.intgemm.alphas.bin", "vocab.jaen.spm"
BASE = marian_binary(b"base\0")


pytestmark = pytest.mark.usefixtures("data")


@pytest.fixture
def known(monkeypatch):
    """Two models with one vocabulary, and one file, in the catalogue."""
    model, base = packed("model.bin", f"{MODEL}.gz", MARIAN), packed("model.bin", f"{MODEL}.gz", BASE)
    vocabulary = packed("vocab.spm", f"{VOCAB}.gz", VOCABULARY)
    entries = (
        CatalogEntry("fox", "marian", "1", (model[0], vocabulary[0]), "MPL-2.0", quality="good"),
        CatalogEntry("fox-base", "marian", "2", (base[0], vocabulary[0]), "MPL-2.0"),
        entry("small", GGUF),
        entry("argos", package(GOOD), engine="argos"),
    )
    monkeypatch.setattr(catalog, "CATALOG", entries)
    return {"model": model[1], "base": base[1], "vocab": vocabulary[1]}


def folder_of(tmp_path, **files):
    folder = tmp_path / "given"
    folder.mkdir()
    for name, contents in files.items():
        (folder / name.replace("__", ".")).write_bytes(contents)
    return folder


def refused(path, match):
    with pytest.raises(EngineError, match=match) as caught:
        install.install_file(path, on=lambda _: None)
    assert caught.value.remedy
    assert install.installed() == ()
    return caught.value


@pytest.mark.parametrize("how", ["packed", "unpacked", "mixed"])
def test_a_folder_with_the_files_of_an_entry_is_recognised_whatever_their_names(data, tmp_path, known, how):
    model = MARIAN if how == "unpacked" else known["model"]
    vocabulary = known["vocab"] if how == "packed" else VOCABULARY
    folder = folder_of(tmp_path, a__download=model, **{"b(1)": vocabulary}, notes__txt=b"text")
    made = install.install_file(folder, on=lambda _: None)
    assert (made.name, made.version, made.licence, made.quality) == ("fox", "1", "MPL-2.0", "good")
    assert (made.engine, made.source, made.sha256) == ("marian", "file", catalog.CATALOG[0].sha256)
    assert (made.path / "model.bin").read_bytes() == MARIAN
    assert (made.path / "vocab.spm").read_bytes() == VOCABULARY
    assert sorted(path.name for path in folder.iterdir()) == ["a.download", "b(1)", "notes.txt"]
    assert sorted(path.name for path in data.iterdir() if path.name != ".lock") in (["fox"], [".downloads", "fox"])
    assert not (data / ".downloads" / "unpacked").exists()


def test_a_folder_with_a_single_file_of_the_catalogue(tmp_path, known):
    assert install.install_file(folder_of(tmp_path, x=GGUF), on=lambda _: None).name == "small"


def test_two_models_in_one_folder_are_not_mixed(tmp_path, known):
    error = refused(folder_of(tmp_path, a=known["model"], b=known["base"], c=known["vocab"]), "has several models")
    assert "fox, fox-base" in error.message


def test_a_file_without_its_siblings_names_them(tmp_path, known):
    folder = folder_of(tmp_path, a=known["model"])
    error = refused(folder / "a", f"one file of fox, which also needs {VOCAB}.gz")
    assert "engine install FOLDER" in error.remedy
    refused(folder, f"has the model of fox, but not {VOCAB}.gz")
    (folder / "a").write_bytes(known["vocab"])
    refused(folder / "a", f"one file of fox, which also needs {MODEL}.gz")


@pytest.mark.parametrize("suffix", ["", ".gz"])
def test_ones_own_model_is_known_by_its_names(data, tmp_path, suffix):
    write = gzip.compress if suffix else bytes
    files = {MODEL + suffix: write(MARIAN), VOCAB + suffix: write(VOCABULARY), "lex.50.50.jaen.s2t.bin": b"lex"}
    made = install.install_file(folder_of(tmp_path, **files), name="mine", on=lambda _: None)
    assert (made.name, made.engine, made.version, made.path) == ("mine", "marian", "", data / "mine" / "mine")
    assert sorted(path.name for path in made.path.iterdir()) == ["model.bin", "vocab.spm"]
    assert (made.path / "model.bin").read_bytes() == MARIAN
    assert made.sha256 == catalog.combined_sha256(tuple(sorted_hash for _, _, sorted_hash in made.files))


def test_two_vocabularies_are_installed_and_one_of_both_files_is_enough(tmp_path):
    folder = folder_of(tmp_path, **{MODEL: MARIAN, f"{MODEL}.gz": b"?", "srcvocab.jaen.spm": VOCABULARY})
    refused(folder, r"trgvocab\.\*\.spm is missing")
    (folder / "trgvocab.jaen.spm").write_bytes(VOCABULARY)
    made = install.install_file(folder, on=lambda _: None)
    assert sorted(path.name for path in made.path.iterdir()) == ["model.bin", "srcvocab.spm", "trgvocab.spm"]


@pytest.mark.parametrize(
    ("files", "match"),
    [
        ({}, "has no model"),
        ({MODEL: MARIAN}, r"vocab\.\*\.spm is missing"),
        ({VOCAB: VOCABULARY}, r"model\.\*\.bin is missing"),
        ({"model.enja.intgemm.alphas.bin": MARIAN, "vocab.enja.spm": VOCABULARY}, "translates en→ja"),
        ({"model.deen.bin.gz": gzip.compress(MARIAN), "vocab.deen.spm": VOCABULARY}, "translates de→en"),
        ({MODEL: MARIAN, "vocab.enja.spm": VOCABULARY}, "translates en→ja"),
        ({"model.bin": MARIAN, "vocab.spm": VOCABULARY}, "direction of the model is unknown"),
        ({MODEL: MARIAN, "model.jaen.npz.bin": MARIAN, VOCAB: VOCABULARY}, "has several files model"),
        ({MODEL: MARIAN, VOCAB: NOISE}, "not a SentencePiece vocabulary"),
        ({MODEL: MARIAN, VOCAB: b""}, "not a SentencePiece vocabulary"),
        ({MODEL: NOISE, VOCAB: VOCABULARY}, "the model file is damaged"),
        ({f"{MODEL}.gz": gzip.compress(MARIAN)[:-20], VOCAB: VOCABULARY}, "cannot be unpacked"),
        ({"metadata.json": b"{}"}, "perhaps an unpacked Argos package"),
    ],
)
def test_folders_without_a_usable_model(tmp_path, files, match):
    refused(folder_of(tmp_path, **files), match)


@pytest.mark.parametrize(
    ("name", "contents", "match"),
    [
        (MODEL, MARIAN, "also needs its vocabulary"),
        (f"{MODEL}.gz", gzip.compress(MARIAN), "also needs its vocabulary"),
        (VOCAB, VOCABULARY, "also needs its model"),
        ("model.enja.bin", MARIAN, "translates en→ja"),
        ("any.bin", MARIAN, "without its vocabulary"),
        ("any.gz", gzip.compress(NOISE), "is compressed, and not a file of the catalogue"),
        ("any.spm", VOCABULARY, "neither an Argos package"),
    ],
)
def test_single_files_say_what_is_missing(tmp_path, name, contents, match):
    (tmp_path / name).write_bytes(contents)
    refused(tmp_path / name, match)


def harm(at: int, kind: str, value: int) -> bytes:
    size = struct.calcsize(kind)
    return MARIAN[:at] + struct.pack(kind, value) + MARIAN[at + size :]


@pytest.mark.parametrize(
    "binary",
    [
        MARIAN[:-1],
        MARIAN + b"x",
        MARIAN[:20],
        harm(0, "<Q", 2),
        harm(8, "<Q", 0),
        harm(8, "<Q", 1 << 60),
        harm(16, "<Q", 1 << 60),
        harm(32, "<Q", 1 << 60),
        harm(40, "<Q", 1 << 60),
        harm(40, "<Q", (1 << 64) - 1),
        MARIAN.replace(b"special:model.yml", b"special:model.yyy"),
    ],
    ids=range(11),
)
def test_damaged_tables_are_refused(tmp_path, binary):
    refused(folder_of(tmp_path, **{MODEL: binary, VOCAB: VOCABULARY}), "the model file is damaged")


@pytest.mark.parametrize(
    "vocabulary",
    [VOCABULARY[:-1], VOCABULARY + b"\x0a", b"\x0a\xff\xff\xff\xff\xff\xff\x01", b"\x12\x01a", b"\x0a\x00\x08\x01"],
)
def test_damaged_vocabularies_are_refused(tmp_path, vocabulary):
    refused(folder_of(tmp_path, **{MODEL: MARIAN, VOCAB: vocabulary}), "not a SentencePiece vocabulary")
