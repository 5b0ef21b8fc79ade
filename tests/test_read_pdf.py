"""The text of PDF files: lines become paragraphs, what repeats on the pages is left out and named."""

from __future__ import annotations

import io
import json
import random
import subprocess
import sys
from pathlib import Path

import pytest

from bilingual.editions.pdf.metadata import Description
from bilingual.errors import InputError
from bilingual.model import Article, Block
from bilingual.reading import read_bytes
from bilingual.reading.documents.left_out import LeftOut
from bilingual.reading.pdf import characters, extraction
from bilingual.reading.pdf.reader import read_document
from browser import CHROMIUM, Browser
from pdffiles import HEIGHT, LEADING, LEFT, SIZE, Text, down, pdf, picture, wrapped
from scaling import assert_linear

FIRST = (
    "市の北を流れる川は、古くから人々の暮らしを支えてきた。しかし、昭和二十八年の夏には長雨が続き、堤防が三か所で"
    "切れた。"
)
SECOND = "被害は四百二十戸に及び、復旧には二年を要したと記録されている。その後、上流にダムが造られ、水位は安定した。"
THIRD = "町の人は今も、水の音で季節を知るという。子どもたちは橋の上から魚を数え、大人は堤を歩く。そして秋が来る。"
CHECK = "text of a PDF: check how it was read with “bilingual segment” first"
TITLE = Text(LEFT, 556, "市の歴史", 16)


def article_of(*pages: list[Text]) -> Article:
    return read_bytes(pdf(*pages), Path("a.pdf"))


def shown(block: Block) -> str:
    """Return a block in one line: its kind, level, marker, text and marks."""
    head = " ".join(str(part) for part in (block.kind, block.level, block.marker) if part)
    marks = [
        f" {mark.kind}({unit.source[mark.start : mark.end]}{f'={mark.value}' if mark.value else ''})"
        for unit in block.units
        for mark in unit.marks
    ]
    return f"{head}: {block.source}{''.join(marks)}"


def blocks_of(*pages: list[Text]) -> list[str]:
    return [shown(block) for block in article_of(*pages).blocks]


def page(*paragraphs: str, top: float = 520.0) -> list[Text]:
    return down([line for text in paragraphs for line in wrapped(text)], top)


def columns(*halves: str) -> list[Text]:
    return [
        text for number, half in enumerate(halves) for text in down(wrapped(half, 14), 520, LEFT + number * 16.5 * SIZE)
    ]


def small(lines: list[str], top: float) -> list[Text]:
    return [Text(LEFT, top - at * 12, line, 8) for at, line in enumerate(lines)]


RUBY = [
    *down(wrapped("この町では琵琶湖の水位が、"), 520),
    *(Text(LEFT + 62 + at * 10, 530, kana, 5) for at, kana in enumerate("びわこ")),
]
TWO_RUBY = [
    *down(wrapped("この町では琵琶湖の水位が、"), 520),
    *(Text(LEFT + 62 + at * 10, 530, kana, 5) for at, kana in enumerate("びわこ")),
    *(Text(LEFT + 100 + at * 6.5, 530, kana, 5) for at, kana in enumerate("すいい")),
]
DOTS = [*down(wrapped("水は深いのである。"), 520), *(Text(LEFT + 32 + at * 10, 531, "・", 5) for at in range(2))]
NOTED = [
    *page(FIRST, SECOND),
    *down(wrapped("水位は市史による"), 430),
    Text(LEFT + 90, 434, "1", 6),
    Text(LEFT + 94, 430, "ものである。"),
    *small(["1 市史第二巻、第三章による。ただし、数字は当時の新聞と町の記録で補", "った。"], 80),
]
EDGE_RUBY = [
    *down(wrapped("この町では琵琶湖の水位が、"), 520),
    *(Text(LEFT + 60 + at * 6, 530, kana, 6) for at, kana in enumerate("びわこ")),
]
LARGE_NOTE = [
    *page(FIRST, SECOND),
    *down(wrapped("水位は市史による"), 430),
    Text(LEFT + 90, 434, "1", 6),
    Text(LEFT + 94, 430, "ものである。"),
    Text(LEFT, 404, "1", 6),
    *down(wrapped("市史第二巻、第三章による。ただし、数字は当時の新聞と町の記録で", indent=0), 400, LEFT + 5),
    Text(LEFT, 370, "補った。"),
]
HYPHEN = [
    Text(LEFT, 520, "The water level of the lake has been mea-", 10, "Libertinus Serif"),
    Text(LEFT, 502, "sured since then.", 10, "Libertinus Serif"),
]
BOLD = [
    Text(LEFT, 520, "The water is ", 10, "Libertinus Serif"),
    Text(LEFT + 61, 520, "deep", 10, "Libertinus Serif:bold"),
    Text(LEFT + 88, 520, "here.", 10, "Libertinus Serif"),
]

KEPT = {
    "paragraphs by their indent": ([page(FIRST, SECOND)], [f"paragraph: {FIRST}", f"paragraph: {SECOND}"]),
    "a title by its size": ([[TITLE, *page(FIRST)]], ["title: 市の歴史", f"paragraph: {FIRST}"]),
    "headings by their size": (
        [[TITLE, *page(FIRST), Text(LEFT, 440, "一　水害", 12.5), *page(SECOND, top=415)]],
        ["title: 市の歴史", f"paragraph: {FIRST}", "heading 1: 一　水害", f"paragraph: {SECOND}"],
    ),
    "paragraphs by the space between them": (
        [[*down(wrapped(FIRST, indent=0), 520), *down(wrapped(SECOND, indent=0), 440)]],
        [f"paragraph: {FIRST}", f"paragraph: {SECOND}"],
    ),
    "paragraphs by a short last line": (
        [down([*wrapped(SECOND, indent=0), *wrapped(FIRST, indent=0)], 520)],
        [f"paragraph: {SECOND}", f"paragraph: {FIRST}"],
    ),
    "a sentence over the end of a page": (
        [page(FIRST, SECOND)[:-2], [*down(wrapped(SECOND)[-2:], 520), *page(THIRD, top=480)]],
        [f"paragraph: {FIRST}", f"paragraph: {SECOND}", f"paragraph: {THIRD}"],
    ),
    "two columns": ([columns(FIRST + SECOND, THIRD)], [f"paragraph: {FIRST}{SECOND}", f"paragraph: {THIRD}"]),
    "a sentence over two columns": (
        [[*down(wrapped(FIRST, 14)[:3], 520), *down(wrapped(FIRST, 14)[3:], 520, LEFT + 165)]],
        [f"paragraph: {FIRST}"],
    ),
    "ruby": ([RUBY], ["paragraph: この町では琵琶湖の水位が、 ruby(琵琶湖=びわこ)"]),
    "ruby at the head of its base": ([EDGE_RUBY], ["paragraph: この町では琵琶湖の水位が、 ruby(琵琶湖=びわこ)"]),
    "two ruby of a line": ([TWO_RUBY], ["paragraph: この町では琵琶湖の水位が、 ruby(琵琶湖=びわこ) ruby(水位=すいい)"]),
    "emphasis marks": ([DOTS], ["paragraph: 水は深いのである。 emphasis(深い)"]),
    "a note": (
        [NOTED],
        [
            f"paragraph: {FIRST}",
            f"paragraph: {SECOND}",
            "paragraph: 水位は市史によるものである。 footnote(る=1)",
            "note [1]: 市史第二巻、第三章による。ただし、数字は当時の新聞と町の記録で補った。",
        ],
    ),
    "a note as large as the text": (
        [LARGE_NOTE],
        [
            f"paragraph: {FIRST}",
            f"paragraph: {SECOND}",
            "paragraph: 水位は市史によるものである。 footnote(る=1)",
            "note [1]: 市史第二巻、第三章による。ただし、数字は当時の新聞と町の記録で補った。",
        ],
    ),
    "a sentence over a note": (
        [[*page(FIRST)[:-1], *small(["1 市史による。"], 80)], down(wrapped(FIRST)[-1:], 520)],
        [f"paragraph: {FIRST}", "note [1]: 市史による。"],
    ),
    "bullets": (
        [[*page(FIRST), Text(LEFT, 470, "・堤防の点検"), Text(LEFT, 452, "・水位の記録"), *page(SECOND, top=430)]],
        [f"paragraph: {FIRST}", "list_item 1 ・: 堤防の点検", "list_item 1 ・: 水位の記録", f"paragraph: {SECOND}"],
    ),
    "a date on the right": (
        [[Text(LEFT + 220, 540, "令和6年4月1日"), Text(LEFT, 522, "自治会長　各位"), *page(FIRST, top=490)]],
        ["byline: 令和6年4月1日", "paragraph: 自治会長　各位", f"paragraph: {FIRST}"],
    ),
    "a title of two centred lines": (
        [[Text(LEFT + 80, 560, "親子で楽しむ", 20), Text(LEFT + 100, 532, "木工教室", 20), *page(FIRST, top=490)]],
        ["title: 親子で楽しむ木工教室", f"paragraph: {FIRST}"],
    ),
    "number and date on the right": (
        [
            [
                Text(LEFT + 260, 558, "環第12号"),
                Text(LEFT + 230, 540, "令和6年4月10日"),
                Text(LEFT, 522, "自治会長　各位"),
                *page(FIRST, SECOND, top=490),
            ]
        ],
        [
            "byline: 環第12号",
            "byline: 令和6年4月10日",
            "paragraph: 自治会長　各位",
            f"paragraph: {FIRST}",
            f"paragraph: {SECOND}",
        ],
    ),
    "items whose lines begin below their text": (
        [
            [
                *page(FIRST),
                *down([f"(1)\u3000{FIRST[:27]}"], 440),
                *down([FIRST[27:48] + "。"], 422, LEFT + 20),
                *down([f"(2)\u3000{SECOND[:24]}。"], 404),
                *page(SECOND, top=372),
            ]
        ],
        [
            f"paragraph: {FIRST}",
            f"list_item 1 (1): {FIRST[:48]}。",
            f"list_item 1 (2): {SECOND[:24]}。",
            f"paragraph: {SECOND}",
        ],
    ),
    "short lines": (
        [down(["一日は晴れた", "二日は雨だった", "三日も雨だった", "川は静かなままであり続けた"], 520)],
        [
            f"paragraph: {text}"
            for text in ("一日は晴れた", "二日は雨だった", "三日も雨だった", "川は静かなままであり続けた")
        ],
    ),
    "bullets apart from their text": (
        [[Text(LEFT + 20, 520, "堤防の点検を行う。"), Text(LEFT, 520, "・"), *page(FIRST, top=490)]],
        ["list_item 1 ・: 堤防の点検を行う。", f"paragraph: {FIRST}"],
    ),
    "a hyphen": ([HYPHEN], ["paragraph: The water level of the lake has been measured since then."]),
    "bold": ([BOLD], ["paragraph: The water is deep here. strong(deep)"]),
    "radicals": ([down(["⽔の⾳は⻑い。"], 520)], ["paragraph: 水の音は長い。"]),
    "a wide space": ([down(["春　夏　秋　冬は美しい。"], 520)], ["paragraph: 春　夏　秋　冬は美しい。"]),
    "vertical lines": (
        [
            [
                Text(350 - at * LEADING, 540 - SIZE * (line.startswith("\u3000")), line.strip(), vertical=True)
                for at, line in enumerate([*wrapped(FIRST), *wrapped(SECOND)])
            ]
        ],
        [f"paragraph: {FIRST}", f"paragraph: {SECOND}"],
    ),
    "text of a turned page": (
        [[Text(600 - one.y, one.x, one.text, angle=90) for one in page(FIRST)]],
        [f"paragraph: {FIRST}"],
    ),
}


@pytest.mark.parametrize("name", KEPT)
def test_it_is_kept(name: str) -> None:
    pages, expected = KEPT[name]
    assert blocks_of(*pages) == expected


def test_headers_footers_and_page_numbers_are_left_out_and_named() -> None:
    texts = [FIRST, SECOND, THIRD, SECOND + FIRST]
    pages = [
        [Text(LEFT, 570, "市報みどり　第3号", 8), *page(text), Text(200, 25, f"― {number} ―", 9)]
        for number, text in enumerate(texts, 1)
    ]
    article = article_of(*pages)
    assert [block.source for block in article.blocks] == texts
    assert article.notices == (CHECK, "left out: 4 headers (「市報みどり 第3号」), 4 page numbers")


def test_a_header_that_nothing_sets_apart_is_left_out() -> None:
    texts = [FIRST, SECOND, THIRD]
    article = article_of(*([Text(LEFT, 538, "市報みどり"), *page(text)] for text in texts))
    assert [block.source for block in article.blocks] == texts
    assert article.notices == (CHECK, "left out: 3 headers (「市報みどり」)")


def test_left_and_right_pages_have_other_headers() -> None:
    texts = [FIRST, SECOND, THIRD, SECOND + FIRST]
    pages = [
        [Text(LEFT, 570, "第一章" if number % 2 else "市の歴史", 8), *page(text)] for number, text in enumerate(texts)
    ]
    assert [block.source for block in article_of(*pages).blocks] == texts


def test_headings_at_the_heads_of_pages_are_kept() -> None:
    pages = [
        [Text(LEFT, 556, f"第{number}話", 13), *page(text)] for number, text in enumerate((FIRST, SECOND, THIRD), 1)
    ]
    assert [block.source for block in article_of(*pages).blocks if block.kind == "heading"] == [
        "第1話",
        "第2話",
        "第3話",
    ]


def test_pictures_and_slanted_text_are_named() -> None:
    drawn = [picture(LEFT, 400, 100), picture(LEFT + 200, 400, 100), picture(300, 300, 4)]
    article = read_bytes(pdf([*page(FIRST), Text(200, 200, "見本", 40, angle=45), *drawn]), Path("a.pdf"))
    assert [block.source for block in article.blocks] == [FIRST]
    assert article.notices == (CHECK, "left out: 2 pictures, slanted text")


def test_a_page_that_cannot_be_read_is_named() -> None:
    import pikepdf

    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf(page(FIRST), page(SECOND)))) as document:
        document.pages[1].obj.Type = pikepdf.Name.Catalog
        del document.pages[1].obj.MediaBox
        document.save(out)
    article = read_bytes(out.getvalue(), Path("a.pdf"))
    assert article.blocks[0].source == FIRST
    assert article.notices == (CHECK, "left out: a damaged page (「page 2」)")


def test_the_place_is_the_page_and_the_paragraph() -> None:
    blocks = article_of(page(FIRST, SECOND), page(THIRD)).blocks
    assert [str(block.place) for block in blocks] == [
        "page 1, paragraph 1",
        "page 1, paragraph 2",
        "page 2, paragraph 1",
    ]


def encrypted(password: str) -> bytes:
    import pikepdf

    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf(page(FIRST)))) as document:
        document.save(out, encryption=pikepdf.Encryption(owner="o", user=password))
    return out.getvalue()


MADE = Description("", (), "", "", "", ())
"""What an edition says about its making."""


BAD = {
    "a password": (lambda: encrypted("x"), "is protected by a password", "save it without a password"),
    "no text": (lambda: pdf([]), "has no text", "run OCR on it first, e.g. with OCRmyPDF"),
    "other bytes": (lambda: b"\x89PNG\r\n\x1a\n", "is a PNG image, which is not supported", "recognise its text"),
    "no PDF": (lambda: b"%PDF-1.7 and nothing else", "cannot be read: the file is damaged", "open it in a PDF viewer"),
    "an edition": (
        lambda: pdf(page(FIRST), Creator=MADE.creator, Producer=MADE.producer),
        "is an edition that bilingual made",
        "name the article",
    ),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_is_told_in_one_line(name: str) -> None:
    make, message, remedy = BAD[name]
    with pytest.raises(InputError) as caught:
        read_bytes(make(), Path("a.pdf"))
    assert caught.value.message.startswith(message) and caught.value.remedy.startswith(remedy)
    assert caught.value.place == "a.pdf" and "\n" not in str(caught.value)


def test_an_empty_password_is_none() -> None:
    assert read_bytes(encrypted(""), Path("a.pdf")).blocks


def test_without_pypdfium2_the_remedy_is_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(characters.importlib.util, "find_spec", lambda name: None)
    with pytest.raises(InputError) as caught:
        read_bytes(pdf(page(FIRST)), Path("a.pdf"))
    assert caught.value.remedy == "pip install 'bilingual-editions[pdf]'"


@pytest.mark.parametrize("program", ["import sys; sys.exit(9)", "import os; os.abort()", "print('[1', end='')", ""])
def test_a_reader_that_fails_is_a_damaged_file(program: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """pdfium may crash, or be ended by its limits: the run goes on."""
    (tmp_path / "extraction.py").write_text(program)
    monkeypatch.setattr(extraction, "__file__", str(tmp_path / "extraction.py"))
    with pytest.raises(InputError, match="cannot be read"):
        read_bytes(pdf(page(FIRST)), Path("a.pdf"))


def test_a_reader_that_takes_too_long_is_ended(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "extraction.py").write_text("while True: pass")
    monkeypatch.setattr(extraction, "__file__", str(tmp_path / "extraction.py"))
    monkeypatch.setattr(characters, "_WAIT", 1)
    with pytest.raises(InputError, match="cannot be read"):
        read_bytes(pdf(page(FIRST)), Path("a.pdf"))


def test_too_many_pages_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    out = io.BytesIO()
    monkeypatch.setattr(extraction, "PAGE_LIMIT", 1)
    extraction.write_characters(pdf(page(FIRST), page(SECOND)), out)
    assert json.loads(out.getvalue()) == {"error": "pages", "pages": 2}
    monkeypatch.setattr(characters, "_extracted", lambda data, place: out.getvalue())
    with pytest.raises(InputError, match="has 2 pages; the limit is 1"):
        read_bytes(b"%PDF-", Path("a.pdf"))


def test_too_many_characters_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    out = io.BytesIO()
    monkeypatch.setattr(extraction, "CHARACTER_LIMIT", 20)
    extraction.write_characters(pdf(page(FIRST)), out)
    monkeypatch.setattr(characters, "_extracted", lambda data, place: out.getvalue())
    with pytest.raises(InputError, match="has more than 20 characters"):
        read_bytes(b"%PDF-", Path("a.pdf"))


FUZZ = """
import io, random, sys
sys.path[:0] = [{folder!r}]
import extraction
data = sys.stdin.buffer.read()
chance = random.Random(5)
extraction._limit()
for number in range(300):
    changed = bytearray(data)
    for _ in range(chance.randint(1, 12)):
        at = chance.randrange(len(changed))
        kind = chance.randrange(4)
        if kind == 0:
            changed[at] = chance.randrange(256)
        elif kind == 1:
            del changed[at : at + chance.randint(1, 100)]
        elif kind == 2:
            changed[at:at] = changed[max(0, at - chance.randint(1, 200)) : at]
        else:
            changed[at : at + 1] = str(chance.randrange(10**6)).encode()
    out = io.BytesIO()
    extraction.write_characters(bytes(changed), out)
    sys.stdout.buffer.write(len(out.getvalue()).to_bytes(4, "big") + out.getvalue())
"""


def test_no_bytes_raise_anything_but_an_input_error(monkeypatch: pytest.MonkeyPatch) -> None:
    """One process reads 300 damaged files; what it says about each is read as that of a file."""
    whole = pdf([TITLE, *page(FIRST, SECOND)], RUBY, NOTED)
    program = FUZZ.format(folder=str(Path(extraction.__file__).parent))
    done = subprocess.run([sys.executable, "-c", program], input=whole, capture_output=True, check=True)
    said = io.BytesIO(done.stdout)
    read = refused = 0
    while head := said.read(4):
        output = said.read(int.from_bytes(head, "big"))
        monkeypatch.setattr(characters, "_extracted", lambda data, place, output=output: output)
        try:
            read += bool(read_bytes(b"%PDF-", Path("a.pdf")).blocks)
        except InputError as error:
            assert "\n" not in str(error)
            refused += 1
    assert read + refused == 300 and read > 50 and refused > 5


def test_characters_at_any_place_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """Sizes of zero, places outside the page, surrogates: nothing of it is an exception."""
    chance = random.Random(11)
    codes = [*map(ord, "市の歴史、。「」・びわこ1aA-"), 0xF0B7, 0xFFFD, 0xD83D, 0xDE00, 0x3000, 0x20, 0x110000, 1]
    for _ in range(100):
        glyphs = [
            characters.Glyph(
                chr(min(chance.choice(codes), 0x10FFFF)),
                *(chance.choice([0.0, 10.0, 20.0, 100.0, 594.0, -5.0, 1e9, 7.5]) for _ in range(6)),
                chance.choice([0.0, 5.0, 10.0, 16.0, 1e9, -3.0]),
                chance.choice([0.0, 1.0, 2.0, 0.5]),
                chance.random() < 0.1,
                chance.random() < 0.1,
            )
            for _ in range(chance.randint(1, 60))
        ]
        pages = [characters.PdfPage(number, 420, HEIGHT, glyphs, 1) for number in (1, 2, 3)]
        monkeypatch.setattr("bilingual.reading.pdf.reader.read_pages", lambda data, place, pages=pages: pages)
        try:
            read_bytes(b"%PDF-", Path("a.pdf"))
        except InputError as error:
            assert error.message == "has no text"


def glyph(text: str, x: float, y: float, size: float = 10.0) -> characters.Glyph:
    return characters.Glyph(text, x, y, x, y - 0.12 * size, x + size, y + 0.88 * size, size, 0.0)


def test_characters_that_stand_for_no_text_are_no_text(monkeypatch: pytest.MonkeyPatch) -> None:
    glyphs = [glyph("\ue001" if at % 3 else "水", 60 + 10 * at, 500) for at in range(30)]
    monkeypatch.setattr(
        "bilingual.reading.pdf.reader.read_pages", lambda data, place: [characters.PdfPage(1, 420, HEIGHT, glyphs)]
    )
    with pytest.raises(InputError, match="has no text"):
        read_bytes(b"%PDF-", Path("a.pdf"))


CHAOS = {
    "text everywhere": lambda at: glyph("あ", at * 37.7 % 400, at * 91.3 % 590),
    "small and large text everywhere": lambda at: glyph(
        "あ", at * 37.7 % 400, at * 91.3 % 590, 4.0 if at % 3 else 10.0
    ),
    "all at one place": lambda at: glyph("・", 10, 10),
    "bullets": lambda at: glyph("・", at * 37 % 400, at * 91 % 590),
    "raised numbers": lambda at: glyph("1", at * 5 % 400, 500 - at // 80 % 400 + at % 2 * 3, 10.0 if at % 2 else 6.0),
}


@pytest.mark.parametrize("name", CHAOS)
def test_the_time_grows_with_the_text(name: str) -> None:
    assert_linear(
        lambda count: [characters.PdfPage(1, 420, HEIGHT, [CHAOS[name](at) for at in range(count)])],
        lambda pages: read_document(pages, LeftOut()),
        12000,
    )


@pytest.mark.skipif(not CHROMIUM, reason="Chromium is not there")
def test_vertical_text_with_ruby_of_a_browser(tmp_path: Path) -> None:
    import base64

    import pylopdf_fonts_jp

    font = Path(pylopdf_fonts_jp.__file__).parent / "NotoSerifJP-Regular.otf"
    ruby = "この町では<ruby>琵琶湖<rt>びわこ</rt></ruby>の水位が、2024年に上がった。"
    (tmp_path / "a.html").write_text(
        f"<html lang=ja><meta charset=utf-8><style>@font-face{{font-family:J;src:url('{font.as_uri()}')}}"
        "@page{size:A5;margin:18mm} html{writing-mode:vertical-rl;font:10.5pt/1.8 J} p{margin:0;text-indent:1em}"
        f"</style><h1>市の歴史</h1><p>{ruby}{SECOND}</p><p>{THIRD}{FIRST}</p>",
        "utf-8",
    )
    browser = Browser(tmp_path / "profile")
    try:
        browser.open(tmp_path / "a.html", 600)
        data = base64.b64decode(browser.call("Page.printToPDF", preferCSSPageSize=True)["data"])
    finally:
        browser.close()
    found = [shown(block) for block in read_bytes(data, Path("a.pdf")).blocks]
    plain = "この町では琵琶湖の水位が、2024年に上がった。"
    assert found == ["title: 市の歴史", f"paragraph: {plain}{SECOND} ruby(琵琶湖=びわこ)", f"paragraph: {THIRD}{FIRST}"]
