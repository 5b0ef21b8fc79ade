"""Suggestions: what is found with a dictionary and without, how it is written, and that it counts for nothing."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bilingual.errors import GlossaryError
from bilingual.glossary.load import KEYS, Glossary, load_glossary, parse_glossary
from bilingual.languages.japanese import readings
from bilingual.model import Article
from bilingual.reading import read
from bilingual.suggest.find import Suggestion, suggest_terms
from bilingual.suggest.output import CREDIT, HEADER, lines, suggested, with_suggestions
from conftest import read_cases
from lexicons import lexicon
from scaling import assert_linear

CASES = read_cases("suggest")
ROOT = Path(__file__).parent.parent


def article(folder: Path, text: str) -> Article:
    path = folder / "a.md"
    path.write_text(text, "utf-8")
    return read(path)


# The cases of words need the dictionary.
WAYS = [
    pytest.param(*case, dictionary, id=f"{case[0]}-{'with' if dictionary else 'without'}")
    for case in CASES
    for dictionary in (False, True)
    if dictionary or not case[0].startswith("words:")
]


@pytest.mark.parametrize(("title", "given_", "expected", "dictionary"), WAYS)
def test_cases(
    title: str, given_: str, expected: str, dictionary: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if dictionary and not readings.available():
        pytest.skip("the extra `readings` is not installed")
    if not dictionary:
        monkeypatch.setattr(readings, "find_spec", lambda name: None)
    yaml = "\n".join(re.findall("^glossary: (.*)$", given_, re.MULTILINE))
    text = re.sub("^glossary: .*\n", "", given_, flags=re.MULTILINE)
    found = suggest_terms([article(tmp_path, text)], parse_glossary(yaml))
    wanted = sorted(tuple(part.strip() for part in line.split("|")) for line in expected.splitlines() if line)
    signs = {one.source: one.entity or one.how for one in found}
    assert set(signs) == {source for source, _, _ in wanted}
    assert all(signs[source] in kinds.split("/") for source, kinds, _ in wanted), signs
    proposals = {one.source: one.target for one in found}
    for source, _, target in wanted:
        assert not target or proposals[source] == target
    if "everyday katakana" in title:
        assert [one.how for one in found] == ["name", "everyday"]


def test_counts_and_context(tmp_path: Path) -> None:
    text = "光配線の規格について長い文をここに書いておく。\n\nその光配線を使うと決まったのは去年の暮れのことだった。"
    (one,) = [one for one in suggest_terms([article(tmp_path, text)], Glossary()) if one.source == "光配線"]
    assert one.count == 2
    assert one.context == "光配線の規格について長い文をこ…"


def test_the_minimum_count(tmp_path: Path) -> None:
    texts = [article(tmp_path, "放熱基板を作る。")]
    assert not suggest_terms(texts, Glossary())
    assert [one.source for one in suggest_terms(texts, Glossary(), min_count=1)] == ["放熱基板"]


def test_spaces_inside_quotation_marks_are_no_part_of_a_term(tmp_path: Path) -> None:
    texts = [article(tmp_path, "「釘の森 」と「 3段クルーン」がある。「 3段クルーン」は難しい。")]
    assert "3段クルーン" in [one.source for one in suggest_terms(texts, Glossary())]


@settings(max_examples=60, deadline=None)
@given(st.text("中国米プーチン・大統領さん「」『』()ＡSCO、。の\n #氏県市三月ー", max_size=60), st.booleans())
def test_any_text_gives_lines_that_change_nothing(
    tmp_path_factory: pytest.TempPathFactory, text: str, dictionary: bool
) -> None:
    if not text.strip():
        return
    with pytest.MonkeyPatch.context() as patch:
        if not dictionary:
            patch.setattr(readings, "find_spec", lambda name: None)
        found = suggest_terms([article(tmp_path_factory.getbasetemp(), text)], Glossary(), min_count=1)
    before = "北京: Beijing\n"
    after = with_suggestions(before, found, "g.yaml")
    assert after.startswith(before)
    assert parse_glossary(after).terms == parse_glossary(before).terms
    assert {one.source for one in found} <= suggested(after)


CANDIDATES = [
    Suggestion(
        "山田太郎", 2, "title", "person", "Yamada Taro", "やまだ たろう", ("山田", "Yamada"), context="…と山田太郎氏は…"
    ),
    Suggestion("ロシア", 3, "name", "place", "Russia", context="ロシアは"),
    Suggestion("国際秩序", 1, "compound", reading="こくさい ちつじょ", context="国際秩序の"),
    Suggestion("協力機構", 1, "acronym", "organisation", acronym="CO", context="協力機構(CO)"),
    Suggestion("歌: 『海』", 1, "work", "work", context="歌: 『海』 # と"),
]


def test_lines_to_paste() -> None:
    assert lines(CANDIDATES) == [
        "# 山田太郎: {target: Yamada Taro, kind: person, surname: {山田: Yamada}}  # person, 2 times: …と山田太郎氏は…",
        "# ロシア: Russia  # place, 3 times: ロシアは",
        "# 国際秩序:  # compound, once, kokusai chitsujo: 国際秩序の",
        "# 協力機構:  # organisation, once, CO: 協力機構(CO)",
        "# '歌: 『海』':  # work, once: 歌: 『海』 # と",
    ]


def test_approval_is_taking_the_sign_away() -> None:
    approved = [line.removeprefix("# ") for line in lines(CANDIDATES)]
    assert parse_glossary(approved[1]).terms[0].target == "Russia"
    if "surname" in KEYS:
        assert parse_glossary(approved[0]).terms[0].entity == "person"
    with pytest.raises(GlossaryError, match=r"国際秩序.* is empty"):
        parse_glossary(approved[2])


def test_the_section_is_made_once_and_grows() -> None:
    text = "# names\n北京: Beijing\n"
    once = with_suggestions(text, CANDIDATES[:2], "g.yaml")
    assert once == f"{text}\n{HEADER}\n{lines(CANDIDATES)[0]}\n{lines(CANDIDATES)[1]}\n"
    later = once + "東京: Tokyo\n"
    twice = with_suggestions(later, CANDIDATES[2:3], "g.yaml")
    assert twice == once + lines(CANDIDATES)[2] + "\n東京: Tokyo\n"
    assert suggested(twice) >= {"山田太郎", "ロシア", "国際秩序"}
    assert with_suggestions(twice, [], "g.yaml") == twice


def test_what_was_suggested_is_not_suggested_again(tmp_path: Path) -> None:
    one = article(tmp_path, "ロシアのプーチン大統領と『海の歌: 序』。ロシアへ。")
    first = suggest_terms([one], Glossary())
    text = with_suggestions("", first, "g.yaml")
    assert {"ロシア", "プーチン", "海の歌: 序"} <= {candidate.source for candidate in first}
    assert not suggest_terms([one], Glossary(), known=suggested(text))


def test_the_shipped_glossary_leaves_little_to_suggest() -> None:
    found = suggest_terms([read(ROOT / "input" / "article.txt")], load_glossary(ROOT / "glossary.yaml"))
    assert not [one for one in found if one.entity in ("person", "organisation")]
    assert len(found) < 12


def test_a_novel_takes_linear_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readings, "find_spec", lambda name: None)

    def novel(size: int) -> Article:
        lines = (f"光配線{i}の規格をアルテミス社の山田太郎氏が第{i}回の国際会議で話した。" for i in range(size))
        return article(tmp_path, "\n\n".join(lines))

    assert_linear(novel, lambda one: suggest_terms([one], Glossary()), 2_000)


NEWS = "経済産業省の担当者は、豆知識を語った。豆知識は役に立つ。バイデン氏も輪島市の豆知識を聞いた。"


def test_the_dictionary_gives_english_and_changes_nothing_else(tmp_path: Path) -> None:
    texts = [article(tmp_path, NEWS)]
    plain = suggest_terms(texts, Glossary())
    with lexicon(tmp_path / "lexicon") as words:
        found = suggest_terms(texts, Glossary(), dictionary=words)
    assert [one.source for one in found] == [one.source for one in plain]
    targets = {one.source: one.target for one in found if one.from_dictionary}
    assert targets == {"経済産業省": "Ministry of Economy, Trade and Industry?", "豆知識": "trivia?"}
    others = [one for one in found if not one.from_dictionary]
    assert others == [one for one in plain if one.source not in targets]


def test_the_dictionary_is_credited_once(tmp_path: Path) -> None:
    texts = [article(tmp_path, NEWS)]
    with lexicon(tmp_path / "lexicon") as words:
        found = suggest_terms(texts, Glossary(), dictionary=words)
    shown = lines(found)
    assert shown[0] == CREDIT
    assert any(line.startswith("# 豆知識: trivia?  # compound, 3 times, dictionary") for line in shown)
    text = with_suggestions("", found[:1], "g.yaml")
    text = with_suggestions(text, found[1:], "g.yaml")
    assert text.count(CREDIT) == 1
    assert suggested(text) >= {one.source for one in found}
    assert CREDIT not in lines(suggest_terms(texts, Glossary()))
