"""Fuzzy search: similar sources are found, by comparing and by the stored index; differences and doubts are shown."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bilingual.keys import key_of
from bilingual.memory import fuzzy
from bilingual.memory.differences import changed_parts, doubts
from bilingual.memory.entries import Decision
from bilingual.memory.fuzzy import FuzzyIndex, FuzzyMatch, build_index
from bilingual.memory.store import Memory

RAIN = "今日は朝から雨が降っている。"
SNOW = "今日は朝から雪が降っている。"
OTHER = "政府は声明を歓迎した。"


@pytest.fixture
def memory(tmp_path: Path) -> Iterator[Memory]:
    with Memory(tmp_path / "memory.sqlite") as memory:
        yield memory


def decision(source: str, target: str = "English.", **more: str) -> Decision:
    return Decision(source, key_of(source), target, **more)  # type: ignore[arg-type]


def test_the_most_similar_comes_first() -> None:
    index = FuzzyIndex([(1, OTHER), (2, SNOW), (3, RAIN)])
    assert [match.entry_id for match in index.best(RAIN)] == [3, 2]
    assert index.best(RAIN)[0].score == 1
    assert 0.9 < index.best(RAIN)[1].score < 1
    assert [match.entry_id for match in index.best(RAIN, limit=1)] == [3]
    assert index.best(RAIN, limit=0) == []
    assert index.best("まったく違う文です。") == []


def test_width_and_spaces_do_not_matter() -> None:
    assert FuzzyIndex([(7, "２０２５年 ４月に始まる。")]).best("2025年4月に始まる。") == [FuzzyMatch(7, 1.0)]


def test_the_cutoff() -> None:
    index = FuzzyIndex([(1, "政府は声明を歓迎した。")])
    assert index.best("政府は声明を歓迎しなかった。")[0].score > 0.75
    assert index.best("政府は声明を歓迎しなかった。", cutoff=0.9) == []


@pytest.mark.parametrize("text", ["", " ", "\u3000", "\n"])
def test_nothing_is_like_an_empty_text(text: str) -> None:
    assert FuzzyIndex([(1, text), (2, RAIN)]).best(text) == []


def test_equal_sources_are_offered_once_with_the_latest() -> None:
    assert FuzzyIndex([(5, RAIN), (9, RAIN), (2, RAIN)]).best(RAIN) == [FuzzyMatch(9, 1.0)]


def test_only_what_a_person_said_is_offered(memory: Memory) -> None:
    memory.decide(
        [
            decision(RAIN, "It rains.", origin="engine", status="draft"),
            decision(SNOW, "It snows.", status="rejected"),
            decision("今日は朝から風が吹いている。", ""),
            decision("今日は朝から霧が出ている。", "It is foggy.", origin="engine", status="approved"),
        ]
    )
    found = [memory.entry(match.entry_id) for match in FuzzyIndex.of(memory).best(RAIN, cutoff=0)]
    assert [entry.target for entry in found if entry] == ["It is foggy."]


def test_later_decisions_are_found_after_an_update(memory: Memory) -> None:
    memory.decide([decision(RAIN)])
    index = FuzzyIndex.of(memory)
    (snow,) = memory.decide([decision(SNOW)])
    index.update(memory)
    assert index.best(SNOW)[0] == FuzzyMatch(snow.id, 1.0)
    memory.forget([snow.id])
    index.update(memory)
    assert index.best(SNOW)[0].score < 1


@pytest.fixture
def large(memory: Memory, monkeypatch: pytest.MonkeyPatch) -> Memory:
    """Return a memory that counts as large, with its index."""
    monkeypatch.setattr(fuzzy, "BRUTE_FORCE", 50)
    chance = random.Random(3)
    letters = "雨雪風空山川海人国年月日時分会社政府発表実施開始終了計画予定は が を に で と し た て い る"
    texts = {"".join(chance.choices(letters.replace(" ", ""), k=chance.randint(1, 40))) for _ in range(600)}
    memory.decide([decision(text) for text in sorted(texts)])
    assert build_index(memory) == len(texts)
    return memory


def test_the_stored_index_finds_what_comparing_finds(large: Memory) -> None:
    chance = random.Random(4)
    entries = list(large.entries())
    index, everything = FuzzyIndex.of(large), FuzzyIndex((entry.id, entry.source) for entry in entries)
    for entry in chance.sample(entries, 60):
        text = list(entry.source)
        text[chance.randrange(len(text))] = "新"
        best, found = everything.best("".join(text)), index.best("".join(text))
        assert [match.score for match in found[:1]] == [match.score for match in best[:1]]
        assert index.best(entry.source)[0].score == 1


def test_the_stored_index_knows_what_came_later(large: Memory) -> None:
    old = next(large.entries())
    (new,) = large.decide([decision(RAIN)])
    large.decide([decision(SNOW, "It snows.")])
    (moved,) = large.decide([Decision(OTHER, key_of(OTHER), "Now another.", replaces=old.id)])
    assert moved.id == old.id
    index = FuzzyIndex.of(large)
    assert index.best(RAIN)[0] == FuzzyMatch(new.id, 1.0)
    assert index.best(OTHER)[0] == FuzzyMatch(old.id, 1.0)
    large.forget([new.id])
    index.update(large)
    assert index.best(RAIN)[0].score < 1
    assert FuzzyIndex.of(large).best(RAIN)[0].score < 1
    assert build_index(large)
    assert FuzzyIndex.of(large).best(OTHER)[0].entry_id == old.id


def test_a_small_memory_needs_no_index(memory: Memory) -> None:
    memory.decide([decision(RAIN)])
    assert build_index(memory) == 0
    assert FuzzyIndex.of(memory).best(RAIN)


def test_a_large_memory_without_an_index_is_searched(memory: Memory, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fuzzy, "BRUTE_FORCE", 0)
    memory.decide([decision(RAIN)])
    assert FuzzyIndex.of(memory).best(RAIN)[0].score == 1


@given(st.text("日本語今はがを。、0123ァアA ", max_size=30), st.text("日本語今はがを。、0123ァアA ", max_size=30))
def test_differences_lose_nothing(old: str, new: str) -> None:
    parts = changed_parts(old, new)
    assert "".join(part for _, part, _ in parts) == old
    assert "".join(part for _, _, part in parts) == new
    assert all((kind == "equal") == (before == after) for kind, before, after in parts)


@pytest.mark.parametrize(
    ("old", "new", "changed"),
    [
        ("政府は歓迎した。", "政府は歓迎しなかった。", [("insert", "", "なかっ")]),
        ("2012年に開いた。", "2013年に開いた。", [("replace", "2012", "2013")]),
        ("約1,200人の参加者", "約1,500人の参加者", [("replace", "1,200", "1,500")]),
        ("9月2日に会った。", "10月3日に会った。", [("replace", "9月2", "10月3")]),
        ("人のボランティアが来た", "人のスタッフが来た", [("replace", "ボランティア", "スタッフ")]),
        ("NATOに加盟", "ASEANに加盟", [("replace", "NATO", "ASEAN")]),
        ("雨の日", "雨の日", []),
    ],
)
def test_differences_are_readable(old: str, new: str, changed: list[tuple[str, str, str]]) -> None:
    assert [part for part in changed_parts(old, new) if part[0] != "equal"] == changed


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("政府は歓迎した。", "政府は歓迎しなかった。", ("negation",)),
        ("彼は行きます。", "彼は行きません。", ("negation",)),
        ("会議は行われた。", "会議は行われず、延期された。", ("negation",)),
        ("公開の資料", "非公開の資料", ("negation",)),
        ("三人が来た。", "3人が来た。", ()),
        ("三人が来た。", "四人が来た。", ("number",)),
        ("２０２５年に", "2025年に", ()),
        ("第3次世界大戦", "第2次世界大戦", ("number",)),
        ("5人が来なかった。", "6人が来た。", ("number", "negation")),
        ("中国はロシアを批判した。", "ロシアは中国を批判した。", ("order",)),
        ("今日は雨が降る。", "今日は雪が降る。", ()),
        ("今日は 雨。", "今日は雨。", ()),
    ],
)
def test_doubts(old: str, new: str, expected: tuple[str, ...]) -> None:
    assert doubts(old, new) == expected
    assert doubts(new, old) == expected
