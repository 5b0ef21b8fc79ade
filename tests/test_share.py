"""The share of the columns: chosen for the text, unless the theme has a number."""

from __future__ import annotations

from dataclasses import replace

import pytest

import showcase
from bilingual.editions.model import Edition, Pair, Row, Section, Span, Text
from bilingual.editions.pdf.design import design_of
from bilingual.editions.plan import Plan
from bilingual.editions.share import USUAL, column_share


def edition(*pairs: tuple[str, str], share: float | None = None) -> Edition:
    rows = [Row("paragraph", (Pair(Text((Span(ja),), "ja"), Text((Span(en),), "en")),)) for ja, en in pairs]
    plain = showcase.showcase("notice", Plan())
    theme = replace(plain.theme, spacing=replace(plain.theme.spacing, share=share))
    return replace(plain, sections=(Section(tuple(rows)),) if rows else (), theme=theme)


JA = "この町では、朝になると港から魚を運ぶ車が坂を上ってくる。" * 4
EN = "In this town, carts that carry fish come up the slope from the harbour every morning. " * 4


def test_a_long_translation_gets_more_room() -> None:
    short, usual, long = (
        column_share(edition(*((JA * count, (EN * count * 2)[: int(len(EN) * count * part)]) for count in range(1, 9))))
        for part in (0.7, 0.88, 1.4)
    )
    assert 0.49 >= short > usual > long >= 0.39


def test_a_number_in_the_theme_is_kept() -> None:
    assert column_share(edition((JA, EN * 3), share=0.52)) == 0.52


@pytest.mark.parametrize("pairs", [(), (("短い。", "Short."),)])
def test_a_text_that_does_not_matter_gets_the_usual_share(pairs: tuple[tuple[str, str], ...]) -> None:
    assert column_share(edition(*pairs)) == USUAL


def test_the_columns_of_the_page_have_the_share() -> None:
    made = edition((JA, EN * 3))
    ja, en = design_of(made).sheet.places
    assert ja.width / (ja.width + en.width) == pytest.approx(column_share(made))


def test_a_long_text_is_sampled() -> None:
    """The choice takes no longer for a book, and is that of its parts."""
    assert column_share(edition(*([(JA, EN)] * 3000))) == column_share(edition((JA, EN)))
