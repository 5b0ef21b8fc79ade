"""Finding terms: case files for the rules, properties for the offsets, and a bound on the time."""

from __future__ import annotations

import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bilingual.model import TermMatch
from bilingual.terms.glossary import Glossary, Term, parse
from bilingual.terms.match import Matcher, find_protected, find_terms
from bilingual.terms.traps import TRAPS
from bilingual.terms.width import fold
from conftest import read_cases

CASES = read_cases("match") + read_cases("match_patterns") + read_cases("match_spelling")


def drawn(text: str, matches: list[TermMatch]) -> str:
    """Return the text with its matches as [Japanese|English≠forbidden], protected ones as {address}."""
    out, at = "", 0
    for match in sorted(matches, key=lambda match: match.start):
        never = f"≠{', '.join(match.forbidden)}" if match.forbidden else ""
        shown = f"{{{match.source}}}" if match.kind == "protected" else f"[{match.source}|{match.target}{never}]"
        out += text[at : match.start] + shown
        at = match.end
    return out + text[at:]


@pytest.mark.parametrize(("title", "given_", "expected"), CASES, ids=[title for title, _, _ in CASES])
def test_cases(title: str, given_: str, expected: str) -> None:
    yaml, text = given_.split("\n---\n")
    matches = find_terms(text, parse(yaml)) + find_protected(text)
    assert drawn(text, matches) == expected


def test_enough_cases_and_enough_near_misses() -> None:
    near = [title for title, _, _ in CASES if title.startswith("near miss")]
    assert len(CASES) >= 220
    assert len(near) * 3 >= len(CASES)


def test_a_match_carries_the_other_accepted_forms_and_its_kind() -> None:
    glossary = parse("関税: {target: tariff, plural: tariffs, accept: [duty, tariffs]}\niPhone: {keep: true}")
    term, kept = find_terms("関税とiPhone", glossary)
    assert term == TermMatch("関税", "tariff", 0, 2, alternatives=("tariffs", "duty"), entry="関税")
    assert kept == TermMatch("iPhone", "iPhone", 3, 9, kind="keep", entry="iPhone")


def test_a_target_is_handed_over_without_stray_spaces() -> None:
    assert find_terms("中国", parse("中国: ' People''s  Republic '"))[0].target == "People's Republic"


@pytest.mark.parametrize(("term", "trap"), [(term, trap) for term, traps in TRAPS.items() for trap in traps])
def test_every_trap_holds_its_term_and_stops_it(term: str, trap: str) -> None:
    glossary = Glossary((Term(term, "X"),))
    assert find_terms(f"「{term}」", glossary)
    assert not find_terms(f"「{trap}」", glossary)


letters = st.text("中国東京都大学アメリカンーｱﾒﾘｶﾞ・AI１2 　\n々󠄀゙.@:/httpw", max_size=40)


@given(letters, st.lists(letters.map(str.strip).filter(bool), max_size=6, unique=True))
def test_matches_are_in_order_apart_and_say_what_stands_there(text: str, forms: list[str]) -> None:
    matcher = Matcher(Glossary(tuple(Term(form, "X") for form in forms)))
    matches = matcher.find(text)
    assert all(match.source == text[match.start : match.end] != "" for match in matches)
    assert all(one.end <= other.start for one, other in pairwise(matches))
    wanted = {fold(form).text for form in forms}
    assert all(fold(match.source).text in wanted for match in matches)


@given(letters)
def test_folding_keeps_the_way_back(text: str) -> None:
    folded = fold(text)
    spans = [folded.span(i, i + 1) for i in range(len(folded.text))]
    assert spans == sorted(spans)
    assert all(0 <= start < end <= len(text) for start, end in spans)


@given(st.text(max_size=60))
def test_any_text_can_be_searched(text: str) -> None:
    find_protected(text)
    find_terms(text, Glossary((Term("a", "A"), Term("中", "x"))))


def test_protected_targets_are_the_text_itself() -> None:
    text = "HTTPではなくhttps://example.com/、editor@example.com。"
    matches = find_protected(text)
    assert [match.source for match in matches] == ["https://example.com/", "editor@example.com"]
    assert all(match.target == match.source == text[match.start : match.end] for match in matches)
    assert {match.kind for match in matches} == {"protected"}


def test_a_large_glossary_and_a_long_text_take_seconds_not_minutes() -> None:
    terms = tuple(Term(f"用語{i:05d}", f"term {i}") for i in range(20_000))
    begin = time.process_time()
    matcher = Matcher(Glossary(terms))
    assert len(matcher.find("これは用語00042です。" * 3_000)) == 3_000
    assert time.process_time() - begin < 5


@pytest.mark.parametrize("text", ["あ" * 20_000, "http://" + "(" * 9_000 + ")" * 9_000, "a" * 30_000 + "@"])
def test_hostile_text_takes_seconds_not_minutes(text: str) -> None:
    matcher = Matcher(Glossary(tuple(Term("あ" * length, "a") for length in range(2, 200))))
    begin = time.process_time()
    matcher.find(text)
    find_protected(text)
    assert time.process_time() - begin < 5
