"""Markdown → blocks and marks."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bilingual.model import Article, Mark
from bilingual.reading import read
from bilingual.reading.frontmatter import read_front_matter
from bilingual.reading.markdown.parser import parse_markdown
from bilingual.reading.plain.structure import parse_text


def parse(text: str, name: str = "") -> Article:
    """Return the article as the registry's reader of Markdown does."""
    return parse_markdown(text, name) or parse_text(text, name)


def blocks(text: str) -> list[str]:
    """Return the blocks as `kind level [marker] text`."""
    return [
        " ".join(
            part
            for part in (b.kind, str(b.level or ""), f"[{b.marker}]" if b.marker else "", b.source.replace("\n", "/"))
            if part
        )
        for b in parse(text, "a.md").blocks
    ]


def only(text: str) -> tuple[str, tuple[Mark, ...]]:
    """Return the text and the marks of an article of one unit."""
    (unit,) = parse(text).units
    return unit.source, unit.marks


def test_headings_count_from_the_title() -> None:
    assert blocks("# 題\n\n## 一\n\n### 小\n\n## 二\n") == ["title 題", "heading 1 一", "heading 2 小", "heading 1 二"]
    assert blocks("## 一\n\n### 小\n") == ["heading 1 一", "heading 2 小"]
    assert blocks("# 題\n\n# 一\n\n## 小\n") == ["title 題", "heading 1 一", "heading 2 小"]
    assert blocks("序文。\n\n題\n===\n\n節\n---\n") == ["paragraph 序文。", "title 題", "heading 1 節"]


def test_front_matter_gives_the_title_when_there_is_no_h1() -> None:
    text = "---\ntitle: 題名\nauthor: 山田\ndate: 2025-09-02\nsource: https://example.jp/\nlang: ja\n---\n\n## 一\n"
    article = parse(text, "a.md")
    assert blocks(text) == ["title 題名", "byline 2025年9月2日", "heading 1 一"]
    assert (article.author, article.date, article.origin) == ("山田", "2025-09-02", "https://example.jp/")
    assert article.meta == (("lang", "ja"),)
    assert [block.place.line for block in article.blocks] == [2, 4, 9]


def test_front_matter_beside_an_h1() -> None:
    article = parse("---\ntitle: 別の題\n---\n# 題\n")
    assert article.title is not None
    assert article.title.source == "別の題"
    assert [block.kind for block in article.blocks] == ["title", "heading"]
    assert article.meta == ()
    assert parse("---\ntitle: 題\n---\n# 題\n").meta == ()


@pytest.mark.parametrize(
    ("text", "known", "meta"),
    [
        ("title: 題", {"title": "題"}, ()),
        ('title: "題: 副題"  # c', {"title": "題: 副題"}, ()),
        ("title: 'it''s'", {"title": "it's"}, ()),
        ("title: 題 # 注", {"title": "題"}, ()),
        ("title: C#の話", {"title": "C#の話"}, ()),
        ("source: https://a.jp/x", {"source": "https://a.jp/x"}, ()),
        ("date: 2025-09-02T10:00:00+09:00", {"date": "2025-09-02T10:00:00+09:00"}, ()),
        ("author:\n  - 山田\n  - 佐藤", {"author": "山田, 佐藤"}, ()),
        ("tags: [中国, 'ロシア']", {}, (("tags", "中国, ロシア"),)),
        ("著者：山田", {"author": "山田"}, ()),
        ("# 注\n\nlayout: post", {}, (("layout", "post"),)),
        ("summary: >\n  一行目\n  二行目", {}, (("summary", "一行目, 二行目"),)),
        ("ただの文", {}, (("", "ただの文"),)),
        ("title:", {"title": ""}, ()),
        ("{[: ]}", {}, (("{[", "]}"),)),
    ],
)
def test_front_matter(text: str, known: dict[str, str], meta: tuple[tuple[str, str], ...]) -> None:
    assert read_front_matter(text)[:2] == (known, meta)


def test_lists() -> None:
    text = "- 一\n  - 二\n    1. 三\n    2. 四\n- 五\n\n7. 七\n8) 八\n\n* 星\n+ 足\n"
    assert blocks(text) == [
        "list_item 1 [-] 一",
        "list_item 2 [-] 二",
        "list_item 3 [1.] 三",
        "list_item 3 [2.] 四",
        "list_item 1 [-] 五",
        "list_item 1 [7.] 七",
        "list_item 1 [8)] 八",
        "list_item 1 [*] 星",
        "list_item 1 [+] 足",
    ]


def test_task_lists_and_paragraphs_in_items() -> None:
    assert blocks("- [ ] 未\n- [x] 済\n\n  続き。\n") == [
        "list_item 1 [[ ]] 未",
        "list_item 1 [[x]] 済",
        "list_item 1 続き。",
    ]


def test_quotes() -> None:
    assert blocks("> 一\n> 二。\n>\n> 三\n>> 四\n>\n> - 項\n\n- 項\n\n  > 引用\n") == [
        "quote 1 一二。",
        "quote 1 三",
        "quote 2 四",
        "list_item 1 [-] 項",
        "list_item 1 [-] 項",
        "quote 1 引用",
    ]


@pytest.mark.parametrize(
    ("text", "source", "marks"),
    [
        ("これは**強い**文", "これは強い文", [("strong", 3, 5, "")]),
        ("**「重要」**です", "「重要」です", [("strong", 0, 4, "")]),
        ("これは**「重要」**です", "これは「重要」です", [("strong", 3, 7, "")]),
        ("これは**重要、**だから", "これは重要、だから", [("strong", 3, 6, "")]),
        ("**（注）**を見る", "（注）を見る", [("strong", 0, 3, "")]),
        ("**50%**です", "50%です", [("strong", 0, 3, "")]),
        ("*斜め*と_下線_ と _下_", "斜めと_下線_ と 下", [("emphasis", 0, 2, ""), ("emphasis", 10, 11, "")]),
        ("***両方***", "両方", [("emphasis", 0, 2, ""), ("strong", 0, 2, "")]),
        ("snake_case_name と 2*3*4 の式", "snake_case_name と 234 の式", [("emphasis", 19, 20, "")]),
        ("2 * 3 * 4", "2 * 3 * 4", []),
        ('[名](https://a.jp/ "題")へ', "名へ", [("link", 0, 1, "https://a.jp/")]),
        ("<https://a.jp/>へ", "https://a.jp/へ", [("link", 0, 13, "https://a.jp/")]),
        ("[名][x]へ\n\n[x]: https://a.jp/", "名へ", [("link", 0, 1, "https://a.jp/")]),
        ("`code`を打つ", "codeを打つ", [("code", 0, 4, "")]),
        ("`漢字《かんじ》`と漢字《かんじ》", "漢字《かんじ》と漢字", [("code", 0, 7, ""), ("ruby", 8, 10, "かんじ")]),
        ("**<ruby>漢<rt>かん</rt></ruby>字**", "漢字", [("ruby", 0, 1, "かん"), ("strong", 0, 2, "")]),
        (r"\*星\* と \# と \[x\]", "*星* と # と [x]", []),
        ("&amp; &lt; &copy;", "& < ©", []),
        ("~~古い~~新しい", "古い新しい", []),
        ("消す<!-- 注 -->文", "消す文", []),
        ("<株>と<b>太</b>と<AI>", "<株>と太と<AI>", []),
        ("画像![図](a.png)です", "画像図です", []),
    ],
)
def test_inline(text: str, source: str, marks: list[tuple[str, int, int, str]]) -> None:
    found, found_marks = only(text)
    assert found == source
    assert sorted((m.kind, m.start, m.end, m.value) for m in found_marks) == sorted(marks)


def test_line_breaks() -> None:
    assert only("日本\n語 and\nwords")[0] == "日本語 and words"
    assert only("一**\n**二")[0]
    source, marks = only("an\n**old** word")
    assert (source, marks) == ("an old word", (Mark("strong", 3, 6),))
    units = parse("一行目  \n二行目\\\n三行目<br>四行目").units
    assert [unit.source for unit in units] == ["一行目", "二行目", "三行目", "四行目"]
    assert [unit.space_after for unit in units] == ["\n", "\n", "\n", ""]


def test_code_is_kept_as_it_stands() -> None:
    (block,) = parse("```python title=x\n  x = '漢字《かんじ》。'\n\ny\n```\n").blocks
    assert (block.kind, block.value) == ("code", "python")
    assert [unit.source for unit in block.units] == ["  x = '漢字《かんじ》。'\n\ny"]


def test_tables() -> None:
    (block,) = parse("| 名 | **値** | |\n|---|:-:|--|\n| 一 | `x` | a |\n| 二 |\n").blocks
    assert (block.kind, block.columns) == ("table", 3)
    assert [unit.source for unit in block.units] == ["名", "値", "", "一", "x", "a", "二", "", ""]
    assert block.units[1].marks == (Mark("strong", 0, 1),)
    assert [unit.id for unit in block.units][:2] == ["1.1", "1.2"]


def test_images() -> None:
    article = parse('![図の説明](img/a.png "題")\n\n[![](b.png)](https://a.jp)\n\n<img src="c.png" alt="三">\n')
    assert [(b.kind, b.value, b.source) for b in article.blocks] == [
        ("image", "img/a.png", "図の説明"),
        ("paragraph", "", "題"),
        ("image", "b.png", ""),
        ("image", "c.png", "三"),
    ]
    assert len(article.blocks[2].units) == 1


def test_footnotes() -> None:
    text = "本文[^1]と[^n]と[^なし]。\n\n[^1]: 注の文。次の文。\n[^n]: 別の注。\n[^x]: 使わない注。\n\n終わり。"
    assert blocks(text) == [
        "paragraph 本文とと[^なし]。",
        "note [[1]] 注の文。次の文。",
        "note [[n]] 別の注。",
        "note [[x]] 使わない注。",
        "paragraph 終わり。",
    ]


def test_rules() -> None:
    assert blocks("一。\n\n***\n\n二。\n---\n\n三。") == [
        "paragraph 一。",
        "separator [***]",
        "paragraph 二。",
        "separator [---]",
        "paragraph 三。",
    ]


def test_raw_html() -> None:
    text = "<div>\n<p>一</p>\n\n二&amp;\n\n</div>\n\n<!--\n隠す\n\n隠す\n-->\n\n<script>\nalert(1)\n</script>\n\n終。"
    assert blocks(text) == ["paragraph 一", "paragraph 二&", "paragraph 終。"]


def test_japanese_bullets_in_markdown() -> None:
    assert blocks("# 題\n\n持ち物は次の通り。\n・地図\n・**水筒**\n①靴\n※注意") == [
        "title 題",
        "paragraph 持ち物は次の通り。",
        "list_item 1 [・] 地図",
        "list_item 1 [・] 水筒",
        "list_item 1 [①] 靴",
        "note [※] 注意",
    ]


def test_bare_text_named_md_is_read_as_bare_text(tmp_path: Path) -> None:
    text = "会談の題名\n協力の現状\n両首脳は会談しました。\n- 一つ目\n- 二つ目\n今後の展望\n課題は残ります。\n"
    (tmp_path / "a.md").write_text(text, "utf-8")
    kinds = [block.kind for block in read(tmp_path / "a.md").blocks]
    assert kinds == ["title", "heading", "paragraph", "list_item", "list_item", "heading", "paragraph"]


def test_lines_are_those_of_the_file() -> None:
    article = parse("# 題\r\n\r\n一。\r\n\r\n- 二\r\n- 三\r\n\r\n| a |\r\n|---|\r\n| b |\r\n")
    assert [block.place.line for block in article.blocks] == [1, 3, 5, 6, 8]


PARTS = (
    *(
        "# ",
        "- ",
        "> ",
        "1. ",
        "**",
        "*",
        "_",
        "`",
        "```",
        "[",
        "](",
        ")",
        "![",
        "|",
        "---",
        "\n",
        "\n\n",
        "  ",
        "    ",
    ),
    *(
        "<div>",
        "<!--",
        "-->",
        "<ruby>",
        "<rt>",
        "《",
        "》",
        "｜",
        "［＃",
        "］",
        "漢字",
        "かな。",
        "「",
        "」",
        "・",
        "※",
    ),
    *("[^1]", "[^1]: ", "\\"),
)


def check(article: Article) -> None:
    for block in article.blocks:
        if block.kind == "table":
            assert len(block.units) % block.columns == 0
        for unit in block.units:
            assert block.kind == "code" or "\n" not in unit.source
            assert all(0 <= mark.start < mark.end <= len(unit.source) for mark in unit.marks)


@settings(max_examples=300)
@given(st.lists(st.sampled_from(PARTS), max_size=40))
def test_broken_markdown_never_fails(parts: list[str]) -> None:
    check(parse("".join(parts)))


@given(st.text(max_size=100))
def test_any_text_is_markdown(text: str) -> None:
    check(parse(text))
    check(parse(f"---\n{text}\n---\n"))


def test_deep_lists_lose_nothing() -> None:
    text = "".join(f"{'  ' * depth}- 項目{depth}\n" for depth in range(30))
    found = parse(text, "a.md").blocks
    assert [block.source for block in found] == [f"項目{depth}" for depth in range(30)]
    assert [block.level for block in found] == list(range(1, 31))


def test_hopeless_nesting_ends() -> None:
    parse("> " * 5000 + "引用", "a.md")
    parse("[" * 5000 + "*" * 5000, "a.md")


def test_a_front_matter_title_is_never_lost() -> None:
    assert blocks("---\ntitle: 記事の題\n---\n# 見出し\n\n本文。")[:2] == ["title 記事の題", "heading 1 見出し"]
    assert blocks("---\ntitle: 記事の題\n---\n# 記事の題\n\n本文。")[0] == "title 記事の題"
    assert "title" not in dict(parse("---\ntitle: 題\n---\n# 見出し\n", "a.md").meta)
