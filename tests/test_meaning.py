"""What a target says against its source: `tests/cases/meaning`. Most right targets there look dangerous."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from bilingual.checks.balance import check_balance
from bilingual.checks.comparison import check_comparison
from bilingual.checks.degenerate import check_degenerate
from bilingual.checks.length import check_length
from bilingual.checks.names import check_made_up, check_missing_names
from bilingual.checks.opposites import check_opposites
from bilingual.checks.polarity import check_polarity
from bilingual.checks.registry import CODES, check_unit
from bilingual.checks.roles import check_roles
from bilingual.checks.stock_phrases import check_stock_phrases
from bilingual.languages.data import language_rows
from bilingual.languages.japanese.likeness import sounds_like
from bilingual.model import TermMatch, Unit
from conftest import CASES
from scaling import assert_linear

FOLDER = CASES / "meaning"


def pairs() -> Iterator[tuple[str, str, str, str]]:
    """Yield file, source, target and expected codes: three lines each, the last after `= `."""
    for path in sorted(FOLDER.glob("*.txt")):
        lines = path.read_text("utf-8").split("\n")
        for at, line in enumerate(lines):
            if line.startswith("= "):
                yield path.stem, lines[at - 2], lines[at - 1], line.removeprefix("= ")


def codes(source: str, target: str, *terms: TermMatch) -> str:
    found = check_unit("paragraph", Unit("1.1", source, target, "engine", terms=terms))
    return " ".join(dict.fromkeys(finding.code for finding in found)) or "none"


@pytest.mark.parametrize(("file", "source", "target", "expected"), list(pairs()))
def test_cases(file: str, source: str, target: str, expected: str) -> None:
    assert codes(source, target) == expected, file


def test_cases_are_right_and_wrong_and_use_known_codes() -> None:
    expected = [codes for *_, codes in pairs()]
    assert len(expected) >= 200
    assert expected.count("none") >= len(expected) / 2
    assert {code for each in expected for code in each.split()} <= {*CODES, "none"}


def test_a_term_of_the_glossary_is_neither_made_up_nor_missing() -> None:
    capital = TermMatch("首都圏", "Greater Tokyo", 0, 3, found=True)
    assert codes("首都圏に雪が降った。", "It snowed in Greater Tokyo.", capital) == "none"
    renamed = TermMatch("大阪", "Naniwa", 0, 2, found=True)
    assert codes("大阪に雪が降った。", "It snowed in Naniwa.", renamed) == "none"


def test_roles_are_compared_by_the_terms_of_the_glossary() -> None:
    terms = (TermMatch("県警", "the police", 0, 2, found=True), TermMatch("住民", "residents", 3, 5, found=True))
    assert codes("県警は住民に批判された。", "Yesterday the police criticized residents.", *terms) == "roles"
    assert codes("県警は住民に批判された。", "Yesterday the police were criticized by residents.", *terms) == "none"


@pytest.mark.parametrize(
    ("katakana", "word", "alike"),
    [
        ("マクロン", "Macron", True),
        ("ベートーヴェン", "Beethoven", True),
        ("ジョージ", "George", True),
        ("アレクサンドル", "Alexander", True),
        ("トランプ", "Biden", False),
        ("レノン", "songs", False),
    ],
)
def test_katakana_sounds_like_english(katakana: str, word: str, alike: bool) -> None:
    assert sounds_like(katakana, word) is alike


def test_every_word_has_an_opposite_and_its_english() -> None:
    words = {row[0]: row[1] for row in language_rows("japanese/opposites.tsv")}
    assert all(words[opposite] == word for word, opposite in words.items())
    assert {row[0] for row in language_rows("english/opposites.tsv") if row[1] == "sure"} == set(words)
    assert {row[1] for row in language_rows("english/opposites.tsv")} == {"sure", "perhaps"}
    assert {row[1] for row in language_rows("english/places.tsv")} == {"japan", "abroad", "organisation"}
    meanings = {row[1] for row in language_rows("english/negations.tsv")}
    assert {row[2] for row in language_rows("japanese/negations.tsv") if row[2]} <= meanings


CHECKS = (
    check_balance,
    check_comparison,
    check_degenerate,
    check_length,
    check_made_up,
    check_missing_names,
    check_opposites,
    check_polarity,
    check_stock_phrases,
)
REPEATED = {
    "negations": ("行かないわけではないしかない", "not unable to not only "),
    "katakana": ("アレクサンドル・プーシキン", "Alexander Pushkin "),
    "brackets": ("「（『", '("(" '),
    "latin": ("Firefox Linux ", "not "),
    "spaces": ("　 ", "  "),
    "letters": ("北", "a"),
}


@pytest.mark.parametrize("kind", REPEATED)
def test_time_grows_with_the_length_of_the_text(kind: str) -> None:
    source, target = REPEATED[kind]

    def work(times: int) -> None:
        """Run the checks of this file's modules: those of numbers and terms have tests of their own."""
        ja, en = source * times, target * times
        for check in (*CHECKS, check_roles):
            list(check(ja, en))

    assert_linear(int, work, 1600)
