"""Prepare → decode → verify: what is asked, what is taken, what is decoded again."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bilingual.checks.registry import check_unit
from bilingual.engines.base import Request, Traits
from bilingual.engines.echo import EchoEngine
from bilingual.model import Kind, Mark, TermMatch, Unit
from bilingual.translation.candidates import Gloss, Hints
from bilingual.translation.enforce import enforce
from bilingual.translation.prompt_forms import GlossPlace, as_it_is, pieces, prepare_segment, restore, term_hints
from engines import ScriptedEngine


def unit(source: str, number: int = 1) -> Unit:
    return Unit(f"{number}.1", source)


def finder(**terms: str):
    def find(found: Unit) -> list[TermMatch]:
        matches = [
            TermMatch(source, target, hit.start(), hit.end())
            for source, target in terms.items()
            for hit in re.finditer(source, found.source)
        ]
        return sorted(matches, key=lambda match: match.start)

    return find


def run(engine: ScriptedEngine, *sources: str, kind: Kind = "paragraph", **terms: str):
    units = [(kind, unit(source, number)) for number, source in enumerate(sources, 1)]
    done, figures = enforce(units, engine, find=finder(**terms), judge=check_unit)
    return [done[u.id] for _, u in units], figures


def test_the_term_goes_into_the_sentence_in_english() -> None:
    engine = ScriptedEngine(lambda segment, attempt: ["He went to Beijing yesterday."])
    (result,), figures = run(engine, "彼は昨日、北京へ行きました。", 北京="Beijing")
    assert engine.asked == [("彼は昨日、 Beijing へ行きました。", 0)]
    assert result.target == "He went to Beijing yesterday."
    assert result.origin == "engine"
    assert [(match.target, match.found) for match in result.terms] == [("Beijing", True)]
    assert figures.again == 0


def test_the_best_hypothesis_that_keeps_the_term_is_taken() -> None:
    engine = ScriptedEngine(lambda *_: ["He went to Peking.", "He went to Beijing.", "Beijing he went to."])
    (result,), _ = run(engine, "彼は昨日、北京へ行きました。", 北京="Beijing")
    assert result.target == "He went to Beijing."


def test_other_forms_are_tried_and_placeholders_restored() -> None:
    def answer(segment: str, attempt: int) -> list[str]:
        return ["He went to X1."] if "X1" in segment else ["He went to Peking."]

    engine = ScriptedEngine(answer)
    (result,), figures = run(engine, "彼は昨日、北京へ行きました。", 北京="Beijing")
    assert result.target == "He went to Beijing."
    assert (figures.again, figures.improved) == (1, 1)
    assert engine.calls == 2, "all other forms go in one batch"


def test_only_failing_units_are_decoded_again() -> None:
    engine = ScriptedEngine(lambda segment, _: ["He saw Beijing." if "見" in segment else "He went there."])
    results, figures = run(engine, "彼は北京を見ました。", "彼は北京へ行きました。", 北京="Beijing")
    again = [segment for segment, _ in engine.asked[2:]]
    assert again
    assert not any("見" in segment for segment in again)
    assert figures.again == 1
    assert results[1].target == "He went there [Beijing]."
    assert [(match.found, match.how) for match in results[1].terms] == [(True, "forced")]
    assert figures.forced == 1


def test_a_sampling_engine_is_asked_again_for_the_same_segment() -> None:
    engine = ScriptedEngine(
        lambda _, attempt: ["Off to Beijing he went." if attempt == 2 else "He left."], samples=True
    )
    (result,), _ = run(engine, "彼は昨日、北京へ行きました。", 北京="Beijing")
    assert result.target == "Off to Beijing he went."
    assert [attempt for _, attempt in engine.asked] == [0, 1, 2]
    assert len({segment for segment, _ in engine.asked}) == 1


def test_a_faulty_unit_without_terms_is_sampled_again_but_not_asked_twice_of_a_beam() -> None:
    texts = ["", "", "It rained."]
    sampling = ScriptedEngine(lambda _, attempt: [texts[min(attempt, 2)]], samples=True)
    assert run(sampling, "雨が降った。")[0][0].target == "It rained."
    beam = ScriptedEngine(lambda *_: [""])
    run(beam, "雨が降った。")
    assert beam.calls == 1


def test_a_hopeless_unit_keeps_its_best_draft() -> None:
    engine = ScriptedEngine(lambda *_: ["He went to Peking, they say.", ""], samples=True)
    (result,), figures = run(engine, "彼は昨日、北京へ行きました。", 北京="Beijing")
    assert result.target == "He went to Peking, they say [Beijing]."
    assert (figures.again, figures.improved) == (1, 0)


def test_what_the_engine_should_not_see() -> None:
    engine = ScriptedEngine(lambda *_: ["nonsense"])
    results, figures = run(engine, "https://example.org/", "2025", "Hello, world.", "北京", 北京="Beijing")
    assert [result.target for result in results] == ["https://example.org/", "2025", "Hello, world.", "Beijing"]
    assert {result.origin for result in results} == {"source"}
    assert engine.calls == 0 or not engine.asked
    assert figures.decoded == 0


def test_code_is_never_translated() -> None:
    assert as_it_is(unit("print('東京')"), "code", ()).target == "print('東京')"  # type: ignore[union-attr]
    assert as_it_is(unit("東京に行く。"), "paragraph", ()) is None


def test_identical_placeholders_do_not_mix() -> None:
    matches = [TermMatch("語", f"term{n}", n, n + 1) for n in range(12)]
    assert restore("X1 X10 X12 X2", "語", matches, "placeholder") == "term0 term9 term11 term1"


def test_marks_do_not_disturb() -> None:
    marked = Unit("1.1", "北京へ行く。", marks=(Mark("strong", 0, 2),))
    engine = ScriptedEngine(lambda *_: ["Going to Beijing."])
    done, _ = enforce([("paragraph", marked)], engine, find=finder(北京="Beijing"), judge=check_unit)
    assert done["1.1"].marks == marked.marks


@given(st.text(alphabet="あ漢、。 　ab", max_size=2000), st.integers(5, 500))
def test_pieces_join_to_the_segment(text: str, limit: int) -> None:
    cut = pieces(text, limit)
    assert text.startswith("".join(cut))
    assert not text[len("".join(cut)) :].strip()
    assert all(len(piece) <= limit for piece in cut)


@given(st.lists(st.tuples(st.text("あいう漢字", min_size=1, max_size=5), st.booleans()), max_size=8))
def test_preparation_leaves_the_rest_of_the_text_alone(parts: list[tuple[str, bool]]) -> None:
    source, matches = "", []
    for text, is_term in parts:
        if is_term:
            matches.append(TermMatch(text, "Term", len(source), len(source) + len(text)))
        source += text
    outside = "".join(text for text, is_term in parts if not is_term)
    for form in ("spaced", "tight", "placeholder"):
        prepared = prepare_segment(source, matches, form)
        assert re.sub(r"Term|X\d+|\s", "", prepared) == outside
    assert prepare_segment(source, matches, "plain") == source


def test_a_long_segment_is_decoded_in_pieces() -> None:
    engine = ScriptedEngine(lambda segment, _: [f"Part of {len(segment)} letters,"])
    (result,), _ = run(engine, "雨が降り、" * 200)
    assert all(len(segment) <= 250 for segment, _ in engine.asked)
    assert len(engine.asked) > 2
    assert result.target.count("Part of") == len(engine.asked)


def test_a_placeholder_of_the_source_itself_is_not_a_term() -> None:
    matches = [TermMatch("北京", "Beijing", 4, 6)]
    assert prepare_segment("X1型を北京で", matches, "placeholder") == "X1型を Z1 で"
    assert restore("The X1 in Z1", "X1型を北京で", matches, "placeholder") == "The X1 in Beijing"


@given(st.text(alphabet="北京習X1Z 2。は", max_size=30), st.sampled_from(["Beijing", "Xi Jinping (1)", "5G"]))
def test_preparation_and_restoration_alter_nothing_but_terms(source: str, english: str) -> None:
    matches = [TermMatch("北京", english, hit.start(), hit.end()) for hit in re.finditer("北京", source)]
    assert prepare_segment(source, matches, "plain") == source
    said = " ".join(source.replace("北京", f" {english} ").split())
    for form in ("spaced", "placeholder"):
        prepared = restore(prepare_segment(source, matches, form), source, matches, form)
        assert " ".join(prepared.split()) == said


@pytest.mark.parametrize(
    ("form", "place", "expected"),
    [
        ("spaced", "instead", "Beijing と friction だ"),
        ("spaced", "behind", "Beijing と軋轢(friction)だ"),
        ("tight", "instead", "Beijingとfrictionだ"),
        ("placeholder", "instead", "X1 と friction だ"),
        ("placeholder", "behind", "X1 と軋轢(friction)だ"),
        ("plain", "instead", "北京と軋轢だ"),
    ],
)
def test_glosses_go_into_the_segment_and_not_into_what_is_restored(form: str, place: GlossPlace, expected: str) -> None:
    source, matches = "北京と軋轢だ", [TermMatch("北京", "Beijing", 0, 2)]
    glosses = [Gloss(3, 5, "軋轢", "friction")]
    prepared = prepare_segment(source, matches, form, glosses, gloss_place=place)
    assert prepared == expected
    assert restore(prepared, source, matches, form) == expected.replace("X1", "Beijing")
    longer = [TermMatch("軋轢だ", "row", 3, 6)]
    assert prepare_segment(source, longer, form, glosses) == prepare_segment(source, longer, form)


def test_a_bare_date_needs_no_engine_but_a_bare_idiom_does() -> None:
    from bilingual.numbers import find_numbers

    for source, target in (("2025年9月2日", "September 2, 2025"), ("3割5分", "35 percent"), ("一つ", None)):
        ready = as_it_is(unit(source), "table", find_numbers(source))
        assert (ready.target if ready else None) == target


def test_an_engine_gets_only_the_hints_that_its_traits_name() -> None:
    asked: list[Request] = []

    class Asking(EchoEngine):
        traits = Traits(uses=frozenset({"kind", "before"}))

        def translate(self, requests, *, on_draft=None):  # type: ignore[no-untyped-def]
            asked.extend(requests)
            return super().translate(requests, on_draft=on_draft)

    units = [("heading", Unit("1.1", "町の図書館")), ("paragraph", Unit("2.2", "雨が降る。"))]
    hints = {"2.2": Hints(before=("風が吹く。",))}
    enforce(units, Asking(), find=finder(), judge=check_unit, hints=hints)  # type: ignore[arg-type]
    assert [(one.kind, one.before) for one in asked[:2]] == [("heading", ()), ("paragraph", ("風が吹く。",))]
    asked.clear()
    Asking.traits = Traits()
    enforce(units, Asking(), find=finder(), judge=check_unit, hints=hints)  # type: ignore[arg-type]
    assert {(one.kind, one.before) for one in asked} == {("", ())}


def test_an_engine_that_takes_terms_is_given_them_beside_the_plain_segment() -> None:
    requests: list[Request] = []

    class Beside(ScriptedEngine):
        def translate(self, asked, **options):  # type: ignore[no-untyped-def]
            requests.extend(asked)
            return super().translate(asked, **options)

    engine = Beside(lambda *_: ["He went to Beijing."])
    engine.traits = Traits(form="plain", samples=True, uses=frozenset({"terms", "kind"}))
    (result,), _ = run(engine, "彼は北京へ行きました。", 北京="Beijing")
    (request,) = requests
    assert request.segment == "彼は北京へ行きました。"
    assert request.terms == (("北京", "Beijing"),)
    assert request.kind == "paragraph"
    assert result.target == "He went to Beijing."


def test_only_the_terms_of_a_piece_are_its_hints() -> None:
    matches = finder(北京="Beijing", 東京="Tokyo")(unit("北京と東京、北京"))
    assert term_hints("北京と東京、北京", matches) == (("北京", "Beijing"), ("東京", "Tokyo"))
    assert term_hints("東京、", matches) == (("東京", "Tokyo"),)
