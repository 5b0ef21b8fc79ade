"""Layered glossaries: precedence, what is left, and which conflicts are reported."""

from __future__ import annotations

import pytest

from bilingual.glossary.layers import conflicts, layered
from bilingual.glossary.lint import lint_glossary
from bilingual.glossary.load import Glossary, parse_glossary
from bilingual.matching.matcher import find_terms
from conftest import read_cases
from drawing import drawn

CASES = read_cases("stack")


@pytest.mark.parametrize(("title", "given", "expected"), CASES, ids=[title for title, _, _ in CASES])
def test_cases(title: str, given: str, expected: str) -> None:
    *yamls, text = given.split("\n---\n")
    merged = layered([parse_glossary(yaml, f"{number}.yaml") for number, yaml in enumerate(yamls, 1)])
    assert drawn(text, find_terms(text, merged)) == expected


def test_a_conflict_is_reported_once_with_both_places() -> None:
    project = parse_glossary("# mine\n\n米国: {target: US, aliases: [アメリカ]}\n中国: China\n", "project.yaml")
    series = parse_glossary("中国: China\n米国: {target: United States, aliases: [アメリカ, 合衆国]}\n", "series.yaml")
    house = parse_glossary("ロシア: Russia\n中国: {target: PRC, note: old}\n", "house.yaml")
    assert [
        str(finding).removesuffix(", which takes precedence") for finding in conflicts([project, series, house])
    ] == [
        "series.yaml:2:1: warning: '米国' is 'United States' here, but 'US' at project.yaml:3:1",
        "house.yaml:2:1: warning: '中国' is 'PRC' here, but 'China' at project.yaml:4:1",
    ]
    merged = layered([project, series, house])
    assert [(term.source, term.path) for term in merged.terms] == [
        ("米国", "project.yaml"),
        ("中国", "project.yaml"),
        ("合衆国", "series.yaml"),
        ("ロシア", "house.yaml"),
    ]
    assert [finding for finding in lint_glossary(merged) if finding.severity == "error"] == []


def test_one_glossary_is_unchanged() -> None:
    alone = parse_glossary("中国: China")
    assert layered([alone]) is alone
    assert conflicts([alone]) == []
    assert layered([]) == Glossary((), "", parse_glossary("").signature)


def test_the_signature_is_over_what_is_left() -> None:
    near, far = parse_glossary("中国: China"), parse_glossary("中国: PRC\n米国: US")
    assert layered([near, far]).signature == parse_glossary("中国: China\n米国: US").signature
    assert layered([far, near]).signature == far.signature


def test_lint_names_the_file_of_each_entry() -> None:
    merged = layered([parse_glossary("中国: China", "a.yaml"), parse_glossary("あ: ah", "b.yaml")])
    assert [str(finding).split(": ")[0] for finding in lint_glossary(merged)] == ["b.yaml:1:1"]
