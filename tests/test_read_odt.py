"""OpenDocument texts: each thing that is kept is a row; what is left out is named; bad files are told in one line."""

from __future__ import annotations

import base64
import io
import random
import zipfile
from pathlib import Path

import pytest

from bilingual.errors import InputError
from bilingual.languages.japanese.item_numbers import ITEM_SERIES, item_sign
from bilingual.model import Article, Block
from bilingual.reading import read_bytes
from odtfiles import (
    MIMETYPE,
    NAMESPACES,
    PNG,
    cell,
    content_xml,
    fodt,
    h,
    items,
    note,
    numbers,
    odt,
    p,
    picture,
    span,
    style,
    table,
)
from scaling import assert_linear

SPANS = (
    style("B", text='fo:font-weight="bold" style:font-weight-asian="bold"', family="text")
    + style("Basian", text='style:font-weight-asian="bold"', family="text")
    + style("I", text='fo:font-style="italic" style:font-style-asian="italic"', family="text")
    + style("Raised", text='style:text-position="super 58%"', family="text")
    + style("Dots", text='style:text-emphasize="dot above"', family="text")
    + style("Hidden", text='text:display="none"', family="text")
    + style("Shown", text='text:display="true"', family="text")
    + style("Plain", text='fo:font-weight="normal" style:font-weight-asian="normal"', family="text")
    + style("PB", "Text_20_body", 'fo:font-weight="bold" style:font-weight-asian="bold"')
    + style("PH", "Heading_20_1", 'fo:font-style="italic" style:font-style-asian="italic"')
    + style("PNone", "Text_20_body", 'text:display="none"')
    + style("P1", "Heading_20_2")
    + style("P2", "Preformatted_20_Text")
)
ONE = 'style:num-format="1" style:num-suffix="."'
LISTS = (
    numbers("L1", "", "")
    + numbers("L2", ONE, 'style:num-format="a" style:num-suffix=")"', 'style:num-format="i"')
    + numbers("Articles", 'style:num-format="一, 二, 三, ..." style:num-prefix="第" style:num-suffix="条"')
    + numbers("Pattern", 'style:num-format="一, 二, 三, ..." loext:num-list-format="第%1%章"')
    + numbers(
        "Deep", ONE, 'style:num-format="1" text:display-levels="2"', 'style:num-format="1" text:display-levels="3"'
    )
    + numbers("Five", f'{ONE} text:start-value="5"')
    + numbers("None", 'style:num-format=""')
    + style("Numbered", "Text_20_body", more='style:list-style-name="L2"')
)


def blocks_of(body: str) -> tuple[Block, ...]:
    return article_of(body).blocks


def article_of(body: str, **more: object) -> Article:
    return read_bytes(odt(body, SPANS + LISTS, **more), Path("a.odt"))  # type: ignore[arg-type]


def shown(block: Block) -> str:
    """Return a block in one line: `list_item 1 -: text`, with its marks as `strong(text)` behind it."""
    head = " ".join(str(part) for part in (block.kind, block.level, block.marker) if part)
    cells = [unit.source for unit in block.units]
    text = " | ".join(cells) if block.kind == "table" else block.source.replace("\n", "⏎")
    marks = [
        f"{mark.kind}({unit.source[mark.start : mark.end]}{f'={mark.value}' if mark.value else ''})"
        for unit in block.units
        for mark in unit.marks
    ]
    value = f" <{block.value}>" if block.value else ""
    return f"{head}: {text}{value}{''.join(f' {mark}' for mark in marks)}"


RUBY = "<text:ruby><text:ruby-base>琵琶湖</text:ruby-base><text:ruby-text>びわこ</text:ruby-text></text:ruby>"
BOX = f"<draw:frame><draw:text-box>{p('箱の中。')}</draw:text-box></draw:frame>"
CAPTION = p(f"{picture('Pictures/a.png', '水門の写真')}図1　水門", "Illustration")
DELETED = (
    f"<text:tracked-changes><text:changed-region><text:deletion>{p('三百')}</text:deletion>"
    "</text:changed-region></text:tracked-changes>"
)
CHANGES = (
    '<text:change text:change-id="c1"/><text:change-start text:change-id="c2"/>',
    '<text:change-end text:change-id="c2"/>',
)
FORMULA = (
    '<draw:frame text:anchor-type="as-char"><draw:object><math:math><math:semantics><math:mi>x</math:mi>'
    '<math:annotation encoding="StarMath 5.0">a over b</math:annotation></math:semantics></math:math></draw:object>'
    "</draw:frame>"
)

KEPT = {
    "a heading by its element": (
        h("章", 1) + h("節", 2) + p("文。"),
        ["title: 章", "heading 1: 節", "paragraph: 文。"],
    ),
    "a heading by its style": (
        p("題", "Title") + p("節", "P1") + p("文。"),
        ["title: 題", "heading 1: 節", "paragraph: 文。"],
    ),
    "a subtitle": (
        p("題", "Title") + p("副題", "Subtitle") + p("文。"),
        ["title: 題", "subtitle: 副題", "paragraph: 文。"],
    ),
    "a quotation": (p("引用。", "Quotations"), ["quote 1: 引用。"]),
    "a quotation as Word names it": (p("引用。", "Intense_20_Quote"), ["quote 1: 引用。"]),
    "code": (
        p('if<text:s/>x:<text:line-break/><text:s text:c="2"/>y', "P2") + p("", "P2") + p("z", "P2"),
        ["code: if x:⏎  y⏎⏎z"],
    ),
    "a rule": (
        p("一。") + p("", "Horizontal_20_Line") + p("二。"),
        ["paragraph: 一。", "separator ---: ", "paragraph: 二。"],
    ),
    "bullets, nested": (
        items("甲", p("乙") + items("丙")) + p("文。"),
        ["list_item 1 -: 甲", "list_item 1 -: 乙", "list_item 2 -: 丙", "paragraph: 文。"],
    ),
    "a second paragraph of an item": (items(p("甲") + p("乙")), ["list_item 1 -: 甲", "list_item 1: 乙"]),
    "the head of a list": (
        f'<text:list text:style-name="L2"><text:list-header>{p("頭")}</text:list-header>'
        f"<text:list-item>{p('甲')}</text:list-item></text:list>",
        ["list_item 1: 頭", "list_item 1 1.: 甲"],
    ),
    "numbers, nested": (
        items("甲", p("乙") + items("丙", "丁", style="L2"), "戊", style="L2"),
        ["list_item 1 1.: 甲", "list_item 1 2.: 乙", "list_item 2 a): 丙", "list_item 2 b): 丁", "list_item 1 3.: 戊"],
    ),
    "a list goes on": (
        items("甲", style="L2") + p("文。") + items("乙", style="L2", more='text:continue-numbering="true"'),
        ["list_item 1 1.: 甲", "paragraph: 文。", "list_item 1 2.: 乙"],
    ),
    "a list goes on after another": (
        items("甲", style="L2", more='xml:id="x1"')
        + items("乙", style="L2")
        + items("丙", style="L2", more='text:continue-list="x1"'),
        ["list_item 1 1.: 甲", "list_item 1 1.: 乙", "list_item 1 2.: 丙"],
    ),
    "a list goes on after one that is not there": (
        items("甲", style="L2") + items("乙", style="L2", more='text:continue-list="x9"'),
        ["list_item 1 1.: 甲", "list_item 1 2.: 乙"],
    ),
    "a list begins again": (
        items("甲", style="L2") + items("乙", style="L2"),
        ["list_item 1 1.: 甲", "list_item 1 1.: 乙"],
    ),
    "a list from 5": (items("甲", "乙", style="Five"), ["list_item 1 5.: 甲", "list_item 1 6.: 乙"]),
    "an item from 7": (
        f'<text:list text:style-name="L2"><text:list-item text:start-value="7">{p("甲")}</text:list-item></text:list>',
        ["list_item 1 7.: 甲"],
    ),
    "第一条": (items("甲", "乙", style="Articles"), ["list_item 1 第一条: 甲", "list_item 1 第二条: 乙"]),
    "a pattern": (items("甲", style="Pattern"), ["list_item 1 第一章: 甲"]),
    "1.1.1": (
        items(p("甲") + items(p("乙") + items("丙", style="Deep"), style="Deep"), style="Deep"),
        ["list_item 1 1.: 甲", "list_item 2 1.1: 乙", "list_item 3 1.1.1: 丙"],
    ),
    "an item inside without one outside": (
        items(items("甲", "乙", style="Deep"), style="Deep"),
        ["list_item 2 1.1: 甲", "list_item 2 1.2: 乙"],
    ),
    "a list style of the paragraph": (
        f"<text:list><text:list-item>{p('甲', 'Numbered')}</text:list-item></text:list>",
        ["list_item 1 1.: 甲"],
    ),
    "a level without numbers": (items("甲。", style="None"), ["list_item 1: 甲。"]),
    "a numbered heading of a list": (
        h("題") + items(h("章", 1), style="Articles") + p("文。"),
        ["title: 題", "heading 1 第一条: 章", "paragraph: 文。"],
    ),
    "a typed marker": (p("・甲") + p("※乙"), ["list_item 1 ・: 甲", "note ※: 乙"]),
    "ruby": (p(f"この{RUBY}は"), ["paragraph: この琵琶湖は ruby(琵琶湖=びわこ)"]),
    "ruby in bold": (p(span(RUBY, "B")), ["paragraph: 琵琶湖 strong(琵琶湖) ruby(琵琶湖=びわこ)"]),
    "bold": (p(f"水は{span('深い', 'B')}。"), ["paragraph: 水は深い。 strong(深い)"]),
    "bold for Japanese only": (p(f"水は{span('深い', 'Basian')}。"), ["paragraph: 水は深い。 strong(深い)"]),
    "bold in two runs": (p(f"水は{span('深', 'B')}{span('い', 'B')}。"), ["paragraph: 水は深い。 strong(深い)"]),
    "bold by the paragraph": (p("水は深い。", "PB"), ["paragraph: 水は深い。 strong(水は深い。)"]),
    "not bold in a bold paragraph": (
        p(f"水は{span('深い', 'Plain')}。", "PB"),
        ["paragraph: 水は深い。 strong(水は) strong(。)"],
    ),
    "bold in a heading is its look": (p("題", "PH") + p("文。"), ["title: 題", "paragraph: 文。"]),
    "italics": (p(f"水は{span('深い', 'I')}。"), ["paragraph: 水は深い。 emphasis(深い)"]),
    "emphasis marks": (p(f"水は{span('深い', 'Dots')}。"), ["paragraph: 水は深い。 emphasis(深い)"]),
    "code in a line": (p(f"値は{span('x', 'Source_20_Text')}。"), ["paragraph: 値はx。 code(x)"]),
    "raised figures": (
        p(f"10{span('5', 'Raised')}人、第2{span('回', 'Raised')}"),
        ["paragraph: 10⁵人、第2回"],
    ),
    "a link": (
        p('<text:a xlink:href="https://example.jp/">市</text:a>の'),
        ["paragraph: 市の link(市=https://example.jp/)"],
    ),
    "a link within": (p('<text:a xlink:href="#章">章</text:a>の'), ["paragraph: 章の"]),
    "a footnote": (
        p(f"水位{note(1, '注。')}は。") + p("次。"),
        ["paragraph: 水位は。 footnote(位=1)", "paragraph: 次。", "note [1]: 注。"],
    ),
    "two notes": (
        p(f"甲{note(1, '一。')}乙{note(1, '二。', 'endnote')}。"),
        ["paragraph: 甲乙。 footnote(甲=1) footnote(乙=2)", "note [1]: 一。", "note [2]: 二。"],
    ),
    "spaces, tab, line break": (p('a<text:s text:c="2"/>b<text:tab/>c<text:line-break/>d'), ["paragraph: a  b　c⏎d"]),
    "white space of the file": (p("a\n   b "), ["paragraph: a b"]),
    "a field": (p('第<text:sequence text:name="図">2</text:sequence>図'), ["paragraph: 第2図"]),
    "an image": (
        p("前。") + p(picture("Pictures/a.png", "湖の地図")),
        ["paragraph: 前。", "image: 湖の地図 <Pictures/a.png>"],
    ),
    "an image before its caption": (CAPTION, ["image: 水門の写真 <Pictures/a.png>", "paragraph: 図1　水門"]),
    "a caption in a frame": (
        p(f"本文。<draw:frame><draw:text-box>{CAPTION}</draw:text-box></draw:frame>"),
        ["paragraph: 本文。", "image: 水門の写真 <Pictures/a.png>", "paragraph: 図1　水門"],
    ),
    "a text box": (p(f"本{BOX}文。") + p("次。"), ["paragraph: 本文。", "paragraph: 箱の中。", "paragraph: 次。"]),
    "text in a shape": (
        p("文。<draw:custom-shape><text:p>形の中</text:p></draw:custom-shape>"),
        ["paragraph: 文。", "paragraph: 形の中"],
    ),
    "shapes in a group": (
        f"<draw:g><draw:rect>{p('甲。')}</draw:rect><draw:rect>{p('乙。')}</draw:rect></draw:g>",
        ["paragraph: 甲。", "paragraph: 乙。"],
    ),
    "a formula in a line": (p(f"値は{FORMULA}。"), ["paragraph: 値はa over b。 code(a over b)"]),
    "a formula": (p(FORMULA), ["code: a over b"]),
    "a formula without its text": (
        p("値は<draw:frame><draw:object><math:math/></draw:object></draw:frame>。"),
        ["paragraph: 値は〓。"],
    ),
    "a table": (table(cell("甲") + cell("乙"), cell("一") + cell("二")), ["table: 甲 | 乙 | 一 | 二"]),
    "the first rows of a table": (
        f"<table:table><table:table-column/><table:table-column/><table:table-header-rows><table:table-row>{cell('甲')}{cell('乙')}</table:table-row>"
        f"</table:table-header-rows><table:table-row>{cell('一')}{cell('二')}</table:table-row></table:table>",
        ["table: 甲 | 乙 | 一 | 二"],
    ),
    "merged cells": (
        table(
            cell("甲", more='table:number-columns-spanned="2"') + "<table:covered-table-cell/>" + cell("乙"),
            cell("一") + cell("二") + cell("三"),
        ),
        ["table: 甲 |  | 乙 | 一 | 二 | 三"],
    ),
    "merged cells without the covered": (
        table(cell("甲", more='table:number-columns-spanned="2"'), cell("一") + cell("二")),
        ["table: 甲 |  | 一 | 二"],
    ),
    "paragraphs of a cell": (
        table(cell("日本", "語") + cell("a", "b"), cell(items("項", "目")) + cell(items("x", style="L2"))),
        ["table: 日本 語 | a b | ・項 ・目 | 1. x"],
    ),
    "a table in a table": (
        table(cell("甲") + cell("乙"), cell("一") + cell(table(cell("内") + cell("側")))),
        ["table: 甲 | 乙 | 一 | 内 側"],
    ),
    "a table around a table is a frame": (
        table(cell("甲") + cell("乙"), cell("一") + cell(table(cell("内") + cell("側"), cell("二") + cell("三")))),
        ["paragraph: 甲", "paragraph: 乙", "paragraph: 一", "table: 内 | 側 | 二 | 三"],
    ),
    "an image in a table": (
        table(cell("甲") + cell("乙"), cell("一") + cell(p(picture("Pictures/a.png", "図")))),
        ["table: 甲 | 乙 | 一 | ", "image: 図 <Pictures/a.png>"],
    ),
    "a box around text": (table(cell("一。", "二。")), ["paragraph: 一。", "paragraph: 二。"]),
    "empty columns": (
        table(
            cell("甲") + cell("乙") + '<table:table-cell table:number-columns-repeated="16000"/>',
            cell("一") + cell("二"),
        ),
        ["table: 甲 | 乙 | 一 | 二"],
    ),
    "tracked changes, as accepted": (
        DELETED + p(f"被害は{CHANGES[0]}四百戸{CHANGES[1]}に"),
        ["paragraph: 被害は四百戸に"],
    ),
    "a section": (f"<text:section>{p('文。')}</text:section>", ["paragraph: 文。"]),
    "a bibliography": (
        f"<text:bibliography><text:index-body>{p('文献')}</text:index-body></text:bibliography>",
        ["paragraph: 文献"],
    ),
    "a numbered paragraph": (
        f'<text:numbered-paragraph text:style-name="L2" text:level="1">{p("甲")}</text:numbered-paragraph>',
        ["list_item 1 1.: 甲"],
    ),
    "a list of a second level by its style": (
        f'<text:list text:style-name="L1"><text:list-item>{p("甲", "List_20_Bullet_20_2")}</text:list-item>'
        "</text:list>",
        ["list_item 2 -: 甲"],
    ),
    "a content control": (p("<loext:content-control>甲</loext:content-control>乙"), ["paragraph: 甲乙"]),
}


@pytest.mark.parametrize("name", KEPT)
def test_it_is_kept(name: str) -> None:
    body, expected = KEPT[name]
    assert [shown(block) for block in blocks_of(body)] == expected


HIDDEN = {
    "a hidden run": p(f"見える{span('見えない', 'Hidden')}"),
    "a hidden paragraph": p("見えない", "PNone") + p("見える"),
    "hidden text of a field": p('見える<text:hidden-text text:is-hidden="true">見えない</text:hidden-text>'),
    "a paragraph hidden by a field": p('<text:hidden-paragraph text:is-hidden="true"/>見えない') + p("見える"),
    "a hidden section": f'<text:section text:display="none">{p("見えない")}</text:section>{p("見える")}',
    "a section hidden by a condition": (
        f'<text:section text:display="condition" text:is-hidden="true">{p("見えない")}</text:section>' + p("見える")
    ),
}


@pytest.mark.parametrize("name", HIDDEN)
def test_hidden_text_is_left_out(name: str) -> None:
    assert [block.source for block in blocks_of(HIDDEN[name])] == ["見える"]


LEFT_OUT = {
    "left out: a table of contents": (
        f"<text:table-of-content><text:index-body>{p('章')}</text:index-body></text:table-of-content>"
    ),
    "left out: 2 comments (「要確認」, 「同上」)": p(
        "文<office:annotation><dc:creator>山田</dc:creator><text:p>要確認</text:p></office:annotation>"
        "<office:annotation><text:p>同上</text:p></office:annotation><office:annotation-end/>"
    ),
    "left out: a hidden section": f'<text:section text:display="none">{p("秘")}</text:section>',
}


@pytest.mark.parametrize("notice", LEFT_OUT)
def test_what_is_left_out_is_named(notice: str) -> None:
    article = article_of(p("本文。") + LEFT_OUT[notice])
    assert article.notices == (notice,)
    assert "章" not in "".join(block.source for block in article.blocks)


def test_headers_and_footers_are_named_once() -> None:
    masters = (
        f'<style:master-page style:name="Standard"><style:header>{p("市報みどり")}</style:header>'
        f"<style:header-left>{p('第3号')}</style:header-left>"
        f"<style:footer>{p('― <text:page-number>1</text:page-number> ―')}"
        f'</style:footer></style:master-page><style:master-page style:name="First"><style:header>{p("市報みどり")}'
        "</style:header></style:master-page>"
    )
    assert article_of(p("本文。"), masters=masters).notices == (
        "left out: 2 headers (「市報みどり」, 「第3号」), a footer",
    )


FORMATS = {
    "1": "12",
    "a": "l",
    "A": "L",
    "i": "xii",
    "I": "XII",
    "一, 二, 三, ...": "十二",
    "壱, 弐, 参, ...": "拾弐",
    "①, ②, ③, ...": "⑫",
    "１, ２, ３, ...": "１２",
    "ア, イ, ウ, ...": "シ",
    "イ, ロ, ハ, ...": "ヲ",
    "ｱ, ｲ, ｳ, ...": "ｼ",
    "ｲ, ﾛ, ﾊ, ...": "ｦ",
    "甲, 乙, 丙, ...": "12",
    "子, 丑, 寅, ...": "亥",
    "01, 02, 03, ...": "12",
    "غ, ب": "12",
}


@pytest.mark.parametrize("written", FORMATS)
def test_the_formats_of_numbers(written: str) -> None:
    listed = numbers("N", f'style:num-format="{written}" text:start-value="12"')
    article = read_bytes(odt(items("甲", style="N"), listed), Path("a.odt"))
    assert article.blocks[0].marker == FORMATS[written]


def test_every_series_counts_from_one_without_repetition() -> None:
    for series in ITEM_SERIES:
        signs = [item_sign(number, series) for number in range(1, 200)]
        assert len(set(signs)) == len(signs) and all(signs)
    assert [item_sign(number, "kanji") for number in (10, 11, 20, 101, 1024)] == [
        "十",
        "十一",
        "二十",
        "百一",
        "千二十四",
    ]


def test_headings_numbered_by_the_outline() -> None:
    levels = "".join(
        f'<text:outline-level-style text:level="{level}" style:num-format="1" text:display-levels="{level}"/>'
        for level in (1, 2)
    )
    data = odt(
        p("題", "Title") + h("甲") + h("乙", 2) + h("丙", 2) + h("前書き", 1, 'text:is-list-header="true"') + h("丁"),
        styles=f'<text:outline-style style:name="Outline">{levels}</text:outline-style>',
    )
    found = read_bytes(data, Path("a.odt")).blocks
    assert [(block.marker, block.level) for block in found[1:]] == [("1", 1), ("1.1", 2), ("1.2", 2), ("", 1), ("2", 1)]


def test_a_heading_by_its_look() -> None:
    """Writers who know no styles make lines large and bold."""
    automatic = style("Big", "Standard", 'style:font-size-asian="16pt"') + style(
        "Bold", "Standard", 'style:font-weight-asian="bold"'
    )
    body = "文はここに続き、まだ続き、しばらく続いてから終わる。"
    data = odt(p("市の歴史", "Big") + p(body) + p("水害", "Bold") + p(body), automatic)
    assert [block.kind for block in read_bytes(data, Path("a.odt")).blocks] == [
        "title",
        "paragraph",
        "heading",
        "paragraph",
    ]


def test_pictures_are_assets() -> None:
    body = p(picture("Pictures/a.png")) + p(picture("Pictures/b.svm")) + p(picture("https://example.jp/c.png"))
    article = article_of(body, parts={"Pictures/a.png": PNG, "Pictures/b.svm": b"VCLMTF"})
    assert [block.value for block in article.blocks] == ["Pictures/a.png", "Pictures/b.svm", "https://example.jp/c.png"]
    assert [(key, asset.name, asset.data) for key, asset in article.assets] == [("Pictures/a.png", "a.png", PNG)]


def test_a_document_in_one_file() -> None:
    data = base64.b64encode(PNG).decode()
    image = f"<draw:frame><draw:image><office:binary-data>{data}</office:binary-data></draw:image></draw:frame>"
    article = read_bytes(fodt(h("題") + p(f"この{RUBY}は") + p(image)), Path("a.fodt"))
    assert [shown(block) for block in article.blocks] == [
        "title: 題",
        "paragraph: この琵琶湖は ruby(琵琶湖=びわこ)",
        "image:  <image-1.png>",
    ]
    assert article.assets[0][1].data == PNG


def test_a_picture_larger_than_the_parser_takes_is_left_without_its_bytes() -> None:
    data = base64.b64encode(PNG + bytes(8_000_000)).decode()
    image = f"<draw:frame><draw:image><office:binary-data>{data}</office:binary-data></draw:image></draw:frame>"
    article = read_bytes(fodt(p("文。") + p(image)), Path("a.fodt"))
    assert [block.kind for block in article.blocks] == ["paragraph", "image"] and not article.assets


def test_the_same_article_in_markdown() -> None:
    written = """\
# 市の歴史

この{琵琶湖|びわこ}の水位は**二度**上がった[^1]。[市役所](https://example.jp/)が調べた。

## 水害

- 甲
- 乙
  - 丙

1. 一つ目
2. 二つ目

> 引用である。

| 年 | 戸 |
|---|---|
| 1950 | 三百 |

![水門](Pictures/a.png)

```
x = 1
```

[^1]: 市史による。
"""
    body = (
        h("市の歴史")
        + p(f'この{RUBY}の水位は{span("二度", "B")}上がった{note(1, "市史による。")}。'
            '<text:a xlink:href="https://example.jp/">市役所</text:a>が調べた。')
        + h("水害", 2) + items("甲", p("乙") + items("丙")) + items("一つ目", "二つ目", style="L2")
        + p("引用である。", "Quotations") + table(cell("年") + cell("戸"), cell("1950") + cell("三百"))
        + p(picture("Pictures/a.png", "水門")) + p("x<text:s/>=<text:s/>1", "P2")
    )  # fmt: skip
    expected = read_bytes(written.encode(), Path("a.md"))
    assert [shown(block) for block in blocks_of(body)] == [shown(block) for block in expected.blocks]


MANIFEST = f"<manifest:manifest {NAMESPACES}><manifest:encryption-data/></manifest:manifest>"
LAUGHS = '<!DOCTYPE x [<!ENTITY a "ああああああああああ"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'


def nested(depth: int) -> bytes:
    return content_xml(p("<text:span>" * depth + "深" + "</text:span>" * depth)).encode()


BAD = {
    "no content": ({"content.xml": b""}, "content.xml is damaged"),
    "a sheet": (
        {"content.xml": content_xml("").replace("office:text", "office:spreadsheet").encode()},
        "has no text document",
    ),
    "a password": ({"META-INF/manifest.xml": MANIFEST.encode()}, "is protected by a password"),
    "a macro": ({"Basic/Standard/Module1.xml": b"<x/>"}, "has macros"),
    "a script": ({"Scripts/python/a.py": b"x"}, "has macros"),
    "entities": (
        {"content.xml": (LAUGHS + content_xml(p("&b;"))).encode()},
        "content.xml has a document type declaration",
    ),
    "a file": (
        {"content.xml": ('<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]>' + content_xml(p("&f;"))).encode()},
        "document type declaration",
    ),
    "depth": ({"content.xml": nested(210)}, "content.xml is nested more than 200 deep"),
    "more depth": ({"content.xml": nested(100_000)}, "content.xml is damaged (Excessive depth"),
    "a path outside": ({"../x": b""}, "has a part outside the document"),
    "other text": ({"content.xml": b"\xff\xfe\x00"}, "content.xml is damaged"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_is_told_in_one_line(name: str) -> None:
    parts, message = BAD[name]
    with pytest.raises(InputError) as caught:
        read_bytes(odt(p("文。"), parts=parts), Path("a.odt"))
    assert message in caught.value.message
    assert caught.value.place == "a.odt" and caught.value.remedy and "\n" not in str(caught.value)


@pytest.mark.parametrize("packing", [zipfile.ZIP_LZMA, zipfile.ZIP_BZIP2])
def test_other_packings_are_refused(packing: int) -> None:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr("mimetype", MIMETYPE)
        archive.writestr("content.xml", content_xml(p("文。")), packing)
    with pytest.raises(InputError, match="is packed in a way"):
        read_bytes(data.getvalue(), Path("a.odt"))


def test_other_bytes_are_no_document() -> None:
    with pytest.raises(InputError, match="is an old Word or Excel document"):
        read_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Path("a.odt"))


def test_macros_of_one_file_are_refused() -> None:
    scripts = "<office:scripts><office:script><ooo:module>Sub x</ooo:module></office:script></office:scripts>"
    with pytest.raises(InputError, match="has macros"):
        read_bytes(fodt(p("文。"), before=scripts), Path("a.fodt"))
    scripts = "<office:scripts><office:script><ooo:libraries/></office:script></office:scripts>"  # in every document
    assert read_bytes(fodt(p("文。"), before=scripts), Path("a.fodt")).blocks


def test_styles_as_libreoffice_names_them_again() -> None:
    """It takes the internal name for the name to be shown where another program wrote only that one."""
    common = style("Preformatted_5f_20_5f_Text") + style("Heading_5f_20_5f_2")
    data = odt(p("甲", "Heading_5f_20_5f_2") + p("x = 1", "Preformatted_5f_20_5f_Text"), styles=common)
    assert [shown(block) for block in read_bytes(data, Path("a.odt")).blocks] == ["heading 1: 甲", "code: x = 1"]


def test_lists_of_no_macros_are_no_macros() -> None:
    parts = {"Basic/script-lc.xml": b"<x/>", "Basic/Standard/script-lb.xml": b"<x/>"}
    assert read_bytes(odt(p("文。"), parts=parts), Path("a.odt")).blocks


def test_repetitions_are_bounded() -> None:
    """Tables in tables, each cell and row repeated, would have more cells than there are atoms."""
    inner = "文"
    for _ in range(8):
        inner = table(
            cell("甲") + cell("乙"),
            cell(inner if "<" in inner else p(inner), more='table:number-columns-repeated="999999999"') + cell("x"),
        ).replace("<table:table-row>", '<table:table-row table:number-rows-repeated="999999999">')
    article = article_of(inner + p('<text:s text:c="999999999999"/>文') + items("甲", style="L1"))
    assert sum(len(block.units) for block in article.blocks) < 30_000
    assert sum(len(block.source) for block in article.blocks) < 10_000_000


def test_circles_of_styles_end() -> None:
    circle = style("C1", "C2") + style("C2", "C1") + style("T1", "T1", family="text")
    found = read_bytes(odt(p(span("文。", "T1"), "C1"), circle), Path("a.odt")).blocks
    assert [block.source for block in found] == ["文。"]


def test_a_deep_document_is_read() -> None:
    lists = "文"
    for _ in range(60):
        lists = items(p("甲") + lists if "<" in lists else lists)
    assert len(blocks_of(lists)) == 60


LONG = {
    "runs": lambda count: p(span("深", "B") * count),
    "notes": lambda count: p("".join("あ" + note(number, "注") for number in range(count))),
    "spaces": lambda count: p("あ<text:s/>" * count),
    "lists": lambda count: items("甲", style="L2", more='text:continue-numbering="true"') * count,
    "rows": lambda count: table(*[cell("甲") + cell("乙")] * count),
    "images": lambda count: p(picture("Pictures/a.png") * count, "Illustration"),
}


@pytest.mark.parametrize("name", LONG)
def test_the_time_grows_with_the_document(name: str) -> None:
    assert_linear(
        lambda count: odt(LONG[name](count), SPANS + LISTS), lambda data: read_bytes(data, Path("a.odt")), 4000
    )


def everything() -> bytes:
    body = "".join(body for body, _ in KEPT.values()) + "".join(LEFT_OUT.values()) + "".join(HIDDEN.values())
    return odt(body, SPANS + LISTS, parts={"Pictures/a.png": PNG})


def repacked(data: bytes, name: str, part: bytes) -> bytes:
    """Return a package with another content of one part."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for entry in old.infolist():
            new.writestr(entry.filename, part if entry.filename == name else old.read(entry))
    return out.getvalue()


def mutated(chance: random.Random, data: bytes) -> bytes:
    """Return bytes with some of them changed, removed or written twice."""
    changed = bytearray(data)
    for _ in range(chance.randint(1, 8)):
        at = chance.randrange(len(changed))
        kind = chance.randrange(4)
        if kind == 0:
            changed[at] = chance.randrange(256)
        elif kind == 1:
            del changed[at : at + chance.randint(1, 200)]
        elif kind == 2:
            changed[at:at] = changed[max(0, at - chance.randint(1, 300)) : at]
        else:
            changed[at : at + 4] = chance.randbytes(4)
        if not changed:
            return b"PK"
    return bytes(changed)


def test_no_flat_file_raises_anything_but_an_input_error() -> None:
    chance = random.Random(3)
    whole = fodt("".join(body for body, _ in KEPT.values()), SPANS + LISTS)
    for _ in range(100):
        try:
            read_bytes(mutated(chance, whole), Path("a.fodt"))
        except InputError as error:
            assert "\n" not in str(error)


@pytest.mark.parametrize("part", ["", "content.xml", "styles.xml"])
def test_no_bytes_raise_anything_but_an_input_error(part: str) -> None:
    chance = random.Random(part)
    whole = everything()
    with zipfile.ZipFile(io.BytesIO(whole)) as archive:
        inside = archive.read(part) if part else b""
    read, refused = 0, 0
    for _ in range(100):
        data = repacked(whole, part, mutated(chance, inside)) if part else mutated(chance, whole)
        try:
            read_bytes(data, Path("a.odt"))
            read += 1
        except InputError as error:
            assert "\n" not in str(error)
            refused += 1
    assert read + refused == 100 and refused


def test_attributes_of_any_value_are_read() -> None:
    """Every value of every attribute is from outside: numbers are no numbers, styles are missing."""
    chance = random.Random(7)
    values = [
        "",
        "-1",
        "1e9",
        "９",
        "²",
        "none",
        "99999999999999999999",
        "true",
        "P1",
        "T1",
        "%1%",
        "第%9%条",
        "pt",
        "%",
    ]
    with zipfile.ZipFile(io.BytesIO(everything())) as archive:
        pieces = archive.read("content.xml").decode().split('"')
    read = 0
    for _ in range(100):
        changed = list(pieces)
        for at in range(1 + 2 * NAMESPACES.count("xmlns"), len(changed), 2):
            if chance.random() < 0.05:
                changed[at] = chance.choice(values)
        content = '"'.join(changed).encode()
        try:
            assert read_bytes(repacked(everything(), "content.xml", content), Path("a.odt")).blocks
            read += 1
        except InputError as error:
            assert "xml:id" in error.message  # libxml2 checks that an id is a name
    assert read > 50


def test_the_media_type_decides() -> None:
    assert read_bytes(odt(p("文。")), Path("a.txt")).blocks[0].source == "文。"
    assert MIMETYPE.encode() in odt(p("文。"))[:200]
