"""The small repairs after decoding."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bilingual.languages.english.tidy import tidy
from conftest import read_cases


@pytest.mark.parametrize(("title", "texts", "expected"), read_cases("tidy"))
def test_cases(title: str, texts: str, expected: str) -> None:
    source, draft = texts.split("\n")
    assert tidy(draft, source, title.rpartition(" · ")[2]) == expected


@given(st.text(max_size=80), st.text(max_size=20))
def test_tidy_never_fails_and_is_stable(draft: str, source: str) -> None:
    once = tidy(draft, source, "paragraph")
    assert tidy(once, source, "paragraph") == once


def test_what_is_kept_is_not_touched() -> None:
    kept = ["People's War - 3rd", "https://example.org/it's--a?'b'"]
    draft = f'He said "{kept[0]}" isn\'t at {kept[1]}.'
    expected = f"He said “{kept[0]}” isn’t at {kept[1]}."
    assert tidy(draft, "彼は言った。", "paragraph", keep=kept) == expected
