"""The Argos engine, on a small real package."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from bilingual.engines.argos import ArgosEngine
from bilingual.engines.base import EchoEngine, Engine
from bilingual.engines.choose import choose
from bilingual.errors import EngineError

pytestmark = pytest.mark.model

SENTENCES = (
    "彼はつらい人生を送った。",
    "私は少しも泳げない。",
    "彼女は私にすぐ来いとの便りをよこした。",
    "雨が降っている。",
)


@pytest.fixture(scope="module")
def engine(mini: Path) -> ArgosEngine:
    return ArgosEngine(mini)


def test_it_translates(engine: ArgosEngine) -> None:
    drafts = engine.translate(SENTENCES)
    assert [len(best) for best in drafts] == [1] * len(SENTENCES)
    assert "life" in drafts[0][0].text
    assert "swim" in drafts[1][0].text
    assert "rain" in drafts[3][0].text.lower()


def test_n_best_comes_best_first(engine: ArgosEngine) -> None:
    (drafts,) = engine.translate(SENTENCES[:1], n_best=4)
    assert len(drafts) == 4
    assert [draft.score for draft in drafts] == sorted((draft.score for draft in drafts), reverse=True)
    assert len({draft.text for draft in drafts}) > 1


def test_order_is_kept_and_batches_change_nothing(engine: ArgosEngine) -> None:
    together = engine.translate(SENTENCES)
    alone = [engine.translate([sentence])[0] for sentence in SENTENCES]
    assert [drafts[0].text for drafts in together] == [drafts[0].text for drafts in alone]


def test_progress_names_every_segment(engine: ArgosEngine) -> None:
    seen: dict[int, str] = {}
    drafts = engine.translate(SENTENCES, progress=lambda index, found: seen.update({index: found[0].text}))
    assert seen == {index: found[0].text for index, found in enumerate(drafts)}


def test_nothing_to_do(engine: ArgosEngine) -> None:
    assert engine.translate([]) == []


def test_the_signature_names_package_and_tools(engine: ArgosEngine, mini: Path) -> None:
    assert "package:ja_en-0.1" in engine.signature
    assert "ctranslate2-" in engine.signature
    assert ArgosEngine(mini, sha256="f" * 64).signature != engine.signature


def test_hostile_segments_do_not_break_it(engine: ArgosEngine) -> None:
    drafts = engine.translate(["", " ", "#" * 300, "\x00\ufffd", "あ" * 3000, "_ _ _", "<s></s>"])
    assert len(drafts) == 7


def test_a_broken_package_is_one_clear_error(tmp_path: Path) -> None:
    with pytest.raises(EngineError, match="cannot be opened") as caught:
        ArgosEngine(tmp_path).translate(["雨"])
    assert "bilingual engine install" in str(caught.value)
    (tmp_path / "metadata.json").write_text('{"from_code": "ja", "to_code": "en"}')
    with pytest.raises(EngineError, match="no sentencepiece"):
        ArgosEngine(tmp_path).translate(["雨"])


def test_a_package_directory_can_be_named(mini: Path) -> None:
    chosen = choose(str(mini))
    assert isinstance(chosen, ArgosEngine)
    assert isinstance(chosen, Engine)
    assert isinstance(EchoEngine(), Engine)


def test_a_package_of_argostranslate_itself_is_found(
    mini: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "packages").mkdir()
    (tmp_path / "packages" / "ja_en").symlink_to(mini)
    monkeypatch.setenv("ARGOS_PACKAGES_DIR", str(tmp_path / "packages"))
    assert isinstance(choose("auto"), ArgosEngine)


def test_no_model_says_what_to_do(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("ARGOS_PACKAGES_DIR", str(tmp_path))
    for spec in ("auto", "argos", "llm", "my-model", str(tmp_path / "missing.gguf"), str(tmp_path)):
        with pytest.raises(EngineError, match="bilingual engine") as caught:
            choose(spec)
        assert caught.value.exit_code == 5


def test_reading_a_package_loads_no_sentence_splitter(mini: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from bilingual.engines.argos import ArgosEngine; "
        f"ArgosEngine(Path({str(mini)!r})).translate(['雨が降る。']); "
        "print(sorted({m.split('.')[0] for m in sys.modules} & {'stanza', 'spacy', 'torch', 'minisbd', 'onnxruntime'}))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
