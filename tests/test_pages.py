"""Awkward documents, drawn and read back: what holds for every page of a PDF, whatever stands on it."""

from __future__ import annotations

import struct
import zlib
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bilingual.editions.choices import LAYOUTS
from bilingual.editions.compose.article import compose_edition
from bilingual.editions.pdf.writer import draw_pdf
from bilingual.editions.plan import Facts, Plan
from bilingual.editions.theme import Theme
from bilingual.editions.theme_file import load_theme, with_page
from bilingual.editions.typeset.jlreq import GROWTH
from bilingual.editions.typeset.linebreak import LOOSEST
from bilingual.model import Article, Asset
from bilingual.reading import read_bytes
from pagereading import (
    Line,
    Page,
    Pages,
    cut_words,
    empty_pages,
    loose_lines,
    outside,
    overlaps,
    squeeze,
    stranded,
    uneven_rows,
    unnumbered,
    waste,
)
from tagged import Tagged

_SENTENCES = (
    "昭和の初めに港の町で生まれた父は、毎朝早く起きて船の音を聞いていた。",
    "その記録は長い間、倉庫の奥に置かれていた。",
    "委員会は資料を調べ、翌年の春に報告書を公表した。",
    "雨が降り続いたため、工事は三か月遅れた。",
)
_TEXT = (
    "the old harbour town kept a careful record of every ship that came in before the war and people often "
    "remembered those mornings when considerable quantities of information about transportation were collected"
)
_WORDS = _TEXT.split()
_PARAGRAPH = "".join(_SENTENCES)


def filler(source: str, ratio: float = 2.1) -> str:
    """Return English of `ratio` letters for each character, with the same words each time."""
    if source.isascii():
        return source
    words: list[str] = []
    at = len(source)
    long = [word for word in _LONG.values() if word in source]
    while sum(map(len, words)) + len(words) < ratio * len(source) or not words:
        words.append(_WORDS[at % len(_WORDS)])
        at += 1
    words[len(words) // 2 : len(words) // 2] = long
    return " ".join(words) + ("." if source.endswith("。") else "")


def article(source: str, ratio: float = 2.1, longer: dict[str, str] | None = None) -> Article:
    """Read Markdown and give every unit its English."""
    found = read_bytes(source.encode(), Path("a.md"))
    if "picture.png" in source:
        found = replace(found, assets=(("picture.png", Asset("picture.png", picture())),))
    english = {unit.id: (longer or {}).get(unit.source) or filler(unit.source, ratio) for unit in found.units}
    return found.with_units(
        {u.id: replace(u, target=english[u.id], origin="person", status="approved") for u in found.units}
    )


def picture(width: int = 400, height: int = 300) -> bytes:
    rows = (b"\0" + b"\x90" * width) * height

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    parts = (chunk(b"IHDR", header), chunk(b"IDAT", zlib.compress(rows)), chunk(b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def table(columns: int, rows: int, cell: str = "") -> str:
    lines = ["| " + " | ".join(f"項目{at}" for at in range(columns)) + " |", "|" + "---|" * columns]
    for row in range(rows):
        cells = (cell or f"{row * 37 + at * 1009:,}" for at in range(columns))
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines) + "\n"


def paragraphs(count: int, sentences: int = 4) -> str:
    return "\n\n".join("".join(_SENTENCES[(n + at) % 4] for at in range(sentences)) for n in range(count)) + "\n\n"


_LONG = {
    "address": "https://example.org/archive/" + "documents/1931/" * 8 + "index.html",
    "identifier": "recalculateTransportationSurchargeForInternationalConsignments",
    "compound": "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft",
    "katakana": "インターナショナルコンピューターネットワークコミュニケーションシステムズ",
}
DOCUMENTS = {
    "plain": "# 題\n\n" + paragraphs(14),
    "table of 6": "# 題\n\n" + table(6, 8, _SENTENCES[1]),
    "table of 9": "# 題\n\n" + table(9, 5, _SENTENCES[1]),
    "table of 14": "# 題\n\n" + table(14, 3, _SENTENCES[3]),
    "figures": "# 題\n\n" + paragraphs(2) + table(7, 60),
    "nothing but a table": table(3, 20, _SENTENCES[0]),
    "long words": "# 題\n\n" + "\n\n".join(f"この{word}を調べた。{_PARAGRAPH}" for word in _LONG.values()),
    "notes": "# 題\n\n"
    + "\n\n".join(f"{_SENTENCES[n % 4]}[^{n}]" for n in range(40))
    + "\n\n"
    + "\n".join(f"[^{n}]: {_SENTENCES[(n + 1) % 4]}" for n in range(40)),
    "title of four lines": "# " + _PARAGRAPH.replace("。", "、") * 2 + "\n\n" + paragraphs(3),
    "ruby": "# 北京《ぺきん》の春\n\n## 上海《しゃんはい》の冬\n\n" + paragraphs(3),
    "headings": "# 題\n\n"
    + paragraphs(5)
    + "\n\n".join(f"{'#' * (2 + n % 3)} 第{n}節の話" for n in range(12))
    + "\n\n"
    + paragraphs(4),
    "headings and text": "# 題\n\n" + "\n\n".join(f"## 第{n}節\n\n{_PARAGRAPH}" for n in range(24)),
    "deep list": "# 題\n\n" + "\n".join(f"{'  ' * (n % 7)}- {_SENTENCES[n % 4]}" for n in range(40)),
    "quotations": "# 題\n\n" + "\n>\n".join(f"> {_PARAGRAPH * 2}" for _ in range(10)),
    "one line": "雨の日。\n",
    "picture": "![港](picture.png)\n",
    "pictures": "# 題\n\n" + "\n\n".join(paragraphs(n) + "![港](picture.png)" for n in (3, 4, 2, 5)),
    "code": "# 題\n\n"
    + paragraphs(1)
    + "```\n"
    + ("value = " + "compute(first, second) + " * 9 + "0\n") * 30
    + "```\n",
    "dialogue": "# 題\n\n" + "\n\n".join(f"「{_SENTENCES[n % 4][:-1]}」" for n in range(60)),
}
_FEW = ("plain", "table of 6", "notes", "deep list", "headings and text", "long words")
CASES = [
    *((name, "A4 side-by-side") for name in DOCUMENTS),
    *((name, f"A4 {layout}") for name in _FEW[:4] for layout in LAYOUTS[1:]),
    *((name, f"A5 {layout}") for name in ("plain", "long words") for layout in LAYOUTS),
    *((name, "Letter side-by-side") for name in _FEW[:2]),
    *((name, "gothic side-by-side") for name in _FEW),
]
_BOUND = LOOSEST * GROWTH


def plan_of(look: str) -> Plan:
    page, layout = look.split()
    theme = load_theme("gothic") if page == "gothic" else with_page(Theme(), page)  # type: ignore[arg-type]
    return Plan(layout=layout, theme=theme)  # type: ignore[arg-type]


def draw(source: str, look: str, longer: dict[str, str] | None = None) -> bytes:
    facts = Facts(signature="engine:none", date="2025-11-23", version="0")
    return draw_pdf(compose_edition(article(source, longer=longer), facts, plan=plan_of(look)))


@cache
def pages(name: str, look: str) -> Pages:
    return Pages(draw(DOCUMENTS[name], look))


def faults(read: Pages, look: str) -> dict[str, list[str]]:
    """Return what is wrong with pages, by property."""
    space = plan_of(look).theme.space
    width, height = read.pages[0].width, read.pages[0].height
    side = min(space.inner, space.outer)
    box = (side, space.top, width - side, height - space.bottom)
    text = [line for line in read.lines if line.role != "Code"]
    # Facing pages begin on page 2: the title is alone on page 1, which has no number.
    after = [line for line in read.lines if line.page or "facing" not in look]
    return {
        "cut": cut_words(text),
        "loose": loose_lines(text, _BOUND),
        "outside": outside(read.lines, box),
        "overlap": overlaps(read.lines),
        "stranded": stranded(after),
        "empty": empty_pages(after, len(read.pages), height - space.top - space.bottom, spread="facing" in look),
        "uneven": uneven_rows(read.lines),
        "unnumbered": [
            fault
            for fault in (unnumbered(read.pages, read.lines) if len(read.pages) > 1 else [])
            if "facing" not in look or not fault.startswith("page 1:")
        ],
    }


PROPERTIES = ("cut", "loose", "outside", "overlap", "stranded", "empty", "uneven", "unnumbered")


@pytest.mark.parametrize("rule", PROPERTIES)
@pytest.mark.parametrize(("name", "look"), CASES)
def test_property(rule: str, name: str, look: str) -> None:
    assert not faults(pages(name, look), look)[rule]


@pytest.mark.parametrize(
    ("name", "look"),
    CASES,
)
def test_text_is_complete_and_in_order(name: str, look: str) -> None:
    read = pages(name, look)
    for lang in ("ja", "en"):
        if look.endswith({"ja": "english", "en": "japanese"}[lang]):
            continue
        text, at = read.text(lang), 0
        for unit in article(DOCUMENTS[name]).units:
            if unit.source.isascii():
                continue  # code and figures are the same in both languages
            said = squeeze(unit.source if lang == "ja" else unit.target)
            # A wide table is divided into bands of columns, which are read one after the other.
            banded = name in ("table of 9", "table of 14")
            found = text.find(said, 0 if banded else at)
            assert found >= 0, (lang, unit.id, said)
            at = found + len(said)


@pytest.mark.parametrize("name", ["plain", "headings and text", "dialogue"])
def test_little_is_blank_beside_a_balanced_text(name: str) -> None:
    assert waste(pages(name, "A4 side-by-side").lines) <= 0.15


@pytest.mark.parametrize("name", ["plain", "headings and text", "dialogue", "quotations", "notes"])
def test_pages_are_filled_to_the_foot(name: str) -> None:
    read = pages(name, "A4 side-by-side")
    space = Theme().space
    for at, page in enumerate(read.pages[:-1]):
        lowest = max(line.base for line in read.lines if line.page == at)
        assert page.height - space.bottom - lowest < 0.2 * page.height, at + 1


@pytest.mark.parametrize("name", ["notes", "pictures", "table of 9"])
def test_the_same_bytes_twice_with_every_font(name: str) -> None:
    data = draw(DOCUMENTS[name], "A4 side-by-side")
    assert data == draw(DOCUMENTS[name], "A4 side-by-side")
    read = Pages(data)
    for page in read.tagged.pdf.pages:
        for font in page.resources.get("/Font", {}).values():
            (descendant,) = font.DescendantFonts
            assert any(key.startswith("/FontFile") for key in descendant.FontDescriptor)


def test_a_long_article() -> None:
    # Reading the places of so many lines would take a minute; the tree and the page numbers are quick.
    read = Tagged(draw("# 題\n\n" + paragraphs(420, 6), "A5 side-by-side"))
    count = len(read.pdf.pages)
    assert count >= 97
    drawn = [squeeze(text) for text in read.artifacts]
    assert all(f"{at}/{count}" in drawn for at in range(1, count + 1))
    assert read.document.spoken.count(_SENTENCES[0][:10]) >= 420


_KINDS = st.sampled_from(("text", "heading", "list", "quotation", "table", "short"))


def block(kind: str, length: int) -> str:
    text = (_PARAGRAPH * 3)[: length * 12]
    made = {
        "text": text,
        "heading": f"## {text[:20]}",
        "list": "\n".join(f"- {text}" for _ in range(3)),
        "quotation": f"> {text}",
        "table": table(2 + length % 5, length, _SENTENCES[1]),
        "short": "「はい。」",
    }
    return made[kind]


@settings(max_examples=6, derandomize=True, database=None)
@given(st.lists(st.tuples(_KINDS, st.integers(1, 20)), min_size=1, max_size=15))
def test_any_document(blocks: list[tuple[str, int]]) -> None:
    # A document that ends with a heading has nothing to keep it with.
    source = "# 題\n\n" + "\n\n".join(block(*one) for one in blocks) + "\n\n終わり。\n"
    found = faults(Pages(draw(source, "A4 side-by-side")), "A4 side-by-side")
    assert not {rule: texts for rule, texts in found.items() if texts}


def line(text: str = "text", *, page: int = 0, block: int = 0, y: float = 100, x: float = 60, **more: object) -> Line:
    made = Line(page, block, 0, "P", "en", text, x, x + 100, y, 10)
    return replace(made, **more)  # type: ignore[arg-type]


def test_the_properties_can_fail() -> None:
    assert cut_words([line("some wo"), line("rd")])
    assert not cut_words([line("some wo\u00ad"), line("rd "), line("two "), line("words")])
    assert loose_lines([line(lang="ja", gap=_BOUND + 0.01)], _BOUND)
    assert not loose_lines([line(lang="ja", gap=_BOUND), line(gap=1.0)], _BOUND)
    box = (50, 50, 300, 200)
    assert len(outside([line(x=40), line(x=220), line(y=210), line(y=50)], box)) == 4
    assert not outside([line()], box)
    assert overlaps([line(), line(x=150, y=105)])
    assert not overlaps([line(), line(x=170), line(y=112), line(page=1)])
    end = line(page=1, block=9)
    assert stranded([line(role="H2"), end])
    assert stranded([line(role="TH"), end])
    assert stranded([line(), *(line(page=1) for _ in range(3))])
    assert not stranded([line(), line(), line(page=1), line(page=1), line(page=2, block=1), line(page=2, block=1)])
    assert empty_pages([line()], 2, 600)
    assert empty_pages([line(), end], 2, 600)
    assert not empty_pages([line(), line(y=300), end], 2, 600)
    pair = [line(lang="ja"), line(block=1, x=200)]
    assert not uneven_rows(pair)
    assert uneven_rows([pair[0], replace(pair[1], base=103.0)])
    assert waste([pair[0], pair[1], pair[1], pair[1]]) == pytest.approx(1 / 3)
    assert unnumbered([Page(300, 400, (("2 / 2", 380.0),))], [line()])
    assert unnumbered([Page(300, 400, (("1 / 2", 80.0),))], [line()])
    assert not unnumbered([Page(300, 400, (("1 / 2", 380.0),))], [line()])
