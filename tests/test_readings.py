"""Readings and romanisation: what the dictionary says where, and how kana is written in Latin letters."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bilingual.languages.japanese import readings
from bilingual.suggest.romaji import romanise

ROMAJI = [
    ("とうきょう", "tōkyō", "tokyo"),
    ("おおさか", "ōsaka", "osaka"),
    ("きゅうしゅう", "kyūshū", "kyushu"),
    ("しんいち", "shin'ichi", "shin'ichi"),
    ("こんや", "kon'ya", "kon'ya"),
    ("しんぶん", "shinbun", "shinbun"),
    ("にいがた", "niigata", "niigata"),
    ("せんせい", "sensei", "sensei"),
    ("はっとり", "hattori", "hattori"),
    ("いっちょう", "itchō", "itcho"),
    ("マッチ", "matchi", "matchi"),
    ("ちぢむ", "chijimu", "chijimu"),
    ("つづく", "tsuzuku", "tsuzuku"),
    ("じゃじゅじょ", "jajujo", "jajujo"),
    ("ウラジーミル・プーチン", "urajīmiru pūchin", "urajimiru puchin"),
    ("ヴァイオリン", "vaiorin", "vaiorin"),
    ("ティーシャツ", "tīshatsu", "tishatsu"),
    ("ファッション", "fasshon", "fasshon"),
    ("ウィーン", "wīn", "win"),
    ("デュッセルドルフ", "dyusserudorufu", "dyusserudorufu"),
    ("ジェームズ", "jēmuzu", "jemuzu"),
    ("ｶﾀｶﾅ", "katakana", "katakana"),
    ("を", "o", "o"),
    ("", "", ""),
    ("北京", "北京", "北京"),
    ("ーっ", "", ""),
]


@pytest.mark.parametrize(("kana", "long", "short"), ROMAJI, ids=[kana or "empty" for kana, _, _ in ROMAJI])
def test_romanise(kana: str, long: str, short: str) -> None:
    assert romanise(kana) == long
    assert romanise(kana, macrons=False) == short


@given(
    st.text(
        "あいうえおかきくけこがぎさしすせそじたちつてとっづなにのはひふへほぱまみむめもやゆよらりるれろわをんー・ゃゅょぁぃヴティ",
        max_size=20,
    )
)
def test_kana_leaves_nothing_japanese(kana: str) -> None:
    assert not [character for character in romanise(kana) if character > "\u0300"]
    assert romanise(kana, macrons=False).isascii()


needs = pytest.mark.skipif(not readings.available(), reason="the extra `readings` is not installed")

READINGS = [
    ("食べる", [("食", "た")]),
    ("取り消しの打ち合わせ", [("取", "と"), ("消", "け"), ("打", "う"), ("合", "あ")]),
    ("習近平国家主席", [("習近平", "しゅうきんぺい"), ("国家", "こっか"), ("主席", "しゅせき")]),
    ("髙﨑さん", [("髙﨑", "たかさき")]),
    ("𠮷野家", [("𠮷野家", "よしのや")]),
    ("関ヶ原", [("関ヶ原", "せきがはら")]),
    ("カタカナとひらがな", []),
    ("AI 123、。", []),
    ("", []),
]


@needs
@pytest.mark.parametrize(("text", "expected"), READINGS, ids=[text or "empty" for text, _ in READINGS])
def test_readings_of(text: str, expected: list[tuple[str, str]]) -> None:
    assert [(text[start:end], reading) for start, end, reading in readings.readings_of(text)] == expected


@needs
@given(st.text("食べる取り消し𠮷﨑ヶ々〆\nA1。ー\ud800", max_size=30))
def test_offsets_are_those_of_the_text(text: str) -> None:
    found = readings.tokens(text)
    assert all(text[token.start : token.end] == token.surface for token in found)
    assert "".join(token.surface for token in found) == text.replace("\n", "")
    for start, end, reading in readings.readings_of(text):
        assert 0 <= start < end <= len(text)
        assert reading


@needs
def test_a_text_longer_than_the_dictionary_takes_at_once() -> None:
    text = "日本の古い町を歩く。" * 6_000
    assert "".join(token.surface for token in readings.tokens(text)) == text


def test_without_the_extra_nothing_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readings, "find_spec", lambda name: None)
    assert not readings.available()
    assert readings.tokens("食べる") == ()
    assert readings.readings_of("食べる") == []


@needs
def test_several_threads_may_ask() -> None:
    text = "習近平国家主席は北京で会見を開き、首脳と会談した。" * 40
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(readings.tokens, [text] * 64))
    assert all(answer == answers[0] for answer in answers)
