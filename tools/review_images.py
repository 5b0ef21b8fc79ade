"""Make the images of docs/review.md: PYTHONPATH=tests python tools/review_images.py FOLDER [all].

They show the notice of tests/data/showcase in a headless Chromium. The English is a human translation with two slips,
so no engine is needed. With `all`, there are pictures for looking at the page as well: dark, narrow, in Japanese.
"""

from __future__ import annotations

import io
import shutil
import sys
import tempfile
import threading
from collections.abc import Callable
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from bilingual.engines.base import Traits
from bilingual.keys import key_of
from bilingual.memory.entries import Decision
from bilingual.project import Project
from bilingual.review.guard import Access
from bilingual.review.server import listen, run
from bilingual.review.workspace import Workspace
from bilingual.session import Session
from browser import CHROMIUM
from engines import ScriptedEngine
from showcase import FOLDER, article, draw_plan

COLOURS = 64
SLIPS = (("within 7 days", "within 17 days"), ("are not lent out", "can be borrowed, too"))
"""What a machine might have written."""
EARLIER = ("新聞と雑誌の新しい号は貸し出しません。", "Newspapers and new issues of magazines are not for loan.")
"""A sentence of an earlier notice, in the memory."""
VIEWS = (
    ("dark", 1200, "dark", "en"),
    ("phone", 375, "light", "en"),
    ("ja", 1200, "light", "ja"),
    ("phone-dark", 375, "dark", "ja"),
)
Shot = Callable[[str, Page], None]


def served(folder: Path) -> str:
    """Serve the notice with its own project, and return the address."""
    for file in ("notice.md", "glossary.yaml"):
        shutil.copy(FOLDER / file, folder)
    draw_plan(folder / "plan.png")
    english = {unit.source: unit.target for unit in article("notice").units}
    for right, wrong in SLIPS:
        english = {source: target.replace(right, wrong) for source, target in english.items()}
    engine = ScriptedEngine(lambda segment, attempt: [english.get(segment, segment)])
    engine.traits = Traits(form="plain")
    workspace = Workspace(Session(project=Project(folder / "output", drafts=None), engine=engine), folder / "notice.md")
    workspace.memory.decide([Decision(EARLIER[0], key_of(EARLIER[0]), EARLIER[1], article="earlier.md")])
    workspace.open()
    listener = listen(workspace)
    access = Access(listener.getsockname()[1])
    threading.Thread(target=run, args=(workspace, listener, access), daemon=True).start()
    return access.address


def opened(browser: Browser, address: str, width: int = 1200, height: int = 820, **options: str) -> Page:
    """Return the page in a window of its own."""
    context: BrowserContext = browser.new_context(viewport={"width": width, "height": height}, **options)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(address)
    page.locator("body[data-ready]").wait_for()
    return page


def box(page: Page, text: str) -> None:
    """Put the cursor into the English that begins with a text."""
    page.locator(".edit", has_text=text).first.click()


def draw(browser: Browser, address: str, shot: Shot, *, everything: bool) -> None:
    """Make the pictures."""
    page = opened(browser, address, locale="en")
    box(page, "How to use them")
    for _ in range(2):
        page.keyboard.press("Control+Enter")
        page.wait_for_timeout(400)
    page.keyboard.press("Control+A")
    page.keyboard.type("When the e-mail “Your book is ready” arrives, please come within 7 days.")
    page.wait_for_timeout(900)
    box(page, "can be borrowed, too")
    page.wait_for_timeout(600)
    page.evaluate("scrollTo(0, document.querySelector('[id=\"u-8.1\"]').getBoundingClientRect().top + scrollY - 110)")
    page.wait_for_timeout(300)
    shot("page", page)
    if everything:
        views(browser, address, page, shot)
    conflict(browser, address, page, shot)


def conflict(browser: Browser, address: str, page: Page, shot: Shot) -> None:
    """Two tabs save the same sentence."""
    other = opened(browser, address, locale="en")
    page.route("**/events**", lambda route: route.abort())
    page.route("**/state", lambda route: route.abort())
    other.route("**/events**", lambda route: route.abort())
    page.set_viewport_size({"width": 1200, "height": 560})
    page.route("**/save", lambda route: route.abort())
    box(page, "Choose a book")
    page.keyboard.press("Control+A")
    page.keyboard.type("Choose a book on our site, and the counter where you will collect it.")
    box(other, "Choose a book")
    other.keyboard.press("Control+A")
    other.keyboard.type("Choose a book on the reservation site and tell us at which counter you will collect it.")
    other.wait_for_timeout(1500)
    for name in ("**/save", "**/state", "**/events**"):
        page.unroute(name)
    page.locator(".notice.conflict").wait_for()  # the page tries again by itself
    page.wait_for_timeout(500)
    page.evaluate("scrollTo(0, document.querySelector('[id=\"u-7.1\"]').getBoundingClientRect().top + scrollY - 100)")
    page.wait_for_timeout(300)
    shot("conflict", page)


def views(browser: Browser, address: str, page: Page, shot: Shot) -> None:
    """Look at the rest of the page."""
    page.keyboard.press("F1")
    page.wait_for_timeout(200)
    shot("help", page)
    page.keyboard.press("Escape")
    page.keyboard.press("Alt+g")
    page.wait_for_timeout(200)
    shot("term", page)
    page.keyboard.press("Escape")
    page.evaluate("scrollTo(0, 0)")
    page.wait_for_timeout(300)
    shot("top", page)
    for name, width, scheme, locale in VIEWS:
        seen = opened(browser, address, width, color_scheme=scheme, locale=locale)
        if width < 600:
            seen.wait_for_timeout(300)
            shot(f"{name}-top", seen)
        box(seen, "can be borrowed, too")
        seen.wait_for_timeout(500)
        shot(name, seen)
        seen.context.close()


def main(folder: str, what: str = "") -> None:
    """Run the command line."""
    target = Path(folder)
    target.mkdir(parents=True, exist_ok=True)

    def shot(name: str, page: Page) -> None:
        image = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
        image.quantize(COLOURS, method=Image.Quantize.FASTOCTREE).save(target / f"{name}.png", optimize=True)

    with tempfile.TemporaryDirectory() as project, sync_playwright() as driver:
        address = served(Path(project))
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        draw(browser, address, shot, everything=what == "all")
        browser.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
