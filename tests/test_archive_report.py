"""The report over an archive: the house's usage of each term, two tables for spreadsheets, one page."""

from __future__ import annotations

import base64
import csv
import hashlib
import io
import random
import re
from collections.abc import Iterable, Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote_to_bytes

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bilingual.archive.model import ArticleResult, ArticleStatus, TermResult
from bilingual.archive.report.consistency import TermTally, TermUsage
from bilingual.archive.report.lines import article_line, percent, worst_first
from bilingual.archive.report.links import common_folder
from bilingual.archive.report.writing import report_files
from scaling import assert_linear

OUT = Path("/out")


def article(
    name: str,
    *uses: TermResult,
    status: ArticleStatus = "done",
    codes: dict[str, int] | None = None,
    severities: dict[str, int] | None = None,
    outputs: Iterable[str] = (),
    title: str = "",
    error: str = "",
    **figures: int | float,
) -> ArticleResult:
    return ArticleResult(
        name,
        status,
        title=title,
        outputs=tuple((path, "0" * 64) for path in outputs),
        figures=dict(figures),
        codes=codes or {},
        severities=severities or {},
        uses=uses,
        error=error,
    )


def term(source: str, target: str, *used: tuple[str, int], missing: int = 0, forced: int = 0) -> TermResult:
    return TermResult(source, target, used, missing, forced)


def terms_of(*rows: ArticleResult) -> tuple[TermUsage, ...]:
    tally = TermTally()
    for row in rows:
        tally.add(row.name, row.uses)
    return tally.terms()


def files_of(*rows: ArticleResult, folder: Path = OUT) -> dict[str, bytes]:
    return {path.name: data for path, data in report_files(rows, folder, made="today").items()}


def page_of(*rows: ArticleResult, folder: Path = OUT) -> str:
    return files_of(*rows, folder=folder)["report.html"].decode()


def table_of(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))


# Terms over all articles


def test_the_house_uses_the_target_that_all_glossaries_have() -> None:
    """Also where another form that the glossary admits is used more often."""
    (usage,) = terms_of(
        article("a", term("中国", "China", ("China", 1), ("Chinese", 9))),
        article("b", term("中国", "China", ("China", 2))),
    )
    assert usage.house == "China"
    assert [(line.rendering, line.places, line.is_house) for line in usage.lines] == [
        ("China", 3, True),
        ("Chinese", 9, False),
    ]
    assert (usage.varied, usage.broken) == (("a",), ())


def test_with_different_glossaries_the_house_uses_what_is_used_most() -> None:
    old = term("市役所", "Municipal Office", ("Municipal Office", 2))
    new = term("市役所", "City Hall", ("City Hall", 3))
    (usage,) = terms_of(article("a", old), article("b", new))
    assert usage.house == "City Hall"
    assert [(line.manner, line.rendering, line.articles) for line in usage.lines] == [
        ("used", "City Hall", ("b",)),
        ("used", "Municipal Office", ("a",)),
        ("other target", "Municipal Office", ("a",)),
    ]
    assert usage.broken == ("a",)


def test_a_term_that_no_article_has_takes_the_target_of_most_glossaries() -> None:
    lost = [article(name, term("議会", "assembly", missing=1)) for name in "ab"]
    (usage,) = terms_of(*lost, article("c", term("議会", "council", missing=2)))
    assert (usage.house, usage.places, usage.articles) == ("assembly", 4, 3)
    assert [(line.manner, line.rendering, line.places) for line in usage.lines] == [
        ("used", "assembly", 0),
        ("other target", "council", 0),
        ("missing", "", 4),
    ]


@pytest.mark.parametrize(("row", "manner"), [({"missing": 2}, "missing"), ({"forced": 2}, "in brackets")])
def test_articles_without_a_term_or_with_it_in_brackets_break_the_usage(row: dict[str, int], manner: str) -> None:
    (usage,) = terms_of(
        article("a", term("断水", "water outage", ("water outage", 5))),
        article("b", term("断水", "water outage", ("water outage", 5), **row)),
    )
    assert usage.broken == ("b",)
    assert [(line.manner, line.places) for line in usage.lines] == [("used", 10), (manner, 2)]


def test_what_fills_the_slot_of_a_pattern_makes_a_term_of_its_own() -> None:
    terms = terms_of(
        article("a", term("{name}氏", "Putin", ("Putin", 1))), article("b", term("{name}氏", "Xi", ("Xi", 1)))
    )
    assert [usage.is_kept for usage in terms] == [True, True]


def test_terms_that_most_articles_break_come_first() -> None:
    kept, varied = term("甲", "A", ("A", 99)), term("乙", "B", ("B", 1), ("Bs", 1))
    broken = term("丙", "C", missing=1)
    terms = terms_of(article("a", kept, varied), article("b", kept, varied, broken))
    assert [usage.source for usage in terms] == ["丙", "乙", "甲"]


# Articles


def test_the_worst_comes_first() -> None:
    rows = [
        article("clean"),
        article("another"),
        article("noted", severities={"note": 9}),
        article("number", numbers=5, numbers_wrong=1),
        article("term", terms=5, terms_found=4, severities={"note": 1}),
        article("warned", severities={"warning": 1}, terms=9),
        article("wrong", severities={"error": 1}),
        article("worse", severities={"error": 2}),
        article("failed", status="failed"),
    ]
    random.Random(1).shuffle(rows)
    ordered = [line.name for line in worst_first(map(article_line, rows))]
    # `warned` lacks nine terms, but a warning weighs more than they do.
    assert ordered == ["failed", "worse", "wrong", "warned", "term", "number", "noted", "another", "clean"]


def test_only_what_is_complete_is_100_percent() -> None:
    assert [percent(*share) for share in ((0, 0), (0, 9), (1, 99999), (2, 3), (99999, 100000), (5, 5))] == [
        *("", "0.0", "0.1", "66.7", "99.9", "100.0")
    ]


# Tables for spreadsheets


def test_the_table_of_articles() -> None:
    done = ArticleResult(
        "in/a.txt",
        "done",
        title="題名",
        title_en="Title",
        outputs=(("/out/a.pdf", "1"), ("/out/a.html", "2")),
        left=("/out/a.docx",),
        figures={
            **{"units": 9, "sentences": 8, "reviewed": 2, "terms": 7, "terms_found": 6, "forced": 1},
            **{"numbers": 5, "numbers_wrong": 1, "seconds": 1.5, "engines": {"argos": 8}},
        },
        codes={"term-missing": 1, "omitted": 2},
        severities={"error": 1, "warning": 2},
        notices=("left out: a footer", "left out: 2 headers"),
    )
    failed = article("in/b.docx", status="failed", error="has a password - remove it", codes={"omitted": 1})
    data = files_of(done, failed)["report.csv"]
    assert data.startswith(b'\xef\xbb\xbf"article","status",')
    assert data.count(b"\r\n") == data.count(b"\n") == 3
    first, second = table_of(data)
    assert first["article"] == "in/b.docx"
    assert (first["status"], first["units"], first["omitted"]) == ("failed", "", "")
    assert first["error"] == "has a password - remove it"
    assert second == {
        **{"article": "in/a.txt", "status": "done", "title": "題名", "title_en": "Title"},
        **{"units": "9", "sentences": "8", "reviewed": "2", "terms": "7", "terms_used": "6"},
        **{"term_success %": "85.7", "in_brackets": "1", "numbers": "5", "numbers_wrong": "1"},
        **{"errors": "1", "warnings": "2", "notes": "0", "omitted": "2", "term-missing": "1", "seconds": "1.50"},
        **{"outputs": "/out/a.pdf ; /out/a.html", "left": "/out/a.docx"},
        **{"notices": "left out: a footer ; left out: 2 headers", "error": ""},
    }


def test_the_table_of_terms() -> None:
    rows = [article(f"{n}.txt", term("議会", "assembly", ("assembly", 2))) for n in range(9)]
    rows.append(article("x.txt", term("議会", "assembly", missing=3)))
    used, missing = table_of(files_of(*rows)["report-terms.csv"])
    assert used == {
        **{"term": "議会", "house_usage": "assembly", "use": "used", "rendering": "assembly"},
        **{"places": "18", "articles": "9", "is_house_usage": "yes"},
        "example_articles": "0.txt ; 1.txt ; 2.txt ; 3.txt ; 4.txt",
    }
    assert (missing["use"], missing["places"], missing["example_articles"]) == ("missing", "3", "x.txt")


@pytest.mark.parametrize("text", ["=1+1", "＝HYPERLINK()", " @x", "-2", "\t=1", "\n=1"])
def test_no_cell_is_a_formula(text: str) -> None:
    row = article(text, term(text, text, (text, 1)), title=text, error=text, outputs=[text], codes={text: 1})
    for name in ("report.csv", "report-terms.csv"):
        text_of = files_of(row)[name].decode("utf-8-sig")
        cells = [cell for row in csv.reader(io.StringIO(text_of, newline="")) for cell in row]
        assert not [cell for cell in cells if re.match(r"\s*[=+\-@＝＋－＠]", cell)]


# The page


class Tags(HTMLParser):
    """Collects tags, addresses and text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.links: list[str] = []
        self.texts: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.links += [value or "" for name, value in attrs if name == "href"]

    def handle_data(self, data: str) -> None:
        self.texts.append(data)


def test_the_page_needs_nothing_else() -> None:
    page = page_of(article("a.txt"))
    assert not re.search(r"https?:|url\(|@import|<link|<img|\ssrc=|\son\w+=|\sstyle=", page)
    script = re.search(r'<script type="module">(.*?)</script>', page, re.DOTALL)
    assert script
    digest = base64.b64encode(hashlib.sha256(script[1].encode()).digest()).decode()
    assert "default-src &#39;none&#39;; style-src &#39;unsafe-inline&#39;;" in page
    assert f"script-src &#39;sha256-{digest}&#39;" in page


def test_the_summary() -> None:
    page = page_of(
        article("a", units=1500, sentences=1000, reviewed=250, terms=8, terms_found=7, numbers=40, numbers_wrong=3),
        article("b", severities={"error": 2, "warning": 1}),
        article("c", status="failed", error="is empty"),
    )
    summary = re.sub("<[^>]+>", "|", page[page.index('<dl class="summary">') : page.index("</dl>")])
    facts = re.findall(r"[^|\n]+", summary)
    assert facts == [
        *("Articles", "3", "2 done, 1 failed"),
        *("Units", "1,500", "1,000 sentences"),
        *("Reviewed", "25.0 %", "250 sentences approved"),
        *("Terms used", "87.5 %", "7 of 8"),
        *("Numbers wrong", "3", "of 40"),
        *("Errors", "2", "1 warning, 0 notes"),
    ]


def test_a_reason_is_said_once_with_its_remedy_and_its_articles() -> None:
    rows = [article(f"{n}.docx", status="failed", error="has a password - remove it") for n in range(30)]
    page = page_of(*rows, article("x.pdf", status="failed", error="has no text"))
    assert page.count("has a password") == 1
    assert '<p class="remedy">→ <bdi>remove it</bdi></p>' in page
    assert "30 articles" in page and "10 more</a>" in page
    assert page.index("has a password") < page.index("has no text")


def test_the_folder_that_all_names_begin_with_is_said_once() -> None:
    page = page_of(article("/archive/1990/a.txt"), article("/archive/1991/a.txt#3"))
    assert page.count("/archive/") == 1
    assert "<bdi>1991/a.txt#3</bdi>" in page


@pytest.mark.parametrize(
    ("names", "folder"),
    [([], ""), (["a"], ""), (["in/a"], "in/"), (["in/a", "in/ab"], "in/"), (["in/a", "is/a"], ""), (["/a", "/b"], "/")],
)
def test_the_common_folder(names: list[str], folder: str) -> None:
    assert common_folder(names) == folder


@pytest.mark.parametrize(
    "name", ["a b.html", "市報.html", "a#1?x=%41&b.html", "javascript:alert(1).html", '"><b>.html', "\udcff.html"]
)
def test_links_lead_to_the_editions(name: str) -> None:
    """Relative to the report, percent-encoded; never a scheme, a query or a fragment."""
    page = page_of(article("a.txt", outputs=[f"/out/1990/{name}"]), folder=Path("/out/sub"))
    (link,) = [link for link in Tags(page).links if link.startswith("..")]
    assert re.fullmatch(r"[A-Za-z0-9/._~%-]+", link)
    assert unquote_to_bytes(link) == f"../1990/{name}".encode("utf-8", "surrogateescape")


def test_editions_are_named_by_their_format() -> None:
    page = page_of(article("a.txt", outputs=["/out/a.pdf", "/out/a.ja.html", "/out/a.en.html"]))
    assert re.findall(r'<a href="a[^"]*">([^<]+)</a>', page) == ["PDF", "a.ja.html", "a.en.html"]


def test_a_glossary_with_another_target_is_said_once() -> None:
    """Its rendering is the same text in the same articles."""
    page = page_of(
        article("a.txt", term("市役所", "Municipal Office", ("Municipal Office", 2))),
        article("b.txt", term("市役所", "City Hall", ("City Hall", 3))),
    )
    assert page.count("Municipal Office") == 1
    assert page.count(">other target<") == 1


TEXT = st.text(st.characters(), max_size=12) | st.sampled_from(
    ["</title><script>x</script>", "<b>", "&amp;", '" onclick="x', "\u202e", "{{ 1 }}", "\x00\x1b", "\ud800", "a - b"]
)


@settings(max_examples=60)
@given(text=TEXT.filter(str.strip))
def test_any_text_is_data(text: str) -> None:
    """Whatever comes from outside, the page has the same elements as with plain words, and every file is UTF-8."""

    def tags(word: str, message: str) -> list[str]:
        rows = (
            article(
                "n" + word, term("t" + word, word, ("r" + word, 1), missing=1), title="x" + word, outputs=["o/" + word]
            ),
            article("m" + word, status="failed", error=message),
        )
        files = report_files(rows, OUT, made=word)
        assert all(data.decode("utf-8-sig") for data in files.values())
        return Tags(files[OUT / "report.html"].decode()).tags

    remedy = " - " in text and bool(text.rpartition(" - ")[0])
    assert tags(text, text) == tags("word", "reason - remedy" if remedy else "reason")


def test_an_empty_archive_has_a_report() -> None:
    files = files_of()
    assert "0 articles" in files["report.html"].decode()
    assert table_of(files["report.csv"]) == table_of(files["report-terms.csv"]) == []


def many(size: int) -> list[ArticleResult]:
    """Return articles as they are: titles in two languages, three editions, 30 terms, a few findings."""
    chance = random.Random(size)
    rows = []
    for number in range(size):
        path = f"{1990 + number % 30}/市報みどり-{number:05}"
        words = (f"用語{chance.randrange(300)}" for _ in range(30))
        uses = (term(word, "term", ("term", 2), missing=chance.random() < 0.01) for word in words)
        wrong = chance.randrange(3)
        row = article(
            f"/archive/{path}.docx",
            *uses,
            title="習近平国家主席とプーチン大統領が会談、共同声明を発表",
            outputs=[f"/out/{path}.{suffix}" for suffix in ("pdf", "docx", "html")],
            codes={"number-mismatch": wrong, "omitted": 1, "low-confidence": 2},
            severities={"error": wrong, "warning": 1, "note": 2},
            **{"units": 40, "sentences": 38, "terms": 60, "terms_found": 58, "numbers": 9, "numbers_wrong": wrong},
        )
        rows.append(row)
    return rows


def test_the_order_of_the_articles_does_not_matter() -> None:
    """They are done in any order; and the same articles give the same bytes."""
    rows = many(300)
    files = files_of(*rows)
    random.Random(2).shuffle(rows)
    assert files_of(*rows) == files


def test_a_page_of_2000_articles_is_small() -> None:
    assert len(files_of(*many(2000))["report.html"]) < 2_000_000


def test_a_page_has_the_worst_of_very_many_articles() -> None:
    rows = [article(f"{n}.txt", severities={"error": n % 7}) for n in range(5100)]
    page = page_of(*rows)
    assert page.count("<tr id=") == 5000
    assert "100 more articles, none of them worse than these" in page
    assert len(table_of(files_of(*rows)["report.csv"])) == 5100


def test_rows_are_read_once() -> None:
    """They may come from a record on the disk."""

    def rows() -> Iterator[ArticleResult]:
        yield from many(3)

    assert len(table_of(report_files(rows(), OUT, made="")[OUT / "report.csv"])) == 3


@pytest.mark.slow
def test_time_grows_with_the_archive() -> None:
    assert_linear(many, lambda rows: report_files(rows, OUT, made=""), 4000)
