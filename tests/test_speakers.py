"""Speakers of interviews and minutes: found by their turns, set in both languages, never inside a sentence."""

from __future__ import annotations

import pytest

from bilingual.editions.compose.rows import rows_of_block
from bilingual.model import Article, Block, Mark, Unit
from bilingual.reading.markdown.parser import parse_markdown
from bilingual.reading.plain.structure import parse_text
from bilingual.translation.prompt_forms import as_it_is


def speakers(article: Article | None) -> list[str]:
    """Return the units that are names of speakers."""
    assert article
    return [unit.source for unit in article.units if any(mark.kind == "speaker" for mark in unit.marks)]


def turns(*rows: str) -> str:
    return "町の話\n\n二人に話を聞きました。\n\n" + "\n\n".join(rows) + "\n"


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("林　", "木村　"),
        ("林：", "木村："),
        ("【記者】", "【市長】"),
        ("○議長（林君）　", "○町長（木村君）　"),
        ("Q：", "A："),
        ("Ｑ１．", "Ａ１．"),
        ("問　", "答　"),
        ("――", "木村　"),
    ],
)
def test_turns_have_speakers(first: str, second: str) -> None:
    text = turns(
        f"{first}いつ始めましたか。",
        f"{second}去年の春です。楽しいです。",
        f"{first}これからはどうしますか。",
        f"{second}続けます。",
    )
    assert speakers(parse_text(text)) == [sign.strip() for sign in (first, second) * 2]


@pytest.mark.parametrize("gap", ["　", " ", "：", ""])
def test_bold_names_of_markdown_are_speakers(gap: str) -> None:
    rows = [f"**{name}**{gap}{said}" for name, said in (("林", "いつですか。"), ("木村", "春です。")) * 2]
    sign = "：" if gap == "：" else ""
    assert speakers(parse_markdown("# 対談\n\n" + "\n\n".join(rows) + "\n")) == [f"林{sign}", f"木村{sign}"] * 2


@pytest.mark.parametrize(
    "rows",
    [
        ("日時　四月十日に行います。", "場所　公民館で行います。", "日時　雨の日は休みます。"),
        ("太郎「寒いね」", "花子「うん」", "太郎「電車はまだかな」"),
        ("山　青く", "川　白く", "山　遠く", "川　長く"),
        ("【会場】公民館です。", "【定員】三十人です。", "【会場】変わりました。", "【定員】増やしました。"),
        ("犬：人になれた動物です。", "猫：家にすむ動物です。", "馬：人をのせる動物です。"),
        ("林　一度だけ話しました。", "　これは本文です。"),
    ],
)
def test_what_is_no_turn_has_no_speaker(rows: tuple[str, ...]) -> None:
    assert not speakers(parse_text(turns(*rows)))


def test_bold_items_of_a_list_are_no_speakers() -> None:
    rows = [f"- **{word}**：{said}。" for word, said in (("速さ", "速いです"), ("重さ", "軽いです")) * 2]
    assert not speakers(parse_markdown("# 機械\n\n" + "\n".join(rows) + "\n"))


def test_a_short_answer_of_a_speaker_is_a_turn() -> None:
    text = turns("林　元気ですか。", "木村　元気です。", "林　木村さん。", "木村　はい、続けます。", "林　では。")
    assert speakers(parse_text(text)) == ["林", "木村", "林", "木村", "林"]


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("問", "Q"),
        ("答", "A"),
        ("問１．", "Q1:"),
        ("聞き手：", "Interviewer:"),
        ("【記者】", "Reporter"),
        ("Ｑ：", "Q:"),
        ("――", "—"),
    ],
)
def test_words_before_turns_need_no_engine(source: str, target: str) -> None:
    unit = as_it_is(Unit("1.1", source, marks=(Mark("speaker", 0, len(source)),)), "paragraph", ())
    assert unit
    assert (unit.target, unit.origin) == (target, "source")


def test_the_same_word_elsewhere_is_translated() -> None:
    assert as_it_is(Unit("1.1", "記者"), "paragraph", ()) is None


def test_a_name_is_no_row_of_its_own() -> None:
    name = Unit("1.1", "林", target="Hayashi", space_after="　", marks=(Mark("speaker", 0, 1),))
    said = (Unit("1.2", "はい。", target="Yes."), Unit("1.3", "行きます。", target="I will go."))
    rows = rows_of_block(Block("paragraph", (name, *said)), {}, signs={}, align="sentence")
    assert [(str(row.cells[0].source), str(row.cells[0].target), row.joined) for row in rows] == [
        ("林　はい。", "Hayashi Yes.", False),
        ("行きます。", "I will go.", True),
    ]
    assert [span.text for span in rows[0].cells[0].target.spans if span.bold] == ["Hayashi"]
