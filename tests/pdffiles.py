"""PDF files for tests, set with Typst: characters at known places, in a font that is in the file."""

from __future__ import annotations

import functools
import io
import struct
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pikepdf
import pylopdf_fonts_jp
import typst

SIZE = 10.0
LEADING = 18.0
LEFT = 60.0
HEIGHT = 595.0
WIDTH = 420.0
CHARACTERS = 30
"""Full-width characters of a line."""
_START = f"""
#set page(width: {WIDTH}pt, height: {HEIGHT}pt, margin: 0pt)
#set text(font: ("Noto Serif JP", "Libertinus Serif"), lang: "ja", top-edge: "baseline", bottom-edge: "baseline")
#set text(cjk-latin-spacing: none, hyphenate: false)
"""


@dataclass(frozen=True)
class Text:
    """A text at a place, from the lower left corner of the page; `font` is a Western font, with its weight."""

    x: float
    y: float
    text: str
    size: float = SIZE
    font: str = ""
    angle: float = 0.0
    vertical: bool = False


@functools.cache
def _compiler() -> Any:
    return typst.Compiler(font_paths=[str(Path(pylopdf_fonts_jp.__file__).parent)], ignore_system_fonts=True)


def pdf(*pages: Sequence[Text | str], **about: str) -> bytes:
    """Return a PDF with one text after the other on each page; `about` is for its information (`Creator`).

    A `str` on a page is Typst, as `picture` returns it.
    """
    source = "#pagebreak()".join("".join(map(_placed, page)) or "#h(0pt)" for page in pages)
    data = bytes(_compiler().compile((_START + source).encode(), format="pdf"))
    if not about:
        return data
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as document:
        for name, value in about.items():
            document.docinfo[f"/{name}"] = value
        document.save(out)
    return out.getvalue()


def picture(x: float, y: float, width: float) -> str:
    """Return a picture at a place."""
    chunks = [
        (b"IHDR", struct.pack(">IIBBBBB", 2, 2, 8, 2, 0, 0, 0)),
        (b"IDAT", zlib.compress(bytes(14))),
        (b"IEND", b""),
    ]
    data = b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(part)) + kind + part + struct.pack(">I", zlib.crc32(kind + part)) for kind, part in chunks
    )
    image = f"#image(bytes(({','.join(map(str, data))})), width: {width}pt)"
    return f"#place(top + left, dx: {x}pt, dy: {HEIGHT - y}pt)[{image}]\n"


def _placed(one: Text | str) -> str:
    if isinstance(one, str):
        return one
    if one.vertical:
        return "".join(
            _placed(Text(one.x, one.y - (at + 0.88) * one.size, sign, one.size)) for at, sign in enumerate(one.text)
        )
    font, _, weight = one.font.partition(":")
    style = f'font: "{font}", weight: "{weight or "regular"}", ' if font else ""
    text = one.text.replace("\\", "\\\\").replace('"', '\\"')
    inside = f'#box[#text({style}size: {one.size}pt, "{text}")]'
    if one.angle:
        inside = f"#rotate({-one.angle}deg, origin: bottom + left)[{inside}]"
    return f"#place(top + left, dx: {one.x}pt, dy: {HEIGHT - one.y}pt)[{inside}]\n"


def wrapped(text: str, count: int = CHARACTERS, indent: int = 1) -> list[str]:
    """Return a paragraph as lines of `count` characters, the first with ideographic spaces before it.

    A full stop or comma that would begin a line stays on the one before, as in Japanese composition.
    """
    lines, rest = [], "\u3000" * indent + text
    while rest:
        end = count + (rest[count : count + 1] in ("。", "、", "」"))
        lines.append(rest[:end])
        rest = rest[end:]
    return lines


def down(lines: Sequence[str], top: float = 530.0, x: float = LEFT, size: float = SIZE) -> list[Text]:
    """Return lines one under the other; ideographic spaces at their head are an indent."""
    return list(_down(lines, top, x, size))


def _down(lines: Sequence[str], top: float, x: float, size: float) -> Iterator[Text]:
    for number, line in enumerate(lines):
        text = line.lstrip("\u3000")
        if text:
            yield Text(x + size * (len(line) - len(text)), top - number * LEADING * size / SIZE, text, size)
