"""Bare text → blocks and units; nothing is lost on the way."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bilingual.model import KINDS, Article, Block, Mark, Place
from bilingual.reading import read
from bilingual.reading.lines import join_lines, split_lines
from bilingual.reading.plain.structure import parse_text
from bilingual.reading.ruby import drop_notes, take_ruby
from conftest import CASES, read_cases

SEED = Path(__file__).parent.parent / "input" / "article.txt"
STRUCTURE = [(path.stem, *case) for path in sorted(CASES.glob("structure_*.txt")) for case in read_cases(path.stem)]


def shown(block: Block) -> str:
    """Return a block as the case files write it."""
    level = f" {block.level}" if block.level else ""
    marker = f" [{block.marker}]" if block.marker else ""
    return f"{block.kind}{level}{marker} | {block.source}".rstrip()


def characters(text: str) -> str:
    """Return what must not be lost: everything but white space, ruby markup, notes, and signs repeated on each line."""
    lines = [take_ruby(drop_notes(line.text).strip())[0] for line in split_lines(text)]
    return re.sub(r"[\s#>＞]+", "", "".join(lines))


def kept(article: Article) -> str:
    """Return the markers and the text of all blocks."""
    return re.sub(r"[\s#>＞]+", "", "".join(block.marker + block.source for block in article.blocks))


@pytest.mark.parametrize(("file", "title", "text", "expected"), STRUCTURE, ids=[f"{c[0]}-{c[1]}" for c in STRUCTURE])
def test_structure(file: str, title: str, text: str, expected: str) -> None:
    article = parse_text(text, "a.txt")
    assert "\n".join(shown(block) for block in article.blocks) == expected
    assert all(block.why and block.kind in KINDS for block in article.blocks)


def test_there_are_enough_cases() -> None:
    assert len(STRUCTURE) >= 60


@pytest.mark.parametrize("text", [case[2] for case in STRUCTURE if "《" not in case[2]])
def test_cases_lose_nothing(text: str) -> None:
    assert kept(parse_text(text)) == characters(text)


def test_the_seed_article() -> None:
    article = read(SEED)
    lines = SEED.read_text("utf-8").split("\n")
    kinds = [block.kind for block in article.blocks]
    assert [kinds.count(k) for k in ("title", "heading", "paragraph", "list_item")] == [1, 7, 7, 17]
    assert len(kinds) == len(lines) == 32
    expected = {0: "title"} | dict.fromkeys((1, 5, 10, 15, 20, 25, 30), "heading")
    expected |= dict.fromkeys((2, 6, 11, 16, 21, 26, 31), "paragraph")
    for number, (block, line) in enumerate(zip(article.blocks, lines, strict=True)):
        assert block.kind == expected.get(number, "list_item")
        assert block.place.line == number + 1
        assert block.source == line.removeprefix("- ")
        assert block.marker == ("-" if block.kind == "list_item" else "")
        assert block.level == (1 if block.kind in {"heading", "list_item"} else 0)
    assert article.name == "article"
    assert article.path == "article.txt"
    assert [unit.id for unit in article.blocks[2].units] == ["3.1", "3.2", "3.3"]


PIECES = (
    *("短い行", "これは文です。", "「海」", "見出しになりそうな行", "- 項目", "・項目", "１．番号", "(1) 小番号"),
    *("■印", "【角】", "※注", "＊＊＊", "> 引用", "\u3000字下げ。", "第一章", "第一章 章", "山田：はい", "①丸"),
    *("（共同通信）", "https://example.jp/", "A word", "# 題", "、", "。", "「", "）", "-", "1", "一", "…", "注："),
    *("A. 答。", "㈱", "。。", "\u200b空", "*", "*1 注", "[1]", "[1] 文献", "・", "■", "①", "(1)", "1.", "--項目"),
    *("2025年9月2日", "Q. 問？", "    深い。"),
)


@settings(max_examples=300)
@given(
    st.lists(
        st.one_of(st.sampled_from(PIECES), st.just(""), st.text("あ漢、。「」（)-・1①■ 　#>A.", max_size=12)),
        max_size=14,
    )
)
def test_no_character_is_lost(lines: list[str]) -> None:
    text = "\n".join(lines)
    article = parse_text(text)
    assert kept(article) == characters(text)
    numbers = [block.place.line for block in article.blocks]
    assert numbers == sorted(numbers)
    for unit in article.units:
        assert unit.source == unit.source.strip() != ""
        assert not unit.space_after.strip()
        assert "\n" not in unit.source


@given(st.text(max_size=80))
def test_any_text_can_be_read(text: str) -> None:
    article = parse_text(text)
    for block in article.blocks:
        assert "".join(u.source + u.space_after for u in block.units).rstrip() == block.source
        for unit in block.units:
            for mark in unit.marks:
                assert 0 <= mark.start < mark.end <= len(unit.source)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\u2028", "\v", "\x85"])
def test_line_ends(end: str) -> None:
    text = end.join(["題名", "", "一つ目の文です。", "- 項目一", "- 項目二"])
    kinds = [block.kind for block in parse_text(text).blocks]
    assert kinds == ["title", "paragraph", "list_item", "list_item"]


def test_line_numbers_count_as_editors_do() -> None:
    text = "題名\r\n\r\n一つ目の文。\u2028続きの文。\r\n\f\r\n最後の文。"
    assert [block.place.line for block in parse_text(text).blocks] == [1, 3, 3, 5]


def test_invisible_characters_go_and_visible_ones_stay() -> None:
    text = "\ufeff習近\u200b平\u00adと\u2060プ\u200fー\x01チン。👨\u200d👩\u200d👧と葛\U000e0100城。"
    assert parse_text(text).blocks[0].source == "習近平とプーチン。👨\u200d👩\u200d👧と葛\U000e0100城。"


@pytest.mark.parametrize(
    ("before", "after", "between"),
    [("日本", "語", ""), ("a", "b", " "), ("日本", "AI", ""), ("AI", "開発", ""), ("end.", "Next", " "), ("", "x", "")],
)
def test_lines_are_joined_as_their_script_asks(before: str, after: str, between: str) -> None:
    assert join_lines(before, after) == between


@pytest.mark.parametrize(
    ("text", "plain", "marks"),
    [
        ("｜漢字《かんじ》だ", "漢字だ", [("ruby", 0, 2, "かんじ")]),
        ("この漢字《かんじ》だ", "この漢字だ", [("ruby", 2, 4, "かんじ")]),
        ("|五所川原《ごしょがわら》", "五所川原", [("ruby", 0, 4, "ごしょがわら")]),
        ("{漢字|かんじ}と{漢字|かん|じ}", "漢字と漢字", [("ruby", 0, 2, "かんじ"), ("ruby", 3, 5, "かんじ")]),
        ("<ruby>漢<rp>(</rp><rt>かん</rt><rp>)</rp></ruby>字", "漢字", [("ruby", 0, 1, "かん")]),
        ("<ruby>漢<rt>かん</rt>字<rt>じ</rt></ruby>", "漢字", [("ruby", 0, 2, "かんじ")]),
        (
            "人々《ひとびと》が霞ヶ関《かすみがせき》へ",
            "人々が霞ヶ関へ",
            [("ruby", 0, 2, "ひとびと"), ("ruby", 3, 6, "かすみがせき")],
        ),
        ("《》：ルビ", "《》：ルビ", []),
        ("作品《泉》", "作品《泉》", []),
        ("a|b and {c}", "a|b and {c}", []),
    ],
)
def test_ruby(text: str, plain: str, marks: list[tuple[str, int, int, str]]) -> None:
    found, found_marks = take_ruby(text)
    assert found == plain
    assert [(m.kind, m.start, m.end, m.value) for m in found_marks] == marks


def test_ruby_moves_the_other_marks() -> None:
    text = "前の漢字《かんじ》と後"
    _, marks = take_ruby(text, [Mark("strong", 2, 9), Mark("link", 10, 11, "x")])
    assert [(m.kind, m.start, m.end) for m in marks] == [("strong", 2, 4), ("ruby", 2, 4), ("link", 5, 6)]


def test_ruby_is_counted_from_its_own_unit() -> None:
    block = parse_text("吾輩《わがはい》は猫だ。　名前《なまえ》はない。").blocks[0]
    assert [unit.source for unit in block.units] == ["吾輩は猫だ。", "名前はない。"]
    assert [unit.marks for unit in block.units] == [(Mark("ruby", 0, 2, "わがはい"),), (Mark("ruby", 0, 2, "なまえ"),)]


@pytest.mark.parametrize(
    ("note", "text"),
    [
        ("※［＃「弓＋椁のつくり」、第3水準1-84-22］", "弴"),
        ("※［＃「口＋世」、U+546D、12-1］", "\u546d"),
        ("※［＃不明な字］", "※"),
        ("［＃改ページ］", ""),
    ],
)
def test_aozora_notes(note: str, text: str) -> None:
    assert drop_notes(f"前{note}後") == f"前{text}後"


def test_an_address_is_a_link() -> None:
    block = parse_text("案内です。\nwww.example.jp/a").blocks[1]
    assert block.why == "address"
    assert block.units[0].marks == (Mark("link", 0, 16, "https://www.example.jp/a"),)


def test_a_long_text_is_read_in_time() -> None:
    text = "\n".join(f"第{n}の文です。「引用」もあります、" + "あ" * 40 + "。" for n in range(3000))
    assert len(parse_text(text).blocks) >= 1


@pytest.mark.parametrize(
    ("place", "text", "within"),
    [
        (Place(12), "line 12", "a.txt:12"),
        (Place(page=3), "page 3", "a.txt: page 3"),
        (Place(paragraph=5), "paragraph 5", "a.txt: paragraph 5"),
        (Place(2, 5, 3), "page 3, paragraph 5, line 2", "a.txt: page 3, paragraph 5, line 2"),
        (Place(), "", "a.txt"),
    ],
)
def test_places_in_words(place: Place, text: str, within: str) -> None:
    assert str(place) == text
    assert place.within("a.txt") == within
