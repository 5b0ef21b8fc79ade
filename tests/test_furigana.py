"""Readings over kanji: the author's, the glossary's, and those a machine proposes, in this order."""

from __future__ import annotations

import pytest

from bilingual.editions.compose.furigana import from_glossary, guess, stretches
from bilingual.editions.plan import TermGloss
from bilingual.languages.japanese import readings
from bilingual.model import Article, Block, Kind, Mark, TermMatch, Unit
from conftest import read_cases

ENTRIES = {"北京": TermGloss("ぺきん"), "習近平": TermGloss("しゅうきんぺい"), "カード": TermGloss("カード")}


def article(*units: Unit, kind: Kind = "paragraph") -> Article:
    return Article((Block(kind, units),))


def term(source: str, start: int, **fields: str) -> TermMatch:
    return TermMatch(source, "x", start, start + len(source), found=True, **fields)  # type: ignore[arg-type]


def marks(whole: Article, number: int = 0) -> list[tuple[int, int, str, bool]]:
    return [(mark.start, mark.end, mark.value, mark.guessed) for mark in whole.units[number].marks]


@pytest.mark.parametrize(("title", "text", "expected"), read_cases("furigana"), ids=lambda value: str(value)[:30])
def test_cases(title: str, text: str, expected: str) -> None:
    source, reading = text.split()
    shown, at = "", 0
    for start, end, part in stretches(source, reading):
        if start < end and any(c > "ヿ" or c == "々" for c in source[start:end]):
            shown += f"{source[at:end]}[{part}]"
            at = end
    assert shown + source[at:] == expected, title


def test_the_first_mention_in_the_text_has_the_reading_and_a_title_does_not_count() -> None:
    one, two = (
        Unit("2.1", "北京と北京", terms=(term("北京", 0), term("北京", 3))),
        Unit("2.2", "北京", terms=(term("北京", 0),)),
    )
    whole = Article((Block("title", (Unit("1.1", "北京", terms=(term("北京", 0),)),)), Block("paragraph", (one, two))))
    assert [marks(from_glossary(whole, ENTRIES), n) for n in range(3)] == [[], [(0, 2, "ぺきん", False)], []]
    everywhere = from_glossary(whole, ENTRIES, everywhere=True)
    assert [len(marks(everywhere, n)) for n in range(3)] == [1, 2, 1]


def test_the_author_knows_best_and_a_guess_gives_way() -> None:
    own = Unit("1.1", "北京", terms=(term("北京", 0),), marks=(Mark("ruby", 0, 2, "ペキン"),))
    guessed = Unit("1.2", "北京", terms=(term("北京", 0),), marks=(Mark("ruby", 0, 1, "きた", guessed=True),))
    whole = from_glossary(article(own, guessed), ENTRIES, everywhere=True)
    assert marks(whole) == [(0, 2, "ペキン", False)]
    assert marks(whole, 1) == [(0, 2, "ぺきん", False)]


def test_a_term_without_kanji_and_an_alias_get_none() -> None:
    unit = Unit("1.1", "カード 習主席", terms=(term("カード", 0), term("習主席", 4, entry="習近平")))
    assert not marks(from_glossary(article(unit), ENTRIES))


def test_guesses_fill_what_is_left_and_are_marked() -> None:
    unit = Unit("1.1", "北京の天気`x`", marks=(Mark("ruby", 0, 2, "ぺきん"), Mark("code", 5, 8)))
    whole = guess(
        article(unit), lambda text: [(0, 2, "きたきょう"), (3, 5, "てんき"), (5, 6, "x"), (7, 99, "y"), (4, 4, "")]
    )
    assert marks(whole) == [(0, 2, "ぺきん", False), (3, 5, "てんき", True), (5, 8, "", False)]


def test_a_real_dictionary() -> None:
    if not readings.available():
        pytest.skip("the extra `readings` is not installed")
    whole = guess(article(Unit("1.1", "今日は天気がいい。")), readings.readings_of)
    assert (3, 5, "てんき", True) in marks(whole)
