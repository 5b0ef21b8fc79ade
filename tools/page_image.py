"""Make an image of pages of a PDF: python tools/page_image.py PDF PNG [PAGE,PAGE…] [WIDTH]."""

from __future__ import annotations

import sys
from pathlib import Path

import pypdfium2
from PIL import Image

COLOURS = 128
"""Enough for text and hairlines; the file is a third of the size of a full-colour one."""


def picture(pdf: str | bytes, png: str | Path, pages: tuple[int, ...] = (1,), width: int = 1100) -> None:
    """Draw pages (from 1) side by side, `width` pixels wide together, each with a thin frame."""
    document = pypdfium2.PdfDocument(pdf)
    drawn = [_page(document[number - 1], width // len(pages)) for number in pages]
    sheet = Image.new("RGB", (sum(image.width for image in drawn), max(image.height for image in drawn)), "white")
    x = 0
    for image in drawn:
        sheet.paste(image, (x, 0))
        x += image.width
    # The octree keeps the few coloured pixels of a link or a rule; a median cut makes them grey.
    sheet.quantize(COLOURS, method=Image.Quantize.FASTOCTREE).save(png, optimize=True)


def _page(page: pypdfium2.PdfPage, width: int) -> Image.Image:
    image = page.render(scale=width / page.get_width()).to_pil().convert("RGB")
    for x in (0, image.width - 1):
        image.paste((200, 200, 200), (x, 0, x + 1, image.height))
    for y in (0, image.height - 1):
        image.paste((200, 200, 200), (0, y, image.width, y + 1))
    return image


def main(pdf: str, png: str, pages: str = "1", width: str = "1100") -> None:
    """Run the command line."""
    picture(pdf, png, tuple(int(page) for page in pages.split(",")), int(width))


if __name__ == "__main__":
    main(*sys.argv[1:])
