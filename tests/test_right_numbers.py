"""Right English keeps its numbers, and wrong numbers are seen: every sentence of numbers_right.tsv, both ways."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bilingual.numbers import differences, find_numbers, said, surely_missing
from bilingual.translation.rules import repair

RIGHT = [
    tuple(line.split("\t"))
    for line in (Path(__file__).parent / "cases" / "numbers_right.tsv").read_text("utf-8").splitlines()
    if not line.startswith("#")
]
BARE = [
    ("入場料は 1,000 円である。", "1,000 円", "1,000 yen"),
    ("令和　７年　４月　１日", "令和　７年　４月　１日", "April 1, 2025"),
    ("金弐百万円", "弐百万円", "2 million yen"),
    ("改正は第12条第1項である。", "第1項", "paragraph (1)"),
    ("第百二十三条の四", "第百二十三条の四", "Article 123-4"),
    ("第5条第2項第14号", "第14号", "item (xiv)"),
    ("2024.4〜2025.3", "2024.4〜2025.3", "April 2024 to March 2025"),
    ("受付は4/1(火)から", "4/1(火)", "Tuesday, April 1"),
    ("03―1234―5678", "03―1234―5678", "03-1234-5678"),
    ("1,234百万円", "1,234百万円", "1.234 billion yen"),
    ("AM9:00から", "AM9:00", "9 a.m."),
]


@pytest.mark.parametrize(("source", "target"), RIGHT)
def test_right_english_stays_as_it_is(source: str, target: str) -> None:
    matches = find_numbers(source)
    assert repair(target, matches) == target
    assert not differences(source, target, matches)


@pytest.mark.parametrize(("source", "target"), RIGHT)
def test_a_changed_figure_is_seen(source: str, target: str) -> None:
    matches = find_numbers(source)
    for match, span in zip(matches, said(target, matches), strict=True):
        if match.number is None or not match.number.hard or not span:
            continue
        wrong = _changed(target, span)
        if wrong:
            assert differences(source, wrong, matches) or repair(wrong, matches) != wrong


@pytest.mark.parametrize(("source", "written", "target"), BARE)
def test_numbers_are_read_whole(source: str, written: str, target: str) -> None:
    """None is read from its middle on, and none without its spaces, signs and branches."""
    found = {match.source: match.target for match in find_numbers(source)}
    assert found.get(written) == target


@pytest.mark.parametrize("text", ["人参三本", "陸軍二万", "貝を拾う", "壱岐", "4/1から", "費用は当方で参考にする"])
def test_no_formal_numeral_and_no_date_is_made_up(text: str) -> None:
    found = find_numbers(text)
    assert all(match.source.lstrip("0123456789") for match in found)
    assert not {"参三本", "陸軍二", "4", "1"} & {match.source for match in found}


def test_only_what_nothing_in_the_english_can_be_is_surely_missing() -> None:
    def sure(source: str, target: str) -> list[str]:
        matches = find_numbers(source)
        lost = [m for m, span in zip(matches, said(target, matches), strict=True) if not span]
        return [match.source for match in lost if surely_missing(target, match, matches)]

    assert sure("参加者は360人で、977人に増えた。", "The participants grew to 977.") == ["360人"]
    assert sure("売上は68億円だった。", "Sales were good.") == ["68億円"]
    assert sure("売上は68億円だった。", "Sales were 70 billion dollars.") == []
    assert sure("25日に開く。", "It opens on Christmas Day.") == []
    assert sure("2日前から痛む。", "It has been hurting.") == []
    assert sure("100%ワンマンになった。", "All of them run without a conductor.") == []


def _changed(target: str, span: tuple[int, int]) -> str:
    """Return the target with the last digit of the number changed; empty without digits."""
    digits = list(re.finditer(r"\d", target[slice(*span)]))
    if not digits:
        return ""
    at = span[0] + digits[-1].start()
    return target[:at] + str((int(target[at]) + 3) % 10) + target[at + 1 :]
