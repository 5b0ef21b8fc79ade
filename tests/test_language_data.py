"""Every line of every table of words: `languages/*/data`."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from itertools import groupby
from pathlib import Path

import pytest

from bilingual.languages.data import language_rows, parse_rows, words_by_use

LANGUAGES = Path(__file__).parent.parent / "src" / "bilingual" / "languages"
NAMES = sorted(f"{path.parent.parent.name}/{path.name}" for path in LANGUAGES.glob("*/data/*"))
CODE = [path.read_text("utf-8") for path in LANGUAGES.parent.rglob("*.py")]


def text(name: str) -> str:
    language, _, file = name.partition("/")
    return (LANGUAGES / language / "data" / file).read_text("utf-8")


def header(name: str, field: str) -> str:
    found = re.findall(rf"^# {field}: (.+)$", text(name), re.MULTILINE)
    assert len(found) <= 1, f"{name}: {field} is named twice"
    return found[0] if found else ""


def test_there_are_tables() -> None:
    assert len(NAMES) > 15
    assert {name.rpartition(".")[2] for name in NAMES} == {"tsv", "txt"}


@pytest.mark.parametrize("name", NAMES)
def test_the_header_names_source_licence_columns_and_order(name: str) -> None:
    lines = text(name).split("\n")
    assert re.match("# [A-ZÀ-Þ]", lines[0]), "the first line says what the table is"
    assert header(name, "source")
    assert header(name, "licence") == "MIT"
    assert len(header(name, "columns").split(", ")) == (1 if name.endswith(".txt") else len(language_rows(name)[0]))
    assert header(name, "order").startswith(("sorted", "grouped by ", "listed: "))


@pytest.mark.parametrize("name", NAMES)
def test_lines_are_clean(name: str) -> None:
    whole = text(name)
    assert whole.endswith("\n") and not whole.endswith("\n\n")
    assert unicodedata.normalize("NFC", whole) == whole
    assert "\r" not in whole and "\ufeff" not in whole
    for number, line in enumerate(whole.split("\n")[:-1], 1):
        assert len(line) <= 120, f"{name}:{number}"
        if line.startswith("#"):
            assert line == line.rstrip() and "\t" not in line, f"{name}:{number}"
            continue
        for cell in line.split("\t"):
            assert cell and cell == cell.strip() and "  " not in cell and cell.isprintable(), f"{name}:{number}"


@pytest.mark.parametrize("name", NAMES)
def test_no_key_is_there_twice(name: str) -> None:
    columns = header(name, "columns").split(", ")
    key = [columns.index(column) for column in (header(name, "key") or columns[0]).split(", ")]
    seen: dict[tuple[str, ...], int] = defaultdict(int)
    for row in language_rows(name):
        seen[tuple(row[at] for at in key)] += 1
    assert not [row for row, times in seen.items() if times > 1]


@pytest.mark.parametrize("name", NAMES)
def test_rows_are_in_the_order_of_the_header(name: str) -> None:
    order, rows = header(name, "order"), language_rows(name)
    if order == "sorted":
        assert [row[0] for row in rows] == sorted(row[0] for row in rows)
    elif order.startswith("grouped by "):
        at = header(name, "columns").split(", ").index(order.removeprefix("grouped by "))
        groups = [value for value, _ in groupby(row[at] for row in rows)]
        assert len(groups) == len(set(groups)), "a group is in two places"


@pytest.mark.parametrize("name", NAMES)
def test_every_table_and_every_use_is_used(name: str) -> None:
    users = [code for code in CODE if f'"{name}"' in code]
    assert users
    if any(f'words_by_use("{name}")' in code for code in users) and name != "english/number_idioms.tsv":
        described = re.findall(r"^# ([a-z-]+): ", text(name), re.MULTILINE)
        for use in words_by_use(name):
            assert use in described, use
            assert any(f'["{use}"]' in code for code in users) or use == "sound", use


def test_codes_of_currencies_are_known() -> None:
    codes = {row[0] for row in language_rows("english/currencies.tsv")}
    units = {row[0] for row in language_rows("english/units.tsv") if row[1] == "money"}
    said = {row[1] for name in ("english/currency_signs.tsv", "japanese/currencies.tsv") for row in language_rows(name)}
    assert said | units <= codes


def test_an_error_names_the_file_and_the_line() -> None:
    table = "# A table.\n# columns: word, use\na\tb\n\n# comment\nc\n"
    with pytest.raises(ValueError, match=r"^x\.tsv:6: 1 columns instead of 2: c$"):
        parse_rows(table, "x.tsv")
    with pytest.raises(ValueError, match=r"^x\.tsv: the line “# columns: …” is missing$"):
        parse_rows("a\tb\n", "x.tsv")
    assert parse_rows("# columns: a, b, c\nx\t-\ty-z\n", "x.tsv") == (("x", "", "y-z"),)
