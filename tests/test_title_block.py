"""The title block: title, subtitle, author, office and date of the front matter, in both languages."""

from __future__ import annotations

import io
import json
from pathlib import Path

import docx as python_docx
import pikepdf
import pytest

from bilingual import Outcome, Plan, render
from bilingual.editions.compose.article import compose_edition
from bilingual.editions.model import Edition, Text
from bilingual.editions.plan import Facts
from bilingual.editions.short_titles import cut_titles
from bilingual.model import Article, Mark
from bilingual.reading.markdown.parser import parse_markdown
from bilingual.reading.markdown.title_block import day_in_words

HEAD = """---
title: ｜漆《うるし》を待つ
title_en: Waiting for Lacquer
subtitle: ある町の｜塗師《ぬし》
subtitle_en: The Lacquerers of One Town
author: ｜佐々木《ささき》 蓮
所属: 東都大学
affiliation-en: Toto University
date: 2026-01-13
---

文です。
"""


def parsed(text: str) -> Article:
    article = parse_markdown(text, "a.md")
    assert article is not None
    return article


def rendered(folder: Path, text: str, plan: Plan | None = None, **options: object) -> Outcome:
    path = folder / "a.md"
    path.write_text(text, "utf-8")
    return render(path, None, engine="echo", output=folder, memory=None, plan=plan, **options)  # type: ignore[arg-type]


def composed(article: Article, plan: Plan | None = None) -> Edition:
    return compose_edition(article, Facts("s", "2026-01-01", "0"), plan=plan or Plan())


def readings(text: Text) -> list[tuple[str, str]]:
    return [(span.text, span.ruby) for span in text.spans if span.ruby]


def test_the_ruby_of_the_front_matter_is_ruby() -> None:
    article = parsed(HEAD)
    title, subtitle, office, date, _ = article.blocks
    assert [(one.kind, one.source) for one in (title, subtitle, office, date)] == [
        ("title", "漆を待つ"),
        ("subtitle", "ある町の塗師"),
        ("byline", "東都大学"),
        ("byline", "2026年1月13日"),
    ]
    assert title.units[0].marks == (Mark("ruby", 0, 1, "うるし"),)
    assert subtitle.units[0].marks == (Mark("ruby", 4, 6, "ぬし"),)
    assert (article.author, article.author_marks) == ("佐々木 蓮", (Mark("ruby", 0, 3, "ささき"),))
    assert [one.given for one in article.blocks[:3]] == [
        "Waiting for Lacquer",
        "The Lacquerers of One Town",
        "Toto University",
    ]


def test_titles_are_compared_without_their_readings() -> None:
    article = parsed("---\ntitle: ｜漆《うるし》を待つ\nsubtitle: 副題\n---\n\n# 漆を待つ\n\n## 節\n")
    assert [(one.kind, one.source) for one in article.blocks] == [
        ("title", "漆を待つ"),
        ("subtitle", "副題"),
        ("heading", "節"),
    ]
    assert article.blocks[0].units[0].marks == (Mark("ruby", 0, 1, "うるし"),)


def test_an_edition_has_the_block_in_both_languages(tmp_path: Path) -> None:
    done = rendered(tmp_path, HEAD, formats=("json",))
    edition = composed(done.article)
    assert readings(edition.title.source) == [("漆", "うるし")]
    assert [(str(text), below) for text, below in edition.title_lines] == [
        ("漆を待つ", False),
        ("ある町の塗師", True),
        ("Waiting for Lacquer", False),
        ("The Lacquerers of One Town", True),
    ]
    assert [(str(pair.source), str(pair.target)) for pair in edition.byline] == [
        ("佐々木 蓮", "佐々木 蓮"),  # nobody gave an English name, so none is guessed
        ("東都大学", "Toto University"),
        ("2026年1月13日", "January 13, 2026"),
    ]
    assert readings(edition.byline[0].source) == [("佐々木", "ささき")]
    assert edition.running_head == "Waiting for Lacquer"
    saved = json.loads((tmp_path / "a.json").read_text("utf-8"))
    assert saved["author"] == "佐々木 蓮"
    assert "《" not in json.dumps(saved, ensure_ascii=False)


@pytest.mark.parametrize("given", [True, False])
def test_a_subtitle_without_english_is_translated(tmp_path: Path, given: bool) -> None:
    text = HEAD if given else HEAD.replace("subtitle_en: The Lacquerers of One Town\n", "")
    subtitle = rendered(tmp_path, text, formats=("json",)).article.blocks[1]
    assert (subtitle.target == "The Lacquerers of One Town") is given
    assert subtitle.target and subtitle.units[0].origin == ("person" if given else "engine")


def test_every_format_prints_the_block(tmp_path: Path) -> None:
    rendered(tmp_path, HEAD, Plan(colophon=False), formats=("pdf", "docx", "html"))
    document = python_docx.Document(io.BytesIO((tmp_path / "a.docx").read_bytes()))
    styled = [(one.style.name, one.text) for one in document.paragraphs if one.style][:7]
    assert [style for style, _ in styled] == [
        "Title",
        "Subtitle Small",
        "Subtitle",
        "Subtitle Small",
        "Byline",
        "Byline",
        "Byline",
    ]
    assert styled[3][1] == "The Lacquerers of One Town"
    assert styled[6][1] == "2026年1月13日 / January 13, 2026"
    assert document.core_properties.title == "Waiting for Lacquer / 漆を待つ"
    assert document.core_properties.author == "佐々木 蓮"
    page = (tmp_path / "a.html").read_text("utf-8")
    head = page[page.index("<header>") : page.index("</header>")]
    assert head.index("ある町の") < head.index("Waiting for") < head.index("The Lacquerers")
    with pikepdf.open(tmp_path / "a.pdf") as file:
        assert str(file.docinfo["/Author"]) == "佐々木 蓮"
        assert "《" not in str(file.docinfo["/Title"])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-01-13", "2026年1月13日"),
        ("2026/1/3", "2026年1月3日"),
        ("2026-01-13T09:00:00+09:00", "2026年1月13日"),
        ("2026-01", "2026年1月"),
        ("2026-13-01", "2026-13-01"),
        ("令和八年一月十三日", "令和八年一月十三日"),
        ("January 13, 2026", "January 13, 2026"),
    ],
)
def test_a_date_in_figures_is_read(text: str, expected: str) -> None:
    assert day_in_words(text) == expected


@pytest.mark.parametrize(
    ("date", "dates", "english"),
    [("令和八年一月十三日", "us", "January 13, 2026"), ("2026-01-13", "uk", "13 January 2026")],
)
def test_a_date_has_the_form_of_each_language(tmp_path: Path, date: str, dates: str, english: str) -> None:
    text = f"---\ntitle: 題\ndate: {date}\n---\n\n文です。\n"
    (line,) = composed(rendered(tmp_path, text, formats=("json",), dates=dates).article).byline
    assert str(line.target) == english


def test_a_short_title_is_at_the_head_of_pages() -> None:
    head = "---\ntitle: 長い題名\ntitle_en: A Long Title\nshort-title: 短題\nshort_title_en: Short\n---\n\n文です。\n"
    edition = composed(parsed(head))
    assert (str(edition.head.source), str(edition.head.target), edition.running_head) == ("短題", "Short", "Short")
    plain = composed(parsed(head.replace("short_title_en: Short\n", "").replace("short-title: 短題\n", "")))
    assert plain.head == plain.title


@pytest.mark.parametrize(
    ("title", "forms"),
    [
        ("漆を待つ――産地の三十年：職人たち", ["漆を待つ――産地の三十年", "漆を待つ"]),
        ("President Xi and President Putin met – it is not called “X”", ["President Xi and President Putin met"]),
        ("首脳が会談「同盟ではない」と強調", ["首脳が会談"]),
        ("A Title: With a Part", ["A Title"]),
        ("「中」で始まる題名", []),
        ("午前9:30の会議", []),
        ("東アジア-太平洋", []),
    ],
)
def test_a_title_is_cut_where_it_may_end(title: str, forms: list[str]) -> None:
    assert list(cut_titles(title)) == [title, *forms]
