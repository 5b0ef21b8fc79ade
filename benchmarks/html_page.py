"""How large is an HTML edition, and how fast does it react to the pointer?

    python benchmarks/html_page.py

Prints, for the two showcase articles, the bytes of the page with its fonts as WOFF beside the same page with them as
plain OpenType (the baseline); then, for long articles, the seconds to draw the page and, if Chromium is installed, the
milliseconds from a move of the pointer to the marked sentence. The second must not grow with the article.
"""

from __future__ import annotations

import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path
from statistics import median

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent / "tests"))

from load import beside_load  # noqa: E402

from bilingual.editions.fonts.fontset import prepare_fonts  # noqa: E402
from bilingual.editions.html import style  # noqa: E402
from bilingual.editions.html.writer import draw_html  # noqa: E402
from bilingual.editions.plan import Plan  # noqa: E402
from browser import CHROMIUM, Browser  # noqa: E402
from htmlpages import composed, translated  # noqa: E402
from showcase import draw_plan, showcase  # noqa: E402

SENTENCES = 6
MOVES = 12
ENGLISH = "A sentence of English, long enough to fill more than one line of its column; it is number {}."


def sizes(folder: Path) -> None:
    """Print the bytes of the showcase pages."""
    draw_plan(folder / "plan.png")
    pack = style.pack
    print(f"{'page':<10}{'OpenType':>12}{'WOFF':>12}{'ratio':>8}")
    for name in ("essay", "notice"):
        edition = showcase(name, Plan(notes=True), folder)
        packed = len(draw_html(edition))
        style.pack = _plain  # type: ignore[assignment]
        plain = len(draw_html(edition))
        style.pack = pack
        print(f"{name:<10}{plain:>12,}{packed:>12,}{packed / plain:>8.2f}")


def _plain(font: bytes, kerns: object = None) -> bytes:
    return font


def answers(folder: Path, browser: Browser | None) -> None:
    """Print seconds to draw and milliseconds to react, for articles of growing length."""
    prepare_fonts({"ja": "暖"})  # the first use opens the font files
    print(f"\n{'units':>6}{'KiB':>8}{'draw s':>9}{'answer ms':>11}")
    for paragraphs in (10, 100, 1000):
        text = "".join(f"これは段落の{n}で、文がここに続いて終わる。" * SENTENCES + "\n\n" for n in range(paragraphs))
        (folder / "long.md").write_text(f"# 題\n\n{text}", "utf-8")
        article = translated(folder / "long.md")
        article = article.with_units({u.id: replace(u, target=ENGLISH.format(u.id)) for u in article.units})
        edition = composed(article)
        started = time.monotonic()
        page = draw_html(edition)
        drawn = time.monotonic() - started
        (folder / "long.html").write_bytes(page)
        shown = f"{_answer(browser, folder / 'long.html'):>11.1f}" if browser else "  no Chromium"
        print(f"{len(article.units):>6}{len(page) // 1024:>8}{drawn:>9.2f}{shown}")


def _answer(browser: Browser, file: Path) -> float:
    browser.open(file, 1400, height=2000)
    times = []
    for move in range(MOVES):
        unit = f"u{2 + move % 4}.{1 + move % SENTENCES}"
        x, y = browser.run(f"(b => [b.x + 9, b.y + 9])(document.getElementById('{unit}-en').getClientRects()[0])")
        started = time.monotonic()
        browser.point(x, y)
        ground = browser.run(f"getComputedStyle(document.getElementById('{unit}-ja')).backgroundColor")
        times.append(time.monotonic() - started)
        assert ground != "rgba(0, 0, 0, 0)"
    return 1000 * median(times)


def main() -> None:
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name:
        folder = Path(name)
        sizes(folder)
        browser = Browser(folder / "profile") if CHROMIUM else None
        answers(folder, browser)
        if browser:
            browser.close()


if __name__ == "__main__":
    with beside_load():
        main()
