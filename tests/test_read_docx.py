"""Word documents: what is kept of them, what is left out and named, and what is refused."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from bilingual.errors import InputError
from bilingual.model import Article
from bilingual.reading import read_bytes
from wordfiles import (
    PNG,
    cell,
    complex_field,
    level,
    numbered,
    numbering,
    paragraph,
    picture,
    run,
    table,
    text_box,
    word_file,
)

PATH = Path("記事.docx")
FOOTNOTES = '<w:footnote w:type="separator" w:id="0"><w:p/></w:footnote>' + "".join(
    f'<w:footnote w:id="{number}"><w:p><w:r><w:footnoteRef/></w:r>{run(f" {text}")}</w:p></w:footnote>'
    for number, text in ((2, "県の記録による。"), (3, "市史の第二巻。"))
)
PARTS = {
    "numbering": numbering(
        level(0, "japaneseCounting", "第%1条")
        + level(1, "decimalEnclosedCircle", "%2")
        + level(2, "aiueoFullWidth", "(%3)"),
        level(0, "bullet", "") + level(1, "bullet", "o"),
        level(0, "decimal", "%1.") + level(1, "decimal", "%1.%2"),
        level(0, "japaneseCounting", "第%1章") + level(1, "decimal", "%1-%2", "<w:isLgl/>"),
        more='<w:num w:numId="9"><w:abstractNumId w:val="3"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/>'
        "</w:lvlOverride></w:num>",
    ),
    "footnotes": FOOTNOTES,
    "endnotes": f'<w:endnote w:id="2">{paragraph("巻末の注。")}{paragraph("その続き。")}</w:endnote>',
    "media/a.png": PNG,
}
LINKS = {"rWeb": "https://example.org/a", "rFile": "file:///C:/Users/yamada/a.docx"}


def article(body: str, **more: str | bytes) -> Article:
    return read_bytes(word_file(body, parts={**PARTS, **more}, links=LINKS), PATH)


def shown(found: Article) -> list[str]:
    """Return a block a line: kind, level, marker, text, and its marks with the text under them."""
    lines = []
    for block in found.blocks:
        head = f"{block.kind}{block.level or ''}{f' [{block.marker}]' if block.marker else ''}"
        text = " / ".join(unit.source for unit in block.units)
        marks = [
            f" <{mark.kind} {unit.source[mark.start : mark.end]}{f'={mark.value}' if mark.value else ''}>"
            for unit in block.units
            for mark in unit.marks
        ]
        lines.append(f"{head}: {text}{''.join(marks)}")
    return lines


def ruby(base: str, reading: str) -> str:
    return f"<w:r><w:ruby><w:rubyPr/><w:rt>{run(reading)}</w:rt><w:rubyBase>{run(base)}</w:rubyBase></w:ruby></w:r>"


def reference(number: int, kind: str = "footnote") -> str:
    return f'<w:r><w:{kind}Reference w:id="{number}"/></w:r>'


def deleted(text: str) -> str:
    return f'<w:del w:id="1" w:author="A"><w:r><w:delText>{text}</w:delText></w:r></w:del>'


def inserted(text: str) -> str:
    return f'<w:ins w:id="2" w:author="A">{run(text)}</w:ins>'


DELETED_MARK = '<w:rPr><w:del w:id="3" w:author="A"/></w:rPr>'
HEADING = paragraph("町の歴史", "1")
"""So that nothing is read by its look."""
CONTENTS_FIELD = (
    paragraph("目次")
    + paragraph('<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>TOC \\o "1-3"</w:instrText></w:r>'
                f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{run("はじめに…1")}')
    + paragraph("おわりに…9")
    + paragraph('<w:r><w:fldChar w:fldCharType="end"/></w:r>')
)  # fmt: skip

KEPT: dict[str, tuple[str, list[str]]] = {
    "headings by style, by outline level and by a style based on one": (
        paragraph("題", "a3")
        + paragraph("節", "1")
        + paragraph("小節", "my1")
        + paragraph("項", "", '<w:outlineLvl w:val="2"/>')
        + paragraph("邦名", "jp2")
        + paragraph("文。"),
        ["title: 題", "heading1: 節", "heading2: 小節", "heading3: 項", "heading2: 邦名", "paragraph: 文。"],
    ),
    "title and subtitle, also by Japanese names": (
        paragraph("題", "jt") + paragraph("副", "js") + paragraph("節", "2") + paragraph("文。"),
        ["title: 題", "subtitle: 副", "heading1: 節", "paragraph: 文。"],
    ),
    "a second title is a subtitle, or a heading": (
        paragraph("題", "a3") + paragraph("続き", "a3") + paragraph("文。") + paragraph("他", "a3"),
        ["title: 題", "subtitle: 続き", "paragraph: 文。", "heading1: 他"],
    ),
    "a rule that has the style of a heading is a paragraph": (
        HEADING + paragraph("この規程は、" + "職員の勤務時間、" * 12 + "を定める。", "2"),
        ["title: 町の歴史", "paragraph: この規程は、" + "職員の勤務時間、" * 12 + "を定める。"],
    ),
    "quotes, captions and code": (
        HEADING
        + paragraph(run("水は天からもらう。", "<w:i/>"), "q")
        + paragraph("引用。", "jq")
        + paragraph("図1　岸", "cap")
        + paragraph("a = 1", "pre")
        + paragraph("", "pre")
        + paragraph("  b = 2", "pre"),
        [
            "title: 町の歴史",
            "quote1: 水は天からもらう。",
            "quote1: 引用。",
            "paragraph: 図1　岸",
            "code: a = 1\n\n  b = 2",
        ],
    ),
    "Japanese numbers at three levels": (
        HEADING
        + numbered("目的。", 1)
        + numbered("市長。", 1, 1)
        + numbered("計画。", 1, 2)
        + numbered("予算。", 1, 2)
        + numbered("市民。", 1, 1)
        + numbered("施行。", 1)
        + numbered("細則。", 1, 1),
        [
            "title: 町の歴史",
            "list_item1 [第一条]: 目的。",
            "list_item2 [①]: 市長。",
            "list_item3 [(ア)]: 計画。",
            "list_item3 [(イ)]: 予算。",
            "list_item2 [②]: 市民。",
            "list_item1 [第二条]: 施行。",
            "list_item2 [①]: 細則。",
        ],
    ),
    "bullets, also by a style without a list": (
        HEADING + numbered("北門", 2) + numbered("南門", 2, 1) + paragraph("東門", "lb") + paragraph("西門", "lb2"),
        [
            "title: 町の歴史",
            "list_item1 [-]: 北門",
            "list_item2 [-]: 南門",
            "list_item1 [-]: 東門",
            "list_item2 [-]: 西門",
        ],
    ),
    "a list that starts again, and one that goes on": (
        HEADING
        + numbered("一", 3)
        + numbered("二", 3)
        + paragraph("間。")
        + numbered("三", 3)
        + numbered("五", 9)
        + numbered("六", 9)
        + numbered("下", 9, 1)
        + numbered("無番", 0),
        [
            "title: 町の歴史",
            "list_item1 [1.]: 一",
            "list_item1 [2.]: 二",
            "paragraph: 間。",
            "list_item1 [3.]: 三",
            "list_item1 [5.]: 五",
            "list_item1 [6.]: 六",
            "list_item2 [6.1]: 下",
            "paragraph: 無番",
        ],
    ),
    "numbered headings keep their number": (
        paragraph("題", "a3") + numbered("総則", 4, 0, "1") + numbered("目的", 4, 1, "2") + numbered("雑則", 4, 0, "1"),
        ["title: 題", "heading1 [第一章]: 総則", "heading2 [1-1]: 目的", "heading1 [第二章]: 雑則"],
    ),
    "an empty paragraph in a list is counted": (
        HEADING + numbered("一", 3) + numbered("", 3) + numbered("三", 3),
        ["title: 町の歴史", "list_item1 [1.]: 一", "list_item1 [3.]: 三"],
    ),
    "raised figures": (
        paragraph(run("10") + run("5", '<w:vertAlign w:val="superscript"/>') + run("人。")),
        ["paragraph: 10⁵人。"],
    ),
    "bold, italics, emphasis marks, code, each by itself and by style": (
        HEADING
        + paragraph(
            run("強", "<w:b/>")
            + run("調")
            + run("斜", "<w:i/>")
            + run("と")
            + run("点", '<w:em w:val="dot"/>')
            + run("と")
            + run("x", '<w:rStyle w:val="cc"/>')
            + run("と")
            + run("太", '<w:rStyle w:val="cs"/>')
            + run("と")
            + run("傍", '<w:rStyle w:val="cd"/>')
            + run("と")
            + run("否", '<w:rStyle w:val="cs"/><w:b w:val="0"/>')
        ),
        [
            "title: 町の歴史",
            "paragraph: 強調斜と点とxと太と傍と否 <strong 強> <emphasis 斜> <emphasis 点> <code x> <strong 太>"
            " <emphasis 傍>",
        ],
    ),
    "runs that Word divided are one": (
        HEADING
        + paragraph(run("琵琶", "<w:b/>") + '<w:proofErr w:type="spellStart"/>' + run("湖", "<w:b/>") + run("の水。")),
        ["title: 町の歴史", "paragraph: 琵琶湖の水。 <strong 琵琶湖>"],
    ),
    "ruby": (
        HEADING + paragraph(run("町の") + ruby("琵琶湖", "びわこ") + run("の水。")),
        ["title: 町の歴史", "paragraph: 町の琵琶湖の水。 <ruby 琵琶湖=びわこ>"],
    ),
    "ruby as old versions wrote it": (
        HEADING
        + paragraph(
            '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>EQ \\* jc2 \\* "Font:ＭＳ 明朝" \\* hps10 '
            '\\o\\ad(\\s\\up 9(びわこ),琵琶湖)</w:instrText></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
            + run("の水。")
        ),
        ["title: 町の歴史", "paragraph: 琵琶湖の水。 <ruby 琵琶湖=びわこ>"],
    ),
    "links: a relation, a field, and none to files and places": (
        HEADING
        + paragraph(
            f'<w:hyperlink r:id="rWeb">{run("市")}</w:hyperlink>{run("と")}<w:hyperlink r:id="rFile">{run("書類")}'
            f'</w:hyperlink>{run("と")}<w:hyperlink w:anchor="x">{run("章")}</w:hyperlink>{run("と")}'
            + complex_field('HYPERLINK "https://example.org/b" \\o "県"', run("県"))
        ),
        [
            "title: 町の歴史",
            "paragraph: 市と書類と章と県 <link 市=https://example.org/a> <link 県=https://example.org/b>",
        ],
    ),
    "the results of fields, not page numbers": (
        HEADING
        + paragraph(
            run("図")
            + complex_field("SEQ 図", run("3"))
            + run("は")
            + complex_field("PAGE", run("12"))
            + f'<w:fldSimple w:instr=" NUMPAGES ">{run("99")}</w:fldSimple>'
            + run("下。")
        ),
        ["title: 町の歴史", "paragraph: 図3は下。"],
    ),
    "a field without an end is ignored": (
        HEADING + paragraph('<w:r><w:fldChar w:fldCharType="begin"/></w:r>' + run("本文。")) + paragraph("次。"),
        ["title: 町の歴史", "paragraph: 本文。", "paragraph: 次。"],
    ),
    "line breaks, tabs and hyphens": (
        HEADING
        + paragraph(
            '<w:r><w:t>一</w:t><w:br/><w:t>二</w:t><w:br w:type="page"/><w:t>三</w:t><w:tab/><w:t>03</w:t>'
            "<w:noBreakHyphen/><w:t>1</w:t><w:softHyphen/><w:t>2</w:t></w:r>"
        ),
        ["title: 町の歴史", "paragraph: 一 / 二三　03-12"],
    ),
    "notes in the order of reference": (
        HEADING
        + paragraph(run("文。") + reference(3) + run("次。") + reference(2))
        + paragraph(run("末。") + reference(2, "endnote")),
        [
            "title: 町の歴史",
            "paragraph: 文。 / 次。 <footnote 。=1> <footnote 。=2>",
            "paragraph: 末。 <footnote 。=3>",
            "note [[1]]: 市史の第二巻。",
            "note [[2]]: 県の記録による。",
            "note [[3]]: 巻末の注。",
            "note: その続き。",
        ],
    ),
    "tracked changes as accepted": (
        HEADING
        + paragraph(run("被害は") + deleted("三百") + inserted("四百") + run("戸。"))
        + paragraph(
            f'<w:moveFrom w:id="8">{run("昔。")}</w:moveFrom>{run("今。")}<w:moveTo w:id="9">{run("昔。")}</w:moveTo>'
        ),
        ["title: 町の歴史", "paragraph: 被害は四百戸。", "paragraph: 今。 / 昔。"],
    ),
    "a deleted paragraph mark joins two paragraphs": (
        HEADING
        + paragraph("前の", "", DELETED_MARK)
        + paragraph("中の", "", DELETED_MARK)
        + paragraph("後。", "q")
        + paragraph(deleted("全部"), "", DELETED_MARK)
        + paragraph("次。"),
        ["title: 町の歴史", "quote1: 前の中の後。", "paragraph: 次。"],
    ),
    "a deleted row": (
        HEADING
        + table(
            cell("年") + cell("戸"),
            '<w:trPr><w:del w:id="1"/></w:trPr>' + cell("1896") + cell("1"),
            cell("1917") + cell("2"),
            '<w:trPr><w:ins w:id="2"/></w:trPr>' + cell("1953") + cell("3"),
        ),
        ["title: 町の歴史", "table: 年 / 戸 / 1917 / 2 / 1953 / 3"],
    ),
    "hidden text is left out": (
        HEADING
        + paragraph(run("見え") + run("ない", "<w:vanish/>") + run("る。") + run("網", "<w:webHidden/>"))
        + paragraph("内緒。", "gone"),
        ["title: 町の歴史", "paragraph: 見える。"],
    ),
    "content controls, smart tags, custom XML and alternatives are entered": (
        f"<w:sdt><w:sdtPr/><w:sdtContent>{HEADING}</w:sdtContent></w:sdt><w:customXml>{paragraph('一。')}</w:customXml>"
        + paragraph(
            f"<w:smartTag>{run('二')}</w:smartTag><w:sdt><w:sdtContent>{run('三')}</w:sdtContent></w:sdt>"
            f'<mc:AlternateContent><mc:Choice Requires="x">{run("四")}</mc:Choice><mc:Fallback>{run("五")}'
            '</mc:Fallback></mc:AlternateContent><mc:AlternateContent><mc:Choice Requires="x"><w:r/></mc:Choice>'
            f"<mc:Fallback>{run('六')}</mc:Fallback></mc:AlternateContent>"
        ),
        ["title: 町の歴史", "paragraph: 一。", "paragraph: 二三四六"],
    ),
    "a text that only asks for text is left out": (
        HEADING
        + f"<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{paragraph('ここに入力')}</w:sdtContent></w:sdt>",
        ["title: 町の歴史"],
    ),
    "a text box, once, after its paragraph": (
        HEADING
        + paragraph(run("前") + text_box(paragraph("囲み。") + table(cell("一") + cell("二"))) + run("後。"))
        + paragraph("次。"),
        [
            "title: 町の歴史",
            "paragraph: 前後。",
            "paragraph: 囲み。",
            "paragraph: 一",
            "paragraph: 二",
            "paragraph: 次。",
        ],
    ),
    "a picture with its caption": (
        HEADING + paragraph(picture()) + paragraph("図1　岸", "cap") + paragraph(run("文。") + picture(alt="二枚目")),
        ["title: 町の歴史", "image: 湖の写真", "paragraph: 図1　岸", "paragraph: 文。", "image: 二枚目"],
    ),
    "a table with merged cells": (
        HEADING
        + table(
            cell("年", '<w:vMerge w:val="restart"/>') + cell("水位", '<w:gridSpan w:val="2"/>'),
            cell("", "<w:vMerge/>") + cell("上") + cell("下"),
            cell("1896")
            + cell(paragraph("3.76") + paragraph("メートル"))
            + cell(paragraph(run("五", "<w:b/>") + run("戸"))),
        ),
        ["title: 町の歴史", "table: 年 / 水位 /  /  / 上 / 下 / 1896 / 3.76 メートル / 五戸 <strong 五>"],
    ),
    "a frame around text is no table": (
        table(cell(HEADING + paragraph("文。"))) + table(cell("左") + cell("右")),
        ["title: 町の歴史", "paragraph: 文。", "paragraph: 左", "paragraph: 右"],
    ),
    "a frame in a cell, and numbers of cells": (
        HEADING
        + table(
            cell(numbered("堤防", 3)) + cell(numbered("門", 2)),
            cell(table(cell("甲。") + cell("乙")) + paragraph("")) + cell(numbered("", 1)),
        ),
        ["title: 町の歴史", "table: 1. 堤防 / ・門 / 甲。乙 / 第一条"],
    ),
    "a table around a table is a frame": (
        HEADING
        + table(
            cell("客室") + cell("料金"),
            cell("和室") + cell(table(cell("平日") + cell("一万円"), cell("休日") + cell("二万円")) + paragraph("")),
        ),
        [
            "title: 町の歴史",
            "paragraph: 客室",
            "paragraph: 料金",
            "paragraph: 和室",
            "table: 平日 / 一万円 / 休日 / 二万円",
        ],
    ),
    "a picture in a cell comes after the table": (
        HEADING + table(cell("一") + cell(paragraph(picture())), cell("二") + cell("三")),
        ["title: 町の歴史", "table: 一 /  / 二 / 三", "image: 湖の写真"],
    ),
    "formulas": (
        HEADING
        + paragraph(
            run("面積は") + "<m:oMath><m:r><m:t>S=</m:t></m:r><m:f><m:num><m:r><m:t>ab</m:t></m:r></m:num>"
            "<m:den><m:r><m:t>2</m:t></m:r></m:den></m:f></m:oMath>" + run("である。")
        )
        + paragraph(
            "<m:oMathPara><m:oMath><m:sSup><m:e><m:r><m:t>x</m:t></m:r></m:e><m:sup><m:r><m:t>2</m:t></m:r></m:sup>"
            "</m:sSup></m:oMath></m:oMathPara>"
        ),
        ["title: 町の歴史", "paragraph: 面積はS=ab/2である。 <code S=ab/2>", "code: x^2"],
    ),
    "symbols": (
        HEADING
        + paragraph(
            '<w:r><w:sym w:font="Wingdings" w:char="F06C"/><w:sym w:font="Symbol" w:char="F0B7"/>'
            '<w:sym w:font="Wingdings 3" w:char="F041"/></w:r>'
            + run("n", '<w:rFonts w:ascii="Wingdings" w:hAnsi="Wingdings"/>')
        ),
        ["title: 町の歴史", "paragraph: ●・〓■"],
    ),
    "horizontal rules": (
        HEADING
        + paragraph("前。")
        + paragraph("", "", '<w:pBdr><w:bottom w:val="single"/></w:pBdr>')
        + paragraph("後。")
        + paragraph('<w:r><w:pict><v:rect o:hr="t"/></w:pict></w:r>')
        + paragraph("末。"),
        [
            "title: 町の歴史",
            "paragraph: 前。",
            "separator [---]: ",
            "paragraph: 後。",
            "separator [---]: ",
            "paragraph: 末。",
        ],
    ),
    "a large first letter": (
        HEADING + paragraph("む", "", '<w:framePr w:dropCap="drop"/>') + paragraph("かし、湖があった。"),
        ["title: 町の歴史", "paragraph: むかし、湖があった。"],
    ),
    "a note in two lines, in brackets": (
        HEADING + paragraph(run("湖") + run("近江の海", '<w:eastAsianLayout w:combine="1"/>') + run("の水。")),
        ["title: 町の歴史", "paragraph: 湖近江の海の水。"],
    ),
    "headings by look, where no paragraph has a style": (
        paragraph(run("町の歴史", '<w:b/><w:sz w:val="36"/>'), "", '<w:jc w:val="center"/>')
        + paragraph(run("はじめに", "<w:b/>"))
        + paragraph("昔、湖があった。")
        + paragraph(run("おわりに", "<w:b/>"))
        + paragraph("今も町はある。"),
        [
            "title: 町の歴史",
            "heading1: はじめに",
            "paragraph: 昔、湖があった。",
            "heading1: おわりに",
            "paragraph: 今も町はある。",
        ],
    ),
    "a raised figure as LibreOffice writes it": (
        HEADING + paragraph(run("広さ10") + run("2", '<w:position w:val="8"/><w:sz w:val="12"/>')),
        ["title: 町の歴史", "paragraph: 広さ10²"],
    ),
    "items by their text below headings by look": (
        paragraph(run("町の歴史", '<w:sz w:val="40"/>'))
        + paragraph("2024年7月10日")
        + paragraph(run("作り方", "<w:b/>"))
        + paragraph("①皮をむき、一口大に切る。")
        + paragraph("②水を加えて20分煮る。")
        + paragraph("※1　一部を除きます。"),
        [
            "title: 町の歴史",
            "byline: 2024年7月10日",
            "heading1: 作り方",
            "list_item1 [①]: 皮をむき、一口大に切る。",
            "list_item1 [②]: 水を加えて20分煮る。",
            "note [※1]: 一部を除きます。",
        ],
    ),
    "chapters by their text below a title by look": (
        paragraph(run("就業規則", '<w:sz w:val="40"/>'))
        + paragraph("第一章　総則")
        + paragraph("第一条　この規則は、次の各号に掲げる者に適用する。")
        + paragraph("（１）　正社員")
        + paragraph("（２）　契約社員"),
        [
            "title: 就業規則",
            "heading1 [第一章]: 総則",
            "list_item1 [第一条]: この規則は、次の各号に掲げる者に適用する。",
            "list_item2 [（１）]: 正社員",
            "list_item2 [（２）]: 契約社員",
        ],
    ),
    "the second paragraphs of articles": (
        paragraph(run("契約書", '<w:sz w:val="40"/>'))
        + paragraph("（期間）")
        + paragraph("第１条　期間は、一年とする。")
        + paragraph("２　甲は、更新を拒むことができる。")
        + paragraph("（賃料）")
        + paragraph("第２条　乙は、賃料を支払う。"),
        [
            "title: 契約書",
            "paragraph: （期間）",
            "list_item1 [第１条]: 期間は、一年とする。",
            "list_item2 [２]: 甲は、更新を拒むことができる。",
            "paragraph: （賃料）",
            "list_item1 [第２条]: 乙は、賃料を支払う。",
        ],
    ),
    "the largest line says only what kind of document it is": (
        paragraph(run("News Release", '<w:b/><w:sz w:val="60"/>'))
        + paragraph("2026年3月12日")
        + paragraph(run("新しい豆腐を発売", '<w:b/><w:sz w:val="32"/>'))
        + paragraph(run("～開けてすぐ食べられる～", "<w:b/>"))
        + paragraph("当社は、開けてすぐ食べられる新しい豆腐を、四月一日に全国で発売します。"),
        [
            "paragraph: News Release <strong News Release>",
            "byline: 2026年3月12日",
            "title: 新しい豆腐を発売",
            "subtitle: ～開けてすぐ食べられる～",
            "paragraph: 当社は、開けてすぐ食べられる新しい豆腐を、四月一日に全国で発売します。",
        ],
    ),
    "headings by look that are numbered": (
        paragraph("題", "a3")
        + numbered(run("総則", "<w:b/>"), 4)
        + paragraph("文。")
        + numbered(run("雑則", "<w:b/>"), 4)
        + paragraph("文。"),
        ["title: 題", "heading1 [第一章]: 総則", "paragraph: 文。", "heading1 [第二章]: 雑則", "paragraph: 文。"],
    ),
    "a style that is based on itself": (HEADING + paragraph("文。", "loop1"), ["title: 町の歴史", "paragraph: 文。"]),
}


@pytest.mark.parametrize("name", KEPT)
def test_what_is_kept(name: str) -> None:
    body, expected = KEPT[name]
    assert shown(article(body)) == expected


LEFT_OUT: dict[str, tuple[str, dict[str, str | bytes], str]] = {
    "headers and footers": (
        HEADING + paragraph("文。"),
        {
            "header1": paragraph("市報みどり"),
            "header2": paragraph("第3号"),
            "footer1": paragraph(run("― ") + complex_field("PAGE", run("1")) + run(" ―")),
            "footer2": paragraph(""),
        },
        "left out: 2 headers (「市報みどり」, 「第3号」), a footer",
    ),
    "comments": (
        HEADING + paragraph(run("文。") + '<w:r><w:commentReference w:id="1"/></w:r>'),
        {"comments": '<w:comment w:id="1"><w:p/></w:comment><w:comment w:id="2"><w:p/></w:comment>'},
        "left out: 2 comments",
    ),
    "hidden text": (
        HEADING + paragraph(run("文。") + run("内緒", "<w:vanish/>")),
        {},
        "left out: a hidden text (「内緒」)",
    ),
    "a table of contents, as a field": (
        HEADING + CONTENTS_FIELD + paragraph("文。"),
        {},
        "left out: a table of contents",
    ),
    "a table of contents, as a content control": (
        HEADING + '<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj></w:sdtPr>'
        f"<w:sdtContent>{CONTENTS_FIELD}</w:sdtContent></w:sdt>" + paragraph("文。"),
        {},
        "left out: a table of contents",
    ),
    "a table of contents, by its styles": (
        HEADING + paragraph("目次") + paragraph("一…1", "toc1") + paragraph("二…2", "toc1") + paragraph("文。"),
        {},
        "left out: a table of contents",
    ),
    "a chart": (
        HEADING
        + paragraph(
            run("文。") + '<w:r><w:drawing><wp:inline><wp:docPr id="1" name="x"/><a:graphic><a:graphicData '
            'uri="http://schemas.openxmlformats.org/drawingml/2006/chart"/></a:graphic></wp:inline></w:drawing></w:r>'
        ),
        {},
        "left out: a chart",
    ),
}


@pytest.mark.parametrize("name", LEFT_OUT)
def test_what_is_left_out_is_named(name: str) -> None:
    body, parts, notice = LEFT_OUT[name]
    found = article(body, **parts)
    assert found.notices == (notice,)
    assert shown(found) == ["title: 町の歴史", "paragraph: 文。"]


def test_tracked_changes_are_named() -> None:
    assert article(KEPT["tracked changes as accepted"][0]).notices == (
        "tracked changes are read as if they were accepted",
    )


def test_pictures_are_assets_if_an_edition_can_have_them() -> None:
    found = article(HEADING + paragraph(picture()) + paragraph(picture()))
    assert [block.value for block in found.blocks if block.kind == "image"] == ["word/media/a.png"] * 2
    assert [(name, asset.name, asset.data) for name, asset in found.assets] == [("word/media/a.png", "a.png", PNG)]
    found = article(HEADING + paragraph(picture()), **{"media/a.png": b"\x01\x00\x00\x00 EMF"})
    assert [block.value for block in found.blocks if block.kind == "image"] == ["word/media/a.png"]
    assert not found.assets
    assert [block.value for block in article(HEADING + paragraph(picture("rWeb"))).blocks[1:]] == [LINKS["rWeb"]]


def test_places_count_every_paragraph() -> None:
    found = article(
        HEADING + paragraph("") + table(cell("一") + cell("二"), cell("三") + cell("四")) + paragraph("文。" + "")
    )
    assert [block.place.paragraph for block in found.blocks] == [1, 3, 7]


def test_the_table_has_the_alignment_of_its_columns() -> None:
    right = '<w:jc w:val="right"/>'
    found = article(HEADING + table(cell("年") + cell("戸"), cell("1896") + cell(paragraph("12", "", right))))
    assert found.blocks[1].aligned == ("", "right") and found.blocks[1].columns == 2


def test_author_and_date_do_not_come_from_the_user_of_the_machine() -> None:
    found = read_bytes(word_file(HEADING + paragraph("文。")), PATH)
    assert (found.author, found.date, found.language, found.name) == ("", "", "", "記事")


def test_an_edition_is_no_article() -> None:
    edition = word_file(HEADING)
    with pytest.raises(InputError, match=r"is an edition that bilingual made - .*bilingual learn"):
        read_bytes(with_part(edition, "docProps/custom.xml", f"<a>urn:bilingual:{'0a' * 16}</a>"), PATH)


def with_part(data: bytes, name: str, content: str) -> bytes:
    new = io.BytesIO(data)
    with zipfile.ZipFile(new, "a") as archive:
        archive.writestr(name, content)
    return new.getvalue()


@pytest.mark.parametrize(("body", "message"), [
    ("", "has no text - an article needs some text"),
    (paragraph(""), "has no text - "),
    (paragraph(picture()), r"has no text, only pictures - a scan needs character recognition \(OCR\) first"),
])  # fmt: skip
def test_a_document_without_text_is_refused(body: str, message: str) -> None:
    with pytest.raises(InputError, match=message):
        article(body)
