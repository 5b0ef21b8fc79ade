"""Why a term is found, and why not: the reasons, and that they fit what the matcher does."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bilingual.glossary.load import Glossary, Term, parse_glossary
from bilingual.languages.japanese.width import fold
from bilingual.matching.explain import MOST_MISSES, explain
from bilingual.matching.matcher import Matcher, find_protected
from conftest import read_cases
from scaling import assert_linear

CASES = read_cases("explain")


@pytest.mark.parametrize(("title", "given_", "expected"), CASES, ids=[title for title, _, _ in CASES])
def test_cases(title: str, given_: str, expected: str) -> None:
    yaml, text = given_.split("\n---\n")
    hits, misses = explain(text, parse_glossary(yaml))
    shown = [f"{hit.text} = {hit.target}: {hit.why}" for hit in hits]
    shown += [f"not {miss.text} = {miss.target}: {miss.why}" for miss in misses]
    assert "\n".join(shown) == expected


def test_only_in() -> None:
    _, (miss,) = explain("東側の人", parse_glossary("東側: {target: East bloc, only_in: [東側諸国]}"))
    assert miss.why == "only_in: it is not inside 東側諸国"


def test_forbidden_and_admitted_entries() -> None:
    yaml = "米国: {target: United States, forbid: [America]}\n会談: {target: talks, status: admitted}"
    (hit,), (miss,) = explain("米国の会談", parse_glossary(yaml))
    assert hit.why == "as written; never America"
    assert miss.why == "its status is admitted: nothing is enforced"


def test_a_pattern() -> None:
    yaml = "習近平: {target: Xi Jinping, kind: person, surname: {習: Xi}}\n'{name}主席': 'President {name}'"
    (hit,), _ = explain("習主席が", parse_glossary(yaml))
    assert (hit.target, hit.why, hit.line) == ("President Xi", "the pattern {name}主席 with 習", 2)


@pytest.mark.parametrize(
    ("pattern", "text", "why"),
    [
        ("{name}国家主席", "習近平国家主席", "the pattern {name}国家主席 with 習近平"),
        ("元{name}首相", "元田中首相", "the pattern 元{name}首相 with 田中"),
        ("{name}ＡＢ", "田中AB", "the pattern {name}ＡＢ with 田中"),
        ("{name}・ベン", "アリ・ベン", "the pattern {name}・ベン with アリ"),
    ],
)
def test_what_fills_a_pattern(pattern: str, text: str, why: str) -> None:
    names = "".join(f"{name}: {{target: N, kind: person}}\n" for name in ("習近平", "田中", "アリ"))
    (hit,), _ = explain(text, parse_glossary(f"{names}'{pattern}': 'President {{name}}'"))
    assert (hit.why, hit.line) == (why, 4)


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


SPELLINGS = st.text("中国東京都アメリカン髙高橋ヴィビルサーバー々5.習近平氏", max_size=14).map(str.strip)


@settings(max_examples=200, deadline=None)
@given(SPELLINGS, st.lists(SPELLINGS.filter(bool), max_size=5, unique=True), st.data())
def test_what_is_rejected_has_its_reason_whatever_else_the_glossary_holds(
    text: str, forms: list[str], data: st.DataObject
) -> None:
    """What no other match keeps out is not found in a glossary of its own either; the others lose to an overlap."""
    guards = st.lists(SPELLINGS.filter(bool), max_size=2).map(tuple)
    terms = tuple(Term(form, "X", not_in=data.draw(guards), line=line) for line, form in enumerate(forms, 1))
    matcher = Matcher(Glossary((*terms, Term("習近平", "Xi", entity="person"), Term("{name}氏", "Mr. {name}"))))
    taken, rejected = matcher.trace(text)
    assert taken == matcher.hits(text)
    for one in rejected:
        if one.winner:
            assert one.refusal.code in ("longer", "entry", "nearer", "earlier")
            assert one.winner in taken
            assert one.winner.start < one.end
            assert one.start < one.winner.end
        else:
            alone = Matcher(Glossary((one.term,))).find(text)
            assert (one.start, one.end) not in {(match.start, match.end) for match in alone}


def test_long_runs_of_katakana_take_linear_time() -> None:
    glossary = Glossary((Term("ア", "a", line=1),))
    assert_linear(lambda size: "アンアンアン" * size, lambda text: explain(text, glossary), 100)


def test_a_single_kana_is_not_reported_a_thousand_times() -> None:
    _, misses = explain("アンアンアン" * 1_000, Glossary((Term("ア", "a", line=1),)))
    assert len(misses) == MOST_MISSES
