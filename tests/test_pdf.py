"""The PDF edition, read back with other people's programs."""

from __future__ import annotations

import re
import shutil
import struct
import subprocess
import zlib
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any, get_args

import pdfplumber
import pypdf
import pytest

from bilingual.editions.fonts import fontset as fonts
from bilingual.editions.labels import LABELS
from bilingual.editions.model import Edition, Pair, Row, Section, Span, TermLine, Text
from bilingual.editions.pdf.design import design_of
from bilingual.editions.pdf.fonts import to_unicode
from bilingual.editions.pdf.writer import draw_pdf
from bilingual.editions.pictures import read_picture
from bilingual.editions.theme import Faces

JA = (
    "2025年9月2日、髙﨑さんと𠮷田さんは北京で「古い友人よ」と語り合った――そう信じられていた。"
    "コンピューターの時代になっても、上海協力機構(SCO)の歯車は……二度と動かなかった。"
)
EN = (
    "On 2 September 2025, Ms Takasaki and Mr Yoshida spoke in Beijing as “old friends” – or so people believed. "
    "Even in the age of computers the gears of the Shanghai Cooperation Organisation (SCO) never moved again. "
)


def pair(ja: str, en: str) -> Pair:
    return Pair(Text((Span(ja),), "ja"), Text((Span(en),), "en"))


def paragraph(ja: str = JA, en: str = EN) -> Row:
    return Row("paragraph", (pair(ja, en.strip()),))


def edition(*rows: Row, sections: tuple[Section, ...] = (), **fields: Any) -> Edition:
    return Edition(
        title=fields.pop("title", pair("時計台と歯車", "The Clock Tower and Its Gears")),
        sections=sections or (Section(rows or (paragraph(),), pair("見出し", "A Heading")),),
        byline=(pair("山田太郎", "Taro Yamada"),),
        terms=(
            TermLine("髙﨑", "", "Takasaki"),
            TermLine("上海協力機構", "シャンハイきょうりょくきこう", "Shanghai Cooperation Organisation"),
            TermLine("蜜月", "", "honeymoon"),
        ),
        colophon=(("Made with", "bilingual 0.1"), ("Glossary", "glossary.yaml, sha256 " + "9f86d081" * 8)),
        running_head="The Clock Tower",
        author="山田太郎",
        subject="Side-by-side edition",
        date="2025-11-23",
        **fields,
    )


SHEET = design_of(edition()).sheet


def read(data: bytes) -> pypdf.PdfReader:
    return pypdf.PdfReader(BytesIO(data))


def text_of(data: bytes) -> str:
    """Everything in the order in which it was drawn, without white space and soft hyphens."""
    return squeeze("".join(page.extract_text() for page in read(data).pages))


def squeeze(text: str) -> str:
    return "".join(text.split()).replace("\u00ad", "")


def characters(data: bytes) -> list[list[dict[str, Any]]]:
    with pdfplumber.open(BytesIO(data)) as document:
        return [list(page.chars) for page in document.pages]


def first_baselines(chars: list[dict[str, Any]], needle: str) -> list[float]:
    """Baselines at which `needle` is drawn."""
    text = "".join(char["text"] for char in chars)
    found, at = [], text.find(needle)
    while at >= 0:
        found.append(round(chars[at]["matrix"][5], 1))
        at = text.find(needle, at + 1)
    return found


def run(*command: str) -> str:
    if shutil.which(command[0]) is None:
        pytest.skip(f"{command[0]} is not installed")
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


@pytest.fixture(scope="module")
def every_face() -> fonts.FontSet:
    """The faces with all characters of this file: cutting them for every test would take most of the time."""
    text = "".join(sorted({c for c in Path(__file__).read_text("utf-8") if c.isprintable()}))
    return fonts.prepare_fonts(dict.fromkeys(get_args(fonts.FaceRole), text))


@pytest.fixture(autouse=True)
def quick_faces(every_face: fonts.FontSet, monkeypatch: pytest.MonkeyPatch) -> None:
    real = fonts.prepare_fonts

    def prepare(texts: dict[fonts.FaceRole, str], faces: Faces | None = None) -> fonts.FontSet:
        if faces not in (None, Faces()):
            return real(texts, faces)
        covered = all(set(text) - {"\n"} <= set(every_face.assigned[role]) for role, text in texts.items())
        return every_face if covered else real(texts)

    monkeypatch.setattr("bilingual.editions.pdf.writer.prepare_fonts", prepare)


@pytest.fixture(scope="module")
def long_edition() -> Edition:
    rows = tuple(paragraph(JA * (1 + number % 3), EN * (1 + number % 3)) for number in range(7))
    sections = tuple(
        Section(rows, pair(f"第{number}章　長い見出し", f"Chapter {number}: A Long Heading"), level)
        for number, level in enumerate((1, 2, 2, 3, 1), 1)
    )
    return edition(sections=sections)


@pytest.fixture(scope="module")
def long_pdf(long_edition: Edition) -> bytes:
    return draw_pdf(long_edition)


def test_the_text_is_the_source_exactly_and_japanese_comes_before_english() -> None:
    text = text_of(draw_pdf(edition(paragraph(), paragraph("二つ目。", "The second."))))
    places = [
        text.index(squeeze(part)) for part in (JA, EN, "二つ目。", "The second.", "Names and terms", "髙﨑Takasaki")
    ]
    assert places == sorted(places)


def test_japanese_is_copied_without_stray_spaces() -> None:
    page = read(draw_pdf(edition(paragraph("北京で20人とSCOが会う。", "x")))).pages[0]
    assert "北京で20人とSCOが会う。" in page.extract_text()


def test_no_character_is_replaced_by_another() -> None:
    text = text_of(draw_pdf(edition(paragraph("髙﨑𠮷田一二八金車龍神\ufa19羽\ufa1e", "x"))))
    assert "髙﨑𠮷田一二八金車龍神\ufa19羽\ufa1e" in text
    assert not [character for character in text if 0x2F00 <= ord(character) <= 0x2FDF]


def test_poppler_reads_each_cell_in_one_piece(tmp_path: Path) -> None:
    target = tmp_path / "edition.pdf"
    target.write_bytes(draw_pdf(edition(paragraph(), paragraph(JA[::-1], "Backwards."))))
    for mode in ([], ["-raw"]):
        text = squeeze(run("pdftotext", *mode, str(target), "-"))
        assert squeeze(JA) in text
        assert squeeze(EN) in text


def test_each_column_reads_in_order_by_itself() -> None:
    with pdfplumber.open(BytesIO(draw_pdf(edition(paragraph(), paragraph())))) as document:
        page = document.pages[0]
        for (left, width), text in zip(SHEET.columns, (JA, EN), strict=True):
            column = page.crop((left - 6, 0, left + width + 8, page.height))
            assert squeeze(column.extract_text()).count(squeeze(text)) == 2


def test_every_font_is_embedded_and_subset_and_has_unicode(long_pdf: bytes, tmp_path: Path) -> None:
    target = tmp_path / "edition.pdf"
    target.write_bytes(long_pdf)
    rows = run("pdffonts", str(target)).splitlines()[2:]
    assert rows
    for row in rows:
        assert row.split()[-5:-2] == ["yes", "yes", "yes"], row
    assert b"Helvetica" not in long_pdf


def test_qpdf_finds_no_fault(long_pdf: bytes, tmp_path: Path) -> None:
    target = tmp_path / "edition.pdf"
    target.write_bytes(long_pdf)
    assert "No syntax or stream encoding errors" in run("qpdf", "--check", str(target))
    assert long_pdf.startswith(b"%PDF-1.7")


def test_outline_is_bilingual_and_nested(long_pdf: bytes) -> None:
    def titles(items: list[Any]) -> list[Any]:
        return [titles(item) if isinstance(item, list) else item.title for item in items]

    first, below, *rest = titles(read(long_pdf).outline)
    assert first == "第1章　長い見出し / Chapter 1: A Long Heading".replace("\u3000", " ")
    assert [item for item in below if isinstance(item, str)] == [
        f"第{n}章 長い見出し / Chapter {n}: A Long Heading" for n in (2, 3)
    ]
    assert rest[0].startswith("第5章")
    assert rest[1:] == ["Names and terms", "About this edition"]


def test_a_first_section_of_a_low_level_does_not_break_the_outline() -> None:
    sections = tuple(Section((paragraph(),), pair("節", f"Part {level}"), level) for level in (4, 6, 1, 3))
    assert read(draw_pdf(edition(sections=sections))).outline


def test_metadata_has_the_edition_s_words_and_no_clock(long_pdf: bytes) -> None:
    reader = read(long_pdf)
    information = reader.metadata
    assert information is not None
    assert information.title == "The Clock Tower and Its Gears / 時計台と歯車"
    assert information.author == "山田太郎"
    assert information.subject == "Side-by-side edition"
    assert information["/CreationDate"] == information["/ModDate"] == "D:20251123000000Z"
    root: Any = reader.trailer["/Root"]
    assert root["/Lang"] == "en-GB"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"].value is True


def test_twice_the_same_bytes_whatever_the_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    made = []
    for epoch in ("1", "1700000000"):
        monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)
        made.append(draw_pdf(edition(paragraph(), Row("image", image=read_picture(png(30, 30))))))
        draw_pdf(edition(paragraph("別の文書。", "Another document.")))
    assert made[0] == made[1]
    assert read(made[0]).trailer["/ID"] != read(draw_pdf(edition())).trailer["/ID"]


def test_its_own_faces_are_small_and_the_same_every_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    one = draw_pdf(edition())
    assert len(one) < 120_000
    assert draw_pdf(edition()) == one


def test_an_odd_date_is_no_reason_to_fail() -> None:
    assert read(draw_pdf(replace(edition(), date="spring"))).metadata


def test_rows_begin_on_one_baseline() -> None:
    rows = [paragraph(f"行{n}号。" + JA, f"Row {n}. " + EN) for n in range(4)]
    rows.append(Row("list_item", (pair("行4号。", "Row 4. item"),), level=2, marker=pair("・", "•")))
    rows.append(Row("note", (pair("行5号。", "Row 5. note"),), marker=pair("※1", "Note 1")))
    rows.append(Row("quote", (pair("行6号。", "Row 6. quoted"),), level=1))
    pages = characters(draw_pdf(edition(*rows)))
    chars = [char for page in pages for char in page]
    for number in range(7):
        assert first_baselines(chars, f"行{number}号") == first_baselines(chars, f"Row {number}.")


def test_columns_are_named_once_and_every_page_has_its_heads_and_its_number(long_pdf: bytes) -> None:
    pages = read(long_pdf).pages
    assert len(pages) > 3
    for number, page in enumerate(pages, 1):
        text = page.extract_text()
        assert f"{number} / {len(pages)}" in text
        assert text.count("The Clock Tower and Its Gears") == text.count("時計台と歯車") == 1
        assert ("Japanese" in text) == ("English" in text) == (number == 1)


def test_headings_are_never_last_on_a_page(long_edition: Edition) -> None:
    for count in range(1, 12):
        filler = tuple(paragraph("短い。", "Short.") for _ in range(count * 3))
        sections = (Section(filler), Section((paragraph(),), pair("章の題", "The Chapter")))
        for page in characters(draw_pdf(edition(sections=sections)))[:-1]:
            body = [char for char in page if char["matrix"][5] > SHEET.bottom - 5]
            assert "Bold" not in min(body, key=lambda char: char["matrix"][5])["fontname"].replace("Semibold", "Bold")


def test_a_row_longer_than_a_page_is_split_and_complete() -> None:
    data = draw_pdf(edition(paragraph(JA * 60, EN * 60)))
    assert len(read(data).pages) > 2
    for page in characters(data):
        assert min(char["matrix"][5] for char in page) >= SHEET.footer - 1
        assert all(SHEET.left - 10 <= char["x0"] and char["x0"] <= SHEET.width - SHEET.left + 12 for char in page)
    # A sentence may go on overleaf, so the column is read without heads, feet and the English beside it.
    (left, width), _ = SHEET.columns
    column = [
        char["text"]
        for page in characters(data)
        for char in page
        if char["x0"] < left + width + 10 and SHEET.bottom - 5 < char["matrix"][5] < SHEET.height - SHEET.top
    ]
    assert "".join(column).count("二度と動かなかった。") == 60


def test_links_are_live_and_only_safe_ones() -> None:
    spans = (Span("see "), Span("this", link="https://example.org/?a=1&b=<2>"), Span(" or that", link="javascript:x"))
    data = draw_pdf(edition(Row("paragraph", (Pair(Text((Span("見よ"),), "ja"), Text(spans, "en")),))))
    addresses = [note.get_object()["/A"]["/URI"] for page in read(data).pages for note in page.get("/Annots", ()) or ()]
    assert addresses == ["https://example.org/?a=1&b=%3C2%3E"]


def test_ruby_is_drawn_and_leaves_the_text_in_one_piece() -> None:
    spans = (Span("習近平", ruby="しゅうきんぺい"), Span("国家主席は北京で会談した。"))
    text = text_of(draw_pdf(edition(Row("paragraph", (Pair(Text(spans, "ja"), Text((Span("x"),), "en")),)))))
    assert "習近平国家主席は北京で会談した。" in text
    assert "しゅうきんぺい" in text


def table(count: int) -> list[Row]:
    header = Row("table", (pair("年", "Year"), pair("出来事の名", "Event name")), header=True)
    return [header] + [Row("table", (pair(f"{n}年", f"Y{n}"), pair(JA[:30], EN[:40]))) for n in range(count)]


def test_a_table_repeats_its_header_and_aligns_its_cells() -> None:
    data = draw_pdf(edition(*table(60)))
    pages = read(data).pages
    assert len(pages) > 1
    assert all("Event name" in page.extract_text() for page in pages if JA[:8] in squeeze(page.extract_text()))
    chars = [char for page in characters(data) for char in page]
    assert first_baselines(chars, "17年") == first_baselines(chars, "Y17")


@pytest.mark.parametrize("count", [1, 2, 5, 12, 30])
def test_tables_of_any_number_of_columns(count: int) -> None:
    rows = [
        Row("table", tuple(pair(f"列{n}の項目", f"Column {n}") for n in range(count)), header=at == 0) for at in (0, 1)
    ]
    text = text_of(draw_pdf(edition(*rows, Row("table", (pair("一つ", "One"),)), Row("table"))))
    heads = 2 if count < 12 else 4 if count == 12 else 6  # a table is set in bands, each with the first column
    assert text.count("列0の項目") == heads
    assert all(text.count(f"列{n}の項目") == 2 for n in range(1, count))


def test_a_picture_is_embedded_and_a_bad_one_leaves_its_caption() -> None:
    caption = (pair("図の説明", "The caption"),)
    for file, count in ((png(40, 3000), 1), (png(4, 4)[:40], 0), (b"", 0)):
        data = draw_pdf(edition(Row("image", caption, image=read_picture(file), alt="a picture")))
        assert sum(len(page.images) for page in read(data).pages) == count
        assert "図の説明" in text_of(data)


def test_a_picture_whose_pixels_are_damaged_leaves_its_caption() -> None:
    whole = png(40, 40)
    at = whole.index(b"IDAT") + 8
    picture = read_picture(whole[:at] + b"\xff" * 8 + whole[at + 8 :])
    assert picture
    assert "図の説明" in text_of(draw_pdf(edition(Row("image", (pair("図の説明", "Caption"),), image=picture))))


def png(width: int, height: int) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    pixels = zlib.compress((b"\0" + b"\x40\x80\xc0" * width) * height)
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


@pytest.mark.parametrize(
    "text",
    [
        "<b>&amp;</para>&nbsp;<",
        "x" * 900,
        "\x00\x01\x1b[31m\x7f\ud800",
        "שלום עולם مرحبا",
        "👨‍👩‍👧😀🇯🇵",
        "か\u3099き\u3099 e\u0301",
        "ー" * 200 + "。" * 200,
        "\n\n\n",
        " \u3000\u00a0\u200b ",
        "(" * 100 + "\\" * 50,
        "{page}%s%d{}",
    ],
)
def test_hostile_text_is_only_text(text: str) -> None:
    rows = (
        paragraph(text, text),
        Row("list_item", (pair(text, text),), level=99, marker=pair(text, text)),
        Row("code", (pair(text, text),)),
        Row("table", (pair(text, text),) * 3, header=True),
        Row(
            "paragraph", (Pair(Text((Span(text, ruby=text, bold=True),), "ja"), Text((Span(text, link=text),), "en")),)
        ),
    )
    whole = edition(sections=(Section(rows, pair(text, text), 9),), title=pair(text, text))
    whole = replace(
        whole,
        running_head=text,
        labels=replace(LABELS["en"], page=text),
        terms=(TermLine(text, text, text),),
        author=text,
    )
    data = draw_pdf(whole)
    assert read(data).pages
    visible = squeeze(text).replace("\u00a0", "")
    if text.isascii() and text.isprintable():
        assert visible in text_of(data)


def test_a_character_without_a_glyph_is_still_copied() -> None:
    assert "😀終" in text_of(draw_pdf(edition(paragraph("😀終", "x"))))


def test_rows_with_one_language_only_or_nothing_at_all() -> None:
    rows = (
        paragraph("日本語だけ", ""),
        paragraph("", "English only"),
        Row("paragraph"),
        Row("separator"),
        Row("image"),
    )
    text = text_of(draw_pdf(edition(*rows)))
    assert "日本語だけ" in text
    assert "Englishonly" in text


def test_an_edition_of_nothing_but_a_title() -> None:
    bare = replace(edition(), sections=(), byline=(), terms=(), colophon=())
    assert "時計台と歯車" in text_of(draw_pdf(bare))


def test_code_is_drawn_once_with_its_lines() -> None:
    source = "def f(x):\n    return x\n\nprint(1)"
    text = read(draw_pdf(edition(Row("code", (pair(source, source),))))).pages[0].extract_text()
    assert text.count("def f(x):") == 1
    assert text.index("return x") < text.index("print(1)")


def test_to_unicode_writes_surrogate_pairs_in_blocks_of_a_hundred() -> None:
    text = to_unicode({1: "𠮷", **{number: chr(0x4E00 + number) for number in range(2, 152)}})
    assert "<0001> <D842DFB7>" in text
    assert "100 beginbfchar" in text
    assert "51 beginbfchar" in text


def test_characters_that_share_a_glyph_are_copied_as_themselves(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()  # with faces of its own
    words = "葛\U000e0100城と葛城、שלום‑-\u00a0 x"
    data = draw_pdf(edition(paragraph(words, "It is self-evident.")))
    assert squeeze(words) in text_of(data)
    fonts_of_page: Any = read(data).pages[0]["/Resources"]["/Font"]
    faces = [font["/BaseFont"] for font in fonts_of_page.values()]
    assert faces.count("/AAAAAA+NotoSerifJP-Regular") >= 4  # four letters that no face has, one 〓
    # Of the two 葛 one has another form.
    maps = [font["/ToUnicode"].get_data() for font in fonts_of_page.values()]
    assert len({code for found in maps for code in re.findall(rb"<([0-9A-F]{4})> <845B>", found)}) == 2
    # The outlines are there once.
    files = {
        font["/DescendantFonts"][0]["/FontDescriptor"].raw_get("/FontFile3").idnum
        for font in fonts_of_page.values()
        if "Serif" in font["/BaseFont"] and "JP" in font["/BaseFont"]
    }
    assert len(files) == 1
