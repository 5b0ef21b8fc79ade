"""The Argos engine, on a small real package."""

from __future__ import annotations

import pickle
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from bilingual.checks.registry import check_unit
from bilingual.engines.argos import ArgosEngine
from bilingual.engines.base import Drafts, Engine, Question, Request, is_transparent
from bilingual.engines.choose import choose
from bilingual.engines.echo import EchoEngine
from bilingual.errors import EngineError
from bilingual.model import TermMatch, Unit
from bilingual.translation.enforce import enforce

pytestmark = pytest.mark.model

SENTENCES = (
    "彼はつらい人生を送った。",
    "私は少しも泳げない。",
    "彼女は私にすぐ来いとの便りをよこした。",
    "雨が降っている。",
)
REQUESTS = [Request(sentence) for sentence in SENTENCES]


def texts(drafts: list[Drafts]) -> list[list[str]]:
    """Return what is said; scores differ by a few thousandths with the batch."""
    return [[draft.text for draft in some] for some in drafts]


@pytest.fixture(scope="module")
def engine(mini: Path) -> ArgosEngine:
    return ArgosEngine(mini)


def test_it_translates(engine: ArgosEngine) -> None:
    drafts = engine.translate(REQUESTS)
    assert [len(best) for best in drafts] == [1] * len(SENTENCES)
    assert "life" in drafts[0][0].text
    assert "swim" in drafts[1][0].text
    assert "rain" in drafts[3][0].text.lower()


def test_n_best_comes_best_first(engine: ArgosEngine) -> None:
    (drafts,) = engine.translate([Request(SENTENCES[0], n_best=4)])
    assert len(drafts) == 4
    assert [draft.score for draft in drafts] == sorted((draft.score for draft in drafts), reverse=True)
    assert len({draft.text for draft in drafts}) > 1


def test_order_is_kept_and_batches_change_nothing(engine: ArgosEngine) -> None:
    together = engine.translate(REQUESTS)
    alone = [engine.translate([request])[0] for request in REQUESTS]
    assert [drafts[0].text for drafts in together] == [drafts[0].text for drafts in alone]


def test_progress_names_every_segment(engine: ArgosEngine) -> None:
    seen: dict[int, str] = {}
    drafts = engine.translate(REQUESTS, on_draft=lambda index, found: seen.update({index: found[0].text}))
    assert seen == {index: found[0].text for index, found in enumerate(drafts)}


def test_requests_of_different_kinds_share_a_batch(engine: ArgosEngine) -> None:
    mixed = [
        *REQUESTS,
        *(Request(sentence, n_best=3) for sentence in SENTENCES),
        Request(SENTENCES[0], avoid=("life",)),
    ]
    assert texts(engine.translate(mixed)) == [texts(engine.translate([request]))[0] for request in mixed]


def test_a_used_engine_travels_without_its_model(engine: ArgosEngine) -> None:
    drafts = engine.translate(REQUESTS)
    packed = pickle.dumps(engine)
    assert len(packed) < 1000
    copy = pickle.loads(packed)
    assert copy == engine
    assert copy.translate(REQUESTS) == drafts


def test_several_threads_load_and_use_one_engine(engine: ArgosEngine, mini: Path) -> None:
    expected = engine.translate(REQUESTS)
    fresh = ArgosEngine(mini, threads=1)
    assert fresh.signature == engine.signature
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda request: fresh.translate([request])[0], REQUESTS * 4))
    assert texts(found) == texts(expected) * 4


def test_nothing_to_do(engine: ArgosEngine) -> None:
    assert engine.translate([]) == []


def test_the_signature_names_package_and_tools(engine: ArgosEngine, mini: Path) -> None:
    assert "package:ja_en-0.1" in engine.signature
    assert "ctranslate2-" in engine.signature
    assert ArgosEngine(mini, sha256="f" * 64).signature != engine.signature


def test_hostile_segments_do_not_break_it(engine: ArgosEngine) -> None:
    hostile = ("", " ", "#" * 300, "\x00\ufffd", "あ" * 3000, "_ _ _", "<s></s>")
    drafts = engine.translate([Request(text) for text in hostile])
    assert len(drafts) == 7


def test_a_broken_package_is_one_clear_error(tmp_path: Path) -> None:
    with pytest.raises(EngineError, match="cannot be opened") as caught:
        ArgosEngine(tmp_path).translate([Request("雨")])
    assert "bilingual engine install" in str(caught.value)
    (tmp_path / "metadata.json").write_text('{"from_code": "ja", "to_code": "en"}')
    with pytest.raises(EngineError, match="no sentencepiece"):
        ArgosEngine(tmp_path).translate([Request("雨")])


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
        "from bilingual.engines.base import Request; "
        f"ArgosEngine(Path({str(mini)!r})).translate([Request('雨が降る。')]); "
        "print(sorted({m.split('.')[0] for m in sys.modules} & {'stanza', 'spacy', 'torch', 'minisbd', 'onnxruntime'}))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


JIEN = "慈円は藤原忠通の子で、九条兼実の弟。"
BROTHER = "Jien was a son of FUJIWARA no Tadamichi and a younger brother of Kanezane KUJO."


@pytest.mark.parametrize(
    ("words", "english"), [("九条兼実", "Kanezane KUJO"), ("弟", "younger brother"), ("藤原忠通", "Tadamichi")]
)
def test_it_knows_where_its_words_come_from(engine: ArgosEngine, words: str, english: str) -> None:
    assert is_transparent(engine)
    start = JIEN.index(words)
    (found,) = engine.locate([Question(JIEN, BROTHER, start, start + len(words))])
    best = found[0]
    assert english in BROTHER[best.start : best.end]
    assert best.weight > 0.5


def test_it_finds_its_own_sentence_likelier_than_another(engine: ArgosEngine) -> None:
    good, bad = engine.score([(JIEN, BROTHER), (JIEN, BROTHER.replace("son", "dog"))])
    assert bad < good < 0


def test_it_can_leave_a_phrase_unsaid(engine: ArgosEngine) -> None:
    ((plain,),) = engine.translate([Request(JIEN)])
    assert "son of" in plain.text
    ((other,),) = engine.translate([Request(JIEN, avoid=("son", "younger brother"))])
    assert other.text
    assert " son " not in other.text
    assert "younger brother" not in other.text


def test_enforcement_with_the_real_package_keeps_every_term(engine: ArgosEngine) -> None:
    sources = ("現在の安楽寿院の本尊である阿弥陀如来像は有名だ。", "1990年4月24日、北海道の長谷川牧場で生まれる。")
    terms = {"安楽寿院": "Anrakujuin", "阿弥陀如来": "Amitabha", "北海道": "Hokkaido", "長谷川牧場": "Hasegawa farm"}

    def find(unit: Unit) -> list[TermMatch]:
        places = [(unit.source.find(word), word, english) for word, english in terms.items()]
        return [TermMatch(word, english, at, at + len(word)) for at, word, english in sorted(places) if at >= 0]

    units = [("paragraph", Unit(f"{n}.1", source)) for n, source in enumerate(sources, 1)]
    done, figures = enforce(units, engine, find=find, judge=check_unit)  # type: ignore[arg-type]
    assert all(match.found for unit in done.values() for match in unit.terms)
    assert figures.repaired == 2
    assert figures.forced == 0
