"""Lines → pages: what may stand at the foot of a page, and what goes with what."""

from __future__ import annotations

from bilingual.editions.pdf.boxes import Box, Paragraph
from bilingual.editions.pdf.design import ColumnPlace, PageSheet, TextStyle
from bilingual.editions.pdf.pagination import Page, SetBox, paginate
from bilingual.editions.typeset.compose import Run, SetLine

STYLE = TextStyle(10, 10, leading=10)
SHEET = PageSheet(300, 100, 20, 260, 0, 0, 5, 10, (ColumnPlace("ja", 20, 260),))
"""Room for ten lines."""


def block(*cells: str, role: str = "paragraph", keep: bool = False, before: float = 0.0) -> SetBox:
    """A block whose cells have a line for each word."""
    paragraphs = tuple(Paragraph((), "ja", STYLE, 20, 260) for _ in cells)
    lines = tuple(tuple(SetLine((Run(word, "x", 10, 20, [10.0]),), 10.0) for word in cell.split()) for cell in cells)
    return SetBox(Box(paragraphs, before=before, role=role, keep=keep), lines)  # type: ignore[arg-type]


def shown(pages: list[Page]) -> list[str]:
    """The words of the first cells, page by page, blocks apart."""
    return ["|".join(" ".join(line.text for line in placed.block.cells[0]) for placed in page.placed) for page in pages]


def words(text: str, count: int) -> str:
    return " ".join(f"{text}{number}" for number in range(1, count + 1))


def test_two_lines_at_least_stay_on_either_side() -> None:
    assert shown(paginate([block(words("a", 7)), block(words("b", 5))], sheet=SHEET)) == [
        f"{words('a', 7)}|b1 b2 b3",
        "b4 b5",
    ]
    assert shown(paginate([block(words("a", 7)), block(words("b", 4))], sheet=SHEET)) == [
        f"{words('a', 7)}|b1 b2",
        "b3 b4",
    ]
    assert shown(paginate([block(words("a", 9)), block(words("b", 4))], sheet=SHEET)) == [words("a", 9), words("b", 4)]


def test_a_word_is_not_cut_by_the_end_of_a_page() -> None:
    hyphenated = block("b1 b2 par\u00ad ticular b5 b6")
    assert shown(paginate([block(words("a", 7)), hyphenated], sheet=SHEET)) == [
        f"{words('a', 7)}|b1 b2",
        "par\u00ad ticular b5 b6",
    ]


def test_a_hyphen_is_better_than_one_line_alone() -> None:
    hyphenated = block("b1 par\u00ad ticular b4 b5")
    assert shown(paginate([block(words("a", 8)), hyphenated], sheet=SHEET))[0] == f"{words('a', 8)}|b1 par\u00ad"


def test_a_text_kept_with_the_next_is_cut_and_fills_its_page() -> None:
    """Stacked: the Japanese goes before its English; its last lines go with it, not all of it."""
    ja, en = block(words("j", 6), keep=True), block(words("e", 6))
    pages = shown(paginate([block(words("a", 3)), ja, en], sheet=SHEET))
    assert pages == [f"{words('a', 3)}|j1 j2 j3 j4", f"j5 j6|{words('e', 6)}"]


def test_a_text_kept_with_the_next_stays_whole_where_both_begin_on_the_page() -> None:
    ja, en = block(words("j", 4), keep=True), block(words("e", 6))
    pages = shown(paginate([block(words("a", 3)), ja, en], sheet=SHEET))
    assert pages == [f"{words('a', 3)}|{words('j', 4)}|e1 e2 e3", "e4 e5 e6"]


def test_a_text_kept_with_the_next_at_the_head_of_a_page() -> None:
    ja, en = block(words("j", 9), keep=True), block(words("e", 4))
    assert shown(paginate([ja, en], sheet=SHEET)) == [words("j", 7), f"j8 j9|{words('e', 4)}"]


def test_a_short_text_goes_over_with_what_it_is_kept_with() -> None:
    ja, en = block(words("j", 2), keep=True), block(words("e", 5))
    assert shown(paginate([block(words("a", 7)), ja, en], sheet=SHEET)) == [
        words("a", 7),
        f"{words('j', 2)}|{words('e', 5)}",
    ]


def test_a_heading_goes_over_with_the_first_lines_of_its_text() -> None:
    heading = block("head", role="heading", keep=True, before=5)
    ja, en = block(words("j", 5), keep=True), block(words("e", 5))
    assert shown(paginate([block(words("a", 7)), heading, ja, en], sheet=SHEET))[0] == words("a", 7)
    assert shown(paginate([block(words("a", 6)), heading, ja, en], sheet=SHEET))[0] == f"{words('a', 6)}|head|j1 j2"
