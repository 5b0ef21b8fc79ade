"""The HTML writer: one file, text exact and in order, languages, ids, layouts, and nothing from outside."""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bilingual.editions.choices import LAYOUTS, Layout
from bilingual.editions.html.style import Words, contrast, css_string, readable, sheet
from bilingual.editions.html.writer import draw_html
from bilingual.editions.labels import LABELS
from bilingual.editions.markup import legal
from bilingual.editions.model import Comment, Edition, Note, Pair, Row, Section, Span, TermLine, Text, TocEntry
from bilingual.editions.pictures import read_picture
from bilingual.editions.plan import Plan, TermGloss
from bilingual.editions.theme import Colours, Theme
from bilingual.model import Finding, Mark, TermMatch
from conftest import read_cases
from htmlpages import Node, composed, drawn, parse, translated
from test_docx import HOSTILE, ROWS, WORDS, edition, pair, png

SEED = Path(__file__).parent.parent / "input" / "article.txt"
NOTICE = """# 図書館のお知らせ

**市立図書館**は[臨時休館](https://example.org/?a=1&b=2)します。ご了承ください。

## 休館中

- 返却は24時間
  - CDは窓口へ
- 電話は`03-0000`へ

| 館 | 平日 |
|---|---|
| 北 | 9時 |

#### 深い見出し

> 工事の音がします。ご協力を。

```
GET /hours
```

縁側《えんがわ》の話。

---

![地図](map.png)
"""


def page(*rows: Row, **changes: object) -> Node:
    return drawn(edition(*rows, **changes))


def sides(node: Node) -> list[str]:
    return [child.text for child in node.children if isinstance(child, Node) and child.tag != "a"]


def notice(folder: Path, plan: Plan | None = None) -> Edition:
    file = folder / "notice.md"
    file.write_text(NOTICE, "utf-8")
    (folder / "map.png").write_bytes(png(8, 4))
    return composed(translated(file), plan)


@pytest.mark.parametrize(("title", "source", "expected"), read_cases("html"), ids=lambda case: case)
def test_cases(title: str, source: str, expected: str, tmp_path: Path) -> None:
    file = tmp_path / "case.md"
    file.write_text(f"# 題\n\n{source}\n", "utf-8")
    drawing = draw_html(composed(translated(file))).decode()
    main = re.search(r"<main[^>]*>\n?(.*)</main>", drawing, re.DOTALL)
    assert main is not None and main[1].strip() == expected, title


# The text --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_unit_is_said_once_in_each_language_of_the_layout(layout: Layout, tmp_path: Path) -> None:
    notice(tmp_path)
    for article in (translated(SEED), translated(tmp_path / "notice.md")):
        for align in ("paragraph", "sentence"):
            root = drawn(composed(article, Plan(layout=layout, align=align)))  # type: ignore[arg-type]
            langs = {"english": ["en"], "japanese": ["ja"]}.get(layout, ["ja", "en"])
            for lang in ("ja", "en"):
                said = [node for node in root.all() if node.attributes.get("id", "").endswith(f"-{lang}")]
                said = [node for node in said if "data-unit" in node.attributes]
                code = {unit.id for block in article.blocks if block.kind == "code" for unit in block.units}
                wanted = [
                    (unit.id, unit.source if lang == "ja" else unit.target)
                    for unit in article.units
                    if unit.source and unit.id not in code
                ]
                found = [(node.attributes["data-unit"], node.text) for node in said]
                assert [hit for hit in found if hit[0] not in code] == (wanted if lang in langs else [])


def test_rows_say_japanese_then_english() -> None:
    rows = [row for row in page(*ROWS).all("main")[0].classed("row") if not row.all("table")]
    assert [sides(row)[:2] for row in rows] == [
        ["今日は晴れ。明日は雨。", "Fine today. Rain tomorrow."],
        ["・一つ目", "•The first"],
        ["10.二つ目", "10.The second"],
        ["引用", "A quotation"],
        ["※注", "*A note"],
        ["(共同)", "(Kyodo)"],
        ["\na = 1\n\tb"],  # a browser drops the first line feed of a `pre`
        ["図一", "Figure 1"],
        ["未訳", ""],
    ]


def test_english_may_come_first() -> None:
    root = page(*ROWS, order="en-ja")
    assert sides(root.classed("paragraph")[0])[:2] == ["Fine today. Rain tomorrow.", "今日は晴れ。明日は雨。"]
    assert sides(root.classed("labels")[0]) == ["English", "日本語"]
    assert sides(root.all("h1")[0]) == ["The title", "題名"]


def test_a_table_is_a_table_in_each_language() -> None:
    again = (Row("table", (pair("甲", "A"),), header=True), Row("table", (pair("乙", "B"),)))
    tables = page(*ROWS, *ROWS[8:10], *again).all("table")
    assert len(tables) == 6
    assert len(page(*again[:1], *again).all("table")) == 4  # a header alone is a table
    assert [[cell.text for cell in tables[n].all("th", "td")] for n in (0, 1)] == [
        ["国", "首都", "日本", "東京"],
        ["Country", "Capital", "Japan", "Tokyo"],
    ]
    assert {cell.attributes["scope"] for cell in tables[0].all("th")} == {"col"}


def test_every_text_says_its_language(tmp_path: Path) -> None:
    japanese = re.compile("[\u3040-\u30ff\u4e00-\u9fff]")

    def walk(node: Node, lang: str) -> None:
        lang = node.attributes.get("lang", lang)
        for child in node.children:
            if isinstance(child, Node):
                walk(child, lang)
            elif japanese.search(child) and node.tag not in ("title", "style"):
                assert lang == "ja", child
            elif re.search("[A-Za-z]{3}", child) and node.tag not in ("code", "style", "script"):
                assert lang.startswith("en"), child

    for root in (page(*ROWS), drawn(notice(tmp_path)), drawn(notice(tmp_path, Plan(layout="stacked", order="en-ja")))):
        assert root.all("html")[0].attributes["lang"] == "en-GB"
        walk(root, "")
    japanese_page = drawn(notice(tmp_path, Plan(layout="japanese")))
    assert japanese_page.all("html")[0].attributes["lang"] == "ja"
    assert japanese_page.classed("skip")[0].text == "本文へ"


def test_headings_are_in_both_languages_and_leave_no_level_out(tmp_path: Path) -> None:
    root = page(sections=(Section((), pair("節", "Section"), 1), Section((), pair("深", "Deep"), 9)))
    assert [sides(root.all(tag)[0]) for tag in ("h1", "h2", "h3")] == [
        ["題名", "The title"],
        ["節", "Section"],
        ["深", "Deep"],
    ]
    assert [node.text for node in root.all("h2")[1:]] == ["Names and terms", "About this edition"]
    for plan in (Plan(), Plan(toc=True, notes=True), Plan(layout="english"), Plan(layout="japanese")):
        levels = [int(node.tag[1]) for node in drawn(notice(tmp_path, plan)).all("h1", "h2", "h3", "h4", "h5", "h6")]
        assert levels[0] == 1 and levels.count(1) == 1
        assert all(below <= above + 1 for above, below in pairwise(levels))


def test_furigana_are_ruby_and_guesses_are_marked() -> None:
    spans = (Span("髙橋", ruby="たかはし"), Span("氏の"), Span("家", ruby="いえ", guessed=True))
    root = page(Row("paragraph", (Pair(Text(spans, "ja"), pair("", "Mr T").target),)))
    assert [(ruby.text, [str(rt.children[0]) for rt in ruby.all("rt")]) for ruby in root.all("ruby")] == [
        ("髙橋", ["たかはし"]),
        ("家", ["いえ"]),
    ]
    assert [rt.attributes.get("class", "") for rt in root.all("rt")] == ["", "guessed"]
    assert sides(root.classed("paragraph")[0]) == ["髙橋氏の家", "Mr T"]
    assert root.by_id("furigana").attributes["type"] == "checkbox"
    assert "generated readings" in root.classed("about")[0].text
    assert "machine’s readings" not in page(*ROWS).classed("about")[0].text
    assert "furigana" not in {node.attributes.get("id") for node in page(*ROWS).all("input")}


@pytest.mark.parametrize(
    ("text", "ties"),
    [
        ("No. 5 and 10 km", ["No. 5", "10 km"]),
        ("Mr. X said – and Mr Y too", ["Mr. X", "said –", "Mr Y"]),
        ("On 2 September, 9:00–17:00, within 7 days.", ["2 September,", "9:00–17:00,", "7 days."]),
        ("A plain sentence and a word", []),
        ("https://example.org/a-long-address-that-breaks – x", []),
        ("a & b – <c>", ["b –"]),
    ],
)
def test_what_belongs_together_is_not_broken(text: str, ties: list[str]) -> None:
    cell = page(Row("paragraph", (pair("文", text),))).classed("row")[-1]
    assert text in cell.text
    found = [node.text for node in cell.classed("tie")]
    assert [tie.rstrip(",") for tie in found] == [tie.rstrip(",") for tie in ties]


def test_japanese_figures_keep_their_counters() -> None:
    cell = page(Row("paragraph", (pair("80周年に9:00～17:00、20以上の本", "x"),))).classed("row")[-1]
    assert [node.text for node in cell.classed("tie")] == ["80周年", "9:00～17:00", "20以上"]


def test_a_japanese_name_is_said_in_japanese() -> None:
    (line,) = page(byline=(pair("水野 栞", "水野 栞"),)).classed("bylines")[0].all("p")
    assert (line.text, line.attributes["lang"]) == ("水野 栞", "ja")


def test_spans_keep_their_properties() -> None:
    spans = (Span("b", bold=True), Span("i", italic=True), Span("c", code=True), Span("bi", bold=True, italic=True))
    row = page(Row("paragraph", (Pair(pair("甲", "").source, Text(spans, "en")),))).classed("paragraph")[0]
    found = {tag: [node.text for node in row.all(tag)] for tag in ("strong", "em", "code")}
    assert found == {"strong": ["b", "bi"], "em": ["i", "bi"], "code": ["c"]}


# Places ----------------------------------------------------------------------------------------------


def test_ids_are_there_once_and_every_link_inside_the_page_leads_somewhere(tmp_path: Path) -> None:
    again = Row("paragraph", (pair("再び", "Again", "3.1"),))
    roots = [page(*ROWS, again), drawn(notice(tmp_path, Plan(toc=True, numbers=True))), noted(tmp_path)]
    for root in roots:
        ids = [node.attributes["id"] for node in root.all() if "id" in node.attributes]
        assert len(ids) == len(set(ids))
        assert not [name for name in ids if re.search(r"\s", name)]
        links = [node.attributes["href"] for node in root.all("a") if node.attributes["href"].startswith("#")]
        assert links and {link[1:] for link in links} <= set(ids)
        labelled = [node.attributes["aria-labelledby"] for node in root.all() if "aria-labelledby" in node.attributes]
        assert set(labelled) <= set(ids)
    assert {"u1.1-ja", "u1.1-en", "u4.1-ja", "u10.4-en", "r3.1", "text"} <= {
        node.attributes.get("id", "") for node in roots[0].all()
    }


def test_paragraph_numbers_can_be_cited(tmp_path: Path) -> None:
    root = drawn(notice(tmp_path, Plan(numbers=True)))
    numbers = root.classed("number")
    assert [node.attributes["href"] for node in numbers] == [f"#p{n}" for n in range(1, len(numbers) + 1)]
    assert "市立図書館" in root.by_id("p1").text and root.by_id("p1").attributes["class"] == "row paragraph"
    assert numbers[0].attributes["aria-label"] == "Paragraph 1"
    assert not drawn(notice(tmp_path)).classed("number")


def test_the_contents_are_links_in_both_languages() -> None:
    heads = [("一", "One", 1), ("一の一", "One one", 2), ("二", "Two", 1)]
    sections = tuple(Section((), pair(ja, en), level, f"s{at}") for at, (ja, en, level) in enumerate(heads))
    toc = tuple(TocEntry(section.heading, section.level, section.anchor) for section in sections if section.heading)
    root = page(sections=sections, toc=toc)
    (nav,) = root.all("nav")
    assert [(link.attributes["href"], sides(link)) for link in nav.all("a")] == [
        (f"#s{at}", [ja, en]) for at, (ja, en, _) in enumerate(heads)
    ]
    (inner,) = [item for item in nav.all("ol") if item is not nav.all("ol")[0]]
    assert [link.text for link in inner.all("a")] == ["一の一 One one"]
    assert root.by_id("s1").tag == "section" and not page(*ROWS).all("nav")


def noted(folder: Path) -> Node:
    file = folder / "noted.txt"
    file.write_text("題\n\n今日は東京で将棋を指した。明日も東京にいる。\n", "utf-8")
    article = translated(file)
    first = next(unit for unit in article.units if "将棋" in unit.source)
    places = (TermMatch("東京", "Tokyo", 3, 5), TermMatch("将棋", "shogi", 6, 8))
    article = article.with_units({first.id: replace(first, target="I played shogi in Tokyo.", terms=places)})
    entries = {"東京": TermGloss("とうきょう", "The <capital>."), "将棋": TermGloss("しょうぎ", "日本のチェス。")}
    return drawn(composed(article, Plan(notes=True), entries))


def test_notes_have_signs_in_both_languages_and_ways_back(tmp_path: Path) -> None:
    root = noted(tmp_path)
    assert [node.attributes["href"] for node in root.classed("noteref")] == ["#note-1", "#note-2", "#note-2", "#note-1"]
    assert [node.attributes["aria-label"] for node in root.classed("noteref")][::3] == ["注 1", "Note 1"]
    notes = [root.by_id(f"note-{n}") for n in (1, 2)]
    assert [note.text for note in notes] == [
        "1.東京 Tokyo: The <capital>. ↑ 日本語 ↑ English",
        "2.将棋 shogi: 日本のチェス。 ↑ 日本語 ↑ English",
    ]
    assert [link.attributes["href"] for link in notes[0].all("a")] == ["#ref-1-ja", "#ref-1-en"]
    assert root.by_id("ref-1-en").attributes["role"] == "doc-noteref"
    assert "今日は東京で将棋を指した。" in root.classed("paragraph")[0].text


def test_a_note_without_a_sign_in_one_language_has_no_way_back_to_it() -> None:
    ja = Text((Span("東京", note=1),), "ja")
    note = Note(1, texts=(pair("東京", "").source, pair("", "Tokyo: A city.").target))
    root = page(Row("paragraph", (Pair(ja, pair("", "There").target),)), notes=(note,))
    assert [link.attributes["href"] for link in root.by_id("note-1").all("a")] == ["#ref-1-ja"]


def test_the_appendix_has_readings() -> None:
    root = page(terms=(TermLine("習近平", "しゅうきんぺい", "Xi Jinping"), TermLine("北京", "", "Beijing")))
    assert [node.text for node in root.classed("terms")[0].all("dt")] == ["習近平 しゅうきんぺい", "北京"]
    assert [node.text for node in root.classed("terms")[0].all("dd")] == ["Xi Jinping", "Beijing"]


def test_lists_are_lists() -> None:
    (outer, inner) = page(*ROWS).all("ul")
    assert len(outer.all("li")) == 2 and inner in outer.all("li")[0].all()
    deep = [Row("list_item", (pair("項", "Item"),), level=level) for level in (3, 9, 40, 1, 2)]
    items = page(*deep).all("main")[0].all("ul")[0].all("li")
    assert [item.text.count("項") for item in items] == [3, 1, 1, 2, 1]


def test_the_sentences_of_a_list_item_stay_in_it(tmp_path: Path) -> None:
    file = tmp_path / "list.md"
    file.write_text("# 題\n\n- 一つ目。続きがある。\n  - 内側。\n- 二つ目。\n", "utf-8")
    root = drawn(composed(translated(file), Plan(align="sentence")))
    outer = root.all("ul")[0]
    first, second = [node for node in outer.children if isinstance(node, Node)]
    assert len(first.classed("row")) == 3 and len(first.classed("joined")) == 1 and len(second.classed("row")) == 1


# The reviewer's copy ---------------------------------------------------------------------------------


def test_drafts_can_be_told_apart_when_asked() -> None:
    assert not page(*ROWS).classed("draft")
    (draft,) = page(*ROWS, mark_drafts=True).classed("draft")
    assert draft.text == "今日は晴れ。明日は雨。Fine today. Rain tomorrow."
    assert [str(node.children[0]) for node in draft.classed("hidden")] == ["Machine translation, not reviewed"]
    assert not page(*ROWS, mark_drafts=True, layout="japanese").classed("draft")


def test_findings_stand_by_their_rows_once() -> None:
    comments = (Comment("3.2", "<b>no rain</b>"), Comment("10.4", "Tokyo", "error"), Comment("", "whole article"))
    root = page(*ROWS, comments=comments)
    lists = root.classed("comments")
    assert [node.text for node in lists] == ["warning <b>no rain</b>", "error Tokyo", "warning whole article"]
    main = root.all("section")[0].children
    assert main[main.index(root.classed("paragraph")[0]) + 2] is lists[0]


# The outside world -----------------------------------------------------------------------------------


def test_links_can_be_followed_and_hostile_ones_are_text() -> None:
    spans = (Span("A", link="https://example.org/?a=1&b=2"), Span("B", link="javascript:x"), Span("C", link="//x"))
    root = page(Row("paragraph", (Pair(pair("甲", "").source, Text(spans, "en")),)))
    links = [link.attributes for link in root.all("main")[0].all("a")]
    assert links == [{"href": "https://example.org/?a=1&b=2", "rel": "noopener"}]
    assert root.classed("paragraph")[0].text == "甲ABC"


def hostile(text: str) -> Edition:
    """An edition that says `text` wherever an article, a glossary or a theme's owner can say something."""
    said = pair(text, text, text)
    span = (Span(text, ruby=text, note=1, unit=text, bold=True), Span(text, link=text, code=True))
    rows = (
        Row("paragraph", (Pair(Text(span, "ja"), Text(span, "en"), (text,)),), number=1),
        Row("list_item", (said,), marker=said, level=1),
        Row("table", (said,), header=True),
        Row("image", (said,), image=read_picture(png(8, 4)), alt=text),
        Row("code", (said,)),
    )
    return edition(
        title=said,
        byline=(said,),
        sections=(Section(rows, said, 1, "s1"),),
        toc=(TocEntry(said, 1, "s1"),),
        notes=(Note(1, (Row("note", (said,)),)), Note(2, texts=(said.source, said.target))),
        terms=(TermLine(text, text, text),),
        comments=(Comment(text, text),),
        colophon=((text, text),),
        author=text,
        subject=text,
        language=text,
        running_head=text,
        labels=replace(LABELS["en"], **dict.fromkeys(WORDS, text) | {"page": text + " {page} / {pages}"}),
    )


PLAIN_TAGS = {node.tag for node in drawn(hostile("言葉 words")).all()} | {"a"}


@pytest.mark.parametrize(
    "text",
    ["<script>alert(1)</script>", '"><img onerror=x>', "]]>", "</style><b>", "'--><i>", "</main>&lt;", HOSTILE, "\\"],
)
def test_hostile_text_stays_text(text: str) -> None:
    drawing = draw_html(hostile(text))
    root = parse(drawing)
    assert {node.tag for node in root.all()} <= PLAIN_TAGS
    assert len(root.all("script")) == len(root.all("style")) == 1
    assert not [name for node in root.all() for name in node.attributes if name.startswith("on")]
    assert root.classed("paragraph")[0].all("strong")[0].text == legal(text)
    assert root.all("title")[0].children == [f"{legal(text)} / {legal(text)}"]
    # A character may need one more font, but no text ends a rule or begins one.
    sheets = [str(page.all("style")[0].children[0]) for page in (root, drawn(hostile("x")))]
    rules, plain_rules = (sheet.count("{") - sheet.count("@font-face") for sheet in sheets)
    assert rules == plain_rules


@given(st.text(max_size=40))
def test_a_css_string_ends_where_it_should(text: str) -> None:
    quoted = css_string(text)
    assert re.fullmatch(r'"(?:[A-Za-z0-9]|\\[0-9a-f]{1,6} )*"', quoted)
    back = re.sub(r"\\([0-9a-f]{1,6}) |(.)", lambda m: chr(int(m[1], 16)) if m[1] else m[2], quoted[1:-1])
    assert back == text


def test_nothing_comes_from_outside(tmp_path: Path) -> None:
    drawing = draw_html(notice(tmp_path)).decode()
    root = parse(drawing.encode())
    assert not root.all("link", "iframe", "object", "embed", "form", "video", "audio", "base")
    assert not [node for node in root.all("script") if node.attributes.get("src")]
    assert set(re.findall(r"https?://[^\s\"<]*", drawing)) == {"https://example.org/?a=1&amp;b=2"}
    assert "@import" not in drawing and "url(" not in drawing.replace("url(data:font/woff;base64,", "")
    (image,) = root.all("img")
    assert base64.b64decode(image.attributes["src"].removeprefix("data:image/png;base64,")) == png(8, 4)
    assert {key: image.attributes[key] for key in ("width", "height")} == {"width": "8", "height": "4"}


def test_the_policy_lets_only_the_page_s_own_script_run() -> None:
    root = page(*ROWS)
    policy = next(meta.attributes["content"] for meta in root.all("meta") if "http-equiv" in meta.attributes)
    (script,) = root.all("script")
    digest = base64.b64encode(hashlib.sha256(str(script.children[0]).encode()).digest()).decode()
    rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
    assert rules == {
        "default-src": "'none'",
        "style-src": "'unsafe-inline'",
        "img-src": "data:",
        "font-src": "data:",
        "script-src": f"'sha256-{digest}'",
        "base-uri": "'none'",
        "form-action": "'none'",
    }
    alone = page(*ROWS, layout="english")
    assert not alone.all("script")
    assert "script-src" not in next(m.attributes["content"] for m in alone.all("meta") if "http-equiv" in m.attributes)


def test_a_picture_that_cannot_be_had_leaves_its_caption() -> None:
    root = page(Row("image", (pair("図", "Figure"),)), Row("image"))
    assert not root.all("img") and [node.text for node in root.all("figure")] == ["図Figure"]


# The whole -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_layout_has_its_own_controls(layout: Layout) -> None:
    root = page(*ROWS, layout=layout)
    views = [node.attributes["id"] for node in root.all("input")]
    one = layout in ("english", "japanese")
    assert views == ([] if one else ["view-both", "view-ja", "view-en"])
    assert root.all("body")[0].attributes["class"] == {"stacked": "stacked"}.get(layout, "one" if one else "two")
    assert [node.tag for node in root.all("header", "main", "footer")] == ["header", "main", "footer"]
    assert root.classed("skip")[0].attributes["href"] == "#" + root.all("main")[0].attributes["id"]


def test_what_is_the_same_in_both_languages_is_said_once() -> None:
    same = pair("2025-09-03", "2025-09-03")
    assert [node.text for node in page(byline=(same, pair("文", "By"))).classed("bylines")[0].all("p")] == [
        "2025-09-03",
        "文 / By",
    ]
    assert page(byline=(same,), layout="english").classed("bylines")[0].text == "2025-09-03"


def test_metadata_come_from_the_edition() -> None:
    root = page()
    named = {meta.attributes.get("name"): meta.attributes.get("content") for meta in root.all("meta")}
    assert (named["author"], named["description"], named["dcterms.created"]) == (
        "山田 太郎",
        "Side by side",
        "2025-09-03",
    )
    assert root.all("title")[0].children == ["The title / 題名"]


def test_the_same_edition_has_the_same_bytes(tmp_path: Path) -> None:
    assert draw_html(notice(tmp_path)) == draw_html(notice(tmp_path))


def test_an_edition_with_nothing_in_it_is_a_page() -> None:
    bare: Edition = edition(sections=(), byline=(), terms=(), colophon=(), title=pair("", "Name"))
    assert sides(drawn(bare).all("h1")[0]) == ["", "Name"]


def test_a_unit_of_many_marks_is_one_unit(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text("題\n\n祖母の家にいた。\n", "utf-8")
    article = translated(file)
    unit = article.units[-1]
    marks = (Mark("ruby", 0, 2, "そぼ", guessed=True), Mark("strong", 1, 4), Mark("link", 3, 4, "https://example.org"))
    article = article.with_units({unit.id: replace(unit, marks=marks, findings=(Finding("x", "y", unit.id),))})
    root = drawn(composed(article, Plan(comments=True)))
    (wrapped,) = [node for node in root.all() if node.attributes.get("id") == f"u{unit.id}-ja"]
    assert wrapped.text == "祖母の家にいた。" and root.classed("comments")[0].text == "warning y (x)"


# Looks -----------------------------------------------------------------------------------------------


def test_the_faces_are_inside_the_page() -> None:
    style = sheet(edition(*ROWS), _words())
    faces = re.findall(r'@font-face \{ font-family: "([^"]+)"; font-weight: ([^;]+);', style)
    assert len(faces) >= 4 and ("NotoSansJP-Bold", "500 900") in faces and ("NotoSerifJP-Regular", "400") in faces
    assert style.count("{") == style.count("}")


def _words() -> Words:
    return Words(("ja", "en"), "en-GB", most=3)


def test_a_sentence_is_paired_without_script(tmp_path: Path) -> None:
    style = str(drawn(notice(tmp_path)).all("style")[0].children[0])
    rule = next(line for line in style.split("\n") if "var(--partner); }" in line and ":has(.s1:is(" in line)
    assert ".row:has(.s4:is(:hover,:target)) .s4 " in rule and ".s5" not in rule  # the table has four cells


COLOUR = st.from_regex(r"#[0-9a-f]{6}", fullmatch=True)


@given(COLOUR, st.sampled_from(["#fffdf9", "#191816", "#ffffff", "#000000"]))
def test_any_colour_is_made_readable(colour: str, ground: str) -> None:
    made = readable(colour, ground)
    assert contrast(made, ground) >= 4.5
    assert made == colour or contrast(colour, ground) < 4.5


def test_contrast_is_measured_as_wcag_says() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


def test_a_theme_decides_paper_type_and_colours() -> None:
    theme = Theme(page="A5", english="justified", colours=Colours(ink="#102030", accent="#ffff00"))
    style = sheet(edition(*ROWS, theme=theme), _words())
    assert "size: 419.53pt 595.28pt" in style and "--english: justify" in style
    light, dark = re.findall(r"--accent: (#[0-9a-f]{6})", style)[:2]
    assert "--ink: #102030" in style and dark == "#ffff00" and contrast(light, "#fffdf9") >= 4.5
