"""Word documents that are damaged or made to do harm: one clear line, nothing read outside, no other exception."""

from __future__ import annotations

import copy
import io
import random
import time
import zipfile
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from bilingual.errors import InputError
from bilingual.reading import read_bytes
from bilingual.reading.docx.reader import read_word
from test_read_docx import HEADING, KEPT, LEFT_OUT, LINKS, PARTS
from wordfiles import cell, paragraph, run, table, text_box, word_file

PATH = Path("記事.docx")
RICH = word_file(
    "".join(body for body, _ in KEPT.values()) + "".join(body for body, _, _ in LEFT_OUT.values()),
    parts={**PARTS, "header1": paragraph("市報みどり"), "comments": '<w:comment w:id="1"/>'},
    links=LINKS,
)
"""All that the other tests have, in one file."""


def parts_of(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def zipped(parts: dict[str, bytes], method: int = zipfile.ZIP_STORED) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", method) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return data.getvalue()


def changed(name: str, old: bytes, new: bytes) -> bytes:
    parts = parts_of(word_file(HEADING))
    assert old in parts[name]
    return zipped({**parts, name: parts[name].replace(old, new)}, zipfile.ZIP_DEFLATED)


REFUSED = {
    "a password": (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
        "protected by a password",
    ),
    "an old file": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), r"is an old Word file \(\.doc\)"),
    "no DOCX file": (b"PK\x03\x04 [Content_Types].xml", "the file is damaged or incomplete"),
    "an RTF file": (b"{\\rtf1 abc}", "is no DOCX file"),
    "half a file": (RICH[: len(RICH) // 2], "the file is damaged or incomplete"),
    "macros": (changed("[Content_Types].xml", b"document.main", b"document.macroEnabled.main"), "may have macros"),
    "an entity": (
        changed(
            "word/document.xml", b"<w:document", b'<!DOCTYPE x [<!ENTITY y SYSTEM "file:///etc/passwd">]><w:document'
        ),
        "has a document type declaration",
    ),
    "XML that is none": (changed("word/document.xml", b"</w:body>", b"</w:bod>"), "word/document.xml is damaged"),
    "a style sheet that is none": (changed("word/styles.xml", b"</w:styles>", b""), "word/styles.xml is damaged"),
    "a bomb": (
        changed("word/document.xml", b"<w:body>", b"<w:body>" + b"<w:p/>" * 12_000_000),
        "is 68 MB|larger than 64 MB",
    ),
    "elements in elements": (
        word_file(f"{'<w:customXml>' * 230}{paragraph('文。')}{'</w:customXml>' * 230}"),
        "nested more than 200 deep",
    ),
    "a part outside": (zipped({**parts_of(word_file(HEADING)), "../a": b""}), "has a part outside the document"),
}


def test_a_document_with_too_many_paragraphs_is_refused() -> None:
    with pytest.raises(InputError, match="has more than 300,000 paragraphs"):
        read_word(word_file("<w:p/>" * 300_001), PATH)
    with pytest.raises(InputError, match="has more than 3,000,000 elements"):
        read_word(word_file("<w:p/>" * 6_000_001), PATH)


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_refused(name: str) -> None:
    data, message = REFUSED[name]
    with pytest.raises(InputError, match=message) as caught:
        read_word(data, PATH)
    assert caught.value.place == "記事.docx" and caught.value.remedy
    assert len(caught.value.lines) == 1


def test_nothing_outside_the_file_is_read(tmp_path: Path) -> None:
    """A part of the name of a real file, and pictures that are links, lead nowhere."""
    secret = tmp_path / "secret.png"
    secret.write_bytes(b"\x89PNG\r\n\x1a\n secret")
    rels = b'Target="media/a.png"'
    data = parts_of(RICH)
    for target in (str(secret), f"file://{secret}", "../../../../etc/passwd"):
        data["word/_rels/document.xml.rels"] = data["word/_rels/document.xml.rels"].replace(
            rels, f'Target="{target}"'.encode()
        )
        rels = f'Target="{target}"'.encode()
        assert not read_word(zipped(data), tmp_path / "a.docx").assets


def nested(depth: int) -> str:
    inside = paragraph("底。")
    for _ in range(depth):
        inside = table(cell(inside + paragraph("")))
    return inside


GREAT = {
    "layout tables in each other": HEADING + nested(60),
    "text boxes in each other": HEADING
    + "".join(
        paragraph(run("外。") + text_box(paragraph(run("中。") + text_box(paragraph("底。"))))) for _ in range(50)
    ),
    "a span over a thousand million columns": HEADING
    + table(
        cell("一", '<w:gridSpan w:val="999999999"/>') + cell("二"), cell("三", '<w:gridSpan w:val="-5"/>') + cell("四")
    ),
    "numbers that are none": HEADING
    + table(cell("一", '<w:gridSpan w:val="x"/>') + cell("二"), cell("三") + cell("四"))
    + paragraph(
        "文。", "", '<w:outlineLvl w:val="９"/><w:numPr><w:ilvl w:val="99999999999"/><w:numId w:val="1"/></w:numPr>'
    ),
    "many insertions in a paragraph": HEADING + paragraph(f"<w:ins>{run('字')}</w:ins>" * 5000),
    "many deleted marks": HEADING + paragraph("字", "", "<w:rPr><w:del/></w:rPr>") * 5000 + paragraph("。"),
    "many fields in each other": HEADING
    + paragraph(
        '<w:r><w:fldChar w:fldCharType="begin"/><w:fldChar w:fldCharType="separate"/></w:r>' * 20_000
        + run("文。") * 20_000
        + '<w:r><w:fldChar w:fldCharType="end"/></w:r>' * 20_000
    )
    + paragraph("次。"),
    "many fields that do not end": HEADING
    + paragraph('<w:r><w:fldChar w:fldCharType="begin"/></w:r>' * 5000 + run("文。")),
}


@pytest.mark.parametrize("name", GREAT)
def test_what_is_read_all_the_same(name: str) -> None:
    begin = time.process_time()
    found = read_word(word_file(GREAT[name], parts=PARTS), PATH)
    assert found.blocks[0].source == "町の歴史" and len(found.blocks) > 1
    assert time.process_time() - begin < 20  # seconds; a quadratic walk takes minutes


def mutated_bytes(random_: random.Random) -> bytes:
    data = bytearray(RICH)
    for _ in range(random_.randint(1, 30)):
        data[random_.randrange(len(data))] = random_.randrange(256)
    return bytes(data[: random_.randrange(len(data))] if random_.random() < 0.2 else data)


_VALUES = (
    "",
    "-1",
    "0",
    "9",
    "99999999999999999999",
    "x",
    "９",
    "%1%9%0",
    "true",
    "あ" * 50,
    "begin",
    "separate",
    "end",
)
_PARTS = ("word/document.xml", "word/styles.xml", "word/numbering.xml", "word/footnotes.xml", "word/endnotes.xml",
          "word/_rels/document.xml.rels", "word/comments.xml", "[Content_Types].xml", "_rels/.rels")  # fmt: skip


def mutated_xml(random_: random.Random) -> bytes:
    """Return the file with attributes, names and places of elements changed; it stays well-formed."""
    parts = parts_of(RICH)
    for name in random_.sample(_PARTS, random_.randint(1, 4)):
        root = etree.fromstring(parts[name])
        elements = list(root.iter())
        for _ in range(random_.randint(1, 60)):
            mutate(random_.choice(elements), random_.choice(elements), random_)
        parts[name] = etree.tostring(root)
    if random_.random() < 0.2:
        del parts[random_.choice(list(parts))]
    return zipped(parts)


def mutate(one: Any, other: Any, random_: random.Random) -> None:
    how = random_.randrange(6)
    if how == 0 and one.attrib:
        one.set(random_.choice(list(one.attrib)), random_.choice(_VALUES))
    elif how == 1:
        one.tag = other.tag
    elif how == 2 and one.getparent() is not None and other not in one.iterdescendants() and other is not one:
        other.append(one)
    elif how == 3 and len(list(one.iter())) < 50:
        other.append(copy.deepcopy(one))
    elif how == 4 and one.getparent() is not None and one.getparent().getparent() is not None:
        one.getparent().remove(one)
    elif how == 5:
        one.attrib.clear()


@pytest.mark.parametrize("seed", range(25))
def test_damaged_files_are_read_or_refused(seed: int) -> None:
    """500 files: none may raise anything but `InputError`, which has one line."""
    random_ = random.Random(seed)
    count = 0
    for number in range(20):
        data = mutated_bytes(random_) if number % 4 == 0 else mutated_xml(random_)
        try:
            found = read_word(data, PATH)
        except InputError as error:
            assert str(error) and len(error.lines) == 1, f"file {number} of seed {seed}"
        else:
            assert found.blocks
            count += 1
    assert count >= 6  # many files are so little damaged that they can be read


def test_the_rich_file_is_read() -> None:
    found = read_bytes(RICH, PATH)
    assert len(found.blocks) > 100
