"""Terms that are almost there."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bilingual.model import TermMatch
from bilingual.terms.numbers import Style, find_numbers
from bilingual.terms.repair import repair
from bilingual.terms.verify import says
from conftest import read_cases


@pytest.mark.parametrize(("terms", "draft", "expected"), read_cases("repair"))
def test_cases(terms: str, draft: str, expected: str) -> None:
    matches = [TermMatch("語", term, 0, 1) for term in terms.split("|")]
    assert repair(draft, matches) == expected


@given(st.text(max_size=60), st.lists(st.text(min_size=1, max_size=12), max_size=3))
def test_no_said_term_is_ever_lost(draft: str, terms: list[str]) -> None:
    matches = [TermMatch("語", term, 0, 1) for term in terms]
    mended = repair(draft, matches)
    assert all(says(mended, match) for match in matches if says(draft, match))


@pytest.mark.parametrize(
    ("source", "draft", "expected"),
    [
        ("80周年だ。", "It is a 80th anniversary.", "It is an 80th anniversary."),
        ("20周年だ。", "It is an 20th anniversary.", "It is a 20th anniversary."),
        ("11か国の会議だ。", "It is a 11-country meeting.", "It is an 11-country meeting."),
    ],
)
def test_articles_before_figures(source: str, draft: str, expected: str) -> None:
    assert repair(draft, find_numbers(source)) == expected


def test_the_engines_dates_take_the_editions_style() -> None:
    uk = find_numbers("1945年8月15日に終わり、9月2日に始まった。", Style("uk"))
    assert repair("On August 15, 1945, it ended and on September 2 began.", uk) == (
        "On 15 August 1945 it ended and on 2 September began."
    )
    us = find_numbers("9月2日に始まった。")
    assert repair("It began on 2 September.", us) == "It began on September 2."
    assert repair("It began on Sept. 2.", us) == "It began on Sept. 2."
