"""The signs, items and marks of plain text: figures stay whole, levels follow official documents, emoji stay whole."""

from __future__ import annotations

import re

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bilingual.languages.japanese.scripts import EMOJI
from bilingual.reading.markdown.parser import parse_markdown
from bilingual.reading.plain.markers import read_sign
from bilingual.reading.plain.structure import parse_text
from bilingual.reading.ruby import drop_notes
from bilingual.reading.sentences.split import split_sentences
from scaling import assert_linear

MARKERS = [
    "※",
    "＊",
    "*",
    "・",
    "●",
    "■",
    "▶️",
    "☑️",
    "注",
    "備考",
    "（注）",
    "第",
    "Step",
    "手順",
    "-",
    "#",
    "①",
    "1️⃣",
    "1.",
    "（2）",
    "ア\u3000",
    "ⅰ）",
    ">",
]
FIGURE = re.compile(r"[0-9０-９]+(?:[.．,:/][0-9０-９]+)*")


@given(
    st.sampled_from(["", *MARKERS]),
    st.sampled_from(["", " ", "　"]),
    st.from_regex(r"[0-9０-９]{1,4}(?:[.．,:/][0-9０-９]{1,3})?", fullmatch=True),
    st.sampled_from(
        [
            "月13日",
            "円引き",
            "年から",
            "歳以下",
            "か月",
            "つまで",
            "％引",
            "の質問",
            "は別料金",
            "条",
            "以上",
            "まで",
            "、2は",
            "〜5",
            "時～9時",
        ]
    ),
)
def test_no_figure_of_the_text_goes_into_a_marker(marker: str, space: str, figure: str, after: str) -> None:
    assume(":" not in figure or marker not in ("注", "註", "注意", "備考"))  # 注1:2月 is note 1, and 2月
    line = f"{marker}{space}{figure}{after}"
    sign = read_sign(line)
    assert re.sub(r"\s", "", sign.marker + sign.rest) == re.sub(r"\s", "", line)
    kept = FIGURE.findall(sign.marker) + FIGURE.findall(sign.rest)
    assert sorted("".join(kept)) == sorted("".join(FIGURE.findall(line)))
    if marker in {"※", "＊", "*"} and not space and after not in {"条"}:
        assert sign.rest.startswith(figure) or sign.kind != "note"


@given(st.text("※*＊・■●注第章条項Step①⑴(（)）.．、,:： 　-12３４年月日のはアイⅰ一二十A", min_size=1, max_size=14))
def test_a_run_of_digits_is_never_divided(text: str) -> None:
    line = text.strip()
    if not line:
        return
    sign = read_sign(line)
    runs = re.findall("[0-9０-９]+", line)
    assert re.findall("[0-9０-９]+", sign.marker) + re.findall("[0-9０-９]+", sign.rest) == runs


@pytest.mark.parametrize(
    ("line", "marker"),
    [
        ("※12の質問に答える", "※"),
        ("※1は別料金", "※"),
        ("※1、2は要予約", "※"),
        ("※1、要予約", "※1、"),
        ("※1はがきでも受け付けます", "※1"),
        ("注10．5は誤り", ""),
        ("Step2.5の部品", ""),
        ("▶️ 見る", "▶️"),
        ("◼️項目", "◼️"),
        ("①️ 一つ目", "①️"),
        ("1️⃣ 一つ目", "1️⃣"),
        ("第四条の二　市長は定める。", "第四条の二"),
    ],
)
def test_where_a_marker_ends(line: str, marker: str) -> None:
    assert read_sign(line).marker == marker


@pytest.mark.parametrize(
    "line", ["2026年4月に始まった。", "3.11 の震災", "10人の友", "1日目", "5、6人で", "3 日間の旅"]
)
def test_text_that_begins_with_a_figure_has_no_marker(line: str) -> None:
    assert read_sign(line).marker == ""


def test_counting_words_are_items_between_numbers() -> None:
    found = parse_text("お知らせ\n\n1 場所 本校\n2 時間 九時から\n3 持ち物 帽子\n")
    assert [block.marker for block in found.blocks[1:]] == ["1", "2", "3"]
    found = parse_text("旅の記録\n\n2 時間 歩いた。\n3 日間 休んだ。\n")
    assert not [block for block in found.blocks if block.marker]


def test_the_last_item_keeps_the_level_of_its_series() -> None:
    found = parse_text("要領\n\n１　対象\n２　条件\n（１）　年齢\n（２）　住所\nア　市内\nイ　県内\nウ　国内\n")
    assert [block.level for block in found.blocks[1:]] == [1, 1, 2, 2, 3, 3, 3]


def test_the_levels_of_a_law() -> None:
    second = "第２条　各号による。\n一　甲\n二　乙\n２　前項による。\n一　丙\nイ　丁\nロ　戊\n二　己\n３　略す。\n"
    rows = f"{second}第３条　削除\n"
    found = parse_text(f"条例\n\n第１条　この条例は、設置を定める。\n{rows}")
    assert [block.level for block in found.blocks[1:]] == [1, 1, 2, 2, 2, 3, 4, 4, 3, 2, 1]


@pytest.mark.parametrize("sign", ["■", "●", "◆", "▼", "★"])
@pytest.mark.parametrize("words", ["を考える", "の賭け", "と", "など", "が、それでも"])
@pytest.mark.parametrize("indent", ["", "　", "  "])
def test_a_marked_heading_takes_no_text(sign: str, words: str, indent: str) -> None:
    body = "半導体は産業のコメと呼ばれてきたが、いまでは国の安全を左右する資源として扱われている。"
    found = parse_text(f"会議\n\n・一つ目の項目\n・二つ目の項目\n{sign} 経済安全保障{words}\n{indent}{body}\n")
    assert [block.kind for block in found.blocks][3:] == ["heading", "paragraph"]


WHOLE = [
    "🙇\u200d♀️",
    "👨\u200d👩\u200d👧\u200d👦",
    "👍🏽",
    "🇯🇵",
    "❤️\u200d🔥",
    "👩🏻\u200d⚕️",
    "🏴\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f",
    "🐦\u200d⬛",
    "🙂\u200d↔️",
    "🏃\u200d♂️\u200d➡️",
    "☺️",
    "⭐️",
]


@pytest.mark.parametrize("emoji", WHOLE)
def test_emoji_are_never_torn(emoji: str) -> None:
    assert split_sentences(f"ありがとうございました{emoji}また来ます。")[0].endswith(f"た{emoji}")
    assert "".join(re.findall(EMOJI, emoji)) == emoji


@pytest.mark.parametrize("mark", ["m(_ _)m", "(*´ω`*)", "ヽ(´▽`)/", "（大笑い）", "😊！", "🎉🎉"])
def test_lively_sentences_are_paragraphs(mark: str) -> None:
    found = parse_text(f"報告書\n\n新しい店がオープンしました{mark}\n\n店は駅の前にあります。営業は朝十時からです。\n")
    assert found.blocks[1].kind == "paragraph"


@pytest.mark.parametrize("text", ["式．（1）を用いる．", "表．2に示す．", "写真．3は駅である．"])
def test_a_stop_before_a_number_of_a_figure_is_none(text: str) -> None:
    assert split_sentences(text) == [text]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("〔cafe'〕", "café"),
        ("〔Franc,ois〕", "François"),
        ("〔Mu:ller〕", "Müller"),
        ("〔Cae&sar〕", "Cæsar"),
        ("〔Stras&e〕", "Straße"),
        ("〔Go:teborg, A&lesund〕", "Göteborg, Ålesund"),
        ("〔see also: A, B〕", "〔see also: A, B〕"),
        ("〔it's〕", "〔it's〕"),
        ("〔http://a.jp/x_y〕", "〔http://a.jp/x_y〕"),
        ("〔A: 田中〕", "〔A: 田中〕"),
        ("〔1〕", "〔1〕"),
    ],
)
def test_accents_of_aozora(written: str, meant: str) -> None:
    assert drop_notes(written) == meant


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_the_legend_of_aozora_is_no_text(end: str) -> None:
    rule = "-" * 55
    rows = [
        "青い石",
        "山田太郎",
        "",
        rule,
        "【テキスト中に現れる記号について】",
        "",
        "《》：ルビ",
        "（例）青《あお》い石",
        rule,
        "",
    ]
    found = parse_text(end.join([*rows, "　彼は待《ま》った。", ""]))
    assert [block.kind for block in found.blocks] == ["title", "byline", "paragraph"]


@pytest.mark.parametrize(
    "piece", ["[京都](http://a.jp/)。", "*強*い。", "**太**い。", "`x`だ。", "｜京《きょう》と*強*い。"]
)
def test_marks_of_a_paragraph_are_read_in_linear_time(piece: str) -> None:
    assert_linear(lambda size: piece * size, parse_markdown, 16_000)
