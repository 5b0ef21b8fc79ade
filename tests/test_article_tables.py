"""Tables, pictures and footnotes of an article in its editions."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document
from pypdf import PdfReader

from bilingual.checks.article import check_whole
from bilingual.editions.columns import column_bands, with_columns
from bilingual.editions.compose.article import compose_edition
from bilingual.editions.compose.spans import pair_of
from bilingual.editions.model import Edition, Row
from bilingual.editions.pdf import canvas
from bilingual.editions.pictures import read_picture
from bilingual.editions.plan import Facts
from bilingual.model import Article, Mark, Unit
from bilingual.reading import read
from bilingual.reading.markdown.parser import parse_markdown
from test_docx import png

ALIGNED = "# 題\n\n|項目|金額|割合|注|\n|:--|--:|:-:|---|\n|交通費|12,500|60%|なし|\n"


def translated(text: str) -> Article:
    """Return the article of a Markdown text; each target is `T` and the id of its unit."""
    article = parse_markdown(text, "a.md")
    assert article
    return article.with_units({unit.id: replace(unit, target=f"T{unit.id}") for unit in article.units})


def edition(text: str) -> Edition:
    return compose_edition(translated(text), Facts(signature="", version="", date="2026-01-02"))


def test_the_alignment_of_columns_is_read() -> None:
    assert translated(ALIGNED).blocks[1].aligned == ("left", "right", "center", "")
    assert translated(ALIGNED.replace(":", "").replace("--", "---")).blocks[1].aligned == ()


def test_columns_are_aligned_in_word_and_html() -> None:
    made = edition(ALIGNED)
    table = next(t for t in Document(BytesIO(draw("docx", made))).tables if len(t.columns) == 8)
    names = [str(cell.paragraphs[0].style and cell.paragraphs[0].style.name) for cell in table.rows[1].cells]
    assert [name.split()[-1] for name in names] == ["Cell", "Right", "Centered", "Cell"] * 2
    page = draw("html", made).decode()
    assert (page.count('<td class="right">'), page.count('<td class="center">')) == (2, 2)


def test_columns_are_aligned_in_a_pdf() -> None:
    def places(text: str) -> list[float]:
        found: list[float] = []
        PdfReader(BytesIO(draw("pdf", edition(text)))).pages[0].extract_text(
            visitor_text=lambda words, _, matrix, *__: found.append(matrix[4]) if "12,500" in words else None
        )
        return found

    left, right = places(ALIGNED.replace("--:|", "--|")), places(ALIGNED)
    assert left and right[0] > left[0]


def test_bands_hold_every_column_once_and_the_first_in_each() -> None:
    bands = column_bands([[30.0] * 20], [200.0])
    assert [band[0] for band in bands] == [0] * len(bands)
    assert sorted(at for band in bands for at in band[1:]) == list(range(1, 20))
    assert max(map(len, bands)) - min(map(len, bands)) <= 1
    assert all(30 * len(band) <= 200 for band in bands)


@pytest.mark.parametrize(
    ("least", "widths", "bands"),
    [
        ([[10, 10, 10]], [30], [(0, 1, 2)]),
        ([[10, 10, 10], [20, 20, 20]], [30, 60], [(0, 1, 2)]),
        ([[10, 10, 10], [20, 20, 20]], [30, 50], [(0, 1), (2,)]),
        ([[20, 10, 10]], [30], [(0, 1), (2,)]),
        ([[5, 90, 10]], [30], [(0, 1), (0, 2)]),
        ([[]], [30], [()]),
    ],
)
def test_bands(least: list[list[float]], widths: list[float], bands: list[tuple[int, ...]]) -> None:
    assert column_bands(least, widths) == bands


def test_only_the_first_band_is_numbered() -> None:
    row = edition(ALIGNED).sections[0].rows[0]
    first, second = (with_columns([replace(row, number=3)], band)[0] for band in ((0, 1), (0, 2, 3)))
    assert (first.number, second.number) == (3, 0)
    assert second.aligned == ("left", "center", "")


def test_no_cell_of_a_table_of_twenty_columns_is_one_character_wide() -> None:
    head = "".join(f"|項目{number}" for number in range(20))
    row = "".join(f"|長い説明の文が入る{number}" for number in range(20))
    made = draw("pdf", edition(f"# 題\n\n{head}|\n{'|---' * 20}|\n{row}|\n"))
    lines = "\n".join(page.extract_text() for page in PdfReader(BytesIO(made)).pages).split("\n")
    assert not [line for line in lines if line.strip() in {"長", "い", "説", "明"}]


def draw(name: str, made: Edition) -> bytes:
    from bilingual.editions.docx.writer import draw_docx
    from bilingual.editions.html.writer import draw_html
    from bilingual.editions.pdf.writer import draw_pdf

    return {"pdf": draw_pdf, "docx": draw_docx, "html": draw_html}[name](made)


def test_references_to_footnotes_are_raised_and_the_same_in_both_languages() -> None:
    article = translated("本文です[^1]。次[^2]も続く[^注]。\n\n[^1]: 一。\n[^2]: 二。\n[^注]: 三。")
    assert [unit.source for unit in article.units[:2]] == ["本文です。", "次も続く。"]
    pair = pair_of(article.units[:2], {})
    assert str(pair.source) == "本文です⁽¹⁾。次⁽²⁾も続く[注]。"
    assert str(pair.target) == "T1.1⁽¹⁾ T1.2⁽²⁾[注]"


def test_a_reference_keeps_the_style_of_its_sentence() -> None:
    unit = Unit("1.1", "強い文。", "Strong.", marks=(Mark("strong", 0, 4), Mark("footnote", 3, 4, "1")))
    assert [(span.text, span.bold) for span in pair_of((unit,), {}).target.spans] == [("Strong.", True), ("⁽¹⁾", False)]


@pytest.mark.parametrize("address", ["図.png", "%E5%9B%B3.png", "zu%201.png", "図.png?w=300", "図.png#x", "100%.png"])
def test_a_picture_is_found_by_its_address_on_the_web(tmp_path: Path, address: str) -> None:
    for name in ("図.png", "zu 1.png", "100%.png"):
        (tmp_path / name).write_bytes(png(2, 2))
    (tmp_path / "a.md").write_text(f"# 題\n\n![図]({address})\n", "utf-8")
    article = read(tmp_path / "a.md")
    assert len(article.assets) == 1
    assert not list(check_whole(article))


@pytest.mark.parametrize("address", ["%2E%2E/a.png", "..%2Fa.png", "%2Fetc/a.png", "file%3A///a.png"])
def test_an_encoded_address_does_not_leave_the_folder(tmp_path: Path, address: str) -> None:
    (tmp_path / "a.png").write_bytes(png(2, 2))
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.md").write_text(f"# 題\n\n![図]({address})\n", "utf-8")
    assert not read(tmp_path / "in" / "a.md").assets


def test_a_missing_picture_is_named_as_the_author_wrote_it(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("# 題\n\n![図](海の 音.png)\n\n![図](海の音.png)\n", "utf-8")
    (report, line), *_ = check_whole(read(tmp_path / "a.md"))
    assert (report.code, line) == ("missing-picture", 5)
    assert "海の音.png" in report.message


def test_a_large_png_is_scaled_down(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(canvas, "_MOST_PIXELS", 10_000)
    monkeypatch.setattr(canvas, "_PAGE_PIXELS", 5_000)
    for size, most in (((300, 200), 5_000), ((100, 100), 10_000)):
        made = replace(edition("# 題\n"), sections=())
        picture = read_picture(png(*size))
        section = replace(edition(ALIGNED).sections[0], rows=(Row("image", (), image=picture, alt="x"),))
        (image,) = (
            image for page in PdfReader(BytesIO(draw("pdf", replace(made, sections=(section,))))).pages
            for image in page.images
        )  # fmt: skip
        width, height = image.image.size if image.image else (0, 0)
        assert most / 2 < width * height <= most
