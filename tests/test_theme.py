"""Themes: what is built in, what a file may say, and what is said about its faults."""

from __future__ import annotations

import io
import zipfile
from dataclasses import fields
from importlib.resources import files
from pathlib import Path

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bilingual.editions.choices import PAGE_SIZES
from bilingual.editions.paper import Margins, margins_of
from bilingual.editions.pictures import logo_size
from bilingual.editions.plan import Plan
from bilingual.editions.theme import (
    BUILT_IN,
    MEASURE,
    Colours,
    Faces,
    Size,
    Sizes,
    Spacing,
    Theme,
    alone,
    rgb,
    two_columns,
)
from bilingual.editions.theme_file import LARGEST_LOGO, LARGEST_THEME, load_theme, parse_theme, with_page
from bilingual.editions.writers import draw_edition
from bilingual.errors import BilingualError, UsageError
from conftest import read_cases
from showcase import draw_plan, showcase


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
                if field.name in ("imprint", "logo"):
                    continue  # a house has one, a built-in theme has none
                assert f"{field.name}:" in text, f"{name}: {field.name}"
        assert load_theme(name).name == name


def test_the_theme_in_the_docs_is_a_theme(tmp_path: Path) -> None:
    text = (Path(__file__).parent.parent / "docs" / "editions.md").read_text("utf-8")
    draw_plan(tmp_path / "midori.png")
    theme = parse_theme(text.partition("```yaml\n")[2].partition("```")[0], str(tmp_path / "house.yaml"))
    assert theme.logo and theme.logo_alt == "みどり出版"
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


@pytest.mark.parametrize(
    ("written", "page", "sheet"),
    [
        ("b5", "B5", (515.91, 728.5)),
        ("170 x 240 mm", "170x240mm", (481.89, 680.31)),
        ("{width: 170 mm, height: 240 mm}", "170x240mm", (481.89, 680.31)),
        ("6 x 9 in", "152.4x228.6mm", (432.0, 648.0)),
        ("17cm × 240mm", "170x240mm", (481.89, 680.31)),
    ],
)
def test_a_page_may_have_any_size(written: str, page: str, sheet: tuple[float, float]) -> None:
    theme = parse_theme(f"page: {written}", "t")
    assert (theme.page, theme.sheet) == (page, sheet)
    assert with_page(Theme(), page).sheet == sheet


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("A6", "t:1:7: 'A6' is no page size - write A4, Letter, B5, A5, or width and height: 170x240mm"),
        ("170x240", "t:1:7: '170x240' is no page size"),
        ("79 x 240 mm", "t:1:7: a page of 79 x 240 mm is too small - write a width and a height from 80 to 600 mm"),
        ("{width: 170 mm, height: 601 mm}", "t:1:7: a page of 170x601mm is too large"),
        ("{width: 170 mm}", "t:1:7: a page needs its width and its height"),
        ("{width: wide, height: 1 mm}", "t:1:15: width is 'wide', not a length"),
        ("80 x 80 mm", "t:1:1: the margins leave no room for text on 80x80mm"),
    ],
)
def test_what_is_no_page_is_said(written: str, said: str) -> None:
    with pytest.raises(UsageError) as caught:
        parse_theme(f"page: {written}", "t")
    assert str(caught.value).startswith(said)


def test_a_page_of_the_command_line_needs_room() -> None:
    with pytest.raises(UsageError, match="a page of 80x80mm has no room for text"):
        with_page(Theme(), "80x80mm")


def test_margins_are_in_proportion_to_the_page() -> None:
    assert margins_of("print", "182x257mm").inner == pytest.approx(margins_of("print", "B5").inner, abs=0.1)
    assert margins_of("print", "420x594mm").top == pytest.approx(2 * margins_of("print", "A4").top, abs=0.2)


def test_two_columns_on_a_narrow_page_have_smaller_type() -> None:
    small = two_columns(Theme(page="A5"))
    assert (small.sizes.body, small.spacing.gutter) == (Size(9.0, 9.0, 13.2), 16)
    assert two_columns(small) == small
    assert two_columns(Theme(page="B5")) == Theme(page="B5")


def test_the_logo_is_in_every_format(tmp_path: Path) -> None:
    draw_plan(tmp_path / "logo.png")
    (tmp_path / "house.yaml").write_text("logo: logo.png\nimprint: {publisher: みどり出版}\n", "utf-8")
    theme = load_theme(str(tmp_path / "house.yaml"))
    assert theme.logo and logo_size(theme.logo)[1] <= 34
    for plan, count in (
        (Plan(theme=theme), 1),
        (Plan(theme=theme, title_page=True), 2),
        (Plan(theme=theme, colophon=False), 0),
    ):
        edition = showcase("essay", plan)
        shown = str(draw_edition("html", edition), "utf-8")
        assert shown.count('class="logo" src="data:image/png') == count
        with pikepdf.open(io.BytesIO(draw_edition("pdf", edition))) as file:
            figures = [
                one for one in file.objects if isinstance(one, pikepdf.Dictionary) and one.get("/S") == "/Figure"
            ]
            assert [str(one["/Alt"]) for one in figures] == ["みどり出版"] * count
        with zipfile.ZipFile(io.BytesIO(draw_edition("docx", edition))) as package:
            assert package.read("word/document.xml").decode().count('descr="みどり出版"') == 2 * count


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        (
            "none.png",
            None,
            "the logo none.png cannot be read: No such file or directory - name a file beside the theme",
        ),
        ("a.png", b"GIF89a", "the logo a.png is no PNG or JPEG image - save it as PNG or JPEG"),
        ("a.png", b"\x89PNG\r\n\x1a\n", "the logo a.png is no PNG or JPEG image - save it as PNG or JPEG"),
        ("a.png", b"x" * (LARGEST_LOGO + 1), "the logo a.png is larger than 2 MB - use a smaller one"),
    ],
    ids=["missing", "GIF", "cut", "large"],
)
def test_a_logo_that_cannot_be_used(tmp_path: Path, name: str, content: bytes | None, said: str) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    path = tmp_path / "house.yaml"
    with pytest.raises(UsageError) as caught:
        parse_theme(f"name: house\nlogo: {name}\n", str(path))
    assert str(caught.value) == f"{path}:2:7: {said}"


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
