"""The HTML edition in a headless Chromium: three widths, light and dark, without script, by keyboard, on paper."""

from __future__ import annotations

import base64
import io
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pypdf
import pytest
from PIL import Image

import showcase
from bilingual.editions.choices import LAYOUTS, Layout, Order
from bilingual.editions.html.writer import draw_html
from bilingual.editions.model import Pair, Span, Text
from bilingual.editions.plan import Plan
from bilingual.model import Finding
from browser import CHROMIUM, Browser
from htmlpages import composed, translated
from test_docx import png

pytestmark = pytest.mark.skipif(not CHROMIUM, reason="no Chromium here: the page is not looked at")

ARTICLE = """# 図書館のお知らせと題名の長い見出し

**市立図書館**は[臨時休館](https://example.org/)します。縁側《えんがわ》で待つ人もいた。三つ目の文はここにある。

## 休館中のこと

- 返却は二十四時間できます
  - CDは窓口へ
- 電話は`03-0000`へどうぞ

| 館 | 平日 | 備考 |
|---|---|---|
| 北分館 | 9:30–19:00 | 再開の日は混雑が予想されますので、時間に余裕をもってお越しください。 |

## もう一つの節

> 工事の音がします。ご協力を。

```
GET /library/hours?branch=north&a=very-long-address-that-does-not-want-to-be-broken-anywhere-in-the-line
```

![地図](map.png)

""" + "".join(f"段落の{n}。長い文章がここに続いて、ページは縦に伸びていくのである。\n\n" for n in range(12))
ENGLISH = "A sentence of English in unit {}, long enough to fill more than a line of a narrow column on a phone."
WIDTHS = (360, 800, 1400)


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    opened = Browser(tmp_path_factory.mktemp("profile"))
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("pages")
    (made / "a.md").write_text(ARTICLE, "utf-8")
    (made / "map.png").write_bytes(png(400, 100))
    return made


def page(folder: Path, *, layout: Layout = "side-by-side", order: Order = "ja-en", **plan: Any) -> Path:
    """Draw the article with real English and a note; return the file."""
    article = translated(folder / "a.md")
    changed = {unit.id: replace(unit, target=ENGLISH.format(unit.id)) for unit in article.units if unit.source}
    first = article.units[1]
    changed[first.id] = replace(changed[first.id], findings=(Finding("code", "a finding", first.id),))
    edition = composed(article.with_units(changed), Plan(layout=layout, order=order, toc=True, numbers=True, **plan))
    file = folder / f"{layout}-{order}.html"
    file.write_bytes(draw_html(edition))
    return file


@pytest.fixture(scope="module")
def noted(folder: Path) -> Path:
    """The page with a note at the end of its first Japanese paragraph and a guessed reading."""
    from bilingual.editions.model import Note

    edition = composed(translated(folder / "a.md"), Plan(numbers=True, mark_drafts=True))
    rows = list(edition.sections[0].rows)
    cell = rows[0].cells[0]
    ja = Text(
        (*cell.source.spans[:-1], replace(cell.source.spans[-1], note=1), Span("家", ruby="いえ", guessed=True)), "ja"
    )
    rows[0] = replace(rows[0], cells=(Pair(ja, cell.target, cell.units),))
    sections = (replace(edition.sections[0], rows=tuple(rows)), *edition.sections[1:])
    file = folder / "noted.html"
    note = Note(1, texts=(Text((Span("市立図書館"),), "ja"), Text((Span("City Library: Opened in 1972."),), "en")))
    file.write_bytes(draw_html(replace(edition, sections=sections, notes=(note,))))
    return file


BOXES = """[...document.querySelectorAll('.row:not(.labels)')].filter(r => r.querySelector(':scope > .ja')).map(r => {
  const [ja, en] = ['.ja', '.en'].map(c => r.querySelector(':scope > ' + c).getBoundingClientRect());
  return [ja.left, ja.top, ja.right, ja.bottom, en.left, en.top, en.right, en.bottom]; })"""
STARTS = """[...document.querySelectorAll('main p.ja:not(.item)')].flatMap(p => {
  const walker = document.createTreeWalker(p, NodeFilter.SHOW_TEXT), found = []; let line = -1e9;
  while (walker.nextNode()) {
    const node = walker.currentNode;
    if (node.parentElement.closest('rt, rp, sup')) continue;
    for (let at = 0; at < node.length; at++) {
      const range = document.createRange(); range.setStart(node, at); range.setEnd(node, at + 1);
      const box = range.getClientRects()[0];
      if (box && box.width && box.top > line + 12) { line = box.top; found.push(node.data[at]); }
    } }
  return found; })"""
SPILL = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("order", ["ja-en", "en-ja"])
def test_columns_stand_side_by_side_or_stack(browser: Browser, folder: Path, width: int, order: Order) -> None:
    browser.open(page(folder, order=order), width)
    boxes = browser.run(BOXES)
    assert len(boxes) > 15
    for ja_left, ja_top, ja_right, ja_bottom, en_left, en_top, en_right, en_bottom in boxes:
        if width < 896:
            assert (ja_bottom <= en_top) if order == "ja-en" else (en_bottom <= ja_top)
        else:
            assert (ja_right < en_left) if order == "ja-en" else (en_right < ja_left)
            assert abs(ja_top - en_top) < 1


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("layout", LAYOUTS)
def test_nothing_spills_over_the_window(browser: Browser, folder: Path, layout: Layout, width: int) -> None:
    browser.open(page(folder, layout=layout, comments=True), width)
    assert browser.run(SPILL) == 0
    if layout == "stacked":
        assert all(box[3] <= box[5] for box in browser.run(BOXES))


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", ["essay", "notice"])
def test_two_real_articles_fit_their_window(browser: Browser, tmp_path: Path, name: str, width: int) -> None:
    showcase.draw_plan(tmp_path / "plan.png")
    plan = Plan(notes=True, numbers=True, mark_drafts=True, comments=True, furigana=True, toc=True)
    file = tmp_path / "page.html"
    file.write_bytes(draw_html(showcase.showcase(name, plan, tmp_path)))
    browser.open(file, width)
    assert browser.run(SPILL) == 0
    assert len(browser.run("[...document.querySelectorAll('.noteref')].map(n => n.hash)")) >= 2
    # No Japanese line begins with a sign that may not begin one (JLREQ 3.1.7).
    starts = browser.run(STARTS)
    assert len(starts) > (20 if name == "essay" else 3)
    assert not [start for start in starts if start in "、。，．」』）〕！？・ーゃゅょっァィゥェォッャュョ々"]


@pytest.mark.parametrize(("width", "most"), [(390, 1.2), (820, 1.03)])
def test_a_table_of_three_columns_is_hardly_wider_than_its_place(
    browser: Browser, tmp_path: Path, width: int, most: float
) -> None:
    file = tmp_path / "page.html"
    file.write_bytes(draw_html(showcase.showcase("notice", Plan())))
    browser.open(file, width)
    script = "[...document.querySelectorAll('.scroll')].map(place => place.scrollWidth / place.clientWidth)"
    assert max(browser.run(script)) <= most


def test_nothing_is_asked_from_outside_and_nothing_is_refused(browser: Browser, folder: Path) -> None:
    file = page(folder)
    browser.open(file, 800)
    asked = [
        event["params"]["request"]["url"] for event in browser.events if event["method"] == "Network.requestWillBeSent"
    ]
    assert asked[0] == file.as_uri() and all(url.startswith("data:") for url in asked[1:])
    assert not [event for event in browser.events if event["method"] in ("Log.entryAdded", "Runtime.exceptionThrown")]
    assert browser.run("[...document.fonts].map(f => f.status)").count("loaded") >= 4
    assert "error" not in browser.run("[...document.fonts].map(f => f.status)")


def test_japanese_and_english_are_drawn_with_the_faces_of_the_page(browser: Browser, folder: Path) -> None:
    """Ask which faces drew what: nothing may come from the machine but code."""
    browser.open(page(folder), 1400)
    for domain in ("DOM", "CSS"):
        browser.call(f"{domain}.enable")
    root = browser.call("DOM.getDocument", depth=0)["root"]["nodeId"]
    for selector in (
        ".row p.ja",
        ".row p.en",
        "h1 .ja",
        "h1 .en",
        "h2 .ja",
        "h2 .en",
        "nav .ja",
        ".tools label",
        "th",
        "footer dd",
    ):
        found = browser.call("DOM.querySelectorAll", nodeId=root, selector=selector)["nodeIds"]
        assert found, selector
        for node in found:
            faces = browser.call("CSS.getPlatformFontsForNode", nodeId=node)["fonts"]
            assert all(face["isCustomFont"] for face in faces), (selector, faces)


def test_pairs_of_letters_are_kerned(browser: Browser, folder: Path) -> None:
    browser.open(page(folder), 800)
    width = """(kerning => { const node = document.querySelector('p.en .u');
      node.style = 'white-space: nowrap; display: inline-block; font-kerning: ' + kerning;
      return node.getBoundingClientRect().width; })"""
    assert browser.run(f"{width}('normal')") != browser.run(f"{width}('none')")


CONTRASTS = """(() => {
  const parse = c => { const m = c.match(/[\\d.]+/g).map(Number); return m.length > 3 && m[3] === 0 ? null : m; };
  const linear = v => v / 255 <= .04045 ? v / 255 / 12.92 : ((v / 255 + .055) / 1.055) ** 2.4;
  const light = ([r, g, b]) => .2126 * linear(r) + .7152 * linear(g) + .0722 * linear(b);
  const found = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode, own = node.parentElement;
    if (!node.data.trim() || !own.checkVisibility()) continue;
    let ground = own; while (ground && !parse(getComputedStyle(ground).backgroundColor)) ground = ground.parentElement;
    const pair = [getComputedStyle(own).color, getComputedStyle(ground).backgroundColor].map(c => light(parse(c)));
    found.push([(Math.max(...pair) + .05) / (Math.min(...pair) + .05), node.data.slice(0, 30)]);
  }
  return found; })()"""


@pytest.mark.parametrize("dark", [False, True])
def test_all_text_can_be_read_light_and_dark(browser: Browser, folder: Path, noted: Path, dark: bool) -> None:
    for file in (page(folder, comments=True), noted):
        browser.open(file, 1400, dark=dark)
        found = browser.run(CONTRASTS)
        assert len(found) > 60
        assert min(found)[0] >= 4.5, min(found)
        ground = browser.run("getComputedStyle(document.documentElement).backgroundColor")
        assert ground == ("rgb(25, 24, 22)" if dark else "rgb(255, 253, 249)")


SHOWN = (
    "['ja', 'en'].map(l => [...document.querySelectorAll('main .row > .' + l)].filter(n => n.checkVisibility()).length)"
)


def middle(browser: Browser, selector: str) -> tuple[float, float]:
    """Where the first line of the first such element is, brought into the window."""
    box = browser.run(f"""(() => {{ const node = document.querySelector({selector!r});
      node.scrollIntoView({{block: 'center'}}); const box = node.getClientRects()[0];
      return [box.left + Math.min(box.width / 2, 40), box.top + box.height / 2]; }})()""")
    return box[0], box[1]


def test_a_language_can_be_hidden_without_script(browser: Browser, folder: Path) -> None:
    browser.call("Emulation.setScriptExecutionDisabled", value=True)
    try:
        for width in WIDTHS:
            browser.open(page(folder), width)
            both = browser.run(SHOWN)
            assert both[0] == both[1] > 15
            browser.tap(*middle(browser, "[for=view-en]"))
            assert browser.run(SHOWN) == [0, both[1]] and browser.run(SPILL) == 0
            browser.tap(*middle(browser, "[for=view-ja]"))
            assert browser.run(SHOWN) == [both[0], 0] and browser.run(SPILL) == 0
            browser.tap(*middle(browser, "[for=view-both]"))
            assert browser.run(SHOWN) == both
            browser.tap(*middle(browser, "[for=furigana]"))
            assert browser.run("getComputedStyle(document.querySelector('rt')).display") == "none"
    finally:
        browser.call("Emulation.setScriptExecutionDisabled", value=False)


MARKED = """[...document.querySelectorAll('.u')].filter(n => getComputedStyle(n).backgroundColor !== 'rgba(0, 0, 0, 0)')
  .map(n => n.id)"""


def test_a_sentence_under_the_pointer_shows_its_partner_without_script(browser: Browser, folder: Path) -> None:
    browser.call("Emulation.setScriptExecutionDisabled", value=True)
    try:
        browser.open(page(folder), 1400)
        browser.point(1, 1)
        assert browser.run(MARKED) == []
        for unit in ("u2.2", "u7.3"):
            browser.point(*middle(browser, f"[id='{unit}-en']"))
            assert browser.run(MARKED) == [f"{unit}-ja", f"{unit}-en"]
    finally:
        browser.call("Emulation.setScriptExecutionDisabled", value=False)


def test_nothing_around_the_text_asks_has(browser: Browser, folder: Path) -> None:
    """A `:has` with a state, on what is around or before the text, made each move of the pointer cost half a second in
    an article of 6,000 units (`benchmarks/html_page.py`)."""
    browser.open(page(folder), 1400)
    subjects = browser.run("""[...document.styleSheets[0].cssRules].flatMap(r => r.cssRules ? [r, ...r.cssRules] : [r])
      .flatMap(r => (r.selectorText || '').match(/[^\\s>~+,]*:has\\([^)]*:/g) || [])""")
    assert subjects and {subject.partition(":has")[0] for subject in subjects} <= {".row", "p:lang(ja)"}


def test_a_tapped_sentence_stays_marked_until_it_is_let_go(browser: Browser, folder: Path) -> None:
    browser.open(page(folder), 360)
    held = "[...document.querySelectorAll('.held')].map(n => n.id)"
    browser.tap(*middle(browser, "[id='u2.2-ja']"))
    assert browser.run(held) == ["u2.2-ja", "u2.2-en"]
    browser.tap(*middle(browser, "[id='u2.3-en']"))
    assert browser.run(held) == ["u2.3-ja", "u2.3-en"]
    browser.key("Escape")
    assert browser.run(held) == []
    browser.tap(*middle(browser, "[id='u2.2-ja']"))
    browser.tap(*middle(browser, "[id='u2.2-ja']"))
    assert browser.run(held) == []


def test_the_keyboard_reaches_everything_and_its_place_is_seen(browser: Browser, folder: Path) -> None:
    browser.open(page(folder), 800, height=500)
    # What has the focus must be inside the window, and not under the bar that stays at its top.
    place = """(() => { const node = document.activeElement, box = node.getBoundingClientRect();
      const bar = document.querySelector('.bar'), free = node.matches('.skip, .switch');
      const top = free ? 0 : bar.getBoundingClientRect().bottom;
      const style = getComputedStyle((node.labels && node.labels[0]) || node);
      const name = node === document.body ? '' : node.id || node.className || node.tagName;
      return [name, style.outlineStyle, box.bottom > top && box.top < innerHeight];
    })()"""
    visited = []
    for _ in range(40):
        browser.key("Tab")
        visited.append(browser.run(place))
        if not visited[-1][0]:
            break
    names = [name for name, _, _ in visited]
    assert names[0] == "skip" and "view-both" in names and "furigana" in names and "number" in names
    assert "ja scroll" in names and "en scroll" in names
    assert not [stop for stop in visited if stop[0] and (stop[1] == "none" or not stop[2])]
    browser.run("document.activeElement.blur(); scrollTo(0, 0)")
    browser.open(page(folder), 800, height=500)
    browser.key("Tab")
    browser.key("Enter")
    assert browser.run("[document.activeElement.id, location.hash]") == ["text", "#text"]


def test_a_note_comes_to_the_reader_and_goes(browser: Browser, noted: Path) -> None:
    browser.open(noted, 360, height=600)
    browser.tap(*middle(browser, ".noteref"))
    before = browser.run("scrollY")
    box = "(b => [b.top, b.bottom])(document.querySelector({!r}).getBoundingClientRect())"
    top, bottom = browser.run(box.format("#note-1"))
    assert browser.run("location.hash") == "#note-1" and 250 < top < bottom <= 600
    assert browser.run("scrollY") == before
    browser.tap(*middle(browser, "#note-1 a"))
    assert browser.run("getComputedStyle(document.querySelector('#note-1')).position") == "static"
    top, bottom = browser.run(box.format(".noteref"))
    assert 40 < top < bottom < 600


def test_a_screen_reader_finds_its_way(browser: Browser, folder: Path) -> None:
    browser.open(page(folder), 800)
    browser.call("Accessibility.enable")
    nodes = [node for node in browser.call("Accessibility.getFullAXTree")["nodes"] if not node["ignored"]]
    heard = [(node["role"]["value"], node.get("name", {}).get("value", "")) for node in nodes]
    roles = [role for role, _ in heard]
    assert [role for role in roles if role in ("banner", "navigation", "main", "contentinfo")] == [
        "banner",
        "navigation",
        "main",
        "contentinfo",
    ]
    assert ("navigation", "Contents") in heard
    assert [name for role, name in heard if role == "radio"] == ["Both", "日本語", "English"]
    (group,) = [node for node in nodes if node["role"]["value"] == "group" and node["name"]["value"] == "Languages"]
    assert {node["nodeId"] for node in nodes if node["role"]["value"] == "radio"} <= set(group["childIds"])
    assert roles.count("list") == 3 and roles.count("table") == 2 and roles.count("columnheader") == 6
    assert not [role for role, name in heard if role in ("link", "heading", "image", "radio", "checkbox") and not name]
    levels = [
        next(prop["value"]["value"] for prop in node["properties"] if prop["name"] == "level")
        for node in nodes
        if node["role"]["value"] == "heading"
    ]
    assert levels[0] == 1 and set(levels[1:]) == {2}
    browser.call("Accessibility.disable")


LINES = """[...document.querySelectorAll('main p.ja:not(.item), main p.en:not(.item)')].map(p => {
  const walker = document.createTreeWalker(p, NodeFilter.SHOW_TEXT), tops = [];
  while (walker.nextNode()) {
    const node = walker.currentNode;
    if (node.parentElement.closest('rt, rp, sup')) continue;
    const range = document.createRange(); range.selectNodeContents(node);
    for (const box of range.getClientRects())
      if (box.width && !tops.some(top => Math.abs(top - box.top) < 6)) tops.push(box.top);
  }
  tops.sort((a, b) => a - b);
  return tops.slice(1).map((top, at) => top - tops[at]); }).flat()"""


@pytest.mark.parametrize(("width", "media"), [(390, "screen"), (1280, "screen"), (794, "print")])
def test_furigana_do_not_move_a_line(browser: Browser, tmp_path: Path, width: int, media: str) -> None:
    file = tmp_path / "page.html"
    file.write_bytes(draw_html(showcase.showcase("essay", Plan(furigana=True))))
    browser.open(file, width, media=media)
    steps = browser.run(LINES)
    assert len(steps) > 30
    assert max(steps) - min(steps) < 1, (min(steps), max(steps))


def test_a_pair_of_dashes_is_one_stroke(browser: Browser, folder: Path, tmp_path: Path) -> None:
    """The gap between two dashes is a seventh of an em; the one glyph for both is as wide as they are together."""
    (tmp_path / "a.md").write_text("# 題――名\n\n見える。――それが\n", "utf-8")
    file = tmp_path / "page.html"
    file.write_bytes(draw_html(composed(translated(tmp_path / "a.md"))))
    browser.open(file, 800)
    browser.run("document.querySelector('main').style.fontSize = '100px'")
    box = browser.run("""(() => { const walker = document.createTreeWalker(document.querySelector('main p.ja'), 4);
      while (walker.nextNode() && !walker.currentNode.data.includes('――'));
      const range = document.createRange(), at = walker.currentNode.data.indexOf('――');
      range.setStart(walker.currentNode, at); range.setEnd(walker.currentNode, at + 2);
      const box = range.getBoundingClientRect(); return [box.left, box.top, box.width, box.height]; })()""")
    clip = {"x": box[0], "y": box[1], "width": box[2], "height": box[3], "scale": 4}
    shot = browser.call("Page.captureScreenshot", clip=clip, captureBeyondViewport=True)["data"]
    image = Image.open(io.BytesIO(base64.b64decode(shot))).convert("L")
    dark = [min(image.getpixel((x, y)) for y in range(image.height)) < 128 for x in range(image.width)]  # type: ignore[operator, type-var]
    inner = dark[image.width // 10 : -image.width // 10]
    assert all(inner)


def test_the_chosen_language_is_seen_by_more_than_its_colour(browser: Browser, folder: Path) -> None:
    browser.open(page(folder), 1400)
    line = "['both', 'en'].map(v => getComputedStyle(document.querySelector(`[for=view-${v}]`)).borderBlockEndColor)"
    chosen, other = browser.run(line)
    assert chosen == "rgb(26, 26, 26)" or not chosen.endswith(", 0)")
    assert other == "rgba(0, 0, 0, 0)"
    features = [{"name": "forced-colors", "value": "active"}]
    browser.call("Emulation.setEmulatedMedia", features=features)
    try:
        style = "['both', 'en'].map(v => getComputedStyle(document.querySelector(`[for=view-${v}]`)).outlineStyle)"
        assert browser.run(style) == ["solid", "none"]
    finally:
        browser.call("Emulation.setEmulatedMedia", features=[])


def test_a_narrow_column_of_japanese_is_not_justified(browser: Browser, folder: Path) -> None:
    for width, wanted in ((360, "start"), (700, "justify"), (1400, "justify")):
        browser.open(page(folder), width)
        text = "[...document.querySelectorAll('main p.ja:not(.item)')].at(-1)"
        assert browser.run(f"getComputedStyle({text}).textAlign") == wanted
        ems = browser.run(f"(p => p.clientWidth / parseFloat(getComputedStyle(p).fontSize))({text})")
        assert (ems < 21) == (wanted == "start")


def test_on_paper_terms_are_in_two_columns_and_an_image_is_no_page(browser: Browser, tmp_path: Path) -> None:
    (tmp_path / "plan.png").write_bytes(png(700, 900))
    file = tmp_path / "page.html"
    file.write_bytes(draw_html(showcase.showcase("notice", Plan(), tmp_path)))
    browser.open(file, 794, height=1123, media="print")
    lefts = browser.run(
        "[...document.querySelectorAll('.terms dt')].map(n => Math.round(n.getBoundingClientRect().left))"
    )
    assert len(set(lefts)) == 2
    width, height = browser.run(
        "(b => [b.width, b.height])(document.querySelector('figure img').getBoundingClientRect())"
    )
    assert height <= 0.45 * 1123 + 1 and abs(width / height - 7 / 9) < 0.02


def test_on_paper_a_wide_table_is_as_wide_as_the_page(browser: Browser, tmp_path: Path) -> None:
    row = "|北分館の予定|1972|平日は開館|20万冊|小さな駐車場|予約が必要です|\n"
    (tmp_path / "a.md").write_text(f"# 題\n\n{row}{'|---' * 6}|\n{row * 3}", "utf-8")
    file = tmp_path / "page.html"
    file.write_bytes(draw_html(composed(translated(tmp_path / "a.md"))))
    browser.open(file, 794, media="print")
    boxes = browser.run("""[...document.querySelectorAll('.scroll')].map(n => {
      const box = n.getBoundingClientRect(); return [box.top, box.bottom, box.width]; })""")
    assert boxes[0][1] <= boxes[1][0] and min(box[2] for box in boxes) > 700
    # No number is cut in two.
    assert browser.run("[...document.querySelectorAll('td:nth-child(2)')].every(n => n.clientHeight < 32)")
    assert browser.run(SPILL) == 0


@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_printed_page(browser: Browser, folder: Path, layout: Layout) -> None:
    browser.open(page(folder, layout=layout), 800, media="")
    printed = browser.call("Page.printToPDF", preferCSSPageSize=True)
    reader = pypdf.PdfReader(io.BytesIO(base64.b64decode(printed["data"])))
    first = reader.pages[0].mediabox
    assert (round(first.width), round(first.height)) == (595, 842)
    text = "".join(page.extract_text() for page in reader.pages)
    assert "Both" not in text and "Skip" not in text and "本文へ" not in text
    assert re.search(rf"1 /\s+{len(reader.pages)}\b", text)  # pypdf doubles a space at times
    if layout != "english":
        # The end of a long table cell, a whole short one, and a number in the margin.
        assert "余裕をもってお越しください。" in text.replace("\n", "") and "北分館" in text
        assert re.search(r"(?<!\d)19(?!\d)", text)
    if layout != "english":
        assert text.index("縁側") < text.index("返却は") < text.index("工事の音")
    if layout != "japanese":
        flat = " ".join(text.split())
        assert flat.index("unit 2.1") < flat.index("unit 4.1") < flat.index("unit 9.1")
