"""Finding terms: case files for the rules, properties for the offsets, and a bound on the time."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bilingual.glossary.load import Glossary, Term, parse_glossary
from bilingual.languages.data import language_rows
from bilingual.languages.japanese.false_matches import TRAPS
from bilingual.languages.japanese.variants import keys, vary
from bilingual.languages.japanese.width import fold
from bilingual.matching.matcher import Matcher, find_protected, find_terms
from bilingual.model import TermMatch
from conftest import read_cases
from drawing import drawn
from scaling import assert_linear

CASES = read_cases("match") + read_cases("match_patterns") + read_cases("match_spelling")


@pytest.mark.parametrize(("title", "given_", "expected"), CASES, ids=[title for title, _, _ in CASES])
def test_cases(title: str, given_: str, expected: str) -> None:
    yaml, text = given_.split("\n---\n")
    matches = find_terms(text, parse_glossary(yaml)) + find_protected(text)
    assert drawn(text, matches) == expected


def test_enough_cases_and_enough_near_misses() -> None:
    near = [title for title, _, _ in CASES if title.startswith("near miss")]
    assert len(CASES) >= 220
    assert len(near) * 3 >= len(CASES)


def test_a_match_carries_the_other_accepted_forms_and_its_kind() -> None:
    glossary = parse_glossary("関税: {target: tariff, plural: tariffs, accept: [duty, tariffs]}\niPhone: {keep: true}")
    term, kept = find_terms("関税とiPhone", glossary)
    assert term == TermMatch("関税", "tariff", 0, 2, alternatives=("tariffs", "duty"), entry="関税")
    assert kept == TermMatch("iPhone", "iPhone", 3, 9, kind="keep", entry="iPhone")


def test_a_target_is_handed_over_without_stray_spaces() -> None:
    assert find_terms("中国", parse_glossary("中国: ' People''s  Republic '"))[0].target == "People's Republic"


@pytest.mark.parametrize(("term", "trap"), [(term, trap) for term, traps in TRAPS.items() for trap in traps])
def test_every_trap_holds_its_term_and_stops_it(term: str, trap: str) -> None:
    glossary = Glossary((Term(term, "X"),))
    assert find_terms(f"「{term}」", glossary)
    assert not find_terms(f"「{trap}」", glossary)


def test_a_match_carries_everything_the_entry_says() -> None:
    glossary = parse_glossary(
        "習近平: {target: Xi Jinping, kind: person, surname: {習: Xi}, accept: [Jinping Xi], forbid: [Shi Jinping]}\n"
        "'{name}主席':\n"
        "  target: President  {name}\n"
        "  accept: ['{name}, President']\n"
        "  forbid: ['Chairman {name}']\n"
        "  first: 'Chinese President {name}'\n"
        "  case: exact\n"
    )
    assert find_terms("習近平主席と習主席", glossary) == [
        TermMatch(
            *("習近平主席", "President Xi Jinping", 0, 5),
            alternatives=("Xi Jinping, President", "President Jinping Xi"),
            entry="{name}主席",
            first="Chinese President Xi Jinping",
            forbidden=("Chairman Xi Jinping", "Shi Jinping"),
            case="exact",
        ),
        TermMatch(
            *("習主席", "President Xi", 6, 9),
            alternatives=("Xi, President", "President Xi Jinping"),
            entry="{name}主席",
            first="Chinese President Xi",
            forbidden=("Chairman Xi", "Shi Jinping"),
            case="exact",
        ),
    ]


def test_an_admitted_entry_is_a_hit_but_no_match() -> None:
    matcher = Matcher(parse_glossary("東京大学: {target: Todai, status: admitted}\n東京: Tokyo"))
    assert [(hit.start, hit.end, hit.match) for hit in matcher.hits("東京大学")] == [(0, 4, None)]
    assert matcher.find("東京大学") == []


def test_the_table_of_variants_has_each_character_once() -> None:
    groups = [kanji + variants for kanji, variants in language_rows("japanese/kanji_variants.tsv")]
    written = [character for group in groups for character in group]
    assert len(written) == len(set(written))
    assert all(len(group) > 1 for group in groups)
    assert all(character == fold(character).text for character in written), "width does these"


@given(st.text("髙高﨑崎サーバキヤャヴァィ・霞ヶケ関3か国ﾊﾞｶﾞー", max_size=12))
def test_a_varied_text_is_varied_and_finds_itself(text: str) -> None:
    shape = vary(fold(text))
    assert vary(fold(shape.text)).text == shape.text
    spans = [shape.span(i, i + 1) for i in range(len(shape.text))]
    assert spans == sorted(spans)
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert keys(fold(text))[0] == shape.text


names = st.sampled_from(["習近平", "プーチン", "髙橋", "東京", "AI", "サーバー", "日", "中国・米国"])
entries = st.builds(
    Term,
    source=st.one_of(
        names, names.map(lambda name: f"{name}会"), st.sampled_from(["{name}主席", "元{name}", "{place}市"])
    ),
    target=st.sampled_from(["X", "Y {name}", "Z"]),
    aliases=st.lists(names, max_size=2).map(tuple),
    not_in=st.lists(letters_of := st.text("習近平主席会国日", min_size=1, max_size=3), max_size=1).map(tuple),
    only_in=st.lists(letters_of, max_size=1).map(tuple),
    status=st.sampled_from(["preferred", "preferred", "admitted", "deprecated"]),
    forbid=st.lists(st.just("W"), max_size=1).map(tuple),
    entity=st.sampled_from(["", "person", "place"]),
    surname=st.sampled_from([("", ""), ("習", "Xi"), ("プーチン", "Putin")]),
    keep=st.booleans(),
    path=st.sampled_from(["a", "b"]),
)


@given(
    st.lists(entries, max_size=6),
    st.lists(
        st.one_of(names, st.sampled_from(["主席", "元", "市", "会", "習", "と", "・", "ﾌﾟｰﾁﾝ", "高橋", "󠄀"])), max_size=9
    ),
)
def test_any_glossary_in_any_text(terms: list[Term], words: list[str]) -> None:
    text = "".join(words)
    hits = Matcher(Glossary(tuple(terms))).hits(text)
    assert all(one.end <= other.start for one, other in pairwise(hits))
    for hit in hits:
        assert 0 <= hit.start < hit.end <= len(text)
        assert hit.terms
        if hit.match:
            assert hit.match.source == text[hit.start : hit.end]
            assert hit.match.target or hit.match.forbidden
            assert hit.match.target not in hit.match.forbidden
            assert hit.match.entry


def persons_and_titles(persons: int, titles: int) -> Glossary:
    lines = [f"人{i}太: {{target: Man {i}, kind: person, surname: {{人{i}: M{i}}}}}\n" for i in range(persons)]
    return parse_glossary("".join([*lines, *(f"'{{name}}職{i}長': Head {i} {{name}}\n" for i in range(titles))]))


def test_persons_and_patterns_meet() -> None:
    found = Matcher(persons_and_titles(80, 20)).find("人42職7長と人79太職19長。" * 200)
    assert len(found) == 400
    assert [match.target for match in found[:2]] == ["Head 7 M42", "Head 19 Man 79"]


def test_many_persons_and_patterns_are_not_multiplied() -> None:
    text = "人42職7長と人79太職19長。" * 200
    assert_linear(lambda size: persons_and_titles(size, size), lambda glossary: Matcher(glossary).find(text), 1_000)


letters = st.text("中国東京都大学アメリカンーｱﾒﾘｶﾞ・AI１2 　\n々󠄀゙.@:/httpw", max_size=40)


@given(letters, st.lists(letters.map(str.strip).filter(bool), max_size=6, unique=True))
def test_matches_are_in_order_apart_and_say_what_stands_there(text: str, forms: list[str]) -> None:
    matcher = Matcher(Glossary(tuple(Term(form, "X") for form in forms)))
    matches = matcher.find(text)
    assert all(match.source == text[match.start : match.end] != "" for match in matches)
    assert all(one.end <= other.start for one, other in pairwise(matches))
    wanted = {key for form in forms for key in keys(fold(form))}
    assert all(vary(fold(match.source)).text in wanted for match in matches)


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


def test_a_large_glossary_and_a_long_text_take_linear_time() -> None:
    def find(terms: tuple[Term, ...]) -> None:
        texts = len(terms) // 8
        assert len(Matcher(Glossary(terms)).find(f"これは{terms[-1].source}です。" * texts)) == texts

    assert_linear(lambda size: tuple(Term(f"用語{i:05d}", f"term {i}") for i in range(size)), find, 20_000)


@pytest.mark.parametrize(
    "make",
    [lambda size: "あ" * size, lambda size: "http://" + "(" * size + ")" * size, lambda size: "a" * size + "@"],
    ids=["one letter", "an address with brackets", "no address"],
)
def test_hostile_text_takes_linear_time(make: Callable[[int], str]) -> None:
    matcher = Matcher(Glossary(tuple(Term("あ" * length, "a") for length in range(2, 200))))
    assert_linear(make, lambda text: (matcher.find(text), find_protected(text)), 20_000)
