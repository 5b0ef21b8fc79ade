"""Themes: what is built in, what a file may say, and what is said about its faults."""

from __future__ import annotations

from dataclasses import fields
from importlib.resources import files
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bilingual.editions.choices import PAGE_SIZES
from bilingual.editions.theme import BUILT_IN, MEASURE, Colours, Faces, Margins, Size, Sizes, Spacing, Theme, alone, rgb
from bilingual.editions.theme_file import LARGEST_THEME, load_theme, parse_theme, with_page
from bilingual.errors import BilingualError, UsageError
from conftest import read_cases


@pytest.mark.parametrize(("title", "text", "expected"), read_cases("themes"), ids=lambda value: str(value)[:40])
def test_cases(title: str, text: str, expected: str) -> None:
    try:
        parse_theme(text, "t.yaml")
        said = "fine"
    except UsageError as error:
        said = str(error).removeprefix("t.yaml:").strip()
    assert said == expected or (expected == "not valid YAML" and expected in said), title


def test_the_default_theme_is_what_the_file_says() -> None:
    assert load_theme("mincho") == Theme()


def test_the_built_in_themes_name_every_setting() -> None:
    for name in BUILT_IN:
        text = files("bilingual.editions").joinpath(f"themes/{name}.yaml").read_text("utf-8")
        for kind in (Theme, Faces, Sizes, Colours, Spacing):
            for field in fields(kind):
                if field.name == "imprint":
                    continue  # a house has one, a built-in theme has none
                assert f"{field.name}:" in text, f"{name}: {field.name}"
        assert load_theme(name).name == name


def test_the_theme_in_the_docs_is_a_theme() -> None:
    text = (Path(__file__).parent.parent / "docs" / "editions.md").read_text("utf-8")
    theme = parse_theme(text.partition("```yaml\n")[2].partition("```")[0], "docs")
    assert (theme.name, theme.page, theme.faces.headings) == ("house", "Letter", "mincho")
    assert f"no longer than {MEASURE:.0f} Japanese characters" in " ".join(text.split())


def test_gothic_is_gothic() -> None:
    assert load_theme("gothic").faces == Faces("gothic", "gothic", "gothic")


def test_lengths_are_points() -> None:
    theme = parse_theme("margins: {top: 20 mm, bottom: 0.8 in, inner: 48 pt, outer: 48.5}", "t")
    assert theme.space == Margins(56.693, 57.6, 48, 48.5)


def test_a_size_of_one_number_keeps_the_proportions_of_its_leading() -> None:
    before = Sizes().body
    assert parse_theme("sizes: {body: 19.2}", "t").sizes.body == Size(19.2, 19.2, round(before.leading * 2, 2))


def test_colours_are_six_lower_case_digits() -> None:
    assert parse_theme('colours: {ink: "#ABC", soft: "#A0B1C2"}', "t").colours == Colours(ink="#aabbcc", soft="#a0b1c2")
    assert rgb("#ff8000") == (1.0, 128 / 255, 0.0)


@pytest.mark.parametrize("page", PAGE_SIZES)
def test_every_page_has_room(page: str) -> None:
    for margins in ("print", "screen"):
        theme = parse_theme(f"page: {page}\nmargins: {margins}", "t")
        (width, height), space = theme.sheet, theme.space
        assert width - space.inner - space.outer > 300
        assert height - space.top - space.bottom > 450


def test_another_page_may_need_other_margins() -> None:
    wide = parse_theme("margins: {top: 60, bottom: 60, inner: 120, outer: 120}", "t")
    assert with_page(wide, "A5").margins == "print"
    assert with_page(wide, "Letter").margins == wide.margins
    assert with_page(wide, None) is wide


def test_the_file_of_a_user(tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    path.write_bytes("\ufeffname: mine\r\nenglish: justified\r\n".encode())
    assert load_theme(str(path)) == Theme(name="mine", english="justified")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"name: \xff\xfe", "is not UTF-8"),
        (b"#" * (LARGEST_THEME + 1), "is larger than"),
        (None, "cannot be read"),
    ],
)
def test_a_file_that_cannot_be_used(tmp_path: Path, content: bytes | None, said: str) -> None:
    path = tmp_path / "mine.yaml"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(UsageError) as caught:
        load_theme(str(path))
    assert str(caught.value).startswith(f"{path}: {said}")
    assert caught.value.remedy


def test_an_unknown_name() -> None:
    with pytest.raises(UsageError, match="no theme 'modern' - use mincho or gothic"):
        load_theme("modern")


@pytest.mark.parametrize(
    ("text", "column"),
    [
        ("[" * 50_000, 9),
        ("{a, " * 20_000, 33),
        ("{a: " * 20_000, 33),
        ("- " * 40_000, 17),
        ("]" * 500 + "[" * 50_000, 509),
    ],
    ids=["lists", "maps", "maps with values", "blocks", "behind brackets that close nothing"],
)
def test_a_tower_of_brackets_is_one_clear_line(text: str, column: int) -> None:
    with pytest.raises(UsageError) as caught:
        parse_theme(text, "t.yaml")
    said = f"t.yaml:1:{column}: not valid YAML: nested too deeply - a theme has at most three levels"
    assert str(caught.value) == said


def test_a_text_with_the_page_to_itself_is_larger_and_no_line_is_too_long() -> None:
    for page in PAGE_SIZES:
        theme = Theme(page=page)
        single = alone(theme)
        measure = single.sheet[0] - single.space.inner - single.space.outer
        assert measure <= single.sizes.body.ja * MEASURE + 0.01
        assert (single.sizes.body.ja > theme.sizes.body.ja) == (page != "A5")
        assert single.sizes.table == theme.sizes.table


@given(st.text(alphabet="abcdefm:-{}[]#&*!|>'\" \n\t0123456789%@`\x01é", max_size=80))
def test_any_text_is_a_theme_or_one_clear_line(text: str) -> None:
    try:
        assert isinstance(parse_theme(text, "t.yaml"), Theme)
    except BilingualError as error:
        assert str(error).startswith("t.yaml")
        assert "\n" not in str(error)
