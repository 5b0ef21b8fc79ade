"""The Word writer: text, order, styles, languages, links and the package, read back with the standard library."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from dataclasses import replace
from itertools import pairwise
from xml.etree import ElementTree

import docx as python_docx
import pytest

from bilingual.editions.docx.styles import CELL_MARGIN, paragraph_styles
from bilingual.editions.docx.table import column_widths
from bilingual.editions.docx.units import bookmark_name
from bilingual.editions.docx.writer import draw_docx
from bilingual.editions.labels import LABELS
from bilingual.editions.markup import address, legal
from bilingual.editions.model import Comment, Edition, Note, Pair, Row, Section, Span, TermLine, Text, TocEntry
from bilingual.editions.pictures import read_picture
from bilingual.editions.share import column_share
from bilingual.editions.theme import Faces, Theme
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
        running_head="Running",
        labels=replace(LABELS["en"], page="Page {page} of {pages}"),
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
    return part(draw_docx(of), "word/document.xml")


def words(node: ElementTree.Element) -> str:
    """The text a reader copies: runs in order, without furigana and the signs of notes."""
    out = ""
    for child in node:
        if "NOTEREF" in child.get(f"{W}instr", ""):
            continue
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
        ["a = 1\n\tb"],
        [""],
        ["国", "首都", "Country", "Capital"],
        ["日本", "東京", "Japan", "Tokyo"],
        ["Japanese", "English"],
        ["図一", "Figure 1"],
        ["未訳", ""],
        ["Japanese", "English"],
        ["習近平", "Xi Jinping"],
    ]


def test_the_columns_are_named_once_for_those_who_see_them() -> None:
    root = document(edition(*ROWS, Row("code", (pair("a  b", "a  b", "9.1"),)), terms=()))
    rows = [row for row in root.iter(f"{W}tr") if words(row) == "JapaneseEnglish"]
    heights = [row.find(f"{W}trPr/{W}trHeight") for row in rows]
    assert [height is None for height in heights] == [True, False] and all(
        height is None or (height.get(f"{W}val"), height.get(f"{W}hRule")) == ("20", "exact") for height in heights
    )
    assert all(row.find(f"{W}trPr/{W}tblHeader") is not None for row in rows)


def test_code_spans_both_columns() -> None:
    (row,) = [row for row in document(edition(*ROWS)).iter(f"{W}tr") if words(row).startswith("a = 1")]
    (cell,) = row.iter(f"{W}tc")
    assert cell.find(f"{W}tcPr/{W}gridSpan").get(f"{W}val") == "2"  # type: ignore[union-attr]
    assert [style.get(f"{W}val") for style in cell.iter(f"{W}pStyle")] == ["Code"]


def test_terms_are_two_to_a_line_where_the_page_is_wide_enough() -> None:
    terms = tuple(TermLine(f"語{n}", "ご" * (n == 2), f"Term {n}") for n in range(1, 4))
    head = ["Japanese", "English"]
    assert cells(document(edition(terms=terms, sections=()))) == [
        head * 2,
        ["語1", "Term 1", "語2\u3000ご", "Term 2"],
        ["語3", "Term 3", "", ""],
    ]
    narrow = edition(terms=terms, sections=(), theme=Theme("own", page="A5"))
    assert cells(document(narrow)) == [head, *([f"語{n}" + "\u3000ご" * (n == 2), f"Term {n}"] for n in (1, 2, 3))]


def test_the_contents_have_page_numbers_until_word_updates_them() -> None:
    made = edition(toc=TOC)
    root = part(draw_docx(made, {"s2": 7}), "word/document.xml")
    (link,) = root.iter(f"{W}hyperlink")
    assert [words(run) for run in link][-2] == "7"
    begin = next(node for node in link.iter(f"{W}fldChar"))
    assert begin.get(f"{W}dirty") == "true"


def test_the_order_of_the_languages() -> None:
    root = document(edition(ROWS[0], ROWS[8], order="en-ja"))
    assert cells(root)[:3] == [
        ["English", "Japanese"],
        ["Fine today. Rain tomorrow.", "今日は晴れ。明日は雨。"],
        ["Country", "Capital", "国", "首都"],
    ]
    assert [words(node) for node in root[0] if node.tag == f"{W}p"][:2] == ["The title", "題名"]
    assert "A heading\n見出し" in [words(node) for node in root[0]]


def outside(root: ElementTree.Element) -> list[str]:
    return [words(node) for node in root[0] if node.tag == f"{W}p"]


TEXT = {"ja": "今日は晴れ。明日は雨。", "en": "Fine today. Rain tomorrow."}
CODE = "a = 1\n\tb"


@pytest.mark.parametrize(
    ("layout", "expected"),
    [
        ("stacked", ["題名", "The title", "見出し\nA heading", TEXT["ja"], TEXT["en"], CODE]),
        ("english", ["The title", "A heading", TEXT["en"], CODE]),
        ("japanese", ["題名", "見出し", TEXT["ja"], CODE]),
    ],
)
def test_layouts_without_columns_are_paragraphs(layout: str, expected: list[str]) -> None:
    root = document(edition(ROWS[0], ROWS[6], layout=layout, terms=(), colophon=(), byline=()))
    assert outside(root) == expected
    assert not list(root.iter(f"{W}tbl"))


def test_facing_pages_come_side_by_side() -> None:
    assert draw_docx(edition(*ROWS, layout="facing")) == draw_docx(edition(*ROWS))


def test_the_languages_of_a_stacked_paragraph_stay_together() -> None:
    root = part(draw_docx(edition(ROWS[0], layout="stacked")), "word/styles.xml")
    styles = {style.get(f"{W}styleId"): style for style in root.iter(f"{W}style")}
    assert styles["JapaneseText"].find(f"{W}pPr/{W}keepNext") is not None
    assert styles["EnglishText"].find(f"{W}pPr/{W}keepNext") is None


def test_a_table_that_is_too_wide_stands_once_for_each_language() -> None:
    head = Row("table", tuple(pair(f"国{n}", f"Country{n}" * 2) for n in range(8)), header=True)
    tables = list(document(edition(head, terms=())).iter(f"{W}tbl"))
    # The English words need more than the page: two bands, and both begin with the first column.
    assert [len(list(table.iter(f"{W}gridCol"))) for table in tables] == [8, 5, 4]
    english = [str(cell.target) for cell in head.cells]
    assert [words(table) for table in tables] == [
        "".join(str(cell.source) for cell in head.cells),
        "".join(english[:5]),
        "".join([english[0], *english[5:]]),
    ]


def test_tables_never_touch() -> None:
    """Word would join two tables that have no paragraph between them."""
    again = Row("table", (pair("一", "One"), pair("二", "Two")), header=True)
    for layout in ("side-by-side", "stacked", "english"):
        body = document(edition(ROWS[8], ROWS[9], again, ROWS[0], layout=layout))[0]
        kinds = [node.tag.removeprefix(W) for node in body]
        assert ("tbl", "tbl") not in set(pairwise(kinds)) and kinds[-2] == "p"


def test_the_header_row_of_a_table_of_the_article_is_one() -> None:
    table = next(document(edition(*ROWS[8:10])).iter(f"{W}tbl"))
    assert [row.find(f"{W}trPr/{W}tblHeader") is not None for row in table.iter(f"{W}tr")] == [True, False]
    assert {style_of(node) for node in table.iter(f"{W}p")} == {
        f"{lang}Cell{kind}" for lang in ("Japanese", "English") for kind in ("", "Header")
    }


def test_rows_of_a_table_may_have_more_or_fewer_cells_than_others() -> None:
    rows = (
        Row("table", (pair("一", "One"),), header=True),
        Row("table"),
        Row("table", (pair("二", "2"), pair("三", "3"))),
    )
    assert cells(document(edition(*rows)))[:2] == [["一", "", "One", ""], ["二", "三", "2", "3"]]


def test_columns_of_a_table_are_as_wide_as_what_they_hold() -> None:
    even = column_widths([["年", "できごと"], ["1927", "竣工"]], 8.5, 300)
    assert len(even) == 2 and abs(sum(even) - 300) < 0.01
    narrow = column_widths([["年", "覚え書き"], ["1927", "長い" * 90]], 8.5, 300)
    assert narrow[0] < 40 and abs(sum(narrow) - 300) < 0.01
    assert column_widths([["a" * 40, "b" * 40]], 8.5, 300) == [150, 150]
    # Four characters need more than their width: programs round.
    word = column_widths([["懐中時計", "長い" * 90]], 8.5, 300)
    assert word[0] - CELL_MARGIN > 4 * 8.5 + 1
    assert column_widths([["", ""]], 8.5, 300) == [150, 150]


def test_programs_find_the_japanese_first_and_the_english_second() -> None:
    opened = python_docx.Document(io.BytesIO(draw_docx(edition(*ROWS))))
    rows = [[cell.text for cell in row.cells] for table in opened.tables for row in table.rows]
    assert {len(row) for row in rows} == {2, 4}
    assert rows[1] == ["今日は晴れ。明日は雨。", "Fine today. Rain tomorrow."]
    assert rows[9:11] == [["国", "首都", "Country", "Capital"], ["日本", "東京", "Japan", "Tokyo"]]
    assert rows[12:14] == [["図一", "Figure 1"], ["未訳", ""]]


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
    found = [(style_of(node), words(node)) for node in body if node.tag == f"{W}p"]
    assert [entry for entry in found if entry[0] != "Gap"] == [
        ("Title", "題名"),
        ("Subtitle", "The title"),
        ("Byline", "文=山田 / By Yamada"),
        ("Heading1", "見出し\nA heading"),
        ("AppendixHeading", "Names and terms"),
        ("AppendixHeading", "About this edition"),
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


def test_styles_rest_on_all_four_fonts_and_both_languages() -> None:
    root = part(draw_docx(edition()), "word/styles.xml")
    properties = root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr")
    assert properties is not None
    language = properties.find(f"{W}lang")
    assert language is not None
    assert (language.get(f"{W}val"), language.get(f"{W}eastAsia")) == ("en-GB", "ja-JP")
    for fonts in [properties.find(f"{W}rFonts"), *root.findall(f"{W}style[@{W}type='paragraph']/{W}rPr/{W}rFonts")]:
        assert fonts is not None
        assert {name.removeprefix(W) for name in fonts.keys()} == {"ascii", "hAnsi", "cs", "eastAsia"}  # noqa: SIM118
        assert fonts.get(f"{W}eastAsia") in ("Noto Serif JP", "Noto Sans JP")


def test_a_style_says_only_what_differs_from_its_base() -> None:
    """So a change of `Japanese Text` reaches the lists, notes and captions below it."""
    root = part(draw_docx(edition(*ROWS)), "word/styles.xml")
    styles = {style.get(f"{W}styleId"): style for style in root.iter(f"{W}style")}
    for name in ("List", "ListNumber", "Quote", "Note", "Caption", "Cell"):
        for lang in ("Japanese", "English"):
            style = styles[f"{lang}{name}"]
            base = style.find(f"{W}basedOn")
            assert base is not None and base.get(f"{W}val") == f"{lang}Text"
            assert style.find(f"{W}rPr/{W}rFonts") is None
    assert styles["JapaneseList"].find(f"{W}rPr") is None


DIRECT = {"rStyle", "rFonts", "lang"}


def test_no_run_and_no_paragraph_is_formatted_by_hand() -> None:
    """What a run says beside its style is what it is (Japanese, English), not how it looks; furigana name a size."""
    spans = (
        Span("太字", bold=True),
        Span("点", italic=True),
        Span("x", code=True),
        Span("振", ruby="ふ", guessed=True),
    )
    rows = (
        *ROWS,
        Row("paragraph", (Pair(Text(spans, "ja"), Text((Span("b", bold=True, italic=True),), "en")),), number=3),
    )
    for layout in ("side-by-side", "stacked", "english", "japanese"):
        data = draw_docx(edition(*rows, layout=layout, mark_drafts=True, title_page=True, toc=TOC, order="en-ja"))
        for name in ("document", "header1", "footer1"):
            root = part(data, f"word/{name}.xml")
            for ruby in list(root.iter(f"{W}rt")):
                ruby.clear()
            for properties in root.iter(f"{W}rPr"):
                assert {child.tag.removeprefix(W) for child in properties} <= DIRECT
                fonts = properties.find(f"{W}rFonts")
                assert fonts is None or fonts.attrib == {f"{W}hint": "eastAsia"}
            for properties in root.iter(f"{W}pPr"):
                assert {child.tag.removeprefix(W) for child in properties} <= {"pStyle", "sectPr"}


TOC = (TocEntry(pair("見出し", "A heading"), 1, "s2"),)


def test_styles_that_are_used_exist_and_names_are_unique() -> None:
    data = draw_docx(edition(*ROWS))
    known = [style.get(f"{W}styleId") for style in part(data, "word/styles.xml").iter(f"{W}style")]
    assert len(known) == len(set(known))
    names = ("document", "header1", "footer1", "footer2")
    roots = [part(data, f"word/{name}.xml") for name in names]
    used = {n.get(f"{W}val") for root in roots for tag in ("pStyle", "rStyle", "tblStyle") for n in root.iter(W + tag)}
    assert used <= set(known)
    bases = {node.get(f"{W}val") for node in part(data, "word/styles.xml").iter(f"{W}basedOn")}
    assert bases <= set(known)


def test_japanese_line_rules_are_the_default_of_all_paragraphs() -> None:
    rules = part(draw_docx(edition()), "word/styles.xml").find(f"{W}docDefaults/{W}pPrDefault/{W}pPr")
    assert rules is not None
    names = [node.tag.removeprefix(W) for node in rules]
    assert names == ["widowControl", "kinsoku", "overflowPunct", "topLinePunct", "autoSpaceDE", "autoSpaceDN"]


def test_settings_squeeze_punctuation() -> None:
    settings = part(draw_docx(edition()), "word/settings.xml")
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


def test_spans_keep_their_properties_as_styles() -> None:
    ja = (Span("太字", bold=True), Span("傍点", italic=True), Span("x=1", code=True))
    en = (Span("both", bold=True, italic=True), Span("italic", italic=True), Span("y=1", code=True))
    data = draw_docx(edition(Row("paragraph", (Pair(Text(ja, "ja"), Text(en, "en")),))))
    runs = part(data, "word/document.xml").iter(f"{W}r")
    found = {words(run): getattr(run.find(f"{W}rPr/{W}rStyle"), "attrib", {}).get(f"{W}val") for run in runs}
    assert [found[text] for text in ("太字", "傍点", "x=1")] == ["JapaneseStrong", "JapaneseEmphasis", "InlineCode"]
    assert [found[text] for text in ("both", "italic", "y=1")] == ["StrongEmphasis", "Emphasis", "InlineCode"]
    root = part(data, "word/styles.xml")
    styles = {style.get(f"{W}styleId"): style.find(f"{W}rPr") for style in root.iter(f"{W}style")}
    for name, marks in (("JapaneseStrong", "b"), ("JapaneseEmphasis", "em"), ("StrongEmphasis", "b i")):
        assert all(styles[name].find(f"{W}{mark}") is not None for mark in marks.split())  # type: ignore[union-attr]


def test_latin_in_strong_japanese_is_of_the_same_face() -> None:
    """Mincho has no bold: digits would be thickened by the word processor, beside a real gothic."""
    row = Row("paragraph", (Pair(Text((Span("4月14日", bold=True),), "ja"), Text((), "en")),))
    styles = part(draw_docx(edition(row)), "word/styles.xml")
    fonts = styles.find(f"{W}style[@{W}styleId='JapaneseStrong']/{W}rPr/{W}rFonts")
    assert fonts is not None and set(fonts.attrib.values()) == {"Noto Sans JP"}


def test_strong_inside_a_bold_paragraph_stays_bold() -> None:
    """Bold is a toggle: a bold character style in a bold paragraph style would be light."""
    heading = Pair(Text((Span("節", bold=True),), "ja"), Text((Span("Section", bold=True),), "en"))
    root = document(edition(sections=(Section((), heading),)))
    runs = [run for run in root.iter(f"{W}r") if words(run) in ("節", "Section")]
    assert len(runs) == 2 and all(run.find(f"{W}rPr/{W}rStyle") is None for run in runs)


def test_furigana_stand_above_their_base_and_outside_the_text() -> None:
    ja = Text((Span("髙橋", ruby="たかはし"), Span("氏は𠮷野家へ。")), "ja")
    root = document(edition(Row("paragraph", (Pair(ja, pair("", "Mr Takahashi").target),))))
    assert cells(root)[1] == ["髙橋氏は𠮷野家へ。", "Mr Takahashi"]
    ruby = next(root.iter(f"{W}ruby"))
    assert [words(ruby.find(f"{W}{side}")) for side in ("rt", "rubyBase")] == ["たかはし", "髙橋"]  # type: ignore[arg-type]


@pytest.mark.parametrize(("guessed", "style"), [(False, "Furigana"), (True, "MachineFurigana")])
def test_a_machine_s_reading_has_a_style_of_its_own(guessed: bool, style: str) -> None:
    ja = Text((Span("髙橋", ruby="たかはし", guessed=guessed),), "ja")
    root = document(edition(Row("paragraph", (Pair(ja, Text((), "en")),))))
    found = root.find(f".//{W}rt/{W}r/{W}rPr/{W}rStyle")
    assert found is not None and found.get(f"{W}val") == style


def test_links_are_hyperlinks_and_hostile_ones_are_text() -> None:
    spans = (
        Span("A", link="https://example.org/?a=1&b=2"),
        Span("B", link="javascript:x"),
        Span("C", link="https://[/"),
    )
    row = Row("paragraph", (Pair(pair("甲", "").source, Text(spans, "en")),))
    data = draw_docx(edition(row))
    links = list(part(data, "word/document.xml").iter(f"{W}hyperlink"))
    assert [words(link) for link in links] == ["A"]
    relations = {node.get("Id"): node for node in part(data, "word/_rels/document.xml.rels")}
    relation = relations[links[0].get(f"{R}id")]
    assert (relation.get("Target"), relation.get("TargetMode")) == ("https://example.org/?a=1&b=2", "External")


@pytest.mark.parametrize(("title", "link", "expected"), read_cases("addresses"))
def test_addresses(title: str, link: str, expected: str) -> None:
    assert address(link) == expected, title


def marked(root: ElementTree.Element) -> dict[str, str]:
    """Bookmark → the words inside it, without what fields say (the signs of notes)."""
    found: dict[str, str] = {}
    started: dict[str, str] = {}
    fields: list[ElementTree.Element] = []

    def walk(node: ElementTree.Element) -> None:
        for child in node:
            kind = child.get(f"{W}fldCharType")
            if kind == "begin":
                fields.append(child)
            elif kind == "end":
                fields.pop()
            if child.tag == f"{W}bookmarkStart":
                started[child.get(f"{W}id", "")] = child.get(f"{W}name", "")
                found.setdefault(child.get(f"{W}name", ""), "")
            elif child.tag == f"{W}bookmarkEnd":
                del started[child.get(f"{W}id", "")]
            elif child.tag == f"{W}t" and not fields:
                for name in started.values():
                    found[name] += child.text or ""
            elif child.tag not in (f"{W}rt", f"{W}pPr") and "NOTEREF" not in child.get(f"{W}instr", ""):
                walk(child)

    walk(root)
    assert not started
    return found


def test_bookmarks_hold_the_words_of_each_unit_on_both_sides_once() -> None:
    again = Row("paragraph", (pair("再び", "Again", "3.1"),))
    two = Pair(
        Text((Span("一。", unit="20.1"), Span("二。", unit="20.2")), "ja"),
        Text((Span("One.", unit="20.1"), Span(" "), Span("Two", unit="20.2"), Span("!", bold=True, unit="20.2")), "en"),
        ("20.1", "20.2"),
    )
    root = document(edition(*ROWS, again, Row("paragraph", (two,))))
    ids = [start.get(f"{W}id") for start in root.iter(f"{W}bookmarkStart")]
    assert len(ids) == len(set(ids)) and sorted(map(str, ids)) == sorted(
        str(end.get(f"{W}id")) for end in root.iter(f"{W}bookmarkEnd")
    )
    found = marked(root)
    assert found["u_4_1_en"] == "The first" and found["u_4_1_ja"] == "一つ目"  # without its marker
    assert found["u_2_1_en"] == "A heading" and found["u_1_1_ja"] == "題名"
    assert found["u_12_1_en"] == "" and found["u_3_1_en"] == "Fine today. Rain tomorrow."
    assert found["u_10_4_ja"] == "東京"
    assert [found[f"u_20_{n}_{side}"] for n in (1, 2) for side in ("ja", "en")] == ["一。", "One. ", "二。", "Two!"]


def test_a_unit_without_words_keeps_its_place() -> None:
    en = Text((Span("One.", unit="3.1"), Span(" "), Span("Three.", unit="3.3")), "en")
    row = Row("paragraph", (Pair(pair("一。二。三。", "").source, en, ("3.1", "3.2", "3.3")),))
    names = [node.get(f"{W}name") for node in document(edition(row)).iter(f"{W}bookmarkStart")]
    assert [name for name in names if name and name.endswith("_en")][-3:] == ["u_3_1_en", "u_3_2_en", "u_3_3_en"]


def test_names_of_bookmarks_are_what_word_allows() -> None:
    assert bookmark_name("12.3", "en") == "u_12_3_en"
    assert bookmark_name("12.3", "ja", "0123456789abcdef") == "u_12_3_012345_ja"
    for key, ending in (("", "_ja"), ("0123456789abcdef", "_012345_ja")):
        name = bookmark_name("1" * 90, "ja", key)
        assert len(name) == 40 and name.endswith(ending)


WORDS = (
    "column_source",
    "column_target",
    "page",
    *(f"{part}_heading" for part in ("toc", "notes", "terms", "colophon")),
)
"""The labels that stand on every page or head a part."""
HOSTILE = "<b>&amp;</b> ]]> --> {{x}} \x00\x08\x1f\ud800\ufffe 😀🇯🇵 \u202e שלום 葛\U000e0100"


def test_hostile_text_stays_text() -> None:
    signed = Pair(Text((Span(HOSTILE, unit="3.1", note=1),), "ja"), Text((Span(HOSTILE, unit="3.1"),), "en"), ("3.1",))
    data = draw_docx(
        edition(
            Row("paragraph", (signed,)),
            title=pair(HOSTILE, HOSTILE),
            terms=(TermLine(HOSTILE, HOSTILE, HOSTILE),),
            colophon=((HOSTILE, HOSTILE),),
            author=HOSTILE,
            subject=HOSTILE,
            running_head=HOSTILE,
            labels=replace(LABELS["en"], **dict.fromkeys(WORDS, HOSTILE)),
            toc=(TocEntry(pair(HOSTILE, HOSTILE), 1, "s2"),),
            notes=(Note(1, texts=(Text((Span(HOSTILE),), "ja"), Text((Span(HOSTILE),), "en"))),),
            comments=(Comment("3.1", HOSTILE),),
            embed_fonts=True,
        )
    )
    assert legal(HOSTILE) in words(part(data, "word/footnotes.xml"))
    assert legal(HOSTILE) in words(part(data, "word/comments.xml"))
    assert cells(part(data, "word/document.xml"))[1] == [legal(HOSTILE)] * 2
    assert "u_3_1_en" in marked(part(data, "word/document.xml"))
    assert legal(HOSTILE).count("\ufffd") == 5 and legal(HOSTILE).startswith("<b>&amp;</b> ]]> --> {{x}} ")
    assert python_docx.Document(io.BytesIO(data)).core_properties.author == legal(HOSTILE)


def test_breaks_of_old_word_processors_are_breaks() -> None:
    assert legal("a\r\nb\rc\vd\fe\tf") == "a\nb\nc\nd\ne\tf"


def test_a_picture_spans_both_columns_above_its_caption() -> None:
    clock, again = read_picture(png(3000, 1000)), read_picture(png(3000, 1000))
    rows = (
        Row("image", (pair("図", "Figure", "3.1"),), image=clock, alt='A "clock"'),
        Row("image", image=again),
    )
    data = draw_docx(edition(*rows))
    root = part(data, "word/document.xml")
    assert cells(root)[1:4] == [[""], ["図", "Figure"], [""]]
    pictures = [node for node in root.iter() if node.tag.endswith("}docPr")]
    assert [(node.get("id"), node.get("descr")) for node in pictures] == [("1", 'A "clock"'), ("2", "")]
    extent = next(node for node in root.iter() if node.tag.endswith("}extent"))
    width, height = int(extent.get("cx", "")), int(extent.get("cy", ""))
    assert width <= 17.2 * 360_000 and abs(width / height - 3) < 0.01
    stored = [name for name in zipfile.ZipFile(io.BytesIO(data)).namelist() if "media" in name]
    assert len(stored) == 1 and zipfile.ZipFile(io.BytesIO(data)).read(stored[0]) == png(3000, 1000)


@pytest.mark.parametrize(
    "data", [b"", b"<html>", b"\x89PNG\r\n\x1a\n", png(5, 5)[:-20], b"\xff\xd8\xff\xe0\0\0", png(0, 5)]
)
def test_an_unreadable_picture_leaves_its_caption(data: bytes) -> None:
    assert read_picture(data) is None
    row = Row("image", (pair("図", "Figure", "3.1"),), image=read_picture(data))
    assert cells(document(edition(row)))[1] == ["図", "Figure"]


@pytest.mark.parametrize("segment", [b"", b"\xff\xee\x00\x04ab"])
def test_a_jpeg_from_any_program_is_embedded(segment: bytes) -> None:
    frame = b"\xff\xc0\x00\x0b\x08" + struct.pack(">HH", 30, 40) + b"\x01\x01\x11\0"
    scan = b"\xff\xd8" + segment + frame + b"\xff\xd9"
    archive = zipfile.ZipFile(io.BytesIO(draw_docx(edition(Row("image", image=read_picture(scan))))))
    assert scan in [archive.read(name) for name in archive.namelist()]


def test_a_jpeg_is_measured() -> None:
    app = b"\xff\xe0\x00\x04ab"
    picture = read_picture(
        b"\xff\xd8" + app + b"\xff\xff\xc2\x00\x0b\x08" + struct.pack(">HH", 30, 40) + b"\x01\x01\x11\0\xff\xd9"
    )
    assert picture and (picture.kind, picture.width, picture.height) == ("jpeg", 40, 30)


def test_the_page_number_is_a_field_and_the_running_title_a_header() -> None:
    data = draw_docx(edition())
    for name in ("footer1", "footer2"):
        footer = part(data, f"word/{name}.xml")
        assert [field.get(f"{W}instr", "").strip() for field in footer.iter(f"{W}fldSimple")] == ["PAGE", "NUMPAGES"]
        assert words(footer) == "Page 1 of 1"
    assert words(part(data, "word/header1.xml")) == "Running"


def test_metadata_come_from_the_edition() -> None:
    core = python_docx.Document(io.BytesIO(draw_docx(edition()))).core_properties
    assert (core.title, core.author, core.subject) == ("The title / 題名", "山田 太郎", "Side by side")
    assert core.language == "en-GB, ja"
    assert core.created is not None and core.created.date().isoformat() == "2025-09-03"


def test_a_title_longer_than_a_property_may_be_is_cut() -> None:
    long = edition(title=pair("題" * 300, "Title"), subject="s" * 300, author="a" * 300)
    core = python_docx.Document(io.BytesIO(draw_docx(long))).core_properties
    assert core.title.startswith("Title / 題") and len(core.title) == len(core.author) == len(core.subject) == 255


def test_nothing_of_the_library_s_template_is_left() -> None:
    archive = zipfile.ZipFile(io.BytesIO(draw_docx(edition(*ROWS))))
    names = archive.namelist()
    assert not [
        name for name in names for old in ("thumbnail", "stylesWithEffects", "customXml", "app.xml") if old in name
    ]
    for name in names:
        text = archive.read(name)
        assert b"python-docx" not in text and b"Theme=" not in text.replace(b"<w:themeFontLang", b"")
    settings = part(draw_docx(edition()), "word/settings.xml")
    modes = [node.get(f"{W}val") for node in settings.iter(f"{W}compatSetting")]
    assert modes == ["15"]
    styles = part(draw_docx(edition()), "word/styles.xml")
    kinds = [style.get(f"{W}type") for style in styles.iter(f"{W}style")]
    assert kinds.count("paragraph") == len(paragraph_styles(edition()))
    assert (kinds.count("table"), kinds.count("numbering")) == (4, 1)  # three looks, and what Word calls its defaults
    assert not list(styles.iter(f"{W}latentStyles"))


@pytest.mark.parametrize("date", ["", "2025-9-3", "20250903", "令和7年"])
def test_a_date_that_is_none_is_left_out(date: str) -> None:
    assert b"dcterms:created" not in zipfile.ZipFile(io.BytesIO(draw_docx(edition(date=date)))).read(
        "docProps/core.xml"
    )


def test_the_same_edition_has_the_same_bytes_and_no_clock() -> None:
    data = draw_docx(edition(*ROWS))
    assert data == draw_docx(edition(*ROWS))
    archive = zipfile.ZipFile(io.BytesIO(data))
    assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    for name in archive.namelist():
        ElementTree.fromstring(archive.read(name))


def test_python_docx_opens_it_and_sees_the_styles() -> None:
    opened = python_docx.Document(io.BytesIO(draw_docx(edition(*ROWS[:3]))))
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


@pytest.mark.parametrize(("page", "width"), [("A4", 210), ("A5", 148), ("Letter", 216)])
def test_the_theme_sets_page_faces_and_columns(page: str, width: int) -> None:
    theme = Theme("own", page=page, faces=Faces("gothic", "gothic", "gothic"))  # type: ignore[arg-type]
    data = draw_docx(edition(*ROWS, theme=theme))
    section = python_docx.Document(io.BytesIO(data)).sections[0]
    assert section.page_width and section.left_margin and section.right_margin
    assert round(section.page_width.mm) == width
    text = section.page_width.pt - section.left_margin.pt - section.right_margin.pt
    for table in part(data, "word/document.xml").iter(f"{W}tbl"):
        grid = [int(column.get(f"{W}w", "")) for column in table.iter(f"{W}gridCol")]
        assert abs(sum(grid) / 20 - text) < 0.5
    first = part(data, "word/document.xml").find(f".//{W}tblGrid")
    assert first is not None
    ja, en = (int(column.get(f"{W}w", "")) for column in first)
    assert ja < en and abs((ja - 240) / (ja + en - 480) - column_share(edition(*ROWS, theme=theme))) < 0.01
    names = {fonts.get(f"{W}eastAsia") for fonts in part(data, "word/styles.xml").iter(f"{W}rFonts")}
    assert names == {"Noto Sans JP"}


@pytest.mark.parametrize(("layout", "wide"), [("english", False), ("stacked", False), ("side-by-side", True)])
def test_a_text_with_the_page_to_itself_is_set_like_the_pdf(layout: str, wide: bool) -> None:
    section = python_docx.Document(io.BytesIO(draw_docx(edition(*ROWS, layout=layout)))).sections[0]
    assert section.page_width and section.left_margin and section.right_margin
    text = section.page_width.pt - section.left_margin.pt - section.right_margin.pt
    assert (text > 440) == wide


def test_titles_in_mincho_are_not_bold_in_either_language() -> None:
    styles = {style.name: style for style in paragraph_styles(edition())}
    assert not styles["Title"].bold and not styles["Subtitle"].bold
    other = edition(theme=Theme(faces=Faces("gothic", "gothic", "gothic")))
    gothic = {style.name: style for style in paragraph_styles(other)}
    assert gothic["Title"].bold and gothic["Subtitle"].bold


def test_indented_paragraphs_have_no_space_between_them() -> None:
    styles = part(draw_docx(edition(*ROWS, layout="japanese")), "word/styles.xml")
    spaced = [style.get(f"{W}styleId") for style in styles if style.find(f".//{W}contextualSpacing") is not None]
    assert spaced == ["JapaneseParagraph"]


def test_figures_and_bullets_hang_alike() -> None:
    styles = {style.name: style for style in paragraph_styles(edition())}
    for lang in ("Japanese", "English"):
        assert styles[f"{lang} List"].left == styles[f"{lang} List Number"].left == -styles[f"{lang} List"].first


def test_every_style_name_is_used_once() -> None:
    styles = paragraph_styles(edition())
    assert len({style.name for style in styles}) == len(styles)


def test_an_edition_with_nothing_in_it_is_a_document() -> None:
    bare = edition(sections=(), byline=(), terms=(), colophon=(), title=pair("", "Name"))
    assert [p.text for p in python_docx.Document(io.BytesIO(draw_docx(bare))).paragraphs] == ["Name"]
