"""Make a picture of one page of a PDF: python tools/page_image.py PDF PNG [PAGE] [WIDTH]."""

from __future__ import annotations

import sys

import pypdfium2


def main(pdf: str, png: str, page: str = "1", width: str = "1100") -> None:
    """Draw page `page` (from 1), `width` pixels wide, with a thin frame."""
    document = pypdfium2.PdfDocument(pdf)
    sheet = document[int(page) - 1]
    image = sheet.render(scale=int(width) / sheet.get_width()).to_pil().convert("RGB")
    for x in (0, image.width - 1):
        image.paste((200, 200, 200), (x, 0, x + 1, image.height))
    for y in (0, image.height - 1):
        image.paste((200, 200, 200), (0, y, image.width, y + 1))
    image.quantize(64).save(png, optimize=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
