"""The PDF as a tagged file: what a screen reader, a validator and an archive find in it."""

from __future__ import annotations

import re
import struct
from dataclasses import dataclass, replace
from io import BytesIO
from pathlib import Path
from typing import Literal

import pdfua
import pikepdf
import pytest
from pikepdf import pdfa
from PIL import Image, ImageCms

from bilingual.editions.choices import LAYOUTS
from bilingual.editions.compose.article import Facts, compose_edition
from bilingual.editions.model import Edition, Pair, Row, Section, Span, Text
from bilingual.editions.pdf.metadata import srgb
from bilingual.editions.pdf.writer import draw_pdf
from bilingual.editions.pictures import read_picture
from bilingual.editions.plan import Plan
from bilingual.editions.theme import Spacing, Theme
from bilingual.engines.echo import EchoEngine
from bilingual.model import Article
from bilingual.project import Project
from bilingual.session import Session
from bilingual.settings import Settings
from conftest import read_cases
from showcase import draw_plan, showcase
from tagged import Node, Tagged, kids_of, outline
from test_pdf import edition, pair, paragraph, png, run

ARTICLE = Path(__file__).parent.parent / "input" / "article.txt"
FACTS = Facts(signature="engine:echo", date="2025-11-23", version="0")
PLANS = {
    "side-by-side": Plan(numbers=True, mark_drafts=True, notes=True),
    "facing": Plan(layout="facing", toc=True, notes=True, numbers=True),
    "stacked": Plan(layout="stacked", order="en-ja", toc=True, notes=True, numbers=True),
    "english": Plan(layout="english", notes=True, numbers=True),
    "japanese": Plan(layout="japanese", toc=True, title_page=True),
    "sentences": Plan(align="sentence", order="en-ja", furigana=True),
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("pictures")
    draw_plan(path / "plan.png")
    return path


@dataclass(frozen=True)
class Made:
    """An edition, its file, and the file taken apart."""

    edition: Edition
    data: bytes
    read: Tagged


def echoed(path: Path, glossaries: Literal["nearest"] | None) -> Article:
    """Return an article whose English is its Japanese."""
    with Session(Settings(glossaries=glossaries), Project(drafts=None), engine=EchoEngine()) as session:
        return session.check(path).article


@pytest.fixture(scope="module", params=["seed", *PLANS, "essay/side-by-side", "essay/facing", "essay/stacked"])
def made(request: pytest.FixtureRequest, folder: Path) -> Made:
    """The notice in every layout, the essay in three, and the seed article."""
    name, _, plan = request.param.rpartition("/")
    if request.param == "seed":
        article = echoed(ARTICLE, "nearest")
        found = compose_edition(article, FACTS, plan=Plan(toc=True))
    else:
        found = showcase(name or "notice", PLANS[plan], folder)
    data = draw_pdf(found)
    return Made(found, data, Tagged(data))


def plain(text: object) -> str:
    """Return a text as it can be compared: a line end and the space at it are the page's own."""
    return "".join(str(text).split())


@pytest.mark.parametrize(
    ("title", "source", "expected"), read_cases("tags"), ids=lambda value: value.split("\n")[0][:40]
)
def test_cases(title: str, source: str, expected: str, tmp_path: Path) -> None:
    layout = re.match(r"\[(.+?)\]", title)
    article = tmp_path / "article.md"
    article.write_text(source, "utf-8")
    (tmp_path / "a.png").write_bytes(png(30, 30))
    plan = Plan(layout=layout[1] if layout else "side-by-side")  # type: ignore[arg-type]
    found = compose_edition(echoed(article, None), FACTS, plan=plan)
    lines = outline(Tagged(draw_pdf(replace(found, colophon=()))).document)
    assert "\n".join(lines) == expected


def test_all_ink_is_content_or_artifact_and_all_content_is_in_the_tree(made: Made) -> None:
    read = made.read
    assert not read.loose
    assert sorted(read.used) == sorted(read.marks)
    assert len(set(read.used)) == len(read.used)
    for at, page in enumerate(read.pdf.pages):
        numbers = sorted(number for here, number in read.marks if here == at)
        assert numbers == list(range(len(numbers)))
        assert page.Tabs == "/S"


def test_the_parent_tree_leads_back(made: Made) -> None:
    read = made.read
    nums = list(read.pdf.Root.StructTreeRoot.ParentTree.Nums)
    tree = dict(zip(map(int, nums[::2]), nums[1::2], strict=True))
    assert list(tree) == sorted(tree)
    assert int(read.pdf.Root.StructTreeRoot.ParentTreeNextKey) == len(tree)
    for node in read.document.walk():
        for kid in kids_of(node.raw):
            if isinstance(kid, int) or kid.get("/Type") == "/MCR":
                page = node.raw.Pg if isinstance(kid, int) else kid.Pg
                owner = tree[int(page.StructParents)][kid if isinstance(kid, int) else int(kid.MCID)]
                assert owner.objgen == node.raw.objgen
    for node, annotation in read.links:
        assert tree[int(annotation.StructParent)].objgen == node.raw.objgen
    assert len(read.links) == sum(len(page.obj.get("/Annots", ())) for page in read.pdf.pages)


def test_each_text_is_one_element_in_its_language(made: Made) -> None:
    found = made.edition
    nodes = made.read.document.all("P", "LBody", "TD", "TH", "Span")
    at = 0
    for row in (row for section in found.sections for row in section.rows if row.kind not in ("code", "separator")):
        if row.kind == "table":
            continue  # a table is read as a whole, in one language and then in the other
        for cell in row.cells:
            for lang in found.langs:
                text = cell.side(lang)
                if not text:
                    continue
                wanted, tag = plain(text), "ja" if lang == "ja" else "en-GB"
                at = next(
                    number
                    for number, node in enumerate(nodes[at:], at)
                    if plain(without_signs(node)) == wanted and node.lang == tag
                )


def without_signs(node: Node) -> str:
    """Return the text without the signs of notes."""
    return "".join(
        kid if isinstance(kid, str) else "" if kid.role == "Reference" else without_signs(kid) for kid in node.kids
    )


def test_tables_are_whole_in_each_language(made: Made) -> None:
    found = made.edition
    rows = [row for section in found.sections for row in section.rows if row.kind == "table"]
    tables = made.read.document.all("Table")
    assert len(tables) == (len(found.langs) if rows else 0)
    if not rows:
        return
    for lang, table in zip(found.langs, tables, strict=True):
        assert table.lang == ("ja" if lang == "ja" else "en-GB")
        cells = [[plain(without_signs(cell)) for cell in line.all("TH", "TD")] for line in table.all("TR")]
        assert cells == [[plain(cell.side(lang)) for cell in row.cells] for row in rows]
        assert [cell.role for cell in table.all("TH", "TD")] == [
            "TH" if row.header else "TD" for row in rows for _ in row.cells
        ]


def test_the_tree_keeps_the_grammar_of_pdf(made: Made) -> None:
    """What may stand in what: PDF 32000-1, 14.8.4; ISO 14289-1, 7.2."""
    may = {
        "Document": {"Sect", "Div", "H1", "P", "L", "Table", "BlockQuote", "Note", "Lbl", "Figure"},
        "L": {"LI"},
        "LI": {"Lbl", "LBody"},
        "Table": {"TR"},
        "TR": {"TH", "TD"},
        "TOC": {"TOCI"},
        "TOCI": {"Reference"},
        "Reference": {"Link"},
        "H1": {"Span"},
        "H2": {"Span"},
        "H3": {"Span"},
    }
    level = 0
    ids = []
    read = made.read
    for node in read.document.walk():
        inner = {kid.role for kid in node.kids if isinstance(kid, Node)}
        if node.role in may:
            assert inner <= may[node.role], node.role
            assert all(isinstance(kid, Node) for kid in node.kids)
        if re.fullmatch("H[1-6]", node.role):
            assert node.text
            assert int(node.role[1]) <= level + 1
            level = int(node.role[1])
        if node.role == "TH":
            assert node.raw.A.Scope == "/Column"
        if node.role == "L":
            assert "/A" not in node.raw or node.raw.A.ListNumbering in ("/Disc", "/Decimal")
        if node.role == "Figure":
            assert node.alt
            assert len(node.raw.A.BBox) == 4
        if node.role == "Note":
            ids.append(str(node.raw.ID))
        assert node.kids or node.role in ("TH", "TD", "Figure")
    assert len(set(ids)) == len(ids)


def test_a_heading_is_one_in_both_languages(made: Made) -> None:
    found = made.edition
    headings = [plain(node.text) for node in made.read.document.all("H1", "H2", "H3")]
    pairs = [found.title, *(section.heading for section in found.sections if section.heading)]
    wanted = ["".join(plain(pair.side(lang)) for lang in found.langs) for pair in pairs]
    assert [heading for heading in headings if heading in wanted] == wanted


def test_links_say_where_they_go_and_lead_there(made: Made) -> None:
    read = made.read
    pages = {page.obj.objgen for page in read.pdf.pages}
    for node, annotation in read.links:
        assert str(annotation.Contents)
        assert int(annotation.F) == 4
        assert node.text
        if "/Dest" in annotation:
            assert annotation.Dest[0].objgen in pages
        else:
            assert str(annotation.A.URI).startswith("https://example.org/")


def test_a_line_of_the_contents_is_one_link_to_its_heading(folder: Path) -> None:
    found = showcase("notice", Plan(toc=True), folder)
    read = Tagged(draw_pdf(found))
    entries = read.document.all("TOCI")
    assert len(entries) == len(found.toc)
    names = list(read.pdf.Root.Names.Dests.Names)
    destinations = {str(name): place for name, place in zip(names[::2], names[1::2], strict=True)}
    for entry, wanted in zip(entries, found.toc, strict=True):
        (link,) = entry.all("Link")
        ((_, annotation),) = [pair for pair in read.links if pair[0] is link]
        page, _, _, height, _ = annotation.Dest
        assert page.objgen == destinations[wanted.anchor][0].objgen
        assert height == destinations[wanted.anchor][3]
        number = [index for index, one in enumerate(read.pdf.pages, 1) if one.obj.objgen == page.objgen]
        assert plain(link.text) == plain(f"{wanted.heading.source}{wanted.heading.target}{number[0]}")


def test_notes_are_referred_to_where_they_are(folder: Path) -> None:
    found = showcase("essay", Plan(notes=True), folder)
    assert found.notes
    read = Tagged(draw_pdf(found))
    notes = read.document.all("Note")
    assert len(notes) == len(found.notes)
    references = {node.text for node in read.document.all("Reference")}
    assert references == {str(note.number).translate(str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")) for note in found.notes}


def test_a_reading_is_heard_once_and_the_text_stays_in_one_piece() -> None:
    spans = (
        Span("習近平", ruby="しゅうきんぺい"),
        Span("国家主席は"),
        Span("北京", ruby="ほっきょう", guessed=True),
        Span("で会談した。"),
    )
    row = Row("paragraph", (Pair(Text(spans, "ja"), Text((Span("x"),), "en")),))
    read = Tagged(draw_pdf(edition(row)))
    (found,) = [node for node in read.document.all("P") if "国家主席" in node.text]
    assert found.text == "習近平国家主席は北京で会談した。"
    assert found.spoken == "しゅうきんぺい国家主席は北京で会談した。"  # no guess is put into a listener's ear
    assert {"しゅうきんぺい", "ほっきょう"} <= set(read.artifacts)


def test_a_paragraph_over_pages_is_one_element() -> None:
    ja, en = "長い段落の文がここにある。" * 300, "The long paragraph has its sentences here. " * 200
    read = Tagged(draw_pdf(edition(paragraph(ja, en))))
    (found,) = [node for node in read.document.all("P") if node.text.startswith("長い")]
    assert plain(found.text) == plain(ja)
    assert len(found.kids) > 2
    (found,) = [node for node in read.document.all("P") if node.text.startswith("The long")]
    assert plain(found.text) == plain(en)


def test_what_stands_on_every_page_is_read_on_none() -> None:
    header = Row("table", (pair("年", "Year"), pair("出来事", "Event")), header=True)
    rows = [Row("table", (pair(f"{n}年", f"Y{n}"), pair("文" * 40, "word " * 20))) for n in range(60)]
    read = Tagged(draw_pdf(edition(header, *rows)))
    assert len(read.pdf.pages) > 2
    assert [node.text for node in read.document.all("TH")] == ["年", "出来事", "Year", "Event"]
    assert read.artifacts.count("Event") == len(read.pdf.pages) - 1
    assert "2 / " in "".join(read.artifacts)
    assert "2 / " not in read.document.text


def test_short_rows_of_a_table_are_filled_up() -> None:
    header = Row("table", (pair("一", "One"), pair("二", "Two")), header=True)
    read = Tagged(draw_pdf(edition(header, Row("table", (pair("三", "Three"),)))))
    assert {len(line.all("TH", "TD")) for line in read.document.all("TR")} == {2}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_two_tables_in_a_row_are_two(layout: str) -> None:
    rows = [Row("table", (pair("一", "One"),) * count, header=not at) for count in (3, 2) for at in range(2)]
    made = edition(*rows, layout=layout)
    tables = Tagged(draw_pdf(made)).document.all("Table")
    assert [[len(line.all("TH")) for line in table.all("TR")] for table in tables] == [
        [count, 0] for count in (3, 2) for _ in made.langs
    ]


def test_a_hyphenated_word_is_whole() -> None:
    word = "internationalisation "
    made = edition(paragraph("語" * 40, word * 40), theme=Theme(spacing=Spacing(share=0.465)))
    read = Tagged(draw_pdf(made))
    assert any("\u00ad" in text for text in read.marks.values())
    (found,) = [node for node in read.document.all("P") if node.text.startswith("intern")]
    assert found.text.split() == [word.strip()] * 40


def test_spaces_that_do_not_break_are_kept() -> None:
    read = Tagged(draw_pdf(edition(paragraph("十キロ", "It is 10\u00a0km away."))))
    assert [node for node in read.document.all("P") if node.text == "It is 10\u00a0km away."]


def test_code_keeps_its_lines_for_the_ear() -> None:
    source = "def f(x):\n    return x"
    (code,) = Tagged(draw_pdf(edition(Row("code", (pair(source, source),))))).document.all("Code")
    assert code.spoken == source


def test_pdfua_has_no_findings(made: Made, tmp_path: Path) -> None:
    target = tmp_path / "edition.pdf"
    target.write_bytes(made.data)
    report = pdfua.validate(str(target))
    assert not report.findings
    # pdfua 0.1.3 trips over headings that have two children; the grammar above looks at every heading.
    assert {outcome.rule_id for outcome in report.skipped} <= {"UA-14-001"}


def test_poppler_reads_the_source_in_order(made: Made, tmp_path: Path) -> None:
    found = made.edition
    target = tmp_path / "edition.pdf"
    target.write_bytes(made.data)
    lines = run("pdfinfo", "-struct-text", str(target)).splitlines()
    text = plain("".join(line.strip()[1:-1] for line in lines if line.strip().startswith('"')))
    at = 0
    for section in found.sections:
        for row in section.rows:
            for cell in row.cells if row.kind not in ("code", "table", "separator") else ():
                for lang in found.langs:
                    # Poppler does not say that a note's sign is not of the text.
                    wanted = [re.escape(character) for character in plain(cell.side(lang))]
                    match = re.compile("[⁰¹²³⁴⁵⁶⁷⁸⁹]*".join(wanted)).search(text, at)
                    assert match, cell.side(lang)
                    at = match.end()


def test_every_face_is_embedded_and_qpdf_is_content(made: Made, tmp_path: Path) -> None:
    target = tmp_path / "edition.pdf"
    target.write_bytes(made.data)
    assert "No syntax or stream encoding errors" in run("qpdf", "--check", str(target))
    rows = run("pdffonts", str(target)).splitlines()[2:]
    assert rows
    assert all(row.split()[-5:-2] == ["yes", "yes", "yes"] for row in rows)
    assert b"Helvetica" not in made.data
    assert not [
        character for text in made.read.marks.values() for character in text if "\u2f00" <= character < "\u2fe0"
    ]


def test_the_same_bytes_again(folder: Path) -> None:
    for archive in (False, True):
        found = replace(showcase("notice", PLANS["facing"], folder), archive=archive)
        assert draw_pdf(found) == draw_pdf(found)


def test_the_file_says_what_it_is(made: Made) -> None:
    found = made.edition
    file = pikepdf.open(BytesIO(made.data))
    assert file.Root.MarkInfo.Marked is True
    assert str(file.Root.Lang) == found.language
    assert "/Filter" not in file.Root.Metadata  # programs look for it without reading PDF
    meta = file.open_metadata()
    assert meta["pdfuaid:part"] == "1"
    assert "pdfaid:part" not in meta
    assert meta.get("dc:creator", []) == ([found.author] if found.author else [])
    assert meta["xmp:CreateDate"] == "2025-11-23T00:00:00Z"
    assert set(meta["dc:language"]) == {"ja" if lang == "ja" else "en-GB" for lang in found.langs}
    assert meta["dc:title"] == str(file.docinfo["/Title"])


@pytest.mark.parametrize("text", ['</dc:title>&"<x>', "\x00\ud800\ufffe\n", "]]>", " "])
def test_hostile_metadata_is_only_text(text: str) -> None:
    found = replace(edition(title=pair(text, text)), author=text, subject=text)
    with pikepdf.open(BytesIO(draw_pdf(found))) as read, read.open_metadata() as meta:
        assert meta["pdfuaid:part"] == "1"


@pytest.fixture(scope="module")
def archived(folder: Path) -> bytes:
    image = Image.radial_gradient("L").resize((60, 40))
    Image.merge("RGBA", (image,) * 4).save(folder / "see-through.png")
    Image.merge("CMYK", (image,) * 4).save(folder / "print.jpg")
    rows = tuple(
        Row("image", (pair("図", name),), image=read_picture((folder / name).read_bytes()), alt=name)
        for name in ("see-through.png", "print.jpg")
    )
    found = showcase("notice", Plan(toc=True, archive=True), folder)
    return draw_pdf(replace(found, sections=(*found.sections, Section(rows))))


def test_an_archival_file_brings_its_colours(archived: bytes) -> None:
    read = pikepdf.open(BytesIO(archived))
    (intent,) = read.Root.OutputIntents
    assert intent.S == "/GTS_PDFA1"
    assert intent.DestOutputProfile.read_bytes() == srgb()
    meta = read.open_metadata()
    assert (meta["pdfaid:part"], meta["pdfaid:conformance"]) == ("2", "B")
    assert b"pdfaExtension:schemas" in read.Root.Metadata.read_bytes()
    pictures = [picture for page in read.pages for picture in page.resources.get("/XObject", {}).values()]
    assert len(pictures) == 3
    assert {str(picture.ColorSpace) for picture in pictures} <= {"/DeviceRGB", "/DeviceGray"}


def test_pikepdf_finds_nothing_against_the_archive(archived: bytes) -> None:
    """It is stricter than the norm in one thing: it knows no described properties, and PDF/UA's is one."""
    with pikepdf.open(BytesIO(archived)) as read:
        findings = pdfa.check(read, "2b", deterministic_id=True).findings
    known = re.compile("XMP (namespace|property) (pdfaExtension|pdfaSchema|pdfaProperty|pdfuaid)")
    assert [one for one in findings if not known.match(one.message)] == []


def test_the_profile_is_srgb() -> None:
    own = ImageCms.ImageCmsProfile(BytesIO(srgb()))
    assert struct.unpack_from(">L", srgb())[0] == len(srgb())
    ramp = Image.merge("RGB", tuple(Image.linear_gradient("L").rotate(turn) for turn in (0, 90, 180)))
    same = ImageCms.profileToProfile(ramp, own, ImageCms.createProfile("sRGB"))
    assert same is not None
    difference = max(abs(one - other) for one, other in zip(ramp.tobytes(), same.tobytes(), strict=True))
    assert difference <= 1
