"""Make the image of an EPUB in docs/editions.md: PYTHONPATH=tests python tools/epub_image.py PNG.

It shows the first screens of the essay of tests/data/showcase as a browser draws them on a telephone.
"""

from __future__ import annotations

import io
import subprocess
import sys
import tempfile
import zipfile
from importlib import resources
from pathlib import Path

from PIL import Image

from bilingual.editions.epub.writer import draw_epub
from bilingual.editions.fonts.faces import FACES
from bilingual.editions.plan import Plan
from browser import CHROMIUM
from showcase import showcase

WIDTH, HEIGHT = 390, 780
MINCHO, GOTHIC = ((FACES[key].package, FACES[key].file) for key in ("mincho", "gothic"))


def _face(name: str, package: str, file: str) -> str:
    path = Path(str(resources.files(package).joinpath(file)))
    return f'@font-face {{ font-family: {name}; src: url("{path.as_uri()}"); }}'


READER = f"""
{_face("mincho", *MINCHO)} {_face("gothic", *GOTHIC)}
body {{ padding: 12px 22px; font-family: mincho; font-size: 17px; }}
.heading, strong:lang(ja) {{ font-family: gothic !important; }} h1 {{ font-family: mincho !important; }}
"""


def main(png: str) -> None:
    """Draw a bilingual edition, and one in English, side by side."""
    plans = Plan(layout="stacked"), Plan(layout="english")
    screens = [_screen(draw_epub(showcase("essay", plan))) for plan in plans]
    sheet = Image.new("RGB", (sum(one.width for one in screens) + 20, HEIGHT), "white")
    for number, screen in enumerate(screens):
        sheet.paste(screen, (number * (WIDTH + 20), 0))
    sheet.quantize(128, method=Image.Quantize.FASTOCTREE).save(png, optimize=True)


def _screen(epub: bytes) -> Image.Image:
    with tempfile.TemporaryDirectory() as folder, zipfile.ZipFile(io.BytesIO(epub)) as book:
        book.extractall(folder)
        # A reading system has Japanese fonts and margins of its own; this browser may have neither.
        with (Path(folder) / "EPUB" / "style.css").open("a") as style:
            style.write(READER)
        page, shot = Path(folder) / "EPUB" / "text-1.xhtml", Path(folder) / "shot.png"
        size = f"--window-size={WIDTH},{HEIGHT}"
        command = [
            CHROMIUM,
            "--headless",
            "--no-sandbox",
            "--hide-scrollbars",
            size,
            f"--screenshot={shot}",
            page.as_uri(),
        ]
        subprocess.run(command, check=True, capture_output=True)  # noqa: S603
        return Image.open(shot).convert("RGB")


if __name__ == "__main__":
    main(*sys.argv[1:])
