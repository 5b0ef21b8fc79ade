"""Books: several editions bound into one, as PDF and as EPUB, and the command that makes them."""

from __future__ import annotations

import json
import os
import re
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pdfplumber
import pypdf
import pytest
from click.testing import CliRunner, Result
from lxml import etree

import bilingual
from bilingual.cli.main import cli
from bilingual.editions.choices import Layout
from bilingual.editions.compose.book import bind, book_title
from bilingual.editions.model import Edition, Pair, Section, TermLine, Text
from bilingual.editions.pdf.writer import draw_pdf
from bilingual.editions.plan import Plan
from bilingual.editions.theme import Theme
from bilingual.engines.echo import EchoEngine
from bilingual.errors import UsageError
from bilingual.project import file_stem
from showcase import draw_plan, showcase
from test_epub import XHTML, Book, cells, said

TITLE = "秋の本 / An Autumn Book"


@pytest.fixture(scope="module")
def pictures(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("pictures")
    draw_plan(folder / "plan.png")
    return folder


def articles(plan: Plan, pictures: Path | None = None) -> list[Edition]:
    return [showcase("essay", plan, pictures), showcase("notice", plan, pictures)]


def words(text: Text) -> list[str]:
    return [span.text for span in text.spans]


def test_each_article_is_a_part_with_its_title() -> None:
    own = articles(Plan(notes=True))
    book = bind(own, TITLE)
    opening = [section for section in book.sections if section.opens]
    assert [str(one.heading) and str(one.heading.target) for one in opening if one.heading] == [
        str(one.title.target) for one in own
    ]
    assert [(one.level, one.anchor) for one in opening] == [(1, "a1"), (1, "a2")]
    heads = [section for section in book.sections if section.heading and not section.opens]
    before = [section for one in own for section in one.sections if section.heading]
    assert [one.level for one in heads] == [one.level + 1 for one in before]
    assert [str(one.heading.source) for one in heads if one.heading] == [
        str(one.heading.source) for one in before if one.heading
    ]
    rows = [row for section in book.sections for row in section.rows if row.kind != "byline"]
    assert [str(pair.target) for row in rows for pair in row.cells] == [
        str(pair.target) for one in own for section in one.sections for row in section.rows for pair in row.cells
    ]
    assert [row.kind for row in opening[0].rows] == ["byline"] * len(own[0].byline)
    assert book.byline == () and book.title_page


def test_anchors_units_and_notes_are_unique() -> None:
    book = bind([*articles(Plan(notes=True)), *articles(Plan(notes=True))], TITLE)
    anchors = [section.anchor for section in book.sections if section.anchor]
    assert len(anchors) == len({*anchors})
    pairs = [pair for section in book.sections for row in section.rows for pair in row.cells]
    units = [unit for pair in pairs for unit in pair.units]
    assert len(units) == len({*units})
    for pair in pairs:
        assert {span.unit for text in (pair.source, pair.target) for span in text.spans} - {""} <= {*pair.units}
    assert [note.number for note in book.notes] == [*range(1, len(book.notes) + 1)]
    marks = [span.note for pair in pairs for span in pair.source.spans if span.note]
    assert [*dict.fromkeys(marks)] == [note.number for note in book.notes]
    named = {note.number: str(note.texts[0]) for note in book.notes if note.texts}
    for pair in pairs:
        for at, span in enumerate(pair.source.spans):
            if span.note in named:
                assert "".join(words(pair.source)[: at + 1]).endswith(named[span.note])


def test_terms_and_colophon_are_merged() -> None:
    one, two = articles(Plan())
    one = replace(one, terms=(TermLine("北京", "ぺきん", "Beijing"), TermLine("国会", "", "the Diet")))
    two = replace(two, terms=(TermLine("北京市", "", "Beijing"), TermLine("北京", "ぺきん", "Beijing")))
    book = bind([one, two], TITLE)
    assert book.terms == (TermLine("北京、北京市", "ぺきん", "Beijing"), TermLine("国会", "", "the Diet"))
    lines = dict(book.colophon)
    assert lines[str(one.title.target)].startswith("essay.md")
    assert lines[str(two.title.target)] == "notice.md"
    assert [label for label, _ in book.colophon].count("Made with") == 1
    assert "Source" not in lines
    later = bind([one, replace(two, date="2026-01-01", author="別人")], TITLE)
    assert (later.date, later.author) == ("2026-01-01", f"{one.author}, 別人")


def test_a_book_has_a_table_of_contents_unless_it_is_not_wanted() -> None:
    book = bind(articles(Plan()), TITLE)
    assert next((entry.level, entry.anchor) for entry in book.toc) == (1, "a1")
    assert len(book.toc) == sum(section.heading is not None for section in book.sections)
    assert bind(articles(Plan()), TITLE, toc=False).toc == ()


@pytest.mark.parametrize(
    ("title", "alone", "expected"),
    [
        ("秋の本 / An Autumn Book", False, ("秋の本", "An Autumn Book")),
        ("An Autumn Book / 秋の本", False, ("秋の本", "An Autumn Book")),
        ("Spring / Autumn", False, ("Spring", "Autumn")),
        ("秋の本", False, ("秋の本", "")),
        ("Autumn", False, ("", "Autumn")),
        ("秋の本", True, ("秋の本", "秋の本")),
        ("A / ", True, ("A / ", "A / ")),
    ],
)
def test_the_title(title: str, alone: bool, expected: tuple[str, str]) -> None:
    pair = book_title(title, one_language=alone)
    assert (str(pair.source), str(pair.target)) == expected


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("秋の本 / An Autumn Book", "秋の本 - An Autumn Book"),
        ("../../etc/passwd", "etc-passwd"),
        ("a\0b\nc\u202e", "abc"),
        ("con", "con_"),
        ("LPT1.x", "LPT1.x_"),
        (" . ", ""),
        ("？", "？"),
        ("本" * 100, "本" * 60),
    ],
)
def test_the_name_of_the_file(title: str, expected: str) -> None:
    assert file_stem(title) == expected


@pytest.mark.parametrize("layout", ["side-by-side", "facing", "stacked", "english", "japanese"])
def test_an_article_opens_on_a_new_page_of_the_pdf(layout: Layout) -> None:
    book = bind(articles(Plan(layout=layout, notes=True, theme=Theme(page="A5"))), TITLE)
    data = draw_pdf(book)
    reader = pypdf.PdfReader(BytesIO(data))
    places = {name: reader.get_destination_page_number(to) for name, to in reader.named_destinations.items()}
    assert 0 < places["a1"] < places["a2"]
    spread = layout == "facing"
    with pdfplumber.open(BytesIO(data)) as document:
        pages = [[squeeze(line["text"]) for line in page.extract_text_lines()] for page in document.pages]
    lang = book.langs[-1]
    name = squeeze(str(next(one.heading for one in book.sections if one.anchor == "a1").side(lang)))[:10]  # type: ignore[union-attr]
    first, later = places["a1"] + spread, places["a1"] + (3 if spread else 1)
    assert sum(name in line for line in pages[first]) == 1
    assert name in pages[later][0]
    if layout in ("stacked", "english", "japanese"):
        assert pages[later][0].startswith(squeeze(str(book.title.side(lang))))
    # The contents have the pages, and the outline the articles.
    front = [line for page in pages[: places["a1"]] for line in page]
    assert any(line.endswith(str(places["a2"] + 1)) for line in front)
    titles = [str(entry.title) for entry in reader.outline if not isinstance(entry, list)]
    assert [str(one.title.side(lang)) in title for one, title in zip(articles(Plan()), titles, strict=False)] == [
        True,
        True,
    ]
    assert data == draw_pdf(book)


def squeeze(text: str) -> str:
    return re.sub(r"\s", "", text)


def test_each_article_is_a_file_of_the_epub(pictures: Path) -> None:
    own = articles(Plan(layout="stacked", notes=True), pictures)
    made = bind(own, TITLE)
    book = Book(made)
    assert book.spine == ["title.xhtml", "nav.xhtml", "text-1.xhtml", "text-2.xhtml", "about.xhtml"]
    for number, one in enumerate(own, 1):
        page = book.pages[f"text-{number}.xhtml"]
        (top,) = page.iter(f"{XHTML}h1")
        assert said(top) == f"{one.title.source} {one.title.target}"
        assert page.findtext(f"{XHTML}head/{XHTML}title") == f"{one.title.source} / {one.title.target}"
        levels = [node.tag for node in page.iter() if isinstance(node.tag, str) and re.fullmatch(r".*}h\d", node.tag)]
        assert levels[1] == f"{XHTML}h2"
        numbers = [int(str(node.get("id"))[5:]) for node in page.iter() if str(node.get("id")).startswith("note-")]
        assert len(numbers) == len(one.notes)
    assert [depth for depth, _, href in book.nav() if href.startswith("text")][:2] == [1, 2]
    assert ("text-2.xhtml#a2") in [href for _, _, href in book.nav()]
    assert book.nav()[0][1] == "秋の本 / An Autumn Book"
    ids = {name: [node.get("id") for node in page.iter() if node.get("id")] for name, page in book.pages.items()}
    for _, _, href in book.nav():
        file, _, anchor = href.partition("#")
        assert not anchor or anchor in ids[file]
    text = "".join(cells(book, "en"))
    assert all(str(pair.target) in text for one in own for pair in (one.title, one.sections[-1].rows[0].cells[0]))
    # A date and a name are the same in both languages.
    assert text.count(str(own[0].byline[0].source)) <= 1
    assert etree.tostring(book.pages["nav.xhtml"]) and book.data == Book(bind(own, TITLE)).data


def test_what_has_no_heading_and_no_title_is_bound_too() -> None:
    one = showcase("essay", Plan(layout="stacked"))
    bare = replace(one, sections=(Section(one.sections[1].rows[:1]),), byline=(), terms=(), colophon=())
    empty = replace(bare, sections=(), title=Pair(Text((), "ja"), Text((), "en")))
    book = bind([bare, empty], "x")
    assert [section.opens for section in book.sections] == [True, True]
    assert len(Book(book).text) == 3
    assert draw_pdf(book)


def run(*arguments: str) -> Result:
    return CliRunner().invoke(cli, ["render", *arguments, "-e", "echo"])


@pytest.fixture
def two(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "in").mkdir()
    for name, text in (("b", "二つ目\n\n雨でした。\n"), ("a", "一つ目\n\n北京は晴れでした。\n")):
        (tmp_path / "in" / f"{name}.txt").write_text(text, "utf-8")
        os.utime(tmp_path / "in" / f"{name}.txt", (86400 * 400, 86400 * 400))
    return tmp_path


def test_the_command_binds_in_the_order_of_the_inputs(two: Path) -> None:
    done = run("in", "--book", "本 / A Book")
    assert (done.exit_code, done.stdout.splitlines()) == (0, ["output/本 - A Book.pdf", "output/本 - A Book.epub"])
    assert sorted(path.name for path in (two / "output").iterdir()) == ["本 - A Book.epub", "本 - A Book.pdf"]
    first = Path("output/本 - A Book.epub").read_bytes()
    assert "by one" not in done.stderr
    done = run("in/b.txt", "in/a.txt", "--book", "逆", "-f", "epub", "--json")
    value = json.loads(done.stdout)
    assert (value["book"], value["outputs"]) == ("逆", ["output/逆.epub"])
    assert [one["input"] for one in value["articles"]] == ["in/b.txt", "in/a.txt"]
    Path("output/本 - A Book.epub").unlink()
    assert run("in", "--book", "本 / A Book").exit_code == 0
    assert Path("output/本 - A Book.epub").read_bytes() == first


def test_a_book_is_complete_or_not_written(two: Path) -> None:
    (two / "in" / "c.txt").write_bytes(b"\xff\xfe\x00\xd8" * 9)
    done = run("in", "--book", "Book")
    assert done.exit_code == 3 and done.stdout == ""
    assert "in/c.txt" in done.stderr and "The book is not written: 1 of 3 articles" in done.stderr
    assert not [*(two / "output").iterdir()]
    assert run("in", "missing.txt", "--book", "Book").exit_code == 3


def test_a_book_that_a_person_changed_is_left_alone(two: Path) -> None:
    assert run("in", "--book", "Book", "-f", "epub").exit_code == 0
    file = two / "output" / "Book.epub"
    file.write_bytes(file.read_bytes() + b"mine")
    done = run("in", "--book", "Book", "-f", "epub")
    assert done.exit_code == 7 and done.stdout == "" and file.read_bytes().endswith(b"mine")
    assert "--overwrite replaces it" in done.stderr
    done = run("in", "--book", "Book", "-f", "epub", "--overwrite")
    assert done.exit_code == 0 and not file.read_bytes().endswith(b"mine")
    assert [path.suffix for path in (two / ".bilingual" / "backups").iterdir()] == [".epub"]


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        (("-f", "docx,pdf"), "a book is written as pdf and epub, not as docx"),
        (("-f", "json"), "not as json"),
        (("-o", "x.pdf"), "x.pdf: a book is named after its title"),
        (("--watch",), "--book cannot be used with --watch"),
    ],
)
def test_options_that_a_book_does_not_have(two: Path, options: tuple[str, ...], expected: str) -> None:
    done = run("in", "--book", "Book", *options)
    assert done.exit_code == 2 and expected in done.stderr
    assert not (two / "output").exists()


def test_a_title_without_letters(two: Path) -> None:
    done = run("in", "--book", "///")
    assert done.exit_code == 2 and "no letters for a file name" in done.stderr


def test_a_session_binds_translations(two: Path) -> None:
    settings = bilingual.Settings(editions=bilingual.editions_of(("epub",), ("english",)))
    with bilingual.Session(settings, bilingual.Project(two / "o"), engine=EchoEngine()) as session:
        found = [session.check(path) for path in sorted(Path("in").iterdir())]
        book = session.bind(found, "A", date="2026-01-01")
        assert (book.files, book.left) == ((two / "o" / "A.english.epub",), ())
        with pytest.raises(UsageError, match="at least one article"):
            session.bind([], "A", date="2026-01-01")
