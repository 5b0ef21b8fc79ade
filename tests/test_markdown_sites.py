"""The Markdown of Japanese sites: Zenn, Qiita, GitHub, MkDocs, Docusaurus, Hugo, note."""

from __future__ import annotations

from pathlib import Path

import pytest

from bilingual.editions.writers import editions_of
from bilingual.engines.choose import EngineSpec
from bilingual.model import Article
from bilingual.project import Project
from bilingual.reading.frontmatter import read_front_matter, read_toml
from bilingual.reading.markdown.parser import parse_markdown
from bilingual.session import Session
from bilingual.settings import Settings
from scaling import assert_linear

FAULTS = Path(__file__).parent / "cases" / "faults"


def parse(text: str) -> Article:
    article = parse_markdown(text, "a.md")
    assert article is not None
    return article


def case(name: str) -> Article:
    return parse((FAULTS / f"{name}.md").read_text("utf-8"))


def blocks(article: Article) -> list[str]:
    """Return the blocks as `kind [marker] text`; a strong block is in `**`."""
    found = []
    for block in article.blocks:
        text = "/".join(unit.source for unit in block.units)
        strong = any(
            m.kind == "strong" and (m.start, m.end) == (0, len(u.source)) for u in block.units for m in u.marks
        )
        marker = f"[{block.marker}] " if block.marker else ""
        found.append(f"{block.kind} {marker}" + (f"**{text}**" if strong else text))
    return found


def marks(article: Article, kind: str) -> list[tuple[str, str]]:
    return [(u.source[m.start : m.end], m.value) for u in article.units for m in u.marks if m.kind == kind]


# Containers ---------------------------------------------------------------------------------------------------


def test_containers() -> None:
    assert blocks(case("F14_containers")) == [
        "title 題",
        "paragraph この機能は試験中です。",
        "list_item [1.] 箱を開ける",
        "list_item [2.] 部品を並べる",
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "::::details 手順\n準備します。\n\n:::message alert\n切ります。\n次の文です。\n:::\n\n- 一\n::::\n\n終。",
            ["**手順**", "準備します。", "切ります。/次の文です。", "[-] 一", "終。"],
        ),
        ("本文です。\n:::note warn\n警告です。\n:::\n続きです。", ["本文です。", "警告です。", "続きです。"]),
        (":::note info\n一。\n:::\n\n:::note\n二。\n:::", ["一。", "二。"]),
        (":::tip[便利な技]\n\n文。\n\n:::\n\n::: warning\n危険。\n:::", ["**便利な技**", "文。", "危険。"]),
        (':::{.callout-note title="題名"}\n文。\n:::', ["**題名**", "文。"]),
        (":::details　題　その一\n文。\n:::　", ["**題　その一**", "文。"]),
        (":::details Note\n文。\n:::", ["**Note**", "文。"]),
        ("1. 手順\n\n   :::message\n   中の文。\n   :::\n\n2. 次", ["[1.] 手順", "中の文。", "[2.] 次"]),
        (":::message\r\n閉じない文です。\r\n", ["閉じない文です。"]),
        (
            "印は:::です。\n\n:::これは文です\n\n`:::message`を書く。",
            ["印は:::です。", ":::これは文です", ":::messageを書く。"],
        ),
        ("```\n:::message\n:::\n```", [":::message\n:::"]),
    ],
)
def test_colons(text: str, expected: list[str]) -> None:
    assert [block.split(" ", 1)[1] for block in blocks(parse(text))] == expected


def test_alerts() -> None:
    assert blocks(case("F15_alerts")) == ["title 題", "quote 大事な知らせです。"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("> [!WARNING]\n> 警告です。\n> 二行目です。", ["quote 警告です。/二行目です。"]),
        ("> [!TIP] 便利な技\n> 本文。", ["quote **便利な技**", "quote 本文。"]),
        ("> [!note]-\n>\n> 折りたたみ。", ["quote 折りたたみ。"]),
        (">\\[!IMPORTANT]\n>　大事。", ["quote 大事。"]),
        ("> [!NOTE]\n> - 一\n> - 二", ["list_item [-] 一", "list_item [-] 二"]),
        ("> **Note**\n> 旧式の注記です。", ["quote **Note**", "quote 旧式の注記です。"]),
        ("> 文の中の[!NOTE]です。", ["quote 文の中の[!NOTE]です。"]),
        ("[!NOTE]\n引用の外です。", ["paragraph [!NOTE]引用の外です。"]),
    ],
)
def test_alerts_of_other_writers(text: str, expected: list[str]) -> None:
    assert blocks(parse(f"# 題\n\n{text}"))[1:] == expected


def test_admonitions() -> None:
    assert blocks(case("F19_admonition")) == [
        "title 題",
        "paragraph **補足**",
        "paragraph ここは補足の文です。",
        "paragraph **手順A**",
        "paragraph 最初の手順です。",
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            '??? tip "詳しく"\n\n    隠れた文。\n\n    - 一\n    - 二\n\n外。',
            ["**詳しく**", "隠れた文。", "[-] 一", "[-] 二", "外。"],
        ),
        (
            "???+ note\n    一行目。\n    二行目。\n\n    別の段落。\n\n外。",
            ["一行目。/二行目。", "別の段落。", "外。"],
        ),
        ('!!! danger ""\n    無題。', ["無題。"]),
        ('前の文。\n!!! note inline end "横"\n\t文。\n後の文。', ["前の文。", "**横**", "文。", "後の文。"]),
        ('=== "甲"\n    一。\n=== "乙"\n    二。', ["**甲**", "一。", "**乙**", "二。"]),
        ('=== "甲"\n\n    一。\n\n        code\n\n外。', ["**甲**", "一。", "code", "外。"]),
        (
            '!!! note "外"\n    一。\n\n    ??? info "内"\n        二。\n\n終。',
            ["**外**", "一。", "**内**", "二。", "終。"],
        ),
        ('- 項\n\n    !!! note "題"\n        文。\n\n- 次', ["[-] 項", "**題**", "文。", "[-] 次"]),
        ('!!! note "題"\n字下げのない文。', ["**題**", "字下げのない文。"]),
        ('!!! 注意 "題"\n    文。\n\n!!! 補足\n    文。', ["**題**", "文。", "**補足**", "文。"]),
        ("!!! すごい\n\n!!! Amazing news\n\n??? なぜ", ["!!! すごい", "!!! Amazing news", "??? なぜ"]),
        ("題\n===\n\n文。", ["題", "文。"]),
    ],
)
def test_admonitions_of_other_writers(text: str, expected: list[str]) -> None:
    assert [block.split(" ", 1)[1] for block in blocks(parse(text))] == expected


# Mathematics --------------------------------------------------------------------------------------------------


def test_mathematics() -> None:
    article = case("F18_math")
    assert blocks(article) == ["title 題", "paragraph 式は$a*b*c$である。", "code x_1^2 + y_1^2"]
    assert marks(article, "code") == [("$a*b*c$", "")]
    assert article.blocks[2].value == "math"


@pytest.mark.parametrize(
    ("text", "formulas"),
    [
        ("速さは$v = \\frac{x}{t}$で、$E=mc^2$となる。", ["$v = \\frac{x}{t}$", "$E=mc^2$"]),
        ("($\\alpha$)、「$\\beta_i$」、**$a*b$**", ["$\\alpha$", "$\\beta_i$", "$a*b$"]),
        ("式$$a_i*b_j*c$$と$`a_b*c*`$です。", ["$$a_i*b_j*c$$", "$`a_b*c*`$"]),
        ("$x \\text{のとき} y$である。", ["$x \\text{のとき} y$"]),
        ("$n$個の点。", ["$n$"]),
        ("$速さ \\times 時間$と$距離 = 道のり$", ["$速さ \\times 時間$", "$距離 = 道のり$"]),
        ("区間$-1 < x < 1$と$|x|$と$\\{1, 2\\}$", ["$-1 < x < 1$", "$|x|$", "$\\{1, 2\\}$"]),
        ("価格は$5から$10までで、$100と$200、US$5とA$6。", []),
        ("$5 と $10。値段は\\$5で、\\$6です。$$だけ。", []),
        ("変数$HOMEと$PATHを見る。", []),
    ],
)
def test_formulas_in_a_line(text: str, formulas: list[str]) -> None:
    assert [found for found, _ in marks(parse(text), "code")] == formulas


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "次の式。\n$$\na_1 = b_1\n$$\nここで終わる。",
            ["paragraph 次の式。", "code a_1 = b_1", "paragraph ここで終わる。"],
        ),
        ("$$ E = mc^2 $$\n\n本文。", ["code E = mc^2", "paragraph 本文。"]),
        ("$$\na &= b \\\\\n\nc &= d\n$$", ["code a &= b \\\\\n\nc &= d"]),
        ("- 式\n\n  $$\n  x_1\n  $$\n\n- 次", ["list_item [-] 式", "code x_1", "list_item [-] 次"]),
        ("```math\nx_1 * y\n```", ["code x_1 * y"]),
        ("$$\n閉じない。\n\n次。", ["paragraph $$閉じない。", "paragraph 次。"]),
    ],
)
def test_formulas_as_blocks(text: str, expected: list[str]) -> None:
    assert blocks(parse(text)) == expected


def test_formulas_are_the_same_in_both_languages(tmp_path: Path) -> None:
    text = "式は$a*b*c$である。\n\n$E=mc^2$\n\n$f(x) \\text{（ただし}x>0\\text{）}$\n\n$$\nx_1 + \\text{和}\n$$\n"
    with Session(Settings(glossaries=None, engine=EngineSpec("echo")), Project(tmp_path)) as session:
        units = session.translate(parse(text)).article.units
    assert "$a*b*c$" in units[0].target
    assert [(unit.target, unit.origin) for unit in units[1:]] == [(unit.source, "source") for unit in units[1:]]


# Spaces, lines, strikethrough, images --------------------------------------------------------------------------


def test_wide_spaces_behind_markers() -> None:
    assert blocks(case("F20_wide_space_markers")) == [
        "title 見出し",
        "list_item [-] 項目一",
        "list_item [-] 項目二",
        "list_item [1.] 番号一",
        "list_item [2.] 番号二",
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "##　見出し　##\n\n*　一\n\n+　足\n\n2)　二",
            ["heading 見出し", "list_item [*] 一", "list_item [+] 足", "list_item [2)] 二"],
        ),
        (
            "# 題\n\n持ち物\n-　水筒\n-　　弁当　二つ",
            ["title 題", "paragraph 持ち物", "list_item [-] 水筒", "list_item [-] 弁当　二つ"],
        ),
        ("1.　親\n    -　子\n        -　孫", ["list_item [1.] 親", "list_item [-] 子", "list_item [-] 孫"]),
        ("1.　親\n\n    -　子\n\n        -　孫", ["list_item [1.] 親", "list_item [-] 子", "list_item [-] 孫"]),
        ("#\xa0見出し\n\n-\xa0項目", ["title 見出し", "list_item [-] 項目"]),
        (">　引用\n\n-　[x]　済", ["quote 引用", "list_item [[x]] 済"]),
        ("前。\n\n*　*　*\n\n後。", ["paragraph 前。", "separator [***] ", "paragraph 後。"]),
        ("```\n-　コード\n```\n\n`-　x`", ["code -　コード", "paragraph -　x"]),
        ("#タグ　です", ["paragraph #タグ　です"]),
    ],
)
def test_wide_spaces_of_other_writers(text: str, expected: list[str]) -> None:
    assert blocks(parse(text)) == expected


def test_lines_that_the_site_shows() -> None:
    article = case("F21_line_breaks")
    assert blocks(article) == [
        "title 題",
        "list_item [✅] 朝が苦手な人",
        "list_item [✅] 夜更かしの人",
        "list_item [❶] 寝る",
        "list_item [❷] 起きる",
        "paragraph ▼前回の記事",
        "paragraph https://example.jp/n/abc",
    ]
    assert [block.place.line for block in article.blocks] == [1, 3, 4, 6, 7, 9, 10]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "手順です。\n→ 開く\n⇒ 閉じる\n▶動画\n＼今だけ／",
            ["手順です。", "→ 開く", "⇒ 閉じる", "▶動画", "＼今だけ／"],
        ),
        ("📌 場所は東京\n🕐 時間は朝\n👉 こちら", ["📌 場所は東京", "🕐 時間は朝", "👉 こちら"]),
        ("☑️ 忙しい人\n☑️ 暇な人", ["[☑] 忙しい人", "[☑] 暇な人"]),
        ("✅ 朝が苦手な人\nこの記事が役に立ちます。", ["[✅] 朝が苦手な人", "この記事が役に立ちます。"]),
        (
            "▼公式\nhttps://a.jp/\n▼予約\nhttps://a.jp/b?x=1&y=2",
            ["▼公式", "https://a.jp/", "▼予約", "https://a.jp/b?x=1&y=2"],
        ),
        ("連絡先\n<https://a.jp/>\ninfo@example.jp\n次の行", ["連絡先", "https://a.jp/", "info@example.jp", "次の行"]),
        ("参考：https://a.jp/\n次の行です。", ["参考：https://a.jp/", "次の行です。"]),
        ("詳しくはhttps://a.jp/\nを見る。", ["詳しくはhttps://a.jp/ を見る。"]),
        ("✅ 一  \n✅ 二\\\n1️⃣ 三\n2️⃣ 四", ["[✅] 一", "[✅] 二", "1️⃣ 三", "2️⃣ 四"]),
        ("一行目  \n二行目", ["一行目/二行目"]),
        ("公式\nhttps://a.jp（本店）\nhttps://b.jp（支店）", ["公式", "https://a.jp（本店）", "https://b.jp（支店）"]),
        ("記入欄\n（１）名前\n（２）住所", ["記入欄", "（１）名前", "（２）住所"]),
        ("これは前の節の\n（１）で述べた。", ["これは前の節の（１）で述べた。"]),
        ("**▼見出し**\n本文です", ["**▼見出し**", "本文です"]),
        ("> ✅ 一\n> ✅ 二", ["✅ 一", "✅ 二"]),
        ("【日時】四月一日\n【場所】公民館", ["【日時】四月一日", "【場所】公民館"]),
        ("■ 朝の寺\n静かでした。", ["■ 朝の寺", "静かでした。"]),
        # Wrapped lines are joined.
        (
            "これは長い文で、途中で\n折り返しています。次の文も\n折り返します。",
            ["これは長い文で、途中で折り返しています。/次の文も折り返します。"],
        ),
        (
            "・会議の時間を三十分までに限り、資料は前の日の昼までに\n配る。\n・議事録は当日に出す。",
            ["[・] 会議の時間を三十分までに限り、資料は前の日の昼までに配る。", "[・] 議事録は当日に出す。"],
        ),
        ("契約先は\n㈱みどりです。", ["契約先は㈱みどりです。"]),
        ("と言った\n・・・そして", ["と言った・・・そして"]),
        ("次を押す\n`→` の鍵", ["次を押す→ の鍵"]),
    ],
)
def test_lines_of_other_writers(text: str, expected: list[str]) -> None:
    assert [block.split(" ", 1)[1] for block in blocks(parse(text))] == expected


def test_strikethrough() -> None:
    assert blocks(case("F22_strike"))[1] == "paragraph これは「古い説明」です。"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("~~（旧）~~新", "（旧）新"),
        ("価格は~~「千円」、~~九百円", "価格は「千円」、九百円"),
        ("「~~旧称~~」は~~`code`~~と~~『**本**』~~", "「旧称」はcodeと『本』"),
        ("10~~20と~一本~ですよ~", "10~~20と~一本~ですよ~"),
        ("`~~「x」~~`です", "~~「x」~~です"),
    ],
)
def test_strikethrough_of_other_writers(text: str, expected: str) -> None:
    assert [unit.source for unit in parse(text).units] == [expected]


def test_sizes_of_images() -> None:
    image = case("F17_image_size").blocks[1]
    assert (image.kind, image.source, image.value) == ("image", "全体の図", "https://example.jp/x.png")


@pytest.mark.parametrize(
    "image",
    [
        "![図](a.png =250x100)", "![図](a.png  =x100)", "![図](a.png =50%x)", '![図](a.png "図" =20x)',
        "![図](<a.png> =2x2)", "[![図](a.png =250x)](https://a.jp)", "![図](a.png){width=50%}",
        "![図](a.png){: .center }",
    ],
)  # fmt: skip
def test_sizes_of_images_of_other_writers(image: str) -> None:
    assert [(b.kind, b.source, b.value) for b in parse(image).blocks] == [("image", "図", "a.png")]
    if not image.startswith("["):
        assert [unit.source for unit in parse(f"文の中の{image}です。").units] == ["文の中の図です。"]


def test_an_image_and_its_caption() -> None:
    assert blocks(parse("![](a.png =250x)\n*図の説明*")) == ["image ", "paragraph 図の説明"]


# Front matter, attributes, definitions -------------------------------------------------------------------------


def test_a_switch_is_no_date() -> None:
    article = case("F16_published_true")
    assert (article.date, article.meta) == ("", ())
    assert blocks(article) == ["title 題", "paragraph 本文です。"]


@pytest.mark.parametrize(
    ("text", "known", "meta"),
    [
        ('published: "false"\ndraft: no', {}, ()),
        ("published: true # 公開\npublished_at: 2025-04-01 09:00", {"date": "2025-04-01 09:00"}, ()),
        ("published: 2025-04-01", {"date": "2025-04-01"}, ()),
        ("date: True\n公開日: 令和七年四月一日", {"date": "令和七年四月一日"}, ()),
        ("private: false\nid: null\ntype: tech", {}, (("type", "tech"),)),
    ],
)
def test_switches(text: str, known: dict[str, str], meta: tuple[tuple[str, str], ...]) -> None:
    assert read_front_matter(text)[:2] == (known, meta)


def test_toml() -> None:
    article = case("F23_toml")
    assert blocks(article) == ["title 題", "byline 2025年4月1日", "paragraph 本文です。"]
    assert (article.date, article.meta, article.blocks[0].place.line) == ("2025-04-01", (), 2)


@pytest.mark.parametrize(
    ("text", "known", "meta"),
    [
        (
            "author = '山'\ndate = 2025-04-01T10:00:00\ndraft = false\ntags = ['一', '二']\nweight = 1\n"
            "[params]\nkey = '値'",
            {"author": "山", "date": "2025-04-01T10:00:00"},
            (("tags", "一, 二"), ("weight", "1"), ("params.key", "値")),
        ),
        ('"title" = """長い\n題"""', {"title": "長い 題"}, ()),
        ("title = '閉じない\ndate = 2025", {"title": "'閉じない", "date": "2025"}, ()),
    ],
)
def test_toml_of_other_writers(text: str, known: dict[str, str], meta: tuple[tuple[str, str], ...]) -> None:
    assert read_toml(text)[:2] == (known, meta)


def test_plus_signs_are_no_front_matter() -> None:
    assert blocks(parse("+++\n\n本文")) == ["paragraph +++", "paragraph 本文"]
    assert blocks(parse("本文\n\n+++\na = 1\n+++"))[0] == "paragraph 本文"
    assert blocks(parse("+++\r\ntitle = '題'\r\n+++\r\n本文")) == ["title 題", "paragraph 本文"]


def test_attributes_contents_and_definitions() -> None:
    assert blocks(case("F35_attributes")) == ["title 使い方", "paragraph **用語**", "paragraph 説明の文です。"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("## 準備 { #setup .x }\n\n### 手順{#手順}\n\n### 集合{1,2}", ["準備", "手順", "集合{1,2}"]),
        ("題 {#a}\n===\n\n- 項 {.x}\n- 目", ["題", "[-] 項", "[-] 目"]),
        ("文です。\n{: .lead }\n\n次です。{.note}", ["文です。", "次です。"]),
        ("[名](https://a.jp){target=_blank}と`x`{.py}です。", ["名とxです。"]),
        ("{name}と{#id}を使う。`{#id}`", ["{name}と{#id}を使う。/{#id}"]),
        ("# 題\n\n[[TOC]]\n\n[toc]\n\n@[toc]\n\n[[_TOC_]]\n\n* 目次\n{:toc}\n\n文。", ["題", "[*] 目次", "文。"]),
        ("[TOC]は目次です。", ["[TOC]は目次です。"]),
        (
            "甲\n: 一。\n: 二。\n\n**乙**\n:   長い。\n    続き。\n\n    段落。\n\n終。",
            ["**甲**", "一。", "二。", "**乙**", "長い。/続き。", "段落。", "終。"],
        ),
        ("甲\n\n:　一。\n\n乙\n丙\n: 二。", ["**甲**", "一。", "**乙**", "**丙**", "二。"]),
        ("- 甲\n  : 一。", ["[-] **甲**", "一。"]),
        ("題\n~ 副題 ~", ["題~ 副題 ~"]),
        ("日時: 四月一日", ["日時: 四月一日"]),
    ],
)
def test_attributes_contents_and_definitions_of_other_writers(text: str, expected: list[str]) -> None:
    assert [block.split(" ", 1)[1] for block in blocks(parse(text))] == expected


# Addresses ----------------------------------------------------------------------------------------------------


def test_a_bare_address_is_a_link() -> None:
    assert marks(case("F32_bare_url"), "link") == [("https://example.jp/b", "https://example.jp/b")]


@pytest.mark.parametrize(
    ("text", "links"),
    [
        ("詳しくはhttps://a.jp/a_b_c/_x_/を見る。", [("https://a.jp/a_b_c/_x_/",) * 2]),
        ("（https://a.jp/）と**https://a.jp/x**です。", [("https://a.jp/",) * 2, ("https://a.jp/x",) * 2]),
        ("[https://a.jp/_x_](https://a.jp/_y_)と`https://c.jp`", [("https://a.jp/_x_", "https://a.jp/_y_")]),
        ("info@a.jpまで、www.a.jpへ", [("info@a.jp", "mailto:info@a.jp"), ("www.a.jp", "https://www.a.jp")]),
        ("https://ja.wikipedia.org/wiki/習近平を見る", [("https://ja.wikipedia.org/wiki/習近平",) * 2]),
        ("| 先 |\n|---|\n| https://a.jp/x |", [("https://a.jp/x",) * 2]),
        ("~~https://a.jp~~と _https://b.jp_ です", [("https://a.jp",) * 2, ("https://b.jp",) * 2]),
        ("https://a.jp/?a=1&amp;b=2と", [("https://a.jp/?a=1&b=2",) * 2]),
        ("[^1]\n\n[^1]: https://a.jp/x を見よ。", [("https://a.jp/x",) * 2]),
        ("https:を付ける", []),
    ],
)  # fmt: skip
def test_addresses(text: str, links: list[tuple[str, str]]) -> None:
    assert marks(parse(text), "link") == links


def test_links_reach_the_editions(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("# 題\n\nhttps://example.jp/b\n", "utf-8")
    settings = Settings(glossaries=None, engine=EngineSpec("echo"), editions=editions_of(("html",)))
    with Session(settings, Project(tmp_path)) as session:
        session.render(tmp_path / "a.md")
    assert (tmp_path / "a.html").read_text("utf-8").count('href="https://example.jp/b"') >= 1


# Time ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "part",
    [
        "$a ", "$$a\n", "$a\\$ ", ":::message\n", '!!! note "題"\n    文。\n\n', "-　項\n", "1.　親\n\n    -　子\n\n",
        "語\n: 文。\n", "{#a ", "https://a.jp/x を見る。", "[https://a.jp](https://a.jp)。",
        "![a](x =1", "~~a", "✅ 一\n", "https://a.jp/x\n",
    ],
)  # fmt: skip
def test_time_grows_with_length(part: str) -> None:
    assert_linear(lambda size: part * size, lambda text: parse_markdown(text, "a.md"), 2400)
