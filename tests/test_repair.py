"""Terms that are almost there."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bilingual.model import TermMatch
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
