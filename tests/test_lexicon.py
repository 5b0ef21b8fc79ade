"""The dictionary: how it is built from an archive, what it says about words, and which glosses are sure."""

from __future__ import annotations

import logging
import lzma
import pickle
import sqlite3
import tarfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bilingual.errors import EngineError
from bilingual.languages.english.stems import stem, stems
from bilingual.languages.japanese import readings
from bilingual.lexicon.coverage import RELATED, coverage
from bilingual.lexicon.model import UNRANKED
from bilingual.lexicon.store import Lexicon, find_lexicon
from bilingual.lexicon.words import look_up
from bilingual.memory.drafts import DraftCache
from bilingual.memory.words import KnownWords
from bilingual.model import TermMatch, Unit
from bilingual.models import jmdict
from lexicons import DATABASE, LICENCE, archive, database, install, lexicon


@pytest.fixture(scope="module")
def words(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lexicon]:
    with lexicon(tmp_path_factory.mktemp("lexicon")) as opened:
        yield opened


def built(folder: Path) -> Path:
    jmdict.build(archive(folder), folder / "out", on=lambda event: None)
    return folder / "out"


# Building -----------------------------------------------------------------------------------------------------


def test_only_the_lexicon_and_its_licence_are_written(tmp_path: Path) -> None:
    assert sorted(path.name for path in built(tmp_path).iterdir()) == [jmdict.LICENCE_FILE, jmdict.LEXICON_FILE]
    assert (tmp_path / "out" / jmdict.LICENCE_FILE).read_bytes() == b"CC BY-SA 3.0\n"


def test_the_same_archive_gives_the_same_bytes(tmp_path: Path) -> None:
    made = archive(tmp_path)
    for name in ("a", "b"):
        jmdict.build(made, tmp_path / name, on=lambda event: None)
    assert (tmp_path / "a" / jmdict.LEXICON_FILE).read_bytes() == (tmp_path / "b" / jmdict.LEXICON_FILE).read_bytes()


def bad_archives(folder: Path) -> dict[str, Path]:
    source = folder / "s.db"
    database(source)
    packed = lzma.compress(source.read_bytes())
    with sqlite3.connect(source) as changed:
        changed.execute("DROP TABLE Sense")
        changed.execute("CREATE VIEW Sense AS SELECT ID, idseq FROM Kanji")
    view = lzma.compress(source.read_bytes())
    changed.close()

    def one(name: str, members: dict[str, bytes], kind: bytes = tarfile.REGTYPE) -> Path:
        (folder / name).mkdir()
        return archive(folder / name, members, kind=kind)

    truncated = one("truncated", {DATABASE: packed, LICENCE: b"x"})
    truncated.write_bytes(truncated.read_bytes()[:-2000])
    text = folder / "text.tar.gz"
    text.write_text("no archive")
    return {
        "is missing": one("other", {"other/jamdict.db.xz": packed, LICENCE: b"x"}),
        "LICENSE.md is missing": one("licence", {DATABASE: packed}),
        "expected size": one("link", {DATABASE: packed, LICENCE: b"x"}, tarfile.SYMTYPE),
        "is damaged": truncated,
        "damaged|cannot be read": text,
        "archive is damaged": one("noxz", {DATABASE: b"not xz", LICENCE: b"x"}),
        "database is damaged": one("nosql", {DATABASE: lzma.compress(b"x" * 5000), LICENCE: b"x"}),
        "no table Sense": one("view", {DATABASE: view, LICENCE: b"x"}),
        "more than 200": one("many", {f"m{n}": b"" for n in range(300)}),
        "No such file": folder / "none.tar.gz",
    }


def test_other_archives_are_refused(tmp_path: Path) -> None:
    for message, path in bad_archives(tmp_path).items():
        with pytest.raises(EngineError, match=message):
            jmdict.build(path, tmp_path / "out", on=lambda event: None)
        assert not [*(tmp_path / "out").iterdir()], message


def test_sizes_and_steps_are_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = archive(tmp_path)
    for name, message in (("_UNPACKED", "too large"), ("_MOST_STEPS", "damaged")):
        with monkeypatch.context() as patch:
            patch.setattr(jmdict, name, 0)
            patch.setattr(jmdict, "_STEPS", 1)
            with pytest.raises(EngineError, match=message):
                jmdict.build(made, tmp_path / "out", on=lambda event: None)


# Looking up ---------------------------------------------------------------------------------------------------


def test_an_entry_has_its_reading_rank_and_glosses(words: Lexicon) -> None:
    (entry,) = words.entries("工場")
    assert entry.readings == ("こうじょう", "こうば")
    assert entry.rank == 2
    assert entry.senses[0].groups == ("noun",)
    assert entry.senses[0].glosses == ("factory", "plant")
    assert words.entries("軋轢")[0].rank == UNRANKED
    assert words.entries("昔語")[0].senses[0].tags == ("archaic",)
    assert words.entries("弁當箱")[0].marks == ("outdated",)
    assert [len(entry.senses) for entry in words.entries("経済面")] == [2]


def test_a_reading_finds_the_word(words: Lexicon) -> None:
    assert words.entries("おどろく")[0].senses[0].groups == ("verb",)


def test_names_have_kinds(words: Lexicon) -> None:
    (name,) = words.names("輪島")
    assert (name.reading, name.kinds, name.english) == ("わじま", {"place", "surname"}, "Wajima")
    assert len(words.names("利根川")) == 2
    assert not words.names("平"), "unclassified names are left out"


@pytest.mark.parametrize("word", ["", "ない語", "\ud800", "長" * 500, "'; DROP TABLE form; --"])
def test_unknown_words_have_nothing(words: Lexicon, word: str) -> None:
    assert not words.entries(word)
    assert not words.names(word)
    assert words.glosses(word) == []


def test_several_threads_and_processes_may_use_it(words: Lexicon) -> None:
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(words.entries, ["軋轢", "工場"] * 50))
    assert {entries[0].form for entries in found} == {"軋轢", "工場"}
    with pickle.loads(pickle.dumps(words)) as other:
        assert other.entries("軋轢") == words.entries("軋轢")
        assert other.version == words.version != "1-"


# Finding the installed one ------------------------------------------------------------------------------------


def test_without_an_installed_dictionary_there_is_none() -> None:
    assert find_lexicon() is None


def test_the_installed_dictionary_is_found(tmp_path: Path) -> None:
    install(tmp_path)
    found = find_lexicon()
    assert found
    with found:
        assert found.entries("軋轢")


def test_a_damaged_dictionary_is_reported_once(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    path = install(tmp_path) / jmdict.LEXICON_FILE
    path.write_bytes(bytes(path.stat().st_size))
    with caplog.at_level(logging.WARNING):
        assert find_lexicon() is None
        assert find_lexicon() is None
    assert [record.message for record in caplog.records if "dictionary cannot be read" in record.message] != []
    assert len(caplog.records) == 1


# Glosses ------------------------------------------------------------------------------------------------------

SENTENCES = [
    ("軋轢を抱える。", {"軋轢": "friction"}),
    ("経済面で協力する。", {}),  # two senses that do not agree
    ("工場で働く。", {}),  # everyone knows it
    ("内部軋轢を抱える。", {}),  # a part of a longer word
    ("軋轢する", {}),
    ("研究所に改称。", {}),  # a verb
    ("改称が決まる。", {"改称": "renaming"}),
    ("古川を訪ねた。", {}),  # also a surname
    ("感謝祭を開く。", {}),  # its note narrows it
    ("『豆知識』を読む。", {}),  # a title
    ("行員が弁当箱を開けた。", {"行員": "bank clerk", "弁当箱": "lunch box"}),
    ("昔語を聞いた。", {}),
    ("経済産業省は伝えた。", {"経済産業省": "Ministry of Economy, Trade and Industry"}),
    ("講談社は伝えた。", {"講談社": "Kodansha"}),
    ("習近平が語る。", {"習近平": "Xi Jinping"}),
    ("日本銀行が決めた。", {}),
    ("ヤマト運輸に頼む。", {"ヤマト運輸": "Yamato Transport"}),
]


@pytest.mark.parametrize("dictionary", [True, False])
@pytest.mark.parametrize(("sentence", "expected"), SENTENCES)
def test_few_and_sure_words_get_a_gloss(
    words: Lexicon, sentence: str, expected: dict[str, str], dictionary: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if dictionary and not readings.available():
        pytest.skip("the extra `readings` is not installed")
    if not dictionary:
        monkeypatch.setattr(readings, "find_spec", lambda name: None)
    found = words.glosses(sentence)
    assert {gloss.source: gloss.english for gloss in found} == expected
    assert all(sentence[gloss.start : gloss.end] == gloss.source for gloss in found)


def test_terms_and_numbers_get_none(words: Lexicon) -> None:
    text = "行員が弁当箱を開けた。"
    assert [gloss.source for gloss in words.glosses(text, known=[(0, 2)])] == ["弁当箱"]


# Coverage -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("a", "b"), [("economic", "economy"), ("factories", "factory"), ("surprised", "surprising")])
def test_forms_of_a_word_have_one_stem(a: str, b: str) -> None:
    assert stem(a) == stem(b)


def test_words_that_say_little_have_no_stem() -> None:
    assert stems("the thing that it has become") == frozenset()


@pytest.fixture(params=[True, False])
def _ways(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    if request.param and not readings.available():
        pytest.skip("the extra `readings` is not installed")
    if not request.param:
        monkeypatch.setattr(readings, "find_spec", lambda name: None)


@pytest.mark.usefixtures("_ways")
def test_coverage_is_the_share_of_the_words_that_the_english_has(words: Lexicon) -> None:
    whole = coverage("行員と軋轢", "The friction with bank clerks", (), words)
    assert (whole.share, whole.missing, whole.words) == (1.0, (), 2)
    half = coverage("行員と軋轢", "The bank clerk", (), words)
    assert (half.share, half.missing) == (0.5, ("軋轢",))
    assert coverage("ない語", "Nothing", (), words) == coverage("", "", (), words)


@pytest.mark.usefixtures("_ways")
def test_a_word_with_a_gloss_in_common_counts_less(words: Lexicon) -> None:
    found = coverage("軋轢", "A lot of rubbing", (), words)  # friction is a gloss of 軋轢 and of 摩擦
    assert (found.share, found.missing) == (RELATED, ())


@pytest.mark.usefixtures("_ways")
def test_names_are_compared_by_their_sound(words: Lexicon) -> None:
    assert coverage("講談社", "Koodansha", (), words).share == 1.0


def test_terms_count_by_whether_they_were_found(words: Lexicon) -> None:
    term = TermMatch("行員", "staff", 0, 2, found=True)
    number = TermMatch("3人", "three people", 5, 7, kind="number")
    assert coverage("行員と軋轢と3人", "staff", (term, number), words).share == 0.5
    missing = TermMatch("行員", "staff", 0, 2)
    assert coverage("行員と軋轢", "friction", (missing,), words).missing == ("行員",)


@pytest.mark.skipif(not readings.available(), reason="the extra `readings` is not installed")
def test_verbs_are_looked_up_in_the_form_that_dictionaries_list(words: Lexicon) -> None:
    assert coverage("行員は驚いた。", "The clerk was astonished.", (), words).missing == ()


@given(st.text("軋轢行員弁当箱古川と『』を。、aA1ア", max_size=40), st.text("friction banklec ", max_size=20))
def test_any_text_has_a_share_and_glosses_in_order(words: Lexicon, source: str, target: str) -> None:
    found = words.glosses(source)
    assert all(source[gloss.start : gloss.end] == gloss.source for gloss in found)
    assert all(one.end <= other.start for one, other in pairwise(found))
    assert 0 <= coverage(source, target, (), words).share <= 1
    assert len({word.text for word in look_up(source, words)}) == len(look_up(source, words))


# Words --------------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("_ways")
def test_the_words_of_a_sentence_are_listed_once(words: Lexicon) -> None:
    found = look_up("行員と弁当箱と行員", words)
    assert [(word.text, word.reading, word.senses) for word in found] == [
        ("行員", "こういん", ("bank clerk",)),
        ("弁当箱", "べんとうばこ", ("lunch box",)),
    ]


# What is kept between runs ------------------------------------------------------------------------------------


class Counting:
    """A dictionary that counts what it is asked."""

    def __init__(self, words: Lexicon) -> None:
        self.words, self.version, self.asked = words, words.version, 0

    def __getattr__(self, name: str) -> object:
        self.asked += 1
        return getattr(self.words, name)


def test_glosses_and_coverage_are_looked_up_once(words: Lexicon, tmp_path: Path) -> None:
    unit = Unit("1.1", "行員と軋轢", "The bank clerk")
    answers = []
    for _ in range(2):
        cache, counting = DraftCache(tmp_path / "drafts.sqlite3"), Counting(words)
        known = KnownWords(counting, cache)  # type: ignore[arg-type]
        answers.append((known.glosses("軋轢を抱える。", ()), known.covered(unit), counting.asked > 0))
        known.store()
        cache.close()
    assert answers[0][:2] == answers[1][:2]
    assert [asked for *_, asked in answers] == [True, False]
    assert answers[1][0][0].english == "friction"
    assert answers[1][1] == (0.5, ("軋轢",))


def test_few_words_say_nothing_about_coverage(words: Lexicon) -> None:
    assert KnownWords(words, DraftCache()).covered(Unit("1.1", "軋轢", "Friction")) is None
