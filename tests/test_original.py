"""The English in a copy of the Word document that an article was read from."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import zipfile
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import docx as python_docx
import pytest
from lxml import etree
from openxml_audit import OpenXmlValidator

from bilingual.containers.docx import W
from bilingual.editions.choices import Order
from bilingual.editions.original.copying import translated_copy
from bilingual.errors import InputError
from bilingual.model import Article, Block
from bilingual.reading import read_bytes
from test_read_docx import CONTENTS_FIELD, KEPT, LINKS, PARTS, ruby
from wordfiles import cell, complex_field, numbered, paragraph, picture, run, table, text_box, word_file

PATH = Path("記事.docx")
COPIES: dict[str, dict[str, Any]] = {"below": {}, "above": {"order": "en-ja"}, "alone": {"alone": True}}


def translated(data: bytes) -> Article:
    """Return the article in a file with an English of its own for each unit."""
    article = read_bytes(data, PATH)
    return article.with_units(
        {
            unit.id: replace(unit, target=f"English {number}.", origin="engine")
            for number, unit in enumerate(article.units)
            if unit.source
        }
    )


def part(data: bytes, name: str = "word/document.xml") -> Any:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return etree.fromstring(archive.read(name))


def lines(data: bytes, name: str = "word/document.xml") -> list[str]:
    """Return the text of each paragraph that has some, text boxes and cells included."""
    found = []
    for one in part(data, name).iter(f"{W}p"):
        own = [t.text or "" for t in one.iter(f"{W}t") if next(t.iterancestors(f"{W}p")) is one]
        found += ["".join(own)] if own else []
    return found


def unsigned(data: bytes) -> bytes:
    """Return a copy without the bookmark that says that it is one."""
    new = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as before, zipfile.ZipFile(new, "w") as after:
        for name in before.namelist():
            after.writestr(name, before.read(name).replace(b"_bilingual_copy", b"x"))
    return new.getvalue()


def rich() -> bytes:
    """Return a file that is valid to the letter, with all that a copy must keep."""
    document = python_docx.Document()
    document.add_heading("町の歴史", 0)
    document.add_heading("はじめに", 1)
    text = document.add_paragraph("昔、")
    text.add_run("大きな").bold = True
    text.add_run("湖があった。今もある。")
    document.add_paragraph("北門", style="List Bullet")
    document.add_paragraph("堤防を直す。", style="List Number")
    grid = document.add_table(rows=2, cols=2)
    for at, words in enumerate(("年", "水位", "1896", "高い")):
        grid.cell(at // 2, at % 2).text = words
    document.add_section()
    document.add_paragraph("終わり。")
    document.sections[0].header.paragraphs[0].text = "市報"
    data = io.BytesIO()
    document.save(data)
    return data.getvalue()


@pytest.mark.parametrize("copy", COPIES)
def test_every_english_is_there_once_and_the_japanese_as_before(copy: str) -> None:
    for name, (body, _) in KEPT.items():
        data = word_file(body, parts=PARTS, links=LINKS)
        article = translated(data)
        made = translated_copy(data, article, **COPIES[copy])
        names = ("word/document.xml", "word/footnotes.xml", "word/endnotes.xml")
        after = [line for one in names for line in lines(made, one)]
        found = Counter(re.findall(r"English \d+", " ".join(after)))
        expected = {
            unit.target.rstrip(".")  # the address of a link comes before the stop
            for block in article.blocks
            for unit in block.units
            if unit.target and block.kind not in ("image", "code")
        }
        assert found == Counter(dict.fromkeys(expected, 1)), name
        if copy != "alone":
            again = [block for block in read_bytes(unsigned(made), PATH).blocks if "English" not in block.source]
            kept = [_text(block) for block in again if block.kind != "table"]
            whole = [block for block in article.blocks if block.kind != "table"]
            assert Counter(kept) == Counter(map(_text, whole)), name


def _text(block: Block) -> str:
    """Return the text of a block; with English in the file, a typed 第一章 may be read as part of it."""
    return re.sub(r"^第.章\s*", "", block.source)


NO_LIST = {"Numbering definition '0' referenced but not found"}
"""What the validator says of a paragraph whose style has a list and that is in none (ECMA-376 part 1, 17.9.18)."""


def errors(data: bytes, folder: Path) -> set[str]:
    (folder / "a.docx").write_bytes(data)
    return {error.description for error in OpenXmlValidator().validate(folder / "a.docx").errors}


@pytest.mark.parametrize("copy", COPIES)
def test_a_copy_is_valid_and_opens(copy: str, tmp_path: Path) -> None:
    data = rich()
    made = translated_copy(data, translated(data), **COPIES[copy])
    assert errors(made, tmp_path) - errors(data, tmp_path) <= NO_LIST
    document = python_docx.Document(io.BytesIO(made))
    assert len(document.sections) == 2 and document.sections[0].header.paragraphs[0].text == "市報"
    assert [style.name for style in (one.style for one in document.paragraphs)].count("Title") == (copy != "alone") + 1


UNSEEN = ("a style that is based", "a field without", "a text box")


@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed")
def test_libreoffice_opens_a_copy(tmp_path: Path) -> None:
    # In the original, too, LibreOffice crashes at a circle of styles, shows no text behind a field without an end, and
    # exports none of text boxes.
    whole = [body for name, (body, _) in KEPT.items() if not name.startswith(UNSEEN)]
    data = word_file("".join(whole), parts=PARTS, links=LINKS)
    article = translated(data)
    (tmp_path / "a.docx").write_bytes(translated_copy(data, article))
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = ["soffice", profile, "--headless", "--convert-to", "txt:Text (encoded):UTF8", "--outdir", str(tmp_path)]
    subprocess.run([*command, str(tmp_path / "a.docx")], check=True, capture_output=True, timeout=300)
    text = (tmp_path / "a.txt").read_text("utf-8-sig")
    paragraphs = [block for block in article.blocks if block.kind in ("paragraph", "heading", "list_item", "quote")]
    assert len(paragraphs) > 80
    said = [unit.target.rstrip(".") for block in paragraphs for unit in block.units]
    missing = [words for words in said if not re.search(rf"{words}\b", text)]
    assert not missing


def copied(body: str, **options: Any) -> Any:
    data = word_file(body, parts=PARTS, links=LINKS)
    body = part(translated_copy(data, translated(data), **options)).find(f"{W}body")
    del body[:2]  # the bookmark of the copy
    return body


def shown(element: Any) -> str:
    """Return XML without namespaces, for comparison."""
    text = re.sub(r' xmlns:\w+="[^"]*"| xml:space="preserve"', "", etree.tostring(element, encoding="unicode"))
    return re.sub(r">\s+<", "><", text)


def test_english_has_the_properties_of_its_paragraph_and_no_number() -> None:
    body = copied(numbered("市長は計画を定める。", 1, 1))
    assert shown(body[1]) == (
        '<w:p><w:pPr><w:ind w:firstLine="0" w:firstLineChars="0"/></w:pPr>'
        '<w:r><w:rPr><w:lang w:val="en-US"/></w:rPr><w:t>English 0.</w:t></w:r></w:p>'
    )
    style = '<w:spacing w:after="120"/><w:ind w:firstLine="210"/><w:jc w:val="both"/>'
    body = copied(paragraph(run("水位。", '<w:color w:val="C00000"/><w:sz w:val="28"/>'), "q", style))
    assert shown(body[1].find(f"{W}pPr")) == shown(body[0].find(f"{W}pPr"))
    assert shown(body[1].find(f"{W}r/{W}rPr")) == (
        '<w:rPr><w:color w:val="C00000"/><w:sz w:val="28"/><w:lang w:val="en-US"/></w:rPr>'
    )


@pytest.mark.parametrize("order", ["ja-en", "en-ja"])
def test_a_heading_and_its_english_are_close_and_stay_together(order: Order) -> None:
    large = '<w:spacing w:before="480" w:beforeLines="100" w:after="60"/><w:outlineLvl w:val="0"/>'
    plain = '<w:outlineLvl w:val="0"/>'
    text = paragraph("第一章", "", large) + paragraph("第二章", "", plain) + paragraph("本文です。")
    body = copied(text, order=order)
    for first, second in (body[0:2], body[2:4]):
        assert first.find(f"{W}pPr/{W}keepNext").get(f"{W}val") == "1"
        spacing = second.find(f"{W}pPr/{W}spacing")
        assert [spacing.get(f"{W}{name}") for name in ("before", "beforeLines", "beforeAutospacing")] == ["0"] * 3
    assert body[0].find(f"{W}pPr/{W}spacing").get(f"{W}before") == "480"
    assert body[1].find(f"{W}pPr/{W}spacing").get(f"{W}after") == "60"
    assert all(one.find(f".//{W}spacing") is None and one.find(f".//{W}keepNext") is None for one in body[4:6])


def test_english_does_not_have_what_suits_japanese_only() -> None:
    odd = '<w:wordWrap w:val="0"/><w:jc w:val="distribute"/>'
    text = paragraph(run("目次", '<w:spacing w:val="200"/><w:w w:val="80"/>'), "", odd)
    for copy, at in ((copied(text), 1), (copied(text, alone=True), 0)):
        assert shown(copy[at]).replace("<w:pPr/>", "") == (
            '<w:p><w:pPr><w:jc w:val="center"/></w:pPr>'
            '<w:r><w:rPr><w:lang w:val="en-US"/></w:rPr><w:t>English 0.</w:t></w:r></w:p>'
        )


def test_a_content_control_does_not_take_its_old_text_back() -> None:
    bound = '<w:sdtPr><w:alias w:val="題名"/><w:dataBinding w:xpath="/x"/><w:text/></w:sdtPr>'
    body = copied(f"<w:sdt>{bound}<w:sdtContent>{paragraph('町の歴史')}</w:sdtContent></w:sdt>")
    assert shown(body[0][0]) == '<w:sdtPr><w:alias w:val="題名"/></w:sdtPr>'
    assert len(body[0][1]) == 2


def test_bold_of_a_part_is_not_that_of_the_whole() -> None:
    assert copied(paragraph(run("注意の文章、", "<w:b/>") + run("次。")))[1].find(f".//{W}b") is None
    assert copied(paragraph(run("全部。", "<w:b/>")))[1].find(f".//{W}b") is not None


STYLED = '<w:rStyle w:val="hl"/>'


def test_links_and_bold_go_where_the_product_puts_them() -> None:
    link = f'<w:hyperlink r:id="rWeb">{run("ABC", STYLED)}</w:hyperlink>'
    data = word_file(paragraph("題", "1") + paragraph(run("市の") + link + run("を見よ。")), parts=PARTS, links=LINKS)
    article = read_bytes(data, PATH)
    article = article.with_units({u.id: replace(u, target="See ABC here.") for u in article.units if "ABC" in u.source})
    body = part(translated_copy(data, article)).find(f"{W}body")
    found = body[4].find(f"{W}hyperlink")
    assert "".join(t.text for t in found.iter(f"{W}t")) == "ABC"
    assert shown(found.find(f"{W}r/{W}rPr")) == f'<w:rPr>{STYLED}<w:lang w:val="en-US"/></w:rPr>'
    assert found.get("{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id") == "rWeb"


def test_a_link_of_a_field_needs_no_relation() -> None:
    body = paragraph("題", "1") + paragraph(
        complex_field('HYPERLINK "https://example.org/b"', run("ABC")) + run("を見よ。")
    )
    data = word_file(body, parts=PARTS)
    article = read_bytes(data, PATH)
    article = article.with_units({u.id: replace(u, target="See ABC.") for u in article.units if "ABC" in u.source})
    made = translated_copy(data, article, alone=True)
    text = shown(part(made).find(f"{W}body")[3])
    assert "HYPERLINK &quot;https://example.org/b&quot;" in text or 'HYPERLINK "https://example.org/b"' in text
    assert [mark.value for unit in read_bytes(unsigned(made), PATH).units for mark in unit.marks] == [
        "https://example.org/b"
    ]


def test_alone_keeps_pictures_bookmarks_notes_and_boxes_but_no_ruby() -> None:
    reference = '<w:r><w:footnoteReference w:id="2"/></w:r>'
    mark = '<w:bookmarkStart w:id="5" w:name="x"/><w:bookmarkEnd w:id="5"/>'
    body = copied(
        paragraph(
            picture() + run("町の") + ruby("湖", "うみ") + run("。") + reference + mark + text_box(paragraph("囲み。"))
        ),
        alone=True,
    )
    text = shown(body)
    for kept in ("w:footnoteReference", 'descr="湖の写真"', "w:bookmarkStart", "w:txbxContent"):
        assert text.count(f"{kept}") >= 1, kept
    assert "ruby" not in text and "町" not in text and "囲み" not in text and "Fallback" not in text
    assert text.index("湖の写真") < text.index("English 1.") < text.index("footnoteReference")


def test_notes_are_filled_in_their_own_part() -> None:
    body, _ = KEPT["notes in the order of reference"]
    data = word_file(body, parts=PARTS, links=LINKS)
    made = translated_copy(data, translated(data), alone=True)
    assert [re.sub(r"\d+", "n", line) for line in lines(made, "word/footnotes.xml")] == [" English n."] * 2
    assert len(list(part(made).iter(f"{W}footnoteReference", f"{W}endnoteReference"))) == 3


def test_cells_get_a_paragraph_each_but_figures_none() -> None:
    data = word_file(table(cell("年") + cell("水位"), cell("1896") + cell("高い")), parts=PARTS)
    article = read_bytes(data, PATH)
    english = {"年": "Year", "水位": "Level", "1896": "1896", "高い": "High"}
    article = article.with_units({unit.id: replace(unit, target=english[unit.source]) for unit in article.units})
    assert lines(translated_copy(data, article)) == ["年", "Year", "水位", "Level", "1896", "高い", "High"]
    assert lines(translated_copy(data, article, alone=True)) == ["Year", "Level", "1896", "High"]


def test_the_english_of_a_table_in_a_cell_is_in_its_own_cells() -> None:
    inner = table(cell("平日") + cell("高い"), cell("休日") + cell("安い"))
    data = word_file(table(cell("客室") + cell("料金"), cell("和室") + cell(inner + paragraph(""))), parts=PARTS)
    article = read_bytes(data, PATH)
    article = article.with_units({unit.id: replace(unit, target=f"E-{unit.id}") for unit in article.units})
    made = lines(translated_copy(data, article, alone=True))
    assert made == [f"E-{unit.id}" for unit in article.units] and len(made) == 7


def test_the_number_of_a_cell_is_there_once_and_counts_once() -> None:
    rows = table(
        cell("項目") + cell("量"), cell(numbered("堤防", 3)) + cell("高い"), cell(numbered("水門", 3)) + cell("低い")
    )
    data = word_file(rows, parts=PARTS)
    article = read_bytes(data, PATH)
    assert [unit.source for unit in article.units][2::2] == ["1. 堤防", "2. 水門"]
    article = article.with_units({unit.id: replace(unit, target=f"{unit.source[:3]}English") for unit in article.units})
    below, alone = (translated_copy(data, article, alone=alone) for alone in (False, True))
    again = read_bytes(unsigned(below), PATH)
    assert [unit.source for unit in again.units][2::2] == ["1. 堤防 1. English", "2. 水門 2. English"]
    again = read_bytes(unsigned(alone), PATH)
    assert [unit.source for unit in again.units][2::2] == ["1. English", "2. English"]


def test_a_section_ends_behind_the_english() -> None:
    body = copied(paragraph("前。", "", "<w:sectPr/>") + paragraph("後。"))
    assert [one.find(f"{W}pPr/{W}sectPr") is not None for one in body] == [False, True, False, False]


def test_contents_are_made_anew() -> None:
    body = copied(paragraph("題", "1") + CONTENTS_FIELD + paragraph("文。"))
    assert [sign.get(f"{W}dirty") for sign in body.iter(f"{W}fldChar")] == ["true", None, None]


def test_typed_markers_are_part_of_the_text() -> None:
    data = word_file(paragraph("題", "1") + paragraph("・北門"), parts=PARTS)
    assert lines(translated_copy(data, translated(data), alone=True))[1] == "• English 1."


def test_only_the_text_is_changed_and_twice_the_same() -> None:
    data = word_file("".join(body for body, _ in KEPT.values()), parts=PARTS, links=LINKS)
    made = translated_copy(data, translated(data))
    assert made == translated_copy(data, translated(data))
    with zipfile.ZipFile(io.BytesIO(data)) as before, zipfile.ZipFile(io.BytesIO(made)) as after:
        assert before.namelist() == after.namelist()
        changed = {name for name in before.namelist() if before.read(name) != after.read(name)}
    assert changed == {"word/document.xml", "word/footnotes.xml", "word/endnotes.xml"}


def test_a_copy_is_no_article() -> None:
    data = word_file(paragraph("題", "1") + paragraph("文。"), parts=PARTS)
    with pytest.raises(InputError, match="is an edition that bilingual made - name the original document"):
        read_bytes(translated_copy(data, translated(data), alone=True), PATH)


def test_another_file_is_refused() -> None:
    article = translated(word_file(paragraph("一。") * 3, parts=PARTS))
    with pytest.raises(InputError, match="is not the file that the article was read from"):
        translated_copy(word_file(paragraph("一。"), parts=PARTS), article)
