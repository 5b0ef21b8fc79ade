"""The layouts and themes of the PDF edition, read back: who stands where, on which page, how far down."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from typing import Any, get_args

import pdfplumber
import pypdf
import pytest

from bilingual.editions.choices import LAYOUTS, ORDERS, Order
from bilingual.editions.fonts import fontset as fonts
from bilingual.editions.model import Edition, Pair, Row, Section, Span, TermLine, Text, TocEntry
from bilingual.editions.pdf.boxes_backmatter import contents
from bilingual.editions.pdf.design import Design, design_of
from bilingual.editions.pdf.writer import draw_pdf
from bilingual.editions.plan import Plan
from bilingual.editions.theme import Faces, Margins, Theme
from bilingual.editions.theme_file import load_theme
from showcase import FOLDER, article, draw_plan, showcase

Char = dict[str, Any]


class Read:
    """A PDF and what stands in it."""

    def __init__(self, edition: Edition) -> None:
        self.edition = edition
        self.design: Design = design_of(edition)
        self.data = draw_pdf(edition)
        self.reader = pypdf.PdfReader(BytesIO(self.data))
        with pdfplumber.open(BytesIO(self.data)) as document:
            self.pages: list[list[Char]] = [list(page.chars) for page in document.pages]
            self.lines: list[list[Char]] = [[*page.lines, *page.rects, *page.curves] for page in document.pages]
            self.boxes = [(page.width, page.height) for page in document.pages]

    def text(self, page: int | None = None) -> str:
        """Return what is drawn between head and foot, without readings and white space, in the order of drawing."""
        sheet = self.design.sheet
        chars = [
            char
            for at, one in enumerate(self.pages)
            if page in (None, at)
            for char in one
            if char["size"] > 5.7 and sheet.top - 12 < char["top"] < sheet.height - sheet.bottom + 6
        ]
        return squeeze("".join(char["text"] for char in chars))

    def find(self, text: str) -> tuple[int, Char]:
        """Return the page (from 0) and the first character of a text that stands on one line."""
        for at, chars in enumerate(self.pages):
            found = "".join(char["text"] if char["text"] else "?" for char in chars).find(text)
            if found >= 0 and len("".join(c["text"] for c in chars)) == len(chars):
                return at, chars[found]
        raise AssertionError(f"{text!r} is on no page")


@pytest.fixture(scope="module")
def every_face() -> dict[Faces, fonts.FontSet]:
    """The faces with all characters of this file and its articles: cutting them takes most of the time."""
    texts = [Path(__file__).read_text("utf-8"), *(path.read_text("utf-8") for path in sorted(FOLDER.glob("*.*")))]
    text = "".join(sorted({c for text in texts for c in text if c.isprintable()} | set("⁰¹²³⁴⁵⁶⁷⁸⁹・•–…")))
    kinds = (Faces(), load_theme("gothic").faces)
    return {faces: fonts.prepare_fonts(dict.fromkeys(get_args(fonts.FaceRole), text), faces) for faces in kinds}


@pytest.fixture(autouse=True)
def quick_faces(every_face: dict[Faces, fonts.FontSet], monkeypatch: pytest.MonkeyPatch) -> None:
    real = fonts.prepare_fonts

    def prepare(texts: dict[fonts.FaceRole, str], faces: Faces | None = None) -> fonts.FontSet:
        known = every_face.get(faces or Faces())
        covered = known and all(set(text) - {"\n"} <= set(known.assigned[role]) for role, text in texts.items())
        return known if known and covered else real(texts, faces)

    for user in ("pdf.writer", "html.style", "docx.fonts"):
        monkeypatch.setattr(f"bilingual.editions.{user}.prepare_fonts", prepare)


@cache
def read(name: str, **plan: Any) -> Read:
    return Read(showcase(name, Plan(**plan)))


def squeeze(text: str) -> str:
    return "".join(text.split()).replace("\u00ad", "")


def baseline(char: Char) -> float:
    return round(float(char["matrix"][5]), 1)


def pair(ja: str, en: str) -> Pair:
    return Pair(Text((Span(ja),), "ja"), Text((Span(en),), "en"))


def plain(*rows: Row, **fields: Any) -> Edition:
    """An edition without ornaments."""
    sections = fields.pop("sections", None) or (Section(rows, pair("見出し", "Heading"), 1, "s1"),)
    return Edition(
        title=pair("題", "Title"),
        sections=sections,
        byline=(),
        terms=(),
        colophon=(),
        running_head="Title",
        author="",
        subject="",
        date="2025-01-01",
        **fields,
    )


def numbered(count: int, times: int = 3) -> tuple[Row, ...]:
    return tuple(
        Row(
            "paragraph",
            (pair(f"第{n}段。" + "日本語の文章です。" * times, f"P{n:03}: " + "an English sentence. " * times),),
        )
        for n in range(count)
    )


@pytest.mark.parametrize("theme", ["mincho", "gothic"])
@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("name", ["essay", "notice"])
def test_each_layout_has_all_the_text_of_its_languages_and_no_other(name: str, layout: str, theme: str) -> None:
    made = read(name, layout=layout, theme=load_theme(theme))
    text = made.text()
    for unit in article(name).units:
        for lang, words in (("ja", unit.source), ("en", unit.target)):
            if lang in made.edition.langs:
                # The address of a link comes before the stop.
                assert squeeze(words).rstrip(".") in text, words
            elif len(words) > 14:
                assert squeeze(words) not in text, words
    families = {char["fontname"].partition("+")[2].partition("-")[0] for page in made.pages for char in page}
    serif = {"NotoSerifJP", "SourceSerif4"}
    assert (families & serif) if theme == "mincho" else not (families & serif)


def test_facing_pages_hold_the_same_rows_japanese_on_the_left() -> None:
    made = Read(plain(*numbered(60), layout="facing"))
    seen = 0
    for n in range(60):
        left, ja = made.find(f"第{n}段。")
        right, en = made.find(f"P{n:03}:")
        assert right == left + 1
        assert left % 2 == 1, "a left-hand page has an even number"
        assert baseline(ja) == baseline(en)
        seen += left > 1
    assert seen, "the text goes over one spread"


def test_a_viewer_shows_facing_pages_beside_one_another() -> None:
    assert read("notice", layout="facing").reader.trailer["/Root"]["/PageLayout"] == "/TwoPageRight"
    assert "/PageLayout" not in read("notice").reader.trailer["/Root"]


def test_facing_pages_in_the_other_order_have_english_on_the_left() -> None:
    made = Read(plain(*numbered(4), layout="facing", order="en-ja"))
    assert (made.find("P002:")[0], made.find("第2段。")[0]) == (1, 2)


def test_a_row_longer_than_a_page_stays_level_on_facing_pages() -> None:
    made = Read(plain(Row("paragraph", (pair("長い話です。" * 500, "A long story. " * 500),)), layout="facing"))
    assert len(made.pages) > 4
    assert made.text().count("です。") == made.text().count("story.") == 500
    assert not [page for page in made.pages[1:-1] if not page]


def test_spreads_begin_on_the_left_whatever_stands_before() -> None:
    heads = tuple(Section(numbered(1), pair(f"章{n}", f"Chapter {n}"), 1, f"s{n}") for n in range(30))
    edition = plain(sections=heads, layout="facing")
    with_toc = replace(edition, toc=tuple(toc_entry(part) for part in heads))
    for one in (edition, with_toc):
        made = Read(one)
        pages = [made.find(f"P{0:03}:")[0]]
        assert all(page % 2 == 0 for page in pages)


def toc_entry(part: Section) -> Any:
    from bilingual.editions.model import TocEntry

    assert part.heading
    return TocEntry(part.heading, part.level, part.anchor)


@pytest.mark.parametrize("order", ["ja-en", "en-ja"])
def test_columns_stand_in_the_order_that_was_asked_for(order: str) -> None:
    made = Read(plain(*numbered(3), order=order))
    (_, ja), (_, en) = made.find("第1段。"), made.find("P001:")
    assert baseline(ja) == baseline(en)
    assert (ja["x0"] < en["x0"]) == (order == "ja-en")
    text = made.text()
    assert (text.index("第1段。") < text.index("P001:")) == (order == "ja-en")


def test_stacked_english_stands_below_its_japanese_and_before_the_next() -> None:
    made = Read(plain(*numbered(40), layout="stacked"))
    places = []
    for n in range(40):
        for needle in (f"第{n}段。", f"P{n:03}:"):
            page, char = made.find(needle)
            places.append((page, -baseline(char)))
    assert places == sorted(places)


def test_the_beginnings_of_stacked_pairs_stay_on_one_page() -> None:
    made = Read(plain(*numbered(60, 2), layout="stacked"))
    assert all(made.find(f"第{n}段。")[0] == made.find(f"P{n:03}:")[0] for n in range(60))


def test_sentences_are_level() -> None:
    made = read("essay", align="sentence")
    for ja, en in (("一日に一段ずつ", "Climb one step"), ("もちろん作り話", "It was a made-up")):
        (page, one), (other, two) = made.find(ja), made.find(en)
        assert (page, baseline(one)) == (other, baseline(two))


@pytest.mark.parametrize("layout", LAYOUTS)
def test_paragraph_numbers_stand_in_the_margin_level_with_their_rows(layout: str) -> None:
    rows = tuple(replace(row, number=n + 501) for n, row in enumerate(numbered(5)))
    made = Read(plain(*rows, layout=layout))
    lang = made.edition.langs[0]
    for n in range(5):
        needle = f"第{n}段。" if lang == "ja" else f"P{n:03}:"
        page, char = made.find(needle)
        found = [c for c in made.pages[page] if baseline(c) == baseline(char) and c["x1"] < char["x0"] - 2]
        assert "".join(c["text"] for c in found) == str(n + 501)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_contents_say_the_right_page_and_lead_there(layout: str) -> None:
    heads = tuple(Section(numbered(9), pair(f"章その{n}", f"Chapter no. {n}"), 1, f"s{n}") for n in range(12))
    made = Read(plain(sections=heads, toc=tuple(toc_entry(part) for part in heads), layout=layout))
    lines = [line for page in made.reader.pages[:2] for line in page.extract_text().splitlines()]
    targets = {target for page in made.reader.pages[:2] for target in destinations(made, page)}
    japanese = layout == "japanese"
    for n in range(12):
        entry = re.compile(rf"章その{n}\s*(\d+)$" if japanese else rf"Chapter no\. {n}\s+(\d+)$")
        (number,) = [int(found[1]) for line in lines if (found := entry.search(line.strip()))]
        assert number - 1 in targets
        begins = {
            "english": f"Chapterno.{n}P000",
            "stacked": f"Chapterno.{n}第0段",
            "side-by-side": f"Chapterno.{n}第0段",
        }
        assert begins.get(layout, f"章その{n}第0段") in made.text(number - 1)
    assert len(targets) > 2


def destinations(made: Read, page: Any) -> list[int]:
    names = made.reader.named_destinations
    found: list[int] = []
    for note in page.get("/Annots", ()) or ():
        action = note.get_object()
        target = action.get("/Dest") or action.get("/A", {}).get("/D")
        if target is None:
            continue
        target = names[str(target)] if isinstance(target, str) else target
        where = target.page if hasattr(target, "page") else target[0]
        found.append(made.reader.get_page_number(where.get_object()))
    return found


def test_a_title_page_has_nothing_of_the_text() -> None:
    made = read("essay", title_page=True, toc=True)
    assert "Mending Clocks" in " ".join(made.reader.pages[0].extract_text().split())
    assert "Three Tools" in made.reader.pages[0].extract_text()
    assert "grandfather" not in made.text(0)
    assert made.text(1).count("grandfather")


@pytest.mark.parametrize(("layout", "count"), [("facing", 12), ("side-by-side", 24)])
def test_contents_that_a_title_page_has_no_room_for_have_a_page_of_their_own(layout: str, count: int) -> None:
    headings = [
        pair(f"第{n + 1}章――長い題の章は目次でも二行になる", f"Chapter {n}, whose title is long") for n in range(count)
    ]
    sections = tuple(Section(numbered(1), heading, 1, f"s{n}") for n, heading in enumerate(headings))
    toc = tuple(TocEntry(heading, 1, f"s{n}") for n, heading in enumerate(headings))
    made = Read(plain(sections=sections, layout=layout, toc=toc, title_page=True))
    (page,) = [at for at in range(len(made.pages)) if "Contents" in made.text(at)]
    assert all(f"第{n + 1}章" in made.text(page) for n in range(count))
    assert "章" not in made.text(0)
    # In a book they stand on the right, and what is left blank is the back of the title.
    assert page == (2 if layout == "facing" else 1)
    assert [at for at in range(len(made.pages)) if not made.pages[at]] == ([1] if layout == "facing" else [])


def test_contents_are_set_like_headings() -> None:
    edition = plain(*numbered(1), toc=(TocEntry(pair("題", "Title"), 1, "s1"),))
    styles = [paragraph.style for box in contents(edition, design_of(edition)) for paragraph in box.paragraphs]
    assert all(style.balance and not style.hyphenate for style in styles)


@pytest.mark.parametrize(("length", "larger"), [(6, True), (36, False)])
def test_a_long_title_is_smaller_on_a_page_of_its_own(length: int, larger: bool) -> None:
    edition = replace(plain(*numbered(1), title_page=True), title=pair("題" * length, "Title"))
    design = design_of(edition)
    assert (design.cover.size_ja > design.title.size_ja * 1.3) == larger


def test_running_heads_say_the_title_and_where_one_is() -> None:
    made = read("essay", layout="english")
    head = [c for c in made.pages[1] if c["top"] < made.design.sheet.top - 5]
    assert "".join(c["text"] for c in head) == "Mending Clocks in a Town of Stone StepsThe Clock That Stands Still"
    assert not [c for c in made.pages[0] if c["top"] < made.design.sheet.top - 5]


def test_the_head_of_the_end_matter_names_no_section() -> None:
    made = Read(replace(plain(*numbered(2), layout="english"), colophon=tuple((f"L{n}", "x") for n in range(200))))
    for page in made.pages[1:]:
        head = "".join(c["text"] for c in page if c["top"] < made.design.sheet.top - 5)
        assert head == "Title"


def test_a_page_with_the_end_of_a_section_and_the_end_matter_names_the_section() -> None:
    made = Read(replace(plain(*numbered(44), layout="english"), colophon=(("Source", "x"),)))
    assert "P043" in made.text(1)
    assert "About" in made.text(1)
    head = "".join(c["text"] for c in made.pages[-1] if c["top"] < made.design.sheet.top - 5)
    assert head == "TitleHeading"


@pytest.mark.parametrize("count", [2, 30])
def test_the_end_matter_is_ruled_off_from_what_stands_above_it_only(count: int) -> None:
    edition = replace(plain(*numbered(count), layout="facing"), colophon=(("Source", "x"),))
    for layout in ("facing", "english"):
        made = Read(replace(edition, layout=layout))
        assert "About" in made.text(len(made.pages) - 1)
        assert len(made.lines[-1]) == 1
    many = tuple(TermLine(f"語{number}", "", f"Term {number}") for number in range(80))
    made = Read(replace(edition, terms=many))
    assert made.text(len(made.pages) - 1).startswith("Namesandterms")
    assert len(made.lines[-1]) == 1  # above the colophon only


def test_where_no_section_begins_the_head_names_the_one_that_goes_on() -> None:
    parts = tuple(
        Section(numbered(count), pair(f"章{n}", f"Part {n}"), 1, f"s{n}") for n, count in enumerate((2, 2, 90))
    )
    made = Read(plain(sections=parts, layout="english"))
    heads = ["".join(c["text"] for c in page if c["top"] < made.design.sheet.top - 5) for page in made.pages]
    assert heads[1:] == ["TitlePart 2"] * (len(made.pages) - 1)


@pytest.mark.parametrize(
    ("page", "size"), [("A4", (595.28, 841.89)), ("Letter", (612.0, 792.0)), ("A5", (419.53, 595.28))]
)
@pytest.mark.parametrize("margins", ["print", "screen"])
def test_the_sheet_is_as_large_as_asked_and_text_keeps_to_it(
    page: Any, size: tuple[float, float], margins: Any
) -> None:
    made = read("notice", theme=Theme(page=page, margins=margins))
    space = made.edition.theme.space
    for box, chars in zip(made.boxes, made.pages, strict=True):
        assert [round(float(side), 1) for side in box] == [round(side, 1) for side in size]
        for char in chars:
            # A full stop may hang by half an em, and so much of an opening bracket is white.
            assert min(space.inner, space.outer) - 1 <= char["x0"] or char["text"] in "「（“・"
            assert char["x1"] <= size[0] - min(space.inner, space.outer) + 6 or char["text"] in "、。"


def test_screen_margins_hold_more_than_those_for_print() -> None:
    narrow, wide = (Read(plain(*numbered(120), theme=Theme(margins=m))) for m in ("print", "screen"))  # type: ignore[arg-type]
    assert len(wide.pages) < len(narrow.pages)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_inner_and_outer_margins_change_sides(layout: str) -> None:
    theme = Theme(margins=Margins(50, 60, 110, 40))
    made = Read(plain(*numbered(160), layout=layout, theme=theme))
    assert len(made.pages) > 3
    for number, chars in enumerate(made.pages[1:], 2):
        text = [c for c in chars if 60 < c["top"] < 700 and c["text"].strip()]
        left, right = min(c["x0"] for c in text), 595.28 - max(c["x1"] for c in text)
        assert (left > right) == (number % 2 == 1), number


@pytest.mark.parametrize("layout", LAYOUTS)
def test_drafts_are_marked_in_the_reviewer_s_copy_only(layout: str) -> None:
    draft = pytest.approx(design_of(plain()).draft, abs=0.01)

    def count(made: Read) -> int:
        return sum(line["linewidth"] > 1 and line["stroking_color"] == draft for page in made.lines for line in page)

    rows = tuple(replace(row, draft=n % 2 == 0) for n, row in enumerate(numbered(6)))
    assert count(Read(plain(*rows, layout=layout))) == 0
    marked = count(Read(plain(*rows, layout=layout, mark_drafts=True)))
    assert marked == (0 if layout == "japanese" else 3)


@pytest.mark.parametrize("order", ORDERS)
def test_numbers_and_the_marks_of_drafts_do_not_touch(order: Order) -> None:
    rows = tuple(replace(row, draft=True, number=n + 123) for n, row in enumerate(numbered(3)))
    made = Read(plain(*rows, order=order, mark_drafts=True))
    marks = [line for line in made.lines[0] if line["linewidth"] > 1]
    right = max(char["x1"] for char in made.pages[0] if char["x1"] < made.design.sheet.left)
    assert len(marks) == 3
    assert all(mark["x0"] - 1 > right for mark in marks)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_notes_follow_their_section_and_the_sign_leads_to_them(layout: str) -> None:
    made = read("essay", notes=True, layout=layout)
    text = made.text()
    sign = "時葉堂¹" if layout == "japanese" else "Tokiwa-do¹"
    heading = "三つの道具" if layout == "japanese" else "ThreeTools"
    assert text.index(sign) < text.index("Thenameplaysontokiwa") < text.rindex(heading)
    assert any(destinations(made, page) for page in made.reader.pages)


def test_a_short_table_row_is_not_cut_and_its_header_comes_again() -> None:
    cell = "一つの欄に入る長めの文章です。" * 4
    head = Row("table", (pair("見出し甲", "Head A"), pair("見出し乙", "Head B")), header=True)
    table = tuple(Row("table", (pair(f"第{n}欄", f"R{n:03}"), pair(cell, "x"))) for n in range(90))
    made = Read(plain(head, *table, layout="japanese"))
    assert len(made.pages) > 2
    for at in range(len(made.pages)):
        text = made.text(at)
        assert text.count("一つの欄に入る長めの文章です。") % 4 == 0
        assert ("見出し甲" in text) == ("第" in text)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_two_tables_in_a_row_are_two(layout: str) -> None:
    """Each has columns, a header and, where they are stacked, both languages of its own."""
    wide = [Row("table", tuple(pair(f"甲{n}{at}", f"A{n}{at}") for n in range(6)), header=at == 0) for at in range(2)]
    slim = [Row("table", tuple(pair(f"乙{n}{at}", f"B{n}{at}") for n in range(2)), header=at == 0) for at in range(90)]
    edition = plain(*wide, *slim, layout=layout)
    made = Read(edition)
    for lang in edition.langs:
        first, second = ("甲", "乙") if lang == "ja" else ("A", "B")
        ends = [made.find(f"{second}{column}0")[1]["x0"] for column in (0, 1)]
        assert ends[1] - ends[0] > 2 * (made.find(f"{first}10")[1]["x0"] - ends[0])
        rows = [baseline(made.find(name)[1]) for name in (f"{first}00", f"{first}01", f"{second}00", f"{second}01")]
        usual = rows[0] - rows[1]
        assert rows[1] - rows[2] > usual + 8
        assert rows[2] - rows[3] == pytest.approx(usual, abs=0.2)
        pages = ["".join(char["text"] for char in page) for page in made.pages]
        assert sum(f"{first}00" in text for text in pages) == 1
        assert [f"{second}00" in text for text in pages] == [f"{second}0" in text for text in pages]
    if layout == "stacked":
        order = [made.find(name) for name in ("甲00", "A00", "乙00", "B00")]
        assert order == sorted(order, key=lambda found: (found[0], found[1]["top"]))


def test_a_reading_in_a_table_keeps_clear_of_the_rule_above() -> None:
    ruby = Pair(Text((Span("利用者", ruby="りようしゃ"),), "ja"), Text((Span("user"),), "en"))
    head = Row("table", (pair("見出し", "Head"),), header=True)
    made = Read(plain(head, Row("table", (ruby,)), layout="japanese"))
    base = next(char for char in made.pages[0] if char["text"] == "利")
    room = min(height for line in made.lines[0] if (height := float(base["matrix"][5]) * -1 + line["y0"]) > 0)
    size = made.design.table.size_ja
    assert room > size * 0.88 + size / 2


def test_columns_of_a_table_take_what_saves_lines() -> None:
    made = read("notice", theme=replace(load_theme("gothic"), page="A5"))
    tall = baseline(made.find("Collect")[1]) - baseline(made.find("Station")[1])
    assert tall < 6.5 * made.design.table.leading


def test_a_few_words_in_a_table_break_between_phrases() -> None:
    cells = (pair("移動図書館「やまびこ号」", "x"), pair("二三四五六七八九十" * 3, "x"))
    made = Read(plain(Row("table", cells, header=True), layout="side-by-side"))
    text = made.reader.pages[0].extract_text()
    assert "移動図書館\n「やまびこ号」" in text, text


def test_a_wide_cell_fills_its_first_line() -> None:
    made = read("essay", layout="english", theme=load_theme("gothic"))
    text = made.find("Soaked")[1]
    line = [char for char in made.pages[made.find("Soaked")[0]] if baseline(char) == baseline(text)]
    sheet = made.design.sheet
    assert max(char["x1"] for char in line) > sheet.left + sheet.measure * 0.9


def test_words_of_a_table_are_not_broken_to_make_it_lower() -> None:
    made = read("notice", theme=Theme(page="A5"))
    for at, page in enumerate(made.reader.pages):
        text = page.extract_text()
        if "Weekday" in text:
            assert "Weekdays" in text, at


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_picture_and_its_caption_stay_together(layout: str, tmp_path: Path) -> None:
    draw_plan(tmp_path / "plan.png")
    edition = showcase("notice", Plan(layout=layout), tmp_path)  # type: ignore[arg-type]
    made = Read(edition)
    pages = [at for at, page in enumerate(made.reader.pages) for _ in page.images]
    assert pages == ([1, 2] if layout == "facing" else [0])
    for at in pages:
        assert "工事中の通路。" in made.text(at) or "Thepassageduringtheworks." in made.text(at)


def test_a_picture_nearly_as_wide_as_the_text_is_as_wide(tmp_path: Path) -> None:
    draw_plan(tmp_path / "plan.png")
    made = Read(showcase("notice", Plan(layout="english"), tmp_path))
    with pdfplumber.open(BytesIO(made.data)) as document:
        (picture,) = document.pages[0].images
    assert picture["width"] == pytest.approx(made.design.sheet.measure, abs=0.1)


def test_figures_and_bullets_hang_alike_and_are_two_lists() -> None:
    def item(mark: str, text: str) -> Row:
        return Row("list_item", (pair("項", text),), level=1, marker=pair(mark, mark))

    made = Read(plain(item("1.", "One"), item("2.", "Two"), item("•", "Three"), item("•", "Four"), layout="english"))
    one, two, three, four = (made.find(text)[1] for text in ("One", "Two", "Three", "Four"))
    assert one["x0"] == pytest.approx(three["x0"], abs=0.6)
    assert baseline(two) - baseline(three) > baseline(one) - baseline(two) + 2
    assert baseline(one) - baseline(two) == pytest.approx(baseline(three) - baseline(four), abs=0.2)


def test_the_first_sentence_of_a_list_item_is_not_alone_at_the_foot() -> None:
    for count in range(8, 40):
        rows = (
            *numbered(count, 1),
            Row("list_item", (pair("最初の文。", "First sentence."),), level=1, marker=pair("・", "•")),
            Row("list_item", (pair("次の文。", "Next sentence."),), level=1, joined=True),
        )
        made = Read(plain(*rows, align="sentence"))
        assert made.find("First sentence.")[0] == made.find("Next sentence.")[0]


@pytest.mark.parametrize("count", range(18, 34))
def test_one_line_of_the_terms_is_never_alone(count: int) -> None:
    lines = tuple(TermLine(f"語{n}", f"ご{n}", f"T{n:02}") for n in range(9))
    made = Read(replace(plain(*numbered(count, 1), layout="english"), terms=lines))
    found = [made.find(line.target)[0] for line in lines]
    assert found[0] == found[1]
    assert found[-1] == found[-2]


def test_terms_break_between_phrases() -> None:
    term = TermLine("ロシアのプーチン大統領、ロシア・プーチン大統領", "", "Russian President Putin")
    made = Read(replace(plain(), terms=(term, replace(term, target="x"))))
    lines = made.reader.pages[0].extract_text().split("\n")
    assert not [line for line in lines if line.startswith(("チン", "統領", "領"))], lines


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("count", range(9, 30, 5))
def test_headings_are_never_last_on_a_page(layout: str, count: int) -> None:
    sections = (Section(numbered(count, 1)), Section(numbered(2), pair("章の題", "The Chapter"), 1, "s2"))
    made = Read(plain(sections=sections, layout=layout))
    for page in made.pages:
        body = [c for c in page if baseline(c) > made.design.sheet.bottom - 5 and c["top"] > 40]
        last = min(body, key=baseline, default=None)
        assert last is None or "bold" not in last["fontname"].lower()


def test_a_japanese_edition_indents_its_paragraphs_and_leaves_no_gap() -> None:
    made = Read(plain(*numbered(4), layout="japanese"))
    body = made.design.body
    for n in range(4):
        assert made.find(f"第{n}段。")[1]["x0"] == pytest.approx(made.design.sheet.left + body.size_ja, abs=1)
    tops = [baseline(made.find(f"第{n}段。")[1]) for n in range(4)]
    assert {round((a - b) / body.leading, 2) % 1 for a, b in pairwise(tops)} == {0.0}


def test_an_english_edition_indents_all_but_the_first_paragraph() -> None:
    made = Read(plain(*numbered(4), layout="english"))
    lefts = [made.find(f"P{n:03}:")[1]["x0"] for n in range(4)]
    assert lefts[0] == pytest.approx(made.design.sheet.left, abs=1)
    assert all(left > lefts[0] + 8 for left in lefts[1:])


def test_no_indent_when_the_theme_says_so() -> None:
    spacing = replace(Theme().spacing, first_line=0)
    made = Read(plain(*numbered(2), layout="japanese", theme=replace(Theme(), spacing=spacing)))
    assert made.find("第1段。")[1]["x0"] == pytest.approx(made.design.sheet.left, abs=1)


def test_justified_english_fills_its_lines() -> None:
    def rights(english: Any) -> list[float]:
        made = Read(plain(*numbered(6, 12), layout="english", theme=Theme(english=english)))
        by_line: dict[float, float] = {}
        for char in made.pages[0]:
            if char["text"].strip():
                by_line[baseline(char)] = max(by_line.get(baseline(char), 0), char["x1"])
        return sorted(by_line.values())

    edge = max(rights("justified"))
    full = [sum(abs(right - edge) < 3 for right in rights(english)) for english in ("justified", "ragged")]
    assert full[0] > 2 * full[1]


@pytest.mark.parametrize("layout", LAYOUTS)
def test_twice_the_same_bytes(layout: str) -> None:
    plan = Plan(layout=layout, notes=True, toc=True, numbers=True, furigana=True, mark_drafts=True)  # type: ignore[arg-type]
    assert draw_pdf(showcase("essay", plan)) == draw_pdf(showcase("essay", plan))


@pytest.mark.parametrize("layout", LAYOUTS)
def test_hostile_text_in_every_layout(layout: str) -> None:
    parts: list[Section] = []
    for text in ("", "x" * 900, "。" * 300, "<b>&amp;", "\x00\x1b[31m", "👨‍👩‍👧"):
        rows = (
            Row("paragraph", (pair(text, text),), number=10**9, draft=True),
            Row("list_item", (pair(text, text),), level=99, marker=pair(text, text)),
            Row("list_item", (pair(text, text),), joined=True),
            Row("table", (pair(text, text),) * 3, header=True),
            Row("table"),
            Row("image", (pair(text, text),)),
            Row("code", (pair(text, text),)),
            Row("separator"),
            Row("paragraph"),
        )
        parts += [Section(rows, pair(text, text), 9, f"s{len(parts)}"), Section((), pair(text, text), 1, "")]
    edition = replace(
        plain(sections=tuple(parts), layout=layout, title_page=True, mark_drafts=True),
        title=pair("\x00" * 9, "<" * 400),
        toc=tuple(toc_entry(part) for part in parts),
        byline=(pair("\ud800", "x" * 500),),
    )
    assert pypdf.PdfReader(BytesIO(draw_pdf(edition))).pages
