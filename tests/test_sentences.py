"""Sentences: case files by style, and properties that hold for any text."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bilingual.reading.sentences.split import LONG_BRACKETS, LONG_SPEECH, split_sentences
from conftest import read_cases
from scaling import assert_linear

STYLES = ("news", "essay", "interview", "notice", "fiction", "hard")
CASES = [(style, *case) for style in STYLES for case in read_cases(f"sentences_{style}")]

SIGNS = "「」『』（）()[]【】“”\"'’。．.！？!?、，…―♪☆w　 \n笑とはがのもABa1３彼もう愛😊/:@-<>｡｢｣"
texts = st.text(st.one_of(st.sampled_from(SIGNS), st.characters(codec="utf-8")), max_size=80)


@pytest.mark.parametrize(
    ("text", "expected"),
    [case[2:] for case in CASES],
    ids=[f"{style}: {title}" for style, title, _, _ in CASES],
)
def test_case(text: str, expected: str) -> None:
    sentences = split_sentences(text)
    assert "".join(sentences) == text
    assert [sentence.strip() for sentence in sentences] == [line.strip() for line in expected.split("\n")]


def test_there_are_cases_of_every_style() -> None:
    counts = {style: sum(case[0] == style for case in CASES) for style in STYLES}
    assert min(counts.values()) >= 15, counts


@given(texts)
@settings(max_examples=500, deadline=None)
def test_nothing_is_lost_and_nothing_is_empty(text: str) -> None:
    sentences = split_sentences(text)
    assert "".join(sentences) == text
    assert all(sentences)


@given(texts)
@settings(max_examples=300, deadline=None)
def test_only_the_first_sentence_can_begin_with_white_space(text: str) -> None:
    assert not any(sentence[0].isspace() for sentence in split_sentences(text)[1:])


@given(st.lists(st.sampled_from(["雨が降った。", "「寒い。」と彼は言った。", "本当ですか？", "行こう！", "3.14だ。"])))
def test_whole_sentences_in_a_row_come_apart_again(sentences: list[str]) -> None:
    assert split_sentences("".join(sentences)) == sentences


def test_nothing_gives_nothing() -> None:
    assert split_sentences("") == []


def test_white_space_alone_is_one_sentence() -> None:
    assert split_sentences(" 　\n") == [" 　\n"]


def test_white_space_stays_with_the_sentence_before_it() -> None:
    assert split_sentences("　朝。　夜！ \n昼？\t") == ["　朝。　", "夜！ \n", "昼？\t"]


@pytest.mark.parametrize(("length", "count"), [(LONG_SPEECH - 10, 1), (LONG_SPEECH + 10, 2)])
def test_a_speech_that_stands_alone_is_split_when_it_is_long(length: int, count: int) -> None:
    speech = "「" + "雨" * (length // 2) + "。" + "風" * (length // 2) + "。」"
    assert len(split_sentences(speech)) == count


def test_a_long_quotation_inside_its_sentence_is_not_split() -> None:
    text = "彼は「" + "雨。" * (LONG_BRACKETS // 2 - 5) + "」と言った。"
    assert split_sentences(text) == [text]


def split_whole(text: str) -> None:
    assert "".join(split_sentences(text)) == text


@pytest.mark.parametrize(
    "pattern",
    [
        *(
            "「",
            "」",
            "(",
            "（",
            '"',
            "”",
            "。",
            "！",
            ".",
            "…",
            "――",
            "　",
            "\n",
            "w",
            "あw",
            "♪",
            "😊",
            "a.",
            "a!",
            "！ ",
        ),
        *(
            "「」",
            "「。",
            "。「",
            "。（",
            "「）",
            "……「",
            "。」 ",
            "「あ。」",
            "。（あ）",
            "（笑）",
            "（1）",
            "(^_^)",
            "――「あ」x",
        ),
        *("Yahoo!", "3.", "A. ", "http://", "https", "「" * 90 + "あ。" + "」" * 90, "「あ。い。" * 20 + "」" * 20),
    ],
)
def test_time_is_linear(pattern: str) -> None:
    assert_linear(lambda size: pattern * (size // len(pattern)), split_whole, 20_000)


@pytest.mark.parametrize(
    "make",
    [
        lambda size: "。" + " " * size + "と",
        lambda size: "あ" + "…♪" * size,
        lambda size: "「" * size + "」" * size,
        lambda size: "―" * size + "「あ」x" * (size // 4),
    ],
    ids=["blanks", "notes", "brackets in brackets", "dashes"],
)
def test_long_runs_take_linear_time(make: Callable[[int], str]) -> None:
    assert_linear(make, split_whole, 20_000)
