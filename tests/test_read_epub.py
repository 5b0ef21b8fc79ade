"""EPUB books → blocks: files in order, headings from the contents, notes, characters as pictures, and refusals."""

# ruff: noqa: E501 (a case is a line)

from __future__ import annotations

import io
import random
import zipfile
from pathlib import Path

import pytest

from bilingual.errors import InputError
from bilingual.model import Article
from bilingual.reading import ReadOptions, read_bytes
from bilingual.reading.epub.reader import chapters, read_epub
from test_docx import png
from test_read_html import SAME, SAME_PAGE, lines

CONTAINER = (
    '<?xml version="1.0"?><container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
    '<rootfile full-path="OPS/book.opf" media-type="application/oebps-package+xml"/></rootfiles></container>'
)

XHTML, PNG = "application/xhtml+xml", "image/png"


def xhtml(body: str, attributes: str = "") -> str:
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE html>\n<html xmlns="http://www.w3.org/1999/xhtml"'
        f' xmlns:epub="http://www.idpf.org/2007/ops"><head><title/><script/></head><body {attributes}>{body}</body></html>'
    )


def opf(spine: str, items: str, metadata: str = "") -> str:
    return (
        '<?xml version="1.0"?><package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="i"><metadata'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:identifier id="i">x</dc:identifier><dc:title>湖の本</dc:title>'
        f"<dc:language>ja</dc:language><dc:creator>山田太郎</dc:creator><dc:date>2001-01-01</dc:date>{metadata}</metadata>"
        f"<manifest>{items}</manifest><spine>{spine}</spine></package>"
    )


def book(
    files: dict[str, str | bytes],
    *,
    nav: str = "",
    metadata: str = "",
    others: dict[str, str | bytes] | None = None,
    nonlinear: tuple[str, ...] = (),
) -> bytes:
    """Return a book of the files in order; `nav` is the list of its contents."""
    listed = dict(files)
    items = "".join(
        f'<item id="f{at}" href="text/{name}" media-type="{PNG if name.endswith("png") else XHTML}"/>'
        for at, name in enumerate(files)
    )
    spine = "".join(
        f'<itemref idref="f{at}" linear="{"no" if name in nonlinear else "yes"}"/>'
        for at, name in enumerate(files)
        if not name.endswith("png")
    )
    if nav:
        listed["../nav.xhtml"] = xhtml(f'<nav epub:type="toc"><h1>目次</h1><ol>{nav}</ol></nav>')
        items += '<item id="nav" href="nav.xhtml" properties="nav" media-type="application/xhtml+xml"/>'
        spine += '<itemref idref="nav"/>'
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        archive.writestr("mimetype", "application/epub+zip")
        archive.writestr("META-INF/container.xml", CONTAINER)
        archive.writestr("OPS/book.opf", opf(spine, items, metadata))
        for name, content in listed.items():
            archive.writestr(f"OPS/text/{name}".replace("text/../", ""), content)
        for name, content in (others or {}).items():
            archive.writestr(name, content)
    return written.getvalue()


def read_book(data: bytes, chapter: int = 0) -> Article:
    return read_epub(data, Path("book.epub"), ReadOptions(chapter=chapter))


def one(body: str, attributes: str = "", **more: dict[str, str | bytes]) -> list[str]:
    """Return the lines of a book of one file behind its title."""
    found = lines(read_book(book({"a.xhtml": xhtml(body, attributes)}, **more)))  # type: ignore[arg-type]
    assert found[0] == "title 湖の本"
    return found[1:]


KEPT: dict[str, tuple[str, list[str]]] = {
    "headings": ("<h1>章</h1><h2>節</h2><p>文。</p>", ["heading 1 章", "heading 2 節", "paragraph 文。"]),
    "named characters of HTML": ("<h1>章</h1><p>一&nbsp;二&hellip;&copy;&unknown; R&D</p>", ["heading 1 章", "paragraph 一 二…©&unknown; R&D"]),
    "upright figures in vertical lines": ("<h1>章</h1><p>平成<span class='tcy'>12</span>年</p>", ["heading 1 章", "paragraph 平成12年"]),
    "emphasis dots": ("<h1>章</h1><p>彼が<span class='em-sesame'>言った</span></p>", ["heading 1 章", "paragraph 彼が言った emphasis(言った)"]),
    "ruby": ("<h1>章</h1><p><ruby>琵琶湖<rt>びわこ</rt></ruby>だ</p>", ["heading 1 章", "paragraph 琵琶湖だ ruby(琵琶湖=びわこ)"]),
    "ruby with bases": ("<h1>章</h1><p><ruby><rb>湖</rb><rp>(</rp><rt>うみ</rt><rp>)</rp></ruby>だ</p>", ["heading 1 章", "paragraph 湖だ ruby(湖=うみ)"]),
    "ruby with a span for each character": (
        "<h1>章</h1><p><ruby><span>漢</span><rt>かん</rt><span>字</span><rt>じ</rt></ruby></p>",
        ["heading 1 章", "paragraph 漢字 ruby(漢=かん) ruby(字=じ)"],
    ),
    "a page number of the printed book": ("<h1>章</h1><p>文<span epub:type='pagebreak' id='p12'>12</span>章。</p>", ["heading 1 章", "paragraph 文章。"]),
    "heading by its class": ("<div class='o-midashi'>章</div><p>文。</p>", ["heading 1 章", "paragraph 文。"]),
    "heading as Aozora Bunko's books have it": (
        "<h3 class='o-midashi'><a class='midashi_anchor' id='m1'>章</a></h3><div class='jisage_3'>　文。<br/>　次。</div>",
        ["heading 1 章", "paragraph 文。", "paragraph 次。"],
    ),
    "paragraphs of web novels": ("<h2>第一話</h2><p>　文。</p><p><br/></p><p>「話」</p>", ["heading 1 第一話", "paragraph 文。", "paragraph 「話」"]),
    "an element that is not closed": ("<h1>章</h1><p>一<br>二</p><p>三</p>", ["heading 1 章", "paragraph 一⏎二", "paragraph 三"]),
    "characters as pictures": ("<h1>章</h1><p>彼は<img class='gaiji' src='g.png' alt='喰'/>う</p>", ["heading 1 章", "paragraph 彼は喰う"]),
    "text in elements of any name": ("<h1>章</h1><section><article>甲。</article><foo>乙。</foo></section>", ["heading 1 章", "paragraph 甲。", "paragraph 乙。"]),
    "popup note": (
        "<h1>章</h1><p>本文<a epub:type='noteref' href='#n1'>※1</a>。</p><aside epub:type='footnote' id='n1'><p>注です。</p></aside>",
        ["heading 1 章", "paragraph 本文。 footnote(文=※1)", "note [[※1]] 注です。"],
    ),
    "hidden note": (
        "<h1>章</h1><p>本文<a epub:type='noteref' href='#n1'>1</a>。</p><aside epub:type='footnote' hidden='hidden' id='n1'>注です。</aside>",
        ["heading 1 章", "paragraph 本文。 footnote(文=1)", "note [[1]] 注です。"],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", KEPT)
def test_what_is_kept(name: str) -> None:
    body, expected = KEPT[name]
    assert one(body) == expected


def test_a_book_is_one_article_in_the_order_of_its_spine() -> None:
    data = book(
        {
            "cover.xhtml": xhtml("<img src='c.png' alt=''/>"),
            "title.xhtml": xhtml("<p>湖の本</p><p>山田太郎</p>"),
            "toc.xhtml": xhtml("".join(f"<p><a href='{x}.xhtml'>第{x}章</a></p>" for x in "bcd")),
            "c.xhtml": xhtml("<h2>始まり</h2><p>文。</p>"),
            "b.xhtml": xhtml("<p>第二章</p><p>次の文。</p>"),
            "d.xhtml": xhtml("<p>続き。</p>"),
            "e.xhtml": xhtml("<p>終わりの文。</p>"),
            "ad.xhtml": xhtml("<p>既刊案内。</p>"),
            "c.png": png(20, 20),
        },
        nav='<li><a href="text/c.xhtml">始まり</a></li><li><a href="text/b.xhtml">第二章</a></li>'
        '<li><a href="text/e.xhtml">おわりに</a></li>',
        nonlinear=("ad.xhtml",),
    )
    found = read_book(data)
    assert lines(found) == [
        "title 湖の本",
        "heading 1 始まり",
        "paragraph 文。",
        "heading 1 第二章",
        "paragraph 次の文。",
        "paragraph 続き。",
        "heading 1 おわりに",
        "paragraph 終わりの文。",
    ]
    assert (found.author, found.date, found.language, found.name) == ("山田太郎", "", "", "book")
    assert found.notices == ("left out: the cover, the title page, a table of contents",)
    assert chapters(data, Path("book.epub")) == ("始まり", "第二章", "おわりに")
    assert lines(read_book(data, chapter=2)) == ["title 第二章", "paragraph 次の文。", "paragraph 続き。"]
    assert lines(read_book(data, chapter=3)) == ["title おわりに", "paragraph 終わりの文。"]
    with pytest.raises(InputError, match="has no chapter 9"):
        read_book(data, chapter=9)


def test_the_contents_name_headings_that_no_tag_does() -> None:
    data = book(
        {"a.xhtml": xhtml("<div id='x'><p>第一章</p></div><p>文。</p><p id='y'>第一節</p><p>次。</p>")},
        nav='<li><a href="text/a.xhtml#x">第一章</a><ol><li><a href="text/a.xhtml#y">第一節</a></li></ol></li>',
    )
    assert lines(read_book(data)) == [
        "title 湖の本",
        "heading 1 第一章",
        "paragraph 文。",
        "heading 2 第一節",
        "paragraph 次。",
    ]


def test_a_number_and_a_title_that_the_contents_name_in_one_line() -> None:
    data = book(
        {"a.xhtml": xhtml("<div id='x'><p>第1章</p><p>湖の色</p></div><p>文。</p>")},
        nav='<li><a href="text/a.xhtml#x">第1章 湖の色</a></li>',
    )
    assert lines(read_book(data)) == ["title 湖の本", "heading 1 第1章 湖の色", "paragraph 文。"]


@pytest.mark.parametrize("title", ["Section 1", "Unknown Title", "Untitled"])
def test_titles_that_programs_invent_are_none(title: str) -> None:
    nav = f'<li><a href="text/a.xhtml">{title}</a></li>'
    assert one("<p>文。</p>", nav=nav) == ["paragraph 文。"]


def test_the_contents_of_an_older_book() -> None:
    ncx = (
        '<?xml version="1.0"?><!DOCTYPE ncx PUBLIC "-//NISO//DTD ncx 2005-1//EN" "http://www.daisy.org/ncx.dtd"><ncx'
        ' xmlns="http://www.daisy.org/z3986/2005/ncx/"><navMap><navPoint><navLabel><text>第一章</text></navLabel><content'
        ' src="text/a.xhtml"/></navPoint></navMap></ncx>'
    )
    data = book({"a.xhtml": xhtml("<p>文。</p>")}, others={"OPS/toc.ncx": ncx})
    data = data.replace(b"</manifest>", b"</manifest>")
    with zipfile.ZipFile(io.BytesIO(data)) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    item = b'<item id="ncx" href="toc.ncx" media-type="application/x-dtbncx+xml"/></manifest>'
    parts["OPS/book.opf"] = (
        parts["OPS/book.opf"].replace(b"</manifest>", item).replace(b"<spine>", b'<spine toc="ncx">')
    )
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    assert lines(read_book(written.getvalue())) == ["title 湖の本", "heading 1 第一章", "paragraph 文。"]


def test_notes_in_a_file_of_their_own() -> None:
    data = book(
        {
            "a.xhtml": xhtml("<h1>一</h1><p>本文<sup><a href='n.xhtml#n1' id='r1'>1</a></sup>。</p>"),
            "b.xhtml": xhtml("<h1>二</h1><p>続き<sup><a href='n.xhtml#n2' id='r1'>1</a></sup>。</p>"),
            "n.xhtml": xhtml("<ol><li id='n1'>甲。<a href='a.xhtml#r1'>戻る</a></li><li id='n2'>乙。</li></ol>"),
        }
    )
    assert lines(read_book(data)) == [
        "title 湖の本",
        "heading 1 一",
        "paragraph 本文。 footnote(文=1)",
        "heading 1 二",
        "paragraph 続き。 footnote(き=2)",
        "note [[1]] 甲。",
        "note [[2]] 乙。",
    ]
    assert chapters(data, Path("book.epub")) == ("一", "二")
    assert lines(read_book(data, chapter=2)) == ["title 二", "paragraph 続き。 footnote(き=1)", "note [[1]] 乙。"]


def test_pictures_are_assets() -> None:
    svg = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"><text>x</text><image xlink:href="i/b.png"/></svg>'
    data = book(
        {
            "a.xhtml": xhtml(
                f"<h1>章</h1><p>文。</p><figure><img src='i/a.png' alt='湖'/><figcaption>図1</figcaption></figure>{svg}"
            )
        },
        others={"OPS/text/i/a.png": png(80, 80), "OPS/text/i/b.png": png(90, 90)},
    )
    found = read_book(data)
    assert lines(found)[2:] == [
        "paragraph 文。",
        "image <OPS/text/i/a.png> 湖",
        "paragraph 図1",
        "image <OPS/text/i/b.png>",
    ]
    assert [(key, asset.name) for key, asset in found.assets] == [
        ("OPS/text/i/a.png", "a.png"),
        ("OPS/text/i/b.png", "b.png"),
    ]


def test_a_character_without_a_description_is_told() -> None:
    data = book({"a.xhtml": xhtml("<p>彼は<img class='gaiji' src='g.png' alt=''/>う。</p>")})
    found = read_book(data)
    assert lines(found) == ["title 湖の本", "paragraph 彼は〓う。"]
    assert found.notices == ("1 character is a picture without a description: 〓 stands for it",)


def test_other_encodings() -> None:
    source = xhtml("<p>本文です。</p>").replace("UTF-8", "Shift_JIS").encode("cp932")
    assert lines(read_book(book({"a.xhtml": source}))) == ["title 湖の本", "paragraph 本文です。"]
    source = xhtml("<p>本文です。</p>").replace("UTF-8", "UTF-16").encode("utf-16")
    assert lines(read_book(book({"a.xhtml": source}))) == ["title 湖の本", "paragraph 本文です。"]


def test_the_same_article_as_markdown_gives_the_same_blocks() -> None:
    markdown = read_bytes(SAME.encode(), Path("a.md"))
    data = book({"a.xhtml": xhtml(SAME_PAGE)}).replace("湖の本".encode(), "湖の本".encode())
    written = lines(read_book(data))
    assert written[0] == "title 湖の本"
    assert written[2:] == [
        line.replace("heading 1", "heading 2") if line.startswith("heading") else line for line in lines(markdown)[1:]
    ]


ENCRYPTED = (
    '<encryption xmlns="urn:oasis:names:tc:opendocument:xmlns:container" xmlns:enc="http://www.w3.org/2001/04/xmlenc#">'
    '<enc:EncryptedData><enc:EncryptionMethod Algorithm="{}"/></enc:EncryptedData></encryption>'
)
PAGE = xhtml("<p>文。</p>")
BOMB = '<!DOCTYPE html [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><html xmlns="http://www.w3.org/1999/xhtml"><body><p>&b;</p></body></html>'
REFUSED = {
    "encrypted text": (book({"a.xhtml": PAGE}, others={"META-INF/encryption.xml": ENCRYPTED.format("http://www.w3.org/2001/04/xmlenc#aes128-cbc")}), "is protected against copying (DRM)"),
    "rights": (book({"a.xhtml": PAGE}, others={"META-INF/rights.xml": "<r/>"}), "is protected against copying (DRM)"),
    "own edition": (book({"a.xhtml": PAGE}, metadata='<meta name="bilingual-signature" content="x"/>'), "is an edition that bilingual made"),
    "pictures only": (book({"a.xhtml": xhtml("<img src='a.png'/>"), "b.xhtml": xhtml("<img src='b.png'/>")}), "has no text: its pages are pictures"),
    "no files": (book({}), "names no files with text"),
    "entities": (book({"a.xhtml": BOMB}), "OPS/text/a.xhtml declares entities"),
    "deep elements": (book({"a.xhtml": xhtml("<div>" * 100_000 + "x" + "</div>" * 100_000)}), "OPS/text/a.xhtml is nested"),
    "many elements": (book({"a.xhtml": xhtml("<a/>" * 601_000)}), "OPS/text/a.xhtml has more than 600,000 tags"),
    "no book": (b"PK\x05\x06" + bytes(18), "is , which"),
    "text": ("これは本ではない。".encode(), "is no EPUB book"),
    "damaged": (book({"a.xhtml": PAGE})[:-30], "the file is damaged or incomplete"),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_read_is_refused_in_one_line(name: str) -> None:
    data, message = REFUSED[name]
    with pytest.raises(InputError) as error:
        read_book(data)
    assert error.value.message.startswith(message)
    assert error.value.place == "book.epub" and error.value.remedy
    assert "\n" not in str(error.value)


def test_obfuscated_fonts_are_no_protection() -> None:
    scheme = ENCRYPTED.format("http://www.idpf.org/2008/embedding")
    data = book({"a.xhtml": PAGE}, others={"META-INF/encryption.xml": scheme})
    assert lines(read_book(data)) == ["title 湖の本", "paragraph 文。"]


def test_a_bomb_is_refused() -> None:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/epub+zip")
        for number in range(20):
            archive.writestr(f"{number}.xhtml", bytes(10_000_000))
    with pytest.raises(InputError, match="when it is unpacked"):
        read_book(written.getvalue())


def test_a_table_with_wide_cells() -> None:
    rows = "".join("<tr><td colspan='10000' rowspan='9999'>文。</td><td>x</td></tr>" for _ in range(500))
    assert any("文。" in line for line in one(f"<table>{rows}</table>"))


def test_random_bytes_give_no_other_error() -> None:
    """Parts of a book cut, doubled and overwritten; and the archive itself."""
    rng = random.Random(20260711)
    body = "".join(text for text, _ in KEPT.values())
    nav = '<li><a href="text/a.xhtml">章</a></li>'
    read_well = 0
    for number in range(300):
        parts: dict[str, str | bytes] = {"a.xhtml": xhtml(body).encode(), "b.xhtml": xhtml(SAME_PAGE).encode()}
        data = book(parts, nav=nav)
        if number % 3 == 0:
            whole = bytearray(data)
            for _ in range(rng.randint(1, 5)):
                whole[rng.randrange(len(whole))] = rng.randrange(256)
            data = bytes(whole)
        else:
            with zipfile.ZipFile(io.BytesIO(data)) as old:
                found = {name: bytearray(old.read(name)) for name in old.namelist()}
            for _ in range(rng.randint(1, 6)):
                part = found[rng.choice(list(found))]
                at = rng.randrange(len(part))
                if rng.random() < 0.5:
                    part[at : at + rng.randint(1, 9)] = b""
                else:
                    part[at:at] = rng.choice(
                        [b"<p>", b"</p>", b"<br>", b"&", b"<table>", b"\x00", b"\xff", b'"', b"<rt>"]
                    )
            written = io.BytesIO()
            with zipfile.ZipFile(written, "w") as archive:
                for name, content in found.items():
                    archive.writestr(name, bytes(content))
            data = written.getvalue()
        try:
            read_book(data, chapter=rng.choice([0, 0, 1]))
            chapters(data, Path("a.epub"))
            read_well += 1
        except InputError as error:
            assert "\n" not in str(error)
    assert read_well > 60


PARTS = (
    '<li><span>第一部 辺境の村</span><ol><li><a href="text/a.xhtml">一　朝</a></li><li><a href="text/b.xhtml">二　昼</a></li>'
    '</ol></li><li><span>第二部 都</span><ol><li><a href="text/c.xhtml">三　夜</a></li></ol></li>'
)


@pytest.mark.parametrize("tag", ["h2", "h1", "p"])
def test_parts_that_only_the_contents_name_are_headings(tag: str) -> None:
    texts = {"a": "一　朝", "b": "二　昼", "c": "三　夜"}
    files: dict[str, str | bytes] = {
        f"{name}.xhtml": xhtml(f"<{tag}>{text}</{tag}><p>文です。</p>") for name, text in texts.items()
    }
    data = book(files, nav=PARTS)
    blocks = [one for one in read_bytes(data, Path("b.epub")).blocks if one.kind == "heading"]
    levels = [(one.source, one.level - blocks[0].level) for one in blocks]
    assert levels == [("第一部 辺境の村", 0), ("一　朝", 1), ("二　昼", 1), ("第二部 都", 0), ("三　夜", 1)]
    chapter = read_bytes(data, Path("b.epub"), ReadOptions(chapter=3))
    assert "第二部 都" not in [one.source for one in chapter.blocks]


def test_a_part_that_the_text_names_is_no_second_heading() -> None:
    files: dict[str, str | bytes] = {
        "a.xhtml": xhtml("<h1>第一部 辺境の村</h1><h2>一　朝</h2><p>文です。</p>"),
        "b.xhtml": xhtml("<h2>二　昼</h2><p>文。</p>"),
        "c.xhtml": xhtml("<h2>三　夜</h2><p>文です。</p>"),
    }
    blocks = read_bytes(book(files, nav=PARTS), Path("b.epub")).blocks
    sources = [one.source for one in blocks if one.kind == "heading"]
    assert sources == ["第一部 辺境の村", "一　朝", "二　昼", "第二部 都", "三　夜"]
