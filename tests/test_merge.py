"""Import terms into a glossary: added, unchanged, conflicting, forced; everything else in the file stays."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bilingual.errors import GlossaryError
from bilingual.glossary.edit import entry
from bilingual.glossary.load import Term, parse_glossary
from bilingual.glossary.merge import merge_terms

TEXT = """\
# places
北京: Beijing  # the capital
米国:
  target: United States
  aliases: [アメリカ]
  # a remark
  accept: [US]

欧州: Europe
さくら: {keep: true}
"""


def test_new_terms_are_appended_and_nothing_else_changes() -> None:
    merged = merge_terms(TEXT, [Term("東京", "Tokyo"), Term("大阪", "Osaka", aliases=("大坂",))], "g.yaml")
    assert merged.text == TEXT + "東京: Tokyo\n大阪:\n  target: Osaka\n  aliases: [大坂]\n"
    assert (merged.added, merged.changed, merged.unchanged, merged.conflicts) == (2, 0, 0, ())


def test_what_is_there_is_not_written_again() -> None:
    terms = [Term("北京", "Beijing"), Term("アメリカ", "United States"), Term("米国", "United States", accept=("US",))]
    merged = merge_terms(TEXT, [*terms, Term("さくら", "さくら", keep=True)], "g.yaml")
    assert merged.text == TEXT
    assert merged.unchanged == 4


@pytest.mark.parametrize("force", [False, True])
def test_an_alias_of_another_entry_is_left_to_a_person(force: bool) -> None:
    merged = merge_terms(TEXT, [Term("アメリカ", "America", line=7)], "g.yaml", origin="a.csv", force=force)
    assert merged.text == TEXT
    assert [str(conflict) for conflict in merged.conflicts] == [
        "g.yaml:3:1: '米国' is 'United States' ('アメリカ' is an alias of '米国'); a.csv:7: 'America'"
    ]


def test_a_conflict_names_both_and_keeps_the_entry() -> None:
    merged = merge_terms(
        TEXT,
        [Term("北京", "Peking", line=2), Term("欧州", "Europe", plural="Europes", line=3)],
        "g.yaml",
        origin="a.csv",
    )
    assert merged.text == TEXT
    assert [str(conflict) for conflict in merged.conflicts] == [
        "g.yaml:2:1: '北京' is 'Beijing'; a.csv:2: 'Peking'",
        "g.yaml:9:1: '欧州' is 'Europe', plural (none); a.csv:3: 'Europe', plural Europes",
    ]


def test_force_changes_the_target_alone_where_that_is_all() -> None:
    terms = [Term("北京", "Peking"), Term("米国", "America")]
    merged = merge_terms(TEXT, terms, "g.yaml", force=True)
    assert merged.text == TEXT.replace("Beijing", "Peking").replace("target: United States", "target: America")
    assert merged.changed == 2


def test_force_rewrites_an_entry_and_keeps_its_settings() -> None:
    merged = merge_terms(
        TEXT, [Term("欧州", "Europe", accept=("European",)), Term("さくら", "Sakura")], "g.yaml", force=True
    )
    assert merged.text == TEXT.replace(
        "欧州: Europe\nさくら: {keep: true}\n", "欧州:\n  target: Europe\n  accept: [European]\nさくら: Sakura\n"
    )


def test_force_does_not_drop_a_comment_inside_an_entry() -> None:
    merged = merge_terms(
        TEXT, [Term("米国", "America", plural="Americas", line=4)], "g.yaml", origin="a.csv", force=True
    )
    assert merged.text == TEXT
    assert "edit it by hand" in str(merged.conflicts[0])
    assert merged.changed == 0


def test_the_first_line_of_an_import_wins_over_a_later_one() -> None:
    merged = merge_terms(
        "", [Term("中国", "China", line=1), Term("中国", "PRC", line=2)], "g.yaml", origin="a.csv", force=True
    )
    assert merged.text == "中国: China\n"
    assert [str(conflict) for conflict in merged.conflicts] == ["a.csv:1: '中国' is 'China'; a.csv:2: 'PRC'"]


def test_an_alias_that_another_entry_has_is_left_out() -> None:
    terms = [
        Term("中南米", "Latin America", aliases=("アメリカ",), line=5),
        Term("合衆国", "United States", aliases=("米国",)),
    ]
    merged = merge_terms(TEXT, terms, "g.yaml", origin="a.csv")
    assert merged.text == TEXT + "中南米: Latin America\n合衆国: United States\n"
    assert "not added as an alias of '中南米'" in str(merged.conflicts[0])
    assert len(merged.conflicts) == 1


def test_indentation_line_ends_and_the_byte_order_mark_stay() -> None:
    text = "\ufeff# a\r\n  北京: Beijing\r\n  欧州: Europe"
    terms = [Term("北京", "Peking", note="old", comment="why"), Term("東京", "Tokyo")]
    merged = merge_terms(text, terms, "g.yaml", force=True)
    assert merged.text == (
        "\ufeff# a\r\n  北京:\r\n    target: Peking\r\n    note: old\r\n    comment: why\r\n"
        "  欧州: Europe\r\n  東京: Tokyo\r\n"
    )


def test_braces_are_left_to_a_person() -> None:
    with pytest.raises(GlossaryError, match="braces"):
        merge_terms("{北京: Beijing}\n", [Term("東京", "Tokyo")], "g.yaml")


WORDS = (
    st.text("北京米国アaB1 :#'\"[]{}-?!,&*|>%@`~", min_size=1, max_size=8)
    .map(lambda t: " ".join(t.split()))
    .filter(bool)
)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.builds(Term, WORDS, WORDS, aliases=st.lists(WORDS, max_size=2, unique=True).map(tuple)), max_size=5))
def test_everything_imported_is_there_or_listed(terms: list[Term]) -> None:
    terms = [term for term in terms if not any("{" in form for form in term.forms)]
    try:
        merged = merge_terms(TEXT, terms, "g.yaml", origin="a.csv")
    except GlossaryError as error:
        # The glossary has rules of its own (a surname, a slot); then nothing is imported, and it says why.
        assert " - " in str(error)
        return
    assert merged.text.startswith(TEXT)
    assert merged.added + merged.unchanged <= len(terms)
    assert merged.added + merged.unchanged + len(merged.conflicts) >= len(terms)
    written = parse_glossary(merged.text).terms
    assert [entry(term) for term in written[:4]] == [entry(term) for term in parse_glossary(TEXT).terms]
    assert len(written) == 4 + merged.added
    assert merge_terms(merged.text, terms, "g.yaml", origin="a.csv").added == 0
