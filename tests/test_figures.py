"""The figures of a run: term success, consistency, what was put right."""

from __future__ import annotations

from bilingual.glossary.load import Glossary, Term
from bilingual.matching.find import find_all, find_matches
from bilingual.matching.matcher import Matcher
from bilingual.model import Article, Block, TermMatch, Unit
from bilingual.translation.metrics import measure, per_term
from bilingual.translation.verify import verify


def article(*rows: tuple[str, str, list[TermMatch]]) -> Article:
    units = [
        Unit(f"1.{n}", source, target, "engine", terms=verify(terms, target))
        for n, (source, target, terms) in enumerate(rows, 1)
    ]
    return Article((Block("paragraph", tuple(units)),))


def china(*alternatives: str) -> TermMatch:
    return TermMatch("中国", "China", 0, 2, alternatives=alternatives, entry="中国")


def test_success_counts_units_and_places_count_mentions() -> None:
    found = measure(
        article(
            ("中国は中国だ。", "China is itself.", [china(), china()]),
            ("中国だ。", "It is there.", [china()]),
        )
    )
    assert (found.pairs, found.pairs_said, found.places, found.said) == (2, 1, 3, 1)
    assert found.success == 0.5


def test_consistency_counts_the_forms_of_the_glossary_as_one() -> None:
    found = measure(
        article(
            ("中国", "China", [china("Chinese")]),
            ("中国", "China’s way", [china("Chinese")]),
            ("中国", "the Chinese way", [china("Chinese")]),
            ("中国", "Cathay", [china("Chinese")]),
        )
    )
    assert (found.later, found.same, round(found.consistency, 3)) == (3, 2, 0.667)


def test_per_term_names_renderings_and_units() -> None:
    (use,) = per_term(
        article(
            ("中国", "China", [china("Chinese")]),
            ("中国", "the Chinese way", [china("Chinese")]),
            ("中国", "nothing", [china("Chinese")]),
        )
    )
    assert (use.entry, use.places, use.said) == ("中国", 3, 2)
    assert use.renderings == (("China", 1), ("Chinese", 1))
    assert (use.units, use.missing) == (("1.1", "1.2", "1.3"), ("1.3",))


def test_a_first_mention_is_fuller_and_not_in_a_headline() -> None:
    term = TermMatch("機構", "SCO", 0, 2, entry="機構", first="Shanghai Cooperation Organisation (SCO)")

    class Finder:
        def find(self, text: str) -> list[TermMatch]:
            return [term] if "機構" in text else []

    blocks = (
        Block("title", (Unit("1.1", "機構"),)),
        Block("paragraph", (Unit("2.1", "機構だ。"), Unit("2.2", "機構だ。"))),
    )
    found = find_all(Article(blocks), Finder())
    assert [found[unit][0].target for unit in ("1.1", "2.1", "2.2")] == ["SCO", term.first, "SCO"]


def test_terms_are_stronger_than_numbers_and_addresses_than_terms() -> None:
    matcher = Matcher(Glossary((Term("第二次世界大戦", "Second World War"), Term("例", "example"))))
    unit = Unit("1.1", "第二次世界大戦の2025年、https://例.jp と例。")
    assert [match.kind for match in find_matches(unit, matcher)][:1] == ["term"]
    assert not [m for m in find_matches(unit, matcher) if m.kind == "number" and "二" in m.source]
