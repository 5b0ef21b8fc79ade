"""The same article in every format gives the same blocks."""

from __future__ import annotations

import io
import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest
from markdown_it import MarkdownIt
from mdit_py_plugins.footnote import footnote_plugin

from bilingual.model import Article
from bilingual.reading import ReadOptions, read, read_bytes

TEXT = """\
# 琵琶湖の水位

　琵琶湖の**水位**は、*昨年*より12センチ高い。住民は「雨のせいだ」と話した[^1]。詳しくは[県の頁](https://example.jp/mizu)にある。

## 原因

雨が続いた。

- 上流の雨
    - 三月
    - 四月
- 雪どけ

1. 測る
2. 知らせる

> 水は町の宝だ。

| 地点 | 雨量 |
|---|---|
| 大津 | 320 |
| 彦根 | 280 |

### 今後

県は`make`で図を作る。

[^1]: 四月三日の取材による。
"""
"""Without what a format cannot say: the language of code, the name of a picture's file."""


def told(article: Article) -> list[str]:
    """Return the blocks as lines: kind, level, marker, text, marks."""
    lines = []
    for block in article.blocks:
        marks = " ".join(
            f"{mark.kind}({unit.source[mark.start : mark.end]}={mark.value})"
            for unit in block.units
            for mark in unit.marks
        )
        text = " | ".join(unit.source for unit in block.units)
        lines.append(f"{block.kind} {block.level} [{block.marker}] {text} {marks}".rstrip())
    return lines


EXPECTED = told(read_bytes(TEXT.encode(), Path("a.md")))


def page(text: str = TEXT) -> str:
    """Return the text as a web page, as a static site makes it."""
    parser = MarkdownIt("commonmark").enable("table").use(footnote_plugin)
    return f"<!DOCTYPE html><html lang=ja><meta charset=utf-8><title>題</title><article>{parser.render(text)}</article>"


def xhtml(body: str) -> str:
    return (
        '<?xml version="1.0" encoding="utf-8"?><html xmlns="http://www.w3.org/1999/xhtml" lang="ja">'
        f"<head><title>題</title></head><body>{body}</body></html>"
    )


def book(body: str) -> bytes:
    """Return an EPUB of one file."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr("mimetype", "application/epub+zip")
        archive.writestr(
            "META-INF/container.xml",
            '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container" version="1.0"><rootfiles>'
            '<rootfile full-path="OPS/a.opf" media-type="application/oebps-package+xml"/></rootfiles></container>',
        )
        archive.writestr(
            "OPS/a.opf",
            '<package xmlns="http://www.idpf.org/2007/opf" version="3.0"><metadata '
            'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>琵琶湖の水位</dc:title></metadata><manifest>'
            '<item id="a" href="a.xhtml" media-type="application/xhtml+xml"/></manifest>'
            '<spine><itemref idref="a"/></spine></package>',
        )
        archive.writestr("OPS/a.xhtml", xhtml(body))
    return data.getvalue()


def test_a_web_page() -> None:
    assert told(read_bytes(page().encode(), Path("a.html"))) == EXPECTED


def test_a_book() -> None:
    parser = MarkdownIt("commonmark", {"xhtmlOut": True}).enable("table").use(footnote_plugin)
    assert told(read_bytes(book(parser.render(TEXT)), Path("a.epub"))) == EXPECTED


def office(path: Path, kind: str, *options: str) -> Path:
    """Convert a file with LibreOffice."""
    program = shutil.which("soffice")
    if not program:
        pytest.skip("LibreOffice is not installed")
    profile = f"-env:UserInstallation={(path.parent / 'profile').as_uri()}"
    command = [program, profile, "--headless", *options, "--convert-to", kind, "--outdir", str(path.parent), str(path)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
    made = path.with_suffix(f".{kind}")
    assert made.exists(), done.stderr + done.stdout
    return made


@pytest.mark.slow
def test_documents_of_libreoffice(tmp_path: Path) -> None:
    """LibreOffice makes an ODT of the web page and a DOCX of that; it has no levels of notes, so those are left out."""
    text = TEXT.replace("[^1]: 四月三日の取材による。\n", "").replace("[^1]", "")
    expected = told(read_bytes(text.encode(), Path("a.md")))
    source = tmp_path / "a.html"
    source.write_text(page(text), "utf-8")
    made = office(source, "odt", "--infilter=HTML (StarWriter)")
    plain = [line for line in told(read(made, ReadOptions())) if line]
    assert plain == expected
    assert told(read(office(made, "docx"), ReadOptions())) == expected
