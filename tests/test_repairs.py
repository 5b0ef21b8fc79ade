"""Repairs with an engine that can be asked about its drafts, and the last steps: nothing that must be said is lost."""

from __future__ import annotations

import re
from collections.abc import Sequence

from hypothesis import given, settings
from hypothesis import strategies as st

from bilingual.checks.registry import check_unit
from bilingual.engines.base import is_transparent
from bilingual.glossary.load import Glossary, Term
from bilingual.matching.find import find_all
from bilingual.matching.matcher import Matcher
from bilingual.model import Article, Block, TermMatch, Unit
from bilingual.numbers import find_numbers
from bilingual.translation.enforce import DraftCounts, enforce
from bilingual.translation.verify import missing_terms
from engines import ScriptedEngine, ScriptedTransparentEngine


def run(engine: ScriptedEngine, source: str, *terms: TermMatch, force: bool = True) -> tuple[Unit, DraftCounts]:
    found = [
        TermMatch(t.source, t.target, hit.start(), hit.end(), alternatives=t.alternatives, forbidden=t.forbidden)
        for t in terms
        for hit in re.finditer(re.escape(t.source), source)
    ]
    done, figures = enforce(
        [("paragraph", Unit("1.1", source))],
        engine,
        find=lambda unit: sorted(found, key=lambda match: match.start),
        judge=check_unit,
        force=force,
    )
    return done["1.1"], figures


def term(source: str, target: str, *, forbidden: Sequence[str] = (), alternatives: Sequence[str] = ()) -> TermMatch:
    return TermMatch(source, target, 0, 0, forbidden=tuple(forbidden), alternatives=tuple(alternatives))


def test_the_wrong_words_are_replaced_where_attention_finds_them() -> None:
    engine = ScriptedTransparentEngine(
        lambda *_: ["He visited the Home Office in Peking."], words={"内務省": "Home Office", "北京": "Peking"}
    )
    assert is_transparent(engine)
    unit, figures = run(
        engine, "彼は北京の内務省を訪れた。", term("内務省", "Ministry of the Interior"), term("北京", "Beijing")
    )
    assert unit.target == "He visited the Ministry of the Interior in Beijing."
    assert [match.how for match in unit.terms] == ["repaired", "repaired"]
    assert engine.asked == [("彼は北京の内務省を訪れた。", 0)], "the engine is asked in its own words, and once"
    assert (figures.again, figures.improved, figures.repaired, figures.forced) == (1, 1, 1, 0)


def test_of_two_repaired_drafts_the_likelier_is_taken() -> None:
    engine = ScriptedTransparentEngine(
        lambda *_: ["He went in Peking.", "He went to Peking."], words={"北京": "Peking"}, likes=["to Beijing"]
    )
    unit, _ = run(engine, "彼は北京へ行った。", term("北京", "Beijing"))
    assert unit.target == "He went to Beijing."
    assert {target for _, target in engine.scored} == {"He went in Beijing.", "He went to Beijing."}


def test_another_form_is_asked_only_when_the_one_before_failed() -> None:
    def answer(segment: str, _: int) -> list[str]:
        return ["He went to X1."] if "X1" in segment else ["He went there."]

    engine = ScriptedTransparentEngine(answer, words={})
    unit, _ = run(engine, "彼は北京へ行った。", term("北京", "Beijing"))
    assert unit.target == "He went to Beijing."
    assert [segment for segment, _ in engine.asked] == ["彼は北京へ行った。", "彼は X1 へ行った。"]

    engine = ScriptedTransparentEngine(lambda segment, _: ["To Beijing."] if "Bei" in segment else ["X."], words={})
    unit, _ = run(engine, "彼は北京へ行った。", term("北京", "Beijing"))
    assert unit.target == "To Beijing."
    assert [segment for segment, _ in engine.asked][1:] == ["彼は X1 へ行った。", "彼は Beijing へ行った。"]


def test_what_was_asked_is_not_asked_again() -> None:
    engine = ScriptedTransparentEngine(lambda *_: ["He bought some."], words={})
    numbers = find_numbers("彼は20個買った。")
    enforce(
        [("paragraph", Unit("1.1", "彼は20個買った。"))], engine, find=lambda _: numbers, judge=check_unit, force=False
    )
    assert [segment for segment, _ in engine.asked] == ["彼は20個買った。"], "20 is 20 in every form"


def test_a_draft_that_says_everything_is_left_alone() -> None:
    engine = ScriptedTransparentEngine(lambda *_: ["He went to Beijing."], words={})
    unit, figures = run(engine, "彼は北京へ行った。", term("北京", "Beijing"))
    assert unit.terms[0].how == "engine"
    assert not engine.located
    assert not engine.scored
    assert figures.again == 0


def test_what_the_engine_calls_the_bare_term_is_replaced() -> None:
    engine = ScriptedEngine(lambda segment, _: ["Security"] if segment == "安全保障" else ["Peace and safety matter."])
    engine.answer = lambda segment, _: ["Safety"] if segment == "安全保障" else ["The safety of Asia matters."]
    unit, _ = run(engine, "アジアの安全保障は重要だ。", term("安全保障", "security"))
    assert unit.target == "The security of Asia matters."
    assert unit.terms[0].how == "repaired"


def test_clauses_save_what_the_whole_sentence_lost() -> None:
    def answer(segment: str, attempt: int) -> list[str]:
        if segment.startswith("彼は十年前に東京を離れて、") and "北京" not in segment and "Beijing" not in segment:
            return ["He left Tokyo ten years ago."]
        if "東京" not in segment and "Tokyo" not in segment:
            return ["He went to live in Beijing with his family."]
        return ["He left Tokyo."]

    engine = ScriptedEngine(answer)
    unit, figures = run(engine, "彼は十年前に東京を離れて、家族と一緒に北京へ移り住んだ。", term("北京", "Beijing"))
    assert unit.target == "He left Tokyo ten years ago, he went to live in Beijing with his family."
    assert figures.forced == 0


def test_the_last_resort_is_in_brackets_and_a_finding() -> None:
    engine = ScriptedEngine(lambda *_: ["He went there."])
    unit, figures = run(engine, "彼は北京へ行った。", term("北京", "Beijing"))
    assert unit.target == "He went there [Beijing]."
    assert (unit.terms[0].found, unit.terms[0].how) == (True, "forced")
    assert [finding.code for finding in check_unit("paragraph", unit)] == ["term-forced"]
    assert figures.forced == 1
    without, _ = run(engine, "彼は北京へ行った。", term("北京", "Beijing"), force=False)
    assert [finding.code for finding in check_unit("paragraph", without)] == ["term-missing"]


def test_a_forbidden_word_becomes_the_term() -> None:
    engine = ScriptedEngine(lambda *_: ["The US wants it."])
    unit, _ = run(engine, "米国はそれを望む。", term("米国", "United States", forbidden=["US", "America"]))
    assert unit.target == "The United States wants it."
    assert check_unit("paragraph", unit) == ()


def test_a_forbidden_word_beside_its_term_goes_too() -> None:
    engine = ScriptedEngine(lambda *_: ["The United States said America is for it."])
    unit, _ = run(engine, "米国はそれを望むと言った。", term("米国", "United States", forbidden=["America"]))
    assert unit.target == "The United States said the United States is for it."


def test_a_deprecated_term_is_avoided() -> None:
    engine = ScriptedTransparentEngine(lambda *_: ["The comfort women said it."], words={})
    unit, _ = run(engine, "彼女たちはそう言った。", term("彼女たち", "", forbidden=["comfort women"]))
    assert engine.avoided == [("comfort women",)]
    assert unit.target == "He said nothing of it."


def test_a_forbidden_word_that_stays_is_a_finding() -> None:
    engine = ScriptedEngine(lambda *_: ["Peking is large."])
    unit, _ = run(engine, "北京は大きい。", term("北京", "", forbidden=["Peking"]))
    assert [finding.code for finding in check_unit("paragraph", unit)] == ["term-forbidden"]


WORDS = st.sampled_from(["Beijing", "the West", "summit talks", "SCO (Shanghai)", "President Xi", "5G", "O’Hara", "Xi"])
DRAFTS = st.text(alphabet="abPekingXi WestSCO.,()’“ ", max_size=60)


@settings(max_examples=150, deadline=None)
@given(
    source=st.text(alphabet="北京西側首脳、。は習機構5", min_size=1, max_size=30),
    targets=st.dictionaries(st.sampled_from(["北京", "西側", "首脳", "習", "機構"]), WORDS, max_size=4),
    drafts=st.lists(DRAFTS, min_size=1, max_size=4),
    transparent=st.booleans(),
)
def test_every_required_term_is_in_the_target(
    source: str, targets: dict[str, str], drafts: list[str], transparent: bool
) -> None:
    engine = (
        ScriptedTransparentEngine(lambda *_: drafts, words=dict.fromkeys(targets, "Peking"))
        if transparent
        else ScriptedEngine(lambda *_: drafts)
    )
    unit, _ = run(engine, source, *(term(word, english) for word, english in targets.items()))
    assert not missing_terms(unit.terms), (unit.target, unit.terms)


@settings(max_examples=60, deadline=None)
@given(
    words=st.dictionaries(
        st.text(alphabet="北京中国習近平首相ロシアAI5年", min_size=1, max_size=4).filter(str.strip), WORDS, max_size=6
    ),
    source=st.text(alphabet="北京中国習近平首相ロシアAI5年月日は、。の氏", min_size=1, max_size=40),
    draft=DRAFTS,
)
def test_any_glossary_and_any_text(words: dict[str, str], source: str, draft: str) -> None:
    """Through the real matcher and the real numbers: nothing crashes, everything required is there or a finding."""
    glossary = Glossary(tuple(Term(japanese, english) for japanese, english in words.items()))
    article = Article((Block("paragraph", (Unit("1.1", source),)),))
    found = find_all(article, Matcher(glossary))
    engine = ScriptedEngine(lambda *_: [draft])
    units = [("paragraph", unit) for unit in article.units]
    done, _ = enforce(units, engine, find=lambda unit: found[unit.id], judge=check_unit)  # type: ignore[arg-type]
    unit = done["1.1"]
    reported = " ".join(finding.message for finding in check_unit("paragraph", unit))
    assert unit.target or "the translation is missing" in reported
    for match in missing_terms(unit.terms):
        hard = match.number is None or match.number.hard
        named = match.target in reported or match.source in reported or not unit.target
        assert not hard or named, (unit.target, match)
        assert match.kind == "number" or match.kind == "protected", (unit.target, match)


def test_no_number_is_placed_where_it_would_be_false() -> None:
    source = "客は8割に減り、店は6割に減った。"
    engine = ScriptedTransparentEngine(
        lambda *_: ["Visitors dropped by 30 percent, shops by half."], words={"8割": "30 percent"}
    )
    done, _ = enforce(
        [("paragraph", Unit("1.1", source))],
        engine,
        find=lambda unit: find_numbers(unit.source),
        judge=check_unit,
        force=False,
    )
    assert done["1.1"].target == "Visitors dropped by 30 percent, shops by half."


class UnsureEngine(ScriptedTransparentEngine):
    """Unsure of every target, and right only about short segments."""

    def score(self, pairs):  # type: ignore[no-untyped-def]
        return [-2.0 for _ in pairs]


def test_a_long_sentence_of_which_the_engine_is_unsure_is_split() -> None:
    first, second = (
        "町の図書館は来月から二十四時間いつでも開いているようになるので、",
        "学生は夜も静かな部屋で勉強することができるとみられます。",
    )
    english = {first: "The library will be open day and night,", second: "students can study at night."}
    asked = english | {first + second: "Open for students."}
    engine = UnsureEngine(lambda segment, attempt: [asked.get(segment, "x")], words={})
    units = [("paragraph", Unit("1.1", first + second)), ("paragraph", Unit("2.1", second))]
    done, counts = enforce(units, engine, find=lambda unit: (), judge=check_unit)  # type: ignore[arg-type]
    assert done["1.1"].target == "The library will be open day and night, students can study at night."
    assert done["2.1"].target == "Students can study at night."
    assert counts.each["1.1"].retried


def test_japanese_that_is_left_is_translated_alone() -> None:
    answers = {"両国は軋轢を抱えています。": ["The two countries have 軋轢 between them."], "軋轢": ["friction."]}
    engine = ScriptedEngine(lambda segment, attempt: answers.get(segment, [""]))
    unit = Unit("1.1", "両国は軋轢を抱えています。")
    done, _ = enforce([("paragraph", unit)], engine, find=lambda unit: (), judge=check_unit)
    assert done["1.1"].target == "The two countries have friction between them."
    answers["軋轢"] = ["軋轢"]
    done, _ = enforce([("paragraph", unit)], engine, find=lambda unit: (), judge=check_unit)
    assert "軋轢" in done["1.1"].target
