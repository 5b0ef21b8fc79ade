"""What a target says against its source: `tests/cases/meaning`. Most right targets there look dangerous."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from bilingual.checks.registry import CODES, check_unit
from bilingual.model import TermMatch, Unit
from conftest import CASES

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
