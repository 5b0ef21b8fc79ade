"""The review page in a real browser: by keyboard, in two tabs, with a killed server, an input method, on a phone."""

from __future__ import annotations

import contextlib
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urljoin

import pytest

from bilingual.memory.entries import Entry
from bilingual.memory.store import Memory
from browser import CHROMIUM
from lexicons import install
from reviewing import ARTICLE, GLOSSARY

pytest.importorskip("playwright.sync_api", reason="no playwright here: the page is not tried")

from playwright.sync_api import expect, sync_playwright

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Locator, Page, Route

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not CHROMIUM, reason="no Chromium here: the page is not tried"),
]
TESTS = Path(__file__).parent
expect.set_options(timeout=60_000)


class Server:
    """A server of the page in a process of its own."""

    def __init__(self, article: Path) -> None:
        self.article = article
        self.url = ""
        self._process: subprocess.Popen[str] | None = None

    def start(self) -> str:
        paths = [str(TESTS), str(TESTS.parent / "src"), os.environ.get("PYTHONPATH", "")]
        self._process = subprocess.Popen(
            [sys.executable, str(TESTS / "reviewserver.py"), str(self.article)],
            env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, paths))},
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self._process.stdout
        self.url = self._process.stdout.readline().strip()
        assert self.url
        return self.url

    def stop(self, number: signal.Signals = signal.SIGINT) -> int:
        if self._process is None:
            return 0
        self._process.send_signal(number)
        code = self._process.wait(60)
        assert self._process.stdout
        self._process.stdout.close()
        self._process = None
        return code

    def entries(self) -> list[Entry]:
        with Memory(self.article.parent / ".bilingual" / "memory.sqlite") as memory:
            return list(memory.entries())


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as driver:
        opened = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield opened
        opened.close()


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    (tmp_path / "a.md").write_text(ARTICLE, "utf-8")
    (tmp_path / "glossary.yaml").write_text(GLOSSARY, "utf-8")
    one = Server(tmp_path / "a.md")
    one.start()
    yield one
    one.stop(signal.SIGKILL)


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    made = browser.new_context(viewport={"width": 1200, "height": 800}, locale="en")
    made.set_default_timeout(60_000)
    yield made
    made.close()


@pytest.fixture
def page(server: Server, context: BrowserContext) -> Page:
    return entered(context, server.url)


def entered(context: BrowserContext, url: str) -> Page:
    """Open the page in a new tab, and wait until it is ready."""
    page = context.new_page()
    page.goto(url)
    ready(page)
    return page


def ready(page: Page) -> None:
    expect(page.locator("body[data-ready]")).to_be_attached()


def box(page: Page, unit: str) -> Locator:
    return page.locator(f'[id="e-{unit}"]')


def badge(page: Page, unit: str) -> Locator:
    return page.locator(f'[id="s-{unit}"]')


def typed(page: Page, unit: str, text: str) -> None:
    """Replace the English of a unit by typing."""
    box(page, unit).click()
    page.keyboard.press("Control+A")
    page.keyboard.type(text)


def saved(page: Page, unit: str = "2.1") -> None:
    """Wait until the text of a unit, which was just typed, is saved."""
    expect(badge(page, unit)).to_have_text("Edited")


def test_a_text_is_typed_saved_and_approved(server: Server, page: Page) -> None:
    assert re.fullmatch(r"http://127\.0\.0\.1:\d+/", page.url)
    expect(page.locator("#count")).to_have_text("0 of 7 approved")
    typed(page, "2.2", "He did not know.")
    expect(badge(page, "2.2")).to_have_text("Edited")
    saved(page, "2.2")
    page.keyboard.press("Control+Enter")
    expect(box(page, "2.3")).to_be_focused()
    expect(badge(page, "2.2")).to_have_text("Approved")
    # The same sentence further down is left as it is.
    expect(page.locator("#count")).to_have_text("1 of 7 approved")
    assert page.locator("#progress").get_attribute("value") == "1"
    (entry,) = server.entries()
    assert (entry.target, entry.status) == ("He did not know.", "approved")
    page.reload()
    ready(page)
    expect(badge(page, "2.2")).to_have_text("Approved")


def test_undo_by_key_and_by_button(server: Server, page: Page) -> None:
    box(page, "2.1").click()
    page.keyboard.press("End")
    page.keyboard.type(" More.")
    expect(badge(page, "2.1")).to_have_text("Edited")
    for _ in range(8):  # one step or several, as the browser likes
        page.keyboard.press("Control+Z")
    expect(box(page, "2.1")).to_have_text("The summit was held in Beijing.")
    expect(badge(page, "2.1")).to_have_text("Draft")
    page.keyboard.press("Control+Enter")
    expect(badge(page, "2.1")).to_have_text("Approved")
    page.locator("#undo").click()
    expect(badge(page, "2.1")).to_have_text("Draft")
    expect(box(page, "2.1")).to_be_focused()
    expect(page.locator("#live")).to_contain_text("Taken back: 2.1")


def test_a_finding_is_found_and_dismissed(page: Page) -> None:
    findings = page.locator("#findings-list li")
    expect(findings).to_have_count(1)
    expect(findings).to_contain_text("Warning")
    findings.locator("button").click()
    expect(box(page, "2.2")).to_be_focused()
    page.locator("#panel [data-do=dismiss]").click()
    expect(findings).to_have_count(0)
    expect(page.locator("#findings-none")).to_be_visible()
    page.locator("#panel [data-do=restore-finding]").click()
    expect(findings).to_have_count(1)


@pytest.mark.parametrize("language", ["en", "ja"])
def test_the_words_of_a_sentence_open_with_a_key(tmp_path: Path, context: BrowserContext, language: str) -> None:
    install(tmp_path / "dictionary")
    (tmp_path / "a.md").write_text("行員と弁当箱の話。\n\nこれだけだ。\n", "utf-8")
    server = Server(tmp_path / "a.md")
    try:
        page = entered(context, server.start())
        page.goto(urljoin(page.url, f"/?language={language}"))
        ready(page)
        words = page.locator("#words")
        expect(words).to_be_hidden()
        box(page, "1.1").click()
        expect(words.locator("summary")).to_contain_text({"en": "Words", "ja": "語句"}[language])
        expect(words.locator("dt")).to_have_count(0)
        page.keyboard.press("Alt+w")
        expect(words.locator("dl")).to_contain_text("行員 こういん")
        expect(words.locator("dl")).to_contain_text("lunch box")
        expect(words).to_contain_text("CC BY-SA 3.0")
        box(page, "2.1").click()
        expect(words.locator("dl")).to_have_count(0)
        page.keyboard.press("Alt+w")
        expect(words.locator("#words-list")).to_be_hidden()
    finally:
        server.stop(signal.SIGKILL)


def test_a_term_is_mended_with_before_and_after(server: Server, page: Page) -> None:
    box(page, "2.1").click()
    page.keyboard.press("Control+Enter")
    expect(badge(page, "2.1")).to_have_text("Approved")
    box(page, "1.1").click()
    term = page.locator('[id="u-1.1"] .term', has_text="首脳会談")
    term.hover()
    expect(page.locator("#tip")).to_contain_text("summit")
    page.mouse.move(0, 0)
    box(page, "1.1").click()
    page.keyboard.press("Alt+g")
    expect(page.locator("#term")).to_be_visible()
    page.locator("#term-choice").select_option(label="首脳会談")
    target = page.locator("#term-target")
    expect(target).to_have_value("summit")
    target.fill("summit meeting")
    page.keyboard.press("Enter")
    changes = page.locator("#changes-list li")
    expect(changes).to_have_count(2)
    first = changes.nth(0)
    expect(first.locator("ins")).to_contain_text("meeting")
    expect(changes.nth(1)).to_contain_text("Yours stays")
    first.locator("[data-do=accept]").click()
    expect(first.locator("[data-do=accept]")).to_have_text("Accepted")
    page.locator("#changes-close").click()
    expect(badge(page, "1.1")).to_have_text("Approved")
    expect(box(page, "1.1")).to_contain_text("summit meeting")
    expect(page.locator("#findings-list")).to_contain_text("contradicts the glossary")
    assert "首脳会談: summit meeting" in (server.article.parent / "glossary.yaml").read_text("utf-8")
    assert "# the capital" in (server.article.parent / "glossary.yaml").read_text("utf-8")


def test_a_new_term_is_the_selected_japanese(server: Server, page: Page) -> None:
    box(page, "2.3").click()
    page.locator('[id="u-2.3"] .source').evaluate(
        "(p) => { const r = document.createRange(); r.setStart(p.firstChild, 0); r.setEnd(p.firstChild, 2);"
        " getSelection().removeAllRanges(); getSelection().addRange(r); }"
    )
    page.keyboard.press("Alt+g")
    expect(page.locator("#term-source")).to_have_value("第三")
    page.keyboard.press("Escape")
    expect(page.locator("#term")).to_be_hidden()


def test_two_tabs_follow_each_other_and_show_a_conflict(context: BrowserContext, server: Server, page: Page) -> None:
    other = entered(context, server.url)
    typed(page, "2.1", "First tab.")
    expect(box(other, "2.1")).to_have_text("First tab.")
    expect(badge(other, "2.1")).to_have_text("Edited")
    # While the second tab types, the first one saves.
    context_blocked = re.compile(r"/(save|events)")
    other.route(context_blocked, lambda route: route.abort())
    typed(other, "2.1", "Second tab.")
    expect(badge(other, "2.1")).to_have_text("Not saved")
    typed(page, "2.1", "First tab again.")
    saved(page)
    other.unroute(context_blocked)
    other.locator("#retry").click()
    notice = other.locator('[id="u-2.1"] .conflict')
    expect(notice).to_contain_text("Second tab.")
    expect(notice).to_contain_text("First tab again.")
    expect(notice.locator("ins")).not_to_have_count(0)
    expect(badge(other, "2.1")).to_have_text("Conflict")
    notice.locator("[data-do=mine]").click()
    expect(notice).to_have_count(0)
    expect(box(page, "2.1")).to_have_text("Second tab.")
    assert [entry.target for entry in server.entries()] == ["Second tab."]


def test_a_text_saved_while_a_page_loads_is_shown(context: BrowserContext, server: Server, page: Page) -> None:
    other = context.new_page()
    held: list[Route] = []
    other.route("**/state", lambda route: held.append(route))
    with other.expect_request("**/state"):
        other.goto(server.url)
    typed(page, "2.1", "Saved meanwhile.")
    saved(page)
    assert box(other, "2.1").get_attribute("contenteditable") is None  # its text is older than what is saved
    held[0].continue_()
    ready(other)
    expect(box(other, "2.1")).to_have_text("Saved meanwhile.")
    expect(badge(other, "2.1")).to_have_text("Edited")
    typed(other, "2.2", "He did not know.")
    saved(other, "2.2")
    assert {entry.target for entry in server.entries()} == {"Saved meanwhile.", "He did not know."}


def test_taking_the_saved_text_ends_a_conflict(context: BrowserContext, server: Server, page: Page) -> None:
    page.route("**/events**", lambda route: route.abort())
    page.reload()
    ready(page)
    page.route("**/state", lambda route: route.abort())
    other = entered(context, server.url)
    typed(other, "2.1", "Saved first.")
    saved(other)
    typed(page, "2.1", "Too late.")
    notice = page.locator('[id="u-2.1"] .conflict')
    notice.locator("[data-do=saved]").click()
    expect(box(page, "2.1")).to_have_text("Saved first.")
    expect(badge(page, "2.1")).to_have_text("Edited")
    page.unroute("**/state")
    page.reload()
    ready(page)
    expect(page.locator("#banner")).to_be_hidden()


def test_a_killed_server_loses_nothing(server: Server, page: Page) -> None:
    port = page.url
    typed(page, "2.1", "Saved before.")
    saved(page)
    server.stop(signal.SIGKILL)
    typed(page, "2.2", "Typed into the void.")
    expect(badge(page, "2.2")).to_have_text("Not saved")
    expect(page.locator("#connection-text")).to_contain_text("Not saved: the server cannot be reached")
    page.goto("about:blank")  # an open page would save its text as soon as the server is back
    server.start()
    assert server.url.startswith(port)  # the same port: the browser's storage is there
    page.goto(server.url)
    ready(page)
    expect(box(page, "2.1")).to_have_text("Saved before.")
    expect(page.locator("#banner")).to_contain_text("1 text of an earlier visit was not saved")
    notice = page.locator('[id="u-2.2"] .offered')
    expect(notice).to_contain_text("Typed into the void.")
    notice.locator("[data-do=restore]").click()
    expect(box(page, "2.2")).to_have_text("Typed into the void.")
    saved(page, "2.2")
    expect(page.locator("#banner")).to_be_hidden()
    assert {entry.target for entry in server.entries()} == {"Saved before.", "Typed into the void."}


def test_an_open_tab_saves_when_the_server_is_back(context: BrowserContext, server: Server, page: Page) -> None:
    server.stop(signal.SIGKILL)
    typed(page, "2.2", "Typed meanwhile.")
    expect(page.locator("#connection-text")).to_contain_text("Not saved")
    server.start()
    expect(page.locator("#connection-text")).to_contain_text("The server was restarted")
    entered(context, server.url)  # brings the cookie of this run
    expect(page.locator("#connection-text")).to_contain_text(re.compile("is back|Saved"))
    expect(badge(page, "2.2")).to_have_text("Edited")
    assert [entry.target for entry in server.entries()] == ["Typed meanwhile."]


def test_an_input_method_is_left_alone(server: Server, context: BrowserContext, page: Page) -> None:
    box(page, "2.2").click()
    page.keyboard.press("End")
    devtools = context.new_cdp_session(page)
    devtools.send("Input.imeSetComposition", {"text": "とう", "selectionStart": 2, "selectionEnd": 2})
    # What the input method takes for itself: Chromium marks such keys with the code 229.
    page.evaluate(
        "document.activeElement.dispatchEvent(new KeyboardEvent('keydown',"
        " {key: 'Enter', ctrlKey: true, keyCode: 229, bubbles: true, cancelable: true}))"
    )
    page.evaluate(
        "document.activeElement.dispatchEvent(new KeyboardEvent('keydown',"
        " {key: 'Enter', ctrlKey: true, isComposing: true, bubbles: true, cancelable: true}))"
    )
    page.wait_for_timeout(900)  # longer than the delay of saving
    assert server.entries() == []
    expect(badge(page, "2.2")).to_have_text("Not saved")
    devtools.send("Input.insertText", {"text": "東"})
    expect(badge(page, "2.2")).to_have_text("Edited")
    (entry,) = server.entries()
    assert entry.target == "He knew.東"


def test_everything_by_keyboard(page: Page) -> None:
    keys = page.keyboard
    box(page, "1.1").focus()
    keys.press("Alt+ArrowDown")
    expect(box(page, "2.1")).to_be_focused()
    keys.press("Alt+ArrowUp")
    expect(box(page, "1.1")).to_be_focused()
    keys.press("Alt+ArrowUp")
    expect(box(page, "5.1")).to_be_focused()
    keys.press("Alt+Shift+ArrowDown")
    expect(box(page, "2.2")).to_be_focused()
    keys.press("Alt+x")
    expect(page.locator("#findings-list li")).to_have_count(0)
    keys.press("Alt+u")
    expect(page.locator("#findings-list li")).to_have_count(1)
    expect(box(page, "2.2")).to_be_focused()
    keys.press("F1")
    expect(page.locator("#help")).to_be_visible()
    keys.press("Control+Enter")
    keys.press("Escape")
    expect(page.locator("#help")).to_be_hidden()
    expect(box(page, "2.2")).to_be_focused()
    expect(page.locator("#count")).to_have_text("0 of 7 approved")
    keys.press("Control+A")
    keys.type("He did not know.")
    expect(page.locator("#panel .offer")).to_have_count(1)
    keys.press("Alt+1")
    expect(box(page, "2.2")).to_have_text("He knew.")
    keys.press("Control+Z")
    expect(box(page, "2.2")).to_have_text("He did not know.")
    for _ in range(7):
        keys.press("Control+Enter")
        expect(page.locator("#connection-text")).to_have_text("Saved")
    expect(page.locator("#count")).to_have_text("7 of 7 approved")


def test_escape_returns_to_what_is_saved(server: Server, page: Page) -> None:
    page.route("**/save", lambda route: route.abort())
    typed(page, "2.1", "Nonsense")
    expect(page.locator("#connection-text")).to_contain_text("Not saved")
    page.keyboard.press("Escape")
    expect(box(page, "2.1")).to_have_text("The summit was held in Beijing.")
    page.unroute("**/save")
    page.reload()
    ready(page)
    expect(page.locator("#banner")).to_be_hidden()
    assert server.entries() == []


def test_pasted_text_is_plain_and_on_one_line(context: BrowserContext, server: Server, page: Page) -> None:
    box(page, "2.1").click()
    page.keyboard.press("Control+A")
    box(page, "2.1").evaluate(
        "(box) => { const data = new DataTransfer(); data.setData('text/html', '<b>Two</b>');"
        " data.setData('text/plain', 'Two\\r\\n  lines');"
        " box.dispatchEvent(new ClipboardEvent('paste', {clipboardData: data, bubbles: true, cancelable: true})); }"
    )
    expect(box(page, "2.1")).to_have_text("Two lines")
    page.keyboard.press("Enter")
    page.keyboard.press("Shift+Enter")
    page.keyboard.type("!")
    saved(page)
    assert [entry.target for entry in server.entries()] == ["Two lines!"]
    assert box(page, "2.1").evaluate("(box) => box.children.length") == 0


def test_an_empty_text_is_approved_twice(server: Server, page: Page) -> None:
    box(page, "2.2").click()
    page.keyboard.press("Control+A")
    page.keyboard.press("Delete")
    page.keyboard.press("Control+Enter")
    expect(page.locator('[id="u-2.2"] .notice')).to_contain_text("Approve again to leave this sentence out")
    page.keyboard.press("Control+Enter")
    expect(badge(page, "2.2")).to_have_text("Approved")
    assert [(entry.target, entry.status) for entry in server.entries()] == [("", "approved")]


def test_filters_show_what_is_asked_for(page: Page) -> None:
    def shown() -> list[str]:
        rows = (
            "[...document.querySelectorAll('.unit')].filter((row) => row.offsetParent).map((row) => row.dataset.unit)"
        )
        return list(page.evaluate(rows))

    box(page, "2.3").click()
    page.keyboard.press("Control+Enter")
    expect(badge(page, "2.3")).to_have_text("Approved")
    typed(page, "2.1", "Changed.")
    expect(badge(page, "2.1")).to_have_text("Edited")
    page.locator("[data-filter=findings]").click()
    assert set(shown()) >= {"2.2"}
    assert "4.1" not in shown()
    page.locator("[data-filter=changed]").click()
    assert shown() == ["2.1"]
    page.locator("[data-filter=approved]").click()
    # The same sentence in another place is not.
    assert shown() == ["2.3"]
    page.locator("[data-filter=drafts]").click()
    assert "2.3" not in shown()
    page.locator("[data-filter=all]").click()
    assert len(shown()) == 7


def test_a_paragraph_is_approved(server: Server, page: Page) -> None:
    box(page, "2.1").click()
    page.locator("[data-do=paragraph]").click()
    expect(badge(page, "2.3")).to_have_text("Approved")
    assert {entry.key for entry in server.entries()} and len(server.entries()) == 3
    page.locator("#undo").click()
    expect(badge(page, "2.3")).to_have_text("Draft")


def test_editions_are_made_and_linked(server: Server, page: Page) -> None:
    page.locator("#render").click()
    links = page.locator("#editions-files a")
    expect(links).to_have_count(2)
    expect(page.locator("#editions-message")).to_contain_text("ready")
    with page.expect_download() as started:
        links.nth(0).click()
    assert started.value.suggested_filename == "a.docx"
    # A page whose origin is none is closed to Playwright: the server is asked.
    address = urljoin(page.url, links.nth(1).get_attribute("href") or "")
    assert address.endswith("/a.html")
    answer = page.request.get(address)
    assert "The summit was held in Beijing." in answer.text()
    assert answer.headers["content-security-policy"].startswith("sandbox allow-scripts;")


def test_the_article_changes_under_the_page(server: Server, page: Page) -> None:
    server.article.write_text("# 新しい題\n\n" + ARTICLE, "utf-8")
    other = page.context.new_page()
    other.goto(page.url)
    ready(other)
    expect(page.locator("#banner")).to_contain_text("The article has changed")
    typed(page, "2.2", "He did not know.")
    page.locator("#banner button").click()
    ready(page)
    expect(page.locator(".offered")).to_contain_text("He did not know.")
    assert server.entries() == []


@pytest.mark.parametrize("width", [320, 375, 768, 1200])
def test_it_fits_its_width(browser: Browser, server: Server, width: int) -> None:
    context = browser.new_context(viewport={"width": width, "height": 700}, locale="ja", is_mobile=width < 600)
    page = entered(context, server.url)
    spill = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    for unit in ("1.1", "2.2", "4.1"):
        box(page, unit).click()
        assert page.evaluate(spill) == 0
        if width < 600:
            # The box at hand is not below the panel.
            at, panel = box(page, unit).bounding_box(), page.locator("#panel").bounding_box()
            assert at and panel
            assert at["y"] < panel["y"]
    page.keyboard.press("F1")
    assert page.evaluate(spill) == 0
    context.close()


def test_screen_readers_are_told(page: Page) -> None:
    expect(page.get_by_role("textbox", name="English of 2.2")).to_be_visible()
    assert page.get_by_role("textbox", name=re.compile("English of")).count() == 7
    assert box(page, "2.2").get_attribute("lang") == "en"
    assert page.locator('[id="u-2.2"] .source').get_attribute("lang") == "ja"
    assert box(page, "2.2").get_attribute("aria-describedby") == "s-2.2"
    expect(page.get_by_role("progressbar", name="Approved sentences")).to_be_visible()
    expect(page.get_by_role("group", name="Show")).to_be_visible()
    for button in page.get_by_role("button").all():
        assert (button.text_content() or "").strip()
    box(page, "2.1").click()
    page.keyboard.press("Control+Enter")
    expect(page.locator("#live")).to_have_text("2.1 approved")


def test_the_interface_is_in_both_languages(browser: Browser, server: Server) -> None:
    context = browser.new_context(locale="ja-JP")
    page = entered(context, server.url)
    expect(page.locator("#count")).to_have_text("7文中0文を承認")
    expect(badge(page, "2.1")).to_have_text("下訳")
    expect(page.locator("#findings-list")).to_contain_text("原文は否定文")
    page.get_by_role("link", name="English").click()
    ready(page)
    expect(badge(page, "2.1")).to_have_text("Draft")
    context.close()


def test_nothing_comes_from_elsewhere_and_nothing_is_reported(context: BrowserContext, server: Server) -> None:
    page = context.new_page()
    asked: list[str] = []
    said: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto(server.url)
    ready(page)
    typed(page, "2.2", "He did not know.")
    page.keyboard.press("Control+Enter")
    expect(badge(page, "2.2")).to_have_text("Approved")
    page.keyboard.press("F1")
    origin = page.url.rstrip("/")
    assert asked
    assert all(url.startswith(origin) for url in asked), asked
    assert said == []


def test_it_ends_with_ctrl_c(server: Server, page: Page) -> None:
    typed(page, "2.2", "He did not know.")
    saved(page, "2.2")
    assert server.stop(signal.SIGINT) == 0
    assert [entry.target for entry in server.entries()] == ["He did not know."]
    expect(page.locator("#connection-text")).to_contain_text("The server cannot be reached")


def test_many_kills_lose_nothing_that_was_acknowledged(server: Server, context: BrowserContext) -> None:
    """The server is killed at any moment while texts are saved; what the page called saved is there."""
    acknowledged = ""
    for turn in range(4):
        page = entered(context, server.url)
        with contextlib.ExitStack() as closing:
            closing.callback(page.close)
            for word in range(turn + 2):
                text = f"Turn {turn}, word {word}."
                typed(page, "2.1", text)
                with page.expect_response("**/save") as answer:
                    pass
                assert answer.value.ok
                acknowledged = text
            page.keyboard.type(" More")
            server.stop(signal.SIGKILL)
        assert acknowledged in [entry.target.removesuffix(" More") for entry in server.entries()]
        server.start()
