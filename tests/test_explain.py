"""Why a term is found, and why not: the reasons, and that they fit what the matcher does."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bilingual.terms.explain import MOST_MISSES, explain, filler
from bilingual.terms.glossary import Glossary, Term, parse
from bilingual.terms.match import Matcher, find_protected
from bilingual.terms.width import fold
from conftest import read_cases

CASES = read_cases("explain")


@pytest.mark.parametrize(("title", "given_", "expected"), CASES, ids=[title for title, _, _ in CASES])
def test_cases(title: str, given_: str, expected: str) -> None:
    yaml, text = given_.split("\n---\n")
    hits, misses = explain(text, parse(yaml))
    shown = [f"{hit.text} = {hit.target}: {hit.why}" for hit in hits]
    shown += [f"not {miss.text} = {miss.target}: {miss.why}" for miss in misses]
    assert "\n".join(shown) == expected


def test_only_in() -> None:
    _, (miss,) = explain("東側の人", parse("東側: {target: East bloc, only_in: [東側諸国]}"))
    assert miss.why == "only_in: none of 東側諸国 stands around it"


def test_what_must_not_be_said_and_what_is_only_admitted() -> None:
    yaml = "米国: {target: United States, forbid: [America]}\n会談: {target: talks, status: admitted}"
    (hit,), (miss,) = explain("米国の会談", parse(yaml))
    assert hit.why == "as written; never America"
    assert miss.why == "its status is admitted: nothing is enforced"


def test_a_pattern() -> None:
    yaml = "習近平: {target: Xi Jinping, kind: person, surname: {習: Xi}}\n'{name}主席': 'President {name}'"
    (hit,), _ = explain("習主席が", parse(yaml))
    assert (hit.target, hit.why, hit.line) == ("President Xi", "the pattern {name}主席 with 習", 2)


@pytest.mark.parametrize(
    ("pattern", "text", "slot"),
    [
        ("{name}国家主席", "習近平国家主席", "習近平"),
        ("元{name}首相", "元田中首相", "田中"),
        ("{name}氏", "田中さん", ""),
        ("{name}氏", "氏", ""),
        ("{name}ＡＢ", "田中AB", "田中"),
        ("国家主席", "習近平国家主席", ""),
    ],
)
def test_what_fills_a_pattern(pattern: str, text: str, slot: str) -> None:
    assert filler(pattern, text) == slot


LETTERS = st.text("中国東京都アメリカンーAI１2 ・@:/htp", max_size=30)
FORMS = st.lists(LETTERS.map(str.strip).filter(bool), max_size=5, unique=True)


@settings(max_examples=150, deadline=None)
@given(LETTERS, FORMS)
def test_every_place_counts_or_has_a_reason(text: str, forms: list[str]) -> None:
    glossary = Glossary(tuple(Term(form, "X", not_in=(f"{form}国",), line=i) for i, form in enumerate(forms, 1)))
    hits, misses = explain(text, glossary)
    found = {(match.start, match.end) for match in Matcher(glossary).find(text)}
    assert {(hit.start, hit.end) for hit in hits} == found | {(m.start, m.end) for m in find_protected(text)}
    assert not {(miss.start, miss.end) for miss in misses} & found
    assert all(miss.why and text[miss.start : miss.end] == miss.text for miss in misses)
    for form in {fold(form).text for form in forms} - {""}:
        if form in fold(text).text:
            assert any(fold(one.text).text == form for one in (*hits, *misses))


def test_a_single_kana_is_not_told_a_thousand_times() -> None:
    _, misses = explain("アンアンアン" * 1_000, Glossary((Term("ア", "a", line=1),)))
    assert len(misses) == MOST_MISSES
