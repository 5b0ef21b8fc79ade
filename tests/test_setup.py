"""`engine setup` in each combination: what is there, what can be reached, and what it says."""

from __future__ import annotations

import sys
from dataclasses import replace
from types import SimpleNamespace

import pytest

from bilingual.errors import EngineError
from bilingual.models import install
from bilingual.models.catalog import CatalogEntry, UrlSource
from bilingual.models.download import Downloader, Limits
from bilingual.models.fetching import part_paths
from modelfiles import GGUF, GOOD, MARIAN, NOISE, VOCABULARY, entry, package, packed

PATIENT = Limits(connect=30, read=30, pause=0)
ARGOS, FOX, WORDS, SMALL = "argos", "fox", "words", "small"


pytestmark = pytest.mark.usefixtures("data")


@pytest.fixture(autouse=True)
def _builder(monkeypatch):
    def build(archive, target, *, on):
        target.mkdir()
        (target / "lexicon.sqlite").write_bytes(b"words")

    monkeypatch.setitem(sys.modules, "bilingual.models.jmdict", SimpleNamespace(build=build))


@pytest.fixture
def catalogue(host):
    def url(path):
        return UrlSource(f"{host.url}/{path}")

    model, first = packed("model.bin", "model.jaen.bin.gz", MARIAN, url("fox"))
    vocabulary, second = packed("vocab.spm", "vocab.jaen.spm.gz", VOCABULARY, url("vocab"))
    fox = CatalogEntry(FOX, "marian", "1", (model, vocabulary), "MPL-2.0", setup="always")
    archive = package(GOOD)
    host.files |= {"/argos": archive, "/fox": first, "/vocab": second, "/words": NOISE, "/small": GGUF, "/named": GGUF}
    return (
        entry(ARGOS, archive, url("argos"), engine="argos"),
        fox,
        entry(WORDS, NOISE, url("words"), engine="lexicon"),
        entry("named", GGUF, url("named"), setup="by name"),
        entry(SMALL, GGUF, url("small")),
    )


def setup(catalogue, *, have_llm=True, limits=PATIENT):
    said = []
    models = install.setup_models(catalogue, have_llm=have_llm, say=said.append, on=lambda _: None, limits=limits)
    return [model.name for model in models], said


def test_two_engines_and_the_lexicon_and_no_language_model(host, catalogue):
    names, said = setup(catalogue)
    assert names == [ARGOS, FOX, WORDS]
    assert [line.partition(":")[0] for line in said] == names
    assert all("installed" in line for line in said)
    host.asked.clear()
    assert setup(catalogue) == (names, [])
    assert host.asked == []


@pytest.mark.parametrize(
    ("lost", "names"),
    [
        ((ARGOS,), [FOX, WORDS]),
        ((FOX,), [ARGOS, WORDS]),
        (("vocab",), [ARGOS, WORDS]),
        ((WORDS,), [ARGOS, FOX]),
        ((FOX, WORDS), [ARGOS]),
        ((ARGOS, FOX), [WORDS, SMALL]),
        ((ARGOS, FOX, WORDS), [SMALL]),
    ],
)
def test_what_cannot_be_reached_is_one_line_and_the_rest_is_installed(data, host, catalogue, lost, names):
    kept = {path: host.files.pop(f"/{path}") for path in lost}
    made, said = setup(catalogue)
    assert made == names
    missing = {"vocab": FOX}.get(lost[0], lost[0])
    assert [line for line in said if line.startswith(f"{missing}:")] == [f"{missing}: 127.0.0.1 returned 404 Not Found"]
    assert len(said) == len(names) + len(lost)
    # With an engine installed, a second run reports the same in one line each, and asks for nothing else.
    host.asked.clear()
    again, said = setup(catalogue)
    assert again == names
    assert len(said) == len(lost)
    assert {path for path, _ in host.asked} == {f"/{path}" for path in lost}
    # Later, what was missing is added.
    host.files |= {f"/{path}": body for path, body in kept.items()}
    assert set(setup(catalogue)[0]) == {ARGOS, FOX, WORDS, *names}
    assert sorted(path.name for path in data.iterdir() if path.name != ".lock") == sorted({ARGOS, FOX, WORDS, *names})


def test_nothing_can_be_reached(host, catalogue):
    host.files.clear()
    with pytest.raises(EngineError, match="no translation model could be downloaded") as caught:
        setup(catalogue)
    assert caught.value.exit_code == 5
    assert "engine info NAME" in caught.value.remedy


def test_the_lexicon_alone_is_no_engine(host, catalogue):
    host.files = {"/words": NOISE}
    with pytest.raises(EngineError, match="no translation model could be downloaded"):
        setup(catalogue)
    assert [model.name for model in install.installed()] == [WORDS]


def test_without_llama_cpp_there_is_no_fallback(host, catalogue):
    host.files.pop("/argos")
    host.files.pop("/fox")
    said = []
    with pytest.raises(EngineError):
        install.setup_models(catalogue, have_llm=False, say=said.append, on=lambda _: None, limits=PATIENT)
    assert any(line.startswith("small: skipped") for line in said)


def test_a_model_of_the_users_own_takes_the_place_of_an_entry(host, catalogue, tmp_path):
    (tmp_path / "mine.argosmodel").write_bytes(package(GOOD))
    install.install_file(tmp_path / "mine.argosmodel", on=lambda _: None)
    assert setup(catalogue)[0] == [FOX, WORDS, "mine"]
    assert "/argos" not in {path for path, _ in host.asked}


def test_a_damaged_model_is_installed_again(host, catalogue):
    setup(catalogue)
    fox = next(model for model in install.installed() if model.name == FOX)
    (fox.path / "vocab.spm").write_bytes(bytes(len(VOCABULARY)))
    names, said = setup(catalogue)
    assert names == [ARGOS, FOX, WORDS]
    assert said == ["fox is installed but damaged", "fox: 0 MB from 127.0.0.1, installed"]


def test_a_lexicon_that_cannot_be_built_does_not_stop_setup(monkeypatch, host, catalogue):
    def build(archive, target, *, on):
        raise EngineError("the archive is damaged", remedy="download it again")

    monkeypatch.setitem(sys.modules, "bilingual.models.jmdict", SimpleNamespace(build=build))
    names, said = setup(catalogue)
    assert names == [ARGOS, FOX]
    assert said[-1] == "words: the archive is damaged"


def test_a_half_download_of_what_is_still_wanted_is_kept_and_others_are_removed(data, host, catalogue):
    fox, small = catalogue[1], catalogue[4]
    folder = data / ".downloads"
    folder.mkdir(parents=True)
    for wanted in (fox, small):
        part_paths(wanted.files[0], folder)[0].write_bytes(b"half")
    (folder / "old.part").write_bytes(b"old")
    lost = host.files.pop("/fox")
    assert setup(catalogue)[0] == [ARGOS, WORDS]
    assert [path.read_bytes() for path in folder.iterdir()] == [b"half"]
    host.files["/fox"] = lost
    assert setup(catalogue)[0] == [ARGOS, FOX, WORDS]
    assert not folder.exists()


def test_setup_waits_less_for_a_second_opinion(monkeypatch, host, catalogue):
    used = []

    class Watched(Downloader):
        def __init__(self, limits):
            used.append(limits or Limits())
            super().__init__(replace(PATIENT))

    monkeypatch.setattr("bilingual.models.download.Downloader", Watched)
    lost = host.files.pop("/fox")
    setup(catalogue, limits=None)
    setup(catalogue, limits=None)
    host.files["/fox"] = lost
    first, second = used
    assert first == Limits()
    assert second.connect < first.connect
    assert second.read < first.read
