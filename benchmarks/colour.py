"""Colour of the two languages: the ink of full justified lines of text, as a part of their area.

    python benchmarks/colour.py

Both languages are set at the sizes and the leading of a theme and drawn at 300 dots to the inch (pdftoppm). The first
row of each theme has the weights that were used before (400), the second the weights that are used.
"""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from unittest.mock import patch

import numpy as np
from PIL import Image

from bilingual.editions.fonts.faces import FACES, FaceSource
from bilingual.editions.model import Edition, Pair, Row, Section, Span, Text
from bilingual.editions.pdf.writer import draw_pdf
from bilingual.editions.theme import Theme
from bilingual.editions.theme_file import load_theme

HERE = Path(__file__).parent
DPI = 300
SHARE = 0.45
FIRST, LAST = 120, 260
"""Points from the top of the second page: lines in the middle of the text."""
BEFORE = {
    "serif": {"wght": 400, "opsz": 10},
    "gothic": {"wght": 400},
    "sans": {"wght": 400},
}


def edition(theme: Theme) -> Edition:
    """Return a long paragraph in both languages, justified."""
    pairs = [line.split("\t")[1:] for line in (HERE / "data" / "pairs.tsv").read_text("utf-8").splitlines()][:90]
    ja, en = "".join(pair[0] for pair in pairs), " ".join(pair[1] for pair in pairs)
    text = Pair(Text((Span(ja),), "ja"), Text((Span(en),), "en"))
    return Edition(
        title=text,
        sections=(Section((Row("paragraph", (text,)),)),),
        byline=(),
        terms=(),
        colophon=(),
        running_head="",
        author="",
        subject="",
        date="2025-01-01",
        theme=replace(theme, english="justified", spacing=replace(theme.spacing, share=SHARE)),
        title_page=True,
    )


def ink(theme: Theme, folder: Path) -> tuple[float, float]:
    """Return the ink of the lines in Japanese and in English, from 0 to 1."""
    path = folder / "page.pdf"
    title = Pair(Text((Span("題"),), "ja"), Text((Span("T"),), "en"))
    path.write_bytes(draw_pdf(replace(edition(theme), title=title)))
    subprocess.run(
        ["pdftoppm", "-r", str(DPI), "-gray", "-f", "2", "-l", "2", "-singlefile", "-png", path, folder / "p"],
        check=True,
    )
    page = 1 - np.asarray(Image.open(folder / "p.png")).astype(float) / 255
    space, scale = theme.space, DPI / 72
    room = theme.sheet[0] - space.inner - space.outer - theme.spacing.gutter
    left = space.outer  # the second page is a left-hand one
    edges = (left, left + room * SHARE, left + room * SHARE + theme.spacing.gutter, theme.sheet[0] - space.inner)
    rows = page[int(FIRST * scale) : int(LAST * scale)]
    ja, en = (rows[:, int(a * scale) : int(b * scale)].mean() for a, b in (edges[:2], edges[2:]))
    return float(ja), float(en)


@contextmanager
def weights(changed: dict[str, dict[str, float]]) -> Iterator[None]:
    """Use other weights."""
    table: dict[str, FaceSource] = {**FACES}
    for key, axes in changed.items():
        table[key] = replace(table[key], axes=tuple(axes.items()))
    with patch("bilingual.editions.fonts.fontset.FACES", table):
        yield


def main() -> None:
    print(f"{'theme':20}{'Japanese':>10}{'English':>10}{'difference':>12}")
    with tempfile.TemporaryDirectory() as folder:
        for name in ("mincho", "gothic"):
            for label, changed in (("before", BEFORE), ("now", {})):
                with weights(changed):
                    ja, en = ink(load_theme(name), Path(folder))
                print(f"{name + ' ' + label:20}{ja:10.4f}{en:10.4f}{en / ja - 1:12.1%}")


if __name__ == "__main__":
    main()
