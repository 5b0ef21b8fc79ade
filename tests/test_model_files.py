"""Models of several files: packed and unpacked sources, both hashes, and all files or none."""

from __future__ import annotations

import gzip
from dataclasses import replace
from types import SimpleNamespace

import pytest

from bilingual.errors import EngineError
from bilingual.models import install
from bilingual.models import package_index as registry
from bilingual.models.catalog import CatalogEntry, IndexSource, UnavailableError, UrlSource
from bilingual.models.download import Downloader, Limits
from bilingual.models.fetching import fetch_entry, part_paths
from bilingual.models.package_index import fetch_index_file
from modelfiles import MARIAN, NOISE, VOCABULARY, entry, packed, sha256
from webhost import closed_port, put_index_file, serve

PATIENT = Limits(connect=30, read=30, pause=0)


pytestmark = pytest.mark.usefixtures("data")


@pytest.fixture
def other():
    with serve() as served:
        yield served


def firefox(host, *more):
    """Return a model of two files and serve it; `more` are hosts that serve it too, the last one unpacked."""
    hosts = (host, *more)

    def file(name, published, contents):
        sources = [UrlSource(f"{h.url}/{published}.gz") for h in hosts]
        if more:
            sources[-1] = UrlSource(f"{hosts[-1].url}/{name}", unpacked=True)
        made, stored = packed(name, f"{published}.gz", contents, *sources)
        for h in hosts:
            h.files |= {f"/{published}.gz": stored, f"/{name}": contents}
        return made

    files = (file("model.bin", "model.jaen.bin", MARIAN), file("vocab.spm", "vocab.jaen.spm", VOCABULARY))
    return CatalogEntry("fox", "marian", "1", files, "MPL-2.0", quality="good", quality_source="us", setup="always")


def bring(wanted):
    said, seen = [], []
    model = install.install_entry(wanted, say=said.append, on=seen.append, limits=PATIENT)
    return model, said, [(event.done, event.total) for event in seen if event.stage == "downloading"]


def failing(wanted):
    said = []
    with pytest.raises(EngineError, match="could not be downloaded"):
        install.install_entry(wanted, say=said.append, on=lambda _: None, limits=PATIENT)
    assert install.installed() == ()
    return said


def test_all_files_are_unpacked_into_one_folder(data, host):
    wanted = firefox(host)
    model, said, seen = bring(wanted)
    assert (model.name, model.engine, model.path) == ("fox", "marian", data / "fox" / "fox")
    assert (model.path / "model.bin").read_bytes() == MARIAN
    assert (model.path / "vocab.spm").read_bytes() == VOCABULARY
    assert {below for below, _, _ in model.files} == {"fox/model.bin", "fox/vocab.spm"}
    assert model.sha256 == wanted.sha256
    assert said == ["fox: 0 MB from 127.0.0.1, installed"]
    assert seen == sorted(seen)
    assert seen[-1] == (wanted.size, wanted.size)
    assert not list((data / ".downloads").iterdir())
    host.asked.clear()
    assert bring(wanted)[:2] == (model, ["fox 1 is already installed"])
    assert host.asked == []


def test_the_second_source_continues_what_the_first_began_and_the_third_has_it_unpacked(data, host, other):
    wanted = firefox(host, other, other)
    path = "/model.jaen.bin.gz"
    half = len(host.files[path]) // 2
    host.quirks[path] = ["cut", "503", "503"]
    model, said, _ = bring(wanted)
    assert said[0] == "fox: 127.0.0.1 returned 503 Service Unavailable"
    assert other.asked[0] == (path, f"bytes={half}-")
    install.remove_model("fox")
    other.files.pop(path)
    host.files.pop(path)
    model, said, _ = bring(wanted)
    assert other.asked[-2:] == [(path, ""), ("/model.bin", "")]
    assert (model.path / "model.bin").read_bytes() == MARIAN
    assert len(said) == 2
    assert not list((data / ".downloads").iterdir())


def test_a_source_that_failed_is_the_last_to_be_asked_for_the_next_file(monkeypatch, host, other):
    made = firefox(host, other)
    monkeypatch.setattr(UrlSource, "label", property(lambda source: source.url.split("/")[2]))
    files = tuple(
        replace(file, sources=(UrlSource(f"http://127.0.0.1:{closed_port()}/x"), *file.sources)) for file in made.files
    )
    lost = files[0].sources[0]
    files = (files[0], replace(files[1], sources=(lost, *files[1].sources[1:])))
    _, said, _ = bring(replace(made, files=files))
    assert said == ["fox: 127.0.0.1 refused the connection", f"fox: 0 MB from {host.url[7:]}, installed"]


@pytest.mark.parametrize("path", ["/model.jaen.bin.gz", "/vocab.jaen.spm.gz"])
def test_a_wrong_packed_hash_installs_nothing(data, host, path):
    wanted = firefox(host)
    host.files[path] = host.files[path][:-1] + b"?"
    assert failing(wanted) == ["fox: 127.0.0.1 provides a different file: its SHA-256 is not the catalogue's"]
    assert not any(name.startswith("fox") for name in (path.name for path in data.iterdir()))
    # The other file, if it was complete, is kept for the next run.
    (data / ".downloads").mkdir(exist_ok=True)
    assert all("vocab" not in path.name for path in (data / ".downloads").iterdir())


def test_a_wrong_unpacked_hash_installs_nothing_and_another_source_may_be_right(host, other):
    wanted = firefox(host)
    model, vocabulary = wanted.files
    wrong = replace(vocabulary, unpacked_sha256=sha256(b"other"))
    assert failing(replace(wanted, files=(model, wrong))) == [
        "fox: 127.0.0.1 provides a different file: unpacked, it is not the catalogue's"
    ]
    other.files["/v"] = VOCABULARY
    both = (*vocabulary.sources, UrlSource(f"{other.url}/v", unpacked=True))
    swapped, stored = packed("vocab.spm", "vocab.jaen.spm.gz", NOISE[: len(VOCABULARY)], *both)
    host.files["/vocab.jaen.spm.gz"] = stored
    right = replace(swapped, unpacked_sha256=sha256(VOCABULARY))
    made, said, _ = bring(replace(wanted, files=(model, right)))
    assert "unpacked, it is not the catalogue's" in said[0]
    assert (made.path / "vocab.spm").read_bytes() == VOCABULARY


def test_a_wrong_unpacked_source_is_refused(host, other):
    wanted = firefox(host, other)
    host.files.clear()
    other.files["/model.bin"] = MARIAN[:-1] + b"?"
    (said,) = failing(wanted)
    assert said.endswith("its SHA-256 is not the catalogue's")


def test_a_bomb_is_stopped_at_the_expected_size(data, host):
    wanted = firefox(host)
    bomb = gzip.compress(bytes(50_000_000))
    host.files["/model.jaen.bin.gz"] = bomb
    model = replace(wanted.files[0], size=len(bomb), sha256=sha256(bomb))
    largest = []
    unpacked = part_paths(model, data / ".downloads")[2]

    def watch(event):
        largest.append(unpacked.stat().st_size if unpacked.exists() else 0)

    said = []
    with pytest.raises(EngineError):
        install.install_entry(replace(wanted, files=(model, wanted.files[1])), say=said.append, on=watch)
    assert said == ["fox: 127.0.0.1 provides a file that unpacks to more than the expected size"]
    assert max(largest) <= model.unpacked_size
    assert not list((data / ".downloads").iterdir())


@pytest.mark.parametrize("harm", [lambda d: d[:-9], lambda d: d[:40] + b"????" + d[44:], lambda d: b"no gzip" + d[7:]])
def test_a_damaged_gzip_file_is_refused(host, harm):
    wanted = firefox(host)
    broken = harm(host.files["/model.jaen.bin.gz"])
    host.files["/model.jaen.bin.gz"] = broken
    model = replace(wanted.files[0], size=len(broken), sha256=sha256(broken))
    (said,) = failing(replace(wanted, files=(model, wanted.files[1])))
    assert "is damaged" in said or "different file" in said


def test_the_files_that_are_complete_are_not_downloaded_again(host):
    wanted = firefox(host)
    vocabulary = host.files.pop("/vocab.jaen.spm.gz")
    assert failing(wanted) == ["fox: 127.0.0.1 returned 404 Not Found"]
    host.files["/vocab.jaen.spm.gz"] = vocabulary
    host.asked.clear()
    bring(wanted)
    assert host.asked == [("/vocab.jaen.spm.gz", "")]


def test_a_model_that_is_no_model_is_not_installed(data, host):
    wanted = firefox(host)
    other, stored = packed("model.bin", "model.jaen.bin.gz", NOISE, *wanted.files[0].sources)
    host.files["/model.jaen.bin.gz"] = stored
    with pytest.raises(EngineError, match="the model file is damaged"):
        install.install_entry(replace(wanted, files=(other, wanted.files[1])), say=str, on=lambda _: None)
    assert install.installed() == ()
    assert not list((data / ".downloads").iterdir())


@pytest.mark.parametrize("html", [False, True])
def test_one_file_of_a_project_on_the_index(host, tmp_path, html):
    source = put_index_file(host, "some-data", "some_data-1.5.tar.gz", NOISE, html=html)
    index = f"{host.url}/simple/"
    with Downloader(PATIENT) as downloader:
        part = tmp_path / "p"
        part.write_bytes(NOISE[:1000])
        fetch_index_file(source, part, size=len(NOISE), downloader=downloader, on=lambda _: None, index=index)
        assert part.read_bytes() == NOISE
        assert host.asked[-1] == ("/files/some_data-1.5.tar.gz", "bytes=1000-")
        asked = len(host.asked)
        fetch_index_file(source, part, size=len(NOISE), downloader=downloader, on=lambda _: None, index=index)
        assert len(host.asked) == asked
        lost = IndexSource("some-data", "some_data-1.6.tar.gz")
        with pytest.raises(UnavailableError, match=r"has no some_data-1\.6\.tar\.gz"):
            fetch_index_file(lost, tmp_path / "q", size=9, downloader=downloader, on=lambda _: None, index=index)


def test_the_lexicon_is_built_from_its_archive(monkeypatch, data, host):
    source = put_index_file(host, "dictionary", "dictionary-1.tar.gz", NOISE)
    monkeypatch.setattr(registry, "index_url", lambda: f"{host.url}/simple/")
    built = []

    def build(archive, target, *, on):
        built.append(archive.read_bytes())
        target.mkdir()
        (target / "lexicon.sqlite").write_bytes(b"words")

    monkeypatch.setitem(__import__("sys").modules, "bilingual.models.jmdict", SimpleNamespace(build=build))
    model, said, _ = bring(entry("words", NOISE, source, engine="lexicon"))
    assert built == [NOISE]
    assert (model.engine, model.path) == ("lexicon", data / "words" / "lexicon")
    assert (model.path / "lexicon.sqlite").read_bytes() == b"words"
    assert said == ["words: 0 MB from the Python package index, installed"]
    assert not list((data / ".downloads").iterdir())


def test_fetching_gives_all_reasons_once(host, tmp_path):
    wanted = firefox(host, host)
    host.files.clear()
    with Downloader(PATIENT) as downloader, pytest.raises(UnavailableError) as caught:
        fetch_entry(wanted, tmp_path, downloader=downloader, on=lambda _: None)
    assert caught.value.message == "127.0.0.1 returned 404 Not Found"
