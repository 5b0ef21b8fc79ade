"""The HTML writer: one file, text exact and in order, languages, ids, and nothing from outside."""

from __future__ import annotations

import base64
import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path

from bilingual.editions import html
from bilingual.editions.layout import Edition, Furniture, Pair, Row, Section, Span, TermLine, Text
from bilingual.editions.markup import legal
from test_docx import HOSTILE, ROWS, edition, pair, png

VOID = frozenset({"meta", "img", "hr", "br"})


@dataclass
class Node:
    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: list[Node | str] = field(default_factory=list)

    def all(self, tag: str) -> list[Node]:
        found = [self] if self.tag == tag else []
        return found + [hit for child in self.children if isinstance(child, Node) for hit in child.all(tag)]

    def classed(self, name: str) -> list[Node]:
        found = [self] if name in self.attributes.get("class", "").split() else []
        return found + [hit for child in self.children if isinstance(child, Node) for hit in child.classed(name)]

    @property
    def text(self) -> str:
        """The text without furigana."""
        if self.tag in ("rt", "rp", "style"):
            return ""
        return "".join(child if isinstance(child, str) else child.text for child in self.children)


class Tree(HTMLParser):
    """Build nodes, and fail on an element that is not closed where it should be."""

    def __init__(self) -> None:
        super().__init__()
        self.root = Node("")
        self.open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        node = Node(tag, {name: value or "" for name, value in attrs})
        self.open[-1].children.append(node)
        if tag not in VOID:
            self.open.append(node)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in VOID
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop().tag == tag

    def handle_data(self, data: str) -> None:
        self.open[-1].children.append(data)


def parse(data: bytes) -> Node:
    tree = Tree()
    tree.feed(data.decode("utf-8"))
    tree.close()
    assert tree.open == [tree.root]
    return tree.root


def page(*rows: Row, **changes: object) -> Node:
    return parse(html.draw(edition(*rows, **changes)))


def sides(node: Node) -> list[str]:
    return [child.text for child in node.children if isinstance(child, Node)]


def test_rows_say_japanese_then_english() -> None:
    rows = [row for row in page(*ROWS).all("main")[0].classed("row") if not row.all("table")]
    assert [sides(row) for row in rows] == [
        ["Japanese", "English"],
        ["今日は晴れ。明日は雨。", "Fine today. Rain tomorrow."],
        ["・一つ目", "•The first"],
        ["10.二つ目", "10.The second"],
        ["引用", "A quotation"],
        ["※注", "*A note"],
        ["(共同)", "(Kyodo)"],
        ["\na = 1\n\tb", "\na = 1\n\tb"],  # a browser drops the first line feed of a `pre`
        ["図一", "Figure 1"],
        ["未訳", ""],
    ]


def test_a_table_is_a_table_in_each_language() -> None:
    again = (Row("table", (pair("甲", "A"),), header=True), Row("table", (pair("乙", "B"),)))
    tables = page(*ROWS, *ROWS[8:10], *again).all("table")
    assert len(tables) == 6
    assert [[cell.text for cell in tables[n].all("th") + tables[n].all("td")] for n in (0, 1)] == [
        ["国", "首都", "日本", "東京"],
        ["Country", "Capital", "Japan", "Tokyo"],
    ]
    assert {cell.attributes["scope"] for cell in tables[0].all("th")} == {"col"}


def test_every_text_says_its_language() -> None:
    root = page(*ROWS)
    assert root.all("html")[0].attributes["lang"] == "en-GB"
    japanese = re.compile("[\u3040-\u30ff\u4e00-\u9fff]")

    def walk(node: Node, lang: str) -> None:
        lang = node.attributes.get("lang", lang)
        for child in node.children:
            if isinstance(child, Node):
                walk(child, lang)
            elif japanese.search(child) and node.tag not in ("title", "style"):
                assert lang == "ja", child

    walk(root, "")
    assert all(row.children[-1].attributes["lang"] == "en-GB" for row in root.classed("paragraph"))  # type: ignore[union-attr]


def test_headings_are_in_both_languages_and_never_skip_the_title() -> None:
    root = page(sections=(Section((), pair("節", "Section"), 1), Section((), pair("深", "Deep"), 9)))
    assert [sides(root.all(tag)[0]) for tag in ("h1", "h2", "h6")] == [
        ["題名", "The title"],
        ["節", "Section"],
        ["深", "Deep"],
    ]
    assert [node.text for node in root.all("h2")[1:]] == ["Names and terms", "About this edition"]


def test_unit_ids_are_there_once_each() -> None:
    again = Row("paragraph", (pair("再び", "Again", "3.1"),))
    found = re.findall(r' id="([^"]*)"', html.draw(edition(*ROWS, again)).decode())
    assert len(found) == len(set(found))
    assert {"u1-1", "u2-1", "u3-1", "u3-2", "u4-1", "u10-4", "u11-1", "u12-1", "text"} <= set(found)
    assert 'id="u3-1"' in html.draw(edition(*ROWS)).decode().split("Fine today")[0]


def test_lists_are_lists() -> None:
    lists = page(*ROWS).all("ul")
    assert [len(items.all("li")) for items in lists] == [2]


def test_links_can_be_followed_and_hostile_ones_are_text() -> None:
    spans = (Span("A", link="https://example.org/?a=1&b=2"), Span("B", link="javascript:x"), Span("C", link="//x"))
    root = page(Row("paragraph", (Pair(pair("甲", "").ja, Text(spans, "en")),)))
    links = [link.attributes for link in root.all("a") if "skip" not in link.attributes.get("class", "")]
    assert links == [{"href": "https://example.org/?a=1&b=2", "rel": "noopener"}]
    assert root.classed("paragraph")[0].text == "甲ABC"


def test_the_skip_link_leads_to_the_text() -> None:
    root = page()
    assert root.classed("skip")[0].attributes["href"] == "#" + root.all("main")[0].attributes["id"]


def test_hostile_text_stays_text() -> None:
    root = page(
        Row("paragraph", (pair(HOSTILE, HOSTILE + "<script>alert(1)</script>", '3"><script>'),)),
        title=pair(HOSTILE, "</title><script>"),
        terms=(TermLine("<b>", "<i>", "<script>"),),
        colophon=(("<b>", "</main><script>"),),
        author='"><script>',
        subject=HOSTILE,
        language='en"><script>',
        furniture=Furniture(HOSTILE, "<script>", "</style>", "", "<i>", "<i>"),
    )
    assert not root.all("script") and not root.all("b") and not root.all("i")
    assert sides(root.classed("paragraph")[0]) == [legal(HOSTILE), legal(HOSTILE) + "<script>alert(1)</script>"]


def test_nothing_comes_from_outside(tmp_path: Path) -> None:
    file = tmp_path / "clock.png"
    file.write_bytes(png(8, 4))
    data = html.draw(edition(*ROWS, Row("image", image=str(file), alt='A "clock"')))
    root = parse(data)
    text = data.decode()
    assert not root.all("link") and not root.all("script") and not root.all("iframe")
    assert (
        "@import" not in text
        and "url(" not in text.replace("url(data:font/ttf;base64,", "")
        and " on" not in re.sub(r">[^<]*<", "><", text.split("<body")[1])
    )
    policy = next(meta.attributes for meta in root.all("meta") if "http-equiv" in meta.attributes)
    assert policy["content"].startswith("default-src 'none'; style-src 'unsafe-inline'; img-src data:")
    (image,) = root.all("img")
    assert base64.b64decode(image.attributes["src"].removeprefix("data:image/png;base64,")) == png(8, 4)
    assert (image.attributes["alt"], image.attributes["width"], image.attributes["height"]) == ('A "clock"', "8", "4")


def test_a_picture_that_cannot_be_had_leaves_its_caption() -> None:
    root = page(Row("image", (pair("図", "Figure"),), image="no/such.png"), Row("image", image="no/such.png"))
    assert not root.all("img") and [node.text for node in root.all("figure")] == ["図Figure"]


def test_furigana_are_ruby() -> None:
    ja = Text((Span("髙橋", ruby="たかはし"), Span("氏")), "ja")
    root = page(Row("paragraph", (Pair(ja, pair("", "Mr T").en),)))
    (ruby,) = root.all("ruby")
    assert ruby.text == "髙橋" and [rt.children for rt in ruby.all("rt")] == [["たかはし"]]
    assert root.classed("paragraph")[0].text == "髙橋氏Mr T"


def test_spans_keep_their_properties() -> None:
    spans = (Span("b", bold=True), Span("i", italic=True), Span("c", code=True), Span("bi", bold=True, italic=True))
    root = page(Row("paragraph", (Pair(pair("甲", "").ja, Text(spans, "en")),)))
    row = root.classed("paragraph")[0]
    found = {tag: [node.text for node in row.all(tag)] for tag in ("strong", "em", "code")}
    assert found == {"strong": ["b", "bi"], "em": ["i", "bi"], "code": ["c"]}


def test_the_style_serves_phones_paper_and_the_dark() -> None:
    (style,) = page().all("style")
    css = "".join(str(child) for child in style.children)
    for wanted in (
        "@media print",
        "prefers-color-scheme: dark",
        "line-break: strict",
        "hyphens: auto",
        "min-width: 46rem",
    ):
        assert wanted in css
    assert css.count("{") == css.count("}")


def test_metadata_come_from_the_edition() -> None:
    root = page()
    named = {meta.attributes.get("name"): meta.attributes.get("content") for meta in root.all("meta")}
    assert (named["author"], named["description"], named["dcterms.created"]) == (
        "山田 太郎",
        "Side by side",
        "2025-09-03",
    )
    assert root.all("title")[0].text == "The title / 題名"


def test_the_same_edition_has_the_same_bytes() -> None:
    assert html.draw(edition(*ROWS)) == html.draw(edition(*ROWS))


def test_drafts_can_be_told_apart() -> None:
    assert [node.text for node in page(*ROWS).classed("draft")] == ["今日は晴れ。明日は雨。Fine today. Rain tomorrow."]


def test_an_edition_with_nothing_in_it_is_a_page() -> None:
    bare: Edition = edition(sections=(), byline=(), terms=(), colophon=(), title=pair("", "Name"))
    assert parse(html.draw(bare)).all("h1")[0].text == "Name"


def test_the_faces_are_inside_the_page() -> None:
    page = html.draw(edition()).decode("utf-8")
    assert page.count("@font-face") >= 3
    assert "font-src data:" in page
    assert "url(http" not in page
    assert re.search(r'--own-ja: "NotoSerifJP-Regular"', page)
