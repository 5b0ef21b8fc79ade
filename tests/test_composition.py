"""Line composition: the rules of JLREQ hold at every width, and nothing is lost."""

from __future__ import annotations

import itertools
import re
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bilingual.editions.typeset.compose import Composer, SetLine, compose_lines
from bilingual.editions.typeset.glue import SOFT_HYPHEN, FacePiece, Pairs
from bilingual.editions.typeset.jlreq import GROUP, INSEPARABLE, NEVER, NO_END, NO_START, cost_between
from bilingual.editions.typeset.linebreak import ParagraphSetting
from bilingual.editions.typeset.penalties import ties
from bilingual.languages.english.hyphenation import hyphenator
from conftest import read_cases

TEXT = (
    "2025年9月2日、北京で中国の習近平国家主席とロシアのプーチン大統領が会談を行いました。今回は、同日開かれる"
    "上海協力機構(SCO)サミットおよび記念行事に出席するために訪中。習主席は、「古い友人よ、北京で再会できてうれしい」と"
    "歓迎し、「（『これは』）」と応じた――そう信じられていた。コンピューターとデータベースの時代になっても、……声が、"
    "2,500人の市民から上がった！？　詳しくはhttps://example.org/clock-tower/restoration?lang=ja&page=2を参照。"
    "髙﨑さんと𠮷田さんは3.14倍のエネルギー、100%の意思、第12回会議、１２３４５６円、ウィーンのニュースを分かち合った。"
)
WIDTHS = [*range(80, 400, 7), 83.3, 121.7]


def measure(text: str, face: str) -> list[float]:
    """A face whose full-width characters are one em, marks nothing, and all others half an em wide."""
    return [
        0.0 if unicodedata.combining(c) else 1.0 if unicodedata.east_asian_width(c) in "WF" or c in "…―" else 0.5
        for c in text
    ]


def lines_of(text: str, width: float, setting: ParagraphSetting | None = None) -> list[SetLine]:
    return compose_lines([FacePiece(text, "face", 10)], width, measure=measure, setting=setting or ParagraphSetting())


@pytest.mark.parametrize(("title", "given", "expected"), read_cases("composition"))
def test_cases(title: str, given: str, expected: str) -> None:
    width, _, text = given.partition(" ")
    lines = lines_of(text, float(width) * 10)
    assert "\n".join(line.text.rstrip(" ") for line in lines) == expected


@pytest.mark.parametrize("width", WIDTHS)
def test_no_rule_is_broken_at_any_width(width: float) -> None:
    lines = lines_of(TEXT, width)
    assert "".join(line.text for line in lines) == TEXT
    for before, after in itertools.pairwise(lines):
        last, first = before.text[-1], after.text[0]
        in_address = last.isascii() and last.isalnum() and first in ".?=&-"
        assert first not in NO_START or in_address, (before.text, after.text)
        assert last not in NO_END, (before.text, after.text)
        assert not (last.isdecimal() and first.isdecimal()), (before.text, after.text)
        assert not (last == first and last in "…―")
        if last.isascii() and last.isalnum():
            assert not (first.isascii() and first.isalnum()), (before.text, after.text)


@pytest.mark.parametrize("width", WIDTHS)
def test_no_line_is_overfull_and_justified_lines_are_flush(width: float) -> None:
    lines = lines_of(TEXT, width)
    for line in lines:
        assert line.width <= width + 0.01
        end = max(run.x + sum(run.advances[:-1]) for run in line.runs)
        hanging = 10 if line.text[-1] in "、。" else 0
        assert end <= width + hanging + 1e-4
    flush = [line for line in lines[:-1] if line.width > width - 0.01]
    assert len(flush) >= (len(lines) - 1) * 0.6


def test_last_line_is_not_stretched() -> None:
    last = lines_of("これは短い文です。" * 4, 100)[-1]
    for run in last.runs:
        assert all(advance <= 10.001 for advance in run.advances)


@given(
    st.text(st.sampled_from("漢かナーッ、。「」（）…―・！12aB %,.-/\u3000\u0301\n𠮷"), max_size=60), st.floats(25, 200)
)
def test_any_text_keeps_its_characters(text: str, width: float) -> None:
    lines = lines_of(text, width)
    assert "".join(line.text for line in lines) == text.replace("\n", "")
    assert all(line.width <= width + 0.01 for line in lines)


def lawful(text: str, at: int) -> bool:
    """Tell whether the rules allow a line end before the character at an offset."""
    before, after = text[at - 1], text[at]
    if after in " \u3000":
        return False
    if before in " \u3000":
        seen = text[:at].rstrip(" \u3000")
        return after not in NO_START and bool(seen) and seen[-1] not in NO_END
    if before.isascii() and after.isascii():
        return False
    if before in "．，" and after.isdecimal() and text[at - 2 : at - 1].isdecimal():
        return False  # a full-width point or comma inside a number
    return cost_between(before, after) != NEVER


@given(st.text(st.sampled_from("漢かナーッ、。「」（）…―・！々１２12aB ．，\u3000"), max_size=60), st.floats(40, 300))
@example("11．1B々", 40)
def test_any_text_keeps_the_rules_unless_it_leaves_no_choice(text: str, width: float) -> None:
    at = 0
    for line in lines_of(text, width)[:-1]:
        at += len(line.text)
        if lawful(text, at):
            continue
        start = max((place for place in range(1, at) if lawful(text, place)), default=0)
        end = min((place for place in range(at + 1, len(text)) if lawful(text, place)), default=len(text))
        # What is between two lawful line ends is more than a line holds; alone, its end may be half an em narrower.
        assert len(lines_of(text[start:end], width - 5)) > 1, (text[start:at], text[at:end])


HYPHENATE = hyphenator("en-GB")
WORDS = ("a", "I", "of", "the", "international", "considerable", "Kyoto", "No.", "5", "10", "km", "-", "–", "J.", "K.")


@given(st.lists(st.sampled_from(WORDS)))
def test_any_english_keeps_its_ties_when_ragged(words: list[str]) -> None:
    text = " ".join(words)
    lines = lines_of(text, 150, ParagraphSetting(justify=False, hyphenate=HYPHENATE))
    assert "".join(line.text for line in lines).replace(SOFT_HYPHEN, "") == text
    for before, after in itertools.pairwise(lines):
        assert not (before.text.endswith("No. ") and after.text[0].isdecimal())
        assert not (before.text.endswith("10 ") and after.text.startswith("km"))
        assert not after.text.startswith("– ")


@pytest.mark.parametrize(
    "text", ["ー" * 60, "。" * 60, "「" * 60, "x" * 90, "…" * 60, "https://" + "a" * 80, "９" * 50]
)
def test_what_can_never_break_is_cut_rather_than_overfull(text: str) -> None:
    lines = lines_of(text, 95)
    assert "".join(line.text for line in lines).replace(SOFT_HYPHEN, "") == text
    assert len(lines) > 1
    assert all(line.width <= 95.01 for line in lines)


def test_opening_bracket_stands_flush_at_the_head_of_a_line() -> None:
    run = lines_of("「あいう」", 200)[0].runs[0]
    assert run.x == pytest.approx(-5)


def test_adjacent_punctuation_is_squeezed() -> None:
    run = lines_of("「あ」、「い」", 300)[0].runs[0]
    # Half an em of ink each, and half an em of white before the next bracket, whose own glyph begins with white.
    assert run.advances[2] == pytest.approx(5)
    assert run.advances[3] == pytest.approx(5)


def test_an_eighth_of_an_em_between_japanese_and_latin() -> None:
    run = lines_of("約20人", 300)[0].runs[0]
    assert run.advances == pytest.approx((10 + 1.25, 5, 5 + 1.25, 10))


def test_ruby_is_centred_above_its_base_and_never_broken() -> None:
    pieces = [FacePiece("国の", "face", 10), FacePiece("習近平", "face", 10, ruby=(("しゅうきんぺい", "face"),))]
    for width in range(45, 120, 5):
        lines = compose_lines(pieces, width, measure=measure, setting=ParagraphSetting())
        assert any("習近平" in line.text for line in lines)
    line = compose_lines(pieces, 200, measure=measure, setting=ParagraphSetting())[0]
    assert [run.text for run in line.ruby] == ["しゅうきんぺい"]
    assert line.ruby[0].rise > 8
    # Seven kana of half the size are condensed to the width of three kanji.
    assert line.ruby[0].x == pytest.approx(20)
    assert line.ruby[0].condensed == pytest.approx(30 / 35)
    assert line.ruby[0].end == pytest.approx(50)


def test_hyphenation_uses_a_soft_hyphen_and_spares_names_numbers_and_addresses() -> None:
    setting = ParagraphSetting(hyphenate=hyphenator("en-GB"))
    text = "international responsibilities Internationalisation covid19 https://example.org/international"
    found = set()
    for width in range(60, 160, 3):
        lines = lines_of(text, width, setting)
        assert "".join(line.text for line in lines).replace(SOFT_HYPHEN, "") == text
        found |= {line.text.split()[-1] for line in lines if line.text.endswith(SOFT_HYPHEN)}
    assert found
    # A capital only in a word that is wider than the column.
    assert all(re.fullmatch(r"[Ia-z][a-z]{2,}" + SOFT_HYPHEN, part) for part in found)


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("Donaudampfschiff", ["Donaudampf\u00ad", "schiff"]),
        ("recalculateTransportCost", ["recalculate", "Transport", "Cost"]),
        ("max_waiting_minutes", ["max_waiting_", "minutes"]),
        ("https://example.org/some", ["https://", "example", ".org/some"]),
    ],
)
def test_a_word_wider_than_the_column_is_hyphenated_but_an_identifier_is_not(text: str, lines: list[str]) -> None:
    setting = ParagraphSetting(justify=False, hyphenate=lambda word: (5, 10))
    assert [line.text for line in lines_of(text, 62, setting)] == lines


def test_ragged_lines_keep_their_natural_spaces() -> None:
    for line in lines_of("the quick brown fox jumps over the lazy dog " * 3, 120, ParagraphSetting(justify=False)):
        assert all(advance == pytest.approx(5) for run in line.runs for advance in run.advances)


def test_balanced_lines_are_about_equally_long() -> None:
    lines = lines_of("漢字" * 13, 200, ParagraphSetting(justify=False, balance=True))
    assert [len(line.text) for line in lines] == [13, 13]


def test_a_heading_ends_its_line_with_a_dash() -> None:
    setting = ParagraphSetting(justify=False, phrases=True, balance=True)
    lines = lines_of("米国への対抗意識――上海協力機構と「覇権」批判", 150, setting)
    assert [line.text for line in lines] == [
        "米国への対抗意識――",
        "上海協力機構と「覇権」批判",
    ]


def test_headings_break_between_phrases() -> None:
    setting = ParagraphSetting(justify=False, phrases=True, balance=True)
    lines = lines_of("習近平国家主席とプーチン大統領が会談――「蜜月」とは言い切れない中露関係の現状", 260, setting)
    assert next(line.text for line in lines).endswith("――")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (
            "中露首脳、北京で親密ぶりを強調――軍事パレードで「戦勝国」の連帯をアピール",
            ("戦勝国", "軍事", "連帯", "親密"),
        ),
        (
            "ロシア・プーチン大統領への「厚遇」――専用車持ち込みの象徴的意味",
            ("持ち", "大統領", "厚遇", "ロシア", "象徴"),
        ),
        ("東京電力福島第一原子力発電所の処理水の海洋放出", ("東京", "処理水", "放出")),
    ],
)
def test_headings_do_not_break_inside_a_word(text: str, words: tuple[str, ...]) -> None:
    setting = ParagraphSetting(justify=False, phrases=True, balance=True)
    for width in range(116, 250, 6):
        shown = "/".join(line.text for line in lines_of(text, width, setting))
        for word in words:
            assert word in shown, (width, shown)


def test_long_paragraphs_take_time_in_proportion() -> None:
    lines = lines_of(TEXT * 60, 230)
    assert len(lines) > 600


def test_no_more_than_two_hyphens_follow_one_another_and_the_last_word_has_none() -> None:
    words = "international considerable responsibilities communication organisation administration"
    setting = ParagraphSetting(hyphenate=hyphenator("en-GB"))
    hyphens = 0
    for width in range(160, 300, 5):
        lines = [line.text for line in lines_of(" ".join([words] * 3), width, setting)]
        marks = "".join("-" if line.endswith(SOFT_HYPHEN) else " " for line in lines)
        hyphens += marks.count("-")
        assert "---" not in marks
        assert lines[-1].startswith("administration") or " administration" in lines[-1]
    assert hyphens > 20


def test_justified_english_is_flush() -> None:
    text = "the quick brown fox jumps over the lazy dog and runs away from it as fast as it can " * 2
    lines = lines_of(text, 200)
    assert len(lines) > 4
    assert all(line.width == pytest.approx(200) for line in lines[:-1])
    assert lines[-1].width < 200


def test_first_line_is_indented_but_for_the_white_of_a_bracket() -> None:
    setting = ParagraphSetting(indent=10)
    for text, origin in (("これは本です。", 10.0), ("「これは本」", 0.0), ("\u3000これは本", 0.0), ("It is", 10.0)):
        lines = lines_of(text * 5, 100, setting)
        assert lines[0].runs[0].x == pytest.approx(origin)
        assert lines[1].runs[0].x <= 0.001
        assert all(line.width <= 100.01 for line in lines)


def test_an_indent_is_not_made_in_a_very_narrow_column() -> None:
    assert lines_of("これは本です。", 40, ParagraphSetting(indent=10))[0].runs[0].x == 0


def test_a_reading_hangs_over_kana_but_never_over_kanji() -> None:
    for before, after, left, width in (
        ("は", "を", 2.5, 10.0),  # a quarter of an em over either kana: the base keeps its own width
        ("国", "国", 0.0, 15.0),
        ("は", "国", 2.5, 12.5),
        ("。", "国", 0.0, 15.0),
    ):
        pieces = [
            FacePiece(before, "face", 10),
            FacePiece("志", "face", 10, ruby=(("ここざし", "face"),)),
            FacePiece(after, "face", 10),
        ]
        line = compose_lines(pieces, 200, measure=measure, setting=ParagraphSetting())[0]
        assert line.ruby[0].x == pytest.approx(10 - left)
        assert line.ruby[0].condensed == 0.75
        assert sum(line.ruby[0].advances) == pytest.approx(15)
        end = line.runs[-1].end - 10
        if before != "。":
            assert end - 10 == pytest.approx(width)


def test_a_reading_stays_within_the_measure_at_both_ends_of_a_line() -> None:
    pieces = []
    for _ in range(12):
        pieces += [FacePiece("は", "face", 10), FacePiece("志", "face", 10, ruby=(("ここざし", "face"),))]
    for width in range(40, 120, 7):
        lines = compose_lines(pieces, width, measure=measure, setting=ParagraphSetting())
        assert "".join(line.text for line in lines) == "は志" * 12
        for line in lines:
            assert all(run.x >= -0.01 and run.end <= width + 0.01 for run in line.ruby)


def test_a_long_base_is_divided_where_no_line_can_hold_it() -> None:
    pieces = [FacePiece("中華人民共和国", "face", 10, ruby=(("ちゅうかじんみんきょうわこく", "face"),))]
    lines = compose_lines(pieces, 45, measure=measure, setting=ParagraphSetting())
    assert "".join(line.text for line in lines) == "中華人民共和国"
    assert "".join(run.text for line in lines for run in line.ruby) == "ちゅうかじんみんきょうわこく"
    assert all(line.width <= 45.01 for line in lines)


def test_the_sign_of_a_note_follows_its_word_without_a_gap() -> None:
    line = lines_of("単語¹の", 200)[0]
    assert line.runs[0].advances == pytest.approx((10, 10, 5, 10))
    for width in (20, 25, 30):
        assert all(not line.text.startswith("¹") for line in lines_of("単語¹の" * 4, width))


def test_pieces_of_one_face_are_one_run_and_others_keep_theirs() -> None:
    pieces = [
        FacePiece("これは", "face", 10),
        FacePiece("本", "face", 10),
        FacePiece("です", "bold", 10),
        FacePiece("か", "face", 10, "#n1"),
    ]
    runs = compose_lines(pieces, 200, measure=measure, setting=ParagraphSetting())[0].runs
    assert [(run.text, run.face, run.link) for run in runs] == [
        ("これは本", "face", ""),
        ("です", "bold", ""),
        ("か", "face", "#n1"),
    ]
    assert [run.x for run in runs] == pytest.approx([0, 40, 60])


def test_a_raised_piece_gives_a_raised_run() -> None:
    pieces = [FacePiece("x", "face", 10), FacePiece("2", "face", 6, rise=4)]
    assert [run.rise for run in compose_lines(pieces, 200, measure=measure, setting=ParagraphSetting())[0].runs] == [
        0,
        4,
    ]


def test_characters_of_one_class_behave_alike() -> None:
    """Cells are looked up by class; each must be what the two characters themselves have."""
    pairs = Pairs("face", 10, measure)
    characters = sorted({*TEXT, *NO_START, *NO_END, *INSEPARABLE, *"第約満々〇兆〳〵①㊤한ｱ　 \u0301"})
    for before, after in itertools.product(characters, repeat=2):
        assert pairs.cell(before, after) == pairs.meet(before, pairs, after), (before, after)
    assert len(pairs.classes) < len(characters) - 40


@pytest.mark.parametrize("text", ["two words", " a  b ", "  ", "x", "「日本」 と AV。", TEXT])
def test_words_looked_up_are_characters_looked_up(text: str) -> None:
    pairs = Pairs("face", 10, measure)
    for _ in range(2):
        assert pairs.within(text) == [pairs.meet(before, pairs, after) for before, after in itertools.pairwise(text)]


def test_english_headings_do_not_end_in_a_single_short_word() -> None:
    setting = ParagraphSetting(justify=False, phrases=True, balance=True)
    for width in range(150, 330, 10):
        lines = lines_of(
            "The Structure of Relations between China and Russia seen from the Talks in Beijing on it", width, setting
        )
        assert len(lines[-1].text) > 8
        if width != 220 and width != 230:  # there, only a third line would spare the "and"
            assert not any(re.search(r" (?:of|and|the|in|on|from) $", line.text) for line in lines[:-1])


def test_composing_twice_gives_the_same() -> None:
    composer = Composer(measure)
    first = composer.compose([FacePiece(TEXT, "face", 10)], 230, setting=ParagraphSetting())
    assert composer.compose([FacePiece(TEXT, "face", 10)], 230, setting=ParagraphSetting()) == first


def test_headings_do_not_cut_foreign_words_even_for_a_line_more() -> None:
    text = "習近平国家主席とプーチン大統領が会談"
    lines = lines_of(text, 115, ParagraphSetting(justify=False, phrases=True, balance=True))
    assert [line.text for line in lines] == ["習近平国家主席と", "プーチン大統領が会談"]


@pytest.mark.parametrize(
    "marked",
    [
        "Mr~Sato met Mrs.~Mori and (Dr.~Ito), not SMr Kato or Mra. Kato",
        "see No.~5 and pp.~3 but not alpp. 3",
        "J.~R.~Smith and AJ. Smith. Then",
        "10~km, 5~per cent and 3 kmh",
        "Chapter~3, Subchapter 3, Chapter three",
        "May~5, Sept.~12, May 2025, Mayor 5",
        "2~May, 12~September, 112 May, 2 Mayor",
        "Henry~VIII and HENRY VIII and Henry Virgil",
        "here~– there",
    ],
)
def test_ties_of_english(marked: str) -> None:
    text = marked.replace("~", " ")
    tied = {at for at, cost in ties(text).items() if cost == GROUP}
    assert tied == {at + 1 for at, sign in enumerate(marked) if sign == "~"}


def test_a_counted_thing_stays_with_its_number_where_lines_are_ragged() -> None:
    lines = lines_of(
        "You may borrow up to 10 books at a time, for 3 weeks and no more.", 220, ParagraphSetting(justify=False)
    )
    assert not any(line.text.endswith("3 ") for line in lines)


def test_a_short_word_is_not_left_for_the_last_line() -> None:
    text = "If you have forgotten it, please bring something that shows your name and date of birth."
    for width in range(180, 330, 10):
        assert len(lines_of(text, width, ParagraphSetting(justify=False))[-1].text) > 7


def test_a_cell_takes_no_line_more_for_a_phrase() -> None:
    setting = ParagraphSetting(justify=False, phrases=True, balance=True, low=True)
    lines = lines_of("説明文は1番目である。長い説明。", 110, setting)
    assert [line.text for line in lines] == ["説明文は1番目である。", "長い説明。"]
    assert len(lines_of("説明文は1番目である。長い説明。", 80, setting)) == 2


def test_emphasis_has_a_dot_above_each_character_but_not_above_punctuation() -> None:
    pieces = [
        FacePiece("これは", "face", 10),
        FacePiece("大切、だ", "face", 10, dots="other"),
        FacePiece("よ", "face", 10),
    ]
    (line,) = compose_lines(pieces, 200, measure=measure, setting=ParagraphSetting())
    assert line.text == "これは大切、だよ"
    assert [run.x for run in line.ruby] == pytest.approx([32.5, 42.5, 62.5])  # in the middle of 大, 切 and だ
    assert {(run.text, run.face, run.size, run.rise > 8) for run in line.ruby} == {("・", "other", 5, True)}
    broken = compose_lines(pieces, 50, measure=measure, setting=ParagraphSetting())
    assert [len(line.ruby) for line in broken] == [2, 1]
