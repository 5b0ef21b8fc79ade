"""The Word writer: text, order, styles, languages, links and the package, read back with the standard library."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import docx as python_docx
import pytest

from bilingual.editions import docx
from bilingual.editions.docx_styles import PARAGRAPH_STYLES
from bilingual.editions.docx_table import tab_stops
from bilingual.editions.layout import Edition, Furniture, Pair, Row, Section, Span, TermLine, Text
from bilingual.editions.markup import address, legal
from bilingual.editions.pictures import read_picture
from conftest import read_cases

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"


def pair(ja: str, en: str, *units: str) -> Pair:
    return Pair(Text((Span(ja),), "ja"), Text((Span(en),), "en"), units)


def edition(*rows: Row, **changes: object) -> Edition:
    plain = Edition(
        title=pair("題名", "The title", "1.1"),
        sections=(Section(rows, pair("見出し", "A heading", "2.1"), 1),),
        byline=(pair("文=山田", "By Yamada"),),
        terms=(TermLine("習近平", "", "Xi Jinping"),),
        colophon=(("Engine", "echo"),),
        furniture=Furniture("Running", page="Page {page} of {pages}"),
        author="山田 太郎",
        subject="Side by side",
        date="2025-09-03",
    )
    return replace(plain, **changes)  # type: ignore[arg-type]


ROWS = (
    Row("paragraph", (pair("今日は晴れ。明日は雨。", "Fine today. Rain tomorrow.", "3.1", "3.2"),), draft=True),
    Row("list_item", (pair("一つ目", "The first", "4.1"),), level=1, marker=pair("・", "•")),
    Row("list_item", (pair("二つ目", "The second", "5.1"),), level=2, marker=pair("10.", "10.")),
    Row("quote", (pair("引用", "A quotation", "6.1"),), level=1),
    Row("note", (pair("注", "A note", "7.1"),), marker=pair("※", "*")),
    Row("byline", (pair("(共同)", "(Kyodo)", "8.1"),)),
    Row("code", (pair("a = 1\n\tb", "a = 1\n\tb", "9.1"),)),
    Row("separator"),
    Row("table", (pair("国", "Country", "10.1"), pair("首都", "Capital", "10.2")), header=True),
    Row("table", (pair("日本", "Japan", "10.3"), pair("東京", "Tokyo", "10.4"))),
    Row("image", (pair("図一", "Figure 1", "11.1"),), alt="A clock"),
    Row("paragraph", (pair("未訳", "", "12.1"),)),
)


def part(data: bytes, name: str) -> ElementTree.Element:
    return ElementTree.fromstring(zipfile.ZipFile(io.BytesIO(data)).read(name))


def document(of: Edition) -> ElementTree.Element:
    return part(docx.draw(of), "word/document.xml")


def words(node: ElementTree.Element) -> str:
    """The text a reader copies: runs in order, without furigana."""
    out = ""
    for child in node:
        if child.tag == f"{W}t":
            out += child.text or ""
        elif child.tag in (f"{W}br", f"{W}tab"):
            out += "\n" if child.tag == f"{W}br" else "\t"
        elif child.tag not in (f"{W}rt", f"{W}pPr"):
            out += words(child)
    return out


def cells(root: ElementTree.Element) -> list[list[str]]:
    return [[words(cell) for cell in row.findall(f"{W}tc")] for row in root.iter(f"{W}tr")]


def style_of(paragraph: ElementTree.Element) -> str:
    found = paragraph.find(f"{W}pPr/{W}pStyle")
    assert found is not None
    return found.get(f"{W}val", "")


def png(width: int, height: int) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    pixels = zlib.compress(b"".join(b"\0" + bytes(width) for _ in range(height)))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


def test_rows_say_japanese_then_english() -> None:
    assert cells(document(edition(*ROWS))) == [
        ["Japanese", "English"],
        ["今日は晴れ。明日は雨。", "Fine today. Rain tomorrow."],
        ["・\t一つ目", "•\tThe first"],
        ["10.\t二つ目", "10.\tThe second"],
        ["引用", "A quotation"],
        ["※\t注", "*\tA note"],
        ["(共同)", "(Kyodo)"],
        ["a = 1\n\tb", "a = 1\n\tb"],
        [""],
        ["国\t首都", "Country\tCapital"],
        ["日本\t東京", "Japan\tTokyo"],
        ["図一", "Figure 1"],
        ["未訳", ""],
        ["Japanese", "English"],
        ["習近平", "Xi Jinping"],
    ]


def test_a_table_that_is_too_wide_has_a_row_for_each_cell() -> None:
    head = Row("table", (pair("国", "Country"), pair("説明", "Note")), header=True)
    long = Row("table", (pair("長い" * 20, "A long remark. " * 5, "3.1"), pair("日本", "Japan", "3.2")))
    table = next(document(edition(head, long)).iter(f"{W}tbl"))
    rows = list(table.iter(f"{W}tr"))[1:]
    assert [[words(cell) for cell in row.iter(f"{W}tc")] for row in rows] == [
        ["国", "Country"],
        ["説明", "Note"],
        ["長い" * 20, "A long remark. " * 5],
        ["日本", "Japan"],
    ]
    sides = [[side.tag.removeprefix(W) for side in next(row.iter(f"{W}tcBorders"), [])] for row in rows]
    assert sides == [["top"], ["bottom"], ["top"], ["bottom"]]


def test_the_columns_of_a_table_stand_at_tab_stops() -> None:
    again = Row("table", (pair("一", "One"), pair("二", "Two"), pair("三", "Three")), header=True)
    root = document(edition(*ROWS[8:10], again))
    rows = [row for row in root.iter(f"{W}tr") if next(row.iter(f"{W}tcBorders"), None) is not None]
    places = [[tab.get(f"{W}pos") for tab in row.iter(f"{W}tabs") for tab in tab] for row in rows]
    assert [len(place) for place in places] == [2, 2, 4]
    assert places[0] == places[1]  # rows of a table share their columns; the next table has its own
    assert all(0 < int(place or "") < 4679 for row in places for place in row)


def test_rows_of_a_table_may_have_more_or_fewer_cells_than_others() -> None:
    rows = (
        Row("table", (pair("一", "One"),), header=True),
        Row("table"),
        Row("table", (pair("二", "2"), pair("三", "3"))),
    )
    assert cells(document(edition(*rows)))[1:3] == [["一", "One"], ["二\t三", "2\t3"]]


def test_only_the_last_column_of_a_table_may_have_several_lines() -> None:
    stops = tab_stops([["国", "都", "説明"], ["日本", "東京", "長い" * 30]], 8.5)
    assert stops and all(gap >= 17 for gap in (stops[0], stops[1] - stops[0]))
    row = Row("table", (pair("国", "Country"), pair("長い" * 30, "A long remark. " * 9)))
    indents = [node for node in document(edition(row)).iter(f"{W}ind") if node.get(f"{W}hanging")]
    assert [node.get(f"{W}left") == node.get(f"{W}hanging") for node in indents[:2]] == [True, True]


@pytest.mark.parametrize("cells", [["一\n二", "三"], ["あ" * 30, "い"], ["a\tb", "c"], ["x"] * 60])
def test_no_tab_stops_for_cells_that_need_more_than_a_line(cells: list[str]) -> None:
    assert tab_stops([["a", "b"], cells], 9) is None


def test_programs_find_the_japanese_first_and_the_english_second() -> None:
    opened = python_docx.Document(io.BytesIO(docx.draw(edition(*ROWS))))
    rows = [[cell.text for cell in row.cells] for table in opened.tables for row in table.rows]
    assert all(len(row) == 2 for row in rows)
    assert rows[1] == ["今日は晴れ。明日は雨。", "Fine today. Rain tomorrow."]
    assert rows[9:11] == [["国\t首都", "Country\tCapital"], ["日本\t東京", "Japan\tTokyo"]]
    assert rows[11:13] == [["図一", "Figure 1"], ["未訳", ""]]


def test_cells_of_every_row_fill_the_grid() -> None:
    five = Row("table", tuple(pair("表" * 9, "Cell") for _ in range(5)))
    for table in document(edition(*ROWS, five)).iter(f"{W}tbl"):
        grid = [int(column.get(f"{W}w", "")) for column in table.iter(f"{W}gridCol")]
        for row in table.iter(f"{W}tr"):
            spans = [cell.find(f"{W}tcPr/{W}gridSpan") for cell in row.iter(f"{W}tc")]
            assert sum(int(span.get(f"{W}val", "")) if span is not None else 1 for span in spans) == len(grid)
            assert sum(int(width.get(f"{W}w", "")) for width in row.iter(f"{W}tcW")) == sum(grid)


def test_title_byline_and_headings_stand_outside_the_tables() -> None:
    body = document(edition(*ROWS))[0]
    outside = [(style_of(node), words(node)) for node in body if node.tag == f"{W}p"]
    assert outside == [
        ("Title", "題名"),
        ("Subtitle", "The title"),
        ("Byline", "文=山田 / By Yamada"),
        ("Heading1", "見出し\nA heading"),
        ("Heading1", "Names and terms"),
        ("Heading1", "About this edition"),
        ("Colophon", "Engine\techo"),
    ]


@pytest.mark.parametrize(("level", "style"), [(1, "Heading1"), (3, "Heading3"), (9, "Heading6"), (0, "Heading1")])
def test_heading_levels(level: int, style: str) -> None:
    section = Section((), pair("節", "Section"), level)
    headings = [node for node in document(edition(sections=(section,))).iter(f"{W}p") if "節" in words(node)]
    assert [style_of(node) for node in headings] == [style]


def test_sections_without_a_heading_share_a_table() -> None:
    sections = tuple(Section((Row("paragraph", (pair("段", "Text"),)),)) for _ in range(3))
    body = document(edition(sections=sections, terms=(), colophon=()))[0]
    kinds = [node.tag.removeprefix(W) for node in body]
    assert kinds == ["p", "p", "p", "tbl", "p", "sectPr"]  # and no document ends in a table


def test_header_rows_repeat_and_short_rows_stay_whole() -> None:
    long = Row("paragraph", (pair("長" * 500, "Long. " * 200),))
    table = next(document(edition(ROWS[0], long)).iter(f"{W}tbl"))
    rows = list(table.iter(f"{W}tr"))
    assert [row.find(f"{W}trPr/{W}tblHeader") is not None for row in rows] == [True, False, False]
    assert [row.find(f"{W}trPr/{W}cantSplit") is not None for row in rows] == [True, True, False]
    for name in ("tblCaption", "tblDescription"):
        assert table.find(f"{W}tblPr/{W}{name}") is not None


def test_every_paragraph_style_has_all_four_fonts_and_both_languages() -> None:
    root = part(docx.draw(edition()), "word/styles.xml")
    blocks = [style for style in root.iter(f"{W}style") if style.get(f"{W}type") in ("paragraph", "table")]
    for properties in [root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr"), *(s.find(f"{W}rPr") for s in blocks)]:
        assert properties is not None
        fonts, language = properties.find(f"{W}rFonts"), properties.find(f"{W}lang")
        assert fonts is not None and language is not None
        assert {name.removeprefix(W) for name in fonts.keys()} == {"ascii", "hAnsi", "cs", "eastAsia"}  # noqa: SIM118
        assert fonts.get(f"{W}eastAsia") in ("Noto Serif JP", "Noto Sans JP")
        assert (language.get(f"{W}val"), language.get(f"{W}eastAsia")) == ("en-GB", "ja-JP")


def test_styles_that_are_used_exist_and_names_are_unique() -> None:
    data = docx.draw(edition(*ROWS))
    known = [style.get(f"{W}styleId") for style in part(data, "word/styles.xml").iter(f"{W}style")]
    assert len(known) == len(set(known))
    names = ("document", "header1", "footer1", "footer2")
    roots = [part(data, f"word/{name}.xml") for name in names]
    used = {n.get(f"{W}val") for root in roots for tag in ("pStyle", "rStyle", "tblStyle") for n in root.iter(W + tag)}
    assert used <= set(known)
    bases = {node.get(f"{W}val") for node in part(data, "word/styles.xml").iter(f"{W}basedOn")}
    assert bases <= set(known)


def test_japanese_line_rules_come_in_schema_order() -> None:
    order = "keepNext widowControl pBdr kinsoku overflowPunct topLinePunct autoSpaceDE autoSpaceDN spacing ind jc"
    styles = part(docx.draw(edition()), "word/styles.xml")
    for properties in styles.iter(f"{W}pPr"):
        names = [node.tag.removeprefix(W) for node in properties]
        assert {"kinsoku", "overflowPunct", "topLinePunct", "autoSpaceDE", "autoSpaceDN"} <= set(names)
        assert names == sorted(names, key=[*order.split(), "outlineLvl"].index)


def test_settings_squeeze_punctuation() -> None:
    settings = part(docx.draw(edition()), "word/settings.xml")
    names = [node.tag.removeprefix(W) for node in settings]
    wanted = ["characterSpacingControl", "strictFirstAndLastChars", "compat", "themeFontLang"]
    assert [name for name in names if name in wanted] == wanted


def test_every_run_says_its_language_and_japanese_asks_for_the_japanese_face() -> None:
    root = document(edition(Row("paragraph", (pair("――「SCO」", "“SCO”"),))))
    for run in root.iter(f"{W}r"):
        if run.find(f"{W}t") is not None:
            language = run.find(f"{W}rPr/{W}lang")
            assert language is not None and language.get(f"{W}eastAsia") == "ja-JP"
            fonts = run.find(f"{W}rPr/{W}rFonts")
            hint = fonts.get(f"{W}hint") if fonts is not None else None
            assert hint == ("eastAsia" if words(run) in ("――「SCO」", "題名", "見出し", "文=山田", "習近平") else None)


def test_spans_keep_their_properties() -> None:
    ja = (Span("太字", bold=True), Span("傍点", italic=True), Span("x=1", code=True))
    en = (Span("bold", bold=True), Span("italic", italic=True), Span("x=1", code=True))
    row = Row("paragraph", (Pair(Text(ja, "ja"), Text(en, "en")),))
    marks = {words(run): run for run in document(edition(row)).iter(f"{W}r")}
    assert marks["太字"].find(f"{W}rPr/{W}b") is not None
    assert marks["傍点"].find(f"{W}rPr/{W}em") is not None and marks["傍点"].find(f"{W}rPr/{W}i") is None
    assert marks["bold"].find(f"{W}rPr/{W}b") is not None
    assert marks["italic"].find(f"{W}rPr/{W}i") is not None
    assert marks["x=1"].find(f"{W}rPr/{W}noProof") is not None


def test_furigana_stand_above_their_base_and_outside_the_text() -> None:
    ja = Text((Span("髙橋", ruby="たかはし"), Span("氏は𠮷野家へ。")), "ja")
    root = document(edition(Row("paragraph", (Pair(ja, pair("", "Mr Takahashi").en),))))
    assert cells(root)[1] == ["髙橋氏は𠮷野家へ。", "Mr Takahashi"]
    ruby = next(root.iter(f"{W}ruby"))
    assert [words(ruby.find(f"{W}{side}")) for side in ("rt", "rubyBase")] == ["たかはし", "髙橋"]  # type: ignore[arg-type]


def test_links_are_hyperlinks_and_hostile_ones_are_text() -> None:
    spans = (
        Span("A", link="https://example.org/?a=1&b=2"),
        Span("B", link="javascript:x"),
        Span("C", link="https://[/"),
    )
    row = Row("paragraph", (Pair(pair("甲", "").ja, Text(spans, "en")),))
    data = docx.draw(edition(row))
    links = list(part(data, "word/document.xml").iter(f"{W}hyperlink"))
    assert [words(link) for link in links] == ["A"]
    relations = {node.get("Id"): node for node in part(data, "word/_rels/document.xml.rels")}
    relation = relations[links[0].get(f"{R}id")]
    assert (relation.get("Target"), relation.get("TargetMode")) == ("https://example.org/?a=1&b=2", "External")


@pytest.mark.parametrize(("title", "link", "expected"), read_cases("addresses"))
def test_addresses(title: str, link: str, expected: str) -> None:
    assert address(link) == expected, title


def test_bookmarks_hold_the_english_of_each_unit_once() -> None:
    again = Row("paragraph", (pair("再び", "Again", "3.1"),))
    root = document(edition(*ROWS, again))
    starts = list(root.iter(f"{W}bookmarkStart"))
    names = [start.get(f"{W}name") for start in starts]
    assert len(names) == len(set(names))
    assert names[:4] == ["u1_1", "u2_1", "u3_1", "u4_1"] and "u10_4" in names and "u12_1" in names
    ids = [start.get(f"{W}id") for start in starts]
    assert len(ids) == len(set(ids)) and ids == [end.get(f"{W}id") for end in root.iter(f"{W}bookmarkEnd")]
    marked = {}
    for paragraph in root.iter(f"{W}p"):
        children = list(paragraph)
        for at, child in enumerate(children):
            if child.tag == f"{W}bookmarkStart":
                end = next(n for n, node in enumerate(children) if node.tag == f"{W}bookmarkEnd")
                inside = ElementTree.Element("p")
                inside.extend(children[at:end])
                marked[child.get(f"{W}name")] = words(inside)
    assert marked["u4_1"] == "The first"  # without its marker
    assert marked["u2_1"] == "A heading"
    assert marked["u12_1"] == ""


HOSTILE = "<b>&amp;</b> ]]> --> {{x}} \x00\x08\x1f\ud800\ufffe 😀🇯🇵 \u202e שלום 葛\U000e0100"


def test_hostile_text_stays_text() -> None:
    row = Row("paragraph", (pair(HOSTILE, HOSTILE, "3.1"),))
    data = docx.draw(
        edition(
            row,
            title=pair(HOSTILE, HOSTILE),
            terms=(TermLine(HOSTILE, HOSTILE, HOSTILE),),
            colophon=((HOSTILE, HOSTILE),),
            author=HOSTILE,
            subject=HOSTILE,
            furniture=Furniture(HOSTILE, HOSTILE, HOSTILE, HOSTILE, HOSTILE, HOSTILE),
        )
    )
    assert cells(part(data, "word/document.xml"))[1] == [legal(HOSTILE)] * 2
    assert legal(HOSTILE).count("\ufffd") == 5 and legal(HOSTILE).startswith("<b>&amp;</b> ]]> --> {{x}} ")
    assert python_docx.Document(io.BytesIO(data)).core_properties.author == legal(HOSTILE)


def test_breaks_of_old_word_processors_are_breaks() -> None:
    assert legal("a\r\nb\rc\vd\fe\tf") == "a\nb\nc\nd\ne\tf"


def test_a_picture_spans_both_columns_above_its_caption(tmp_path: Path) -> None:
    file = tmp_path / "clock.png"
    file.write_bytes(png(3000, 1000))
    rows = (
        Row("image", (pair("図", "Figure", "3.1"),), image=str(file), alt='A "clock"'),
        Row("image", image=str(file)),
    )
    data = docx.draw(edition(*rows))
    root = part(data, "word/document.xml")
    assert cells(root)[1:4] == [[""], ["図", "Figure"], [""]]
    pictures = [node for node in root.iter() if node.tag.endswith("}docPr")]
    assert [(node.get("id"), node.get("descr")) for node in pictures] == [("1", 'A "clock"'), ("2", "")]
    extent = next(node for node in root.iter() if node.tag.endswith("}extent"))
    width, height = int(extent.get("cx", "")), int(extent.get("cy", ""))
    assert width < 17 * 360_000 and abs(width / height - 3) < 0.01
    stored = [name for name in zipfile.ZipFile(io.BytesIO(data)).namelist() if "media" in name]
    assert len(stored) == 1 and zipfile.ZipFile(io.BytesIO(data)).read(stored[0]) == png(3000, 1000)


@pytest.mark.parametrize(
    "data", [b"", b"<html>", b"\x89PNG\r\n\x1a\n", png(5, 5)[:-20], b"\xff\xd8\xff\xe0\0\0", png(0, 5)]
)
def test_an_unreadable_picture_leaves_its_caption(tmp_path: Path, data: bytes) -> None:
    file = tmp_path / "broken.png"
    file.write_bytes(data)
    assert read_picture(str(file)) is None
    row = Row("image", (pair("図", "Figure", "3.1"),), image=str(file))
    assert cells(document(edition(row)))[1] == ["図", "Figure"]


@pytest.mark.parametrize("segment", [b"", b"\xff\xee\x00\x04ab"])
def test_a_jpeg_from_any_program_is_embedded(tmp_path: Path, segment: bytes) -> None:
    file = tmp_path / "scan.jpg"
    frame = b"\xff\xc0\x00\x0b\x08" + struct.pack(">HH", 30, 40) + b"\x01\x01\x11\0"
    file.write_bytes(b"\xff\xd8" + segment + frame + b"\xff\xd9")
    archive = zipfile.ZipFile(io.BytesIO(docx.draw(edition(Row("image", image=str(file))))))
    assert file.read_bytes() in [archive.read(name) for name in archive.namelist()]


def test_pictures_are_measured() -> None:
    assert read_picture("") is None and read_picture("no/such.png") is None and read_picture("a\0b") is None


def test_a_jpeg_is_measured(tmp_path: Path) -> None:
    file = tmp_path / "a.jpg"
    app = b"\xff\xe0\x00\x04ab"
    file.write_bytes(
        b"\xff\xd8" + app + b"\xff\xff\xc2\x00\x0b\x08" + struct.pack(">HH", 30, 40) + b"\x01\x01\x11\0\xff\xd9"
    )
    picture = read_picture(str(file))
    assert picture and (picture.kind, picture.width, picture.height) == ("jpeg", 40, 30)


def test_the_page_number_is_a_field_and_the_running_title_a_header() -> None:
    data = docx.draw(edition())
    for name in ("footer1", "footer2"):
        footer = part(data, f"word/{name}.xml")
        assert [field.get(f"{W}instr", "").strip() for field in footer.iter(f"{W}fldSimple")] == ["PAGE", "NUMPAGES"]
        assert words(footer) == "Page 1 of 1"
    assert words(part(data, "word/header1.xml")) == "Running"


def test_metadata_come_from_the_edition() -> None:
    core = python_docx.Document(io.BytesIO(docx.draw(edition()))).core_properties
    assert (core.title, core.author, core.subject) == ("The title / 題名", "山田 太郎", "Side by side")
    assert core.language == "en-GB"
    assert core.created is not None and core.created.date().isoformat() == "2025-09-03"


def test_a_title_longer_than_a_property_may_be_is_cut() -> None:
    long = edition(title=pair("題" * 300, "Title"), subject="s" * 300, author="a" * 300)
    core = python_docx.Document(io.BytesIO(docx.draw(long))).core_properties
    assert core.title.startswith("Title / 題") and len(core.title) == len(core.author) == len(core.subject) == 255


def test_nothing_of_the_library_s_template_is_left() -> None:
    archive = zipfile.ZipFile(io.BytesIO(docx.draw(edition(*ROWS))))
    names = archive.namelist()
    assert not [
        name for name in names for old in ("thumbnail", "stylesWithEffects", "customXml", "app.xml") if old in name
    ]
    for name in names:
        text = archive.read(name)
        assert b"python-docx" not in text and b"Theme=" not in text.replace(b"<w:themeFontLang", b"")
    settings = part(docx.draw(edition()), "word/settings.xml")
    modes = [node.get(f"{W}val") for node in settings.iter(f"{W}compatSetting")]
    assert modes == ["15"]
    styles = part(docx.draw(edition()), "word/styles.xml")
    assert len(list(styles.iter(f"{W}style"))) == len(PARAGRAPH_STYLES) + 3 + 1 + 3  # character, table, defaults
    assert not list(styles.iter(f"{W}latentStyles"))


@pytest.mark.parametrize("date", ["", "2025-9-3", "20250903", "令和7年"])
def test_a_date_that_is_none_is_left_out(date: str) -> None:
    assert b"dcterms:created" not in zipfile.ZipFile(io.BytesIO(docx.draw(edition(date=date)))).read(
        "docProps/core.xml"
    )


def test_the_same_edition_has_the_same_bytes_and_no_clock() -> None:
    data = docx.draw(edition(*ROWS))
    assert data == docx.draw(edition(*ROWS))
    archive = zipfile.ZipFile(io.BytesIO(data))
    assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    for name in archive.namelist():
        ElementTree.fromstring(archive.read(name))


def test_python_docx_opens_it_and_sees_the_styles() -> None:
    opened = python_docx.Document(io.BytesIO(docx.draw(edition(*ROWS[:3]))))
    assert [paragraph.style.name for paragraph in opened.paragraphs if paragraph.style][:4] == [
        "Title",
        "Subtitle",
        "Byline",
        "Heading 1",
    ]
    names = {style.name for style in opened.styles}
    assert {"Japanese Text", "English Text", "Japanese Quote", "English List", "Code", "Colophon"} <= names
    assert opened.tables[0].rows[1].cells[1].text == "Fine today. Rain tomorrow."
    section = opened.sections[0]
    assert section.page_width and round(section.page_width.mm) == 210


def test_every_style_name_is_used_once() -> None:
    assert len({style.name for style in PARAGRAPH_STYLES}) == len(PARAGRAPH_STYLES)


def test_an_edition_with_nothing_in_it_is_a_document() -> None:
    bare = edition(sections=(), byline=(), terms=(), colophon=(), title=pair("", "Name"))
    assert [p.text for p in python_docx.Document(io.BytesIO(docx.draw(bare))).paragraphs] == ["Name"]
