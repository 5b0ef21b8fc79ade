"""The analysis table counts every sentence once, as translators expect; the edit rate is that of the words."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from bilingual.keys import UnitKeys, key_of
from bilingual.memory.analysis import (
    BANDS,
    REPETITIONS,
    BandCount,
    Sentence,
    analyse,
    edit_rates,
    keyed_sentences,
    memory_lookup,
)
from bilingual.memory.entries import Decision, Entry
from bilingual.memory.store import Memory
from bilingual.reading.plain.structure import parse_text

TEXT = """雨の日

今日は朝から雨が降っている。明日は晴れるだろう。今日は朝から雨が降っている。

今日は朝から雪が降っている。
"""


def table(rows: Sequence[BandCount]) -> dict[str, tuple[int, int]]:
    return {row.name: (row.units, row.characters) for row in rows if row.units}


def nothing(source: str, keys: UnitKeys) -> int:
    return 0


def test_an_empty_memory() -> None:
    rows = analyse(keyed_sentences(parse_text(TEXT)), nothing)
    assert [row.name for row in rows] == [REPETITIONS, *(name for name, _ in BANDS)]
    assert table(rows) == {REPETITIONS: (1, 14), "new": (4, 3 + 14 + 10 + 14)}
    assert {row.name: row.similar for row in rows if row.similar} == {"85-94%": 1}


@pytest.mark.parametrize(
    ("percent", "name"),
    [
        (101, "101% (context match)"),
        (100, "100%"),
        (99, "95-99%"),
        (95, "95-99%"),
        (94, "85-94%"),
        (85, "85-94%"),
        (84, "75-84%"),
        (75, "75-84%"),
        (74, "new"),
        (0, "new"),
    ],
)
def test_the_bands(percent: int, name: str) -> None:
    sentence = Sentence("雨 が\u3000降る。", UnitKeys("k"))
    assert table(analyse([sentence], lambda source, keys: percent)) == {name: (1, 5)}


def test_exact_matches_are_never_repetitions_and_similar_ones_are() -> None:
    sentence = Sentence("雨が降る。", UnitKeys("k"))
    assert table(analyse([sentence] * 3, lambda source, keys: 100)) == {"100%": (3, 15)}
    assert table(analyse([sentence] * 3, lambda source, keys: 90)) == {"85-94%": (1, 5), REPETITIONS: (2, 10)}


def test_every_sentence_is_counted_once() -> None:
    sentences = keyed_sentences(parse_text(TEXT))
    assert sum(row.units for row in analyse(sentences, nothing)) == len(sentences) == 5


def test_numbers_and_code_alone_are_not_counted() -> None:
    assert keyed_sentences(parse_text("2025\n\n----\n")) == []


def test_a_memory(tmp_path: Path) -> None:
    sentences = keyed_sentences(parse_text(TEXT))
    title, rain, sunny, _, snow = sentences
    with Memory(tmp_path / "memory.sqlite") as memory:
        memory.decide(
            [
                Decision(title.source, title.keys.key, "A Rainy Day", title.keys.before, title.keys.after),
                Decision(sunny.source, sunny.keys.key, "Tomorrow will be sunny."),
                Decision("今日は朝から霧が降っている。", key_of("今日は朝から霧が降っている。"), "Foggy."),
                Decision(snow.source, snow.keys.key, "A draft", status="draft", origin="engine"),
            ]
        )
        rows = analyse(sentences, memory_lookup(memory, sentences))
        assert table(rows) == {
            "101% (context match)": (1, 3),
            "100%": (1, 10),
            "85-94%": (2, 28),
            REPETITIONS: (1, 14),
        }
        assert rain.source != snow.source


def entry(draft: str, target: str, engine: str = "engine:a", **more: str) -> Entry:
    return Entry("雨", "k", target, draft=draft, engine=engine, **more)  # type: ignore[arg-type]


def test_the_edit_rate_is_that_of_all_words_together() -> None:
    (rate,) = edit_rates(
        [
            entry("It rains today.", "It rains today."),
            entry("He go to the home", "He went home"),
            entry("", "No draft is known."),
            entry("Rejected text", "Other text here", status="rejected"),
            entry("Said elsewhere.", "", said_in="k2"),
        ]
    )
    assert (rate.units, rate.unchanged, rate.edits, rate.words) == (2, 1, 3, 6)
    assert rate.rate == 0.5


def test_each_engine_has_its_own_rate() -> None:
    rates = edit_rates(
        [entry("a b", "a b", "engine:b"), entry("a b", "a c", "engine:a"), entry("a b", "a b", "engine:a")]
    )
    assert [(rate.engine, rate.units, rate.rate) for rate in rates] == [("engine:a", 2, 0.25), ("engine:b", 1, 0.0)]
    assert edit_rates([]) == ()
