"""Numbers: case files for both languages, every numeral read back, spans and values, style, time."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bilingual.model import TermMatch
from bilingual.numbers import NumberStyle, differences, find_numbers, mismatches, rewritten, said, strays
from bilingual.numbers.english.style import amount, ordinal_figure
from bilingual.numbers.japanese.finding import mask
from bilingual.numbers.japanese.numerals import NUMERAL_SIGNS, fold_numerals, read_numeral
from conftest import read_cases
from scaling import assert_linear, seconds

FOUND = [
    *read_cases("numbers"),
    *read_cases("numbers_corpora"),
    *read_cases("numbers_news"),
    *read_cases("numbers_misread"),
]
SAID = [*read_cases("numbers_said"), *read_cases("numbers_news_said"), *read_cases("numbers_misread_said")]


def drawn(match: TermMatch) -> str:
    assert match.number is not None
    return f"{match.source} => {match.target} [{'hard' if match.number.hard else 'soft'} {match.number.kind}]"


@pytest.mark.parametrize(("title", "source", "expected"), FOUND, ids=[title for title, _, _ in FOUND])
def test_what_is_found(title: str, source: str, expected: str) -> None:
    assert ("\n".join(map(drawn, find_numbers(source))) or "none") == expected


@pytest.mark.parametrize(("title", "texts", "expected"), SAID, ids=[title for title, _, _ in SAID])
def test_numbers_found_in_the_target(title: str, texts: str, expected: str) -> None:
    source, target = texts.split("\n")
    matches = find_numbers(source)
    spans = said(target, matches)
    lines = [
        f"{match.source} = {target[span[0] : span[1]] if span else 'no'}"
        for match, span in zip(matches, spans, strict=True)
    ]
    lines += [f"stray: {stray.text} [{'hard' if stray.hard else 'soft'}]" for stray in strays(target, matches)]
    assert "\n".join(lines) == expected


def test_enough_cases_and_enough_near_misses() -> None:
    assert len(FOUND) >= 300
    assert sum("near miss" in title for title, _, _ in FOUND) >= 100
    assert sum("near miss" in title for title, _, _ in SAID) * 3 >= len(SAID)
    assert len({source for _, source, _ in FOUND}) == len(FOUND)


# Numerals ----------------------------------------------------------------------------------------------------

_SIGNS = "〇一二三四五六七八九"


def kanji(value: int) -> str:
    """Write a number in kanji, as a text does: 百二十三万四千五; a thousand of a bigger unit has its 一."""
    out = ""
    for big, size in (("京", 10**16), ("兆", 10**12), ("億", 10**8), ("万", 10**4), ("", 1)):
        section = value // size % 10**4
        for small, unit in (("千", 1000), ("百", 100), ("十", 10), ("", 1)):
            digit = section // unit % 10
            bare = digit == 1 and small and (small != "千" or not big)
            out += "" if not digit else small if bare else _SIGNS[digit] + small
        out += big if section else ""
    return out or "〇"


def mixed(value: int) -> str:
    """Write a number in figures with 万, 億, 兆 and 京: 2億3000万."""
    parts = [
        (value // size % 10**4, big)
        for big, size in (("京", 10**16), ("兆", 10**12), ("億", 10**8), ("万", 10**4), ("", 1))
    ]
    return "".join(f"{part}{big}" for part, big in parts if part) or "0"


WHOLE = st.integers(0, 10**16)


@given(WHOLE)
def test_every_number_is_read_back_from_every_system(value: int) -> None:
    positional = "".join(_SIGNS[int(digit)] for digit in str(value))
    wide = str(value).translate({0x30 + digit: 0xFF10 + digit for digit in range(10)})
    for written in (str(value), f"{value:,}", kanji(value), mixed(value), positional, wide):
        assert read_numeral(written) == value, written


@given(st.decimals(0, 10**6, places=3), st.sampled_from("千万億兆"))
def test_decimals_are_read_exactly(value: Decimal, big: str) -> None:
    assert read_numeral(f"{value:,f}") == value
    assert (
        read_numeral(f"{value:f}".split(".")[0][-1] + f".5{big}")
        == (Decimal(f"{value:f}".split(".")[0][-1]) + Decimal("0.5"))
        * {"千": 10**3, "万": 10**4, "億": 10**8, "兆": 10**12}[big]
        or big == "千"
    )


@pytest.mark.parametrize(
    "text", ["", "万", "二十百", "1万億", "12,34", "1万20000", "3億億", "十十", "12百", "東", "1" * 21]
)
def test_what_is_no_numeral(text: str) -> None:
    assert read_numeral(text) is None


@given(st.text(alphabet=NUMERAL_SIGNS + "0123456789,.", max_size=30))
def test_any_row_of_numerals_is_read_or_refused(text: str) -> None:
    value = read_numeral(text)
    assert value is None or value >= 0


@given(st.integers(1, 10**16 - 1), st.sampled_from(["円", "人", "票", "回", "キロメートル"]))
def test_a_quantity_is_found_with_its_value_in_every_system(value: int, unit: str) -> None:
    for written in (f"{value:,}", mixed(value), kanji(value)):
        text = f"合計は{written}{unit}だった。"
        (match,) = [found for found in find_numbers(text) if found.number and found.number.values]
        assert match.number is not None
        assert match.number.values == (value,), text
        assert match.source == f"{written}{unit}" or not match.number.hard
        assert said(f"It was {match.target}.", [match])[0]


# Finding -----------------------------------------------------------------------------------------------------

_PIECES = st.sampled_from(
    [
        *"0123456789０９〇一二三四五六七八九十百千万億兆京数半第約年月日時分秒人回円元割度個社代目台",
        *"本以上下未満超余間前後強弱・、〜~-－:/.,（）()'％%",
        *(
            *("か国", "ヶ月", "世紀", "年代", "令和", "平成", "元年", "午前", "午後", "正午", "紀元前", "から", "まで"),
            *("ドル", "分の", "周年", "一部", "四国", "千葉", "十分", "東京"),
        ),
        *("G", "km", "曜", "は", "の", " "),
    ]
)
_TEXT = st.lists(_PIECES, max_size=24).map("".join)


@given(_TEXT | st.text(max_size=40))
def test_spans_are_in_order_and_give_the_source_back(text: str) -> None:
    matches = find_numbers(text)
    for match in matches:
        assert text[match.start : match.end] == match.source
        assert match.source.strip()
        assert match.target
        assert match.kind == "number"
        assert match.number is not None
    assert all(left.end <= right.start for left, right in pairwise(matches))


@given(_TEXT, st.sampled_from(["us", "uk"]))
def test_what_is_printed_says_the_number(text: str, dates: str) -> None:
    for match in find_numbers(text, NumberStyle(dates)):  # type: ignore[arg-type]
        for form in (match.target, *match.alternatives):
            assert said(form, [match])[0], (match, form)


@pytest.mark.parametrize("source", [source for _, source, _ in FOUND])
def test_every_form_of_the_cases_says_its_number_and_nothing_else(source: str) -> None:
    for style in (NumberStyle(), NumberStyle("uk")):
        for match in find_numbers(source, style):
            for form in (match.target, *match.alternatives):
                sentence = f"They said {form} there."
                assert said(sentence, [match])[0], form
                assert not [stray for stray in strays(sentence, [match]) if stray.hard], form


_SHAPES = (
    "{a}〜{b}{u}",
    "{a}、{b}{u}",
    "{a}{u}から{b}{u}まで",
    "{a}{u}半",
    "十数{u}",
    "第{a}〜{b}{u}",
    "午後{a}〜{b}{u}",
)
_COUNTED = (
    *(
        "人",
        "年",
        "日",
        "月",
        "時",
        "時半",
        "分",
        "世紀",
        "年代",
        "章",
        "条",
        "回",
        "倍",
        "割",
        "%",
        "円",
        "ドル",
        "度",
    ),
    *("メートル", "キロ", "週間", "か月", "歳", "代", "四半期", "丁目", "階", "位", "周年", "ページ"),
)


@pytest.mark.parametrize("shape", _SHAPES)
@pytest.mark.parametrize("unit", _COUNTED)
def test_what_is_printed_for_a_range_says_both_its_ends(shape: str, unit: str) -> None:
    for low, high in (("2", "3"), ("8", "11"), ("15", "16"), ("20", "30"), ("二", "三"), ("十二", "十三")):
        text = f"それは{shape.format(a=low, b=high, u=unit)}だ。"
        for match in find_numbers(text):
            sentence = f"They said {match.target} there."
            assert said(sentence, [match])[0], (text, sentence)
            assert not [stray for stray in strays(sentence, [match]) if stray.hard], (text, sentence)


@example("1〇1", "a")
@given(_TEXT, st.text(alphabet="0123456789,.%$¥:-–/ atoforhundredmilliontwentythirdMayJune", max_size=60))
def test_spans_of_the_target_do_not_overlap(source: str, target: str) -> None:
    matches = find_numbers(source)
    spans = sorted(span for span in said(target, matches) if span)
    assert all(left[1] <= right[0] for left, right in pairwise(spans))
    assert all(0 <= start < end <= len(target) for start, end in spans)
    for stray in strays(target, matches):
        assert target[stray.start : stray.end] == stray.text
    differences(source, target)


def test_nothing_is_found_in_what_is_taken() -> None:
    text = "二十カ国・地域首脳会議に20人が出た。"
    assert [match.source for match in find_numbers(text, taken=[(0, 11)])] == ["20人"]
    assert [match.source for match in find_numbers("https://example.org/2025/09 と3か国", taken=[(0, 27)])] == ["3か国"]


def test_guards_blank_out_as_many_signs_as_they_hold() -> None:
    text = fold_numerals("一部の四国の人、三十分、京都と2京円")
    assert len(mask(text)) == len(text)
    assert "三十分" in mask(text)
    assert "2京円" in mask(text)
    assert "一部" not in mask(text)


# Style -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("source", "us", "uk"),
    [
        ("2025年9月2日に", "September 2, 2025", "2 September 2025"),
        ("9月2日に", "September 2", "2 September"),
        ("9月2日(火)に", "Tuesday, September 2", "Tuesday 2 September"),
        ("9月3〜5日に", "September 3 to 5", "3 to 5 September"),
        ("5キロ離れた", "5 kilometers", "5 kilometres"),
        ("2リットルの", "2 liters", "2 litres"),
    ],
)
def test_dates_and_units_of_both_styles(source: str, us: str, uk: str) -> None:
    assert find_numbers(source)[0].target == us
    assert find_numbers(source, NumberStyle("uk"))[0].target == uk


def test_amounts_and_ordinals_are_printed_without_waste() -> None:
    shown = [amount(Decimal(value)) for value in ("0", "9999", "1000000", "123450000", "123456789", "1e12", "2.50")]
    assert shown == ["0", "9,999", "1 million", "123.45 million", "123,456,789", "1 trillion", "2.5"]
    assert [ordinal_figure(Decimal(value)) for value in (1, 2, 3, 11, 12, 13, 21, 112, 1000)] == [
        *("1st", "2nd", "3rd", "11th", "12th", "13th", "21st", "112th", "1,000th")
    ]


# Comparing ---------------------------------------------------------------------------------------------------


def test_digits_of_a_term_are_not_numbers() -> None:
    term = TermMatch("二十カ国・地域首脳会議", "G20 Summit of 20 Nations", 0, 11)
    matches = (*find_numbers("二十カ国・地域首脳会議に3か国が出た。", taken=[(0, 11)]), term)
    target = "Three countries attended the G20 summit of 20 nations."
    assert len(said(target, matches)) == 1
    assert not strays(target, matches)


def test_a_wrong_number_is_rewritten() -> None:
    for source, target, right in (
        ("9月3日に予定される。", "It is planned for September 4.", "It is planned for September 3."),
        ("会議には12人が出た。", "It had 15 participants.", "It had 12 participants."),
        ("予算は2億円だ。", "The budget is 2 million yen.", "The budget is 200 million yen."),
        ("10〜20%減る。", "It falls by 10 to 30 percent.", "It falls by 10 to 20 percent."),
        ("午後3時に始まる。", "It begins at 4 p.m.", "It begins at 3 p.m."),
        ("1990年代に始まった。", "It began in the 1980s.", "It began in the 1990s."),
        ("19世紀の絵だ。", "It is an 18th century picture.", "It is an 19th century picture."),
    ):
        (match,) = find_numbers(source)
        (stray,) = strays(target, [match])
        assert rewritten(target, stray, match) == right


@pytest.mark.parametrize(
    ("source", "target", "hard"),
    [
        ("会議には12人が出た。", "Many attended.", [True]),
        ("会議には3人が出た。", "Many attended.", [False]),
        ("会議が開かれた。", "Some 3,000 people attended.", [True]),
        ("会議が開かれた。", "Three people attended.", []),
        ("9・11テロの後だ。", "It is after the attacks.", []),
        ("十数人が残った。", "Ten people remained.", [False]),
        ("十数人が残った。", "Ten-odd people remained.", []),
        ("十数人が残った。", "Ten to 20 people remained.", []),
        ("5〜7月に咲く。", "It blooms in May, June and July.", []),
        ("3月1日（土）に開く。", "It opens on Sunday, March 1.", [True]),
        ("3月1日（土）に開く。", "It opens on Saturday, March 1.", []),
        ("3月1日（土）に開く。", "It opens on March 1.", []),
        ("3月1日（土・祝）に開く。", "It opens on March 1 (Fri.).", [True]),
        ("3月1日（土）、2日（日）に開く。", "It opens on Saturday and Sunday, March 1 and 2.", []),
        ("3月1日（土）、2日（日）に開く。", "It opens on Saturday, March 1 and Monday the 2nd.", [True]),
        ("3月1日（土）、2日（日）に開く。", "It opens on Sunday, March 1 and Saturday, March 2.", [True, True]),
        ("3月1日（土）、2日（日）に開く。", "It opens on March 1 (Sun.) and March 2 (Sat.).", [True, True]),
        ("3月1日（土）、2日（日）に開く。", "It opens on Sunday 1 March and Saturday 2 March.", [True, True]),
        ("3月1日（土）、2日（日）に開く。", "It opens on Saturday, March 1 and on Sunday the 2nd.", []),
        ("3月1日（土）、2日（日）に開く。", "It opens on Sunday, March 2, after Saturday, March 1.", [False]),
        ("土曜の1日と日曜の2日に開く。", "It opens on Sunday the 1st and Saturday the 2nd.", [True, True]),
        ("3月1日（土）、4月1日（火）に開く。", "It opens on Saturday, March 1, and Tuesday, April 1.", []),
        ("土曜日の翌日に着く。", "They arrive on Sunday.", [True]),
        ("3月1日（土）に30人が来た。", "Thus 30 people came on March 1.", []),
        ("土曜日の翌日に着く。", "They arrive on Sunday, the day after Saturday.", []),
        ("金・土・日に開く。金曜は夜も開く。", "It opens from Friday to Sunday, on Friday at night too.", []),
        ("水曜日に開く。", "It sat in the sun on Wednesday.", []),
        ("友人（日）と会う。", "They meet a friend on Monday.", []),
        ("火曜日に開く。", "Open on Wednesdays.", [True]),
        ("一昨年のことだ。", "It was 2 years ago.", []),
        ("みっつの案がある。", "There are 3 plans.", []),
        ("唯一の例だ。", "It is the only one.", []),
        ("四国と九州を訪れた。", "They visited Shikoku and Kyushu.", []),
        ("四国の4県を訪れた。", "They visited the four prefectures of Shikoku.", []),
        ("彼は一人の男に会った。", "He met a man.", []),
        ("慶長5年9月15日に戦った。", "They fought on October 21, 1600.", []),
        ("2025年と2025年の比較だ。", "It compares the year 2025 with itself.", []),
    ],
)
def test_differences(source: str, target: str, hard: list[bool]) -> None:
    found = differences(source, target)
    assert [difference.hard for difference in found] == hard, found
    assert mismatches(source, target) == tuple(difference.message for difference in found)


def test_most_of_a_text_without_numerals_is_passed_over() -> None:
    plain = "このような中露首脳間の頻繁な会談と協力強化は、世界の安全保障や経済秩序にも影響を及ぼします。"
    dated = "2025年9月2日、北京で20以上の分野の協力文書に署名し、勝利80周年の行事に出席した。"
    texts = [[text] * 100 for text in (plain, dated)]
    quick, slow = (seconds(lambda given: [find_numbers(text) for text in given], given) for given in texts)
    assert quick < slow / 2


@pytest.mark.parametrize("row", ["1", "一", "1,234", "1万", "数千", "第", "1年"])
def test_long_rows_take_linear_time(row: str) -> None:
    assert_linear(lambda size: row * (size // len(row)), find_numbers, 8_000)
