"""Web pages → blocks: what is kept, what is left out and named, and what no page can do to the program."""

# ruff: noqa: E501 (a case is a line)

from __future__ import annotations

import base64
import random
from pathlib import Path

import pytest

from bilingual.errors import InputError
from bilingual.model import Article, Block
from bilingual.reading import ReadOptions, read, read_bytes
from bilingual.reading.html.reader import read_html
from browser import CHROMIUM, Browser
from test_docx import png

JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00\xff\xc0\x00\x11\x08\x00\x60\x00\x80\x03\xff\xd9"


def page(source: str, *, select: str = "", name: str = "page.html") -> Article:
    return read_html(source.encode(), Path("/nowhere") / name, ReadOptions(select=select))


def article(body: str, head: str = "") -> Article:
    """Return a page whose article is `body`."""
    return page(f"<!DOCTYPE html><html lang=ja><meta charset=utf-8><title></title>{head}<body><main>{body}</main>")


def shown(block: Block) -> str:
    """Return a block on one line: `list_item 1 [-] 市民会館`, with marks as `strong(市民)`."""
    level = f" {block.level}" if block.level else ""
    marker = f" [{block.marker}]" if block.marker else ""
    if block.kind == "table":
        rows = [block.units[at : at + block.columns] for at in range(0, len(block.units), block.columns)]
        return f"table {' // '.join(' | '.join(unit.source for unit in row) for row in rows)}"
    text = block.source.replace("\n", "⏎")
    marks = [
        f"{mark.kind}({unit.source[mark.start : mark.end]}{'=' + mark.value if mark.value else ''})"
        for unit in block.units
        for mark in unit.marks
    ]
    value = f" <{block.value}>" if block.value else ""
    return " ".join(f"{block.kind}{level}{marker}{value} {text} {' '.join(marks)}".split())


def lines(found: Article) -> list[str]:
    return [shown(block) for block in found.blocks]


HEADED = "<h1>見出し</h1>"
KEPT: dict[str, tuple[str, list[str]]] = {
    "headings by level": (
        "<h1>大</h1><h2>中</h2><h3>小</h3><h2>次</h2>",
        ["title 大", "heading 1 中", "heading 2 小", "heading 1 次"],
    ),
    "heading with a line break": ("<h1>水位<br>過去最高</h1>", ["title 水位 過去最高"]),
    "lines of Japanese are joined": ("<p>住民は\n  話した。</p>", ["paragraph 住民は話した。"]),
    "lines of English are joined by a space": ("<p>open\nsource</p>", ["paragraph open source"]),
    "spaces collapse": ("<p>a  b\t c</p>", ["paragraph a b c"]),
    "ideographic space stays": ("<p>山田　太郎</p>", ["paragraph 山田 太郎"]),
    "text directly in a div": ("<div>本文。<p>段落。</p>続き。</div>", ["paragraph 本文。", "paragraph 段落。", "paragraph 続き。"]),
    "one br is a line break": ("<p>一行目<br>二行目</p>", ["paragraph 一行目⏎二行目"]),
    "two br end a paragraph": ("<p>一。<br><br>二。</p>", ["paragraph 一。", "paragraph 二。"]),
    "lines that begin with a wide space are paragraphs": (
        HEADED + "<div>　一段落目。<br>\n　二段落目。<br>「三」と言った。</div>",
        ["title 見出し", "paragraph 一段落目。", "paragraph 二段落目。", "paragraph 「三」と言った。"],
    ),
    "strong and b": ("<p>a<strong>b</strong>c<b>d</b></p>", ["paragraph abcd strong(b) strong(d)"]),
    "b of normal weight": ("<b style='font-weight:normal'><p>a</p></b>", ["paragraph a"]),
    "em and i": ("<p>x<em>強調</em>と<i>斜体</i></p>", ["paragraph x強調と斜体 emphasis(強調) emphasis(斜体)"]),
    "bold by style": ("<p>x<span style='font-weight: 700'>太字</span></p>", ["paragraph x太字 strong(太字)"]),
    "emphasis dots by style": ("<p>x<span style='text-emphasis: sesame'>圏点</span></p>", ["paragraph x圏点 emphasis(圏点)"]),
    "emphasis dots by class": ("<p>x<em class='sesame_dot'>圏点</em></p>", ["paragraph x圏点 emphasis(圏点)"]),
    "emphasis over two paragraphs": ("<b><p>一。</p><p>二。</p></b>", ["paragraph 一。 strong(一。)", "paragraph 二。 strong(二。)"]),
    "code": ("<p>x<code>make</code></p>", ["paragraph xmake code(make)"]),
    "struck text stays, as in Markdown": ("<p>a<del>b</del><ins>c</ins></p>", ["paragraph abc"]),
    "external link": ("<p>x<a href='https://e.org/'>先</a></p>", ["paragraph x先 link(先=https://e.org/)"]),
    "link within the page": ("<p>x<a href='#a'>先</a></p>", ["paragraph x先"]),
    "script link": ("<p>x<a href='javascript:alert(1)'>先</a></p>", ["paragraph x先"]),
    "quotation": ("<p><q>はい</q>と言う</p>", ["paragraph 「はい」と言う"]),
    "superscript figures": ("<p>10<sup>5</sup>、5m<sup>2</sup>、CO<sub>2</sub></p>", ["paragraph 10⁵、5m²、CO2"]),
    "bullets, nested": (
        "<ul><li>一<ul><li>二</ul><li>三</ul>",
        ["list_item 1 [-] 一", "list_item 2 [-] 二", "list_item 1 [-] 三"],
    ),
    "numbers": ("<ol><li>一<li>二</ol>", ["list_item 1 [1.] 一", "list_item 1 [2.] 二"]),
    "numbers from a start": ("<ol start=3><li>一<li value=7>二</ol>", ["list_item 1 [3.] 一", "list_item 1 [7.] 二"]),
    "numbers downwards": ("<ol reversed><li>一<li>二</ol>", ["list_item 1 [2.] 一", "list_item 1 [1.] 二"]),
    "letters": ("<ol type=a start=26><li>一<li>二</ol>", ["list_item 1 [z.] 一", "list_item 1 [aa.] 二"]),
    "roman numerals": ("<ol type=I start=4><li>一</ol>", ["list_item 1 [IV.] 一"]),
    "katakana": ("<ol style='list-style-type: katakana'><li>一<li>二</ol>", ["list_item 1 [ア、] 一", "list_item 1 [イ、] 二"]),
    "two paragraphs in an item": ("<ul><li><p>一</p><p>二</p></ul>", ["list_item 1 [-] 一", "list_item 1 二"]),
    "typed marker in an item": ("<ul style='list-style:none'><li>① 一<li>・二</ul>", ["list_item 1 [①] 一", "list_item 1 [・] 二"]),
    "typed marker in a paragraph": ("<p>・一</p><p>※注意</p>", ["list_item 1 [・] 一", "note [※] 注意"]),
    "item that is a section": ("<ol><li><h2>節</h2><p>本文。</p></ol>", ["heading 1 節", "paragraph 本文。"]),
    "definitions": (
        "<dl><dt>用語</dt><dd>説明。</dd></dl>",
        ["paragraph 用語 strong(用語)", "paragraph 説明。"],
    ),
    "quote, nested": (
        "<blockquote><p>外。</p><blockquote>内。</blockquote></blockquote>",
        ["quote 1 外。", "quote 2 内。"],
    ),
    "code block": ("<pre><code class='language-py'>a = 1\n  b\n</code></pre>", ["code <py> a = 1⏎ b"]),
    "prose in pre": ("<pre>\nこれは文章です。\n次の行。\n\n段落。</pre>", ["paragraph これは文章です。⏎次の行。", "paragraph 段落。"]),
    "rule": (HEADED + "<p>一</p><hr><p>二</p>", ["title 見出し", "paragraph 一", "separator [---]", "paragraph 二"]),
    "details": ("<details><summary>概要</summary><p>内容。</p></details>", ["paragraph 概要", "paragraph 内容。"]),
    "table": ("<table><tr><th>地点<th>雨量<tr><td>大津<td>320</table>", ["table 地点 | 雨量 // 大津 | 320"]),
    "merged cells": (
        "<table><tr><th>a<th>b<th>c<tr><td colspan=2>ab<td rowspan=2>c2<tr><td>a3<td>b3</table>",
        ["table a | b | c // ab | | c2 // a3 | b3 |".replace("| |", "|  |").replace("b3 |", "b3 | ")],
    ),
    "caption of a table": ("<table><caption>表1</caption><tr><th>a<th>b<tr><td>1<td>2</table>", ["paragraph 表1", "table a | b // 1 | 2"]),
    "foot of a table": ("<table><tfoot><tr><td>計<td>2</tfoot><tr><th>a<th>b</table>", ["table a | b // 計 | 2"]),
    "paragraphs in a cell": ("<table><tr><th>a<th>b<tr><td><p>一。</p><p>二。</p><td>x</table>", ["table a | b // 一。二。 | x"]),
    "layout table": ("<table><tr><td><p>本文。</p></td></tr></table>", ["paragraph 本文。"]),
    "picture": ("<p>x</p><p><img src='a.jpg' alt='湖'></p>", ["paragraph x", "image <a.jpg> 湖"]),
    "caption of a picture": (
        "<figure><figcaption>湖岸</figcaption><img src='a.jpg' alt='湖'></figure>",
        ["image <a.jpg> 湖", "paragraph 湖岸"],
    ),
    "picture at the end of a paragraph": ("<p>本文。<img src='a.jpg' alt='湖'></p>", ["paragraph 本文。", "image <a.jpg> 湖"]),
    "lazy picture": ("<img src='data:image/gif;base64,R0lGODlhAQABAAAAACw=' data-src='a.jpg' alt='湖'>", ["image <a.jpg> 湖"]),
    "set of pictures": ("<picture><source srcset='s.webp 1x, l.webp 2x'><img alt='湖'></picture>", ["image <l.webp> 湖"]),
    "spacer": ("<p>x<img src='spacer.gif' width=1 height=1 alt='y'></p>", ["paragraph x"]),
    "sign in a line": ("<p>x<img class='icon' src='a.png' alt='新'>y</p>", ["paragraph x新y"]),
    "formula": ("<p>x<math><semantics><mi>a</mi><annotation encoding='application/x-tex'>a^2</annotation></semantics></math></p>", ["paragraph xa^2 code(a^2)"]),
    "ruby": ("<p><ruby>琵琶湖<rp>（</rp><rt>びわこ</rt><rp>）</rp></ruby>の水</p>", ["paragraph 琵琶湖の水 ruby(琵琶湖=びわこ)"]),
    "ruby for each character": ("<p><ruby>漢<rt>かん</rt>字<rt>じ</rt></ruby></p>", ["paragraph 漢字 ruby(漢=かん) ruby(字=じ)"]),
    "ruby, bases first": ("<p><ruby><rb>漢<rb>字<rt>かん<rt>じ</ruby></p>", ["paragraph 漢字 ruby(漢=かん) ruby(字=じ)"]),
    "ruby with containers": (
        "<p><ruby><rb>東<rb>京<rtc><rt>とう<rt>きょう</rtc><rtc>Tokyo</rtc></ruby></p>",
        ["paragraph 東京 ruby(東=とう) ruby(京=きょう)"],
    ),
    "ruby, several readings of one base": ("<p><ruby>漢字<rt>かん</rt><rt>じ</rt></ruby></p>", ["paragraph 漢字 ruby(漢字=かんじ)"]),
    "ruby in ruby": (
        "<p><ruby><ruby>東<rt>とう</rt></ruby><ruby>南<rt>なん</rt></ruby><rt>たつみ</rt></ruby></p>",
        ["paragraph 東南 ruby(東=とう) ruby(南=なん)"],
    ),
    "ruby with line feeds": ("<p>前\n<ruby>\n<rb>湖</rb>\n<rt>うみ</rt>\n</ruby>\n後</p>", ["paragraph 前湖後 ruby(湖=うみ)"]),
    "note as pandoc writes it": (
        "<p>本文<a href='#fn1' class='footnote-ref' id='fnref1' role='doc-noteref'><sup>1</sup></a>。</p>"
        "<section class='footnotes' role='doc-endnotes'><hr><ol><li id='fn1'><p>注です。<a href='#fnref1'"
        " class='footnote-back' role='doc-backlink'>↩︎</a></p></li></ol></section>",
        ["paragraph 本文。 footnote(文=1)", "note [[1]] 注です。"],
    ),
    "note in a paragraph": (
        "<p>本文<sup><a href='#n1'>(注1)</a></sup>。</p><p>続き。</p><p id='n1'>注1　注です。</p>",
        ["paragraph 本文。 footnote(文=注1)", "paragraph 続き。", "note [[注1]] 注です。"],
    ),
    "note with an anchor, as Word writes it": (
        "<p>本文<a href='#_ftn1' name='_ftnref1'>[1]</a>。</p><div><hr><div id='ftn1'><p><a href='#_ftnref1'"
        " name='_ftn1'>[1]</a> 注です。</p></div></div>",
        ["paragraph 本文。 footnote(文=1)", "note [[1]] 注です。"],
    ),
    "notes in order of reference": (
        "<p>甲<sup><a href='#b'>2</a></sup>乙<sup><a href='#a'>1</a></sup></p><ol><li id=a>一。<li id=b>二。</ol>",
        ["paragraph 甲乙 footnote(甲=2) footnote(乙=1)", "note [[2]] 二。", "note [[1]] 一。"],
    ),
    "a link to a chapter is no note": (
        "<p><a href='#c'>1</a></p><h2 id=c>章</h2><p>本文。</p>",
        ["paragraph 1", "heading 1 章", "paragraph 本文。"],
    ),
    "emphasis by a class of the page's style sheet": (
        "<style>@media print { .k { font-weight: bold } } .k, em.x { text-emphasis: filled dot; }</style><p>彼が<span class=k>言った</span></p>",
        ["paragraph 彼が言った emphasis(言った)"],
    ),
    "bold heading": ("<h1>題</h1><h2><b>節</b></h2><p>文。</p>", ["title 題", "heading 1 節", "paragraph 文。"]),
    "line that is the title": ("<p class=title>題</p><h1>一</h1><p>文。</p><h1>二</h1>", ["title 題", "heading 1 一", "paragraph 文。", "heading 1 二"]),
    "table with a title across": (
        "<table><tr><th colspan=2>琵琶湖<tr><th>所在地<td>滋賀県<tr><th>面積<td>669</table>",
        ["paragraph 琵琶湖", "table 所在地 | 滋賀県 // 面積 | 669"],
    ),
    "paragraphs on both sides of a picture": ("<div>一。<br><img src='a.jpg' alt='湖'><br>二。</div>", ["paragraph 一。", "image <a.jpg> 湖", "paragraph 二。"]),
    "number of a step as a heading": (
        "<ol><li><h3>1</h3><div><p>切る。</p></div></li><li><h3>2</h3><div><p>煮る。</p></div></li></ol>",
        ["list_item 1 [1.] 切る。", "list_item 1 [2.] 煮る。"],
    ),
    "heading in boxes": ("<h1>題</h1><h2><div>第1章</div><div>選び方</div></h2><p>文。</p>", ["title 題", "heading 1 第1章 選び方", "paragraph 文。"]),
    "answer that a button opens": (
        "<h1>題</h1><p>文。</p><h2><button aria-expanded=false aria-controls=p>休みはいつですか。</button></h2><div id=p hidden><p>月曜です。</p></div>",
        ["title 題", "paragraph 文。", "heading 1 休みはいつですか。", "paragraph 月曜です。"],
    ),
    "answer behind a button": (
        "<button aria-expanded=false>休みは。</button><div aria-hidden=true>月曜です。</div>",
        ["paragraph 休みは。", "paragraph 月曜です。"],
    ),
    "answer that a box opens": (
        "<input type=checkbox id=c><label for=c>休みは。</label><div>月曜です。</div>",
        ["paragraph 休みは。", "paragraph 月曜です。"],
    ),
    "signs of questions": (
        "<details><summary><span>Q</span>休みは。</summary><div><span>A</span><p>月曜です。</p></div></details>",
        ["paragraph Q 休みは。 speaker(Q)", "paragraph A 月曜です。 speaker(A)"],
    ),
    "picture for mobile telephones": ("<amp-img src=a.jpg alt=湖><noscript><img src=a.jpg></noscript></amp-img><p>文。</p>", ["image <a.jpg> 湖", "paragraph 文。"]),
    "ornaments between parts": ("<p>文。</p><p>◇　◇　◇</p><p>次。</p><p>……</p>", ["paragraph 文。", "separator [---]", "paragraph 次。", "paragraph ……"]),
    "column with sentences": ("<p>本文。</p><aside><p>囲み記事です。短い文。</p></aside>", ["paragraph 本文。", "paragraph 囲み記事です。短い文。"]),
    "picture character": ("<p>彼は<img class='gaiji' src='g.png' alt='喰'>う</p>", ["paragraph 彼は喰う"]),
    "picture character by its code": (
        "<p><img class='gaiji' src='g.png' alt='※(「口＋喰」、第3水準1-15-26)'>う</p>",
        ["paragraph 噞う".replace("噞", bytes((0xAF, 0xBA)).decode("euc_jis_2004"))],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", KEPT)
def test_what_is_kept(name: str) -> None:
    body, expected = KEPT[name]
    found = lines(article(body if "<h" in body else f"<h1>題</h1>{body}"))
    assert found == (expected if "<h" in body else ["title 題", *expected])


def test_a_page_without_tags_for_headings_is_read_by_its_look_and_text() -> None:
    sheet = "<style>.t { font-size: 18pt }</style>"
    text = "<p>昔、湖があったという話である。</p><p>①青い。</p><p>②広い。</p>"
    assert lines(article(f"{sheet}<p><span class=t>湖の歴史</span></p>{text}")) == [
        "title 湖の歴史",
        "paragraph 昔、湖があったという話である。",
        "list_item 1 [①] 青い。",
        "list_item 1 [②] 広い。",
    ]


LEFT_OUT = {
    "script": ("<script>var x='本文'</script>", ""),
    "style": ("<style>p{}</style>", ""),
    "hidden": ("<p hidden>隠れた文。</p>", ""),
    "aria-hidden": ("<span aria-hidden=true>隠れた文。</span>", ""),
    "display: none": ("<p style='display:none'>隠れた文。</p>", ""),
    "fields": ("<label>名前<input value=x></label><button>送信</button>", ""),
    "navigation": ("<nav><a href=/>トップ</a></nav>", "navigation (「トップ」)"),
    "role": ("<div role=navigation>トップ</div>", "navigation (「トップ」)"),
    "share buttons": ("<div class='post-share'>ツイート</div>", "share buttons (「ツイート」)"),
    "advertisement": ("<div id=adBanner1>いまなら10倍</div>", "an advertisement (「いまなら10倍」)"),
    "related links": ("<div class=relatedArticles><a href=/2>大雨</a></div>", "related links (「大雨」)"),
    "breadcrumb": ("<p class=breadcrumb>トップ &gt; 社会</p>", "navigation (「トップ > 社会」)"),
    "links without bullets": (
        "<ul style='list-style: none'><li><a href=/a>甲</a><li><a href=/b>乙</a></ul>",
        "navigation (「甲 乙」)",
    ),
    "side column of links": ("<aside><a href=/a>甲</a></aside>", "a side column (「甲」)"),
    "contents": (
        "<div class=box><p>目次</p><ul><li><a href='#a'>甲</a><li><a href='#b'>乙</a></ul></div>",
        "a table of contents (「甲 乙」)",
    ),
    "foot of an entry": ("<footer>タグ: <a href=/t>琵琶湖</a></footer>", "a footer (「タグ: 琵琶湖」)"),
    "form": ("<form>登録<input></form>", "a form (「登録」)"),
    "form with a heading": ("<div><h2>感想</h2><form>役に立った<input></form></div>", "a form (「感想 役に立った」)"),
    "related posts": ("<div id=jp-relatedposts><h3>関連</h3><p>大雨</p></div>", "related links (「関連 大雨」)"),
    "tags": ("<div class=o-noteTags><a href=/t>#湖</a></div>", "tags (「#湖」)"),
    "title of an advertisement": ("<p>スポンサーリンク</p>", "an advertisement (「スポンサーリンク」)"),
    "link to the top": ("<p><a href='#top'>このページの先頭へ</a></p>", "navigation (「このページの先頭へ」)"),
    "menu of a button": ("<button aria-expanded=false>目次</button><ul hidden><li>甲</li></ul>", ""),
    "way to the page": (
        "<div><a href=/>トップ</a> &gt; <a href=/k>くらし</a> &gt; ごみ</div>",
        "navigation (「トップ > くらし > ごみ」)",
    ),
    "end of a free part": (
        "<div class=paywall>続きは会員のみ。</div>",
        "a notice for subscribers (「続きは会員のみ。」)",
    ),
    "not printed": ("<span class='x no-print'>[編集]</span>", "a part that is not printed (「[編集]」)"),
    "box on the author": ("<div class=o-authorBox>町に住む。</div>", "a note on the author (「町に住む。」)"),
    "card of another page": ("<div class=blogcard-wrap><a href=/2>大雨</a></div>", "related links (「大雨」)"),
    "word for an advertisement": ("<div>【PR】</div>", "an advertisement (「【PR】」)"),
    "link to a larger picture": ("<p><a href=/b>写真を拡大</a></p>", "navigation (「写真を拡大」)"),
    "question to readers": ("<p>このページは役に立ちましたか？</p>", "a form (「このページは役に立ちましたか？」)"),
    "advertisement for mobile telephones": ("<amp-ad>いま</amp-ad>", "an advertisement (「いま」)"),
    "video": ("<video src=a.mp4></video>", "a video"),
    "embedded page": ("<iframe src='https://e.org'></iframe>", "an embedded page"),
}


@pytest.mark.parametrize("name", LEFT_OUT)
def test_what_is_left_out_is_named(name: str) -> None:
    body, notice = LEFT_OUT[name]
    found = article(f"<h1>題</h1><p>記事の本文です。まだ続きます。</p>{body}<p>終わりの文です。</p>")
    assert lines(found) == ["title 題", "paragraph 記事の本文です。まだ続きます。", "paragraph 終わりの文です。"]
    assert found.notices == ((f"left out: {notice}",) if notice else ())


def test_a_heading_over_a_form_goes_with_it() -> None:
    found = article(
        "<h1>題</h1><p>本文です。短い文です。</p><h2>感想</h2><form>役に立った</form><h2>次</h2><p>文。</p>"
    )
    assert lines(found) == ["title 題", "paragraph 本文です。短い文です。", "heading 1 次", "paragraph 文。"]


def test_a_heading_over_a_form_and_text_is_kept() -> None:
    found = article(
        "<h1>題</h1><p>本文です。短い文です。</p><h2>感想</h2><form>役に立った</form><div>届いた声です。</div>"
    )
    assert lines(found)[2:] == ["heading 1 感想", "paragraph 届いた声です。"]


def test_a_heading_over_notes_goes_with_them() -> None:
    note = "<div><ol><li id=n>市史による。</li></ol></div>"
    found = article(f"<h1>題</h1><p>文<sup><a href='#n'>1</a></sup>。</p><h2>脚注</h2>{note}<h2>関連</h2><p>湖。</p>")
    assert lines(found) == [
        "title 題",
        "paragraph 文。 footnote(文=1)",
        "heading 1 関連",
        "paragraph 湖。",
        "note [[1]] 市史による。",
    ]


def test_the_line_that_names_the_author_is_kept() -> None:
    found = article("<h1>題</h1><p class=author-info>佐藤</p><p>本文です。短い文です。</p>")
    assert lines(found) == ["title 題", "paragraph 佐藤", "paragraph 本文です。短い文です。"]


def test_a_class_of_the_article_itself_leaves_nothing_out() -> None:
    """`social` is also the page of a newspaper for social affairs."""
    found = article("<div class='social ad'><h1>題</h1><p>記事の本文です。</p></div><p>終わり。</p>")
    assert lines(found) == ["title 題", "paragraph 記事の本文です。", "paragraph 終わり。"]


NEWS = """<h1>琵琶湖の水位、過去最高に　市が避難指示</h1>
<p class="meta"><time datetime="2026-07-10T09:00:00+09:00">2026年7月10日 9時00分</time>　<span>山田太郎</span></p>
<div class="share"><ul><li><a href="#">シェア</a></li><li>印刷</li></ul></div>
<p>①琵琶湖の水位が10日朝、過去最高を記録した。髙田市は午前8時、420戸に避難指示を出した。</p>
<div class="ad"><p>広告</p><p>いまならポイント10倍！詳しくはこちら</p></div>
<h2>避難所は3カ所</h2><ul><li>市民会館</li><li>北小学校</li></ul>
<div>段落タグのない本文がここにある。</div>"""
NEWS_PAGE = f"""<!DOCTYPE html><html lang="ja"><head><meta charset="shift_jis">
<title>琵琶湖の水位、過去最高に　市が避難指示 - 湖国新聞</title><meta name="author" content="山田太郎">
<link rel="canonical" href="https://example.org/news/1"></head><body>
<header><div class="logo">湖国新聞</div><nav><a href="/">トップ</a><a href="/s">社会</a></nav></header>
<main><article>{NEWS}</article></main>
<aside class="related"><h3>関連記事</h3><ul><li><a href="/2">大雨で新幹線が運休、帰省客に影響</a></li></ul></aside>
<div id="comments"><h3>コメント</h3><p>心配です。どうかご無事で。</p></div>
<footer><p>会社概要 | 利用規約</p><p>Copyright 2026 湖国新聞社</p></footer></body></html>"""
SOUP = NEWS_PAGE
for _tag in ("main", "article", "aside", "header", "footer", "nav"):
    SOUP = SOUP.replace(f"<{_tag}", "<div").replace(f"</{_tag}>", "</div>")
EXPECTED_NEWS = [
    "title 琵琶湖の水位、過去最高に 市が避難指示",
    "paragraph 2026年7月10日 9時00分 山田太郎",
    "paragraph ①琵琶湖の水位が10日朝、過去最高を記録した。髙田市は午前8時、420戸に避難指示を出した。",
    "heading 1 避難所は3カ所",
    "list_item 1 [-] 市民会館",
    "list_item 1 [-] 北小学校",
    "paragraph 段落タグのない本文がここにある。",
]


@pytest.mark.parametrize("source", [NEWS_PAGE, SOUP], ids=["marked", "div soup"])
def test_the_article_of_a_news_page(source: str) -> None:
    """With signs that Shift_JIS in the strict sense does not have."""
    found = read_html(source.encode("cp932"), Path("news.html"), ReadOptions())
    assert lines(found) == EXPECTED_NEWS
    assert (found.author, found.date, found.origin) == ("山田太郎", "2026-07-10", "https://example.org/news/1")
    assert "「広告 いまならポイント10倍！詳しくはこちら」" in found.notices[0]
    assert "湖国新聞" in found.notices[0]


def test_a_short_notice() -> None:
    found = page(
        '<html lang="ja"><meta charset="utf-8"><title>お知らせ | ○○市</title><div id="header"><a href="/">○○市公式</a>'
        "<ul><li><a>くらし</a></li></ul></div><div id=main><h1>ごみ収集日の変更について</h1><p>更新日：2026年4月1日</p>"
        '<p>5月3日の収集は休みます。</p><p><a href="a.pdf">カレンダー</a></p></div><div id="footer">○○市役所</div>'
    )
    assert lines(found) == [
        "title ごみ収集日の変更について",
        "paragraph 更新日：2026年4月1日",
        "paragraph 5月3日の収集は休みます。",
        "paragraph カレンダー",
    ]
    assert found.date == ""
    assert found.notices == ("left out: a page header (「○○市公式 くらし」), a footer (「○○市役所」)",)


def test_a_large_line_above_the_text_of_an_old_page_is_kept() -> None:
    links = "<center><a href=i>戻る</a>｜<a href=n>次へ</a></center>"
    text = "<div>　船に乗った。<br><br>　海は、とても青かった。</div>"
    found = page(f"<title>旅日記</title><div align=center><font size=4><b>島の三日間</b></font></div>{text}{links}")
    assert [block.source for block in found.blocks] == [
        "島の三日間",
        "船に乗った。",
        "海は、とても青かった。",
    ]


def test_selected_elements_are_joined_in_order() -> None:
    source = "<title>題</title><div class=a><p>一。</p></div><div class=b>二。</div><div class=a>三。</div>"
    assert lines(page(source, select=".a")) == ["title 題", "paragraph 一。", "paragraph 三。"]
    assert lines(page(source, select="div.b")) == ["title 題", "paragraph 二。"]


@pytest.mark.parametrize(
    ("select", "message"),
    [("div[", "the CSS selector 'div[' is invalid"), ("#none", "nothing in the page matches '#none'")],
)
def test_a_wrong_selector_is_an_error(select: str, message: str) -> None:
    with pytest.raises(InputError) as error:
        page("<p>本文。</p>", select=select)
    assert error.value.message == message
    assert error.value.place and error.value.remedy


TITLES = {
    "site at the end": ("<title>題名です - 新聞</title>", "題名です"),
    "site after a bar": ("<title>題名です｜新聞</title>", "題名です"),
    "site of two parts": ("<title>長い長い題名です | くらし | 新聞</title>", "長い長い題名です"),
    "site at the beginning": ("<meta property=og:site_name content=新聞><title>新聞 | 題名です</title>", "題名です"),
    "no site": ("<title>題名です</title>", "題名です"),
    "a wave within a title": ("<title>夏〜秋の長い長い展示</title>", "夏〜秋の長い長い展示"),
    "for other sites": ("<meta property=og:title content=題名です><title>別 - 新聞</title>", "題名です"),
}


@pytest.mark.parametrize("name", TITLES)
def test_the_title_without_the_site(name: str) -> None:
    head, title = TITLES[name]
    assert lines(article("<p>本文。</p>", head.replace("<title>", "<!-- --><title>")))[:1] != []
    found = page(f"<html><head>{head}</head><body><main><p>本文。</p></main>")
    assert lines(found) == [f"title {title}", "paragraph 本文。"]


def test_a_heading_of_the_site_is_not_the_title() -> None:
    found = page("<title>題名です | 新聞</title><body><h1>新聞</h1><h2>題名です</h2><p>本文。</p>")
    assert lines(found) == ["title 題名です", "paragraph 本文。"]


def test_a_title_with_its_subtitle_below() -> None:
    found = page(
        "<title>題名です | 会社</title><main><h1>ニュース</h1><h2>題名です<br>～副題～</h2><p>本文。</p></main>"
    )
    assert "title 題名です ～副題～" in lines(found)
    assert sum("題名です" in line for line in lines(found)) == 1


def test_the_title_above_the_article_keeps_its_readings() -> None:
    found = page(
        "<title>湖の水位 - 新聞</title><h1><ruby>湖<rt>うみ</rt></ruby>の水位</h1><article><p>本文。</p></article>"
    )
    assert lines(found) == ["title 湖の水位 ruby(湖=うみ)", "paragraph 本文。"]


FACTS = {
    "meta": ("<meta name=author content=山田><meta property=article:published_time content=2026-07-10>", "山田", "2026-07-10"),
    "JSON-LD": (
        '<script type="application/ld+json">{"@graph":[{"@type":"NewsArticle","author":[{"name":"山田"},{"name":"鈴木"}],'
        '"datePublished":"2026-07-09T20:00:00Z"}]}</script>',
        "山田、鈴木",
        "2026-07-10",
    ),
    "broken JSON-LD": ('<script type="application/ld+json">{"@graph":[</script>', "", ""),
    "deep JSON-LD": (f'<script type="application/ld+json">{"[" * 100_000}</script>', "", ""),
    "nothing": ("", "", ""),
}  # fmt: skip


@pytest.mark.parametrize("name", FACTS)
def test_author_and_date_are_never_guessed(name: str) -> None:
    head, author, date = FACTS[name]
    found = article("<p>2020年1月1日、佐藤が書いた。</p>", head)
    assert (found.author, found.date) == (author, date)


@pytest.mark.parametrize(
    "line", ["2026年7月10日", "2026/7/10 06:00", "最終更新日 2026年07月10日（金）", "公開：2026.07.10"]
)
def test_a_line_that_only_says_the_date_is_not_read_twice(line: str) -> None:
    head = "<meta property=article:published_time content=2026-07-10T06:00:00+09:00>"
    assert lines(article(f"<h1>題</h1><p>{line}</p><p>本文。</p>", head)) == ["title 題", "paragraph 本文。"]


@pytest.mark.parametrize("line", ["2026年7月11日", "2026年7月10日に開く"])
def test_another_line_with_a_date_is_kept(line: str) -> None:
    head = "<meta property=article:published_time content=2026-07-10>"
    found = article(f"<h1>題</h1><p>{line}</p><p>本文。</p>", head)
    assert [block.source for block in found.blocks] == ["題", line, "本文。"]


def test_the_address_of_a_saved_page() -> None:
    saved = "<!-- saved from url=(0024)https://example.org/a/b -->\n<html><body><p>x<a href='../c'>先</a></p>"
    found = page(saved)
    assert found.origin == "https://example.org/a/b"
    assert lines(found) == ["paragraph x先 link(先=https://example.org/c)"]


ENCODINGS = {
    "utf-8 without a declaration": ("<p>本文です。</p>", "utf-8"),
    "utf-8 with a mark": ("<p>本文です。</p>", "utf-8-sig"),
    "utf-16": ("<p>本文です。</p>", "utf-16"),
    "shift_jis without a declaration": ("<p>本文です。これは長い文章です。</p>", "cp932"),
    "windows-31j": ("<meta charset=windows-31j><h1>題</h1><p>①㈱髙です。</p>", "cp932"),
    "x-sjis": ("<meta http-equiv=content-type content='text/html; charset=x-sjis'><h1>題</h1><p>①です。</p>", "cp932"),
    "x-euc-jp": ("<meta charset=x-euc-jp><p>本文です。</p>", "euc_jp"),
    "iso-2022-jp": ("<meta charset=iso-2022-jp><p>本文です。</p>", "iso2022_jp"),
    "xml declaration": ('<?xml version="1.0" encoding="EUC-JP"?><html><p>本文です。</p></html>', "euc_jp"),
    "declared wrongly": ("<meta charset=shift_jis><p>本文です。</p>", "utf-8"),
    "unknown": ("<meta charset=nonsense><p>本文です。</p>", "utf-8"),
}


@pytest.mark.parametrize("name", ENCODINGS)
def test_encodings(name: str) -> None:
    source, encoding = ENCODINGS[name]
    found = read_html(source.encode(encoding), Path("a.html"), ReadOptions())
    assert found.blocks[-1].source == source[source.index("<p>") + 3 : source.index("</p>")]
    assert bool(found.notices) == (name == "declared wrongly")


def test_empty_elements_of_xhtml_do_not_swallow_the_page() -> None:
    found = page(
        '<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"><head><title/><script src="a.js"/></head>'
        '<body><h1>題</h1><p>一<br/>二<a id="x"/><b/></p><p>三</p></body></html>',
        name="a.xhtml",
    )
    assert lines(found) == ["title 題", "paragraph 一⏎二", "paragraph 三"]


def test_a_few_damaged_bytes_are_counted() -> None:
    data = "<meta charset=euc-jp><p>本文です。長い文章です。</p>".encode("euc_jp").replace(b"</p>", b"\xff</p>")
    assert read_html(data, Path("a.html"), ReadOptions()).notices == ("1 character is damaged: no euc-jp",)


def test_the_encoding_of_the_user_overrules() -> None:
    data = "<meta charset=utf-8><p>本文です。</p>".encode("euc_jp")
    found = read_html(data, Path("a.html"), ReadOptions(encoding="euc_jp"))
    assert lines(found) == ["paragraph 本文です。"]


def test_pictures_of_a_saved_page(tmp_path: Path) -> None:
    """Only PNG and JPEG in the page's folder, by their first bytes."""
    files = tmp_path / "p" / "湖_files"
    files.mkdir(parents=True)
    (files / "a.png").write_bytes(png(80, 80))
    (files / "dot.png").write_bytes(png(1, 1))
    (files / "fake.png").write_bytes(b"GIF89a")
    (tmp_path / "outside.png").write_bytes(png(80, 80))
    data = base64.b64encode(JPEG).decode()
    source = (
        "<base href='https://e.org/'><p>本文。</p><img src='%E6%B9%96_files/a.png' alt=甲><img src='湖_files/dot.png'>"
        "<img src='湖_files/fake.png' alt=乙><img src='../outside.png' alt=丙><img src='湖_files/none.png' alt=''>"
        f"<img src='data:image/jpeg;base64,{data}' alt=丁><img src='data:image/svg+xml,<svg/>' alt=''>"
    )
    (tmp_path / "p" / "湖.html").write_text(source, "utf-8")
    found = read(tmp_path / "p" / "湖.html")
    assert lines(found) == [
        "paragraph 本文。",
        "image <%E6%B9%96_files/a.png> 甲",
        "image <湖_files/fake.png> 乙",
        "image <../outside.png> 丙",
        "image <embedded-1.jpg> 丁",
    ]
    assert {key: asset.name for key, asset in found.assets} == {
        "%E6%B9%96_files/a.png": "a.png",
        "embedded-1.jpg": "embedded-1.jpg",
    }


def mhtml(html: bytes, charset: str = "utf-8") -> bytes:
    encoded = base64.encodebytes(html).decode()
    picture = base64.encodebytes(png(80, 80)).decode()
    return (
        "From: <Saved by Blink>\r\nSnapshot-Content-Location: https://example.org/a\r\nSubject: x\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/related; type="text/html"; boundary="XX"\r\n\r\n\r\n--XX\r\n'
        f"Content-Type: text/html; charset={charset}\r\nContent-Transfer-Encoding: base64\r\n"
        f"Content-Location: https://example.org/a\r\n\r\n{encoded}\r\n--XX\r\nContent-Type: image/png\r\n"
        "Content-Transfer-Encoding: base64\r\nContent-Location: https://example.org/img/lake.png\r\nContent-ID: <p1>\r\n"
        f"\r\n{picture}\r\n--XX--\r\n"
    ).encode()


def test_a_page_saved_as_one_file() -> None:
    html = "<p>本文です。</p><img src='img/lake.png' alt=湖><img src='cid:p1' alt=海>"
    found = read_bytes(mhtml(html.encode("euc_jp"), "x-euc-jp"), Path("a.mht"))
    assert lines(found) == ["paragraph 本文です。", "image <img/lake.png> 湖", "image <cid:p1> 海"]
    assert [asset.name for _, asset in found.assets] == ["lake.png", "p1"]
    assert found.origin == "https://example.org/a"


def test_links_that_a_browser_saved_with_the_address_of_the_page() -> None:
    """They still lead to the notes of the page; a path of the machine is no key of a picture."""
    html = (
        "<p>本文<sup><a href='https://example.org/a#n1'>1</a></sup>です。</p><ol><li id=n1>注。</ol>"
        "<img src='file:///home/me/lake.png' alt=湖>"
    )
    data = mhtml(html.encode()).replace(b"https://example.org/img/", b"file:///home/me/")
    found = read_bytes(data, Path("a.mht"))
    assert lines(found) == ["paragraph 本文です。 footnote(文=1)", "image <lake.png> 湖", "note [[1]] 注。"]
    assert [key for key, _ in found.assets] == ["lake.png"]


@pytest.mark.skipif(not CHROMIUM, reason="Chromium is not installed")
def test_a_page_that_a_browser_saved(tmp_path: Path) -> None:
    (tmp_path / "lake.png").write_bytes(png(80, 80))
    source = NEWS_PAGE.replace("</article>", "<p>注<sup><a href='#n'>1</a></sup>。</p><p id=n>1 注です。</p></article>")
    file = tmp_path / "news.html"
    file.write_bytes(source.replace("<h2>", "<img src='lake.png' alt='湖'><h2>").encode("cp932"))
    browser = Browser(tmp_path / "profile")
    try:
        browser.open(file, 800)
        data = browser.call("Page.captureSnapshot", format="mhtml")["data"].encode()
    finally:
        browser.close()
    found = read_bytes(data, Path("news.mhtml"))
    expected = [*EXPECTED_NEWS, "paragraph 注。 footnote(注=1)", "note [[1]] 注です。"]
    assert lines(found) == [*expected[:3], "image <lake.png> 湖", *expected[3:]]
    assert [asset.name for _, asset in found.assets] == ["lake.png"]


SAME = """# 琵琶湖の水位

最初の段落で、**太字**と*斜体*と`code`と[先](https://example.org/)がある。[^1]

## 節

- 一
- 二
    - 三

1. 甲
2. 乙

> 引用です。

| 地点 | 雨量 |
|---|---|
| 大津 | 320 |

```py
a = 1
```

---

行の\\
改行。

用語
: 説明です。

[^1]: 注です。
"""
SAME_PAGE = """<h1>琵琶湖の水位</h1><p>最初の段落で、<strong>太字</strong>と<em>斜体</em>と<code>code</code>と<a
href="https://example.org/">先</a>がある。<sup><a href="#fn1" id="r1">1</a></sup></p><h2>節</h2>
<ul><li>一</li><li>二<ul><li>三</li></ul></li></ul><ol><li>甲</li><li>乙</li></ol>
<blockquote><p>引用です。</p></blockquote><table><thead><tr><th>地点</th><th>雨量</th></tr></thead>
<tbody><tr><td>大津</td><td>320</td></tr></tbody></table><pre><code class="language-py">a = 1
</code></pre><hr/><p>行の<br/>改行。</p><dl><dt>用語</dt><dd>説明です。</dd></dl>
<ol><li id="fn1"><p>注です。<a href="#r1">↩</a></p></li></ol>"""


def test_the_same_article_as_markdown_gives_the_same_blocks() -> None:
    markdown = read_bytes(SAME.encode(), Path("a.md"))
    assert lines(article(SAME_PAGE)) == lines(markdown)
    assert [block.units for block in article(SAME_PAGE).blocks] == [block.units for block in markdown.blocks]


REFUSED = {
    "a PDF": (b"%PDF-1.7 ...", "is no web page but a PDF file"),
    "frames": (b"<html><frameset cols=1><frame src=main.html></frameset></html>", "only names the files of its frames"),
    "a script": (b"<html><body><div id=root></div><script>x</script></body></html>", "has no text: it is empty"),
    "nothing": (b"", "is empty"),
    "an edition": (
        b"<html><meta name=keywords content='engine:x|bilingual:0.1.0'><p>x</p></html>",
        "is an edition that bilingual made",
    ),
    "a message without a page": (
        b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=x\n\n--x\n\na\n--x--\n",
        "has no web page in it",
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_page_is_refused_in_one_line(name: str) -> None:
    data, message = REFUSED[name]
    with pytest.raises(InputError) as error:
        read_html(data, Path("a.html"), ReadOptions())
    assert error.value.message.startswith(message)
    assert error.value.place == "a.html"
    assert error.value.remedy
    assert "\n" not in str(error.value)


HOSTILE = {
    "deep elements": "<div>" * 100_000 + "本文。",
    "deep formatting": "".join(f"<font size={at}>" for at in range(30_000)) + "<p>本文。" * 500,
    "deep lists": "<ul><li>" * 30_000 + "本文。",
    "deep quotes": "<blockquote>" * 5000 + "本文。",
    "deep ruby": "<p>" + "<ruby><span>" * 500 + "本文。<rt>x",
    "many comments": "<!--" * 50_000 + "--><p>本文。" + "<a " * 50_000,
    "many parts": "<p>本文。" + "<nav>x</nav>" * 20_000,
    "deep tables": "<table><tr><td>" * 20_000 + "本文。",
    "wide cells": "<table>" + "<tr><td colspan=10000 rowspan=9999>本文。<td>x" * 3000 + "</table>",
    "many cells": f"<table>{('<tr>' + '<td colspan=1000>本文。' * 300) * 50}</table>",
    "many attributes": "<p " + " ".join(f"a{at}=1" for at in range(100_000)) + ">本文。",
    "many runs": "<p>" + "<b>本</b>文。" * 50_000,
    "many ruby": "<p>" + "<ruby>本<rt>ほん</ruby>文。" * 20_000,
    "many anchors": "".join(f"<p id=n{at}>本文。<sup><a href=#n{at + 1}>1</a></sup></p>" for at in range(3000)),
    "long style": f"<p style='{'a:b;' * 100_000}'>本文。",
    "entities": "&amp;" * 100_000 + "本文。",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_pages_are_read_in_bounded_time(name: str) -> None:
    found = page(HOSTILE[name])
    assert "本文。" in "".join(block.source for block in found.blocks)


def test_no_text_is_lost_in_deep_pages() -> None:
    """300 elements that are not closed: other parsers lose the text within them."""
    found = article("<font><p>段落。" * 300)
    assert "".join(block.source for block in found.blocks).count("段落。") == 300


def test_random_bytes_give_no_other_error() -> None:
    """Pages with parts cut, doubled, exchanged and overwritten."""
    rng = random.Random(20260710)
    seeds = [NEWS_PAGE.encode("cp932"), SAME_PAGE.encode(), mhtml(SAME_PAGE.encode())]
    seeds += ["".join(body for body, _ in KEPT.values()).encode()]
    read_well = 0
    for _ in range(300):
        data = bytearray(rng.choice(seeds))
        for _ in range(rng.randint(1, 12)):
            at, length = rng.randrange(len(data)), rng.randint(1, 60)
            part = data[at : at + length]
            where = rng.randrange(len(data))
            kind = rng.randrange(4)
            if kind == 0 and len(data) > 200:
                del data[at : at + length]
            elif kind == 1:
                data[where:where] = part * rng.randint(1, 4)
            elif kind == 2:
                data[where : where + length] = rng.choice(
                    [b"<table>", b"<td>", b"</p>", b"<ruby>", b"<rt>", b"<a href=#n1>"]
                )
            else:
                data[at : at + 3] = rng.randbytes(3)
        try:
            read_html(bytes(data), Path("a.html"), ReadOptions(select=rng.choice(["", "", "p", "div > *"])))
            read_well += 1
        except InputError as error:
            assert "\n" not in str(error)
    assert read_well > 100
