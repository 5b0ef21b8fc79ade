"""`bilingual engine`: what it prints about models, and the comparison with published translations."""

from __future__ import annotations

import json
from dataclasses import dataclass

import pytest
from click.testing import CliRunner

from bilingual.cli.main import cli
from bilingual.engines import choose
from bilingual.engines.base import Draft, Traits
from bilingual.models import catalog, install
from bilingual.models.catalog import CATALOG, CatalogEntry, Sample, pick
from modelfiles import GGUF, MARIAN, VOCABULARY, entry, packed

SAMPLES = pick("firefox-ja-en").samples


def run(*words, code=0):
    done = CliRunner().invoke(cli, ["engine", *words])
    assert done.exit_code == code, done.output
    return done


pytestmark = pytest.mark.usefixtures("data")


@dataclass(frozen=True)
class Stub:
    """Translates the samples by a list, and anything else by nothing."""

    answers: dict[str, str]
    name = "firefox"
    signature = "engine:stub"
    traits = Traits()

    def translate(self, requests, *, on_draft=None):
        found = (self.answers.get(request.segment) for request in requests)
        return [(Draft(text),) if text is not None else () for text in found]


@pytest.fixture
def fox(monkeypatch, tmp_path):
    """A model with published samples, installed; returns a function that sets what its engine answers."""
    files = (
        packed("model.bin", "model.jaen.bin.gz", MARIAN)[0],
        packed("vocab.spm", "vocab.jaen.spm.gz", VOCABULARY)[0],
    )
    fox = CatalogEntry("fox", "marian", "1", files, "MPL-2.0", samples=SAMPLES)
    monkeypatch.setattr(catalog, "CATALOG", (fox,))
    (tmp_path / "m").mkdir()
    (tmp_path / "m" / "a").write_bytes(MARIAN)
    (tmp_path / "m" / "b").write_bytes(VOCABULARY)
    install.install_file(tmp_path / "m", on=lambda _: None)

    def answer(answers):
        monkeypatch.setattr(choose, "choose", lambda spec: Stub(answers))
        monkeypatch.setattr(choose, "choose_all", lambda spec: (Stub(answers),))

    return answer


def test_the_list_says_what_is_installed_by_name_only():
    shown = run("list").stdout
    for model in CATALOG:
        (line,) = [line for line in shown.splitlines() if line.startswith(f"{model.name}  ")]
        assert line.endswith("not installed, by name only" if model.by_name else "not installed")
        assert f"    quality: {model.quality} ({model.quality_source})" in shown
    listed = json.loads(run("list", "--json").stdout)["catalogue"]
    assert [(value["name"], value["by_name"]) for value in listed] == [(model.name, model.by_name) for model in CATALOG]


@pytest.mark.parametrize("model", CATALOG, ids=lambda model: model.name)
def test_info_gives_all_that_is_needed_to_fetch_a_model_elsewhere(model):
    shown, value = run("info", model.name).stdout, json.loads(run("info", model.name, "--json").stdout)
    for file, told in zip(model.files, value["files"], strict=True):
        for fact in (file.published, f"{file.size} bytes", f"SHA-256 {file.sha256}"):
            assert fact in shown
        assert file.unpacked_sha256 in shown
        assert (told["name"], told["sha256"]) == (file.published, file.sha256)
        for address in told["addresses"]:
            assert address["address"].startswith("https://")
            assert address["address"] in shown
    assert value["models_dir"] in shown


def test_info_of_an_installed_model_has_both(fox):
    shown = run("info", "fox").stdout
    assert "path" in shown
    assert "model.jaen.bin.gz" in shown
    assert json.loads(run("info", "fox", "--json").stdout)["installed"][0]["name"] == "fox"
    run("remove", "fox")
    assert "path" not in run("info", "fox").stdout
    run("info", "fax", code=5)


def test_a_condition_of_the_licence_is_printed_on_installation(monkeypatch, tmp_path):
    small = entry("small", GGUF)
    noticed = CatalogEntry("small", "llm", "1", small.files, "Own", notice="small: not for sale")
    monkeypatch.setattr(catalog, "CATALOG", (noticed,))
    (tmp_path / "x.gguf").write_bytes(GGUF)
    done = run("install", str(tmp_path / "x.gguf"), "--quiet")
    assert done.stderr.splitlines() == ["small: not for sale"]
    assert done.stdout == "small is ready\n"


def test_published_translations_are_compared(fox):
    same = {sample.source: sample.target for sample in SAMPLES}
    fox(same)
    assert "fox: chrF 1.00" in run("test").stderr
    # Another rounding changes a word here and there.
    fox(same | {SAMPLES[0].source: "Police are hurrying to confirm the identity and investigate the cause of death."})
    assert "fox: chrF 0.9" in run("test", "--engine", "firefox").stderr


@pytest.mark.parametrize(
    "answers",
    [
        {},
        {sample.source: "the the the the the the the the" for sample in SAMPLES},
        {sample.source: other.target for sample, other in zip(SAMPLES, (*SAMPLES[1:], SAMPLES[0]), strict=True)},
        {sample.source: sample.target[:12] for sample in SAMPLES},
    ],
    ids=["nothing", "a loop", "another sentence", "a beginning"],
)
def test_a_wrong_decoder_is_an_error(fox, answers):
    fox(answers)
    for words in (("test",), ("test", "--engine", "argos,fox")):
        done = run(*words, code=5)
        assert "fox: its translations are not the published ones" in done.stderr
    # A text of the user's own is only translated, and another engine is not blamed.
    run("test", "雨")
    run("test", "--engine", "argos")


def test_the_samples_are_what_the_publisher_published():
    assert len(SAMPLES) == 3
    for sample in SAMPLES:
        assert isinstance(sample, Sample)
        assert len(sample.target) > 50
