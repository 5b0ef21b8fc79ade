"""Faults that users of other tools reported, each with the smallest input that shows its kind."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bilingual.glossary.exchange.csv_tsv import read_csv
from bilingual.glossary.lint import lint_glossary
from bilingual.glossary.load import Glossary, Term, load_glossary
from bilingual.matching.matcher import Matcher
from bilingual.matching.protected import find_protected
from bilingual.model import Article, Unit
from bilingual.reading import read
from bilingual.reading.plain.markers import read_sign
from bilingual.reading.plain.structure import parse_text
from bilingual.translation.prompt_forms import as_it_is

CASES = Path(__file__).parent / "cases" / "faults"


def article(name: str) -> Article:
    return read(next(CASES.glob(f"{name}_*.txt")))


def lines(found: Article) -> list[str]:
    return [f"{block.kind} {block.level} {block.marker}|{block.source}" for block in found.blocks]


# Signs ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "marker", "rest"),
    [
        ("※7月13日（月）は休みます。", "※", "7月13日（月）は休みます。"),
        ("※100円引き", "※", "100円引き"),
        ("※2026年から実施します。", "※", "2026年から実施します。"),
        ("※3歳以下は無料", "※", "3歳以下は無料"),
        ("※１０月１日から", "※", "１０月１日から"),
        ("※3つまで", "※", "3つまで"),
        ("＊3歳以下は無料", "＊", "3歳以下は無料"),
        ("※1 入場は無料です。", "※1", "入場は無料です。"),
        ("※2）注意", "※2）", "注意"),
        ("※1ここを見る", "※1", "ここを見る"),
        ("※1：注意", "※1：", "注意"),
    ],
)
def test_figures_belong_to_the_text(line: str, marker: str, rest: str) -> None:
    sign = read_sign(line)
    assert (sign.marker, sign.rest) == (marker, rest)


@given(
    st.sampled_from(("※", "＊", "*", "・", "■", "注", "（注）", "第", "", "Step", "手順", "-", "●")),
    st.from_regex(r"[0-9０-９]{1,4}", fullmatch=True),
    st.sampled_from(
        ("月13日", "円引き", "年から", "歳以下", " 本文", "）本文", "．本文", "、本文", "日目", "％引", "つ目", "条")
    ),
)
def test_no_figure_is_ever_divided(sign: str, figure: str, after: str) -> None:
    found = read_sign(f"{sign}{figure}{after}")
    assert figure in found.marker or figure in found.rest
    assert found.marker.replace(" ", "") + found.rest.replace(" ", "") == f"{sign}{figure}{after}".replace(" ", "")


@pytest.mark.parametrize("first", ["日時", "人数", "時間", "年会費", "点数", "名称", "本数", "回数", "分担"])
def test_words_that_begin_with_a_counter_are_items(first: str) -> None:
    found = parse_text(f"お知らせ\n\n１　{first}　十\n２　場所　本校\n３　持ち物　帽子\n")
    assert [block.kind for block in found.blocks] == ["title", "list_item", "list_item", "list_item"]


def test_the_first_item_is_an_item() -> None:
    assert [line.split("|")[0] for line in lines(article("F09"))] == [
        "title 0 ",
        *(f"list_item 1 {n}" for n in "１２３"),
    ]


def test_official_lists_have_their_levels() -> None:
    levels = [(block.level, block.marker) for block in article("F10").blocks if block.kind == "list_item"]
    assert levels == [(1, "(1)"), (2, "ア"), (2, "イ"), (3, "(ア)"), (1, "(2)")]


@pytest.mark.parametrize(
    "markers", ["イ ロ ハ", "イ． ロ． ハ．", "ａ ｂ ｃ", "ⅰ） ⅱ） ⅲ）", "Step1 Step2 Step3", "ア） イ） ウ）"]
)
def test_signs_of_items(markers: str) -> None:
    rows = "\n".join(f"{marker}　部品を出す。" for marker in markers.split())
    found = parse_text(f"手順\n\n次の順に行う。\n\n{rows}\n")
    assert [block.marker for block in found.blocks if block.kind == "list_item"] == markers.split()


@pytest.mark.parametrize("sign", ["■", "◆", "●", "▼"])
def test_a_heading_after_a_list_is_a_heading(sign: str) -> None:
    heading = f"{sign} 経済安全保障という名の長い賭けについて考えてみる"
    text = f"会議\n\n・一つ目の長い項目がここにあります\n{heading}\n　半導体は重い。次もある。\n"
    assert [block.kind for block in parse_text(text).blocks][-2:] == ["heading", "paragraph"]


# Heads, labels, frames, tables ----------------------------------------------------------------------------------


def test_the_subject_of_a_letter_is_its_title() -> None:
    found = article("F11")
    assert [block.source for block in found.blocks if block.kind == "title"] == ["価格改定のお知らせ"]
    assert not [block for block in found.blocks if block.kind == "heading"]


@pytest.mark.parametrize("head", ["各位", "保護者の皆様", "株式会社あおば　御中", "山田花子　様"])
@pytest.mark.parametrize(
    "sender", ["みどり市長　山田　太郎", "株式会社みどり\n代表取締役社長　山田太郎", "みどり病院\n院長　鈴木　一郎"]
)
def test_no_party_is_a_title(head: str, sender: str) -> None:
    found = parse_text(
        f"令和８年５月１日\n\n{head}\n\n{sender}\n\n工事の実施について\n\n拝啓　時下ますますご清栄のことと存じます。\n"
    )
    assert [block.source for block in found.blocks if block.kind == "title"] == ["工事の実施について"]


def test_frames_are_no_text() -> None:
    assert lines(article("F12")) == ["title 0 |図書館が開館", "paragraph 0 |みどり市は、新しい図書館を開館します。"]


def test_aligned_labels_are_labels() -> None:
    assert lines(article("F13"))[-2:] == ["paragraph 0 |商品名：やすらぎ", "paragraph 0 |価格：12,000円（税込）"]


@pytest.mark.parametrize("row", ["日　時：五月十八日", "日時／五月十八日", "日 時　：五月十八日"])
def test_labels_by_any_sign(row: str) -> None:
    found = parse_text(f"お知らせ\n\n集会を開きます。\n\n{row}\n場所：本校\n")
    assert [block.source for block in found.blocks][-2:] == ["日時：五月十八日", "場所：本校"]


def test_tables_of_tabs_and_bars() -> None:
    tables = [block for block in article("F36").blocks if block.kind == "table"]
    assert [(block.columns, len(block.units)) for block in tables] == [(3, 9), (2, 4)]


def test_tables_of_lines() -> None:
    drawn = "名簿\n\n┌──┬──┐\n│名前│年齢│\n├──┼──┤\n│山田│三十│\n└──┴──┘\n\n以上です。\n"
    table = next(block for block in parse_text(drawn).blocks if block.kind == "table")
    assert [unit.source for unit in table.units] == ["名前", "年齢", "山田", "三十"]


# Sentences ------------------------------------------------------------------------------------------------------


def sentences(found: Article) -> list[str]:
    return [unit.source for block in found.blocks for unit in block.units]


def test_emoji_are_whole() -> None:
    assert sentences(article("F24"))[:3] == ["ありがとうございました🙇‍♀️", "また来ます。", "忙しい人"]


@pytest.mark.parametrize("mark", ["！", "♪", "😊", "（笑）", "w", "(^^)", "！！", "‼️", "♡"])
def test_polite_sentences_are_paragraphs(mark: str) -> None:
    found = parse_text(f"報告書\n\n当社は新しい店を開きます{mark}\n\n店は駅の前にあります。営業は朝十時からです。\n")
    assert found.blocks[1].kind == "paragraph"


def test_polite_sentences_of_the_case() -> None:
    assert [block.kind for block in article("F25").blocks] == ["title", *["paragraph"] * 4]


def test_a_figure_has_its_number() -> None:
    assert sentences(article("F29")) == ["結果", "次の点も重要である．", "図．1に示す．"]


def test_no_sentence_ends_before_a_dot_word() -> None:
    assert sentences(article("F33"))[1:] == ["開発は.NETで行う。"]


def test_conventions_of_aozora() -> None:
    found = article("F30")
    assert sentences(found)[2:] == ["彼はcaféで待った。", "いろ〳〵あった。", "誰も来ない。"]
    assert "だれ" in [mark.value for unit in found.blocks[2].units for mark in unit.marks]


# Addresses and terms --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("資料は https://example.jp/search?q=歴史 にある。", "https://example.jp/search?q=歴史"),
        ("資料は https://ja.example.org/wiki/さくら にある。", "https://ja.example.org/wiki/さくら"),
        (
            "資料は https://ja.example.org/wiki/一覧（2000年_-_2001年） にある。",
            "https://ja.example.org/wiki/一覧（2000年_-_2001年）",
        ),
        ("資料は https://ja.example.org/wiki/東京都#歴史 にある。", "https://ja.example.org/wiki/東京都#歴史"),
        ("https://example.jp/aをご覧ください。", "https://example.jp/a"),
        ("（https://example.jp/a）を見る。", "https://example.jp/a"),
    ],
)
def test_addresses_are_whole(text: str, address: str) -> None:
    assert [match.source for match in find_protected(text)] == [address]


def matches(glossary: dict[str, str], text: str) -> list[str]:
    return [match.source for match in Matcher(Glossary(tuple(Term(*pair) for pair in glossary.items()))).find(text)]


def test_signs_for_the_long_vowel() -> None:
    found = matches({"データベース": "database"}, "デ－タベ－スとﾃﾞ-ﾀﾍﾞ-ｽを使う。")
    assert found == ["デ－タベ－ス", "ﾃﾞ-ﾀﾍﾞ-ｽ"]
    assert matches({"パリ": "Paris"}, "ロンドン－パリ間") == ["パリ"]
    assert matches({"Wi-Fi": "Wi-Fi"}, "Wi‑Fiを使う") == ["Wi‑Fi"]


def test_a_part_of_a_latin_word_is_no_term() -> None:
    assert not matches({".NET": ".NET"}, "ASP.NETを使う")
    assert not matches({"add": "addition"}, "add-onを入れる")
    assert matches({".NET": ".NET"}, "開発は.NETで行う") == [".NET"]


def test_symbols_may_be_terms() -> None:
    glossary = load_glossary(next(CASES.glob("F28_*.yaml")))
    assert not [finding for finding in lint_glossary(glossary) if finding.code == "no-letters"]


def test_flags_are_no_forbidden_english() -> None:
    terms = {term.source: term for term in read_csv(next(CASES.glob("F03_*.csv")).read_bytes(), "x.csv")}
    assert terms["気象庁"].status == "preferred"
    assert not terms["気象庁"].forbid
    assert (terms["旧庁"].status, terms["旧庁"].target) == ("deprecated", "Old Agency")
    assert terms["製品名"].keep


@pytest.mark.parametrize(
    "header",
    [
        "和文,英文",
        "Term [ja],Term [en]",
        "用語（日本語）,用語（英語）",
        "ja-JP,en-US",
        "日本語,English",
        "source_term,target_term",
    ],
)
def test_headers_of_other_tools(header: str) -> None:
    (term,) = read_csv(f"{header}\n気象庁,Japan Meteorological Agency\n".encode(), "x.csv")
    assert (term.source, term.target) == ("気象庁", "Japan Meteorological Agency")


def test_an_unconfirmed_proposal_is_reported() -> None:
    glossary = Glossary((Term("ソニーグループ", "Sonigurupu?"), Term("誰だ？", "Who is it?")))
    assert [finding.message for finding in lint_glossary(glossary) if finding.code == "proposal"] == [
        "'Sonigurupu?' is an unconfirmed proposal: correct it and remove the ?"
    ]


@pytest.mark.parametrize(
    ("source", "target"), [("ＦＡＸ", "FAX"), ("Ｑ１．", "Q1."), ("――", "—"), ("https://a.jp", "https://a.jp")]
)
def test_text_without_japanese_has_latin_forms(source: str, target: str) -> None:
    unit = as_it_is(Unit("1.1", source), "paragraph", ())
    assert unit is not None
    assert unit.target == target
