"""Findings: what is seen, and what is let pass."""

from __future__ import annotations

import re
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bilingual.checks import registry
from bilingual.checks.registry import CODES, check_article, check_unit
from bilingual.model import Article, Block, Severity, TermMatch, Unit
from conftest import read_cases


@pytest.mark.parametrize(("title", "texts", "expected"), read_cases("checks"))
def test_cases(title: str, texts: str, expected: str) -> None:
    source, target = texts.split("\n")
    findings = check_unit("paragraph", Unit("1.1", source, target, "engine"))
    assert (" ".join(finding.code for finding in findings) or "none") == expected, [f.message for f in findings]


def test_a_missing_term_is_an_error_once() -> None:
    terms = (TermMatch("北京", "Beijing", 0, 2), TermMatch("北京", "Beijing", 5, 7))
    unit = Unit("1.1", "北京から、北京へ行った。", "He went there and back.", "engine", terms=terms)
    found = [finding for finding in check_unit("paragraph", unit) if finding.code == "term-missing"]
    assert len(found) == 1
    assert found[0].severity == "error"
    assert "Beijing" in found[0].message


def test_kept_japanese_is_not_untranslated() -> None:
    keep = TermMatch("いろは", "いろは", 0, 3, found=True, kind="keep")
    unit = Unit("1.1", "いろはという店です。", "A shop called いろは.", "engine", terms=(keep,))
    assert not check_unit("paragraph", unit)


def test_numbers_inside_terms_are_the_glossarys_affair() -> None:
    term = TermMatch("二十カ国・地域(G20)首脳会議", "G20 summit", 0, 15, found=True)
    unit = Unit("1.1", "二十カ国・地域(G20)首脳会議が開かれた。", "The G20 summit was held.", "engine", terms=(term,))
    assert not check_unit("paragraph", unit)


def test_code_and_copied_text_are_let_pass() -> None:
    assert not check_unit("code", Unit("1.1", "print('東京')", "print('東京')", "source"))
    assert not check_unit("paragraph", Unit("1.1", "https://example.org/", "https://example.org/", "source"))


def test_check_sets_findings_on_the_article() -> None:
    article = Article((Block("paragraph", (Unit("1.1", "雨が降った。", "", "engine"),)),))
    assert [finding.unit for unit in check_article(article).units for finding in unit.findings] == ["1.1"]


def test_every_code_is_listed_and_reported() -> None:
    """The table and the checks name the same codes."""
    written = "\n".join(path.read_text("utf-8") for path in Path(registry.__file__).parent.glob("*.py"))
    codes = set(re.findall(r'(?:Report\(|^ +\()"([a-z-]+)", ', written, re.MULTILINE))
    assert codes | {"number-mismatch", "number-direction", "number-order"} == set(CODES)
    for code, check in CODES.items():
        assert (check.code, check.severity in get_args(Severity), bool(check.meaning)) == (code, True, True)


def test_a_doubtful_number_is_a_warning() -> None:
    (hard,) = check_unit("paragraph", Unit("1.1", "参加者は300人だった。", "There were participants.", "engine"))
    (soft,) = check_unit("paragraph", Unit("1.1", "彼は三つの町を訪れた。", "He visited the towns.", "engine"))
    assert (hard.code, hard.severity) == ("number-mismatch", "error")
    assert (soft.code, soft.severity) == ("number-mismatch", "warning")


@given(st.text(max_size=60), st.text(max_size=60))
def test_any_texts_can_be_checked(source: str, target: str) -> None:
    for finding in check_unit("paragraph", Unit("1.1", source, target, "engine")):
        assert finding.code in CODES


def test_a_country_of_the_glossary_is_not_made_up() -> None:
    term = TermMatch("中国", "China", 0, 2, found=True)
    unit = Unit(
        "1.1",
        "中国は、中国政府の方針を説明した。",
        "China explained the policy of the Chinese government.",
        "engine",
        terms=(term,),
    )
    assert not check_unit("paragraph", unit)
