"""Hyphens: the same as pyphen finds, without its start."""

from __future__ import annotations

import re
import subprocess
import sys
from importlib.machinery import ModuleSpec
from pathlib import Path

import pyphen
import pytest

from bilingual.errors import EngineError
from bilingual.languages.english import hyphenation as hyphens
from bilingual.languages.english.hyphenation import hyphenator

DOCS = Path(__file__).parent.parent / "docs"


@pytest.mark.parametrize("language", ["en-GB", "en-US"])
def test_the_offsets_are_those_of_pyphen(language: str) -> None:
    words = {word for page in DOCS.glob("*.md") for word in re.findall("[a-z]{7,}", page.read_text("utf-8"))}
    words |= {word[::-1] for word in words}
    assert len(words) > 500
    theirs, ours = pyphen.Pyphen(lang=language.replace("-", "_"), left=3, right=3), hyphenator(language)
    for word in words:
        assert ours(word) == theirs.positions(word), word


def test_american_words_are_cut_as_americans_do() -> None:
    assert hyphenator("en-US")("pleasure") != hyphenator("en-GB")("pleasure") == hyphenator("en-AU")("pleasure")


@pytest.mark.parametrize("word", ["letter", "Hyphenation", "élégance"])
def test_short_words_names_and_what_is_no_word_stay_whole(word: str) -> None:
    assert hyphenator("en-GB")(word) == []


def test_pyphen_is_read_and_not_imported() -> None:
    code = """import sys
from bilingual.languages.english.hyphenation import hyphenator
assert hyphenator('en-GB')('hyphenation')
assert 'pyphen' not in sys.modules"""
    subprocess.run([sys.executable, "-c", code], check=True)


def test_without_pyphen_the_error_says_what_to_do(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(hyphens, "find_spec", lambda name: None)
    with pytest.raises(EngineError, match="pyphen is not installed"):
        hyphenator("en-GB")("hyphenation")
    spec = ModuleSpec("pyphen", None, origin=str(tmp_path / "__init__.py"))
    monkeypatch.setattr(hyphens, "find_spec", lambda name: spec)
    with pytest.raises(EngineError, match=r"hyph_en_GB\.dic cannot be read"):
        hyphenator("en-GB")("hyphenation")
