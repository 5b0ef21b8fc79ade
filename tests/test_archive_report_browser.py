"""The report over an archive in a headless Chromium: four widths, light and dark, sorted, without script, on paper."""

from __future__ import annotations

import base64
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pypdf
import pytest

from bilingual.archive.model import ArticleResult
from bilingual.archive.report.writing import report_files
from browser import CHROMIUM, Browser
from test_archive_report import article, many, term

pytestmark = pytest.mark.skipif(not CHROMIUM, reason="no Chromium here: the page is not looked at")

SPILL = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
HEADS = "[...document.querySelectorAll('#articles thead th')]"
LONG = "a-name-without-any-place-to-break-" * 6


def rows() -> list[ArticleResult]:
    """Return articles with long names and words, and some that failed."""
    return [
        *many(40),
        article(
            f"/archive/{LONG}.docx", term("長い用語" * 9, LONG, (LONG, 1200)), term("議会", LONG, missing=1), title=LONG
        ),
        article("/archive/b.docx", status="failed", error=f"{LONG} - remove it"),
        article("/archive/c.pdf", status="failed", error="has no text"),
    ]


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    opened = Browser(tmp_path_factory.mktemp("profile"))
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("report")
    for path, data in report_files(rows(), folder, made="2026-11-28").items():
        path.write_bytes(data)
    return folder / "report.html"


def complaints(browser: Browser) -> list[dict[str, Any]]:
    return [event for event in browser.events if event.get("method") in ("Log.entryAdded", "Runtime.exceptionThrown")]


def click(browser: Browser, name: str) -> None:
    browser.run(f"{HEADS}.find(head => head.textContent === {name!r}).firstElementChild.click()")


def column(browser: Browser, at: int) -> list[str]:
    return list(browser.run(f"[...document.querySelectorAll('#articles tbody tr')].map(r => r.cells[{at}].innerText)"))


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("width", [360, 800, 1050, 1400])
def test_nothing_is_wider_than_the_window(browser: Browser, page: Path, width: int, dark: bool) -> None:
    browser.open(page, width, dark=dark)
    assert browser.run(SPILL) <= 0
    assert not complaints(browser)


def test_the_headings_stay_in_sight(browser: Browser, page: Path) -> None:
    browser.open(page, 1400)
    browser.run("document.querySelector('#a30').scrollIntoView()")
    head = browser.run(f"(box => [box.top, box.bottom])({HEADS}[1].getBoundingClientRect())")
    assert head[0] == 0
    # A link to an article leads to where the headings do not cover it.
    assert browser.run("document.querySelector('#a30').getBoundingClientRect().top") >= head[1] - 1


def test_a_click_sorts_and_another_one_reverses(browser: Browser, page: Path) -> None:
    browser.open(page, 1400)
    assert browser.run(f"{HEADS}.map(head => head.ariaSort)") == ["ascending", *[None] * 11]
    click(browser, "Errors")
    assert browser.run(f"{HEADS}[8].ariaSort") == "descending"
    errors = [int(text) for text in column(browser, 8) if text]
    assert errors == sorted(errors, reverse=True)
    assert column(browser, 8)[-2:] == ["", ""], "what has no figure comes last"
    ranks = [int(rank) for rank, text in zip(column(browser, 0), column(browser, 8), strict=True) if text == "1"]
    assert ranks == sorted(ranks), "equal rows stay in the order of the report"
    click(browser, "Errors")
    assert browser.run(f"{HEADS}[8].ariaSort") == "ascending"
    assert [int(text) for text in column(browser, 8) if text] == sorted(errors)
    click(browser, "#")
    assert column(browser, 0) == [str(n) for n in range(1, len(rows()) + 1)]


def test_headings_are_reached_by_keyboard(browser: Browser, page: Path) -> None:
    browser.open(page, 1400)
    browser.run(f"{HEADS}[0].firstElementChild.focus()")
    browser.key("Tab")
    assert browser.run("document.activeElement.textContent") == "Article"
    assert browser.run("getComputedStyle(document.activeElement).outlineStyle") == "solid"


def test_without_script_the_worst_is_first(browser: Browser, page: Path) -> None:
    browser.call("Emulation.setScriptExecutionDisabled", value=True)
    try:
        browser.open(page, 1400)
        assert column(browser, 0)[:3] == ["1", "2", "3"]
        assert "failed" in column(browser, 1)[0]
        assert browser.run("document.querySelectorAll('button, [aria-sort]').length") == 0
    finally:
        browser.call("Emulation.setScriptExecutionDisabled", value=False)


def test_a_phone_shows_what_each_figure_is(browser: Browser, page: Path) -> None:
    browser.open(page, 360)
    shown = browser.run(
        "[...document.querySelector('#a10').cells].filter(c => c.offsetParent)"
        ".map(c => getComputedStyle(c, '::before').content)"
    )
    assert '"Errors "' in shown and '"Terms "' in shown
    assert '"Brackets "' not in shown, "zero is left out"


def test_every_printed_page_repeats_the_headings(browser: Browser, page: Path) -> None:
    browser.open(page, 1200, media="")
    printed = base64.b64decode(browser.call("Page.printToPDF", preferCSSPageSize=True)["data"])
    texts = [sheet.extract_text() for sheet in pypdf.PdfReader(io.BytesIO(printed)).pages]
    within = [text for text in texts if text.count("PDF") > 3]
    assert len(within) > 1
    assert all("Reviewed" in text and "Warnings" in text for text in within)
