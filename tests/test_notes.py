"""Notes: the article's footnotes and the glossary's, in one sequence, in every format, and back from a DOCX."""

from __future__ import annotations

import io
import shutil
import subprocess
import zipfile
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pytest
from lxml import etree
from openxml_audit import OpenXmlValidator

from bilingual.corrections.docx.reader import read_docx
from bilingual.corrections.model import ReturnedFile
from bilingual.editions.choices import LAYOUTS
from bilingual.editions.compose.article import compose_edition
from bilingual.editions.docx.writer import draw_docx
from bilingual.editions.html.writer import draw_html
from bilingual.editions.model import Edition, Lang, Pair
from bilingual.editions.pdf.design import design_of
from bilingual.editions.pdf.writer import draw_pdf, parts_of
from bilingual.editions.plan import Facts, Plan, TermGloss
from bilingual.keys import key_of
from bilingual.memory.entries import PrintedUnit
from bilingual.model import Article, Finding, TermMatch, Unit
from bilingual.reading.markdown.parser import parse_markdown
from htmlpages import parse
from tagged import Tagged
from test_docx import W, part, words

TEXT = """# 町の図書館[^title]

図書館は開いた[^open]。市立図書館は駅前にある[^n0][^n1]。

[^open]: 開館は4月1日。式に[市長](https://www.example.org/mayor)が来た[^n1]。

    二つ目の段落。

## 次の章[^n1]

市立図書館[^なし]の本[^n0]。

[^n0]: 2024年の調査。
[^n1]: 雑誌を除く。
[^x]: 使わない注。
[^title]: 題の注。
"""
ENGLISH = {
    "市立図書館は駅前にある。": "The City Library is by the station.",
    "市立図書館[^なし]の本。": "Books of the City Library.",
}
ENTRIES = {"市立図書館": TermGloss(note="City Library means the one by the station")}


def article(text: str = TEXT) -> Article:
    found = parse_markdown(text, "a.md")
    assert found

    def translated(unit: Unit) -> Unit:
        term = unit.source.find("市立図書館")
        match = TermMatch("市立図書館", "City Library", term, term + 5, found=True)
        english = ENGLISH.get(unit.source, f"English of {unit.id} it is.")
        return replace(unit, target=english, origin="engine", terms=(match,) if term >= 0 else ())

    return found.with_units({unit.id: translated(unit) for unit in found.units})


def edition(plan: Plan | None = None, of: Article | None = None) -> Edition:
    facts = Facts(signature="", version="", date="2026-01-02", entries=ENTRIES)
    return compose_edition(of or article(), facts, plan=plan or Plan(notes=True))


def signed(pair: Pair, lang: Lang) -> str:
    return "".join(span.text + f"^{span.note}" * (span.note > 0) for span in pair.side(lang).spans)


def test_notes_are_numbered_in_one_sequence_by_their_first_reference() -> None:
    made = edition()
    first, second = made.sections[0].rows[0].cells[0], made.sections[-1].rows[0].cells[0]
    assert signed(made.title, "ja") == "町の図書館^1"
    assert signed(first, "ja") == "図書館は開いた^2。市立図書館^3は駅前にある^4^5。"
    assert signed(first, "en") == "English of 2.1 it is.^2 The City Library^3 is by the station.^4^5"
    assert signed(second, "ja") == "市立図書館[^なし]の本^4。"
    heading = made.sections[-1].heading
    assert heading and signed(heading, "en").endswith("^5")
    assert [note.number for note in made.notes] == [1, 2, 3, 4, 5]
    assert [len(note.rows) for note in made.notes] == [1, 2, 0, 1, 1]
    assert signed(made.notes[1].rows[0].cells[0], "ja") == "開館は4月1日。式に市長が来た^5。"
    assert [str(text) for text in made.notes[2].texts] == ["市立図書館", "City Library means the one by the station"]


def test_a_footnote_that_nothing_refers_to_stays_a_row() -> None:
    rows = [row for section in edition().sections for row in section.rows if row.kind == "note"]
    assert [(str(row.marker.source), str(row.cells[0].source)) for row in rows if row.marker] == [
        ("[x]", "使わない注。")
    ]


def test_footnotes_need_no_option() -> None:
    made = edition(Plan())
    assert [note.number for note in made.notes] == [1, 2, 3, 4] and not any(note.texts for note in made.notes)


@pytest.mark.parametrize("text", ["一[^1]。\n\n[^1]: 二[^2]。\n[^2]: 三。", "一。\n\n[^1]: 二。", "[^1]: 一[^1]。"])
def test_nothing_of_a_footnote_is_lost(text: str) -> None:
    made = edition(of=article(text))
    rows = [*(row for section in made.sections for row in section.rows), *(r for note in made.notes for r in note.rows)]
    units = [unit for row in rows for pair in row.cells for unit in pair.units]
    assert sorted(units) == sorted(unit.id for unit in article(text).units)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_each_note_is_once_on_the_pages_with_one_indent(layout: str) -> None:
    made = edition(Plan(layout=layout, notes=True))  # type: ignore[arg-type]
    boxes = [box for box in parts_of(made, design_of(made)).all if box.role == "footnote"]
    assert [box.destination for box in boxes if box.destination] == ["n1", "n2", "n3", "n4", "n5"]
    assert len({one.indent for box in boxes for one in box.paragraphs}) == 1
    below = [box.destination for box in parts_of(made, design_of(made)).all if box.role in ("footnote", "heading")]
    assert [name for name in below if name][-1].startswith("s")  # the second section has no notes of its own


@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_marks_of_a_pdf_lead_both_ways(layout: str) -> None:
    made = edition(Plan(layout=layout, notes=True))  # type: ignore[arg-type]
    read = Tagged(draw_pdf(made))
    assert len(read.document.all("Note")) == len(made.notes) + 1  # one is a row of the text
    back = [link.text for note in read.document.all("Note") for label in note.all("Lbl") for link in label.all("Link")]
    assert {"¹", "²", "³", "⁴", "⁵"} == set(back)
    assert len(read.document.all("Link")) - len(back) >= 8 * len(made.langs)  # the references of the text
    assert len(list(read.links)) >= len(read.document.all("Link"))


def footnotes(data: bytes) -> list[str]:
    return [words(note).strip() for note in part(data, "word/footnotes.xml")][2:]


def test_the_footnotes_of_a_docx_have_both_languages() -> None:
    data = draw_docx(edition())
    said = footnotes(data)
    assert len(said) == 5
    assert "開館は4月1日。" in said[1] and "English of 3.1 it is." in said[1] and "二つ目の段落。" in said[1]
    assert said[2] == "市立図書館 City Library means the one by the station"
    body = part(data, "word/document.xml")
    assert len(list(body.iter(f"{W}footnoteReference"))) == 5
    assert not list(part(data, "word/footnotes.xml").iter(f"{W}footnoteReference"))
    relations = zipfile.ZipFile(io.BytesIO(data)).read("word/_rels/footnotes.xml.rels").decode()
    assert "https://www.example.org/mayor" in relations


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_docx_with_footnotes_is_valid(tmp_path: Path, layout: str) -> None:
    plan = Plan(layout=layout, notes=True, toc=True, mark_drafts=True, comments=True)  # type: ignore[arg-type]
    (tmp_path / "a.docx").write_bytes(draw_docx(edition(plan), {"s5": 3}))
    assert not OpenXmlValidator().validate(tmp_path / "a.docx").errors


def test_comments_on_a_footnote_are_at_its_marker() -> None:
    source = article()
    unit = next(unit for unit in source.units if unit.source == "開館は4月1日。")
    found = source.with_units({unit.id: replace(unit, findings=(Finding("numbers", "4 is not there", unit.id),))})
    data = draw_docx(edition(Plan(comments=True), found))
    assert "commentRangeStart" in zipfile.ZipFile(io.BytesIO(data)).read("word/document.xml").decode()
    assert "comment" not in zipfile.ZipFile(io.BytesIO(data)).read("word/footnotes.xml").decode()


def base() -> tuple[PrintedUnit, ...]:
    return tuple(PrintedUnit(unit.id, unit.source, unit.target, key_of(unit.source)) for unit in article().units)


def changes(read: ReturnedFile) -> dict[str, str]:
    old = {unit.unit: unit.target for unit in base()}
    return {unit.unit: unit.target for unit in read.units if unit.target != old[unit.unit]}


def edited(data: bytes, before: str, after: str) -> bytes:
    """Return a file with other words in its footnotes."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            if name == "word/footnotes.xml":
                assert before.encode() in content
                content = content.replace(before.encode(), after.encode())
            target.writestr(name, content)
    return out.getvalue()


@pytest.mark.parametrize("layout", ["side-by-side", "stacked", "english"])
@pytest.mark.parametrize("order", ["ja-en", "en-ja"])
def test_corrections_in_footnotes_come_back(layout: str, order: str) -> None:
    data = draw_docx(edition(Plan(layout=layout, order=order, notes=True, toc=True)))  # type: ignore[arg-type]
    read = read_docx(data, base(), place="a.docx")
    assert not changes(read) and not read.unplaced and not read.warnings
    assert len(read.units) == len(base())
    read = read_docx(edited(data, "English of 3.1 it is.", "It opened on 1 April."), base(), place="a.docx")
    assert changes(read) == {"3.1": "It opened on 1 April."} and not read.unplaced
    (unit,) = [unit for unit in read.units if unit.unit == "3.1"]
    assert "footnote 2" in unit.place


@pytest.mark.skipif(not shutil.which("soffice"), reason="needs LibreOffice")
def test_libreoffice_keeps_the_footnotes(tmp_path: Path) -> None:
    (tmp_path / "a.docx").write_bytes(draw_docx(edition()))
    command = ["soffice", "--headless", f"-env:UserInstallation=file://{tmp_path}/p", "--convert-to", "docx"]
    command += ["--outdir", str(tmp_path / "out"), str(tmp_path / "a.docx")]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    read = read_docx((tmp_path / "out" / "a.docx").read_bytes(), base(), place="a.docx")
    assert not changes(read) and not read.unplaced
    assert len(read.units) == len(base())


def test_the_notes_of_a_page_lead_both_ways_and_have_both_languages() -> None:
    root = parse(draw_html(edition(Plan(notes=True, numbers=True))))
    notes = [node for node in root.all("li") if node.attributes.get("role") == "doc-endnote"]
    assert len(notes) == 5
    assert "開館は4月1日。" in notes[1].text and "English of 3.1" in notes[1].text
    for number, note in enumerate(notes, 1):
        back = [link.attributes["href"][1:] for link in note.all("a") if link.attributes.get("role") == "doc-backlink"]
        assert back == [f"ref-{number}-ja", f"ref-{number}-en"]
        assert all(root.by_id(name).attributes["href"] == f"#note-{number}" for name in back)


def test_a_second_marker_is_apart_from_the_first() -> None:
    made = edition()
    assert "⁴\u00a0⁵" in Tagged(draw_pdf(made)).document.text
    body = etree.tostring(etree.fromstring(ElementTree.tostring(part(draw_docx(made), "word/document.xml"))))
    assert b"\xc2\xa0" in body or b"&#160;" in body
