"""Word documents as programs write them: python-docx, LibreOffice, and bilingual itself; and beside Markdown."""

from __future__ import annotations

import io
import shutil
import subprocess
from pathlib import Path

import docx as python_docx
import pytest

import showcase
from bilingual.editions.docx.writer import draw_docx
from bilingual.editions.plan import Plan
from bilingual.errors import InputError
from bilingual.model import Article
from bilingual.reading import read, read_bytes
from bilingual.reading.docx.number_formats import shown_number
from test_read_docx import shown
from wordfiles import cell, level, numbered, numbering, paragraph, run, table, word_file

PATH = Path("記事.docx")
FODT = Path(__file__).parent / "data" / "writer.fodt"
"""A document of LibreOffice with ruby, emphasis marks, notes, tracked changes, Japanese numbers and a text box."""
MARKDOWN = """# 町の歴史

昔、**大きな**湖が*あった*。詳しくは[市のページ](https://example.org/a)を見よ。[^1]

## 対策

- 北門
- 南門
    - 小門

1. 堤防を直す。
2. 水門を作る。

> 水は天からもらう。

| 年 | 水位 |
|---|---|
| 1896 | **3.76** |

    a = 1
    b = 2

---

終わり。

[^1]: 県の記録による。
"""


def beside_markdown() -> bytes:
    lists = numbering(level(0, "bullet", "") + level(1, "bullet", ""), level(0, "decimal", "%1."))
    link = f'<w:hyperlink r:id="rWeb">{run("市のページ")}</w:hyperlink>'
    body = (
        paragraph("町の歴史", "1")
        + paragraph(
            run("昔、") + run("大きな", "<w:b/>") + run("湖が") + run("あった", '<w:em w:val="dot"/>')
            + run("。詳しくは")
            + link + run("を見よ。") + '<w:r><w:footnoteReference w:id="2"/></w:r>'
        )
        + paragraph("対策", "2")
        + numbered("北門", 1) + numbered("南門", 1) + numbered("小門", 1, 1)
        + numbered("堤防を直す。", 2) + numbered("水門を作る。", 2)
        + paragraph("水は天からもらう。", "q")
        + table(
            cell(paragraph(run("年", "<w:b/>"))) + cell("水位"), cell("1896") + cell(paragraph(run("3.76", "<w:b/>")))
        )
        + paragraph("a = 1", "pre") + paragraph("b = 2", "pre")
        + paragraph("", "", '<w:pBdr><w:bottom w:val="single"/></w:pBdr>')
        + paragraph("終わり。")
    )  # fmt: skip
    notes = f'<w:footnote w:id="2">{paragraph("県の記録による。")}</w:footnote>'
    return word_file(body, parts={"numbering": lists, "footnotes": notes}, links={"rWeb": "https://example.org/a"})


def test_the_same_article_in_markdown_gives_the_same_blocks() -> None:
    assert shown(read_bytes(beside_markdown(), PATH)) == shown(read_bytes(MARKDOWN.encode(), Path("a.md")))


def saved(document: object) -> Article:
    data = io.BytesIO()
    document.save(data)  # type: ignore[attr-defined]
    return read_bytes(data.getvalue(), PATH)


def test_python_docx() -> None:
    document = python_docx.Document()
    document.add_heading("町の歴史", 0)
    document.add_heading("はじめに", 1)
    text = document.add_paragraph("昔、")
    text.add_run("大きな").bold = True
    text.add_run("湖が").italic = True
    text.add_run("あった。")
    for words, style in (
        ("北門", "List Bullet"),
        ("小門", "List Bullet 2"),
        ("一番", "List Number"),
        ("二番", "List Number"),
    ):
        document.add_paragraph(words, style=style)
    document.add_paragraph("水は天からもらう。", style="Intense Quote")
    grid = document.add_table(rows=2, cols=2)
    for at, words in enumerate(("年", "水位", "1896", "3.76")):
        grid.cell(at // 2, at % 2).text = words
    document.core_properties.author = "yamada"
    document.sections[0].header.paragraphs[0].text = "市報"
    found = saved(document)
    assert shown(found) == [
        "title: 町の歴史",
        "heading1: はじめに",
        "paragraph: 昔、大きな湖があった。 <strong 大きな> <emphasis 湖が>",
        "list_item1 [-]: 北門",
        "list_item2 [-]: 小門",
        "list_item1 [1.]: 一番",
        "list_item1 [2.]: 二番",
        "quote1: 水は天からもらう。",
        "table: 年 / 水位 / 1896 / 3.76",
    ]
    assert found.notices == ("left out: a header (「市報」)",) and not found.author


@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed")
def test_libreoffice(tmp_path: Path) -> None:
    page = tmp_path / "a.html"
    page.write_text(
        "<html lang=ja><meta charset=utf-8><body><h1>町の歴史</h1><p>昔、<b>大きな</b>湖が"
        "あった。<br>今もある。<a href='https://example.org/a'>市のページ</a></p><h2>対策</h2><ul><li>北門<ul><li>小門</ul></ul>"
        "<ol><li>堤防<li>水門</ol><blockquote>水は天からもらう。</blockquote><table border=1><tr><td>年<td>水位"
        "<tr><td colspan=2>不明</table><pre>a = 1\n  b = 2</pre><hr><p>終わり。</p>",
        "utf-8",
    )
    soffice = ["soffice", f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to"]
    command = [*soffice, "docx:MS Word 2007 XML", "--infilter=HTML (StarWriter)", "--outdir", str(tmp_path), str(page)]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    assert shown(read(tmp_path / "a.docx")) == [
        "title: 町の歴史",
        "paragraph: 昔、大きな湖があった。 / 今もある。 / 市のページ <strong 大きな>"
        " <link 市のページ=https://example.org/a>",
        "heading1: 対策",
        "list_item1 [-]: 北門",
        "list_item2 [-]: 小門",
        "list_item1 [1.]: 堤防",
        "list_item1 [2.]: 水門",
        "quote1: 水は天からもらう。",
        "table: 年 / 水位 / 不明 / ",
        "code: a = 1\n  b = 2",
        "separator [---]: ",
        "paragraph: 終わり。",
    ]


@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed")
def test_what_is_japanese_in_a_document_of_libreoffice(tmp_path: Path) -> None:
    shutil.copy(FODT, tmp_path / "a.fodt")
    soffice = ["soffice", f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to"]
    command = [*soffice, "docx:MS Word 2007 XML", "--outdir", str(tmp_path), str(tmp_path / "a.fodt")]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    found = read(tmp_path / "a.docx")
    assert shown(found) == [
        "title: 町の歴史",
        "heading1: はじめに",
        "paragraph: 昔、琵琶湖があった。 / 次の文。 <ruby 琵琶湖=びわこ> <emphasis あった>"
        " <footnote 。=1> <footnote 。=2>",
        "paragraph: 被害は四百戸。",
        "list_item1 [第一条]: 目的。",
        "list_item2 [①]: 市長。",
        "list_item3 [(ア)]: 計画。",
        "list_item1 [第二条]: 施行。",
        "paragraph: 前後。",
        "paragraph: 囲み。",
        "table: 年 / 水位 /  / 高い",
        "paragraph: 終わり。 / 市 <link 市=https://example.org/a>",
        "note [[1]]: 県の記録。",
        "note [[2]]: 巻末。",
    ]
    assert found.notices == (
        "left out: a hidden text (「内緒」)",
        "tracked changes are read as if they were accepted",
    )


def test_an_edition_of_our_own_is_no_article() -> None:
    with pytest.raises(InputError, match="is an edition that bilingual made"):
        read_bytes(draw_docx(showcase.showcase("notice", Plan())), PATH)


NUMBERS = {
    "decimal": "1 2 10 21",
    "decimalZero": "01 02 10 21",
    "decimalFullWidth": "１ ２ １０ ２１",
    "decimalFullWidth2": "１ ２ １０ ２１",
    "decimalHalfWidth": "1 2 10 21",
    "decimalEnclosedCircle": "① ② ⑩ 21",
    "decimalEnclosedCircleChinese": "① ② ⑩ 21",
    "decimalEnclosedParen": "⑴ ⑵ ⑽ 21",
    "decimalEnclosedFullstop": "⒈ ⒉ ⒑ 21",
    "japaneseCounting": "一 二 十 二十一",
    "japaneseLegal": "壱 弐 拾 弐拾壱",
    "japaneseDigitalTenThousand": "一 二 一〇 二一",
    "ideographDigital": "一 二 一〇 二一",
    "chineseCounting": "一 二 十 二十一",
    "ideographTraditional": "甲 乙 癸 21",
    "ideographZodiac": "子 丑 酉 21",
    "ideographZodiacTraditional": "甲子 乙丑 癸酉 甲申",
    "ideographEnclosedCircle": "㊀ ㊁ ㊉ 21",
    "aiueo": "ｱ ｲ ｺ ﾅ",
    "aiueoFullWidth": "ア イ コ ナ",
    "iroha": "ｲ ﾛ ﾇ ﾅ",
    "irohaFullWidth": "イ ロ ヌ ナ",
    "lowerLetter": "a b j u",
    "upperLetter": "A B J U",
    "lowerRoman": "i ii x xxi",
    "upperRoman": "I II X XXI",
    "ordinal": "1st 2nd 10th 21st",
    "none": "   ",
    "an unknown one": "1 2 10 21",
    "hex": "1 2 A 15",
}


@pytest.mark.parametrize("name", NUMBERS)
def test_numbers(name: str) -> None:
    assert " ".join(shown_number(number, name) for number in (1, 2, 10, 21)) == NUMBERS[name]


def test_numbers_that_go_on() -> None:
    assert [shown_number(27, "lowerLetter"), shown_number(47, "aiueoFullWidth")] == ["aa", "アア"]
    assert [shown_number(0, "decimal"), shown_number(4000, "upperRoman")] == ["0", "4000"]
    assert shown_number(7, "custom", "001, 002, 003, ...") == "007"
