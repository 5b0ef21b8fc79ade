"""Does an English sentence say a term?"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bilingual.model import TermMatch
from bilingual.translation.verify import forbidden, pattern, says, verify
from conftest import read_cases


@pytest.mark.parametrize(("form", "sentence", "expected"), read_cases("verify"))
def test_cases(form: str, sentence: str, expected: str) -> None:
    match = TermMatch("語", form, 0, 1)
    assert says(sentence, match) == (expected == "found"), pattern(form).pattern


@pytest.mark.parametrize(("form", "sentence", "expected"), read_cases("forbidden"))
def test_a_forbidden_form_in_any_spelling(form: str, sentence: str, expected: str) -> None:
    match = TermMatch("語", "", 0, 1, forbidden=(form,))
    assert bool(forbidden([match], sentence)) == (expected == "found"), pattern(form, loose=True).pattern


def test_the_right_spelling_is_not_the_forbidden_one() -> None:
    match = TermMatch("平安京", "Heian-kyō", 0, 3, alternatives=("Heiankyō",), forbidden=("Heian-kyo",))
    assert forbidden([match], "Heian-kyō and Heiankyō are Heian-kyō.") == ()
    ((_, span),) = forbidden([match], "Heian-kyō is Heiankyo.")
    assert span == (13, 21)
    other = TermMatch("平安京", "Heian-kyo", 0, 3)
    assert not says("Heiankyo", other), "what must be said is to be said as it is written"


def test_alternatives_count() -> None:
    match = TermMatch("米国", "United States", 0, 2, alternatives=("US",))
    assert says("The US said so.", match)
    assert not says("It told us so.", match)


def test_protected_text_is_exact() -> None:
    url = "https://example.org/a?b=c"
    match = TermMatch(url, url, 0, len(url), kind="protected")
    assert says(f"See {url}.", match)
    assert not says("See https://example.org/a.", match)


def test_verify_sets_found() -> None:
    matches = (TermMatch("北京", "Beijing", 0, 2), TermMatch("中国", "China", 2, 4))
    assert [match.found for match in verify(matches, "In Beijing.")] == [True, False]


@given(st.text(min_size=1, max_size=40))
def test_any_form_compiles_and_finds_itself(form: str) -> None:
    compiled = pattern(form)
    pattern(form, loose=True)
    if form.strip() and form == form.strip() and form.isascii() and form.isprintable():
        assert compiled.search(f"x {form} x"), compiled.pattern
