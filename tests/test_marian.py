"""Firefox Translations models: a small random model in the real format, and what it must have in common with others."""

from __future__ import annotations

import math
import pickle
import random
import subprocess
import sys
import tracemalloc
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bilingual.engines.base import Engine, Question, Request, is_transparent
from bilingual.engines.marian import decoding
from bilingual.engines.marian.blas import SingleThreadedBlas
from bilingual.engines.marian.engine import MarianEngine
from bilingual.engines.marian.files import find_files, is_marian_folder
from bilingual.engines.marian.output import largest
from bilingual.engines.marian.reader import read_model
from bilingual.engines.marian.vocabulary import plain_digits
from bilingual.errors import EngineError
from bilingual.model import TermMatch, Unit
from bilingual.translation.enforce import enforce
from marianfiles import INT8, TEXT, ModelFile, Sizes, random_model, settings, train_vocabulary, write_tiny

PAIRS = [
    line.split("\t")
    for line in (Path(__file__).parent.parent / "benchmarks" / "data" / "pairs.tsv").read_text("utf-8").splitlines()
]
JAPANESE = [pair[1] for pair in PAIRS if len(pair[1]) < 25]
SMALL = Sizes(width=8, inner=8, encoder_layers=1, decoder_layers=1, words=16, heads=2)


@pytest.fixture(scope="module")
def vocabulary() -> bytes:
    return train_vocabulary([text for pair in PAIRS for text in pair[1:]], 1500)


@pytest.fixture(scope="module")
def folder(vocabulary: bytes, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_tiny(tmp_path_factory.mktemp("models") / "tiny", vocabulary)


@pytest.fixture(scope="module")
def engine(folder: Path) -> MarianEngine:
    return MarianEngine(folder)


def best(engine: MarianEngine, texts: list[str]) -> list[str]:
    return [drafts[0].text for drafts in engine.translate([Request(text) for text in texts])]


# The same numbers by other ways.


def test_it_says_what_the_program_of_mozilla_says(engine: MarianEngine, folder: Path, vocabulary: bytes) -> None:
    """Integer and float arithmetic differ in the last digits, and a random model has many near ties."""
    fxtranslate = pytest.importorskip("fxtranslate")
    other = fxtranslate.Translator((folder / "model.bin").read_bytes(), vocabulary, vocabulary)
    texts = JAPANESE[:120]
    alike = [ours[:12] == other.translate(text)[:12] for text, ours in zip(texts, best(engine, texts), strict=True)]
    assert sum(alike) >= 60, sum(alike)


def test_a_batch_changes_nothing(engine: MarianEngine) -> None:
    requests = [
        Request(text, n_best=1 + number % 3, avoid=("the",) * (number % 2)) for number, text in enumerate(JAPANESE[:16])
    ]
    together = engine.translate(requests)
    for request, drafts in zip(requests, together, strict=True):
        (alone,) = engine.translate([request])
        assert [draft.text for draft in alone] == [draft.text for draft in drafts]
        assert [draft.score for draft in alone] == pytest.approx([draft.score for draft in drafts], abs=1e-4)


def test_greedy_is_the_likeliest_token_at_each_step(engine: MarianEngine) -> None:
    model = engine._model
    for text in JAPANESE[:5]:
        source = decoding.SourceTokens(model.source.encode(text, 200))
        (found,) = model.search(1).run([source])
        encoded = model.network.encode([source.tokens])
        inputs, states = model.network.start(1)
        tokens: list[int] = []
        while len(tokens) < source.limit:
            decoded = model.network.step(inputs, states, encoded, len(tokens))
            logits = model.network.logits(decoded.outputs[0])
            logits[:, model.never] = -np.inf
            token = int(logits.argmax())
            if token == model.target.end:
                break
            tokens.append(token)
            inputs, states = model.network.embed(np.array([[token]])), decoded.states
        assert found[0].tokens == tuple(tokens)


def test_a_beam_over_likely_tokens_finds_what_a_beam_over_all_finds(engine: MarianEngine) -> None:
    """A real model is much surer than this one: there the lists are nearly always equal."""
    model = engine._model
    sources = [decoding.SourceTokens(model.source.encode(text, 200)) for text in JAPANESE[:6]]
    short = decoding.Search(model.network, model.target.end, model.never, 4, model.target.size).run(sources)
    whole = decoding.Search(model.network, model.target.end, model.never, 4, 0).run(sources)
    for some, all_of_them in zip(short, whole, strict=True):
        assert [one.tokens for one in some] == [one.tokens for one in all_of_them]
        assert [one.score for one in some] == pytest.approx([one.score for one in all_of_them], rel=0.05)


def test_n_best_comes_best_first_and_has_the_score_of_its_text(engine: MarianEngine) -> None:
    model = engine._model
    lengths = []
    for text in JAPANESE[:8]:
        source = decoding.SourceTokens(model.source.encode(text, 200))
        (found,) = decoding.Search(model.network, model.target.end, model.never, 4, 0).run([source])
        scores = [one.score for one in found]
        assert scores == sorted(scores, reverse=True)
        done = [one for one in found if len(one.tokens) + 1 < source.limit]  # the others have no end token
        readings = decoding.read_targets(
            model.network, [source.tokens] * len(done), [(*one.tokens, model.target.end) for one in done]
        )
        means = [float(reading.log_probabilities.mean()) for reading in readings]
        assert means == pytest.approx([one.score for one in done], abs=1e-4)
        lengths.append(len(done))
    assert max(lengths) >= 4


def test_a_score_does_not_depend_on_its_batch(engine: MarianEngine) -> None:
    pairs = [(pair[1], pair[2]) for pair in PAIRS[:40]]
    together = engine.score(pairs)
    assert together == pytest.approx([engine.score([pair])[0] for pair in pairs], abs=1e-4)
    assert all(score < 0 for score in together)
    assert engine.score([]) == []


def test_the_alignment_has_a_row_for_each_token(engine: MarianEngine) -> None:
    model = engine._model
    pairs = [(JAPANESE[0], "A short one."), (JAPANESE[1], "Another text, which is longer than the first one.")]
    sources = [model.source.encode(source, 200) for source, _ in pairs]
    targets = [model.target.encode(target, 200) for _, target in pairs]
    for reading, source, target in zip(
        decoding.read_targets(model.network, sources, targets), sources, targets, strict=True
    ):
        assert reading.attention.shape == (len(target), len(source))
        assert reading.attention.sum(1) == pytest.approx(np.ones(len(target)), abs=1e-4)
        assert len(reading.log_probabilities) == len(target)


def test_renderings_are_inside_the_target(engine: MarianEngine) -> None:
    questions = [
        Question(segment, target, start, start + 2)
        for _, segment, target in PAIRS[:20]
        for start in (0, len(segment) - 2)
    ]
    located = engine.locate(questions)
    assert len(located) == len(questions)
    assert any(located)
    for question, renderings in zip(questions, located, strict=True):
        for one in renderings:
            assert 0 <= one.start <= one.end <= len(question.target)
            assert 0 < one.weight <= 1.001


@given(st.lists(st.floats(-100, 100, width=32), min_size=1, max_size=400), st.integers(1, 5))
def test_the_largest_numbers_are_found(numbers: list[float], count: int) -> None:
    logits = np.array([numbers], np.float32)
    found = largest(logits, min(count, len(numbers)))
    assert sorted(logits[0, found[0]]) == sorted(numbers)[-min(count, len(numbers)) :]


# Requests.


def test_it_is_a_transparent_engine(engine: MarianEngine) -> None:
    assert isinstance(engine, Engine)
    assert is_transparent(engine)
    assert engine.name == "firefox"


def test_a_banned_sequence_is_in_no_hypothesis(engine: MarianEngine) -> None:
    model = engine._model
    plain = [decoding.SourceTokens(model.source.encode(text, 200)) for text in JAPANESE[:12]]
    for beam in (1, 4):
        search = model.search(beam)
        banned = []
        for source, (found, *_) in zip(plain, search.run(plain), strict=True):
            sequences = {found.tokens[n : n + length] for n, length in ((0, 1), (1, 2), (3, 3))}
            banned.append(decoding.SourceTokens(source.tokens, tuple(filter(None, sequences))))
        for source, found in zip(banned, search.run(banned), strict=True):
            for one in found:
                for sequence in source.banned:
                    length = len(sequence)
                    assert sequence not in [one.tokens[n : n + length] for n in range(len(one.tokens) - length + 1)]


def test_a_draft_without_a_phrase_is_another_draft(engine: MarianEngine) -> None:
    for text in JAPANESE[:12]:
        ((plain,),) = engine.translate([Request(text)])
        if word := next((word for word in plain.text.split() if len(word) > 2), ""):
            (others,) = engine.translate([Request(text, n_best=4, avoid=(word,))])
            assert plain.text not in [draft.text for draft in others]


def test_progress_names_every_segment(engine: MarianEngine) -> None:
    seen: dict[int, str] = {}
    requests = [Request(text, n_best=1 + number % 2) for number, text in enumerate([*JAPANESE[:70], "", "  "])]
    drafts = engine.translate(requests, on_draft=lambda index, found: seen.update({index: found[0].text}))
    assert seen == {index: found[0].text for index, found in enumerate(drafts)}
    assert engine.translate([]) == []


def test_hostile_segments_do_not_break_it(engine: MarianEngine) -> None:
    hostile = ("", " ", "#" * 300, "\x00\ufffd", "あ" * 3000, "_ _ _", "<s></s>", "\ud800", "𠮷野家")
    drafts = engine.translate([Request(text, n_best=n) for text in hostile for n in (1, 3)])
    assert len(drafts) == 2 * len(hostile)
    assert all(drafts)
    assert engine.locate([Question(text, text, 0, 1) for text in hostile if text])
    assert all(map(math.isfinite, engine.score([(text, other) for text in hostile for other in hostile])))


def test_a_long_segment_is_cut(engine: MarianEngine) -> None:
    long = "。".join(JAPANESE[:60])
    ((draft,),) = engine.translate([Request(long)])
    assert len(engine._model.target.encode(draft.text, 10_000)) < 1000


def test_a_used_engine_travels_without_its_model(engine: MarianEngine) -> None:
    texts = JAPANESE[:4]
    drafts = best(engine, texts)
    packed = pickle.dumps(engine)
    assert len(packed) < 1000
    copy = pickle.loads(packed)
    assert copy == engine
    assert best(copy, texts) == drafts


def test_several_threads_load_and_use_one_engine(engine: MarianEngine, folder: Path) -> None:
    expected = best(engine, JAPANESE[:8])
    fresh = MarianEngine(folder, threads=1)
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda text: best(fresh, [text])[0], JAPANESE[:8] * 2))
    assert found == expected * 2


def test_the_number_of_blas_threads_is_restored() -> None:
    threadpoolctl = pytest.importorskip("threadpoolctl")

    def threads() -> list[int]:
        return [one["num_threads"] for one in threadpoolctl.threadpool_info() if one["user_api"] == "blas"]

    before = threads()
    with SingleThreadedBlas():
        with SingleThreadedBlas():
            assert set(threads()) <= {1}
        assert set(threads()) <= {1}
    assert threads() == before


def test_an_exception_of_the_caller_ends_the_run(engine: MarianEngine) -> None:
    def stop(index: int, drafts: object) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        engine.translate([Request(text) for text in JAPANESE[:80]], on_draft=stop)
    assert best(engine, JAPANESE[:2])


def test_the_signature_names_the_model(engine: MarianEngine, folder: Path, vocabulary: bytes, tmp_path: Path) -> None:
    assert engine.signature.startswith("engine:marian-1|model:tiny-")
    assert MarianEngine(folder, "f" * 64).signature != engine.signature
    other = MarianEngine(write_tiny(tmp_path / "tiny", vocabulary, seed=4))
    assert other.signature != engine.signature


def test_enforcement_keeps_every_term(engine: MarianEngine) -> None:
    sources = ("現在の安楽寿院の本尊である阿弥陀如来像は有名だ。", "北海道の長谷川牧場で生まれる。")
    terms = {"安楽寿院": "Anrakujuin", "阿弥陀如来": "Amitabha", "北海道": "Hokkaido", "長谷川牧場": "Hasegawa farm"}

    def find(unit: Unit) -> list[TermMatch]:
        places = [(unit.source.find(word), word, english) for word, english in terms.items()]
        return [TermMatch(word, english, at, at + len(word)) for at, word, english in sorted(places) if at >= 0]

    units = [("paragraph", Unit(f"{n}.1", source)) for n, source in enumerate(sources, 1)]
    done, _ = enforce(units, engine, find=find, judge=lambda kind, unit: ())  # type: ignore[arg-type]
    assert all(match.found for unit in done.values() for match in unit.terms)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("２０１７年から", "2017年から"),
        ("１２，３４５．６％増", "12,345.6%増"),
        ("－３度、＋５", "-3度、+5"),
        ("ＡＩと３Ｄ", "ＡＩと3Ｄ"),
        ("東京－大阪，京都", "東京－大阪，京都"),
        ("１：３０", "1:30"),
        ("第３．", "第3．"),
    ],
)
def test_digits_are_ascii_and_stay_in_place(text: str, expected: str) -> None:
    assert plain_digits(text) == expected
    assert len(expected) == len(text)


def test_full_width_digits_are_the_same_request(engine: MarianEngine) -> None:
    wide, narrow = "２０１７年から３５％増えた。", "2017年から35%増えた。"
    assert best(engine, [wide]) == best(engine, [narrow])
    target = "It rose by 35% from 2017."
    first, second = engine.locate([Question(text, target, text.index("年"), len(text)) for text in (wide, narrow)])
    assert first == second


# Files.


def test_names_of_installed_and_published_files(tmp_path: Path) -> None:
    def made(*names: str) -> Path:
        folder = tmp_path / str(len(list(tmp_path.iterdir())))
        folder.mkdir()
        for name in names:
            (folder / name).touch()
        return folder

    for names in (
        ("model.bin", "vocab.spm"),
        ("model.jaen.intgemm.alphas.bin", "vocab.jaen.spm", "lex.50.50.jaen.s2t.bin"),
        ("model.bin", "vocab.spm", "trgvocab.spm"),
        ("model.enzh.intgemm.alphas.bin", "srcvocab.enzh.spm", "trgvocab.enzh.spm"),
    ):
        folder = made(*names)
        assert is_marian_folder(folder)
        files = find_files(folder)
        assert files.model.name == names[0]
        assert files.source_vocabulary.name == names[1]
        assert files.target_vocabulary.name == (names[2] if names[-1].startswith("trg") else names[1])
    for names, words in (
        ((), "no model.bin"),
        (("model.bin",), "no vocab.spm"),
        (("vocab.spm",), "no model.bin"),
        (("model.a.bin", "model.b.bin", "vocab.spm"), "several files"),
        (("model.bin", "srcvocab.spm"), "no trgvocab"),
        (("model.bin.gz", "vocab.spm"), "no model.bin"),
    ):
        folder = made(*names)
        with pytest.raises(EngineError, match=words):
            find_files(folder)
    assert not is_marian_folder(tmp_path / "missing")
    assert not is_marian_folder(made("model.bin", "config.json", "shared_vocabulary.json"))
    with pytest.raises(EngineError):
        find_files(tmp_path / "missing")


def test_two_vocabularies(vocabulary: bytes, tmp_path: Path) -> None:
    """A model with tables of their own for both languages."""
    sizes = Sizes(words=1512)
    made = random_model(
        sizes,
        change=lambda text: text.replace("-all: true", "-all: false").replace(
            "embeddings: false", "embeddings: true", 1
        ),
    )
    table = next(one for one in made.tensors if one[0] == "Wemb")
    made.tensors.remove(table)
    made.tensors[:0] = [("encoder_Wemb", *table[1:]), ("decoder_Wemb", *table[1:])]
    (tmp_path / "model.bin").write_bytes(made.bytes())
    for name in ("srcvocab.spm", "trgvocab.spm"):
        (tmp_path / name).write_bytes(vocabulary)
    assert best(MarianEngine(tmp_path), JAPANESE[:2])


def load(data: bytes, path: Path) -> str:
    """Return the message with which a model file is refused; empty if it is loaded."""
    path.write_bytes(data)
    try:
        read_model(path)
    except EngineError as error:
        assert error.place == str(path)
        assert error.remedy
        return error.message
    return ""


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("dec-cell: ssru", "dec-cell: gru", "dec-cell: 'gru'"),
        ("autoreg: rnn", "autoreg: self-attention", "self-attention"),
        ("postprocess: dan", "postprocess: da", "transformer-postprocess"),
        ('preprocess: ""', "preprocess: n", "transformer-preprocess"),
        ("heads: 2", "heads: 3", "transformer-heads: '3'"),
        ("heads: 2", "heads: 0", "transformer-heads: '0'"),
        ("heads: 2", "heads: many", "transformer-heads: 'many'"),
        ("type: transformer\n", "type: s2s\n", "type: 's2s'"),
        ("activation: relu", "activation: swish", "swish"),
        ("-all: true", "-all: false", "tied-embeddings"),
        ("  - 16\n  - 16\n", "  - 16\n", "dim-vocabs: '16'"),
        ("  - 16\n  - 16\n", "  - 16\n  - 24\n", "dim-vocabs: '16 24'"),
        ("dim-emb: 8", "dim-emb: 9999999", "dim-emb"),
        ("dim-emb: 8", "dim-emb: 16", "has the shape"),
        ("enc-depth: 1", "enc-depth: 2", "are missing"),
        ("enc-depth: 1", "enc-depth: 60000", "enc-depth"),
        ("dec-depth: 1\n", "", "dec-depth: '(missing)'"),
    ],
)
def test_other_architectures_are_refused(old: str, new: str, words: str, tmp_path: Path) -> None:
    assert old in settings(SMALL)
    data = random_model(SMALL, change=lambda text: text.replace(old, new)).bytes()
    assert words in load(data, tmp_path / "model.bin")


def test_damaged_files_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "model.bin"

    def changed(name: str, change: object) -> bytes:
        made = random_model(SMALL)
        number = next(n for n, one in enumerate(made.tensors) if one[0] == name)
        made.tensors[number] = change(*made.tensors[number])  # type: ignore[operator]
        return made.bytes()

    assert load(random_model(SMALL).bytes(), path) == ""
    assert "type" not in load(random_model(SMALL).bytes(), path)
    for data, words in (
        (b"", "too short"),
        (b"GGUF" + bytes(100), "does not begin like"),
        (b"\1" + bytes(15), "lists 0 tensors"),
        (b"\1" + bytes(7) + b"\xff" * 8, "tensors"),
        (random_model(SMALL).bytes() + b"x", "bytes follow"),
        (changed("Wemb", lambda n, k, s, d: (n, k, (1 << 30, 1 << 30), d)), "bytes instead of"),
        (changed("Wemb", lambda n, k, s, d: (n, k, (-16, -8), d)), "has the shape"),
        (changed("Wemb", lambda n, k, s, d: (n, k, (8, 16), d)), "has the shape"),
        (changed("Wemb", lambda n, k, s, d: (n, 0x4401, s, d)), "number format"),
        (changed("Wemb", lambda n, k, s, d: (n, TEXT, s, d)), "not a matrix"),
        (changed("Wemb", lambda n, k, s, d: (n, k, s, d[:-4] + bytes(4))), "multiplier"),
        (changed("Wemb", lambda n, k, s, d: (n, k, s, d[:-4] + b"\0\0\xc0\x7f")), "multiplier"),
        (changed("decoder_ff_logit_out_b", lambda n, k, s, d: (n, k, s, b"\0\0\x80\x7f" + d[4:])), "not finite"),
        (changed("encoder_l1_self_bq", lambda n, k, s, d: ("other", k, s, d)), "missing"),
        (changed("none_QuantMultA", lambda n, k, s, d: ("other", k, s, d)), "unknown tensors"),
        (changed("none_QuantMultA", lambda n, k, s, d: ("Wemb", k, s, d)), "listed twice"),
        (changed("none_QuantMultA", lambda n, k, s, d: ("x" * 500, k, s, d)), "a name has"),
        (changed("none_QuantMultA", lambda n, k, s, d: (n, k, (1,) * 9, d)), "axes"),
        (changed("special:model.yml", lambda n, k, s, d: ("special:other", k, s, d)), "has no special:model.yml"),
        (changed("special:model.yml", lambda n, k, s, d: (n, k, s, b"\xff" * len(d))), "architecture"),
    ):
        assert words in load(data, path), words
    with pytest.raises(EngineError, match="cannot be read"):
        read_model(tmp_path / "missing")
    with pytest.raises(EngineError, match="cannot be read"):
        read_model(tmp_path)


def test_every_truncated_file_is_refused(tmp_path: Path) -> None:
    data = random_model(SMALL).bytes()
    for length in [*range(0, 3000, 7), *range(3000, len(data), 101), len(data) - 1]:
        assert load(data[:length], tmp_path / "model.bin"), length


def test_flipped_bytes_are_an_error_or_a_model_and_never_need_much_memory(tmp_path: Path) -> None:
    good = random_model(SMALL).bytes()
    rng = random.Random(7)
    end_of_lists = 6000  # most numbers that matter are before the data
    loaded = 0
    tracemalloc.start()
    for _ in range(400):
        data = bytearray(good)
        for _ in range(rng.choice((1, 1, 1, 4, 30))):
            at = rng.randrange(end_of_lists) if rng.random() < 0.7 else rng.randrange(len(data))
            data[at] = rng.randrange(256)
        loaded += not load(bytes(data), tmp_path / "model.bin")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert 0 < loaded < 400
    assert peak < 20 * len(good)


def test_a_model_with_damaged_numbers_is_an_error_when_it_is_run(vocabulary: bytes, tmp_path: Path) -> None:
    made = random_model(Sizes(words=1512))
    made.tensors = [
        (n, k, s, (b"\xff\xff\x7f\x7f" * (len(d) // 4) if n == "encoder_l1_ffn_ffn_ln_scale" else d))
        for n, k, s, d in made.tensors
    ]
    (tmp_path / "model.bin").write_bytes(made.bytes())
    (tmp_path / "vocab.spm").write_bytes(vocabulary)
    engine = MarianEngine(tmp_path)
    for run in (
        lambda: engine.translate([Request(JAPANESE[0])]),
        lambda: engine.translate([Request(JAPANESE[0], n_best=4)]),
        lambda: engine.score([(JAPANESE[0], "Text.")]),
    ):
        with pytest.raises(EngineError, match="cannot be run") as caught:
            run()
        assert "bilingual engine install" in str(caught.value)


def test_a_vocabulary_that_does_not_fit_is_refused(vocabulary: bytes, tmp_path: Path) -> None:
    (tmp_path / "model.bin").write_bytes(random_model(SMALL).bytes())
    for data, words in (
        (vocabulary, "and the model has 16"),
        (b"", "vocabulary"),
        (vocabulary[: len(vocabulary) // 2], "vocabulary"),
        (b"\xff" * 1000, "cannot be read"),
    ):
        (tmp_path / "vocab.spm").write_bytes(data)
        with pytest.raises(EngineError, match=words) as caught:
            MarianEngine(tmp_path).translate([Request("雨")])
        assert caught.value.place.endswith("vocab.spm")


def test_float_matrices_are_read_too(tmp_path: Path) -> None:
    """A model that has not been made smaller, with the same numbers."""
    made, plain = random_model(SMALL), ModelFile()
    (tmp_path / "model.bin").write_bytes(made.bytes())
    parameters = read_model(tmp_path / "model.bin")
    for name, kind, shape, data in made.tensors:
        if kind == INT8:
            table = parameters.embeddings.get(name)
            numbers = parameters.tensors[name] if table is None else table.rows(np.arange(shape[0]))
            plain.floats(name, numbers)
        else:
            plain.tensors.append((name, kind, shape, data))
    (tmp_path / "plain.bin").write_bytes(plain.bytes())
    other = read_model(tmp_path / "plain.bin")
    assert all(np.array_equal(parameters.tensors[name], other.tensors[name]) for name in parameters.tensors)
    assert np.array_equal(parameters.embeddings["Wemb"].columns(), other.embeddings["Wemb"].columns())


def test_finding_the_files_loads_no_numpy() -> None:
    code = "import sys, bilingual.engines.marian.files, bilingual.engines.marian.engine; print('numpy' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
