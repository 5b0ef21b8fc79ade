"""The characters of Japanese: each class against Unicode's own data, and one spelling of each in the package."""

from __future__ import annotations

import ast
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest

from bilingual.checks.registry import check_unit
from bilingual.languages.japanese import scripts
from bilingual.languages.japanese.scripts import BRACKETS, has_japanese, to_hiragana
from bilingual.model import Unit
from bilingual.reading.sentences.split import split_sentences

ROOT = Path(__file__).parent.parent / "src" / "bilingual"
BLOCKS = {
    "hiragana": range(0x3040, 0x30A0),
    "katakana": (*range(0x30A0, 0x3100), *range(0x31F0, 0x3200)),
    "half width": range(0xFF61, 0xFFA0),
    "kanji": (*range(0x3400, 0x4DC0), *range(0x4E00, 0xA000), *range(0xF900, 0xFB00), *range(0x20000, 0x40000)),
}


EVERYTHING = "".join(map(chr, range(0x40000)))


def members(body: str) -> set[str]:
    """Return the characters of a class body."""
    return set(re.findall(f"[{body}]", EVERYTHING))


def named(block: str, *words: str) -> set[str]:
    """Return the characters of some blocks whose Unicode name has one of the words."""
    return {chr(code) for code in BLOCKS[block] if any(word in unicodedata.name(chr(code), "") for word in words)}


def assigned(characters: set[str]) -> set[str]:
    return {character for character in characters if unicodedata.category(character) != "Cn"}


HIRAGANA = named("hiragana", "HIRAGANA LETTER", "HIRAGANA ITERATION", "HIRAGANA VOICED ITERATION", "HIRAGANA DIGRAPH")
KATAKANA = named("katakana", "KATAKANA LETTER", "KATAKANA ITERATION", "KATAKANA VOICED ITERATION", "KATAKANA DIGRAPH")
HALF_WIDTH = named("half width", "HALFWIDTH KATAKANA") - set("･")
KANJI = named("kanji", "CJK UNIFIED IDEOGRAPH", "CJK COMPATIBILITY IDEOGRAPH") | set("々〆〇〻")


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("HIRAGANA", HIRAGANA),
        ("KATAKANA", KATAKANA),
        ("LONG_MARK", {"\N{KATAKANA-HIRAGANA PROLONGED SOUND MARK}"}),
        ("KANA", HIRAGANA | KATAKANA | {"ー"}),
        ("KATAKANA_WORD", KATAKANA - set("ヵヶ") | {"ー"}),
        ("COUNTER_KE", {"\N{KATAKANA LETTER SMALL KA}", "\N{KATAKANA LETTER SMALL KE}"}),
        ("HALFWIDTH_KATAKANA", HALF_WIDTH),
        ("SOUND_MARKS", named("hiragana", "VOICED SOUND MARK")),
        ("SMALL_KANA", {sign for sign in HIRAGANA | KATAKANA | HALF_WIDTH if " SMALL " in unicodedata.name(sign)}),
        ("KANJI", KANJI),
        ("KANJI_WORD", KANJI | set("ヵヶ")),
        ("JAPANESE_LETTERS", HIRAGANA | KATAKANA | {"ー"} | HALF_WIDTH | KANJI),
        ("HALFWIDTH_PUNCTUATION", named("half width", "HALFWIDTH IDEOGRAPHIC", "CORNER BRACKET") | {"･"}),
        ("FULLWIDTH_DIGITS", {chr(0xFF10 + digit) for digit in range(10)}),
        ("FULLWIDTH_CAPITALS", {unicodedata.lookup(f"FULLWIDTH LATIN CAPITAL LETTER {letter}") for letter in "AZ"}),
        ("PARENTHESIZED_KANJI_NUMBERS", {"\N{PARENTHESIZED IDEOGRAPH ONE}", "\N{PARENTHESIZED IDEOGRAPH TEN}"}),
    ],
)
def test_a_class_has_the_characters_that_unicode_names_so(body: str, expected: set[str]) -> None:
    found = assigned(members(getattr(scripts, body)))
    if body in ("FULLWIDTH_CAPITALS", "PARENTHESIZED_KANJI_NUMBERS"):
        assert (min(found), max(found)) == (min(expected), max(expected))
    else:
        assert found == expected


@pytest.mark.parametrize(
    ("sign", "classes"),
    [
        ("々", "KANJI KANJI_WORD JAPANESE_LETTERS JAPANESE_PUNCTUATION EAST_ASIAN"),
        ("〆", "KANJI KANJI_WORD JAPANESE_LETTERS JAPANESE_PUNCTUATION EAST_ASIAN"),
        ("〇", "KANJI KANJI_WORD JAPANESE_LETTERS JAPANESE_PUNCTUATION EAST_ASIAN KANJI_DIGITS KANJI_NUMERALS"),
        ("髙", "KANJI KANJI_WORD JAPANESE_LETTERS EAST_ASIAN"),
        ("﨑", "KANJI KANJI_WORD JAPANESE_LETTERS EAST_ASIAN"),
        ("\uf900", "KANJI KANJI_WORD JAPANESE_LETTERS EAST_ASIAN"),
        ("𠮷", "KANJI KANJI_WORD JAPANESE_LETTERS EAST_ASIAN"),
        ("・", "JAPANESE_PUNCTUATION EAST_ASIAN MIDDLE_DOTS NAME_JOINTS"),
        ("･", "HALFWIDTH_PUNCTUATION EAST_ASIAN MIDDLE_DOTS"),
        ("ー", "LONG_MARK KANA KATAKANA_WORD JAPANESE_LETTERS JOINT_LOOKALIKES EAST_ASIAN"),
        ("ｰ", "HALFWIDTH_KATAKANA JAPANESE_LETTERS JOINT_LOOKALIKES EAST_ASIAN"),
        ("ｱ", "HALFWIDTH_KATAKANA JAPANESE_LETTERS EAST_ASIAN"),
        ("ﾞ", "HALFWIDTH_KATAKANA JAPANESE_LETTERS EAST_ASIAN"),
        ("゛", "SOUND_MARKS JAPANESE_PUNCTUATION EAST_ASIAN"),
        ("ヶ", "COUNTER_KE KATAKANA KANA KANJI_WORD SMALL_KANA JAPANESE_LETTERS EAST_ASIAN"),
        ("ゝ", "HIRAGANA KANA JAPANESE_LETTERS EAST_ASIAN"),
        ("ヽ", "KATAKANA KANA KATAKANA_WORD JAPANESE_LETTERS EAST_ASIAN"),
        ("ㇰ", "KATAKANA KANA KATAKANA_WORD SMALL_KANA JAPANESE_LETTERS EAST_ASIAN"),
        ("、", "COMMAS JAPANESE_PUNCTUATION EAST_ASIAN"),
        ("「", "JAPANESE_PUNCTUATION EAST_ASIAN"),
        ("가", "EAST_ASIAN"),
        ("é", ""),
    ],
)
def test_where_a_character_belongs(sign: str, classes: str) -> None:
    bodies = {
        name: body
        for name, body in vars(scripts).items()
        if name.isupper() and name[0] != "_" and isinstance(body, str)
    }
    del bodies["SPACED_LETTER"], bodies["EMOJI"]
    assert {name for name, body in bodies.items() if re.match(f"[{body}]", sign)} == set(classes.split())


def test_numerals_have_the_values_unicode_gives_them() -> None:
    values = scripts.DIGIT_VALUES | scripts.TEN_VALUES | scripts.MYRIAD_VALUES
    # Unicode has no value for 京.
    assert {sign: unicodedata.numeric(sign) for sign in values if sign != "京"} | {"京": 10**16} == values
    assert set(scripts.KANJI_NUMERALS) == set(values) - {"京"}
    assert set(scripts.KANJI_ONE_TO_TEN) == {sign for sign, value in values.items() if 1 <= value <= 10}


def test_brackets_are_pairs() -> None:
    opposite = {"LEFT": "RIGHT", "REVERSED": "LOW"}
    for opening, closing in BRACKETS.items():
        assert (unicodedata.category(opening), unicodedata.category(closing)) == ("Ps", "Pe")
        name = unicodedata.name(opening)
        assert unicodedata.name(closing) == re.sub("LEFT|REVERSED", lambda found: opposite[found[0]], name)


def test_katakana_becomes_hiragana_one_for_one() -> None:
    for katakana in sorted(KATAKANA - set("ヷヸヹヺヽヾヿ")):
        if katakana < "ㇰ":
            name = unicodedata.name(katakana).replace("KATAKANA", "HIRAGANA")
            assert unicodedata.name(to_hiragana(katakana)) == name
    assert to_hiragana("スーパー・ヷＡ漢ｶ") == "すーぱー・ヷＡ漢ｶ"


@pytest.mark.parametrize("sign", "々〆〇𠮷﨑ｱゝヽㇰーヶ")
def test_every_letter_is_japanese_to_every_module(sign: str) -> None:
    """Six spellings of "Japanese" disagreed on these."""
    assert has_japanese(f"A{sign}")
    finding = check_unit("text", Unit("1.1", "山", target=f"Mount {sign}"))[0]
    assert finding.code == "untranslated"
    assert split_sentences(f"Mt.{sign}山に登る。") == [f"Mt.{sign}山に登る。"]


# One spelling -------------------------------------------------------------------------------------------------

ALLOWED: dict[str, str] = {}
"""Module → why it spells a range of its own."""
MODULES = [path for path in sorted(ROOT.rglob("*.py")) if path.relative_to(ROOT).parts[0] != "languages"]


EAST_ASIAN = (range(0x2E80, 0xA000), range(0xF900, 0xFB00), range(0xFF00, 0xFFF0), range(0x20000, 0x40000))


def is_east_asian(sign: str) -> bool:
    return any(ord(sign) in block for block in EAST_ASIAN)


def ranges(path: Path) -> Iterator[str]:
    """Yield the ranges across Japanese code points in the strings, comparisons and `ord` calls of a module."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            text = re.sub(r"\\[uU]([0-9a-f]{8}|[0-9a-f]{4})", lambda found: chr(int(found[1], 16)), node.value)
            for found in re.finditer("(?=(.)-(.))", text, re.DOTALL):
                if found[1] < found[2] and is_east_asian(found[1]) and is_east_asian(found[2]):
                    yield f"{found[1]}-{found[2]}"
        elif isinstance(node, ast.Compare | ast.Call):
            compared = isinstance(node, ast.Compare) and any(isinstance(one, ast.LtE | ast.Lt) for one in node.ops)
            if compared or ast.unparse(node).startswith("ord("):
                signs = [one.value for one in ast.walk(node) if isinstance(one, ast.Constant)]
                yield from (one for one in signs if isinstance(one, str) and len(one) == 1 and is_east_asian(one))


@pytest.mark.parametrize("path", MODULES, ids=[str(path.relative_to(ROOT)) for path in MODULES])
def test_no_module_spells_a_japanese_range_itself(path: Path) -> None:
    found = list(ranges(path))
    allowed = str(path.relative_to(ROOT)) in ALLOWED
    assert not found or allowed, f"compose it from languages/japanese/scripts.py: {found}"


def test_the_test_for_ranges_sees_them(tmp_path: Path) -> None:
    module = tmp_path / "a.py"
    module.write_text(
        'A = "[一-鿿]"\nB = r"[\\u3041-\\u3096]"\nC = "\\u4e00-\\u9fff"\nD = ord("ァ")\nE = "ァ" <= A <= "ヶ"\n'
        'F = "[-－] [〜-] [A-Za-z] 1-2 年-月"\n',
        "utf-8",
    )
    assert sorted(ranges(module)) == sorted(["一-鿿", "ぁ-ゖ", "一-鿿", "ァ", "ァ", "ヶ", "年-月"])
