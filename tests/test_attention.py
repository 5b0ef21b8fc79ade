"""From attention to words: which stretch of a target renders a stretch of its source."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bilingual.engines.attention import Look, piece_spans
from bilingual.engines.base import Question


def test_pieces_know_where_they_stand() -> None:
    assert piece_spans("ＡＩ 開発です", ["▁AI", "▁", "開発", "です"]) == [(0, 2), (3, 3), (3, 5), (5, 7)]
    assert piece_spans("He is in Beijing.", ["▁He", "▁is", "▁in", "▁Bei", "jing", "."])[3:] == [
        (9, 12),
        (12, 16),
        (16, 17),
    ]


def test_a_piece_that_is_not_there_moves_nothing() -> None:
    assert piece_spans("東京都", ["東京", "<unk>", "都"]) == [(0, 2), (2, 2), (2, 3)]


@given(st.text(max_size=30), st.lists(st.text(min_size=1, max_size=4), max_size=12))
def test_any_pieces_of_any_text_stay_inside_it(text: str, pieces: list[str]) -> None:
    for start, end in piece_spans(text, pieces):
        assert 0 <= start <= end <= len(text)


SOURCE, TARGET = "内務省だ。", "It is the Ministry of Home Affairs."
PIECES = (["内務", "省", "だ", "。"], ["▁It", "▁is", "▁the", "▁Ministry", "▁of", "▁Home", "▁Affairs", "."])


def asked(*rows: tuple[float, float, float, float]) -> list[tuple[str, float]]:
    look = Look((SOURCE, TARGET), PIECES, rows)
    found = look.renderings(Question(SOURCE, TARGET, 0, 3))
    return [(TARGET[one.start : one.end], one.weight) for one in found]


def test_two_stretches_that_belong_together_are_one() -> None:
    rest = (0.0, 0.0, 0.9, 0.1)
    found = asked(rest, rest, rest, (0.1, 0.8, 0, 0), rest, (0.6, 0.1, 0, 0), (0.5, 0.1, 0, 0), rest)
    assert found[0] == ("Ministry of Home Affairs", 0.9)
    assert ("Ministry", 0.9) in found


def test_what_nothing_looked_for_is_nowhere() -> None:
    rest = (0.0, 0.05, 0.9, 0.05)
    assert asked(*[rest] * 8) == []
