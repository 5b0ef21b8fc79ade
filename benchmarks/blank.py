"""Blank area of the columns of side-by-side editions: what remains empty below the shorter language of each row.

    python benchmarks/blank.py [--pages A4 A5] [--themes mincho gothic]

`blank` is the blank part of both columns of all rows of text, lists, quotations, notes, headings and tables; `depth`
the height of these rows in points; `pages` those of the edition. The first line of a text has the fixed share that
was the default before; then come other fixed shares, the best of all of them, and the share that is chosen for the
text. The texts have English by people: `input/article.txt`, and the articles of the documentation.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent / "tests"))

import showcase  # noqa: E402
from bilingual.editions.choices import PageSize  # noqa: E402
from bilingual.editions.compose.article import compose_edition  # noqa: E402
from bilingual.editions.fonts.fontset import prepare_fonts  # noqa: E402
from bilingual.editions.model import Edition  # noqa: E402
from bilingual.editions.pdf.design import design_of  # noqa: E402
from bilingual.editions.pdf.pagination import SetBox, paginate  # noqa: E402
from bilingual.editions.pdf.running_heads import characters  # noqa: E402
from bilingual.editions.pdf.text import Compositor, texts_by_role  # noqa: E402
from bilingual.editions.pdf.writer import parts_of  # noqa: E402
from bilingual.editions.plan import Facts, Plan  # noqa: E402
from bilingual.editions.share import column_share  # noqa: E402
from bilingual.editions.theme_file import load_theme, with_page  # noqa: E402
from bilingual.languages.english.hyphenation import hyphenator  # noqa: E402
from bilingual.reading import read  # noqa: E402

BEFORE = 0.465
SHARES = (0.40, 0.41, 0.42, 0.43, 0.44, 0.45, 0.46, 0.47, 0.48)
ROLES = ("heading", "paragraph", "list_item", "quote", "note", "table")


@dataclass(frozen=True)
class Figures:
    blank: float
    depth: float
    pages: int


def article() -> Edition:
    """Return the edition of `input/article.txt` with the English of the references."""
    source = read(HERE.parent / "input" / "article.txt")
    lines = (HERE / "data" / "references" / "article.tsv").read_text("utf-8").splitlines()
    english = dict(line.split("\t")[:2] for line in lines if "\t" in line)
    units = {unit.id: replace(unit, target=english.get(unit.source, unit.source)) for unit in source.units}
    return compose_edition(source.with_units(units), Facts("", "2025-01-01", "0"), plan=Plan())


def measure(edition: Edition) -> Figures:
    """Compose an edition and return its blank area."""
    design = design_of(edition)
    boxes = parts_of(edition, design).all
    texts = texts_by_role([*(one for box in boxes for one in box.paragraphs), *characters(edition, design)])
    compositor = Compositor(prepare_fonts(texts, edition.theme.faces), hyphenator("en-GB"))
    blocks = [SetBox(box, tuple(tuple(compositor.lines(one)) for one in box.paragraphs)) for box in boxes]
    blank = full = depth = 0.0
    for block in blocks:
        if block.box.role not in ROLES or len({one.lang for one in block.box.paragraphs if not one.role}) < 2:
            continue
        depth += block.height
        for place in design.sheet.places:
            own = [
                len(cell) * one.style.leading
                for cell, one in zip(block.cells, block.box.paragraphs, strict=True)
                if one.lang == place.lang and not one.role
            ]
            blank += (block.height - max(own)) * place.width
            full += block.height * place.width
    return Figures(blank / full, depth, len(paginate(blocks, sheet=design.sheet)))


def with_share(edition: Edition, share: float | None) -> Edition:
    return replace(edition, theme=replace(edition.theme, spacing=replace(edition.theme.spacing, share=share)))


def texts() -> Iterator[tuple[str, Edition]]:
    yield "article", article()
    for path in sorted(showcase.FOLDER.glob("*.en.txt")):
        yield (name := path.name.partition(".")[0]), showcase.showcase(name, Plan())


def line(text: str, share: str, figures: Figures) -> None:
    print(f"{text:22}{share:>12}{figures.blank:9.1%}{figures.depth:9.0f}{figures.pages:7}", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--pages", nargs="+", default=["A4"])
    parser.add_argument("--themes", nargs="+", default=["mincho"])
    options = parser.parse_args()
    table(options.themes, options.pages)


def table(themes: Sequence[str], pages: Sequence[PageSize]) -> None:
    """Print the figures of all texts."""
    print(f"{'text':22}{'share':>12}{'blank':>9}{'depth':>9}{'pages':>7}")
    for theme in themes:
        for page in pages:
            for name, plain in texts():
                compare(f"{name} {theme} {page}", plain, theme, page)


def compare(name: str, plain: Edition, theme: str, page: PageSize) -> None:
    """Print the figures of one text."""
    edition = replace(plain, theme=with_page(load_theme(theme), page))
    line(name, f"{BEFORE:.3f}", measure(with_share(edition, BEFORE)))
    found = {share: measure(with_share(edition, share)) for share in SHARES}
    for share in (0.43, min(SHARES, key=lambda one: found[one].depth)):
        line("", f"{share:.2f}" if share == 0.43 else f"best {share:.2f}", found[share])
    auto = with_share(edition, None)
    line("", f"auto {column_share(auto):.2f}", measure(auto))


if __name__ == "__main__":
    main()
